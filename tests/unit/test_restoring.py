"""The pass ``restoration`` with the model of the package."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from rapidfuzz.distance import Levenshtein

from textmend import Mender
from textmend.damage import damage
from textmend.gate import Stretch
from textmend.passes import restoration
from textmend.reading.reader import Candidate, Gap, Reader

REPORT = """\
今年以来，我县坚持把发展经济的着力点放在实体经济上，全面落实各项惠企政策，帮助企业解决生产经营中的困难和问题。前三季度，全县规模以上工业增加值同比增长百分之六，新开工项目比去年同期多了十二个。
在城乡建设方面，我们对老旧小区进行了改造，新建了一批公园和停车场，群众的居住环境得到了明显改善。同时，农村公路建设稳步推进，所有的行政村都通上了硬化路。
下一步，县委和县政府将继续加大对教育、医疗和养老等民生领域的投入，让广大群众在发展中有更多的获得感。各部门要认真履行职责，加强协调配合，确保全年的目标任务顺利完成。
"""
STORY = """\
那天傍晚，父亲从集市上回来，手里提着一只小小的木箱。他把箱子放在桌上，对我们说：“你们猜猜里面是什么？”妹妹第一个跑过去，可是怎么也打不开。
父亲笑了，从口袋里拿出一把钥匙。箱子打开的时候，屋子里一下子安静了下来，原来里面是一台旧收音机，还有一封没有寄出去的信。
"""


@pytest.fixture(scope="module")
def mender() -> Mender:
    return Mender()


@pytest.mark.parametrize("text", [REPORT, STORY, REPORT + STORY])
def test_clean_text_is_the_very_same_object(mender: Mender, text: str) -> None:
    assert mender.fix(text) is text


@pytest.mark.parametrize("profile", ["function_characters", "stopwords", "transcript"])
def test_much_that_was_dropped_comes_back(mender: Mender, profile: str) -> None:
    damaged = damage(REPORT, profile, seed=1)
    mended = mender.mend(damaged.text)
    before = Levenshtein.distance(damaged.text, REPORT)
    assert Levenshtein.distance(mended.text, REPORT) < 0.85 * before
    assert mended.revert() == damaged.text


def test_it_only_inserts(mender: Mender) -> None:
    mended = mender.mend(damage(REPORT, "function_characters").text)
    restored = [edit for edit in mended.edits if edit.pass_name == "restoration"]
    assert restored
    assert all(edit.start == edit.end and edit.replacement for edit in restored)
    assert all(0 <= edit.confidence <= 1 for edit in restored)


def test_a_threshold_keeps_what_is_doubtful_out(mender: Mender) -> None:
    text = damage(REPORT, "function_characters").text
    bold = mender.mend(text)
    careful = Mender(min_confidence=0.9).mend(text)
    assert len(careful.edits) < len(bold.edits)
    assert all(edit.confidence >= 0.9 for edit in careful.edits)
    assert len(careful.suspicions) > len(bold.suspicions)


def test_a_negation_that_is_not_sure_is_reported(
    mender: Mender, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = damage(REPORT, "function_characters").text
    at = text.index("经济")
    gap = Gap(at, (Candidate("，不", 0.6), Candidate("，", 0.4)))
    monkeypatch.setattr(Reader, "read", lambda *_: [gap])
    mended = mender.mend(text)
    assert [edit.replacement for edit in mended.edits if edit.start == at] == ["，"]
    assert ("，不",) in [suspicion.alternatives for suspicion in mended.suspicions]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the texts that the reader is told the profiles of."""
    texts: list[str] = []
    profile = Reader.profile

    def listen(reader: Reader, text: str) -> list[float]:
        texts.append(text)
        return profile(reader, text)

    monkeypatch.setattr(Reader, "profile", listen)
    return texts


def test_the_reader_is_told_of_the_damaged_part_alone(mender: Mender, told: list[str]) -> None:
    """What stands in a sound paragraph may still have been dropped from another."""
    damaged = damage(REPORT, "function_characters").text
    mender.mend(REPORT + damaged)
    assert told
    assert all(line in damaged for line in "".join(told).split("\n"))


def test_addresses_say_nothing_of_what_was_dropped(mender: Mender, told: list[str]) -> None:
    lines = damage(REPORT, "function_characters").text.split("\n")
    address = "`https://example.com/a/long/address`"
    text = address.join(lines)
    spans = [(m.start(), m.end()) for m in re.finditer(re.escape(address), text)]
    mender.mend(text, protected_spans=spans)
    assert told
    assert not any("example" in text for text in told)


