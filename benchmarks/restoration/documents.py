"""The documents: stretches of what was held out of each corpus, without near-duplicates."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.restoration.overlap import SHINGLE, shared_shares
from benchmarks.table import Table
from benchmarks.texts import Document, cut

__all__ = ["HELD_OUT", "Corpus", "Register", "choose", "exclusions", "whole_seeds"]

HELD_OUT = 0.97
"""Where evaluation starts in a file of one paragraph a line: network, n-gram model and gate are
trained on the lines up to 94 %, confidences are calibrated on those from there to 96 %, and the
gate may look for light damage in those up to 97 %."""

_SIZE = 1500  # characters of a document, at least; it ends with a line
_MOST = 2 * _SIZE
_CANDIDATES = 3  # for each document wanted, before near-duplicates are left out
_WHOLE_SEEDS = ("000", "001", "002", "004")  # 003 has lost characters itself


@dataclass(frozen=True, slots=True)
class Corpus:
    """A text file of one paragraph a line, and the name of its register."""

    name: str
    path: Path

    @classmethod
    def parse(cls, argument: str) -> Corpus:
        """Read ``NAME=FILE``.

        >>> Corpus.parse("news=news.txt").name
        'news'
        """
        name, equals, path = argument.partition("=")
        if not (name and equals and path):
            raise argparse.ArgumentTypeError(
                f"{argument!r} is not NAME=FILE: give a corpus as news=news.txt."
            )
        return cls(name, Path(path))


@dataclass(slots=True)
class Register:
    """The documents of a corpus.

    Args:
        name: of the corpus.
        candidates: stretches of the held-out part that were looked at.
        shares: of each candidate, how much of it stands in the training text.
        documents: those that are taken.
    """

    name: str
    candidates: list[Document]
    shares: list[float]
    documents: list[Document]

    def excluded(self, most_shared: float) -> int:
        """Return how many candidates share more than that."""
        return sum(share > most_shared for share in self.shares)


def choose(
    corpora: Sequence[Corpus], training: Sequence[Path], wanted: int, most_shared: float
) -> list[Register]:
    """Return documents of each corpus, evenly spread over its held-out part.

    Args:
        corpora: where documents come from; what of them precedes the held-out part is training
            text.
        training: further files of training text, read whole.
        wanted: documents of a corpus; fewer where it does not hold so many.
        most_shared: a document with a greater share of shingles in training text is left out.
    """
    candidates = [list(_candidates(corpus, wanted)) for corpus in corpora]
    texts = [document.text for documents in candidates for document in documents]
    shares = iter(shared_shares(texts, _training(corpora, training)))
    registers = []
    for corpus, documents in zip(corpora, candidates, strict=True):
        own = [next(shares) for _ in documents]
        new = [d for d, share in zip(documents, own, strict=True) if share <= most_shared]
        registers.append(Register(corpus.name, documents, own, _spread(new, wanted)))
    return registers


def _candidates(corpus: Corpus, wanted: int) -> Iterator[Document]:
    lines = _lines(corpus.path)
    held_out = "\n".join(lines[int(len(lines) * HELD_OUT) :])
    pieces = [piece[:_MOST] for piece in cut(held_out, _SIZE) if len(piece) >= _SIZE]
    named = [Document(f"{corpus.name}#{n}", piece) for n, piece in enumerate(pieces)]
    yield from _spread(named, _CANDIDATES * wanted)


def _training(corpora: Sequence[Corpus], training: Sequence[Path]) -> Iterator[str]:
    for corpus in corpora:
        lines = _lines(corpus.path)
        yield "\n".join(lines[: int(len(lines) * HELD_OUT)])
    for path in training:
        yield path.read_text(encoding="utf-8")


def _lines(path: Path) -> list[str]:
    lines = (line.strip() for line in path.read_text(encoding="utf-8").split("\n"))
    return [line for line in lines if line]


def _spread(documents: Sequence[Document], wanted: int) -> list[Document]:
    """Return so many documents at even distances, all if there are fewer."""
    count = min(wanted, len(documents))
    return [documents[k * len(documents) // count] for k in range(count)]


def whole_seeds(folder: Path) -> list[Document]:
    """Return the sample documents that are whole, by name."""
    files = sorted(path for path in folder.glob("*.txt") if path.name[:3] in _WHOLE_SEEDS)
    if not files:
        raise FileNotFoundError(f"{folder} holds none of the sample documents: name `seeds`.")
    return [Document(path.name[:3], path.read_text(encoding="utf-8")) for path in files]


def exclusions(registers: Sequence[Register], most_shared: float) -> Table:
    """Return what was looked at, left out and taken."""
    columns = ["text", "candidates", "left out", "left out, %", "documents", "characters"]
    columns += ["shared by those taken: mean, %", "most, %"]
    rows: list[list[object]] = []
    for register in registers:
        left_out = register.excluded(most_shared)
        kept = dict(zip((d.name for d in register.candidates), register.shares, strict=True))
        taken = [100 * kept[document.name] for document in register.documents]
        rows.append(
            [
                register.name,
                len(register.candidates),
                left_out,
                100 * left_out / max(1, len(register.candidates)),
                len(taken),
                sum(len(document.text) for document in register.documents),
                sum(taken) / len(taken) if taken else None,
                max(taken, default=None),
            ]
        )
    remark = (
        f"Candidates are stretches of at least {_SIZE:,} characters after {HELD_OUT:.0%} of each "
        f"file's lines. Left out: those of whose runs of {SHINGLE} letters, digits or Chinese "
        f"characters more than {most_shared:.0%} stand before that line of any of the files."
    )
    return Table("Near-duplicates of training text", columns, rows, remark)
