"""Fit dictionaries/paragraph_weights.tsv: how much each sign counts that text goes on elsewhere.

Pages put together from clean paragraphs are damaged, so that it is known for each open line end
which line goes on with it, if any. Documents as they are stand beside them, whose line ends are all
right. The weights are those of a choice among all lines that might go on and of none at all (a
conditional logit). The texts must be ones that the n-gram model was not trained on, or it would be
trusted too much.
"""

from __future__ import annotations

import argparse
import math
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from _table import Header, write_table

from benchmarks.layout_scores import true_followers
from benchmarks.pages import Sources, make_page, read_sources
from textmend._native import LayoutSurvey
from textmend.damage.pages import Page, PageBlock, Piece, damage_layout
from textmend.passes.paragraphs import evidence, joins
from textmend.passes.paragraphs.features import closely, has_inner_stop, language, pair_features
from textmend.passes.paragraphs.judge import CLOSE_CONTEXT, ModelJudge, judge_of
from textmend.passes.paragraphs.lines import CLAUSE, Line, read_lines
from textmend.passes.paragraphs.plan import REACH
from textmend.passes.paragraphs.weights import (
    Closely,
    Ending,
    Features,
    close_cut_signs,
    close_pair_signs,
    close_text_signs,
    cut_signs,
    document_prior,
    text_signs,
)
from textmend.reading.shipped import shipped
from textmend.tables import shared_tables

KINDS = {"clean": 1, "cut": 2, "intrude": 2, "interleave": 2, "weave": 1, "mixture": 2}
STEPS = 15  # of Newton's method
PENALTY = 2.0
NOTES = 0.15  # how many paragraphs have a heading that is a sentence, on half of the pages
UNBROKEN = 80  # lines of a document as it is

_NOTE = re.compile(r"(?<=。)[^。！？；：“”]{8,30}，[^。！？；：“”]{8,30}(?=。)")

Choice = tuple[list[Features], int]
Weights = dict[str, float]


class Read:
    """A page with its lines, and which goes on in which; only pages that are not wrapped."""

    def __init__(self, page: Page) -> None:
        survey = LayoutSurvey()
        survey.add(page.text, shared_tables())
        self.lines = read_lines(page.text, shared_tables())
        layout = evidence.weigh(survey, judge())
        is_readable = not layout.width and len(self.lines) == len(page.pieces)
        self.truth = true_followers(page)
        self.ends = [
            i
            for i, line in enumerate(self.lines[:-1])
            if is_readable and line.is_open and joins.can_end_openly(line, layout)
        ]

    def texts(self) -> Iterator[Choice]:
        """Yield what the language says of neighbours."""
        for i in self.ends:
            line, after = self.lines[i], self.lines[i + 1]
            found = language(line, after, judge())
            yield [text_signs(found, line.tail == CLAUSE)], self._is(self.truth.get(i) == i + 1)

    def cuts(self) -> Iterator[Choice]:
        """Yield what says that a line is cut off."""
        for i in self.ends:
            line, after = self.lines[i], self.lines[i + 1]
            ending = Ending(
                line.width,
                line.tail == CLAUSE,
                has_inner_stop(line.text),
                "，" in line.text[:-1],
                after.indent > line.indent + 1,
            )
            found = language(line, after, judge())
            yield [cut_signs(found, ending)], self._is(i in self.truth)

    @staticmethod
    def _is(condition: bool) -> int:
        return 0 if condition else -1

    def close_cuts(self, cut: Weights) -> Iterator[Choice]:
        """Yield the same, read closely, where that is worth it."""
        scores = self._scores(cut)
        prior = document_prior(scores)
        for i, (score, is_clause) in zip(self.ends, scores, strict=True):
            if score + prior > evidence.WORTH_READING:
                yield [self._close_cut(i, score, is_clause)], self._is(i in self.truth)

    def _close_cut(self, i: int, score: float, is_clause: bool) -> Features:
        behind = [line.text for line in self.lines[i + 1 : i + 3]]
        is_short = len(behind) > 1 and len(behind[0]) < CLOSE_CONTEXT
        seen = closely(self.lines[i].text, behind[1] if is_short else "", judge())
        return close_cut_signs(score, is_clause, seen)

    def _scores(self, cut: Weights) -> list[tuple[float, bool]]:
        return [(_sum(cut, one[0]), "behind_clause" in one[0]) for one, _ in self.cuts()]

    def prior(self, cut: Weights, close_cut: Weights) -> float:
        """Return how probable false breaks are in the document."""
        scores = self._scores(cut)
        prior = document_prior(scores)
        return document_prior(
            [
                (_sum(close_cut, self._close_cut(i, score, is_clause)), is_clause)
                if score + prior > evidence.WORTH_READING
                else (score, is_clause)
                for i, (score, is_clause) in zip(self.ends, scores, strict=True)
            ]
        )

    def pairs(self, prior: float) -> Iterator[Choice]:
        """Yield what might go on with each open line."""
        for i, targets in self._targets():
            features = [self._pair(i, j, prior) for j in targets]
            yield features, self._goal(i, targets)

    def _targets(self) -> Iterator[tuple[int, list[int]]]:
        for i in self.ends:
            last = min(i + REACH, len(self.lines))
            targets = [j for j in range(i + 1, last) if _fits(self.lines[j])]
            if targets and self.truth.get(i, targets[0]) in targets:
                yield i, targets

    def _pair(self, i: int, j: int, prior: float) -> Features:
        between = self.lines[i + 1 : j]
        return pair_features(self.lines[i], self.lines[j], between, prior, judge())

    def _goal(self, i: int, targets: list[int]) -> int:
        return targets.index(self.truth[i]) if self.truth.get(i) in targets else -1

    def worth_reading(self, prior: float, pair: Weights) -> Iterator[tuple[int, dict[int, float]]]:
        """Yield each open line, and what may go on with it with which log-odds."""
        for i, targets in self._targets():
            odds = {j: _sum(pair, self._pair(i, j, prior)) for j in targets}
            kept = {j: value for j, value in odds.items() if value > joins.WORTH_READING}
            if kept:
                yield i, kept

    def close_pairs(self, prior: float, pair: Weights) -> Iterator[Choice]:
        """Yield what might go on with each open line, read closely."""
        for i, odds in self.worth_reading(prior, pair):
            signs = [
                close_pair_signs(value, j == i + 1, self._closely(i, j))
                for j, value in odds.items()
            ]
            yield signs, self._goal(i, list(odds))

    def close_texts(self, prior: float, pair: Weights, text: Weights) -> Iterator[Choice]:
        """Yield what the language says of lines, read closely."""
        for i, odds in self.worth_reading(prior, pair):
            line = self.lines[i]
            for j in odds:
                found = language(line, self.lines[j], judge())
                words = _sum(text, text_signs(found, line.tail == CLAUSE))
                signs = close_text_signs(words, self._closely(i, j))
                yield [signs], self._is(self.truth.get(i) == j)

    def _closely(self, i: int, j: int) -> Closely:
        return closely(self.lines[i].text, self.lines[j].text, judge())


