"""Where in its clause a character is written: what the last characters written cannot tell.

Behind which mark, how far behind it, how far into the sentence, and inside which brackets: a comma
is likelier the longer there was none, and a quotation that was opened must be closed. Lengths are
counted in observed characters, so that readings that differ in a restored particle agree on them.

The same arithmetic is done by the native decoder, in `native/core/reader/clause.hpp`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["CLAUSE_KINDS", "CLAUSE_ROWS", "Classes", "clause_rows"]

CLAUSE_KINDS = 3
"""Rows that say where a step is: the last mark and how far it is, the sentence, the brackets."""

_MARKS = ("、", "，", "。！？", "；", "：", "“‘《〈（【〔", "”’》〉）】〕")
_STOP = 3  # the class of marks that end a sentence
_PAIRS = ("“”", "《》", "（）")
_SINCE_MARK = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 19, 24, 32, 45)
_SINCE_STOP = (5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 130, 160, 200, 300)
_STEPS = 16  # lengths that are told apart
_FIRST_OPEN = (len(_MARKS) + 1) * _STEPS
_FIRST_SENTENCE = _FIRST_OPEN + (1 << len(_PAIRS))

CLAUSE_ROWS = _FIRST_SENTENCE + _STEPS
"""Rows in all."""

Places = NDArray[np.int64]


class Classes:
    """What each id is to a clause.

    Args:
        characters: of each id; the line end stands for itself.
    """

    def __init__(self, characters: Sequence[str]) -> None:
        places = {character: i for i, character in enumerate(characters)}
        self.line_end = places["\n"]
        self.mark = np.zeros(len(characters), np.int64)
        for kind, marks in enumerate(_MARKS, 1):
            self.mark[[places[mark] for mark in marks if mark in places]] = kind
        self.opens, self.closes = (
            [places.get(pair[side], -1) for pair in _PAIRS] for side in (0, 1)
        )


def clause_rows(text: NDArray[np.uint16], gap: Places, classes: Classes) -> Places:
    """Return for each step of writing a text the rows that say where it is, [N, CLAUSE_KINDS].

    Args:
        text: ids of what each step writes.
        gap: before which observed character each step writes, [N], not falling.
        classes: of the ids.
    """
    ends = text == classes.line_end
    kind = classes.mark[text]
    last, since = _behind((kind > 0) | ends, gap)
    mark = np.where(last >= 0, kind[last], 0)
    _, sentence = _behind((kind == _STOP) | ends, gap)
    is_open = np.zeros(len(text), np.int64)
    for bit, (left, right) in enumerate(zip(classes.opens, classes.closes, strict=True)):
        last, _ = _behind((text == left) | (text == right) | ends, gap)
        is_open |= ((last >= 0) & (text[last] == left)).astype(np.int64) << bit
    return np.stack(
        [
            mark * _STEPS + np.searchsorted(_SINCE_MARK, since, "right"),
            _FIRST_OPEN + is_open,
            _FIRST_SENTENCE + np.searchsorted(_SINCE_STOP, sentence, "right"),
        ],
        -1,
    )


def _behind(event: NDArray[np.bool_], gap: Places) -> tuple[Places, Places]:
    """Return the last step before each at which something was so, -1 for none, and how far.

    The distance is in characters copied in between: those of `event` itself are not counted.
    """
    places = np.arange(len(event))
    last = np.maximum.accumulate(np.where(event, places, -1))
    last = np.concatenate([[-1], last[:-1]])[: len(event)]
    behind = gap[last + 1]  # the gap at hand when the event was over
    return last, gap - np.where(last >= 0, behind, gap[0] if len(gap) else 0)
