"""What every command takes for its input: files that are found, or standard input."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath

from textmend.errors import OptionError
from textmend.files import Found, Source, discover

__all__ = ["STANDARD_INPUT", "find_sources", "names_standard_input"]

STANDARD_INPUT = Source(Path("-"), PurePath("-"))
"""A file that is called so has another path, ``./-`` made absolute (`textmend.files.discover`)."""


def names_standard_input(paths: Sequence[str]) -> bool:
    """Tell whether the arguments name standard input.

    Raises:
        OptionError: if they name files as well.

    >>> names_standard_input(["-"]), names_standard_input(["a.txt"])
    (True, False)
    """
    if "-" not in paths:
        return False
    if len(paths) > 1:
        raise OptionError('"-" stands for standard input and cannot be mixed with files.')
    return True


def find_sources(paths: Sequence[str]) -> Found:
    """Return what the arguments of a command name that writes no files.

    Raises:
        OptionError: if they name standard input and files.
    """
    return Found([STANDARD_INPUT]) if names_standard_input(paths) else discover(paths)
