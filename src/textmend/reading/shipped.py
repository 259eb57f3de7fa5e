"""What reads a text, of one model file: the package's own, or another that was named."""

from __future__ import annotations

import os
from functools import cache, cached_property

from textmend import _native
from textmend.errors import ModelError
from textmend.gate import Gate
from textmend.model import ModelFile, model_errors
from textmend.reading.calibration import Calibration
from textmend.reading.lookalikes import Corrector
from textmend.reading.reader import Reader
from textmend.tables import shared_tables

__all__ = ["ReadingModel", "shipped"]

_NAME = "zh.model"


class ReadingModel:
    """Gate, n-grams, reader, calibration and correctors of a file, made when first asked for.

    Safe to share between threads: at worst two of them make the same thing twice.

    Args:
        path: the file.

    Raises:
        ModelError: if the file cannot be opened; later, if a part of it cannot be used.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.file = ModelFile(path)
        self._correctors: dict[str, Corrector] = {}

    @cached_property
    def gate(self) -> Gate:
        """What tells damaged text from clean text."""
        return Gate(self.file)

    @cached_property
    def ngrams(self) -> _native.NgramModel:
        """What says how probable a text is, character by character."""
        with model_errors():
            return _native.NgramModel(self.file.native)

    @cached_property
    def joints(self) -> _native.JointReader:
        """What says whether a text goes on with another; this loads the network."""
        with model_errors():
            return _native.JointReader(self.file.native, shared_tables())

    @cached_property
    def reader(self) -> Reader:
        """What says what is missing; this loads the network."""
        return Reader(self.file)

    @cached_property
    def calibration(self) -> Calibration:
        """What makes confidences of the reader's posteriors."""
        return Calibration.of(self.file)

    def corrector(self, mode: str) -> Corrector:
        """Return what finds look-alikes in a mode of `textmend.reading.lookalikes`."""
        if mode not in self._correctors:
            self._correctors[mode] = Corrector(self.file, mode)
        return self._correctors[mode]


@cache
def shipped() -> ReadingModel:
    """Return the model of the package, opened once a process.

    Raises:
        ModelError: if it is missing or damaged.
    """
    import textmend  # noqa: PLC0415 (its own package path; at call time to avoid a cycle)

    for root in textmend.__path__:
        path = os.path.join(root, "models", _NAME)  # noqa: PTH118 (pathlib is slow to import)
        if os.path.isfile(path):  # noqa: PTH113
            return ReadingModel(path)
    raise ModelError(
        f"The model {_NAME} is missing: textmend is not installed completely; install it again "
        'with pip, or do without the passes that need it (preset "safe").'
    )
