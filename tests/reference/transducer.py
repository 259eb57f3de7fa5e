"""A slow reader: every way to fill the gaps of a line, scored one by one."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

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


MARKS = {"、": 1, "，": 2, "。": 3, "！": 3, "？": 3, "；": 4, "：": 5}
MARKS |= dict.fromkeys("“‘《〈（【〔", 6) | dict.fromkeys("”’》〉）】〕", 7)
PAIRS = ("“”", "《》", "（）")
SINCE_MARK = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 19, 24, 32, 45)
SINCE_STOP = (5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 130, 160, 200, 300)


def place_of(written: Sequence[tuple[str, bool]]) -> tuple[int, int, int]:
    """Return the rows that say where in its clause one is, behind characters copied or not."""
    line: list[tuple[str, bool]] = []
    for character, copied in written:
        line = [] if character == "\n" else [*line, (character, copied)]
    behind = [i + 1 for i, (c, _) in enumerate(line) if c in MARKS] or [0]
    ends = [i + 1 for i, (c, _) in enumerate(line) if c in "。！？"] or [0]
    mark = MARKS[line[behind[-1] - 1][0]] if behind[-1] else 0
    lengths = [sum(copied for _, copied in line[at[-1] :]) for at in (behind, ends)]
    text = "".join(c for c, _ in line)
    is_open = sum((text.rfind(p[0]) > text.rfind(p[1])) << bit for bit, p in enumerate(PAIRS))
    since_mark = sum(bound <= lengths[0] for bound in SINCE_MARK)
    since_stop = sum(bound <= lengths[1] for bound in SINCE_STOP)
    return 16 * mark + since_mark, 128 + is_open, 136 + since_stop


@dataclass(frozen=True)
class Recall:
    """A gated recurrent unit that steps from gap to gap."""

    seen: Floats
    wrote: Floats
    inner: Floats
    bias: Floats
    out: Floats

    def told(self, history: Floats, steps: Sequence[tuple[int, bool]]) -> Floats:
        """What is remembered of a line before a gap; steps in the gap itself count for nothing."""
        state = np.zeros(len(self.inner), np.float32)
        x = np.zeros(len(self.bias), np.float32)
        for number, copied in steps:
            x = x + history[number] @ (self.seen if copied else self.wrote)
            if copied:
                state, x = self._step(state, x), np.zeros_like(x)
        return state @ self.out

    def _step(self, state: Floats, x: Floats) -> Floats:
        reset, keep, fresh = np.split(x, 3)
        inner = np.split(state @ self.inner + self.bias, 3)
        new = softsign(fresh + gate(reset + inner[0]) * inner[2])
        return new + gate(keep + inner[1]) * (state - new)


def softsign(x: Floats) -> Floats:
    return x / (1 + np.abs(x))


def gate(x: Floats) -> Floats:
    return 0.5 + 0.5 * softsign(x)


@dataclass(frozen=True)
class Prior:
    """What the profile of a document says of each symbol, wherever it stands."""

    inner: Floats
    inner_bias: Floats
    out: Floats
    trust: Floats
    trust_bias: Floats
    own: Floats
    rates: Floats

    def scores(self, profile: Floats) -> list[float]:
        *ratios, size = profile.tolist()
        hidden = np.maximum(profile @ self.inner + self.inner_bias, 0)
        trust = hidden @ self.trust + self.trust_bias
        scores = (hidden @ self.out).tolist()
        for symbol, (rate, ratio) in enumerate(zip(self.rates, ratios, strict=True)):
            expected = math.log(rate * math.exp(size + 6) + 0.5)
            count = 0.0 if ratio <= -4 else math.exp(ratio + expected) - 0.5
            seen = math.log(count + 0.5)
            present = min(1.0, (seen - math.log(0.5)) / math.log(3))
            often = min(2.0, max(0.0, seen - math.log(1.5)))
            signs = [1, ratio, max(0.0, ratio + 1), present, often, (1 - present) * expected]
            scores[symbol] += float((trust * self.own[:, symbol]) @ np.array(signs))
        return scores


@dataclass(frozen=True)
class Network:
    """The weights of predictor and joint layer; `characters` are those of the ids."""

    characters: Sequence[str]
    history: Floats
    predicted: Floats
    joint: Floats
    bias: Floats
    clause: Floats
    recall: Recall
    prior: Prior
    memory: Memory

    def told(self, profile: Floats) -> Network:
        """Return the network as it reads a document of that profile."""
        scores = np.array(self.prior.scores(profile), np.float32)
        return replace(self, bias=self.bias + scores)

    def write(
        self, gap: Floats, steps: Sequence[tuple[int, bool]], after: tuple[int, int]
    ) -> Floats:
        """Logarithms of the probabilities of each symbol and of copying.

        steps: ids that were written, and whether they were copied.
        """
        y1, y2, y3, y4 = ([LINE_END] * 4 + [i for i, _ in steps])[::-1][:4]
        a0, a1 = after
        grams = [(y2, y1), (y3, y2, y1), (y4, y3, y2, y1), (y1, a0), (y2, y1, a0), (y1, a0, a1)]
        parts = [self.history[i] for i in (y1, y2, y3)]
        parts += [self.memory.row(8 + k, gram) for k, gram in enumerate(grams)]
        place = place_of([(self.characters[i], copied) for i, copied in steps])
        placed = self.clause[list(place)].sum(0) + self.recall.told(self.history, steps)
        hidden = np.maximum(gap + np.concatenate(parts) @ self.predicted + placed, 0)
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
    closed: Sequence[int] = (),
) -> list[dict[tuple[int, ...], float]]:
    """Return for each gap of a line how probable each string of symbols is.

    closed: gaps in which nothing is written.
    language: the logarithm, by the n-gram model, of every text that can come out.
    """
    symbols = range(len(network.bias) - 1)
    strings = [s for n in range(longest + 1) for s in itertools.product(symbols, repeat=n)]
    totals: dict[tuple[tuple[int, ...], ...], float] = {}
    options = [[()] if at in closed else strings for at in range(len(ids))]
    for reading in itertools.product(*options):
        score, steps = 0.0, list[tuple[int, bool]]()
        for at, string in enumerate(reading):
            after = (ids[at], ids[at + 1] if at + 1 < len(ids) else LINE_END)
            for symbol in (*string, len(symbols)):
                if at not in closed:
                    score += float(network.write(gaps[at], steps, after)[symbol])
                copied = symbol == len(symbols)
                steps.append((ids[at] if copied else FIRST_SYMBOL + symbol, copied))
            score += bonus * len(string)
        totals[reading] = score + weight * language[tuple(i for i, _ in steps)]
    most = max(totals.values())
    mass = sum(math.exp(score - most) for score in totals.values())
    result: list[dict[tuple[int, ...], float]] = [{} for _ in ids]
    for reading, score in totals.items():
        for gap, string in zip(result, reading, strict=True):
            gap[string] = gap.get(string, 0.0) + math.exp(score - most) / mass
    return result