@cache
def judge() -> ModelJudge:
    """Return what judges all pages."""
    return judge_of(shipped())


def _sum(weights: Weights, features: Features) -> float:
    return sum(weights[name] * value for name, value in features.items())


def _fits(line: Line) -> bool:
    return line.kind.name == "body"


def unbroken(path: Path, part: tuple[float, float], most: int) -> Iterator[Page]:
    """Yield documents from a text whose line ends are all right: paragraphs, verse, lists, talk."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(int(size * part[0]))
        raw = file.read(int(size * (part[1] - part[0])))
    lines = [line.strip() for line in raw.decode("utf-8", "ignore").split("\n")[1:-1]]
    lines = [line for line in lines if line]
    starts = range(0, max(len(lines) - UNBROKEN // 2, 1), UNBROKEN)
    for start in list(starts)[:: max(len(starts) // most, 1)][:most]:
        blocks = tuple(PageBlock("body", line) for line in lines[start : start + UNBROKEN])
        pieces = tuple(Piece(i, 0, len(block.text)) for i, block in enumerate(blocks))
        text = "\n".join(block.text for block in blocks) + "\n"
        yield Page("unbroken", blocks, pieces, text)


def with_notes(blocks: list[PageBlock], sources: Sources, seed: int) -> list[PageBlock]:
    """Add headings of whole sentences without their stop, as stand above articles."""
    chooser = random.Random(f"notes {seed}")
    bodies = sources.registers[chooser.choice(sorted(sources.registers))]
    result: list[PageBlock] = []
    for block in blocks:
        if block.kind == "body" and chooser.random() < NOTES:
            found = _NOTE.findall(chooser.choice(bodies))
            result += [PageBlock("heading", note) for note in found[:1]]
        result.append(block)
    return result


def gather(options: argparse.Namespace) -> list[Read]:
    """Return many pages."""
    part = tuple(options.part)
    sources = read_sources(options.texts, part)
    found: list[Read] = []
    for kind, share in KINDS.items():
        for seed in range(options.pages * share):
            articles = 2 if kind == "weave" or seed % 4 == 0 else 1
            page = make_page(sources, seed + 1_000_000, articles)
            if seed % 2:
                page = with_notes(page, sources, seed)
            found.append(Read(damage_layout(page, kind, seed)))
    for path in options.unbroken:
        found += [Read(page) for page in unbroken(path, part, 2 * options.pages)]
    for path in options.whole:
        found += [Read(page) for page in unbroken(path, (0.0, 1.0), options.pages)]
    return found


def fit(found: list[Choice]) -> Weights:
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
    matrix: Any = np.zeros((len(owner), len(names)), dtype=np.float64)
    for row, where, value in rows:
        matrix[row, where] = value
    goals = np.array([goal for goal in chosen if goal >= 0])
    owners = np.array(owner)
    weights: Any = np.zeros(len(names))
    for _ in range(STEPS):
        utility = np.exp(np.clip(matrix @ weights, -30, 30))
        share = utility / (1.0 + np.bincount(owners, utility, len(found)))[owners]
        means = np.zeros((len(found), len(names)), dtype=np.float64)
        np.add.at(means, owners, matrix * share[:, None])
        gradient = means.sum(axis=0) - matrix[goals].sum(axis=0) + PENALTY * weights
        curvature = (matrix * share[:, None]).T @ matrix - means.T @ means
        step = np.linalg.solve(curvature + PENALTY * np.eye(len(names)), gradient)
        weights -= step * min(1.0, 3.0 / max(float(np.abs(step).max()), 1e-9))
    return dict(zip(names, weights.tolist(), strict=True))


def fit_balanced(found: list[Choice], among: list[Choice] | None = None) -> Weights:
    """Return weights for a yes or no, as if both were as frequent among all, of which some are."""
    weights = fit(found)
    everything = among or found
    yes = sum(goal >= 0 for _, goal in everything)
    weights["always"] -= math.log(yes / (len(everything) - yes))
    return weights


def fit_all(pages: list[Read]) -> Iterator[tuple[str, float]]:
    """Yield all weights under their heads."""
    cuts = [choice for page in pages for choice in page.cuts()]
    cut = fit_balanced(cuts)
    close_cut = fit_balanced([choice for page in pages for choice in page.close_cuts(cut)], cuts)
    priors = [page.prior(cut, close_cut) for page in pages]
    text = fit_balanced([choice for page in pages for choice in page.texts()])
    known = list(zip(pages, priors, strict=True))
    pair = fit([choice for page, prior in known for choice in page.pairs(prior)])
    close_pair = fit([choice for page, prior in known for choice in page.close_pairs(prior, pair)])
    close_text = fit_balanced(
        [choice for page, prior in known for choice in page.close_texts(prior, pair, text)]
    )
    heads = {
        "cut": cut,
        "pair": pair,
        "text": text,
        "close_cut": close_cut,
        "close_pair": close_pair,
        "close_text": close_text,
    }
    for head, weights in heads.items():
        for name, value in weights.items():
            yield f"{head}.{name}", value


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path, help="the table to write")
    parser.add_argument("texts", type=Path, nargs="+", help="files with one paragraph a line")
    parser.add_argument(
        "--unbroken", type=Path, nargs="*", default=[], help="the same, as they are"
    )
    parser.add_argument("--whole", type=Path, nargs="*", default=[], help="verse, lists, talk")
    parser.add_argument("--pages", type=int, default=30, help="of each kind, at least")
    parser.add_argument("--part", type=float, nargs=2, default=(0.94, 0.955), help="of each file")
    options = parser.parse_args()
    pages = gather(options)
    ends = sum(len(page.ends) for page in pages)
    print(f"{len(pages):,} pages, {ends:,} open line ends")
    weights = list(fit_all(pages))
    header = Header(
        belongs="how much each sign counts, in log-odds: text, that lines run on, by their words; "
        "cut, that a line is cut off; pair, that it goes on in another one; close_..., the same "
        "when the network has read them; the signs stand in src/textmend/passes/paragraphs/",
        excluded="signs of wrapped documents, which are decided by rule",
        source="fitted to damaged pages made of public text: newspaper and television news, "
        "journals, laws, documents, speeches; no text is redistributed (DATA_SOURCES.md)",
        licence="Apache-2.0 (this table)",
        rebuild="python tools/fit_paragraphs.py dictionaries/paragraph_weights.tsv TEXTS "
        "--unbroken TEXTS (the texts are not distributed)",
        columns=("sign", "weight"),
    )
    write_table(options.output, header, ((k, f"{v:.2f}") for k, v in weights))


if __name__ == "__main__":
    main()
