"""What to do about a gap: insert, report, or leave it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from textmend.reading.reader import Candidate

__all__ = ["Choice", "choose", "is_part"]

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

# The same few strings come again and again, so what was said of two is kept.
_PAIRS_KEPT: Final = 1 << 14


class Choice(NamedTuple):
    """What to insert into a gap.

    Args:
        text: "" for nothing.
        probability: that all of it was dropped there, whatever else was.
        withheld: the string that would be best, were it not for its grave characters, which are
            not sure.
    """

    text: str
    probability: float
    withheld: str = ""


def choose(
    candidates: Sequence[Candidate], sure: float, before: str = "", after: str = ""
) -> Choice:
    """Return what to insert where the text is plainly damaged.

    It is the string with the least expected edit distance to what stood in the gap. Strings that
    agree in a part support each other there, so this is often right in more characters than the
    most probable one (minimum Bayes risk, Goel & Byrne 2000).

    Args:
        candidates: strings with their posterior probabilities, the most probable first.
        sure: the probability from which a string may hold grave characters. Where the best one
            does not reach it, its parts and those of the others are tried as well.
        before: the character in front of the gap.
        after: the one behind it.

    >>> choose((Candidate("，在", .4), Candidate("，", .35), Candidate("", .25)), .9)
    Choice(text='，', probability=0.75, withheld='')
    >>> choose((Candidate("，不", .6), Candidate("，", .4)), .9)
    Choice(text='，', probability=1.0, withheld='，不')
    >>> choose((Candidate("，不", .6), Candidate("不", .4)), .9, "进", "断")
    Choice(text='不', probability=1.0, withheld='，不')
    >>> choose((Candidate("一", .6), Candidate("", .4)), .9, "进", "步").text
    '一'
    >>> [choose((Candidate(".", .6), Candidate("", .4)), .9, "2", c).text for c in "加5"]
    ['.', '']
    >>> [choose((Candidate("第", .6), Candidate("", .4)), .9, "在", c).text for c in "十位"]
    ['第', '']
    """
    strings = dict.fromkeys(candidate.text for candidate in candidates)
    best = _best(candidates, strings)
    if best.probability >= sure or not _is_grave(before, best.text, after):
        return best
    parts = {part: None for string in strings for part in _split(string, after)}
    options = {"": None} | strings | parts
    allowed = [
        option
        for option in options
        if not _is_grave(before, option, after) or _probability(candidates, option) >= sure
    ]
    return _best(candidates, allowed)._replace(withheld=best.text)


def _best(candidates: Sequence[Candidate], options: Collection[str]) -> Choice:
    """Return which of some strings has the least expected edit distance to the candidates."""
    first = candidates[0]
    # Half of the weight outweighs whatever distance.
    if first.probability >= _HALF and first.text in options:
        text = first.text
    else:
        text = min(options, key=lambda option: _risk(candidates, option))
    return Choice(text, _probability(candidates, text))


def _risk(candidates: Sequence[Candidate], text: str) -> float:
    return sum(c.probability * _distance(c.text, text) for c in candidates)


def _probability(candidates: Sequence[Candidate], text: str) -> float:
    """Return how probable it is that all characters of a string were dropped, in this order."""
    return sum(c.probability for c in candidates if is_part(text, c.text))


@lru_cache(_PAIRS_KEPT)
def is_part(inserted: str, dropped: str) -> bool:
    """Tell whether a string can be had from another by leaving characters out.

    >>> is_part("，", "，一"), is_part("一，", "，一")
    (True, False)
    """
    rest = iter(dropped)
    return all(character in rest for character in inserted)


@lru_cache(_PAIRS_KEPT)
def _distance(first: str, second: str) -> int:
    """Edit distance of two short strings."""
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        corner, row[0] = row[0], i
        for j, b in enumerate(second, 1):
            corner, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, corner + (a != b))
    return row[-1]


def _is_grave(before: str, text: str, after: str) -> bool:
    if "一" in text and _NO_NUMERAL.search(before + text + after):
        text = text.replace("一", "")
    return _split(text, after)[1] != ""


def _split(text: str, after: str) -> tuple[str, str]:
    """Return what is harmless of a string to insert, and what is grave; `after` tells which is."""
    last = len(text) - (text.endswith("第") and _NUMERAL.match(after) is not None)
    harmless, grave, end = "", "", 0
    for match in _GRAVE.finditer(text + after):
        if match.end() <= last:
            harmless, grave = harmless + text[end : match.start()], grave + match[0]
            end = match.end()
    return harmless + text[end:], grave
