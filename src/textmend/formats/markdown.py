"""Markdown: what in it is not prose, found line by line with a state that windows hand on.

Blocks are told apart first (front matter, fenced and indented code, HTML, headings, lists,
quotes); what is left are paragraphs, which are searched for inline code, links and tags. The
rules are CommonMark's, simplified where the difference only protects a little more than needed:
what is protected by mistake stays unrepaired, which does no harm.

The line ends of code, comments and front matter belong to them, so that no line is joined there;
the one before them needs no protection, since what opens them is no line of a paragraph. The one
before a footnote belongs to it.

When it is wrong: a link by label alone (``[label]`` or ``[label][]``) is told from a bracket by its
definition, which must stand in the same window or an earlier one; and a formula is one only between
dollar signs that stand close to it.
"""

from __future__ import annotations

import re

from textmend.formats.markdown_inline import Spans, inline_spans, normal_label, table_spans
from textmend.protection import merge_spans

__all__ = ["Markdown"]

# Han characters and most other letters start a paragraph line and nothing else.
_SPECIAL_START = re.compile(r"[ \t>#\-*+_=~`<\[0-9]")
_QUOTE = re.compile(r"(?: {0,3}>[ \t]?)+")
_BLANKS = re.compile(r"[ \t]*")
_FENCE = re.compile(r"(?:`{3,}(?=[^`]*$)|~{3,})")
_HEADING = re.compile(r"#{1,6}(?:[ \t]+|$)|#{1,6}(?=[^#\s])")
_RULE = re.compile(r"(?:(?:\*[ \t]*+)++|(?:-[ \t]*+)++|(?:_[ \t]*+)++|=++[ \t]*+)$")
_ITEM = re.compile(r"(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]+|$)")
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_DEFINITION = re.compile(
    r"\[(?!\^)([^\[\]]+)\]:[ \t]*(?:<[^<>]*>|\S+)"
    r"(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*$"
)
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]+\]:[ \t]*")
_HTML = (
    (re.compile(r"<!--"), "-->"),
    (re.compile(r"<\?"), "?>"),
    (re.compile(r"<!\[CDATA\["), "]]>"),
    (re.compile(r"<(?:pre|script|style|textarea)(?=[\s>])", re.IGNORECASE), "</"),
)
_YAML = re.compile(r"[ \t#\]}]|-(?:[ \t]|$)|[\w\"'.-]+[ \t]*:(?:[ \t]|$)|$")


