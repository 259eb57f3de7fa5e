"""What a terminal can do, and a progress bar for one."""

from __future__ import annotations

import os
import shutil
import sys
import time
from typing import TextIO

from textmend.display import Palette

__all__ = ["Progress", "palette_for", "width_of"]

_BAR = 30
_SELDOM = 0.1
"""Seconds between two drawings."""


def palette_for(stream: TextIO) -> Palette:
    """Return colours if `stream` is a terminal that shows them and NO_COLOR is not set."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return Palette(stream.isatty() and not plain)


def width_of() -> int:
    """Return the columns of the terminal, or 100 where there is none."""
    return max(shutil.get_terminal_size((100, 24)).columns, 40)


class Progress:
    """A progress bar on standard error; nothing at all if that is no terminal.

    Args:
        total: bytes to be done.
        shown: whether a bar is wanted.
    """

    def __init__(self, total: int, shown: bool) -> None:
        self._shown = shown and total > 0 and sys.stderr.isatty()
        self._total = total
        self._done = 0.0
        self._drawn = 0.0

    def advance(self, count: float) -> None:
        """Note that so many more bytes are done."""
        self.reach(self._done + count)

    def reach(self, done: float) -> None:
        """Note how many bytes are done in all."""
        self._done = done
        now = time.monotonic()
        if self._shown and now - self._drawn >= _SELDOM:
            self._drawn = now
            share = min(done / self._total, 1.0)
            filled = round(share * _BAR)
            bar = "█" * filled + "░" * (_BAR - filled)
            print(f"\r{bar} {share:4.0%}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the bar away."""
        if self._shown and self._drawn:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
