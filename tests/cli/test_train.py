"""``textmend train``: the n-gram model alone, which needs no PyTorch, and what it refuses."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from textmend.cli import main
from textmend.damage import damage
from textmend.model import ModelFile
from textmend.reading.shipped import ReadingModel, shipped

pytest.importorskip("rapidfuzz")

Run = Callable[..., subprocess.CompletedProcess[bytes]]

WHO = ["三叶虫", "菊石", "腕足类", "笔石", "海百合", "珊瑚"]
WHERE = ["寒武纪的页岩里", "奥陶纪的灰岩里", "泥盆纪的砂岩里", "石炭纪的煤层里"]
WHAT = ["保存得很完整", "已经变成了黄铁矿", "只留下了外壳的印痕", "与现生的种类不同"]


def corpus(path: Path, lines: int = 700) -> Path:
    rng = random.Random(5)
    texts = [
        f"在{rng.choice(WHERE)}，{rng.choice(WHO)}和{rng.choice(WHO)}的化石{rng.choice(WHAT)}，"
        f"所以我们把它的年代定在{rng.choice(WHERE)[:3]}。"
        for _ in range(lines)
    ]
    path.write_text("\n".join(texts) + "\n", "utf-8")
    return path


def contents(path: Path) -> dict[str, bytes]:
    file = ModelFile(path)
    return {name: bytes(file.section(name)) for name in file.names}


def test_a_text_of_its_own_kind_is_read_better(run: Run, tmp_path: Path) -> None:
    corpus(tmp_path / "own.txt")
    done = run("train", "own.txt", "-o", "own.model", "--no-network")
    assert done.returncode == 0, done.stderr.decode()
    table = done.stdout.decode().splitlines()
    bits = next(line for line in table if line.startswith("n-gram model")).split()
    assert float(bits[-1]) < float(bits[-2]) - 1
    cut = next(line for line in table if "CER cut" in line).split()
    assert float(cut[-1]) >= float(cut[-2])
    assert "domain/weight" in ModelFile(tmp_path / "own.model").names
    line = damage("在泥盆纪的砂岩里，菊石和珊瑚的化石保存得很完整。\n", "function_characters").text
    old, new = (
        model.reader.read(line, 0, len(line), model.reader.profile(line))
        for model in (shipped(), ReadingModel(tmp_path / "own.model"))
    )
    assert old != new
    (tmp_path / "damaged.txt").write_text(line * 2, "utf-8")
    assert run("fix", "damaged.txt", "--model", "own.model", "--quiet").returncode == 0
    again = run(
        "train", "own.txt", "-o", "b.model", "--no-network", "--model", "own.model", "--quiet"
    )
    assert again.returncode == 0 and not again.stderr
    assert contents(tmp_path / "b.model") == contents(tmp_path / "own.model")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["little.txt", "-o", "a.model"], "at least 20,000"),
        (["own.txt", "-o", "own.txt"], "overwrite"),
        (["own.txt", "-o", "nowhere/a.model"], "folder that exists"),
        (["own.txt", "-o", "a.model", "--model", "little.txt"], "little.txt"),
        (["own.txt", "-o", "a.model", "--minutes", "0"], "above 0"),
        (["own.txt"], "--output"),
    ],
)
def test_wrong_usage(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    corpus(tmp_path / "own.txt")
    (tmp_path / "little.txt").write_text("今天天气很好。\n", "utf-8")
    try:
        code = main(["train", *arguments, "--no-network"])
    except SystemExit as done:
        code = int(str(done.code))
    assert code == 2
    assert said in capsys.readouterr().err


def test_without_the_extra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    corpus(tmp_path / "own.txt")
    monkeypatch.setattr("textmend.cli.train.find_spec", lambda _: None)
    assert main(["train", "own.txt", "-o", "a.model"]) == 2
    said = capsys.readouterr().err
    assert "textmend[train]" in said and "--no-network" in said
