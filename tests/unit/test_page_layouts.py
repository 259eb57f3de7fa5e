"""Layouts that look like damage, and damage on pages whose paragraphs are indented."""

import pytest

from textmend import Mender

MENDER = Mender(passes=["paragraphs"])
WRAPPED = """\
近日，省财政厅印发通知，要求各地进一步加强专项资金的管
理，确保资金使用安全、规范、有效，切实发挥财政资金的引
导作用。同时，要建立健全绩效评价制度，对项目实施情况进
行跟踪检查，发现问题及时纠正。
"""
SIDE_BY_SIDE = """\
改革开放以来，我国农村发生了翻天    本报讯（记者王丽）昨日上午，市第
覆地的变化，农民的生活水平有了显    三中学举行了新教学楼落成典礼。市
著提高。特别是近年来，随着乡村振    教育局局长张建军、市第三中学校长
兴战略的深入实施，越来越多的年轻    刘芳以及师生代表五百余人参加典礼
人选择回到家乡创业。                新教学楼可容纳三十六个教学班。
"""
READ_ACROSS = """\
改革开放以来，我国农村发生了翻天覆地的变化，农民的生
本报讯（记者王丽）昨日上午，市第三中学举行了新教学楼
活水平有了显著提高。特别是近年来，随着乡村振兴战略的
落成典礼。市教育局局长张建军、市第三中学校长刘芳以及
深入实施，越来越多的年轻人选择回到家乡创业。
师生代表共五百余人参加了典礼。
"""
SIGNED = """\
　　改革开放以来，我国农村发生了翻天覆地的变化，农民的生活水
平有了显著提高。特别是近年来，随着乡村振兴战略的深入实施，越
来越多的年轻人选择回到家乡创业，为农村经济的发展注入了新的活
　　在浙江省安吉县，一位名叫陈建国的返乡青年告诉我们，他在城
　　　　　　　　　　　　　　　　　　　　安吉县农业农村局
　　　　　　　　　　　　　　　　　　　　二〇二二年三月五日
"""
PARALLEL = {
    "fields": """\
建设单位：安吉县农业农村局、安吉县人力资源和社会保障局
项目地点：浙江省湖州市安吉县递铺街道天荒坪南路二百一十
总投资额：人民币四千八百万元整
""",
    "questions": """\
问：你当初为什么选择回到家乡创业，而不留在城里工作呢？
答：主要是父母年纪大了需要照顾，而且家乡的变化也很大。
问：家里人支持吗？
""",
    "years": """\
2015年，全县新建农村电子商务服务站三十家，覆盖所有乡镇
2018年，全县新建农村电子商务服务站五十家，覆盖大部分村
2020年，全县新建农村电子商务服务站八十家
""",
}
INDENTED = """\
　　近日，省财政厅印发通知，要求各地进一步加强专项资金的管理，确保资金使用安全、规范、有效。
　　同时，要建立健全绩效评价制度，对项目实施情况进行跟踪检查，发现问题及时纠正。各级财政部门应当会同有关部
▲图为会议现场
门加强对资金使用情况的监督，切实发挥财政资金的引导作用。
　　下一步，省财政厅将继续加大投入力度。
"""
BARE_BETWEEN = """\
典礼结束后，与会人员参观了新教学楼。八年级学生李想高兴地说，能在这么漂亮的教室里上课，
他和同学们都感到非常
幸福，今后一定更加努力学习。
当地政府也为返乡创业的青年提供了许多支持，包括小额贷款、技能培训和场地补
在什么情况下，学校应当报告
在浙江省安吉县，一位名叫陈建国
的返乡青年告诉我们，他在城里打了八年工，攒下一些积蓄之后便回到村里办起了民宿。起初生意并不好做，但随着游客越来越多，他
"""


@pytest.mark.parametrize("page", [SIDE_BY_SIDE, READ_ACROSS])
def test_columns_read_across_are_not_joined(page):
    assert MENDER.fix(page) == page


def test_a_signature_at_the_right_is_no_full_line():
    assert MENDER.fix(SIGNED).splitlines()[-2:] == SIGNED.splitlines()[-2:]


