"""Build dictionaries/unicode_derived.tsv from the interpreter's Unicode data."""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from _table import Header, write_table

KANGXI = range(0x2F00, 0x2FD6)
SURROGATES = range(0xD800, 0xE000)


def notation(text: str) -> str:
    """Return a text as code points in hexadecimal.

    >>> notation("é̂")
    'U+00E9 U+0302'
    """
    return " ".join(f"U+{ord(character):04X}" for character in text)


def singletons() -> Iterator[tuple[str, str, str, str]]:
    """Yield the characters that normal form C never keeps, with what it puts there.

    Blanks are left out: they are decided by hand, by the company they keep.
    """
    for number in range(sys.maxunicode + 1):
        if number in SURROGATES:
            continue
        character = chr(number)
        if unicodedata.category(character) == "Zs":
            continue
        composed = unicodedata.normalize("NFC", character)
        if composed != character:
            yield notation(character), "replace", notation(composed), "unicode.singleton"


def kangxi_radicals() -> Iterator[tuple[str, str, str, str]]:
    """Yield the Kangxi radicals with the ideographs they look like."""
    for number in KANGXI:
        ideograph = unicodedata.normalize("NFKC", chr(number))
        yield notation(chr(number)), "beside_han", notation(ideograph), "unicode.kangxi"


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path, help="the table to write")
    arguments = parser.parse_args()
    header = Header(
        belongs="decisions of the unicode pass that follow from the Unicode data: characters that "
        "normal form C never keeps (compatibility ideographs among them), and Kangxi radicals "
        "(replaced beside a Han character only)",
        excluded="anything decided by hand (unicode.tsv); combining sequences, which normal form "
        "C composes by rule; compatibility forms that carry meaning (① ㎡ ½)",
        source=f"Unicode {unicodedata.unidata_version}, decompositions (Python's unicodedata)",
        licence="Unicode-3.0",
        rebuild="python tools/build_unicode_derived.py dictionaries/unicode_derived.tsv",
        columns=("codepoint", "action", "replacement", "rule"),
    )
    write_table(arguments.output, header, [*singletons(), *kangxi_radicals()])


if __name__ == "__main__":
    main()
