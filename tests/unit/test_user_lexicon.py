"""Lexicons that users write: what a line says, and what a Mender makes of it."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from textmend import Mender, TableError
from textmend.lexicon import FixedRepair, Lexicon, read_lexicons
from textmend.reading.lookalikes import Errors
from textmend.reading.shipped import shipped


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
        ("双减\n" + "甲" * 257 + "\t乙\n", "line 2"),
        ("甲\x0b乙\t甲丙\n\t空\n", "line 2"),
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
        ("的的\t的", "好的的的的书", "好的书"),
        ("甲乙\t甲", "甲乙乙乙，甲", "甲，甲"),
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


def test_long_lines_and_long_terms_take_no_long_time(write) -> None:
    rows = ["甲乙\t丙丁\t龘", f"戊己\t{'庚辛' * 4000}", "壬" * 5000]
    mender = Mender(lexicons=[write("\n".join(rows))])
    assert mender.fix("甲乙" * 100_000) == "甲乙" * 100_000
    assert mender.fix("壬" * 5000 + ",好") == "壬" * 5000 + "，好"


def test_nothing_to_do_gives_the_same_object(write) -> None:
    text = "县教育局公告。"
    assert Mender(lexicons=[write("教育居\t教育局\n教育局\n")]).fix(text) is text


def test_lists_of_domains_go_by_their_names(tmp_path: Path, monkeypatch) -> None:
    assert "素质教育" in read_lexicons(["education"]).terms
    text = "各地推进素质教肓，促进学生成长；推进义务教 育均衡发展。"
    right = "各地推进素质教育，促进学生成长；推进义务教育均衡发展。"
    assert Mender(lexicons=["education", "idioms"]).fix(text) == right
    (tmp_path / "education").write_text("双减\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_lexicons(["./education"]).terms == ("双减",)


TERMS = (
    "电动势测定仪\n华东师范大学\n市第一中学校\n县域义务教育优质均衡发展\n"
    "素质教育\n无线电视台\n侵权行为\n第一条为了\n林业主管部门\n"
)


class TestTerms:
    @pytest.mark.parametrize(
        ("text", "fixed"),
        [
            (
                "全面推进县域义雾教育优质均衝发展工作。",
                "全面推进县域义务教育优质均衡发展工作。",
            ),
            ("推进素质教肓，促进学生成长。", "推进素质教育，促进学生成长。"),
            (
                "他毕业于华东师泛大学，后来回到家乡。",
                "他毕业于华东师范大学，后来回到家乡。",
            ),
        ],
    )
    def test_come_back_where_they_have_a_wrong_character(self, write, text: str, fixed: str):
        mender = Mender(lexicons=[write(TERMS)])
        mended = mender.mend(text)
        assert mended.text == fixed
        assert mended.revert() == text
        assert mender.mend(fixed).text is fixed
        assert {edit.pass_name for edit in mended.edits} == {"lookalikes"}

    @pytest.mark.parametrize(
        ("text", "fixed"),
        [
            ("各地推进素质质教育，促进学生成长。", "各地推进素质教育，促进学生成长。"),
            ("他毕业于华东师师范大学，后来回到家乡。", "他毕业于华东师范大学，后来回到家乡。"),
            ("他毕业于华东师籢范大学，后来回到家乡。", "他毕业于华东师范大学，后来回到家乡。"),
            (
                "全面推进县域义务育优质均衡发展工作。",
                "全面推进县域义务教育优质均衡发展工作。",
            ),
        ],
    )
    def test_come_back_where_they_have_one_character_more_or_less(self, write, text, fixed):
        mender = Mender(lexicons=[write(TERMS)])
        mended = mender.mend(text)
        assert mended.text == fixed
        assert mended.revert() == text
        assert mender.mend(fixed).text is fixed

    @pytest.mark.parametrize(
        "text",
        [
            "推进素质的教育，促进学生成长。",  # a common character may be meant
            "他毕业于东师范大学，后来回到家乡。",  # the edge of a term
            "他在市第一一中学校任教多年。",  # a numeral
        ],
    )
    def test_keep_what_may_be_meant(self, write, text: str):
        assert Mender(lexicons=[write(TERMS)]).mend(text).text is text

    def test_gaps_are_told_with_what_speaks_for_them(self):
        terms = Lexicon.of(TERMS.split())
        (gap,) = shipped().corrector("ocr").find_gaps("推进素质质教育，促进学生成长。", (), terms)
        assert (gap.offset, gap.character, gap.is_missing) == (4, "质", False)
        assert 0.5 <= gap.confidence <= 1
        assert not shipped().corrector("ocr").find_gaps("推进素质质教育。", [(4, 5)], terms)

    def test_are_the_reason_where_nothing_else_is(self, write):
        text = "他毕业于华东师泛大学，后来回到家乡。"
        (edit,) = Mender(lexicons=[write(TERMS)]).mend(text).edits
        assert "a term of the user's lexicon" in edit.reason
        assert Mender().fix(text) == text

    @pytest.mark.parametrize(
        "text",
        [
            "他毕业于华南师范大学，后来回到家乡。",
            "他在市第二中学校任教多年。",
            "县级以上人民政府盐业主管部门应当加强管理。",
            "这家有线电视台播出了新闻。",
            "这种侵权的行为应当受到追究。",
        ],
    )
    def test_leave_alone_what_reads_well(self, write, text: str):
        assert Mender(lexicons=[write(TERMS)]).mend(text).text is text

    def test_leave_alone_what_is_protected(self, write):
        path, text = write(TERMS), "推进素质教肓，促进学生成长。"
        assert Mender(lexicons=[path], protect=["教肓"]).fix(text) == text
        assert Mender(lexicons=[path], lookalikes="off").fix(text) == text
        assert Mender("safe", lexicons=[path]).fix(text) == text

    def test_do_not_make_a_document_full_of_errors(self, write):
        text = "推进素质教肓，促进学生成长。他毕业于华东师泛大学，后来回到家乡。\n" * 40
        survey = Mender(lexicons=[write(TERMS)]).survey()
        survey.add(text)
        survey.add_lines(text)
        assert survey.slips is not None
        assert len(survey.slips.lines(text)) == 40
        assert not survey.slips.errors.are_many

    def test_are_the_likelier_the_more_of_them_are_damaged(self):
        corrector, terms = shipped().corrector("ocr"), Lexicon.of(TERMS.split())
        text = "推进素质教肓，促进学生成长。"
        few, many = (
            corrector.find(text, (), 0.9, Errors(of_terms=share), terms)[0].confidence
            for share in (0, 0.001)
        )
        assert many > few

    @pytest.mark.parametrize(
        ("text", "fixed"),
        [
            ("这种侵权 行为应当受到追究，不能放任。", "这种侵权行为应当受到追究，不能放任。"),
            ("这种侵\u3000权行为应当受到追究，不能放任。", "这种侵权行为应当受到追究，不能放任。"),
            ("侵权 行为 法律 责任", "侵权 行为 法律 责任"),
            ("第一条 为了保护民事主体的合法权益，制定本法。",) * 2,
            ("这种侵权  行为应当受到追究，不能放任。", "这种侵权  行为应当受到追究，不能放任。"),
            ("这种侵权\n行为应当受到追究，不能放任。", "这种侵权\n行为应当受到追究，不能放任。"),
        ],
    )
    def test_are_closed_up(self, write, text: str, fixed: str):
        mender = Mender("safe", lexicons=[write(TERMS)])
        mended = mender.mend(text)
        assert mended.text == fixed
        assert mended.revert() == text
        assert mender.mend(fixed).text is fixed

    @pytest.mark.parametrize(
        ("terms", "text", "fixed"),
        [
            ("推进高质量发展", "各地推迸高质量 发展，改善生活。", "各地推进高质量发展，改善生活。"),
            (
                "素质教育\n素质教育改革",
                "各地推进素质质教育 改革工作，改善办学条件。",
                "各地推进素质教育改革工作，改善办学条件。",
            ),
            (
                "素质教育\n素质教育工程\t素质教育计划",
                "各地实施素质质教育工程。",
                "各地实施素质教育计划。",
            ),
        ],
    )
    def test_what_one_repair_brings_about_another_sees(self, write, terms, text, fixed):
        mender = Mender(lexicons=[write(terms)])
        assert mender.fix(text) == fixed
        assert mender.fix(fixed) == fixed

    @pytest.mark.parametrize(
        ("terms", "text"),
        [
            ("共产党员", "全体共产党党员应当发挥先锋模范作用。"),
            ("解放军报社", "解放军报报社的记者来到现场。"),
            ("素质教育", "他写了《推进素质质教育的思考》一书。"),
            ("侵权行为", "他写了《论侵权 行为的认定及其法律责任的承担》一书。"),
            ("第一条为了", "修改为：第一条 为了规范城乡供水管理，保障用水安全。"),
            ("第一条为了", "“第一条 为了规范城乡供水管理，保障用水安全。”"),
            ("教育局长", "县教育局 长期以来重视师资队伍建设，取得成效。"),
            ("教育部长", "主办单位：教育部 长春市人民政府，承办单位略。"),
        ],
    )
    def test_stay_away_from_words_titles_and_labels(self, write, terms, text):
        mended = Mender(lexicons=[write(terms)]).mend(text)
        assert mended.text is text

    def test_many_that_hardly_differ_say_nothing_and_take_no_long_time(self, write):
        firsts = [chr(0x5000 + i) + chr(0x6000 + i) for i in range(3000)]
        names = [first + "县人民政府办公室" for first in firsts]
        mender = Mender(lexicons=[write("\n".join(names))], passes=["lookalikes"])
        text = "".join(f"请{name}办理此事。\n" for name in names[:100])
        assert mender.fix(text) == text

    def test_windows_and_long_lines_make_no_difference(self, write):
        mender = Mender(lexicons=[write(TERMS)], passes=["spacing", "lookalikes"])
        wrong = "推进素质教肓，促进学生成长；他毕业于华东师泛大学。这种侵权 行为应当受到追究。"
        right = "推进素质教育，促进学生成长；他毕业于华东师范大学。这种侵权行为应当受到追究。"
        between = "县教育局公告，定于今年举行会议。\n" * 200
        assert mender.fix(f"{between}{wrong}\n" * 100) == f"{between}{right}\n" * 100
        assert mender.fix(wrong * 50) == right * 50
