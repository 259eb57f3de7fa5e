"""The pass `paragraphs`: what is joined and moved, what is left, and what a page is made of."""

from __future__ import annotations

import io
import itertools
import random
import re
from collections.abc import Iterable

import pytest

import textmend
from textmend import Mended, Mender, OptionError
from textmend._native import LayoutSurvey, Options
from textmend.damage import damage
from textmend.damage.pages import KINDS, PageBlock, damage_layout
from textmend.documents import Document
from textmend.draft import Draft
from textmend.model import NgramModel
from textmend.passes.paragraphs import run
from textmend.passes.paragraphs.arrangement import moves_of, rearranged
from textmend.passes.paragraphs.evidence import weigh
from textmend.passes.paragraphs.features import brackets
from textmend.passes.paragraphs.judge import Evidence, judge_of
from textmend.passes.paragraphs.kinds import kind_of
from textmend.passes.paragraphs.lines import read_lines
from textmend.passes.paragraphs.matching import match
from textmend.passes.paragraphs.plan import Plan
from textmend.passes.paragraphs.weights import document_prior
from textmend.protection import Spans
from textmend.reading.shipped import shipped
from textmend.reading.survey import DamageSurvey
from textmend.sections import SECTION, cut_sections
from textmend.tables import shared_tables

MENDER = Mender(passes=["paragraphs"])

SENTENCES = (
    "今年以来，全市各级各部门认真贯彻落实上级决策部署，扎实推进各项重点工作。",
    "春天来了，公园里的花都开了，许多市民带着孩子到湖边散步。",
    "会议指出，要坚持问题导向，加强调查研究，切实解决群众反映强烈的突出问题。",
    "该项目总投资3.2亿元，建成后每年可生产零部件50万套，带动就业1200人。",
    "他从小喜欢读书，大学毕业以后回到家乡，当了一名乡村教师。",
    "专家表示，科学合理的膳食结构对预防慢性疾病具有重要意义。",
    "铁路部门提醒广大旅客，出行前请合理安排时间，提前到站候车。",
    "村里修通了公路，山里的苹果、核桃和蜂蜜很快卖到了城里。",
)  # fmt: skip


def blocks(seed: int) -> list[PageBlock]:
    """Return a page with a title, headings, paragraphs, a caption and a credit."""
    chooser = random.Random(seed)
    made = [PageBlock("title", "扎实推进高质量发展", 1)]
    for number in range(4):
        body = "".join(chooser.sample(SENTENCES, 4))
        made += [
            PageBlock("heading", f"{'一二三四'[number]}、工作进展", 2),
            PageBlock("body", body),
        ]
        made.append(PageBlock("caption", "图为市民在公园里参加健身活动"))
    return [*made, PageBlock("credit", "图片提供：市融媒体中心")]


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("要提高质量，优化教学设\n\n计、丰富内容。\n", "要提高质量，优化教学设计、丰富内容。\n"),
        (
            "会议于2023年5月1\n2日在北京召开，各部门参加。\n",
            "会议于2023年5月12日在北京召开，各部门参加。\n",
        ),
        (
            "各地认真贯彻《关于加强基层治理\n体系建设的意见》，取得成效。\n",
            "各地认真贯彻《关于加强基层治理体系建设的意见》，取得成效。\n",
        ),
    ],
)
def test_sentences_cut_in_two_are_whole(text: str, fixed: str) -> None:
    assert MENDER.fix(text) == fixed


@pytest.mark.parametrize(
    "text",
    [
        "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡\n",
        "关于召开会议的通知\n\n各科室：\n　　现将有关事项通知如下。\n\n办公室\n2023年5月1日\n",
        "苹果\n香蕉\n西瓜\n葡萄\n",
        "收件人：王伟\n北京市海淀区中关村大街1号\n教育发展中心三楼办公室\n邮编：100080\n",
        "“你来了？”\n“来了。”\n他点点头，没有说话。\n",
        "一、总体要求\n二、主要任务\n三、保障措施\n",
        "def f(x):\n    # 计算每个学生的平均成绩\n    return x\n",
        "扎实推进义务教育优质均衡发展工作\n今年以来，我市认真落实各项政策。\n",
    ],
)
def test_what_is_right_stays(text: str) -> None:
    mended = MENDER.mend(text)
    assert mended.text is text
    assert mended.moves == ()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_damaged_pages_are_mended_once_and_for_all(kind: str, seed: int) -> None:
    page = damage_layout(blocks(seed), kind, seed)
    mended = MENDER.mend(page.text)
    assert mended.revert() == page.text
    letters = [sorted(re.sub(r"(?m)^[> ]+|\n", "", text)) for text in (mended.text, page.text)]
    assert letters[0] == letters[1] or kind in ("wrap", "pdf", "clean")
    again = MENDER.mend(mended.text)
    assert again.text == mended.text
    assert Mended.from_dict(mended.to_dict()) == mended


