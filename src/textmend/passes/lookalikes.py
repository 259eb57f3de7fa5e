"""The pass ``lookalikes``: characters that stand for others because they look or sound alike.

What the user's lexicons say is wrong is put right first. A fixed repair is made wherever its wrong
form stands, in its context if it has one. Of several at one place the longest is made. Left alone:
what is protected, and a wrong form that is part of the right one already, as 教育 is where 教育局
stands for it.

What a repair makes may be wrong together with its neighbours, as 的的 is where 的的的 has become
that. So it is repaired until nothing changes, at most a few times.

Wrong where the wrong form is part of another word; give it a context.

Then `correct` asks the corrector, which judges each line by the n-gram model. It is bold only where
the text around reads well, and leaves titles in 《》 alone. Wrong where a name, or a word that the
model never read, looks like a slip of a common one; `protect` or a lexicon keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from textmend import _native
from textmend.draft import Draft, EditBuilder
from textmend.protection import merge_spans
from textmend.tables import rule_book

if TYPE_CHECKING:
    from textmend.lexicon import FixedRepair, Lexicon
    from textmend.lexicon.guard import Guard
    from textmend.reading.lookalikes import Finding
    from textmend.reading.shipped import ReadingModel

__all__ = ["FixedRepairs", "correct", "finds"]

_SHAPE = "lookalikes.shape"
_SOUND = "lookalikes.sound"
_DOUBTFUL = "lookalikes.doubtful"
_TITLE = re.compile(r"《[^》\n]*》")

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


def finds(data: memoryview, model: ReadingModel, mode: str) -> bool:
    """Tell whether `correct` might have anything to say of a text in UTF-8.

    Where a file changed since it was surveyed, it may be in UTF-8 no more; others notice that.
    """
    text = str(data, "utf-8", "replace")
    return bool(model.corrector(mode).find(text, (), 1.0))


def correct(draft: Draft, model: ReadingModel, mode: str) -> None:
    """Repair the look-alikes that are sure enough, and report those that are likely.

    Args:
        draft: a window of whole lines.
        model: whose n-grams judge.
        mode: ``"ocr"`` or ``"typing"``.
    """
    corrector = model.corrector(mode)
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
