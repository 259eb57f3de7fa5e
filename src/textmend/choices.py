"""What the options of a Mender may be: each is checked when one is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from textmend.errors import OptionError
from textmend.passes import PASS_NAMES, PRESETS, load_pass

if TYPE_CHECKING:
    from textmend.passes.paragraphs import Wishes

__all__ = [
    "check_choice",
    "check_confidence",
    "choose_lookalikes",
    "choose_passes",
    "choose_wishes",
]

DEFAULT_MIN_CONFIDENCE: Final = 0.9


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
        if isinstance(names, str):
            raise OptionError(f"{option} is the string {names!r}: give a sequence of pass names.")
        for name in names:
            check_choice(option, name, PASS_NAMES)
    wanted = PRESETS[preset] if passes is None else passes
    return tuple(name for name in PASS_NAMES if name in wanted and name not in skip)


def choose_lookalikes(mode: str) -> bool:
    """Return whether look-alikes are to be looked for.

    Raises:
        OptionError: if there is no such mode.

    >>> choose_lookalikes("typing"), choose_lookalikes("off")
    (True, False)
    """
    check_choice("lookalikes", mode, ("ocr", "typing", "off"))
    return mode != "off"


def choose_wishes(
    drop: Sequence[str], headings: str, breaks: str, mends_layout: bool
) -> Wishes | None:
    """Return what is to become of blocks; None if they stay as they are.

    Raises:
        OptionError: if there is no such kind of block, form of headings or way with breaks, or if
            something is asked for while the pass `paragraphs` is left out.
    """
    if isinstance(drop, str):
        raise OptionError(f"drop is the string {drop!r}: give a sequence of kinds of blocks.")
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
    if not 0.0 <= value <= 1.0:
        raise OptionError(f"min_confidence is {value}: it is a probability, from 0 to 1.")
    return value
