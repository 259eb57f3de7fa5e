"""Fit dictionaries/term_gap_weights.tsv: how sure a gap in a term, or what is too much, is.

In lines of clean text, characters inside terms are left out or put in. What a lexicon then proposes
for damaged and for clean lines is right or wrong; a logistic regression says which evidence counts
how much. Lines, lexicons and the weight of clean lines are those of `fit_lookalikes`.

    python tools/fit_term_gaps.py TEXTS dictionaries/term_gap_weights.tsv

TEXTS is a folder of REGISTER.txt, UTF-8, a paragraph a line.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from _table import Header, write_table
from fit_lookalikes import (
    DICTIONARIES,
    NEVER,
    PREVALENCE,
    TABLES,
    Array,
    Damage,
    fit,
    lexicons_of,
    lines_of,
    tell,
    weight_rows,
)

from textmend import _native
from textmend.lexicon import Lexicon
from textmend.reading.shipped import shipped
from textmend.tables import shared_tables

KINDS = ("missing", "extra")
TWICE = 0.3  # the share of characters too many that stand there twice
LEAST_TERM = 4
# Added to the log-odds, since no character comes or goes unless that is sure. What may be too much
# is told by a rule of its own as well (native/core/lookalikes/term_gaps.cpp).
CAUTION = {"missing": -2, "extra": -0.8}
NAMES = _native.TERM_GAP_EVIDENCE


def without_one(line: str, start: int, end: int, damage: Damage) -> str:
    """Return the line without a character inside a term."""
    at = damage.rng.randrange(start + 1, end - 1)
    return line[:at] + line[at + 1 :]


def with_one(line: str, start: int, end: int, damage: Damage) -> str:
    """Return the line with a character inside a term that does not belong there."""
    at = damage.rng.randrange(start + 1, end)
    twice = damage.rng.random() < TWICE
    one = line[at - 1] if twice else damage.rng.choices(damage.any, damage.weights)[0]
    return line[:at] + one + line[at:]


Change = Callable[[str, int, int, Damage], str]
CHANGES: dict[str, Change] = {"missing": without_one, "extra": with_one}


def evidence(kind: str, texts: Path, lexicons: Sequence[Lexicon]) -> tuple[Array, Array, Array]:
    """Return the evidence of each proposal, whether it is right, and what it counts for."""
    paths = [(str(DICTIONARIES / name), sound) for name, sound in TABLES.items()]
    finder = _native.LookalikeFinder(shipped().file.native, shared_tables(), paths)
    nothing = [0.0] * len(NAMES)
    rng = random.Random(11)
    damage = Damage("ocr", rng)
    values, right, counts = [], [], []
    for line in lines_of(texts, rng):
        for lexicon in lexicons:
            whole = [m for m in lexicon.find(line, skeletons=False) if len(m.term) >= LEAST_TERM]
            chosen = rng.choice(whole) if whole else None
            damaged = CHANGES[kind](line, chosen.start, chosen.end, damage) if chosen else line
            for written, count in {damaged: 1, line: PREVALENCE}.items():
                matches = lexicon.gaping(written)
                found = finder.find_gaps(written, [], matches, -NEVER, nothing, nothing)
                for at, character, is_missing, _, one in found:
                    if is_missing != (kind == "missing"):
                        continue
                    end = at if is_missing else at + 1
                    meant = written[:at] + (character if is_missing else "") + written[end:]
                    values.append(one)
                    right.append(written != line and meant == line)
                    counts.append(count)
    return np.array(values), np.array(right, float), np.array(counts, float)


def main() -> None:
    """Fit the weights of both kinds and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, help="folder of REGISTER.txt")
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    lexicons = lexicons_of(options.texts)
    columns = []
    for kind in KINDS:
        values, right, counts = evidence(kind, options.texts, lexicons)
        weights = fit(values, right, counts, np.zeros(len(right)))
        weights[0] += CAUTION[kind]
        tell(kind, values @ weights, right, counts)
        columns.append(weights)
    header = Header(
        belongs="how much each kind of evidence counts, in log-odds, that a term of a lexicon "
        "lacks a character in a text, or has one too many; what the kinds are stands in "
        "native/core/lookalikes/term_gaps.hpp",
        excluded="rules about numbers and negations, which are no matter of evidence",
        source="fitted to damaged lines of public text (DATA_SOURCES.md); no text is redistributed",
        licence="Apache-2.0 (this table)",
        rebuild="python tools/fit_term_gaps.py TEXTS dictionaries/term_gap_weights.tsv (the texts "
        "are not distributed)",
        columns=("evidence", *KINDS),
    )
    write_table(options.output, header, weight_rows(NAMES, columns))


if __name__ == "__main__":
    main()
