"""Turn a checkpoint into the sections of a model.

``python -m textmend.training export CHECKPOINT DATA OUT``

The encoder becomes an ONNX graph with its weights in half precision, which ONNX Runtime widens
when it loads them. The tables become 8-bit numbers with one scale each.
"""

from __future__ import annotations

import argparse
import copy
import json
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from textmend.model import ModelFile, write_model
from textmend.training.encoding import Tables
from textmend.training.features import OBSERVED_KINDS, WRITTEN_KINDS
from textmend.training.network import Reader, Size

__all__ = ["main", "network_sections", "sections_of"]

_OPSET = 18
_SMALL = 256  # weights of fewer numbers stay in single precision


def main(argv: list[str]) -> int:
    """Export a checkpoint, together with the sections of other model files."""
    parser = argparse.ArgumentParser(prog="python -m textmend.training export", description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("data", type=Path, help="folder that `prepare` wrote")
    parser.add_argument("out", type=Path)
    parser.add_argument("--with", dest="others", type=Path, nargs="*", default=[])
    arguments = parser.parse_args(argv)
    sections: dict[str, bytes | memoryview] = {}
    files = [ModelFile(path) for path in arguments.others]
    for file in files:
        sections |= {name: file.section(name) for name in file.names}
    sections |= sections_of(arguments.checkpoint, arguments.data)
    write_model(arguments.out, sections)
    return 0


def sections_of(checkpoint: Path, data: Path) -> dict[str, bytes]:
    """Return the sections of the reader."""
    state = torch.load(checkpoint, map_location="cpu")
    size = Size(**state["size"])
    model = Reader(size)
    model.load_state_dict(state["model"])
    model.eval()
    meta = json.loads((data / "prep.json").read_text(encoding="utf-8"))
    rates = np.array(meta["freq"]) / meta["content"]
    return {
        "reader/characters": _code_points(meta["vocab"][3:]),
        "reader/symbols": _code_points(meta["symbols"]),
        "reader/rates": rates.astype("<f4").tobytes(),
        **network_sections(model, Tables.load(data / "memory.npz")),
    }


def network_sections(model: Reader, tables: Tables) -> dict[str, bytes]:
    """Return the sections of the network and of its memory tables."""
    size = model.size
    shape = [1, size.characters, size.symbols, size.hidden, size.memory, size.written]
    model = _without_first_rows(model)
    return {
        "reader/shape": np.array(shape, "<u4").tobytes(),
        "reader/history": _floats(model.history.weight),
        "reader/predicted": _floats(model.predicted.weight[:, : 3 * size.written].T),
        **_matrix("reader/remembered", model.predicted.weight[:, 3 * size.written :]),
        **_matrix("reader/joint", model.joint.weight),
        "reader/joint-bias": _floats(model.joint.bias),
        **_memory("reader/observed", model.observed_memory.weight, tables.observed.fingerprints),
        **_memory("reader/written", model.written_memory.weight, tables.written.fingerprints),
        "reader/encoder": _encoder(model),
    }


def _code_points(characters: Sequence[str]) -> bytes:
    return np.array([ord(c) for c in characters], "<u4").tobytes()


@torch.no_grad()
def _without_first_rows(model: Reader) -> Reader:
    """Return the same function with zeros in row 0 of both tables, where the search has zeros.

    Row 0 stands for every n-gram without a row. What training made of it is taken from all rows
    and put into the biases that are added wherever rows are.
    """
    model = copy.deepcopy(model)
    size = model.size
    for table, kinds, weights, bias in (
        (model.observed_memory, OBSERVED_KINDS, model.mix.weight, model.profile.bias),
        (
            model.written_memory,
            WRITTEN_KINDS,
            model.predicted.weight[:, 3 * size.written :],
            model.encoded.bias,
        ),
    ):
        first = table.weight[0].clone()
        bias.add_(weights @ first.repeat(kinds))
        table.weight.sub_(first)
    return model


def _floats(weights: Tensor) -> bytes:
    return weights.detach().contiguous().numpy().astype("<f4").tobytes()


def _matrix(name: str, weights: Tensor) -> dict[str, bytes]:
    """Return a matrix in 8-bit numbers, with one factor for each of its outputs."""
    values = weights.detach().numpy()
    factors = np.maximum(np.abs(values).max(1), 1e-6) / 127
    rows = np.round(values / factors[:, None]).astype(np.int8)
    return {f"{name}/rows": rows.tobytes(), f"{name}/factors": factors.astype("<f4").tobytes()}


def _memory(name: str, weights: Tensor, fingerprints: NDArray[np.uint16]) -> dict[str, bytes]:
    """Return a table in 8-bit numbers of one scale; rows that no n-gram owns are zero."""
    values = weights.detach().numpy()
    values = np.where(fingerprints[:, None] != 0, values, 0)
    scale = float(np.quantile(np.abs(values), 0.9999)) / 127
    rows = np.clip(np.round(values / scale), -127, 127).astype(np.int8)
    return {
        f"{name}/fingerprints": fingerprints.astype("<u2").tobytes(),
        f"{name}/rows": rows.tobytes(),
        f"{name}/scale": np.array([scale], "<f4").tobytes(),
    }


class _Encoder(nn.Module):
    """The encoder as a network of its own."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, observed: Tensor, rows: Tensor, profile: Tensor) -> Tensor:
        return self.reader.encode_vectors(observed, rows, profile)


def _encoder(model: Reader) -> bytes:
    size = model.size
    columns = 4 * size.memory
    example = (
        torch.zeros(1, 40, dtype=torch.long),
        torch.zeros(1, 40, columns),
        torch.zeros(1, size.symbols + 1),
    )
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tracing fixes what this network does not vary
        path = Path(folder) / "encoder.onnx"
        torch.onnx.export(
            _Encoder(model),
            example,
            path,
            input_names=["observed", "rows", "profile"],
            output_names=["gaps"],
            dynamic_axes={"observed": {1: "t"}, "rows": {1: "t"}, "gaps": {1: "t"}},
            opset_version=_OPSET,
            dynamo=False,
        )
        graph = onnx.load(path)
    _halve(graph)
    onnx.checker.check_model(graph)
    return bytes(graph.SerializeToString())


def _halve(model: onnx.ModelProto) -> None:
    """Store large weights in half precision, with a cast in front of whatever uses them."""
    casts = []
    for weight in model.graph.initializer:
        values = onnx.numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.size < _SMALL:
            continue
        name, half = weight.name, f"{weight.name}/half"
        weight.CopyFrom(onnx.numpy_helper.from_array(values.astype(np.float16), half))
        casts.append(onnx.helper.make_node("Cast", [half], [name], to=onnx.TensorProto.FLOAT))
    for cast in reversed(casts):
        model.graph.node.insert(0, cast)
