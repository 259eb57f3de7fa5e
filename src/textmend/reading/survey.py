"""What is known of the damage of a whole document before any of it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmend.reading.masks import may_hold_masks, may_hold_masks_utf8

if TYPE_CHECKING:
    from textmend.protection import Spans
    from textmend.reading.shipped import ReadingModel

__all__ = ["DamageLook", "DamageSurvey"]

_WORTH_A_LOOK = 0.05
_LEAST_FUNCTIONS = 0.1  # of its function characters, that a stripped stretch has lost
_LEAST_MARKS = 0.3  # of its marks; where most are there, they tell which line ends are right
_TELLING = 60  # characters


@dataclass(frozen=True, slots=True)
class DamageLook:
    """What was seen in one window; see `DamageSurvey`."""

    is_damaged: bool
    may_hold_masks: bool


class DamageSurvey:
    """What the gate found in the windows of a document.

    Args:
        model: whose gate it is.

    Attributes:
        is_damaged: whether any stretch of any window may be damaged. The pass decides that anew,
            on sections that do not depend on the windows; so far below its threshold is enough.
        may_hold_masks: whether any window may hold masks to be reported.
    """

    def __init__(self, model: ReadingModel) -> None:
        self.model = model
        self.is_damaged = self.may_hold_masks = False

    def look(self, text: str, protected_spans: Spans) -> DamageLook:
        """Examine a window of whole lines; safe in any thread."""
        profile = self.model.gate.examine(text, protected_spans)
        return DamageLook(
            is_damaged=profile.probability >= _WORTH_A_LOOK,
            may_hold_masks=may_hold_masks(text),
        )

    def take(self, look: DamageLook) -> None:
        """Add what was seen in a window."""
        self.is_damaged = self.is_damaged or look.is_damaged
        self.may_hold_masks = self.may_hold_masks or look.may_hold_masks

    def stripped(self, text: str, protected_spans: Spans) -> list[tuple[int, int]]:
        """Return the stretches of a text that may well have been stripped, in order.

        Marks alone do not tell, since a sentence that a page has cut in two lacks some too; nor do
        stretches of a few words.
        """
        return [
            (stretch.start, stretch.end)
            for stretch in self.model.gate.examine(text, protected_spans).stretches
            if stretch.probability >= _WORTH_A_LOOK
            and stretch.functions >= _LEAST_FUNCTIONS
            and stretch.marks >= _LEAST_MARKS
            and stretch.size >= _TELLING
        ]

    def may_report(self, data: memoryview) -> bool:
        """Tell whether a window in UTF-8 of a clean document may hold masks to be reported."""
        return self.may_hold_masks and may_hold_masks_utf8(data)
