"""The tables under dictionaries/: form, provenance, agreement, and rebuilding."""

import os
import subprocess
import sys
import unicodedata
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from textmend.lexicon.domains import DOMAINS

ROOT = Path(__file__).parents[2]
TABLES = ROOT / "dictionaries"
TOOLS = ROOT / "tools"

WIDTHS = {
    "frequency.tsv": 2,
    "function_characters.tsv": 3,
    **{f"lexicon_{name}.tsv": 1 for name in DOMAINS},
    "lookalike_shapes.tsv": 2,
    "lookalike_sounds.tsv": 2,
    "lookalike_weights.tsv": 3,
    "quantities.tsv": 4,
    "script.tsv": 3,
    "script_shared.tsv": 3,
    "shape_pairs.tsv": 2,
    "stop_words.tsv": 2,
    "term_gap_weights.tsv": 3,
    "unicode.tsv": 4,
    "unicode_derived.tsv": 4,
    "words.tsv": 2,
    "words_common.tsv": 1,
}
STATEMENTS = ("Belongs here", "Not here", "Source", "Licence", "Date", "Rebuilt by", "Columns")
ACTIONS = {
    "replace",
    "beside_han",
    "beside_latin",
    "blank",
    "indent",
    "remove",
    "remove_beside_cjk",
    "remove_bidi",
    "report",
}
REPLACING = {"replace", "beside_han", "beside_latin", "blank", "indent"}


def is_comment(line):
    return line == "#" or line.startswith("# ")


def lines_of(name):
    return (TABLES / name).read_bytes().decode("utf-8").split("\n")


def rows_of(name):
    return [line.split("\t") for line in lines_of(name) if line and not is_comment(line)]


def header_of(name):
    text = " ".join(line[2:].strip() for line in lines_of(name) if is_comment(line))
    starts = [text.index(f"{statement}: ") for statement in STATEMENTS]
    assert starts == sorted(starts), "statements out of order"
    ends = [*starts[1:], len(text)]
    return {
        statement: text[start + len(statement) + 2 : end].strip()
        for statement, start, end in zip(STATEMENTS, starts, ends, strict=True)
    }


def text_of(points):
    return "".join(chr(int(point.removeprefix("U+"), 16)) for point in points.split())


@pytest.fixture(scope="module")
def scripts():
    return {character: script for character, script, _ in rows_of("script.tsv")}


@pytest.fixture(scope="module")
def surprisals():
    return {character: int(value) for character, value in rows_of("frequency.tsv")}


@pytest.fixture(scope="module")
def words():
    return {word: int(count) for word, count in rows_of("words.tsv")}


@pytest.fixture(scope="module")
def decisions():
    return [*rows_of("unicode.tsv"), *rows_of("unicode_derived.tsv")]


@pytest.mark.parametrize("name", WIDTHS)
class TestForm:
    def test_header_says_what_belongs_and_whence(self, name):
        header = header_of(name)
        assert all(header.values())
        assert header["Date"] == "2026-11-22"
        assert len(header["Columns"].split("<TAB>")) == WIDTHS[name]

    def test_comments_stand_before_the_rows(self, name):
        kinds = [is_comment(line) for line in lines_of(name)]
        assert kinds == sorted(kinds, reverse=True)

    def test_lines_end_in_one_line_feed(self, name):
        data = (TABLES / name).read_bytes()
        assert b"\r" not in data
        assert data.endswith(b"\n")
        assert not data.endswith(b"\n\n")

    def test_rows_are_sorted_unique_and_of_one_width(self, name):
        rows = rows_of(name)
        keys = [row[0] for row in rows]
        assert keys == sorted(set(keys))
        assert {len(row) for row in rows} == {WIDTHS[name]}


