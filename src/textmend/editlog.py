"""The edit log: JSON Lines that say what was changed in which file, enough to undo it.

A line is an edit (``file, start, end, original, replacement, steps``) or a move (``file, start,
end, to``), with offsets in code points of the original file; for JSON Lines it also has ``line``
and the offsets count within the string. The lines of a file end with a record that says
``end_of_file`` and holds what undoing needs to know: the counts, the digests of the bytes before
and after, the encoding, where the mended file is. A log without it was cut.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from dataclasses import field as attribute
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from textmend.errors import FileProcessingError, UndoError
from textmend.files import cannot

if TYPE_CHECKING:
    from textmend.documents import MendedWindow, Piece

__all__ = ["FileLog", "LoggedFile", "read_log", "read_records", "shifts", "unfaithful"]


@dataclass(slots=True)
class LoggedFile:
    """What the end record of a file says.

    Args:
        file: the input, as it was named.
        written: where the mended file is; ``"-"`` if it went to standard output.
        name: what the file is called below an output directory.
        format: the format it was read as.
        field: for JSON Lines, where the text stands.
        encoding: of the input.
        bom: whether the input started with a byte-order mark, as hexadecimal digits or "".
        kept_encoding: whether the output has the encoding and the mark of the input.
        bytes: characters that the encoding would write otherwise than they were read, as pairs
            of offset and hexadecimal digits.
        span: where the lines of the file stand in the log, in bytes.
    """

    file: str
    written: str
    name: str
    format: str
    field: str
    encoding: str
    bom: str
    kept_encoding: bool
    edits: int = 0
    moves: int = 0
    sha256_in: str = ""
    sha256_out: str = ""
    bytes: list[tuple[int, str]] = attribute(default_factory=list)
    span: tuple[int, int] = (0, 0)

    def end_record(self) -> dict[str, Any]:
        """Return the record that ends the lines of the file."""
        record = asdict(self)
        del record["span"]
        if self.format != "jsonl":
            del record["field"]
        if not self.bytes:
            del record["bytes"]
        return {"file": record.pop("file"), "end_of_file": True, **record}


class FileLog:
    """The lines of one file, made while it is mended.

    >>> entry = LoggedFile("a.txt", "-", "a.txt", "text", "text", "utf-8", "", False)
    >>> log = FileLog(entry)
    >>> log.last_line()[:50]
    b'{"file": "a.txt", "end_of_file": true, "written": '
    """

    def __init__(self, entry: LoggedFile) -> None:
        self.entry = entry
        self._offset = 0
        self._digest_in = hashlib.sha256()
        self._digest_out = hashlib.sha256()

    def lines(self, window: MendedWindow) -> bytes:
        """Note a window that was read and return the lines for what was changed in it."""
        source = window.source
        self.read(source.raw)
        if self.entry.encoding != "utf-8":
            raw = bytes(source.raw)
            self.entry.bytes += unfaithful(raw, source.text, self.entry.encoding, self._offset)
        self._offset += len(source.text)
        return b"".join(_line(record) for piece in window.pieces for record in self._records(piece))

    def read(self, data: bytes | memoryview) -> None:
        """Note bytes of the input."""
        self._digest_in.update(data)

    def wrote(self, data: bytes | memoryview) -> None:
        """Note bytes of the output."""
        self._digest_out.update(data)

    def last_line(self) -> bytes:
        """Return the end record."""
        self.entry.sha256_in = self._digest_in.hexdigest()
        self.entry.sha256_out = self._digest_out.hexdigest()
        return _line(self.entry.end_record())

    def _records(self, piece: Piece) -> Iterator[dict[str, Any]]:
        head: dict[str, Any] = {"file": self.entry.file}
        if self.entry.format == "jsonl":
            head["line"] = piece.line
        token = {} if piece.token is None else {"token": piece.token}
        for edit in piece.mended.edits:
            record = head | edit.to_dict() | token
            record["start"] += piece.offset
            record["end"] += piece.offset
            token = {}
            self.entry.edits += 1
            yield record
        for move in piece.mended.moves:
            start, end, to = (at + piece.offset for at in (move.start, move.end, move.to))
            self.entry.moves += 1
            yield head | {"start": start, "end": end, "to": to} | token
            token = {}


def unfaithful(raw: bytes, text: str, encoding: str, offset: int) -> Iterator[tuple[int, str]]:
    """Yield the characters that `encoding` would write otherwise than they stand in `raw`.

    Some encodings have two codes for a character (Big5 has them for 十). Offsets are counted from
    `offset` on.

    >>> list(unfaithful(bytes.fromhex("a2ccaaba"), "十的", "big5", 7))
    [(7, 'a2cc')]
    """
    if text.encode(encoding) == raw:
        return
    if shifts(encoding):
        raise FileProcessingError(
            f"The bytes of this file could not be given back by an edit log, since {encoding} has "
            "several ways to write them: leave out --edits, or convert the file to UTF-8 first."
        )
    at = 0
    for index, character in enumerate(text):
        usual = character.encode(encoding, "ignore")
        if usual and raw.startswith(usual, at):
            at += len(usual)
            continue
        end = at + 1
        while end < len(raw) and raw[at:end].decode(encoding, "ignore") != character:
            end += 1
        yield offset + index, raw[at:end].hex()
        at = end


def shifts(encoding: str) -> bool:
    """Tell whether what a byte means depends on those before, so that no character stands alone.

    >>> shifts("hz"), shifts("gb18030")
    (True, False)
    """
    return encoding.startswith(("iso2022", "hz", "utf-7"))


def read_log(path: Path) -> list[LoggedFile]:
    """Return what the end records of a log say, having checked that no line is missing.

    Raises:
        FileProcessingError: if the log cannot be read.
        UndoError: if it is cut, or is no edit log.
    """
    try:
        with path.open("rb") as log:
            return list(_files(path, log))
    except OSError as error:
        raise cannot("read", path, error) from error


def read_records(path: Path, entry: LoggedFile) -> Iterator[dict[str, Any]]:
    """Yield the edits and moves of a file, from a log that `read_log` has checked."""
    with path.open("rb") as log:
        log.seek(entry.span[0])
        while log.tell() < entry.span[1]:
            yield json.loads(log.readline())


def _files(path: Path, log: BinaryIO) -> Iterator[LoggedFile]:
    start = at = edits = moves = 0
    name = None
    for number, line in enumerate(log, 1):
        record = _parse(path, number, line)
        if name not in (None, record["file"]):
            raise _cut(path, f"the lines of {name} have no end before line {number}")
        if record.get("end_of_file") is True:
            yield _entry(path, number, record, (edits, moves), (start, at))
            name, edits, moves = None, 0, 0
            start = at + len(line)
        else:
            name = record["file"]
            moves += "to" in record
            edits += "to" not in record
        at += len(line)
    if name is not None:
        raise _cut(path, f"the lines of {name} have no end")
    if not at:
        raise _cut(path, "it is empty")


def _parse(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line)
        if not isinstance(record.get("file"), str) or not line.endswith(b"\n"):
            raise ValueError("no file is named")
    except (ValueError, AttributeError) as error:
        raise _cut(path, f"line {number} is not a whole line of an edit log") from error
    assert isinstance(record, dict)
    return record


def _entry(
    path: Path, number: int, record: dict[str, Any], counted: tuple[int, int], span: tuple[int, int]
) -> LoggedFile:
    known = {item.name for item in fields(LoggedFile)} - {"span", "field"}
    values = {key: value for key, value in record.items() if key in known}
    try:
        entry = LoggedFile(**values, field=record.get("field", "text"), span=span)
    except TypeError as error:
        raise _cut(path, f"line {number} lacks something ({error})") from error
    if (entry.edits, entry.moves) != counted:
        raise _cut(
            path,
            f"line {number} promises {entry.edits} edits and {entry.moves} moves of {entry.file}, "
            f"but {counted[0]} and {counted[1]} are there",
        )
    return entry


def _cut(path: Path, what: str) -> UndoError:
    return UndoError(
        f"{path}: {what}. The log was cut or edited, so nothing was undone; use a whole copy of it."
    )


def _line(record: dict[str, Any]) -> bytes:
    # A lone surrogate, which only JSON Lines can hold, is written as JSON escapes it.
    text = json.dumps(record, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace") + b"\n"
