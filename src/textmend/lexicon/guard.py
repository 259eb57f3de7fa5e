"""What must stay as it is, found in a text: what the caller protects, and the lexicons' terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textmend.lexicon.compiled import Lexicon
from textmend.lexicon.user import UserLexicon
from textmend.protection import Protection, compile_protection

__all__ = ["Guard"]


class Guard:
    """Finds the spans of a text that no pass may touch.

    A term of a lexicon that is part of a longer wrong form, as 教育 is of 教育居, does not stand
    in the way of its repair. What the caller protects does.

    Args:
        protect: terms and patterns.
        lexicon: terms and fixed repairs.

    Raises:
        OptionError: if `protect` is a string.
        TableError: if a term is too long.

    >>> guard, text = Guard(["C,C++"], UserLexicon(("甲,乙",), ())), "他会C,C++,甲,乙也会"
    >>> guard.protected_spans(text), guard.term_spans(text)
    ([(2, 7)], [(8, 11)])
    """

    def __init__(self, protect: Sequence[Protection], lexicon: UserLexicon) -> None:
        self._patterns, protected = compile_protection(protect)
        patterns, terms = compile_protection((), lexicon.terms)
        self._patterns += patterns
        self._protected = _lexicon_of(protected)
        self._terms = _lexicon_of(terms)
        self._wrong = _lexicon_of(repair.wrong for repair in lexicon.repairs)

    @property
    def terms(self) -> Lexicon | None:
        """The terms of the lexicon, if there are any, without what the caller protects."""
        return self._terms

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be found in any text."""
        return not self._patterns and self._protected is None and self._terms is None

    def pattern_spans(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of patterns; one may run over several lines, and be no prose."""
        return [match.span() for pattern in self._patterns for match in pattern.finditer(text)]

    def protected_spans(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of what the caller protects that is no pattern."""
        return _spans(self._protected, text)

    def term_spans(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of the lexicon's terms."""
        terms = _spans(self._terms, text)
        wrong = _spans(self._wrong, text) if terms else []
        return _outside(terms, wrong) if wrong else terms


def _lexicon_of(terms: Iterable[str]) -> Lexicon | None:
    kept = tuple(terms)
    return Lexicon.of(kept) if kept else None


def _spans(lexicon: Lexicon | None, text: str) -> list[tuple[int, int]]:
    if lexicon is None:
        return []
    return lexicon.find(text, skeletons=False, cut=False, overlapping=True).spans()


def _outside(spans: list[tuple[int, int]], others: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans that are no part of a longer one of the others; both sorted by start."""
    kept = []
    reach = (0, 0)  # of the others that start no later, the one that ends last
    following = 0
    for start, end in spans:
        while following < len(others) and others[following][0] <= start:
            reach = max(reach, others[following], key=lambda span: span[1])
            following += 1
        if end > reach[1] or (start, end) == reach:
            kept.append((start, end))
    return kept
