"""Training examples: clean text, damaged anew each time it is read.

A *document* is a stretch of a register's stream of ids. How it is damaged is drawn once for it:
everything on a list dropped, as a filter of characters or of words leaves it; a few characters;
the marks alone; nothing at all; in places only. What the network is told about the document is what
it will be told when it repairs one: how often each symbol stands in it against how often it should.

Nothing here needs PyTorch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmend.training.clauses import Classes
from textmend.training.encoding import FIRST_SYMBOL, LINE_END, Document, Ids, Tables, encode
from textmend.training.rates import draw_mark_rates, draw_rates
from textmend.training.word_lists import WordFilter

__all__ = ["SEGMENT", "Batch", "Sampler", "Setting", "load_streams"]

SEGMENT = 256
"""Observed characters of one training example."""

_SIZES = (450, 900, 1800, 3600, 5400)  # characters of a document
_SIZE_SHARES = (0.25, 0.25, 0.25, 0.15, 0.1)
_BROKEN, _MASKED, _PATCHY, _FILTERED = 0.15, 0.1, 0.1, 0.12  # shares of documents
_MASK_RATE = 0.004


@dataclass(frozen=True)
class Setting:
    """What is known of the symbols: which are marks, which are on the usual lists, how frequent.

    Args:
        symbols: how many there are.
        marks: the first so many are marks.
        listed: the next so many are function characters; the rest are merely frequent.
        rates: of each symbol, per character that is no symbol.
        usual: the symbols of the commonest lists.
        mask: the id of the asterisk that hides names.
        words: drops stop words.
        classes: of the ids in clauses.
    """

    symbols: int
    marks: int
    listed: int
    rates: NDArray[np.float32]
    usual: NDArray[np.bool_]
    mask: int
    words: WordFilter
    classes: Classes

    @classmethod
    def of(cls, meta: Mapping[str, Any]) -> Setting:
        """Read what `prepare` wrote into ``prep.json``."""
        symbols, usual = meta["symbols"], set(meta["usual"])
        return cls(
            symbols=len(symbols),
            marks=sum(not "\u4e00" <= symbol <= "\u9fff" for symbol in symbols),
            listed=meta["listed"],
            rates=(np.array(meta["freq"]) / meta["content"]).astype(np.float32),
            usual=np.array([symbol in usual for symbol in symbols]),
            mask=meta["vocab"].index("*"),
            words=WordFilter(meta["vocab"], symbols),
            classes=Classes(meta["vocab"]),
        )


@dataclass(frozen=True)
class Batch:
    """The arrays of one step.

    Args:
        observed: ids, [B, T].
        memory: rows of the n-grams around each gap, [B, T, OBSERVED_KINDS].
        profile: of the document, [B, symbols + 1].
        gap: before which observed character each step writes, [N], into the flattened [B * T].
        history: the last three characters written, the latest first, [N, 3].
        written: rows of the n-grams written last, [N, WRITTEN_KINDS].
        clause: rows that say where in its clause the step is, [N, CLAUSE_KINDS].
        target: the symbol to write, `symbols` for copying, [N].
    """

    observed: NDArray[np.int64]
    memory: NDArray[np.int64]
    profile: NDArray[np.float32]
    gap: NDArray[np.int64]
    history: NDArray[np.int64]
    written: NDArray[np.int64]
    clause: NDArray[np.int64]
    target: NDArray[np.int64]


class Sampler:
    """Draws documents and damages them; the seed decides everything.

    Args:
        streams: ids and weight of each register.
        setting: what is known of the symbols.
        seed: of all draws.
    """

    def __init__(
        self, streams: Mapping[str, tuple[Ids, float]], setting: Setting, seed: int
    ) -> None:
        self.setting = setting
        self.rng = np.random.default_rng(seed)
        self._streams = [stream for stream, _ in streams.values()]
        weights = np.array([len(stream) * weight for stream, weight in streams.values()])
        self._weights = weights / weights.sum()

    def document(self) -> tuple[Ids, NDArray[np.bool_]]:
        """Return a stretch of clean text and which of its characters are dropped."""
        text = self._text()
        if self.rng.random() < _BROKEN:
            text = self._break_lines(text)
        if self.rng.random() < _MASKED:
            text = self._mask(text)
        return text, self._dropped(text)

    def _dropped(self, text: Ids) -> NDArray[np.bool_]:
        s = self.setting
        if self.rng.random() < _FILTERED:
            words = s.words.dropped(text, self.rng)
            return words | self._drawn(text, draw_mark_rates(self.rng, s.symbols, s.marks))
        return self._drawn(text, draw_rates(self.rng, s.symbols, s.marks, s.listed, s.usual))

    def _drawn(self, text: Ids, rates: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Draw which characters are dropped; in some documents only those of some stretches."""
        index = text.astype(np.int64) - FIRST_SYMBOL
        is_symbol = (index >= 0) & (index < len(rates))
        chance = np.where(is_symbol, rates[np.clip(index, 0, len(rates) - 1)], 0)
        if self.rng.random() < _PATCHY:
            chance = chance * self._stretches(len(text))
        result: NDArray[np.bool_] = self.rng.random(len(text)) < chance
        return result

    def _text(self) -> Ids:
        stream = self._streams[self.rng.choice(len(self._streams), p=self._weights)]
        size = int(self.rng.choice(_SIZES, p=_SIZE_SHARES))
        start = int(self.rng.integers(0, max(1, len(stream) - size)))
        return stream[start : start + size]

    def _stretches(self, size: int) -> NDArray[np.float64]:
        """Return 1 inside one to three stretches, which are damaged, and 0 elsewhere."""
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
        for at in np.flatnonzero(self.rng.random(len(text)) < _MASK_RATE):
            text[at : at + int(self.rng.integers(1, 4))] = self.setting.mask
        return text

    def batch(self, segments: int, tables: Tables) -> Batch:
        """Return a batch of so many segments; what a document has beyond them is not used."""
        examples: list[Batch] = []
        while len(examples) < segments:
            text, dropped = self.document()
            encoded = encode(text, dropped, self.setting.rates, tables, self.setting.classes)
            for example in _segments(encoded):
                examples.append(example)
                if len(examples) == segments:
                    break
        return _joined(examples)


