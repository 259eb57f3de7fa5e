"""Pages that are torn in many ways, and the model that judges their line ends."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from unit.test_paragraphs import MENDER, SENTENCES

from textmend import Mender
from textmend.model import write_model
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