@pytest.mark.parametrize("seed", range(4))
def test_clean_pages_stay(seed: int) -> None:
    page = damage_layout(blocks(seed), "clean", seed)
    assert MENDER.mend(page.text).text is page.text


@pytest.mark.parametrize("seed", range(4))
def test_wrapped_pages_come_out_as_they_were(seed: int) -> None:
    page = damage_layout([b for b in blocks(seed) if b.kind == "body"], "wrap", seed)
    lines = [line.strip() for line in MENDER.fix(page.text).split("\n") if line.strip()]
    assert lines == page.clean().split("\n")


def test_a_heading_goes_before_its_paragraph_and_a_caption_behind() -> None:
    rest = "推进全区学校工作，今年计划创建学校。各学校都在\n{}\n努力提高教学质量，加快建设。\n"
    for stranger, before in (("二、下一步打算", True), ("图片提供：区教育局", False)):
        text = SENTENCES[0] + "\n" + rest.format(stranger) + SENTENCES[1] + "\n"
        lines = MENDER.fix(text).split("\n")
        whole = "推进全区学校工作，今年计划创建学校。各学校都在努力提高教学质量，加快建设。"
        assert lines.index(whole) - lines.index(stranger) == (1 if before else -1)


def test_blocks_are_named() -> None:
    text = (
        "临河日报\n加快教育强县建设\n□本报记者 王伟\n"
        + SENTENCES[0]
        + "\n一、主要做法\n"
        + SENTENCES[1]
        + "\n图片提供：区教育局\n— 3 —\n"
        "社址：临河市新华路12号 邮编：100000 电话：2222222\n"
    )
    kinds = [block.kind for block in textmend.mend(text).blocks]
    assert kinds == [
        "masthead", "title", "byline", "body", "heading", "body", "credit", "page_number",
        "imprint",
    ]  # fmt: skip
    mended = textmend.mend(text, drop=["masthead", "page_number", "imprint"], headings="markdown")
    assert mended.text.split("\n")[:3] == ["# 加快教育强县建设", "□本报记者 王伟", SENTENCES[0]]
    assert "## 一、主要做法" in mended.text
    assert "社址" not in mended.text
    assert mended.revert() == text


def test_blocks_in_a_row_are_dropped_from_the_beginning_on() -> None:
    text = f"第3版\n2021年9月1日 星期三\n— 3 —\n{SENTENCES[0]}\n— 4 —\n"
    mended = textmend.mend(text, drop=["masthead", "page_number"])
    assert mended.text == f"{SENTENCES[0]}\n"
    assert mended.revert() == text


@pytest.mark.parametrize("blanks", ["", "\n", "\n\n", "\u3000"])
def test_blocks_may_all_be_dropped(blanks: str) -> None:
    assert textmend.fix(f"{blanks}— 3 —\n— 4 —\n", drop=["page_number"]) == ""
    assert textmend.fix(f"{blanks}— 3 —\n正文。\n", drop=["page_number"]) == "正文。\n"


@pytest.mark.parametrize(
    "options",
    [
        {"drop": ["captions"]},
        {"drop": "caption"},
        {"headings": "x"},
        {"breaks": "all"},
        {"breaks": "find", "preset": "safe"},
        {"drop": ["caption"], "skip": ["paragraphs"]},
    ],
)
def test_wrong_wishes_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(OptionError):
        Mender(**options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("第一章 总则", "heading"),
        ("（一）指导思想", "heading"),
        ("第三条 本办法适用于全市各级各类学校。", "list_item"),
        ("• 第一项", "list_item"),
        ("2023年5月1日 星期一 第3版", "masthead"),
        ("第 3 页 共 12 页", "page_number"),
        ("责任编辑：王伟", "byline"),
        ("策划：王伟 统筹：李娜", "credit"),
        ("图为市民在公园里健身", "caption"),
        ("——记优秀教师王伟", "subtitle"),
        ("| 甲 | 乙 |", "table_row"),
        ("行经万里身犹健，历尽千艰胆未寒，", "verse"),
        ("今年以来，全市各项工作取得新进展。", "body"),
    ],
)
def test_lines_say_what_they_are(text: str, kind: str) -> None:
    width = sum(1 if ord(c) < 0x800 else 2 for c in text)
    assert kind_of(text, width, text.endswith("。")).name == kind


