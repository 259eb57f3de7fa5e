"""Two small registers, and the slow twins, which lie beside the tests."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

CLEAN = "昨天，我们在学校开会（大家都参加），讨论“双减”政策；老师说：可以！增加195名工人 A*B。\n"


@pytest.fixture
def clean_line():
    """Return what the prepared registers consist of."""
    return CLEAN


@pytest.fixture
def data(tmp_path, monkeypatch):
    """Prepare a folder of training data from two small registers."""
    from textmend.training import memories
    from textmend.training.prepare import main as prepare

    monkeypatch.setattr(memories, "_COUNTED", 20_000)
    for name, lines in (("news", 900), ("law", 300)):
        (tmp_path / f"{name}.txt").write_text(CLEAN * lines, encoding="utf-8")
    (tmp_path / "registers.tsv").write_text("# weights\nnews\t1\nlaw\t2.5\n", encoding="utf-8")
    files = [str(tmp_path / f"{name}.txt") for name in ("news", "law")]
    assert prepare([str(tmp_path / "data"), str(tmp_path / "registers.tsv"), *files]) == 0
    return tmp_path / "data"
