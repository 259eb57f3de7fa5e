"""Build dictionaries/breaks.tsv, which says whether text runs on at the end of a line.

Three log-odds are counted apart, whose sum is that of a naive Bayes model:

- ``甲乙|``: these characters stand before a place inside a paragraph rather than at its end;
- ``|甲乙``: these stand behind such a place rather than at the start of a paragraph or heading;
- ``甲|乙``: these two stand side by side more often than their own frequencies let expect, and for
  three characters, more often than the pairs in them do.

Digits are counted as 0 and Latin letters as a. Counts alone leave this script: no text is copied.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from _table import Header, write_table

Codes: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"
Counts: TypeAlias = "dict[int, int]"

# Characters taken from each register, so that none dominates.
SAMPLE = {
    "rmrb": 9_000_000,
    "journals": 8_000_000,
    "xwlb": 5_000_000,
    "laws": 3_000_000,
    "official": 3_200_000,
    "speeches": 3_200_000,
    "portal_news": 3_200_000,
    "talk": 2_000_000,
    "old_rmrb": 1_500_000,
    "essays": 800_000,
    "wiki": 300_000,
}
PART = 0.9  # of each file; the rest is kept for tests
TITLE_WEIGHT = 3  # the texts have lost most of their headings
BITS = 13
COMMONEST = (1 << BITS) - 2
SHRINK = 4.0  # observations that the shorter context counts for
LEAST = 6

_DIGIT = re.compile(r"[0-9]")
_LATIN = re.compile(r"[A-Za-z]")
_ENDED = re.compile(r"[。！？；：…!?;:.，、][”’」』）》)]*$")


def normal(text: str) -> str:
    """Return a text with digits and Latin letters made alike.

    >>> normal("2023年GDP")
    '0000年aaa'
    """
    return _LATIN.sub("a", _DIGIT.sub("0", text))


def read(folder: Path) -> tuple[list[str], list[str]]:
    """Return paragraphs, and lines that end without a mark: titles and headings."""
    bodies: list[str] = []
    titles: list[str] = []
    for register, wanted in SAMPLE.items():
        path = folder / f"{register}.txt"
        left = wanted
        limit = int(path.stat().st_size * PART)
        with path.open("rb") as file:
            while left > 0 and file.tell() < limit and (raw := file.readline()):
                line = normal(raw.decode("utf-8").strip())
                left -= len(line)
                if _ENDED.search(line):
                    if len(line) >= 20:
                        bodies.append(line)
                elif 4 <= len(line) <= 40 and register != "talk":
                    titles.append(line)
    return bodies, titles


class Alphabet:
    """Numbers for the commonest characters; 0 stands for every other one."""

    def __init__(self, text: str) -> None:
        codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
        found, counts = np.unique(codes, return_counts=True)
        best = found[np.argsort(-counts)[:COMMONEST]]
        self._characters = ["\0", *(chr(code) for code in best)]
        self._table = np.zeros(0x110000, dtype=np.int64)
        self._table[best] = np.arange(1, len(best) + 1)

    def codes(self, text: str) -> Codes:
        """Return a text as numbers."""
        return self._table[np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)]

    def decode(self, key: int, size: int) -> str:
        """Return the characters of a key of `size` numbers."""
        shifts = range(BITS * (size - 1), -1, -BITS)
        return "".join(self._characters[key >> shift & (1 << BITS) - 1] for shift in shifts)


def keys(codes: Codes, size: int) -> Codes:
    """Return the key of every run of `size` characters; negative where one is unknown."""
    count = len(codes) - size + 1
    key = np.zeros(count, dtype=np.int64)
    known = np.ones(count, dtype=bool)
    for i in range(size):
        part = codes[i : i + count]
        key = key << BITS | part
        known &= part > 0
    return key[known]


def tally(values: Codes) -> Counts:
    """Count equal values."""
    found, counts = np.unique(values, return_counts=True)
    return dict(zip(found.tolist(), counts.tolist(), strict=True))


def edge_rows(
    inside: list[Counts], outside: list[Counts], alphabet: Alphabet, before: bool
) -> Iterator[tuple[str, float]]:
    """Yield the log-odds that a context of 1, 2, 3 characters stands beside a place inside."""
    scale = sum(outside[0].values()) / sum(inside[0].values())
    known: dict[str, float] = {}
    for size in (1, 2, 3):
        for key in {*inside[size - 1], *outside[size - 1]}:
            seen_in = inside[size - 1].get(key, 0) * scale
            seen_out = outside[size - 1].get(key, 0)
            if seen_in + seen_out < LEAST:
                continue
            text = alphabet.decode(key, size)
            shorter = text[1:] if before else text[:-1]
            odds = float(np.exp(known.get(shorter, 0.0)))
            value = float(
                np.log((seen_in + SHRINK * odds / (1 + odds)) / (seen_out + SHRINK / (1 + odds)))
            )
            known[text] = value
            if size == 1 or abs(value - known.get(shorter, 0.0)) > 0.4:
                yield (f"{text}|" if before else f"|{text}"), value
            else:
                known[text] = known.get(shorter, 0.0)


def joint_rows(running: Codes, alphabet: Alphabet, most: int) -> Iterator[tuple[str, float]]:
    """Yield how much more often characters stand side by side than shorter runs let expect."""
    single, double, triple = (tally(keys(running, size)) for size in (1, 2, 3))
    total = len(running)
    mask = (1 << BITS) - 1
    rows: list[tuple[float, str, float]] = []
    for key, seen in double.items():
        expected = single[key >> BITS] * single[key & mask] / total
        value = float(np.log((seen + 2) / (expected + 2)))
        if max(seen, expected) >= LEAST and abs(value) > 0.5:
            text = alphabet.decode(key, 2)
            rows.append((max(seen, expected) * abs(value), f"{text[0]}|{text[1]}", value))
    for key, seen in triple.items():
        first, last = key >> BITS, key & ((1 << 2 * BITS) - 1)
        expected = double[first] * double[last] / single[last >> BITS]
        value = float(np.log((seen + 3) / (expected + 3)))
        if max(seen, expected) >= 3 * LEAST and abs(value) > 0.9:
            text = alphabet.decode(key, 3)
            rows.append((max(seen, expected) * abs(value), text, value))
    rows.sort(reverse=True)
    yield from ((text, value) for _, text, value in rows[:most])


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder of REGISTER.txt files")
    parser.add_argument("output", type=Path, help="the table to write")
    parser.add_argument(
        "--pairs", type=int, default=110_000, help="rows of characters side by side"
    )
    arguments = parser.parse_args()
    bodies, titles = read(arguments.corpora)
    joined = "\n".join(bodies)
    alphabet = Alphabet(joined.replace("\n", ""))
    running = alphabet.codes(joined)  # a line feed is 0, so that nothing runs over it
    inside = [tally(keys(running, size)) for size in (1, 2, 3)]
    print(f"{len(joined):,} characters, {len(bodies):,} paragraphs, {len(titles):,} titles")
    rows: dict[str, float] = {}
    for before in (True, False):
        edges = []
        blocks = [*bodies, *titles * TITLE_WEIGHT]
        if before:  # a heading ends as a sentence does, without the mark
            blocks += [_ENDED.sub("", body) for body in bodies[::3]]
        for size in (1, 2, 3):
            cut = (b[-size:] if before else b[:size] for b in blocks)
            edges.append(tally(keys(alphabet.codes("\n".join(cut)), size)))
        rows.update(edge_rows(inside, edges, alphabet, before))
    rows.update(joint_rows(running, alphabet, arguments.pairs))
    header = Header(
        belongs="whether text runs on at the end of a line: log-odds, in hundredths of a nat, that "
        "these characters stand before (甲|) or behind (|甲) a place inside a paragraph, not at "
        "its edge; and how much more often characters stand side by side (甲|乙, 甲乙丙) than "
        "their parts let expect; 0 is any digit, a any Latin letter",
        excluded="what follows from a shorter row within 0.4, and what was seen too seldom",
        source="counts derived from public text: official documents, laws, speeches, newspaper "
        "and television news, web news, essays, journals, current-affairs talk, encyclopaedia "
        "paragraphs; no text is redistributed (DATA_SOURCES.md)",
        licence="Apache-2.0 (this table)",
        rebuild="python tools/build_breaks.py CORPORA dictionaries/breaks.tsv "
        "(CORPORA: a folder of REGISTER.txt files, UTF-8; the texts are not distributed)",
        columns=("characters", "log-odds"),
    )
    ready = ((text, str(round(100 * value))) for text, value in rows.items())
    write_table(arguments.output, header, (row for row in ready if row[1] != "0"))


if __name__ == "__main__":
    main()
