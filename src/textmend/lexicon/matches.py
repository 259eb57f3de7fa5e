"""What a lexicon finds: values, made of the native core's list when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, overload

from textmend import _native
from textmend.tables import table_rows

__all__ = ["MATCH_KINDS", "Insertion", "Match", "Matches", "SkeletonCandidate"]

MATCH_KINDS: Final = (
    "exact", "cut", "skeleton", "substitution", "missing", "extra", "errors", "lookalike",
)  # fmt: skip
"""How a term stands in a text: as it is; with blanks or a line end in it; without some of its
droppable characters; with one other character, one missing, one too many, or two such errors. A
substitution by a character that looks alike is a ``lookalike``."""

_SUBSTITUTION: Final = MATCH_KINDS.index("substitution")


@dataclass(frozen=True, slots=True)
class Match:
    """A term, and where something stands in the text that may be meant by it.

    Attributes:
        start: where it begins, in code points.
        end: where it ends.
        term: the term as it stands in the lexicon.
        kind: one of `MATCH_KINDS`.
        distance: how many characters are missing, too many or other ones; 0 if the match is exact.
    """

    start: int
    end: int
    term: str
    kind: str
    distance: int


@dataclass(frozen=True, slots=True)
class Insertion:
    """What is missing from a text at an offset."""

    offset: int
    text: str


@dataclass(frozen=True, slots=True)
class SkeletonCandidate:
    """A term whose droppable characters are missing, and what would complete it.

    Insertions are in order; blanks within the match are not part of the term and would have to go.
    """

    match: Match
    insertions: tuple[Insertion, ...]


class Matches(Sequence[Match]):
    """Matches in order of their starts, at one start the longest first."""

    def __init__(self, native: _native.MatchList, text: str) -> None:
        self._native = native
        self._text = text

    def __len__(self) -> int:
        return len(self._native)

    @overload
    def __getitem__(self, index: int) -> Match: ...
    @overload
    def __getitem__(self, index: slice) -> list[Match]: ...
    def __getitem__(self, index: int | slice) -> Match | list[Match]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        position = index + len(self) if index < 0 else index
        if not 0 <= position < len(self):
            raise IndexError(f"There are {len(self)} matches, so there is none at {index}.")
        return _match(self._native[position], self._text)

    def __iter__(self) -> Iterator[Match]:
        return (_match(self._native[i], self._text) for i in range(len(self)))

    def spans(self) -> list[tuple[int, int]]:
        """Return the start and end of each; cheaper than the matches themselves."""
        return self._native.spans()


def _match(item: tuple[int, int, str, int, int], text: str) -> Match:
    start, end, term, kind, distance = item
    if kind == _SUBSTITUTION and _look_alike(text[start:end], term):
        return Match(start, end, term, "lookalike", distance)
    return Match(start, end, term, MATCH_KINDS[kind], distance)


def _look_alike(found: str, term: str) -> bool:
    pairs = _shape_pairs()
    return all(a == b or b in pairs.get(a, "") for a, b in zip(found, term, strict=True))


@cache
def _shape_pairs() -> Mapping[str, str]:
    return {row[0]: row[1] for row in table_rows("shape_pairs.tsv")}
