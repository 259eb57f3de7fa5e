"""The command ``restoration``: its arguments, and what its parts put together."""

from __future__ import annotations

import argparse
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine import facts
from benchmarks.restoration import reliability, speed
from benchmarks.restoration.curves import plot
from benchmarks.restoration.documents import Corpus, choose, exclusions, whole_seeds
from benchmarks.restoration.engines import ENGINES, VARIANTS, Engine, Full, Repairer, timed
from benchmarks.restoration.figures import accuracy_table, harm_table, total
from benchmarks.table import Report, Table
from benchmarks.texts import Document
from textmend import Mender
from textmend.damage import PROFILES, Damaged, damage
from textmend.training.scoring import Tally

__all__ = ["PARTS", "add_arguments", "run"]

_PROFILES = (
    "function_characters", "stopwords", "random_list", "light", "transcript", "patchy", "masked",
    "clean",
)  # fmt: skip
_HARMLESS = ("clean", "masked")  # nothing that could be restored is missing from these
PARTS = ("accuracy", "engines", "ablation", "calibration", "speed")
_ALL = "all"

Texts = Mapping[str, Sequence[Document]]


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    command.add_argument(
        "--corpus",
        metavar="NAME=FILE",
        type=Corpus.parse,
        nargs="+",
        default=[],
        help="clean text of a register, a paragraph a line; its last 3 %% are read",
    )
    command.add_argument(
        "--training", metavar="FILE", type=Path, nargs="+", default=[],
        help="further training text, to leave out near-duplicates of it",
    )  # fmt: skip
    command.add_argument("--seeds", metavar="DIR", type=Path, help="folder of sample documents")
    command.add_argument("--documents", metavar="N", type=int, default=8, help="of each register")
    command.add_argument(
        "--compare", metavar="N", type=int, default=1, help="of these, for engines and ablation"
    )
    command.add_argument("--profiles", nargs="+", choices=list(PROFILES), default=list(_PROFILES))
    command.add_argument(
        "--compare-profiles",
        nargs="+",
        choices=list(PROFILES),
        default=["function_characters"],
        help="for engines and ablation",
    )
    names = [engine.name for engine in ENGINES]
    command.add_argument("--engines", nargs="+", choices=names, default=names)
    command.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    command.add_argument("--most-shared", metavar="SHARE", type=float, default=0.2)
    command.add_argument("--seed", type=int, default=1, help="of the damage")
    command.set_defaults(run=run)


@dataclass(slots=True)
class _Run:
    """What the parts share."""

    options: argparse.Namespace
    texts: Texts
    report: Report

    def damaged(self, document: Document, profile: str) -> Damaged:
        own = self.options.seed + zlib.crc32(document.name.encode())
        return damage(document.text, profile, own)

    def few(self) -> Texts:
        """Return the first documents of each register, for what is slow."""
        return {name: own[: self.options.compare] for name, own in self.texts.items()}

    def tallies(
        self, repairer: Repairer, profile: str, texts: Texts
    ) -> dict[str, tuple[Tally, int]]:
        """Return for each register what it comes to and how many characters were inserted."""
        found = {}
        for name, documents in texts.items():
            tally, count = Tally(), 0
            for document in documents:
                damaged = self.damaged(document, profile)
                outcome, seconds = timed(repairer, damaged.text)
                tally.add(damaged.text, outcome.text, damaged.original, seconds)
                count += sum(len(insertion.text) for insertion in outcome.insertions)
            found[name] = (tally, count)
        sums = [tally for tally, _ in found.values()]
        found[_ALL] = (total(sums), sum(count for _, count in found.values()))
        return found


def run(options: argparse.Namespace) -> Report:
    """Measure, and return the report."""
    if not options.corpus and not options.seeds:
        raise SystemExit("There is nothing to read: give --corpus NAME=FILE, or --seeds DIR.")
    report = Report("Restoration of damaged text", _facts(options))
    texts: dict[str, Sequence[Document]] = {}
    if options.corpus:
        registers = choose(options.corpus, options.training, options.documents, options.most_shared)
        report.tables.append(exclusions(registers, options.most_shared))
        texts |= {r.name: r.documents for r in registers if r.documents}
    own = _Run(options, texts, report)
    parts = {
        "accuracy": _accuracy,
        "engines": _engines,
        "ablation": _ablation,
        "calibration": _calibration,
        "speed": _speed,
    }
    if options.seeds:
        _seeds(own, whole_seeds(options.seeds))
    for name in PARTS if texts else ():
        if name in options.parts:
            parts[name](own)
    return report


def _facts(options: argparse.Namespace) -> dict[str, str]:
    named = ", ".join(corpus.name for corpus in options.corpus)
    return facts() | {
        "text": named or "the sample documents",
        "documents": f"{options.documents} of each register, seed {options.seed}",
        "speed": "processor time of one thread; models are loaded before",
    }


