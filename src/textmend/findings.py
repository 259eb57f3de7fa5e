"""What `check` finds in a file: places with their kind of damage, and how much there is of each.

Some damage is repaired by rule, and the edits are its places. What was dropped from a text is seen
by the gate, in stretches: their share of marks and function characters tells how much is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textmend.documents import Fault
    from textmend.gate import DamageProfile, Stretch
    from textmend.mended import Mended
    from textmend.places import Places

__all__ = ["DROPPED", "Finding", "Findings", "Loss"]

DROPPED = "dropped"
"""The kind of damage that the gate sees; all other kinds are names of passes."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in a file.

    Args:
        kind: the pass that would repair it, or `DROPPED`.
        repaired: whether it would be; a suspicion is not, nor what was dropped where the pass
            ``restoration`` does not run.
        line, column: where it begins, from 1, in code points; in JSON Lines those of the string.
        end_line, end_column: the place behind it.
        message: what is wrong.
        replacement: what would be put there; None where that is not known yet.
        severity: light or heavy, of what was dropped; "" of everything else.
        confidence: of the edit, or the probability of the damage.
    """

    kind: str
    repaired: bool
    line: int
    column: int
    end_line: int
    end_column: int
    message: str
    replacement: str | None
    severity: str
    confidence: float


@dataclass(slots=True)
class Loss:
    """What was dropped from the damaged stretches of a file, summed up by their Han.

    Args:
        characters: of all stretches that were judged.
        heavy, light: of the stretches of each severity.
        marks, functions: the shares that were dropped, times characters.
    """

    characters: int = 0
    heavy: int = 0
    light: int = 0
    marks: float = 0.0
    functions: float = 0.0

    def add(self, stretch: Stretch) -> None:
        """Count a stretch."""
        self.characters += stretch.han
        if stretch.severity == "clean":
            return
        if stretch.severity == "heavy":
            self.heavy += stretch.han
        else:
            self.light += stretch.han
        self.marks += stretch.marks * stretch.han
        self.functions += stretch.functions * stretch.han

    @property
    def damaged(self) -> int:
        """Han in damaged stretches."""
        return self.heavy + self.light

    def share_of(self, total: float) -> float:
        """Return `marks` or `functions` for each character of the damaged stretches."""
        return total / self.damaged if self.damaged else 0.0


@dataclass(slots=True)
class Findings:
    """What was found in a file.

    Args:
        characters: its code points.
        places: in the order of the text.
        edits: their number by pass, as `fix` would make them.
        suspicions: how many places were seen that no pass repairs.
        loss: what was dropped.
        examined: whether there was a model to look for that.
        restores: whether the pass ``restoration`` runs, which puts that back.
        in_strings: whether the text stands in strings of JSON Lines, of which columns count the
            characters.
        faults: lines of JSON Lines that could not be read.
    """

    examined: bool
    restores: bool
    in_strings: bool = False
    characters: int = 0
    places: list[Finding] = field(default_factory=list)
    edits: Counter[str] = field(default_factory=Counter)
    suspicions: int = 0
    loss: Loss = field(default_factory=Loss)
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_damaged(self) -> bool:
        """Whether damage was found that is more than a suspicion."""
        return bool(self.edits) or self.loss.damaged > 0

    def add(
        self, text: str, mended: Mended | None, profile: DamageProfile | None, places: Places
    ) -> None:
        """Add a part of the file.

        Args:
            text: the part as it was read.
            mended: what the passes made of it; None where nothing needed repair.
            profile: what the gate found in it.
            places: where it stands in the file.
        """
        self.characters += len(text)
        found: list[tuple[int, Finding]] = []
        if mended is not None:
            self.edits.update(mended.edits_by_pass())
            self.suspicions += len(mended.suspicions)
            found += _of_edits(mended, places)
        if profile is not None:
            for stretch in profile.stretches:
                self.loss.add(stretch)
            found += _of_stretches(profile, places, self.restores)
        self.places += (finding for _, finding in sorted(found, key=lambda item: item[0]))


def _of_edits(mended: Mended, places: Places) -> Iterator[tuple[int, Finding]]:
    for edit in mended.edits:
        place = places.span(edit.start, edit.end)
        what = (edit.reason, edit.replacement, "", edit.confidence)
        yield edit.start, Finding(edit.pass_name, True, *place, *what)
    for doubt in mended.suspicions:
        place = places.span(doubt.start, doubt.end)
        yield doubt.start, Finding("suspicion", False, *place, doubt.reason, None, "", 0.0)


def _of_stretches(
    profile: DamageProfile, places: Places, restored: bool
) -> Iterator[tuple[int, Finding]]:
    for stretch in profile.damaged:
        place = places.span(stretch.start, stretch.end)
        what = (_loss_of(stretch), None, stretch.severity, stretch.probability)
        yield stretch.start, Finding(DROPPED, restored, *place, *what)


def _loss_of(stretch: Stretch) -> str:
    parts = []
    if stretch.marks >= 0.1:
        parts.append(f"about {stretch.marks:.0%} of the marks")
    if stretch.functions >= 0.01:
        parts.append(f"about {stretch.functions:.0%} of the function characters")
    return f"{' and '.join(parts) or 'characters'} were dropped"
