"""Damage to the lines of a page: wrapped at a width, cut in two, or run together."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from textmend.damage.damaged import Change
from textmend.damage.kinds import LINE, Kind, check_rates, step
from textmend.damage.words import segmented
from textmend.display import columns
from textmend.errors import OptionError

__all__ = ["BreakLines", "JoinLines", "WrapLines"]

_WRAPPED = step("paragraphs", "wrapped lines")
_BROKEN = step("paragraphs", "broken lines")
_JOINED = step("paragraphs", "lines run together")
_LINE_ENDS = re.compile(r"(?:\r?\n)+(?=[^\r\n])")
# Typesetting lets none of these begin a line.
_NEVER_FIRST = frozenset("，。、；：？！”’）》〉】」』…—,.;:?!)]%")


@dataclass(frozen=True, slots=True)
class WrapLines(Kind):
    r"""Lines wrapped at a width, as in a page of print; words are cut, and marks hang over.

    Args:
        width: in columns; a Chinese character takes two, a Latin one takes one.

    >>> WrapLines(8).apply("教育局的工作，很好。", random.Random(0)).text
    '教育局的\n工作，很\n好。'
    """

    width: int

    def __post_init__(self) -> None:
        if self.width < 2:
            raise OptionError(f"A line of {self.width} columns holds nothing: give 2 or more.")

    def changes(self, text: str, rng: random.Random) -> Iterator[Change]:
        """Yield an insertion for each line end."""
        widths = {character: columns(character) for character in set(text)}
        for line in LINE.finditer(text):
            used = 0
            for offset, character in enumerate(line[0], line.start()):
                wide = widths[character]
                if used > 0 and used + wide > self.width and character not in _NEVER_FIRST:
                    yield offset, offset, "\n", _WRAPPED
                    used = 0
                used += wide


@dataclass(frozen=True, slots=True)
class BreakLines(Kind):
    r"""Lines cut in two at random places.

    Args:
        rate: share of the places between two characters where a line ends.
        within_words: whether words are cut as well.

    >>> BreakLines(1.0, within_words=False).apply("教育局的工作", random.Random(0)).text
    '教育局\n的\n工作'
    """

    rate: float
    within_words: bool = True

    def __post_init__(self) -> None:
        check_rates(self.rate)

    def changes(self, text: str, rng: random.Random) -> Iterator[Change]:
        """Yield an insertion for each line end."""
        for line in LINE.finditer(text):
            places: Iterator[int] = iter(range(1, len(line[0])))
            if not self.within_words:
                places = (end for _, end in segmented(line[0]) if end < len(line[0]))
            for place in places:
                if rng.random() < self.rate:
                    yield line.start() + place, line.start() + place, "\n", _BROKEN


@dataclass(frozen=True, slots=True)
class JoinLines(Kind):
    r"""Lines run together: line ends lost, empty lines with them, but not at the end of the text.

    Args:
        rate: share of the line ends that are lost.

    >>> JoinLines(1.0).apply("一、目标\n很好。\n", random.Random(0)).text
    '一、目标很好。\n'
    """

    rate: float

    def __post_init__(self) -> None:
        check_rates(self.rate)

    def changes(self, text: str, rng: random.Random) -> Iterator[Change]:
        """Yield a deletion for each line end that is lost."""
        for end in _LINE_ENDS.finditer(text):
            if rng.random() < self.rate:
                yield *end.span(), "", _JOINED
