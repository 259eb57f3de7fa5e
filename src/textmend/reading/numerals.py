"""Numerals of headings and lists: 1 to 99, in Chinese or in digits, and what is missing of one."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

__all__ = ["Script", "missing_parts", "numeral", "value_of"]

Script: TypeAlias = Literal["han", "digit"]

_ONES: Final = "一二三四五六七八九"
_GREATEST: Final = 99


def numeral(value: int, script: Script) -> str:
    """Write a number from 1 to 99.

    >>> numeral(21, "han"), numeral(21, "digit")
    ('二十一', '21')
    """
    if script == "digit":
        return str(value)
    tens, ones = divmod(value, 10)
    written = ("" if tens == 1 else _ONES[tens - 1]) + "十" if tens else ""
    return written + (_ONES[ones - 1] if ones else "")


_VALUES: Final = {
    numeral(value, script): value
    for script in ("han", "digit")
    for value in range(1, _GREATEST + 1)
}


def value_of(text: str) -> int | None:
    """Read such a numeral; None if it is none.

    >>> value_of("十二"), value_of("12"), value_of("十十")
    (12, 12, None)
    """
    return _VALUES.get(text)


def missing_parts(rest: str, value: int, script: Script) -> list[tuple[int, str]] | None:
    """Return what `rest` lacks to be the number, as offsets in it and strings.

    None if characters were not merely lost. Where a character might be lost in two places, as in
    a numeral that has it twice, it is put into the later one.

    >>> missing_parts("二十", 21, "han"), missing_parts("十", 21, "han")
    ([(2, '一')], [(0, '二'), (1, '一')])
    >>> missing_parts("三", 21, "han") is None
    True
    """
    if value > _GREATEST:
        return None
    parts: list[tuple[int, str]] = []
    done = 0
    for character in numeral(value, script):
        if done < len(rest) and rest[done] == character:
            done += 1
        elif parts and parts[-1][0] == done:
            parts[-1] = (done, parts[-1][1] + character)
        else:
            parts.append((done, character))
    return parts if done == len(rest) else None
