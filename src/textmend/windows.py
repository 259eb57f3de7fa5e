"""Files read in windows of whole lines, so that memory is bounded by the window.

A document is often read two or three times, to survey it and to repair it. Each time its windows
are the same, and a file that changed in between is an error. Bytes are kept beside the text: what
needs no repair is written as it was read.
"""

from __future__ import annotations

import codecs
import io
import os
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from textmend.decoding import codec_name, detect, find_mark
from textmend.errors import DecodingError, FileProcessingError

__all__ = ["WINDOW", "Window", "WindowReader", "split_bom"]

WINDOW = 1 << 17
"""Bytes in a window. Small, so that one repair does not make much text be decoded that could be
copied; large enough to hide the cost of each call."""
_HEAD = 1 << 20  # bytes that the encoding is detected from

Decoder = Callable[[memoryview, bool], str]

_NATIVE_ORDER = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}


class Window:
    """Whole lines of a file.

    Args:
        raw: the bytes as read.
        decode: makes text of bytes that begin at an offset of the window, or raises DecodingError;
            not called before it is needed, since what needs no repair is written as it was read.
        final: whether the file ends here.
        whole: whether it is all there is.
    """

    __slots__ = ("_decode", "_text", "final", "raw", "whole")

    def __init__(
        self, raw: memoryview, decode: Callable[[memoryview, int], str], final: bool, whole: bool
    ) -> None:
        self.raw = raw
        self.final = final
        self.whole = whole
        self._decode = decode
        self._text: str | None = None

    @property
    def text(self) -> str:
        """The window decoded.

        Raises:
            DecodingError: if it cannot be.
        """
        if self._text is None:
            self._text = self._decode(self.raw, 0)
        return self._text

    def part(self, start: int, end: int) -> Window:
        """Return whole lines of a window in UTF-8, given in bytes."""

        def decode(raw: memoryview, offset: int) -> str:
            return self._decode(raw, start + offset)

        final = self.final and end == len(self.raw)
        return Window(self.raw[start:end], decode, final, whole=False)


def split_bom(head: bytes, encoding: str) -> tuple[bytes, str]:
    r"""Return the byte-order mark that `head` starts with and a codec that knows nothing of marks.

    A mark is believed only when it belongs to `encoding`; otherwise those bytes are text.

    Raises:
        OptionError: if Python has no text encoding of that name.

    >>> split_bom(b"\xff\xfeA\x00", "utf-16")
    (b'\xff\xfe', 'utf-16-le')
    >>> split_bom(b"A", "utf-8-sig")
    (b'', 'utf-8')
    """
    name = codec_name(encoding)
    mark, plain, _ = find_mark(head, name)
    if not mark and name == "ascii":
        return b"", "utf-8"  # so that a later window may hold more than the first one promised
    return mark, _NATIVE_ORDER.get(plain, plain)


class WindowReader:
    r"""An open file as windows of whole lines, as often as wanted.

    Windows end after one of `breaks`. A line longer than `size` makes its window longer, since no
    decision could be taken on half a line.

    Args:
        file: opened for reading in binary, seekable.
        label: what to call the file in errors.
        encoding: a Python codec, or None to detect it from the first lines.
        size: bytes in a window.
        breaks: what a window may end with, e.g. ``("\n",)``.

    Raises:
        DecodingError: if the file is not text, or not text in that encoding (also later, while
            iterating; the offset counts bytes of the file).

    >>> reader = WindowReader(io.BytesIO("教育\n局".encode()), "a.txt", size=8)
    >>> [(window.text, window.final) for window in reader], reader.encoding
    ([('教育\n', False), ('局', True)], 'utf-8')
    """

    def __init__(
        self,
        file: BinaryIO,
        label: str,
        encoding: str | None = None,
        size: int = WINDOW,
        breaks: tuple[str, ...] = ("\n",),
    ) -> None:
        self._file = file
        self._label = label
        self._window = size
        self._stamp = self._current_stamp()
        self.size = file.seek(0, os.SEEK_END)
        head = self._head()
        self.bom, self.encoding = split_bom(head, encoding or _detect(head, label))
        self._breaks = tuple(mark.encode(self.encoding) for mark in breaks)

    def __iter__(self) -> Iterator[Window]:
        """Read from the start."""
        decode = _decoder(self.encoding)
        offset = len(self.bom)
        final = False
        while not final:
            raw, final = self._read(offset)
            decoded = partial(self._decode, decode, final, offset)
            window = Window(raw, decoded, final, whole=final and offset == len(self.bom))
            if self.encoding != "utf-8":
                _ = window.text  # a decoder with a memory has to see every window, in order
            if final:
                self._check_unchanged()
            yield window
            offset += len(raw)

    def _decode(
        self, decode: Decoder, final: bool, window_start: int, raw: memoryview, offset: int
    ) -> str:
        """Decode bytes that begin at an offset of a window."""
        try:
            return decode(raw, final)
        except UnicodeError as error:  # codecs of domain names do not say where
            self._check_unchanged()
            inside = error.start if isinstance(error, UnicodeDecodeError) else 0
            start = window_start + offset + inside
            raise _undecodable(self._label, self.encoding, start) from error

    def _check_unchanged(self) -> None:
        """Raise FileProcessingError if the file was written to since it was opened."""
        if self._current_stamp() != self._stamp:
            raise FileProcessingError(
                f"{self._label} was changed by another program while it was being repaired: "
                "it was left alone; run again when it is at rest."
            )

    def _read(self, offset: int) -> tuple[memoryview, bool]:
        """Return the window at `offset` and whether it is the last."""
        want = self._window
        while True:
            self._file.seek(offset)
            block = self._file.read(want)
            if offset + want >= self.size:
                return memoryview(block), True
            end = self._last_break(block)
            if end:
                return memoryview(block)[:end], False
            want *= 2

    def _last_break(self, block: bytes) -> int:
        """Return where the last break in a block ends, or 0."""
        width = len("\n".encode(self.encoding))
        best = 0
        for mark in self._breaks:
            at = block.rfind(mark)
            while at > 0 and at % width:  # half of one code unit and half of the next
                at = block.rfind(mark, 0, at + len(mark) - 1)
            if at >= 0:
                best = max(best, at + len(mark))
        return best

    def _head(self) -> bytes:
        """Return whole lines from the start, as many whatever the size of the windows."""
        self._file.seek(0)
        head = self._file.read(_HEAD)
        return head if len(head) >= self.size else head[: head.rfind(b"\n") + 1] or head

    def _current_stamp(self) -> tuple[int, int] | None:
        try:
            stat = os.fstat(self._file.fileno())
        except io.UnsupportedOperation:
            return None  # held in memory, where nobody else can reach it
        return stat.st_size, stat.st_mtime_ns


def _detect(head: bytes, label: str) -> str:
    try:
        return detect(head)
    except DecodingError as error:
        raise DecodingError(f"{label}: {error}", error.offset) from error


def _decoder(encoding: str) -> Decoder:
    """Return a strict decoder; one with a memory, for encodings that shift states."""
    if encoding == "utf-8":
        return lambda raw, final: str(raw, "utf-8")
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    return lambda raw, final: decoder.decode(bytes(raw), final)


def _undecodable(label: str, encoding: str, offset: int) -> DecodingError:
    return DecodingError(
        f"{label} cannot be read as {encoding}: the bytes at offset {offset} are not valid. "
        "Name the right encoding with --encoding, or repair the file first.",
        offset,
    )
