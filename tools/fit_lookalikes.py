"""Fit dictionaries/lookalike_weights.tsv: how sure a look-alike that was found is to be right.

Lines of clean text are damaged: some of their characters become what looks or sounds like them, and
some become anything, since no table holds all that programs misread. What the finder proposes for
damaged and for clean lines is right or wrong; a logistic regression says which evidence counts how
much. The clean lines count more than once, since most text is clean. What the terms of a lexicon
add to that is fitted after all else, to what the lists of the domains propose, and terms mined from
the same part of the texts.

    python tools/fit_lookalikes.py TEXTS dictionaries/lookalike_weights.tsv

TEXTS is a folder of REGISTER.txt, UTF-8, a paragraph a line.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from _table import Header, read_rows, write_table

from textmend import _native
from textmend.lexicon import Lexicon
from textmend.lexicon.domains import DOMAINS, domain_terms
from textmend.lexicon.mining import Mining, mine
from textmend.reading.shipped import shipped
from textmend.tables import dictionary_folder, shared_tables

DICTIONARIES = Path(dictionary_folder())
TABLES = {"lookalike_shapes.tsv": False, "lookalike_sounds.tsv": True}
LINES = 700  # of each register
LONGEST = 300  # characters of a line
MINED = 5000  # lines of each register
PART = (0.94, 0.96)  # of each file, which the n-gram model was not trained on
RATES = (0.006, 0.02)  # of the damage
BY_SOUND = 0.6  # the share of what is mistyped that sounds alike
ANYTHING = 0.3  # the share of errors that no table explains
PREVALENCE = 5  # what a clean line counts for
# Added to the log-odds after reading what becomes of clean text: most of what the regression takes
# for harm are errors that the texts really have (of 22 and 73 changes 16 and 52).
READ = {"ocr": 0.8, "typing": 0.6}
# Added for a term: of what then is sure in damaged lines 98 to 99 in 100 are right, and in clean
# ones it is one place more for all the lists of the domains.
TERMS = 1.1
NAMES = _native.LOOKALIKE_EVIDENCE
OF_TERMS = [index for index, name in enumerate(NAMES) if name.startswith("term")]
NEVER = 1e9
NONE: list[_native.MatchList | None] = [None]

Array = np.ndarray[Any, np.dtype[np.float64]]
Writings = dict[str, tuple[list[str], list[float]]]


class Damage:
    """Replaces characters as a program that reads them, or somebody who types them, does."""

    def __init__(self, mode: str, rng: random.Random) -> None:
        self.mode, self.rng = mode, rng
        nats = {row[0]: int(row[1]) / 10 * math.log(2) for row in rows("frequency.tsv")}
        self.shapes = writings("lookalike_shapes.tsv", nats, 6)
        self.sounds = writings("lookalike_sounds.tsv", nats, 5)
        self.any = [c for c, cost in nats.items() if "\u4e00" <= c <= "\u9fff" and cost < 11]
        self.weights = [math.exp(-0.6 * nats[c]) for c in self.any]

    def damage(self, line: str, rate: float) -> str:
        """Return a line of the same length."""
        return "".join(
            self.instead_of(c) if "\u4e00" <= c <= "\u9fff" and self.rng.random() < rate else c
            for c in line
        )

    def instead_of(self, character: str) -> str:
        """Return what is written for a character; itself if nothing is known."""
        if self.mode == "typing" and self.rng.random() < BY_SOUND:
            known = self.sounds.get(character)
        elif self.rng.random() < ANYTHING:
            known = (self.any, self.weights)
        else:
            known = self.shapes.get(character)
        return self.rng.choices(known[0], known[1])[0] if known else character


def rows(name: str) -> list[tuple[str, ...]]:
    """Return the rows of a table."""
    return read_rows(DICTIONARIES / name)


def writings(name: str, nats: dict[str, float], steepness: float) -> Writings:
    """Return for what may be meant the characters that may be written for it, with weights."""
    found: Writings = {}
    for written, items in rows(name):
        if "\u3400" <= written <= "\u9fff":
            for item in items.split(" "):
                characters, weights = found.setdefault(item[0], ([], []))
                characters.append(written)
                cost = nats.get(written, 18)
                weights.append(math.exp(steepness * int(item[1:]) / 100 - 0.6 * cost))
    return found


def lines_of(texts: Path, rng: random.Random) -> Iterator[str]:
    """Yield lines that the n-gram model was not trained on."""
    for lines in registers(texts):
        chosen = [line[:LONGEST] for line in lines]
        yield from rng.sample(chosen, min(LINES, len(chosen)))


def registers(texts: Path) -> Iterator[list[str]]:
    """Yield the lines of each register that the n-gram model was not trained on."""
    for path in sorted(texts.glob("*.txt")):
        if path.stem != "traditional":
            lines = path.read_text("utf-8").split("\n")
            part = lines[int(PART[0] * len(lines)) : int(PART[1] * len(lines))]
            yield [line.strip() for line in part if line.strip()]


def lexicons_of(texts: Path) -> list[Lexicon]:
    """Return the lists of the domains, and one of what each register has terms of its own."""
    mined: set[str] = set()
    for lines in registers(texts):
        mined |= {found.term for found in mine(partial(iter, lines[:MINED]), Mining())}
    return [*(Lexicon.of(domain_terms(name)) for name in DOMAINS), Lexicon.of(sorted(mined))]


def evidence(
    mode: str, texts: Path, lexicons: Sequence[Lexicon] = ()
) -> tuple[Array, Array, Array]:
    """Return the evidence of each proposal, whether it is right, and what it counts for.

    With lexicons these are the proposals that a term speaks for, each lexicon by itself.
    """
    paths = [
        (str(DICTIONARIES / n), sound) for n, sound in TABLES.items() if mode != "ocr" or not sound
    ]
    finder = _native.LookalikeFinder(shipped().file.native, shared_tables(), paths)
    gain = [float(name == "gain") for name in NAMES]
    thorough_from = 0.0 if mode == "typing" else math.inf
    rng = random.Random(5)
    damage = Damage(mode, rng)
    values, right, counts = [], [], []
    for number, line in enumerate(lines_of(texts, rng)):
        damaged = damage.damage(line, RATES[number % len(RATES)])
        for written, count in ((line, PREVALENCE), (damaged, 1)):
            proposed = [one.differing(written) for one in lexicons]
            for matches in proposed or NONE:
                found = finder.find(written, [], matches, NEVER, -NEVER, gain, thorough_from)
                for at, meant, _, _, one in found:
                    if matches is None or one[OF_TERMS[0]]:
                        values.append(one)
                        right.append(written[at] != line[at] == meant)
                        counts.append(count)
    return np.array(values), np.array(right, float), np.array(counts, float)


def fit(values: Array, right: Array, counts: Array, known: Array) -> Array:
    """Return the weights of a logistic regression, by Newton's method on scaled values.

    `known` are the log-odds without them.
    """
    scale = values.std(0)
    scale[scale < 1e-6] = 1
    scaled = values / scale
    weights = np.zeros(values.shape[1])
    for _ in range(30):
        expected = 1 / (1 + np.exp(-scaled @ weights - known))
        slope = scaled.T @ (counts * (right - expected)) - 0.5 * weights
        spread = counts * expected * (1 - expected)
        bend = (scaled * spread[:, None]).T @ scaled + 0.5 * np.eye(len(weights))
        weights += np.linalg.solve(bend, slope)
    unscaled: Array = weights / scale
    return unscaled


def weight_rows(names: Sequence[str], columns: Sequence[Array]) -> list[tuple[str, ...]]:
    """Return a row for each kind of evidence, with its weight in each column."""
    return [
        (name, *(f"{weights[index]:.3f}" for weights in columns))
        for index, name in enumerate(names)
    ]


def tell(name: str, odds: Array, right: Array, counts: Array) -> None:
    """Print what comes of the weights."""
    sure = odds >= math.log(9)
    clean = counts == PREVALENCE
    print(f"{name}: {len(right)} proposals, {int(right.sum())} right; at 0.9: "
          f"{int((sure & clean).sum())} in clean lines, of {int((sure & ~clean).sum())} in "
          f"damaged ones {int(right[sure].sum())} right", flush=True)  # fmt: skip


def main() -> None:
    """Fit the weights of both modes and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, help="folder of REGISTER.txt")
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    columns = []
    lexicons = lexicons_of(options.texts)
    for mode, read in READ.items():
        values, right, counts = evidence(mode, options.texts)
        weights = fit(values, right, counts, np.zeros(len(right)))
        weights[0] += read
        tell(mode, values @ weights, right, counts)
        values, right, counts = evidence(mode, options.texts, lexicons)
        # What is sure without a term says nothing of terms; in clean lines it is an error, too.
        unsure = (values @ weights < math.log(9)) | (values[:, NAMES.index("term_alone")] > 0)
        values, right, counts = values[unsure], right[unsure], counts[unsure]
        weights[OF_TERMS] = fit(values[:, OF_TERMS], right, counts, values @ weights)
        weights[OF_TERMS[0]] += TERMS
        tell(f"{mode}, terms", values @ weights, right, counts)
        columns.append(weights)
    header = Header(
        belongs="how much each kind of evidence counts, in log-odds, that a look-alike is right, "
        "in the modes ocr and typing; what the kinds are stands in "
        "native/core/lookalikes/finder.hpp",
        excluded="rules about numbers and titles, which are no matter of evidence",
        source="fitted to damaged lines of public text (DATA_SOURCES.md); no text is redistributed",
        licence="Apache-2.0 (this table)",
        rebuild="python tools/fit_lookalikes.py TEXTS dictionaries/lookalike_weights.tsv (the "
        "texts are not distributed)",
        columns=("evidence", "ocr", "typing"),
    )
    write_table(options.output, header, weight_rows(NAMES, columns))


if __name__ == "__main__":
    main()
