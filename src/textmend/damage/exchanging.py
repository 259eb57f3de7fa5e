"""Damage that puts one character in the place of another: look-alikes, width, script."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from textmend.damage.damaged import Change
from textmend.damage.inventory import look_alikes
from textmend.damage.kinds import Kind, check_rates, draw, step

__all__ = ["HALF_WIDTH", "LookAlikes", "MixScript", "MixWidth", "full_width"]

_LOOK_ALIKE = step("lookalikes", "look-alikes")
_HALF_WIDTH = step("width", "half-width marks")
_FULL_WIDTH = step("width", "full-width letters, digits")
_OTHER_SCRIPT = step("script", "other script")

HALF_WIDTH: Final = dict(zip("，。；：？！（）“”‘’", ",.;:?!()\"\"''", strict=True))
"""Full-width marks, and what is typed in their place."""

_PLACES = re.compile(f"[{''.join(HALF_WIDTH)}]|[0-9A-Za-z]+")


def full_width(text: str) -> str:
    """Return Latin letters, digits and marks of ASCII in their full-width forms.

    >>> full_width("A4")
    'Ａ４'
    """
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


@dataclass(frozen=True, slots=True)
class LookAlikes(Kind):
    """Characters misread for others of like shape.

    Args:
        rate: of the occurrences of characters that the table has.
        pairs: for a character, those that it may be misread for, drawn evenly; unless given, the
            few hundred of ``shape_pairs.tsv``.

    >>> LookAlikes(1.0, {"己": "已"}).apply("自己", random.Random(0)).text
    '自已'
    """

    rate: float
    pairs: Mapping[str, str] | None = field(default=None, hash=False)

    def __post_init__(self) -> None:
        check_rates(self.rate)

    def changes(self, text: str, rng: random.Random) -> Iterator[Change]:
        """Yield a replacement for each misread character."""
        pairs = look_alikes() if self.pairs is None else self.pairs
        for i, character in enumerate(text):
            if character in pairs and rng.random() < self.rate:
                others = pairs[character]
                yield i, i + 1, others[draw(rng, len(others))], _LOOK_ALIKE


@dataclass(frozen=True, slots=True)
class MixWidth(Kind):
    """Full-width marks written half-width, Latin letters and digits written full-width.

    Args:
        marks: share of the marks ，。；：？！（）“”‘’ that become half-width.
        letters: share of the runs of letters and digits that become full-width.

    >>> MixWidth(letters=1.0).apply("（共12名），好！", random.Random(0)).text
    '(共１２名),好!'
    """

    marks: float = 1.0
    letters: float = 0.0

    def __post_init__(self) -> None:
        check_rates(self.marks, self.letters)

    def changes(self, text: str, rng: random.Random) -> Iterator[Change]:
        """Yield a replacement for each mark and run in the other width."""
        for place in _PLACES.finditer(text):
            found = place[0]
            if found in HALF_WIDTH:
                if rng.random() < self.marks:
                    yield *place.span(), HALF_WIDTH[found], _HALF_WIDTH
            elif rng.random() < self.letters:
                yield *place.span(), full_width(found), _FULL_WIDTH


@dataclass(frozen=True, slots=True)
class MixScript(Kind):
    """Characters of the other script, as OpenCC chooses them.

    Lines whose length the conversion changes are left alone.

    Args:
        rate: of the characters that the conversion changes.
        config: an OpenCC conversion, e.g. "s2t", "s2tw", "s2hk", "t2s".

    >>> MixScript(1.0).apply("学校的头发", random.Random(0)).text
    '學校的頭髮'
    """

    rate: float
    config: str = "s2t"

    def __post_init__(self) -> None:
        check_rates(self.rate)

    def changes(self, text: str, rng: random.Random) -> Iterator[Change]:
        """Yield a replacement for each character in the other script."""
        from textmend.passes.script import convert_text  # noqa: PLC0415 (for OpenCC alone)

        offset = 0
        converted = convert_text(text, self.config)
        for before, after in zip(text.split("\n"), converted.split("\n"), strict=True):
            if len(before) == len(after):
                for i, (old, new) in enumerate(zip(before, after, strict=True), offset):
                    # A lone surrogate comes back as U+FFFD, which is no other script.
                    if old != new != "\ufffd" and rng.random() < self.rate:
                        yield i, i + 1, new, _OTHER_SCRIPT
            offset += len(before) + 1
