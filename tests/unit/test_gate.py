"""The gate: stretches, verdicts, rates, the second look, and model files that are no gates."""

from __future__ import annotations

import random
import threading
from array import array
from itertools import pairwise
from pathlib import Path

import pytest
from small_gate import GATE_ALPHABET, gate_sections

from textmend import EditError, _native
from textmend.errors import ModelError
from textmend.gate import Gate
from textmend.model import ModelFile, vocabulary_section, write_model

_RANDOM = random.Random(1)
BARE = "".join(_RANDOM.choices("教育局全市工作发展会议学校改革", k=300))
CLEAN = "。".join(BARE[i : i + 9] for i in range(0, 270, 9))


@pytest.fixture(scope="module")
def gate(gate_model: Path) -> Gate:
    return Gate(ModelFile(gate_model))


def test_marks_make_the_difference(gate: Gate) -> None:
    assert gate.examine(CLEAN).is_clean
    profile = gate.examine(BARE)
    assert not profile.is_clean
    assert profile.probability > 0.9
    assert {stretch.severity for stretch in profile.damaged} == {"heavy"}
    assert profile.marks > 0.9


def test_stretches_are_the_text(gate: Gate) -> None:
    text = f"{CLEAN}\n标题\n{BARE}\n\n短行\n"
    ends = [0, *(stretch.end for stretch in gate.examine(text).stretches)]
    starts = [stretch.start for stretch in gate.examine(text).stretches]
    assert starts == ends[:-1]
    assert ends[-1] == len(text)


def test_a_damaged_paragraph_among_clean_ones_is_found(gate: Gate) -> None:
    text = f"{CLEAN}\n{BARE}\n{CLEAN}"
    found = gate.examine(text).damaged
    assert found[0].start == len(CLEAN) + 1
    assert found[-1].end == len(text) - len(CLEAN)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "Nothing but English without a mark " * 20,
        "これはテストですこれはテストです" * 20,
        "한국어 문장입니다 " * 30,
        "x = f(y)\nreturn x\n" * 20,
        "\ud800" * 300,
        "龘龗麤" * 100,
        "教育局工作会议" * 60,
        "全" * 500,
        " ".join(BARE[i : i + 4] for i in range(0, 280, 4)),
        "教育",
    ],
)
def test_what_is_no_running_chinese_is_clean(gate: Gate, text: str) -> None:
    assert gate.examine(text).is_clean


def test_what_is_protected_is_not_judged(gate: Gate) -> None:
    text = f"{CLEAN}\n{BARE}\n{CLEAN}"
    start = len(CLEAN) + 1
    assert gate.examine(text, [(start, start + len(BARE))]).is_clean


def test_spans_must_lie_within_the_text(gate: Gate) -> None:
    with pytest.raises(EditError, match="outside the text"):
        gate.examine("教育", [(0, 3)])


def test_rates_of_symbols(gate: Gate) -> None:
    profile = gate.examine("教育局工作，" * 100)
    comma, stop, *others = profile.symbols
    assert (comma.symbol, comma.count) == ("，", 100)
    assert comma.expected == pytest.approx(0.15 * 500)
    assert comma.dropped == 0
    assert (stop.symbol, stop.count, stop.dropped) == ("。", 0, 1.0)
    assert 0 < stop.error < 0.5
    assert profile.others == 500
    assert profile.counts()[0] == (100, pytest.approx(75))
    assert [rate.symbol for rate in others] == ["的", "了", "在"]


def test_half_width_marks_are_marks(gate: Gate) -> None:
    assert gate.examine(CLEAN.replace("。", ", ")).is_clean


def test_few_characters_tell_less_than_many(gate: Gate) -> None:
    few, many = gate.examine("教育局" * 2), gate.examine("教育局" * 200)
    assert few.symbols[0].error > many.symbols[0].error


