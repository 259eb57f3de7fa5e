"""How likely each symbol is to be dropped from a document, drawn anew for each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["KINDS", "draw_mark_rates", "draw_rates"]

KINDS = {
    "a list of the usual shape": 0.66,
    "any list": 0.07,
    "a transcript": 0.12,
    "a few characters": 0.04,
    "much, but not all": 0.05,
    "nothing": 0.06,
}
"""What may happen to a document, and how often it does."""

Rates = NDArray[np.float64]
Flags = NDArray[np.bool_]


def draw_rates(
    rng: np.random.Generator, symbols: int, marks: int, listed: int, usual: Flags
) -> Rates:
    """Return for each symbol how likely each of its occurrences is to be dropped.

    Args:
        rng: decides.
        symbols: how many there are.
        marks: the first so many are marks.
        listed: the next so many are function characters.
        usual: those that nearly every stop-word list has.
    """
    return _Draw(rng, symbols, marks, listed, usual).rates()


def draw_mark_rates(rng: np.random.Generator, symbols: int, marks: int) -> Rates:
    """Return the rates of a document that has lost marks to a list, but characters otherwise."""
    draw = _Draw(rng, symbols, marks, 0, np.zeros(symbols, np.bool_))
    return draw.marks()


class _Draw:
    def __init__(
        self, rng: np.random.Generator, symbols: int, marks: int, listed: int, usual: Flags
    ) -> None:
        places = np.arange(symbols)
        self._rng = rng
        self._marks = marks
        self._usual = usual
        self._characters = places >= marks
        self._listed = self._characters & (places < marks + listed)
        self._rates = np.zeros(symbols)

    def rates(self) -> Rates:
        kinds = [self._usual_list, self._any_list, self._transcript, self._few, self._much]
        kind = int(self._rng.choice(len(KINDS), p=list(KINDS.values())))
        if kind < len(kinds):
            kinds[kind]()
        return self._rates

    def marks(self) -> Rates:
        self._drop_marks(0.85)
        return self._rates

    def _usual_list(self) -> None:
        """Drop most of the usual characters, some of the others, and most often all marks."""
        usual = self._usual & (self._random() < self._rng.uniform(0.5, 1))
        strange = self._rng.choice([0.0, 0.02, 0.1], p=[0.6, 0.25, 0.15])
        others = self._characters & (self._random() < strange)
        self._rates[usual | others] = 1.0 if self._rng.random() < 0.9 else self._rng.uniform(0.8, 1)
        self._drop_marks(0.85)

    def _any_list(self) -> None:
        """Drop characters of a list of any size, all of them or each at its own rate."""
        pool = self._listed | (self._characters & (self._random() < 0.5))
        chosen = pool & (self._random() < self._rng.uniform(0.05, 0.7))
        everything = self._rng.random() < 0.5
        self._rates[chosen] = 1.0 if everything else self._rng.beta(2, 1, int(chosen.sum()))
        self._drop_marks(0.5)

    def _transcript(self) -> None:
        """Drop all marks, or nearly all."""
        self._rates[: self._marks] = 1.0 if self._rng.random() < 0.75 else self._rng.uniform(0.6, 1)

    def _few(self) -> None:
        """Drop few characters, and now and then few marks."""
        self._rates[self._listed] = self._small()
        if self._rng.random() < 0.3:
            self._rates[: self._marks] = self._small()

    def _much(self) -> None:
        """Drop much, but not all."""
        self._rates[self._listed] = self._rng.uniform(0.2, 0.9)
        self._rates[: self._marks] = self._rng.choice([0.0, self._rng.uniform(0.2, 1)])

    def _drop_marks(self, all_of_them: float) -> None:
        if self._rng.random() < all_of_them:
            self._rates[: self._marks] = 1.0
        elif self._rng.random() < 0.6:
            self._rates[: self._marks] = self._rng.random(self._marks) < 0.5

    def _random(self) -> Rates:
        return self._rng.random(len(self._rates))

    def _small(self) -> float:
        return float(np.exp(self._rng.uniform(np.log(0.005), np.log(0.25))))
