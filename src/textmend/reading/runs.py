"""Runs of labels: which numeral is missing, where the labels around it prove it.

Labels of one form count 1, 2, 3. A label that lost its numeral, or a part of it, must say what
those before and behind it leave open:

- *between*: 一、…、三、 leave exactly one number for each label between them;
- *first*: 、…二、 begin a run, and before the second point stands the first;
- otherwise it is *doubtful*, and the numbers it may have are named.

A label of an outer form (二、 for （一）) ends all runs of the inner ones.

When it is wrong: where a whole label was lost beside one that lost its numeral alone, or where the
document itself miscounts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from textmend.reading.labels import Form, Label, Line
from textmend.reading.numerals import missing_parts, numeral

__all__ = ["Finding", "Proof", "find_lost", "runs_of"]

Proof: TypeAlias = Literal["between", "first", "bare", "heading", "mark", "point", "doubtful"]

_GREATEST: Final = 99
_LONGEST: Final = 8  # lost numerals side by side; more prove little


class Finding(NamedTuple):
    """A number that is missing.

    Args:
        at: offset in the text.
        text: to be inserted there; "" if nothing is sure enough.
        proof: what proves it.
        alternatives: what might be inserted, if it is doubtful.
    """

    at: int
    text: str
    proof: Proof
    alternatives: tuple[str, ...] = ()


def runs_of(lines: Sequence[Line]) -> Iterator[list[Label]]:
    """Yield the labels of each form between two of outer ones, in order.

    Those in a paragraph are siblings only of others in it. Articles are numbered through all
    chapters.
    """
    open_runs: dict[Form, list[Label]] = defaultdict(list)
    for line in lines:
        for outer in _sure_ranks(line):
            for form in [form for form in open_runs if form.rank > outer and form.frame != "条"]:
                yield open_runs.pop(form)
        for label in line.labels:
            open_runs[label.form].append(label)
        inner: dict[Form, list[Label]] = defaultdict(list)
        for label in line.inner:
            inner[label.form].append(label)
        yield from inner.values()
    yield from open_runs.values()


def _sure_ranks(line: Line) -> Iterator[int]:
    """Yield the rank of a line's label, where that is known."""
    ranks = {label.form.rank for label in line.labels if not label.form.is_plain}
    if len(ranks) == 1:
        yield ranks.pop()


def find_lost(runs: Sequence[Sequence[Label]]) -> list[Finding]:
    r"""Return what labels lost of their numerals, by offset.

    Where two forms lay claim to a place and do not agree, such as to ``（）`` between （一） and
    （3）, it is doubtful.

    >>> from textmend.reading.labels import labelled_lines
    >>> find_lost(list(runs_of(labelled_lines("（）目标\n（二）任务"))))
    [Finding(at=1, text='一', proof='first', alternatives=())]
    """
    claims: dict[int, list[Finding]] = defaultdict(list)
    for run in runs:
        for finding in _lost_in(run):
            claims[finding.at].append(finding)
    return [_settle(claims[at]) for at in sorted(claims)]


def _settle(claims: list[Finding]) -> Finding:
    """Return the finding on which all agree who are sure; otherwise what each proposes."""
    sure = [claim for claim in claims if claim.text]
    if sure and len({claim.text for claim in sure}) == 1:
        return sure[0]
    proposed = [text for claim in sure or claims for text in claim.alternatives or (claim.text,)]
    return Finding(claims[0].at, "", "doubtful", tuple(dict.fromkeys(proposed)))


def _lost_in(run: Sequence[Label]) -> Iterator[Finding]:
    """Yield what is missing in one run."""
    values: list[int | None] = [label.value for label in run]
    if not any(values):
        return  # without any numeral there is nothing to count from
    proofs = _solve_between(run, values) | _solve_first(run, values)
    for i, (value, proof) in sorted(proofs.items()):
        yield from _insertions(run[i], value, proof)
    if not run[0].form.is_plain:
        yield from _doubts(run, values, set(proofs))


