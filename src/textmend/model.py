"""Model files: one container of named sections, mapped into memory; and the n-gram model in one.

The layout is described in native/core/model/file.hpp. What a file says is checked when it is
opened, so that a cut or damaged one is a `ModelError` and never a crash.
"""

from __future__ import annotations

import math
import os
from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from textmend import _native
from textmend.errors import ModelError
from textmend.files import AtomicFile

__all__ = ["ModelFile", "NgramModel", "model_errors", "vocabulary_section", "write_model"]

_ALIGNMENT = 64


@contextmanager
def model_errors() -> Iterator[None]:
    """Turn the native core's errors about models into `ModelError`."""
    try:
        yield
    except _native.NativeModelError as error:
        raise ModelError(str(error)) from error


def write_model(path: str | os.PathLike[str], sections: Mapping[str, bytes | memoryview]) -> None:
    """Write a model file; what was under the name stays until the new one is complete.

    Args:
        path: the file.
        sections: bytes by name, in the order in which they are written. A name has 1 to 40 bytes.

    Raises:
        ModelError: if a name cannot be used, or there are more than 256 sections.
        FileProcessingError: if the file cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_model(folder + "/a.model", {"greeting": "你好".encode()})
    ...     bytes(ModelFile(folder + "/a.model").section("greeting")).decode()
    '你好'
    """
    with model_errors():
        header = _native.model_header(list(sections.items()))
    with AtomicFile(Path(path)) as file:
        size = 0
        for part in (header, *sections.values()):
            padding = bytes(-size % _ALIGNMENT)
            file.write(padding)
            file.write(part)
            size += len(padding) + len(part)
        file.commit()


def vocabulary_section(characters: Iterable[str]) -> bytes:
    """Return the section `vocabulary`: the characters that a model knows, each once, sorted.

    >>> array("I", vocabulary_section("教育教")).tolist()
    [25945, 32946]
    """
    return array("I", sorted({ord(character) for character in characters})).tobytes()


class ModelFile:
    """A model file that is open, its sections mapped into memory and verified.

    It must not be changed while it is open; `write_model` never changes one, but puts another in
    its place.

    Args:
        path: the file.

    Raises:
        ModelError: if it cannot be opened, or is not a whole model of this version.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        with model_errors():
            self._file = _native.ModelFile(os.fspath(path))

    @property
    def native(self) -> _native.ModelFile:
        """The file as the native core knows it."""
        return self._file

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the sections, in the order of the file."""
        return tuple(self._file.names())

    def section(self, name: str) -> memoryview:
        """Return the bytes of a section where they lie; they keep the file open.

        Raises:
            ModelError: if there is no such section.
        """
        with model_errors():
            return self._file.section(name)


class NgramModel:
    """A character n-gram model: it says how probable a line is.

    Args:
        file: an open model file with the sections of an n-gram model.
        prefix: what their names begin with, but for the vocabulary's; ``"domain/"`` for the model
            of the text that a file was adapted to.

    Raises:
        ModelError: if they are missing or do not fit together.
    """

    def __init__(self, file: ModelFile, prefix: str = "") -> None:
        with model_errors():
            self._model = _native.NgramModel(file.native, prefix)

    @property
    def order(self) -> int:
        """The length of its longest n-grams."""
        return self._model.order

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many n-grams there are of each length, from 1 on."""
        return tuple(self._model.sizes())

    def is_known(self, character: str) -> bool:
        """Return whether a character is in the vocabulary; those that are not are all one."""
        return self._model.is_known(character)

    def score(self, text: str) -> list[float]:
        """Return the logarithm, to base e, of the probability of each character and of the end.

        Args:
            text: one line. There is one figure for each of its characters, given all before it,
                and one for the end of the line.
        """
        return self._model.score(text)

    def perplexity(self, lines: Iterable[str]) -> float:
        """Return the perplexity for each character of lines; their ends count as characters.

        Blanks around a line are removed and empty lines left out, as in training. Of no lines at
        all it is 1.
        """
        total, count = 0.0, 0
        for line in lines:
            if stripped := line.strip():
                scores = self.score(stripped)
                total += sum(scores)
                count += len(scores)
        return math.exp(-total / max(count, 1))
