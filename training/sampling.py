"""Training examples: clean text, damaged anew each time it is read.

A *document* is a stretch of a register's stream of ids. How it is damaged is drawn once for it:
everything on a list dropped, as a stop-word filter leaves it; a few characters; the marks alone;
nothing at all; in places only. What the network is told about the document is what it will be told
when it repairs one: how often each symbol stands in it against how often it should.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.features import Memory, hash_ids

__all__ = ["PAD", "UNKNOWN", "LINE_END", "FIRST_SYMBOL", "Batch", "Sampler", "Setting", "profile"]

PAD, UNKNOWN, LINE_END, FIRST_SYMBOL = 0, 1, 2, 3
SEGMENT = 256  # observed characters of one training example

Ids = NDArray[np.uint16]
Generator = np.random.Generator


@dataclass(frozen=True)
class Setting:
    """What is known of the symbols: which are marks, which are on the usual lists, how frequent."""

    symbols: int
    marks: int  # the first so many symbols are marks
    listed: int  # the next so many are function characters; the rest are merely frequent
    rates: NDArray[np.float32]  # of each symbol, per character that is no symbol
    usual: NDArray[np.bool_]  # the symbols of the commonest lists


@dataclass(frozen=True)
class Batch:
    """Arrays of one step. `gap` says before which observed character a symbol was written."""

    observed: NDArray[np.int64]  # [B, T]
    memory: NDArray[np.int64]  # [B, T, OBSERVED_KINDS]
    profile: NDArray[np.float32]  # [B, symbols + 1]
    gap: NDArray[np.int64]  # [N], into the flattened [B * T]
    history: NDArray[np.int64]  # [N, 3], the last three characters written, latest first
    written: NDArray[np.int64]  # [N, WRITTEN_KINDS]
    target: NDArray[np.int64]  # [N]; `symbols` stands for copying


def profile(counts: NDArray[np.int64], others: int, setting: Setting) -> NDArray[np.float32]:
    """Say how often each symbol stands in a document against how often it should.

    counts: of each symbol; others: characters that are no symbols. Returns natural logs of the
    ratios, between -4 and 1.5, and a last figure for how much text there was to tell from.
    """
    expected = others * setting.rates
    ratio = np.log((counts + 0.5) / (expected + 0.5))
    return np.append(np.clip(ratio, -4, 1.5), np.log(others + 1) - 6).astype(np.float32)


def observed_rows(memory: Memory, x: Ids) -> NDArray[np.int64]:
    """Rows of the n-grams around each gap: both sides, and one more on either or both."""
    p = np.concatenate([np.full(2, LINE_END, np.uint16), x, np.full(1, LINE_END, np.uint16)])
    b2, b1, a0, a1 = p[:-3], p[1:-2], p[2:-1], p[3:]
    hashes = [
        hash_ids(0, b1, a0),
        hash_ids(1, b2, b1, a0),
        hash_ids(2, b1, a0, a1),
        hash_ids(3, b2, b1, a0, a1),
    ]
    return np.stack([memory.rows(h) for h in hashes], -1)


def observed_hashes(x: Ids) -> NDArray[np.uint64]:
    p = np.concatenate([np.full(2, LINE_END, np.uint16), x, np.full(1, LINE_END, np.uint16)])
    b2, b1, a0, a1 = p[:-3], p[1:-2], p[2:-1], p[3:]
    return np.concatenate(
        [hash_ids(0, b1, a0), hash_ids(1, b2, b1, a0), hash_ids(2, b1, a0, a1), hash_ids(3, b2, b1, a0, a1)]
    )


def written_hashes(y: list[Ids], a0: Ids, a1: Ids) -> list[NDArray[np.uint64]]:
    """Hashes of what was written (`y`, latest first) alone, and with what comes next."""
    return [
        hash_ids(8, y[1], y[0]),
        hash_ids(9, y[2], y[1], y[0]),
        hash_ids(10, y[3], y[2], y[1], y[0]),
        hash_ids(11, y[0], a0),
        hash_ids(12, y[1], y[0], a0),
        hash_ids(13, y[0], a0, a1),
    ]


class Sampler:
    """Draws documents and damages them."""

    def __init__(self, streams: dict[str, tuple[Ids, float]], setting: Setting, seed: int) -> None:
        self.setting = setting
        self.rng = np.random.default_rng(seed)
        self.streams = [stream for stream, _ in streams.values()]
        weights = np.array([len(stream) * weight for stream, weight in streams.values()])
        self.weights = weights / weights.sum()

    def document(self) -> tuple[Ids, NDArray[np.bool_]]:
        """Return a stretch of clean text and which of its characters are dropped."""
        stream = self.streams[self.rng.choice(len(self.streams), p=self.weights)]
        size = int(self.rng.choice([450, 900, 1800, 3600, 5400], p=[0.25, 0.25, 0.25, 0.15, 0.1]))
        start = int(self.rng.integers(0, max(1, len(stream) - size)))
        text = stream[start : start + size]
        if self.rng.random() < 0.15:
            text = self._break_lines(text)
        if self.rng.random() < 0.1:
            text = self._mask(text)
        rates = self._rates()
        index = text.astype(np.int64) - FIRST_SYMBOL
        is_symbol = (index >= 0) & (index < self.setting.symbols)
        chance = np.where(is_symbol, rates[np.clip(index, 0, self.setting.symbols - 1)], 0)
        if self.rng.random() < 0.15:
            chance = chance * self._stretches(len(text))
        return text, self.rng.random(len(text)) < chance

    def _rates(self) -> NDArray[np.float64]:
        """Draw how likely each symbol is to be dropped."""
        s, rng = self.setting, self.rng
        rates = np.zeros(s.symbols)
        chars = np.arange(s.symbols) >= s.marks
        listed = chars & (np.arange(s.symbols) < s.marks + s.listed)
        kind = rng.choice(6, p=[0.4, 0.14, 0.13, 0.13, 0.1, 0.1])
        if kind == 0:  # a list of the usual shape, all of it dropped
            on_list = (s.usual & (rng.random(s.symbols) < 0.93)) | (
                chars & (rng.random(s.symbols) < rng.choice([0.0, 0.02, 0.1]))
            )
            rates[on_list] = 1.0 if rng.random() < 0.85 else rng.uniform(0.8, 1)
            self._drop_marks(rates, 0.85)
        elif kind == 1:  # any list
            on_list = (listed | (chars & (rng.random(s.symbols) < 0.5))) & (
                rng.random(s.symbols) < rng.uniform(0.05, 0.7)
            )
            rates[on_list] = 1.0 if rng.random() < 0.5 else rng.beta(2, 1, on_list.sum())
            self._drop_marks(rates, 0.5)
        elif kind == 2:  # a transcript
            rates[: s.marks] = 1.0 if rng.random() < 0.75 else rng.uniform(0.6, 1)
        elif kind == 3:  # a few characters
            rates[listed] = np.exp(rng.uniform(np.log(0.005), np.log(0.25)))
            if rng.random() < 0.3:
                rates[: s.marks] = np.exp(rng.uniform(np.log(0.005), np.log(0.25)))
        elif kind == 4:  # much, but not all
            rates[listed] = rng.uniform(0.2, 0.9)
            rates[: s.marks] = rng.choice([0.0, rng.uniform(0.2, 1)])
        return rates

    def _drop_marks(self, rates: NDArray[np.float64], all_of_them: float) -> None:
        marks = self.setting.marks
        if self.rng.random() < all_of_them:
            rates[:marks] = 1.0
        elif self.rng.random() < 0.6:
            rates[:marks] = self.rng.random(marks) < 0.5

    def _stretches(self, size: int) -> NDArray[np.float64]:
        """Damage in some stretches only."""
        inside = np.zeros(size)
        for _ in range(int(self.rng.integers(1, 4))):
            a, b = sorted(self.rng.integers(0, size + 1, 2))
            inside[a:b] = 1
        return inside

    def _break_lines(self, text: Ids) -> Ids:
        at = np.flatnonzero(self.rng.random(len(text)) < 1 / self.rng.uniform(15, 80))
        return np.insert(text, at, np.uint16(LINE_END))

    def _mask(self, text: Ids) -> Ids:
        text = text.copy()
        for at in np.flatnonzero(self.rng.random(len(text)) < 0.004):
            text[at : at + int(self.rng.integers(1, 4))] = self.star
        return text

    star = UNKNOWN

    def batch(self, segments: int, observed: Memory, written: Memory) -> Batch:
        """Return a batch of so many segments."""
        rows: list[tuple[NDArray[np.int64], ...]] = []
        parts: dict[str, list[NDArray[np.generic]]] = {
            k: [] for k in ("gap", "history", "written", "target")
        }
        while len(rows) < segments:
            text, dropped = self.document()
            self._add(text, dropped, rows, parts, segments, observed, written)
        x, memory, z = (np.stack([row[i] for row in rows]) for i in range(3))
        joined = {k: np.concatenate(v) for k, v in parts.items()}
        return Batch(x, memory, z, **joined)  # type: ignore[arg-type]

    def _add(
        self,
        text: Ids,
        dropped: NDArray[np.bool_],
        rows: list[tuple[NDArray[np.int64], ...]],
        parts: dict[str, list[NDArray[np.generic]]],
        segments: int,
        observed: Memory,
        written: Memory,
    ) -> None:
        x, z, steps = encode(text, dropped, self.setting, observed, written)
        ids, memory = x
        gap, history, hashed, target = steps
        starts = list(range(0, len(ids) - SEGMENT + 1, SEGMENT)) or [0]
        for start in starts[: segments - len(rows)]:
            stop = min(start + SEGMENT, len(ids))
            pad = SEGMENT - (stop - start)
            inside = slice(*np.searchsorted(gap, [start, stop]))
            row = len(rows)
            rows.append(
                (
                    np.pad(ids[start:stop].astype(np.int64), (0, pad)),
                    np.pad(memory[start:stop], ((0, pad), (0, 0))),
                    z,
                )
            )
            parts["gap"].append(gap[inside] - start + row * SEGMENT)
            parts["history"].append(history[inside])
            parts["written"].append(hashed[inside])
            parts["target"].append(target[inside])


def encode(
    text: Ids, dropped: NDArray[np.bool_], setting: Setting, observed: Memory, written: Memory
) -> tuple[
    tuple[Ids, NDArray[np.int64]],
    NDArray[np.float32],
    tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
]:
    """Return what the network sees of a damaged document, its profile, and the steps to write."""
    kept = ~dropped
    ids = text[kept]
    index = ids.astype(np.int64) - FIRST_SYMBOL
    is_symbol = (index >= 0) & (index < setting.symbols)
    counts = np.bincount(index[is_symbol], minlength=setting.symbols)
    z = profile(counts, int((~is_symbol & (ids != LINE_END)).sum()), setting)
    gap = np.cumsum(kept) - kept
    keep = gap < len(ids)
    gap = gap[keep]
    before = np.concatenate([np.full(4, LINE_END, np.uint16), text])
    y = [before[3 - k : 3 - k + len(text)][keep] for k in range(4)]
    after = np.append(ids, np.uint16(LINE_END))
    hashed = np.stack([written.rows(h) for h in written_hashes(y, after[gap], after[gap + 1])], -1)
    history = np.stack(y[:3], -1).astype(np.int64)
    target = np.where(kept, setting.symbols, text.astype(np.int64) - FIRST_SYMBOL)[keep]
    return (ids, observed_rows(observed, ids)), z, (gap, history, hashed, target)


def load_streams(folder: Path, weights: dict[str, float], part: str) -> dict[str, tuple[Ids, float]]:
    """Load the streams of ids that `prepare` wrote, one for each register."""
    return {
        name: (np.load(folder / f"stream.{name}.{part}.npy", mmap_mode="r"), weight)
        for name, weight in weights.items()
    }
