"""The windows of a file put together anew, as the sections in which line ends are repaired."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from textmend.sections import section_end
from textmend.windows import Window

__all__ = ["regroup"]

_Spans = list[tuple[int, int]]


def regroup(
    windows: Iterable[Window], protected_spans: Callable[[str], _Spans], encoding: str
) -> Iterator[tuple[Window, _Spans]]:
    """Yield the sections of a file as windows, each with its protected spans.

    Args:
        windows: whole lines, in order.
        protected_spans: called with the text of each window, in order.
        encoding: of the file, to find the bytes of a section.
    """
    held = _Held(encoding)
    for window in windows:
        held.add(window, protected_spans(window.text))
        while (end := held.next_end(window.final)) is not None:
            yield held.take(end, window.final)


class _Held:
    """Text that was read and belongs to no section yet."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._raw = b""
        self._text = ""
        self._spans: _Spans = []

    def add(self, window: Window, spans: _Spans) -> None:
        size = len(self._text)
        self._raw += window.raw
        self._text += window.text
        self._spans += [(start + size, end + size) for start, end in spans]

    def next_end(self, final: bool) -> int | None:
        return section_end(self._text, 0, final) if self._text else None

    def take(self, end: int, final: bool) -> tuple[Window, _Spans]:
        text, rest = self._text[:end], self._text[end:]
        cut = len(self._raw) if not rest else self._bytes_of(text)
        raw = memoryview(self._raw)[:cut]
        inside = [(a, min(b, end)) for a, b in self._spans if a < end]
        self._spans = [(max(a - end, 0), b - end) for a, b in self._spans if b > end]
        self._raw, self._text = self._raw[cut:], rest
        last = final and not rest
        return Window(raw, lambda _raw, _offset: text, last, whole=False), inside

    def _bytes_of(self, text: str) -> int:
        """Return how many bytes a section has; it ends with a line feed."""
        if self._encoding == "utf-8":
            return len(text.encode())
        mark = "\n".encode(self._encoding)
        at = 0
        for _ in range(text.count("\n")):
            at = self._raw.index(mark, at)
            while at % len(mark):  # half of one code unit and half of the next
                at = self._raw.index(mark, at + 1)
            at += len(mark)
        return at
