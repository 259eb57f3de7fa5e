"""What must be known of a whole document before any of it is repaired."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from textmend import _native
from textmend.passes import load_pass

if TYPE_CHECKING:
    from textmend.draft import Draft
    from textmend.passes.paragraphs import Layout
    from textmend.pipeline import Mender
    from textmend.protection import Spans
    from textmend.reading.survey import DamageSurvey

__all__ = ["EARLY_EVENTS", "EARLY_PASSES", "Survey"]

# What in a text calls for the passes that need to know nothing of the rest of the document.
EARLY_PASSES: Final = {
    "encoding": _native.GARBLED_EVENT | _native.HINT_EVENT,
    "unicode": _native.UNICODE_EVENT,
}
EARLY_EVENTS: Final = sum(EARLY_PASSES.values()) | _native.COMBINING_EVENT


class Survey:
    """The counts of a document on which its repair rests; made by `Mender.survey`.

    Windows are added in the order of the document.
    """

    def __init__(self, mender: Mender) -> None:
        self._mender = mender
        self.counts = _native.Survey()
        self.damage = _damage_survey() if mender._restores else None
        self._lines = _native.LayoutSurvey()
        self._layout: Layout | None = None
        self._weighed = False

    @property
    def is_torn(self) -> bool:
        """Whether line ends or words are to be repaired, so that windows must be whole sections."""
        is_damaged = self.damage is not None and self.damage.is_damaged
        return is_damaged or self.weigh() is not None or self._mender._wishes is not None

    def add(self, text: str, protected_spans: Spans = ()) -> None:
        """Count one window of whole lines; spans are protected as they will be in `mend_part`."""
        spans = self._mender._protect(text, protected_spans)
        self.add_draft(self._mender._begin(text, spans))

    def add_draft(self, draft: Draft) -> None:
        """Count a window on which the early passes have run."""
        self.counts.merge(draft.scan.survey)
        self._add_text(draft.text, draft.protected)

    def add_utf8(self, data: memoryview, decode: Callable[[], str]) -> _native.Utf8Scan | None:
        """Count one window of whole lines in UTF-8, if possible without making a string of it.

        Args:
            data: the window.
            decode: returns its text; called where a pass or option cannot do without.

        Returns:
            What `Mender.leaves_utf8` wants to know; None where that could not tell anything.
        """
        scan = self._mender._scan_utf8(data)
        if scan is None:
            self.add(decode())
            return None
        for start, end in scan.lines(EARLY_EVENTS):
            if self._mender._begin(str(data[start:end], "utf-8"), []).is_changed:
                self.add(decode())
                return None
        self.counts.merge(scan.survey)
        if self._mender._mends_layout or self.damage is not None:
            self._add_text(decode(), ())
        return scan

    def _add_text(self, text: str, protected_spans: Spans) -> None:
        if self._mender._mends_layout:
            self._lines.add(text, self._mender._tables)
            self._weighed = False
        if self.damage is not None:
            self.damage.add(text, protected_spans)

    def weigh(self) -> Layout | None:
        """Return what the line ends of the document say; None if they raise no suspicion.

        They say nothing where the marks were stripped: then every line ends without one.
        """
        if self.damage is not None and self.damage.lost_marks:
            return None
        if not self._weighed:
            self._weighed = True
            self._layout = None
            if self._lines.open:
                layout: Layout = load_pass("paragraphs").weigh_document(self._lines)
                self._layout = layout if layout.suspect else None
        return self._layout


def _damage_survey() -> DamageSurvey:
    from textmend.reading.survey import DamageSurvey  # noqa: PLC0415 (only where it is wanted)

    return DamageSurvey()
