"""Damage by name: each profile draws its particulars from the seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from textmend.damage.damaged import Damaged
from textmend.damage.dropping import DropCharacters, DropMarks
from textmend.damage.exchanging import LookAlikes, MixScript, MixWidth
from textmend.damage.faults import PageFaults
from textmend.damage.inventory import (
    CHARACTER_CLASSES,
    MARK_CLASSES,
    core_characters,
    droppable,
    stop_words,
)
from textmend.damage.kinds import Compose, Damage, Partly, draw
from textmend.damage.layout import BreakLines, JoinLines, WrapLines
from textmend.damage.misreading import MISREADINGS, Mojibake
from textmend.damage.names import MaskNames
from textmend.damage.words import DropWords
from textmend.errors import OptionError

__all__ = ["PROFILES", "Profile", "damage"]


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of damaged document.

    Args:
        name: what it is called.
        summary: what it does, in a line.
        build: draws the particulars and returns the damage.
    """

    name: str
    summary: str
    build: Callable[[random.Random], Damage]


def damage(text: str, profile: str | Damage = "mixed", seed: int = 0) -> Damaged:
    """Damage a text and return it with the exact truth.

    Args:
        text: any string.
        profile: one of `PROFILES` by name, or damage put together from the kinds.
        seed: 0 or more; text, profile and seed decide everything, in every version of Python.

    Raises:
        OptionError: if there is no such profile, or the seed is negative.

    >>> damaged = damage("落实“双减”政策，优化教育环境。", "transcript")
    >>> damaged.text
    '落实双减政策优化教育环境'
    >>> [(edit.start, edit.replacement, edit.reason) for edit in damaged.truth][-1]
    (12, '。', 'dropped marks')
    >>> damaged.restored() == damaged.original
    True
    """
    if seed < 0:
        raise OptionError(f"The seed is {seed}, which Python takes for {-seed}: give 0 or more.")
    rng = random.Random(seed)
    if isinstance(profile, str):
        profile = _named(profile).build(rng)
    return profile.apply(text, rng)


def _named(name: str) -> Profile:
    if name not in PROFILES:
        raise OptionError(
            f"There is no profile of damage named {name!r}: choose among {', '.join(PROFILES)}."
        )
    return PROFILES[name]


def _chance(rng: random.Random, probability: float) -> bool:
    return rng.random() < probability


def _between(rng: random.Random, low: float, high: float) -> float:
    return low + (high - low) * rng.random()


def _either(rng: random.Random, first: float, second: float) -> float:
    return first if _chance(rng, 0.5) else second


def _clean(rng: random.Random) -> Damage:
    return Compose()


def _function_characters(rng: random.Random) -> Damage:
    everything = DropMarks(1.0, in_numbers=1.0, decimal_points=1.0)
    return Compose((DropCharacters(dict.fromkeys(core_characters(), 1.0)), everything))


def _stopwords(rng: random.Random) -> Damage:
    """Return what a filter of words does; lists differ, so each lacks one to three classes."""
    left = {CHARACTER_CLASSES[draw(rng, len(CHARACTER_CLASSES))] for _ in range(3)}
    kept = [name for name in CHARACTER_CLASSES if name not in left]
    singles = set(droppable(*kept)) & set(core_characters())
    words = DropWords(singles | {word for word in stop_words() if _chance(rng, 0.9)})
    return Compose((words, DropMarks(1.0, decimal_points=_either(rng, 0.0, 1.0))))


def _random_list(rng: random.Random) -> Damage:
    """Return a list with its own rates, class by class: a filter, or losses of any rate."""
    is_filter = _chance(rng, 0.5)
    rates: dict[str, float] = {}
    for name in CHARACTER_CLASSES:
        share = _between(rng, -0.5, 1.5)  # a quarter of the classes whole, a quarter not at all
        for character in droppable(name):
            listed, rate = rng.random() < share, rng.random()
            if listed:
                rates[character] = 1.0 if is_filter else rate
    return Compose((DropCharacters(rates), _random_marks(rng, is_filter)))


