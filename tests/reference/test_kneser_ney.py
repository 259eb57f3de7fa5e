"""The native counts, estimates and packed models against the slow twin in ``kneser_ney``."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference.kneser_ney import END, START, Gram, KneserNey, count, keep

from textmend import _native
from textmend.model import ModelFile, NgramModel, vocabulary_section, write_model

ALPHABET = "教育局的了在"
VOCABULARY_SIZE = len(ALPHABET) + 2  # and the unknown character, and the end of a line

lines = st.lists(st.text(ALPHABET, min_size=1, max_size=12), min_size=1, max_size=12)
cut_offs = st.lists(st.integers(0, 3), min_size=2, max_size=6).map(lambda cuts: [0, *sorted(cuts)[1:]])


def counted(text: list[str], cuts: list[int]) -> _native.NgramCounts:
    with tempfile.TemporaryDirectory() as folder:
        # So little memory that even these need the disk.
        counter = _native.NgramCounter(vocabulary_section(ALPHABET), len(cuts), folder, 1)
        counter.add("\n".join(text), 1000, 0)
        return counter.finish(cuts)


def reference(text: list[str], cuts: list[int]) -> KneserNey:
    counts = count(text, len(cuts))
    return KneserNey(counts, keep(counts, cuts), VOCABULARY_SIZE)


def symbols(ids: tuple[int, ...]) -> Gram:
    """Return an n-gram of the native core as one of the twin."""
    names = ["", "?", END, *sorted(ALPHABET)]
    gram = tuple(names[i] for i in ids)
    return (START, *gram[1:]) if len(gram) > 1 and gram[0] == END else gram


@given(lines, cut_offs)
def test_estimates_are_those_of_the_twin(text: list[str], cuts: list[int]) -> None:
    model = _native.NgramEstimate(counted(text, cuts))
    expected = reference(text, cuts)
    for order in range(1, len(cuts) + 1):
        found = {symbols(ids): (p, b) for ids, p, b in model.grams(order) if ids != (0,)}
        if order > 1:
            assert set(found) == expected.kept[order - 1]
        for gram, (probability, backoff) in found.items():
            assert probability == pytest.approx(expected.probability(gram), abs=1e-6)
            context = (START,) if gram == (END,) else gram
            if order < len(cuts) and not (order > 1 and gram[-1] == END):
                assert backoff == pytest.approx(expected.backoff(context), abs=1e-6)


@given(lines, cut_offs)
def test_probabilities_add_up_to_one(text: list[str], cuts: list[int]) -> None:
    model = reference(text, cuts)
    for context in [(), (START,), *(gram for kept in model.kept[:-1] for gram in kept)]:
        if context and context[-1] == END:
            continue
        after = [model.probability((*context, c)) for c in (*ALPHABET, "?", END)]
        assert sum(after) == pytest.approx(1)


@settings(max_examples=30)
@given(lines, cut_offs, st.text(ALPHABET + "龘", max_size=12))
def test_packed_models_score_as_the_twin(text: list[str], cuts: list[int], line: str) -> None:
    # There are fewer different figures than codes, so codebooks lose nothing.
    sections = _native.NgramEstimate(counted(text, cuts)).pack()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.model")
        write_model(path, {"vocabulary": vocabulary_section(ALPHABET), **sections})
        found = NgramModel(ModelFile(path)).score(line)
    expected = reference(text, cuts).score(["?" if c == "龘" else c for c in line])
    assert found == pytest.approx([math.log(p) for p in expected], abs=1e-4)


@given(lines, st.integers(1, 4), st.integers(0, 3))
def test_weights_repeat_and_leave_out_lines(text: list[str], times: int, tenths: int) -> None:
    weight = times + tenths / 10
    repeated = []
    for i, line in enumerate(text):
        repeated += [line] * ((i + 1) * (times * 10 + tenths) // 10 - i * (times * 10 + tenths) // 10)
    with tempfile.TemporaryDirectory() as folder:
        counter = _native.NgramCounter(vocabulary_section(ALPHABET), 3, folder, 1)
        following = 0
        for line in text:  # in as many calls as lines
            following = counter.add(line, round(weight * 1000), following)
        weighted = counter.finish([0, 0, 0])
    assert weighted.to_sections() == counted(repeated, [0, 0, 0]).to_sections()
