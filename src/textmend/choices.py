"""What the options of a Mender may be: each is checked when one is made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from textmend import _native
from textmend.errors import OptionError
from textmend.passes import CONVERSIONS, PASS_NAMES, PRESETS, load_pass

if TYPE_CHECKING:
    from textmend.passes.paragraphs import Wishes

__all__ = [
    "DEFAULT_MIN_CONFIDENCE",
    "all_of",
    "check_bytes",
    "check_choice",
    "check_confidence",
    "check_text",
    "choose_conversion",
    "choose_han_latin",
    "choose_lookalikes",
    "choose_passes",
    "choose_wishes",
]

DEFAULT_MIN_CONFIDENCE: Final = 0.9
_HAN_LATIN: Final = {
    "auto": _native.HanLatin.AUTO,
    "add": _native.HanLatin.ADD,
    "remove": _native.HanLatin.REMOVE,
}

T = TypeVar("T")


def all_of(option: str, values: Iterable[T], what: str) -> tuple[T, ...]:
    """Return the values of an option, which an iterator would give only once.

    Raises:
        OptionError: if it is no sequence, or one string, whose characters nobody means.

    >>> all_of("skip", iter(["width"]), "pass names")
    ('width',)
    """
    if isinstance(values, str):
        raise OptionError(f"{option} is the string {values!r}: give a sequence of {what}.")
    if not isinstance(values, Iterable):
        raise OptionError(f"{option} is {values!r}: give a sequence of {what}.")
    return tuple(values)


def check_text(text: object) -> None:
    """See that what is to be mended is a string.

    Raises:
        TypeError: if it is not.
    """
    if not isinstance(text, str):
        raise TypeError(
            f"textmend mends strings, and this is {type(text).__name__}: use mend_bytes for the "
            "bytes of a document."
        )


def check_bytes(data: bytes | bytearray | memoryview) -> bytes:
    """Return bytes.

    Raises:
        TypeError: if what was given is none.
    """
    if not isinstance(data, (bytes, bytearray, memoryview)):
        raise TypeError(f"mend_bytes reads bytes, and this is {type(data).__name__}: use mend.")
    return bytes(data)


def choose_passes(
    preset: str, passes: Sequence[str] | None, skip: Sequence[str]
) -> tuple[str, ...]:
    """Return the names of the passes to be run, in order.

    Raises:
        OptionError: if there is no such preset or pass.

    >>> choose_passes("safe", None, ["encoding", "script", "spacing"])
    ('unicode', 'width', 'punctuation')
    """
    check_choice("preset", preset, tuple(PRESETS))
    for option, names in (("passes", passes or ()), ("skip", skip)):
        for name in names:
            check_choice(option, name, PASS_NAMES)
    wanted = PRESETS[preset] if passes is None else passes
    return tuple(name for name in PASS_NAMES if name in wanted and name not in skip)


def choose_han_latin(mode: str) -> _native.HanLatin:
    """Return what the core calls the way with blanks between Chinese and Latin letters.

    Raises:
        OptionError: if there is no such way.
    """
    check_choice("han_latin", mode, tuple(_HAN_LATIN))
    return _HAN_LATIN[mode]


def choose_lookalikes(mode: str) -> bool:
    """Return whether look-alikes are to be looked for.

    Raises:
        OptionError: if there is no such mode.

    >>> choose_lookalikes("typing"), choose_lookalikes("off")
    (True, False)
    """
    check_choice("lookalikes", mode, ("ocr", "typing", "off"))
    return mode != "off"


def choose_conversion(config: str | None, passes: Sequence[str]) -> str | None:
    """Return the OpenCC configuration for the whole text; None if it is not to be converted.

    Raises:
        OptionError: if there is no such configuration, or the pass that converts is left out.

    >>> choose_conversion("t2s", ["script"])
    't2s'
    """
    if config is None:
        return None
    check_choice("convert", config, CONVERSIONS)
    if "script" not in passes:
        raise OptionError(
            "convert wants the pass script, which is left out: add it, or leave convert out as "
            "well."
        )
    return config


def choose_wishes(
    drop: Sequence[str], headings: str, breaks: str, mends_layout: bool
) -> Wishes | None:
    """Return what is to become of blocks; None if they stay as they are.

    Raises:
        OptionError: if there is no such kind of block, form of headings or way with breaks, or if
            something is asked for while the pass `paragraphs` is left out.
    """
    check_choice("headings", headings, ("keep", "markdown"))
    check_choice("breaks", breaks, ("keep", "find"))
    if not drop and headings == breaks == "keep":
        return None
    if not mends_layout:
        raise OptionError(
            "drop, headings and breaks want the pass paragraphs, which is left out: add it, or "
            "leave them out as well."
        )
    paragraphs = load_pass("paragraphs")
    for kind in drop:
        check_choice("drop", kind, paragraphs.KINDS)
    wishes: Wishes = paragraphs.Wishes(frozenset(drop), headings, breaks)
    return wishes


def check_choice(name: str, value: str, allowed: tuple[str, ...]) -> None:
    """See that an option has one of its values.

    Raises:
        OptionError: if it has not.
    """
    if value not in allowed:
        raise OptionError(f"{name} is {value!r}: give one of {', '.join(allowed)}.")


def check_confidence(value: float | None) -> float:
    """Return the least confidence; the default where none is given.

    Raises:
        OptionError: if it is no probability.
    """
    if value is None:
        return DEFAULT_MIN_CONFIDENCE
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not 0.0 <= value <= 1.0:
        raise OptionError(f"min_confidence is {value!r}: it is a probability, from 0 to 1.")
    return value
