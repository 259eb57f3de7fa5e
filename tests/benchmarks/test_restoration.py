"""Insertions are counted as the documentation says, and near-duplicates are found."""

import argparse
import doctest
import json
from importlib import import_module

import pytest

from benchmarks.__main__ import main
from benchmarks.restoration.beam import NgramBeam
from benchmarks.restoration.documents import Corpus, choose
from benchmarks.restoration.engines import Insertion
from benchmarks.restoration.overlap import shared_shares
from benchmarks.restoration.reliability import Read, bins, expected_error, tally_at
from textmend import _native
from textmend.damage import damage
from textmend.model import ModelFile, vocabulary_section, write_model
from textmend.training.scoring import Counts, Tally

CLEAN = "昨天，我们在学校开会（大家都参加），讨论“双减”政策；老师说：可以！企业增加195名工人。\n"
OTHER = "春天来了，山上的桃花开得正好，河边的柳树也发了芽，孩子们在草地上放风筝，笑声传得很远。\n"


def tally(damaged, repaired, clean):
    found = Tally()
    found.add(damaged, repaired, clean)
    return found


@pytest.mark.parametrize(
    ("repaired", "characters", "marks"),
    [
        ("我家在山上", (0, 0, 1), (0, 0, 2)),
        ("我的家，在山上。", (1, 0, 0), (2, 0, 0)),
        ("我家，在山上的", (0, 1, 1), (1, 0, 1)),
        ("我 的 家,在\n山上。", (1, 0, 0), (2, 0, 0)),
        ("我的的家", (1, 1, 0), (0, 0, 2)),
    ],
)
def test_insertions_are_counted(repaired, characters, marks):
    found = tally("我家在山上", repaired, "我的家，在山上。")
    assert found.counts(marks=False) == Counts(*characters)
    assert found.counts(marks=True) == Counts(*marks)


def test_errors_are_distances_of_folded_texts():
    found = tally("甲乙", "甲，乙。", "甲,乙；\n丙")
    assert (found.size, found.before, found.after) == (5, 3, 2)
    assert found.cut == pytest.approx(1 / 3)


def test_a_mark_is_counted_by_itself_in_either_width():
    found = tally("甲乙", "甲，乙？", "甲,乙。")
    assert found.of("，") == found.of(",") == Counts(1, 0, 0)
    assert found.of("。") == Counts(0, 0, 1)
    assert found.of("？") == Counts(0, 1, 0)


def test_tallies_add_up():
    first, second = tally("甲", "甲的", "甲的"), tally("乙", "乙了", "乙")
    first.merge(second)
    assert first.counts(marks=False) == Counts(1, 1, 0)
    assert (first.documents, first.size) == (2, 3)


@pytest.mark.parametrize(
    ("counts", "precision", "recall", "f1", "f_half"),
    [
        (Counts(8, 2, 8), 0.8, 0.5, 16 / 26, 10 / 14),
        (Counts(0, 0, 3), None, 0.0, 0.0, 0.0),
        (Counts(0, 3, 0), 0.0, None, None, None),
        (Counts(0, 0, 0), None, None, None, None),
    ],
)
def test_figures(counts, precision, recall, f1, f_half):
    assert (counts.precision, counts.recall) == (precision, recall)
    assert counts.f() == (None if f1 is None else pytest.approx(f1))
    assert counts.f(0.5) == (None if f_half is None else pytest.approx(f_half))


def test_confidences_are_compared_with_the_truth():
    damaged = damage("今天，晴。", "transcript")
    read = Read(damaged, [Insertion(2, "，", 0.8), Insertion(3, "！", 0.4)])
    assert read.outcomes() == [(0.8, True), (0.4, False)]
    assert [(b.count, b.right) for b in bins(read.outcomes())] == [(1, 0.0), (1, 1.0)]
    assert expected_error(read.outcomes()) == pytest.approx((0.2 + 0.4) / 2)
    assert expected_error([]) is None
    assert tally_at([read], 0.5).counts(marks=True) == Counts(1, 0, 1)
    assert tally_at([read], 0.0).counts(marks=True) == Counts(1, 1, 1)


def test_what_is_shared_is_seen_through_marks_and_blanks():
    spaced = " ".join(CLEAN.replace("，", ","))
    assert shared_shares([CLEAN, OTHER, "短"], [spaced]) == [1.0, 0.0, 0.0]
    assert shared_shares([CLEAN], []) == [0.0]


@pytest.fixture
def corpus(tmp_path):
    """Return a file whose held-out part is half new text and half a repetition."""
    lines = [CLEAN] * 6466
    new = "".join(chr(0x4E00 + k) for k in range(3000))
    lines += [CLEAN] * 100 + [new[30 * k : 30 * k + 30] + "。\n" for k in range(100)]
    file = tmp_path / "clean.txt"
    file.write_text("".join(lines), encoding="utf-8")
    return file


def test_near_duplicates_are_left_out(corpus):
    (register,) = choose([Corpus("news", corpus)], [], 5, 0.2)
    assert register.excluded(0.2) >= 2
    assert register.documents
    assert all(document.text.count("双减") < 10 for document in register.documents)
    assert all(len(document.text) >= 1500 for document in register.documents)


def test_further_training_text_counts(corpus):
    (register,) = choose([Corpus("news", corpus)], [corpus], 5, 0.2)
    assert not register.documents


@pytest.mark.parametrize("argument", ["news.txt", "=news.txt", "news="])
def test_a_corpus_has_a_name_and_a_file(argument):
    with pytest.raises(argparse.ArgumentTypeError, match="NAME=FILE"):
        Corpus.parse(argument)


def test_the_beam_writes_what_the_model_expects(tmp_path):
    counter = _native.NgramCounter(vocabulary_section("我的书，在这。"), 3, str(tmp_path), 1)
    counter.add("我的书，在这。\n" * 50, 1000, 0)
    sections = _native.NgramEstimate(counter.finish([0, 0, 0])).pack()
    write_model(
        tmp_path / "tiny.model", {"vocabulary": vocabulary_section("我的书，在这。"), **sections}
    )
    beam = NgramBeam(ModelFile(tmp_path / "tiny.model"))
    assert beam.read("我书这") == [(1, "的"), (2, "，在"), (3, "。")]
    assert beam.read("") == []


def test_command(corpus, tmp_path, capsys):
    base = tmp_path / "results" / "report"
    arguments = ["--corpus", f"news={corpus}", "--documents", "1", "--output", str(base)]
    arguments += ["--profiles", "transcript", "clean", "--engines", "textmend", "marks only"]
    main(["restoration", *arguments, "--parts", "accuracy", "engines", "calibration"])
    assert "F1 of ？" in capsys.readouterr().out
    report = json.loads(base.with_suffix(".json").read_text(encoding="utf-8"))
    for table in report["tables"]:
        assert all(len(row) == len(table["columns"]) for row in table["rows"])
    for name in ("reliability", "confidence.transcript"):
        assert base.with_name(f"report.{name}.svg").read_text("utf-8").startswith("<svg")


def test_nothing_to_read():
    with pytest.raises(SystemExit, match="--corpus"):
        main(["restoration"])


@pytest.mark.parametrize("name", ["curves", "documents", "engines", "overlap", "reliability"])
def test_examples(name):
    outcome = doctest.testmod(import_module(f"benchmarks.restoration.{name}"))
    assert outcome.attempted
    assert not outcome.failed
