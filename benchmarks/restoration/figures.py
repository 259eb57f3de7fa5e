"""Tables of accuracy and harm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.table import Table
from textmend.training.scoring import Counts, Tally

__all__ = ["accuracy_table", "harm_table", "total"]

_SINGLE_MARKS = "，。、？"
_COUNTED = ("P", "R", "F1", "F0.5")


def total(tallies: Sequence[Tally]) -> Tally:
    """Return the sum of tallies."""
    whole = Tally()
    for tally in tallies:
        whole.merge(tally)
    return whole


def accuracy_table(
    heading: str,
    kind: str,
    tallies: Mapping[str, Tally],
    remark: str = "",
    single_marks: bool = False,
) -> Table:
    """Return a row for each tally.

    Args:
        heading: of the table.
        kind: what the names of the tallies are.
        tallies: by name.
        remark: below the heading.
        single_marks: also show F1 of comma, full stop, enumeration comma and question mark.
    """
    columns = [kind, "documents", "CER before, %", "CER after, %", "cut"]
    columns += [f"{what} {figure}" for what in ("characters", "marks") for figure in _COUNTED]
    columns += [f"F1 of {mark}" for mark in _SINGLE_MARKS if single_marks]
    columns += ["characters/s"]
    rows = [[name, *_figures(tally, single_marks)] for name, tally in tallies.items()]
    return Table(heading, columns, rows, remark)


def _figures(tally: Tally, single_marks: bool) -> list[object]:
    per = 100 / max(1, tally.size)
    figures: list[object] = [tally.documents, tally.before * per, tally.after * per, tally.cut]
    for marks in (False, True):
        figures += _ratios(tally.counts(marks))
    if single_marks:
        figures += [tally.of(mark).f() for mark in _SINGLE_MARKS]
    return [*figures, _speed(tally)]


def _ratios(counts: Counts) -> list[float | None]:
    return [counts.precision, counts.recall, counts.f(), counts.f(0.5)]


def _speed(tally: Tally) -> int | None:
    return round(tally.damaged / tally.seconds) if tally.seconds else None


def harm_table(
    heading: str, kind: str, found: Mapping[str, tuple[Tally, int]], remark: str = ""
) -> Table:
    """Return how much was inserted where nothing that could be restored was missing.

    Args:
        heading: of the table.
        kind: what the names are.
        found: by name, a tally and how many characters were inserted.
        remark: below the heading.
    """
    columns = [kind, "documents", "characters", "inserted", "in 100,000", "characters/s"]
    rows: list[list[object]] = [
        [
            name,
            tally.documents,
            tally.damaged,
            inserted,
            1e5 * inserted / max(1, tally.damaged),
            _speed(tally),
        ]
        for name, (tally, inserted) in found.items()
    ]
    return Table(heading, columns, rows, remark)
