"""The texts that the n-gram model is counted from: their weights, and what is held out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Corpus", "counted_text", "frequent_characters", "held_out_lines", "read_list"]

HELD_OUT = 0.06
"""The share of the lines of a corpus, its last ones, that is never counted."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """A text file, a paragraph a line, and how often its lines count."""

    path: Path
    weight: float

    @property
    def thousandths(self) -> int:
        """The weight as the native counter wants it."""
        return round(self.weight * 1000)


def read_list(path: Path) -> list[Corpus]:
    """Read a list of corpora: a line each, a file (beside the list) and its weight."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, weight = line.split()
            found.append(Corpus(path.parent / name, float(weight)))
    return found


def _split(corpus: Corpus) -> tuple[list[str], int]:
    lines = corpus.path.read_text("utf-8").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return lines, len(lines) - round(len(lines) * HELD_OUT)


def counted_text(corpus: Corpus) -> str:
    """Return the lines of a corpus that may be counted."""
    lines, border = _split(corpus)
    return "\n".join(lines[:border])


def held_out_lines(corpus: Corpus) -> Iterator[str]:
    """Yield the lines of a corpus that are never counted, empty ones left out."""
    lines, border = _split(corpus)
    yield from (line.strip() for line in lines[border:] if line.strip())


def frequent_characters(corpora: list[Corpus], least: int) -> list[str]:
    """Return the characters that occur `least` times or more in what may be counted, sorted."""
    counts: Counter[str] = Counter()
    for corpus in corpora:
        counts.update(counted_text(corpus))
    return sorted(c for c, n in counts.items() if n >= least and not c.isspace())
