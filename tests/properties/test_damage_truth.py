"""Damage of any text has a truth that is exact, valid and the same every time."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from properties.strategies import documents
from textmend import Mended
from textmend.damage import (
    MISREADINGS,
    PROFILES,
    BreakLines,
    Compose,
    Damage,
    Damaged,
    DropCharacters,
    DropMarks,
    DropWords,
    LookAlikes,
    MaskNames,
    MixScript,
    MixWidth,
    Mojibake,
    PageFaults,
    Partly,
    WrapLines,
    core_characters,
    damage,
    stop_words,
)

RATES = st.sampled_from((0.0, 0.1, 0.5, 1.0))
KINDS: st.SearchStrategy[Damage] = st.one_of(
    RATES.map(lambda rate: DropCharacters(dict.fromkeys(core_characters(), rate))),
    RATES.map(lambda rate: DropCharacters({"\ud800": rate, "教": rate, "\n": rate, "，": rate})),
    st.builds(DropMarks, RATES, RATES, RATES),
    st.builds(DropWords, st.just(stop_words()), RATES, st.sampled_from(("textmend", "longest"))),
    st.builds(MaskNames, RATES),
    st.builds(LookAlikes, RATES),
    st.builds(MixWidth, RATES, RATES),
    st.builds(MixScript, RATES, st.sampled_from(("s2t", "t2s"))),
    st.builds(WrapLines, st.integers(2, 30)),
    st.builds(BreakLines, RATES, st.booleans()),
    st.sampled_from(MISREADINGS).map(lambda codecs: Mojibake(*codecs)),
    st.builds(PageFaults, st.sampled_from((2.0, 50.0))),
)
DAMAGE = st.recursive(
    KINDS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda parts: Compose(tuple(parts))),
        st.builds(Partly, inner, RATES),
    ),
    max_leaves=4,
)


def check(damaged: Damaged, text: str) -> None:
    assert damaged.original == damaged.restored() == text
    assert Mended(damaged.text, damaged.truth).revert() == damaged.text
    starts = [edit.start for edit in damaged.truth]
    assert starts == sorted(set(starts))
    for edit, following in zip(damaged.truth, damaged.truth[1:], strict=False):
        assert edit.end <= following.start
    for edit in damaged.truth:
        assert damaged.text[edit.start : edit.end] == edit.original != edit.replacement
        assert edit.steps and len(set(edit.steps)) == len(edit.steps)
    assert Damaged.from_dict(damaged.to_dict()) == damaged


@given(documents, DAMAGE, st.integers(0, 9))
def test_the_truth_is_exact(text: str, kind: Damage, seed: int) -> None:
    damaged = kind.apply(text, random.Random(seed))
    check(damaged, text)
    assert kind.apply(text, random.Random(seed)) == damaged


@pytest.mark.parametrize("name", PROFILES)
@given(documents, st.integers(0, 10**9))
def test_the_truth_of_a_profile_is_exact(name: str, text: str, seed: int) -> None:
    check(damage(text, name, seed), text)


@given(documents, KINDS, KINDS, st.integers(0, 9))
def test_composition_is_one_after_the_other(
    text: str, first: Damage, second: Damage, seed: int
) -> None:
    """What Compose says must be what damaging twice gives, by the generators that it hands out."""
    rng = random.Random(seed)
    seeds = [int(rng.random() * 2**32) for _ in range(2)]
    once = first.apply(text, random.Random(seeds[0]))
    twice = second.apply(once.text, random.Random(seeds[1]))
    assert Compose((first, second)).apply(text, random.Random(seed)).text == twice.text


@given(documents, DAMAGE)
def test_a_damaged_text_can_be_damaged_again_after_reading_it_back(text: str, kind: Damage) -> None:
    damaged = kind.apply(text, random.Random(1))
    read = Damaged.from_dict(damaged.to_dict())

    class Given(Damage):
        def apply(self, text: str, rng: random.Random) -> Damaged:
            return read

    check(Compose((Given(), DropMarks(0.5))).apply(text, random.Random(1)), text)
