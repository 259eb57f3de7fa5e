"""Counts the n-grams of a list of corpora into one file.

``python -m textmend.training count --list CORPORA --output COUNTS``

The list has a line for each text file: its name and its weight. The last 6 % of the lines of each
file are left out, to measure on.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from textmend import _native
from textmend.model import vocabulary_section, write_model
from textmend.training.ngram_corpus import counted_text, frequent_characters, read_list

__all__ = ["main"]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m textmend.training count", description=__doc__)
    parser.add_argument("--list", type=Path, required=True, help="text files with weights")
    parser.add_argument("--output", type=Path, required=True, help="the file of counts")
    parser.add_argument("--order", type=int, default=6, help="length of the longest n-grams")
    parser.add_argument(
        "--cut-offs",
        default="0,0,1,2,3,4",
        help="for each order, the greatest count that is dropped",
    )
    parser.add_argument("--least", type=int, default=5, help="rarer characters are unknown")
    parser.add_argument("--memory", type=int, default=1024, help="MiB for sorting")
    parser.add_argument("--temporary", type=Path, help="folder for what does not fit")
    return parser


def main(argv: list[str]) -> int:
    """Count, and write what was counted."""
    arguments = _parser().parse_args(argv)
    started = time.monotonic()
    corpora = read_list(arguments.list)
    vocabulary = vocabulary_section(frequent_characters(corpora, arguments.least))
    _tell(started, f"{len(vocabulary) // 4} characters")
    with tempfile.TemporaryDirectory(dir=arguments.temporary) as folder:
        counter = _native.NgramCounter(
            vocabulary, arguments.order, folder, arguments.memory * 2**20
        )
        for corpus in corpora:
            lines = counter.add(counted_text(corpus), corpus.thousandths, 0)
            _tell(started, f"{corpus.path.name}: {lines} lines, weight {corpus.weight}")
        counts = counter.finish([int(cut) for cut in arguments.cut_offs.split(",")])
    _tell(started, f"n-grams kept: {counts.sizes()}")
    _tell(started, f"discounts: {counts.discounts()}")
    write_model(arguments.output, {"vocabulary": vocabulary, **counts.to_sections()})
    _tell(started, "written")
    return 0


def _tell(started: float, what: str) -> None:
    print(f"{time.monotonic() - started:7.1f} s  {what}", file=sys.stderr, flush=True)
