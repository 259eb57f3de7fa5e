"""Turn a checkpoint into the sections of a model.

``python -m textmend.training export CHECKPOINT DATA OUT``

Matrices become 8-bit numbers with a factor for each output, tables 8-bit numbers with one scale.
What a normalisation multiplies with goes into the matrix behind it.
"""

from __future__ import annotations

import argparse
import copy
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from textmend.model import ModelFile, write_model
from textmend.training.encoding import Tables
from textmend.training.features import OBSERVED_KINDS, WRITTEN_KINDS
from textmend.training.network import Reader, Size

__all__ = [
    "block_sections",
    "floats",
    "main",
    "matrix_sections",
    "network_sections",
    "sections_of",
]

_VERSION = 5
_OWN = (
    "reader/",
    "encoder/",
    "recall/",
    "prior/",
)  # sections that another model's reader must not lend


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
        sections |= {n: file.section(n) for n in file.names if not _is_of_reader(n)}
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
    return {
        "reader/characters": _code_points(meta["vocab"][3:]),
        "reader/symbols": _code_points(meta["symbols"]),
        **network_sections(model, Tables.load(data / "memory.npz")),
    }


def network_sections(model: Reader, tables: Tables) -> dict[str, bytes]:
    """Return the sections of the network and of its memory tables."""
    size = model.size
    shape = [_VERSION, size.characters, size.symbols, size.hidden, size.memory, size.written]
    shape += [size.width, size.blocks, size.heads, size.recall, size.prior]
    model = _without_first_rows(model)
    return {
        "reader/shape": np.array(shape, "<u4").tobytes(),
        **matrix_sections("reader/history", model.history.weight),
        "reader/predicted": floats(model.predicted.weight[:, : 3 * size.written].T),
        **matrix_sections("reader/clause", model.clause.weight),
        **_recall(model),
        **_prior(model),
        **matrix_sections("reader/remembered", model.predicted.weight[:, 3 * size.written :]),
        **matrix_sections("reader/joint", model.joint.weight),
        "reader/joint-bias": floats(model.joint.bias),
        **_memory("reader/observed", model.observed_memory.weight, tables.observed.fingerprints),
        **_memory("reader/written", model.written_memory.weight, tables.written.fingerprints),
        **_encoder(model),
    }


def _is_of_reader(name: str) -> bool:
    return name.startswith(_OWN) and name != "reader/symbols"


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


def floats(weights: Tensor) -> bytes:
    """Return weights as they are."""
    return weights.detach().contiguous().numpy().astype("<f4").tobytes()


def matrix_sections(name: str, weights: Tensor) -> dict[str, bytes]:
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


def _recall(model: Reader) -> dict[str, bytes]:
    recall = model.recall
    return {
        **matrix_sections("recall/seen", recall.seen.weight),
        **matrix_sections("recall/wrote", recall.wrote.weight),
        **matrix_sections("recall/inner", recall.inner.weight),
        "recall/inner-bias": floats(recall.inner.bias),
        **matrix_sections("recall/out", recall.out.weight),
    }


def _prior(model: Reader) -> dict[str, bytes]:
    prior = model.prior
    return {
        **matrix_sections("prior/inner", prior.inner.weight),
        "prior/inner-bias": floats(prior.inner.bias),
        **matrix_sections("prior/out", prior.out.weight),
        "prior/trust": floats(prior.trust.weight),
        "prior/trust-bias": floats(prior.trust.bias),
        "prior/own": floats(prior.own),
        "reader/rates": floats(prior.rates),
    }


def _encoder(model: Reader) -> dict[str, bytes]:
    before, behind = model.encoded.weight.chunk(2, 1)
    return {
        **matrix_sections("encoder/characters", model.characters.weight),
        **matrix_sections("encoder/mix", model.mix.weight),
        **matrix_sections("encoder/profile", model.profile.weight),
        "encoder/profile-bias": floats(model.profile.bias),
        **matrix_sections("encoder/encoded", torch.cat([before, behind]) * model.norm.weight),
        "encoder/encoded-bias": floats(model.encoded.bias),
        **{
            f"encoder/{i}/{name}": section
            for i, block in enumerate(model.blocks)
            for name, section in block_sections(block.state_dict()).items()
        },
    }


def block_sections(weights: Mapping[str, Tensor]) -> dict[str, bytes]:
    """Return the parts of a block, by the ends of their names."""
    return {
        "taps": floats(weights["conv.weight"][:, 0].T),
        "taps-bias": floats(weights["conv.bias"]),
        **matrix_sections("attended", weights["qkv.weight"] * weights["norm1.weight"]),
        **matrix_sections("out", weights["out.weight"]),
        **matrix_sections("up", weights["up.weight"] * weights["norm2.weight"]),
        "up-bias": floats(weights["up.bias"]),
        **matrix_sections("down", weights["down.weight"]),
        "down-bias": floats(weights["down.bias"]),
    }
