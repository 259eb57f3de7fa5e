"""Documents filtered by words: lists of stop words drawn at random, and what they take away."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from textmend.damage.inventory import core_characters, stop_words
from textmend.damage.words import segmented
from textmend.training.encoding import LINE_END, UNKNOWN, Ids

__all__ = ["WordFilter"]

_KEPT = (0.02, 0.3)  # the share of the words of all lists that a list lacks, from and to


class WordFilter:
    """Drops whole words, single function characters among them, where they are words.

    Args:
        characters: all that the network knows, by id, the reserved ones first.
        symbols: those that it can write; other words than of these are never dropped.
    """

    def __init__(self, characters: Sequence[str], symbols: Sequence[str]) -> None:
        known = [c if len(c) == 1 else "\ufffd" for c in characters]
        known[UNKNOWN], known[LINE_END] = "\ufffd", "\n"
        self._code_points = np.array([ord(c) for c in known], np.uint32)
        writable = set(symbols)
        self._words = [w for w in (*core_characters(), *stop_words()) if writable.issuperset(w)]

    def dropped(self, text: Ids, rng: np.random.Generator) -> NDArray[np.bool_]:
        """Draw a list and return which characters of a text it takes away."""
        lacks = rng.random(len(self._words)) < rng.uniform(*_KEPT)
        listed = {word for word, lacked in zip(self._words, lacks, strict=True) if not lacked}
        characters = self._code_points[text].tobytes().decode("utf-32-le")
        result = np.zeros(len(text), np.bool_)
        for start, end in segmented(characters):
            if characters[start:end] in listed:
                result[start:end] = True
        return result
