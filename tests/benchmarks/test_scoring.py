"""Edits are judged by what comes out, not by how they were cut."""

import pytest

from benchmarks.scoring import distance, judge
from benchmarks.terms import repairs
from textmend.damage import Damaged
from textmend.edits import Edit, Step


def edit(start, original, replacement, reason="test"):
    return Edit(start, start + len(original), original, replacement, (Step("width", reason, 1.0),))


DAMAGED = Damaged("今天,,晴.我们。", (edit(2, ",,", "，", "a"), edit(5, ".", "。", "b")))


@pytest.mark.parametrize(
    ("edits", "right", "wrong", "repaired", "after"),
    [
        ([], 0, 0, "", 3),
        ([edit(2, ",,", "，")], 1, 0, "a", 1),
        ([edit(2, ",", "，"), edit(3, ",", "")], 2, 0, "a", 1),
        ([edit(2, ",", "，")], 0, 1, "", 2),
        ([edit(5, ".", "。")], 1, 0, "b", 2),
        ([edit(2, ",,晴.", "，晴。")], 1, 0, "ab", 0),
        ([edit(7, "们", "門")], 0, 1, "", 4),
    ],
)
def test_judgement(edits, right, wrong, repaired, after):
    judgement = judge(DAMAGED, edits)
    assert (len(judgement.right), len(judgement.wrong)) == (right, wrong)
    assert "".join(true.reason for true in judgement.repaired) == repaired
    assert len(judgement.repaired) + len(judgement.missed) == 2
    assert (judgement.distance_before, judgement.distance_after) == (3, after)


def test_part_of_a_cluster_may_be_right():
    damaged = Damaged('“一".', (edit(2, '"', "”", "a"), edit(3, ".", "。", "b")))
    judgement = judge(damaged, [edit(2, '"', "”")])
    assert [true.reason for true in judgement.repaired] == ["a"]
    assert [true.reason for true in judgement.missed] == ["b"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [("", "", 0), ("一二三", "", 3), ("一二三", "一三", 1), ("一二三", "三二一", 2)],
)
def test_distance(first, second, expected):
    assert distance(first, second) == distance(second, first) == expected


def test_damaged_terms_are_counted_with_and_without_their_lexicon():
    text = "全县推进素质教育，落实各项工作，办好人民满意的学校，为经济发展提供人才。\n" * 40
    rows = {row[0]: row[1:] for row in repairs(["素质教育", "经济发展"], [text], seed=1).rows}
    terms, _, _, recall, precision = rows["a look-alike"]
    assert terms == len(text) // 500
    assert 0 < recall <= 1
    assert 0 < precision <= 1
    assert rows["a blank"][3] == 1
