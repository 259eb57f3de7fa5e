"""Show a change within its line, with what cannot be seen made visible."""

from __future__ import annotations

import unicodedata

__all__ = ["in_context", "visible"]

_MARKS = {"\n": "⏎", "\t": "⇥", "\r": "␍", " ": "␣", "\u3000": "□"}


def visible(text: str) -> str:
    r"""Return a text in which blanks and invisible characters can be seen.

    >>> visible("教 育\u200b")
    '教␣育<U+200B>'
    """
    return "".join(
        _MARKS.get(c) or (f"<U+{ord(c):04X}>" if unicodedata.category(c)[0] in "CZM" else c)
        for c in text
    )


def in_context(text: str, start: int, end: int, replacement: str, width: int = 20) -> str:
    """Return the change with `width` characters on both sides.

    >>> in_context("他说,好", 2, 3, "，")
    '他说【,→，】好'
    """
    before = text[max(0, start - width) : start].replace("\n", "⏎")
    after = text[end : end + width].replace("\n", "⏎")
    return f"{before}【{visible(text[start:end])}→{visible(replacement)}】{after}"