def test_the_judge_knows_a_cut_word_from_a_new_paragraph() -> None:
    judge = judge_of(shipped())
    cut, whole = judge.judge("优化教学设", "计、丰富"), judge.judge("工作情况", "近年来，")
    assert cut.run_on > 4
    assert whole.run_on < 0
    assert cut.clause_end < whole.clause_end
    assert judge.judge("優化教學設", "計、豐富") == cut
    assert judge.cut_word("优化教学设", "计、丰富") > 0 == judge.cut_word("工作情况", "近年来，")


def test_the_judge_says_what_the_model_says() -> None:
    model = NgramModel(shipped().file)
    before, after = "全市各级部门认真", "贯彻落实上级"

    def score(text: str, size: int) -> float:
        return sum(model.score(text)[len(text) - size : len(text)])

    evidence = judge_of(shipped()).judge(before, after)
    anew = [score(start + after, len(after)) for start in ("", "。", "，")]
    run_on = score(before + after, len(after)) - max(anew)
    assert evidence.line_end == pytest.approx(model.score(before)[-1], abs=1e-3)
    assert evidence.run_on == pytest.approx(min(run_on, 12.0), abs=1e-3)
    assert evidence.anew == pytest.approx(anew[0] - anew[2], abs=1e-3)


def test_one_line_end_that_looks_wrong_proves_little() -> None:
    right, wrong, clause = (-4.0, False), (5.0, False), (5.0, True)
    assert document_prior([]) < document_prior([wrong])
    assert document_prior([right] * 30 + [wrong]) < -4
    assert document_prior([right] * 10 + [wrong] * 5) > -2
    assert document_prior([clause] * 8) == pytest.approx(document_prior([]))


QUOTED = (
    "昨天，市教育局召开会议，通报了近期的工作。局长王伟在会上说，\n"
    "“各学校要认真总结经验，把课后服务做得更好，让家长放心。”\n"
    "会议还研究了今年的招生计划，各部门负责人先后发言。\n"
    "谈到教师培训，他表示，\n"
    "今年的投入比去年多了两成，明年还要增加。与会者对此表示赞同。\n"
)


def test_what_somebody_says_may_begin_a_paragraph() -> None:
    assert MENDER.fix(QUOTED) == QUOTED


def test_lines_of_one_page_width_are_not_moved() -> None:
    page = damage_layout([b for b in blocks(5) if b.kind == "body"], "wrap", 5)
    assert MENDER.mend(page.text).moves == ()


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("印发《关于进一步", "加强管理（试行）的通知》。", "bracket"),
        ("会议精神", "精神》印发。", "stray_bracket"),
        ("印发《关于", "大家笑了。", "open_bracket"),
    ],
)
def test_brackets_are_matched_across_a_break(before: str, after: str, found: str) -> None:
    assert brackets(before, after) == {found: 1.0}


def test_matching_is_optimal() -> None:
    chooser = random.Random(5)
    for _ in range(50):
        odds = {
            (i, j): chooser.uniform(-1, 5)
            for i in range(4)
            for j in range(10, 13)
            if chooser.random() < 0.7
        }
        found = match(odds)
        total = sum(odds[i, hit.target] for i, hit in found.items())
        best = max(
            sum(max(odds.get((i, j), 0.0), 0.0) for i, j in zip(order, range(10, 13), strict=True))
            for order in itertools.permutations(range(4), 3)
        )
        assert total == pytest.approx(best)


def test_any_order_of_lines_is_reached_by_moves() -> None:
    text = "\n".join(f"第{i}行文字" for i in range(8)) + "\n"
    lines = read_lines(text, shared_tables())
    chooser = random.Random(3)
    for _ in range(40):
        order = [0, *chooser.sample(range(1, 8), 7)]
        moves = [textmend.Move(*move) for move in moves_of([[i] for i in order], lines)]
        assert Mended(text, moves=moves).text.split() == [lines[i].text for i in order]