class TestScript:
    def test_scripts_and_keys(self, scripts):
        assert set(scripts.values()) == {"S", "T"}
        assert all(len(character) == 1 for character in scripts)

    def test_counterparts_are_of_the_other_script(self, scripts):
        for character, script, counterparts in rows_of("script.tsv"):
            assert counterparts
            assert len(set(counterparts)) == len(counterparts)
            assert all(scripts.get(found) != script for found in counterparts), character
            assert character not in counterparts

    def test_shared_characters_are_left_out(self, scripts):
        shared = rows_of("script_shared.tsv")
        assert not scripts.keys() & {row[0] for row in shared}
        assert {row[1] for row in shared} == {"S", "T"}

    @pytest.mark.parametrize("character", "后里干云著乾台面于丑松斗")
    def test_characters_of_both_scripts_have_none(self, scripts, character):
        assert character not in scripts

    @pytest.mark.parametrize("character", "户税脱温着群床秘峰")
    def test_simplified_looking_characters_of_traditional_text_have_none(self, scripts, character):
        assert character not in scripts

    @pytest.mark.parametrize("character", "於乾瞭徵夥藉昇甯祇甦邨谿")
    def test_traditional_looking_characters_of_general_use_have_none(self, scripts, character):
        assert character not in scripts

    @pytest.mark.parametrize(("simplified", "traditional"), ["学學", "发發", "后後", "体體"])
    def test_common_pairs(self, scripts, simplified, traditional):
        assert scripts[traditional] == "T"
        assert scripts.get(simplified) != "T"


class TestFrequency:
    def test_ranges(self, surprisals):
        assert all(len(character) == 1 for character in surprisals)
        assert all(0 < value < 320 for value in surprisals.values())

    def test_shares_add_up_to_less_than_two(self, surprisals):
        # One for each of the two texts whose larger share is kept.
        assert 1 < sum(2 ** (-value / 10) for value in surprisals.values()) < 2

    def test_no_blanks_controls_or_private_use(self, surprisals):
        assert not {c for c in surprisals if unicodedata.category(c)[0] in "CZ"}

    def test_common_before_rare(self, surprisals):
        assert surprisals["的"] < surprisals["教"] < surprisals["龟"] < surprisals["骶"]
        assert surprisals["，"] < surprisals["；"]

    def test_both_scripts_are_there(self, surprisals):
        assert abs(surprisals["国"] - surprisals["國"]) < 20


class TestWords:
    def test_ranges(self, words):
        assert all(1 <= len(word) <= 6 for word in words)
        assert all(count >= 3 for count in words.values())
        assert not {c for word in words for c in word if not unicodedata.name(c).startswith("CJK")}

    def test_common_words_are_in(self, words):
        assert {"教育", "教育局", "学校", "师范", "弘扬"} <= words.keys()
        assert {row[0] for row in rows_of("words_common.tsv")} <= words.keys()

    def test_names_of_persons_are_out(self, words):
        assert not {"王伟", "李娜", "张宁", "刘翔", "毛泽东", "邓小平"} & words.keys()


class TestUnicode:
    def test_one_decision_a_character(self, decisions):
        assert len({row[0] for row in decisions}) == len(decisions)

    def test_actions_and_replacements(self, decisions):
        for point, action, replacement, rule in decisions:
            assert len(text_of(point)) == 1
            assert action in ACTIONS
            assert bool(replacement) == (action in REPLACING), point
            assert text_of(replacement) != text_of(point)
            assert rule.startswith("unicode.")

    def test_a_replacement_needs_no_further_decision(self, decisions):
        decided = {text_of(row[0]) for row in decisions}
        for point, _, replacement, _ in decisions:
            assert not decided & set(text_of(replacement)), point

    def test_replacements_are_in_normal_form(self, decisions):
        for _, _, replacement, _ in decisions:
            text = text_of(replacement)
            assert unicodedata.normalize("NFC", text) == text

    def test_rules_are_declared(self, decisions):
        declared = {row[0] for row in rows_of("rules.tsv")}
        assert {row[3] for row in decisions} <= declared

    @pytest.mark.parametrize(
        ("character", "replacement"), ["⽂文", "⻓长", "⺠民", "\uf914\u6a02", "\u212b\u00c5"]
    )
    def test_examples(self, decisions, character, replacement):
        assert [f"U+{ord(character):04X}", f"U+{ord(replacement):04X}"] in [
            [row[0], row[2]] for row in decisions
        ]


