"""Trains the gate: which pairs clean text has, how to tell damage, how frequent symbols are.

    python -m textmend.training gate --corpora LIST --symbols prep.json [--terms FILE]...
        [--clean FOLDER] [--documents N] [--steps N] [--seed N] --base MODEL.bin --output MODEL.bin

The list names the corpora as for the n-gram model. Of what is held out there, the first half
serves to tell light damage, and the second half is not used. ``--symbols`` is what the reader's
preparation wrote: the symbols, and how frequent each is. ``--terms`` are word lists, a term a
line, and ``--clean`` a folder of clean documents of all sorts: half of them, by the CRC-32 of their
names, are learned from, so that the others can be measured on. ``--base`` has the n-gram model, and
its sections are copied to the output.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import zlib
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmend import _native
from textmend.model import ModelFile, write_model
from textmend.training.gate_alphabet import (
    FIRST_ID,
    IDS,
    KINDS,
    Inventory,
    PairCounts,
    characters_of,
    open_alphabet,
)
from textmend.training.gate_documents import (
    Document,
    clean_documents,
    damaged,
    read_documents,
    terse_documents,
)
from textmend.training.gate_fit import Stretches, fit, stretches_of
from textmend.training.gate_light import fit_light, halves
from textmend.training.ngram_corpus import counted_text, held_out_lines, read_list

# ln of the odds of damage before anything is known, the most that a document may add to it, the
# probability that counts as damage, and the share of characters lost that counts as heavy.
SETTINGS = (-4.5, 0.0, 0.5, 0.06)
_NOTHING_LOST = np.zeros((0, 4), np.int64)
_LONGEST = 3000  # characters of another document, for the light damage
_PROSE = 1500  # characters of a document that tells how writers differ
_PAIR_LINES = 50_000  # of each corpus, evenly spread


def main(argv: list[str]) -> int:
    """Train the gate."""
    options = _parse(argv)
    rng = random.Random(options.seed)
    lines = {c.path.stem: _lines(counted_text(c)) for c in read_list(options.corpora)}
    prepared = json.loads(options.symbols.read_text("utf-8"))
    terms = [term for path in options.terms for term in _terms(path)]
    folder = _even(options.clean) if options.clean else []
    known = {name: part[: _border(part)] for name, part in lines.items()}
    spread = {name: "\n".join(_spread(part, _PAIR_LINES)) for name, part in known.items()}
    simplified = [text for name, text in spread.items() if name not in options.no_pairs]
    inventory = Inventory(prepared["symbols"], characters_of(simplified))
    pairs = PairCounts(inventory, options.seed)
    for text in simplified:
        pairs.add(text)
    levels = pairs.levels()
    print("pairs counted", file=sys.stderr, flush=True)
    learner = _Learner(inventory, levels, rng)
    for name, part in lines.items():
        share = 0.25 if name in options.no_pairs else 1.0
        learner.add_corpus(
            part[_border(part) :], terms, int(options.documents * share), name in options.no_pairs
        )
        print(f"{name} read", file=sys.stderr, flush=True)
    for text in folder:
        learner.add_clean(text)
    rates = _rates(prepared)
    network, loss = fit(*learner.stretches(), options.steps, options.seed)
    print(f"loss {loss:.4f}", file=sys.stderr)
    base = _sections_of(options.base)
    if options.base is not None:
        base["gate/light"] = memoryview(_light(options, levels, inventory, folder, rng))
    write_model(
        options.output,
        {
            **base,
            **inventory.sections(),
            "gate/pairs": levels,
            "gate/network": network,
            "gate/rates": rates.tobytes(),
            "gate/spreads": learner.spreads(rates).tobytes(),
            "gate/settings": array("f", SETTINGS).tobytes(),
            "reader/symbols": array("I", map(ord, prepared["symbols"])).tobytes(),
        },
    )
    return 0


def _light(
    options: argparse.Namespace,
    levels: bytes,
    inventory: Inventory,
    others: list[str],
    rng: random.Random,
) -> bytes:
    """Fit what tells light damage, by the n-gram model of ``--base``."""
    ngrams = _native.NgramModel(ModelFile(options.base).native)
    look = _native.SecondLook(open_alphabet(inventory, levels), ngrams)
    corpora = [c for c in read_list(options.corpora) if c.path.stem not in options.no_pairs]
    held_out = (halves(list(held_out_lines(corpus)))[0] for corpus in corpora)
    shorter = [text[:_LONGEST] for text in others]
    return fit_light(look, held_out, shorter, rng, options.documents // 8)


def _parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m textmend.training gate", description="Train the gate."
    )
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--symbols", type=Path, required=True)
    parser.add_argument("--terms", type=Path, action="append", default=[])
    parser.add_argument("--clean", type=Path)
    parser.add_argument("--no-pairs", action="append", default=[], metavar="CORPUS",
                        help="a corpus in another script: clean documents alone")  # fmt: skip
    parser.add_argument("--documents", type=int, default=1500, help="of each corpus")
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    return parser.parse_args(argv)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _border(lines: Sequence[str]) -> int:
    """Return where the lines end whose pairs are counted.

    Documents are drawn from what follows: they must have pairs that were never seen, as the text
    has that the gate will meet.
    """
    return len(lines) * 4 // 5


def _spread(lines: Sequence[str], most: int) -> list[str]:
    """Return `most` lines at even distances."""
    step = max(1.0, len(lines) / most)
    return [lines[int(i * step)] for i in range(int(len(lines) / step))]


def _terms(path: Path) -> Iterator[str]:
    for line in path.read_text("utf-8").splitlines():
        if term := line.split("\t")[0].split(",")[0].strip():
            yield term


def is_learned(name: str) -> bool:
    """Return whether a clean document of a folder is learned from, by its name."""
    return zlib.crc32(name.encode()) % 2 == 0


def _even(folder: Path) -> list[str]:
    return [text for name, text in read_documents(folder) if is_learned(name)]


def _sections_of(path: Path | None) -> dict[str, memoryview]:
    if path is None:
        return {}
    file = ModelFile(path)
    return {name: file.section(name) for name in file.names if not name.startswith("gate/")}


def _rates(prepared: dict[str, list[float]]) -> NDArray[np.float32]:
    """Return how often each symbol stands in clean text, for each character that is no symbol."""
    rates: NDArray[np.float64] = np.array(prepared["freq"]) / np.array(prepared["content"])
    return rates.astype(np.float32)


class _Learner:
    """Gathers stretches of clean and of damaged documents."""

    def __init__(self, inventory: Inventory, levels: bytes, rng: random.Random) -> None:
        self._alphabet = open_alphabet(inventory, levels)
        self._rng = rng
        kinds = np.full(IDS, -1)
        kinds[FIRST_ID : FIRST_ID + len(inventory.kinds)] = inventory.kinds
        self._marks = _are(kinds, "stop", "comma", "paired")
        self._functions = _are(kinds, "de", "function", "less_function")
        self._clean: list[Stretches] = []
        self._damaged: list[Stretches] = []
        self._symbols = len(inventory.symbols)
        self._prose: list[NDArray[np.int64]] = []  # counts of the symbols, and of all others

    def add_corpus(self, lines: list[str], terms: list[str], count: int, clean_only: bool) -> None:
        """Add documents of a corpus: as they are, damaged, and what is terse by nature."""
        for text in clean_documents(lines, self._rng, count):
            self.add_clean(text)
            if not clean_only and len(text) >= _PROSE:
                self._prose.append(self._symbol_counts(text))
            if not clean_only:
                self._damaged.append(self._measure(damaged(text, self._rng)))
        for text in terse_documents(lines, terms, self._rng, count // 4):
            self.add_clean(text)

    def add_clean(self, text: str) -> None:
        """Add a clean document."""
        self._clean.append(self._measure(Document(text, _NOTHING_LOST)))

    def stretches(self) -> tuple[Stretches, Stretches]:
        """Return the clean and the damaged stretches."""
        return Stretches.joined(self._clean), Stretches.joined(self._damaged)

    def _symbol_counts(self, text: str) -> NDArray[np.int64]:
        counts = np.bincount(np.frombuffer(self._alphabet.ids(text), np.uint16), minlength=IDS)
        symbols = counts[FIRST_ID : FIRST_ID + self._symbols]
        blanks = counts[KINDS.index("blank")] + counts[KINDS.index("line_end")]
        return np.append(symbols, len(text) - blanks - symbols.sum())

    def spreads(self, rates: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how far each symbol's rate is from the usual one in clean documents.

        The root of the mean square, as a share of the rate, without what chance explains.
        """
        counts = np.array(self._prose)
        expected = counts[:, -1:] * rates
        squares = ((counts[:, :-1] - expected) ** 2 - expected).sum(0) / (expected**2).sum(0)
        spreads: NDArray[np.float64] = np.sqrt(np.clip(squares, 0.01, 9))
        return spreads.astype(np.float32)

    def _measure(self, document: Document) -> Stretches:
        return stretches_of(document, self._alphabet, self._marks, self._functions)


def _are(kinds: NDArray[np.int64], *names: str) -> NDArray[np.bool_]:
    return np.isin(kinds, [KINDS.index(name) for name in names])


__all__ = ["is_learned", "main"]
