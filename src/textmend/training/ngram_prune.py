"""Estimates a model from counts, prunes it to a size, and packs it.

python -m textmend.training prune --counts COUNTS --output MODEL --megabytes 22
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from textmend import _native
from textmend.model import ModelFile, model_errors, write_model

__all__ = ["add_options", "main", "pruned"]

_BYTES = 4.2
"""That an n-gram takes when it is packed, about."""


def pruned(
    counts: _native.NgramCounts, megabytes: float, rounds: int, growth: float
) -> _native.NgramEstimate:
    """Return a model whose n-grams above unigrams take at most `megabytes` (1e6 bytes).

    What n-grams are worth is measured again after each of the `rounds`, which get smaller by one
    factor. `growth` is that of the discounts.
    """
    model = _native.NgramEstimate(counts, growth)
    started = sum(model.sizes()) * _BYTES * 1e-6
    for left in range(rounds - 1, -1, -1):
        size = megabytes * max(1.0, started / megabytes) ** (left / rounds)
        model.prune(size * 1e6)
    return model


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which model is wanted."""
    parser.add_argument("--counts", type=Path, required=True, help="what `count` wrote")
    parser.add_argument("--output", type=Path, required=True, help="the file to write")
    parser.add_argument("--megabytes", type=float, default=22, help="of n-grams above unigrams")
    parser.add_argument("--rounds", type=int, default=2, help="of pruning and estimating again")
    parser.add_argument("--growth", type=float, default=0.4, help="of discounts; 0 is Kneser-Ney")


def main(argv: list[str]) -> int:
    """Estimate, prune, pack, write."""
    parser = argparse.ArgumentParser(prog="python -m textmend.training prune", description=__doc__)
    add_options(parser)
    arguments = parser.parse_args(argv)
    started = time.monotonic()
    file = ModelFile(arguments.counts)
    with model_errors():
        counts = _native.NgramCounts.from_sections(file.native)
        model = pruned(counts, arguments.megabytes, arguments.rounds, arguments.growth)
        sections = {"vocabulary": bytes(file.section("vocabulary")), **model.pack()}
    write_model(arguments.output, sections)
    print(f"{time.monotonic() - started:.1f} s, n-grams: {model.sizes()}", file=sys.stderr)
    return 0
