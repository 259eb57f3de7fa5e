"""The gate's characters, their kinds, and which pairs of them clean text hardly has.

A pair is told by its level: 0 is frequent where characters were dropped and hardly there in clean
text, 1 is rare in both, 2 is more frequent in damaged text, 3 is usual in clean text.
"""

from __future__ import annotations

import tempfile
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmend import _native
from textmend.damage import CHARACTER_CLASSES, core_characters, droppable
from textmend.model import ModelFile, write_model

__all__ = ["FIRST_ID", "IDS", "KINDS", "Inventory", "PairCounts", "open_alphabet"]

IDS = 2048
FIRST_ID = 7
KINDS = (
    "rare_han", "foreign", "digit", "latin", "blank", "line_end", "symbol", "stop", "comma",
    "paired", "content", "de", "function", "less_function",
)  # fmt: skip
"""In the order of `Kind` in native/core/gate/alphabet.hpp."""

_STOPS = "。！？；…"
_COMMAS = "，、："
_PAIRED = "“”‘’《》—（）「」『』【】〈〉"
_NUMERIC = ".%"  # these are counted as digits


class Inventory:
    """Which characters the gate tells apart, with the kind of each.

    Args:
        symbols: what the reader may insert, in its order.
        counts: how often characters occur in clean text.
    """

    def __init__(self, symbols: Sequence[str], counts: Counter[str]) -> None:
        self.symbols = tuple(symbols)
        marks = _STOPS + _COMMAS + _PAIRED
        first = dict.fromkeys((*symbols, *marks))
        usual = (c for c, _ in counts.most_common() if _is_han(c) and c not in first)
        room = IDS - FIRST_ID - len(first)
        self.characters = (*first, *(c for c, _ in zip(usual, range(room), strict=False)))
        core, wide = set(core_characters()), set(droppable(*CHARACTER_CLASSES))
        self.kinds = tuple(KINDS.index(_kind(c, core, wide)) for c in self.characters)

    def sections(self) -> dict[str, bytes]:
        """Return the characters and kinds as a model has them."""
        return {
            "gate/characters": array("I", map(ord, self.characters)).tobytes(),
            "gate/kinds": bytes(self.kinds),
        }


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _kind(character: str, core: set[str], wide: set[str]) -> str:
    groups = {
        "stop": _STOPS,
        "comma": _COMMAS,
        "paired": _PAIRED,
        "digit": _NUMERIC,
        "de": "的",
        "function": core,
        "less_function": wide,
    }
    for name, members in groups.items():
        if character in members:
            return name
    return "content" if _is_han(character) else "symbol"


def open_alphabet(inventory: Inventory, pairs: bytes) -> _native.GateAlphabet:
    """Return the native alphabet of these characters and pairs."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "alphabet")
        write_model(path, {**inventory.sections(), "gate/pairs": pairs})
        return _native.GateAlphabet(ModelFile(path).native)


class PairCounts:
    """How often each pair stands in clean text, and in the same text damaged.

    The damage is that of lists: all marks, all function characters of a list, some of both.
    """

    def __init__(self, inventory: Inventory, seed: int) -> None:
        self.clean = np.zeros(IDS * IDS, np.int64)
        self.damaged = np.zeros(IDS * IDS, np.int64)
        self._alphabet = open_alphabet(inventory, bytes(IDS * IDS // 4))
        self._rng = np.random.default_rng(seed)
        kinds = np.full(IDS, KINDS.index("symbol"))
        kinds[FIRST_ID : FIRST_ID + len(inventory.kinds)] = inventory.kinds
        names = np.array(KINDS)[kinds]
        self._marks = np.isin(names, ["stop", "comma", "paired"])
        self._functions = np.isin(names, ["de", "function", "less_function"])
        self._core = np.isin(names, ["de", "function"])

    def add(self, text: str) -> None:
        """Count the pairs of a text, line by line, in both its states."""
        ids = np.frombuffer(self._alphabet.ids(text), np.uint16)
        _count(ids, self.clean)
        for part in np.array_split(ids, max(1, len(ids) // 20_000)):
            rates = self._rates()
            _count(part[self._rng.random(len(part)) >= rates[part]], self.damaged)

    def _rates(self) -> NDArray[np.float64]:
        rng = self._rng
        rates = np.zeros(IDS)
        shape = rng.integers(0, 4)
        if shape == 0:
            rates[self._core | self._marks] = 1
        elif shape == 1:
            rates[self._marks] = 1
        elif shape == 2:
            rates[self._functions] = rng.random()
        else:
            listed = self._functions & (rng.random(IDS) < rng.random())
            rates[listed] = 1
            rates[self._marks] = rng.integers(0, 2)
        return rates

    def levels(self) -> bytes:
        """Return the level of each pair, four to a byte."""
        ratio = np.log((self.damaged + 0.5) / (self.clean + 0.5))
        level = np.full(IDS * IDS, 3, np.uint8)
        level[ratio > 0.4] = 2
        level[self.clean <= 3] = 1
        level[(ratio > 1.8) & (self.damaged >= 3)] = 0
        four = level.reshape(-1, 4).astype(np.uint8)
        packed = four[:, 0] | four[:, 1] << 2 | four[:, 2] << 4 | four[:, 3] << 6
        return packed.astype(np.uint8).tobytes()


def _count(ids: NDArray[np.uint16], counts: NDArray[np.int64]) -> None:
    pairs = ids[:-1].astype(np.int64) * IDS + ids[1:]
    counts += np.bincount(pairs, minlength=IDS * IDS)


def characters_of(texts: Iterable[str]) -> Counter[str]:
    """Count the characters of texts."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text)
    return counts
