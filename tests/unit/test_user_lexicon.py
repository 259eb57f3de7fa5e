"""Lexicons that users write: what a line says, and what a Mender makes of it."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from textmend import Mender, TableError
from textmend.lexicon import FixedRepair, read_lexicons


@pytest.fixture
def write(tmp_path: Path):
    def write_file(text: str, name: str = "list.tsv") -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write_file


@pytest.mark.parametrize(
    ("text", "terms", "repairs"),
    [
        ("双减\n", ["双减"], []),
        ("双减\t双减\n", ["双减"], []),
        ("双减\t1200\n甲,乙\tnoun\n", ["双减", "甲,乙"], []),
        ("# a comment\n#\n\n双减\n", ["双减"], []),
        ("教育居\t教育局\n", ["教育局"], [("教育居", "教育局", "")]),
        ("作业\t做业\t~本\n", ["做业"], [("作业", "做业", "~本")]),
        ("# Columns: wrong<TAB>right\nteh\tthe\n", ["the"], [("teh", "the", "")]),
        ("# Columns: term<TAB>example\n双减\t落实双减\n", ["双减"], []),
        ("#tag\n", ["#tag"], []),
    ],
)
def test_lines(write, text: str, terms: list[str], repairs: list[tuple[str, str, str]]) -> None:
    lexicon = read_lexicons([write(text)])
    assert list(lexicon.terms) == terms
    assert list(lexicon.repairs) == [FixedRepair(*repair) for repair in repairs]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("双减\n\t空\n", "line 2"),
        ("甲乙\t甲丙\n甲乙\t甲丁\n", "line 2"),
        ("甲乙\t甲丙\n甲丙\t甲丁\n", "line 1"),
        ("甲乙\t丙甲乙丁\n丙甲\t丁甲\n", "line 1"),
    ],
)
def test_lines_that_cannot_be_used_are_named(write, text: str, place: str) -> None:
    with pytest.raises(TableError, match=f"list.tsv, {place}"):
        read_lexicons([write(text)])


@pytest.mark.parametrize(
    ("rows", "text", "fixed"),
    [
        ("教育居\t教育局", "县教育居公告", "县教育局公告"),
        ("教育居\t教育局\n教育", "县教育居公告", "县教育局公告"),
        ("教育\t教育局", "县教育局，教育", "县教育局，教育局"),
        ("教\t育教", "育教，教", "育教，育教"),
        ("作业\t做业\t~本", "作业本，作业", "做业本，作业"),
        ("作业\t做业\t写~", "写作业，作业", "写做业，作业"),
        ("作业\t做业\t学校", "学校的作业\n家的作业", "学校的做业\n家的作业"),
        ("甲乙\t甲丙\n甲乙丁\t甲戊", "甲乙丁，甲乙", "甲戊，甲丙"),
        ("教育居\t教育局", "县教育居,公告", "县教育局，公告"),
        ("Ｃ语言\tC,语言", "学Ｃ语言", "学C语言"),
        ("高质最\t高质量", "高 质最发展", "高 质最发展"),
    ],
)
def test_repairs_are_made(write, rows: str, text: str, fixed: str) -> None:
    mender = Mender(lexicons=[write(rows + "\n")])
    mended = mender.mend(text)
    assert mended.text == fixed
    assert mended.revert() == text
    assert mender.fix(fixed) == fixed
    assert pickle.loads(pickle.dumps(mender)).fix(text) == fixed


def test_repairs_say_where_they_come_from(write) -> None:
    (edit,) = Mender(lexicons=[write("教育居\t教育局\n")]).mend("教育居").edits
    assert (edit.pass_name, edit.confidence) == ("lookalikes", 1.0)
    assert "lexicon" in edit.reason


def test_what_is_protected_is_not_repaired(write) -> None:
    path = write("教育居\t教育局\n")
    assert Mender(lexicons=[path], protect=["教育居"]).fix("教育居") == "教育居"
    allowed = write("教育居\t教育居\n", "allowed.tsv")
    assert Mender(lexicons=[path, allowed]).fix("教育居") == "教育居"
    assert Mender("safe", lexicons=[path]).fix("教育居") == "教育居"
    assert Mender(lexicons=[path], skip=["lookalikes"]).fix("教育居") == "教育居"


def test_right_forms_are_not_touched_by_other_passes(write) -> None:
    mender = Mender(lexicons=[write("甲乙\t甲,乙\n")])
    assert mender.fix("选甲乙,对吗?") == "选甲,乙，对吗？"
    assert mender.fix("选甲,乙，对吗？") == "选甲,乙，对吗？"


def test_windows_make_the_same_repairs(write) -> None:
    mender = Mender(lexicons=[write("教育居\t教育局\n甲乙\t甲丙\t~丁\n")])
    text = "县教育居公告,甲乙丁。\n" * 30000
    assert mender.fix(text) == "县教育局公告，甲丙丁。\n" * 30000


def test_nothing_to_do_gives_the_same_object(write) -> None:
    text = "县教育局公告。"
    assert Mender(lexicons=[write("教育居\t教育局\n教育局\n")]).fix(text) is text
