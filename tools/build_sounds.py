"""Build dictionaries/lookalike_sounds.tsv: which characters sound alike, from their pinyin.

Two characters are alike by the nearest of their readings: the same syllable in the same tone,
the same in another tone, or syllables that many speakers and input methods do not tell apart
(zh and z, n and l, in and ing). Of the many that sound the same the frequent are kept.

    python tools/build_sounds.py UNIHAN dictionaries/lookalike_sounds.tsv
"""

from __future__ import annotations

import argparse
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from _table import Header, read_rows, write_table
from build_shapes import DICTIONARIES, MAPPINGS, RAREST, characters_of

SAME, OTHER_TONE, NEAR = 100, 90, 80
MOST = 18
FREQUENCY = 5  # what a nat of surprisal costs, in percent
RARE = 0.03  # the share below which a reading is hardly in use
TONES = (
    "\N{COMBINING MACRON}\N{COMBINING ACUTE ACCENT}\N{COMBINING CARON}\N{COMBINING GRAVE ACCENT}"
)
NEAR_INITIALS = {"zh": "z", "ch": "c", "sh": "s", "l": "n", "h": "f"}
NEAR_FINALS = {"ing": "in", "eng": "en", "ang": "an", "uang": "uan", "iang": "ian"}
SYLLABLE = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)(.*)")


def syllable_of(reading: str) -> tuple[str, str]:
    """Return syllable and tone, 5 where it has none.

    >>> syllable_of("lǚ")
    ('lü', '3')
    """
    letters, tone = "", "5"
    for letter in unicodedata.normalize("NFD", reading):
        if letter in TONES:
            tone = str(TONES.index(letter) + 1)
        else:
            letters += letter
    return unicodedata.normalize("NFC", letters), tone


def readings_of(unihan: Path) -> dict[str, list[tuple[str, str]]]:
    """Return the readings in use of each character: those that a count of texts found."""
    usual: dict[str, list[str]] = {}
    counted: dict[str, list[str]] = {}
    for line in unihan.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, _, rest = line.partition("\t")
        field, _, value = rest.partition("\t")
        if field == "kMandarin":
            usual[chr(int(code[2:], 16))] = value.split()[:1]
        elif field == "kHanyuPinlu":
            counts = {r: int(n) for r, n in re.findall(r"(\S+?)\((\d+)\)", value)}
            least = RARE * sum(counts.values())
            counted[chr(int(code[2:], 16))] = [r for r, n in counts.items() if n >= least]
    return {c: [syllable_of(r) for r in known] for c, known in (usual | counted).items()}


def near(syllable: str) -> str:
    """Return the syllable that stands for all that are easily taken for this one.

    >>> near("zhing") == near("zin")
    True
    """
    match = SYLLABLE.fullmatch(syllable)
    assert match is not None, syllable
    initial, final = match.groups()
    return NEAR_INITIALS.get(initial, initial) + NEAR_FINALS.get(final, final)


def rows_of(
    characters: list[str], readings: dict[str, list[tuple[str, str]]]
) -> Iterator[tuple[str, str]]:
    """Yield for each character those that it may stand for, the most alike first."""
    surprisal = {row[0]: int(row[1]) for row in read_rows(DICTIONARIES / "frequency.tsv")}
    cost = {c: FREQUENCY * surprisal.get(c, RAREST) / 10 * math.log(2) for c in characters}
    groups: dict[str, set[str]] = defaultdict(set)
    for character in characters:
        for syllable, _ in readings[character]:
            groups[near(syllable)].add(character)
    for character in characters:
        alike: dict[str, int] = {}
        for syllable, tone in readings[character]:
            for other in groups[near(syllable)] - {character}:
                for other_syllable, other_tone in readings[other]:
                    if near(other_syllable) == near(syllable):
                        same = SAME if tone == other_tone else OTHER_TONE
                        percent = same if syllable == other_syllable else NEAR
                        alike[other] = max(alike.get(other, 0), percent)
        best = sorted(alike, key=lambda other: (cost[other] - alike[other], other))[:MOST]
        best.sort(key=lambda other: (-alike[other], other))
        if best:
            yield character, " ".join(f"{other}{alike[other]}" for other in best)


def main() -> None:
    """Read, group, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("unihan", type=Path, help="folder of the Unihan files")
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    characters = characters_of(options.unihan / MAPPINGS)
    readings = readings_of(options.unihan / "Unihan_Readings.txt")
    characters = [c for c in characters if "\u3400" <= c <= "\u9fff" and c in readings]
    header = Header(
        belongs="characters that may be typed for others because they sound the same or nearly so, "
        "with what may have been meant: 100 is the same syllable and tone, 90 another tone, 80 a "
        "syllable that is easily taken for it",
        excluded="what looks alike; anything decided by hand",
        source="readings (kHanyuPinlu, kMandarin) of the Unihan database 15.0 (Unicode License); "
        "which characters: GB 2312, and kTGH of the same",
        licence="Apache-2.0",
        rebuild="python tools/build_sounds.py UNIHAN dictionaries/lookalike_sounds.tsv (UNIHAN: "
        "the folder of the Unihan files)",
        columns=("character", "what may have been meant, each with its likeness"),
    )
    write_table(options.output, header, rows_of(characters, readings))


if __name__ == "__main__":
    main()
