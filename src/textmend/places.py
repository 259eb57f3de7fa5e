"""Lines and columns of offsets, for people and for programs that show findings."""

from __future__ import annotations

import re
from bisect import bisect_right

__all__ = ["Places"]


class Places:
    r"""Where offsets of a text stand in its file.

    Args:
        text: the text.
        line: the number of its first line, from 1.
        in_string: whether it is a string of JSON Lines: all of it stands in that one line of the
            file, whatever line feeds it holds, and columns count its own characters.

    >>> Places("一行\n二行", 7).of(3), Places("一行\n二行", 7, in_string=True).of(3)
    ((8, 1), (7, 4))
    """

    def __init__(self, text: str, line: int, *, in_string: bool = False) -> None:
        self._line = line
        self._starts = [0] if in_string else [0, *(m.end() for m in re.finditer("\n", text))]

    def of(self, offset: int) -> tuple[int, int]:
        """Return line and column, from 1."""
        index = bisect_right(self._starts, offset) - 1
        return self._line + index, offset - self._starts[index] + 1

    def span(self, start: int, end: int) -> tuple[int, int, int, int]:
        """Return line and column of both ends."""
        return (*self.of(start), *self.of(end))
