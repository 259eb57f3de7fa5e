"""Whether confidences are true, and what a threshold on them buys.

Of the insertions at a confidence, that share ought to be right. An insertion is right here if
all that it inserts was dropped at just this place, in this order
(`textmend.reading.decision.is_part`).
(Reliability diagrams and expected calibration error: Naeini et al. 2015.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.restoration.engines import Insertion, inserted
from benchmarks.table import Table
from textmend.damage import Damaged
from textmend.reading.decision import is_part
from textmend.training.scoring import Tally

__all__ = [
    "THRESHOLDS",
    "Bin",
    "Read",
    "bins",
    "error_table",
    "expected_error",
    "reliability_table",
    "tally_at",
    "threshold_table",
]

THRESHOLDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
_BINS = 10

Outcome = tuple[float, bool]


@dataclass(frozen=True, slots=True)
class Read:
    """A damaged document and everything that was proposed for it, however unsure."""

    damaged: Damaged
    insertions: Sequence[Insertion]

    def outcomes(self) -> list[Outcome]:
        """Return the confidence of each insertion and whether it is right."""
        truth = {e.start: e.replacement for e in self.damaged.truth if e.start == e.end}
        return [(i.confidence, is_part(i.text, truth.get(i.offset, ""))) for i in self.insertions]


@dataclass(frozen=True, slots=True)
class Bin:
    """Insertions of nearly the same confidence."""

    count: int
    confidence: float
    right: float


def bins(outcomes: Sequence[Outcome], number: int = _BINS) -> list[Bin]:
    """Sort insertions into bins of equal width; empty ones are left out.

    >>> bins([(0.91, True), (0.97, False), (0.2, False)], 10)[-1]
    Bin(count=2, confidence=0.94, right=0.5)
    """
    found = []
    for k in range(number):
        inside = [o for o in outcomes if min(int(o[0] * number), number - 1) == k]
        if inside:
            count = len(inside)
            mean, right = (sum(part) / count for part in zip(*inside, strict=True))
            found.append(Bin(count, mean, right))
    return found


def expected_error(outcomes: Sequence[Outcome], number: int = _BINS) -> float | None:
    """Return the mean distance of confidence and truth over all insertions; None without any.

    >>> round(expected_error([(0.91, True), (0.97, False), (0.2, False)]), 3)
    0.36
    """
    if not outcomes:
        return None
    found = bins(outcomes, number)
    return sum(b.count * abs(b.confidence - b.right) for b in found) / len(outcomes)


def reliability_table(outcomes: Sequence[Outcome]) -> Table:
    """Return a row for each bin."""
    columns = ["insertions", "mean confidence", "share right", "share minus confidence"]
    rows = [[b.count, b.confidence, b.right, b.right - b.confidence] for b in bins(outcomes)]
    error = expected_error(outcomes)
    remark = "" if error is None else f"Expected calibration error: {error:.3f}."
    return Table("Reliability of confidences", columns, rows, remark)


def error_table(by_name: Mapping[str, Sequence[Outcome]], kind: str) -> Table:
    """Return the expected calibration error of each group, and how right it is at 0.9."""
    columns = [kind, "insertions", "expected calibration error"]
    columns += ["of them at 0.9 or more", "share right of these"]
    rows: list[list[object]] = []
    for name, outcomes in by_name.items():
        sure = [right for confidence, right in outcomes if confidence >= 0.9]
        share = sum(sure) / len(sure) if sure else None
        rows.append([name, len(outcomes), expected_error(outcomes), len(sure), share])
    return Table(f"Calibration by {kind}", columns, rows)


def tally_at(read: Sequence[Read], threshold: float) -> Tally:
    """Return what the documents come to with the insertions of at least that confidence."""
    tally = Tally()
    for one in read:
        text = one.damaged.text
        kept = [i for i in one.insertions if i.confidence >= threshold]
        tally.add(text, inserted(text, kept), one.damaged.original)
    return tally


def threshold_table(heading: str, tallies: Mapping[float, Tally]) -> Table:
    """Return precision and recall at each threshold."""
    columns = ["min_confidence"]
    columns += [f"{what} {figure}" for what in ("characters", "marks") for figure in ("P", "R")]
    columns += ["cut of the CER"]
    rows: list[list[object]] = []
    for threshold, tally in tallies.items():
        letters, marks = tally.counts(marks=False), tally.counts(marks=True)
        figures = [letters.precision, letters.recall, marks.precision, marks.recall]
        rows.append([f"{threshold:.2f}", *figures, tally.cut])
    return Table(heading, columns, rows)
