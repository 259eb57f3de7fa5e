"""The pipeline: which passes run, in order, on what the passes before them made of the text."""

from __future__ import annotations

import importlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from textmend import _native
from textmend.decoding import decode
from textmend.draft import Draft
from textmend.edits import Suspicion
from textmend.errors import OptionError
from textmend.mended import Mended
from textmend.passes import CONVERSIONS, IMPLEMENTED, PASS_NAMES, PRESETS
from textmend.protection import (
    Protection,
    Spans,
    check_spans,
    merge_spans,
    windows_of,
)
from textmend.tables import shared_tables

if TYPE_CHECKING:
    from concurrent.futures import Future

    from textmend.lexicon.guard import Guard
    from textmend.passes.lookalikes import FixedRepairs


__all__ = ["Mender", "Survey", "fix", "mend", "mend_bytes"]

DEFAULT_MIN_CONFIDENCE: Final = 0.9
_MOST_ROUNDS: Final = 5
_WINDOW: Final = 1 << 18  # code points; fits the processor's caches with all that is made of it
_HAN_LATIN: Final = {
    "auto": _native.HanLatin.AUTO,
    "add": _native.HanLatin.ADD,
    "remove": _native.HanLatin.REMOVE,
}
# What in a text calls for the passes that need to know nothing of the rest of the document.
_EARLY_PASSES: Final = (
    ("encoding", _native.GARBLED_EVENT | _native.HINT_EVENT),
    ("unicode", _native.UNICODE_EVENT | _native.COMBINING_EVENT),
)
_OUTER_PASSES: Final = ("encoding", "lookalikes")  # those that the core does not run
_EARLY_EVENTS: Final = _EARLY_PASSES[0][1] | _EARLY_PASSES[1][1]


