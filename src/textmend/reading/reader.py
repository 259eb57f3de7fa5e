"""Reads damaged lines: which strings may be missing before which character, how probably."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textmend import _native
from textmend.model import ModelFile, model_errors

__all__ = ["Candidate", "Gap", "Reader"]

_FIRST_SYMBOL = 3
_LINE_END = 2


class Candidate(NamedTuple):
    """A string that may be missing, "" included, and its posterior probability."""

    text: str
    probability: float


class Gap(NamedTuple):
    """A place of a text and what may be missing there, the most probable first."""

    offset: int
    candidates: tuple[Candidate, ...]


class Reader:
    """Encoder, n-gram model and search; safe to share between threads.

    Each line is read by itself, so that its reading depends on it and the profile alone.

    Args:
        file: an open model file.
        search: how wide to search; what was measured to be best if not given.

    Raises:
        ModelError: if the model is not whole.
    """

    def __init__(self, file: ModelFile, search: _native.ReaderSearch | None = None) -> None:
        import numpy as np  # noqa: PLC0415 (slow to import)

        with model_errors():
            self._native = _native.Reader(file.native)
        self._search = search or _native.ReaderSearch()
        self.symbols: str = self._native.symbols
        self._rates = np.frombuffer(file.section("reader/rates"), "<f4")

    def profile(self, text: str) -> list[float]:
        """Return how often each symbol stands in a document against how often it should.

        There is one figure for each symbol, the natural logarithm of the ratio, and one for how
        much text there was to tell from.
        """
        import numpy as np  # noqa: PLC0415 (slow to import)

        ids = np.array(self._native.observe(text, 0, len(text)).ids, np.int64)
        index = ids - _FIRST_SYMBOL
        is_symbol = (index >= 0) & (index < len(self.symbols))
        counts = np.bincount(index[is_symbol], minlength=len(self.symbols))
        others = int((~is_symbol & (ids != _LINE_END)).sum())
        ratios = np.log((counts + 0.5) / (others * self._rates + 0.5))
        size = np.log(others + 1) - 6
        return [*np.clip(ratios, -4, 1.5).tolist(), float(size)]

    def read(
        self,
        text: str,
        start: int,
        end: int,
        profile: Sequence[float],
        closed: Sequence[tuple[int, int]] = (),
    ) -> list[Gap]:
        """Return the gaps of ``text[start:end]`` in which something may be missing.

        Args:
            text: holds the lines to read.
            start: of a line.
            end: of the same line or a later one, its line end included.
            profile: how often each symbol stands in the document against how often it should.
            closed: sorted spans of the text inside which nothing may be inserted.
        """
        import numpy as np  # noqa: PLC0415 (slow to import)

        figures = np.array(profile, np.float32)
        found = self._native.read(text, start, end, figures, closed, self._search)
        return [
            Gap(offset, tuple(Candidate(*candidate) for candidate in candidates))
            for offset, candidates in found
        ]
