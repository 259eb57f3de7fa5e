"""A repaired text, with everything that was done to it and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, overload

from textmend._native import EditList, NativeEditError, OffsetMap, apply
from textmend.edits import Block, Edit, Move, Step, Suspicion
from textmend.errors import EditError
from textmend.pieces import Pieces, check_uncut
from textmend.tables import shared_tables

__all__ = ["Mended"]

Span = tuple[int, int]
FindBlocks: TypeAlias = "Callable[[str, tuple[Edit, ...], tuple[Move, ...]], tuple[Block, ...]]"


class Mended:
    """What `mend` returns: the repaired text, the original, and every step between the two.

    Edits and moves are values on the original's code points. Where nothing was changed, `text` is
    the very object that was given.

    Args:
        original: the text as it was given.
        edits: sorted by start, not overlapping, at most one at an offset.
        moves: applied after the edits; their spans neither overlap nor cut an edit in two.
        blocks: pieces of the page that were recognized.
        suspicions: what looks damaged and was left alone.
        encoding: what the bytes were read as, where bytes were given.

    Raises:
        EditError: if edits or moves contradict each other or the text.

    >>> comma = Edit(2, 3, ",", "，", (Step("width", "comma beside Chinese", 0.98),))
    >>> mended = Mended("今天,晴", [comma])
    >>> mended.text, mended.revert()
    ('今天，晴', '今天,晴')
    """

    __slots__ = (
        "_blocks",
        "_edits",
        "_find_blocks",
        "_map",
        "_native_edits",
        "_pieces",
        "encoding",
        "moves",
        "original",
        "suspicions",
        "text",
    )

    def __init__(
        self,
        original: str,
        edits: Sequence[Edit] = (),
        moves: Sequence[Move] = (),
        blocks: Sequence[Block] = (),
        suspicions: Sequence[Suspicion] = (),
        encoding: str | None = None,
    ) -> None:
        self._edits: tuple[Edit, ...] | None = tuple(edits)
        self._blocks: tuple[Block, ...] | None = tuple(blocks)
        self._find_blocks: FindBlocks | None = None
        native = _native_from(original, self._edits)
        self._set_up(original, native, tuple(moves), tuple(suspicions), encoding)

    @classmethod
    def _from_native(
        cls,
        original: str,
        text: str,
        edits: EditList,
        suspicions: tuple[Suspicion, ...],
        moves: tuple[Move, ...] = (),
        find_blocks: FindBlocks | None = None,
    ) -> Mended:
        """Take over what the pipeline has; its text is the outcome of `edits` already."""
        mended = cls.__new__(cls)
        mended._edits = None
        mended._blocks = None if find_blocks else ()
        mended._find_blocks = find_blocks
        mended._set_up(original, edits, moves, suspicions, None, text)
        return mended

    def _set_up(
        self,
        original: str,
        native: EditList,
        moves: tuple[Move, ...],
        suspicions: tuple[Suspicion, ...],
        encoding: str | None,
        text: str | None = None,
    ) -> None:
        self.original = original
        self.moves = moves
        self.suspicions = suspicions
        self.encoding = encoding
        self._native_edits = native
        self._map: OffsetMap | None = None
        self._pieces: Pieces | None = None
        edited = _apply(original, native) if text is None else text
        if moves:
            check_uncut(self.edits, moves)
            self._pieces = Pieces(len(original), len(edited), moves, self._offset_map())
            edited = self._pieces.permute(edited)
        self.text = edited

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits, sorted by start. Made at the first call and kept."""
        if self._edits is None:
            known: dict[tuple[tuple[str, str, float], ...], tuple[Step, ...]] = {}
            edits = []
            for start, end, original, replacement, parts in self._native_edits.to_list(
                shared_tables()
            ):
                steps = known.get(parts)
                if steps is None:
                    steps = known[parts] = tuple(Step(*part) for part in parts)
                edits.append(Edit(start, end, original, replacement, steps))
            self._edits = tuple(edits)
        return self._edits

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What the page is made of. Found at the first call and kept."""
        if self._blocks is None:
            assert self._find_blocks is not None
            self._blocks = self._find_blocks(self.original, self.edits, self.moves)
        return self._blocks

    def edit_count(self) -> int:
        """Return ``len(self.edits)`` without making them."""
        return len(self._native_edits)

    def edits_by_pass(self) -> dict[str, int]:
        """Count the edits by the pass of their last step, without making them."""
        return self._native_edits.count_by_pass(shared_tables())

    def revert(self) -> str:
        """Return the original, computed from text, edits and moves."""
        edited = self._pieces.restore(self.text) if self._pieces else self.text
        return apply(edited, self._native_edits.inverted())

    def without(self, *undone: Edit | Move) -> Mended:
        """Return the same with some edits or moves undone.

        The blocks are found anew. A value that was read by `from_dict`, unpickled or made by hand
        cannot find any: it keeps those that still hold. Where the edit of a line end is undone the
        blocks that it lies in are left out, where a move is undone all of them.

        Raises:
            EditError: if one of them is not part of this.
        """
        for item in undone:
            if item not in self.edits and item not in self.moves:
                raise EditError(
                    f"{item!r} is not among the edits and moves of this text: pass values taken "
                    "from .edits or .moves."
                )
        finds = self._find_blocks is not None
        rest = Mended(
            self.original,
            [edit for edit in self.edits if edit not in undone],
            [move for move in self.moves if move not in undone],
            () if finds else _lasting(self.blocks, undone),
            self.suspicions,
            self.encoding,
        )
        if finds:
            rest._blocks, rest._find_blocks = None, self._find_blocks
        return rest

    @overload
    def to_mended(self, offset: int) -> int: ...
    @overload
    def to_mended(self, offset: Span) -> Span: ...
    def to_mended(self, offset: int | Span) -> int | Span:
        """Return where an offset, or a (start, end) span, of the original stands in the text.

        Inside an edit it is clamped to the replacement. A span that a move tears apart comes out
        as the positions of its two ends, in order.
        """
        if isinstance(offset, tuple):
            return self._map_span(self.to_mended, offset)
        _check_offset(offset, len(self.original))
        edited = self._offset_map().to_mended(offset)
        return self._pieces.to_mended(offset, edited) if self._pieces else edited

    @overload
    def to_original(self, offset: int) -> int: ...
    @overload
    def to_original(self, offset: Span) -> Span: ...
    def to_original(self, offset: int | Span) -> int | Span:
        """Return where an offset, or a (start, end) span, of the text stood in the original."""
        if isinstance(offset, tuple):
            return self._map_span(self.to_original, offset)
        _check_offset(offset, len(self.text))
        edited = self._pieces.to_edited(offset) if self._pieces else offset
        return self._offset_map().to_original(edited)

    @staticmethod
    def _map_span(mapping: Any, span: Span) -> Span:  # noqa: ANN401 (an overloaded method)
        ends = sorted((mapping(span[0]), mapping(span[1])))
        return ends[0], ends[1]

    def _offset_map(self) -> OffsetMap:
        if self._map is None:
            self._map = OffsetMap(self._native_edits)
        return self._map

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON-ready values; `from_dict` reads it back without loss."""
        return {
            "original": self.original,
            "edits": [edit.to_dict() for edit in self.edits],
            "moves": [{"start": m.start, "end": m.end, "to": m.to} for m in self.moves],
            "blocks": [
                {
                    "kind": b.kind,
                    "start": b.start,
                    "end": b.end,
                    "level": b.level,
                    "confidence": b.confidence,
                }
                for b in self.blocks
            ],
            "suspicions": [
                {
                    "start": s.start,
                    "end": s.end,
                    "alternatives": list(s.alternatives),
                    "reason": s.reason,
                }
                for s in self.suspicions
            ],
            "encoding": self.encoding,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Mended:
        """Read what `to_dict` wrote.

        Raises:
            EditError: if a field is missing, or edits and text do not fit.
        """
        try:
            return cls(
                data["original"],
                [Edit.from_dict(edit) for edit in data["edits"]],
                [Move(**move) for move in data["moves"]],
                [Block(**block) for block in data["blocks"]],
                [
                    Suspicion(s["start"], s["end"], tuple(s["alternatives"]), s["reason"])
                    for s in data["suspicions"]
                ],
                data["encoding"],
            )
        except (KeyError, TypeError) as error:
            raise EditError(f"This is not what to_dict writes ({error!r}).") from error

    def __reduce__(self) -> tuple[Any, ...]:
        return (
            Mended,
            (self.original, self.edits, self.moves, self.blocks, self.suspicions, self.encoding),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mended):
            return NotImplemented
        return self.__reduce__() == other.__reduce__()

    def __hash__(self) -> int:
        return hash((self.original, self.text))

    def __repr__(self) -> str:
        return (
            f"Mended({len(self.original)} characters, {self.edit_count()} edits, "
            f"{len(self.moves)} moves, {len(self.suspicions)} suspicions)"
        )


def _lasting(blocks: tuple[Block, ...], undone: tuple[Edit | Move, ...]) -> tuple[Block, ...]:
    """Return the blocks that are there whether some edits and moves were made or not."""
    if any(isinstance(item, Move) for item in undone):
        return ()
    ends = [item for item in undone if isinstance(item, Edit) and "\n" in item.original]
    return tuple(
        block
        for block in blocks
        if not any(end.start < block.end and block.start < end.end for end in ends)
    )


def _native_from(original: str, edits: tuple[Edit, ...]) -> EditList:
    for edit in edits:
        if original[edit.start : edit.end] != edit.original:
            raise EditError(
                f"The edit at [{edit.start}, {edit.end}) replaces {edit.original!r}, but the text "
                f"has {original[edit.start : edit.end]!r} there: the edit is of another text."
            )
    try:
        return EditList.from_list(
            [
                (
                    edit.start,
                    edit.end,
                    edit.original,
                    edit.replacement,
                    tuple((s.pass_name, s.reason, s.confidence) for s in edit.steps),
                )
                for edit in edits
            ]
        )
    except NativeEditError as error:
        raise EditError(str(error)) from error


def _apply(text: str, edits: EditList) -> str:
    try:
        return apply(text, edits)
    except NativeEditError as error:
        raise EditError(str(error)) from error


def _check_offset(offset: int, size: int) -> None:
    if not 0 <= offset <= size:
        raise EditError(f"Offset {offset} lies outside the text of {size} code points.")
