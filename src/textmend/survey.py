"""What must be known of a whole document before any of it is repaired."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textmend import _native
from textmend.passes import load_pass

if TYPE_CHECKING:
    import os

    from textmend.draft import Draft
    from textmend.passes.paragraphs import Layout
    from textmend.pipeline import Mender
    from textmend.protection import Spans
    from textmend.reading.shipped import ReadingModel
    from textmend.reading.slips import Glance, Slips
    from textmend.reading.survey import DamageLook, DamageSurvey

__all__ = [
    "EARLY_EVENTS",
    "EARLY_PASSES",
    "LinesLook",
    "Look",
    "Survey",
    "model_of",
    "open_model",
]

# What in a text calls for the passes that need to know nothing of the rest of the document.
EARLY_PASSES: Final = {
    "encoding": _native.GARBLED_EVENT | _native.HINT_EVENT,
    "unicode": _native.UNICODE_EVENT,
}
EARLY_EVENTS: Final = sum(EARLY_PASSES.values()) | _native.COMBINING_EVENT


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen in one window of a document; `Survey.take` adds it up.

    Args:
        counts: of its characters.
        damage: what the gate says; None where nothing is restored.
        scan: what `Mender.lines_to_repair` wants to know; None where that could not tell anything.
    """

    counts: _native.Survey
    damage: DamageLook | None
    scan: _native.Utf8Scan | None = None


@dataclass(frozen=True, slots=True)
class LinesLook:
    """What was seen of the lines of one window; `Survey.take_lines` adds it up.

    Args:
        text: the window as the core's passes leave it.
        glance: at its look-alikes; None where none are looked for.
    """

    text: str
    glance: Glance | None


