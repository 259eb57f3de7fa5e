"""Runs a step of the training by its name."""

from __future__ import annotations

import sys
from importlib import import_module

STEPS = {
    "prepare": "textmend.training.prepare",
    "train": "textmend.training.train_reader",
    "export": "textmend.training.export_reader",
    "train-lookalikes": "textmend.training.train_lookalikes",
    "export-lookalikes": "textmend.training.export_lookalikes",
    "train-joints": "textmend.training.train_joints",
    "export-joints": "textmend.training.export_joints",
    "calibrate": "textmend.training.calibrate",
    "count": "textmend.training.ngram_count",
    "gate": "textmend.training.gate",
    "gate-evaluate": "textmend.training.gate_evaluate",
    "prune": "textmend.training.ngram_prune",
    "perplexity": "textmend.training.ngram_perplexity",
    "arpa": "textmend.training.ngram_arpa",
}


def main(argv: list[str]) -> int:
    """Run the step that the first argument names."""
    if not argv or argv[0] not in STEPS:
        print(f"usage: python -m textmend.training {{{','.join(STEPS)}}} ...", file=sys.stderr)
        return 2
    step = import_module(STEPS[argv[0]])
    result: int = step.main(argv[1:])
    return result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
