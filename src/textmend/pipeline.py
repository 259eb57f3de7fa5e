"""The pipeline: which passes run, in order, on what the passes before them made of the text."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Final

import regex

from textmend import _native
from textmend.decoding import decode
from textmend.draft import Draft
from textmend.errors import EditError, OptionError, TableError
from textmend.mended import Mended
from textmend.passes import IMPLEMENTED, PASS_NAMES, PRESETS, encoding, script, unicode, width
from textmend.tables import shared_tables

__all__ = ["Mender", "Survey", "fix", "mend", "mend_bytes"]

DEFAULT_MIN_CONFIDENCE: Final = 0.9
_HAN_LATIN: Final = {
    "auto": _native.HanLatin.AUTO,
    "add": _native.HanLatin.ADD,
    "remove": _native.HanLatin.REMOVE,
}
Spans = Sequence[tuple[int, int]]
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
            _check_choice("convert", convert, script.CONVERSIONS)
        self.min_confidence = _check_confidence(min_confidence)
        self._native_options = _native.Options()
        self._native_options.min_confidence = self.min_confidence
        self._native_options.han_latin = _HAN_LATIN[han_latin]
        self._convert = convert
        self._fold_katakana = katakana == "fold" and "width" in self.passes
        self._protection = _compile_protection(protect, self._options["lexicons"])
        self._tables = shared_tables()
        self._line_passes = [p for p in ("width", "spacing", "punctuation") if p in self.passes]

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
        draft = self._begin(text, protected_spans)
        return self._finish(draft, draft.scan.survey)

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
        return self._finish(self._begin(text, protected_spans), survey.counts)

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

    def _begin(self, text: str, protected_spans: Spans) -> Draft:
        """Run the passes that need to know nothing of the rest of the document."""
        spans = _check_spans(protected_spans, len(text))
        if self._protection is not None:
            spans = _merge([*spans, *(m.span() for m in self._protection.finditer(text))])
        draft = Draft(text, spans, self._tables, self.min_confidence)
        if "encoding" in self.passes:
            encoding.run(draft)
        if "unicode" in self.passes:
            unicode.run(draft)
        return draft

    def _finish(self, draft: Draft, survey: _native.Survey) -> Mended:
        """Run the passes that decide on the survey of the document."""
        if "script" in self.passes:
            if self._convert is not None:
                script.convert(draft, self._convert)
            else:
                script.repair_strays(draft, survey)
        if self._fold_katakana:
            width.fold_katakana(draft)
        if self._line_passes:
            edits, suspicions = _native.run_passes(
                draft.text,
                self._line_passes,
                self._tables,
                survey,
                self._native_options,
                draft.protected,
                draft.scan,
            )
            draft.suspect(suspicions)
            draft.accept(edits)
        return draft.finish()


class Survey:
    """The counts of a document on which its repair rests; made by `Mender.survey`."""

    def __init__(self, mender: Mender) -> None:
        self._mender = mender
        self.counts = _native.Survey()

    def add(self, text: str) -> None:
        """Count one window of whole lines."""
        self.counts.merge(self._mender._begin(text, ()).scan.survey)


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
    terms = {term for term in protect if isinstance(term, str)}
    terms.update(term for path in lexicons for term in _read_terms(path))
    patterns = [f"(?:{p.pattern})" for p in protect if not isinstance(p, str)]
    # The longest term first, since an alternation takes the first that fits.
    patterns += [regex.escape(term) for term in sorted(terms - {""}, key=lambda t: (-len(t), t))]
    return regex.compile("|".join(patterns)) if patterns else None


def _read_terms(path: str) -> Iterator[str]:
    try:
        lines = Path(path).read_text("utf-8").splitlines()
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


def _merge(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sort spans and join those that meet."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