def _segments(document: Document) -> Iterator[Batch]:
    """Cut a document into whole segments; a document shorter than one is padded."""
    size = len(document.observed)
    for start in list(range(0, size - SEGMENT + 1, SEGMENT)) or [0]:
        stop = min(start + SEGMENT, size)
        pad = SEGMENT - (stop - start)
        inside = slice(*np.searchsorted(document.gap, [start, stop]))
        yield Batch(
            observed=np.pad(document.observed[start:stop].astype(np.int64), (0, pad)),
            memory=np.pad(document.memory[start:stop], ((0, pad), (0, 0))),
            profile=document.profile,
            gap=document.gap[inside] - start,
            history=document.history[inside],
            written=document.written[inside],
            clause=document.clause[inside],
            target=document.target[inside],
        )


def _joined(examples: list[Batch]) -> Batch:
    """Make one batch of segments; gaps are counted through."""
    return Batch(
        observed=np.stack([example.observed for example in examples]),
        memory=np.stack([example.memory for example in examples]),
        profile=np.stack([example.profile for example in examples]),
        gap=np.concatenate([e.gap + row * SEGMENT for row, e in enumerate(examples)]),
        history=np.concatenate([example.history for example in examples]),
        written=np.concatenate([example.written for example in examples]),
        clause=np.concatenate([example.clause for example in examples]),
        target=np.concatenate([example.target for example in examples]),
    )


def load_streams(
    folder: Path, weights: Mapping[str, float], part: str
) -> dict[str, tuple[Ids, float]]:
    """Load the streams of ids that `prepare` wrote, with the weight of each register.

    Args:
        folder: what it wrote them into.
        weights: of the registers.
        part: ``"train"`` or ``"held"``.
    """
    return {
        name: (np.load(folder / f"stream.{name}.{part}.npy", mmap_mode="r"), weight)
        for name, weight in weights.items()
    }
