"""What the values of arguments may be. `argparse` shows the messages."""

from __future__ import annotations

import argparse
import math

__all__ = ["amount", "finite", "names", "natural", "positive", "some_name"]


def names(value: str) -> tuple[str, ...]:
    """Return names that stand between commas.

    >>> names("width, spacing,")
    ('width', 'spacing')
    """
    return tuple(name.strip() for name in value.split(",") if name.strip())


def some_name(value: str) -> str:
    """Return the name of a file or directory; the empty one is that of an unset variable."""
    if not value:
        raise argparse.ArgumentTypeError("the name is empty")
    return value


def natural(value: str) -> int:
    """Return a whole number of 0 or more."""
    if not value.isdecimal():
        raise argparse.ArgumentTypeError(f"{value!r} is not a number of 0 or more")
    return int(value)


def positive(value: str) -> int:
    """Return a whole number of 1 or more."""
    if not value.isdecimal() or int(value) == 0:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number of 1 or more")
    return int(value)


def amount(value: str) -> float:
    """Return a number above 0."""
    number = finite(value)
    if number <= 0:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number above 0")
    return number


def finite(value: str) -> float:
    """Return a number that is finite."""
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"{value!r} is not a number")
    return number