class TestDamage:
    def test_every_character_has_one_known_class(self):
        from textmend.damage import CHARACTER_CLASSES, MARK_CLASSES

        rows = rows_of("function_characters.tsv")
        assert all(len(row[0]) == 1 for row in rows)
        assert {row[1] for row in rows} == {*CHARACTER_CLASSES, *MARK_CLASSES}
        assert {row[2] for row in rows} == {"core", "wide"}

    def test_characters_are_characters_and_marks_are_marks(self):
        from textmend.damage import MARK_CLASSES

        for character, kind, shape in rows_of("function_characters.tsv"):
            is_mark = unicodedata.category(character)[0] in "PS"
            assert is_mark == (kind in MARK_CLASSES), character
            assert not (is_mark and shape == "core")
        every_mark = {chr(c) for c in range(0x21, 0x7F) if not chr(c).isalnum()}
        assert every_mark <= {row[0] for row in rows_of("function_characters.tsv")}

    def test_sizes_of_the_lists(self):
        rows = [row for row in rows_of("function_characters.tsv") if row[0].isalpha()]
        assert 300 <= len(rows) <= 400
        assert 90 <= sum(row[2] == "core" for row in rows) <= 120

    def test_characters_of_one_script_are_simplified(self, scripts):
        for name in ("function_characters.tsv", "stop_words.tsv", "shape_pairs.tsv"):
            characters = {c for row in rows_of(name) for c in row[0]}
            assert not {c for c in characters if scripts.get(c) == "T"}, name

    def test_stop_words_are_words_of_known_class(self):
        from textmend.damage import CHARACTER_CLASSES

        for word, kind in rows_of("stop_words.tsv"):
            assert len(word) >= 2
            assert kind in CHARACTER_CLASSES

    def test_look_alikes_are_so_both_ways(self):
        pairs = dict(rows_of("shape_pairs.tsv"))
        for character, others in pairs.items():
            assert len(character) == 1
            assert list(others) == sorted(set(others) - {character})
            assert all(character in pairs[other] for other in others), character


class TestLexicons:
    @pytest.mark.parametrize("name", DOMAINS)
    def test_terms_are_made_like_terms(self, scripts, name):
        for (term,) in rows_of(f"lexicon_{name}.tsv"):
            assert 2 <= len(term) <= 24
            assert not {c for c in term if scripts.get(c) == "T"}, term

    @pytest.mark.parametrize(
        ("name", "term"),
        [
            ("education", "义务教育"),
            ("government", "依法行政"),
            ("law", "非法拘禁"),
            ("finance", "证券"),
            ("medicine", "肘关节脱位"),
            ("places", "瑶海区"),
            ("institutions", "国家外汇管理局"),
            ("idioms", "画蛇添足"),
        ],
    )
    def test_examples(self, name, term):
        assert [term] in rows_of(f"lexicon_{name}.tsv")

    def test_they_are_small(self):
        assert sum((TABLES / f"lexicon_{name}.tsv").stat().st_size for name in DOMAINS) < 3_000_000


def rebuilt(tmp_path, script, *arguments):
    output = tmp_path / "table.tsv"
    subprocess.run([sys.executable, TOOLS / script, *arguments, output], check=True)
    return output.read_text(encoding="utf-8")


def needs(table, package):
    """Skip when the installed source of a table is not the version that it was built from."""
    try:
        installed = f"{package} {version(package)}"
    except PackageNotFoundError:
        pytest.skip(f"{package} is not installed, so {table} cannot be rebuilt")
    source = header_of(table)["Source"]
    if not source.startswith((f"{installed},", f"{installed} (")):
        pytest.skip(f"{table} was built from {source}; installed is {installed}")


class TestRebuilding:
    def test_script(self, tmp_path):
        needs("script.tsv", "OpenCC")
        built = rebuilt(tmp_path, "build_script.py", TABLES / "script_shared.tsv")
        assert built == (TABLES / "script.tsv").read_text(encoding="utf-8")

    def test_words(self, tmp_path):
        needs("words.tsv", "jieba")
        built = rebuilt(tmp_path, "build_words.py", TABLES / "words_common.tsv")
        assert built == (TABLES / "words.tsv").read_text(encoding="utf-8")

    def test_unicode(self, tmp_path):
        source = header_of("unicode_derived.tsv")["Source"]
        installed = f"Unicode {unicodedata.unidata_version}"
        if not source.startswith(f"{installed},"):
            pytest.skip(f"unicode_derived.tsv was built from {source}; installed is {installed}")
        built = rebuilt(tmp_path, "build_unicode_derived.py")
        assert built == (TABLES / "unicode_derived.tsv").read_text(encoding="utf-8")

    def test_lexicons(self, tmp_path):
        """The published lists are not part of the project: a variable names their folder."""
        sources = os.environ.get("TEXTMEND_LEXICON_SOURCES")
        if sources is None:
            pytest.skip("TEXTMEND_LEXICON_SOURCES does not name the folder of the published lists")
        command = [sys.executable, TOOLS / "build_lexicons.py", sources, tmp_path]
        subprocess.run(command, check=True)
        for name in DOMAINS:
            table = f"lexicon_{name}.tsv"
            assert (tmp_path / table).read_bytes() == (TABLES / table).read_bytes()
