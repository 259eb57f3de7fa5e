"""Fit the weights of `textmend.passes.paragraphs.missing`: whether a line ends behind a sentence.

Documents are run together, and each end of a sentence in them is an example. The weights are those
of a logistic regression. They stand in the module; this prints them, and the precision and recall
of each threshold on every other document, which was left out. The texts must be ones that the
n-gram model was not trained on, or it would be trusted too much.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.texts import read_documents
from textmend.passes.paragraphs.judge import judge_of
from textmend.passes.paragraphs.missing import SENTENCE_END, is_closed, line_end_signs
from textmend.reading.shipped import shipped

STEPS = 30  # of Newton's method
PENALTY = 0.1

Floats = NDArray[np.float64]


def examples(text: str) -> Iterator[tuple[tuple[float, float, float], bool]]:
    """Yield the signs of each end of a sentence, and whether a line ended there."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    ends = set(np.cumsum([len(line) for line in lines]).tolist())
    joined = "".join(lines)
    for found in SENTENCE_END.finditer(joined):
        end = found.end()
        if end < len(joined) and is_closed(joined, 0, end):
            yield line_end_signs(joined, end, judge_of(shipped())), end in ends


def fit(signs: Floats, ended: Floats) -> Floats:
    """Return the weights and, last, the bias."""
    weights = np.zeros(signs.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-signs @ weights))
        curve = (signs * (chance * (1 - chance))[:, None]).T @ signs
        curve += PENALTY * np.eye(len(weights))
        weights += np.linalg.solve(curve, signs.T @ (ended - chance) - PENALTY * weights)
    return weights


def gather(texts: Sequence[str]) -> tuple[Floats, Floats]:
    """Return the signs, with a column of ones, and what is true, of all examples."""
    found = [example for text in texts for example in examples(text)]
    signs = np.array([(*seen, 1.0) for seen, _ in found])
    return signs, np.array([float(ended) for _, ended in found])


def main() -> None:
    """Fit on every other document and test on the others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, nargs="+", help="a paragraph a line")
    parser.add_argument("--part", type=float, nargs=2, default=(0.94, 0.97), help="of each file")
    parser.add_argument("--characters", type=int, default=200_000, help="of each file, at most")
    options = parser.parse_args()
    texts = []
    for path in options.texts:
        whole = [document.text for document in read_documents([path], 3000)]
        first, last = (int(len(whole) * part) for part in options.part)
        texts += whole[first:last][: options.characters // 3000]
    weights = fit(*gather(texts[::2]))
    print("weights and bias", np.round(weights, 2))
    signs, ended = gather(texts[1::2])
    odds = signs @ weights
    for least in (1.0, 1.5, 2.0, 2.5, 3.0):
        cut = odds >= least
        print(
            f"from {least}: precision {ended[cut].mean():.3f}, recall "
            f"{ended[cut].sum() / ended.sum():.3f}, {cut.sum()} of {len(cut)}"
        )


if __name__ == "__main__":
    main()
