"""Build dictionaries/script_phrases.tsv from OpenCC's phrase table and script.tsv.

A character of traditional text alone becomes its first counterpart, but in some phrases another
one (計畫 is 计划, not 计画). Those phrases are listed, and words in which 於, good in both scripts,
stands beside such a character.
"""

from __future__ import annotations

import argparse
from importlib.metadata import version
from pathlib import Path

from _table import Header, read_rows, write_table
from build_script import opencc_table

LONGEST = 4
WORDS_WITH_YU = ("關於", "對於", "終於", "屬於", "過於", "處於", "鑒於", "歸於", "瀕於")


def convert(phrase: str, counterparts: dict[str, str]) -> str:
    """Return the phrase converted character by character."""
    return "".join(counterparts.get(character, character) for character in phrase)


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("script", type=Path, help="dictionaries/script.tsv")
    parser.add_argument("output", type=Path, help="the table to write")
    arguments = parser.parse_args()
    table = {row[0]: row[2][0] for row in read_rows(arguments.script) if row[1] == "T"}
    rows = {word: convert(word, table).replace("於", "于") for word in WORDS_WITH_YU}
    for phrase, candidates in opencc_table("TSPhrases", longest=LONGEST).items():
        has_stray = any(character in table for character in phrase)
        same_length = len(phrase) == len(candidates[0])
        # Not where OpenCC keeps a character that the table would change: such a phrase is a name.
        kept = any(c in table and c in candidates[0] for c in phrase)
        if has_stray and same_length and not kept and convert(phrase, table) != candidates[0]:
            rows[phrase] = candidates[0]
    header = Header(
        belongs="traditional phrases of up to four characters and their simplified forms, where "
        "these are not those of the single characters in script.tsv",
        excluded="phrases of characters that both scripts have",
        source=f"OpenCC {version('opencc')} (TSPhrases); the words with 於 by hand",
        licence="Apache-2.0",
        rebuild="python tools/build_script_phrases.py dictionaries/script.tsv "
        "dictionaries/script_phrases.tsv",
        columns=("phrase", "simplified"),
    )
    write_table(arguments.output, header, list(rows.items()))


if __name__ == "__main__":
    main()
