"""``textmend check``: what is said, in which form, and the exit codes."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]

CLEAN = "全市教育工作会议，学校的改革在发展。\n" * 20
BARE = "".join(random.Random(1).choices("教育局全市工作发展会议学校改革", k=300)) + "\n"

# The model of these tests has a gate and nothing else.
UNREAD = ("--skip", "lookalikes,paragraphs,restoration")


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")


def test_clean_text(run: Run, tmp_path: Path, gate_model: Path) -> None:
    write(tmp_path, a=CLEAN)
    done = run("check", "a.txt", "--model", gate_model, *UNREAD)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == "a.txt: clean\n"


def test_dropped_characters_are_placed_and_measured(
    run: Run, tmp_path: Path, gate_model: Path
) -> None:
    write(tmp_path, a=CLEAN + BARE)
    done = run("check", "a.txt", "--model", gate_model, *UNREAD)
    assert done.returncode == 1
    lines = done.stdout.decode().splitlines()
    assert lines[0] == "a.txt: damaged"
    assert "heavily damaged" in lines[1]
    assert any(line.startswith("    a.txt:21:1 heavy (") for line in lines)


def test_edits_of_the_passes_are_counted(run: Run, tmp_path: Path) -> None:
    write(tmp_path, a="他说,你好。\n没有问题。\n")
    done = run("check", "a.txt")
    assert done.returncode == 1
    lines = done.stdout.decode().splitlines()
    assert lines[1].startswith("  width: 1 edit, ")
    assert lines[2].startswith("    a.txt:1:3 width (0.9") and lines[2].endswith("→ ，")


def test_places_are_cut(run: Run, tmp_path: Path) -> None:
    write(tmp_path, a="他说,你好。\n" * 5)
    lines = run("check", "a.txt", "--places", "2").stdout.decode().splitlines()
    assert lines[-1] == "    and 3 more places"


def test_json(run: Run, tmp_path: Path, gate_model: Path) -> None:
    write(tmp_path, a=BARE, b=CLEAN)
    done = run(
        "check",
        "a.txt",
        "b.txt",
        "--model",
        gate_model,
        *UNREAD,
        "--format",
        "json",
    )
    assert done.returncode == 1
    first, second = json.loads(done.stdout)["files"]
    assert (first["file"], first["damaged"]) == ("a.txt", True)
    assert first["dropped"]["heavy"] == 1.0
    assert first["places"][0]["kind"] == "dropped"
    assert (second["damaged"], second["places"]) == (False, [])


def test_the_safe_preset_says_nothing_of_dropped_characters(run: Run, tmp_path: Path) -> None:
    write(tmp_path, a=BARE)
    done = run("check", "a.txt", "--preset", "safe", "--format", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["files"][0]["dropped"] is None


def test_sarif(run: Run, tmp_path: Path, gate_model: Path) -> None:
    write(tmp_path, a="他说,你好。\n" + CLEAN + BARE)
    log = json.loads(
        run(
            "check",
            "a.txt",
            "--model",
            gate_model,
            *UNREAD,
            "--format",
            "sarif",
        ).stdout.decode()
    )
    assert log["version"] == "2.1.0"
    (ran,) = log["runs"]
    assert ran["columnKind"] == "unicodeCodePoints"
    rules = [rule["id"] for rule in ran["tool"]["driver"]["rules"]]
    kinds = []
    for result in ran["results"]:
        kinds.append(result["ruleId"])
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "a.txt"
        region = place["region"]
        start = (region["startLine"], region["startColumn"])
        assert (1, 1) <= start <= (region["endLine"], region["endColumn"])
    assert kinds[0] == "width" and "dropped" in kinds
    (change,) = ran["results"][0]["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "，"}


def test_markdown_code_is_not_judged(run: Run, tmp_path: Path, gate_model: Path) -> None:
    (tmp_path / "a.md").write_text(f"# 标题\n\n{CLEAN}\n```\n{BARE}```\n", "utf-8")
    assert run("check", "a.md", "--model", gate_model, *UNREAD).returncode == 0


def test_json_lines_are_documents_of_their_own(run: Run, tmp_path: Path, gate_model: Path) -> None:
    lines = [json.dumps({"text": text}) for text in (CLEAN, BARE)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    done = run(
        "check",
        "a.jsonl",
        "--model",
        gate_model,
        *UNREAD,
        "--format",
        "json",
    )
    (file,) = json.loads(done.stdout)["files"]
    assert {place["line"] for place in file["places"]} == {2}


UNREADABLE = '{"text": "没有问题。"}\nnonsense\n{"id": 3}\n'


def test_lines_that_were_not_read_are_told_as_by_fix(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(UNREADABLE, "utf-8")
    done = run("check", "a.jsonl", "--preset", "safe")
    assert done.returncode == 1
    assert done.stdout.decode() == "a.jsonl: 2 lines not read, otherwise clean\n"
    assert done.stderr.decode().startswith("a.jsonl: 2 lines were left as before: line 2 (")
    assert done.stderr in run("fix", "a.jsonl", "--preset", "safe").stderr


def test_lines_that_were_not_read_are_counted(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(UNREADABLE + '{"text": "他说,你好。"}\n', "utf-8")
    options = ("check", "a.jsonl", "--preset", "safe")
    assert "  not read: 2 lines" in run(*options).stdout.decode().splitlines()
    (file,) = json.loads(run(*options, "--format", "json").stdout)["files"]
    assert (file["damaged"], file["unread_lines"]) == (True, 2)


def test_a_mistyped_field_is_no_clean_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "没有问题。"}\n', "utf-8")
    done = run("check", "a.jsonl", "--preset", "safe", "--field", "txet")
    assert done.returncode == 1
    assert "it has no string at 'txet'" in done.stderr.decode()


@pytest.mark.parametrize(
    ("options", "repaired"),
    [((), True), (("--skip", "restoration"), False), (("--passes", "width"), False)],
)
def test_dropped_characters_are_repaired_only_where_restoration_runs(
    run: Run, tmp_path: Path, options: tuple[str, ...], repaired: bool
) -> None:
    write(tmp_path, a=CLEAN + BARE)
    done = run("check", "a.txt", *options, "--format", "json")
    (file,) = json.loads(done.stdout)["files"]
    dropped = [place["repaired"] for place in file["places"] if place["kind"] == "dropped"]
    assert done.returncode == 1
    assert dropped and set(dropped) == {repaired}


def test_standard_input(run: Run) -> None:
    done = run("check", "-", input="他说,你好。".encode())
    assert done.returncode == 1
    assert done.stdout.decode().startswith("-: damaged\n")


def test_a_missing_file_is_told_and_the_others_are_checked(run: Run, tmp_path: Path) -> None:
    write(tmp_path, a=CLEAN)
    done = run("check", "a.txt", "missing.txt")
    assert done.returncode == 1
    assert done.stdout.decode() == "a.txt: clean\n"
    assert b"missing.txt" in done.stderr


def test_wrong_usage(run: Run, tmp_path: Path) -> None:
    write(tmp_path, a=CLEAN)
    assert run("check").returncode == 2
    assert run("check", "a.txt", "--format", "xml").returncode == 2
    assert run("check", "a.txt", "--model", "a.txt").returncode == 2


def test_places_in_json_lines_are_those_of_the_record(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text":"好。"}\n{"text":"甲。\\n乙,丙。"}\n')
    assert b"a.jsonl:2:5" in run("check", "a.jsonl", "--preset", "safe").stdout
    assert b"a.jsonl:2:5" in run("diff", "a.jsonl", "--preset", "safe").stdout
    report = json.loads(run("check", "a.jsonl", "--preset", "safe", "--format", "sarif").stdout)
    (result,) = report["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 2} and "fixes" not in result
