"""A file as a document that is mended window by window, whatever its format.

Every command reads the same windows: `fix` writes them, `diff` and `explain` show their edits.
A text is surveyed as a whole before its first window is mended, so that where windows end makes
no difference. Of JSON Lines each string is a document of its own and needs no survey.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from io import BytesIO
from itertools import chain, count, repeat
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from textmend._native import size_of_utf8
from textmend.ahead import map_ahead
from textmend.files import cannot
from textmend.formats.jsonl import Field, StringToken, json_string
from textmend.formats.markdown import Markdown
from textmend.formats.text import PlainText
from textmend.regrouping import regroup
from textmend.windows import WINDOW, Window, WindowReader

if TYPE_CHECKING:
    from textmend._native import Utf8Scan
    from textmend.mended import Mended
    from textmend.pipeline import Mender
    from textmend.survey import LinesLook, Look, Survey

__all__ = ["Document", "Fault", "MendedWindow", "Piece", "open_source", "spool"]

# Lines that some pass may want, remembered from the survey of a file to its repair: 16 bytes each.
# Of what a larger file has beyond, the windows are decoded and scanned again.
_MOST_LINES = 4_000_000
# Where more lines of a window need repair, it is mended as a whole, which costs less then.
_MOST_ALONE = 8

_Part: TypeAlias = tuple[Window, list[tuple[int, int]]]

_PROSE: dict[str, type[PlainText | Markdown]] = {"text": PlainText, "markdown": Markdown}


@dataclass(frozen=True, slots=True)
class Piece:
    """A text that was mended on its own: a window of plain text, or one string of JSON Lines.

    Args:
        mended: what became of it.
        offset: code points of the document before it; 0 in JSON Lines.
        line: number of its first line, from 1.
        token: the JSON token it was, where `json_string` would not write it the same way.
        in_string: whether it is a string of JSON Lines.
    """

    mended: Mended
    offset: int
    line: int
    token: str | None = None
    in_string: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of JSON Lines that was left as it was, and why."""

    line: int
    reason: str


