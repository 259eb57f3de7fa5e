"""Measures a packed model on what was held out of each corpus.

python -m textmend.training perplexity --list CORPORA --model MODEL
"""

from __future__ import annotations

import argparse
import math
from itertools import islice
from pathlib import Path

from textmend.model import ModelFile, NgramModel
from textmend.training.ngram_corpus import held_out_lines, read_list

__all__ = ["main"]


def main(argv: list[str]) -> int:
    """Print a table: for each corpus the perplexity of a character, and its bits."""
    parser = argparse.ArgumentParser(
        prog="python -m textmend.training perplexity", description=__doc__
    )
    parser.add_argument("--list", type=Path, required=True, help="text files with weights")
    parser.add_argument("--model", type=Path, required=True, help="the model file")
    parser.add_argument("--lines", type=int, default=3000, help="of each corpus, at most")
    arguments = parser.parse_args(argv)
    model = NgramModel(ModelFile(arguments.model))
    bits = []
    for corpus in read_list(arguments.list):
        found = model.perplexity(islice(held_out_lines(corpus), arguments.lines))
        bits.append(math.log2(found))
        print(f"{corpus.path.stem:12} {found:8.3f} {bits[-1]:6.3f} bits")
    mean = sum(bits) / len(bits)
    print(f"{'mean':12} {2**mean:8.3f} {mean:6.3f} bits")
    return 0
