"""What must hold for every training example, whatever was drawn. Without PyTorch."""

import json
import sys

import numpy as np
import pytest

from textmend.reading.profile import profile_of
from textmend.training.encoding import FIRST_SYMBOL, LINE_END, PAD, encode
from textmend.training.memories import tables_of
from textmend.training.rates import draw_rates
from textmend.training.sampling import SEGMENT, Sampler, Setting, load_streams
from textmend.training.word_lists import WordFilter


@pytest.fixture
def meta(data):
    return json.loads((data / "prep.json").read_text("utf-8"))


@pytest.fixture
def setting(meta):
    return Setting.of(meta)


@pytest.fixture
def streams(data, meta):
    return load_streams(data, meta["weights"], "train")


def test_what_is_prepared_is_the_text(streams, meta, clean_line):
    ids, weight = streams["law"]
    text = "".join(meta["vocab"][i] for i in ids[:100])
    folded = clean_line.replace(" ", "").replace("195", "000").replace("A*B", "a*a")
    assert text == (folded * 3)[:100]
    assert weight == 2.5
    assert ids.dtype == np.uint16


def test_symbols_come_first_and_marks_before_them(meta, setting):
    vocabulary, symbols = meta["vocab"], meta["symbols"]
    assert len(set(vocabulary)) == len(vocabulary)
    assert vocabulary[FIRST_SYMBOL:][: len(symbols)] == symbols
    assert symbols.index("，") < setting.marks <= symbols.index("的")
    assert setting.usual[symbols.index("的")]
    assert not setting.usual[: setting.marks].any()
    assert vocabulary[setting.mask] == "*"


def test_the_held_out_lines_are_the_last(data, streams):
    held = np.load(data / "stream.law.held.npy")
    lines = [int((ids == LINE_END).sum()) for ids in (held, streams["law"][0])]
    assert lines == [18, 282]


def test_only_symbols_are_dropped(streams, setting):
    sampler = Sampler(streams, setting, 1)
    dropped_any = 0
    for _ in range(60):
        text, dropped = sampler.document()
        gone = text[dropped].astype(int) - FIRST_SYMBOL
        assert ((gone >= 0) & (gone < setting.symbols)).all()
        dropped_any += bool(len(gone))
    assert 20 < dropped_any < 60


def test_the_steps_write_the_clean_text(data, streams, setting):
    sampler = Sampler(streams, setting, 2)
    tables = tables_of(data, streams, setting)
    for _ in range(20):
        text, dropped = sampler.document()
        document = encode(text, dropped, setting.rates, tables, setting.classes)
        observed = iter(document.observed.tolist())
        copies = document.target == setting.symbols
        written = [
            next(observed) if is_copy else target + FIRST_SYMBOL
            for is_copy, target in zip(copies, document.target.tolist(), strict=True)
        ]
        assert written == text[: len(written)].tolist()
        assert dropped[len(written) :].all()
        assert copies.sum() == len(document.observed)
        assert (np.diff(document.gap) == copies[:-1]).all()


def test_a_batch_has_whole_segments(data, streams, setting):
    tables = tables_of(data, streams, setting)
    batch = Sampler(streams, setting, 3).batch(7, tables)
    assert batch.observed.shape == (7, SEGMENT)
    assert batch.profile.shape == (7, setting.symbols + 1)
    steps = len(batch.target)
    assert [len(p) for p in (batch.gap, batch.history, batch.written, batch.clause)] == [steps] * 4
    assert (np.diff(batch.gap) >= 0).all()
    copied = batch.gap[batch.target == setting.symbols]
    shown = np.flatnonzero(batch.observed.ravel() != PAD)
    assert copied.tolist() == shown.tolist()


def test_the_seed_decides(data, streams, setting):
    tables = tables_of(data, streams, setting)
    first, same, other = (Sampler(streams, setting, s).batch(3, tables) for s in (4, 4, 5))
    assert (first.observed == same.observed).all()
    assert np.array_equal(first.target, same.target)
    assert not np.array_equal(first.observed, other.observed)


def test_rates_are_probabilities_of_every_kind(setting):
    rng = np.random.default_rng(6)
    drawn = [
        draw_rates(rng, setting.symbols, setting.marks, setting.listed, setting.usual)
        for _ in range(300)
    ]
    assert all(rates.min() >= 0 and rates.max() <= 1 for rates in drawn)
    characters = [rates[setting.marks :].any() for rates in drawn]
    marks = [rates[: setting.marks].any() for rates in drawn]
    kinds = set(zip(characters, marks, strict=True))
    assert kinds == {(False, False), (False, True), (True, False), (True, True)}


def test_a_profile_says_what_is_missing():
    rates = np.array([0.1, 0.05, 0.01], np.float32)
    usual = profile_of(np.array([100, 0, 40]), 1000, rates)
    assert usual[0] == pytest.approx(0, abs=0.01)
    assert usual[1] == pytest.approx(-4)
    assert usual[2] == pytest.approx(np.log(40.5 / 10.5))
    assert usual[3] == pytest.approx(np.log(1001) - 6)
    assert profile_of(np.array([0, 500, 0]), 50, rates)[1] == pytest.approx(1.5)


def test_sampling_needs_no_network():
    source = (
        sys.modules[name].__dict__
        for name in ("textmend.training.sampling", "textmend.training.encoding")
    )
    assert not any("torch" in names for names in source)


def test_words_are_dropped_where_they_are_words():
    text, listed = "目的是我们的工作\n因为目的", "0011110001100"
    characters = ["<pad>", "<unk>", "\n", *sorted(set(text) - {"\n"})]
    words = WordFilter(characters, [c for c in characters[3:] if c not in "工作"])
    ids = np.array([characters.index(c) for c in text], np.uint16)
    rng = np.random.default_rng(0)
    drops = np.mean([words.dropped(ids, rng) for _ in range(200)], axis=0)
    for share, is_listed in zip(drops, listed, strict=True):
        assert 0.7 < share < 0.98 if is_listed == "1" else share == 0
