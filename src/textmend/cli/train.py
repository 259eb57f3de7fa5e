"""`textmend train`: adapt the model to a user's own clean text, and say whether it helped."""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from textmend.errors import ModelError, OptionError

if TYPE_CHECKING:
    from textmend.training.own_model import Adapted

__all__ = ["run"]

_NETWORK = "torch"  # what only the network's training needs
_MEASURING = "rapidfuzz"


def run(options: argparse.Namespace) -> int:
    """Adapt, print the table, and return the exit code."""
    _check(options)
    from textmend.training.own_model import adapt  # noqa: PLC0415 (slow to import)
    from textmend.training.own_text import read_own_text  # noqa: PLC0415

    text = read_own_text([Path(path) for path in options.paths])
    tell = _silent if options.quiet else _tell
    tell(f"{text.size:,} characters to learn from")
    course = None
    if options.network:
        from textmend.training.own_reader import Course  # noqa: PLC0415 (needs PyTorch)

        course = Course(options.minutes, options.steps, options.seed)
    base = Path(options.model) if options.model else None
    output = Path(options.output)
    try:
        adapted = adapt(base, text, output, course, options.megabytes, tell)
    except ModelError as error:
        if base is None:
            raise
        raise OptionError(str(error)) from error  # the file is the user's
    print(*_table(adapted), *adapted.remarks, sep="\n")
    if not adapted.is_written:
        print(f"Nothing helped on text of this kind: {output} was not written.")
        return 1
    print(f"Use it with: textmend fix --model {output}")
    return 0


def _check(options: argparse.Namespace) -> None:
    """See that what would only fail after minutes does not.

    Raises:
        OptionError: if it would.
    """
    output = Path(options.output)
    if not output.parent.is_dir() or output.is_dir():
        raise OptionError(f"--output {output}: name a file in a folder that exists.")
    if any(Path(path).resolve() == output.resolve() for path in options.paths):
        raise OptionError(f"--output would overwrite {output}, which is an input.")
    needed = (_NETWORK, _MEASURING) if options.network else (_MEASURING,)
    missing = [name for name in needed if find_spec(name) is None]
    if missing:
        without = "" if missing == [_MEASURING] else ", or give --no-network"
        raise OptionError(
            f"Training needs {' and '.join(missing)}, which come with an extra: "
            f"python3 -m pip install 'textmend[train]'{without}."
        )


def _table(adapted: Adapted) -> list[str]:
    width = max(len(figure.name) for figure in adapted.figures)
    lines = [f"{'on text that nothing was learned from':{width}}   before    after"]
    lines += [
        f"{figure.name:{width}} {_number(figure.before)} {_number(figure.after)}"
        for figure in adapted.figures
    ]
    return lines


def _number(value: float | None) -> str:
    return f"{'–':>8}" if value is None else f"{value:8.3f}"


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _silent(what: str) -> None:
    pass
