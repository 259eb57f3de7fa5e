"""What is not prose inside one paragraph of Markdown: code, links, tags, formulas, table pipes.

Asterisks around strongly emphasised words are part of it, so that nothing takes them for masked
words; the last of an odd number of them is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Set

__all__ = ["Spans", "inline_spans", "normal_label", "table_spans"]

Spans = list[tuple[int, int]]

_SPECIAL = re.compile(r"[\\`<&$\[\]\n*]")
_ESCAPE = re.compile(r"\\(?:[!-/:-@\[-`{-~]|\r?\n)")  # before a line feed it breaks the line
_STARS = re.compile(r"\*+")
_TICKS = re.compile(r"`+")
_ANGLE = re.compile(
    r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>"  # <https://…>
    r"|<[^\s<>@]+@[^\s<>]+>"  # <name@example.org>
    r"|</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>"  # a tag; <书名> is none
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_FORMULA = re.compile(
    r"\$\$[^$]{1,4000}\$\$|\$(?=\S)[^$\n]{1,400}(?<=\S)\$(?![0-9])",
)
_DESTINATION = re.compile(r"\((?:[^()\n\\]++|\\.|\((?:[^()\n\\]++|\\.)*+\))*+\)")
_LABEL = re.compile(r"\[[^\[\]\n]*\]")
_LONGEST_LABEL = 999
_DELIMITER_ROW = re.compile(r"\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+$")
_PIPES = re.compile(r"(?<![ \t\u3000\\])[ \t\u3000]*+(?:\|[ \t\u3000]*+)++")


def inline_spans(text: str, start: int, end: int, labels: Set[str] = frozenset()) -> Spans:
    """Return what must stay as it is in the paragraph ``[start, end)`` of `text`.

    Args:
        text: that holds the paragraph.
        start: of the paragraph.
        end: of the paragraph.
        labels: for which the document has definitions, each as `normal_label` writes it.

    >>> text = "见[说明](a,b.md)和<br>"
    >>> [text[start:end] for start, end in inline_spans(text, 0, len(text))]
    ['[', '](a,b.md)', '<br>']
    """
    return _Paragraph(text, start, end, labels).spans()


def normal_label(label: str) -> str:
    """Return the one form of all ways to write the label of a link.

    >>> normal_label(" Foo  bar ")
    'foo bar'
    """
    return " ".join(label.split()).casefold()


def table_spans(text: str, lines: Spans) -> Spans:
    r"""Return pipes, the blanks beside them and the delimiter row, if the lines hold a table.

    >>> text = "名称 | 数\n---|---\n甲,乙 | 3"
    >>> spans = table_spans(text, [(0, 6), (7, 14), (15, 22)])
    >>> [text[start:end] for start, end in spans]
    [' | ', '---|---', ' | ']
    """
    for index in range(1, len(lines)):
        start, end = lines[index]
        if "|" in text[start:end] and _DELIMITER_ROW.match(text, start, end):
            rows = lines[index - 1 : index] + lines[index + 1 :]
            spans = [match.span() for row in rows for match in _PIPES.finditer(text, *row)]
            return sorted([*spans, (start, end)])
    return []


class _Paragraph:
    """A paragraph read from left to right, once."""

    def __init__(self, text: str, start: int, end: int, labels: Set[str]) -> None:
        self._text = text
        self._start = start
        self._end = end
        self._labels = labels
        self._spans: Spans = []
        self._brackets: list[int] = []
        self._ticks: dict[int, list[int]] | None = None
        self._strong: tuple[int, int] | None = None  # asterisks that are not closed yet
        self._comments = True  # whether a comment may still be closed further on

    def spans(self) -> Spans:
        at = self._start
        while match := _SPECIAL.search(self._text, at, self._end):
            at = self._read(match.group(), match.start())
        return self._spans

    def _read(self, character: str, at: int) -> int:
        """Read what starts with a special character and return where to go on."""
        if character in "`*":
            return self._code(at) if character == "`" else self._stars(at)
        if character == "[":
            self._brackets.append(at)
            return at + 1
        if character == "]":
            return self._close_bracket(at)
        if character == "\n":
            return self._line_end(at)
        if character == "<":
            return self._angle(at)
        pattern = {"\\": _ESCAPE, "&": _ENTITY, "$": _FORMULA}[character]
        return self._protect(pattern.match(self._text, at, self._end), at + 1)

    def _protect(self, match: re.Match[str] | None, otherwise: int) -> int:
        if match is None:
            return otherwise
        self._spans.append(match.span())
        return match.end()

    def _line_end(self, at: int) -> int:
        """Keep the two blanks at its end with which an author breaks a line."""
        line = max(self._text.rfind("\n", self._start, at) + 1, self._start)
        stop = at - 1 if self._text.startswith("\r", at - 1) else at
        first = line + len(self._text[line:stop].rstrip(" "))
        if stop - first >= 2:
            self._spans.append((first, stop))
        return at + 1

    def _code(self, at: int) -> int:
        """Read a run of backticks; it opens code only if an equal run follows."""
        run = _TICKS.match(self._text, at, self._end)
        assert run is not None
        if self._ticks is None:
            self._ticks = {}
            for match in _TICKS.finditer(self._text, at, self._end):
                self._ticks.setdefault(len(match.group()), []).append(match.start())
        length = run.end() - at
        places = self._ticks.get(length, [])
        following = bisect_right(places, at)
        if following == len(places):
            return run.end()
        end = places[following] + length
        self._spans.append((at, end))
        return end

    def _stars(self, at: int) -> int:
        """Read a run of asterisks; two or three are closed by the next such run."""
        run = _STARS.match(self._text, at, self._end)
        assert run is not None
        if len(run.group()) in (2, 3):
            if self._strong:
                self._spans += [self._strong, run.span()]
            self._strong = None if self._strong else run.span()
        return run.end()

    def _angle(self, at: int) -> int:
        if self._text.startswith("<!--", at) and self._comments:
            close = self._text.find("-->", at + 4, self._end)
            if close >= 0:
                self._spans.append((at, close + 3))
                return close + 3
            self._comments = False
        return self._protect(_ANGLE.match(self._text, at, self._end), at + 1)

    def _close_bracket(self, at: int) -> int:
        """Read ``]`` and, if it ends the text of a link, where the link goes."""
        if not self._brackets:
            return at + 1
        opening = self._brackets.pop()
        after = at + 1
        target = _DESTINATION.match(self._text, after, self._end) or _LABEL.match(
            self._text, after, self._end
        )
        end = target.end() if target else after
        image = opening > self._start and self._text[opening - 1] == "!"
        if (target is None or target.group() == "[]") and self._is_label(opening + 1, at):
            self._spans.append((opening - image, end))
        elif target:
            self._spans += [(opening - image, opening + 1), (at, end)]
        elif self._text.startswith("^", opening + 1):  # a reference to a footnote
            self._spans.append((opening, end))
        return end

    def _is_label(self, start: int, end: int) -> bool:
        """Tell whether a text in brackets is a label, and so a link without more."""
        return (
            bool(self._labels)
            and end - start <= _LONGEST_LABEL
            and normal_label(self._text[start:end]) in self._labels
        )
