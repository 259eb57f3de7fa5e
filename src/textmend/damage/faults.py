"""Single faults scattered over a page, as extraction leaves them.

Only faults that have one right repair, which a Chinese editor could see from the page alone. What
this cannot show is how often such faults occur.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmend.damage.damaged import Change
from textmend.damage.kinds import Kind, draw, step
from textmend.errors import OptionError

if TYPE_CHECKING:
    from textmend.damage.fault_table import Fault, Part

__all__ = ["PageFaults"]

# Two faults keep this many characters between them, so that each can be judged alone.
_CLEARANCE = 3


@dataclass(frozen=True, slots=True)
class PageFaults(Kind):
    """Width, spacing, marks, stray characters of the other script and the like, one here and there.

    Where the text offers too few places for a fault, there are fewer of it; no other fills in.

    Args:
        every: mean distance of two faults in characters, where all kinds are done.
        passes: only what these passes repair, as often as in the whole mixture.

    Raises:
        OptionError: if the distance is not positive, or no fault is repaired by one of the passes.

    >>> text = "我们在学校，老师说：可以。" * 20
    >>> damaged = PageFaults(every=20).apply(text, random.Random(1))
    >>> damaged.text != text, damaged.restored() == text
    (True, True)
    """

    every: float = 50.0
    passes: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if not self.every > 0:
            raise OptionError(f"A distance of {self.every} characters is none: give more than 0.")
        if self.passes is None:
            return
        known = {fault.pass_name for fault in _faults()}
        for name in self.passes:
            if name not in known:
                raise OptionError(
                    f"No fault of a page is repaired by {name!r}: choose among "
                    f"{', '.join(sorted(known))}."
                )

    def changes(self, text: str, rng: random.Random) -> list[Change]:
        """Return the faults in order."""
        taken = bytearray(len(text) + 1)
        chosen: list[tuple[Part, Fault]] = []
        for fault in _faults():
            if self.passes is None or fault.pass_name in self.passes:
                count = _rounded(len(text) * fault.share / 100 / self.every, rng)
                chosen += [(part, fault) for part in _choose(fault, text, count, taken, rng)]
        chosen.sort(key=lambda choice: choice[0].start)
        return [
            (part.start, part.end, part.damaged, step(fault.pass_name, fault.name))
            for part, fault in chosen
        ]


def _faults() -> tuple[Fault, ...]:
    """Return the table of faults, whose patterns take a while to compile."""
    from textmend.damage.fault_table import FAULTS  # noqa: PLC0415

    return FAULTS


def _rounded(expected: float, rng: random.Random) -> int:
    """Round at random, so that short documents get their share of rare faults."""
    return int(expected) + (rng.random() < expected % 1)


def _choose(
    fault: Fault, text: str, count: int, taken: bytearray, rng: random.Random
) -> list[Part]:
    """Choose places for `count` edits that keep clear of those taken."""
    chosen: list[Part] = []
    if count == 0:
        return chosen
    sites = list(fault.find(text))
    while sites and len(chosen) < count:
        at = draw(rng, len(sites))
        parts, sites[at] = sites[at], sites[-1]
        sites.pop()
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
