"""Reads damaged lines: which strings may be missing before which character, how probably."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

from textmend import _native
from textmend.errors import ModelError
from textmend.model import ModelFile, model_errors
from textmend.reading.profile import profile_of

__all__ = ["SEARCH", "Candidate", "Gap", "Reader"]

SEARCH = "reader/search"
"""The section that holds the weight of the n-gram model and the bonus of a symbol, as floats."""

_FIRST_SYMBOL = 3
_LINE_END = 2
_MOST_WEIGHT = 10.0


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

    A line's reading depends on it, on the lines around it in the stretch that is read, and on the
    profile.

    Args:
        file: an open model file.
        search: how wide to search, and how to weigh the n-gram model; what the file says if it
            was adapted, and what was measured to be best if not given.

    Raises:
        ModelError: if the model is not whole.
    """

    def __init__(self, file: ModelFile, search: _native.ReaderSearch | None = None) -> None:
        import numpy as np  # noqa: PLC0415 (slow to import)

        with model_errors():
            self._native = _native.Reader(file.native)
        self._search = search or _search_of(file)
        self.symbols: str = self._native.symbols
        self._rates = np.frombuffer(file.section("reader/rates"), "<f4")

    def profile(self, text: str) -> list[float]:
        """Return how often each symbol stands in damaged text against how often it should.

        What is sound in the same document must be left out: a symbol that stands there may have
        been dropped from the rest.

        There is one figure for each symbol, the natural logarithm of the ratio, and one for how
        much text there was to tell from.
        """
        import numpy as np  # noqa: PLC0415 (slow to import)

        ids = np.array(self._native.observe(text, 0, len(text)).ids, np.int64)
        index = ids - _FIRST_SYMBOL
        is_symbol = (index >= 0) & (index < len(self.symbols))
        counts = np.bincount(index[is_symbol], minlength=len(self.symbols))
        others = int((~is_symbol & (ids != _LINE_END)).sum())
        return [float(figure) for figure in profile_of(counts, others, self._rates)]

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
            profile: how often each symbol stands in what is damaged against how often it should.
            closed: sorted spans of the text inside which nothing may be inserted.
        """
        import numpy as np  # noqa: PLC0415 (slow to import)

        figures = np.array(profile, np.float32)
        found = self._native.read(text, start, end, figures, closed, self._search)
        return [
            Gap(offset, tuple(Candidate(*candidate) for candidate in candidates))
            for offset, candidates in found
        ]


def _search_of(file: ModelFile) -> _native.ReaderSearch:
    """Return how to search with a model: the weights in the section, where it has one."""
    search = _native.ReaderSearch()
    if SEARCH in file.names:
        section = bytes(file.section(SEARCH))
        weights = struct.unpack("<2f", section) if len(section) == 8 else (-1.0, -1.0)
        if not all(0 <= weight <= _MOST_WEIGHT for weight in weights):
            raise ModelError(
                f"The section `{SEARCH}` of the model is damaged: adapt the model again, or get "
                "it again."
            )
        search.ngram_weight, search.bonus = weights
    return search
