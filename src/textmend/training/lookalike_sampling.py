"""Training examples for the look-alike network: clean text in which characters became others.

What is written for a character is drawn from the tables of shapes and sounds, the likelier the more
alike the two are and the commoner what is written; some of it is any character, since no table
holds all that is misread. How much of a document is wrong, and in which way, is drawn for each.

Nothing here needs PyTorch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmend.tables import table_rows
from textmend.training.encoding import UNKNOWN, Ids

__all__ = ["SEGMENT", "LookalikeBatch", "LookalikeSampler", "Writings"]

SEGMENT = 128
"""Characters of an example."""
_SHARES = (0.4, 0.35, 0.25)  # of documents with errors of shape, of sound, of both
_ANYTHING = 0.12  # the share of errors that no table explains
_RATES = (0.03, 0.25)
_STEEPNESS = {"lookalike_shapes.tsv": 6.0, "lookalike_sounds.tsv": 5.0}
_COMMONNESS = 0.6  # the power of a character's frequency by which it is written
_UNMARKED = 0.15  # the share of examples without marks

Floats = NDArray[np.float64]


class Writings:
    """What may be written for a character, as a table has it.

    Args:
        name: of the table.
        characters: all, by id.
        counts: how frequent each is.
    """

    def __init__(self, name: str, characters: Sequence[str], counts: Floats) -> None:
        ids = {character: i for i, character in enumerate(characters)}
        found: dict[int, list[tuple[int, float]]] = {}
        for written, items in table_rows(name):
            at = ids.get(written)
            if at is None or not "\u3400" <= written <= "\u9fff":
                continue
            common = float(counts[at] + 1) ** _COMMONNESS
            for item in items.split(" "):
                meant = ids.get(item[0])
                if meant is not None:
                    weight = common * float(np.exp(_STEEPNESS[name] * int(item[1:]) / 100))
                    found.setdefault(meant, []).append((at, weight))
        self._starts = np.zeros(len(characters) + 1, np.int64)
        for meant in range(len(characters)):
            self._starts[meant + 1] = self._starts[meant] + len(found.get(meant, ()))
        rows = [row for meant in range(len(characters)) for row in found.get(meant, ())]
        self._written = np.array([row[0] for row in rows], np.uint16)
        self._sums = np.concatenate([[0.0], np.cumsum([row[1] for row in rows])])

    def draw(self, meant: Ids, rng: np.random.Generator) -> Ids:
        """Return what is written for each of some characters; itself where nothing is known."""
        first, last = self._starts[meant], self._starts[meant.astype(np.int64) + 1]
        low, high = self._sums[first], self._sums[last]
        place = np.searchsorted(self._sums, low + rng.random(len(meant)) * (high - low), "right")
        known = last > first
        written = self._written[np.clip(place - 1, 0, len(self._written) - 1)]
        return np.where(known, written, meant).astype(np.uint16)


@dataclass(frozen=True)
class LookalikeBatch:
    """The arrays of one step.

    Args:
        observed: ids, [B, T].
        place: of the characters that are asked about, [N], into the flattened [B * T].
        target: ids of what was meant there, [N].
    """

    observed: NDArray[np.int64]
    place: NDArray[np.int64]
    target: NDArray[np.int64]


class LookalikeSampler:
    """Draws examples; the seed decides everything.

    Args:
        streams: ids and weight of each register.
        characters: all, by id.
        marks: ids of the marks.
        seed: of all draws.
    """

    def __init__(
        self,
        streams: Mapping[str, tuple[Ids, float]],
        characters: Sequence[str],
        marks: Sequence[int],
        seed: int,
    ) -> None:
        self.rng = np.random.default_rng(seed)
        self._streams = [stream for stream, _ in streams.values()]
        weights = np.array([len(stream) * weight for stream, weight in streams.values()])
        self._weights = weights / weights.sum()
        counts = _counts(self._streams, len(characters))
        self._shapes = Writings("lookalike_shapes.tsv", characters, counts)
        self._sounds = Writings("lookalike_sounds.tsv", characters, counts)
        self._is_han = np.array(["\u4e00" <= c[:1] <= "\u9fff" for c in characters])
        common = np.where(self._is_han, counts**_COMMONNESS, 0)
        self._any = np.cumsum(common) / common.sum()
        self._marks = np.array(marks)

    def batch(self, examples: int) -> LookalikeBatch:
        """Return a batch of so many examples."""
        observed, places, targets = [], [], []
        for row in range(examples):
            text = self._text()
            written, wrong = self._written(text)
            asked = np.flatnonzero(wrong | self._others(text, wrong))
            observed.append(written)
            places.append(asked + row * SEGMENT)
            targets.append(text[asked])
        return LookalikeBatch(
            np.stack(observed).astype(np.int64),
            np.concatenate(places),
            np.concatenate(targets).astype(np.int64),
        )

    def _text(self) -> Ids:
        stream = self._streams[self.rng.choice(len(self._streams), p=self._weights)]
        size = 2 * SEGMENT
        start = int(self.rng.integers(0, max(1, len(stream) - size)))
        text = np.asarray(stream[start : start + size])
        if self.rng.random() < _UNMARKED:
            text = text[~np.isin(text, self._marks)]
        return np.pad(text[:SEGMENT], (0, max(0, SEGMENT - len(text))))

    def _written(self, text: Ids) -> tuple[Ids, NDArray[np.bool_]]:
        rate = self.rng.uniform(*_RATES)
        at = np.flatnonzero(self._is_han[text] & (self.rng.random(len(text)) < rate))
        kind = self.rng.choice(3, p=_SHARES)
        by_sound = np.full(len(at), kind == 1) if kind < 2 else self.rng.random(len(at)) < 0.5
        anything = self.rng.random(len(at)) < _ANYTHING
        shapes, sounds = (t.draw(text[at], self.rng) for t in (self._shapes, self._sounds))
        others = np.searchsorted(self._any, self.rng.random(len(at))).astype(np.uint16)
        written = text.copy()
        written[at] = np.where(anything, others, np.where(by_sound, sounds, shapes))
        return written, (written != text) & (text != UNKNOWN)

    def _others(self, text: Ids, wrong: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return as many right characters to ask about as there are wrong ones, or nearly so."""
        chance = wrong.sum() / max(1, self._is_han[text].sum())
        right: NDArray[np.bool_] = self._is_han[text] & (self.rng.random(len(text)) < chance)
        return right


def _counts(streams: Sequence[Ids], characters: int) -> Floats:
    """Return how frequent characters are in the beginnings of some streams."""
    found = [np.bincount(stream[:2_000_000], minlength=characters) for stream in streams]
    total: Floats = np.sum(found, 0).astype(float)
    return total
