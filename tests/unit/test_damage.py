"""The kinds of damage: what each takes away or changes, how often, and how it is written down."""

import doctest
import json
import os
import pickle
import pkgutil
import random
import re
import subprocess
import sys
from importlib import import_module

import pytest

import textmend.damage as package
from textmend import Edit, EditError, Mended, OptionError, Step
from textmend.damage import (
    MISREADINGS,
    PROFILES,
    BreakLines,
    Compose,
    Damaged,
    DropCharacters,
    DropMarks,
    DropWords,
    JoinLines,
    Kind,
    LookAlikes,
    MaskNames,
    MixScript,
    MixWidth,
    Mojibake,
    Partly,
    WrapLines,
    damage,
    step,
)

TEXT = (
    "昨天，我们在学校的礼堂里开会（大家都参加），讨论“双减”政策；老师说：可以！为什么呢……\n"
    "企业增加了3.5万名工人，占12%。社会的问题很多，会议在12:30—14:00举行，记者王伟在太原市采访。\n"
)
LONG = TEXT * 100


def done(kind, text=TEXT, seed=1):
    damaged = kind.apply(text, random.Random(seed))
    assert damaged.restored() == damaged.original == text
    return damaged


@pytest.mark.parametrize(
    "name", [item.name for item in pkgutil.iter_modules(package.__path__, package.__name__ + ".")]
)
def test_examples(name):
    assert doctest.testmod(import_module(name)).failed == 0


def test_examples_of_the_package():
    assert doctest.testmod(package) == (0, 6)


class TestCharacters:
    def test_each_has_a_rate_of_its_own(self):
        damaged = done(DropCharacters({"的": 1.0, "在": 0.0, "我": 1.0}))
        assert "的" not in damaged.text
        assert "我" not in damaged.text
        assert damaged.text.count("在") == TEXT.count("在")

    def test_rates_are_met(self):
        text = "的" * 10_000 + "了" * 10_000
        left = done(DropCharacters({"的": 0.3, "了": 0.9}), text).text
        assert left.count("的") == pytest.approx(7000, abs=200)  # four standard deviations
        assert left.count("了") == pytest.approx(1000, abs=120)

    def test_dropped_in_a_row_is_one_insertion(self):
        truth = done(DropCharacters({"我": 1.0, "们": 1.0}), "我们的我们").truth
        assert [(e.start, e.end, e.replacement) for e in truth] == [(0, 0, "我们"), (1, 1, "我们")]

    @pytest.mark.parametrize("rates", [{"我们": 0.5}, {"": 0.5}, {"的": 1.5}, {"的": -0.1}])
    def test_what_cannot_be_used_is_refused(self, rates):
        with pytest.raises(OptionError):
            DropCharacters(rates)


class TestMarks:
    def test_numbers_keep_theirs(self):
        text = done(DropMarks()).text
        assert "3.5万名工人占12社会" in text
        assert "12:30—14:00" in text
        assert not re.search("[，。；！？（）“”…%]", text)

    def test_decimal_points_alone(self):
        assert "35万" in done(DropMarks(0, decimal_points=1)).text
        assert "12:30—14:00" in done(DropMarks(0, decimal_points=1)).text

    def test_other_marks_inside_numbers(self):
        assert "在12301400举行" in done(DropMarks(0, in_numbers=1)).text

    def test_a_comma_of_enumeration_is_in_no_number(self):
        assert done(DropMarks(), "第1、2，3号").text == "第123号"

    def test_some_marks(self):
        assert done(DropMarks(marks="，")).text == TEXT.replace("，", "")
        assert done(DropMarks(marks="")).text == TEXT

    def test_a_run_goes_or_stays_as_a_whole(self):
        assert set(done(DropMarks(0.5), "好……" * 50).text.replace("……", "")) == {"好"}

    def test_rate(self):
        assert len(done(DropMarks(0.25), "，好" * 10_000).truth) == pytest.approx(2500, abs=180)


class TestWords:
    def test_only_whole_words(self):
        assert done(DropWords({"的"}), "我的目的").text == "我目的"

    def test_longest(self):
        assert done(DropWords(["的", "目的"], cut="longest"), "我的目的").text == "我"

    def test_jieba(self):
        pytest.importorskip("jieba")
        assert done(DropWords({"的"}, cut="jieba"), "我的目的").text == "我目的"

    def test_a_cut_that_is_not_there(self):
        with pytest.raises(OptionError, match="longest"):
            DropWords({"的"}, cut="thulac")

    def test_rate(self):
        damaged = done(DropWords({"的"}, 0.5), "学校的" * 5000)
        assert damaged.text.count("的") == pytest.approx(2500, abs=150)


