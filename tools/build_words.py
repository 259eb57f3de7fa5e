"""Build dictionaries/words.tsv from the dictionary inside the installed jieba."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from _table import Header, read_rows, write_table

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff〇]{1,6}")
LEAST = 4
LEAST_SAFE = 3  # single characters and idioms: a low count there is rarity, not noise


def entries() -> Iterator[tuple[str, int, str]]:
    """Yield (word, count, tag) for each line of jieba's dictionary that has all three."""
    # The package is not imported: only its data file is wanted, and importing it is slow.
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise SystemExit("jieba is not installed; install it with: pip install jieba")
    text = (Path(spec.origin).parent / "dict.txt").read_text(encoding="utf-8")
    for line in text.split("\n"):
        fields = line.split(" ")
        if len(fields) == 3:
            yield fields[0], int(fields[1]), fields[2]


def kept(word: str, count: int, tag: str, common: set[str]) -> bool:
    """Tell whether an entry is a word whose inner blank is a fault.

    Names of persons are not: 王 伟 in a list of names is no cut word. The source tags many common
    words as names, too (师范, 弘扬); those listed by hand in words_common.tsv are kept. Long
    numerals (六百个) are phrases, not words.
    """
    if not HAN.fullmatch(word):
        return False
    if tag.startswith("nr") and len(word) > 1 and word not in common:
        return False
    if tag == "m" and len(word) > 2:
        return False
    return count >= (LEAST_SAFE if len(word) == 1 or tag == "i" else LEAST)


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("common", type=Path, help="dictionaries/words_common.tsv")
    parser.add_argument("output", type=Path, help="the table to write")
    arguments = parser.parse_args()
    common = {row[0] for row in read_rows(arguments.common)}
    header = Header(
        belongs="words of 1 to 6 Han characters and their counts, for deciding whether a blank "
        "cuts a word",
        excluded="names of persons (words_common.tsv lists the words wrongly tagged so), numerals "
        f"of three characters or more, words counted under {LEAST} times (single characters and "
        f"idioms: under {LEAST_SAFE})",
        source=f"jieba {version('jieba')}, dict.txt",
        licence="MIT",
        rebuild="python tools/build_words.py dictionaries/words_common.tsv dictionaries/words.tsv",
        columns=("word", "count"),
    )
    rows = {word: str(count) for word, count, tag in entries() if kept(word, count, tag, common)}
    write_table(arguments.output, header, rows.items())


if __name__ == "__main__":
    main()
