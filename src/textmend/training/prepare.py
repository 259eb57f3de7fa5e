"""Make streams of ids of text files.

``python -m textmend.training prepare OUT REGISTERS.tsv CORPUS...``

A corpus is a file of one paragraph a line; its name says its register, and REGISTERS.tsv how much
a register weighs. The last lines of every file are held out. Blanks are left out, and characters
that read alike to the network are folded, as `native/core/reader/alphabet.cpp` does at run time.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from textmend.training.encoding import Ids

__all__ = ["folded", "ids_by_character", "listed_symbols", "main", "stream_of"]

_HELD_OUT = 0.06
_FREQUENT = 260  # Chinese characters that may be inserted because they are so common
_MOST_CHARACTERS = 7000
_LEAST_COUNT = 5  # weighted
_RESERVED = ("<pad>", "<unk>", "\n")
_EXTRA = "*#□〔〕"  # left by masks and typesetting; rare in clean text
_FOLD = str.maketrans(
    {
        **dict.fromkeys("0123456789", "0"),
        **{chr(c): "a" for c in (*range(0x41, 0x5B), *range(0x61, 0x7B))},
        "(": "（",
        ")": "）",
        ",": "，",
    }
)


def main(argv: list[str]) -> int:
    """Prepare the training data."""
    parser = argparse.ArgumentParser(
        prog="python -m textmend.training prepare", description=__doc__
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("registers", type=Path, help="register and weight, tab-separated")
    parser.add_argument("corpora", type=Path, nargs="+")
    arguments = parser.parse_args(argv)
    weights = {name: float(weight) for name, weight in _rows(arguments.registers)}
    arguments.out.mkdir(parents=True, exist_ok=True)
    parts = {path.stem: _halves(path) for path in arguments.corpora}
    ranking = _Ranking({name: text for name, (text, _) in parts.items()}, weights)
    characters = ranking.characters()
    ids = ids_by_character(characters)
    for name, halves in parts.items():
        for part, text in zip(("train", "held"), halves, strict=True):
            np.save(arguments.out / f"stream.{name}.{part}.npy", stream_of(text, ids))
    meta = {"vocab": characters, **ranking.meta(), "weights": {n: weights[n] for n in parts}}
    text = json.dumps(meta, ensure_ascii=False)
    (arguments.out / "prep.json").write_text(text, encoding="utf-8")
    return 0


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _halves(path: Path) -> tuple[str, str]:
    """Return a file's folded text, cut into what is learned from and what is held out."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").split("\n"))
    kept = [line for line in lines if line]
    cut = int(len(kept) * (1 - _HELD_OUT))
    return folded(kept[:cut]), folded(kept[cut:])


def folded(lines: Iterable[str]) -> str:
    r"""Return lines as the network sees them: without blanks, and what reads alike folded.

    >>> folded(["在 A 县(新)", "195 人"])
    '在a县（新）\n000人\n'
    """
    text = "".join(f"{line}\n" for line in lines)
    return text.replace(" ", "").replace("\u3000", "").translate(_FOLD)


def ids_by_character(characters: Sequence[str]) -> Ids:
    """Return the id of every code point; `characters` are all, by id, the reserved ones first."""
    ids = np.ones(0x110000, np.uint16)
    for index, character in enumerate(characters[2:], 2):
        ids[ord(character)] = index
    return ids


def stream_of(text: str, ids: Ids) -> Ids:
    """Return the ids of a folded text."""
    return ids[np.frombuffer(text.encode("utf-32-le"), np.uint32)]


def listed_symbols() -> list[tuple[str, str]]:
    """Return the rows of the table of symbols: each symbol, and its kind."""
    return [(row[0], row[1]) for row in _rows(Path(__file__).with_name("symbols.tsv"))]


class _Ranking:
    """How often each character stands in what is learned from, registers weighted."""

    def __init__(self, texts: Mapping[str, str], weights: Mapping[str, float]) -> None:
        counts: defaultdict[str, float] = defaultdict(float)
        for name, text in texts.items():
            for character, count in Counter(text).items():
                counts[character] += count * weights[name]
        self._counts = counts
        self._ranked = sorted(counts, key=lambda character: -counts[character])
        self._listed = listed_symbols()
        frequent = [c for c in self._ranked if "\u4e00" <= c <= "\u9fff"][:_FREQUENT]
        self._symbols = list(dict.fromkeys([*(symbol for symbol, _ in self._listed), *frequent]))

    def characters(self) -> list[str]:
        """Return all characters by id: reserved, symbols, the rest by frequency."""
        most = self._ranked[:_MOST_CHARACTERS]
        common = [c for c in most if self._counts[c] >= _LEAST_COUNT and c != "\n"]
        return list(dict.fromkeys([*_RESERVED, *self._symbols, *common, *_EXTRA]))

    def meta(self) -> dict[str, object]:
        """Return what training and export need to know of the symbols."""
        total = sum(self._counts.values())
        symbols = set(self._symbols)
        others = sum(n for c, n in self._counts.items() if c not in symbols and c != "\n")
        return {
            "symbols": self._symbols,
            "listed": sum(kind != "mark" for _, kind in self._listed),
            "usual": [symbol for symbol, kind in self._listed if kind == "usual"],
            "freq": [self._counts[symbol] / total for symbol in self._symbols],
            "content": others / total,
        }
