"""Numbers of headings and points: put back where siblings prove them, and only there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmend.reading.labels import labelled_lines
from textmend.reading.numbering import find_numbers, find_points
from textmend.reading.numerals import missing_parts, numeral, value_of
from textmend.reading.unnumbered import is_heading


def restored(text):
    """Return the text with everything put back that is sure."""
    for finding in reversed(find_numbers(text)):
        text = text[: finding.at] + finding.text + text[finding.at :]
    return text


def without(text, characters):
    """Return what a filter leaves that drops these characters."""
    return "".join(c for c in text if c not in characters)


LETTER = """\
关于做好秋季开学准备工作的通知
各乡镇中心学校：
秋季学期即将开始，请按下列要求做好准备。
一、健全机构
成立专班，明确职责。
（一）落实人员
每校指定专人负责。
（二）落实经费
经费从公用经费中列支。
二、检查校舍
逐间检查，建立台账。
（一）教室
更换损坏桌椅。
（二）宿舍
清理过道杂物。
（三）食堂
消毒餐具炊具。
三、发放课本
课前到书，人手齐全。
"""

CONTRACT = """\
房屋租赁合同
第一章 总则
第一条 甲方将房屋出租给乙方使用。
第二条 租期为两年。
第二章 租金
第三条 租金按季支付。
第四条 乙方逾期支付的，应当支付违约金。
第三章 附则
第五条 本合同自签字之日起生效。
"""

MANUAL = """\
打印机使用说明
安装步骤如下：
1. 取出打印机并去掉包装。
2. 接通电源，等待指示灯亮起。
3. 放入纸张，合上纸盒。
常见故障：
1. 卡纸时打开后盖取出纸张。
2. 字迹模糊时更换墨盒。
"""

MINUTES = """\
校务会议纪要
会议研究了下列事项：
（1）听取后勤处关于食堂改造的汇报。
（2）讨论新学期课程安排。
（3）通过教师培训方案。
会议强调，一是压实责任；二是细化措施；三是加强检查。
会议要求：第一，统一思想。第二，狠抓落实。第三，及时总结。
"""

REPORT = "\n".join(
    [
        "年度工作报告",
        *(f"{numeral(n, 'han')}、{title}\n按计划完成。" for n, title in enumerate(
            ["教学管理", "队伍建设", "德育活动", "安全保卫", "后勤服务", "经费使用", "校园文化",
             "家校合作", "体育卫生", "艺术教育", "图书管理", "信息技术"], 1)),
    ]
)  # fmt: skip

DOCUMENTS = {
    "letter": LETTER, "contract": CONTRACT, "manual": MANUAL, "minutes": MINUTES, "report": REPORT,
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_that_count_without_a_gap_are_left(name):
    assert find_numbers(DOCUMENTS[name]) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_filter_of_the_first_numeral_is_undone(name):
    text = DOCUMENTS[name]
    assert restored(without(text, "一")) == text.replace("统一", "统")


@pytest.mark.parametrize("name", ["letter", "contract", "minutes", "report"])
def test_a_filter_of_a_middle_numeral_is_undone(name):
    text = DOCUMENTS[name]
    last = {"letter": "三", "contract": "五", "minutes": "三", "report": "九"}[name]
    for dropped in "二三四五六七八":
        if dropped < last or name == "report":
            damaged = without(text, dropped)
            open_ends = [f for f in find_numbers(damaged) if f.proof == "doubtful"]
            if not open_ends:
                assert restored(damaged) == text, dropped


CASES = {
    "first in brackets": ("（）目标\n（二）任务", "（一）目标\n（二）任务"),
    "narrow brackets": ("()目标\n(二)任务", "(一)目标\n(二)任务"),
    "mixed brackets": ("()目标\n（二）任务", "(一)目标\n（二）任务"),
    "middle": ("（一）目标\n（）任务\n（三）保障", "（一）目标\n（二）任务\n（三）保障"),
    "two in a row": ("二、甲\n、乙\n、丙\n五、丁", "二、甲\n三、乙\n四、丙\n五、丁"),
    "each list anew": (
        "一、甲\n（）目标\n（二）任务\n二、乙\n（）目标\n（二）任务",
        "一、甲\n（一）目标\n（二）任务\n二、乙\n（一）目标\n（二）任务",
    ),
    "digits": ("（）目标\n（2）任务", "（1）目标\n（2）任务"),
    "mark alone": ("、目标\n二、任务", "一、目标\n二、任务"),
    "point alone": (". 目标\n2. 任务", "1. 目标\n2. 任务"),
    "bracket alone": ("）目标\n2）任务", "1）目标\n2）任务"),
    "eleven": ("九、甲\n十、乙\n十、丙\n十二、丁", "九、甲\n十、乙\n十一、丙\n十二、丁"),
    "twenty-one": ("第二十条 甲\n第二十条\n第二十二条", "第二十条 甲\n第二十一条\n第二十二条"),
    "chapters": ("第章 总则\n第二章 分则", "第一章 总则\n第二章 分则"),
    "articles go on through chapters": (
        "第一章 甲\n第一条 子\n第二章 乙\n第条 丑\n第三条 寅",
        "第一章 甲\n第一条 子\n第二章 乙\n第二条 丑\n第三条 寅",
    ),
    "inside a paragraph": ("做法：（）抓早；（二）抓小。", "做法：（一）抓早；（二）抓小。"),
    "ordinals": ("第，要早。第二，要快。", "第一，要早。第二，要快。"),
    "reasons": ("其，要早。其二，要快。", "其一，要早。其二，要快。"),
    "clauses": ("做法：是抓早；二是抓小；三是抓实。", "做法：一是抓早；二是抓小；三是抓实。"),
    "clauses in lines": ("是抓早。\n二是抓小。\n三是抓实。", "一是抓早。\n二是抓小。\n三是抓实。"),
    "headings of Markdown": ("## （）目标\n## （二）任务", "## （一）目标\n## （二）任务"),
    "indented": ("　　（）目标\n　　（二）任务", "　　（一）目标\n　　（二）任务"),
    "whole label": (
        "工作要点\n健全机构\n成立专班。\n二、检查校舍\n逐间检查。\n三、发放课本\n人手齐全。",
        "工作要点\n一、健全机构\n成立专班。\n二、检查校舍\n逐间检查。\n三、发放课本\n人手齐全。",
    ),
    "whole label in the middle": (
        "一、健全机构\n成立专班。\n检查校舍\n逐间检查。\n三、发放课本\n人手齐全。",
        "一、健全机构\n成立专班。\n二、检查校舍\n逐间检查。\n三、发放课本\n人手齐全。",
    ),
    "whole label of a point": (
        "步骤如下：\n取出机器并去掉包装。\n2．接通电源。\n3．放入纸张。",
        "步骤如下：\n1．取出机器并去掉包装。\n2．接通电源。\n3．放入纸张。",
    ),
    "marks behind numerals": (
        "总结\n健全机构\n成立专班\n二检查校舍\n逐间检查\n三发放课本\n人手齐全",
        "总结\n一、健全机构\n成立专班\n二、检查校舍\n逐间检查\n三、发放课本\n人手齐全",
    ),
}  # fmt: skip


@pytest.mark.parametrize("label", CASES)
def test_case(label):
    damaged, whole = CASES[label]
    assert restored(damaged) == whole
    assert restored(whole) == whole


UNDECIDED = {
    "the last one": "（一）目标\n（）任务",
    "no numeral at all": "（）目标\n（）任务",
    "nothing to count from": "（）目标\n（三）任务",
    "two short lines": (
        "题目\n甲乙丙丁\n子丑寅卯\n正文在此。\n二、检查校舍\n正文。\n三、发放课本\n正文。"
    ),
    "an excerpt": "题目\n健全机构\n统一认识。\n二、检查校舍\n逐间检查。\n三、发放课本\n人手齐全。",
    "the last one lost a part": "九、甲\n十、乙\n十一、丙\n十、丁",
    "claimed by two": "（一）甲\n（1）子\n（）乙\n（3）丑\n（三）丙",
}


@pytest.mark.parametrize("label", UNDECIDED)
def test_what_is_not_proved_is_not_inserted(label):
    assert restored(UNDECIDED[label]) == UNDECIDED[label]


def test_alternatives_name_what_it_may_be():
    (doubt,) = find_numbers("（一）目标\n（）任务")
    assert doubt.alternatives == ("二", "一")


UNCHANGED = {
    "a test paper": "判断题\n（）1. 地球是圆的。\n（）2. 月亮会发光。\n（）3. 水往低处流。",
    "blanks to fill": "中国的首都是（）。\n（ ）是最大的省。\n（二）班有三十人。",
    "prizes": "一等奖三名\n二等奖五名\n三等奖十名",
    "years of school": "一年级数学\n二年级数学\n三年级数学",
    "schools": "二中高中部\n三中初中部\n四小教学点",
    "decimals": "3.5万人\n4.6万人\n.5万人",
    "clauses with 是": "问题是多方面的，是长期形成的；一是认识不足，是主因；二是投入不够。",
    "an excerpt": "上文略。\n（三）健全机制。\n（四）加强监督。",
    "a date": "时间\n2020年3月5日\n二、地点\n学校礼堂。\n三、人员\n全体教师。",
    "other names": "其他\n二、地点\n三、人员",
    "code": ".gitignore\n.venv/\n2.py",
    "empty": "",
    "blank": "\n \n\n",
}


@pytest.mark.parametrize("label", UNCHANGED)
def test_clean_text_is_left(label):
    assert restored(UNCHANGED[label]) == UNCHANGED[label]


def test_labels_are_read_with_their_frames():
    lines = labelled_lines("一、甲\n\n  （2）乙\n第三节 丙\n正文")
    assert [[(x.form.frame, x.value) for x in line.labels] for line in lines] == [
        [("、", 1)], [("()", 2)], [("节", 3)], [],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line", ["2020年3月5日", "——在大会上的讲话", "各单位：", "各县教育局", "a", ""]
)
def test_other_short_lines_are_no_headings(line):
    assert not is_heading(line)


@given(st.integers(1, 99), st.sampled_from(["han", "digit"]), st.data())
def test_what_a_numeral_lost_is_what_it_lacks(value, script, data):
    whole = numeral(value, script)
    assert value_of(whole) == value
    kept = data.draw(st.lists(st.booleans(), min_size=len(whole), max_size=len(whole)))
    rest = "".join(c for c, keep in zip(whole, kept, strict=True) if keep)
    parts = missing_parts(rest, value, script)
    assert parts is not None
    for at, text in reversed(parts):
        rest = rest[:at] + text + rest[at:]
    assert rest == whole


PIECES = st.sampled_from(
    [
        *"一二三四十12（）()、.，。：第条章是要其\n\n\n 　",
        "目标任务", "健全工作机制", "## ", "**", "（）", "（二）", "二、",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_restored_once_and_for_all(text):
    findings = find_numbers(text)
    places = [finding.at for finding in findings]
    assert places == sorted(set(places))
    assert all(0 <= at <= len(text) for at in places)
    once = restored(text)
    assert restored(once) == once


@pytest.mark.parametrize(
    "piece", ["（）\n", "、甲乙\n", "二、\n", "第条\n", "是好；", "（", "二要好；", "九甲乙丙\n"]
)
def test_time_is_linear(piece):
    assert isinstance(find_numbers(piece * 20_000), list)


POINTS = (
    "工作要求\n1加强领导，压实责任。\n各校都要重视。\n2完善机制。\n3强化监督。\n16岁的学生除外。"
)


def test_points_get_their_marks_back():
    assert [finding.at for finding in find_points(POINTS)] == [6, 26, 33]


@pytest.mark.parametrize(
    "text",
    [
        "1加强领导\n2完善机制",  # too few
        "1加强领导\n2完善机制\n4强化监督",  # they do not count on
        "1加强领导\n2完善机制\n3强化监督\n1.总结",  # there is another count
        "1年级\n2年级\n3年级",  # counted
        "2021年\n2022年\n2023年",
    ],
)
def test_what_is_no_count_of_points_gets_none(text):
    assert find_points(text) == []
