"""What the pass ``spacing`` does by the user's lexicons; all else that it does, the core does.

A blank within a term is closed up, as in 侵权 行为, whose parts are words themselves: nothing but a
lexicon says that they belong together. Left alone: lines with many blanks between Chinese, where
they set words apart, as in lists of keywords; titles in 《》; labels such as 第一条; terms that
would end within a word, as 教育局长 does in 教育局 长期; terms of less than four characters.

Wrong where two words that stand apart on purpose make a term by chance.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textmend.draft import Draft, EditBuilder
from textmend.protection import title_spans

if TYPE_CHECKING:
    from textmend.lexicon import Match
    from textmend.lexicon.guard import Guard

__all__ = ["close_terms"]

_CUT_TERM = "spacing.cut_term"
_HAN = re.compile("[\u3400-\u9fff]")
_PARTED = re.compile("(?<=[\u3400-\u9fff])[ \u3000](?=[\u3400-\u9fff])")
_LABEL = re.compile(
    "(?<![\u3400-\u9fff])第[0-9一二三四五六七八九十百千零〇]{1,8}[编章节条款项部篇回集课]$"
)
_LONGEST_LABEL = 11
_LONGEST_WORD = 6
_RUN = re.compile(f"[\u3400-\u9fff]{{0,{_LONGEST_WORD}}}")
_LEAST_TERM = 4
_APART = 12  # Han for each blank between two of them, where blanks are not what parts the words


def close_terms(draft: Draft, guard: Guard) -> None:
    """Close up the terms of lexicons that a single blank cuts; what comes of it is protected."""
    if guard.terms is None or not _PARTED.search(draft.text):
        return
    builder, text = EditBuilder(draft), draft.text
    end, reads_on = -1, False
    titles: list[tuple[int, int]] = []
    for match in guard.terms.find(text, skeletons=False):
        if match.kind != "cut" or match.distance > 1 or len(match.term) < _LEAST_TERM:
            continue
        if match.start > end:
            start, end, reads_on = _judge_line(text, match.start)
            titles = [(start + a, start + b) for a, b in title_spans(text[start:end])]
        blank = _PARTED.search(text, match.start, match.end)
        if not blank or not reads_on or any(a < match.start < b for a, b in titles):
            continue
        is_label = _LABEL.search(text[max(blank.start() - _LONGEST_LABEL, 0) : blank.start()])
        if not is_label and _ends_with_a_word(draft, match):
            builder.replace(*blank.span(), "", _CUT_TERM)
    if builder.submit():
        draft.keep(guard)


def _ends_with_a_word(draft: Draft, match: Match) -> bool:
    """Tell whether a word ends where the term does, if the text is read without the blank."""
    behind = _RUN.match(draft.text, match.end)
    ends = draft.tables.segment(match.term + (behind[0] if behind else ""))
    return len(match.term) in ends


def _judge_line(text: str, offset: int) -> tuple[int, int, bool]:
    """Return where the line at an offset lies, and whether its words stand together elsewhere."""
    start, end = text.rfind("\n", 0, offset) + 1, text.find("\n", offset)
    end = len(text) if end < 0 else end
    line = text[start:end]
    return start, end, len(_HAN.findall(line)) >= _APART * len(_PARTED.findall(line))
