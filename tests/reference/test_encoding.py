"""The native pass ``encoding`` does what its readable twin does."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from properties.strategies import HAN, LATIN, MARKS, MOJIBAKE, texts

from reference import encoding as twin
from textmend import _native
from textmend.draft import Draft
from textmend.edits import Suspicion
from textmend.passes import encoding
from textmend.protection import check_spans
from textmend.tables import shared_tables

ROOT = Path(__file__).parents[2]

PROSE = (
    "昨日，全市组织毕业典礼！", "请于周五前报送统计表。", "我们的工作是为群众服务", "春天来了",
    "中小學生的體育課，每天一節。", "第十二条 用人单位应当依法缴纳", "GDP增长5%，创历史新高",
    "他说：“好的……”", "Python 3.11 的新特性", "国务院办公厅关于印发通知", "é è", "文本",
    "龘靐齉爩", "怼人？", "€100元", "𠮷野家", "\ue5e5一", "\x81中",
)  # fmt: skip


def misread(written: str, read: str, errors: str = "replace") -> Callable[[str], str]:
    """Return what makes of a text what it looks like when read in the wrong codec."""

    def damage(text: str) -> str:
        return text.encode(written, "ignore").decode(read, errors)

    return damage


CODECS = ("utf-8", "gbk", "gb18030", "cp950", "latin-1", "cp1252")
DAMAGES = [misread(w, r, e) for w in CODECS for r in CODECS for e in ("replace", "ignore")]
DAMAGES += [str, str, lambda text: text.replace("，", "&#65292;"), lambda text: f"&lt;{text}&gt;"]

sentences = st.lists(st.sampled_from(PROSE + HAN), min_size=1, max_size=4).map("".join)
damaged = st.builds(lambda text, f: f(text), sentences, st.sampled_from(DAMAGES))
twice = st.builds(lambda text, f: f(text), damaged, st.sampled_from(DAMAGES))
pieces = st.one_of(damaged, damaged, twice, st.sampled_from(MOJIBAKE + MARKS + LATIN))
mojibake = st.lists(pieces, max_size=6).map("".join)
entities = st.text(st.sampled_from('&#;xX<>/!?"`abltgnsp123Ff文锟'), max_size=24)
high = st.text(
    st.one_of(
        st.characters(min_codepoint=0x80, max_codepoint=0xFF),
        st.sampled_from("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ@a~\x7f文 ?"),
    ),
    max_size=16,
)
any_han = st.text(
    st.one_of(
        st.characters(min_codepoint=0x80, max_codepoint=0xFFFF, codec=None),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.sampled_from("?\ufffd€"),
    ),
    max_size=16,
)
documents = st.one_of(mojibake, mojibake, entities, high, any_han, texts)


def run_native(draft: Draft) -> None:
    edits, suspicions, _ = _native.run_passes(
        draft.text,
        ["encoding"],
        draft.tables,
        _native.Survey(),
        draft.options,
        draft.protected,
        draft.scan,
        encoding.recoding(),
    )
    draft.suspect(suspicions)
    draft.accept(edits)


def outcome(
    run: Callable[[Draft], None], text: str, least: float, spans: list[tuple[int, int]]
) -> tuple[str, list[object], list[Suspicion]]:
    options = _native.Options()
    options.min_confidence = least
    draft = Draft(text, check_spans(spans, len(text)), shared_tables(), options)
    run(draft)
    return draft.text, draft.edits.to_list(shared_tables()), draft.shifted_suspicions(0)


def check(text: str, least: float = 0.9, spans: list[tuple[int, int]] | None = None) -> None:
    native = outcome(run_native, text, least, spans or [])
    slow = outcome(twin.run, text, least, spans or [])
    assert native == slow


@settings(deadline=None)  # the first text pays for the codecs' tables
@given(documents)
@example("文 頎?鏂囨湰")
@example("&#1;文&#x80;&nosuch;&amp;amp;&nbsp;")
@example("é–‹å§‹ â€œæ–‡æœ¬â€\x9d")
@example("ÎÄ±¾a±¾ ÎÄ")
@example("鏂囨湰銆?鏂囨湰锛")
def test_outcomes_agree(text: str) -> None:
    check(text)


@settings(deadline=None)  # the first text pays for the codecs' tables
@given(documents, st.integers(1, 30))
def test_repetition_agrees(text: str, times: int) -> None:
    check(text[:6] * times)


@settings(deadline=None)  # the first text pays for the codecs' tables
@given(mojibake, st.sampled_from([0.0, 0.96, 1.0]), st.data())
def test_threshold_and_protection_agree(text: str, least: float, data: st.DataObject) -> None:
    offsets = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(offsets, offsets).map(sorted).map(tuple), max_size=3))
    check(text, least, [span for span in spans if span[0] < span[1]])


def test_the_texts_of_all_cases_agree() -> None:
    for path in sorted((ROOT / "tests" / "cases").rglob("*.json")):
        for case in json.loads(path.read_text("utf-8")):
            check(case["original"])
            check(case["fixed"])


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_clauses_agree(damage: Callable[[str], str]) -> None:
    """Clauses of good text, one in three misread and some cut, as damage comes in documents."""
    chooser = random.Random(1)
    clauses = [
        clause
        for path in sorted((ROOT / "tests" / "cases" / "unchanged").glob("*.json"))
        for case in json.loads(path.read_text("utf-8"))
        for clause in re.split(r"(?<=[，。；\n])", case["original"])
    ]
    lines = []
    for start in range(0, len(clauses), 4):
        line = clauses[start : start + 4]
        k = chooser.randrange(len(line))
        wrong = damage(line[k])
        line[k] = wrong[chooser.randrange(3) : len(wrong) - chooser.randrange(3)]
        lines.append("".join(line))
    check("\n".join(lines))


def test_codecs_agree_on_every_character() -> None:
    """A run of each character is read as the interpreter reads it, whatever is skipped."""
    for start in range(0x80, 0x30000, 0x400):
        block = [chr(c) for c in range(start, start + 0x400, 1 if start < 0x10000 else 37)]
        check("\n".join(f"龘靐{c}齉爩{c}{c}" for c in block))


def test_losses_beside_protected_mojibake_are_reported() -> None:
    check("昨日，毕业典礼！鏂囨湰昨日，典礼！锟斤拷", 0.0, [(0, 9)])
