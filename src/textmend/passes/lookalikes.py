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

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from textmend import _native
from textmend.draft import Draft, EditBuilder
from textmend.protection import merge_spans
from textmend.tables import rule_book

if TYPE_CHECKING:
    from textmend.lexicon import FixedRepair, Lexicon
    from textmend.lexicon.guard import Guard
    from textmend.reading.lookalikes import Corrector, Errors, Finding
    from textmend.reading.shipped import ReadingModel

__all__ = ["FixedRepairs", "Glance", "Slips", "correct"]

_RULES: Final = {
    "shape": "lookalikes.shape",
    "sound": "lookalikes.sound",
    "term": "lookalikes.term",
}
_DOUBTFUL = "lookalikes.doubtful"
_TITLE = re.compile(r"《[^》\n]*》")

_Repairs: TypeAlias = "dict[str, list[FixedRepair]]"
_MOST_ROUNDS: Final = 5
# A document is full of errors in which a quick look finds so many different ones, and enough for
# each character. It finds a third of them; in clean text it finds one in 100,000 characters.
_LEAST_KINDS: Final = 3
# So many places are remembered, so that memory does not grow with the document.
_MOST_PLACES: Final = 100_000


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


@dataclass(frozen=True, slots=True)
class Glance:
    """What a quick look at a window found.

    Args:
        window: the hash of its text.
        characters: how many it has.
        places: of what might be repaired or reported, one or more in each line that holds any.
        slips: the characters that are probably wrong, and what was meant.
        in_terms: those that a term has otherwise, and are perhaps wrong.
    """

    window: int
    characters: int
    places: tuple[int, ...]
    slips: tuple[tuple[str, str], ...]
    in_terms: tuple[tuple[str, str], ...]


class Slips:
    """How many wrong characters a document seems to hold, by a quick look at each window.

    Args:
        mode: ``"ocr"`` or ``"typing"``.
        least: the confidence from which something is repaired.
        terms: of the user's lexicons, if there are any.
    """

    def __init__(self, mode: str, least: float, terms: Lexicon | None = None) -> None:
        self._mode, self._least, self.terms = mode, least, terms
        self._characters = self._kept = 0
        self._all, self._in_terms = _Count(), _Count()
        self._places: dict[int, tuple[int, ...]] = {}

    def glance(self, text: str, model: ReadingModel) -> Glance:
        """Look at a window of whole lines; safe in any thread."""
        from textmend.reading.lookalikes import WORTH_REPORTING  # noqa: PLC0415 (slow to import)

        found = model.corrector(self._mode).glance(text, self._least, self.terms)
        pairs = [((text[one.offset], one.meant), one) for one in found]
        return Glance(
            hash(text),
            len(text),
            tuple(one.offset for one in found),
            # A lexicon finds more; how many errors there are is judged by what is found without.
            tuple(
                pair for pair, one in pairs if not one.in_term and one.confidence >= WORTH_REPORTING
            ),
            tuple(pair for pair, one in pairs if one.in_term),
        )

    def take(self, glance: Glance) -> None:
        """Add what was found in the next window."""
        self._characters += glance.characters
        self._all.add(glance.slips)
        self._in_terms.add(glance.in_terms)
        self._kept += len(glance.places)
        if self._kept <= _MOST_PLACES:
            self._places[glance.window] = glance.places

    @property
    def errors(self) -> Errors:
        """How many there are for each character."""
        from textmend.reading.lookalikes import Errors  # noqa: PLC0415 (slow to import)

        size = max(self._characters, 1)
        return Errors(self._all.number / size, self._in_terms.number / size)

    def are_absent(self, text: str) -> bool:
        """Tell whether a window with this text was looked at and nothing found."""
        return not self.lines(text)

    def lines(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of the lines of a window in which there may be something to find."""
        places = None if self.errors.are_many else self._places.get(hash(text))
        if places is None:
            return [(0, len(text))]
        spans: list[tuple[int, int]] = []
        for place in places:
            if not spans or place >= spans[-1][1]:
                end = text.find("\n", place)
                spans.append((text.rfind("\n", 0, place) + 1, end if end >= 0 else len(text)))
        return spans


class _Count:
    """How many slips there are; none if not of several kinds, since a strange name recurs."""

    def __init__(self) -> None:
        self._number = 0
        self._kinds: set[tuple[str, str]] = set()

    def add(self, slips: Sequence[tuple[str, str]]) -> None:
        self._number += len(slips)
        if len(self._kinds) < _LEAST_KINDS:
            self._kinds.update(slips)

    @property
    def number(self) -> int:
        return self._number if len(self._kinds) >= _LEAST_KINDS else 0


def correct(draft: Draft, model: ReadingModel, mode: str, slips: Slips) -> None:
    """Repair the look-alikes that are sure enough, and report those that are likely.

    Args:
        draft: a window of whole lines.
        model: whose n-grams and network judge.
        mode: ``"ocr"`` or ``"typing"``.
        slips: of the document.
    """
    corrector, least = model.corrector(mode), draft.options.min_confidence
    found: list[Finding] = []
    for start, end in slips.lines(draft.text):
        found += _found(corrector, draft, start, end, slips)
    if not found:
        return
    edits = [_edit(draft.text, one) for one in found if one.confidence >= least]
    draft.suspect(
        [
            (one.offset, one.offset + 1, (one.meant,), rule_book().reason(_DOUBTFUL))
            for one in found
            if one.confidence < least
        ]
    )
    draft.accept(_native.EditList.from_list(edits))


def _found(
    corrector: Corrector, draft: Draft, start: int, end: int, slips: Slips
) -> Iterator[Finding]:
    """Yield the findings in whole lines of a window."""
    text = draft.text[start:end]
    inside = [(a, b) for a, b in draft.protected if a < end and b > start]
    protected = [(max(a - start, 0), min(b, end) - start) for a, b in inside]
    least = draft.options.min_confidence
    found = corrector.find(text, protected, least, slips.errors, slips.terms)
    # Few texts have findings, so titles are looked for only in these.
    titles = [match.span() for match in _TITLE.finditer(text)] if found else []
    if any(a <= one.offset < b for one in found for a, b in titles):
        spans = merge_spans([*protected, *titles])
        found = corrector.find(text, spans, least, slips.errors, slips.terms)
    for one in found:
        yield replace(one, offset=one.offset + start)


def _edit(text: str, finding: Finding) -> _native.EditTuple:
    reason = rule_book().reason(_RULES[finding.likeness])
    step = ("lookalikes", reason, round(finding.confidence, 3))
    at = finding.offset
    return (at, at + 1, text[at], finding.meant, (step,))
