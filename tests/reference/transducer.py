"""A slow reader: every way to fill the gaps of a line, scored one by one."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

SLOTS = 1 << 18
LINE_END = 2
FIRST_SYMBOL = 3
_MASK = (1 << 64) - 1


def hash_ids(kind: int, ids: Sequence[int]) -> int:
    state = kind + 1
    for number in ids:
        state = (state ^ number) * 0x9E3779B97F4A7C15 & _MASK
        state = (state ^ (state >> 29)) * 0xBF58476D1CE4E5B9 & _MASK
        state ^= state >> 32
    return state


@dataclass(frozen=True)
class Memory:
    """A table of the reader: rows of small numbers and who owns them."""

    fingerprints: NDArray[np.uint16]
    rows: NDArray[np.int8]
    scale: float

    def row(self, kind: int, ids: Sequence[int]) -> Floats:
        value = hash_ids(kind, ids)
        slot = value & (SLOTS - 1)
        owned = self.fingerprints[slot] == ((value >> 40) & 0xFFFF | 1)
        return self.rows[slot if owned else 0] * np.float32(self.scale)


@dataclass(frozen=True)
class Network:
    """The weights of predictor and joint layer."""

    history: Floats
    predicted: Floats
    joint: Floats
    bias: Floats
    memory: Memory

    def write(self, gap: Floats, written: Sequence[int], after: tuple[int, int]) -> Floats:
        """Logarithms of the probabilities of each symbol and of copying."""
        y1, y2, y3, y4 = written[::-1][:4]
        a0, a1 = after
        grams = [(y2, y1), (y3, y2, y1), (y4, y3, y2, y1), (y1, a0), (y2, y1, a0), (y1, a0, a1)]
        parts = [self.history[i] for i in (y1, y2, y3)]
        parts += [self.memory.row(8 + k, gram) for k, gram in enumerate(grams)]
        hidden = np.maximum(gap + np.concatenate(parts) @ self.predicted, 0)
        scores = hidden @ self.joint + self.bias
        return scores - np.log(np.exp(scores - scores.max()).sum()) - scores.max()


def posteriors(
    network: Network,
    gaps: Floats,
    ids: Sequence[int],
    language: dict[tuple[int, ...], float],
    longest: int,
    weight: float,
    bonus: float,
) -> list[dict[tuple[int, ...], float]]:
    """Return for each gap of a line how probable each string of symbols is.

    language: the logarithm, by the n-gram model, of every text that can come out.
    """
    symbols = range(len(network.bias) - 1)
    strings = [s for n in range(longest + 1) for s in itertools.product(symbols, repeat=n)]
    totals: dict[tuple[tuple[int, ...], ...], float] = {}
    for reading in itertools.product(strings, repeat=len(ids)):
        score, written = 0.0, [LINE_END] * 4
        for at, string in enumerate(reading):
            after = (ids[at], ids[at + 1] if at + 1 < len(ids) else LINE_END)
            for symbol in (*string, len(symbols)):
                score += float(network.write(gaps[at], written, after)[symbol])
                written.append(ids[at] if symbol == len(symbols) else FIRST_SYMBOL + symbol)
            score += bonus * len(string)
        totals[reading] = score + weight * language[tuple(written[4:])]
    most = max(totals.values())
    mass = sum(math.exp(score - most) for score in totals.values())
    result: list[dict[tuple[int, ...], float]] = [{} for _ in ids]
    for reading, score in totals.items():
        for gap, string in zip(result, reading, strict=True):
            gap[string] = gap.get(string, 0.0) + math.exp(score - most) / mass
    return result
