"""The pipeline: passes chosen, terms protected, thresholds, windows, bytes."""

from __future__ import annotations

import codecs
import pickle
import re
from pathlib import Path
from typing import Any

import pytest

import textmend
from textmend import DecodingError, EditError, Mender, OptionError, TableError
from textmend.passes import PASS_NAMES, PRESETS

DIRTY = "落实““双减”政策”,增加 195 名."


def test_presets_and_skip_choose_passes() -> None:
    assert Mender().passes == PRESETS["full"]
    assert Mender("safe").passes == PRESETS["safe"]
    assert Mender(skip=["width", "restoration"]).passes == tuple(
        name for name in PRESETS["full"] if name not in ("width", "restoration")
    )
    assert Mender(passes=["punctuation", "width"]).passes == ("width", "punctuation")
    assert Mender(passes=[]).passes == ()
    assert Mender(passes=["width"], skip=["width"]).passes == ()


def test_no_passes_change_nothing() -> None:
    assert Mender(passes=[]).mend(DIRTY).text is DIRTY


@pytest.mark.parametrize("name", PASS_NAMES)
def test_each_pass_runs_alone(name: str) -> None:
    mended = Mender(passes=[name]).mend("⽂中,鏂囨湰 。、中小學生在学习发展")
    assert {step.pass_name for edit in mended.edits for step in edit.steps} <= {name}


def test_passes_build_on_each_other_at_one_place() -> None:
    (edit,) = textmend.mend("我们都很好,，你们也好。").edits
    assert (edit.original, edit.replacement) == (",，", "，")
    assert [step.pass_name for step in edit.steps] == ["width", "punctuation"]


def test_below_the_threshold_an_edit_is_a_suspicion() -> None:
    mended = Mender(min_confidence=0.99).mend("今天,晴")
    assert mended.text == "今天,晴"
    (suspicion,) = mended.suspicions
    assert (suspicion.start, suspicion.end, suspicion.alternatives) == (2, 3, ("，",))


@pytest.mark.parametrize(
    "protect",
    [["C,C++"], [re.compile(r"C,C\++")], ["C", "C,C++"], ["C,C++", ""]],
    ids=["term", "pattern", "longest term", "empty term"],
)
def test_protected_terms_stay(protect: list[str]) -> None:
    assert Mender(protect=protect).fix("他会C,C++,也会唱歌.") == "他会C,C++，也会唱歌。"


def test_flags_of_protected_patterns_count() -> None:
    mender = Mender(protect=[re.compile("甲,a", re.IGNORECASE)])
    assert mender.fix("他选了甲,A选了乙,都对。") == "他选了甲,A选了乙，都对。"
    verbose = Mender(protect=[re.compile("甲 , # a comment", re.VERBOSE), "乙"])
    assert verbose.fix("他选了甲,乙选了丙,都对。") == "他选了甲,乙选了丙，都对。"


def test_lexicons_protect_their_terms(tmp_path: Path) -> None:
    lexicon = tmp_path / "terms.tsv"
    lexicon.write_text("# a comment\n甲,乙\tnoun\n\n丙;丁\n", encoding="utf-8")
    mender = Mender(lexicons=[lexicon])
    text, fixed = "他选甲,乙来选丙;丁都不选,对吗?", "他选甲,乙来选丙;丁都不选，对吗？"
    assert mender.fix(text) == fixed
    assert pickle.loads(pickle.dumps(mender)).fix(text) == fixed


def test_a_lexicon_may_have_a_byte_order_mark_and_any_line_end(tmp_path: Path) -> None:
    lexicon = tmp_path / "terms.txt"
    lexicon.write_bytes("\ufeff甲,乙\r\n丙;丁\r\n".encode())
    mender = Mender(lexicons=[lexicon])
    assert mender.fix("他选甲,乙来选丙;丁都不选,对吗?") == "他选甲,乙来选丙;丁都不选，对吗？"


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xff"], ids=["missing", "not UTF-8"])
def test_a_lexicon_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    lexicon = tmp_path / "terms.txt"
    if content is not None:
        lexicon.write_bytes(content)
    with pytest.raises(TableError, match=r"terms\.txt"):
        Mender(lexicons=[lexicon])


