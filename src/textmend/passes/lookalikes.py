"""The pass ``lookalikes``: what the user's lexicons say is wrong is put right.

A fixed repair is made wherever its wrong form stands, in its context if it has one. Of several at
one place the longest is made. Left alone: what is protected, and a wrong form that is part of the
right one already, as 教育 is where 教育局 stands for it.

What a repair makes may be wrong together with its neighbours, as 的的 is where 的的的 has become
that. So it is repaired until nothing changes, at most a few times.

Wrong where the wrong form is part of another word; give it a context.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from textmend.draft import Draft, EditBuilder

if TYPE_CHECKING:
    from textmend.lexicon import FixedRepair, Lexicon
    from textmend.lexicon.guard import Guard

__all__ = ["FixedRepairs"]

_Repairs: TypeAlias = "dict[str, list[FixedRepair]]"
_MOST_ROUNDS: Final = 5


class FixedRepairs:
    """The repairs of some lexicons, ready to be made.

    Args:
        repairs: in any order; of the same wrong form, those with a context are tried first.
        guard: finds what must stay as it is, right forms among it.
    """

    def __init__(self, repairs: Sequence[FixedRepair], guard: Guard) -> None:
        from textmend.lexicon import Lexicon  # noqa: PLC0415 (only for those who have repairs)

        self._repairs: _Repairs = {}
        for repair in sorted(repairs, key=lambda item: -len(item.context)):
            self._repairs.setdefault(repair.wrong, []).append(repair)
        self._lexicon: Lexicon = Lexicon.of(self._repairs)
        self._guard = guard

    def run(self, draft: Draft) -> None:
        """Make the repairs in a draft; what they make stays as it is."""
        for _ in range(_MOST_ROUNDS):
            before = draft.text
            self._repair(draft)
            if draft.text is before:
                break
            draft.protect(self._guard.spans(draft.text))

    def _repair(self, draft: Draft) -> None:
        builder = EditBuilder(draft)
        end = 0
        for start, repair in self._found(draft.text):
            if start >= end:
                end = start + len(repair.wrong)
                builder.replace(start, end, repair.right, "lookalikes.lexicon")
        builder.submit()

    def _found(self, text: str) -> Iterator[tuple[int, FixedRepair]]:
        lines = _Lines(text)
        matches = self._lexicon.find(text, skeletons=False, cut=False, overlapping=True)
        for match in matches:
            for repair in self._repairs[match.term]:
                in_context = _in_context(repair, lines, match.start)
                if in_context and not _is_right(repair, text, match.start):
                    yield match.start, repair
                    break


class _Lines:
    """What the lines of a text contain; each is looked at once, whatever is found in it.

    Args:
        text: the text; it is asked for offsets in ascending order.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._end = -1
        self._line = ""
        self._contains: dict[str, bool] = {}

    def contain(self, context: str, offset: int) -> bool:
        """Tell whether the line of an offset contains a context."""
        if offset > self._end:
            start = self.text.rfind("\n", 0, offset) + 1
            end = self.text.find("\n", offset)
            self._end = end if end >= 0 else len(self.text)
            self._line = self.text[start : self._end]
            self._contains.clear()
        if context not in self._contains:
            self._contains[context] = context in self._line
        return self._contains[context]


def _in_context(repair: FixedRepair, lines: _Lines, start: int) -> bool:
    context = repair.context
    if not context:
        return True
    if "~" not in context:
        return lines.contain(context, start)
    before, after = context.split("~", 1)
    end = start + len(repair.wrong)
    return lines.text.endswith(before, 0, start) and lines.text.startswith(after, end)


def _is_right(repair: FixedRepair, text: str, start: int) -> bool:
    """Tell whether the wrong form stands there as a part of the right one."""
    at = repair.right.find(repair.wrong)
    while at >= 0:
        if text.startswith(repair.right, max(start - at, 0)) and start >= at:
            return True
        at = repair.right.find(repair.wrong, at + 1)
    return False