class Survey:
    """The counts of a document on which its repair rests; made by `Mender.survey`.

    Windows are added in the order of the document: all of them, and then, where `wants_lines` says
    so, all of them once more with `add_lines`. To look at one is safe in any thread.

    Args:
        mender: the options of the repair.

    Attributes:
        counts: of the document's characters.
        damage: what the gate says of it; None where nothing is restored.
        slips: what look-alikes it seems to hold; None where none are looked for.
    """

    def __init__(self, mender: Mender) -> None:
        self._mender = mender
        self.counts = _native.Survey()
        self.damage = _damage_survey(mender) if mender._restores else None
        self.slips: Slips | None = None
        if mender._corrects:
            from textmend.reading.slips import Slips  # noqa: PLC0415 (slow to import)

            terms = None if mender._guard is None else mender._guard.terms
            self.slips = Slips(mender._lookalikes, mender.min_confidence, terms)
        self._lines = _native.LayoutSurvey()
        self._layout: Layout | None = None
        self._weighed = False

    @property
    def is_stripped(self) -> bool:
        """Whether characters were dropped from it, as far as that is looked at."""
        return self.damage is not None and self.damage.is_damaged

    @property
    def is_torn(self) -> bool:
        """Whether line ends or words are to be repaired, so that windows must be whole sections."""
        return self.is_stripped or self._is_suspect() or self._mender._wishes is not None

    def _is_suspect(self) -> bool:
        layout = self.weigh()
        return layout is not None and layout.suspect

    @property
    def breaks_off(self) -> bool:
        """Whether the last window may end inside a sentence, which only `mend_part` can tell."""
        layout = self.weigh()
        return layout is not None and layout.breaks_off

    def add(self, text: str, protected_spans: Spans = ()) -> None:
        """Count one window of whole lines; spans are protected as they will be in `mend_part`."""
        self.take(self.look(text, protected_spans))

    def add_draft(self, draft: Draft) -> None:
        """Count a window on which the early passes have run."""
        self.take(self._look_at(draft.scan.survey, draft.text, draft.foreign))

    @property
    def wants_lines(self) -> bool:
        """Whether lines are to be looked at, once all characters are counted."""
        return self._mender._mends_layout or self.slips is not None

    def add_lines(self, text: str, protected_spans: Spans = ()) -> None:
        """Look at the lines of one window of whole lines, all windows having been added."""
        self.take_lines(self.look_lines(text, protected_spans))

    def add_draft_lines(self, draft: Draft) -> None:
        """Do so for a window on which the early passes have run."""
        self.take_lines(self.look_at_lines(self._passed(draft)))

    def take_lines(self, look: LinesLook) -> None:
        """Add what was seen of the lines of the next window."""
        if self._mender._mends_layout:
            self._lines.add(look.text, self._mender._tables)
            self._weighed = False
        if self.slips is not None and look.glance is not None:
            self.slips.take(look.glance)

    def look_at_lines(self, text: str) -> LinesLook:
        """Look at a window as the core's passes leave it.

        So a text is judged as its repair will be, and mending twice gives what mending once gives.
        """
        if self.slips is None:
            return LinesLook(text, None)
        return LinesLook(text, self.slips.glance(text, model_of(self._mender)))

    def look_lines(self, text: str, protected_spans: Spans = ()) -> LinesLook:
        """Look at a window as `add_lines` does, without adding it."""
        spans = self._mender._protect(text, protected_spans)
        return self.look_at_lines(self._passed(self._mender._begin(text, spans)))

    def _passed(self, draft: Draft) -> str:
        """Return a window as the core's passes leave it."""
        edits, _, _ = draft.propose(self._mender._native_passes, self.counts)
        return _native.apply(draft.text, edits) if len(edits) else draft.text

    def lines_to_repair(
        self, data: memoryview, scan: _native.Utf8Scan, most: int
    ) -> list[tuple[int, int]] | None:
        """Return the lines in which the core's passes change or suspect something, in bytes.

        None means that only the passes outside the core can tell. Where it is more lines than
        `most`, only the first ones are returned, one more than that.

        Args:
            data: the window in UTF-8, whole lines.
            scan: what `look_utf8` said of it.
            most: of which more need not be told.
        """
        if self.counts.is_traditional() and scan.has(_native.SIMPLIFIED_EVENT):
            return None
        # Whether `encoding` wants any line was seen when the window was looked at.
        mender = self._mender
        passes, options = mender._native_passes, mender._native_options
        return scan.lines_to_repair(data, passes, mender._tables, self.counts, options, most)

    def look(self, text: str, protected_spans: Spans = ()) -> Look:
        """Look at a window as `add` does, without adding it."""
        spans = self._mender._protect(text, protected_spans)
        draft = self._mender._begin(text, spans)
        return self._look_at(draft.scan.survey, draft.text, draft.foreign)

    def look_utf8(self, data: memoryview, decode: Callable[[], str]) -> Look:
        """Look at a window in UTF-8, if possible without making a string of it.

        Args:
            data: the window.
            decode: returns its text; called where a pass or option cannot do without.
        """
        scan = self._mender._scan_utf8(data)
        if scan is None:
            return self.look(decode())
        for start, end in scan.lines(EARLY_EVENTS):
            if self._mender._begin(str(data[start:end], "utf-8"), []).is_changed:
                return self.look(decode())
        text = "" if self.damage is None else decode()
        return self._look_at(scan.survey, text, (), scan)

    def _look_at(
        self,
        counts: _native.Survey,
        text: str,
        foreign: Spans,
        scan: _native.Utf8Scan | None = None,
    ) -> Look:
        damage = None if self.damage is None else self.damage.look(text, foreign)
        return Look(counts, damage, scan)

    def take(self, look: Look) -> None:
        """Add what was seen in the next window."""
        self.counts.merge(look.counts)
        if self.damage is not None and look.damage is not None:
            self.damage.take(look.damage)

    def weigh(self) -> Layout | None:
        """Return what the line ends of the document say; None if none of them is open."""
        if not self._weighed:
            if self._lines.open > 0:
                model = model_of(self._mender)
                self._layout = load_pass("paragraphs").weigh_document(self._lines, model)
            else:
                self._layout = None
            self._weighed = True  # only now: threads may ask at the same time
        return self._layout


def open_model(path: str | os.PathLike[str]) -> ReadingModel:
    """Open the model that a Mender was told to use.

    Raises:
        ModelError: if it is no whole model of this version.
    """
    from textmend.reading.shipped import ReadingModel  # noqa: PLC0415 (only where it is wanted)

    return ReadingModel(path)


def model_of(mender: Mender) -> ReadingModel:
    """Return the model that a Mender uses; the package's is opened when first asked for."""
    from textmend.reading.shipped import shipped  # noqa: PLC0415 (only where it is wanted)

    return mender._model or shipped()


def _damage_survey(mender: Mender) -> DamageSurvey:
    from textmend.reading.survey import DamageSurvey  # noqa: PLC0415 (only where it is wanted)

    return DamageSurvey(model_of(mender))