class TestNames:
    def test_persons_and_places(self):
        text = done(MaskNames(), "记者王伟在太原市、山西省采访，王伟说不。").text
        assert text == "记者**在**市、**省采访，**说不。"

    def test_a_name_is_masked_everywhere_or_nowhere(self):
        names = "张宁说，李娜说，周涛说，郭亮说。"
        text = done(MaskNames(0.5), names * 20).text
        assert all(text.count(name) in (0, 20) for name in ("张宁", "李娜", "周涛", "郭亮"))
        assert 0 < text.count("**") < 80

    def test_words_are_no_names(self):
        text = "江水很清，石头很多，直辖市和贫困县，高度重视，白色的马。"
        assert done(MaskNames(), text).text == text


class TestExchanges:
    def test_look_alikes_of_the_table(self):
        text = done(LookAlikes(1.0), "自己未来").text
        assert len(text) == 4
        assert text != "自己未来"

    def test_look_alikes_of_ones_own(self):
        damaged = done(LookAlikes(0.5, {"己": "已巳"}), "己" * 3000)
        assert damaged.text.count("已") == pytest.approx(750, abs=110)
        assert damaged.text.count("巳") == pytest.approx(750, abs=110)

    def test_width(self):
        assert '开会(大家都参加),讨论"双减"政策;' in done(MixWidth()).text
        assert "１２" in done(MixWidth(0, 1.0)).text

    def test_script(self):
        assert done(MixScript(1.0), "头发\ud800出发").text == "頭髮\ud800出發"
        assert len(done(MixScript(0.1), "国" * 5000).truth) == pytest.approx(500, abs=85)

    @pytest.mark.parametrize(("written", "read"), MISREADINGS)
    def test_misreadings(self, written, read):
        clean = "教育局的工作很重要，我们要认真学习，努力提高工作的水平。" * 3
        if written == "cp950":
            clean = "我們的學校在這裏，學生都很好，老師也認真。" * 3
        damaged = done(Mojibake(written, read), clean)
        assert damaged.text != clean
        assert len(damaged.text) >= 2 * len(clean) or read in ("gbk", "cp950")
        assert {edit.pass_name for edit in damaged.truth} == {"encoding"}

    def test_codecs_that_are_not_there(self):
        with pytest.raises(OptionError, match="codec"):
            Mojibake("utf-8", "gbk2")


class TestLines:
    def test_wrapped_lines_have_their_width(self):
        text = done(WrapLines(20), LONG).text
        widths = [sum(1 + (c > "\u2e80") for c in line) for line in text.split("\n")]
        assert max(widths) <= 26  # marks hang over
        assert len(text) > len(LONG) + 300

    def test_line_ends_stay_whole(self):
        assert done(WrapLines(4), "教育局\r\n学校").text == "教育\n局\r\n学校"

    def test_breaks_at_words(self):
        text = done(BreakLines(1.0, within_words=False), "教育局的工作").text
        assert text == "教育局\n的\n工作"

    def test_lines_run_together(self):
        damaged = done(JoinLines(1.0), "甲\r\n\r\n乙\n\n丙\n")
        assert damaged.text == "甲乙丙\n"
        assert damaged.restored() == damaged.original

    def test_rate(self):
        assert len(done(BreakLines(0.1), "好" * 10_000).truth) == pytest.approx(1000, abs=120)

    @pytest.mark.parametrize("width", [1, 0, -5])
    def test_a_width_that_holds_nothing(self, width):
        with pytest.raises(OptionError):
            WrapLines(width)


class TestComposition:
    def test_kinds_that_meet_at_a_place_are_all_named(self):
        both = Compose((DropCharacters({"的": 1.0}), DropMarks()))
        (edit,) = done(both, "我的，书").truth
        assert (edit.start, edit.end, edit.replacement) == (1, 1, "的，")
        assert [one.reason for one in edit.steps] == ["dropped characters", "dropped marks"]

    def test_a_later_kind_works_on_what_an_earlier_one_left(self):
        damaged = done(Compose((MixWidth(), DropMarks(marks=","))), "你，我。")
        assert damaged.text == "你我."

    def test_what_is_undone_is_no_damage(self):
        there_and_back = Compose((LookAlikes(1.0, {"己": "已"}), LookAlikes(1.0, {"已": "己"})))
        assert done(there_and_back, "自己").truth == ()

    def test_parts_do_not_shift_the_draws_of_others(self):
        alone = Compose((DropCharacters({"的": 0.0}), DropMarks(0.5)))
        after = Compose((DropCharacters({"的": 1.0}), DropMarks(0.5)))
        gone = done(alone, LONG).text.replace("的", "")
        assert gone == done(after, LONG).text

    def test_some_lines(self):
        lines = "你，好。\n" * 2000
        text = done(Partly(DropMarks(), 0.25), lines).text
        assert set(text.split("\n")) == {"你，好。", "你好", ""}
        assert text.count("你好") == pytest.approx(500, abs=80)

    def test_changes_that_overlap_are_refused(self):
        class Twice(Kind):
            def changes(self, text, rng):
                why = step("restoration", "twice")
                return [(0, 2, "", why), (1, 3, "", why)]

        with pytest.raises(EditError):
            Twice().apply("教育局", random.Random(1))

    def test_changes_outside_the_text_are_refused(self):
        class Beyond(Kind):
            def changes(self, text, rng):
                return [(0, len(text) + 1, "", step("restoration", "beyond"))]

        with pytest.raises(EditError):
            Beyond().apply("教育局", random.Random(1))


