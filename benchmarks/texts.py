"""Where the text comes from: files that the user names, or the repository's sample documents."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["SAMPLE", "Document", "cut", "read_documents", "sample_to"]

SAMPLE = Path(__file__).parent.parent / "seeds"
_SUFFIXES = {".txt", ".md"}


@dataclass(frozen=True, slots=True)
class Document:
    """A text, and where it was found."""

    name: str
    text: str


def read_documents(paths: Sequence[Path], characters: int = 0) -> list[Document]:
    """Read files, and the .txt and .md files below directories, as UTF-8.

    Args:
        paths: what to read; the sample documents if there are none.
        characters: cut each file into documents of about so many characters, at line ends;
            0 takes a whole file as one document.

    Raises:
        FileNotFoundError: if a path does not exist or nothing to read is found.
    """
    files = list(_files(paths or [SAMPLE]))
    if not files:
        raise FileNotFoundError(f"No .txt or .md file in {', '.join(map(str, paths))}.")
    documents = []
    for file in files:
        text = file.read_bytes().decode("utf-8", "replace")
        pieces = cut(text, characters) if characters else [text]
        documents += [
            Document(file.name if len(pieces) == 1 else f"{file.name}#{number}", piece)
            for number, piece in enumerate(pieces, 1)
        ]
    return documents


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                file for file in path.rglob("*") if file.suffix in _SUFFIXES and file.is_file()
            )
        else:
            yield path


def cut(text: str, characters: int) -> list[str]:
    r"""Cut a text at line ends into pieces of at least `characters`; the last may be shorter.

    >>> cut("一二\n三\n四", 3)
    ['一二\n', '三\n四']
    """
    pieces, start = [], 0
    while start < len(text):
        end = text.find("\n", start + characters - 1) + 1 or len(text)
        pieces.append(text[start:end])
        start = end
    return pieces


def sample_to(documents: Sequence[Document], characters: int, seed: int) -> list[Document]:
    """Return documents at random until they hold `characters`; all of them if there are fewer.

    The order is that of `documents`, and the same seed gives the same sample.
    """
    order = list(range(len(documents)))
    random.Random(seed).shuffle(order)
    total, chosen = 0, []
    for index in order:
        if total >= characters:
            break
        total += len(documents[index].text)
        chosen.append(index)
    return [documents[index] for index in sorted(chosen)]
