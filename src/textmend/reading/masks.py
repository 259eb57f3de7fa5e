"""Names and words that somebody masked: 张××, 某某市, **区, □□. Nothing says what stood there.

Two asterisks may also be Markdown's emphasis. Markdown's own reader protects that; in plain text
asterisks that enclose words on one line are taken for it, unless what they enclose is the rest of a
name, as in 在**市**区.

When it is wrong: 某某 that names nobody, and emphasised words such as **大学**, in plain text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

__all__ = ["find_masks", "may_hold_masks", "may_hold_masks_utf8"]

# What follows a masked name, or the figures of a date.
_REST: Final = "省市州县区旗镇乡村街路号年月日时分院校局厅部处科公单同先女小中大幼师某"
_SIGNS: Final = "*＊×某□XＸ"
_RUN: Final = re.compile(rf"([{_SIGNS}])\1+")
_RUN_UTF8: Final = re.compile("|".join(re.escape(2 * sign) for sign in _SIGNS).encode())
_MASKS: Final = {"*": 8, "＊": 8, "×": 8, "□": 8, "某": 4, "X": 4, "Ｘ": 4}
"""How many of a sign stand for a word; more are a rule, or a form to be filled in."""
_WORD: Final = re.compile("[\u3400-\u9fff0-9]")
_NAME_REST: Final = re.compile(rf"[{_REST}][\u3400-\u9fff]{{0,2}}")
_EMPHASIS: Final = 3  # asterisks at most


def may_hold_masks(text: str) -> bool:
    """Tell quickly whether `find_masks` might find anything."""
    return any(sign in text and 2 * sign in text for sign in _SIGNS)


def may_hold_masks_utf8(data: memoryview) -> bool:
    """Tell the same of a text in UTF-8."""
    return _RUN_UTF8.search(data) is not None


def find_masks(text: str, closed: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Return the spans of masks, in order.

    Args:
        text: any string.
        closed: sorted spans that are not looked at.

    >>> text = "张××老师在**区**小学工作，**成绩突出**。"
    >>> [text[start:end] for start, end in find_masks(text)]
    ['××', '**', '**']
    """
    if not may_hold_masks(text):
        return []
    found = [
        run.span()
        for run in _RUN.finditer(text)
        if _is_mask(text, *run.span()) and not _is_closed(*run.span(), closed)
    ]
    stars = [span for span in found if text[span[0]] == "*"]
    emphasis = {run for line in _by_line(text, stars) for run in _emphasis(text, line)}
    return [span for span in found if span not in emphasis and _is_beside_words(text, *span)]


def _is_mask(text: str, start: int, end: int) -> bool:
    """Tell whether a run of one sign may be a mask, its line left aside."""
    sign, before, behind = text[start], text[max(start - 1, 0) : start], text[end : end + 1]
    if end - start > _MASKS[sign]:
        return False
    if sign in "XＸ":  # the twentieth, a size, or somebody
        is_name = before.isascii() and before.isalnum()
        return not is_name and behind != "" and behind in _REST
    return not (sign == "*" and before == "\\")


def _is_closed(start: int, end: int, closed: Sequence[tuple[int, int]]) -> bool:
    before = bisect_left(closed, (end, end))
    return any(stop > start for _, stop in closed[max(before - 1, 0) : before])


def _is_beside_words(text: str, start: int, end: int) -> bool:
    """Tell whether a mask stands beside Chinese or figures; otherwise it is a rule, or code."""
    sides = text[max(start - 1, 0) : start], text[end : end + 1]
    return any(_WORD.match(side) for side in sides)


def _by_line(text: str, runs: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield the runs of each line that has any."""
    line = 0
    lines: list[int] = []
    done = 0
    for start, _ in runs:
        line += text.count("\n", done, start)
        done = start
        lines.append(line)
    for _, group in groupby(zip(lines, runs, strict=True), key=lambda item: item[0]):
        yield [run for _, run in group]


def _emphasis(text: str, runs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the runs of asterisks of a line that enclose emphasised words."""
    i = 0
    while i + 1 < len(runs):
        (start, end), (following, stop) = runs[i], runs[i + 1]
        inner = text[end:following]
        is_short = end - start == stop - following <= _EMPHASIS
        if is_short and inner == inner.strip() and not _NAME_REST.fullmatch(inner):
            yield from (runs[i], runs[i + 1])
            i += 1
        i += 1
