"""Measures the gate on text that it did not learn from.

    python -m textmend.training gate-evaluate --model MODEL.bin --corpora LIST [--clean FOLDER]
        [--documents N] [--seed N] [--worst N]

Clean text: which share of its characters goes to the reader as damaged. Damaged text: which share
of the documents of 300 characters or more, and of the stretches of 100 or more, is found. A stretch
counts where 3 % of its characters were dropped.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path

from textmend.damage import (
    CHARACTER_CLASSES,
    Compose,
    Damage,
    DropCharacters,
    DropMarks,
    WrapLines,
    core_characters,
    damage,
    droppable,
)
from textmend.gate import DamageProfile, Gate
from textmend.model import ModelFile
from textmend.training.gate import is_learned
from textmend.training.gate_documents import clean_documents, read_documents, terse_documents
from textmend.training.gate_light import halves
from textmend.training.ngram_corpus import held_out_lines, read_list

__all__ = ["main"]


def _few(rate: float) -> Damage:
    return DropCharacters(dict.fromkeys(droppable(*CHARACTER_CLASSES), rate))


def _half() -> Damage:
    return Compose((DropCharacters(dict.fromkeys(core_characters(), 0.5)), DropMarks(0.5)))


DAMAGES: dict[str, Damage | str] = {
    "function characters and marks": "function_characters",
    "stop words and marks": "stopwords",
    "half of both": _half(),
    "all marks (transcript)": "transcript",
    "all marks, lines of 60": Compose((DropMarks(1.0), WrapLines(60))),
    "half of the marks": DropMarks(0.5),
    "function characters alone": DropCharacters(dict.fromkeys(core_characters(), 1.0)),
    "20 % of function characters": _few(0.2),
    "10 % of function characters": _few(0.1),
    "5 % of function characters": _few(0.05),
    "3 % of function characters": _few(0.03),
}


def main(argv: list[str]) -> int:
    """Measure a gate and print the figures."""
    parser = argparse.ArgumentParser(
        "python -m textmend.training gate-evaluate", description="Measure the gate."
    )
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--clean", type=Path)
    parser.add_argument("--documents", type=int, default=100, help="of each corpus")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worst", type=int, default=0, help="show so many clean stretches flagged")
    parser.add_argument("--no-damage", action="append", default=[], metavar="CORPUS")
    options = parser.parse_args(argv)
    gate = Gate(ModelFile(options.model))
    rng = random.Random(options.seed)
    corpora = {c.path.stem: halves(list(held_out_lines(c)))[1] for c in read_list(options.corpora)}
    worst: list[tuple[float, str]] = []
    print("| clean text | characters | flagged |\n|---|---|---|")
    for name, lines in corpora.items():
        _tell_clean(gate, name, list(clean_documents(lines, rng, options.documents)), worst)
        _tell_clean(gate, f"{name}, terse", list(terse_documents(lines, [], rng, 50)), worst)
    if options.clean:
        texts = [(name, t) for name, t in read_documents(options.clean) if not is_learned(name)]
        _tell_clean(gate, "documents", [text for _, text in texts], worst)
    for probability, text in sorted(worst, reverse=True)[: options.worst]:
        print(f"{probability:.3f} {text!r}")
    print("\n| damage | documents found | stretches found | whole documents read |")
    print("|---|---|---|---|")
    prose = [
        text
        for name, lines in corpora.items()
        if name not in options.no_damage
        for text in clean_documents(lines, rng, options.documents // 2)
    ]
    for name, kind in DAMAGES.items():
        _tell_damaged(gate, name, kind, prose, rng)
    return 0


def _tell_clean(gate: Gate, name: str, texts: list[str], worst: list[tuple[float, str]]) -> None:
    total = flagged = 0
    for text in texts:
        profile = gate.examine(text)
        total += len(text)
        flagged += _size(profile)
        worst += [(s.probability, text[s.start : s.end][:150]) for s in profile.damaged]
    print(f"| {name} | {total:,} | {flagged / max(total, 1):.3%} |", flush=True)


def _size(profile: DamageProfile) -> int:
    return sum(stretch.end - stretch.start for stretch in profile.damaged)


def _tell_damaged(
    gate: Gate, name: str, kind: Damage | str, texts: list[str], rng: random.Random
) -> None:
    seen: Counter[str] = Counter()
    for text in texts:
        done = damage(text, kind, rng.randrange(1 << 30))
        profile = gate.examine(done.text)
        if len(done.text) >= 300:
            seen["documents"] += 1
            seen["found"] += not profile.is_clean
            seen["characters"] += len(done.text)
            seen["read"] += _size(profile)
        lost = sorted((edit.start, len(edit.replacement)) for edit in done.truth)
        for stretch in profile.stretches:
            gone = sum(n for at, n in lost if stretch.start <= at < stretch.end)
            if stretch.size >= 100 and stretch.han and gone >= 0.03 * stretch.size:
                seen["stretches"] += 1
                seen["right"] += stretch.severity != "clean"
    shares = [
        f"{seen[a] / max(seen[b], 1):.1%}"
        for a, b in (("found", "documents"), ("right", "stretches"), ("read", "characters"))
    ]
    print(f"| {name} | {' | '.join(shares)} |", flush=True)
