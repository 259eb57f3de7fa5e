"""Undoing: the bytes of a file before it was mended, from the mended file and its edit log."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby, pairwise
from pathlib import Path
from typing import Any, BinaryIO

from textmend.editlog import LoggedFile, read_records, shifts
from textmend.edits import Edit, Move
from textmend.errors import TextmendError, UndoError
from textmend.formats.jsonl import Field, json_string
from textmend.mended import Mended
from textmend.windows import WindowReader

__all__ = ["revert_file"]

_Records = Iterable[dict[str, Any]]


def revert_file(
    log: Path, entry: LoggedFile, mended: BinaryIO, write: Callable[[bytes], None]
) -> None:
    """Write the bytes that a file had before it was mended.

    What was written must be thrown away if an error is raised: that the bytes are right is known
    only at the end.

    Args:
        log: the edit log.
        entry: the end record of the file, from `textmend.editlog.read_log`.
        mended: the mended file, seekable.
        write: called with the original, piece by piece.

    Raises:
        UndoError: if the mended file was changed since, or the log does not belong to it.
    """
    if _digest(mended) != entry.sha256_out:
        raise UndoError(
            f"{entry.written} is not the file that the log speaks of: it was changed after it was "
            "mended. Nothing was undone; bring that version back first."
        )
    digest = hashlib.sha256()
    try:
        for data in _original_bytes(entry, _original_text(log, entry, mended)):
            digest.update(data)
            write(data)
    except (TextmendError, ValueError, LookupError, TypeError, AttributeError) as error:
        if isinstance(error, OSError):  # it could not be written
            raise
        raise _mismatch(entry, str(error)) from error
    if digest.hexdigest() != entry.sha256_in:
        raise _mismatch(entry, "the bytes that come out are not those that went in")


def _original_text(log: Path, entry: LoggedFile, mended: BinaryIO) -> Iterator[str]:
    encoding = entry.encoding if entry.kept_encoding else "utf-8"
    reader = WindowReader(mended, entry.written, encoding)
    windows: Iterator[str] = (window.text for window in reader)
    if reader.bom and not (entry.kept_encoding and entry.bom):
        windows = chain(["\ufeff"], windows)  # the text itself began with that character
    records = read_records(log, entry)
    if entry.format == "jsonl":
        return _revert_lines(windows, records, Field(entry.field))
    return _revert(windows, records, entry.moves > 0)


def _original_bytes(entry: LoggedFile, pieces: Iterator[str]) -> Iterator[bytes]:
    """Encode the text as it was, with the codes that the encoding itself would not choose."""
    yield bytes.fromhex(entry.bom)
    if shifts(entry.encoding):
        yield "".join(pieces).encode(entry.encoding)
        return
    exceptions = iter(entry.bytes)
    exception = next(exceptions, None)
    at = 0
    for piece in pieces:
        done = 0
        while exception is not None and exception[0] < at + len(piece):
            stop = exception[0] - at
            yield piece[done:stop].encode(entry.encoding)
            yield bytes.fromhex(exception[1])
            done = stop + 1
            exception = next(exceptions, None)
        yield piece[done:].encode(entry.encoding)
        at += len(piece)


def _revert(windows: Iterable[str], records: _Records, moved: bool) -> Iterator[str]:
    if moved:  # a block may have come from anywhere, so the text is taken as a whole
        return iter([_revert_moves("".join(windows), list(records))])
    return _revert_edits(windows, (Edit.from_dict(record) for record in records))


def _revert_edits(windows: Iterable[str], edits: Iterable[Edit]) -> Iterator[str]:
    text = _Text(windows)
    done = 0  # code points of the original
    for edit in edits:
        yield from text.take(edit.start - done)
        found = "".join(text.take(len(edit.replacement)))
        if found != edit.replacement:
            raise UndoError(f"{edit.replacement!r} should stand there, but {found!r} does")
        yield edit.original
        done = edit.end
    yield from text.rest()


def _revert_lines(windows: Iterable[str], records: _Records, field: Field) -> Iterator[str]:
    changed = groupby(records, lambda record: int(record["line"]))
    number, of_line = next(changed, (0, iter(())))
    current = 1
    for window in windows:
        lines = window.split("\n")
        for index, line in enumerate(lines):
            if line and current + index == number:
                lines[index] = _revert_line(line, list(of_line), field)
                number, of_line = next(changed, (0, iter(())))
        yield "\n".join(lines)
        current += len(lines) - 1


def _revert_line(line: str, records: list[dict[str, Any]], field: Field) -> str:
    try:
        token = field.find(line)
    except ValueError:
        token = None
    if token is None:
        raise UndoError(f"line {records[0]['line']} has no such string")
    moved = any("to" in record for record in records)
    text = "".join(_revert([token.text], records, moved))
    ascii_only = line[token.start : token.end].isascii()
    old = records[0].get("token") or json_string(text, ascii_only)
    return line[: token.start] + old + line[token.end :]


def _revert_moves(text: str, records: list[dict[str, Any]]) -> str:
    """Undo edits and moves of a whole text.

    Which edits and moves there were says where each piece of the original has gone; a frame of
    the right size, in place of the original, is enough to ask.
    """
    edits = [Edit.from_dict(record) for record in records if "to" not in record]
    moves = [Move(item["start"], item["end"], item["to"]) for item in records if "to" in item]
    size = len(text) - sum(len(edit.replacement) - len(edit.original) for edit in edits)
    frame = Mended(_frame(edits, size), edits, moves)
    bounds = {0, size, *(at for move in moves for at in (move.start, move.end, move.to))}
    bounds.update(at for edit in edits for at in (edit.start, edit.end))
    inserted = {edit.start: len(edit.replacement) for edit in edits if edit.start == edit.end}
    changed = {edit.start: edit.original for edit in edits if edit.original}
    original = []
    for start, end in pairwise(sorted(bounds)):
        at = frame.to_mended(start) + inserted.get(start, 0)
        original.append(changed.get(start) or text[at : at + end - start])
    return "".join(original)


def _frame(edits: list[Edit], size: int) -> str:
    parts = []
    done = 0
    for edit in edits:
        parts += ["\0" * (edit.start - done), edit.original]
        done = edit.end
    return "".join([*parts, "\0" * (size - done)])


class _Text:
    """A text that comes in pieces and is taken from the front."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = iter(pieces)
        self._piece = ""
        self._at = 0

    def take(self, count: int) -> Iterator[str]:
        """Yield the next `count` code points, or as many as there are."""
        while count > 0:
            if self._at == len(self._piece):
                piece = next(self._pieces, None)
                if piece is None:
                    return
                self._piece, self._at = piece, 0
            part = self._piece[self._at : self._at + count]
            self._at += len(part)
            count -= len(part)
            yield part

    def rest(self) -> Iterator[str]:
        """Yield what is left."""
        yield self._piece[self._at :]
        yield from self._pieces


def _digest(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


def _mismatch(entry: LoggedFile, why: str) -> UndoError:
    return UndoError(
        f"{entry.written} cannot be undone with this log ({why}): the log was edited or belongs to "
        "another run. Nothing was written; use the log that was written with that file."
    )