def test_the_safe_preset_restores_nothing() -> None:
    text = damage(REPORT, "function_characters").text
    assert not any(e.pass_name == "restoration" for e in Mender("safe").mend(text).edits)


def test_neighbours_and_threads_change_nothing(mender: Mender) -> None:
    texts = [damage(text, "function_characters").text for text in (REPORT, STORY, REPORT[:150])]
    alone = [mender.fix(text) for text in texts]
    together = [mended.text for mended in mender.mend_many([*texts, *reversed(texts)], workers=3)]
    assert together == [*alone, *reversed(alone)]


def test_protected_text_stays(mender: Mender) -> None:
    text = damage(REPORT, "function_characters").text
    assert mender.mend(text, protected_spans=[(0, len(text))]).text is text


def test_masks_are_reported_in_damaged_text(mender: Mender) -> None:
    text = damage(REPORT, "function_characters").text
    at = text.index("经济")
    text = f"{text[:at]}**{text[at + 2 :]}"
    found = [s for s in mender.mend(text).suspicions if (s.start, s.end) == (at, at + 2)]
    assert [suspicion.alternatives for suspicion in found] == [()]


def test_a_few_short_lines_of_a_sound_text_are_headings():
    """Headings and captions lack stops, as stripped text does."""
    body = "今年以来各部门认真落实部署，扎实推进各项重点工作，取得了明显的成效。\n" * 6
    caption = "文化馆与专家交流学习\n市民参加健身活动现场\n"
    paragraph = (
        "文化馆与专家交流学习市民参加健身活动现场孩子们在老师带领下来到湖边观察植物记录生长情况\n"
    )

    def believed(end, length):
        text = body + end
        sizes = [("clean", 0, len(body)), ("heavy", len(body), len(text))]
        stretches = [
            Stretch(a, b, severity, 0.9, 3.0, 0.9, 0.5, b - a, length if a else 200)
            for severity, a, b in sizes
        ]
        examined = SimpleNamespace(stretches=stretches, damaged=stretches[1:])
        return restoration._believed(text, examined)

    assert believed(caption, 20) == []
    assert len(believed(paragraph, 40)) == 1
    assert len(believed(caption, 100)) == 1  # much of the text is like that


@pytest.mark.parametrize(
    "lines",
    [
        "河北省石家庄市长安区中山东路118号\n江苏省南京市鼓楼区中央路201号南京国际广场南楼18层\n"
        "四川省成都市武侯区人民南路四段1号时代数码大厦23楼\n"
        "广东省广州市天河区珠江新城华夏路16号富力盈凯广场3901室\n"
        "陕西省西安市雁塔区科技路37号海星城市广场B座1602\n",
        "前端开发工程师熟悉Vue或React三年以上经验\n后端开发工程师熟悉Java或Go五年以上经验\n"
        "测试工程师熟悉自动化测试框架\n产品经理有教育行业背景者优先\n运维工程师熟悉Linux和Docker\n",
    ],
)
def test_a_list_of_short_lines_was_not_stripped(mender: Mender, lines: str) -> None:
    assert mender.fix(lines) == lines


def test_short_lines_that_were_stripped_are_read(mender: Mender) -> None:
    stripped = damage(REPORT, "function_characters").text.replace("\n", "")
    lines = "".join(f"{stripped[at : at + 30]}\n" for at in range(0, len(stripped), 30))
    assert len(mender.fix(lines)) - len(lines) > len(REPORT) // 20


def test_terms_of_a_lexicon_stand_in_the_way_of_nothing_around_them(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    pairs = {REPORT[i : i + 2] for i in range(len(REPORT) - 1)}  # two by two they cover the text
    words.write_text("\n".join(sorted(filter(str.isalpha, pairs))), encoding="utf-8")
    damaged = damage(REPORT, "function_characters", seed=1)
    without, with_terms = Mender().mend(damaged.text), Mender(lexicons=[words]).mend(damaged.text)
    assert len(with_terms.edits) > 0.9 * len(without.edits)


def test_nothing_is_inserted_into_a_term_that_hardly_stands_there_by_chance(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    damaged = damage(REPORT, "function_characters", seed=1).text
    free = Mender().fix(damaged)
    start = next(i for i in range(len(damaged) - 8) if damaged[i : i + 8] not in free)
    term = damaged[start : start + 8].strip()
    words.write_text(term, encoding="utf-8")
    assert term in Mender(lexicons=[words]).fix(damaged)
    assert term in Mender(protect=[term]).fix(damaged)
