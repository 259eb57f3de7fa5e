"""Mojibake: text written with one codec and read with another."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from textmend.damage.damaged import Change
from textmend.damage.kinds import LINE, Kind, check_rates, step
from textmend.errors import OptionError

__all__ = ["MISREADINGS", "Mojibake", "misread"]

MISREADINGS = (
    ("utf-8", "gbk"),
    ("gbk", "cp1252"),
    ("gbk", "latin-1"),
    ("utf-8", "cp1252"),
    ("gbk", "cp950"),
    ("cp950", "gbk"),
)
"""What Chinese text is written with and wrongly read with; those that the pass encoding repairs."""

# Where a line cannot be misread as a whole, so many characters at a time are tried.
_WINDOW = 200


@dataclass(frozen=True, slots=True)
class Mojibake(Kind):
    """Lines that were read with the wrong codec; nothing of them is lost.

    Where a whole line cannot be misread without losing bytes, the longest stretches are misread
    that can be; characters between them stay, where in the wild a byte would be lost.

    Args:
        written: the codec that the text was written with.
        read: the codec that it was read with.
        rate: of the lines.

    Raises:
        OptionError: if Python knows no such codec for text.

    >>> Mojibake("utf-8", "gbk").apply("文本编码，出了错", random.Random(0)).text
    '鏂囨湰缂栫爜锛屽嚭浜嗛敊'
    """

    written: str
    read: str
    rate: float = 1.0

    def __post_init__(self) -> None:
        check_rates(self.rate)
        try:
            for codec in (self.written, self.read):
                "a".encode(codec)
        except LookupError as error:
            raise OptionError(
                f"Python knows no codec for text by one of the names {self.written!r} and "
                f"{self.read!r}: give such as utf-8, gbk, big5 or cp1252."
            ) from error

    def changes(self, text: str, rng: random.Random) -> Iterator[Change]:
        """Yield a replacement for each line or stretch that was misread."""
        why = step("encoding", f"{self.written} read as {self.read}")
        for line in LINE.finditer(text):
            if rng.random() < self.rate:
                for start, end, damaged in self._misread_line(line[0]):
                    yield line.start() + start, line.start() + end, damaged, why

    def _misread_line(self, line: str) -> Iterator[tuple[int, int, str]]:
        whole = misread(line, self.written, self.read)
        if whole is not None:
            yield 0, len(line), whole
            return
        start = 0
        while start < len(line):
            count, damaged = _misread_prefix(line[start : start + _WINDOW], self.written, self.read)
            if count > 1:
                yield start, start + count, damaged
            start += max(count, 1)


def misread(text: str, written: str, read: str) -> str | None:
    """Return what becomes of a text that is written in one codec and read in another.

    None where that fails, or where the way back would give something else.

    >>> misread("文本", "utf-8", "gbk"), misread("本", "utf-8", "gbk")
    ('鏂囨湰', None)
    """
    try:
        damaged = text.encode(written).decode(read)
        return damaged if damaged.encode(read).decode(written) == text else None
    except UnicodeError:
        return None


def _misread_prefix(text: str, written: str, read: str) -> tuple[int, str]:
    """Return the length of the longest prefix that can be misread, and what becomes of it."""
    count = len(text)
    while count > 0:
        try:
            data = text[:count].encode(written)
            data.decode(read)
        except UnicodeEncodeError as error:
            count = error.start
        except UnicodeDecodeError as error:
            whole = error.object[: error.start].decode(written, "ignore")
            count = min(len(whole), count - 1)
        else:
            damaged = misread(text[:count], written, read)
            if damaged is not None:
                return count, damaged
            count -= 1
    return 0, ""
