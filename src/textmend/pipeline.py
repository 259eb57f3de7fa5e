"""The pipeline: which passes run, in order, on what the passes before them made of the text."""

from __future__ import annotations

import importlib
import os
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from textmend import _native
from textmend.decoding import decode
from textmend.draft import Draft
from textmend.edits import Suspicion
from textmend.errors import EditError, OptionError, TableError
from textmend.mended import Mended
from textmend.passes import CONVERSIONS, IMPLEMENTED, PASS_NAMES, PRESETS
from textmend.tables import shared_tables

if TYPE_CHECKING:
    import re
    from concurrent.futures import Future

    import regex

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
_EARLY_EVENTS: Final = _EARLY_PASSES[0][1] | _EARLY_PASSES[1][1]
Spans = Sequence[tuple[int, int]]
if TYPE_CHECKING:
    Protection = str | re.Pattern[str] | regex.Pattern[str]


class Mender:
    """A repairer with fixed options: reusable, safe to share between threads, picklable.

    Args:
        preset: ``"safe"`` runs the deterministic passes, ``"full"`` all there are.
        passes: run these alone, by name; the order is always that of `textmend.passes`.
        skip: leave these out.
        lexicons: files of terms, one a line or tab-separated; they are protected.
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
        self._options = {
            "preset": preset,
            "passes": None if passes is None else tuple(passes),
            "skip": tuple(skip),
            "lexicons": tuple(os.fspath(path) for path in lexicons),
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
        self._protection = _compile_protection(protect, self._options["lexicons"])
        self._tables = shared_tables()
        self._native_passes = [
            name
            for name in self.passes
            if name != "encoding" and not (name == "script" and convert is not None)
        ]

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self._options,)

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
        windows = list(_windows(text, spans))
        drafts: list[Draft | None] = []
        for start, end, protected in windows:
            draft = self._begin(text[start:end], protected)
            counts.merge(draft.scan.survey)
            # An untouched draft is only text that can be had again.
            drafts.append(draft if draft.is_changed or draft.scan.has_lines() else None)
        edits = _native.EditList()
        suspicions: list[Suspicion] = []
        parts: list[str] = []
        for (start, end, protected), begun in zip(windows, drafts, strict=True):
            draft = begun or Draft(
                text[start:end], protected, self._tables, self.min_confidence
            )
            self._run_document_passes(draft, counts)
            parts.append(draft.text)
            edits.append_shifted(draft.edits, start)
            suspicions += draft.shifted_suspicions(start)
        outcome = "".join(parts) if len(edits) else text
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
        spans = _check_spans(protected_spans, len(text))
        if self._protection is not None:
            spans = _merge([*spans, *(m.span() for m in self._protection.finditer(text))])
        return spans

    def _begin(self, text: str, spans: Spans) -> Draft:
        """Run the passes that need to know nothing of the rest of the document."""
        draft = Draft(text, spans, self._tables, self.min_confidence)
        self._run_early_passes(draft)
        return draft

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
            if draft.text is before or not events & _EARLY_EVENTS:
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


def _compile_protection(
    protect: Sequence[Protection], lexicons: Sequence[str]
) -> regex.Pattern[str] | None:
    if isinstance(protect, str):
        raise OptionError(f"protect is the string {protect!r}: give a sequence of terms.")
    if not protect and not lexicons:
        return None
    import regex  # noqa: PLC0415 (slow to import)

    terms = {term for term in protect if isinstance(term, str)}
    terms.update(term for path in lexicons for term in _read_terms(path))
    patterns = [f"(?:{p.pattern})" for p in protect if not isinstance(p, str)]
    # The longest term first, since an alternation takes the first that fits.
    patterns += [regex.escape(term) for term in sorted(terms - {""}, key=lambda t: (-len(t), t))]
    return regex.compile("|".join(patterns)) if patterns else None


def _read_terms(path: str) -> Iterator[str]:
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 (pathlib is slow to import)
            lines = file.read().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(
            f"The lexicon {path} cannot be read ({error}): give a UTF-8 file with one term a line."
        ) from error
    for line in lines:
        if line and line != "#" and not line.startswith("# "):
            yield line.split("\t")[0].strip()


def _check_spans(spans: Spans, size: int) -> list[tuple[int, int]]:
    for start, end in spans:
        if not 0 <= start <= end <= size:
            raise EditError(
                f"The protected span [{start}, {end}) lies outside the text of {size} code points."
            )
    return _merge(spans)


def _windows(text: str, spans: Spans) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Cut a text into windows of whole lines, each with its part of the protected spans."""
    start, first = 0, 0
    while start < len(text):
        end = text.rfind("\n", start, start + _WINDOW) + 1
        if not end:
            end = text.find("\n", start + _WINDOW) + 1 or len(text)
        while first < len(spans) and spans[first][1] <= start:
            first += 1
        inside = [
            (max(a, start) - start, min(b, end) - start)
            for a, b in islice(spans, first, bisect_left(spans, (end, end)))
        ]
        yield start, end, inside
        start = end


def _merge(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sort spans and join those that meet."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
