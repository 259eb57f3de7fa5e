"""Build dictionaries/script.tsv from OpenCC's tables and script_shared.tsv.

A character is of one script only if OpenCC always changes it on the way to the other script and
nothing says that it is good there too. What says so: the regional variants of OpenCC (Hong Kong
writes 户 and 税), and the characters listed by hand in script_shared.tsv.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path

import opencc
from _table import Header, read_rows, write_table

Candidates = dict[str, list[str]]


def opencc_table(name: str, longest: int = 1) -> Candidates:
    """Return a table of the installed OpenCC: keys and their candidates, best first.

    Keys of more than `longest` characters are left out.
    """
    root = Path(opencc.__file__).parent / "clib"
    compiled = root / "share" / "opencc" / f"{name}.ocd2"
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "table.txt"
        dump = [str(root / "bin" / "opencc_dict"), "-f", "ocd2", "-t", "text"]
        subprocess.run([*dump, "-i", str(compiled), "-o", str(text)], check=True)
        rows = read_rows(text)
    return {key: values.split(" ") for key, values in rows if len(key) <= longest}


def typable(character: str) -> bool:
    """Tell whether a character is in GBK, the set that simplified text was long typed in.

    Where the simplified form is not (䶮 for 龑, 𬘭 for 綝), writers keep the traditional one.
    """
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def traditional_only(shared: set[str]) -> Candidates:
    """Return the characters of traditional text alone, with their simplified counterparts."""
    return {
        character: [c for c in candidates if typable(c)]
        for character, candidates in opencc_table("TSCharacters").items()
        if character not in candidates and character not in shared and typable(candidates[0])
    }


def simplified_only(shared: set[str]) -> Candidates:
    """Return the characters of simplified text alone, with their traditional counterparts."""
    regional = {
        variant
        for name in ("HKVariants", "TWVariants")
        for variants in opencc_table(name).values()
        for variant in variants
    }
    return {
        character: candidates
        for character, candidates in opencc_table("STCharacters").items()
        if character not in candidates
        and character not in shared | regional
        and character <= "\uffff"  # the core looks up scripts in the BMP alone
    }


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path, help="dictionaries/script_shared.tsv")
    parser.add_argument("output", type=Path, help="the table to write")
    arguments = parser.parse_args()
    shared = {row[0] for row in read_rows(arguments.shared)}
    header = Header(
        belongs="characters used in one script only: S in simplified text, T in traditional text; "
        "the counterparts in the other script, best first, without separator",
        excluded="characters good in both scripts (后 里 干 云 著 乾), of which those that OpenCC "
        "would change stand in script_shared.tsv; Japanese forms; traditional characters whose "
        "simplified form is outside GBK (龑)",
        source=f"OpenCC {version('opencc')} (TSCharacters, STCharacters, HKVariants, TWVariants) "
        "less script_shared.tsv",
        licence="Apache-2.0",
        rebuild="python tools/build_script.py dictionaries/script_shared.tsv "
        "dictionaries/script.tsv",
        columns=("character", "script", "counterparts"),
    )
    rows = [(c, "T", "".join(found)) for c, found in traditional_only(shared).items()]
    rows += [(c, "S", "".join(found)) for c, found in simplified_only(shared).items()]
    write_table(arguments.output, header, rows)


if __name__ == "__main__":
    main()
