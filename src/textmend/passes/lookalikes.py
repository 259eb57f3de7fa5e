"""The pass ``lookalikes``: characters that stand for others because they look or sound alike.

What the user's lexicons say is wrong is put right first. A fixed repair is made wherever its wrong
form stands, in its context if it has one. Of several at one place the longest is made. Left alone:
what is protected, and a wrong form that is part of the right one already, as 教育 is where 教育局
stands for it.

Wrong where the wrong form is part of another word; give it a context.

Then `correct` asks the corrector, which judges each line by the n-gram model. It is bold only where
the text around reads well, and leaves titles in 《》 alone. Wrong where a name, or a word that the
model never read, looks like a slip of a common one; `protect` or a lexicon keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from textmend import _native
from textmend.draft import Draft, EditBuilder
from textmend.protection import merge_spans
from textmend.reading.lookalikes import shipped_corrector
from textmend.tables import rule_book

if TYPE_CHECKING:
    from textmend.lexicon import FixedRepair, Lexicon
    from textmend.reading.lookalikes import Finding

__all__ = ["FixedRepairs", "correct", "finds"]

_SHAPE = "lookalikes.shape"
_SOUND = "lookalikes.sound"
_DOUBTFUL = "lookalikes.doubtful"
_TITLE = re.compile(r"《[^》\n]*》")

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


def finds(text: str, mode: str) -> bool:
    """Tell whether `correct` might have anything to say of a text."""
    return bool(shipped_corrector(mode).find(text, (), 1.0))


def correct(draft: Draft, mode: str) -> None:
    """Repair the look-alikes that are sure enough, and report those that are likely.

    Args:
        draft: a window of whole lines.
        mode: ``"ocr"`` or ``"typing"``.
    """
    corrector = shipped_corrector(mode)
    protected = draft.protected
    least = draft.options.min_confidence
    found = corrector.find(draft.text, protected, least)
    if not found:
        return
    # Few texts have findings, so titles are looked for only in these.
    titles = [match.span() for match in _TITLE.finditer(draft.text)]
    if any(start <= one.offset < end for one in found for start, end in titles):
        found = corrector.find(draft.text, merge_spans([*protected, *titles]), least)
    edits = [_edit(draft.text, one) for one in found if one.confidence >= least]
    draft.suspect(
        [
            (one.offset, one.offset + 1, (one.meant,), rule_book().reason(_DOUBTFUL))
            for one in found
            if one.confidence < least
        ]
    )
    draft.accept(_native.EditList.from_list(edits))


def _edit(text: str, finding: Finding) -> _native.EditTuple:
    rule = _SOUND if finding.by_sound else _SHAPE
    step = ("lookalikes", rule_book().reason(rule), round(finding.confidence, 3))
    at = finding.offset
    return (at, at + 1, text[at], finding.meant, (step,))
