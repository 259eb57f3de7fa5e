"""What must stay as it is: terms, patterns and spans, and their share in each part of a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from textmend._native import LONGEST_TERM
from textmend.errors import EditError, OptionError

if TYPE_CHECKING:
    import regex

__all__ = [
    "Protection",
    "Spans",
    "check_spans",
    "compile_protection",
    "merge_spans",
    "pieces_of",
    "windows_of",
]

Spans: TypeAlias = Sequence[tuple[int, int]]
Protection: TypeAlias = "str | re.Pattern[str] | regex.Pattern[str]"


def compile_protection(
    protect: Sequence[Protection], terms: Iterable[str] = ()
) -> tuple[tuple[re.Pattern[str] | regex.Pattern[str], ...], tuple[str, ...]]:
    """Return patterns for what must stay as it is, and the terms that are better looked up.

    Terms with line ends or several blanks go into a pattern, since a lexicon takes blanks lightly,
    and so do those that are too long for one.

    Args:
        protect: terms and patterns.
        terms: more terms.

    Raises:
        OptionError: if `protect` is a string, which would protect its characters, or holds what
            is neither a term nor a pattern for strings.

    >>> compile_protection(["C,C++", re.compile("[a-z]+")])
    ((re.compile('[a-z]+'),), ('C,C++',))
    """
    if isinstance(protect, str):
        raise OptionError(f"protect is the string {protect!r}: give a sequence of terms.")
    patterns = tuple(item for item in protect if not isinstance(item, str))
    for pattern in patterns:
        if not isinstance(getattr(pattern, "pattern", None), str):
            raise OptionError(
                f"protect holds {pattern!r}: give terms, or compiled patterns for strings."
            )
    wanted = {item for item in protect if isinstance(item, str)} | set(terms)
    plain = {
        term for term in wanted if len(term) <= LONGEST_TERM and term == " ".join(term.split())
    }
    # The longest term first, since an alternation takes the first that fits.
    others = sorted(wanted - plain, key=lambda term: (-len(term), term))
    if others:
        patterns = (*patterns, re.compile("|".join(map(re.escape, others))))
    return patterns, tuple(sorted(plain - {""}))


def check_spans(spans: Iterable[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    """Return spans sorted and merged.

    Raises:
        EditError: if one is no pair of offsets, or lies outside a text of `size` code points.
    """
    try:
        given = [(start, end) for start, end in spans]
    except (TypeError, ValueError) as error:
        raise EditError("A protected span is a pair of offsets: give pairs.") from error
    for start, end in given:
        if not 0 <= start <= end <= size:
            raise EditError(
                f"The protected span [{start}, {end}) lies outside the text of {size} code "
                "points: give spans within it."
            )
    return merge_spans(given)


def windows_of(
    text: str, spans: Spans, size: int
) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Cut a text into windows of whole lines, each with its part of the protected spans."""

    def end_of(start: int) -> int:
        end = text.rfind("\n", start, start + size) + 1
        return end or text.find("\n", start + size) + 1 or len(text)

    return pieces_of(text, spans, end_of)


def pieces_of(
    text: str, spans: Spans, end_of: Callable[[int], int]
) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Cut a text where `end_of` says that the piece from an offset on ends; see `windows_of`."""
    start, first = 0, 0
    while start < len(text):
        end = end_of(start)
        while first < len(spans) and spans[first][1] <= start:
            first += 1
        inside = [
            (max(a, start) - start, min(b, end) - start)
            for a, b in islice(spans, first, bisect_left(spans, (end, end)))
        ]
        yield start, end, inside
        start = end


def title_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of titles of works, with their marks.

    >>> title_spans("读《论语》有感")
    [(1, 5)]
    """
    return [match.span() for match in re.finditer("《[^》\\n]*》", text)]


def merge_spans(
    spans: Iterable[tuple[int, int]], *, touching: bool = True
) -> list[tuple[int, int]]:
    """Sort spans and join those that overlap, and those that merely meet if `touching` says so."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1] + touching:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
