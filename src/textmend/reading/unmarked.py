"""Labels that kept their numeral and lost the mark behind it: 二主要任务 for 二、主要任务.

A line that begins with a numeral may say anything: 二手市场, 三年级, 3月. So it takes lines that
count on, with different words behind the numbers and none that is counted, and all such lines must
be of one count. Headings, whose numerals are Han, are short lines besides, in a text that has no 、
left at all.

When it is wrong: labels that were set without a mark from the beginning; and where a point had 、
and none is left to tell, since it gets a full stop then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from textmend.reading.labels import Form, Label, Line
from textmend.reading.numerals import value_of
from textmend.reading.runs import Finding
from textmend.reading.unnumbered import is_heading

__all__ = ["find_unmarked", "marks_of", "points_of"]

_HAN: Final = re.compile("([一二三四五六七八九十]{1,3})(?=[\u3400-\u9fff])")
_DIGITS: Final = re.compile("([1-9][0-9]?)(?=[\u3400-\u9fff“《])")
# What is counted, and what else joins a numeral to what follows.
_COUNTED: Final = frozenset(
    "年月日号天周季岁世余多期届次个名位人条项款章节课回卷册页级等类种批组队班排楼层室户家口村乡镇县区市省"
    "万亿百千零点分米里斤吨元角块张件台辆把只头匹座所间处份场轮遍倍成度是要来则大小中手线哥姐伯叔"
)
_HEADING: Final = Form("、", "han", 4)
_POINT: Final = Form(".", "digit", 6)
_FEWEST: Final = 2  # headings
_ENOUGH: Final = 3  # from here on the marks are sure


def find_unmarked(text: str, lines: Sequence[Line]) -> list[Label]:
    r"""Return the labels of headings that lost the mark behind their numeral, in order.

    >>> from textmend.reading.labels import labelled_lines
    >>> text = "一总体要求\n二主要任务\n三保障措施"
    >>> [label.end for label in find_unmarked(text, labelled_lines(text))]
    [1, 7, 13]
    """
    if "、" in text:
        return []
    labels = [label for i, line in enumerate(lines) if (label := _label(text, line, i, _HEADING))]
    differ = len(_starts(text, labels)) == len(labels)
    # One that does not fit may be of another level, and then no frame is known for sure.
    return labels if differ and len(labels) >= _FEWEST and _counts_on(labels) else []


def marks_of(labels: Sequence[Label], found: Sequence[Finding]) -> list[Finding]:
    """Return the marks that such headings lack, if there are enough of them to be sure.

    Args:
        labels: from `find_unmarked`.
        found: labels that are missing altogether; the first heading may be among them.
    """
    has_first = any(finding.proof == "heading" for finding in found)
    if len(labels) + has_first < _ENOUGH:
        return []
    return [Finding(label.end, "、", "mark") for label in labels]


def points_of(text: str, lines: Sequence[Line]) -> list[Finding]:
    r"""Return the marks that points lack, of any length, whose numerals are digits.

    Where some of them have one, the others get the same.

    >>> from textmend.reading.labels import labelled_lines
    >>> text = "1加强领导，落实责任。\n2完善机制，加大投入。\n3、强化监督。"
    >>> [(finding.at, finding.text) for finding in points_of(text, labelled_lines(text))]
    [(1, '、'), (13, '、')]
    """
    bare, marked = [], []
    for i, line in enumerate(lines):
        if label := _label(text, line, i, _POINT):
            bare.append(label)
        marked += [label for label in line.labels if label.form._replace(frame=".") == _POINT]
    points = sorted(bare + marked, key=lambda label: label.start)
    if (
        len(points) < _ENOUGH
        or not _counts_on(points)
        or 2 * len(_starts(text, points)) <= len(points)
    ):
        return []
    marks = {text[label.slot + len(label.numeral)] for label in marked}
    mark = marks.pop() if len(marks) == 1 else "."
    return [Finding(label.end, mark, "point") for label in bare]


def _counts_on(labels: Sequence[Label]) -> bool:
    """Tell whether labels count from 1, or from 2 where the first is lost."""
    values = [label.value for label in labels]
    return values in (list(range(1, len(values) + 1)), list(range(2, len(values) + 2)))


def _starts(text: str, labels: Sequence[Label]) -> set[str]:
    return {text[label.end] for label in labels}


def _label(text: str, line: Line, number: int, form: Form) -> Label | None:
    numeral = _HAN if form is _HEADING else _DIGITS
    found = numeral.match(text, line.content, line.end)
    if line.labels or not found or value_of(found[1]) is None or text[found.end()] in _COUNTED:
        return None
    if form is _HEADING and not is_heading(text[found.end() : line.end]):
        return None
    return Label(form, found.start(), found.end(), found.start(), found[1], number)
