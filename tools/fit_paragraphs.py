"""Fit dictionaries/paragraph_weights.tsv: how much each sign counts that text goes on elsewhere.

Pages put together from clean paragraphs are damaged, so that it is known for each open line end
which line goes on with it, if any. The weights are those of a choice among all lines that might
and of none at all (a conditional logit).
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from _table import Header, write_table

from benchmarks.layout_scores import true_followers
from benchmarks.pages import Sources, make_page, read_sources
from textmend._native import LayoutSurvey
from textmend.damage.pages import Page, PageBlock, Piece, damage_layout
from textmend.passes.paragraphs.evidence import Layout, weigh
from textmend.passes.paragraphs.features import Features, pair_features
from textmend.passes.paragraphs.joins import can_end_openly
from textmend.passes.paragraphs.judge import shared_judge
from textmend.passes.paragraphs.lines import Line, read_lines
from textmend.passes.paragraphs.plan import REACH
from textmend.tables import shared_tables

KINDS = {"clean": 1, "cut": 2, "intrude": 2, "interleave": 2, "weave": 1, "mixture": 2}
STEPS = 12  # of Newton's method
PENALTY = 2.0

Choice = tuple[list[Features], int]


def choices(page: Page) -> list[Choice]:
    """Return for each open line end what might go on with it, and which does; -1 for none."""
    survey = LayoutSurvey()
    survey.add(page.text, shared_tables())
    layout = weigh(survey, shared_judge())
    lines = read_lines(page.text, shared_tables())
    if layout.width or len(lines) != len(page.pieces):
        return []
    truth = true_followers(page)
    found: list[Choice] = []
    for i, line in enumerate(lines):
        if line.is_open and can_end_openly(line, layout):
            targets = [j for j in range(i + 1, min(i + REACH, len(lines))) if _fits(lines[j])]
            features = [_features(lines, i, j, layout) for j in targets]
            goal = truth.get(i, -1)
            if features and (goal < 0 or goal in targets):
                found.append((features, targets.index(goal) if goal >= 0 else -1))
    return found


def _fits(line: Line) -> bool:
    return line.kind.name == "body"


def _features(lines: list[Line], i: int, j: int, layout: Layout) -> Features:
    prior = layout.prior if j == i + 1 else layout.far_prior
    return pair_features(lines[i], lines[j], lines[i + 1 : j], prior, shared_judge())


def unbroken(path: Path, seed: int, size: int = 60) -> Page:
    """Return lines of a text whose line ends are all right: verse, lists, talk."""
    lines = [line.strip() for line in path.read_text("utf-8", "ignore").split("\n") if line.strip()]
    start = seed * 7919 % max(1, len(lines) - size)
    blocks = tuple(PageBlock("body", line) for line in lines[start : start + size])
    pieces = tuple(Piece(i, 0, len(block.text)) for i, block in enumerate(blocks))
    return Page("unbroken", blocks, pieces, "\n".join(block.text for block in blocks) + "\n")


def gather(sources: Sources, unbroken_texts: list[Path], pages: int) -> list[Choice]:
    """Return the choices of many pages."""
    found: list[Choice] = []
    for kind, share in KINDS.items():
        for seed in range(pages * share):
            articles = 2 if kind == "weave" or seed % 4 == 0 else 1
            page = make_page(sources, seed + 1_000_000, articles)
            found += choices(damage_layout(page, kind, seed))
    for path in unbroken_texts:
        for seed in range(pages // 4):
            found += choices(unbroken(path, seed))
    return found


def fit(found: list[Choice]) -> dict[str, float]:
    """Return the weights under which the true choices are most probable."""
    names = sorted({name for features, _ in found for one in features for name in one})
    column = {name: i for i, name in enumerate(names)}
    rows: list[tuple[int, int, float]] = []
    owner: list[int] = []
    chosen: list[int] = []
    for number, (features, goal) in enumerate(found):
        chosen.append(len(owner) + goal if goal >= 0 else -1)
        for one in features:
            rows += [(len(owner), column[name], value) for name, value in one.items()]
            owner.append(number)
    matrix: Any = np.zeros((len(owner), len(names)), dtype=np.float32)
    for row, where, value in rows:
        matrix[row, where] = value
    goals = np.array([goal for goal in chosen if goal >= 0])
    owners = np.array(owner)
    weights: Any = np.zeros(len(names))
    for _ in range(STEPS):
        utility = np.exp(np.clip(matrix @ weights, -30, 30))
        share = utility / (1.0 + np.bincount(owners, utility, len(found)))[owners]
        means = np.zeros((len(found), len(names)), dtype=np.float32)
        np.add.at(means, owners, matrix * share[:, None])
        gradient = means.sum(axis=0) - matrix[goals].sum(axis=0) + PENALTY * weights
        curvature = (matrix * share[:, None]).T @ matrix - means.T @ means
        weights -= np.linalg.solve(curvature + PENALTY * np.eye(len(names)), gradient)
    return dict(zip(names, weights.tolist(), strict=True))


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path, help="the table to write")
    parser.add_argument("texts", type=Path, nargs="+", help="files with one paragraph a line")
    parser.add_argument("--unbroken", type=Path, nargs="*", default=[], help="verse, lists, talk")
    parser.add_argument("--pages", type=int, default=30, help="of each kind, at least")
    parser.add_argument("--part", type=float, nargs=2, default=(0.6, 0.8), help="of each file")
    arguments = parser.parse_args()
    sources = read_sources(arguments.texts, tuple(arguments.part))
    found = gather(sources, arguments.unbroken, arguments.pages)
    weights = fit(found)
    print(f"{len(found):,} open line ends, {sum(goal >= 0 for _, goal in found):,} continued")
    header = Header(
        belongs="how much each sign counts, in log-odds, that one line goes on in another; what "
        "the signs are stands in src/textmend/passes/paragraphs/features.py",
        excluded="signs of wrapped documents, which are decided by rule",
        source="fitted to damaged pages made of public text: newspaper and television news, "
        "journals, laws, documents, speeches; no text is redistributed (DATA_SOURCES.md)",
        licence="Apache-2.0 (this table)",
        rebuild="python tools/fit_paragraphs.py dictionaries/paragraph_weights.tsv TEXTS "
        "--unbroken TEXTS (the texts are not distributed)",
        columns=("sign", "weight"),
    )
    write_table(arguments.output, header, ((k, f"{v:.2f}") for k, v in weights.items()))


if __name__ == "__main__":
    main()
