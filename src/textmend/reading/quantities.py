"""Numbers that must have lost their decimal point, because what they measure cannot be so great.

合格率985% was 98.5 % or 9.85 %, and 03% was 0.3 %. Whether 432万 was 4.32 or 43.2 million nobody
can tell, nor that anything is missing; such numbers are left without a word.

When it is wrong: a rate that its document uses in another sense, or a number of another thing that
stands between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from textmend.tables import table_rows

__all__ = ["Implausible", "find_implausible"]

_TABLE: Final = "quantities.tsv"
_BETWEEN: Final = (
    "(?:分别|平均|已|均|也|就|都|只|仅|高|达到?|至|到|为|是|在|超过?|约|近|[：: ]){0,4}"
)
_CLAUSE_END: Final = r"(?=[，。；、,;）)\s]|\Z)"
_LEADING_ZERO: Final = re.compile(
    r"(?<![0-9A-Za-z.．:：/_-])(?<![0-9][,，\s])0[0-9]{0,2}[1-9](?=[%％‰]|个百分点|[万亿倍元吨]|公[里顷斤]|平方|毫米|厘米)"
)
_MOST: Final = 4


class Implausible(NamedTuple):
    """A number and what it may have been.

    Args:
        start, end: its span.
        alternatives: with the point where it gives a plausible value, the greatest first.
    """

    start: int
    end: int
    alternatives: tuple[str, ...]


class _Quantity(NamedTuple):
    pattern: re.Pattern[str]  # group 1 is the number
    least: float
    most: float


def find_implausible(text: str) -> list[Implausible]:
    """Return numbers that lack a decimal point, in order.

    >>> find_implausible("毕业生就业率达985%，体温365度，增幅05%")
    ... # doctest: +NORMALIZE_WHITESPACE
    [Implausible(start=7, end=10, alternatives=('98.5', '9.85')),
     Implausible(start=14, end=17, alternatives=('36.5',)),
     Implausible(start=21, end=23, alternatives=('0.5',))]
    """
    found = {number.start: number for number in _leading_zeros(text)}
    for name, quantity in _quantities().items():
        if name in text:
            found |= {number.start: number for number in _too_great(text, quantity)}
    return [found[start] for start in sorted(found)]


def _leading_zeros(text: str) -> Iterator[Implausible]:
    for match in _LEADING_ZERO.finditer(text):
        number = match.group()
        yield Implausible(match.start(), match.end(), (f"0.{number[1:]}",))


def _too_great(text: str, quantity: _Quantity) -> Iterator[Implausible]:
    for match in quantity.pattern.finditer(text):
        number = match[1]
        if int(number) > quantity.most:
            points = (f"{number[:i]}.{number[i:]}" for i in range(len(number) - 1, 0, -1))
            plausible = [n for n in points if quantity.least <= float(n) <= quantity.most]
            if plausible:
                yield Implausible(match.start(1), match.end(1), tuple(plausible[:_MOST]))


@cache
def _quantities() -> dict[str, _Quantity]:
    return {
        name: _Quantity(_pattern(name, units), float(least), float(most))
        for name, units, least, most in table_rows(_TABLE)
    }


def _pattern(name: str, units: str) -> re.Pattern[str]:
    """Return what finds a quantity with its number, in its unit or at the end of a clause."""
    unit = "|".join(map(re.escape, units.split("|"))) if units else ""
    behind = f"(?:{unit}|{_CLAUSE_END})" if unit else _CLAUSE_END
    return re.compile(rf"{re.escape(name)}{_BETWEEN}([1-9][0-9]{{1,4}})(?![0-9.．]){behind}")
