"""Fit confidences: `python -m textmend.training calibrate MODEL OUT CORPUS...`.

Clean lines that nothing was trained on are damaged, the model reads them, and each insertion is
compared with the truth. Isotonic regression of right or wrong on the posterior gives the maps of
`textmend.reading.calibration`, which are written into a copy of the model.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmend.damage import Damaged, damage
from textmend.model import ModelFile, write_model
from textmend.reading.decision import choose, is_part
from textmend.reading.reader import Reader

__all__ = ["HEAVY", "main", "outcomes", "points_of", "samples"]

Outcomes = list[tuple[float, bool]]

HEAVY = ("function_characters", "stopwords", "random_list", "transcript")
LIGHT = ("light", "clean")
_CALIBRATION = (0.94, 0.96)  # which share of a file's lines is read; the rest is for evaluation
_SIZE = 1500  # characters of a document
_MOST_POINTS = 24
_SURE = 0.9


def main(argv: list[str]) -> int:
    """Calibrate a model."""
    parser = argparse.ArgumentParser(
        prog="python -m textmend.training calibrate", description=__doc__
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("corpora", type=Path, nargs="+")
    parser.add_argument("--documents", type=int, default=6, help="of each file and profile")
    arguments = parser.parse_args(argv)
    file = ModelFile(arguments.model)
    reader = Reader(file)
    maps = {}
    for kind, profiles in (("light", LIGHT), ("heavy", HEAVY)):
        found: Outcomes = []
        for path in arguments.corpora:
            for seed, text in enumerate(samples(path, _CALIBRATION, arguments.documents)):
                for profile in profiles:
                    found += outcomes(reader, file, damage(text, profile, seed))
        maps[kind] = points_of(found)
        print(kind, len(found), maps[kind])
    sections: dict[str, bytes | memoryview] = {name: file.section(name) for name in file.names}
    sections["reader/calibration"] = json.dumps(maps).encode()
    write_model(arguments.out, sections)
    return 0


def samples(path: Path, share: tuple[float, float], count: int) -> Iterator[str]:
    """Yield documents of consecutive lines, evenly spread over a share of a file."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").split("\n")]
    lines = [line for line in lines if line]
    first, last = (int(len(lines) * part) for part in share)
    for k in range(count):
        at, text = first + (last - first) * k // count, ""
        while len(text) < _SIZE and at < last:
            text += lines[at] + "\n"
            at += 1
        yield text[: 2 * _SIZE]


def outcomes(reader: Reader, file: ModelFile, damaged: Damaged) -> Outcomes:
    """Return for each insertion its posterior and whether it is right.

    It is right where all that it inserts was dropped there, in this order. It need not be all that
    was dropped: what else is missing is another matter.
    """
    truth = {e.start: e.replacement for e in damaged.truth if e.start == e.end}
    profile = reader.profile(damaged.text)
    found: Outcomes = []
    for gap in reader.read(damaged.text, 0, len(damaged.text), profile):
        choice = choose(gap.candidates, _SURE)
        if choice.text:
            found.append((choice.probability, is_part(choice.text, truth.get(gap.offset, ""))))
    return found


def points_of(found: Outcomes) -> list[tuple[float, float]]:
    """Return the corners of the isotonic regression, thinned out."""
    posteriors = np.array([posterior for posterior, _ in found])
    right = np.array([float(is_right) for _, is_right in found])
    order = np.argsort(posteriors, kind="stable")
    blocks = _pooled(posteriors[order], right[order])
    chosen = np.unique(np.linspace(0, len(blocks) - 1, _MOST_POINTS).round().astype(int))
    points = [(0.0, 0.0)]
    for x, y in (blocks[i] for i in chosen):
        if x > points[-1][0]:
            points.append((x, max(y, points[-1][1])))
    return points


def _pooled(x: NDArray[np.float64], y: NDArray[np.float64]) -> list[tuple[float, float]]:
    """Pool adjacent violators; each block is its mean x and its mean y, a little shrunk."""
    blocks: list[list[float]] = []  # sums of x, of y, and how many
    size = max(1, len(x) // 200)
    for start in range(0, len(x), size):
        part = slice(start, start + size)
        blocks.append([float(x[part].sum()), float(y[part].sum()), float(len(x[part]))])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    return [(round(sx / n, 4), round(sy / (n + 1), 4)) for sx, sy, n in blocks]