def _solve_between(run: Sequence[Label], values: list[int | None]) -> dict[int, tuple[int, Proof]]:
    """Return the values of labels that leave no choice between two others, and note them."""
    solved: dict[int, tuple[int, Proof]] = {}
    for i, value in enumerate(values):
        if value is None or i in solved:
            continue
        for j in range(i + 2, min(i + _LONGEST + 2, len(run))):
            if values[j] == value + j - i:
                inner = {k: value + k - i for k in range(i + 1, j)}
                if _fit(run, inner):
                    solved |= {k: (v, "between") for k, v in inner.items() if values[k] != v}
                break
    for k, (value, _) in solved.items():
        values[k] = value
    return solved


def _solve_first(run: Sequence[Label], values: list[int | None]) -> dict[int, tuple[int, Proof]]:
    """Return the values of labels without numerals that stand before the rest of their run."""
    solved: dict[int, tuple[int, Proof]] = {}
    start = 0  # of the labels without numerals before the one looked at
    last = 0
    for j, value in enumerate(values):
        if value is None:
            continue
        lost, needed = j - start, value - 1
        if 0 < needed <= min(lost, _LONGEST) and needed != last and _may_begin(run, j, lost):
            inner = {k: value - (j - k) for k in range(j - needed, j)}
            if _fit(run, inner):
                solved |= {k: (v, "first") for k, v in inner.items()}
        start, last = j + 1, value
    for k, (value, _) in solved.items():
        values[k] = value
    return solved


def _may_begin(run: Sequence[Label], j: int, lost: int) -> bool:
    """Tell whether what precedes label `j` can be the points before it.

    A clause that begins with 是 or 要 need not be a point; so all that do must be, in lines side
    by side, and the points must go on behind.
    """
    value = run[j].value
    assert value is not None
    goes_on = j + 1 < len(run) and run[j + 1].value == value + 1
    is_near = run[j].line - run[j - lost].line <= lost
    return not run[j].form.is_plain or (lost == value - 1 and goes_on and is_near)


def _fit(run: Sequence[Label], values: dict[int, int]) -> bool:
    """Tell whether what is left of labels can be what is left of these values."""
    return all(
        missing_parts(run[k].numeral, value, run[k].form.script) is not None
        for k, value in values.items()
    )


def _insertions(label: Label, value: int, proof: Proof) -> Iterator[Finding]:
    for offset, text in missing_parts(label.numeral, value, label.form.script) or ():
        yield Finding(label.slot + offset, text, proof)


def _doubts(
    run: Sequence[Label], values: Sequence[int | None], solved: set[int]
) -> Iterator[Finding]:
    """Yield the labels that lost something and that nothing decides."""
    for i, label in enumerate(run):
        if i in solved:
            continue
        if not label.numeral:
            likely = [numeral(v, label.form.script) for v in _likely(values, i)]
            yield Finding(label.slot, "", "doubtful", tuple(dict.fromkeys(likely)))
        elif i and (before := values[i - 1]) and values[i] != 1 and values[i] != before + 1:
            # No list begins with 十, so one that stands behind 十一 was 十二.
            parts = missing_parts(label.numeral, before + 1, label.form.script) or ()
            for offset, text in parts:
                yield Finding(label.slot + offset, "", "doubtful", (text,))


def _likely(values: Sequence[int | None], i: int) -> Iterator[int]:
    """Yield the numbers that a label without one may have: it goes on, or begins anew."""
    before = range(i - 1, max(i - _LONGEST, 0) - 1, -1)
    behind = range(i + 1, min(i + _LONGEST, len(values)))
    known = (next(((k, v) for k in side if (v := values[k])), None) for side in (before, behind))
    likely = [value + i - k for k, value in filter(None, known)]
    yield from (value for value in (*likely, 1) if 0 < value <= _GREATEST)
