"""Estimates a model from counts, prunes it to a size, and packs it.

    python -m training prune --counts COUNTS --output MODEL --megabytes 22
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from textmend import _native
from textmend.model import ModelFile, model_errors, write_model

__all__ = ["main", "packed"]


def packed(
    counts: _native.NgramCounts, vocabulary: bytes, megabytes: float, rounds: int
) -> dict[str, bytes]:
    """Return the sections of a model whose n-grams above unigrams take `megabytes` (1e6 bytes).

    What n-grams are worth is measured again after each of the `rounds`, which get smaller by one
    factor.
    """
    model = _native.NgramEstimate(counts)
    started = sum(model.sizes()) * 4.2e-6
    for left in range(rounds - 1, -1, -1):
        size = megabytes * max(1.0, started / megabytes) ** (left / rounds)
        model.prune(size * 1e6)
    return {"vocabulary": vocabulary, **model.pack()}


def main(argv: list[str]) -> int:
    """Estimate, prune, pack, write."""
    parser = argparse.ArgumentParser(prog="python -m training prune", description=__doc__)
    parser.add_argument("--counts", type=Path, required=True, help="what `count` wrote")
    parser.add_argument("--output", type=Path, required=True, help="the model file")
    parser.add_argument("--megabytes", type=float, default=22, help="of n-grams above unigrams")
    parser.add_argument("--rounds", type=int, default=2, help="of pruning and estimating again")
    arguments = parser.parse_args(argv)
    started = time.monotonic()
    file = ModelFile(arguments.counts)
    with model_errors():
        counts = _native.NgramCounts.from_sections(file.native)
    sections = packed(
        counts, bytes(file.section("vocabulary")), arguments.megabytes, arguments.rounds
    )
    write_model(arguments.output, sections)
    sizes = _native.NgramModel(ModelFile(arguments.output).native).sizes()
    print(f"{time.monotonic() - started:.1f} s, n-grams: {sizes}", file=sys.stderr)
    return 0
