"""Runs a step of the training by its name."""

from __future__ import annotations

import sys
from importlib import import_module

STEPS = {
    "count": "training.ngram_count",
    "prune": "training.ngram_prune",
    "perplexity": "training.ngram_perplexity",
}


def main(argv: list[str]) -> int:
    """Run the step that the first argument names."""
    if not argv or argv[0] not in STEPS:
        print(f"usage: python -m training {{{','.join(STEPS)}}} ...", file=sys.stderr)
        return 2
    step = import_module(STEPS[argv[0]])
    result: int = step.main(argv[1:])
    return result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
