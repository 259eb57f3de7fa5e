"""What must be known of a whole document before its first window is mended."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from textmend import _native

if TYPE_CHECKING:
    from textmend.draft import Draft
    from textmend.passes.paragraphs import Layout
    from textmend.pipeline import Mender

__all__ = ["EARLY_EVENTS", "EARLY_PASSES", "Survey", "pass_module"]

Spans = Sequence[tuple[int, int]]

# What in a text calls for the passes that need to know nothing of the rest of the document.
EARLY_PASSES: Final = (
    ("encoding", _native.GARBLED_EVENT | _native.HINT_EVENT),
    ("unicode", _native.UNICODE_EVENT | _native.COMBINING_EVENT),
)
EARLY_EVENTS: Final = EARLY_PASSES[0][1] | EARLY_PASSES[1][1]


def pass_module(name: str) -> Any:  # noqa: ANN401 (a module)
    """Import a pass when a text first needs it: they bring slow imports, and few texts do."""
    return importlib.import_module(f"textmend.passes.{name}")


class Survey:
    """The counts of a document on which its repair rests; made by `Mender.survey`.

    Windows are added in the order of the document.
    """

    def __init__(self, mender: Mender) -> None:
        self._mender = mender
        self.counts = _native.Survey()
        self._lines = _native.LayoutSurvey()
        self._layout: Layout | None = None
        self._weighed = False

    @property
    def is_torn(self) -> bool:
        """Whether line ends are to be repaired, so that windows must be whole sections."""
        return self.weigh() is not None or self._mender._wishes is not None

    def add(self, text: str, protected_spans: Spans = ()) -> None:
        """Count one window of whole lines; spans are protected as they will be in `mend_part`."""
        spans = self._mender._protect(text, protected_spans)
        self.add_draft(self._mender._begin(text, spans))

    def add_draft(self, draft: Draft) -> None:
        """Count a window on which the early passes have run."""
        self.counts.merge(draft.scan.survey)
        self._add_lines(draft.text)

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
        if self._mender._mends_layout:
            self._add_lines(decode())
        return scan

    def _add_lines(self, text: str) -> None:
        if self._mender._mends_layout:
            self._lines.add(text, self._mender._tables)
            self._weighed = False

    def weigh(self) -> Layout | None:
        """Return what the line ends of the document say; None if they raise no suspicion."""
        if not self._weighed:
            self._weighed = True
            self._layout = None
            if self._lines.open:
                layout: Layout = pass_module("paragraphs").weigh_document(self._lines)
                self._layout = layout if layout.suspect else None
        return self._layout
