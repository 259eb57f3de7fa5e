"""Pages that are torn in many ways, and the model that judges their line ends."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from unit.test_paragraphs import MENDER, SENTENCES

from textmend import Mender, ModelError
from textmend.model import write_model
from textmend.passes.paragraphs.judge import judge_of
from textmend.reading.shipped import shipped


def torn_page(seed: int) -> str:
    """Return paragraphs of which some are wrapped or cut, with captions between their lines."""
    rng = random.Random(seed)
    width = rng.choice([18, 24, 30])
    lines: list[str] = []
    for _ in range(rng.randint(2, 6)):
        text = "".join(rng.sample(SENTENCES, rng.randint(1, 4)))
        step = rng.choice([width, width, rng.randint(20, 60), len(text)])
        lines += [text[at : at + step] for at in range(0, len(text), step)]
        if rng.random() < 0.4:
            lines.insert(rng.randint(0, len(lines)), rng.choice(["图为活动现场", "建设教育强区"]))
    return "\n".join(lines) + "\n"


def test_mending_a_torn_page_again_changes_nothing() -> None:
    for seed in range(150):
        once = MENDER.fix(torn_page(seed))
        assert MENDER.fix(once) == once, seed


def test_a_line_far_wider_than_the_wrapped_ones_was_not_wrapped() -> None:
    text = "".join(SENTENCES)
    wrapped = [text[at : at + 24] for at in range(0, len(text), 24)]
    wide = "全年为教师落实周转房二百余套，为全区中小学教师免费办理了区内公"
    page = "\n".join([*wrapped, wide, "实验小学植物园研学活动"]) + "\n"
    assert MENDER.fix(page) == f"{text}\n{wide}\n实验小学植物园研学活动\n"


def test_the_model_that_was_named_judges_line_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = shipped().file
    path = tmp_path / "own.model"
    write_model(path, {name: file.section(name) for name in file.names})
    text = f"{SENTENCES[0][:-3]}\n{SENTENCES[0][-3:]}\n"
    monkeypatch.setattr("textmend.reading.shipped.shipped", lambda: pytest.fail("not this one"))
    assert Mender(model=path).fix(text) == f"{SENTENCES[0]}\n"


def test_a_model_without_the_joint_network_says_so(tmp_path: Path) -> None:
    file = shipped().file
    path = tmp_path / "older.model"
    kept = (name for name in file.names if not name.startswith("joints/"))
    write_model(path, {name: file.section(name) for name in kept})
    text = f"{SENTENCES[0][:-3]}\n{SENTENCES[0][-3:]}\n"
    with pytest.raises(ModelError, match="belongs to this version"):
        Mender(model=path).fix(text)
    assert Mender(model=path, skip=["paragraphs"]).fix(text) == text


def test_what_runs_on_is_read_closely() -> None:
    judge = judge_of(shipped())
    line = "会议指出，要坚持问题导向，加强调查研究，深入一线了解群众的"
    rest, other = "实际困难，推动各项工作落到实处。", "近年来，全市积极推进学校建设。"
    assert judge.joint(line, rest) > 0 > judge.joint(line, other)
    assert judge.joint("會議指出，要堅持問題導向", "，加強調查研究") == judge.joint(
        "会议指出，要坚持问题导向", "，加强调查研究"
    )
    assert judge.joint(line, "") > 0 > judge.joint("全市加强学校建设工作会议召开", "")
    assert judge.joint("", rest) > judge.joint("", other)
    long = line * 9
    assert judge.joint(long, rest) == judge.joint(long[-48:], rest)


TITLE = "全市教育工作会议召开"
WHOLE = "".join(SENTENCES)


@pytest.mark.parametrize("mark", ["—2—", "第2页"])
def test_a_title_that_recurs_beside_a_page_number_is_a_running_head(mark: str) -> None:
    lines = [WHOLE[at : at + 24] for at in range(0, len(WHOLE), 24)]
    page = "\n".join([TITLE, *lines[:4], mark, TITLE, *lines[4:]]) + "\n"
    fixed = MENDER.fix(page).splitlines()
    assert fixed == [TITLE, WHOLE, mark, TITLE]


def test_a_rest_behind_whole_paragraphs_is_brought_back_where_nothing_else_is_torn() -> None:
    cut = WHOLE.index("，", 40) + 4
    others = ["".join(SENTENCES[:2]), "".join(SENTENCES[1:3])]
    page = "\n".join([WHOLE[:cut], *others, WHOLE[cut:]]) + "\n"
    assert MENDER.fix(page) == "\n".join([WHOLE, *others]) + "\n"