def test_the_first_line_stays_in_front() -> None:
    lines = read_lines("甲的一半\n二、题目\n另一半。\n", shared_tables())
    plan = Plan(follower={0: 2})
    assert rearranged([[0], [1], [2]], plan, {1}, lines) == [[0, 2], [1]]


def test_sections_do_not_depend_on_windows() -> None:
    chooser = random.Random(1)
    text = "".join(chooser.choice(SENTENCES) + chooser.choice("\n\n") * 2 for _ in range(3000))
    whole = list(cut_sections([text]))
    assert "".join(whole) == text
    assert len(whole) > 3
    assert all(len(section) < 2 * SECTION for section in whole)
    lines = text.splitlines(keepends=True)
    assert list(cut_sections(lines)) == whole


def test_a_long_torn_document_is_mended_alike_in_windows() -> None:
    text = "".join(damage_layout(blocks(seed), "cut", seed).text for seed in range(150))
    whole = MENDER.mend(text)
    survey = MENDER.survey()
    windows = text.splitlines(keepends=True)
    for window in windows:
        survey.add(window)
    for window in windows:
        survey.add_lines(window)
    assert survey.is_torn
    parts = list(cut_sections(windows))
    assert len(parts) > 1
    assert "".join(MENDER.mend_part(part, survey, initial=i == 0, final=False).text
                   for i, part in enumerate(parts)) == whole.text  # fmt: skip


def test_a_text_cut_off_is_reported() -> None:
    text = (
        SENTENCES[0]
        + "\n"
        + SENTENCES[1]
        + "\n"
        + SENTENCES[2]
        + SENTENCES[3]
        + "目前，各项工作正在\n"
    )
    mended = MENDER.mend(text)
    assert mended.text is text
    assert [s.reason for s in mended.suspicions] == ["a sentence breaks off here"]


def mended_in_windows(mender: Mender, text: str, window: int, workers: int = 1) -> tuple[str, int]:
    """Return what becomes of a file, and how many suspicions it raises."""
    file = io.BytesIO(text.encode())
    windows = list(Document(file, "a", mender, window=window, workers=workers))
    suspicions = [s for part in windows for piece in part.pieces for s in piece.mended.suspicions]
    return "".join(part.text for part in windows), len(suspicions)


def expected_of(mender: Mender, text: str) -> tuple[str, int]:
    mended = mender.mend(text)
    return mended.text, len(mended.suspicions)


def test_a_torn_and_stripped_file_is_mended_alike_in_any_windows_and_threads() -> None:
    mender = Mender(passes=["paragraphs", "restoration"])
    torn = "".join(damage_layout(blocks(seed), "cut", seed).text for seed in range(60))
    clean = "".join(SENTENCES[:4]) * 2
    text = torn + damage(clean, "function_characters").text + "\n"
    expected = expected_of(mender, text)
    assert expected[0] != text
    for workers in (1, 3, 3, 3):
        assert mended_in_windows(mender, text, 1 << 14, workers) == expected


@pytest.mark.parametrize("tail", ["", "\n", "\n\n\n", "　　", "\n　　", "\n\u200b\n"])
def test_what_follows_the_text_makes_no_difference_to_windows(tail: str) -> None:
    pages = "".join(damage_layout(blocks(seed), "wrap", seed).text for seed in range(100))
    end = pages.find("。\n", SECTION) + 2
    for text in (pages[:end], "".join(SENTENCES) + "\n" + SENTENCES[0] + "目前，各项工作正在推进"):
        expected = expected_of(MENDER, text + tail)
        for window in (1, 64, 1 << 14):
            assert mended_in_windows(MENDER, text + tail, window) == expected


MAIL = """\
> 会议于昨天在北京召开，会议认真总结了今年以来的各项重点工作，充分肯定了取得的成绩，并
> 且对下一步的工作作了安排部署，要求各部门提高认识，加强领导，把各项任务落到实处，务求取
> 得实效。
好的，我们收到了会议通知，会按照要求认真准备有关的材料，并且在下周一之前把材料送到办公
室来。
>> 请各单位于下周一之前报送材料。
"""


def test_quoted_lines_are_joined_without_their_signs() -> None:
    fixed = MENDER.fix(MAIL)
    quoted, answer, older = fixed.splitlines()
    assert quoted.startswith("> 会议于昨天") and quoted.endswith("务求取得实效。")
    assert quoted.count(">") == 1
    assert answer.endswith("送到办公室来。")
    assert older == MAIL.splitlines()[-1]


