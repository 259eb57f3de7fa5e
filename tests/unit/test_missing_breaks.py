"""Headings and paragraphs that were run together are cut apart if that is asked for."""

from __future__ import annotations

import pytest

import textmend

RUN_TOGETHER = (
    "一、加强组织领导各级各部门要高度重视，把这项工作摆上重要议事日程，认真研究解决实际困难和问题。"
    "二、完善工作机制要建立健全联席会议制度，定期通报情况，形成工作合力，确保各项任务落到实处。"
    "三、强化督促检查对工作不力、进展缓慢的，要及时约谈提醒，限期整改到位。"
)


def test_what_was_run_together_is_cut_if_asked_for() -> None:
    assert textmend.fix(RUN_TOGETHER) == RUN_TOGETHER
    mended = textmend.mend(RUN_TOGETHER, breaks="find", headings="markdown")
    lines = mended.text.split("\n")
    assert lines[0] == "## 一、加强组织领导"
    assert [line[:8] for line in lines[1:]] == [
        "各级各部门要高度",
        "二、完善工作机制",
        "三、强化督促检查",
    ]
    assert mended.revert() == RUN_TOGETHER
    assert textmend.fix(mended.text, breaks="find") == mended.text


@pytest.mark.parametrize(
    "text",
    [
        "他提出了三点要求：（一）加强学习；（二）改进作风；（三）狠抓落实。" * 4,
        "他说：“工作要做好。一、要学习。二、要实践。”" + "大家都认真地听着，做了笔记。" * 6,
        "会议研究了有关问题。他强调，要坚持不懈地把这件事情办好。" * 5,
        "孩子们在草地上放风筝。三、四月份是这里旅游的旺季，游人很多，大家都喜欢到山里来。" * 3,
        "会议认为「工作要做好。一、要学习，要努力。二、要实践」，大家都认真地听着。" * 3,
        "有两条路可以走。第一条路走不通，大家都试过了，后来就不再有人去试了。" * 4,
    ],
)
def test_what_belongs_together_is_not_cut(text: str) -> None:
    assert textmend.fix(text, breaks="find") == text


def test_headings_one_behind_the_other_are_cut_at_once() -> None:
    stacked = "二、主要任务" + RUN_TOGETHER.replace("一、", "（一）").replace("二、", "（二）")
    mended = textmend.fix(stacked, breaks="find")
    assert mended.split("\n")[:2] == ["二、主要任务", "（一）加强组织领导"]
    assert textmend.fix(mended, breaks="find") == mended


def test_a_line_is_cut_with_the_line_ends_of_the_text() -> None:
    mended = textmend.fix(f"{RUN_TOGETHER}\r\n完。\r\n", breaks="find")
    assert mended.count("\r\n") == mended.count("\n") > 3


def test_quoted_mail_is_not_cut() -> None:
    assert textmend.fix(f"> {RUN_TOGETHER}", breaks="find") == f"> {RUN_TOGETHER}"


def test_blanks_where_a_line_is_cut_go() -> None:
    spaced = RUN_TOGETHER.replace("二、", "　　二、")
    assert "问题。\n二、" in textmend.fix(spaced, breaks="find")