class TestProfiles:
    @pytest.mark.parametrize("name", PROFILES)
    def test_each_is_exact_and_seeded(self, name):
        first = damage(LONG, name, 3)
        assert first.restored() == first.original == LONG
        assert first == damage(LONG, name, 3)
        assert (first.text == LONG) == (name == "clean")

    @pytest.mark.parametrize("name", ["random_list", "light", "patchy", "ocr", "mixed", "dirty"])
    def test_another_seed_is_other_damage(self, name):
        assert len({damage(LONG, name, seed).text for seed in range(4)}) == 4

    def test_nothing_depends_on_the_seed_of_hashes(self):
        code = (
            "import hashlib, sys\n"
            "from textmend.damage import PROFILES, damage\n"
            f"text = {LONG[:1000]!r}\n"
            "texts = [damage(text, name, 5).text for name in PROFILES]\n"
            "print(hashlib.sha256(repr(texts).encode()).hexdigest())"
        )
        said = {
            subprocess.run(
                [sys.executable, "-c", code],
                env={**os.environ, "PYTHONHASHSEED": str(seed)},
                capture_output=True,
                check=True,
            ).stdout
            for seed in (1, 2)
        }
        assert len(said) == 1

    def test_all_function_characters_and_marks_go(self):
        text = damage(LONG, "function_characters").text
        assert not set(text) & set(package.core_characters())
        assert not set(text) & set(package.droppable(*package.MARK_CLASSES))

    def test_light_takes_three_in_a_hundred(self):
        inventory = set(package.droppable(*package.CHARACTER_CLASSES))
        there = sum(c in inventory for c in LONG * 3)
        gone = sum(len(e.replacement) for e in damage(LONG * 3, "light", 1).truth)
        assert gone / there == pytest.approx(0.03, abs=0.008)

    def test_a_transcript_has_no_marks(self):
        assert damage(TEXT, "transcript").text == done(DropMarks()).text

    def test_lines_may_be_damaged_in_part(self):
        lines = set(damage(LONG, "patchy", 2).text.split("\n"))
        assert lines & set(TEXT.split("\n")[:2])
        assert lines - set(TEXT.split("\n"))

    @pytest.mark.parametrize("options", [{"profile": "terrible"}, {"seed": -1}])
    def test_what_is_not_there_is_refused(self, options):
        with pytest.raises(OptionError) as error:
            damage(TEXT, **options)
        assert len(str(error.value)) > 20

    def test_of_ones_own(self):
        assert damage(TEXT, DropMarks()).text == damage(TEXT, "transcript").text


class TestDamaged:
    damaged = damage(TEXT, "mixed", 4)

    def test_truth_is_what_a_perfect_repairer_does(self):
        mended = Mended(self.damaged.text, self.damaged.truth)
        assert mended.text == TEXT
        assert mended.revert() == self.damaged.text

    def test_dictionaries_and_pickles_lose_nothing(self):
        data = json.loads(json.dumps(self.damaged.to_dict()))
        assert Damaged.from_dict(data) == self.damaged
        assert pickle.loads(pickle.dumps(self.damaged)) == self.damaged
        assert hash(Damaged.from_dict(data)) == hash(self.damaged)

    @pytest.mark.parametrize("key", ["text", "original", "truth"])
    def test_a_broken_dictionary_is_refused(self, key):
        data = self.damaged.to_dict()
        with pytest.raises(EditError):
            Damaged.from_dict({k: v for k, v in data.items() if k != key})
        with pytest.raises(EditError):
            Damaged.from_dict(data | {key: "其他"})

    def test_edits_of_another_text_are_refused(self):
        with pytest.raises(EditError):
            Damaged("今天", [Edit(0, 1, "明", "今", (Step("width", "test", 1.0),))])

    def test_values_can_be_kept_in_sets_and_sent_to_other_processes(self):
        kinds = [profile.build(random.Random(1)) for profile in PROFILES.values()]
        assert pickle.loads(pickle.dumps(kinds)) == kinds
        assert len({hash(kind) for kind in kinds}) > 1
