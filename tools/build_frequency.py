"""Build dictionaries/frequency.tsv from folders of plain text.

Counts alone leave this script: no text is copied.
"""

from __future__ import annotations

import argparse
import math
import unicodedata
from collections import Counter
from pathlib import Path

from _table import Header, write_table

# What each register counts for in the balanced sample, whatever its size.
WEIGHTS = {
    "official": 2.0,
    "rmrb": 2.0,
    "portal_news": 2.0,
    "xwlb": 1.0,
    "speeches": 1.0,
    "essays": 1.0,
    "journals": 1.0,
    "talk": 1.0,
    "wiki": 1.0,
    "laws": 0.5,
    "old_rmrb": 0.5,
}
TRADITIONAL = "traditional"
LEAST = 5
BLOCK = 1 << 22


def count(path: Path) -> Counter[str]:
    """Return how often each character stands in a file."""
    found: Counter[str] = Counter()
    with path.open(encoding="utf-8", newline="") as file:
        while block := file.read(BLOCK):
            found.update(block)
    return found


def is_text(character: str) -> bool:
    """Tell whether a character belongs to writing proper.

    Blanks are left out because the texts lost theirs; controls, private use and U+FFFD because
    they are faults.
    """
    return (
        unicodedata.category(character)[0] not in "CZ" and character != "\N{REPLACEMENT CHARACTER}"
    )


def shares(counts: Counter[str]) -> dict[str, float]:
    """Return each character's share of a text."""
    total = sum(number for character, number in counts.items() if is_text(character))
    return {c: number / total for c, number in counts.items() if is_text(c)}


def balanced(counts: dict[str, Counter[str]]) -> dict[str, float]:
    """Return each character's share of the simplified registers, weighted."""
    mixed: dict[str, float] = {}
    for register, weight in WEIGHTS.items():
        for character, share in shares(counts[register]).items():
            mixed[character] = mixed.get(character, 0.0) + share * weight / sum(WEIGHTS.values())
    return mixed


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder of REGISTER.txt files")
    parser.add_argument("output", type=Path, help="the table to write")
    arguments = parser.parse_args()
    counts = {
        register: count(arguments.corpora / f"{register}.txt")
        for register in (*WEIGHTS, TRADITIONAL)
    }
    simplified, traditional = balanced(counts), shares(counts[TRADITIONAL])
    seen = sum((counts[register] for register in WEIGHTS), Counter[str]())
    kept = {c for c in simplified if seen[c] >= LEAST}
    kept |= {c for c in traditional if counts[TRADITIONAL][c] >= LEAST}
    header = Header(
        belongs="how surprising a character is in Chinese text: -log2 of its share, in tenths of "
        "a bit; the smaller of the figure for simplified text (registers balanced) and for "
        f"traditional text; characters seen {LEAST} times or more",
        excluded="blanks, controls, private use; half-width marks are rarer here than in the "
        "world, since the texts were chosen for good punctuation",
        source="counts derived from public text: official documents, laws, speeches, newspaper "
        "and television news of several decades, web news, essays, journals, current-affairs "
        "talk, encyclopaedias (CMRC 2018, DRCD), reports in traditional script; no text is "
        "redistributed (DATA_SOURCES.md)",
        licence="Apache-2.0 (this table)",
        rebuild="python tools/build_frequency.py CORPORA dictionaries/frequency.tsv "
        "(CORPORA: a folder of REGISTER.txt files, UTF-8; the texts are not distributed)",
        columns=("character", "surprisal"),
    )
    rows = []
    for character in kept:
        share = max(simplified.get(character, 0.0), traditional.get(character, 0.0))
        rows.append((character, str(round(-10 * math.log2(share)))))
    write_table(arguments.output, header, rows)


if __name__ == "__main__":
    main()
