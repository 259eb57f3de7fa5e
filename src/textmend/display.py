"""Text on a terminal: how wide it is, how invisible characters show, and in which colours."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["Palette", "columns", "fit_end", "fit_start", "visible"]

_INVISIBLE = re.compile(
    r"[^\S \u3000]"  # blanks other than the two that Chinese text is full of
    r"|[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_NARROW = re.compile(r"[\x20-\x7e]*")


class Palette:
    """Colours, or none.

    >>> Palette(False).removed("的")
    '的'
    """

    def __init__(self, coloured: bool) -> None:
        self._coloured = coloured

    def removed(self, text: str) -> str:
        """Colour what goes."""
        return self._paint("31;7", text)

    def added(self, text: str) -> str:
        """Colour what comes."""
        return self._paint("32;7", text)

    def faint(self, text: str) -> str:
        """Colour what is said about the text."""
        return self._paint("2", text)

    def strong(self, text: str) -> str:
        """Colour a heading."""
        return self._paint("1", text)

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._coloured and text else text


def visible(text: str) -> str:
    r"""Return `text` with what cannot be seen, or would move the cursor, spelled out.

    >>> visible("a\u200bb\tc\x1b")
    'a<U+200B>b␉c␛'
    """
    return _INVISIBLE.sub(lambda match: _spelled(match.group()), text)


def _spelled(character: str) -> str:
    code = ord(character)
    return chr(0x2400 + code) if code < 0x20 else f"<U+{code:04X}>"


def columns(text: str) -> int:
    r"""Return how many columns `text` takes on a terminal; East Asian wide characters take two.

    Characters of ambiguous width (“ ” …) are counted as one column, as terminals do unless told
    otherwise.

    >>> columns("教育，ok"), columns("“”"), columns("e\u0301")
    (8, 2, 1)
    """
    narrow = _NARROW.match(text)
    done = narrow.end() if narrow else 0
    return done + sum(_width(character) for character in text[done:])


def _width(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 1


def fit_start(text: str, width: int) -> str:
    """Return as much of the start of `text` as fits into `width` columns.

    >>> fit_start("教育局", 5)
    '教育'
    """
    for index, character in enumerate(text):
        width -= _width(character)
        if width < 0:
            return text[:index]
    return text


def fit_end(text: str, width: int) -> str:
    """Return as much of the end of `text` as fits into `width` columns.

    >>> fit_end("教育局", 3)
    '局'
    """
    return fit_start(text[::-1], width)[::-1]
