"""What to do about a gap: insert, report, or leave it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from textmend.reading.reader import Candidate

__all__ = ["Choice", "best_string", "choose"]

# Characters that turn a statement around or change its size: wrong, they do more harm than any
# other character, so they are inserted only where the reading is sure, however bad the damage.
# The stop of a label changes no size, nor does 以下简称, nor 第 before a numeral that is there.
_GRAVE: Final = re.compile(
    "以上|以下(?!简)|[不未非无没莫勿否超近逾余约一二三四五六七八九十百千万亿零两半第·%]|[.](?=[0-9])"
)
_NUMERAL: Final = re.compile("[一二三四五六七八九十百0-9]")

# Words in which 一 counts nothing: 统一 之一 进一步 一般 一些 一定 …
_NO_NUMERAL: Final = re.compile("[统唯之同单进]一|一[般些直起样定致系体旦切贯再律流向并同]")

_HALF: Final = 0.5


class Choice(NamedTuple):
    """A string for a gap and how probable it is that just this one is right."""

    text: str
    probability: float


def best_string(candidates: Sequence[Candidate]) -> Choice:
    """Return the string with the least expected edit distance to what stood in the gap.

    Strings that agree in a part support each other there, so this is often right in more
    characters than the most probable one (minimum Bayes risk, Goel & Byrne 2000).

    >>> best_string((Candidate("，在", .4), Candidate("，", .35), Candidate("", .25)))
    Choice(text='，', probability=0.35)
    """
    first = candidates[0]
    if first.probability >= _HALF:  # half of the weight outweighs whatever distance
        return Choice(*first)
    risks = [
        (sum(c.probability * _distance(c.text, option.text) for c in candidates), i)
        for i, option in enumerate(candidates)
    ]
    best = candidates[min(risks)[1]]
    return Choice(best.text, best.probability)


def _distance(first: str, second: str) -> int:
    """Edit distance of two short strings."""
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        corner, row[0] = row[0], i
        for j, b in enumerate(second, 1):
            corner, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, corner + (a != b))
    return row[-1]


def choose(
    candidates: Sequence[Candidate], sure: float, before: str = "", after: str = ""
) -> Choice:
    """Return what to insert where the text is plainly damaged; "" for nothing.

    Args:
        candidates: strings with their posterior probabilities.
        sure: the probability from which a string may hold grave characters; they are taken out of
            one that is less probable.
        before: the character in front of the gap.
        after: the one behind it.

    >>> choose((Candidate("，不", .6), Candidate("，", .4)), sure=0.9)
    Choice(text='，', probability=1.0)
    >>> choose((Candidate("一", .6), Candidate("", .4)), 0.9, "进", "步").text
    '一'
    >>> [choose((Candidate(".", .6), Candidate("", .4)), 0.9, "2", c).text for c in "加5"]
    ['.', '']
    >>> [choose((Candidate("第", .6), Candidate("", .4)), 0.9, "在", c).text for c in "十位"]
    ['第', '']
    """
    choice = best_string(candidates)
    if choice.probability >= sure or not _is_grave(before, choice.text, after):
        return choice
    merged: dict[str, float] = {}
    for candidate in candidates:
        harmless = _without_grave(candidate.text, after)
        merged[harmless] = merged.get(harmless, 0) + candidate.probability
    return best_string([Candidate(*item) for item in merged.items()])


def _is_grave(before: str, text: str, after: str) -> bool:
    if "一" in text and _NO_NUMERAL.search(before + text + after):
        text = text.replace("一", "")
    return _without_grave(text, after) != text


def _without_grave(text: str, after: str) -> str:
    """Return what is to be inserted without its grave characters; `after` only tells which are."""
    last = len(text) - (text.endswith("第") and _NUMERAL.match(after) is not None)
    kept = _GRAVE.sub(lambda m: "" if m.end() <= last else m[0], text + after)
    return kept[: len(kept) - len(after)]
