"""The model that comes with the package: opened when a text first needs it, once a process."""

from __future__ import annotations

import os
from functools import cache

from textmend.errors import ModelError
from textmend.gate import Gate
from textmend.model import ModelFile
from textmend.reading.calibration import Calibration
from textmend.reading.reader import Reader

__all__ = ["shipped_calibration", "shipped_gate", "shipped_model", "shipped_reader"]

_NAME = "zh.model"


@cache
def shipped_model() -> ModelFile:
    """Return the model of the package.

    Raises:
        ModelError: if it is missing or damaged.
    """
    import textmend  # noqa: PLC0415 (its own package path; at call time to avoid a cycle)

    for root in textmend.__path__:
        path = os.path.join(root, "models", _NAME)  # noqa: PTH118 (pathlib is slow to import)
        if os.path.isfile(path):  # noqa: PTH113
            return ModelFile(path)
    raise ModelError(
        f"The model {_NAME} is missing: textmend is not installed completely; install it again "
        'with pip, or do without the passes that need it (preset "safe").'
    )


@cache
def shipped_gate() -> Gate:
    """Return the gate of the package's model."""
    return Gate(shipped_model())


@cache
def shipped_reader() -> Reader:
    """Return the reader of the package's model; this loads the network."""
    return Reader(shipped_model())


@cache
def shipped_calibration() -> Calibration:
    """Return what makes confidences of that reader's posteriors."""
    return Calibration.of(shipped_model())
