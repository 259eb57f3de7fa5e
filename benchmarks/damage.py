"""Seeded damage of clean text, with the truth of every place known.

This is a small measuring instrument: it makes only damage that has one right repair, which a
Chinese editor could see from the page alone. What it cannot show is how often such damage occurs.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.damage_kinds import KINDS, Kind, Part

__all__ = ["Damaged", "Injury", "damage"]

# Two places of damage keep this many characters between them, so that each can be judged alone.
_CLEARANCE = 3


@dataclass(frozen=True, slots=True)
class Injury:
    """One damaged place.

    Args:
        start: where it begins in the damaged text.
        end: one past its last character there.
        truth: what stood there before.
        clean_start: where that stood in the clean text.
        kind: name of the kind of damage.
        pass_name: the pass that ought to repair it.
    """

    start: int
    end: int
    truth: str
    clean_start: int
    kind: str
    pass_name: str


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged text, what it was, and every place between the two, in order."""

    clean: str
    text: str
    injuries: tuple[Injury, ...]

    def repair(self) -> str:
        """Return the clean text, from the damaged one and its injuries.

        >>> damaged = damage("我们在学校，老师说：可以。" * 20, seed=1, every=20)
        >>> damaged.text != damaged.clean, damaged.repair() == damaged.clean
        (True, True)
        """
        pieces, position = [], 0
        for injury in self.injuries:
            pieces += [self.text[position : injury.start], injury.truth]
            position = injury.end
        return "".join([*pieces, self.text[position:]])


def damage(
    clean: str, seed: int, every: float = 50.0, pass_names: Iterable[str] | None = None
) -> Damaged:
    """Damage a text at about one place in `every` characters.

    Where the text offers too few places for a kind, less of that kind is done; no other kind
    fills in for it.

    Args:
        clean: the text.
        seed: the same seed and text give the same damage.
        every: mean distance of two places where all kinds are done.
        pass_names: do only what these passes repair, as often as in the whole mixture.
    """
    chooser = random.Random(seed)
    taken = bytearray(len(clean) + 1)
    wanted = None if pass_names is None else frozenset(pass_names)
    chosen: list[tuple[Part, Kind]] = []
    for kind in KINDS:
        if wanted is None or kind.pass_name in wanted:
            count = _rounded(len(clean) * kind.share / 100 / every, chooser)
            chosen += [(part, kind) for part in _choose(kind, clean, count, taken, chooser)]
    chosen.sort(key=lambda choice: choice[0].start)
    return _build(clean, chosen)


def _rounded(expected: float, chooser: random.Random) -> int:
    """Round at random, so that short documents get their share of rare kinds."""
    return int(expected) + (chooser.random() < expected % 1)


def _choose(
    kind: Kind, clean: str, count: int, taken: bytearray, chooser: random.Random
) -> list[Part]:
    """Choose places for `count` edits that keep clear of those taken."""
    chosen: list[Part] = []
    if count == 0:
        return chosen
    sites = list(kind.find(clean))
    chooser.shuffle(sites)
    for parts in sites:
        if len(chosen) >= count:
            break
        if not any(_is_taken(part, taken) for part in parts):
            _take(parts, taken)
            chosen += parts
    return chosen


def _is_taken(part: Part, taken: bytearray) -> bool:
    return any(taken[max(0, part.start - _CLEARANCE) : part.end + _CLEARANCE])


def _take(parts: Sequence[Part], taken: bytearray) -> None:
    for part in parts:
        for offset in range(part.start, max(part.end, part.start + 1)):
            taken[offset] = 1


def _build(clean: str, chosen: Sequence[tuple[Part, Kind]]) -> Damaged:
    pieces, injuries, position, length = [], [], 0, 0
    for part, kind in chosen:
        before = clean[position : part.start]
        length += len(before)
        pieces += [before, part.damaged]
        end = length + len(part.damaged)
        truth = clean[part.start : part.end]
        injuries.append(Injury(length, end, truth, part.start, kind.name, kind.pass_name))
        position, length = part.end, end
    pieces.append(clean[position:])
    return Damaged(clean, "".join(pieces), tuple(injuries))
