"""A damaged text with the exact way back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from textmend._native import EditList, NativeEditError, apply
from textmend.edits import Edit, Step
from textmend.errors import EditError
from textmend.mended import Mended
from textmend.tables import shared_tables

if TYPE_CHECKING:
    from textmend._native import EditTuple
    from textmend._native import Step as StepTuple

__all__ = ["Change", "Damaged", "edit_list"]

Change: TypeAlias = "tuple[int, int, str, StepTuple]"
"""``(start, end, replacement, step)``: what is done to a span of a text, with its `step`."""


class Damaged:
    """A damaged text, what it was, and every edit between the two.

    The truth is what a perfect repairer would do: ``Mended(damaged.text, damaged.truth).text`` is
    the original. An edit's `pass_name` is the pass that ought to repair the place, its `reason`
    the kind of damage; where several kinds met, its steps name all of them, each once, in the
    order in which they were done. The confidence is 1. What was dropped in a row is one insertion.

    Args:
        text: the damaged text.
        truth: edits on it, as in `truth`.

    Raises:
        EditError: if the edits overlap or do not fit the text.

    >>> comma = Edit(2, 2, "", "，", (Step("restoration", "dropped marks", 1.0),))
    >>> damaged = Damaged("今天晴", [comma])
    >>> damaged.original, damaged.restored() == damaged.original
    ('今天，晴', True)
    """

    __slots__ = ("_edits", "_truth", "original", "text")

    def __init__(self, text: str, truth: Sequence[Edit]) -> None:
        repaired = Mended(text, truth)
        self.text = text
        self.original = repaired.text
        self._truth: tuple[Edit, ...] | None = repaired.edits
        self._edits = EditList.from_list(list(_inverted(repaired._native_edits)))

    @classmethod
    def _from_edits(cls, original: str, edits: EditList) -> Damaged:
        """Take what was done to `original`; the truth is worked out when it is asked for."""
        damaged = cls.__new__(cls)
        damaged.original = original
        damaged.text = apply(original, edits)
        damaged._truth = None
        damaged._edits = edits
        return damaged

    @property
    def truth(self) -> tuple[Edit, ...]:
        """The edits that turn `text` into `original`: sorted, not overlapping, one at an offset."""
        if self._truth is None:
            known: dict[tuple[StepTuple, ...], tuple[Step, ...]] = {}
            truth = []
            for start, end, before, after, steps in _inverted(self._edits):
                if steps not in known:
                    known[steps] = tuple(Step(*step) for step in dict.fromkeys(steps))
                truth.append(Edit(start, end, before, after, known[steps]))
            self._truth = tuple(truth)
        return self._truth

    def restored(self) -> str:
        """Return the original, computed from `text` and `truth` alone."""
        return Mended(self.text, self.truth).text

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON-ready values; `from_dict` reads it back without loss."""
        return {
            "text": self.text,
            "original": self.original,
            "truth": [edit.to_dict() for edit in self.truth],
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Damaged:
        """Read what `to_dict` wrote.

        Raises:
            EditError: if a field is missing, or text, original and truth contradict each other.
        """
        try:
            damaged = cls(data["text"], [Edit.from_dict(edit) for edit in data["truth"]])
            original = data["original"]
        except (KeyError, TypeError) as error:
            raise EditError(f"This is not what to_dict writes ({error!r}).") from error
        if damaged.original != original:
            raise EditError(
                "The truth does not turn the damaged text into the original: text, original and "
                "truth must come from one Damaged."
            )
        return damaged

    def __reduce__(self) -> tuple[Any, ...]:
        return Damaged, (self.text, self.truth)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Damaged):
            return NotImplemented
        return self.text == other.text and self.truth == other.truth

    def __hash__(self) -> int:
        return hash((self.text, self.original))

    def __repr__(self) -> str:
        return f"Damaged({len(self.text)} characters, {len(self.truth)} edits)"


def edit_list(text: str, changes: Iterable[Change]) -> EditList:
    """Return changes of `text` as native edits; those that change nothing are left out.

    Raises:
        EditError: if they are not in order, overlap, or lie outside the text.
    """
    items: list[EditTuple] = [
        (start, end, text[start:end], replacement, (step,))
        for start, end, replacement, step in changes
        if text[start:end] != replacement
    ]
    try:
        return EditList.from_list(items)
    except NativeEditError as error:
        raise EditError(str(error)) from error


def _inverted(edits: EditList) -> Iterator[EditTuple]:
    """Yield the edits that undo `edits`.

    What was deleted right before another edit would be inserted at the offset where that one is
    undone: the two become one.
    """
    last: EditTuple | None = None
    for edit in edits.inverted().to_list(shared_tables()):
        if last is not None and last[0] == edit[0]:
            last = (*edit[:3], last[3] + edit[3], last[4] + edit[4])
            continue
        if last is not None:
            yield last
        last = edit
    if last is not None:
        yield last
