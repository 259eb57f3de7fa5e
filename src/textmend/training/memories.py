"""Which n-grams the memory tables hold: the most frequent ones of damaged text, counted once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from textmend.training.encoding import Ids, Tables, ngrams
from textmend.training.features import Memory
from textmend.training.sampling import Sampler, Setting

__all__ = ["tables_of"]

_COUNTED = 12_000_000  # observed characters
_SEED = 99


def tables_of(folder: Path, streams: Mapping[str, tuple[Ids, float]], setting: Setting) -> Tables:
    """Return the tables of a folder of training data, counted and written there if it has none."""
    path = folder / "memory.npz"
    if not path.exists():
        _counted(Sampler(streams, setting, _SEED), _COUNTED).save(path)
    return Tables.load(path)


def _counted(sampler: Sampler, size: int) -> Tables:
    observed, written, seen = [], [], 0
    while seen < size:
        text, dropped = sampler.document()
        around, behind = ngrams(text, dropped)
        observed.append(around)
        written.append(behind)
        seen += int((~dropped).sum())
    return Tables(Memory.of(np.concatenate(observed)), Memory.of(np.concatenate(written)))
