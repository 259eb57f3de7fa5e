"""A second n-gram model, and how much it is believed."""

import math

import numpy as np
import pytest

from textmend.model import ModelFile, NgramModel, write_model
from textmend.reading.shipped import shipped
from textmend.training.own_ngrams import (
    PREFIX,
    WEIGHT,
    Scores,
    best_weight,
    counted,
    scores_of,
    weight_section,
)

OWN = ["三叶虫化石出自寒武纪地层。", "寒武纪的三叶虫很多。"] * 50
HELD_OUT = ["寒武纪地层的三叶虫化石。"]


@pytest.fixture(scope="module")
def own():
    return counted(OWN, shipped().file, 1.0)


def test_its_sections_stand_beside_the_others(own, tmp_path):
    assert all(name.startswith(PREFIX) for name in own)
    file = shipped().file
    sections = {name: file.section(name) for name in file.names}
    write_model(tmp_path / "a.model", sections | own | weight_section(0.25))
    adapted = ModelFile(tmp_path / "a.model")
    assert np.frombuffer(adapted.section(WEIGHT), "<f4").tolist() == [0.25]
    line = HELD_OUT[0]
    assert NgramModel(adapted).score(line) == NgramModel(file).score(line)
    assert sum(NgramModel(adapted, PREFIX).score(line)) > sum(NgramModel(file).score(line))


def test_the_mixture_is_that_of_the_probabilities(own):
    scores = scores_of(HELD_OUT, shipped().file, own)
    expected = [
        -math.log2(0.7 * math.exp(p) + 0.3 * math.exp(q))
        for p, q in zip(scores.general, scores.own, strict=True)
    ]
    assert scores.bits(0.3) == pytest.approx(sum(expected) / len(expected))
    assert len(scores.own) == len(HELD_OUT[0]) + 1


def test_the_weight_is_the_best_of_all(own):
    rng = np.random.default_rng(4)
    mixed = Scores(np.log(rng.uniform(0.01, 1, 500)), np.log(rng.uniform(0.01, 1, 500)))
    for scores in (mixed, scores_of([*HELD_OUT, "会议通过了决议。"], shipped().file, own)):
        slow = min(np.linspace(0.001, 0.999, 999), key=scores.bits)
        assert best_weight(scores) == pytest.approx(slow, abs=0.02)


def test_a_useless_model_is_not_believed():
    bad = Scores(np.full(100, -1.0), np.full(100, -9.0))
    assert best_weight(bad) < 0.01