def test_protected_spans_may_overlap_and_come_in_any_order() -> None:
    text = "他来了,我走了,你还在,对吗?"
    mended = Mender().mend(text, protected_spans=[(7, 8), (3, 4), (2, 4)])
    assert mended.text == "他来了,我走了,你还在，对吗？"


@pytest.mark.parametrize("span", [(0, 9), (-1, 1), (2, 1)])
def test_spans_outside_are_refused(span: tuple[int, int]) -> None:
    with pytest.raises(EditError):
        Mender().mend("甲,乙", protected_spans=[span])


def test_options_may_be_iterators(tmp_path: Path) -> None:
    assert Mender(protect=iter(["甲,乙"])).fix("选甲,乙,对吗?") == "选甲,乙，对吗？"
    assert Mender(skip=iter(["width"])).passes == Mender(skip=["width"]).passes
    assert Mender(passes=iter(["width"]), drop=iter([])).passes == ("width",)
    lexicon = tmp_path / "terms.txt"
    lexicon.write_text("丙;丁\n", encoding="utf-8")
    mender = Mender(lexicons=iter([lexicon]))
    assert pickle.loads(pickle.dumps(mender)).fix("选丙;丁,对吗?") == "选丙;丁，对吗？"


def test_protected_spans_may_be_an_iterator() -> None:
    text = "他来了,我走了,对吗?"
    assert Mender().mend(text, iter([(3, 4)])).text == "他来了,我走了，对吗？"
    with pytest.raises(EditError):
        Mender().mend(text, iter([(3, 99)]))


@pytest.mark.parametrize("option", ["passes", "skip", "lexicons", "protect", "drop"])
def test_a_string_in_the_place_of_several_is_refused(option: str) -> None:
    with pytest.raises(OptionError, match=f"{option} is the string 'width': give a sequence"):
        Mender(**{option: "width"})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "options",
    [
        {"protect": [3]},
        {"protect": [b"x"]},
        {"protect": [re.compile(b"x")]},
        {"protect": None},
        {"skip": None},
        {"min_confidence": True},
        {"min_confidence": "0.9"},
    ],
)
def test_options_of_another_type_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match=next(iter(options))):
        Mender(**options)


def test_what_is_no_text_is_refused() -> None:
    for wrong in (None, b"x", 3):
        with pytest.raises(TypeError, match="mend_bytes"):
            textmend.fix(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="str"):
        textmend.mend_bytes("甲")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="one string"):
        Mender().mend_many("甲乙")
    with pytest.raises(EditError, match="pairs"):
        Mender().mend("甲乙", protected_spans=[0, 1])  # type: ignore[list-item]
    assert textmend.mend_bytes(memoryview("甲,乙".encode())).text == "甲，乙"


def test_a_conversion_without_its_pass_is_refused() -> None:
    for options in ({"skip": ["script"]}, {"passes": ["width"]}):
        with pytest.raises(OptionError, match="convert wants the pass script"):
            Mender(convert="t2s", **options)  # type: ignore[arg-type]


def test_han_latin_follows_the_document_or_the_option() -> None:
    text = "用Python写代码,用C写代码。"
    assert Mender(han_latin="add").fix(text) == "用 Python 写代码，用 C 写代码。"
    assert Mender(han_latin="remove").fix("用 Python 写代码。") == "用Python写代码。"
    assert Mender().fix("用 Python 写代码。") == "用 Python 写代码。"


@pytest.mark.parametrize(
    ("convert", "text", "fixed"),
    [
        ("t2s", "學校", "学校"),
        ("s2t", "学校", "學校"),
        ("s2twp", "互联网", "網際網路"),
        ("s2hk", "学校里面", "學校裏面"),
    ],
)
def test_whole_documents_are_converted_on_request(convert: str, text: str, fixed: str) -> None:
    mended = Mender(convert=convert).mend(text)
    assert mended.text == fixed
    assert mended.revert() == text


