"""`textmend fix`: repair files, one at a time or several in parallel."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

from textmend.cli.faults import told_faults
from textmend.cli.options import build_mender, reading_options, repair_options
from textmend.cli.repair import Outcome, Task, repair_file
from textmend.cli.sources import STANDARD_INPUT, names_standard_input
from textmend.cli.targets import Targets
from textmend.cli.terminal import Progress
from textmend.errors import OptionError
from textmend.files import AtomicFile, Source, cannot, discover, may_be_backup
from textmend.report import Totals, summary_lines

__all__ = ["run"]


@dataclass(slots=True)
class _Run:
    """What is known at the end."""

    totals: Totals
    errors: list[str]
    faults: list[str]


def run(options: argparse.Namespace) -> int:
    """Repair what the arguments name and return the exit code."""
    began = time.monotonic()
    mender = build_mender(repair_options(options))
    sources, errors = _sources(options)
    tasks = _tasks(options, sources)
    result = _Run(Totals(), errors, [])
    progress = Progress(sum(_size(source) for source in sources), not options.quiet)
    try:
        _repair_all(options, tasks, result, progress)
    finally:
        progress.clear()
    if not options.quiet:
        seconds = time.monotonic() - began
        print(*summary_lines(result.totals, mender.passes, seconds), sep="\n", file=sys.stderr)
    return _tell_failures(result)


def _sources(options: argparse.Namespace) -> tuple[list[Source], list[str]]:
    """Return what is to be read, and what could not be found."""
    if not options.paths or names_standard_input(options.paths):
        if options.output or options.in_place:
            raise OptionError(
                "standard input is repaired to standard output: leave out --output and --in-place, "
                "or name files."
            )
        return [STANDARD_INPUT], []
    output = Path(options.output) if options.output else None
    ignore = [Path(options.edits)] if options.edits else []
    found = discover(options.paths, output, ignore)
    single = len(found.sources) <= 1 and not any(
        path and Path(path).is_dir() for path in options.paths
    )
    if not (options.output or options.in_place or single):
        raise OptionError(
            "several files cannot all go to standard output: say where with --output DIR, or "
            "--in-place."
        )
    return found.sources, [str(error) for error in found.errors]


def _tasks(options: argparse.Namespace, sources: list[Source]) -> list[Task]:
    """Say for each source where it goes, and see that nothing is written twice or over its input.

    Raises:
        OptionError: if it would be.
    """
    reading, repair = reading_options(options), repair_options(options)
    targets = Targets("repair them in two runs, to two directories")
    tasks = []
    for source in sources:
        target = _target(options, source)
        if target is not None:
            if options.in_place and target in targets:
                continue  # two names of one file
            targets.take(target, str(source.path))
        task = Task(
            source,
            target,
            repair,
            reading,
            in_place=options.in_place,
            backup=options.in_place and not options.no_backup,
            keep_encoding=options.keep_encoding,
        )
        if options.edits:
            _keep_from_log(task, Path(options.edits).resolve())
        tasks.append(task)
    is_only_way_back = options.edits and options.in_place and options.no_backup
    if is_only_way_back and _holds_something(Path(options.edits)):
        raise OptionError(
            f"--edits would overwrite {options.edits}, which may be what an earlier run can be "
            "undone with: name another file for the log, or remove that one."
        )
    return tasks


def _target(options: argparse.Namespace, source: Source) -> Path | None:
    """Return where a file goes; None for standard output."""
    if options.in_place:
        return source.path.resolve()
    if not options.output:
        return None
    target = Path(options.output, source.name)
    if target.resolve() == source.path.resolve():
        raise OptionError(
            f"{source.path} would be written over itself: use --in-place for that, or another "
            "--output."
        )
    return target


def _keep_from_log(task: Task, log: Path) -> None:
    """See that the log goes where no file of a task is.

    Raises:
        OptionError: if it would be written over one.
    """
    target = None if task.target is None else task.target.resolve()
    if log == task.source.path.resolve():
        what = f"{task.source.path}, which is an input"
    elif log == target:
        what = f"{task.target}, which is the repaired {task.source.path}"
    elif task.backup and target is not None and may_be_backup(log, target):
        what = f"{log.name}, a name for backups of {task.source.path}"
    else:
        return
    raise OptionError(f"--edits would overwrite {what}: name another file for the log.")


def _holds_something(log: Path) -> bool:
    return log.is_file() and log.stat().st_size > 0


def _size(source: Source) -> int:
    try:
        return source.path.stat().st_size
    except OSError:
        return 0


def _repair_all(
    options: argparse.Namespace, tasks: list[Task], result: _Run, progress: Progress
) -> None:
    """Repair every file. The log has those that were written, also if Ctrl-C ends the run."""
    with ExitStack() as stack:
        log = None
        if options.edits:
            log = stack.enter_context(AtomicFile(Path(options.edits)))
            stack.callback(_commit_unless_empty, log)
            folder = Path(stack.enter_context(_folder_beside(log.target)))
            tasks = [replace(task, log=folder / f"{n}.jsonl") for n, task in enumerate(tasks)]
        done = 0
        outcomes = stack.enter_context(closing(_outcomes(tasks, options.jobs, progress)))
        for task, outcome in zip(tasks, outcomes, strict=True):
            _add(result, task, outcome)
            done += outcome.bytes
            progress.reach(done)
            if log is not None and task.log is not None and outcome.error is None:
                _append(log, task.log)


def _commit_unless_empty(log: AtomicFile) -> None:
    """Keep the log of an earlier run where this one wrote no file."""
    if log.size:
        log.commit()


def _folder_beside(path: Path) -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix=".textmend-", dir=path.parent)
    except OSError as error:
        raise cannot("write", path, error) from error


def _append(log: AtomicFile, part: Path) -> None:
    """Add the lines of a file to the log, whole blocks of lines at a time."""
    with part.open("rb") as lines:
        while block := lines.readlines(1 << 20):
            log.write(b"".join(block))
    part.unlink()


def _outcomes(tasks: list[Task], jobs: int | None, progress: Progress) -> Generator[Outcome]:
    """Yield what becomes of each task, in their order however many run at a time."""
    if jobs is None or jobs == 1 or len(tasks) < 2:
        for task in tasks:
            yield repair_file(replace(task, workers=jobs), progress.advance)
    else:
        from textmend.cli.parallel import map_in_processes  # noqa: PLC0415 (slow to import)

        single = [replace(task, workers=1) for task in tasks]
        yield from map_in_processes(repair_file, single, jobs)


def _add(result: _Run, task: Task, outcome: Outcome) -> None:
    if outcome.error is not None:
        result.errors.append(outcome.error)
        return
    totals = result.totals
    totals.files += 1
    totals.bytes += outcome.bytes
    totals.characters += outcome.characters
    totals.moves += outcome.moves
    totals.edits += outcome.edits
    if outcome.faults:
        result.faults.append(told_faults(str(task.source.path), outcome.faults))


def _tell_failures(result: _Run) -> int:
    for fault in result.faults:
        print(fault, file=sys.stderr)
    if result.errors:
        count = "1 file" if len(result.errors) == 1 else f"{len(result.errors):,} files"
        print(f"{count} could not be processed:", file=sys.stderr)
        for error in result.errors:
            print(f"  {error}", file=sys.stderr)
    return 1 if result.errors or result.faults else 0
