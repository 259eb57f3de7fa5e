"""``python -m benchmarks``: the arguments, and what each command puts together."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from benchmarks import accuracy, files, harm, lexicon, lookalikes, pages, paragraphs, start
from benchmarks.definitions import JOBS
from benchmarks.inputs import INPUTS, Input, Source, build
from benchmarks.machine import facts
from benchmarks.restoration import command as restoration
from benchmarks.run import Effort, measure, to_table
from benchmarks.table import Report, write
from benchmarks.terms import repairs
from benchmarks.texts import Document, read_documents, sample_to
from textmend import Mender
from textmend.lexicon.domains import DOMAINS, domain_terms
from textmend.passes import PASS_NAMES


def main(arguments: list[str] | None = None) -> None:
    """Run the command that the arguments name; `speed` if they name none."""
    given = sys.argv[1:] if arguments is None else arguments
    if not given or (given[0].startswith("-") and given[0] not in {"-h", "--help"}):
        given = ["speed", *given]
    options = _parser().parse_args(given)
    run: Callable[[argparse.Namespace], Report] = options.run
    write(run(options), options.output)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in (
        _add_speed, _add_files, _add_start, _add_harm, _add_accuracy, _add_paragraphs,
        _add_restoration, _add_lexicon, _add_lookalikes,
    ):  # fmt: skip
        command = add(commands)
        command.add_argument(
            "--output",
            "--out",
            metavar="BASE",
            type=Path,
            help="also write BASE.md and BASE.json",
        )
    return parser


_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _add_text(command: argparse.ArgumentParser, characters: int) -> None:
    command.add_argument(
        "--text",
        metavar="PATH",
        type=Path,
        nargs="+",
        default=[],
        help="UTF-8 files, or directories of .txt and .md; default: the sample documents",
    )
    command.add_argument(
        "--document",
        metavar="N",
        type=int,
        default=characters,
        help="cut files into documents of about N characters, 0: not at all (default %(default)s)",
    )
    command.add_argument("--seed", type=int, default=1, help="of every choice made at random")


def _add_speed(commands: _Commands) -> argparse.ArgumentParser:
    command = commands.add_parser("speed", help="jobs x engines x inputs (default)")
    _add_text(command, 5000)
    names = [job.name for job in JOBS]
    command.add_argument("--job", nargs="+", choices=names, default=names)
    command.add_argument("--input", nargs="+", choices=list(INPUTS), default=list(INPUTS))
    command.add_argument("--megabytes", type=float, default=10, help="size of each input")
    command.add_argument("--long", type=float, default=100, help="megabytes of the long input")
    command.add_argument("--repeats", type=int, default=7)
    command.add_argument(
        "--seconds", type=float, default=1, help="slower engines get fewer documents"
    )
    command.set_defaults(run=_speed)
    return command


def _add_files(commands: _Commands) -> argparse.ArgumentParser:
    command = commands.add_parser("files", help="`textmend fix` on a large file")
    _add_text(command, 5000)
    command.add_argument("--megabytes", type=float, default=100, help="of the file, up to 1000")
    command.add_argument(
        "--input", nargs="+", choices=("clean", "dirty"), default=["clean", "dirty"]
    )
    command.add_argument("--repeats", type=int, default=3)
    command.add_argument("--folder", type=Path, help="where there is room for the files")
    command.set_defaults(run=_files)
    return command


def _add_start(commands: _Commands) -> argparse.ArgumentParser:
    command = commands.add_parser("start", help="import and --help")
    command.add_argument("--repeats", type=int, default=20)
    command.set_defaults(run=_start)
    return command


def _add_mender(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--characters", metavar="N", type=int, help="choose documents until they hold so many"
    )
    command.add_argument("--passes", metavar="PASS", nargs="+", choices=PASS_NAMES)
    command.add_argument("--min-confidence", type=float)


def _add_harm(commands: _Commands) -> argparse.ArgumentParser:
    command = commands.add_parser("harm", help="every edit made on documents, to be read")
    _add_text(command, 0)
    _add_mender(command)
    command.add_argument(
        "--sample", metavar="N", type=int, default=0, help="show N edits of a kind; default: all"
    )
    command.set_defaults(run=_harm)
    return command


def _add_accuracy(commands: _Commands) -> argparse.ArgumentParser:
    command = commands.add_parser("accuracy", help="damage with known truth")
    _add_text(command, 3000)
    _add_mender(command)
    command.add_argument("--every", type=float, default=50, help="mean distance of two places")
    command.add_argument(
        "--examples", metavar="N", type=int, default=10, help="faults to show of each kind"
    )
    command.set_defaults(run=_accuracy, characters=1_000_000)
    return command


def _add_paragraphs(commands: _Commands) -> argparse.ArgumentParser:
    command = commands.add_parser("paragraphs", help="damaged layout with known truth")
    command.add_argument(
        "--text", metavar="PATH", type=Path, nargs="+", default=[], help="UTF-8, a paragraph a line"
    )
    command.add_argument("--pages", metavar="N", type=int, default=40, help="of each kind")
    command.add_argument(
        "--part", type=float, nargs=2, default=(0.9, 1.0), help="of each file (default %(default)s)"
    )
    command.add_argument("--seed", type=int, default=1, help="of every choice made at random")
    command.add_argument(
        "--clean", metavar="PATH", type=Path, nargs="+", default=[], help="documents as they are"
    )
    command.set_defaults(run=_paragraphs)
    return command


def _add_restoration(commands: _Commands) -> argparse.ArgumentParser:
    command = commands.add_parser("restoration", help="stripped text, read back")
    restoration.add_arguments(command)
    return command


def _add_lexicon(commands: _Commands) -> argparse.ArgumentParser:
    command = commands.add_parser("lexicon", help="terms found, whole and damaged")
    _add_text(command, 0)
    command.add_argument(
        "--terms", metavar="FILE", type=Path, help="one a line; default: textmend's own lists"
    )
    command.add_argument(
        "--characters", metavar="N", type=int, default=300_000, help="of the text, at most"
    )
    command.add_argument("--places", type=int, default=500, help="damaged, of each kind")
    command.add_argument("--repeats", type=int, default=5)
    command.set_defaults(run=_lexicon)
    return command


def _add_lookalikes(commands: _Commands) -> argparse.ArgumentParser:
    command = commands.add_parser("lookalikes", help="wrong characters found and put right")
    _add_text(command, 0)
    command.add_argument(
        "--pairs",
        metavar="FILE",
        type=Path,
        nargs="+",
        default=[],
        help="lines label<TAB>wrong<TAB>right",
    )
    command.add_argument("--every", type=int, default=1, help="take one of so many pairs")
    command.add_argument("--first", type=int, default=0, help="the first one taken, from 0 on")
    command.add_argument("--rate", type=float, default=0.01, help="of the damage to clean lines")
    command.add_argument("--confidence", type=float, nargs="+", default=[0.9])
    command.add_argument("--characters", metavar="N", type=int, default=300_000, help="of text")
    command.set_defaults(run=_lookalikes)
    return command


def _documents(options: argparse.Namespace) -> list[Document]:
    documents = read_documents(options.text, options.document)
    wanted = getattr(options, "characters", None)
    return documents if wanted is None else sample_to(documents, wanted, options.seed)


def _facts(options: argparse.Namespace) -> dict[str, str]:
    named = ", ".join(path.name for path in getattr(options, "text", []))
    return facts() | {"text": named or "the sample documents"}


def _speed(options: argparse.Namespace) -> Report:
    source = Source(_documents(options), options.megabytes, options.long, options.seed)
    effort = Effort(options.repeats, options.seconds, patience=10)
    report = Report("Speed", _facts(options))
    report.facts["how"] = (
        f"one thread; medians of {effort.repeats} interleaved rounds; MB of UTF-8 in a second"
    )
    for name in options.input:
        jobs = [job for job in JOBS if job.name in options.job and name in job.inputs]
        if jobs:
            given = build(name, source)
            for job in jobs:
                timings = measure(job, given, effort)
                report.tables.append(to_table(job, given, timings, _describe(given)))
    return report


def _describe(given: Input) -> str:
    characters = sum(map(len, given.texts))
    mender = Mender(preset="safe")
    edits = sum(mender.mend(text).edit_count() for text in given.texts)
    return (
        f"Input: {given.what}; {sum(given.sizes) / 1e6:.1f} MB, {characters:,} characters, "
        f"{len(given.texts):,} documents, {1000 * edits / characters:.2f} edits in 1,000."
    )


def _files(options: argparse.Namespace) -> Report:
    source = Source(_documents(options), min(options.megabytes, 10), 0, options.seed)
    report = Report("Files", _facts(options))
    for name in options.input:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            texts = build(name, source).texts
            report.tables.append(
                files.measure(name, texts, options.megabytes, Path(folder), options.repeats)
            )
    return report


def _start(options: argparse.Namespace) -> Report:
    return Report("Start", facts(), [start.measure(options.repeats)])


def _paragraphs(options: argparse.Namespace) -> Report:
    report = Report("Paragraphs", _facts(options))
    if options.text:
        sources = pages.read_sources(options.text, tuple(options.part))
        report.tables += paragraphs.measure(sources, options.pages, options.seed)
    if options.clean or not options.text:
        clean = read_documents(options.clean, 5000)
        report.tables += [paragraphs.harm(clean), paragraphs.missing(clean)]
    return report


def _mender(options: argparse.Namespace) -> Mender:
    return Mender("safe", passes=options.passes, min_confidence=options.min_confidence)


def _harm(options: argparse.Namespace) -> Report:
    documents = _documents(options)
    found = harm.collect(documents, _mender(options))
    report = Report("Edits on documents as they are", _facts(options))
    report.tables.append(harm.rates(found, sum(len(document.text) for document in documents)))
    report.tables.append(harm.by_document(found, 20))
    report.lists = harm.lists(found, options.sample, options.seed)
    return report


def _accuracy(options: argparse.Namespace) -> Report:
    documents, mender = _documents(options), _mender(options)
    report = Report("Accuracy on synthetic damage", _facts(options))
    tallies = {
        name: accuracy.measure(documents, mender, options.seed, options.every, [name])
        for name in mender.passes
    }
    mixture = accuracy.measure(documents, mender, options.seed, options.every)
    tallies["all"] = mixture
    found = harm.collect(documents, mender)
    report.tables = [
        accuracy.by_pass(
            tallies, f"Damage of one kind, and all; {mixture.characters:,} characters"
        ),
        accuracy.by_kind(mixture),
        accuracy.edits_by_pass(mixture),
        harm.rates(found, mixture.characters),
    ]
    report.lists = accuracy.examples(mixture, options.examples)
    return report


def _lexicon(options: argparse.Namespace) -> Report:
    texts = [document.text for document in _documents(options)]
    text = "\n".join(texts)[: options.characters]
    if options.terms is None:
        terms = sorted({term for name in DOMAINS for term in domain_terms(name)})
    else:
        terms = sorted(set(options.terms.read_text(encoding="utf-8").split("\n")) - {""})
    tables = [
        lexicon.loading(terms, options.repeats),
        lexicon.speed(terms, text, options.repeats),
        lexicon.recall(terms, text, options.seed, options.places),
        repairs(terms, texts, options.seed),
    ]
    return Report("Lexicons", _facts(options), tables)


def _lookalikes(options: argparse.Namespace) -> Report:
    texts = [document.text for document in _documents(options)]
    lines = [line for text in texts for line in text.splitlines() if line.strip()]
    named = [
        (path.stem, lookalikes.read_pairs(path, options.every, options.first))
        for path in options.pairs
    ]
    for mode in lookalikes.MODES:
        pairs = list(lookalikes.damaged(lines, mode, options.rate, options.seed))
        named.append((f"clean text, damaged for {mode}", pairs))
    report = Report("Look-alikes", _facts(options))
    report.tables.append(lookalikes.evaluate(named, options.confidence))
    table, lists = lookalikes.harm(texts, options.confidence)
    report.tables += [table, lookalikes.published()]
    report.lists |= lists
    return report


if __name__ == "__main__":
    main()
