"""The pass ``restoration``: puts back characters and marks that were stripped.

It only inserts. Where the gate is sure that a stretch is badly damaged, the most probable reading
is taken and its doubtful parts are told by their confidence; everywhere else, and wherever a
threshold was asked for, an insertion must reach it. What is likely but not sure enough is reported
with the alternatives, and so are decimal points and masked words, which nothing brings back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textmend import _native
from textmend.reading.decision import choose
from textmend.tables import rule_book

if TYPE_CHECKING:
    from textmend._native import SuspicionTuple
    from textmend.draft import Draft
    from textmend.gate import Stretch
    from textmend.reading.calibration import Calibration
    from textmend.reading.reader import Gap, Reader

__all__ = ["run"]

_CHARACTERS = "restoration.characters"
_MARKS = "restoration.marks"
_DOUBTFUL = "restoration.doubtful"
_MASKED = "restoration.masked"

_MASK = re.compile(r"(?<![*\\])\*{2,4}(?![*])")
_MARK = re.compile(r"[^\w]")
_SURE = 0.9  # for characters that turn a statement around
_WORTH_REPORTING = 0.3  # what is less probable than this is noise
_MOST_ALTERNATIVES = 4


def run(
    draft: Draft,
    stretches: Sequence[Stretch],
    profile: Sequence[float],
    reader: Reader,
    calibration: Calibration,
    threshold: float | None,
) -> None:
    """Repair the draft.

    Args:
        draft: the text after all other passes.
        stretches: what the gate took for damaged, as spans of whole lines of the draft's text.
        profile: what the reader wants to know of the document.
        reader: the reader.
        calibration: makes confidences of the reader's posteriors.
        threshold: the least confidence of an insertion; None follows the damage.
    """
    edits: list[_native.EditTuple] = []
    suspicions: list[SuspicionTuple] = []
    protected = draft.protected
    for stretch in stretches:
        heavy = stretch.severity == "heavy"
        least = threshold if threshold is not None else (0.0 if heavy else draft.min_confidence)
        sure = calibration.posterior(_SURE, heavy)
        suspicions += _masks(draft.text, stretch)
        for start, end in _lines(draft.text, stretch.start, stretch.end):
            for gap in reader.read(draft.text, start, end, profile, protected):
                choice = choose(gap.candidates, sure)
                confidence = calibration.confidence(choice.probability, heavy)
                if choice.text and confidence >= least:
                    edits.append(_insertion(gap.offset, choice.text, confidence))
                else:
                    suspicions += _doubts(gap)
    draft.suspect(sorted(suspicions))
    draft.accept(_native.EditList.from_list(edits))


def _insertion(at: int, text: str, confidence: float) -> _native.EditTuple:
    rule = _MARKS if all(_MARK.match(character) for character in text) else _CHARACTERS
    step = ("restoration", rule_book().reason(rule), round(confidence, 3))
    return (at, at, "", text, (step,))


def _doubts(gap: Gap) -> Iterator[SuspicionTuple]:
    """What may well be missing, where it was not sure enough to be inserted."""
    likely = [c.text for c in gap.candidates if c.text and c.probability >= _WORTH_REPORTING]
    if likely:
        alternatives = tuple(likely[:_MOST_ALTERNATIVES])
        yield (gap.offset, gap.offset, alternatives, rule_book().reason(_DOUBTFUL))


def _masks(text: str, stretch: Stretch) -> Iterator[SuspicionTuple]:
    """Names and words that were masked: what stood there is not in the text any more."""
    for mask in _MASK.finditer(text, stretch.start, stretch.end):
        yield (mask.start(), mask.end(), (), rule_book().reason(_MASKED))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a span of whole lines into them, line ends included."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop + 1
        yield start, stop
        start = stop
