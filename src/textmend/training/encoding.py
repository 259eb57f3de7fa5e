"""What the network sees of a damaged document, and what it ought to write."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmend.reading.profile import profile_of
from textmend.training.clauses import Classes, clause_rows
from textmend.training.features import Memory, hash_ids

__all__ = [
    "FIRST_SYMBOL",
    "LINE_END",
    "PAD",
    "UNKNOWN",
    "Document",
    "Ids",
    "Tables",
    "encode",
    "ngrams",
]

PAD, UNKNOWN, LINE_END, FIRST_SYMBOL = 0, 1, 2, 3

_HISTORY = 4

Ids = NDArray[np.uint16]
Hashes = list[NDArray[np.uint64]]


@dataclass(frozen=True)
class Tables:
    """Which n-grams the memory tables know: those around a gap, and those just written."""

    observed: Memory
    written: Memory

    @classmethod
    def load(cls, path: Path) -> Tables:
        """Read what `save` wrote."""
        with np.load(path) as arrays:
            return cls(Memory(arrays["observed"]), Memory(arrays["written"]))

    def save(self, path: Path) -> None:
        """Write the fingerprints of both tables."""
        np.savez(path, observed=self.observed.fingerprints, written=self.written.fingerprints)


@dataclass(frozen=True)
class Document:
    """A damaged document in numbers; the arrays are those of `textmend.training.sampling.Batch`."""

    observed: Ids
    memory: NDArray[np.int64]
    profile: NDArray[np.float32]
    gap: NDArray[np.int64]
    history: NDArray[np.int64]
    written: NDArray[np.int64]
    clause: NDArray[np.int64]
    target: NDArray[np.int64]


@dataclass(frozen=True)
class _Steps:
    """The steps that write a document: each symbol dropped, each character copied.

    Args:
        observed: what is left of the text.
        kept: whether the step copies, [N].
        text: what it writes, [N].
        gap: before which observed character, [N].
        latest: what was written before it, the latest first, four times [N].
    """

    observed: Ids
    kept: NDArray[np.bool_]
    text: Ids
    gap: NDArray[np.int64]
    latest: list[Ids]


def _steps(text: Ids, dropped: NDArray[np.bool_]) -> _Steps:
    """Return the steps; what was dropped after the last character has no gap and is left out."""
    kept = ~dropped
    observed = text[kept]
    gap: NDArray[np.int64] = np.cumsum(kept) - kept
    has_gap = gap < len(observed)
    latest = [behind[has_gap] for behind in _latest(text)]
    return _Steps(observed, kept[has_gap], text[has_gap], gap[has_gap], latest)


def _latest(text: Ids) -> list[Ids]:
    """Return what was written before each character, the latest first; in its line alone."""
    before = np.concatenate([np.full(_HISTORY, LINE_END, np.uint16), text])
    latest = [before[_HISTORY - 1 :][: len(text)]]
    for k in range(1, _HISTORY):
        further = before[_HISTORY - 1 - k :][: len(text)]
        latest.append(np.where(latest[-1] == LINE_END, np.uint16(LINE_END), further))
    return latest


def _around(x: Ids) -> Hashes:
    """Hash the n-grams around each gap: both sides, and one more on either or both."""
    p = np.concatenate([np.full(2, LINE_END, np.uint16), x, np.full(1, LINE_END, np.uint16)])
    b2, b1, a0, a1 = p[:-3], p[1:-2], p[2:-1], p[3:]
    return [
        hash_ids(0, b1, a0),
        hash_ids(1, b2, b1, a0),
        hash_ids(2, b1, a0, a1),
        hash_ids(3, b2, b1, a0, a1),
    ]


def _behind(steps: _Steps) -> Hashes:
    """Hash what was written last, alone and with what comes next."""
    y = steps.latest
    after = np.append(steps.observed, np.uint16(LINE_END))
    a0, a1 = after[steps.gap], after[steps.gap + 1]
    return [
        hash_ids(8, y[1], y[0]),
        hash_ids(9, y[2], y[1], y[0]),
        hash_ids(10, y[3], y[2], y[1], y[0]),
        hash_ids(11, y[0], a0),
        hash_ids(12, y[1], y[0], a0),
        hash_ids(13, y[0], a0, a1),
    ]


def ngrams(text: Ids, dropped: NDArray[np.bool_]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the hashes of all n-grams that are looked up for a document: observed, written."""
    steps = _steps(text, dropped)
    return np.concatenate(_around(steps.observed)), np.concatenate(_behind(steps))


def encode(
    text: Ids,
    dropped: NDArray[np.bool_],
    rates: NDArray[np.float32],
    tables: Tables,
    classes: Classes,
) -> Document:
    """Put a damaged document into numbers.

    Args:
        text: ids of the clean text.
        dropped: which of them were.
        rates: of the symbols in clean text.
        tables: where n-grams are looked up.
        classes: of the ids in clauses.
    """
    steps = _steps(text, dropped)
    symbols = len(rates)
    index = steps.observed.astype(np.int64) - FIRST_SYMBOL
    is_symbol = (index >= 0) & (index < symbols)
    counts = np.bincount(index[is_symbol], minlength=symbols)
    others = int((~is_symbol & (steps.observed != LINE_END)).sum())
    return Document(
        observed=steps.observed,
        memory=np.stack([tables.observed.rows(h) for h in _around(steps.observed)], -1),
        profile=profile_of(counts, others, rates),
        gap=steps.gap,
        history=np.stack(steps.latest[:3], -1).astype(np.int64),
        written=np.stack([tables.written.rows(h) for h in _behind(steps)], -1),
        clause=clause_rows(steps.text, steps.gap, classes),
        target=np.where(steps.kept, symbols, steps.text.astype(np.int64) - FIRST_SYMBOL),
    )