def test_threads_see_the_same(gate: Gate) -> None:
    text = f"{CLEAN}\n{BARE}\n" * 50
    expected = gate.examine(text).stretches
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(gate.examine(text).stretches))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("gate/characters", b"abc"),
        ("gate/characters", array("I", [0x110000] * len(GATE_ALPHABET)).tobytes()),
        ("gate/kinds", b"\xff" * len(GATE_ALPHABET)),
        ("gate/pairs", b""),
        ("gate/network", b""),
        ("gate/network", array("f", [0.0]).tobytes()),
        ("gate/network", array("f", [1e30]).tobytes()),
        ("gate/network", array("f", [float("nan")]).tobytes()),
        ("gate/settings", array("f", [1.0]).tobytes()),
        ("gate/rates", array("f", [1.0]).tobytes()),
        ("reader/symbols", array("I", [0x9999]).tobytes()),
    ],
)
def test_sections_that_do_not_fit_are_refused(tmp_path: Path, name: str, content: bytes) -> None:
    write_model(tmp_path / "a", {**gate_sections(), name: content})
    with pytest.raises(ModelError, match="get it again"):
        Gate(ModelFile(tmp_path / "a"))


def test_a_file_without_a_gate_is_refused(tmp_path: Path) -> None:
    write_model(tmp_path / "a", {"vocabulary": b""})
    with pytest.raises(ModelError):
        Gate(ModelFile(tmp_path / "a"))


TAUGHT = "学校的工作在发展，我们的教育改革有发展。"


@pytest.fixture(scope="module")
def light_gate(tmp_path_factory: pytest.TempPathFactory) -> Gate:
    """A gate whose n-gram model knows one sentence, and to which any other pair is suspicious."""
    folder = tmp_path_factory.mktemp("light")
    characters = "".join(sorted(set(TAUGHT)))
    counter = _native.NgramCounter(vocabulary_section(characters), 4, str(folder), 1 << 20)
    counter.add("\n".join([TAUGHT] * 50), 1000, 0)
    grams = _native.NgramEstimate(counter.finish([0, 0, 0, 0])).pack()
    numbers = {c: 7 + i for i, c in enumerate(GATE_ALPHABET)}
    known = {(numbers[a], numbers[b]) for a, b in pairwise(TAUGHT)}
    pairs = bytearray(2048 * 2048 // 4)
    for before, after in known:
        pairs[(before * 2048 + after) // 4] |= 3 << (after % 4 * 2)
    light = [-3.0, *[1.0, 100.0, 1.0, 4.0] * 3, 1.0, 1000.0, 2.0, 1.0, 0.03]
    write_model(
        folder / "model",
        {
            **gate_sections(bytes(pairs)),
            "vocabulary": vocabulary_section(characters),
            **grams,
            "gate/light": array("f", light).tobytes(),
        },
    )
    return Gate(ModelFile(folder / "model"))


def test_light_damage_is_found_at_unknown_pairs(light_gate: Gate) -> None:
    clean = f"{TAUGHT}\n" * 40
    assert light_gate.examine(clean).is_clean
    assert light_gate.examine(clean).gaps == ()
    profile = light_gate.examine(clean.replace("的", ""))
    assert {stretch.severity for stretch in profile.damaged} == {"light"}
    assert profile.light_probability > 0.8
    assert 0 < profile.functions < 0.5
    line = len(TAUGHT) + 1 - TAUGHT.count("的")
    assert {(gap.symbol, gap.offset % line) for gap in profile.gaps} == {("的", 2), ("的", 10)}


def test_one_pair_again_and_again_is_a_turn_of_phrase(light_gate: Gate) -> None:
    text = f"{TAUGHT}\n" * 40
    assert light_gate.examine(text.replace("学校的工作", "学校工作")).is_clean


def test_figures_of_light_damage_are_read_with_an_n_gram_model_only(tmp_path: Path) -> None:
    write_model(tmp_path / "a", {**gate_sections(), "gate/light": b""})
    assert Gate(ModelFile(tmp_path / "a")).examine(CLEAN).is_clean
