"""Lines of a page, with what the native core measured of them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from textmend._native import Tables, layout_lines
from textmend.passes.paragraphs.kinds import Kind, kind_of

if TYPE_CHECKING:
    from textmend._native import LayoutTuple

__all__ = ["CLAUSE", "CLOSED", "OPEN", "Line", "read_lines"]

# How a line ends; the numbers are those of `Tail` in native/core/layout.hpp.
CLOSED, CLAUSE, OPEN = 1, 2, 3

_NEAR = 300  # characters of a line in which its topics are looked for
_COMMON = frozenset("的了和在是与及等为有将对中上不也这一以于，。、；：！？“”《》（）0123456789")
_LEAST_WIDTH = 14
_LEAST_HAN = 4
_WIDEST_HEAD = 64  # columns
_LEAST_HEADS = 3
_HEAD_KINDS = frozenset({"title", "subtitle", "heading", "body", "masthead"})
_NUMBER = re.compile("[0-9]+")
_RUNNING_HEAD = Kind("masthead", confidence=0.9)


class Line:
    """A line that is not empty.

    Args:
        text: without blanks at its ends.
        start: offset of its first character that is not blank.
        end: one past the last.
        next: offset of the line behind it.
        indent: columns before it.
        width: columns of it; a full-width character has two.
        han: how many Han characters it has.
        tail: how it ends.
        quotes: how many signs > of quoted mail or Markdown stand before it.
        gap: empty lines before it.
    """

    __slots__ = (
        "_first_topics", "_kind", "_last_topics", "end", "gap", "han", "indent", "next", "quotes",
        "start", "tail", "text", "width",
    )  # fmt: skip

    def __init__(self, text: str, measured: LayoutTuple, gap: int) -> None:
        self.start, self.end, self.next, self.indent, self.width, self.han, *rest = measured
        self.tail, self.quotes = rest
        self.text = text[self.start : self.end]
        self.gap = gap
        self._kind: Kind | None = None
        self._first_topics: frozenset[str] | None = None
        self._last_topics: frozenset[str] | None = None

    @property
    def kind(self) -> Kind:
        """What it is by itself, or a masthead where it runs over pages."""
        if self._kind is None:
            self._kind = kind_of(self.text, self.width, self.tail == CLOSED)
        return self._kind

    def take_for(self, kind: Kind) -> None:
        """Set what it is, as its neighbours say."""
        self._kind = kind

    @property
    def first_topics(self) -> frozenset[str]:
        """The pairs of telling characters near its beginning."""
        if self._first_topics is None:
            self._first_topics = _topics(self.text[:_NEAR])
        return self._first_topics

    @property
    def last_topics(self) -> frozenset[str]:
        """The pairs of telling characters near its end."""
        if self._last_topics is None:
            self._last_topics = _topics(self.text[-_NEAR:])
        return self._last_topics

    @property
    def columns(self) -> int:
        """Where it ends on the page."""
        return self.indent + self.width

    @property
    def is_prose(self) -> bool:
        """Whether it is long enough, and Chinese enough, to be part of a paragraph."""
        return self.width >= _LEAST_WIDTH and self.han >= _LEAST_HAN and self.han * 5 >= self.width

    @property
    def is_open(self) -> bool:
        """Whether it ends where a paragraph does not."""
        return self.tail in (CLAUSE, OPEN)


def _topics(text: str) -> frozenset[str]:
    return frozenset(
        text[i : i + 2]
        for i in range(len(text) - 1)
        if text[i] not in _COMMON and text[i + 1] not in _COMMON
    )


def read_lines(text: str, tables: Tables) -> list[Line]:
    r"""Return the lines of a text that are not empty.

    >>> from textmend.tables import shared_tables
    >>> [(line.text, line.gap) for line in read_lines("甲\n\n  乙\n", shared_tables())]
    [('甲', 0), ('乙', 1)]
    """
    lines: list[Line] = []
    gap = 0
    for measured in layout_lines(text, tables):
        if measured[0] == measured[1]:
            gap += 1
        else:
            lines.append(Line(text, measured, gap))
            gap = 0
    _find_running_heads(lines)
    return lines


def _find_running_heads(lines: list[Line]) -> None:
    """Take for mastheads the lines that recur from page to page, beside numbers that rise."""
    places: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        if line.width <= _WIDEST_HEAD and line.han >= _LEAST_HAN and line.tail != CLOSED:
            places.setdefault(line.text, []).append(i)
    for recurring in places.values():
        # A title that recurs beside the number of a page is one from there on.
        heads, least = (recurring[1:], 1) if recurring[0] == 0 else (recurring, _LEAST_HEADS)
        if len(heads) >= least and _runs_over_pages(lines, heads):
            for i in heads:
                lines[i].take_for(_RUNNING_HEAD)


def _runs_over_pages(lines: list[Line], recurring: list[int]) -> bool:
    first = lines[recurring[0]]
    if first.kind.name not in _HEAD_KINDS or first.text.startswith("#"):
        return False
    numbers = [
        int(found[0])
        for i in recurring
        for near in lines[max(i - 1, 0) : i + 2]
        if near.kind.name == "page_number" and (found := _NUMBER.search(near.text))
    ]
    return (
        2 * len(numbers) > len(recurring)
        and all(a < b for a, b in pairwise(numbers))
        and all(
            any(line.is_prose and line.is_open for line in lines[a + 1 : b])
            for a, b in pairwise(recurring)
        )
    )
