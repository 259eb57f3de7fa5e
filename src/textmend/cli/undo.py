"""`textmend undo`: the originals of mended files, from the edit log."""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import AbstractContextManager
from pathlib import Path

from textmend.cli.repair import StandardOutput, open_input
from textmend.cli.targets import Targets
from textmend.editlog import LoggedFile, read_log
from textmend.errors import OptionError, TextmendError, UndoError
from textmend.files import AtomicFile, cannot
from textmend.reverting import revert_file

__all__ = ["run"]

_IN_MEMORY = 1 << 24  # bytes that are held without a file


def run(options: argparse.Namespace) -> int:
    """Give the originals back and return the exit code."""
    log = Path(options.log)
    entries = read_log(log)
    if len(entries) != 1 and not (options.output or options.in_place):
        raise OptionError(
            f"{log} speaks of {len(entries)} files, which cannot all go to standard output: say "
            "where with --output DIR, or --in-place."
        )
    targets = _targets(log, entries, options)
    code = 0
    for entry, target in zip(entries, targets, strict=True):
        try:
            _undo(log, entry, target, options.in_place)
        except BrokenPipeError:
            raise
        except TextmendError as error:
            print(f"textmend undo: {error}", file=sys.stderr)
            code = 1
        except OSError as error:
            print(f"textmend undo: {cannot('process', entry.written, error)}", file=sys.stderr)
            code = 1
    return code


def _targets(
    log: Path, entries: list[LoggedFile], options: argparse.Namespace
) -> list[Path | None]:
    """Return where each original goes; None for standard output.

    Raises:
        OptionError: if two would be written to one file, or a file has no place.
        UndoError: if the log would have a file written elsewhere.
    """
    if options.in_place:
        return [_in_place(entry) for entry in entries]
    if not options.output:
        return [None] * len(entries)
    taken = Targets("give them back with --in-place instead")
    targets: list[Path | None] = []
    kept = {log.resolve(), *(Path(one.written).resolve() for one in entries)}
    for entry in entries:
        target = _below(log, Path(options.output), entry)
        if target.resolve() in kept:
            raise OptionError(
                f"{target}, which is read, would be written over: name another --output, or give "
                "the files back with --in-place."
            )
        taken.take(target, entry.file)
        targets.append(target)
    return targets


def _in_place(entry: LoggedFile) -> Path:
    if entry.written == "-":
        raise OptionError(
            f"{entry.file} was repaired to standard output: give that text on standard input and "
            "leave out --in-place."
        )
    return Path(entry.written)


def _below(log: Path, folder: Path, entry: LoggedFile) -> Path:
    """Return where a file goes in `folder`, and never outside it, whatever the log says."""
    target = folder / (entry.name if entry.name != "-" else "stdin")
    if not target.resolve().is_relative_to(folder.resolve()):
        raise UndoError(
            f"{log} names {entry.name!r}, which is not a name below {folder}: the log was edited, "
            "so nothing was undone; use the log as it was written."
        )
    return target


def _undo(log: Path, entry: LoggedFile, target: Path | None, in_place: bool) -> None:
    with open_input(Path(entry.written)) as mended, _sink(target, in_place) as sink:
        revert_file(log, entry, mended, sink.write)
        sink.commit()


def _sink(target: Path | None, in_place: bool) -> AbstractContextManager[AtomicFile | _HeldOutput]:
    if target is None:
        return _HeldOutput()
    return AtomicFile(target, replaces=in_place)


class _HeldOutput:
    """Standard output that gets nothing before all of it is known to be right."""

    def __enter__(self) -> _HeldOutput:
        self._held = tempfile.SpooledTemporaryFile(_IN_MEMORY)
        return self

    def __exit__(self, *error: object) -> None:
        self._held.close()

    def write(self, data: bytes) -> None:
        self._held.write(data)

    def commit(self) -> None:
        output = StandardOutput()
        self._held.seek(0)
        while block := self._held.read(1 << 20):
            output.write(block)
