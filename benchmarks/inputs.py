"""The inputs, made from the user's text: clean, dirty, traditional, and one long document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from opencc import OpenCC

from benchmarks.texts import Document, sample_to
from textmend.damage import damage

__all__ = ["INPUTS", "Input", "Source", "build"]


@dataclass(frozen=True, slots=True)
class Source:
    """What inputs are made from.

    Args:
        documents: clean text.
        megabytes: size of every input but the long one, in UTF-8.
        long_megabytes: size of the long one.
        seed: of the choice of documents and of the damage.
    """

    documents: Sequence[Document]
    megabytes: float
    long_megabytes: float
    seed: int


@dataclass(frozen=True, slots=True)
class Input:
    """Documents to run an engine on, and their sizes in bytes of UTF-8."""

    name: str
    what: str
    texts: list[str]
    sizes: list[int]


def build(name: str, source: Source) -> Input:
    """Make an input.

    Raises:
        KeyError: if there is no such input.
    """
    what, make = INPUTS[name]
    texts = make(source)
    return Input(name, what, texts, [_size(text) for text in texts])


def _clean(source: Source) -> list[str]:
    return _fill(source, source.megabytes)


def _dirty(source: Source) -> list[str]:
    texts = _fill(source, source.megabytes)
    return [damage(text, "dirty", source.seed + index).text for index, text in enumerate(texts)]


def _traditional(source: Source) -> list[str]:
    converter = OpenCC("s2t")
    return [converter.convert(text) for text in _fill(source, source.megabytes)]


def _long(source: Source) -> list[str]:
    return ["".join(_fill(source, source.long_megabytes))]


def _fill(source: Source, megabytes: float) -> list[str]:
    """Return documents that hold so many megabytes, the same again where there are too few."""
    wanted = megabytes * 1e6
    characters = int(wanted / 2.5)  # more than enough: Chinese takes three bytes a character
    chosen = sample_to(source.documents, characters, source.seed)
    texts: list[str] = []
    size = 0
    while size < wanted:
        before = size
        for document in chosen:
            if size >= wanted:
                break
            texts.append(document.text)
            size += _size(document.text)
        if size == before:
            raise ValueError("The documents are empty: name files that hold text.")
    return texts


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


INPUTS: dict[str, tuple[str, Callable[[Source], list[str]]]] = {
    "clean": ("the documents as they are", _clean),
    "dirty": ("the documents, damaged at about one place in 50 characters", _dirty),
    "traditional": ("the documents in traditional characters, by OpenCC s2t", _traditional),
    "long": ("the documents as they are, in one string", _long),
}
