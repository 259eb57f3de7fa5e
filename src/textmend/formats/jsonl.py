"""JSON Lines: one string of each line is a document, and nothing else in the line changes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

__all__ = ["Field", "StringToken", "json_string"]

_DECODER = json.JSONDecoder()
_BLANKS = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class StringToken:
    """A JSON string where it stands in its line, quotes included.

    Args:
        start: first code point of the token.
        end: one past the last.
        text: what the string says, its escapes resolved.
    """

    start: int
    end: int
    text: str


class Field:
    r"""The place of a string in the lines of a file: a name for each level of objects.

    Where an object has a name twice the last one counts, as it does for Python's own reader.

    Args:
        path: the names, separated by dots.

    >>> Field("text").find('{"id": 7, "text": "教育\\n"}')
    StringToken(start=18, end=24, text='教育\n')
    >>> Field("a.b").find('{"a": {"b": 1}}') is None
    True
    """

    def __init__(self, path: str) -> None:
        self._names = path.split(".")
        name = self._names[-1]
        self._key = re.compile(re.escape(json_string(name, ascii_only=False)) + r"[ \t]*:[ \t]*")
        # What a line must hold to spell the name in another way.
        self._escape = "\\u00" if name.isascii() and "/" not in name else "\\"

    def find(self, line: str) -> StringToken | None:
        """Return the string in a line, or None if something else or nothing is in its place.

        Raises:
            ValueError: if the line is not one JSON object.
        """
        value: object = _parse(line)
        for name in self._names:
            if not isinstance(value, dict):
                return None
            value = value.get(name)
        if not isinstance(value, str):
            return None
        # Mostly the name stands in the line once, and then this is the place; else count levels.
        match = self._key.search(line)
        if match and self._escape not in line and not self._key.search(line, match.end()):
            return _token(line, match.end())
        at = _skip(line, 0)
        for name in self._names:
            at = _member(line, at, name)
        return _token(line, at)


def json_string(text: str, ascii_only: bool) -> str:
    r"""Return `text` as a JSON token, in the habit of the token that it replaces.

    >>> json_string("中", ascii_only=True)
    '"\\u4e2d"'
    """
    return json.dumps(text, ensure_ascii=ascii_only)


def _parse(line: str) -> dict[str, object]:
    try:
        value = _DECODER.decode(line)
    except RecursionError as error:
        raise ValueError("the JSON is nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError("the line is another JSON value than an object")
    return value


def _token(line: str, at: int) -> StringToken:
    text, end = _DECODER.raw_decode(line, at)
    return StringToken(at, end, text)


def _member(line: str, at: int, name: str) -> int:
    """Return where the value of a member starts, in an object that is known to have it."""
    found = -1
    at = _skip(line, at + 1)
    while line[at] != "}":
        key, at = _DECODER.raw_decode(line, at)
        at = _skip(line, _skip(line, at) + 1)  # a colon
        if key == name:
            found = at
        at = _skip(line, _DECODER.raw_decode(line, at)[1])
        if line[at] == ",":
            at = _skip(line, at + 1)
    return found


def _skip(line: str, at: int) -> int:
    match = _BLANKS.match(line, at)
    return match.end() if match else at
