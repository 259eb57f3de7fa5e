"""The scanner, restated by looking at neighbours; the twin of ``native/core/scan.cpp``.

There an automaton remembers what stood before. Here each question is asked of the line itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from reference import characters as ch

_BREAK = re.compile(f"[{ch.LINE_ENDS}]")

# Any of these makes a line worth a look.
WORTH_A_LOOK = {"Unicode", "Combining", "Garbled", "Hint", "Fold", "HalfMark", "LatinStop", "Blank"}
WORTH_A_LOOK |= {"Mark", "Quote", "Mixed", "Traditional"}


@dataclass(frozen=True)
class Line:
    """A line without its line end, and the names of the events in it."""

    start: int
    end: int
    events: frozenset[str]


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each line, the last one too."""
    start = 0
    for match in _BREAK.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def scan(text: str) -> list[Line]:
    """Return the lines that some pass may have business with."""
    found = [Line(start, end, events(text[start:end])) for start, end in lines(text)]
    return [line for line in found if line.events & WORTH_A_LOOK]


def all_events(text: str) -> frozenset[str]:
    """Return the events of all lines together."""
    return frozenset().union(*(events(text[start:end]) for start, end in lines(text)))


def events(line: str) -> frozenset[str]:
    """Return the names of what a line holds."""
    tests = {
        "Unicode": any(map(ch.has_unicode_row, line)),
        "Combining": any(map(ch.may_combine, line)),
        "Hint": any(map(ch.is_hint, line)),
        "Fold": any(map(ch.has_other_form, line)),
        "Han": any(map(ch.is_han, line)),
        "Simplified": any(map(ch.is_simplified, line)),
        "Traditional": any(map(ch.is_traditional, line)),
        "Garbled": _is_garbled(line),
        "HalfMark": _has_half_mark_to_judge(line),
        "Blank": _has_blank_beside_chinese(line),
        "Mark": _has_marks_to_judge(line),
        "Quote": _has_quotes_out_of_order(line),
        "Mixed": _has_chinese_beside_alphanumeric(line),
        "LatinStop": not any(map(ch.is_han, line)) and _has_stop_behind_latin(line),
    }
    return frozenset(name for name, holds in tests.items() if holds)


def _pairs(line: str) -> Iterator[tuple[str, str]]:
    return pairwise(line)


def _is_garbled(line: str) -> bool:
    """Suspects of one kind stand close together: their weights within six characters are four."""
    foreign = [2 if ch.is_latin_suspect(c) else 0 for c in line]
    rare = [0 if ch.is_latin_suspect(c) else ch.rarity(c) for c in line]
    return any(
        sum(weights[max(i - 5, 0) : i + 1]) >= 4
        for weights in (foreign, rare)
        for i in range(len(line))
        if weights[i]
    )


def _has_half_mark_to_judge(line: str) -> bool:
    """A half-width mark at an edge of the line, or beside Chinese, a blank or another one."""
    edged = f"\n{line}\n"
    for i in range(1, len(edged) - 1):
        if edged[i] not in ch.HALF_MARKS:
            continue
        before, after = edged[i - 1], edged[i + 1]
        if any(
            side in ch.BLANKS or side == "\n" or side in ch.HALF_MARKS or ch.is_chinese(side)
            for side in (before, after)
        ):
            return True
    return False


def _has_blank_beside_chinese(line: str) -> bool:
    return any(
        (a in ch.BLANKS and ch.is_chinese(b)) or (ch.is_chinese(a) and b in ch.BLANKS)
        for a, b in _pairs(line)
    )


def _has_marks_to_judge(line: str) -> bool:
    """Marks of one kind side by side, or a single quotation mark."""
    if any(c in ch.SINGLE_QUOTES for c in line):
        return True
    kinds = (ch.STOPS, ch.OPENING, ch.CLOSING)
    return any(a in kind and b in kind for a, b in _pairs(line) for kind in kinds)


def _has_quotes_out_of_order(line: str) -> bool:
    """Double quotation marks that do not open and close in turn."""
    marks = "".join(c for c in line if c in "“”")
    return marks != "“”" * (len(marks) // 2)


def _has_chinese_beside_alphanumeric(line: str) -> bool:
    return any(
        (ch.is_chinese(a) and ch.is_alphanumeric(b)) or (ch.is_alphanumeric(a) and ch.is_chinese(b))
        for a, b in _pairs(line)
    )


def _has_stop_behind_latin(line: str) -> bool:
    return any(ch.is_latin(a) and b in ch.STOPS for a, b in _pairs(line))


def survey(text: str) -> dict[str, int]:
    """Count what the decisions about a whole document rest on."""
    total: dict[str, int] = {"characters": len(text)}
    for start, end in lines(text):
        for name, count in _survey_line(text[start:end]).items():
            total[name] = total.get(name, 0) + count
    return total


def _survey_line(line: str) -> dict[str, int]:
    joined = [(a, b) for a, b in _pairs(line)]
    spaced = [
        (line[i], line[i + 2])
        for i in range(len(line) - 2)
        if line[i + 1] in ch.BLANKS and line[i + 2] not in ch.BLANKS
    ]
    return {
        "han": sum(map(ch.is_han, line)),
        "kana": sum(map(ch.is_kana, line)),
        "simplified": sum(map(ch.is_simplified, line)),
        "traditional": sum(map(ch.is_traditional, line)),
        "han_joined": sum(ch.is_han(a) and ch.is_han(b) for a, b in joined),
        "han_spaced": sum(ch.is_han(a) and ch.is_han(b) for a, b in spaced),
    }


def is_simplified(counts: dict[str, int]) -> bool:
    simplified, traditional = counts["simplified"], counts["traditional"]
    return simplified >= 3 and simplified >= 2 * traditional


def is_traditional(counts: dict[str, int]) -> bool:
    simplified, traditional = counts["simplified"], counts["traditional"]
    return not is_simplified(counts) and traditional >= 10 and traditional >= 2 * simplified


def is_japanese(counts: dict[str, int]) -> bool:
    return counts["kana"] >= 4 and counts["kana"] * 8 > counts["han"] + counts["kana"]


def is_letter_spaced(counts: dict[str, int]) -> bool:
    return counts["han_spaced"] >= 20 and counts["han_spaced"] > 4 * counts["han_joined"]
