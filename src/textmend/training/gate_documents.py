"""Clean documents of many kinds to learn the gate from, and the same documents damaged.

What has few marks and function characters by nature is as important as prose: lists of titles and
names, tables, subtitles, verse. They must be told from what has lost them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmend.damage import (
    CHARACTER_CLASSES,
    MARK_CLASSES,
    Compose,
    Damage,
    DropCharacters,
    DropMarks,
    WrapLines,
    core_characters,
    damage,
    droppable,
)

__all__ = ["Document", "clean_documents", "damaged", "terse_documents"]

_CLAUSE_ENDS = re.compile("[，。！？；：、…—]+")


@dataclass(frozen=True)
class Document:
    """A text, and how many marks and function characters went at each of its offsets.

    Args:
        text: damaged or clean.
        lost: rows of offset, marks, function characters, characters in all; sorted.
    """

    text: str
    lost: NDArray[np.int64]


def clean_documents(lines: Sequence[str], rng: random.Random, count: int) -> Iterator[str]:
    """Yield stretches of consecutive lines, of 100 to 4,000 characters."""
    for _ in range(count):
        size = rng.choice((150, 400, 1000, 2000, 4000))
        at = rng.randrange(len(lines))
        picked: list[str] = []
        while at < len(lines) and sum(map(len, picked)) < size:
            picked.append(lines[at])
            at += 1
        yield "\n".join(picked)


def terse_documents(
    lines: Sequence[str], terms: Sequence[str], rng: random.Random, count: int
) -> Iterator[str]:
    """Yield what has few marks by nature: headings, subtitles, lists and tables of terms."""
    short = [line for line in lines if 4 <= len(line) <= 28 and line[-1:] not in "。！？…”"]
    for _ in range(count):
        shape = rng.randrange(4)
        if shape == 0 and short:
            yield "\n".join(rng.sample(short, min(len(short), rng.randint(1, 40))))
        elif shape == 1:
            at = rng.randrange(len(lines))
            clauses = _CLAUSE_ENDS.split("".join(lines[at : at + 12]))
            yield "\n".join(c for c in clauses if 0 < len(c) <= 18)
        elif terms and shape == 2:
            at = rng.randrange(len(terms))
            yield rng.choice("\n\n、 ").join(terms[at : at + rng.randint(5, 80)])
        elif terms:
            gap, columns = rng.choice(("\t", "  ", " | ")), rng.randint(2, 7)
            rows = (gap.join(rng.choices(terms, k=columns)) for _ in range(rng.randint(3, 30)))
            yield "\n".join(rows)


_MARKS = frozenset(droppable(*MARK_CLASSES))


def damaged(text: str, rng: random.Random) -> Document:
    """Damage a clean document in one of many ways."""
    done = damage(text, _draw(rng), rng.randrange(1 << 30))
    rows = []
    for edit in done.truth:
        marks = sum(c in _MARKS for c in edit.replacement)
        functions = sum(c in _FUNCTIONS for c in edit.replacement)
        rows.append((edit.start, marks, functions, len(edit.replacement)))
    return Document(done.text, np.array(rows, np.int64).reshape(-1, 4))


_FUNCTIONS = frozenset(droppable(*CHARACTER_CLASSES))


def _draw(rng: random.Random) -> Damage | str:
    draw = rng.random()
    if draw < 0.15:
        return "function_characters"
    if draw < 0.25:
        return "stopwords"
    if draw < 0.4:
        return "random_list"
    if draw < 0.6:
        return _some_marks(rng)
    if draw < 0.85:
        rate = rng.choice((0.3, 0.5, 0.5, 0.8, 1.0))
        return Compose((_characters(rng, rate), DropMarks(rng.choice((0.0, rate, 1.0)))))
    return Compose((_characters(rng, 1.0), DropMarks(1.0), WrapLines(rng.randint(44, 100))))


def _some_marks(rng: random.Random) -> Damage:
    rate = rng.choice((0.4, 0.7, 1.0, 1.0))
    kinds = rng.choice((MARK_CLASSES, MARK_CLASSES, ("stop", "comma"), ("comma",), ("stop",)))
    marks = DropMarks(rate, marks=droppable(*kinds))
    return Compose((marks, WrapLines(rng.randint(44, 100)))) if rng.random() < 0.2 else marks


def _characters(rng: random.Random, rate: float) -> Damage:
    core = rng.random() < 0.6
    pool = core_characters() if core else droppable(*CHARACTER_CLASSES)
    share = rng.choice((0.3, 0.6, 1.0))
    return DropCharacters({c: rate for c in pool if rng.random() < share})


def read_documents(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield names and texts of clean documents of all sorts in a folder."""
    for path in sorted(folder.iterdir()):
        if path.suffix in (".txt", ".md"):
            yield path.name, path.read_text("utf-8", errors="replace")
