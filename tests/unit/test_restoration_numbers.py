"""Numbers in the pass ``restoration``: damaged documents, rules, suspicions and reversal."""

import pytest

from textmend import Mender
from textmend._native import EditList, OffsetMap, Options
from textmend.draft import Draft
from textmend.gate import Stretch
from textmend.passes import restoration
from textmend.tables import shared_tables

LETTER = """\
关于开展冬季安全检查工作的通知
各街道办事处，区直有关单位：
为了保障群众的生命和财产安全，经研究，决定在全区开展冬季安全检查，现将有关事项通知如下。
一、明确检查重点
（一）人员密集场所
对商场、影院和车站进行检查，看疏散通道是不是畅通，消防器材是不是完好。
（二）居民住宅小区
对楼道里堆放的杂物要及时清理，并且向居民讲清楚用火用电的常识。
二、规范检查程序
检查人员要两人同行，主动出示证件，对发现的问题当场记录，由被检查单位签字确认。
三、落实整改责任
能够立即整改的要立即整改，不能立即整改的，要制定方案，并且在年底之前完成。
"""
DROPPED = "一、，。的和在了是有并且对"


@pytest.fixture(scope="module")
def mender():
    return Mender(passes=["restoration"])


@pytest.fixture(scope="module")
def mended(mender):
    return mender.mend("".join(c for c in LETTER if c not in DROPPED))


def test_numbers_come_back(mended):
    heads = [line[:3] for line in mended.text.split("\n")]
    assert [head for head in heads if head[:1] in "一二三（"][:5] == [
        "一、明",
        "（一）",
        "（二）",
        "二、规",
        "三、落",
    ]


def test_reverting_undoes_it(mended):
    assert mended.revert() == mended.original


def test_nothing_that_was_there_is_changed(mended):
    assert all(edit.start == edit.end for edit in mended.edits)


def test_steps_say_what_proved_the_number(mended):
    reasons = {step.reason for edit in mended.edits for step in edit.steps}
    assert any("count on from it" in reason for reason in reasons)


def test_the_threshold_holds(mended):
    strict = Mender(passes=["restoration"], min_confidence=0.96).mend(mended.original)
    assert "（）人员" in strict.text
    assert any(s.alternatives == ("一",) for s in strict.suspicions)


def test_protected_labels_stay(mender, mended):
    text = mended.original
    at = text.index("（）")
    assert "（）人员" in mender.mend(text, [(at, at + 2)]).text


def test_clean_text_is_left(mender):
    assert mender.fix(LETTER) is LETTER
    assert mender.mend(LETTER).suspicions == ()


POINTS = "工作要求\n1加强领导，压实责任\n2完善机制\n3强化监督\n"


def with_points(severity, threshold):
    """Return a draft of POINTS, in which a stretch is of that severity, with its marks restored."""
    options = Options()
    options.min_confidence = 0.9
    draft = Draft(POINTS, (), shared_tables(), options)
    stretch = Stretch(0, len(POINTS), severity, 0.9, 3.0, 0.9, 0.5, len(POINTS), len(POINTS))
    severities = restoration._Severities([stretch] if severity != "clean" else [])
    restoration._restore_points(draft, severities, OffsetMap(EditList()), threshold)
    return draft.finish()


def test_marks_behind_points_come_back_in_badly_damaged_text():
    mended = with_points("heavy", None)
    assert mended.text == "工作要求\n1.加强领导，压实责任\n2.完善机制\n3.强化监督\n"
    assert {edit.confidence for edit in mended.edits} == {0.8}


@pytest.mark.parametrize(("severity", "threshold"), [("heavy", 0.9), ("light", None)])
def test_elsewhere_they_are_reported(severity, threshold):
    mended = with_points(severity, threshold)
    assert mended.text == POINTS
    assert [s.alternatives for s in mended.suspicions] == [(".",)] * 3


def test_in_clean_text_points_may_be_written_without_marks():
    mended = with_points("clean", None)
    assert mended.text == POINTS
    assert mended.suspicions == ()
