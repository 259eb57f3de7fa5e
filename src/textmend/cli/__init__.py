"""The command line. One file a command; this one reads the arguments and turns errors into codes.

Exit codes: 0 done, 1 some file could not be processed (`check`: or is damaged), 2 wrong usage, 130
stopped by Ctrl-C, 141 whoever read the output went away.
"""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import sys
from collections.abc import Sequence
from typing import TextIO

from textmend.cli.arguments import parse
from textmend.cli.signals import STOPPING
from textmend.errors import OptionError, TextmendError
from textmend.files import cannot

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; `arguments` defaults to those of the process."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        _survive_any_character(stream)
    # Not KeyboardInterrupt: where one passes through `exec`, as that of `dataclasses`, Python kills
    # itself in the end whatever code was returned.
    for number in STOPPING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as in a shell's background job
            signal.signal(number, _stop)
    command = "textmend"
    try:
        options = parse(arguments)
        command = f"textmend {options.command}"
        code = _run(options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        _give_up_output()
        return 128 + signal.SIGPIPE
    except TextmendError as error:
        print(f"{command}: {error}", file=sys.stderr)
        return 2 if isinstance(error, OptionError) else 1
    except OSError as error:  # of what is read and written otherwise, errors say which file it is
        _give_up_output()
        print(f"{command}: {cannot('write', 'standard output', error)}", file=sys.stderr)
        return 1


def _run(options: argparse.Namespace) -> int:
    """Import the command, and only that one, and run it."""
    command = importlib.import_module(f"textmend.cli.{options.command}")
    return int(command.run(options))


def _open_closed_streams() -> None:
    """Open what the caller closed, so that no file gets its number and what is meant for people."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115, PTH123 (never closed)
            if name != "stdin":  # where nothing can be read, nothing must seem to be there
                setattr(sys, name, stream)


def _give_up_output() -> None:
    """Leave nothing for Python to flush at exit, where it would complain once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _survive_any_character(stream: TextIO | None) -> None:
    """Let a stream that cannot show a character spell it out instead of failing."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def _stop(number: int, frame: object) -> None:
    """End by an exception, so that nothing unfinished is left."""
    for each in STOPPING:  # a second one would interrupt the tidying up
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)