class Mender:
    """A repairer with fixed options: reusable, safe to share between threads, picklable.

    Args:
        preset: ``"safe"`` runs the deterministic passes, ``"full"`` all there are.
        passes: run these alone, by name; the order is always that of `textmend.passes`.
        skip: leave these out.
        lexicons: files of terms, which stay as they are, and of fixed repairs, which the pass
            `lookalikes` makes; their format is described in `textmend.lexicon.user`.
        protect: terms, or compiled patterns, that must stay as they are.
        min_confidence: edits less sure than this are reported as suspicions; 0.9 if not given.
        han_latin: ``"auto"`` follows the document's habit, ``"add"`` sets a blank between Chinese
            and Latin letters or digits, ``"remove"`` takes it away.
        convert: an OpenCC configuration, such as ``"t2s"`` or ``"s2tw"``, for the whole text.
        katakana: ``"keep"`` leaves half-width katakana, ``"fold"`` makes them full-width.

    Raises:
        OptionError: if a value cannot be used.
        TableError: if a lexicon cannot be read.

    >>> Mender(protect=["C,C++"]).fix("他会C,C++,也会Python,对吗?")
    '他会C,C++，也会Python，对吗？'
    """

    def __init__(
        self,
        preset: str = "full",
        passes: Sequence[str] | None = None,
        skip: Sequence[str] = (),
        lexicons: Sequence[str | os.PathLike[str]] = (),
        protect: Sequence[Protection] = (),
        min_confidence: float | None = None,
        *,
        han_latin: str = "auto",
        convert: str | None = None,
        katakana: str = "keep",
    ) -> None:
        paths = tuple(os.fspath(path) for path in lexicons)
        self._options = {
            "preset": preset,
            "passes": None if passes is None else tuple(passes),
            "skip": tuple(skip),
            "lexicons": paths,
            "protect": tuple(protect),
            "min_confidence": min_confidence,
            "han_latin": han_latin,
            "convert": convert,
            "katakana": katakana,
        }
        self.passes: tuple[str, ...] = _choose(preset, passes, skip)
        _check_choice("han_latin", han_latin, tuple(_HAN_LATIN))
        _check_choice("katakana", katakana, ("keep", "fold"))
        if convert is not None:
            _check_choice("convert", convert, CONVERSIONS)
        self.min_confidence = _check_confidence(min_confidence)
        self._native_options = _native.Options()
        self._native_options.min_confidence = self.min_confidence
        self._native_options.han_latin = _HAN_LATIN[han_latin]
        self._convert = convert
        self._fold_katakana = katakana == "fold" and "width" in self.passes
        self._guard: Guard | None = None
        self._repairs: FixedRepairs | None = None
        if paths or protect != ():
            self._know(protect, paths)
        self._tables = shared_tables()
        self._native_passes = [
            name
            for name in self.passes
            if name not in _OUTER_PASSES and not (name == "script" and convert is not None)
        ]

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self._options,)

    def _know(self, protect: Sequence[Protection], paths: Sequence[str]) -> None:
        """Read what must stay as it is, and what is always to be repaired."""
        from textmend.lexicon.guard import Guard  # noqa: PLC0415 (few menders need it)
        from textmend.lexicon.user import read_lexicons  # noqa: PLC0415

        lexicon = read_lexicons(paths)
        guard = Guard(protect, lexicon)
        self._guard = None if guard.is_empty else guard
        if lexicon.repairs and "lookalikes" in self.passes:
            self._repairs = _pass_module("lookalikes").FixedRepairs(lexicon.repairs)

    def fix(self, text: str) -> str:
        """Return the repaired text; the very object given if it needs no repair."""
        return self.mend(text).text

    def mend(self, text: str, protected_spans: Spans = ()) -> Mended:
        """Repair a document.

        Args:
            text: any string, lone surrogates and NUL included.
            protected_spans: spans of code points that must stay as they are.

        Raises:
            EditError: if a protected span lies outside the text.
        """
        spans = self._protect(text, protected_spans)
        if len(text) > _WINDOW:
            return self._mend_windows(text, spans)
        draft = self._begin(text, spans)
        return self._finish(draft, draft.scan.survey)

    def _mend_windows(self, text: str, spans: Spans) -> Mended:
        """Repair a long document piece by piece, so that a repair costs no pass over the whole.

        It is the document's survey that decides in every window, so the outcome is the same.
        """
        counts = _native.Survey()
        windows = list(windows_of(text, spans, _WINDOW))
        # Of an untouched window only the scan is kept: its text can be had again.
        begun: list[Draft | _native.Scan] = []
        for start, end, protected in windows:
            draft = self._begin(text[start:end], protected)
            counts.merge(draft.scan.survey)
            begun.append(draft if draft.is_changed else draft.scan)
        edits = _native.EditList()
        suspicions: list[Suspicion] = []
        parts: list[str] = []
        done = 0
        for (start, end, protected), state in zip(windows, begun, strict=True):
            if isinstance(state, Draft):
                draft = state
            else:
                draft = self._draft(text[start:end], protected, state)
            self._run_document_passes(draft, counts)
            if len(draft.edits):
                parts += (text[done:start], draft.text)
                done = end
            edits.append_shifted(draft.edits, start)
            suspicions += draft.shifted_suspicions(start)
        outcome = "".join((*parts, text[done:])) if parts else text
        return Mended._from_native(text, outcome, edits, tuple(suspicions))

    def survey(self) -> Survey:
        """Begin to count a document that is repaired window by window; see `mend_part`."""
        return Survey(self)

    def mend_part(
        self, text: str, survey: Survey, protected_spans: Spans = (), final: bool = True
    ) -> Mended:
        """Repair one window of whole lines of a document whose every window `survey` has counted.

        The windows' outcomes one after the other are that of the whole document.

        Args:
            text: the window, ending with a line end unless it is the last one.
            survey: the counts of the whole document.
            protected_spans: as in `mend`, counted from the start of the window.
            final: whether the document ends here.
        """
        del final  # no pass that exists yet looks beyond its line
        return self._finish(self._begin(text, self._protect(text, protected_spans)), survey.counts)

    def leaves_utf8(self, data: memoryview, scan: _native.Utf8Scan, survey: Survey) -> bool:
        """Tell whether `mend_part` would leave a window as it is and suspect nothing in it.

        False may also mean that only `mend_part` can tell.

        Args:
            data: the window in UTF-8, whole lines.
            scan: what `Survey.add_utf8` returned for it.
            survey: the counts of the whole document.
        """
        if survey.counts.is_traditional() and scan.has(_native.SIMPLIFIED_EVENT):
            return False
        return not scan.needs_repair(
            data, self._native_passes, self._tables, survey.counts, self._native_options
        )

    def mend_many(self, texts: Iterable[str], workers: int = 1) -> Iterator[Mended]:
        """Repair many documents, in order, holding only a few at a time.

        Args:
            texts: documents, each independent of the others.
            workers: threads; the native core runs without the interpreter's lock.
        """
        if workers < 1:
            raise OptionError(f"workers is {workers}: give at least 1.")
        if workers == 1:
            yield from map(self.mend, texts)
            return
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 (slow to import)

        with ThreadPoolExecutor(workers) as pool:
            waiting: deque[Future[Mended]] = deque()
            source = iter(texts)
            for text in islice(source, 2 * workers):
                waiting.append(pool.submit(self.mend, text))
            while waiting:
                mended = waiting.popleft().result()
                for text in islice(source, 1):
                    waiting.append(pool.submit(self.mend, text))
                yield mended

    def _protect(self, text: str, protected_spans: Spans) -> list[tuple[int, int]]:
        spans = check_spans(protected_spans, len(text))
        found = self._guard.spans(text) if self._guard is not None else []
        return merge_spans([*spans, *found]) if found else spans

    def _scan_utf8(self, data: memoryview) -> _native.Utf8Scan | None:
        # Where there are repairs, their right forms are guarded.
        if self._guard is not None or self._convert is not None or self._fold_katakana:
            return None
        scan = _native.Utf8Scan(data, self._tables)
        return None if scan.error is not None else scan

    def _begin(self, text: str, spans: Spans) -> Draft:
        """Run the passes that need to know nothing of the rest of the document."""
        draft = self._draft(text, spans)
        self._run_early_passes(draft)
        return draft

    def _draft(self, text: str, spans: Spans, scan: _native.Scan | None = None) -> Draft:
        return Draft(text, spans, self._tables, self.min_confidence, scan)

    def _run_early_passes(self, draft: Draft) -> None:
        for _ in range(_MOST_ROUNDS):
            before = draft.text
            for name, causes in _EARLY_PASSES:
                if name in self.passes and draft.scan.has(causes):
                    _pass_module(name).run(draft)
            if draft.text is before:
                break

    def _finish(self, draft: Draft, survey: _native.Survey) -> Mended:
        self._run_document_passes(draft, survey)
        return draft.finish()

    def _run_document_passes(self, draft: Draft, survey: _native.Survey) -> None:
        """Run the passes that decide on the survey of the document.

        What one pass did may give an earlier one cause to act. Within a line the native core sees
        to that; here it is done for the passes outside, so that mending twice gives what mending
        once gives.
        """
        for _ in range(_MOST_ROUNDS):
            before = draft.text
            self._run_outer_passes(draft, survey)
            events = self._run_native_passes(draft, survey)
            settled = draft.text
            if self._repairs is not None:
                self._repairs.run(draft)
            if draft.text is before or (draft.text is settled and not events & _EARLY_EVENTS):
                break
            self._run_early_passes(draft)

    def _run_outer_passes(self, draft: Draft, survey: _native.Survey) -> None:
        if "script" in self.passes:
            if self._convert is not None:
                _pass_module("script").convert(draft, self._convert)
            elif survey.is_traditional():
                _pass_module("script").repair_simplified(draft, survey)
        if self._fold_katakana:
            _pass_module("width").fold_katakana(draft)

    def _run_native_passes(self, draft: Draft, survey: _native.Survey) -> int:
        """Run the passes of the core; return what the edited lines now call for."""
        edits, suspicions, events = _native.run_passes(
            draft.text,
            self._native_passes,
            self._tables,
            survey,
            self._native_options,
            draft.protected,
            draft.scan,
        )
        draft.suspect(suspicions)
        draft.accept(edits)
        return events


