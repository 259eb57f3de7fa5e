"""`textmend damage`: a damaged text, its truth, and the list of profiles."""

import hashlib
import json

from textmend import Edit, Mended
from textmend.damage import PROFILES, damage

CLEAN = "昨天，我们在学校开会；老师说：“可以！”\r\n增加了3.5万人。\n"


def records(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_text_and_truth(run, tmp_path):
    (tmp_path / "a.txt").write_bytes(CLEAN.encode())
    options = ["--profile", "light", "--seed", 9, "--truth", "truth.jsonl", "-o", "out/bad.txt"]
    done = run("damage", "a.txt", *options)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    text = (tmp_path / "out/bad.txt").read_bytes().decode()
    assert text == damage(CLEAN, "light", 9).text
    *edits, end = records(tmp_path / "truth.jsonl")
    assert Mended(text, [Edit.from_dict(edit) for edit in edits]).text == CLEAN
    assert end["end_of_file"] is True
    assert (end["profile"], end["seed"], end["edits"]) == ("light", 9, len(edits))
    assert end["sha256_original"] == hashlib.sha256(CLEAN.encode()).hexdigest()
    assert end["sha256_damaged"] == hashlib.sha256(text.encode()).hexdigest()


def test_standard_input_and_output(run):
    for arguments in (["-"], []):
        done = run("damage", *arguments, "--profile", "transcript", input=CLEAN.encode())
        assert done.stdout.decode() == damage(CLEAN, "transcript").text


def test_other_encodings_are_read(run, tmp_path):
    (tmp_path / "a.txt").write_bytes(CLEAN.encode("gb18030"))
    for options in ([], ["--encoding", "gb18030"]):
        done = run("damage", "a.txt", "--profile", "clean", *options)
        assert done.stdout.decode() == CLEAN


def test_list(run):
    done = run("damage", "--list")
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.decode().splitlines()] == list(PROFILES)


def test_wrong_usage(run, tmp_path):
    (tmp_path / "a.txt").write_bytes(CLEAN.encode())
    wrong = (
        ["--profile", "terrible"],
        ["--seed", "-1"],
        ["--seed", "x"],
        ["-o", "a.txt"],
        ["--truth", "./a.txt"],
        ["--truth", "b", "-o", "b"],
        ["--encoding", "nonsense"],
    )
    for options in wrong:
        done = run("damage", "a.txt", *options)
        assert done.returncode == 2, options
        assert b"textmend damage: " in done.stderr and b"Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == CLEAN.encode()


def test_files_that_cannot_be_read_or_written(run, tmp_path):
    (tmp_path / "binary").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 40)
    (tmp_path / "a.txt").write_bytes(CLEAN.encode())
    (tmp_path / "folder").mkdir()
    for arguments in (["missing"], ["binary"], ["folder"], ["a.txt", "-o", "folder"]):
        done = run("damage", *arguments)
        assert done.returncode == 1, arguments
        assert arguments[-1].encode() in done.stderr and b"Traceback" not in done.stderr
