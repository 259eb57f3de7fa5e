"""Line ends that are missing: paragraphs and headings that were run together in one line.

Three signs, each enough by itself. A label (``二、`` ``（二）`` ``第三条``) behind the end of a
sentence begins a line; a number (``2.``) does if it counts on. The n-gram model says of the end of
a sentence whether a line ends there, and whether what follows begins one. And of the beginning of
a line it says whether a heading without a mark ends in it. Only what is clear is cut, so most of
what was run together in prose without labels stays.

When it is wrong: where points are counted inside a paragraph, and where a text has the habit to
begin lines as others begin sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from textmend.passes.paragraphs.judge import CONTEXT, BreakJudge, Evidence

__all__ = ["LEAST", "SENTENCE_END", "line_end_signs", "missing_breaks"]

LEAST: Final = 100
"""Characters of a line in which something may have been run together."""

_NUMERALS = "[一二三四五六七八九十]{1,3}"
_LABEL: Final = re.compile(
    rf"{_NUMERALS}、|[（(](?:{_NUMERALS}|[0-9]{{1,2}})[）)]|第{_NUMERALS}[编章节](?![，、的中以])"
)
_ARTICLE: Final = re.compile(
    r"第[一二三四五六七八九十百零〇]{1,6}条(?![之第的和与或及至到所中规、，])"
)
_NUMBER: Final = re.compile(r"([0-9]{1,2})[.．、](?![0-9])")
SENTENCE_END: Final = re.compile(r"([。！？…][”’」』）》]*)[ \t\u3000]*")
"""The end of a sentence, group 1, and the blanks behind it."""
_MARK: Final = re.compile(r"[，。！？；…]")  # none of these stands in a heading
_REACH: Final = 400  # characters in which a bracket that is open is looked for
_PAIRS: Final = (("“", "”"), ("《", "》"), ("（", "）"))

# Log-odds that a line ends behind a sentence: a logistic regression on documents of eight registers
# that were run together (`tools/fit_missing_breaks.py`, 92 to 95.5 % of each file). From 2.5 on 97
# in 100 are right.
_WEIGHTS: Final = (0.31, 0.43, 0.19)
_BIAS: Final = -0.59
_SURE: Final = 2.5
# How much more probable a heading's end must be than that the text runs on, and than any other end
# of it. Of those found in documents of seven registers (85 to 95.5 % of each file) 92 in 100 are
# right, both with and without a label; with a label, half of the headings are found.
_LEAST_GAIN: Final = {True: -1.0, False: 3.0}  # with a label, without
_CLEAR: Final = 2.0
_LONGEST_HEADING: Final = 24
_SHORTEST_HEADING: Final = 3
_NEVER_BEFORE: Final = "、：“‘（《〈—"
_NEVER_BEHIND: Final = "，、。；：？！…—”’）》〉"


def missing_breaks(text: str, judge: BreakJudge) -> Iterator[tuple[int, bool]]:
    """Yield where a line end is missing, in order, and whether a heading ends there.

    Args:
        text: a line without blanks at its ends.
        judge: of the language.

    >>> from textmend.passes.paragraphs.judge import shared_judge
    >>> text = "二、完善工作机制各地要加强领导。" + "三、加强监督检查要认真落实责任。" * 5
    >>> list(missing_breaks(text, shared_judge()))[:2]
    [(8, True), (16, False)]
    """
    if (end := _heading_end(text, 0, judge)) is not None:
        yield end, True
    counted = _counted(text)
    done = 0
    for found in SENTENCE_END.finditer(text):
        place, begin = found.end(1), found.end()
        if begin == len(text) or not _is_closed(text[max(done, place - _REACH) : place]):
            continue
        begins = _LABEL.match(text, begin) or _ARTICLE.match(text, begin) or begin in counted
        if begins or _is_line_end(text, place, judge):
            yield place, False
            done = begin
            if (end := _heading_end(text, begin, judge)) is not None:
                yield end, True
                done = end


def _counted(text: str) -> set[int]:
    """Return where numbers stand behind sentences that count on, one by one."""
    places = [0, *(found.end() for found in SENTENCE_END.finditer(text))]
    numbers = [(place, int(m[1])) for place in places if (m := _NUMBER.match(text, place))]
    values = {value for _, value in numbers}
    return {place for place, value in numbers if place and values & {value - 1, value + 1}}


def _is_closed(text: str) -> bool:
    """Tell whether no quotation, title or bracket is open at the end."""
    return all(text.count(opening) == text.count(closing) for opening, closing in _PAIRS)


def _is_line_end(text: str, place: int, judge: BreakJudge) -> bool:
    signs = line_end_signs(text, place, judge)
    return _BIAS + sum(w * sign for w, sign in zip(_WEIGHTS, signs, strict=True)) >= _SURE


def line_end_signs(text: str, place: int, judge: BreakJudge) -> tuple[float, float, float]:
    """Return what tells whether a line ends behind a sentence; the weights are for these."""
    seen = _judge(text, 0, place, judge)
    return seen.line_end, _gain(seen), seen.heading


def _heading_end(text: str, start: int, judge: BreakJudge) -> int | None:
    """Return where a heading that begins at `start` ends; None where there is none."""
    label = _LABEL.match(text, start) or _NUMBER.match(text, start)
    first = label.end() if label else start
    mark = _MARK.search(text, first)
    last = min(first + _LONGEST_HEADING, (mark.start() if mark else len(text)) - _SHORTEST_HEADING)
    places = range(first + _SHORTEST_HEADING, last)
    seen = [(p, _judge(text, start, p, judge)) for p in places if _may_end(text, start, p, judge)]
    ranked = sorted(((one.line_end + _gain(one), place) for place, one in seen), reverse=True)
    margin = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else _CLEAR
    least = _LEAST_GAIN[label is not None]
    return ranked[0][1] if ranked and margin >= _CLEAR and ranked[0][0] >= least else None


def _may_end(text: str, start: int, place: int, judge: BreakJudge) -> bool:
    if text[place - 1] in _NEVER_BEFORE or text[place] in _NEVER_BEHIND:
        return False
    around = text[max(start, place - CONTEXT) : place], text[place : place + CONTEXT]
    return _is_closed(text[start:place]) and judge.cut_word(*around) == 0


def _judge(text: str, start: int, place: int, judge: BreakJudge) -> Evidence:
    after = text[place : place + CONTEXT].lstrip()
    return judge.judge(text[max(start, place - CONTEXT) : place], after)


def _gain(seen: Evidence) -> float:
    """Return how much better the text behind begins a line than it goes on."""
    return -seen.run_on - max(0.0, -seen.heading, -seen.anew)
