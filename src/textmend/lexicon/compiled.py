"""Lexicons as the native core uses them: compiled, immutable, mapped into memory.

The layout is described in native/core/lexicon/format.hpp, and lies in the container of models.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from textmend import _native
from textmend.errors import OptionError, TableError
from textmend.lexicon.matches import MATCH_KINDS, Insertion, Match, Matches, SkeletonCandidate
from textmend.model import ModelFile, model_errors, write_model
from textmend.tables import table_rows

__all__ = ["Lexicon"]

_MOST_ERRORS = 2


class Lexicon:
    """A compiled lexicon: immutable, safe to share between threads.

    Args:
        path: a file that `Lexicon.compile` wrote.

    Raises:
        ModelError: if it cannot be opened, or is cut, damaged or no lexicon.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        with model_errors():
            self._native = _native.Lexicon(ModelFile(path).native)

    @classmethod
    def compile(cls, terms: Iterable[str], path: str | os.PathLike[str]) -> None:
        """Compile terms into a file.

        Args:
            terms: in any order; one given twice stands once in the lexicon.
            path: the file; what is there stays until the new one is complete.

        Raises:
            TableError: if a term has a line end or more than 256 characters, or the terms have
                more than 65,000 different ones.
            FileProcessingError: if the file cannot be written.

        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     Lexicon.compile(["义务教育"], folder + "/terms.lexicon")
        ...     len(Lexicon(folder + "/terms.lexicon"))
        1
        """
        with _term_errors():
            sections = _native.compile_lexicon(_joined(terms), *_droppable())
        write_model(path, sections)

    @classmethod
    def of(cls, terms: Iterable[str]) -> Lexicon:
        """Compile terms in memory; otherwise as `compile`."""
        lexicon = cls.__new__(cls)
        with _term_errors():
            lexicon._native = _native.Lexicon.of(_joined(terms), *_droppable())
        return lexicon

    def __len__(self) -> int:
        return len(self._native)

    def __iter__(self) -> Iterator[str]:
        return (self._native.term(number) for number in range(len(self)))

    def find(
        self,
        text: str,
        exact: bool = True,
        skeletons: bool = True,
        errors: int = 0,
        *,
        cut: bool = True,
        overlapping: bool = False,
    ) -> Matches:
        """Find the terms in one pass over a text.

        Wrong, by nature, where a text says something else that differs by a character: that is
        common with `errors` and for terms of four characters. It is for the caller to judge.

        Args:
            text: any string.
            exact: terms as they stand.
            skeletons: terms of which droppable characters are missing, function characters and
                marks. What remains must have two characters at least, and not be a term itself.
            errors: 1 finds terms of four characters or more with one error, 2 those of eight or
                more with two as well. An error is a character missing, too many, or another one.
            cut: terms with blanks or a line end in them.
            overlapping: all matches. Otherwise those without overlaps that explain most of the
                text: an error counts against a match, so exact ones win in good text.

        Raises:
            OptionError: if `errors` is not 0, 1 or 2.

        >>> [match.kind for match in Lexicon.of(["义务教育"]).find("义务教音", errors=1)]
        ['substitution']
        """
        if errors not in range(_MOST_ERRORS + 1):
            raise OptionError(f"errors is {errors!r}: give 0, 1 or 2.")
        return Matches(self._native.find(text, exact, cut, skeletons, errors, overlapping), text)

    def differing(self, text: str) -> _native.MatchList:
        """Return what may be a term but for one or two characters, overlapping ones too.

        It is a list for the core; `find` with `errors` says the same.
        """
        return self._native.find(text, False, False, False, _MOST_ERRORS, True)

    def gaping(self, text: str) -> _native.MatchList:
        """Return what may be a term but for one character missing or too many, as `differing`."""
        return self._native.find(text, False, False, True, 1, True)

    def candidates(
        self, text: str, start: int = 0, end: int | None = None
    ) -> list[SkeletonCandidate]:
        """Return all terms whose skeletons stand in a part of a text, and what each lacks.

        Overlapping ones are among them, and those whose skeleton is a term itself.

        Args:
            text: any string.
            start: where the part begins, in code points.
            end: where it ends; the end of the text if not given.

        Raises:
            OptionError: if the part does not lie within the text.

        >>> lexicon = Lexicon.of(["中国共产党的领导"])
        >>> lexicon.candidates("坚持国共产党领导")[0].insertions
        (Insertion(offset=2, text='中'), Insertion(offset=6, text='的'))
        """
        last = len(text) if end is None else end
        if not 0 <= start <= last <= len(text):
            raise OptionError(
                f"The part [{start}, {last}) does not lie within the text of {len(text)} code "
                "points: give offsets within it."
            )
        return [
            SkeletonCandidate(
                Match(*item[:3], MATCH_KINDS[item[3]], item[4]),
                tuple(Insertion(offset, missing) for offset, missing in insertions),
            )
            for item, insertions in self._native.candidates(text, start, last)
        ]


@contextmanager
def _term_errors() -> Iterator[None]:
    """Turn the native core's errors about terms into `TableError`."""
    try:
        yield
    except _native.NativeModelError as error:
        raise TableError(str(error)) from error


def _joined(terms: Iterable[str]) -> str:
    kept = list(terms)
    for term in kept:
        if "\n" in term:
            raise TableError(f"The term {term!r} has a line end; a term stands on one line.")
    return "\n".join(kept)


@cache
def _droppable() -> tuple[str, str]:
    """Return the function characters that may be missing, and the marks.

    Of the function characters it is the short list, those that nearly every stop-word list has.
    """
    rows = table_rows("function_characters.tsv")
    marks = "".join(row[0] for row in rows if unicodedata.category(row[0])[0] in "PS")
    return "".join(row[0] for row in rows if row[2] == "core"), marks
