"""Repairing one file: read, mend, write, log. It runs in this process or in another."""

from __future__ import annotations

import os
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from textmend.cli.options import Reading, Repair, build_mender
from textmend.cli.sources import STANDARD_INPUT
from textmend.documents import Document, Fault, MendedWindow, open_source, spool
from textmend.editlog import FileLog, LoggedFile
from textmend.errors import FileProcessingError, TextmendError
from textmend.files import AtomicFile, Source, cannot, write_all

__all__ = ["Outcome", "StandardOutput", "Task", "document_of", "open_input", "repair_file"]

_MOST_WORKERS = 8  # more would wait for Python's lock


@dataclass(frozen=True, slots=True)
class Task:
    """A file to repair.

    Args:
        source: where it is.
        target: where the repaired file goes; None for standard output.
        repair: what is repaired.
        reading: how it is read.
        in_place: whether `target` is the source.
        backup: whether the original is kept beside it.
        keep_encoding: whether to write in the encoding of the input.
        log: a file for the lines of the edit log.
        workers: threads that repair it; None for as many as there are cores.
    """

    source: Source
    target: Path | None
    repair: Repair
    reading: Reading
    in_place: bool = False
    backup: bool = False
    keep_encoding: bool = False
    log: Path | None = None
    workers: int | None = None


@dataclass(slots=True)
class Outcome:
    """What became of a task; `error` says why nothing did."""

    error: str | None = None
    bytes: int = 0
    characters: int = 0
    moves: int = 0
    edits: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)


class _Sink(Protocol):
    def write(self, data: bytes | memoryview) -> None: ...

    def commit(self) -> None: ...


def repair_file(task: Task, advance: Callable[[float], None] = lambda _: None) -> Outcome:
    """Repair a file; whatever is wrong with it is told in the outcome, not raised.

    Raises:
        BrokenPipeError: if nobody reads the standard output any more.
    """
    label = str(task.source.path)
    try:
        with open_input(task.source.path) as file, _open_log(task) as log:
            return _repair(task, file, log, advance)
    except BrokenPipeError:
        raise
    except TextmendError as error:
        return Outcome(str(error) if label in str(error) else f"{label}: {error}")
    except OSError as error:
        return Outcome(str(cannot("process", label, error)))
    except Exception:  # a fault of ours in one file must not take the others with it
        return Outcome(
            f"{label}: textmend failed on this file, which is a fault of textmend; please report "
            f"it.\n{traceback.format_exc()}"
        )


def open_input(path: Path) -> AbstractContextManager[BinaryIO]:
    """Open a file, or standard input for ``-``, so that it can be read again."""
    if path != STANDARD_INPUT.path:
        return open_source(path)
    if sys.stdin is None:
        raise FileProcessingError("standard input is closed: name a file, or give it some text.")
    return spool(sys.stdin.buffer)


def document_of(
    file: BinaryIO,
    source: Source,
    repair: Repair,
    reading: Reading,
    *,
    workers: int | None = None,
    advance: Callable[[float], None] = lambda _: None,
) -> Document:
    """Return an open file as a document; `workers` is how many threads mend it, None all cores."""
    return Document(
        file,
        str(source.path),
        build_mender(repair),
        format_name=reading.format_of(source.name),
        field_path=reading.field,
        encoding=reading.encoding,
        workers=workers or min(_cores(), _MOST_WORKERS),
        advance=advance,
    )


def _cores() -> int:
    """Return how many cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _repair(
    task: Task, file: BinaryIO, log: BinaryIO | None, advance: Callable[[float], None]
) -> Outcome:
    document = document_of(
        file, task.source, task.repair, task.reading, workers=task.workers, advance=advance
    )
    writer = _Writer(task, document, log)
    with _sink(task) as sink:
        sink.write(writer.mark())
        for window in document:
            sink.write(writer.take(window))
        writer.finish()
        if writer.changed or not task.in_place:  # a file that is right already is left in peace
            sink.commit()
    return writer.outcome


class _Writer:
    """Turns mended windows into bytes, counting and logging them on the way."""

    def __init__(self, task: Task, document: Document, log: BinaryIO | None) -> None:
        self.outcome = Outcome(bytes=document.size)
        self._label = str(task.source.path)
        self._from = document.encoding
        self._to = document.encoding if task.keep_encoding else "utf-8"
        self._bom = document.bom
        self._kept_bom = document.bom if task.keep_encoding else b""
        self.changed = self._from != self._to or self._bom != self._kept_bom
        self._log = log
        self._lines = FileLog(_entry(task, document)) if log else None

    def mark(self) -> bytes:
        """Return what is to be written first: the byte-order mark, if it is kept."""
        if self._lines:
            self._lines.read(self._bom)
            self._lines.wrote(self._kept_bom)
        return self._kept_bom

    def take(self, window: MendedWindow) -> bytes | memoryview:
        """Return what is to be written for a window; if nothing changed, the bytes as read."""
        data: bytes | memoryview = window.source.raw
        if window.changed or self._from != self._to:
            data = self._encode(window.text)
        if self._log and self._lines:
            self._lines.wrote(data)
            self._log.write(self._lines.lines(window))
        self._count(window)
        return data

    def finish(self) -> None:
        """End the lines of this file in the log."""
        if self._log and self._lines:
            self._log.write(self._lines.last_line())
            self._log.flush()

    def _encode(self, text: str) -> bytes:
        if self._to == "utf-8":
            # JSON escapes stand for what UTF-8 cannot hold: half of a surrogate pair.
            return text.encode("utf-8", "backslashreplace")
        try:
            return text.encode(self._to)
        except UnicodeEncodeError as error:
            raise FileProcessingError(
                f"{self._label}: the repaired text has {text[error.start]!r}, for which "
                f"{self._to} has no code; leave out --keep-encoding to write UTF-8."
            ) from error

    def _count(self, window: MendedWindow) -> None:
        self.changed = self.changed or window.changed
        self.outcome.characters += window.characters
        self.outcome.faults += window.faults
        for piece in window.pieces:
            self.outcome.moves += len(piece.mended.moves)
            self.outcome.edits.update(piece.mended.edits_by_pass())


def _entry(task: Task, document: Document) -> LoggedFile:
    return LoggedFile(
        file=str(task.source.path),
        written="-" if task.target is None else str(task.target),
        name=str(task.source.name),
        format=task.reading.format_of(task.source.name),
        field=task.reading.field,
        encoding=document.encoding,
        bom=document.bom.hex(),
        kept_encoding=task.keep_encoding,
    )


def _sink(task: Task) -> AbstractContextManager[_Sink]:
    if task.target is None:
        return nullcontext(StandardOutput())
    return AtomicFile(task.target, replaces=task.in_place, backup=task.backup)


def _open_log(task: Task) -> AbstractContextManager[BinaryIO | None]:
    return nullcontext() if task.log is None else task.log.open("wb")


class StandardOutput:
    """Standard output as a place to write a file to."""

    def __init__(self) -> None:
        self._file = open(1, "wb", buffering=0, closefd=False)  # noqa: SIM115 (never closed)

    def write(self, data: bytes | memoryview) -> None:
        """Write bytes; a reader who went away raises BrokenPipeError."""
        try:
            write_all(self._file, data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise cannot("write", "standard output", error) from error

    def commit(self) -> None:
        """Do nothing: what was written is gone already."""
