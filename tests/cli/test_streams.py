"""Standard streams that are closed or full, signals, and names that are no files."""

import os
import signal
import subprocess
import sys
import time

import pytest

DIRTY = "他说,你好。\n"
needs_full_device = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")  # noqa: PTH110


def shell(tmp_path, command):
    """Run a command line of a shell in which `textmend` is defined."""
    return subprocess.run(
        ["bash", "-c", f'textmend() {{ "{sys.executable}" -m textmend "$@"; }}; {command}'],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        timeout=60,
    )


@pytest.fixture(autouse=True)
def dirty(tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)


@pytest.mark.parametrize("command", ["fix", "check -", "diff -", "explain -"])
def test_closed_input_is_an_error(tmp_path, command):
    done = shell(tmp_path, f"textmend {command} <&-")
    assert done.returncode == 1
    assert b"standard input is closed" in done.stderr and b"Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["check a.txt", "diff a.txt", "fix a.txt -o out"])
def test_closed_output_and_errors_are_no_fault(tmp_path, command):
    done = shell(tmp_path, f"textmend {command} >&- 2>&-; echo $? > code")
    assert (tmp_path / "code").read_text() in ("0\n", "1\n")
    assert done.stderr == b""


def test_what_is_meant_for_people_never_goes_to_standard_output(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text":"甲,乙"}\nbad\n')
    shell(tmp_path, "textmend fix a.jsonl --quiet 2>&- > out")
    assert (tmp_path / "out").read_text() == '{"text":"甲，乙"}\nbad\n'


@needs_full_device
@pytest.mark.parametrize("command", ["check a.txt", "diff a.txt", "--version", "fix a.txt"])
def test_full_output_is_an_error(tmp_path, command):
    done = shell(tmp_path, f"textmend {command} > /dev/full")
    assert done.returncode == 1
    assert b"standard output: could not write it" in done.stderr
    assert b"Traceback" not in done.stderr and b"Exception" not in done.stderr


def test_a_closed_terminal_leaves_the_log_and_nothing_else(tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.txt").write_text(DIRTY)
    (docs / "b.txt").write_text(DIRTY * 400_000)
    arguments = ["fix", "docs", "--in-place", "--no-backup", "--edits", "e.jsonl", "--quiet"]
    with subprocess.Popen([sys.executable, "-m", "textmend", *arguments], cwd=tmp_path) as process:
        deadline = time.monotonic() + 30
        while (docs / "a.txt").read_text() == DIRTY and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGHUP)
        assert process.wait(timeout=30) == 128 + signal.SIGHUP
    left = sorted(path.name for path in [*docs.iterdir(), *tmp_path.iterdir()])
    assert left == ["a.txt", "a.txt", "b.txt", "docs", "e.jsonl"]
    assert '"file": "docs/a.txt", "end_of_file"' in (tmp_path / "e.jsonl").read_text()


def test_what_stands_for_an_open_file_is_not_replaced(tmp_path):
    done = shell(tmp_path, "echo before > all; textmend damage a.txt -o /dev/stdout >> all")
    assert done.returncode == 1 and b"stands for an open file" in done.stderr
    assert (tmp_path / "all").read_text() == "before\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["fix", "a.txt", "--output", ""],
        ["fix", "a.txt", "--in-place", "--edits", ""],
        ["damage", "a.txt", "--truth", ""],
    ],
)
def test_an_empty_name_is_wrong_usage(run, tmp_path, arguments):
    done = run(*arguments)
    assert done.returncode == 2 and b"the name is empty" in done.stderr
    assert (tmp_path / "a.txt").read_text() == DIRTY


@pytest.mark.parametrize("command", ["check", "diff", "explain"])
@pytest.mark.parametrize(
    "wrong", [["--encoding", "nonsense"], ["--skip", "nonsense"], ["--min-confidence", "nan"]]
)
def test_wrong_options_are_wrong_usage(run, command, wrong):
    assert run(command, "a.txt", *wrong).returncode == 2


@pytest.mark.parametrize("command", ["check", "diff", "explain", "fix"])
def test_standard_input_is_not_mixed_with_files(run, command):
    done = run(command, "-", "a.txt", stdin=subprocess.DEVNULL)
    assert done.returncode == 2 and b"cannot be mixed" in done.stderr


def test_a_file_named_like_standard_input(run, tmp_path):
    (tmp_path / "-").write_text(DIRTY)
    done = run("fix", "./-", input="别的\n".encode())
    assert done.stdout.decode() == DIRTY.replace(",", "，")


def test_the_same_file_twice_is_one_file(run):
    assert run("fix", "a.txt", "./a.txt").stdout.decode() == DIRTY.replace(",", "，")


@pytest.mark.skipif(os.name != "posix", reason="names of files are bytes there alone")
@pytest.mark.parametrize(
    "arguments", [["check", "--format", "sarif"], ["damage", "--truth", "t"], ["check"]]
)
def test_a_name_that_is_no_text(run, tmp_path, arguments):
    name = b"\xff.txt"
    (tmp_path / os.fsdecode(name)).write_text(DIRTY)
    done = run(arguments[0], os.fsdecode(name), *arguments[1:])
    assert done.returncode in (0, 1) and b"Traceback" not in done.stderr
