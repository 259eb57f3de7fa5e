"""Words: how a text is cut into them, and damage that drops them whole."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from textmend.damage.damaged import Change
from textmend.damage.kinds import Kind, check_rates, step
from textmend.errors import OptionError
from textmend.tables import shared_tables

__all__ = ["DropWords", "segmented"]

_WORDS = step("restoration", "dropped words")


@dataclass(frozen=True, slots=True)
class DropWords(Kind):
    """Whole words dropped, as a filter of stop words does.

    Args:
        words: what may go; single characters too, which then go only where they are words.
        rate: of the occurrences.
        cut: how the text is cut into words: "textmend" by its own table (names of persons come
            apart, Latin letters stand alone), "jieba" by jieba, "longest" not at all: the
            longest word that stands at a place, also inside other words.

    Raises:
        OptionError: if there is no such way to cut.

    >>> DropWords({"的", "我们"}).apply("我们的目的", random.Random(0)).text
    '目的'
    >>> DropWords({"的", "我们"}, cut="longest").apply("我们的目的", random.Random(0)).text
    '目'
    """

    words: Collection[str]
    rate: float = 1.0
    cut: str = "textmend"

    def __post_init__(self) -> None:
        check_rates(self.rate)
        object.__setattr__(self, "words", frozenset(self.words) - {""})
        if self.cut not in _CUTTERS:
            raise OptionError(
                f"There is no way to cut words named {self.cut!r}: choose among "
                f"{', '.join(_CUTTERS)}."
            )

    def changes(self, text: str, rng: random.Random) -> Iterator[Change]:
        """Yield a deletion for each dropped word."""
        if not self.words:
            return
        for start, end in _CUTTERS[self.cut](text, self.words):
            if text[start:end] in self.words and rng.random() < self.rate:
                yield start, end, "", _WORDS


def segmented(text: str) -> Iterator[tuple[int, int]]:
    """Yield the words of a text, by textmend's own table.

    >>> [a for a in segmented("教育局的工作")]
    [(0, 3), (3, 4), (4, 6)]
    """
    start = 0
    for end in shared_tables().segment(text):
        yield start, end
        start = end


def _cut_by_table(text: str, words: Collection[str]) -> Iterator[tuple[int, int]]:
    return segmented(text)


def _cut_by_jieba(text: str, words: Collection[str]) -> Iterator[tuple[int, int]]:
    import jieba  # noqa: PLC0415 (slow to import)

    start = 0
    for word in jieba.cut(text):
        yield start, start + len(word)
        start += len(word)


def _cut_longest(text: str, words: Collection[str]) -> Iterator[tuple[int, int]]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    for place in re.finditer("|".join(map(re.escape, longest_first)), text):
        yield place.span()


_CUTTERS: dict[str, Callable[[str, Collection[str]], Iterator[tuple[int, int]]]] = {
    "textmend": _cut_by_table,
    "jieba": _cut_by_jieba,
    "longest": _cut_longest,
}