def test_a_phrase_of_another_order_is_one_edit_also_in_a_long_line() -> None:
    text = "新的打印机很快连上互联网，" * 2000
    mended = Mender("safe", convert="s2twp").mend(text)
    assert mended.text == "新的印表機很快連上網際網路，" * 2000
    edits = {(edit.original, edit.replacement) for edit in mended.edits}
    assert ("打印机", "印表機") in edits
    assert mended.revert() == text


def test_what_is_protected_keeps_no_other_word_from_being_converted() -> None:
    text = "默认的内存和软件的视频"
    mended = Mender("safe", convert="s2twp", protect=["软件"]).mend(text)
    assert mended.text == "預設的記憶體和软件的影片"


def test_katakana_is_folded_on_request() -> None:
    assert Mender().fix("ｶﾞｲﾄﾞ") == "ｶﾞｲﾄﾞ"
    assert Mender(katakana="fold").fix("ｶﾞｲﾄﾞ") == "ガイド"
    assert Mender(katakana="fold", skip=["width"]).fix("ｶﾞｲﾄﾞ") == "ｶﾞｲﾄﾞ"


def test_a_window_is_judged_by_the_survey_of_the_document() -> None:
    mender = Mender()
    first, second = "我们在这里学习发展教育事业。\n" * 9, "中小學生\n"
    survey = mender.survey()
    survey.add(first)
    survey.add(second)
    assert mender.mend_part(second, survey).text == "中小学生\n"
    assert mender.mend(second).text == second


def test_mend_many_keeps_order_and_passes_errors_on() -> None:
    texts = [f"第{i},页" for i in range(50)]
    fixed = [f"第{i}，页" for i in range(50)]
    for workers in (1, 3):
        assert [m.text for m in Mender().mend_many(texts, workers=workers)] == fixed

    def broken() -> object:
        yield "甲,乙"
        raise RuntimeError("the source broke")

    for workers in (1, 3):
        with pytest.raises(RuntimeError, match="the source broke"):
            list(Mender().mend_many(broken(), workers=workers))  # type: ignore[arg-type]


def test_mend_many_of_nothing_is_nothing() -> None:
    assert list(Mender().mend_many([], workers=2)) == []


def test_bytes_are_decoded_and_say_from_what() -> None:
    for encoding in ("utf-8", "gb18030", "big5"):
        mended = textmend.mend_bytes("學校教育,我們的工作.".encode(encoding), encoding)
        assert (mended.text, mended.encoding) == ("學校教育，我們的工作。", encoding)
    with pytest.raises(DecodingError) as error:
        textmend.mend_bytes(b"abc\xff", "utf-8")
    assert error.value.offset == 3


def test_a_mark_is_no_part_of_the_bytes_text_and_comes_back() -> None:
    data = codecs.BOM_UTF16_LE + "今天,晴".encode("utf-16-le")
    for encoding in ("utf-16-le", "utf-16", None):
        mended = textmend.mend_bytes(data, encoding)
        assert (mended.original, mended.text) == ("今天,晴", "今天，晴")
        assert mended.encoding == "utf-16"
        assert data.decode(mended.encoding) == mended.revert()


@pytest.mark.parametrize("encoding", ["undefined", "a\0b", "klingon"])
def test_bytes_in_no_encoding_are_an_option_error(encoding: str) -> None:
    with pytest.raises(OptionError, match="no text encoding"):
        textmend.mend_bytes(b"abc", encoding)


@pytest.mark.parametrize("options", [{"presett": "safe"}, {"passes": "width"}])
def test_wrong_options_of_the_functions_are_errors(options: dict[str, str]) -> None:
    with pytest.raises((TypeError, OptionError)):
        textmend.fix("教", **options)


@pytest.mark.parametrize("text", [b"bytes", None, 3])
def test_what_is_no_string_is_refused(text: object) -> None:
    with pytest.raises(TypeError):
        textmend.fix(text)  # type: ignore[arg-type]


def test_a_subclass_of_str_is_a_text() -> None:
    class Text(str):
        __slots__ = ()

    mended = textmend.mend(Text("今天,晴"))
    assert mended.text == "今天，晴"
    assert mended.revert() == "今天,晴"
