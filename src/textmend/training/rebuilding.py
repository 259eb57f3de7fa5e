"""From a model file back to the network that can be trained on.

`export_reader` says how things are stored. What was rounded to 8 bits or to half precision stays
rounded; learning goes on from there.
"""

from __future__ import annotations

import math

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor

from textmend.errors import ModelError
from textmend.model import ModelFile
from textmend.training.encoding import FIRST_SYMBOL, Tables
from textmend.training.features import SLOT_BITS, Memory
from textmend.training.network import Reader, Size

__all__ = ["network_of", "tables_of_model"]

_PREFIX = "reader."  # of names in the graph
_HALF = "/half"
_TOLERANCE = 1e-3
_LENGTH = 40  # of the text that both are tried on

Floats = NDArray[np.float32]


def tables_of_model(file: ModelFile) -> Tables:
    """Return which n-grams the memory tables of a model know."""
    observed, written = (
        Memory(np.frombuffer(file.section(f"reader/{name}/fingerprints"), "<u2").copy())
        for name in ("observed", "written")
    )
    return Tables(observed, written)


def network_of(file: ModelFile) -> Reader:
    """Return the network of a model.

    Raises:
        ModelError: if it is none that `export_reader` stores: the network that was put together
            does not compute what the model's encoder computes.
    """
    graph = onnx.load_from_string(bytes(file.section("reader/encoder")))
    stored = _weights_of(graph)
    _, characters, symbols, hidden, memory, written = _numbers(file, "reader/shape", "<u4")
    try:
        size = Size(
            int(characters),
            int(symbols),
            width=stored["characters.weight"].shape[1],
            blocks=sum(name.endswith(".qkv.weight") for name in stored),
            hidden=int(hidden),
            memory=int(memory),
            written=int(written),
        )
        model = Reader(size)
        weights = stored | _predictor(file, size) | _tables(file, size)
        model.load_state_dict({name: torch.tensor(part) for name, part in weights.items()})
    except (KeyError, RuntimeError, ValueError) as error:
        raise _unknown(" ".join(str(error).split())) from error
    model.eval()
    _compare(model, graph)
    return model


def _unknown(why: str) -> ModelError:
    return ModelError(
        f"The reader's network cannot be put together from this model ({why}): it was made by "
        "another version of textmend. Adapt its n-gram model alone, with --no-network."
    )


def _numbers(file: ModelFile, name: str, kind: str) -> NDArray[np.generic]:
    return np.frombuffer(file.section(name), kind)


def _weights_of(graph: onnx.ModelProto) -> dict[str, Floats]:
    """Return the encoder's weights by their names in the network.

    Most keep them. What is multiplied without a bias is transposed and has a number for a name;
    there the node that uses it tells.
    """
    values = {
        weight.name.removesuffix(_HALF): onnx.numpy_helper.to_array(weight).astype(np.float32)
        for weight in graph.graph.initializer
    }
    found = {
        name.removeprefix(_PREFIX): value
        for name, value in values.items()
        if name.startswith(_PREFIX)
    }
    for node in graph.graph.node:
        if node.op_type == "MatMul" and node.input[1] in values:
            path = node.name.strip("/").removesuffix("/MatMul").replace("/", ".")
            found[f"{path}.weight"] = values[node.input[1]].T.copy()
    return found


def _predictor(file: ModelFile, size: Size) -> dict[str, Floats]:
    history = _numbers(file, "reader/history", "<f4").reshape(size.characters, size.written)
    plain = _numbers(file, "reader/predicted", "<f4").reshape(3 * size.written, size.hidden)
    remembered = _matrix(file, "reader/remembered", size.hidden)
    return {
        "history.weight": history.astype(np.float32),
        "predicted.weight": np.concatenate([plain.T, remembered], 1).astype(np.float32),
        "joint.weight": _matrix(file, "reader/joint", size.symbols + 1),
        "joint.bias": _numbers(file, "reader/joint-bias", "<f4").astype(np.float32),
    }


def _matrix(file: ModelFile, name: str, outputs: int) -> Floats:
    rows = _numbers(file, f"{name}/rows", "i1").reshape(outputs, -1).astype(np.float32)
    return rows * _numbers(file, f"{name}/factors", "<f4").astype(np.float32)[:, None]


def _tables(file: ModelFile, size: Size) -> dict[str, Floats]:
    found = {}
    for name in ("observed", "written"):
        rows = _numbers(file, f"reader/{name}/rows", "i1").reshape(1 << SLOT_BITS, size.memory)
        scale = _numbers(file, f"reader/{name}/scale", "<f4").astype(np.float32)
        found[f"{name}_memory.weight"] = rows.astype(np.float32) * scale
    return found


@torch.no_grad()
def _compare(model: Reader, graph: onnx.ModelProto) -> None:
    """See that the network computes what the graph computes.

    Raises:
        ModelError: if it does not.
    """
    import onnxruntime  # noqa: PLC0415 (slow to import)

    size = model.size
    draw = torch.Generator().manual_seed(1)
    observed = torch.randint(FIRST_SYMBOL, size.characters, (1, _LENGTH), generator=draw)
    columns = model.mix.weight.shape[1]
    rows = 0.1 * torch.randn(1, _LENGTH, columns, generator=draw)
    profile = torch.randn(1, size.symbols + 1, generator=draw)
    session = onnxruntime.InferenceSession(
        graph.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    inputs = {"observed": observed, "rows": rows, "profile": profile}
    (expected,) = session.run(["gaps"], {name: value.numpy() for name, value in inputs.items()})
    found: Tensor = model.encode_vectors(observed, rows, profile)
    most = float(np.abs(found.numpy() - expected).max())
    scale = max(1.0, float(np.abs(expected).max()))
    if not math.isfinite(most) or most > _TOLERANCE * scale:
        raise _unknown("it computes something else than the model's encoder")
