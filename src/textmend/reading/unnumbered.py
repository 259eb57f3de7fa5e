"""Lines that lost their whole label, where the labels around them prove it.

二、 and 三、 begin lines, and no line begins with 一、. Then one of the lines before is the first
point. Which one is told by what its siblings are:

- *headings*: short lines. The one short line without a label that stands where the number is
  missing is the heading;
- *points*: each a line, one below the other. The line that stands in the gap is the point.

If there are several such lines, or the number might never have been there, it is doubtful. A
label is taken for lost only if the characters of its numeral stand nowhere else in the text, as if
a filter had taken them: excerpts also begin with 二, and authors miscount. Even so it is a guess,
unless the siblings lost the marks of their labels as well.

When it is wrong: a caption or a subtitle in the place of a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from textmend.reading.labels import Label, Line
from textmend.reading.numerals import numeral
from textmend.reading.runs import Finding, Proof

__all__ = ["find_unnumbered", "is_heading"]

_HEADING: Final = re.compile(r"[^。；！？…;!?]{4,30}(?<![，,：:、])")
_HAN: Final = re.compile("[\u3400-\u9fff]")
# Bylines, dates, subtitles, captions, addressees: short lines that are no headings of sections.
_OTHER_SHORT: Final = re.compile(
    r"(?:——|--|[（(【\[《“\"第0-9一二三四五六七八九十]|图|表|附件|来源|作者|记者|编辑)|.*(?:[：:]|[0-9一二三四五六七八九十〇○]年|[0-9]月)"
    r"|各.*[校局位门办府会园院所部]$"
)
_NUMBERED: Final = re.compile(r"[（(]?[第其]?[0-9０-９一二三四五六七八九十①-⒛]")
_STOP: Final = re.compile(r"[。；！？;!?][”’」』）)]?\s*\Z")
_LEAD: Final = re.compile(r"[：:][”’」』）)]?\s*\Z")
_MOST: Final = 3  # lines among which the right one may be, for it to be worth a report
_LONGER: Final = 4  # characters by which headings of one level may differ; a guess
_FARTHEST: Final = 200  # lines between two siblings; what is looked at is bounded


def find_unnumbered(
    text: str, lines: Sequence[Line], runs: Sequence[Sequence[Label]]
) -> Iterator[Finding]:
    r"""Yield labels that are missing altogether, in no order.

    Args:
        text: what the lines are lines of.
        lines: of the text, blank ones left out.
        runs: of their labels.

    >>> from textmend.reading.labels import labelled_lines
    >>> from textmend.reading.runs import runs_of
    >>> text = "通知\n加强组织领导\n要这样。\n二、完善工作机制\n要那样。\n三、强化监督检查"
    >>> lines = labelled_lines(text)
    >>> list(find_unnumbered(text, lines, list(runs_of(lines))))
    [Finding(at=3, text='一、', proof='bare', alternatives=())]
    """
    search = _Search(text, lines)
    for run in runs:
        if (
            run
            and not run[0].form.inline
            and not run[0].form.is_plain
            and all(x.value for x in run)
        ):
            yield from search.between(run)
            yield from search.first(run)


class _Search:
    """Looks for lines without labels among the lines of one text."""

    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        self._text = text
        self._lines = lines

    def between(self, run: Sequence[Label]) -> Iterator[Finding]:
        """Yield the labels of single lines between 一、 and 三、."""
        for before, behind in pairwise(run):
            if before.value and behind.value == before.value + 2:
                yield from self._between(before, behind)

    def _between(self, before: Label, behind: Label) -> Iterator[Finding]:
        zone = range(before.line + 1, behind.line)
        headed = self._is_heading(before), self._is_heading(behind)
        if len(zone) == 1:
            is_like = is_heading(self._content(zone[0])) == headed[0] == headed[1]
            found = [i for i in zone if is_like and self._may_lack_label(i)]
        else:
            found = self._headings(zone, behind, before) if all(headed) else []
        yield from self._judge(found, behind)

    def first(self, run: Sequence[Label]) -> Iterator[Finding]:
        """Yield the labels of lines before 二、 where 三、 follows."""
        for i, label in enumerate(run[:-1]):
            begins = label.value == 2 and (i == 0 or run[i - 1].value != 1)
            if begins and run[i + 1].value == 3:
                yield from self._first(label, run[i + 1], run[i - 1].line if i else -1)

    def _first(self, second: Label, third: Label, last: int) -> Iterator[Finding]:
        if self._is_heading(second) and self._is_heading(third):
            if third.line > second.line + 1:  # something stands below the headings
                found = self._headings(self._zone(second, last), second, third)
                yield from self._judge(found, second)
        elif third.line == second.line + 1:
            yield from self._judge(self._point(second, last), second)

    def _zone(self, second: Label, last: int) -> range:
        """Return the lines in which the first heading may stand: below what is above it."""
        start = second.line
        while start - 1 > max(last, 0) and second.line - start < _FARTHEST:
            outer = self._lines[start - 1].labels
            if outer and outer[0].form.rank < second.form.rank:
                break
            start -= 1
        return range(start, second.line)

    def _point(self, second: Label, last: int) -> list[int]:
        """Return the line right before the second point, if it looks like another."""
        i = second.line - 1
        if i <= last or not self._may_lack_label(i) or not self._ends_like(i, second.line):
            return []
        before = self._content(i - 1) if i else ""
        is_led = _LEAD.search(before) is not None or (i > 0 and self._is_short(i - 1))
        return [i] if is_led else []

    def _headings(self, zone: range, sibling: Label, other: Label) -> list[int]:
        """Return the lines without a label that look like two headings, and have text below."""
        if len(zone) > _FARTHEST:
            return []
        prefix = self._prefix(sibling.line)
        longest = max(self._lines[label.line].end - label.end for label in (sibling, other))
        return [
            i
            for i in zone
            if self._may_lack_label(i)
            and self._prefix(i) == prefix
            and is_heading(self._content(i))
            and len(self._content(i)) <= longest + _LONGER
            and i + 1 < sibling.line  # something stands below it
        ]

    def _judge(self, found: list[int], sibling: Label) -> Iterator[Finding]:
        """Yield the label of the line before its sibling, if there is one such line and no more."""
        assert sibling.value is not None
        written = numeral(sibling.value - 1, sibling.form.script)
        label = self._label(sibling, written)
        if len(found) == 1 and not any(character in self._text for character in written):
            # A filter that left the frames of the siblings would have left this one's.
            is_likely = sibling.end == sibling.slot + len(sibling.numeral)
            proof: Proof = "heading" if is_likely else "bare"
            yield Finding(self._lines[found[0]].content, label, proof)
        elif len(found) <= _MOST:
            for i in found:
                yield Finding(self._lines[i].content, "", "doubtful", (label,))

    def _label(self, sibling: Label, written: str) -> str:
        """Write a label like that of its sibling."""
        end = sibling.slot + len(sibling.numeral)
        behind = self._text[end : sibling.end] or sibling.form.frame  # the mark may be lost too
        return self._text[sibling.start : sibling.slot] + written + behind

    def _is_heading(self, label: Label) -> bool:
        line = self._lines[label.line]
        return is_heading(self._text[label.end : line.end])

    def _may_lack_label(self, i: int) -> bool:
        return not self._lines[i].labels and _NUMBERED.match(self._content(i)) is None

    def _is_short(self, i: int) -> bool:
        return is_heading(self._content(i)) or bool(self._lines[i].labels)

    def _ends_like(self, i: int, other: int) -> bool:
        return bool(_STOP.search(self._content(i))) == bool(_STOP.search(self._content(other)))

    def _prefix(self, i: int) -> str:
        line = self._lines[i]
        return self._text[line.start : line.content].strip()

    def _content(self, i: int) -> str:
        line = self._lines[i]
        return self._text[line.content : line.end]


def is_heading(content: str) -> bool:
    """Tell whether a line without its label may be the heading of a section.

    >>> is_heading("加强组织领导"), is_heading("2020年3月5日"), is_heading("各单位要落实责任。")
    (True, False, False)
    """
    content = content.strip()
    is_short = _HEADING.fullmatch(content) is not None and len(_HAN.findall(content)) >= 3
    return is_short and _OTHER_SHORT.match(content) is None