class Survey:
    """The counts of a document on which its repair rests; made by `Mender.survey`."""

    def __init__(self, mender: Mender) -> None:
        self._mender = mender
        self.counts = _native.Survey()

    def add(self, text: str, protected_spans: Spans = ()) -> None:
        """Count one window of whole lines; spans are protected as they will be in `mend_part`."""
        spans = self._mender._protect(text, protected_spans)
        self.counts.merge(self._mender._begin(text, spans).scan.survey)

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
        for start, end in scan.lines(_EARLY_EVENTS):
            if self._mender._begin(str(data[start:end], "utf-8"), []).is_changed:
                self.add(decode())
                return None
        self.counts.merge(scan.survey)
        return scan


def fix(text: str, **options: object) -> str:
    """Return the repaired text; options are those of `Mender`.

    >>> fix("打好“双减”组合拳,构建教育新生态.")
    '打好“双减”组合拳，构建教育新生态。'
    """
    return Mender(**options).fix(text)  # type: ignore[arg-type]


def mend(text: str, **options: object) -> Mended:
    """Return the repaired text with every edit; options are those of `Mender`.

    >>> [(e.start, e.original, e.replacement, e.pass_name) for e in mend("今天,晴").edits]
    [(2, ',', '，', 'width')]
    """
    return Mender(**options).mend(text)  # type: ignore[arg-type]


def mend_bytes(data: bytes, encoding: str | None = None, **options: object) -> Mended:
    """Decode and repair; `Mended.encoding` says what the bytes were read as.

    Raises:
        DecodingError: if the bytes are not text in the encoding given, or in any that fits.

    >>> mended = mend_bytes("今天,晴".encode("gb18030"))
    >>> mended.text, mended.encoding
    ('今天，晴', 'gb18030')
    """
    text, name = decode(data, encoding)
    mended = Mender(**options).mend(text)  # type: ignore[arg-type]
    mended.encoding = name
    return mended


def _pass_module(name: str) -> Any:  # noqa: ANN401 (a module)
    """Import a pass when a text first needs it: they bring slow imports, and few texts do."""
    return importlib.import_module(f"textmend.passes.{name}")


def _rebuild(options: dict[str, object]) -> Mender:
    return Mender(**options)  # type: ignore[arg-type]


def _check_choice(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise OptionError(f"{name} is {value!r}: give one of {', '.join(allowed)}.")


def _check_confidence(value: float | None) -> float:
    if value is None:
        return DEFAULT_MIN_CONFIDENCE
    if not 0.0 <= value <= 1.0:
        raise OptionError(f"min_confidence is {value}: it is a probability, from 0 to 1.")
    return value


def _choose(preset: str, passes: Sequence[str] | None, skip: Sequence[str]) -> tuple[str, ...]:
    _check_choice("preset", preset, tuple(PRESETS))
    for option, names in (("passes", passes or ()), ("skip", skip)):
        if isinstance(names, str):
            raise OptionError(f"{option} is the string {names!r}: give a sequence of pass names.")
        for name in names:
            _check_choice(option, name, PASS_NAMES)
    wanted = PRESETS[preset] if passes is None else passes
    return tuple(name for name in IMPLEMENTED if name in wanted and name not in skip)
