"""What the pass ``spacing`` does by the user's lexicons; all else that it does, the core does.

A blank within a term is closed up, as in 侵权 行为, whose parts are words themselves: nothing but a
lexicon says that they belong together. Left alone: lines with many blanks between Chinese, where
they set words apart, as in lists of keywords; labels such as 第一条 at the head of a line; terms of
less than four characters.

Wrong where two words that stand apart on purpose make a term by chance.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textmend.draft import Draft, EditBuilder

if TYPE_CHECKING:
    from textmend.lexicon.guard import Guard

__all__ = ["close_terms"]

_CUT_TERM = "spacing.cut_term"
_HAN = re.compile("[\u3400-\u9fff]")
_PARTED = re.compile("(?<=[\u3400-\u9fff])[ \u3000](?=[\u3400-\u9fff])")
_LABEL = re.compile("\\s*第[0-9一二三四五六七八九十百千零〇]{1,8}[编章节条款项部篇回集课]")
_LEAST_TERM = 4
_APART = 12  # Han for each blank between two of them, where blanks are not what parts the words


def close_terms(draft: Draft, guard: Guard) -> None:
    """Close up the terms of lexicons that a single blank cuts; what comes of it is protected."""
    if guard.terms is None or not _PARTED.search(draft.text):
        return
    builder = EditBuilder(draft)
    start, end, reads_on = 0, -1, False
    for match in guard.terms.find(draft.text, skeletons=False):
        if match.kind != "cut" or match.distance > 1 or len(match.term) < _LEAST_TERM:
            continue
        if match.start > end:
            start, end, reads_on = _judge_line(draft.text, match.start)
        blank = _PARTED.search(draft.text, match.start, match.end)
        if blank and reads_on and not _LABEL.fullmatch(draft.text, start, blank.start()):
            builder.replace(*blank.span(), "", _CUT_TERM)
    if builder.submit():
        draft.keep(guard)


def _judge_line(text: str, offset: int) -> tuple[int, int, bool]:
    """Return where the line at an offset lies, and whether its words stand together elsewhere."""
    start, end = text.rfind("\n", 0, offset) + 1, text.find("\n", offset)
    end = len(text) if end < 0 else end
    line = text[start:end]
    return start, end, len(_HAN.findall(line)) >= _APART * len(_PARTED.findall(line))
