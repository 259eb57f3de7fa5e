"""What every kind of damage is built on, and how kinds are put together."""

from __future__ import annotations

import random
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmend._native import EditList, compose
from textmend.damage.damaged import Change, Damaged, edit_list
from textmend.errors import OptionError

if TYPE_CHECKING:
    from textmend._native import Step as StepTuple

__all__ = ["LINE", "Compose", "Damage", "Kind", "Partly", "check_rates", "draw", "step"]

LINE = re.compile(r"[^\r\n]+")
"""A line that is not empty, without its end."""


def step(pass_name: str, kind: str) -> StepTuple:
    """Return the step that names a kind of damage: the pass that ought to repair it, and the kind.

    >>> step("restoration", "dropped marks")
    ('restoration', 'dropped marks', 1.0)
    """
    return pass_name, kind, 1.0


class Damage(ABC):
    """Damage, as a value: on the same text, the same state of the generator gives the same.

    All draws are by ``rng.random()``, whose sequence Python keeps from version to version, which
    it does not for `choice`, `shuffle` and `sample`. Nothing depends on the order of a set.
    """

    __slots__ = ()

    @abstractmethod
    def apply(self, text: str, rng: random.Random) -> Damaged:
        """Damage a text."""


class Kind(Damage):
    """One kind of damage. A kind of one's own derives from this and says what it does.

    >>> class Shout(Kind):
    ...     def changes(self, text, rng):
    ...         for place in re.finditer("。", text):
    ...             if rng.random() < 0.9:
    ...                 yield *place.span(), "！", step("punctuation", "shouting")
    >>> Shout().apply("今天晴。", random.Random(1)).text
    '今天晴！'
    """

    __slots__ = ()

    @abstractmethod
    def changes(self, text: str, rng: random.Random) -> Iterable[Change]:
        """Yield what is done to `text`: sorted, not overlapping, at most one at an offset."""

    def apply(self, text: str, rng: random.Random) -> Damaged:
        """Damage a text.

        Raises:
            EditError: if the changes are not in order, overlap, or lie outside the text.
        """
        return Damaged._from_edits(text, edit_list(text, self.changes(text, rng)))


@dataclass(frozen=True, slots=True)
class Compose(Damage):
    r"""Several kinds of damage, one after the other; each works on what the one before it left.

    Each part draws from a generator of its own, so that a part's draws do not shift another's.

    >>> from textmend.damage import DropMarks, WrapLines
    >>> both = Compose((DropMarks(), WrapLines(8)))
    >>> damaged = both.apply("今天，晴；明天，雨。", random.Random(1))
    >>> damaged.text, damaged.restored()
    ('今天晴明\n天雨', '今天，晴；明天，雨。')
    """

    parts: tuple[Damage, ...] = ()

    def apply(self, text: str, rng: random.Random) -> Damaged:
        """Damage a text by all parts, in order."""
        damaged, edits = text, EditList()
        for part in self.parts:
            done = part.apply(damaged, random.Random(draw(rng, 2**32)))
            damaged, edits = done.text, compose(text, edits, done._edits)
        return Damaged._from_edits(text, edits)


@dataclass(frozen=True, slots=True)
class Partly(Damage):
    r"""Damage in some lines, each drawn by itself; the others stay as they are.

    Args:
        part: the damage.
        share: of the lines, 0 to 1.

    >>> from textmend.damage import DropMarks
    >>> Partly(DropMarks(), 0.5).apply("甲，乙。\n丙，丁。\n戊，己。", random.Random(1)).text
    '甲，乙。\n丙丁\n戊己'
    """

    part: Damage
    share: float

    def __post_init__(self) -> None:
        check_rates(self.share)

    def apply(self, text: str, rng: random.Random) -> Damaged:
        """Damage a text in some of its lines."""
        edits = EditList()
        for line in LINE.finditer(text):
            own = random.Random(draw(rng, 2**32))
            if rng.random() < self.share:
                edits.append_shifted(self.part.apply(line[0], own)._edits, line.start())
        return Damaged._from_edits(text, edits)


def draw(rng: random.Random, count: int) -> int:
    """Draw a number from 0 to ``count - 1``."""
    return int(rng.random() * count)


def check_rates(*rates: float) -> None:
    """Refuse what is no probability.

    Raises:
        OptionError: if a rate does not lie between 0 and 1.
    """
    for rate in rates:
        if not 0.0 <= rate <= 1.0:
            raise OptionError(f"A rate of damage is {rate}, but it is a share: give 0 to 1.")
