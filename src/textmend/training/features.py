"""Hashed character n-grams: which row of a memory table stands for which.

A network small enough to run on a laptop cannot remember which characters stand between 坚持 and
领导; a table can. Each table has one row for a slot of a hash of the n-gram. A slot belongs to the
most frequent n-gram that falls into it, told by a fingerprint; every other n-gram of the slot gets
row 0, which stays zero. (Hash embeddings: Svenstrup et al. 2017; here without collisions.)

The same arithmetic is done by the native decoder, in `native/core/reader/hashing.hpp`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["OBSERVED_KINDS", "SLOT_BITS", "WRITTEN_KINDS", "Memory", "hash_ids"]

SLOT_BITS = 18
"""Of a table's rows there are two to this power."""
OBSERVED_KINDS = 4
"""Kinds of n-grams around a gap."""
WRITTEN_KINDS = 6
"""Kinds of n-grams of what was written, with or without what comes next."""

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIXER = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(29)


def hash_ids(kind: int, *ids: NDArray[np.uint16]) -> NDArray[np.uint64]:
    """Hash n-grams of ids, given as one array for each place; `kind` tells the tables apart."""
    state = np.full(ids[0].shape, kind + 1, np.uint64)
    with np.errstate(over="ignore"):
        for column in ids:
            state = (state ^ column.astype(np.uint64)) * _MULTIPLIER
            state = (state ^ (state >> _SHIFT)) * _MIXER
            state ^= state >> np.uint64(32)
    return state


class Memory:
    """Which n-gram owns each slot of a table: fingerprints, 0 where none does."""

    def __init__(self, fingerprints: NDArray[np.uint16]) -> None:
        self.fingerprints = fingerprints

    @classmethod
    def of(cls, hashes: NDArray[np.uint64], least: int = 3) -> Memory:
        """Give each slot to the most frequent of these hashes that falls into it."""
        keys, counts = np.unique(hashes, return_counts=True)
        keep = counts >= least
        keys, counts = keys[keep], counts[keep]
        order = np.argsort(counts, kind="stable")
        fingerprints = np.zeros(1 << SLOT_BITS, np.uint16)
        fingerprints[_slots(keys[order])] = _fingerprints(keys[order])
        fingerprints[0] = 0
        return cls(fingerprints)

    def rows(self, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return the row of each hash; 0 where the slot is another's."""
        slots = _slots(hashes)
        return np.where(self.fingerprints[slots] == _fingerprints(hashes), slots, 0)


def _slots(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    return (hashes & np.uint64((1 << SLOT_BITS) - 1)).astype(np.int64)


def _fingerprints(hashes: NDArray[np.uint64]) -> NDArray[np.uint16]:
    return ((hashes >> np.uint64(40)) & np.uint64(0xFFFF)).astype(np.uint16) | np.uint16(1)
