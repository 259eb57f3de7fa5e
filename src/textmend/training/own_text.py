"""A user's own text: read, and cut into what is learned from, tuned on and measured on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from textmend.decoding import decode
from textmend.errors import DecodingError, OptionError
from textmend.files import cannot

__all__ = ["LEAST", "OwnText", "documents_of", "read_own_text"]

LEAST = 20_000
"""Characters to learn from without which nothing is learned that is not chance."""

_TUNED, _MEASURED = 0.05, 0.05  # shares of each file's lines, its last ones


@dataclass(frozen=True)
class OwnText:
    """Lines without blanks around them, empty ones left out.

    Args:
        learned: what is learned from.
        tuned: what decides when to stop and what to keep.
        measured: what nothing but the figures at the end comes from.
    """

    learned: tuple[str, ...]
    tuned: tuple[str, ...]
    measured: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many characters are learned from."""
        return sum(map(len, self.learned))


def read_own_text(paths: Sequence[Path]) -> OwnText:
    """Read files of clean text, a paragraph a line.

    The last lines of each file are held out, so that no neighbours stand on both sides but at a
    border. A text that occurs in two files, or twice in one, may stand on both sides; then the
    figures flatter.

    Raises:
        FileProcessingError: if a file cannot be read.
        DecodingError: if it is no text.
        OptionError: if there is too little text.
    """
    parts: tuple[list[str], list[str], list[str]] = ([], [], [])
    for path in paths:
        lines = _lines(path)
        size = len(lines)
        borders = (0, round(size * (1 - _TUNED - _MEASURED)), round(size * (1 - _MEASURED)), size)
        for part, (start, end) in zip(parts, pairwise(borders), strict=True):
            part.extend(lines[start:end])
    text = OwnText(*map(tuple, parts))
    held_out = min(sum(map(len, text.tuned)), sum(map(len, text.measured)))
    if text.size < LEAST or held_out * 40 < LEAST:
        raise OptionError(
            f"There are {text.size:,} characters to learn from and {held_out:,} to measure on: "
            f"give at least {LEAST:,} of clean text, a paragraph a line, in many lines (the last "
            "tenth of the lines of each file is held out)."
        )
    return text


def _lines(path: Path) -> list[str]:
    try:
        text = decode(path.read_bytes())[0]
    except DecodingError as error:
        raise DecodingError(f"{path}: {error}", error.offset) from error
    except OSError as error:
        raise cannot("read", path, error) from error
    return [stripped for line in text.split("\n") if (stripped := line.strip())]


def documents_of(lines: Sequence[str], size: int, most: int) -> list[str]:
    r"""Return documents of whole lines, evenly spread over them.

    Args:
        lines: text.
        size: of a document in characters, at least, but for the only one of a short text.
        most: how many there may be.

    >>> documents_of(["一", "二", "三", "四", "五"], size=2, most=2)
    ['一\n二\n', '三\n四\n']
    """
    documents: list[list[str]] = [[]]
    for line in lines:
        documents[-1].append(line)
        if sum(map(len, documents[-1])) >= size:
            documents.append([])
    if len(documents) > 1:
        documents.pop()
    count = min(most, len(documents))
    chosen = (documents[i * len(documents) // count] for i in range(count))
    return ["\n".join(own) + "\n" for own in chosen]
