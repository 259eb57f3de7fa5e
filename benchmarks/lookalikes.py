"""Look-alikes: how many wrong characters are found and put right, and what that costs clean text.

Definitions are how a line is scored: as a whole, for detection and for correction, as the shared
tasks on Chinese spelling do; and character by character. Inputs are pairs of lines that the user
names, and clean lines in which a share of the characters was replaced. Engines are the modes of
textmend; what other projects publish is cited beside them, since it was measured elsewhere.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.table import Table
from textmend import Mender
from textmend.tables import table_rows

__all__ = [
    "MODES",
    "Pair",
    "Scores",
    "damaged",
    "evaluate",
    "harm",
    "published",
    "read_pairs",
    "writings",
]

MODES = ("ocr", "typing")


@dataclass(frozen=True, slots=True)
class Pair:
    """A line with errors, if any, and what was meant, of the same length."""

    wrong: str
    right: str


@dataclass(slots=True)
class Scores:
    """Counts of lines and of characters, and of seconds of the processor.

    A line counts as detected if exactly its wrong characters were changed, and as corrected if it
    comes out as it was meant.
    """

    lines: int = 0
    wrong: int = 0
    changed: int = 0
    detected: int = 0
    corrected: int = 0
    edits: int = 0
    good_edits: int = 0
    errors: int = 0
    characters: int = 0
    seconds: float = field(default=0.0)

    def add(self, pair: Pair, outcome: str) -> None:
        """Count a line.

        >>> scores = Scores()
        >>> scores.add(Pair("口来了", "回来了"), "回来了")
        >>> scores.sentence(scores.corrected)
        (1.0, 1.0, 1.0)
        """
        errors = [a != b for a, b in zip(pair.wrong, pair.right, strict=True)]
        edits = [a != b for a, b in zip(pair.wrong, outcome, strict=True)]
        good = sum(a != b == c for a, b, c in zip(pair.wrong, outcome, pair.right, strict=True))
        self.lines += 1
        self.characters += len(pair.wrong)
        self.wrong += any(errors)
        self.changed += any(edits)
        self.detected += any(errors) and errors == edits
        self.corrected += any(errors) and outcome == pair.right
        self.edits += sum(edits)
        self.good_edits += good
        self.errors += sum(errors)

    def sentence(self, good: int) -> tuple[float, float, float]:
        """Return precision, recall and F1 of lines, `good` of which were dealt with rightly."""
        precision = good / max(self.changed, 1)
        recall = good / max(self.wrong, 1)
        return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def read_pairs(path: Path, every: int = 1, first: int = 0) -> list[Pair]:
    """Read lines `label<TAB>wrong<TAB>right`; those of unequal length are left out.

    Args:
        path: UTF-8.
        every: of so many lines one is taken.
        first: the number of the first one, from 0 on.
    """
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = [Pair(row[1], row[2]) for row in rows[first::every] if len(row) == 3]
    return [pair for pair in pairs if len(pair.wrong) == len(pair.right)]


def damaged(lines: Iterable[str], mode: str, rate: float, seed: int) -> Iterator[Pair]:
    """Yield lines in which a share of the Han was replaced by what looks or sounds like it."""
    rng = random.Random(seed)
    written = writings(mode)
    for line in lines:
        wrong = "".join(
            rng.choice(written[c]) if c in written and rng.random() < rate else c for c in line
        )
        yield Pair(wrong, line)


def writings(mode: str) -> dict[str, list[str]]:
    """Map a character to the Han that are written for it, as the tables of a mode have them."""
    names = ["lookalike_shapes.tsv", *(["lookalike_sounds.tsv"] if mode == "typing" else [])]
    written: dict[str, list[str]] = {}
    for name in names:
        for key, items in table_rows(name):
            for item in items.split(" "):
                if "\u4e00" <= key <= "\u9fff":
                    written.setdefault(item[0], []).append(key)
    return written


def evaluate(named: Sequence[tuple[str, Sequence[Pair]]], confidences: Sequence[float]) -> Table:
    """Score each mode of textmend on each set of pairs at each least confidence."""
    rows: list[list[object]] = []
    for name, pairs in named:
        for mode in MODES:
            for least in confidences:
                mender = Mender(passes=["lookalikes"], lookalikes=mode, min_confidence=least)
                scores = _run(mender, pairs)
                detection = scores.sentence(scores.detected)
                correction = scores.sentence(scores.corrected)
                precision = scores.good_edits / max(scores.edits, 1)
                recall = scores.good_edits / max(scores.errors, 1)
                speed = scores.characters / max(scores.seconds, 1e-9) / 1000
                rows.append([name, mode, least, *detection, *correction, precision, recall, speed])
    columns = [
        "pairs", "mode", "least confidence", "detection P", "R", "F1", "correction P", "R", "F1",
        "character P", "R", "thousand characters/s",
    ]  # fmt: skip
    remark = "Lines as a whole, then characters; speed in time of the processor."
    return Table("Wrong characters found and put right", columns, rows, remark)


def _run(mender: Mender, pairs: Sequence[Pair]) -> Scores:
    scores = Scores()
    mender.fix("先读好模型和表格")
    start = time.process_time()
    outcomes = [mender.fix(pair.wrong) for pair in pairs]
    scores.seconds = time.process_time() - start
    for pair, outcome in zip(pairs, outcomes, strict=True):
        scores.add(pair, outcome)
    return scores


def harm(texts: Sequence[str], confidences: Sequence[float]) -> tuple[Table, dict[str, list[str]]]:
    """Return how often each mode changes clean text, and each change with its context."""
    rows: list[list[object]] = []
    lists = {}
    characters = sum(map(len, texts))
    for mode in MODES:
        for least in confidences:
            mender = Mender(passes=["lookalikes"], lookalikes=mode, min_confidence=least)
            start = time.process_time()
            mended = [mender.mend(text) for text in texts]
            seconds = time.process_time() - start
            edits = [(text, edit) for text, one in zip(texts, mended, strict=True)
                     for edit in one.edits]  # fmt: skip
            size = sum(len(text.encode()) for text in texts) / 1e6
            rate = len(edits) / max(characters, 1) * 100_000
            rows.append([mode, least, characters, len(edits), rate, size / max(seconds, 1e-9)])
            lists[f"{mode}, {least}"] = [
                f"{text[max(edit.start - 12, 0) : edit.start]}[{edit.original}→{edit.replacement}]"
                f"{text[edit.end : edit.end + 12]} ({edit.confidence:.3f})".replace("\n", "⏎")
                for text, edit in edits
            ]
    columns = ["mode", "least confidence", "characters", "edits", "per 100,000", "MB/s"]
    return Table("Changes of clean text", columns, rows), lists


def published() -> Table:
    """Return what others published on sets of these kinds; they were not run here."""
    columns = ["method", "set", "detection F1", "correction F1"]
    rows: list[list[object]] = [
        ["FASPell (pretrained BERT)", "OCR of video subtitles", 30, 28],
        ["pycorrector, KenLM", "SIGHAN15", None, 31.5],
        ["pycorrector, MacBERT", "SIGHAN15", None, 83.1],
    ]
    return Table("Published by others", columns, rows, "In percent, of lines; not measured here.")
