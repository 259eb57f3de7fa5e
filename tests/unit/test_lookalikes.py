"""The pass `lookalikes` where no lexicon is given: tables, findings, options."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import textmend
from textmend import Mender, _native
from textmend.reading.lookalikes import Corrector, Errors
from textmend.reading.shipped import shipped
from textmend.tables import table_rows

ROOT = Path(__file__).parents[2]
TABLES = ("lookalike_shapes.tsv", "lookalike_sounds.tsv")

# A slip, and what was meant; all in one long sentence, so that the text around reads well.
SLIPS = {
    "ocr": [
        ("乘胜推迸", "乘胜推进"),
        ("坚持改苹开放", "坚持改革开放"),
        ("贯彻落买会议精神", "贯彻落实会议精神"),
    ],
    "typing": [("贯彻落石会议精神", "贯彻落实会议精神"), ("坚持改格开放", "坚持改革开放")],
}
AROUND = "会议指出，要全面{}，不断提高人民群众的生活水平。"


def mender(mode, **options):
    return Mender(passes=["lookalikes"], lookalikes=mode, **options)


@pytest.mark.parametrize("name", TABLES)
class TestTables:
    def test_items_are_characters_with_a_likeness(self, name):
        for key, items in table_rows(name):
            assert len(key) == 1
            for item in items.split(" "):
                assert "\u3007" <= item[0] <= "\u9fff"
                assert item[0] != key
                assert 1 <= int(item[1:]) <= 100

    def test_the_most_alike_come_first_and_each_once(self, name):
        for _, items in table_rows(name):
            percents = [int(item[1:]) for item in items.split(" ")]
            assert percents == sorted(percents, reverse=True)
            assert len({item[0] for item in items.split(" ")}) == len(percents)

    def test_size(self, name):
        folder = textmend.tables.dictionary_folder()
        assert (Path(folder) / name).stat().st_size < 1_050_000


def test_what_looks_or_sounds_alike_is_there():
    shapes, sounds = (dict(table_rows(name)) for name in TABLES)
    for written, meant in ("己已", "太大", "口曰", "苹革", "0〇", "l一"):
        assert meant in shapes[written]
    for written, meant in ("在再", "做作", "的得", "近进", "新心"):
        assert meant in sounds[written]


@pytest.mark.parametrize("name", ["shapes", "sounds"])
def test_tables_are_current(name, tmp_path):
    """Drawing takes minutes; the folders of fonts and of Unihan files are named when wanted."""
    unihan, fonts = os.environ.get("TEXTMEND_UNIHAN"), os.environ.get("TEXTMEND_FONTS")
    if unihan is None or (fonts is None and name == "shapes"):
        pytest.skip("TEXTMEND_FONTS and TEXTMEND_UNIHAN name no folders of fonts and Unihan files")
    folders = [fonts, unihan] if name == "shapes" else [unihan]
    output = tmp_path / "table.tsv"
    script = ROOT / "tools" / f"build_{name}.py"
    subprocess.run([sys.executable, script, *folders, output], check=True)
    committed = ROOT / "dictionaries" / f"lookalike_{name}.tsv"
    assert output.read_text("utf-8") == committed.read_text("utf-8")


def test_each_kind_of_evidence_has_a_weight():
    assert sorted(_native.LOOKALIKE_EVIDENCE) == [
        row[0] for row in table_rows("lookalike_weights.tsv")
    ]


class TestRepairs:
    @pytest.mark.parametrize(
        ("mode", "wrong", "right"),
        [(mode, *pair) for mode, pairs in SLIPS.items() for pair in pairs],
    )
    def test_slips_are_repaired(self, mode, wrong, right):
        text = AROUND.format(wrong)
        mended = mender(mode).mend(text)
        assert mended.text == AROUND.format(right)
        assert mended.revert() == text
        (edit,) = mended.edits
        assert edit.end == edit.start + 1
        assert edit.pass_name == "lookalikes"
        assert 0.9 <= edit.confidence <= 1
        assert mender(mode).fix(mended.text) == mended.text

    def test_sounds_only_when_asked_for(self):
        text = AROUND.format("贯彻落石会议精神")
        assert mender("ocr").fix(text) is text
        assert "sounds" in mender("typing").mend(text).edits[0].reason

    def test_off(self):
        text = AROUND.format("乘胜推迸")
        assert mender("off").mend(text).text is text

    def test_threshold(self):
        text = AROUND.format("乘胜推迸")
        mended = mender("ocr", min_confidence=1.0).mend(text)
        assert mended.text is text
        (suspicion,) = mended.suspicions
        assert text[suspicion.start : suspicion.end] == "迸"
        assert suspicion.alternatives == ("进",)

    def test_lines_know_nothing_of_each_other(self):
        lines = [AROUND.format(wrong) for wrong, _ in SLIPS["ocr"]]
        fixed = [mender("ocr").fix(line) for line in lines]
        assert mender("ocr").fix("\n".join(lines)) == "\n".join(fixed)

    def test_offsets_behind_characters_of_all_widths(self):
        wrong, right = AROUND.format("乘胜推迸"), AROUND.format("乘胜推进")
        assert mender("ocr").fix(f"\U0001f600\ud800\n{wrong}") == f"\U0001f600\ud800\n{right}"


class TestLeftAlone:
    @pytest.mark.parametrize("mode", ["ocr", "typing"])
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "己亥年三月初九",
            "今年粮食产量达到一万三千二百吨，同比增长百分之五。",
            "学而时习之，不亦说乎？有朋自远方来，不亦乐乎？人不知而不愠，不亦君子乎？",
            "呢啲嘢唔係好抵食，不如去第二間睇下啦。",
            "委员王梓萱、欧阳靖淇、赵珺琦出席会议并发言。",
            "def 回口(self): return 1",
        ],
    )
    def test_unchanged(self, mode, text):
        assert mender(mode).mend(text).text is text

    def test_what_is_protected(self):
        text = AROUND.format("乘胜推迸")
        assert mender("ocr", protect=["推迸"]).mend(text).text is text
        at = text.index("迸")
        assert mender("ocr").mend(text, [(at, at + 1)]).text is text

    def test_titles(self):
        text = "会议指出，要认真阅读《乘胜推迸》，不断提高人民群众的生活水平。"
        assert mender("ocr").mend(text).text is text

    @pytest.mark.parametrize(
        "kind", ["一二三四五六七八九十", "中美英法德日", "他她它", "的地得", "不未非无没"]
    )
    def test_what_would_change_the_meaning(self, kind):
        bold = mender("typing", min_confidence=0.01)
        for one in kind:
            text = f"会议指出，{one}地有关部门要把这{one}工作做好，人民的生活{one}断提高。"
            for edit in bold.mend(text).edits:
                assert not {edit.original, edit.replacement} <= set(kind)
                assert not {edit.original, edit.replacement} & set("不未非无没")


class TestShortDocuments:
    """A line by itself is read as thoroughly as a document full of errors, where it is strange."""

    WRONG, RIGHT = "学生的成绩有了明显的堤高。", "学生的成绩有了明显的提高。"
    AMONG = "学校的操场上插满了彩旗，老师和同学们都来了。\n" * 20

    def test_are_read_thoroughly(self):
        assert mender("ocr").fix(self.WRONG) == self.RIGHT
        assert mender("ocr").fix(self.WRONG + "\n" + self.AMONG).startswith(self.WRONG)

    def test_as_far_as_they_are_strange(self):
        corrector = shipped().corrector("ocr")
        assert not corrector.find(self.WRONG, (), 0.9)
        assert corrector.find(self.WRONG, (), 0.9, Errors(is_short=True))

    def test_what_was_never_looked_at_is_not_short(self):
        assert not mender("ocr").survey().slips.errors.is_short


class TestDocumentsFullOfErrors:
    FULL = "".join(AROUND.format(wrong) + "\n" for wrong, _ in SLIPS["ocr"])
    CLEAN = "".join(AROUND.format(right) + "\n" for _, right in SLIPS["ocr"])

    def surveyed(self, text, windows=1, **options):
        survey = mender("ocr", **options).survey()
        for _ in range(windows):
            survey.add(text)
        for _ in range(windows):
            survey.add_lines(text)
        return survey.slips

    def test_are_told_by_different_errors(self):
        assert self.surveyed(self.FULL).errors.are_many
        assert self.surveyed(self.FULL, windows=3).errors.are_many
        assert not self.surveyed(self.CLEAN).errors.are_many
        again_and_again = AROUND.format("乘胜推迸") * 50
        assert not self.surveyed(again_and_again).errors.are_many

    def test_a_few_in_a_long_text_are_few(self):
        assert not self.surveyed(self.FULL + self.CLEAN * 200).errors.are_many

    def test_windows_where_nothing_was_found_are_not_searched_again(self):
        slips = self.surveyed(self.CLEAN, windows=2)
        assert slips.are_absent(self.CLEAN)
        assert not slips.are_absent(self.FULL)
        assert not self.surveyed(self.FULL).are_absent(self.FULL)

    @pytest.mark.parametrize("least", [0.02, 0.3, 0.9])
    def test_a_glance_overlooks_nothing(self, least):
        corrector = shipped().corrector("ocr")
        lines = [AROUND.format(w) for pairs in SLIPS.values() for w, _ in pairs]
        lines += ["部门协调，抓好洛实。", "他在报上发袤文章。", "天气晴明，我们去公园。"]
        found = [line for line in lines if corrector.find(line, (), least)]
        assert found
        assert all(corrector.glance(line, least) for line in found)

    def test_are_read_more_boldly(self):
        corrector = shipped().corrector("ocr")
        line = AROUND.format("乘胜推迸")
        (few,), (many,) = (corrector.find(line, (), 0.9, Errors(share)) for share in (0, 0.001))
        assert many.meant == few.meant == "进"
        assert many.confidence > few.confidence

    def test_once_is_enough(self):
        fixed = mender("ocr").fix(self.FULL)
        assert fixed == self.CLEAN
        assert mender("ocr").mend(fixed).text is fixed


class TestFinder:
    def test_what_is_found_is_sure_enough_to_be_told(self):
        found = shipped().corrector("typing").find(AROUND.format("落石会议精神"), (), 0.9)
        assert [(one.meant, one.likeness) for one in found] == [("实", "sound")]
        assert all(one.confidence >= 0.5 for one in found)

    def test_threads_and_repetition_make_no_difference(self):
        texts = [AROUND.format(wrong) for wrong, _ in SLIPS["ocr"]] * 20
        outcomes = [one.text for one in mender("ocr").mend_many(texts, workers=4)]
        assert outcomes == [mender("ocr").fix(text) for text in texts]

    def test_many_errors_in_one_line_take_linear_time(self):
        text = AROUND.format("乘胜推迸") * 2000
        assert mender("ocr").fix(text) == AROUND.format("乘胜推进") * 2000

    def test_hostile_spans_are_refused(self):
        finder = Corrector(shipped().file, "ocr")
        with pytest.raises(ValueError, match="sorted"):
            finder.find("教育", [(1, 9)], 0.9)


def test_unknown_modes_are_refused():
    with pytest.raises(textmend.OptionError, match="lookalikes"):
        Mender(lookalikes="shape")