@pytest.mark.parametrize("lines", PARALLEL.values(), ids=PARALLEL)
@pytest.mark.parametrize("indent", ["", "\u3000\u3000"])
def test_lines_that_begin_alike_stand_side_by_side(lines, indent):
    fixed = MENDER.fix(indent + WRAPPED + lines)
    assert fixed.endswith(lines) and fixed.count("\n") == 1 + lines.count("\n")


def test_a_stranger_inside_an_indented_paragraph_is_moved():
    fixed = MENDER.fix(INDENTED).splitlines()
    assert "各级财政部门应当会同有关部门加强" in fixed[1]
    assert fixed[2] == "▲图为会议现场" and len(fixed) == 4


def test_a_neighbour_that_goes_on_is_no_stranger():
    assert "学校应当报告的返乡青年" not in MENDER.fix(BARE_BETWEEN)


@pytest.mark.parametrize("blank", ["", "\f"])
def test_a_page_ends_inside_a_sentence(blank):
    fixed = MENDER.fix(WRAPPED.replace("行跟踪", f"- 3 -\n{blank}行跟踪"))
    assert "对项目实施情况进行跟踪检查" in fixed and "- 3 -" in fixed


def test_an_address_in_a_line_is_no_code():
    text = WRAPPED.replace("规范、有效，切实发挥财政资金的引", "详见 http://www.a.gov.cn 的公")
    assert MENDER.fix(text.replace("导作用", "告")).count("\n") == 1


def test_blanks_between_chinese_and_latin_are_kept_as_they_are_set():
    spaced = WRAPPED.replace("财政厅印", "厅用 8 台 GPU 印").replace(
        "专项资金的管\n理", "共 12\n个"
    )
    assert "共 12 个" in MENDER.fix(spaced)
    close = WRAPPED.replace("财政厅印", "厅用8台GPU").replace(
        "专项资金的管\n理", "专项资金共12\n个"
    )
    assert "共12个" in MENDER.fix(close)


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("end-to-", "end", "end-to-end"),
        ("state-of-", "the-art", "state-of-the-art"),
        ("evalu-", "ation", "evaluation"),
    ],
)
def test_hyphens_of_compounds_stay(before, after, joined):
    text = WRAPPED.replace("专项资金的管\n理", f"项目管理 {before}\n{after} ")
    assert joined in MENDER.fix(text)


class TestHeadings:
    LETTER = (
        "# 使用说明\n\n安装的步骤如下：\n\n1. 打开设置页面\n2. 填写服务器地址和端口\n"
        "3. 点击“保存”按钮\n\n特此通知。\n\n　　　　市教育局\n　　　　2023年9月1日\n"
    )

    @pytest.mark.parametrize("wish", [{"drop": ["heading"]}, {"headings": "markdown"}])
    def test_list_items_signatures_and_dates_are_none(self, wish):
        assert Mender(**wish).fix(self.LETTER) == self.LETTER

    def test_a_mark_stands_where_the_indent_was(self):
        text = "　　第二节　配置方法\n\n这一节讲配置的方法，请大家耐心阅读。\n"
        assert Mender(headings="markdown").fix(text).startswith("## 第二节")

    def test_a_subtitle_is_smaller_than_its_title(self):
        text = "江城三中新教学楼落成\n——可容纳三十六个教学班\n\n昨日上午，学校举行了落成典礼。\n"
        fixed = Mender(headings="markdown").fix(text).splitlines()
        assert fixed[0].startswith("# ") and fixed[1].startswith("## ")


def test_reports_survive_a_move():
    page = INDENTED.replace("省财政厅", "省××厅").replace("绩效评价", "绩效******评价")
    mended = Mender().mend(page)
    assert mended.moves
    (reported,) = [s for s in mended.suspicions if page[s.start : s.end] == "××"][:1]
    assert "mask" in reported.reason


def test_what_crosses_a_moved_piece_takes_nothing_with_it():
    page = INDENTED.replace("资金使用安全、", "资金使用安全,").replace("监督，", "监督,")
    fixed = Mender().fix(page)
    assert "," not in fixed and fixed.splitlines()[2] == "▲图为会议现场"
