"""What must hold of lexicons for any terms and texts; rapidfuzz is the oracle for errors."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmend.lexicon import Lexicon

distance = pytest.importorskip("rapidfuzz.distance").Levenshtein.distance

LETTERS = st.text("甲乙丙丁的，", max_size=14)


def occurrences(text: str, term: str) -> set[tuple[int, int]]:
    return {
        (i, i + len(term)) for i in range(len(text) - len(term) + 1) if text.startswith(term, i)
    }


@given(st.lists(LETTERS.filter(bool), max_size=12), st.text("甲乙丙丁的， \n", max_size=40))
def test_exact_terms_are_all_found(terms: list[str], text: str) -> None:
    matches = Lexicon.of(terms).find(text, skeletons=False, cut=False, overlapping=True)
    expected = sorted(
        (start, -end, term) for term in set(terms) for start, end in occurrences(text, term)
    )
    assert sorted((m.start, -m.end, m.term) for m in matches) == expected
    assert [(m.start, -m.end) for m in matches] == [item[:2] for item in expected]


def without(term: str, droppable: str, rng: random.Random) -> str:
    return "".join(c for c in term if c not in droppable or rng.random() < 0.5)


@given(
    st.lists(st.text("甲乙丙丁的，在", min_size=2, max_size=9), min_size=1, max_size=8),
    st.randoms(),
)
def test_skeletons_are_found_and_can_be_completed(terms: list[str], rng: random.Random) -> None:
    lexicon = Lexicon.of(terms)
    text = "戊".join(without(term, "的，在", rng) for term in terms)
    reported = lexicon.candidates(text)
    for candidate in reported:
        match, start = candidate.match, candidate.match.start
        parts, at = [], start
        for insertion in candidate.insertions:
            parts += [text[at : insertion.offset], insertion.text]
            at = insertion.offset
        assert "".join([*parts, text[at : match.end]]) == match.term
        assert sum(len(insertion.text) for insertion in candidate.insertions) == match.distance
    start = 0
    for term, piece in zip(terms, text.split("戊"), strict=True):
        content = [c for c in term if c not in "的，在"]
        if len(content) >= 2 and piece != term:
            assert any(
                c.match.term == term
                and start <= c.match.start
                and c.match.end <= start + len(piece)
                for c in reported
            )
        start += len(piece) + 1


@given(st.lists(LETTERS.filter(lambda t: len(t) >= 4), max_size=6), LETTERS, st.randoms())
def test_errors_agree_with_rapidfuzz(terms: list[str], around: str, rng: random.Random) -> None:
    text = around
    for term in terms:
        at = rng.randrange(len(term))
        text += term[:at] + rng.choice(["", "戊", term[at] + "己"]) + term[at + 1 :] + around
    matches = Lexicon.of(terms).find(text, False, False, 2, cut=False, overlapping=True)
    for match in matches:
        assert distance(text[match.start : match.end], match.term) <= match.distance
        assert match.distance <= (2 if len(match.term) >= 8 else 1)
    for term in set(terms):
        most = 2 if len(term) >= 8 else 1
        spans = [(m.start, m.end, m.distance) for m in matches if m.term == term]
        for start in range(len(text)):
            for end in range(
                start + len(term) - most, min(start + len(term) + most, len(text)) + 1
            ):
                errors = distance(text[start:end], term, score_cutoff=most)
                if 0 < errors <= most and not is_explained(text, term, start, end):
                    assert any(a < end and b > start and d <= errors for a, b, d in spans)


def is_explained(text: str, term: str, start: int, end: int) -> bool:
    """The term itself stands there, so that a span beside it is no match of its own."""
    return any(a < end and b > start for a, b in occurrences(text, term))