@dataclass(slots=True)
class MendedWindow:
    """A window with its repairs.

    Args:
        source: as it was read.
        characters: how many code points that is.
        line_feeds: how many line feeds.
        changed_text: what is to be written instead; None if nothing changed.
        pieces: what was mended; none in a window of plain text that was seen to need no repair.
        faults: lines of JSON Lines that were left as they were.
    """

    source: Window
    characters: int
    line_feeds: int
    changed_text: str | None = None
    pieces: list[Piece] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether it is to be written otherwise than it was read."""
        return self.changed_text is not None

    @property
    def text(self) -> str:
        """The text to be written."""
        return self.source.text if self.changed_text is None else self.changed_text

    def shift(self, characters: int, lines: int) -> None:
        """Count from the start of a document that has so much before the window."""
        self.pieces = [
            replace(piece, offset=piece.offset + characters, line=piece.line + lines)
            for piece in self.pieces
        ]
        self.faults = [replace(fault, line=fault.line + lines) for fault in self.faults]


class Document:
    """An open file that is mended while it is iterated over, once.

    Args:
        file: opened in binary, seekable.
        label: what to call it in errors.
        mender: the options of the repair.
        format_name: one of `textmend.formats.FORMATS`.
        field_path: where in a line of JSON Lines the text stands, e.g. ``"text"`` or ``"a.b"``.
        encoding: a Python codec, or None to detect it.
        window: bytes in a window.
        workers: windows that are mended at a time, in threads.
        advance: called with bytes done; of a file that is read several times, with parts of them.

    Raises:
        DecodingError: if the file is not text in that encoding (also while iterating).
        FileProcessingError: if the file changes while it is read.
    """

    def __init__(
        self,
        file: BinaryIO,
        label: str,
        mender: Mender,
        *,
        format_name: str = "text",
        field_path: str = "text",
        encoding: str | None = None,
        window: int = WINDOW,
        workers: int = 1,
        advance: Callable[[float], None] = lambda _: None,
    ) -> None:
        self._mender = mender
        self._advance = advance
        self._workers = workers
        self._field = Field(field_path)
        self._field_path = field_path
        self._prose = _PROSE.get(format_name)
        breaks = self._prose.breaks if self._prose else PlainText.breaks
        self._reader = WindowReader(file, label, encoding, window, breaks)
        self.encoding = self._reader.encoding
        self.bom = self._reader.bom
        self.size = self._reader.size

    def __iter__(self) -> Iterator[MendedWindow]:
        """Yield the windows in order."""
        return self._mend_prose(self._prose()) if self._prose else self._mend_lines()

    def _mend_prose(self, form: PlainText | Markdown) -> Iterator[MendedWindow]:
        windows = iter(self._reader)
        first = next(windows)
        is_plain = isinstance(form, PlainText)
        if first.whole and is_plain:
            yield _with(first, self._mender.mend(first.text))
            self._advance(len(first.raw))
            return
        survey = self._mender.survey()
        parts = _parts(chain((first,), windows), form)
        look = partial(_look, survey, is_plain and self.encoding == "utf-8")
        scans: list[Utf8Scan | None] = []
        budget, last = _MOST_LINES, 0
        for size, seen in map_ahead(look, parts, self._workers):
            survey.take(seen)
            budget -= seen.scan.line_count() if seen.scan else 0
            scans.append(seen.scan if budget > 0 else None)
            self._advance(size / 2)
        if survey.wants_lines:
            # Not strict: a file that changes meanwhile is told by its digest, at the end.
            again = zip(_parts(self._reader, form.__class__()), scans, strict=False)
            looks = map_ahead(partial(_look_lines, survey), again, self._workers)
            for number, (size, lines) in enumerate(looks):
                survey.take_lines(lines)
                last = number if lines.text.strip() else last
                self._advance(size / 4)
        yield from self._mend_surveyed(form.__class__(), survey, scans, last)

    def _mend_surveyed(
        self, form: PlainText | Markdown, survey: Survey, scans: list[Utf8Scan | None], last: int
    ) -> Iterator[MendedWindow]:
        """Mend the windows, of which all behind the one numbered `last` are blank."""
        parts: Iterable[_Part]
        if survey.is_torn:
            parts = regroup(self._reader, form.protected_spans, self.encoding)
            scans = []
        else:
            parts = _parts(self._reader, form)
        tasks = zip(count(), parts, chain(scans, repeat(None)), strict=False)
        repair = partial(_repair, self._mender, survey, None if survey.is_torn else last)
        share = 0.25 if survey.wants_lines else 0.5
        mended = chain.from_iterable(map_ahead(repair, tasks, self._workers))
        yield from self._placed(mended, share)

    def _mend_lines(self) -> Iterator[MendedWindow]:
        return self._placed(map_ahead(self._mend_window, self._reader, self._workers), 1)

    def _placed(self, windows: Iterable[MendedWindow], share: float) -> Iterator[MendedWindow]:
        """Say of each window where it lies; `share` of its bytes are done with it."""
        offset = line = 0
        for window in windows:
            window.shift(offset if self._prose else 0, line)
            offset += window.characters
            line += window.line_feeds
            yield window
            self._advance(len(window.source.raw) * share)

    def _mend_window(self, window: Window) -> MendedWindow:
        lines = window.text.split("\n")
        result = MendedWindow(window, len(window.text), len(lines) - 1)
        for index, line in enumerate(lines):
            if line and not line.isspace():
                lines[index] = self._mend_line(line, index + 1, result)
        if any(piece.mended.text is not piece.mended.original for piece in result.pieces):
            result.changed_text = "\n".join(lines)
        return result

    def _mend_line(self, line: str, number: int, result: MendedWindow) -> str:
        try:
            token = self._field.find(line)
        except ValueError:
            result.faults.append(Fault(number, "it is not a JSON object"))
            return line
        if token is None:
            result.faults.append(Fault(number, f"it has no string at {self._field_path!r}"))
            return line
        mended = self._mender.mend(token.text)
        new = line
        original = None
        if mended.text is not mended.original:
            new, original = _replace(line, token, mended.text)
        result.pieces.append(Piece(mended, 0, number, original, in_string=True))
        return new


def _parts(windows: Iterable[Window], form: PlainText | Markdown) -> Iterator[_Part]:
    """Yield windows with what is protected in them; that of Markdown rests on those before."""
    for window in windows:
        yield window, [] if isinstance(form, PlainText) else form.protected_spans(window.text)


def _look(survey: Survey, is_utf8: bool, part: _Part) -> tuple[int, Look]:
    """Return the bytes of a window and what was seen in it."""
    window, spans = part
    if is_utf8:
        return len(window.raw), survey.look_utf8(window.raw, partial(getattr, window, "text"))
    return len(window.raw), survey.look(window.text, spans)


def _look_lines(survey: Survey, task: tuple[_Part, Utf8Scan | None]) -> tuple[int, LinesLook]:
    """Return the bytes of a window and what its lines say as the core's passes leave them."""
    (window, spans), scan = task
    if scan is not None and survey.lines_to_repair(window.raw, scan, 0) == []:
        return len(window.raw), survey.look_at_lines(window.text)
    return len(window.raw), survey.look_lines(window.text, spans)


