"""What must stay as it is: terms, patterns and spans, and their share in each part of a text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from textmend.errors import EditError, OptionError, TableError

if TYPE_CHECKING:
    import re

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
    protect: Sequence[Protection], lexicons: Sequence[str]
) -> tuple[re.Pattern[str] | regex.Pattern[str], ...]:
    """Return patterns for all that must stay as it is: those given, and one for all terms.

    Raises:
        OptionError: if `protect` is a string, which would protect its characters.
        TableError: if a lexicon cannot be read.
    """
    if isinstance(protect, str):
        raise OptionError(f"protect is the string {protect!r}: give a sequence of terms.")
    patterns = tuple(item for item in protect if not isinstance(item, str))
    terms = {item for item in protect if isinstance(item, str)}
    terms.update(term for path in lexicons for term in _read_terms(path))
    terms.discard("")
    if not terms:
        return patterns
    import regex  # noqa: PLC0415 (slow to import)

    # The longest term first, since an alternation takes the first that fits.
    ordered = sorted(terms, key=lambda term: (-len(term), term))
    return (*patterns, regex.compile("|".join(regex.escape(term) for term in ordered)))


def _read_terms(path: str) -> Iterator[str]:
    try:
        with open(path, encoding="utf-8-sig") as file:  # noqa: PTH123 (pathlib is slow to import)
            lines = file.read().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(
            f"The lexicon {path} cannot be read ({error}): give a UTF-8 file with one term a line."
        ) from error
    for line in lines:
        if line and line != "#" and not line.startswith("# "):
            yield line.split("\t")[0].strip()


def check_spans(spans: Spans, size: int) -> list[tuple[int, int]]:
    """Return spans sorted and merged.

    Raises:
        EditError: if one lies outside a text of `size` code points.
    """
    for start, end in spans:
        if not 0 <= start <= end <= size:
            raise EditError(
                f"The protected span [{start}, {end}) lies outside the text of {size} code "
                "points: give spans within it."
            )
    return merge_spans(spans)


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


def merge_spans(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sort spans and join those that meet."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
