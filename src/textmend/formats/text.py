"""Plain text: all of it may be repaired."""

from __future__ import annotations

__all__ = ["PlainText"]


class PlainText:
    """A document of plain text. A ``#`` that starts a line is a character like any other.

    >>> PlainText().protected_spans("# 标题")
    []
    """

    breaks = ("\n",)
    """What a window may end with."""

    def protected_spans(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of a window that must stay as they are: none."""
        return []
