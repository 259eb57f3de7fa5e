"""A user's own n-gram model, beside the shipped one, and how much either is believed.

The shipped model keeps fingerprints in place of n-grams, so nothing can be counted into it. The own
text gets a small model of its own, and the search takes (1 - w) p + w q of both (Jelinek & Mercer
1980). w is what makes the text that is tuned on most probable (expectation maximisation).

Nothing here needs PyTorch.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmend import _native
from textmend.model import ModelFile, NgramModel, model_errors, write_model
from textmend.training.ngram_prune import pruned

__all__ = ["PREFIX", "WEIGHT", "Scores", "best_weight", "counted", "scores_of", "weight_section"]

PREFIX = "domain/"
"""What the names of the own model's sections begin with."""
WEIGHT = "domain/weight"
"""The section that holds w."""

_ORDER = 6
_CUT_OFFS = (0, 0, 0, 0, 0, 0)  # in a small text, what was seen once tells much
_LARGE, _LARGE_CUT_OFFS = 20_000_000, (0, 0, 1, 2, 3, 4)  # in a large one it only costs memory
_GROWTH = 0.4  # as for the shipped model
_ROUNDS = 2
_MEMORY = 256 << 20
_MOST_LINES = 20_000
_LEAST_WEIGHT, _MOST_WEIGHT = 0.001, 0.999
_STEPS = 40

Logarithms = NDArray[np.float64]


def counted(lines: Sequence[str], base: ModelFile, megabytes: float) -> dict[str, bytes]:
    """Return the sections of a model of these lines, in the vocabulary of the base.

    Args:
        lines: what to count.
        base: the model that it will stand beside.
        megabytes: how much its n-grams may take; the least telling ones are left out.
    """
    with tempfile.TemporaryDirectory() as folder, model_errors():
        vocabulary = bytes(base.section("vocabulary"))
        counter = _native.NgramCounter(vocabulary, _ORDER, folder, _MEMORY)
        counter.add("\n".join(lines), 1000, 0)
        is_large = sum(map(len, lines)) > _LARGE
        counts = counter.finish(list(_LARGE_CUT_OFFS if is_large else _CUT_OFFS))
        sections = pruned(counts, megabytes, _ROUNDS, _GROWTH).pack()
    return {PREFIX + name: part for name, part in sections.items()}


def weight_section(weight: float) -> dict[str, bytes]:
    """Return the section that says how much the own model is believed."""
    return {WEIGHT: np.array([weight], "<f4").tobytes()}


@dataclass(frozen=True)
class Scores:
    """Logarithms of the probability of each character of some lines, by either model."""

    general: Logarithms
    own: Logarithms

    def bits(self, weight: float) -> float:
        """Return the mean bits a character, the own model believed by so much."""
        mixed = (1 - weight) * np.exp(self.general) + weight * np.exp(self.own)
        return float(-np.log2(mixed).mean())


def scores_of(lines: Sequence[str], base: ModelFile, own: dict[str, bytes]) -> Scores:
    """Score lines, at most 20,000 evenly spread ones, by both models."""
    some = lines[:: max(1, math.ceil(len(lines) / _MOST_LINES))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "own.model")
        write_model(path, {"vocabulary": base.section("vocabulary"), **own})
        models = NgramModel(base), NgramModel(ModelFile(path), PREFIX)
        general, other = (
            np.concatenate([np.array(model.score(line)) for line in some]) for model in models
        )
    return Scores(general, other)


def best_weight(scores: Scores) -> float:
    """Return the weight of the own model that makes the scored text most probable."""
    ratio = np.exp(np.clip(scores.own - scores.general, -50, 50))
    weight = 0.5
    for _ in range(_STEPS):
        weight = float((weight * ratio / (1 - weight + weight * ratio)).mean())
    return min(max(weight, _LEAST_WEIGHT), _MOST_WEIGHT)
