"""`textmend undo`: the originals of mended files, from the edit log."""

from __future__ import annotations

import argparse
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from textmend.cli.repair import StandardOutput, open_input
from textmend.editlog import LoggedFile, read_log
from textmend.errors import OptionError, TextmendError
from textmend.files import AtomicFile, cannot
from textmend.reverting import revert_file

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Give the originals back and return the exit code."""
    log = Path(options.log)
    entries = read_log(log)
    if len(entries) != 1 and not (options.output or options.in_place):
        raise OptionError(
            f"{log} speaks of {len(entries)} files, which cannot all go to standard output: say "
            "where with --output DIR, or --in-place."
        )
    code = 0
    for entry in entries:
        try:
            _undo(log, entry, options)
        except BrokenPipeError:
            raise
        except TextmendError as error:
            print(f"textmend undo: {error}", file=sys.stderr)
            code = 1
        except OSError as error:
            print(f"textmend undo: {cannot('process', entry.written, error)}", file=sys.stderr)
            code = 1
    return code


def _undo(log: Path, entry: LoggedFile, options: argparse.Namespace) -> None:
    if entry.written == "-" and options.in_place:
        raise OptionError(
            f"{entry.file} was repaired to standard output: give that text on standard input and "
            "leave out --in-place."
        )
    with open_input(Path(entry.written)) as mended, _sink(entry, options) as sink:
        revert_file(log, entry, mended, sink.write)
        sink.commit()


def _sink(
    entry: LoggedFile, options: argparse.Namespace
) -> AbstractContextManager[AtomicFile | StandardOutput]:
    if options.in_place:
        return AtomicFile(Path(entry.written), replaces=True)
    if options.output:
        return AtomicFile(_below(Path(options.output), entry))
    return nullcontext(StandardOutput())


def _below(folder: Path, entry: LoggedFile) -> Path:
    """Return where a file goes in `folder`, and never outside it, whatever the log says."""
    target = folder / (entry.name if entry.name != "-" else "stdin")
    if not target.resolve().is_relative_to(folder.resolve()):
        raise OptionError(f"The log names {entry.name!r}, which is not a name below {folder}.")
    return target
