"""The pass ``lookalikes``: what the user's lexicons say is wrong is put right.

A fixed repair is made wherever its wrong form stands, in its context if it has one. Of several at
one place the longest is made. Left alone: what is protected, and a wrong form that is part of the
right one already, as 教育 is where 教育局 stands for it.

Wrong where the wrong form is part of another word; give it a context.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from textmend.draft import Draft, EditBuilder

if TYPE_CHECKING:
    from textmend.lexicon import FixedRepair, Lexicon

__all__ = ["FixedRepairs"]

_Repairs: TypeAlias = "dict[str, list[FixedRepair]]"


class FixedRepairs:
    """The repairs of some lexicons, ready to be made.

    Args:
        repairs: in any order; of the same wrong form, those with a context are tried first.
    """

    def __init__(self, repairs: Sequence[FixedRepair]) -> None:
        from textmend.lexicon import Lexicon  # noqa: PLC0415 (only for those who have repairs)

        self._repairs: _Repairs = {}
        for repair in sorted(repairs, key=lambda item: -len(item.context)):
            self._repairs.setdefault(repair.wrong, []).append(repair)
        self._lexicon: Lexicon = Lexicon.of(self._repairs)

    def run(self, draft: Draft) -> None:
        """Make the repairs in a draft; what they make stays as it is."""
        builder = EditBuilder(draft)
        right: list[tuple[int, int]] = []
        end = grown = 0
        for start, repair in self._found(draft.text):
            if start < end:
                continue
            end = start + len(repair.wrong)
            if builder.replace(start, end, repair.right, "lookalikes.lexicon"):
                right.append((start + grown, start + grown + len(repair.right)))
                grown += len(repair.right) - len(repair.wrong)
        builder.submit()
        draft.protect(right)

    def _found(self, text: str) -> Iterator[tuple[int, FixedRepair]]:
        matches = self._lexicon.find(text, skeletons=False, cut=False, overlapping=True)
        for match in matches:
            for repair in self._repairs[match.term]:
                if _applies(repair, text, match.start):
                    yield match.start, repair
                    break


def _applies(repair: FixedRepair, text: str, start: int) -> bool:
    return _in_context(repair, text, start) and not _is_right(repair, text, start)


def _in_context(repair: FixedRepair, text: str, start: int) -> bool:
    context = repair.context
    if not context:
        return True
    if "~" in context:
        before, after = context.split("~", 1)
        end = start + len(repair.wrong)
        return text.endswith(before, 0, start) and text.startswith(after, end)
    line = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    return context in text[line : line_end if line_end >= 0 else len(text)]


def _is_right(repair: FixedRepair, text: str, start: int) -> bool:
    """Tell whether the wrong form stands there as a part of the right one."""
    at = repair.right.find(repair.wrong)
    while at >= 0:
        if text.startswith(repair.right, max(start - at, 0)) and start >= at:
            return True
        at = repair.right.find(repair.wrong, at + 1)
    return False
