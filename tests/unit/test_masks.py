"""Masked names, and numbers that lost their decimal point: reported, never changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmend import mend
from textmend.documents import Document, open_source
from textmend.pipeline import Mender
from textmend.reading.masks import find_masks, may_hold_masks, may_hold_masks_utf8
from textmend.reading.quantities import find_implausible

# ‹…› marks what is to be found.
MASKS = {
    "crosses": "学生李‹××›获奖。",
    "somebody": "被告人张‹某某›在庭上。",
    "asterisks for places": "在‹**›市‹**›区检查。",
    "one pair of asterisks": "由‹**›公司承建。",
    "asterisks in a number": "电话138‹****›5678。",
    "full-width asterisks": "由‹＊＊›公司承建。",
    "boxes": "丙辰‹□□›补主事。",
    "letters": "在‹XX›省‹XX›市。",
    "emphasis": "要**高度重视**安全。",
    "two emphases": "**目标**明确，**措施**有力。",
    "emphasis and a mask": "**目标任务**：在‹**›市推广。",
    "rule": "上文\n*****\n下文",
    "long rule": "上文********************下文",
    "code": "def f(**options): return 2**x",
    "multiplication": "3×4等于12",
    "sizes": "衣服有XXL和XXS两种",
    "a form": "邮编 □□□□□□□□□□",
    "boxes to tick": "□是 □否",
    "escaped": "见\\**说明",
    "one person": "张某说某人来过",
}


@pytest.mark.parametrize("label", MASKS)
def test_masks(label):
    text = MASKS[label].replace("‹", "").replace("›", "")
    marked = text
    for start, end in reversed(find_masks(text)):
        marked = f"{marked[:start]}‹{marked[start:end]}›{marked[end:]}"
    assert marked == MASKS[label]


def test_what_is_closed_is_not_looked_at():
    assert find_masks("由**公司与××公司", [(1, 3)]) == [(6, 8)]


@given(st.text(st.sampled_from("*×某□XＸ＊市区好a1\\\n"), max_size=30))
def test_nothing_is_found_where_nothing_may_be(text):
    found = find_masks(text)
    assert found == sorted(set(found))
    if found:
        assert may_hold_masks(text)
        assert may_hold_masks_utf8(memoryview(text.encode()))


@pytest.mark.parametrize("piece", ["**市", "**好\n", "*" * 9 + "市", "××", "某"])
def test_time_is_linear(piece):
    assert isinstance(find_masks(piece * 100_000), list)


CLEAN = "昨天上午，张××和李某某在学校图书馆参加了读书会，他们交流了学习的体会，也提出了不少建议。\n"


def test_masks_in_clean_text_are_reported_and_the_text_is_left():
    mended = mend(CLEAN)
    assert mended.text is CLEAN
    assert [CLEAN[s.start : s.end] for s in mended.suspicions] == ["××", "某某"]


def suspected(path, format_name):
    with open_source(path) as file:
        document = Document(file, path.name, Mender(), format_name=format_name)
        pieces = [piece for window in document for piece in window.pieces]
    return [
        piece.mended.original[s.start : s.end] for piece in pieces for s in piece.mended.suspicions
    ]


@pytest.mark.parametrize("window", [1 << 8, 1 << 22])
def test_masks_in_files(tmp_path, window):
    path = tmp_path / "a.txt"
    path.write_text("# 总结\n今天天气很好，我们去公园散步。\n" * 20 + CLEAN, "utf-8")
    with open_source(path) as file:
        document = Document(file, "a.txt", Mender(), window=window)
        found = [s for w in document for piece in w.pieces for s in piece.mended.suspicions]
    assert len(found) == 2


def test_emphasis_is_never_reported_in_markdown(tmp_path):
    path = tmp_path / "a.md"
    text = "# 会议\n\n会上**强调了**安全，**市**区**县**都要落实。\n\n- **大学**：已经开学。\n"
    path.write_text(text, "utf-8")
    assert suspected(path, "markdown") == []
    assert suspected(path, "text") == ["**"] * 6


NUMBERS = {
    "rate": ("就业率达985%", {"985": ("98.5", "9.85")}),
    "rate without its sign": ("合格率为985，高于去年", {"985": ("98.5", "9.85")}),
    "temperature": ("体温385度", {"385": ("38.5",)}),
    "eyesight": ("视力为48", {"48": ("4.8",)}),
    "earthquake": ("发生里氏52级地震", {"52": ("5.2",)}),
    "leading zero": ("提高05个百分点", {"05": ("0.5",)}),
    "plausible": ("就业率达98%，体温37度，视力5，增长985%", {}),
    "a point": ("就业率达98.5%，提高0.5个百分点", {}),
    "a year": ("合格率2019年为九成", {}),
    "nobody can tell": ("总人口432万", {}),
    "thousands": ("产量9，000万吨，1 050万元，2,083平方公里", {}),
    "clock and date": ("8:05到10:05，2020-05-06", {}),
}


@pytest.mark.parametrize("label", NUMBERS)
def test_lost_points(label):
    text, wanted = NUMBERS[label]
    found = {text[n.start : n.end]: n.alternatives for n in find_implausible(text)}
    assert found == wanted