def test_prompts_are_no_quotations() -> None:
    text = ">>> print('今天全市召开了教育工作会议，会议要求各部门提\n>>> 高认识')\n" * 3
    assert MENDER.fix(text) is text


def test_half_width_marks_are_marks() -> None:
    text = "".join(damage_layout(blocks(seed), "wrap", seed).text for seed in range(3))
    half = text.translate(str.maketrans("，。；：？！", ",.;:?!"))
    assert MENDER.fix(half).count("\n") <= half.count("\n") - 10


def test_where_marks_were_stripped_no_line_is_joined() -> None:
    page = damage_layout(blocks(1), "wrap", 1).text
    stripped = "".join(c for c in page if c not in "，。、；：！？,.;:!?")
    assert MENDER.fix(page) != page
    assert MENDER.fix(stripped) is stripped


def test_a_head_that_recurs_beside_page_numbers_runs_over_pages() -> None:
    lines = [line * 9 for line in ("校园里开满了花，", "孩子们都来上学，", "老师在门口迎接，")]
    text = "".join(
        f"　　{lines[0]}\n{lines[1]}\n\n春天的学校\n{page}\n\n{lines[2]}\n{lines[0]}结束。\n"
        for page in range(12, 20)
    )
    kinds = {text[b.start : b.end].strip(): b.kind for b in MENDER.mend(text).blocks}
    assert kinds["春天的学校"] == "masthead"
    once = text.replace("春天的学校", "春天的学校在哪里", 7)
    kinds = {once[b.start : b.end].strip(): b.kind for b in MENDER.mend(once).blocks}
    assert kinds["春天的学校"] != "masthead"


def test_where_stops_alone_were_stripped_no_line_is_joined() -> None:
    page = "".join(damage_layout(blocks(seed), "interleave", seed).text for seed in range(6))
    assert MENDER.fix(page) != page
    stripped = "".join(c for c in page if c not in "。！？.!?")
    assert MENDER.fix(stripped) is stripped


def test_a_short_text_may_lack_marks() -> None:
    text = "昨天上午全市推进重点工作现场会在这里隆重召开并部\n署下一阶段重点工作。\n"
    assert MENDER.fix(text) == text.replace("部\n", "部")


class Guess:
    """A judge that takes every line for cut off, as surely as the network does."""

    def __init__(self, surprise: float, joint: float) -> None:
        self._surprise, self._joint = surprise, joint

    def judge(self, before: str, after: str) -> Evidence:
        return Evidence(-5.0, -5.0, -5.0, -5.0, 3.0, 3.0, 0.0, 0.0)

    def cut_word(self, before: str, after: str) -> float:
        return 2.0

    def joint(self, before: str, after: str) -> float:
        return self._joint

    def surprise(self, texts: Iterable[str]) -> float:
        assert all(texts)
        return self._surprise


@pytest.mark.parametrize(
    ("surprise", "joint", "suspect"), [(4.0, 0.0, True), (5.5, 0.0, False), (5.5, 10.0, True)]
)
def test_a_strange_language_is_not_judged_where_there_is_doubt(
    surprise: float, joint: float, suspect: bool
) -> None:
    survey = LayoutSurvey()
    survey.add("会议指出，要坚持问题导向，加强调查\n研究，解决问题。\n" * 2, shared_tables())
    assert weigh(survey, Guess(surprise, joint)).suspect is suspect


class Stripped(DamageSurvey):
    """Takes the first so many characters for stripped."""

    def __init__(self, size: int) -> None:
        super().__init__(shipped())
        self._size = size

    def stripped(self, text: str, protected_spans: Spans) -> list[tuple[int, int]]:
        return [(0, self._size)] if self._size else []


def test_lines_of_stripped_stretches_are_left_alone() -> None:
    text = SENTENCES[0] + "优化教学设\n计、丰富内容。\n"
    for size, joined in ((0, True), (text.index("\n") + 1, False)):
        survey = MENDER.survey()
        survey.add(text)
        survey.add_lines(text)
        layout = survey.weigh()
        assert layout is not None
        draft = Draft(text, (), shared_tables(), Options())
        run(draft, layout, is_whole=True, damage=Stripped(size), model=shipped())
        assert (draft.text != text) is joined
