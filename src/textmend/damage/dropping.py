"""Damage that takes away single characters: function characters and marks."""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from textmend.damage.damaged import Change
from textmend.damage.inventory import MARK_CLASSES, droppable
from textmend.damage.kinds import Kind, check_rates, step
from textmend.errors import OptionError

__all__ = ["DropCharacters", "DropMarks"]

_CHARACTERS = step("restoration", "dropped characters")
_MARKS = step("restoration", "dropped marks")
_POINTS = step("restoration", "dropped decimal points")
_IN_NUMBERS = step("restoration", "dropped marks inside numbers")

# What may stand inside a number between two digits. A comma of enumeration may not.
_NUMBER_MARKS = frozenset(".．,:：/-—–~～·")
_DECIMAL_POINTS = frozenset(".．")


@dataclass(frozen=True, slots=True)
class DropCharacters(Kind):
    """Characters dropped, each with a probability of its own; those not named stay.

    Args:
        rates: for each character, the share of its occurrences that goes, 0 to 1.

    Raises:
        OptionError: if a key is not one character or a rate not between 0 and 1.

    >>> damaged = DropCharacters({"的": 1.0, "了": 1.0}).apply("来了的人", random.Random(0))
    >>> damaged.text, [(edit.start, edit.replacement) for edit in damaged.truth]
    ('来人', [(1, '了的')])
    """

    rates: Mapping[str, float] = field(hash=False)

    def __post_init__(self) -> None:
        check_rates(*self.rates.values())
        for character in self.rates:
            if len(character) != 1:
                raise OptionError(
                    f"{character!r} is not one character: give words to DropWords instead."
                )

    def changes(self, text: str, rng: random.Random) -> Iterator[Change]:
        """Yield a deletion for each stretch of dropped characters."""
        rates, drawn = self.rates, rng.random
        dropped = [i for i, c in enumerate(text) if c in rates and drawn() < rates[c]]
        return _deletions(dropped)


def _deletions(dropped: list[int]) -> Iterator[Change]:
    """Yield one deletion for each stretch of offsets."""
    start = end = -1
    for offset in dropped:
        if offset != end:
            if end > start:
                yield start, end, "", _CHARACTERS
            start = offset
        end = offset + 1
    if end > start:
        yield start, end, "", _CHARACTERS


@dataclass(frozen=True, slots=True)
class DropMarks(Kind):
    """Marks dropped; a run of one mark, such as …… or ——, goes or stays as a whole.

    Marks between two digits are part of a number, and have rates of their own: losing them changes
    what the number says. The two marks of a pair are drawn one by one.

    Args:
        rate: of marks that stand outside of numbers.
        in_numbers: of marks between two digits, as in 12:30, 1,200, 2019-01.
        decimal_points: of points between two digits, as in 3.5 (and in 2019.1).
        marks: which marks; all that ``function_characters.tsv`` has unless given.

    >>> DropMarks().apply("全市3.5万人，占“双减”的12%……", random.Random(0)).text
    '全市3.5万人占双减的12'
    >>> DropMarks(0, decimal_points=1).apply("全市3.5万人，占12%。", random.Random(0)).text
    '全市35万人，占12%。'
    """

    rate: float = 1.0
    in_numbers: float = 0.0
    decimal_points: float = 0.0
    marks: Collection[str] | None = field(default=None, hash=False)

    def __post_init__(self) -> None:
        check_rates(self.rate, self.in_numbers, self.decimal_points)

    def changes(self, text: str, rng: random.Random) -> Iterator[Change]:
        """Yield a deletion for each dropped mark."""
        marks = droppable(*MARK_CLASSES) if self.marks is None else sorted(self.marks)
        if not marks:
            return
        for place in _runs_of("".join(marks)).finditer(text):
            start, end = place.span()
            rate, why = self.rate, _MARKS
            if text[start] in _NUMBER_MARKS and _between_digits(text, start, end):
                is_point = text[start] in _DECIMAL_POINTS
                rate = self.decimal_points if is_point else self.in_numbers
                why = _POINTS if is_point else _IN_NUMBERS
            if rng.random() < rate:
                yield start, end, "", why


@lru_cache(maxsize=64)
def _runs_of(marks: str) -> re.Pattern[str]:
    return re.compile(f"([{re.escape(marks)}])\\1*")


def _between_digits(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start].isdecimal() and text[end : end + 1].isdecimal()