def _seeds(own: _Run, documents: Sequence[Document]) -> None:
    texts = {document.name: [document] for document in documents}
    found = own.tallies(_warm(Full()), "function_characters", texts)
    tallies = {name: tally for name, (tally, _) in found.items()}
    remark = (
        "Whole pages with their layout, not looked at for near-duplicates. Faults of the pages "
        "themselves that the other passes repair count as errors."
    )
    own.report.tables.append(
        accuracy_table("Sample documents: function_characters", "document", tallies, remark)
    )


def _warm(repairer: Repairer) -> Repairer:
    """Load what is loaded lazily, so that it is not timed."""
    repairer.repair("教育局 召开 会议 通报 情况" * 5)
    return repairer


def _accuracy(own: _Run) -> None:
    full = _warm(Full())
    harm: dict[str, tuple[Tally, int]] = {}
    for profile in own.options.profiles:
        found = own.tallies(full, profile, own.texts)
        if profile in _HARMLESS:
            harm |= {f"{name}, {profile}": value for name, value in found.items()}
            continue
        tallies = {name: tally for name, (tally, _) in found.items()}
        summary = PROFILES[profile].summary
        own.report.tables.append(
            accuracy_table(profile, "text", tallies, f"{summary}.", profile == "transcript")
        )
    if harm:
        remark = "Characters inserted where nothing was lost that could be restored: all wrong."
        own.report.tables.append(harm_table("Harm", "text", harm, remark))


def _compared(own: _Run, engines: Sequence[Engine], heading: str) -> None:
    for profile in own.options.compare_profiles:
        tallies = {}
        for engine in engines:
            repairer = _warm(engine.load())
            tallies[f"{engine.name}: {engine.does}"] = own.tallies(repairer, profile, own.few())[
                _ALL
            ][0]
        marks = profile == "transcript"
        own.report.tables.append(
            accuracy_table(f"{heading}: {profile}", "engine", tallies, "", marks)
        )


def _engines(own: _Run) -> None:
    chosen = [engine for engine in ENGINES if engine.name in own.options.engines]
    _compared(own, chosen, "Engines on the same documents")


def _ablation(own: _Run) -> None:
    _compared(own, VARIANTS, "What each part brings")


def _calibration(own: _Run) -> None:
    """Read every document with nothing held back, and compare confidence with truth."""
    full = Full(Mender(passes=["restoration"], min_confidence=0.0))
    by_profile: dict[str, list[reliability.Read]] = defaultdict(list)
    for profile in own.options.profiles:
        for documents in own.texts.values():
            for document in documents:
                damaged = own.damaged(document, profile)
                read = reliability.Read(damaged, full.repair(damaged.text).insertions)
                by_profile[profile].append(read)
    outcomes = {
        name: [pair for read in reads for pair in read.outcomes()]
        for name, reads in by_profile.items()
    }
    everything = [pair for pairs in outcomes.values() for pair in pairs]
    own.report.tables += [
        reliability.reliability_table(everything),
        reliability.error_table(outcomes | {_ALL: everything}, "damage"),
        *(_thresholds(own, name, reads) for name, reads in by_profile.items() if _is_lossy(name)),
    ]
    points = [(b.confidence, b.right) for b in reliability.bins(everything)]
    picture = plot("Reliability", "confidence", "share right", {"all damage": points}, True)
    _write_picture(own, "reliability", picture)


def _is_lossy(profile: str) -> bool:
    return profile not in _HARMLESS


def _thresholds(own: _Run, profile: str, reads: Sequence[reliability.Read]) -> Table:
    tallies = {t: reliability.tally_at(reads, t) for t in reliability.THRESHOLDS}
    lines: dict[str, list[tuple[float, float]]] = {}
    for marks, what in ((False, "characters"), (True, "marks")):
        counts = {t: tally.counts(marks) for t, tally in tallies.items()}
        lines[f"{what}, precision"] = [(t, c.precision or 0.0) for t, c in counts.items()]
        lines[f"{what}, recall"] = [(t, c.recall or 0.0) for t, c in counts.items()]
    title = f"What min_confidence buys: {profile}"
    _write_picture(own, f"confidence.{profile}", plot(title, "min_confidence", "", lines))
    return reliability.threshold_table(title, tallies)


def _write_picture(own: _Run, name: str, picture: str) -> None:
    base: Path | None = own.options.output
    if base is not None:
        base.parent.mkdir(parents=True, exist_ok=True)
        base.with_name(f"{base.name}.{name}.svg").write_text(picture, encoding="utf-8")


def _speed(own: _Run) -> None:
    documents = [document for part in own.texts.values() for document in part]
    texts = [document.text for document in documents]
    damaged = [own.damaged(document, "function_characters").text for document in documents]
    own.report.tables += [
        speed.clean_speed(texts),
        speed.memory("".join(texts), "".join(damaged)),
    ]