def _random_marks(rng: random.Random, is_filter: bool) -> Damage:
    kinds = [name for name in MARK_CLASSES if _chance(rng, 0.6)]
    rate = 1.0 if is_filter else rng.random()
    in_numbers, points = _either(rng, 0.0, rate), _either(rng, 0.0, rate)
    return DropMarks(rate, in_numbers, points, droppable(*kinds))


def _light(rng: random.Random) -> Damage:
    return DropCharacters(dict.fromkeys(droppable(*CHARACTER_CLASSES), 0.03))


def _transcript(rng: random.Random) -> Damage:
    return DropMarks(1.0)


def _ocr(rng: random.Random) -> Damage:
    marks = DropMarks(_between(rng, 0.0, 0.03))
    look_alikes = LookAlikes(_between(rng, 0.005, 0.05))
    faults = PageFaults(_between(rng, 40, 200), ("width", "spacing"))
    return Compose((marks, look_alikes, faults, WrapLines(_page_width(rng))))


def _page_width(rng: random.Random) -> int:
    return 40 + 2 * draw(rng, 31)


def _broken_lines(rng: random.Random) -> Damage:
    if _chance(rng, 0.5):
        return WrapLines(_page_width(rng))
    return BreakLines(_between(rng, 0.002, 0.02), within_words=_chance(rng, 0.5))


def _run_together(rng: random.Random) -> Damage:
    return JoinLines(_either(rng, 0.5, 1.0))


def _masked(rng: random.Random) -> Damage:
    return MaskNames()


def _mojibake(rng: random.Random) -> Damage:
    written, read = MISREADINGS[draw(rng, len(MISREADINGS))]
    return Mojibake(written, read, _either(rng, 1.0, rng.random()))


def _width(rng: random.Random) -> Damage:
    return MixWidth(_either(rng, 1.0, rng.random()), _either(rng, 0.0, rng.random()))


def _script(rng: random.Random) -> Damage:
    return MixScript(_between(rng, 0.01, 0.2))


def _dirty(rng: random.Random) -> Damage:
    return PageFaults()


def _patchy(rng: random.Random) -> Damage:
    return Partly(_random_list(rng), _between(rng, 0.2, 0.8))


# What happens to a document, in this order; of each group there is at most one.
_STAGES = (
    (_function_characters, _stopwords, _random_list, _light, _transcript, _patchy),
    (_masked,),
    (_width, _dirty),
    (_script,),
    (_ocr, _broken_lines),
    (_mojibake,),
)


def _mixed(rng: random.Random) -> Damage:
    stages = [stage for stage in _STAGES if _chance(rng, 0.4)] or [_STAGES[0]]
    return Compose(tuple(stage[draw(rng, len(stage))](rng) for stage in stages))


_ALL = (
    Profile("clean", "nothing: what a repairer must leave as it is", _clean),
    Profile(
        "function_characters",
        "some hundred single function characters and all marks, wherever they stand",
        _function_characters,
    ),
    Profile("stopwords", "whole words of a stop-word list, and all marks", _stopwords),
    Profile(
        "random_list",
        "characters and marks of a list drawn at random, with its rates",
        _random_list,
    ),
    Profile("patchy", "random_list in some lines only", _patchy),
    Profile("light", "3 in 100 function characters; all marks are there", _light),
    Profile(
        "transcript", "all marks but those inside numbers, as in recognized speech", _transcript
    ),
    Profile("masked", "names of persons and places behind asterisks", _masked),
    Profile("ocr", "look-alikes, a few lost marks, width, blanks, lines of one width", _ocr),
    Profile(
        "broken_lines", "lines wrapped at a width, or cut in two here and there", _broken_lines
    ),
    Profile("run_together", "half of the line ends lost, or all", _run_together),
    Profile("width", "half-width marks, full-width letters and digits", _width),
    Profile("script", "1 to 20 in 100 characters in the other script (by OpenCC)", _script),
    Profile("mojibake", "all or some lines read with the wrong codec", _mojibake),
    Profile("dirty", "a fault of width, spacing, marks or codecs in 50 characters", _dirty),
    Profile("mixed", "one or several of the others at once", _mixed),
)

PROFILES: Mapping[str, Profile] = MappingProxyType({profile.name: profile for profile in _ALL})
"""The profiles by name."""
