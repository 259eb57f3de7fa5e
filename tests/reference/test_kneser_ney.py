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
from textmend.training.ngram_arpa import write_arpa

ALPHABET = "教育局的了在"
VOCABULARY_SIZE = len(ALPHABET) + 2  # and the unknown character, and the end of a line

lines = st.lists(st.text(ALPHABET, min_size=1, max_size=12), min_size=1, max_size=12)
cut_offs = st.lists(st.integers(0, 3), min_size=2, max_size=6).map(
    lambda cuts: [0, *sorted(cuts)[1:]]
)
few_lines = st.lists(st.text(ALPHABET, min_size=1, max_size=8), min_size=1, max_size=3)
growths = st.sampled_from([0.0, 0.4])


def counted(text: list[str], cuts: list[int]) -> _native.NgramCounts:
    with tempfile.TemporaryDirectory() as folder:
        # So little memory that even these need the disk.
        counter = _native.NgramCounter(vocabulary_section(ALPHABET), len(cuts), folder, 1)
        counter.add("\n".join(text), 1000, 0)
        return counter.finish(cuts)


def reference(text: list[str], cuts: list[int], growth: float = 0.0) -> KneserNey:
    counts = count(text, len(cuts))
    return KneserNey(counts, keep(counts, cuts), VOCABULARY_SIZE, growth)


def symbols(ids: tuple[int, ...]) -> Gram:
    """Return an n-gram of the native core as one of the twin."""
    names = ["", "?", END, *sorted(ALPHABET)]
    gram = tuple(names[i] for i in ids)
    return (START, *gram[1:]) if len(gram) > 1 and gram[0] == END else gram


@settings(deadline=None, max_examples=50)
@given(lines, cut_offs, growths)
def test_estimates_are_those_of_the_twin(text: list[str], cuts: list[int], growth: float) -> None:
    model = _native.NgramEstimate(counted(text, cuts), growth)
    expected = reference(text, cuts, growth)
    for order in range(1, len(cuts) + 1):
        found = {symbols(ids): (p, b) for ids, p, b in model.grams(order) if ids != (0,)}
        if order > 1:
            assert set(found) == expected.kept[order - 1]
        for gram, (probability, backoff) in found.items():
            assert probability == pytest.approx(expected.probability(gram), abs=1e-6)
            context = (START,) if gram == (END,) else gram
            if order < len(cuts) and not (order > 1 and gram[-1] == END):
                assert backoff == pytest.approx(expected.backoff(context), abs=1e-6)


@settings(deadline=None, max_examples=50)
@given(lines, cut_offs)
def test_probabilities_add_up_to_one(text: list[str], cuts: list[int]) -> None:
    model = reference(text, cuts)
    for context in [(), (START,), *(gram for kept in model.kept[:-1] for gram in kept)]:
        if context and context[-1] == END:
            continue
        after = [model.probability((*context, c)) for c in (*ALPHABET, "?", END)]
        assert sum(after) == pytest.approx(1)


def test_pruning_again_is_estimating_what_is_left() -> None:
    text = ["教育局的教育", "教育的局", "了在教育局", "教育局的教育局在"] * 2
    model = _native.NgramEstimate(counted(text, [0, 0, 0]))
    model.prune(20 * 4)
    counts = count(text, 3)
    kept = [set(counts[0])]
    kept += [{symbols(ids) for ids, _, _ in model.grams(order)} for order in (2, 3)]
    assert 0 < len(kept[2]) < len(counts[2])
    expected = KneserNey(counts, kept, VOCABULARY_SIZE)
    for order in (2, 3):
        for ids, probability, _ in model.grams(order):
            assert probability == pytest.approx(expected.probability(symbols(ids)), abs=1e-6)


@settings(deadline=None, max_examples=50)
@given(few_lines, cut_offs, st.text(ALPHABET + "龘", max_size=12))
def test_packed_models_score_as_the_twin(text: list[str], cuts: list[int], line: str) -> None:
    # There are fewer figures than codes, so codebooks lose nothing.
    sections = _native.NgramEstimate(counted(text, cuts)).pack()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.model")
        write_model(path, {"vocabulary": vocabulary_section(ALPHABET), **sections})
        found = NgramModel(ModelFile(path)).score(line)
    expected = reference(text, cuts).score(["?" if c == "龘" else c for c in line])
    assert found == pytest.approx([math.log(p) for p in expected], abs=1e-4)


@settings(deadline=None, max_examples=50)
@given(lines, st.integers(1, 4), st.integers(0, 3))
def test_weights_repeat_and_leave_out_lines(text: list[str], times: int, tenths: int) -> None:
    weight = times * 10 + tenths  # in tenths
    repeated = []
    for i, line in enumerate(text):
        repeated += [line] * ((i + 1) * weight // 10 - i * weight // 10)
    with tempfile.TemporaryDirectory() as folder:
        counter = _native.NgramCounter(vocabulary_section(ALPHABET), 3, folder, 1)
        following = 0
        for line in text:  # in as many calls as lines
            following = counter.add(line, weight * 100, following)
        weighted = counter.finish([0, 0, 0])
    assert weighted.to_sections() == counted(repeated, [0, 0, 0]).to_sections()


def test_kenlm_reads_the_same_figures(tmp_path: Path) -> None:
    kenlm = pytest.importorskip("kenlm")
    text = ["教育局的教育", "教育的局", "了在教育局", "教育局的教育局在"]
    model = _native.NgramEstimate(counted(text, [0, 0, 1]))
    write_arpa(model, sorted(ALPHABET), tmp_path / "a.arpa")
    judge = kenlm.Model(str(tmp_path / "a.arpa"))
    expected = reference(text, [0, 0, 1])
    for line in ("教育的教育局", "局了", "在在在"):
        total = judge.score(" ".join(line))
        assert total == pytest.approx(sum(map(math.log10, expected.score(line))), abs=1e-4)
