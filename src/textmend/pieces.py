"""The order that moves put a text in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from textmend._native import OffsetMap
from textmend.edits import Edit, Move
from textmend.errors import EditError

__all__ = ["Pieces", "check_uncut"]

Span = tuple[int, int]


def check_uncut(edits: Sequence[Edit], moves: Sequence[Move]) -> None:
    """See that no end or destination of a move lies inside an edit.

    Raises:
        EditError: if one does.
    """
    bounds = [(at, move) for move in moves for at in (move.start, move.end, move.to)]
    bounds.sort(key=lambda bound: bound[0])
    places = [at for at, _ in bounds]
    for edit in edits:
        inside = bisect_right(places, edit.start)
        if inside < len(places) and places[inside] < edit.end:
            move = bounds[inside][1]
            raise EditError(
                f"The move of [{move.start}, {move.end}) to {move.to} cuts the edit at "
                f"[{edit.start}, {edit.end}) in two: move it as a whole or undo it first."
            )


class Pieces:
    """The original cut at the ends and destinations of moves, and the order it is put in.

    An insertion at a cut belongs to the piece behind it.
    """

    def __init__(
        self, size: int, edited_size: int, moves: Sequence[Move], offsets: OffsetMap
    ) -> None:
        _check_moves(size, moves)
        cuts = sorted({0, size, *(b for move in moves for b in (move.start, move.end, move.to))})
        self._starts = cuts[:-1] or [0]
        edited = [0, *(offsets.to_mended(cut) for cut in cuts[1:-1])]
        # An insertion at the very end belongs to the last piece.
        self._edited = [*edited[: len(self._starts)], edited_size]
        self._order = _order(self._starts, moves)
        self._placed = [0] * len(self._starts)
        at = 0
        for piece in self._order:
            self._placed[piece] = at
            at += self._edited[piece + 1] - self._edited[piece]
        self._order_starts = [self._placed[piece] for piece in self._order]

    def permute(self, edited: str) -> str:
        """Return the edited text in its new order."""
        return "".join(edited[self._edited[p] : self._edited[p + 1]] for p in self._order)

    def permute_spans(self, spans: Sequence[Span]) -> list[Span]:
        """Return where spans of the edited text stand in its new order, cut where it was cut."""
        ends = self._edited[1:]
        parts = (
            (self._placed[p] + max(start, first) - first, self._placed[p] + min(end, last) - first)
            for start, end in spans
            for p, (first, last) in enumerate(zip(self._edited, ends, strict=False))
            if start < last and first < end
        )
        return sorted(parts)

    def restore(self, text: str) -> str:
        """Return the edited text in its old order."""
        sizes = [b - a for a, b in zip(self._edited, self._edited[1:], strict=False)]
        return "".join(
            text[placed : placed + size] for placed, size in zip(self._placed, sizes, strict=True)
        )

    def to_mended(self, offset: int, edited: int) -> int:
        """Return where an offset of the original, and of the edited text, stands at last."""
        piece = bisect_right(self._starts, offset) - 1
        return self._placed[piece] + edited - self._edited[piece]

    def to_edited(self, offset: int) -> int:
        """Return where an offset of the text in its new order stands in its old one."""
        piece = self._order[max(bisect_right(self._order_starts, offset) - 1, 0)]
        return self._edited[piece] + offset - self._placed[piece]


def _check_moves(size: int, moves: Sequence[Move]) -> None:
    for move in moves:
        if move.end > size or move.to > size:
            raise EditError(
                f"The move of [{move.start}, {move.end}) to {move.to} lies outside the text of "
                f"{size} code points."
            )
    ordered = sorted(moves, key=lambda move: (move.start, move.end))
    for move, other in pairwise(ordered):
        if move.start < other.end and other.start < move.end:
            raise _meeting(move, other)
    starts = [move.start for move in ordered]
    for move in moves:
        before = bisect_left(starts, move.to) - 1
        if before >= 0 and move.to < ordered[before].end:
            raise _meeting(move, ordered[before])


def _meeting(move: Move, other: Move) -> EditError:
    return EditError(
        f"The moves of [{move.start}, {move.end}) and [{other.start}, {other.end}) "
        "meet in the same text: give moves whose spans and destinations are apart."
    )


def _order(starts: list[int], moves: Sequence[Move]) -> list[int]:
    """Return the pieces that begin at `starts` in their new order."""
    moved: set[int] = set()
    arriving: dict[int, list[int]] = {}
    for move in moves:
        span = range(bisect_left(starts, move.start), bisect_left(starts, move.end))
        moved.update(span)
        arriving.setdefault(bisect_left(starts, move.to), []).extend(span)
    order: list[int] = []
    for piece in range(len(starts) + 1):
        order += arriving.get(piece, ())
        if piece < len(starts) and piece not in moved:
            order.append(piece)
    return order
