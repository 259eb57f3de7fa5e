"""Does text run on from one line to the next? The evidence of the language alone.

`BreakJudge` is the interface; a trained reader may fill it. `CountJudge` works from the counts of
``breaks.tsv`` and the word list: the end of a line may be that of a heading or of half a sentence,
the start of the next may begin something or go on with it, and the two may make a word.

When it is wrong: where a heading ends like half a sentence and the text behind it begins like the
other half; and in registers that the counts do not know, such as technical terms or verse, where
it knows little and says so by staying near 0.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple, Protocol

from textmend._native import Tables
from textmend.tables import shared_tables, table_rows

__all__ = ["BreakJudge", "CountJudge", "Evidence", "shared_judge"]

CONTEXT = 12
"""Characters on each side that are looked at."""

_DIGIT = re.compile(r"[0-9]")
_LATIN = re.compile(r"[A-Za-z]")
_HAN_END = re.compile(r"[\u4e00-\u9fff]+$")
_HAN_START = re.compile(r"[\u4e00-\u9fff]+")
_HALF_MARKS = str.maketrans(",;:?!()", "，；：？！（）")

# What two characters count for that the table does not have: they were seldom seen together.
_STRANGERS = -1.0
_LATIN_MOST = 1.0  # what Latin letters at a break may count for: they stand in lists and names too
_CUT_WORD = {2: 1.5, 3: 3.0}  # by the length of the word; longer ones as three


class Evidence(NamedTuple):
    """Natural log-odds; positive speaks for text that runs on.

    Args:
        end: whether the line before ends inside a paragraph.
        start: whether the line behind starts inside one.
        fit: whether the two belong together.
    """

    end: float
    start: float
    fit: float

    @property
    def total(self) -> float:
        """All of it, taken as independent."""
        return self.end + self.start + self.fit


class BreakJudge(Protocol):
    """Whatever can say whether text runs on over a break."""

    def judge(self, before: str, after: str) -> Evidence:
        """Weigh a break, given the last characters before it and the first behind it."""


class CountJudge:
    """Weighs a break by counts of characters and by words.

    >>> judge = shared_judge()
    >>> judge.judge("全面提高优化教学设", "计、丰富教学内容").total > 4
    True
    >>> judge.judge("打好双减组合拳", "近年来，全区各校").total < 0
    True
    """

    def __init__(
        self, tables: Tables, weights: dict[str, float], simplified: dict[int, str]
    ) -> None:
        self._tables = tables
        self._simplified = simplified
        self._weights = weights

    def judge(self, before: str, after: str) -> Evidence:
        """Weigh a break; see `BreakJudge`."""
        left, right = self._normal(before[-CONTEXT:]), self._normal(after[:CONTEXT])
        if not left or not right:
            return Evidence(0.0, 0.0, 0.0)
        end = self._edge([f"{left[-size:]}|" for size in (3, 2, 1)])
        start = self._edge([f"|{right[:size]}" for size in (3, 2, 1)])
        fit = self._fit(left, right)
        if left[-1] == "a":
            end, fit = min(end, _LATIN_MOST), min(fit, _LATIN_MOST)
        if right[0] == "a":
            start, fit = min(start, _LATIN_MOST), min(fit, _LATIN_MOST)
        return Evidence(end, start, fit)

    def _normal(self, text: str) -> str:
        """Return a text as the table has it: the counts are of simplified text."""
        simple = text.strip().translate(_HALF_MARKS).translate(self._simplified)
        return _LATIN.sub("a", _DIGIT.sub("0", simple))

    def _edge(self, contexts: list[str]) -> float:
        return next((self._weights[text] for text in contexts if text in self._weights), 0.0)

    def _fit(self, left: str, right: str) -> float:
        weights = self._weights
        pair = weights.get(f"{left[-1]}|{right[0]}")
        if pair is None:
            pair = _STRANGERS if _is_han(left[-1]) and _is_han(right[0]) else 0.0
        fit = pair + weights.get(left[-2:] + right[0], 0.0) + weights.get(left[-1] + right[:2], 0.0)
        return min(max(fit, -4.0), 6.0) + self._cut_word(left, right)

    def _cut_word(self, left: str, right: str) -> float:
        """Return what it counts for that a word stands across the break."""
        head, tail = _HAN_END.search(left), _HAN_START.match(right)
        if head is None or tail is None:
            return 0.0
        before = head[0][-6:]
        ends = self._tables.segment(before + tail[0][:6])
        if len(before) in ends:
            return 0.0
        start = max((end for end in ends if end < len(before)), default=0)
        word = min(end for end in ends if end > len(before)) - start
        return _CUT_WORD[min(word, 3)]


@cache
def shared_judge() -> CountJudge:
    """Return the judge of the shared tables, read at the first call."""
    weights = {text: int(value) / 100 for text, value in table_rows("breaks.tsv")}
    rows = (row for row in table_rows("script.tsv") if row[1] == "T")
    return CountJudge(shared_tables(), weights, {ord(row[0]): row[2][0] for row in rows})


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
