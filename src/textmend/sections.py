"""A document cut where no paragraph is: the pieces in which line ends are repaired.

A window may end between two halves of a sentence, and what belongs together must be mended
together. So a document with damaged line ends is mended in sections instead. Where they end
depends on the text alone and never on the windows in which it was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

__all__ = ["SECTION", "cut_sections", "section_end"]

SECTION = 1 << 14
"""Code points after which a section ends at the next good place. A page has fewer, so that what
was torn apart on it is mostly found in one section."""
_TOLERANT = 4 * SECTION  # from here on any end of a sentence is good enough
_DESPERATE = 8 * SECTION  # and from here on any line end

_BLANK_LINES = re.compile(r"(?:[^\S\n]*\n)*(?:[^\S\n]*\Z)?")
_CLOSED = re.compile(r"[。！？…!?.；;：:][”’」』）)\]】》\"']*\Z")
_CONTEXT = 200


def section_end(text: str, start: int, final: bool) -> int | None:
    r"""Return where the section that begins at `start` ends; None if that cannot be told yet.

    Args:
        text: whole lines.
        start: the beginning of a line.
        final: whether the document ends with the text.

    >>> section_end("一行。\n", 0, final=True), section_end("一行。\n", 0, final=False)
    (4, None)
    """
    end = text.find("\n", start + SECTION - 1) + 1
    while end:
        behind = _skip_blank_lines(text, end)
        if behind >= len(text):
            break
        last = end - 3 if text.startswith("\r", end - 2) else end - 2
        parted = behind > end or text[behind].isspace() or text[last].isspace()
        size = end - start
        if size >= _DESPERATE:
            return behind
        if (parted or size >= _TOLERANT) and _is_closed(text, max(start, end - _CONTEXT), end):
            return behind
        end = text.find("\n", behind) + 1
    return len(text) if final else None


def _skip_blank_lines(text: str, at: int) -> int:
    if not text[at : at + 1].isspace():
        return at
    blank = _BLANK_LINES.match(text, at)
    assert blank is not None
    return blank.end()


def _is_closed(text: str, start: int, end: int) -> bool:
    return _CLOSED.search(text[start:end].rstrip()) is not None


def cut_sections(texts: Iterable[str]) -> Iterator[str]:
    r"""Yield the sections of a document that comes in pieces of whole lines.

    >>> [len(section) for section in cut_sections(["一行文字。\n\n" * 5000])]
    [16387, 16387, 2226]
    """
    held = ""
    for text in texts:
        held, done = _take(held + text, final=False)
        yield from done
    yield from _take(held, final=True)[1]


def _take(text: str, final: bool) -> tuple[str, list[str]]:
    done: list[str] = []
    start = 0
    while start < len(text):
        end = section_end(text, start, final)
        if end is None:
            break
        done.append(text[start:end])
        start = end
    return text[start:], done
