"""The pass ``restoration``: puts back characters and marks that were stripped.

It only inserts. Where the gate is sure that a stretch is badly damaged, the most probable reading
is taken and its doubtful parts are told by their confidence; everywhere else, in lists of short
lines, and wherever a threshold was asked for, an insertion must reach it. Numbers of headings and
points are put back first, where the structure of the document proves them. What is likely but not
sure enough is reported with the alternatives, and so are decimal points and masked words, which
nothing brings back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textmend import _native
from textmend.draft import Draft, EditBuilder
from textmend.reading.decision import Choice, choose
from textmend.reading.masks import find_masks
from textmend.reading.numbering import find_numbers, find_points
from textmend.reading.quantities import find_implausible
from textmend.tables import rule_book

if TYPE_CHECKING:
    from textmend._native import SuspicionTuple
    from textmend.gate import DamageProfile, Severity, Stretch
    from textmend.reading.reader import Gap
    from textmend.reading.shipped import ReadingModel

__all__ = ["report_masks", "run"]

_CHARACTERS = "restoration.characters"
_MARKS = "restoration.marks"
_DOUBTFUL = "restoration.doubtful"
_MASKED = "restoration.masked"

_DECIMAL_POINT = "restoration.decimal_point"
_NUMBERS = {
    "between": "restoration.number_between",
    "first": "restoration.number_first",
    "bare": "restoration.number_bare",
    "heading": "restoration.number_heading",
    "mark": "restoration.number_mark",
    "point": "restoration.number_point",
    "doubtful": "restoration.number_doubtful",
}

_MARK = re.compile(r"[^\w]")
_SURE = 0.9  # for characters that turn a statement around
_LEAST_SIZE = 40  # characters; a title or two says nothing of whether marks were dropped
_LITTLE = 0.2  # of the Han of a text
_PARAGRAPH = 40  # characters; longer lines are no headings or captions
_FEW_SURE, _LEAST_SURE = 2, 0.012  # insertions that are sure, and for each character
_VARIETY = 8  # prose has more different characters than one in so many
_WORTH_REPORTING = 0.3  # what is less probable than this is noise
_MOST_ALTERNATIVES = 4


def run(draft: Draft, model: ReadingModel, threshold: float | None) -> None:
    """Repair the draft: the text after all other passes.

    Args:
        draft: a document, or a section of one.
        model: whose gate and reader are used.
        threshold: the least confidence of an insertion; None follows the damage.
    """
    examined = model.gate.examine(draft.text, draft.foreign)
    if examined.damaged:
        _restore_numbers(draft)
        examined = model.gate.examine(draft.text, draft.foreign)
    report_masks(draft)
    damaged = _believed(draft.text, examined)
    if not damaged:
        return
    severities = _Severities(damaged)
    found = list(_read(draft, model, damaged, severities))
    if threshold is None and not _is_stripped(draft.text, damaged, found):
        threshold = draft.options.min_confidence
    inserted = _insert(draft, found, threshold)
    _restore_points(draft, severities, _native.OffsetMap(inserted), threshold)


class _Found(NamedTuple):
    """What the reader says of a gap."""

    gap: Gap
    choice: Choice
    confidence: float
    severity: Severity


def _read(
    draft: Draft, model: ReadingModel, damaged: Sequence[Stretch], severities: _Severities
) -> Iterator[_Found]:
    """Yield what the reader says of the gaps of damaged stretches."""
    reader, calibration, closed = model.reader, model.calibration, draft.closed
    profile = reader.profile("".join(_prose_of(draft, damaged)))
    sure = {heavy: calibration.posterior(_SURE, heavy) for heavy in (False, True)}
    for start, end in _lines_of(draft.text, damaged):
        for gap in reader.read(draft.text, start, end, profile, closed):
            severity = severities.at(gap.offset)
            if severity == "clean":
                continue
            heavy = severity == "heavy"
            before, after = _beside(draft.text, gap.offset)
            choice = choose(gap.candidates, sure[heavy], before, after)
            confidence = calibration.confidence(choice.probability, heavy)
            yield _Found(gap, choice, confidence, severity)


def _insert(draft: Draft, found: Sequence[_Found], threshold: float | None) -> _native.EditList:
    """Insert what is sure enough, report what is likely, and return the edits."""
    edits: list[_native.EditTuple] = []
    suspicions: list[SuspicionTuple] = []
    for gap, choice, confidence, severity in found:
        if choice.text and confidence >= _least(severity, threshold, draft):
            edits.append(_insertion(gap.offset, choice.text, confidence))
            if choice.withheld:
                suspicions.append(_doubt(gap.offset, [choice.withheld]))
        else:
            suspicions += _doubts(gap)
    draft.suspect(sorted(suspicions))
    inserted = _native.EditList.from_list(edits)
    draft.accept(inserted)
    return inserted


def _is_stripped(text: str, damaged: Sequence[Stretch], found: Sequence[_Found]) -> bool:
    """Tell text that was stripped from lists of short lines, which look the same to the gate.

    Of an address or a job advertisement nothing is missing, so the reader is sure of nothing there;
    in text that was stripped it is sure of 20 to 80 insertions in 1,000 characters.
    """
    if any(_is_running(text, stretch) for stretch in damaged):
        return True
    sure = sum(1 for one in found if one.choice.text and one.confidence >= _SURE)
    return sure >= max(_FEW_SURE, _LEAST_SURE * sum(stretch.size for stretch in damaged))


def _prose_of(draft: Draft, damaged: Sequence[Stretch]) -> Iterator[str]:
    """Yield the text of stretches without what is none, such as code."""
    foreign = draft.foreign
    ends = [end for _, end in foreign]
    for stretch in damaged:
        at = stretch.start
        for start, end in foreign[bisect_right(ends, at) :]:
            if start >= stretch.end:
                break
            yield draft.text[at:start]
            at = end
        yield draft.text[at : stretch.end]


def _least(severity: Severity, threshold: float | None, draft: Draft) -> float:
    """Return how sure an insertion must be: in badly damaged text only as sure as was asked for."""
    if threshold is not None:
        return threshold
    return 0.0 if severity == "heavy" else draft.options.min_confidence


def _believed(text: str, examined: DamageProfile) -> list[Stretch]:
    """Return the damaged stretches, without those that only look so.

    Headings and captions have no stops either. A few short lines of a text that is otherwise whole
    are taken for such.
    """
    stretches = examined.stretches
    if sum(stretch.size for stretch in stretches) < _LEAST_SIZE:
        return []
    damaged = [stretch for stretch in examined.damaged if _is_varied(text, stretch)]
    han = sum(stretch.han for stretch in damaged)
    if han < _LITTLE * sum(stretch.han for stretch in stretches):
        damaged = [stretch for stretch in damaged if _is_running(text, stretch)]
    return damaged


def _is_running(text: str, stretch: Stretch) -> bool:
    return max(map(len, text[stretch.start : stretch.end].split("\n"))) >= _PARAGRAPH


def _is_varied(text: str, stretch: Stretch) -> bool:
    """Tell prose from a few characters written again and again."""
    return len(set(text[stretch.start : stretch.end])) * _VARIETY >= stretch.size


class _Severities:
    """How damaged the text is at an offset."""

    def __init__(self, damaged: Sequence[Stretch]) -> None:
        self._starts = [stretch.start for stretch in damaged]
        self._damaged = damaged

    def at(self, offset: int) -> Severity:
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self._damaged[index].end:
            return "clean"
        return self._damaged[index].severity


def _lines_of(text: str, damaged: Sequence[Stretch]) -> Iterator[tuple[int, int]]:
    """Yield the spans of runs of lines that hold damage, line ends included."""
    start = end = 0
    for stretch in damaged:
        first = text.rfind("\n", 0, stretch.start) + 1
        if first > end:
            if start < end:
                yield start, end
            start = first
        end = text.find("\n", stretch.end - 1) + 1 or len(text)
    yield start, end


def _beside(text: str, offset: int) -> tuple[str, str]:
    """Return the characters before and behind a gap."""
    return text[max(offset - 1, 0) : offset], text[offset : offset + 1]


def _insertion(at: int, text: str, confidence: float) -> _native.EditTuple:
    rule = _MARKS if all(_MARK.match(character) for character in text) else _CHARACTERS
    step = ("restoration", rule_book().reason(rule), round(confidence, 3))
    return (at, at, "", text, (step,))


def _doubts(gap: Gap) -> Iterator[SuspicionTuple]:
    """Yield what may well be missing, where it was not sure enough to be inserted."""
    likely = [c.text for c in gap.candidates if c.text and c.probability >= _WORTH_REPORTING]
    if likely:
        yield _doubt(gap.offset, likely[:_MOST_ALTERNATIVES])


def _doubt(at: int, alternatives: Sequence[str]) -> SuspicionTuple:
    return (at, at, tuple(alternatives), rule_book().reason(_DOUBTFUL))


def _restore_numbers(draft: Draft) -> None:
    """Put back numbers that the structure proves, and report those that are known to be lost.

    A number is a grave matter, so how bad the damage is does not lower what it must reach.
    """
    builder = EditBuilder(draft)
    for at, text, proof, alternatives in find_numbers(draft.text):
        rule = _NUMBERS[proof]
        if text:
            builder.replace(at, at, text, rule)
        else:
            builder.suspect(at, at, rule, alternatives)
    for start, end, alternatives in find_implausible(draft.text):
        builder.suspect(start, end, _DECIMAL_POINT, alternatives)
    builder.submit()


def _restore_points(
    draft: Draft, severities: _Severities, offsets: _native.OffsetMap, threshold: float | None
) -> None:
    """Put back the marks behind the numbers of points, where the text was damaged.

    It comes last: the reader reads a line better without the mark, since nearly all are missing.
    `offsets` lead back to the text that was read.
    """
    builder = EditBuilder(draft)
    for at, text, proof, _ in find_points(draft.text):
        severity = severities.at(offsets.to_original(at))
        if severity != "clean":
            least = _least(severity, threshold, draft)
            builder.replace(at, at, text, _NUMBERS[proof], least)
    builder.submit()


def report_masks(draft: Draft) -> None:
    """Report names and words that were masked, in damaged text and in clean text alike."""
    reason = rule_book().reason(_MASKED)
    masks = find_masks(draft.text, draft.protected)
    draft.suspect([(start, end, (), reason) for start, end in masks])