class Markdown:
    r"""A Markdown document that comes in windows of whole paragraphs.

    >>> text = "# 标题\n\n见`f(x,y)`,再说\n"
    >>> [text[start:end] for start, end in Markdown().protected_spans(text)]
    ['# ', '`f(x,y)`']
    """

    breaks = ("\n\n", "\n\r\n")
    """What a window may end with: an empty line, so that no paragraph is cut."""

    def __init__(self) -> None:
        self._line = 0
        self._matter = ""  # the line that closes the front matter while it is open
        self._fence = ""  # the run of marks that opened a block of code
        self._fence_depth = 0
        self._html = ""  # what closes a block of HTML
        self._indented = False  # inside indented code
        self._after_blank = True
        self._items: list[int] = []  # columns at which the contents of open list items start
        self._labels: set[str] = set()  # those that were defined so far
        self._spans: Spans = []
        self._paragraph: Spans = []
        self._paragraphs: list[Spans] = []  # those of the window, as their lines

    def protected_spans(self, text: str) -> Spans:
        """Return the spans of the next window that must stay as they are, in order."""
        self._spans = []
        self._paragraphs = []
        start = 0
        while start < len(text):
            newline = text.find("\n", start)
            stop = len(text) if newline < 0 else newline
            end = stop - 1 if text.startswith("\r", stop - 1) and stop > start else stop
            self._read_line(text, start, end)
            start = stop + 1
        self._end_paragraph()
        for lines in self._paragraphs:  # only now: a label may be defined behind its use
            self._spans += table_spans(text, lines)
            self._spans += inline_spans(text, lines[0][0], lines[-1][1], self._labels)
        return merge_spans(self._spans)

    def _read_line(self, text: str, start: int, end: int) -> None:
        self._line += 1
        if (self._matter or self._line == 1) and self._in_front_matter(text, start, end):
            self._protect_line(text, start, end)
            return
        if self._html:
            self._protect_line(text, start, end)
            if text.find(self._html, start, end) >= 0:
                self._html = ""
            return
        if not self._fence and end > start and not _SPECIAL_START.match(text, start):
            self._leave_code(0)
            self._paragraph.append((start, end))
            return
        self._read_block(text, start, end)

    def _in_front_matter(self, text: str, start: int, end: int) -> bool:
        line = text[start:end].rstrip()
        if self._line == 1:
            self._matter = line if line in ("---", "+++") else ""
            return bool(self._matter)
        if line == self._matter or (self._matter == "---" and line == "..."):
            self._matter = ""
            return True
        if self._matter == "---" and not _YAML.match(line):
            self._matter = ""  # it was a rule after all
        return bool(self._matter)

    def _read_block(self, text: str, start: int, end: int) -> None:
        """Read a line that may be more than a line of a paragraph."""
        quote = _QUOTE.match(text, start, end)
        depth = quote.group().count(">") if quote else 0
        if self._fence and depth < self._fence_depth:
            self._fence = ""  # the quotation that held the code is over
        if quote and not (self._fence and self._fence_depth == 0):
            self._protect(start, quote.end())
            start = quote.end()
        first = _BLANKS.match(text, start, end).end()  # type: ignore[union-attr]
        if self._fence:
            self._protect_line(text, start, end)
            self._close_fence(text[first:end])
        elif first == end:
            self._end_paragraph()
            self._after_blank = True
        elif self._is_code(_columns(text[start:first])):
            self._protect_line(text, start, end)
        else:
            self._protect(start, first)
            self._read_content(text, start, first, end, depth)

    def _is_code(self, indent: int) -> bool:
        """Tell whether a line so far to the right is indented code."""
        if not (self._after_blank or self._indented):
            return False
        while self._items and indent < self._items[-1]:
            self._items.pop()
        self._indented = indent >= (self._items[-1] if self._items else 0) + 4
        return self._indented

    def _leave_code(self, indent: int) -> None:
        if self._after_blank or self._indented:
            self._is_code(indent)
        self._after_blank = False

    def _read_content(self, text: str, start: int, first: int, end: int, depth: int) -> None:
        """Read what stands after the quotation marks and blanks of a line."""
        self._after_blank = False
        rule = _RULE.match(text, first, end)
        if rule and (text[first] != "=" or self._paragraph):
            self._protect(first, end)
            self._end_paragraph()
            return
        item = _ITEM.match(text, first, end)
        while item:
            self._end_paragraph()
            first = self._open_item(text, start, item, end)
            item = _ITEM.match(text, first, end)
        if first == end:
            return
        if fence := _FENCE.match(text, first, end):
            self._open(text, first, end)
            self._fence, self._fence_depth = fence.group(), depth
        elif heading := _HEADING.match(text, first, end):
            self._read_heading(text, heading.end(), first, end)
        elif (definition := _DEFINITION.match(text, first, end)) and not self._paragraph:
            self._labels.add(normal_label(definition[1]))
            self._protect_line(text, first, end)
        elif footnote := _FOOTNOTE.match(text, first, end):
            self._protect(text.rfind("\n", 0, first) if self._paragraph else first, footnote.end())
            self._end_paragraph()
            self._paragraph.append((footnote.end(), end))
        elif closing := self._html_block(text, first, end):
            self._open(text, first, end)
            self._html = "" if text.find(closing, first, end) >= 0 else closing
        else:
            self._paragraph.append((first, end))

    def _open_item(self, text: str, start: int, item: re.Match[str], end: int) -> int:
        """Note a list item and return where its content starts."""
        indent = _columns(text[start : item.start()])
        while self._items and indent < self._items[-1]:
            self._items.pop()
        blanks = len(item.group()) - len(item.group().rstrip())
        marker = len(item.group()) - blanks
        self._items.append(indent + marker + (blanks if 1 <= blanks <= 4 else 1))
        task = _TASK.match(text, item.end(), end)
        first = task.end() if task else item.end()
        self._protect(item.start(), first)
        return first

    def _read_heading(self, text: str, content: int, first: int, end: int) -> None:
        self._end_paragraph()
        self._protect(first, content)
        words = text[content:end].rstrip(" \t").rstrip("#")
        closed = not words or words[-1] in " \t"
        stop = content + len(words.rstrip(" \t")) if closed else end
        self._protect(stop, end)
        self._paragraph.append((content, stop))
        self._end_paragraph()

    def _html_block(self, text: str, first: int, end: int) -> str:
        """Return what closes the block of HTML that this line opens, if it opens one.

        A comment that ends on its own line is left to the search in paragraphs.
        """
        for opening, closing in _HTML:
            if match := opening.match(text, first, end):
                if closing == "</":
                    return f"</{match.group()[1:]}"
                return "" if text.find(closing, match.end(), end) >= 0 else closing
        return ""

    def _close_fence(self, line: str) -> None:
        marks = line.rstrip()
        if len(marks) >= len(self._fence) and not marks.strip(self._fence[0]):
            self._fence = ""

    def _open(self, text: str, start: int, end: int) -> None:
        self._end_paragraph()
        self._protect_line(text, start, end)

    def _protect_line(self, text: str, start: int, end: int) -> None:
        """Protect a line with its line feed, so that it is not joined with the next one."""
        self._protect(start, text.find("\n", end) + 1 or len(text))

    def _protect(self, start: int, end: int) -> None:
        if start < end:
            self._spans.append((start, end))

    def _end_paragraph(self) -> None:
        if self._paragraph:
            self._paragraphs.append(self._paragraph)
            self._paragraph = []


def _columns(blanks: str) -> int:
    """Return how far to the right blanks reach; a tab goes to the next multiple of four."""
    return len(blanks.expandtabs(4))
