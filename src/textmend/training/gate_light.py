"""Fits what tells lightly damaged documents: how many places the second look finds in them.

The n-gram model knows the text that it was counted from by heart, and is surprised less often there
than elsewhere. So this is learned from the first half of what is held out; the other half is to be
measured on.
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from textmend import _native
from textmend.damage import CHARACTER_CLASSES, DropCharacters, damage, droppable
from textmend.training.gate_documents import clean_documents

__all__ = ["GAINS", "PRIOR", "fit_light", "halves"]

GAINS = (5.0, 6.5, 8.0, 11.0)
"""As in native/core/gate/light.hpp."""
PRIOR = -5.0
"""ln of the odds that a document is lightly damaged, before anything is known."""
_UNIT = 1000
_MOST_SHAPE = 2.0
"""Documents differ more than a few hundred of them show: no gamma distribution is narrower."""
_RATES = (0.02, 0.03, 0.03, 0.05, 0.08)

Counts = NDArray[np.float64]  # of each document: Han / 1,000, places of each class


def halves(lines: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return the lines to learn from and those to measure on, of what is held out."""
    middle = len(lines) // 2
    return lines[:middle], lines[middle:]


def fit_light(
    look: _native.SecondLook,
    held_out: Iterable[Sequence[str]],
    others: Iterable[str],
    rng: random.Random,
    documents: int,
) -> bytes:
    """Return the section gate/light.

    Args:
        look: the second look.
        held_out: lines of each corpus that the n-gram model was not counted from.
        others: clean documents of other sorts.
        rng: draws documents and damage.
        documents: how many of each corpus.
    """
    clean, damaged, losses = [_count(look, text) for text in others], [], []
    for lines in held_out:
        for text in clean_documents(lines, rng, documents):
            rate = rng.choice(_RATES)
            rates = dict.fromkeys(droppable(*CHARACTER_CLASSES), rate)
            done = damage(text, DropCharacters(rates), rng.randrange(1 << 30))
            clean.append(_count(look, text))
            damaged.append(_count(look, done.text))
            losses.append(rate)
    values = [PRIOR]
    for k in range(len(GAINS)):
        for rows in (np.array(clean), np.array(damaged)):
            values += _gamma(rows[:, 0], rows[:, 1 + k])
    values.append(float(np.mean(losses)))
    return array("f", values).tobytes()


def _count(look: _native.SecondLook, text: str) -> list[float]:
    _, hits = look.look(text, 0, len(text))
    han = sum("\u3400" <= c <= "\u9fff" for c in text)
    first = {text[offset - 1 : offset + 1]: gain for offset, _, gain in reversed(hits)}
    gains = np.array(list(first.values()))
    found = np.searchsorted(GAINS, gains, "right")
    return [han / _UNIT + 1e-3, *(float((found == k + 1).sum()) for k in range(len(GAINS)))]


def _gamma(exposure: NDArray[np.float64], counts: NDArray[np.float64]) -> tuple[float, float]:
    """Return shape and rate of the gamma distribution under which the counts are most probable."""
    mean = (counts.sum() + 1) / exposure.sum()
    best, found = -np.inf, (1.0, 1.0)
    for shape in np.geomspace(0.1, _MOST_SHAPE, 30):
        for factor in np.geomspace(0.6, 1.7, 21):
            rate = shape / (mean * factor)
            likelihood = _negative_binomial(exposure, counts, shape, rate)
            if likelihood > best:
                best, found = likelihood, (float(shape), float(rate))
    return found


def _negative_binomial(
    exposure: NDArray[np.float64], counts: NDArray[np.float64], shape: float, rate: float
) -> float:
    most = int(counts.max(initial=0))
    rising = np.concatenate([[0.0], np.cumsum(np.log(shape + np.arange(most)))])
    total = shape * np.log(rate / (rate + exposure)) - counts * np.log(rate + exposure)
    return float((total + rising[counts.astype(int)]).sum())
