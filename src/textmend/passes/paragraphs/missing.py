"""Line ends that are missing: paragraphs and headings that were run together in one line.

Three signs. A label (``二、`` ``（二）`` ``第三条`` ``2.``) behind the end of a sentence begins a
line if it counts on. The n-gram model says of the end of a sentence whether a line ends there, and
whether what follows begins one. And of the beginning of a line it says whether a heading without a
mark ends in it. Only what is clear is cut, so most of what was run together in prose without labels
stays.

When it is wrong: where points are counted inside a paragraph, and where a text has the habit to
begin lines as others begin sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from textmend.passes.paragraphs.features import unmatched
from textmend.passes.paragraphs.judge import CONTEXT, BreakJudge, Evidence
from textmend.reading.numerals import value_of

__all__ = ["LEAST", "SENTENCE_END", "Cut", "is_closed", "line_end_signs", "missing_breaks"]

LEAST: Final = 100
"""Characters of a line in which something may have been run together."""
SENTENCE_END: Final = re.compile(r"[。！？…][”’」』）》〉]*")

_BLANKS: Final = re.compile(r"[ \t\u3000]*")
_NUMERALS = "[一二三四五六七八九十]{1,3}"
# Group 1 is the number. 三、四月份 is no label, nor is 第二条规定.
_HEADED: Final = (
    re.compile(rf"({_NUMERALS})、(?![一二三四五六七八九十])"),
    re.compile(rf"[（(]({_NUMERALS}|[0-9]{{1,2}})[）)]"),
    re.compile(rf"第({_NUMERALS})[编章节編節](?![，、的中以])"),
)
_NUMBER: Final = re.compile(r"([0-9]{1,2})[.．、](?![0-9])")
_ARTICLE: Final = re.compile(
    r"第([一二三四五六七八九十百零〇]{1,6})[条條](?![之第的和与或及至到所中规、，])"
)
_LABELS: Final = (*_HEADED, _NUMBER, _ARTICLE)
_MARK: Final = re.compile(r"[，。！？；…]")  # none of these stands in a heading
_REACH: Final = 400  # characters in which a bracket that is open is looked for

# Log-odds that a line ends behind a sentence: a logistic regression on documents of eight registers
# that were run together (`tools/fit_missing_breaks.py`, 94 to 97 % of each file). From 2.5 on 98
# in 100 are right. What may be the label of a heading must only be likelier than not to begin one.
_WEIGHTS: Final = (0.08, 0.40, 0.14)
_BIAS: Final = -0.69
_SURE: Final = 2.5
_SURE_OF_LABEL: Final = 0.0
# How much more probable a heading's end must be than that the text runs on, and than any other end
# of it. Of those found in documents of seven registers (85 to 95.5 % of each file) 92 in 100 are
# right, both with and without a label; with a label, half of the headings are found.
_LEAST_GAIN: Final = {True: -1.0, False: 3.0}  # with a label, without
_CLEAR: Final = 2.0
_LONGEST_HEADING: Final = 24
_SHORTEST_HEADING: Final = 3
_NEVER_BEFORE: Final = "、：“‘「『（(《〈【〔—"
_NEVER_BEHIND: Final = "，、。；：？！…—”’」』）)》〉】〕"


class Cut(NamedTuple):
    """A place where a line end is missing.

    Args:
        start: where it is missing.
        end: one past the blanks that stand there.
        is_heading: whether a heading ends there.
    """

    start: int
    end: int
    is_heading: bool


def missing_breaks(text: str, judge: BreakJudge) -> Iterator[Cut]:
    """Yield where line ends are missing, in order.

    Args:
        text: a line without blanks at its ends.
        judge: of the language.

    >>> from textmend.passes.paragraphs.judge import judge_of
    >>> from textmend.reading.shipped import shipped
    >>> text = "二、完善工作机制各地要加强领导。" + "三、加强监督检查要认真落实责任。" * 5
    >>> [cut[:] for cut in missing_breaks(text, judge_of(shipped()))][:2]
    [(8, 8, True), (16, 16, False)]
    """
    yield from _headings(text, 0, judge)
    ends = [Cut(m.start(), m.end(), False) for m in _ends(text)]
    counted = _counted(text, [0, *(end.end for end in ends)])
    done = 0
    for cut in ends:
        if cut.end == len(text) or not is_closed(text, done, cut.start):
            continue
        if cut.end in counted or _is_line_end(text, cut, judge):
            yield cut
            done = cut.end
            for heading in _headings(text, done, judge):
                yield heading
                done = heading.end


def _ends(text: str) -> Iterator[re.Match[str]]:
    """Yield the blanks, maybe none, behind each end of a sentence."""
    for found in SENTENCE_END.finditer(text):
        blanks = _BLANKS.match(text, found.end())
        assert blanks is not None, "no blanks are blanks too"
        yield blanks


def _counted(text: str, places: list[int]) -> set[int]:
    """Return the places, but for the first, that have a label before or behind the next number."""
    counted: set[int] = set()
    for label in _LABELS:
        found = [(place, value_of(m[1])) for place in places if (m := label.match(text, place))]
        for (place, value), (after, next_value) in pairwise(found):
            if value is not None and next_value == value + 1:
                counted |= {place, after}
    return counted - {0}


def is_closed(text: str, start: int, end: int) -> bool:
    """Tell whether no quotation, title or bracket that opens behind `start` is open at `end`."""
    return not unmatched(text[max(start, end - _REACH) : end])[1]


def _is_line_end(text: str, cut: Cut, judge: BreakJudge) -> bool:
    is_label = any(label.match(text, cut.end) for label in _HEADED)
    signs = line_end_signs(text, cut.start, judge)
    odds = _BIAS + sum(w * sign for w, sign in zip(_WEIGHTS, signs, strict=True))
    return odds >= (_SURE_OF_LABEL if is_label else _SURE)


def line_end_signs(text: str, place: int, judge: BreakJudge) -> tuple[float, float, float]:
    """Return what tells whether a line ends behind a sentence; the weights are for these."""
    seen = _judge(text, 0, place, judge)
    return seen.line_end, _gain(seen), seen.heading


def _headings(text: str, start: int, judge: BreakJudge) -> Iterator[Cut]:
    """Yield the ends of the headings, one behind the other, that begin at `start`."""
    while (end := _heading_end(text, start, judge)) is not None:
        blanks = _BLANKS.match(text, end)
        start = blanks.end() if blanks else end
        yield Cut(end, start, True)


def _heading_end(text: str, start: int, judge: BreakJudge) -> int | None:
    """Return where a heading that begins at `start` ends; None where there is none."""
    labels = (label.match(text, start) for label in (*_HEADED, _NUMBER))
    label = next((found for found in labels if found), None)
    first = label.end() if label else start
    mark = _MARK.search(text, first)
    last = min(first + _LONGEST_HEADING, (mark.start() if mark else len(text)) - _SHORTEST_HEADING)
    places = range(first + _SHORTEST_HEADING, last + 1)
    seen = [(p, _judge(text, start, p, judge)) for p in places if _may_end(text, start, p, judge)]
    ranked = sorted(((one.line_end + _gain(one), place) for place, one in seen), reverse=True)
    margin = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else _CLEAR
    least = _LEAST_GAIN[label is not None]
    return ranked[0][1] if ranked and margin >= _CLEAR and ranked[0][0] >= least else None


def _may_end(text: str, start: int, place: int, judge: BreakJudge) -> bool:
    if text[place - 1] in _NEVER_BEFORE or text[place] in _NEVER_BEHIND:
        return False
    around = text[max(start, place - CONTEXT) : place], text[place : place + CONTEXT]
    return is_closed(text, start, place) and judge.cut_word(*around) == 0


def _judge(text: str, start: int, place: int, judge: BreakJudge) -> Evidence:
    after = text[place : place + CONTEXT].lstrip()
    return judge.judge(text[max(start, place - CONTEXT) : place], after)


def _gain(seen: Evidence) -> float:
    """Return how much better the text behind begins a line than it goes on."""
    return -seen.run_on - max(0.0, -seen.heading, -seen.anew)
