"""What goes wrong: it is named, it stops nothing else, and nothing half-written is left."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

DIRTY = "他说,你好。\n"
CLEAN = "他说，你好。\n"


def test_bad_files_do_not_stop_the_others(run, tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.txt").write_text(DIRTY)
    (docs / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 40)
    (docs / "broken.txt").write_bytes(
        "他说,你好。\n".encode() * 50 + b"\xff\xfe\xfa" + DIRTY.encode()
    )
    (docs / "z.txt").write_text(DIRTY)
    done = run("fix", "docs", "missing.txt", "-o", "out", "--edits", "log.jsonl")
    said = done.stderr.decode()
    assert done.returncode == 1
    assert "3 files could not be processed" in said
    for name in ("binary.txt", "broken.txt", "missing.txt"):
        assert name in said
    assert "Traceback" not in said
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.txt", "z.txt"]
    assert "broken" not in (tmp_path / "log.jsonl").read_text()


def test_undecodable_bytes_are_named_by_their_offset_in_the_file(run, tmp_path):
    head = DIRTY.encode() * 200_000
    (tmp_path / "a.txt").write_bytes(head + b"\xff\n" + DIRTY.encode())
    done = run("fix", "a.txt", "-o", "out")
    assert done.returncode == 1
    assert f"offset {len(head)}" in done.stderr.decode()
    assert list((tmp_path / "out").iterdir()) == []


def test_lines_that_are_no_json_are_kept_and_named(run, tmp_path):
    lines = ['{"text": "甲,乙"}', "nonsense", '{"id": 3}', '{"text": 4}', "", '{"text": "丙,丁"}']
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    done = run("fix", "a.jsonl")
    assert done.returncode == 1
    assert done.stdout.decode().split("\n") == [
        '{"text": "甲，乙"}', *lines[1:5], '{"text": "丙，丁"}',
    ]  # fmt: skip
    assert "3 lines were left as before: line 2 " in done.stderr.decode()


def test_directory_without_text_files(run, tmp_path):
    (tmp_path / "empty").mkdir()
    done = run("fix", "empty", "-o", "out")
    assert done.returncode == 1
    assert b"no file to repair" in done.stderr


def test_target_that_is_a_directory(run, tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    (tmp_path / "out/a.txt").mkdir(parents=True)
    done = run("fix", "a.txt", "-o", "out")
    assert done.returncode == 1
    assert b"a directory has this name" in done.stderr


@pytest.mark.parametrize("option", ["-o", "--edits"])
def test_target_that_is_a_pipe(run, tmp_path, option):
    (tmp_path / "a.txt").write_text(DIRTY)
    (tmp_path / "out").mkdir()
    os.mkfifo(tmp_path / "out/a.txt")
    place = {"-o": "out", "--edits": "out/a.txt"}[option]
    done = run("fix", "a.txt", option, place)
    assert done.returncode == 1
    assert b"a device, a pipe or a socket" in done.stderr
    assert [path.is_fifo() for path in (tmp_path / "out").iterdir()] == [True]


def test_no_permission(run, tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(DIRTY)
    (tmp_path / "a.txt").chmod(0)
    if os.access(tmp_path / "a.txt", os.R_OK):
        pytest.skip("root may read and write everything")
    locked = tmp_path / "locked"
    locked.mkdir()
    (locked / "c.txt").write_text(DIRTY)
    locked.chmod(0o500)
    done = run("fix", "a.txt", "b.txt", "-o", "out")
    assert done.returncode == 1
    assert b"a.txt" in done.stderr and b"permission" in done.stderr
    assert (tmp_path / "out/b.txt").read_text() == CLEAN
    done = run("fix", "locked/c.txt", "--in-place")
    assert done.returncode == 1
    assert (locked / "c.txt").read_text() == DIRTY


@pytest.mark.parametrize("where", [["-o", "out"], ["--in-place"]])
def test_disk_full_while_writing(run, tmp_path, where):
    path = tmp_path / "a.txt"
    path.write_text(DIRTY * 5_000)
    size = path.stat().st_size // 2

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    done = run("fix", "a.txt", *where, preexec_fn=limit)
    assert done.returncode == 1
    assert b"could not write it" in done.stderr and b"Traceback" not in done.stderr
    assert path.read_text() == DIRTY * 5_000
    left = [found for found in tmp_path.rglob("*") if found.is_file()]
    assert left == [path]


def test_disk_full_on_standard_output(run, tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    with Path("/dev/full").open("wb") as full:
        done = run("fix", "a.txt", stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert b"standard output" in done.stderr and b"Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["fix", "diff", "explain"])
def test_closed_pipe(run, tmp_path, command):
    (tmp_path / "a.txt").write_text(DIRTY * 100_000)
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        done = run(command, "a.txt", stdout=pipe, stderr=subprocess.PIPE)
    assert done.returncode == 128 + signal.SIGPIPE
    assert b"Traceback" not in done.stderr and b"Exception" not in done.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted(tmp_path, jobs, sent, code):
    docs = tmp_path / "docs"
    docs.mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (docs / name).write_text(DIRTY * 500_000)
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "textmend",
            "fix",
            "docs",
            "-o",
            "out",
            "--jobs",
            jobs,
            "--edits",
            "log.jsonl",
        ],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    deadline = time.monotonic() + 30
    while not list(tmp_path.glob("out/.*.tmp")) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, sent)
    _, said = process.communicate(timeout=30)
    assert process.returncode == code
    assert b"Traceback" not in said
    assert [path for path in tmp_path.rglob("*") if ".tmp" in path.name] == []
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_interrupted_inside_exec(tmp_path):
    # As by the `exec` of `dataclasses` when a module is imported late.
    (tmp_path / "interrupted.py").write_text(
        "import sys; from textmend import cli\n"
        "kill = 'import os, signal; os.kill(os.getpid(), signal.SIGINT)'\n"
        "cli._run = lambda options: exec(kill)\n"
        "sys.exit(cli.main(['fix']))\n"
    )
    command = [sys.executable, "-m", "interrupted"]
    done = subprocess.run(command, check=False, capture_output=True, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (130, b"")


def test_an_ignored_interrupt_stays_ignored(tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY * 200_000)
    ignoring = ["sh", "-c", 'trap \'\' INT; exec "$0" "$@"', sys.executable]
    process = subprocess.Popen(
        [*ignoring, "-m", "textmend", "fix", "a.txt", "-o", "out"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 30
    while not list(tmp_path.glob("out/*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 0


def test_file_that_changes_while_it_is_read(tmp_path):
    from textmend import FileProcessingError, Mender
    from textmend.documents import Document, open_source

    path = tmp_path / "a.txt"
    path.write_text(DIRTY * 100)
    with open_source(path) as file:
        windows = iter(Document(file, "a.txt", Mender(), window=64))
        next(windows)
        path.write_text(CLEAN * 100)
        with pytest.raises(FileProcessingError, match="changed"):
            list(windows)


def test_text_that_the_kept_encoding_cannot_hold(run, tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("我們的學校".encode("big5"))
    options = ["--encoding", "big5", "--keep-encoding", "--convert", "t2s"]
    done = run("fix", "a.txt", "--in-place", *options)
    assert done.returncode == 1
    assert "leave out --keep-encoding" in done.stderr.decode()
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == "我們的學校".encode("big5")


def test_the_commas_of_a_table_are_no_marks(run, tmp_path):
    (tmp_path / "a.csv").write_text("教育新闻,今天开会,新华社\n")
    done = run("fix", "a.csv")
    assert done.returncode == 1 and b"CSV is not read" in done.stderr and done.stdout == b""
    assert run("check", "a.csv").returncode == 1
    assert run("fix", "a.csv", "--format", "text").returncode == 0
