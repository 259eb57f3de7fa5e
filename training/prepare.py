"""Make streams of ids of text files: `python -m training prepare OUT REGISTERS.tsv CORPUS...`.

A corpus is a file of one paragraph a line; its name says its register, and REGISTERS.tsv how much
a register weighs. The last lines of every file are held out. Blanks are left out, and characters
that read alike to the network are folded, as `native/core/reader/alphabet.cpp` does at run time.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np

__all__ = ["main"]

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
    parser = argparse.ArgumentParser(prog="python -m training prepare", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("registers", type=Path, help="register and weight, tab-separated")
    parser.add_argument("corpora", type=Path, nargs="+")
    arguments = parser.parse_args(argv)
    weights = dict(_rows(arguments.registers))
    arguments.out.mkdir(parents=True, exist_ok=True)
    parts = {path.stem: _halves(path) for path in arguments.corpora}
    counts: Counter[str] = Counter()
    for name, (text, _) in parts.items():
        for character, count in Counter(text).items():
            counts[character] += count * float(weights[name])
    characters = _characters(counts)
    ids = np.ones(0x110000, np.uint16)
    for index, character in enumerate(characters[2:], 2):
        ids[ord(character)] = index
    for name, halves in parts.items():
        for part, text in zip(("train", "held"), halves, strict=True):
            np.save(arguments.out / f"stream.{name}.{part}.npy", ids[_code_points(text)])
    meta = _meta(characters, counts, {name: float(weights[name]) for name in parts})
    text = json.dumps(meta, ensure_ascii=False)
    (arguments.out / "prep.json").write_text(text, encoding="utf-8")
    return 0


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _symbol_rows() -> list[list[str]]:
    return _rows(Path(__file__).with_name("symbols.tsv"))


def _halves(path: Path) -> tuple[str, str]:
    """Return a file's folded text, cut into what is learned from and what is held out."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").split("\n"))
    kept = [line.replace(" ", "").replace("\u3000", "") for line in lines if line]
    cut = int(len(kept) * (1 - _HELD_OUT))
    learned, held_out = ("\n".join(part) + "\n" for part in (kept[:cut], kept[cut:]))
    return learned.translate(_FOLD), held_out.translate(_FOLD)


def _characters(counts: Counter[str]) -> list[str]:
    """Return all characters by id: reserved, symbols, the rest by frequency."""
    common = [c for c, n in counts.most_common(_MOST_CHARACTERS) if n >= _LEAST_COUNT and c != "\n"]
    frequent = [c for c in common if "\u4e00" <= c <= "\u9fff"][:_FREQUENT]
    symbols = list(dict.fromkeys([*(row[0] for row in _symbol_rows()), *frequent]))
    return list(dict.fromkeys([*_RESERVED, *symbols, *common, *_EXTRA]))


def _meta(characters: list[str], counts: Counter[str], weights: dict[str, float]) -> dict[str, object]:
    rows = _symbol_rows()
    frequent = [c for c in sorted(counts, key=lambda c: -counts[c]) if "\u4e00" <= c <= "\u9fff"]
    symbols = list(dict.fromkeys([*(row[0] for row in rows), *frequent[:_FREQUENT]]))
    total = sum(counts.values())
    others = sum(n for c, n in counts.items() if c not in set(symbols) and c != "\n")
    return {
        "vocab": characters,
        "symbols": symbols,
        "listed": sum(kind != "mark" for _, kind in rows),
        "usual": [character for character, kind in rows if kind == "usual"],
        "weights": weights,
        "freq": [counts[c] / total for c in symbols],
        "content": others / total,
    }


def _code_points(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


if __name__ == "__main__":
    import sys

    sys.exit(main(sys.argv[1:]))
