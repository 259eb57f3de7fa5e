"""What of a file is text to repair, and what of that text is not prose."""

from __future__ import annotations

from pathlib import PurePath

__all__ = ["FORMATS", "format_of"]

FORMATS = ("text", "markdown", "jsonl")
_BY_SUFFIX = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}


def format_of(name: PurePath) -> str:
    """Return the format that a file's suffix promises; plain text where it promises nothing.

    >>> format_of(PurePath("README.MD")), format_of(PurePath("a.txt")), format_of(PurePath("b"))
    ('markdown', 'text', 'text')
    """
    return _BY_SUFFIX.get(name.suffix.lower(), "text")
