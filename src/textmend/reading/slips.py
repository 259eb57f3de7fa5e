"""How many wrong characters a document seems to hold, by a quick look at each of its windows.

Wrong characters are bold company: in a document full of them each finding is the likelier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textmend.reading.lookalikes import WORTH_COUNTING, WORTH_REPORTING, Errors, Gap

if TYPE_CHECKING:
    from textmend.lexicon import Lexicon
    from textmend.reading.shipped import ReadingModel

__all__ = ["Glance", "Slips"]

# A document is full of errors in which a quick look finds so many different ones, and enough for
# each character. It finds a third of them; in clean text it finds one in 100,000 characters.
_LEAST_KINDS: Final = 3
# A quick look says little of so few characters: a line has no company.
_SHORT: Final = 128
# So many places are remembered, so that memory does not grow with the document.
_MOST_PLACES: Final = 100_000


@dataclass(frozen=True, slots=True)
class Glance:
    """What a quick look at a window found.

    Args:
        window: the hash of its text.
        characters: how many it has.
        places: of what might be repaired or reported, one or more in each line that holds any.
        slips: the characters that are probably wrong, and what was meant.
        in_terms: what stands where a term is perhaps not whole, and the term's own character.
    """

    window: int
    characters: int
    places: tuple[int, ...]
    slips: tuple[tuple[str, str], ...]
    in_terms: tuple[tuple[str, str], ...]


class Slips:
    """How many wrong characters a document seems to hold, by a quick look at each window.

    Args:
        mode: ``"ocr"`` or ``"typing"``.
        least: the confidence from which something is repaired.
        terms: of the user's lexicons, if there are any.
    """

    def __init__(self, mode: str, least: float, terms: Lexicon | None = None) -> None:
        self._mode, self._least, self.terms = mode, least, terms
        self._characters = self._kept = 0
        self._all, self._in_terms = _Count(), _Count()
        self._places: dict[int, tuple[int, ...]] = {}

    def glance(self, text: str, model: ReadingModel) -> Glance:
        """Look at a window of whole lines; safe in any thread."""
        corrector = model.corrector(self._mode)
        found = corrector.glance(text, self._least, self.terms)
        gaps: list[Gap] = []
        if self.terms is not None:
            gaps = corrector.find_gaps(text, (), self.terms, WORTH_COUNTING)
        places = [one.offset for one in found] + [gap.offset for gap in gaps]
        pairs = [((text[one.offset], one.meant), one) for one in found]
        return Glance(
            hash(text),
            len(text),
            tuple(sorted(places)),
            # A lexicon finds more; how many errors there are is judged by what is found without.
            tuple(
                pair for pair, one in pairs if not one.in_term and one.confidence >= WORTH_REPORTING
            ),
            (
                *(pair for pair, one in pairs if one.in_term),
                *((text[one.offset], one.character) for one in gaps),
            ),
        )

    def take(self, glance: Glance) -> None:
        """Add what was found in the next window."""
        self._characters += glance.characters
        self._all.add(glance.slips)
        self._in_terms.add(glance.in_terms)
        self._kept += len(glance.places)
        if self._kept <= _MOST_PLACES:
            self._places[glance.window] = glance.places

    @property
    def errors(self) -> Errors:
        """How many there are for each character."""
        size = max(self._characters, 1)
        share, of_terms = self._all.number / size, self._in_terms.number / size
        return Errors(share, of_terms, is_short=0 < self._characters <= _SHORT)

    def are_absent(self, text: str) -> bool:
        """Tell whether a window with this text was looked at and nothing found."""
        return not self.lines(text)

    def lines(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of the lines of a window in which there may be something to find."""
        errors = self.errors
        is_quick = not (errors.are_many or errors.is_short)
        places = self._places.get(hash(text)) if is_quick else None
        if places is None:
            return [(0, len(text))]
        spans: list[tuple[int, int]] = []
        for place in places:
            if not spans or place >= spans[-1][1]:
                end = text.find("\n", place)
                spans.append((text.rfind("\n", 0, place) + 1, end if end >= 0 else len(text)))
        return spans


class _Count:
    """How many slips there are; none if not of several kinds, since a strange name recurs."""

    def __init__(self) -> None:
        self._number = 0
        self._kinds: set[tuple[str, str]] = set()

    def add(self, slips: Sequence[tuple[str, str]]) -> None:
        self._number += len(slips)
        if len(self._kinds) < _LEAST_KINDS:
            self._kinds.update(slips)

    @property
    def number(self) -> int:
        return self._number if len(self._kinds) >= _LEAST_KINDS else 0
