"""Training examples for the joint network: two pieces of text, and whether one goes on.

Lines of clean text are cut in two, as the end of a column or a page cuts them, and their halves are
put beside each other, beside halves and beginnings of other lines nearby, and beside nothing. What
does not go on also has ends that are right: lines without a stop, as headings are, and sentences
that lost theirs.

Nothing here needs PyTorch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmend.training.encoding import LINE_END, PAD, Ids

__all__ = ["SIDE", "JointBatch", "JointSampler", "layout"]

SIDE = 48
"""Characters on each side of a joint, `JointReader::kSide` of the core."""
_NEAR = 5000  # characters of a stretch whose lines are put beside each other
_EVENNESS = 0.7  # the power of a register's weight by which it is drawn
_LEAST_CUT = 24  # characters of a line that is cut
_LEAST_LINE = 3
_CUT = 6  # lines of a stretch that are
_TRIES = 6
_LEAST_PART = 2  # characters
_AT_MARKS = 0.5  # of the cuts behind commas are kept
_BEGUN, _ENDED = 0.3, 0.2  # of the halves begin or end inside their line as well
_BESIDE_LINES = 0.45  # of what stands wrongly beside a half; the others are halves
_OPEN_ENDS = 2
_HEADING = (6, 45)  # characters of a sentence that stands as a heading
_STOPS = frozenset("。！？")
_CLOSED = frozenset("。！？；：…”’）》」』.!?;:—")
_CLAUSES = frozenset("，、")

Pair = tuple[Ids, Ids, bool]


@dataclass(frozen=True)
class JointBatch:
    """The arrays of one step.

    Args:
        observed: ids, [B, 2 * SIDE]; the joint is in the middle.
        goes_on: whether the second half goes on with the first, 0 or 1, [B].
    """

    observed: NDArray[np.int64]
    goes_on: NDArray[np.float32]


def layout(before: Ids, after: Ids) -> Ids:
    """Return a row of what is read: a line up to the joint, and one from there.

    What is shorter than `SIDE` is closed by a line end and filled up behind it.
    """
    row = np.full(2 * SIDE, PAD, np.uint16)
    left, right = before[-SIDE:], after[:SIDE]
    if len(left) < SIDE:
        row[SIDE - len(left) - 1] = LINE_END
    if len(right) < SIDE:
        row[SIDE + len(right)] = LINE_END
    row[SIDE - len(left) : SIDE] = left
    row[SIDE : SIDE + len(right)] = right
    return row


class JointSampler:
    """Draws examples; the seed decides everything.

    Args:
        streams: ids and weight of each register.
        characters: all, by id.
        seed: of all draws.
    """

    def __init__(
        self, streams: Mapping[str, tuple[Ids, float]], characters: Sequence[str], seed: int
    ) -> None:
        self.rng = np.random.default_rng(seed)
        self._streams = [stream for stream, _ in streams.values()]
        weights = np.array([len(stream) * weight for stream, weight in streams.values()])
        self._weights = weights**_EVENNESS / (weights**_EVENNESS).sum()
        self._is_stop, self._is_closed, self._is_clause = (
            np.array([character in marks for character in characters])
            for marks in (_STOPS, _CLOSED, _CLAUSES)
        )
        self._left: list[Pair] = []

    def batch(self, examples: int) -> JointBatch:
        """Return a batch of so many examples."""
        while len(self._left) < examples:
            self._left += self._pairs(self._lines())
        pairs, self._left = self._left[:examples], self._left[examples:]
        return JointBatch(
            np.stack([layout(before, after) for before, after, _ in pairs]).astype(np.int64),
            np.array([goes_on for *_, goes_on in pairs], np.float32),
        )

    def _lines(self) -> list[Ids]:
        """Return neighbouring lines of a register."""
        stream = self._streams[self.rng.choice(len(self._streams), p=self._weights)]
        start = int(self.rng.integers(0, max(1, len(stream) - _NEAR)))
        text = np.asarray(stream[start : start + _NEAR])
        lines = np.split(text, np.flatnonzero(text == LINE_END) + 1)[1:-1]
        return [line[:-1] for line in lines if len(line) > _LEAST_LINE]

    def _pairs(self, lines: list[Ids]) -> list[Pair]:
        cuts = list(self._cuts(lines))
        if len(cuts) < 2:
            return []
        found: list[Pair] = []
        for number, cut in enumerate(cuts):
            head, tail = self._head(*cut), self._tail(*cut)
            found += [(head, tail, True), (head, self._other(lines, cuts, number), False)]
        found += self._true_ends(lines, cuts)
        found += self._one_side(lines, cuts)
        return found

    def _cuts(self, lines: list[Ids]) -> Iterator[tuple[Ids, int]]:
        """Yield lines that are cut, and where."""
        long = [line for line in lines if len(line) >= _LEAST_CUT]
        for i in self.rng.permutation(len(long))[:_CUT]:
            for _ in range(_TRIES):
                place = int(self.rng.integers(_LEAST_PART, len(long[i]) - _LEAST_PART))
                last = long[i][place - 1]
                is_kept = not self._is_clause[last] or self.rng.random() < _AT_MARKS
                if is_kept and not self._is_closed[last]:
                    yield long[i], place
                    break

    def _head(self, line: Ids, place: int) -> Ids:
        start = 0
        if self.rng.random() < _BEGUN:
            start = int(self.rng.integers(0, max(1, place - 2 * _LEAST_PART)))
        return line[start:place]

    def _tail(self, line: Ids, place: int) -> Ids:
        end = len(line)
        if self.rng.random() < _ENDED:
            end = int(self.rng.integers(min(place + 3 * _LEAST_PART, end), end + 1))
        return line[place:end]

    def _other(self, lines: list[Ids], cuts: list[tuple[Ids, int]], number: int) -> Ids:
        """Return what a half does not go on with."""
        line = cuts[number][0]
        if self.rng.random() < _BESIDE_LINES:
            others = [other for other in lines if other is not line]
            return others[int(self.rng.integers(len(others)))]
        step = int(self.rng.integers(1, len(cuts)))
        return self._tail(*cuts[(number + step) % len(cuts)])

    def _any_tail(self, cuts: list[tuple[Ids, int]]) -> Ids:
        return self._tail(*cuts[int(self.rng.integers(len(cuts)))])

    def _open(self, lines: list[Ids]) -> list[int]:
        """Return which lines end without a mark."""
        ends = np.array([line[-1] for line in lines])
        return np.flatnonzero(~self._is_closed[ends] & ~self._is_clause[ends]).tolist()

    def _true_ends(self, lines: list[Ids], cuts: list[tuple[Ids, int]]) -> Iterator[Pair]:
        """Yield ends that are right, beside what follows them or the rest of something."""
        ends = [i for i in self._open(lines) if i + 1 < len(lines)]
        for i in self.rng.permutation(ends)[:_OPEN_ENDS].tolist():
            is_next = self.rng.random() < 0.6
            yield lines[i], lines[i + 1] if is_next else self._any_tail(cuts), False
        for heading, rest in self._headings(cuts):
            chance = self.rng.random()
            if chance < 0.5 and len(rest):
                yield heading, rest, False
            elif chance < 0.75:
                yield heading, lines[int(self.rng.integers(len(lines)))], False
            else:
                yield heading, self._any_tail(cuts), False

    def _headings(self, cuts: list[tuple[Ids, int]]) -> Iterator[tuple[Ids, Ids]]:
        """Yield a sentence without its stop, if there is one, and what stood behind it."""
        line = cuts[int(self.rng.integers(len(cuts)))][0]
        stops = np.flatnonzero(self._is_stop[line])
        if len(stops) < 2:
            return
        which = int(self.rng.integers(len(stops) - 1))
        start, end = int(stops[which]) + 1, int(stops[which + 1])
        if _HEADING[0] <= end - start <= _HEADING[1]:
            yield line[start:end], line[end + 1 :]

    def _one_side(self, lines: list[Ids], cuts: list[tuple[Ids, int]]) -> Iterator[Pair]:
        """Yield what one side says alone: that a line is cut off, or that it is a rest."""
        nothing = np.empty(0, np.uint16)
        cut = cuts[int(self.rng.integers(len(cuts)))]
        if self.rng.random() < 0.5:
            yield nothing, self._tail(*cut), True
            yield nothing, lines[int(self.rng.integers(len(lines)))], False
            return
        yield self._head(*cut), nothing, True
        ends = self._open(lines)
        if ends and self.rng.random() < 0.7:
            yield lines[ends[int(self.rng.integers(len(ends)))]], nothing, False
            return
        for heading, _ in self._headings(cuts):
            yield heading, nothing, False
