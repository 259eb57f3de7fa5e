"""What `diff` and `explain` have in common: mend files, write nothing, show what would change."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable

from textmend.cli.faults import told_faults
from textmend.cli.options import build_mender, reading_options, repair_options
from textmend.cli.repair import document_of, open_input
from textmend.cli.sources import find_sources
from textmend.documents import Fault, Piece
from textmend.errors import TextmendError
from textmend.files import Source, cannot

__all__ = ["show"]


def show(options: argparse.Namespace, lines_of: Callable[[str, Piece], Iterable[str]]) -> int:
    """Print `lines_of` every mended piece of the files, and return the exit code."""
    build_mender(repair_options(options)), reading_options(options)  # wrong usage is told first
    found = find_sources(options.paths)
    errors = [str(error) for error in found.errors]
    faults: list[str] = []
    for source in found.sources:
        try:
            if left := _show_file(options, source, lines_of):
                faults.append(told_faults(str(source.path), left))
        except BrokenPipeError:
            raise
        except TextmendError as error:
            errors.append(str(error))
        except OSError as error:
            errors.append(str(cannot("read", source.path, error)))
    for fault in faults:
        print(fault, file=sys.stderr)
    for error_text in errors:
        print(f"textmend {options.command}: {error_text}", file=sys.stderr)
    return 1 if errors or faults else 0


def _show_file(
    options: argparse.Namespace, source: Source, lines_of: Callable[[str, Piece], Iterable[str]]
) -> list[Fault]:
    """Print what would change in a file and return what of it could not be read."""
    repair, reading = repair_options(options), reading_options(options)
    faults: list[Fault] = []
    with open_input(source.path) as file:
        for window in document_of(file, source, repair, reading):
            faults += window.faults
            for piece in window.pieces:
                for line in lines_of(str(source.path), piece):
                    _print(line)
    return faults


def _print(line: str) -> None:
    try:
        print(line)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise cannot("write", "standard output", error) from error