def _repair(
    mender: Mender, survey: Survey, last: int | None, task: tuple[int, _Part, Utf8Scan | None]
) -> list[MendedWindow]:
    """Mend a window, numbered from 0; `last` is the last one with text, where that is known.

    Where only a few lines need repair, they are mended alone, and the rest is left as bytes.
    """
    number, (window, spans), scan = task
    final = window.final or number == last
    if scan is not None and not (final and survey.breaks_off):
        lines = mender.lines_to_repair(window.raw, scan, survey, _MOST_ALONE)
        if lines == []:
            return [MendedWindow(window, scan.survey.characters, scan.line_feeds)]
        if lines is not None:
            return list(_mend_alone(mender, survey, window, lines))
    mended = mender.mend_part(window.text, survey, spans, final=final, initial=number == 0)
    return [_with(window, mended)]


def _mend_alone(
    mender: Mender, survey: Survey, window: Window, lines: Sequence[tuple[int, int]]
) -> Iterator[MendedWindow]:
    """Mend some lines of a window, given in bytes without their line feeds."""
    done = 0
    for start, end in lines:
        if done < start:
            yield _left(window.part(done, start))
        done = min(end + 1, len(window.raw))
        line = window.part(start, done)
        yield _with(line, mender.mend_part(line.text, survey, final=False, initial=False))
    if done < len(window.raw):
        yield _left(window.part(done, len(window.raw)))


def _left(window: Window) -> MendedWindow:
    return MendedWindow(window, *size_of_utf8(window.raw))


def _with(window: Window, mended: Mended) -> MendedWindow:
    text = None if mended.text is mended.original else mended.text
    lines = window.text.count("\n")
    return MendedWindow(window, len(window.text), lines, text, [Piece(mended, 0, 1)])


def _replace(line: str, token: StringToken, text: str) -> tuple[str, str | None]:
    """Return the line with `text` as its token, and the old token where it cannot be inferred."""
    old = line[token.start : token.end]
    new = json_string(text, ascii_only=old.isascii() and not token.text.isascii())
    inferred = json_string(token.text, ascii_only=new.isascii())
    return line[: token.start] + new + line[token.end :], None if inferred == old else old


@contextmanager
def open_source(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be read more than once; a pipe is copied first.

    Raises:
        FileProcessingError: if it cannot be opened.
    """
    try:
        file = path.open("rb", buffering=0)
    except OSError as error:
        raise cannot("read", path, error) from error
    with file:
        if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            yield file
        else:
            with spool(file) as copy:
                yield copy


@contextmanager
def spool(stream: BinaryIO) -> Iterator[BinaryIO]:
    """Give a stream that can be read only once as a file: in memory if it is small."""
    head = b""
    while len(head) < WINDOW and (block := stream.read(WINDOW - len(head))):
        head += block
    if len(head) < WINDOW:
        yield BytesIO(head)
        return
    with tempfile.TemporaryFile(buffering=0) as copy:
        while head:
            view = memoryview(head)
            while view:
                view = view[copy.write(view) :]
            head = stream.read(WINDOW)
        yield copy
