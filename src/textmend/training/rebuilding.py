"""From a model file back to the network that can be trained on.

`export_reader` says how things are stored. What was rounded to 8 bits stays rounded, and what a
normalisation multiplied with stays in the matrix behind it; learning goes on from there.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from textmend.errors import ModelError
from textmend.model import ModelFile
from textmend.training.clauses import CLAUSE_ROWS
from textmend.training.encoding import Tables
from textmend.training.features import SLOT_BITS, Memory
from textmend.training.network import Reader, Size

__all__ = ["network_of", "tables_of_model"]

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
        ModelError: if its sections are not those that `export_reader` stores.
    """
    try:
        _, characters, symbols, hidden, memory, written, width, blocks, heads, recall, prior = (
            int(number) for number in _numbers(file, "reader/shape", "<u4")
        )
        size = Size(
            characters, symbols, width, blocks, heads, hidden, memory, written, recall, prior
        )
        model = Reader(size)
        weights = _predictor(file, size) | _recall(file, size) | _prior(file, size)
        weights |= _tables(file, size) | _encoder(file, size)
        state = {name: torch.tensor(part) for name, part in weights.items()}
        model.load_state_dict(state)
    except (KeyError, RuntimeError, ValueError) as error:
        raise _unknown(" ".join(str(error).split())) from error
    model.eval()
    return model


def _unknown(why: str) -> ModelError:
    return ModelError(
        f"The reader's network cannot be put together from this model ({why}): it was made by "
        "another version of textmend. Adapt its n-gram model alone, with --no-network."
    )


def _numbers(file: ModelFile, name: str, kind: str) -> NDArray[np.generic]:
    return np.frombuffer(file.section(name), kind)


def _predictor(file: ModelFile, size: Size) -> dict[str, Floats]:
    plain = _numbers(file, "reader/predicted", "<f4").reshape(3 * size.written, size.hidden)
    remembered = _matrix(file, "reader/remembered", size.hidden)
    return {
        "history.weight": _matrix(file, "reader/history", size.characters),
        "predicted.weight": np.concatenate([plain.T, remembered], 1).astype(np.float32),
        "clause.weight": _matrix(file, "reader/clause", CLAUSE_ROWS),
        "joint.weight": _matrix(file, "reader/joint", size.symbols + 1),
        "joint.bias": _numbers(file, "reader/joint-bias", "<f4").astype(np.float32),
    }


def _recall(file: ModelFile, size: Size) -> dict[str, Floats]:
    gates = 3 * size.recall
    return {
        "recall.seen.weight": _matrix(file, "recall/seen", gates),
        "recall.wrote.weight": _matrix(file, "recall/wrote", gates),
        "recall.inner.weight": _matrix(file, "recall/inner", gates),
        "recall.inner.bias": _floats(file, "recall/inner-bias"),
        "recall.out.weight": _matrix(file, "recall/out", size.hidden),
    }


def _prior(file: ModelFile, size: Size) -> dict[str, Floats]:
    return {
        "prior.rates": _floats(file, "reader/rates"),
        "prior.inner.weight": _matrix(file, "prior/inner", size.prior),
        "prior.inner.bias": _floats(file, "prior/inner-bias"),
        "prior.out.weight": _matrix(file, "prior/out", size.symbols + 1),
        "prior.trust.weight": _floats(file, "prior/trust").reshape(-1, size.prior),
        "prior.trust.bias": _floats(file, "prior/trust-bias"),
        "prior.own": _floats(file, "prior/own").reshape(-1, size.symbols),
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


def _encoder(file: ModelFile, size: Size) -> dict[str, Floats]:
    width = size.width
    before, behind = np.split(_matrix(file, "encoder/encoded", 2 * size.hidden), 2)
    found = {
        "characters.weight": _matrix(file, "encoder/characters", size.characters),
        "mix.weight": _matrix(file, "encoder/mix", width),
        "profile.weight": _matrix(file, "encoder/profile", width),
        "profile.bias": _floats(file, "encoder/profile-bias"),
        "encoded.weight": np.concatenate([before, behind], 1),
        "encoded.bias": _floats(file, "encoder/encoded-bias"),
        "norm.weight": np.ones(width, np.float32),
    }
    for i in range(size.blocks):
        found |= {f"blocks.{i}.{name}": part for name, part in _block(file, i, width).items()}
    return found


def _block(file: ModelFile, index: int, width: int) -> dict[str, Floats]:
    place = f"encoder/{index}"
    return {
        "conv.weight": _floats(file, f"{place}/taps").reshape(-1, width).T[:, None].copy(),
        "conv.bias": _floats(file, f"{place}/taps-bias"),
        "norm1.weight": np.ones(width, np.float32),
        "norm2.weight": np.ones(width, np.float32),
        "qkv.weight": _matrix(file, f"{place}/attended", 3 * width),
        "out.weight": _matrix(file, f"{place}/out", width),
        "up.weight": _matrix(file, f"{place}/up", 4 * width),
        "up.bias": _floats(file, f"{place}/up-bias"),
        "down.weight": _matrix(file, f"{place}/down", width),
        "down.bias": _floats(file, f"{place}/down-bias"),
    }


def _floats(file: ModelFile, name: str) -> Floats:
    return _numbers(file, name, "<f4").astype(np.float32)
