"""Compiled lexicons: what is found, and what files are refused."""

from __future__ import annotations

import random

import pytest

from textmend.errors import ModelError, OptionError, TableError
from textmend.lexicon import Lexicon
from textmend.model import write_model

TERMS = ["义务教育", "教育局", "中国共产党的领导", "学生", "学生的学校", "一带一路", "不是", "的",
         "New York", "马克思·恩格斯", "优质均衡发展督导评估", "知己知彼"]  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.of(TERMS)


def found(lexicon: Lexicon, text: str, **options) -> list[tuple[str, str, str]]:
    return [(text[m.start : m.end], m.term, m.kind) for m in lexicon.find(text, **options)]


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("", []),
        ("的", [("的", "的", "exact")]),
        ("推进义务教育。", [("义务教育", "义务教育", "exact")]),
        ("推进义务 教育。", [("义务 教育", "义务教育", "cut")]),
        ("推进义务\n教育。", [("义务\n教育", "义务教育", "cut")]),
        ("推进义务\n\n教育。", []),
        ("中国共产党领导", [("中国共产党领导", "中国共产党的领导", "skeleton")]),
        ("国共产党领导", [("国共产党领导", "中国共产党的领导", "skeleton")]),
        ("中国共产党在领导", []),
        ("建设带路", [("带路", "一带一路", "skeleton")]),
        ("学生学校", [("学生学校", "学生的学校", "skeleton")]),
        ("in NewYork", [("NewYork", "New York", "skeleton")]),
        ("in New York", [("New York", "New York", "exact")]),
        ("马克思恩格斯", [("马克思恩格斯", "马克思·恩格斯", "skeleton")]),
        ("这不是学生", [("不是", "不是", "exact"), ("学生", "学生", "exact")]),
        ("学 生", [("学 生", "学生", "cut")]),
    ],
)
def test_what_is_found(lexicon: Lexicon, text: str, matches: list[tuple[str, str, str]]) -> None:
    assert found(lexicon, text) == matches


@pytest.mark.parametrize(
    ("text", "errors", "matches"),
    [
        ("义务教音", 1, [("义务教音", "义务教育", "substitution")]),
        ("知已知彼", 1, [("知已知彼", "知己知彼", "lookalike")]),
        ("义务育。", 1, [("义务育", "义务教育", "missing")]),
        ("，义务教，", 1, [("义务教", "义务教育", "missing")]),
        ("义务大教育", 1, [("义务大教育", "义务教育", "extra")]),
        ("教育句", 1, []),
        ("义务", 1, []),
        ("优质均恒发展督到评估", 1, []),
        ("优质均恒发展督到评估", 2, [("优质均恒发展督到评估", "优质均衡发展督导评估", "errors")]),
        ("优质均衡发展督评估", 1, [("优质均衡发展督评估", "优质均衡发展督导评估", "missing")]),
    ],
)
def test_errors(
    lexicon: Lexicon, text: str, errors: int, matches: list[tuple[str, str, str]]
) -> None:
    assert found(lexicon, text, errors=errors) == matches
    assert found(lexicon, text) == []


def test_what_is_not_asked_for_is_not_found(lexicon: Lexicon) -> None:
    text = "学生，义务 教育，建设带路"
    assert found(lexicon, text, exact=False, cut=False, skeletons=False) == []
    assert [kind for _, _, kind in found(lexicon, text, exact=False)] == ["cut", "skeleton"]
    assert [kind for _, _, kind in found(lexicon, text, cut=False)] == ["exact", "skeleton"]
    assert [kind for _, _, kind in found(lexicon, text, skeletons=False)] == ["exact", "cut"]


def test_the_best_choice_has_no_overlaps() -> None:
    lexicon = Lexicon.of(["研究", "研究生", "生命", "起源", "教育", "教育局", "局长"])
    assert [t for t, _, _ in found(lexicon, "研究生命起源")] == ["研究", "生命", "起源"]
    every = found(lexicon, "教育局长", overlapping=True)
    assert [t for t, _, _ in every] == ["教育局", "教育", "局长"]


def test_matches_are_a_sequence(lexicon: Lexicon) -> None:
    matches = lexicon.find("学生，教育局")
    assert len(matches) == 2 and matches[-1].term == "教育局"
    assert [m.start for m in matches[:]] == [0, 3] and matches.spans() == [(0, 2), (3, 6)]
    with pytest.raises(IndexError):
        matches[2]


def test_terms_stand_once() -> None:
    assert sorted(Lexicon.of(["乙", "甲", "乙", ""])) == ["乙", "甲"]
    assert len(Lexicon.of([])) == 0 and not Lexicon.of([]).find("甲乙丙", errors=2)


def test_candidates_say_what_is_missing() -> None:
    lexicon = Lexicon.of(["中国共产党的领导", "领导"])
    text = "在国共产党领导下"
    (candidate,) = lexicon.candidates(text)
    assert candidate.match.term == "中国共产党的领导" and candidate.match.distance == 2
    repaired = text
    for insertion in reversed(candidate.insertions):
        repaired = repaired[: insertion.offset] + insertion.text + repaired[insertion.offset :]
    assert repaired == "在中国共产党的领导下"
    assert lexicon.candidates(text, 2) == []
    with pytest.raises(OptionError):
        lexicon.candidates(text, 3, 99)


def test_characters_of_all_widths_and_none() -> None:
    lexicon = Lexicon.of(["𠮷野家店", "é́a", "abc"])
    assert [m.start for m in lexicon.find("\ud800在𠮷野家店\x00abc")] == [2, 7]
    assert len(lexicon.find("abc")) == 1
    assert [m.kind for m in lexicon.find("𠮷野\ud800店", errors=1)] == ["substitution"]


@pytest.mark.parametrize("terms", [["甲\n乙"], ["甲" * 8_001]])
def test_terms_that_cannot_be_used(terms: list[str]) -> None:
    with pytest.raises(TableError):
        Lexicon.of(terms)


def test_wrong_numbers_of_errors(lexicon: Lexicon) -> None:
    with pytest.raises(OptionError):
        lexicon.find("甲", errors=3)


def test_files(tmp_path) -> None:
    path = tmp_path / "terms.lexicon"
    Lexicon.compile(TERMS, path)
    lexicon = Lexicon(path)
    assert set(lexicon) == set(TERMS)
    matches = lexicon.find("义务教育")
    del lexicon
    assert matches[0].term == "义务教育"


def test_damaged_files_are_refused(tmp_path) -> None:
    path = tmp_path / "terms.lexicon"
    Lexicon.compile(TERMS, path)
    data = path.read_bytes()
    rng = random.Random(1)
    for _ in range(100):
        at = rng.randrange(len(data))
        damaged = data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]
        path.write_bytes(damaged)
        try:
            lexicon = Lexicon(path)
        except ModelError:
            continue
        assert set(lexicon) == set(TERMS)  # between sections
    path.write_bytes(data[:-1])
    with pytest.raises(ModelError):
        Lexicon(path)
    write_model(path, {"something": b"else"})
    with pytest.raises(ModelError, match="compile it again"):
        Lexicon(path)
