"""The pipeline: which passes run, in order, on what the passes before them made of the text."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from textmend import _native, choices
from textmend.ahead import map_ahead
from textmend.decoding import decode
from textmend.draft import Draft
from textmend.edits import Move, Suspicion
from textmend.errors import OptionError
from textmend.mended import Mended
from textmend.passes import load_pass
from textmend.protection import (
    Protection,
    Spans,
    check_spans,
    merge_spans,
    pieces_of,
    windows_of,
)
from textmend.sections import SECTION, section_end
from textmend.survey import EARLY_PASSES, Survey, model_of, open_model
from textmend.tables import shared_tables

if TYPE_CHECKING:
    from textmend.edits import Block, Edit
    from textmend.lexicon.guard import Guard
    from textmend.passes.lookalikes import FixedRepairs
    from textmend.passes.paragraphs import Layout

__all__ = ["Mender", "Survey", "fix", "mend", "mend_bytes"]

_MOST_ROUNDS: Final = 5
_WINDOW: Final = 1 << 18  # code points; fits the processor's caches with all that is made of it
# Not among those that the core runs together: `encoding` comes before the survey, and goes with
# them only where an edited line looks garbled; the others need more than a line.
_OUTER_PASSES: Final = ("encoding", "lookalikes", "paragraphs", "restoration")


class Mender:
    """A repairer with fixed options: reusable, safe to share between threads, picklable.

    Args:
        preset: ``"safe"`` runs the deterministic passes, ``"full"`` all passes.
        passes: run these alone, by name; the order is always that of `textmend.passes`.
        skip: leave these out.
        lexicons: files of terms, which stay as they are and are looked for where they were
            damaged, and of fixed repairs, which the pass `lookalikes` makes; their format is
            described in `textmend.lexicon.user`. ``"law"`` and other names of
            `textmend.lexicon.domains.DOMAINS` are the lists that textmend brings along.
        protect: terms, or compiled patterns, that must stay as they are.
        min_confidence: edits less sure than this are reported as suspicions; 0.9 if not given.
        han_latin: ``"auto"`` follows the document's habit, ``"add"`` sets a blank between Chinese
            and Latin letters or digits, ``"remove"`` takes it away.
        convert: an OpenCC configuration, such as ``"t2s"`` or ``"s2tw"``, for the whole text.
        katakana: ``"keep"`` leaves half-width katakana, ``"fold"`` makes them full-width.
        drop: kinds of blocks that are left out, of `textmend.passes.paragraphs.wishes.KINDS`.
        headings: ``"markdown"`` sets number signs before headings.
        breaks: ``"find"`` cuts what was run together in one line, where that is clear.
        model: a model file that takes the place of the package's, as `textmend train` writes it.
        lookalikes: ``"ocr"`` repairs characters that look like what was meant, ``"typing"`` those
            that sound like it as well, ``"off"`` makes the fixed repairs of lexicons alone.

    Raises:
        OptionError: if a value cannot be used.
        TableError: if a lexicon cannot be read.
        ModelError: if `model` is no whole model of this version.

    >>> Mender(protect=["C,C++"]).fix("他会C,C++,也会Python,对吗?")
    '他会C,C++，也会Python，对吗？'
    """

    def __init__(
        self,
        preset: str = "full",
        passes: Iterable[str] | None = None,
        skip: Iterable[str] = (),
        lexicons: Iterable[str | os.PathLike[str]] = (),
        protect: Iterable[Protection] = (),
        min_confidence: float | None = None,
        *,
        han_latin: str = "auto",
        convert: str | None = None,
        katakana: str = "keep",
        drop: Iterable[str] = (),
        headings: str = "keep",
        breaks: str = "keep",
        model: str | os.PathLike[str] | None = None,
        lookalikes: str = "ocr",
    ) -> None:
        wanted = None if passes is None else choices.all_of("passes", passes, "pass names")
        skipped = choices.all_of("skip", skip, "pass names")
        paths = tuple(os.fspath(path) for path in choices.all_of("lexicons", lexicons, "paths"))
        guarded = choices.all_of("protect", protect, "terms")
        dropped = choices.all_of("drop", drop, "kinds of blocks")
        self._options = {
            "preset": preset,
            "passes": wanted,
            "skip": skipped,
            "lexicons": paths,
            "protect": guarded,
            "min_confidence": min_confidence,
            "han_latin": han_latin,
            "convert": convert,
            "katakana": katakana,
            "drop": dropped,
            "headings": headings,
            "breaks": breaks,
            "model": None if model is None else os.fspath(model),
            "lookalikes": lookalikes,
        }
        self.passes: tuple[str, ...] = choices.choose_passes(preset, wanted, skipped)
        choices.check_choice("katakana", katakana, ("keep", "fold"))
        self.min_confidence = choices.check_confidence(min_confidence)
        self._native_options = _native.Options()
        self._native_options.min_confidence = self.min_confidence
        self._native_options.han_latin = choices.choose_han_latin(han_latin)
        self._convert = choices.choose_conversion(convert, self.passes)
        self._fold_katakana = katakana == "fold" and "width" in self.passes
        self._mends_layout = "paragraphs" in self.passes
        self._restores = "restoration" in self.passes
        self._least_restored = min_confidence
        self._wishes = choices.choose_wishes(dropped, headings, breaks, self._mends_layout)
        self._corrects = choices.choose_lookalikes(lookalikes) and "lookalikes" in self.passes
        self._lookalikes = lookalikes
        self._guard: Guard | None = None
        self._repairs: FixedRepairs | None = None
        if paths or guarded:
            self._know(guarded, paths)
        self._model = None if model is None else open_model(model)
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
            self._repairs = load_pass("lookalikes").FixedRepairs(lexicon.repairs, guard)

    def fix(self, text: str) -> str:
        """Return the repaired text; the very object given if it needs no repair."""
        return self.mend(text).text

    def mend(self, text: str, protected_spans: Iterable[tuple[int, int]] = ()) -> Mended:
        """Repair a document.

        Args:
            text: any string, lone surrogates and NUL included.
            protected_spans: spans of code points that must stay as they are.

        Raises:
            EditError: if a protected span lies outside the text.
            TypeError: if `text` is no string.
        """
        choices.check_text(text)
        spans = self._protect(text, protected_spans)
        if len(text) > _WINDOW:
            return self._mend_windows(text, spans)
        draft = self._begin(text, spans)
        survey = Survey(self)
        survey.add_draft(draft)
        if survey.wants_lines:
            survey.add_draft_lines(draft)
        if len(text) > SECTION and survey.is_torn:
            return self._mend_sections(text, spans, survey)
        return self._finish(draft, survey)

    def _mend_windows(self, text: str, spans: Spans) -> Mended:
        """Repair a long document piece by piece, so that a repair costs no pass over the whole.

        It is the document's survey that decides in every window, so the outcome is the same.
        """
        survey = Survey(self)
        windows = list(windows_of(text, spans, _WINDOW))
        # Of an untouched window only the scan is kept: its text can be had again.
        begun: list[Draft | _native.Scan] = []
        for start, end, protected in windows:
            draft = self._begin(text[start:end], protected)
            survey.add_draft(draft)
            begun.append(draft if draft.is_changed else draft.scan)

        def drafts() -> Iterator[tuple[int, Draft]]:
            for (start, end, protected), state in zip(windows, begun, strict=True):
                if isinstance(state, Draft):
                    yield start, state
                else:
                    yield start, self._draft(text[start:end], protected, state)

        if survey.wants_lines:
            for _, draft in drafts():
                survey.add_draft_lines(draft)
        if survey.is_torn:
            return self._mend_sections(text, spans, survey)
        return self._gather(text, drafts(), survey)

    def _mend_sections(self, text: str, spans: Spans, survey: Survey) -> Mended:
        """Repair a document whose line ends are damaged, cut where no paragraph is."""
        sections = pieces_of(text, spans, lambda start: section_end(text, start, True) or len(text))
        drafts = ((start, self._begin(text[start:end], inside)) for start, end, inside in sections)
        return self._gather(text, drafts, survey)

    def _gather(self, text: str, drafts: Iterable[tuple[int, Draft]], survey: Survey) -> Mended:
        """Run the passes on each part of a document and put the outcomes together."""
        edits = _native.EditList()
        suspicions: list[Suspicion] = []
        moves: list[Move] = []
        parts: list[str] = []
        done, last = 0, len(text.rstrip())
        for start, draft in drafts:
            final = start + len(draft.original) >= last
            self._run_document_passes(draft, survey, start == 0, final)
            if len(draft.edits):
                parts += (text[done:start], draft.text)
                done = start + len(draft.original)
            edits.append_shifted(draft.edits, start)
            suspicions += draft.shifted_suspicions(start)
            moves += [Move(m.start + start, m.end + start, m.to + start) for m in draft.moves]
        outcome = "".join((*parts, text[done:])) if parts else text
        return Mended._from_native(
            text, outcome, edits, tuple(suspicions), tuple(moves), _blocks_of
        )

    def survey(self) -> Survey:
        """Begin to count a document that is repaired window by window; see `mend_part`."""
        return Survey(self)

    def mend_part(
        self,
        text: str,
        survey: Survey,
        protected_spans: Iterable[tuple[int, int]] = (),
        final: bool = True,
        initial: bool = True,
    ) -> Mended:
        """Repair one window of whole lines of a document whose every window `survey` has counted.

        The windows' outcomes one after the other are that of the whole document.

        Where line ends are damaged (`Survey.is_torn`), a window must be one of the sections that
        `textmend.sections` cuts.

        Args:
            text: the window, ending with a line end unless it is the last one.
            survey: the counts of the whole document.
            protected_spans: as in `mend`, counted from the start of the window.
            final: whether nothing but blanks follows in the document.
            initial: whether it begins here.
        """
        draft = self._begin(text, self._protect(text, protected_spans))
        return self._finish(draft, survey, initial, final)

    def lines_to_repair(
        self, data: memoryview, scan: _native.Utf8Scan, survey: Survey, most: int
    ) -> list[tuple[int, int]] | None:
        """Return the lines of a window that `mend_part` would change or report, in bytes.

        None means that only `mend_part` can tell. The last window with text must not be asked about
        where `Survey.breaks_off`.

        Args:
            data: the window in UTF-8, whole lines.
            scan: what `Survey.look_utf8` said of it.
            survey: the counts of the whole document.
            most: where it is more lines than this, None is returned.
        """
        if survey.damage is not None and survey.damage.may_report(data):
            return None
        slips = survey.slips
        most = most if slips is None else 0  # slips are remembered by window
        lines = survey.lines_to_repair(data, scan, most)
        if lines is None or len(lines) > most:
            return None
        # A file that changed since it was surveyed may be in UTF-8 no more; others notice that.
        if slips is not None and not slips.are_absent(str(data, "utf-8", "replace")):
            return None
        return lines

    def mend_many(self, texts: Iterable[str], workers: int = 1) -> Iterator[Mended]:
        """Repair many documents, in order, holding only a few at a time.

        Args:
            texts: documents, each independent of the others.
            workers: threads; the native core runs without the interpreter's lock.
        """
        if workers < 1:
            raise OptionError(f"workers is {workers}: give at least 1.")
        if isinstance(texts, str):
            raise OptionError("texts is one string: give a sequence of documents, or use mend.")
        return map_ahead(self.mend, texts, workers)

    def _protect(
        self, text: str, protected_spans: Iterable[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        spans = check_spans(protected_spans, len(text))
        found = self._guard.pattern_spans(text) if self._guard is not None else []
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
        draft = Draft(text, spans, self._tables, self._native_options, scan)
        if self._guard is not None:
            draft.protect(self._guard.protected_spans(text))
            draft.keep_terms(self._guard.term_spans(text))
        return draft

    def _run_early_passes(self, draft: Draft) -> None:
        early = [name for name in EARLY_PASSES if name in self.passes]
        for _ in range(_MOST_ROUNDS):
            before, events = draft.text, 0
            for first, name in enumerate(early):
                if draft.scan.has(EARLY_PASSES[name]):
                    events = self._run_native_passes(draft, early[first:], _native.Survey())
                    break
            if "unicode" in early and draft.scan.has(_native.COMBINING_EVENT):
                load_pass("unicode").compose(draft)
            elif not events:
                break
            if draft.text is before:
                break

    def _finish(
        self, draft: Draft, survey: Survey, initial: bool = True, final: bool = True
    ) -> Mended:
        self._run_document_passes(draft, survey, initial, final)
        return draft.finish(_blocks_of)

    def _run_document_passes(
        self, draft: Draft, survey: Survey, initial: bool, final: bool
    ) -> None:
        """Run the passes that decide on the document, line by line and then over their ends.

        A line that was joined is one more line to be repaired. Once something was moved, what
        stands side by side is known only when all moves are carried out, so that comes last.
        """
        self._run_line_passes(draft, survey)
        layout = survey.weigh()
        if layout is not None and (layout.suspect or (final and layout.breaks_off)):
            self._mend_layout(draft, survey, layout, initial and final)

        def finish(arranged: Draft) -> None:
            if draft.moves:
                self._run_line_passes(arranged, survey)
            self._restore(arranged, survey)
            if self._wishes is not None:
                load_pass("paragraphs").fulfil(arranged, self._wishes, initial, model_of(self))

        if draft.moves:
            draft.repair_arranged(finish)
        else:
            finish(draft)

    def _restore(self, draft: Draft, survey: Survey) -> None:
        if survey.damage is None:
            return
        if survey.damage.is_damaged:
            load_pass("restoration").run(draft, survey.damage.model, self._least_restored)
        elif survey.damage.may_hold_masks:
            load_pass("restoration").report_masks(draft)

    def _mend_layout(self, draft: Draft, survey: Survey, layout: Layout, is_whole: bool) -> None:
        for _ in range(_MOST_ROUNDS):
            before = draft.text
            load_pass("paragraphs").run(draft, layout, is_whole, survey.damage, model_of(self))
            if draft.text is before or draft.moves:
                break
            self._run_line_passes(draft, survey)

    def _run_line_passes(self, draft: Draft, survey: Survey) -> None:
        """Run the passes that decide on the survey of the document.

        What one pass did may give an earlier one cause to act. Within a line the native core sees
        to that; here it is done for the passes outside, so that mending twice gives what mending
        once gives. The search for look-alikes sees to its own lines, so it is asked again only
        where another pass did something to what it made.
        """
        corrected: str | None = None
        for _ in range(_MOST_ROUNDS):
            before = draft.text
            self._run_outer_passes(draft, survey.counts)
            passes = self._native_passes
            if "encoding" in self.passes and draft.scan.has(EARLY_PASSES["encoding"]):
                # Its tables are at hand, so the core itself can see to edited lines.
                passes = ["encoding", *passes]
            events = self._run_native_passes(draft, passes, survey.counts, EARLY_PASSES["encoding"])
            passed = draft.text
            if self._guard is not None and "spacing" in self.passes:
                load_pass("spacing").close_terms(draft, self._guard)
            if self._repairs is not None:
                self._repairs.run(draft)
            if draft.text is corrected:
                break
            if survey.slips is not None:
                model, is_stripped = model_of(self), survey.is_stripped
                correct = load_pass("lookalikes").correct
                correct(draft, model, self._lookalikes, survey.slips, is_stripped=is_stripped)
                corrected = draft.text
                if self._guard is not None and corrected is not passed:
                    draft.keep(self._guard)
            if draft.text is before or (draft.text is passed and not events):
                break
            self._run_early_passes(draft)

    def _run_outer_passes(self, draft: Draft, survey: _native.Survey) -> None:
        if "script" in self.passes:
            if self._convert is not None:
                load_pass("script").convert(draft, self._convert)
            elif survey.is_traditional():
                load_pass("script").repair_simplified(draft, survey)
        if self._fold_katakana:
            load_pass("width").fold_katakana(draft)

    def _run_native_passes(
        self, draft: Draft, passes: list[str], survey: _native.Survey, settled: int = 0
    ) -> int:
        """Run passes of the core; return what the edited lines call for that these do not do.

        Events that are `settled` call for nothing before a line was edited.
        """
        recoding = load_pass("encoding").recoding() if "encoding" in passes else None
        edits, suspicions, events = draft.propose(passes, survey, recoding, settled)
        draft.suspect(suspicions)
        draft.accept(edits)
        for name in passes:
            events &= ~EARLY_PASSES.get(name, 0)
        return events


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


def mend_bytes(
    data: bytes | bytearray | memoryview, encoding: str | None = None, **options: object
) -> Mended:
    """Decode and repair; `Mended.encoding` says what the bytes were read as.

    Raises:
        DecodingError: if the bytes are not text in the encoding given, or in any that fits.
        TypeError: if `data` is no bytes.

    >>> mended = mend_bytes("今天,晴".encode("gb18030"))
    >>> mended.text, mended.encoding
    ('今天，晴', 'gb18030')
    """
    text, name = decode(choices.check_bytes(data), encoding)
    mended = Mender(**options).mend(text)  # type: ignore[arg-type]
    mended.encoding = name
    return mended


def _blocks_of(text: str, edits: tuple[Edit, ...], moves: tuple[Move, ...]) -> tuple[Block, ...]:
    found: tuple[Block, ...] = load_pass("paragraphs").blocks_of(text, edits, moves)
    return found


def _rebuild(options: dict[str, object]) -> Mender:
    return Mender(**options)  # type: ignore[arg-type]
