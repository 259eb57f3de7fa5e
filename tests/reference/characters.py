"""What a character is, said in ranges and tables; the twin of ``native/core/characters.cpp``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

TABLES = Path(__file__).parents[2] / "dictionaries"

STOPS = "，。、；：？！"
OPENING = "（《〈「『【〔〖｛［“‘"
CLOSING = "）》〉」』】〕〗｝］”’"
OTHER_FULL_MARKS = "—…～·"
HALF_MARKS = ",;:?!.()\"'<>-[]"
SINGLE_QUOTES = "‘’"
BLANKS = " \t\u3000"
LINE_ENDS = "\n\r\v\f\u2028\u2029"

# Tenths of a bit; see read_frequency in native/core/tables.cpp.
_RARE = 180
_UNSEEN = 220

_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
_KANA = (
    (0x3041, 0x309F),
    (0x30A1, 0x30FA),
    (0x30FC, 0x30FF),
    (0x31F0, 0x31FF),
    (0xFF66, 0xFF9F),
    (0x1B000, 0x1B16F),
)
_LATIN = ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x24F), (0x370, 0x52F), (0x1E00, 0x1EFF))
_COMBINING = (
    (0x300, 0x36F),
    (0x483, 0x487),
    (0x590, 0x8FF),
    (0x900, 0x109F),
    (0x1100, 0x11FF),
    (0x1AB0, 0x1CFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0x302A, 0x302F),
    (0x3099, 0x309A),
    (0xA66F, 0xABFF),
    (0xFB1D, 0xFDFF),
    (0xFE20, 0xFE2F),
    (0x11000, 0x11FFF),
    (0x1D165, 0x1D1AD),
)
_UNICODE_ROWS = ((0xE000, 0xF8FF), (0xFE00, 0xFE0F), (0x2F800, 0x2FA1F), (0xF0000, 0x10FFFF))
_FULL_LETTERS = ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))


def _within(character: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= ord(character) <= last for first, last in ranges)


@cache
def rows(name: str) -> list[list[str]]:
    """Return the rows of a table."""
    lines = (TABLES / name).read_text("utf-8").split("\n")
    return [line.split("\t") for line in lines if line and line != "#" and line[:2] != "# "]


@cache
def _surprisal() -> dict[str, int]:
    return {character: int(value) for character, value in rows("frequency.tsv")}


@cache
def _script() -> dict[str, str]:
    # Planes beyond the first are known by range alone.
    return {row[0]: row[1] for row in rows("script.tsv") if row[0] <= "\uffff"}


@cache
def _with_unicode_row() -> set[str]:
    files = ("unicode.tsv", "unicode_derived.tsv")
    return {chr(int(row[0][2:], 16)) for file in files for row in rows(file)}


@cache
def _with_other_form() -> set[str]:
    return {row[0] for row in rows("marks.tsv") if row[1] in ("form", "number", "middle_dot")}


def is_han(c: str) -> bool:
    return _within(c, _HAN) or c in "々〆〇〻"


def is_kana(c: str) -> bool:
    return _within(c, _KANA)


def is_latin(c: str) -> bool:
    return _within(c, _LATIN) and c not in "×÷"


def is_digit(c: str) -> bool:
    return "0" <= c <= "9"


def is_full_mark(c: str) -> bool:
    return c in STOPS or c in OPENING or c in CLOSING or c in OTHER_FULL_MARKS


def is_chinese(c: str) -> bool:
    return is_han(c) or is_full_mark(c)


def is_alphanumeric(c: str) -> bool:
    return is_latin(c) or is_digit(c)


def is_simplified(c: str) -> bool:
    return _script().get(c) == "S"


def is_traditional(c: str) -> bool:
    return _script().get(c) == "T"


def has_unicode_row(c: str) -> bool:
    return _within(c, _UNICODE_ROWS) or (c <= "\uffff" and c in _with_unicode_row())


def may_combine(c: str) -> bool:
    return _within(c, _COMBINING)


def has_other_form(c: str) -> bool:
    return _within(c, _FULL_LETTERS) or c in _with_other_form()


def is_hint(c: str) -> bool:
    """An entity, or 锟斤拷, may start here."""
    return c in "&锟"


def is_latin_suspect(c: str) -> bool:
    """What bytes 80 to FF become when read as Latin-1 or Windows-1252."""
    return ("\x80" <= c <= "\xff" and c not in "×·") or c in "€‚ƒ„†‡ˆ‰Š‹ŒŽ˜™š›œžŸ"


def rarity(c: str) -> int:
    """Weigh a character that is seldom in common text: 1, or 2 where it is hardly ever seen."""
    if 0xE000 <= ord(c) <= 0xF8FF or 0x20000 <= ord(c) <= 0x3FFFF:
        return 2
    if not is_han(c):
        return 0
    surprisal = _surprisal().get(c, 255)
    return 2 if surprisal > _UNSEEN else 1 if surprisal > _RARE else 0
