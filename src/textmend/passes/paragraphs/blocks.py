"""What the blocks of a page are: titles, headings, body, captions, credits, its frame, verse.

Most blocks say themselves what they are (`kinds`). A bare line without marks is told by its place:
the first of a page is its title, one that reads like a scene is a caption, one before a paragraph
is a heading; and a run of short lines alike is verse. Numbers on lines that follow each other are
those of a list, not of headings.

When it is wrong: a caption that reads like a headline, a headline that is not the first line, and
a bare line before a paragraph that is none of its headings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from textmend.edits import Block
from textmend.passes.paragraphs.kinds import Kind, is_scene
from textmend.passes.paragraphs.lines import CLAUSE, Line

__all__ = ["find_blocks"]

# What a form asks for, and a date.
_FIELD = re.compile(
    r"[\u4e00-\u9fff ]{1,8}[：:]|[0-9二〇○零一]{4}年[0-9一二三四五六七八九十]{1,3}月"
)
_FRAME = frozenset({"page_number", "masthead", "imprint", "rule"})
_WIDEST_HEADING = 72
_LEAST_VERSE = 4
_WIDEST_VERSE = 40


def find_blocks(lines: Sequence[Line], joined: frozenset[int], initial: bool = True) -> list[Block]:
    """Return the blocks of a page.

    Args:
        lines: of the page.
        joined: indices of lines that go on in the next one.
        initial: whether the document begins with the first of them.
    """
    blocks: list[Block] = []
    verse = _verse(lines)
    titled, has_text = not initial, False
    start = 0
    for i, line in enumerate(lines):
        if i in joined:
            continue
        first = lines[start]
        if start < i:
            kind = first.kind if first.kind.name == "list_item" else Kind("body", confidence=0.95)
        elif i in verse:
            kind = Kind("verse", confidence=0.7)
        else:
            kind = _kind(lines, i, titled, has_text)
        if kind.name == "heading" and not titled and first.text.startswith("# "):
            kind = Kind("title", 1, kind.confidence)
        titled = titled or kind.name not in _FRAME | {"byline", "credit", "caption"}
        has_text = has_text or kind.name not in _FRAME
        blocks.append(Block(kind.name, first.start, line.end, kind.level, kind.confidence))
        start = i + 1
    return blocks


def _kind(lines: Sequence[Line], i: int, titled: bool, has_text: bool) -> Kind:
    line = lines[i]
    if line.kind.name == "heading" and _counts_on(lines, i):
        return Kind("list_item", confidence=0.7)
    if line.kind.name != "body":
        return line.kind
    if not line.is_open or line.tail == CLAUSE or line.width > _WIDEST_HEADING:
        return Kind("body", confidence=0.9)
    return _bare_kind(lines, i, titled, has_text)


def _bare_kind(lines: Sequence[Line], i: int, titled: bool, has_text: bool) -> Kind:
    """Tell what a short line without a mark at its end is, by its words and its place."""
    line = lines[i]
    if any(mark in line.text for mark in "。；！？，") or not line.han:
        return Kind("body", confidence=0.6)
    if is_scene(line.text):
        return Kind("caption", confidence=0.7)
    if not titled:
        return Kind("title", 1, 0.7)
    if _FIELD.match(line.text) or not _is_text(lines[i + 1 : i + 2]):
        return Kind("body", confidence=0.6)
    follows_heading = has_text and lines[i - 1].kind.name == "heading"
    return Kind("heading", 3 if follows_heading else 2, 0.6)


def _counts_on(lines: Sequence[Line], i: int) -> bool:
    """Tell whether a numbered line stands beside another one of its form."""
    level = lines[i].kind.level
    beside = (*lines[max(i - 1, 0) : i], *lines[i + 1 : i + 2])
    return not lines[i].text.startswith(("#", "第")) and any(
        other.kind.level == level and not other.text.startswith("#") for other in beside
    )


def _is_text(following: Sequence[Line]) -> bool:
    """Tell whether a heading may stand before what follows: a paragraph, or a smaller heading."""
    return any(
        line.kind.name in ("heading", "list_item", "table_row")
        or (line.kind.name == "body" and (not line.is_open or line.width > _WIDEST_HEADING))
        for line in following
    )


def _verse(lines: Sequence[Line]) -> set[int]:
    """Return the lines of runs of short lines of much the same width."""
    found: set[int] = set()
    run: list[int] = []
    for i, line in enumerate(lines):
        fits = line.kind.name in ("body", "verse") and line.han >= 3 and line.width <= _WIDEST_VERSE
        if fits and run and abs(line.width - lines[run[-1]].width) > 4:
            fits = False
        if not fits:
            if len(run) >= _LEAST_VERSE:
                found.update(run)
            run = [i] if line.kind.name == "body" and 3 <= line.han <= _WIDEST_VERSE // 2 else []
            continue
        run.append(i)
    if len(run) >= _LEAST_VERSE:
        found.update(run)
    return found
