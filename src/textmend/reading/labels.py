"""Labels of headings and points: where they stand, how they are written, what is left of them.

A label is a numeral with what frames it: ``（二）``, ``二、``, ``2.``, ``第二章``, ``其二，``. One
that lost its numeral is still seen by its frame: ``（）``, ``、`` at the head of a line, ``第章``.
What the frame alone cannot prove, the labels around it may; see `textmend.reading.runs`.

A form of label is told by its frame and the script of its numerals, not by the width of its marks:
a document that has both ``（二）`` and ``(三)`` means the same by them.

When it is wrong: a line that begins with a number that counts something, such as ``3、5号楼``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from textmend.reading.numerals import Script, value_of

__all__ = ["Form", "Label", "Line", "labelled_lines"]

_HAN = "[一二三四五六七八九十]{1,4}"
_DIGITS = "[1-9][0-9]?"
_PREFIX = re.compile(r"[ \t\u3000]*(?:#{1,6}[ \t]+)?(?:\*\*)?")
_UNITS = "部分|[编篇部章节条款项步讲课回卷]"
_RANKS: Final = {
    "编": 0,
    "篇": 0,
    "部": 0,
    "卷": 0,
    "部分": 0,
    "章": 1,
    "回": 1,
    "讲": 1,
    "课": 1,
    "节": 2,
}


class Form(NamedTuple):
    """A way to write labels.

    Args:
        frame: which marks or words stand around the numeral.
        script: of the numeral.
        rank: outer headings have lower ones; after GB/T 9704-2012 7.3.3 they go 一、（一）1.（1）.
        inline: whether it stands inside a paragraph, so that its siblings are in the same one.
        is_plain: whether what is left of a frame also stands at the head of sound clauses.
    """

    frame: str
    script: Script
    rank: int
    inline: bool = False
    is_plain: bool = False


class Label(NamedTuple):
    """A label as it stands in the text.

    Args:
        form: how it is written. If its numeral is lost, that may be one of two.
        start, end: its span, the blanks behind it included.
        slot: where its numeral starts.
        numeral: what is left of its numeral, maybe nothing.
        line: number of its line.
    """

    form: Form
    start: int
    end: int
    slot: int
    numeral: str
    line: int

    @property
    def value(self) -> int | None:
        """What it says; None if that cannot be read any more."""
        return value_of(self.numeral)


class Line(NamedTuple):
    """A line of the text.

    Args:
        start, end: its span, blanks before it included and its line end not.
        content: where it begins behind blanks and signs of Markdown.
        labels: that stand at its head; two if the numeral is lost and may be of either script.
        inner: labels inside it.
    """

    start: int
    end: int
    content: int
    labels: tuple[Label, ...]
    inner: tuple[Label, ...]


class _Pattern(NamedTuple):
    """What to look for; group 1 is the numeral."""

    pattern: re.Pattern[str]
    frame: str
    ranks: dict[Script, int]
    is_plain: bool = False


def _head(before: str, behind: str, ranks: dict[Script, int], frame: str = "") -> _Pattern:
    """Return what finds labels at the head of a line."""
    numerals = "|".join({"han": _HAN, "digit": _DIGITS}[script] for script in ranks)
    pattern = re.compile(rf"{before}({numerals}|){behind}[ \t\u3000]*")
    return _Pattern(pattern, frame or behind, ranks, frame in ("是", "要"))


def _inner(pattern: str, frame: str, *scripts: Script) -> _Pattern:
    """Return what finds labels behind a mark that may end what precedes a point of a list."""
    compiled = re.compile(r"(?:(?<=[。；：，！？;:,“‘\s])|\A)" + pattern)
    return _Pattern(compiled, frame, dict.fromkeys(scripts, _POINT), frame in ("是", "要"))


_POINT: Final = 9
_HEADS: Final = (
    _head("[（(]", "[）)]", {"han": 5, "digit": 7}, "()"),
    _head("", "、", {"han": 4, "digit": 6}),
    # A point before a digit may be a decimal point, a section number or a date.
    _head("", r"[.．](?![0-9.．]|[ \t]*[A-Za-z])", {"han": 4, "digit": 6}, "."),
    _head("", "[）)]", {"digit": 8}, ")"),
    _head("第", "[，,、]", {"han": _POINT}, "第"),
    _head("其", "[，,]", {"han": _POINT}, "其"),
    _head("", "是(?![否非])", {"han": _POINT}, "是"),
    _head("", "要(?![求么])", {"han": _POINT}, "要"),
)
_UNIT_HEAD: Final = re.compile(
    rf"第({_HAN}|{_DIGITS}|)({_UNITS})(?:(?<=条)(?![、的])|(?<!条)(?![，,、的中以]))[ \t\u3000]*"
)
_INLINE: Final = (
    _inner(rf"[（(]({_HAN}|{_DIGITS}|)[）)]", "()", "han", "digit"),
    _inner(rf"第({_HAN}|)[，,、]", "第", "han"),
    _inner(rf"其({_HAN}|)[，,]", "其", "han"),
    _inner(rf"({_HAN}|)是(?![否非])", "是", "han"),
    _inner(rf"({_HAN}|)要(?![求么])", "要", "han"),
)
_MAY_BE_INLINE: Final = re.compile("[（(]|[一二三四五六七八九十][，,、是要]")


def labelled_lines(text: str) -> list[Line]:
    r"""Return the lines of a text that are not blank, with their labels.

    >>> [line.labels[0].numeral for line in labelled_lines("（一）目标\n（）任务\n（三）保障")]
    ['一', '', '三']
    """
    lines: list[Line] = []
    start = 0
    while start <= len(text):
        newline = text.find("\n", start)
        end = newline if newline >= 0 else len(text)
        if not text[start:end].isspace() and start < end:
            lines.append(_line(text, start, end, len(lines)))
        start = end + 1
    return lines


def _line(text: str, start: int, end: int, number: int) -> Line:
    prefix = _PREFIX.match(text, start, end)
    content = prefix.end() if prefix else start
    labels = tuple(_labels_at(text, content, end, number))
    inner: list[Label] = []
    if _MAY_BE_INLINE.search(text, content, end):
        for pattern in _INLINE:
            for found in pattern.pattern.finditer(text, content, end):
                inner += _labels(pattern, found, number, inline=True)
    return Line(start, end, content, labels, tuple(inner))


def _labels_at(text: str, content: int, end: int, line: int) -> Iterator[Label]:
    """Yield the label at the head of a line, for each script that it may be in."""
    for pattern in _HEADS:
        if found := pattern.pattern.match(text, content, end):
            if found.end() < end:
                yield from _labels(pattern, found, line, inline=False)
            return
    if found := _UNIT_HEAD.match(text, content, end):
        ranks: dict[Script, int] = dict.fromkeys(("han", "digit"), _RANKS.get(found[2], 3))
        yield from _labels(_Pattern(_UNIT_HEAD, found[2], ranks), found, line, inline=False)


def _labels(pattern: _Pattern, found: re.Match[str], line: int, inline: bool) -> Iterator[Label]:
    rest = found[1]
    for script, rank in pattern.ranks.items():
        if not rest or rest.isascii() == (script == "digit"):
            form = Form(pattern.frame, script, rank, inline, pattern.is_plain)
            yield Label(form, found.start(), found.end(), found.start(1), rest, line)
