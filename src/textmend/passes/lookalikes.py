"""The pass ``lookalikes``: characters that stand for others because they look or sound alike.

What the user's lexicons say is wrong is put right first. A fixed repair is made wherever its wrong
form stands, in its context if it has one. Of several at one place the longest is made. Left alone:
what is protected, and a wrong form that is part of the right one already, as 教育 is where 教育局
stands for it.

What a repair makes may be wrong together with its neighbours, as 的的 is where 的的的 has become
that. So it is repaired until nothing changes, at most a few times.

Wrong where the wrong form is part of another word; give it a context.

Then `correct` asks the corrector, which judges each line by the n-gram model and a network. It is
bold only where the text around reads well, or the document is full of errors (`Slips`), and leaves
titles in 《》 alone. Where a term of the lexicons has another character, that one is among what may
have been meant, alike or not. Wrong where a name or a word that no model read looks like a slip of
another, or of a term; `protect` or a lexicon keeps it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from textmend import _native
from textmend.draft import Draft, EditBuilder
from textmend.protection import merge_spans, title_spans
from textmend.tables import rule_book

if TYPE_CHECKING:
    from textmend.lexicon import FixedRepair, Lexicon
    from textmend.lexicon.guard import Guard
    from textmend.reading.lookalikes import Corrector
    from textmend.reading.shipped import ReadingModel
    from textmend.reading.slips import Slips

__all__ = ["FixedRepairs", "correct"]

_RULES: Final = {
    "shape": "lookalikes.shape",
    "sound": "lookalikes.sound",
    "term": "lookalikes.term",
}
_LACKS = "lookalikes.term_lacks"
_HAS_MORE = "lookalikes.term_has_more"
_DOUBTFUL = "lookalikes.doubtful"
_DOUBTFUL_TERM = "lookalikes.doubtful_term"

_Repairs: TypeAlias = "dict[str, list[FixedRepair]]"
_Span: TypeAlias = "tuple[int, int]"
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
            draft.keep(self._guard)

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


def correct(
    draft: Draft, model: ReadingModel, mode: str, slips: Slips, *, is_stripped: bool = False
) -> None:
    """Repair the look-alikes that are sure enough, and report those that are likely.

    Args:
        draft: a window of whole lines.
        model: whose n-grams and network judge.
        mode: ``"ocr"`` or ``"typing"``.
        slips: of the document.
        is_stripped: whether characters were dropped from the document. Then hardly a term is whole,
            and the reader sees to that.
    """
    corrector, lines = model.corrector(mode), slips.lines(draft.text)
    terms = None if is_stripped else slips.terms
    for _ in range(_MOST_ROUNDS):
        before = draft.text
        if terms is not None:
            # First, since what is too much in a term may pass for a wrong character of another.
            lines = _mend_gaps(draft, corrector, lines, slips, terms)
        least = draft.options.min_confidence
        parts = _parts(draft, lines)
        _make(draft, [one for p in parts for one in _exchanges(corrector, p, least, slips, terms)])
        if terms is None or draft.text is before:  # the corrector sees to what it does itself
            break


def _mend_gaps(
    draft: Draft, corrector: Corrector, lines: Sequence[_Span], slips: Slips, terms: Lexicon
) -> list[_Span]:
    """Put into terms what they lack, take out what is too much, and return where the lines are."""
    parts = _parts(draft, lines)
    gaps = [gap for part in parts for gap in _gaps(corrector, part, slips, terms)]
    offsets = _native.OffsetMap(_make(draft, gaps))
    return [(offsets.to_mended(start), offsets.to_mended(end)) for start, end in lines]


class _Part(NamedTuple):
    """Whole lines of a window: where they begin, their text, and what of it is protected."""

    start: int
    text: str
    protected: list[_Span]


def _parts(draft: Draft, lines: Sequence[_Span]) -> Iterator[_Part]:
    text, protected = draft.text, draft.protected
    ends = [end for _, end in protected]
    for start, end in lines:
        inside: list[_Span] = []
        at = bisect_right(ends, start)
        while at < len(protected) and protected[at][0] < end:
            inside.append((max(protected[at][0] - start, 0), min(ends[at], end) - start))
            at += 1
        yield _Part(start, text[start:end], inside)


class _Change(NamedTuple):
    """What to put in the place of a span, and what to say of it if that is not sure enough."""

    start: int
    end: int
    replacement: str
    rule: str
    doubt: str
    confidence: float


def _make(draft: Draft, changes: Sequence[_Change]) -> _native.EditList:
    """Make what is sure enough, report the rest, and return what was made."""
    least, reason_of = draft.options.min_confidence, rule_book().reason
    edits: list[_native.EditTuple] = []
    doubts: list[_native.SuspicionTuple] = []
    for start, end, replacement, rule, doubt, confidence in changes:
        if confidence >= least:
            step = ("lookalikes", reason_of(rule), round(confidence, 3))
            edits.append((start, end, draft.text[start:end], replacement, (step,)))
        else:
            doubts.append((start, end, (replacement,), reason_of(doubt)))
    draft.suspect(doubts)
    made = _native.EditList.from_list(edits)
    draft.accept(made)
    return made


def _exchanges(
    corrector: Corrector, part: _Part, least: float, slips: Slips, terms: Lexicon | None
) -> Iterator[_Change]:
    """Yield what was taken for another character."""
    text, protected = part.text, part.protected
    found = corrector.find(text, protected, least, slips.errors, terms)
    # Few texts have findings, so titles are looked for only in these.
    titles = title_spans(text) if found else []
    if any(a <= one.offset < b for one in found for a, b in titles):
        spans = merge_spans([*protected, *titles])
        found = corrector.find(text, spans, least, slips.errors, terms)
    for one in found:
        at = part.start + one.offset
        yield _Change(at, at + 1, one.meant, _RULES[one.likeness], _DOUBTFUL, one.confidence)


def _gaps(corrector: Corrector, part: _Part, slips: Slips, terms: Lexicon) -> Iterator[_Change]:
    """Yield what terms lack or have too much."""
    titles = title_spans(part.text)
    spans = merge_spans([*part.protected, *titles], touching=False) if titles else part.protected
    for gap in corrector.find_gaps(part.text, spans, terms, errors=slips.errors):
        at = part.start + gap.offset
        if gap.is_missing:
            yield _Change(at, at, gap.character, _LACKS, _DOUBTFUL_TERM, gap.confidence)
        else:
            yield _Change(at, at + 1, "", _HAS_MORE, _DOUBTFUL_TERM, gap.confidence)
