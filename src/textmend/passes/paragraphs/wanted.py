"""What was asked for: lines cut that were run together, blocks left out, headings marked."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from textmend.draft import Draft, EditBuilder
from textmend.edits import Block
from textmend.passes.paragraphs.blocks import find_blocks
from textmend.passes.paragraphs.judge import BreakJudge, judge_of
from textmend.passes.paragraphs.lines import Line, read_lines
from textmend.passes.paragraphs.missing import LEAST, missing_breaks
from textmend.passes.paragraphs.wishes import Wishes

if TYPE_CHECKING:
    from textmend.reading.shipped import ReadingModel

__all__ = ["fulfil"]

_MOST_SIGNS = 6
_HEADINGS = ("title", "subtitle", "heading")
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\u2028\u2029]")
_RUN_TOGETHER = frozenset({"body", "heading", "list_item", "byline"})


def fulfil(draft: Draft, wishes: Wishes, initial: bool, model: ReadingModel) -> None:
    """Do what was asked for, in a draft whose lines are in order."""
    if wishes.breaks == "find":
        _cut(draft, judge_of(model))
    if wishes.drop or wishes.headings != "keep":
        _mark(draft, wishes, initial)


def _cut(draft: Draft, judge: BreakJudge) -> None:
    """Put in the line ends that are missing; blanks in their place go."""
    builder = EditBuilder(draft)
    ends = _LINE_END.search(draft.text)
    for line in read_lines(draft.text, draft.tables):
        if len(line.text) < LEAST or line.quotes or not line.is_prose:
            continue
        if line.kind.name not in _RUN_TOGETHER:
            continue
        for start, end, is_heading in missing_breaks(line.text, judge):
            rule = "paragraphs.glued_heading" if is_heading else "paragraphs.run_together"
            new = ends[0] if ends else "\n"
            builder.replace(line.start + start, line.start + end, new, rule)
    builder.submit()


def _mark(draft: Draft, wishes: Wishes, initial: bool) -> None:
    """Leave out blocks and mark headings."""
    lines = read_lines(draft.text, draft.tables)
    builder = EditBuilder(draft)
    starts = [line.start for line in lines]
    done = level = 0
    for block in find_blocks(lines, frozenset(), initial):
        if block.kind in _HEADINGS:  # what stands below a heading and has no level is one smaller
            level = block.level or level + 1
        if block.kind in wishes.drop:
            index = bisect_left(starts, block.start)
            if block.start >= done:
                start, done = _with_break(lines, index, done, len(draft.text))
                builder.replace(start, done, "", "paragraphs.dropped")
        elif _wants_mark(draft.text, block, wishes) and block.start >= done:
            mark = "#" * min(level, _MOST_SIGNS) + " "
            first = draft.text.rfind("\n", 0, block.start) + 1  # no indent stands before a sign
            builder.replace(first, block.start, mark, "paragraphs.heading_mark")
    builder.submit()


def _wants_mark(text: str, block: Block, wishes: Wishes) -> bool:
    is_heading = block.kind in _HEADINGS and not text.startswith("#", block.start)
    return is_heading and wishes.headings == "markdown"


def _with_break(lines: list[Line], i: int, done: int, size: int) -> tuple[int, int]:
    """Return the span of a line and of the break before it; behind it where nothing stays before.

    What stands before `done` is left out already, if anything is.
    """
    if i and lines[i].start > done:
        return lines[i - 1].end, lines[i].end
    return done, lines[i + 1].start if i + 1 < len(lines) else size
