"""Writes an estimated model, before it is quantised, in the ARPA format of other toolkits.

``python -m textmend.training arpa --counts COUNTS --output MODEL.arpa --megabytes 22``

Blanks separate the characters. It is for comparisons; textmend itself reads no ARPA.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from pathlib import Path

from textmend import _native
from textmend.model import ModelFile, model_errors
from textmend.training.ngram_prune import add_options, pruned

__all__ = ["main", "write_arpa"]

_NEVER = -99.0
"""Logarithm of what has no probability, as ARPA files write it."""


def _log(value: float) -> float:
    return math.log10(value) if value > 0 else _NEVER


def _names(ids: tuple[int, ...], characters: list[str]) -> str:
    """Return an n-gram as text: what stands before a line and behind it has two names there."""
    reserved = {1: "<unk>", 2: "</s>"}
    names = [reserved.get(i) or characters[i - 3] for i in ids]
    if len(ids) > 1 and ids[0] == 2:
        names[0] = "<s>"
    return " ".join(names)


def _unigrams(model: _native.NgramEstimate, characters: list[str]) -> Iterator[str]:
    for ids, probability, backoff in model.grams(1):
        if ids == (0,):
            continue
        if ids == (2,):
            yield f"{_NEVER}\t<s>\t{_log(backoff):.7f}"
            yield f"{_log(probability):.7f}\t</s>\t0"
        else:
            yield f"{_log(probability):.7f}\t{_names(ids, characters)}\t{_log(backoff):.7f}"


def write_arpa(model: _native.NgramEstimate, characters: list[str], path: Path) -> None:
    """Write the model; `characters` are those of its vocabulary, sorted."""
    sizes = model.sizes()
    with path.open("w", encoding="utf-8") as file:
        print("\\data\\", file=file)
        for order, size in enumerate(sizes, 1):
            # Without the number of nothing, and with <s>, which is a word of its own here.
            print(f"ngram {order}={size}", file=file)
        print("\n\\1-grams:", file=file)
        for line in _unigrams(model, characters):
            print(line, file=file)
        for order in range(2, len(sizes) + 1):
            print(f"\n\\{order}-grams:", file=file)
            for ids, probability, backoff in model.grams(order):
                end = f"\t{_log(backoff):.7f}" if order < len(sizes) else ""
                print(f"{_log(probability):.7f}\t{_names(ids, characters)}{end}", file=file)
        print("\n\\end\\", file=file)


def main(argv: list[str]) -> int:
    """Estimate, prune, write."""
    parser = argparse.ArgumentParser(prog="python -m textmend.training arpa", description=__doc__)
    add_options(parser)
    arguments = parser.parse_args(argv)
    file = ModelFile(arguments.counts)
    with model_errors():
        counts = _native.NgramCounts.from_sections(file.native)
    model = pruned(counts, arguments.megabytes, arguments.rounds, arguments.growth)
    characters = list(bytes(file.section("vocabulary")).decode("utf-32-le"))
    write_arpa(model, characters, arguments.output)
    return 0
