"""Reads damaged lines: which strings may be missing before which character, how probably."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from textmend import _native
from textmend.errors import ModelError
from textmend.model import ModelFile, model_errors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ids = NDArray[np.int64]

__all__ = ["SEARCH", "Candidate", "Gap", "Reader"]

SEARCH = "reader/search"
"""The section that holds the weight of the n-gram model and the bonus of a symbol, as floats."""

_WINDOW = 256  # observed characters that the encoder sees at once, as in training
_FIRST_SYMBOL = 3
_LINE_END = 2
_MOST_WEIGHT = 10.0
_MARGIN = 32  # of those, how many at an inner edge are read by the window beside it


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
        search: how wide to search, and how to weigh the n-gram model; what the file says if it
            was adapted, and what was measured to be best if not given.

    Raises:
        ModelError: if the model is not whole, or ONNX Runtime refuses it.
    """

    def __init__(self, file: ModelFile, search: _native.ReaderSearch | None = None) -> None:
        import numpy as np  # noqa: PLC0415 (slow to import)

        with model_errors():
            self._native = _native.Reader(file.native)
        self._encoder = _Encoder(file)
        self._search = search or _search_of(file)
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
            end: of the same line, its line end included.
            profile: how often each symbol stands in the document against how often it should.
            closed: sorted spans of the text inside which nothing may be inserted.
        """
        import numpy as np  # noqa: PLC0415 (slow to import)

        observed = self._native.observe(text, start, end)
        if not len(observed):
            return []
        rows = np.empty((len(observed), self._native.columns), np.float32)
        self._native.look_up(observed, rows)
        ids = np.array(observed.ids, np.int64)
        gaps = self._encoder.encode(ids, rows, np.array(profile, np.float32))
        offsets = observed.offsets
        shut = _closed_gaps(text, offsets, closed)
        found = self._native.read(observed, gaps, shut, self._search)
        return [
            Gap(offsets[gap], tuple(Candidate(*candidate) for candidate in candidates))
            for gap, candidates in found
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


def _closed_gaps(
    text: str, offsets: Sequence[int], closed: Sequence[tuple[int, int]]
) -> NDArray[np.uint8]:
    """Mark the gaps where nothing can be missing that a reader could restore."""
    import numpy as np  # noqa: PLC0415 (slow to import)

    shut = np.zeros(len(offsets), np.uint8)
    for i in range(1, len(offsets)):
        before, after = text[offsets[i - 1]], text[offsets[i]]
        shut[i] = before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
    places = np.array(offsets)
    for start, end in closed:
        inside = slice(*np.searchsorted(places, [start + 1, end]))
        shut[inside] = 1
    return shut


class _Encoder:
    """The network's encoder, run by ONNX Runtime on one thread, one window at a time.

    What a batch or a thread does could change the last bits of a result; neither is used.
    """

    def __init__(self, file: ModelFile) -> None:
        import onnxruntime  # noqa: PLC0415 (slow to import)

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        graph = bytes(file.section("reader/encoder"))
        try:
            self._session = onnxruntime.InferenceSession(
                graph, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # ONNX Runtime's errors share no other class
            raise ModelError(
                f"ONNX Runtime cannot load the reader's network ({error}): the model is damaged, "
                "or needs a later onnxruntime; install textmend again."
            ) from error

    def encode(self, ids: Ids, rows: Floats, profile: Floats) -> Floats:
        """Return a vector for the gap before each observed character."""
        import numpy as np  # noqa: PLC0415 (slow to import)

        parts: list[Floats] = []
        start = 0
        while True:
            end = min(len(ids), start + _WINDOW)
            inputs = {
                "observed": ids[None, start:end],
                "rows": rows[None, start:end],
                "profile": profile[None],
            }
            (gaps,) = self._session.run(["gaps"], inputs)
            last = end == len(ids)
            parts.append(gaps[0, _MARGIN if start else 0 : None if last else -_MARGIN])
            if last:
                return np.ascontiguousarray(np.concatenate(parts))
            start += _WINDOW - 2 * _MARGIN
