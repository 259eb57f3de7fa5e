"""What is known of the damage of a whole document before any of it is read."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from textmend.reading.masks import may_hold_masks, may_hold_masks_utf8
from textmend.reading.shipped import shipped_gate

if TYPE_CHECKING:
    from textmend.gate import DamageProfile
    from textmend.protection import Spans

__all__ = ["DamageSurvey"]

_LEAST, _MOST = -4.0, 1.5  # as in training
_WORTH_A_LOOK = 0.05
_TYPICAL_SIZE = 6.0  # ln of the characters of a page


class DamageSurvey:
    """The gate's findings in the windows of a document, and what the reader is told of them."""

    def __init__(self) -> None:
        self._profiles: list[DamageProfile] = []
        self._ratios: list[float] | None = None
        self.may_hold_masks = False

    def add(self, text: str, protected_spans: Spans) -> None:
        """Examine a window of whole lines."""
        self.may_hold_masks = self.may_hold_masks or may_hold_masks(text)
        self._profiles.append(shipped_gate().examine(text, protected_spans))
        self._ratios = None

    @property
    def is_damaged(self) -> bool:
        """Whether any stretch of any window may be damaged.

        The pass decides that anew, on sections that do not depend on the windows; so far below its
        threshold is enough here.
        """
        return any(profile.probability >= _WORTH_A_LOOK for profile in self._profiles)

    @property
    def lost_marks(self) -> bool:
        """Whether most marks of a damaged window were dropped."""
        return any(not profile.is_clean and profile.marks > 0.5 for profile in self._profiles)

    def may_report(self, data: memoryview) -> bool:
        """Tell whether a window in UTF-8 of a clean document may hold masks to be reported."""
        return self.may_hold_masks and may_hold_masks_utf8(data)

    def ratios(self) -> list[float]:
        """Return the profile that the reader wants: `Reader.profile` of the whole document."""
        if self._ratios is None:
            self._ratios = self._add_up()
        return self._ratios

    def _add_up(self) -> list[float]:
        counts = [profile.counts() for profile in self._profiles]
        sums = [
            [sum(parts) for parts in zip(*symbol, strict=True)]
            for symbol in zip(*counts, strict=True)
        ]
        ratios = [log((count + 0.5) / (expected + 0.5)) for count, expected in sums]
        size = log(sum(profile.others for profile in self._profiles) + 1) - _TYPICAL_SIZE
        return [*(min(max(ratio, _LEAST), _MOST) for ratio in ratios), size]
