"""`textmend fix` from outside: real files, real processes, exit codes."""

import json
import stat
from pathlib import Path

import pytest

DIRTY = "他说,你好。\n"
CLEAN = "他说，你好。\n"


def test_directory_is_mirrored(run, tree, tmp_path):
    done = run("fix", "docs", "--output", "mended")
    assert done.returncode == 0, done.stderr.decode()
    files = sorted(p.relative_to(tmp_path / "mended") for p in (tmp_path / "mended").rglob("*.*"))
    assert [str(name) for name in files] == ["README.md", "a.txt", "sub/data.jsonl"]
    assert (tmp_path / "mended/a.txt").read_bytes() == "他说，你好。\r\n没有问题。\r\n".encode()
    assert (tmp_path / "mended/README.md").read_text() == "# 说明\n\n见`f(x,y)`，再说。\n"
    assert (tmp_path / "mended/sub/data.jsonl").read_text() == (
        '{"id": 1,  "text": "教育，医疗"}\n{"text":"\\u6559\\u80b2\\uff0c\\u533b\\u7597"}\n'
    )


def test_output_inside_the_input_is_not_read_again(run, tree, tmp_path):
    for _ in range(2):
        assert run("fix", "docs", "-o", "docs/mended").returncode == 0
    assert not (tree / "mended" / "mended").exists()


def test_pattern_is_expanded(run, tree, tmp_path):
    assert run("fix", "docs/**/*.jsonl", "-o", "out").returncode == 0
    assert (tmp_path / "out/sub/data.jsonl").exists()


def test_one_file_goes_to_standard_output(run, tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    done = run("fix", "a.txt", "--quiet")
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, CLEAN, b"")


@pytest.mark.parametrize("arguments", [[], ["-"]])
def test_standard_input(run, arguments):
    done = run("fix", *arguments, input=DIRTY.encode())
    assert (done.returncode, done.stdout.decode()) == (0, CLEAN)


def test_long_standard_input_is_read_twice(run):
    text = DIRTY * 100_000
    done = run("fix", input=text.encode())
    assert done.stdout.decode() == CLEAN * 100_000


@pytest.mark.parametrize(
    ("data", "options", "expected"),
    [
        ("他说,你好。".encode("utf-8-sig"), [], "他说，你好。".encode()),
        ("他说,你好。".encode("utf-16"), [], "他说，你好。".encode()),
        ("他说,你好。\r\n".encode("gb18030"), [], "他说，你好。\r\n".encode()),
        ("他說,你好。".encode("big5"), ["--encoding", "big5"], "他說，你好。".encode()),
        (
            "他说,你好。".encode("utf-8-sig"),
            ["--keep-encoding"],
            "他说，你好。".encode("utf-8-sig"),
        ),
        ("他说,你好。".encode("utf-16"), ["--keep-encoding"], "他说，你好。".encode("utf-16")),
        ("他说,你好。".encode("gbk"), ["--keep-encoding"], "他说，你好。".encode("gbk")),
        (b"", [], b""),
        (b"\n", [], b"\n"),
    ],
)
def test_encodings(run, tmp_path, data, options, expected):
    (tmp_path / "a.txt").write_bytes(data)
    done = run("fix", "a.txt", "-o", "out", *options)
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "out/a.txt").read_bytes() == expected


def test_in_place_keeps_original_and_permissions(run, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(DIRTY)
    path.chmod(0o640)
    (tmp_path / "a.txt.orig").write_text("older")
    assert run("fix", "a.txt", "--in-place").returncode == 0
    assert path.read_text() == CLEAN
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert (tmp_path / "a.txt.orig").read_text() == "older"
    assert (tmp_path / "a.txt.orig.1").read_text() == DIRTY


def test_in_place_without_backup(run, tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    assert run("fix", "a.txt", "--in-place", "--no-backup").returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_in_place_follows_a_link(run, tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real/a.txt").write_text(DIRTY)
    (tmp_path / "link.txt").symlink_to("real/a.txt")
    assert run("fix", "link.txt", "--in-place").returncode == 0
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real/a.txt").read_text() == CLEAN
    assert (tmp_path / "real/a.txt.orig").read_text() == DIRTY


def test_in_place_leaves_a_clean_file_in_peace(run, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(CLEAN)
    before = path.stat()
    assert run("fix", "a.txt", "--in-place").returncode == 0
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert list(tmp_path.iterdir()) == [path]


def test_format_and_field(run, tmp_path):
    (tmp_path / "data.log").write_text('{"a": {"b": "甲,乙", "c": "甲,乙"}}\n')
    done = run("fix", "data.log", "--format", "jsonl", "--field", "a.b")
    assert done.stdout.decode() == '{"a": {"b": "甲，乙", "c": "甲,乙"}}\n'


def test_text_file_with_headings_is_plain_text(run, tmp_path):
    (tmp_path / "a.txt").write_text("# 标题\n    他说,你好\n")
    assert run("fix", "a.txt").stdout.decode() == "# 标题\n    他说，你好\n"


def test_passes_and_skip(run, tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    assert run("fix", "a.txt", "--skip", "width").stdout.decode() == DIRTY
    assert run("fix", "a.txt", "--passes", "unicode,script").stdout.decode() == DIRTY
    assert run("fix", "a.txt", "--protect", "说,你").stdout.decode() == DIRTY


def test_summary_says_which_passes_ran(run, tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    table = run("fix", "a.txt", "--skip", "script").stderr.decode()
    rows = {line.split()[0]: line.split(maxsplit=1)[1] for line in table.splitlines() if line}
    assert rows["width"] == "1"
    assert rows["script"] == "not run"
    assert rows["lookalikes"] == "0"
    assert "1 file, 7 characters, 1 edit" in table


def test_jobs_give_the_same_bytes(run, tmp_path):
    root = tmp_path / "many"
    root.mkdir()
    for number in range(12):
        (root / f"{number}.txt").write_text(f"第{number}份,他说,你好。\n" * (number + 1))
    assert run("fix", "many", "-o", "one", "--edits", "one.jsonl").returncode == 0
    done = run("fix", "many", "-o", "two", "--edits", "two.jsonl", "--jobs", "3")
    assert done.returncode == 0, done.stderr.decode()
    for path in root.iterdir():
        assert (tmp_path / "one" / path.name).read_bytes() == (
            tmp_path / "two" / path.name
        ).read_bytes()
    one = (tmp_path / "one.jsonl").read_text().replace('"one/', '"two/')
    assert one == (tmp_path / "two.jsonl").read_text()


@pytest.mark.parametrize(
    "arguments",
    [
        ["a.txt", "b.txt"],
        ["docs"],
        ["docs", "-o", "out", "--in-place"],
        ["-", "-o", "out"],
        ["-", "a.txt"],
        ["a.txt", "--passes", "nonsense"],
        ["a.txt", "--encoding", "nonsense"],
        ["a.txt", "--jobs", "0"],
        ["a.txt", "--min-confidence", "2"],
        ["a.txt", "--lexicon", "missing.txt"],
        ["a.txt", "--format", "pdf"],
        ["a.txt", "docs/a.txt", "-o", "out"],
        ["a.txt", "-o", "."],
        ["a.txt", "--edits", "a.txt"],
        ["a.txt", "-o", "out", "--edits", "out/a.txt"],
        ["a.txt", "-o", "out", "--edits", "out/sub/../a.txt"],
        ["a.txt", "--in-place", "--edits", "a.txt.orig"],
        ["a.txt", "b.txt", "--in-place", "--edits", "docs/../b.txt.orig.1"],
    ],
)
def test_wrong_usage_is_2_and_writes_nothing(run, tree, tmp_path, arguments):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(DIRTY)
    before = sorted(tmp_path.rglob("*"))
    done = run("fix", *arguments)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr and len(done.stderr) > 40
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "a.txt").read_text() == DIRTY


def test_log_follows_the_contract(run, tmp_path):
    (tmp_path / "a.txt").write_text("没有。\n他说,你好。\n")
    run("fix", "a.txt", "-o", "out", "--edits", "edits.jsonl")
    edit, end = map(json.loads, (tmp_path / "edits.jsonl").read_text().splitlines())
    assert list(edit) == ["file", "start", "end", "original", "replacement", "steps"]
    assert (edit["file"], edit["start"], edit["end"]) == ("a.txt", 6, 7)
    assert (edit["original"], edit["replacement"]) == (",", "，")
    assert end["end_of_file"] is True
    assert (end["edits"], end["moves"], end["encoding"], end["bom"]) == (1, 0, "utf-8", "")
    assert len(end["sha256_in"]) == len(end["sha256_out"]) == 64


def test_log_in_the_input_directory_is_not_read(run, tree, tmp_path):
    for _ in range(2):
        done = run("fix", "docs", "-o", "out", "--edits", "docs/edits.jsonl")
        assert done.returncode == 0, done.stderr.decode()
    assert not (tmp_path / "out/edits.jsonl").exists()


def test_log_may_be_named_like_a_backup_where_none_is_kept(run, tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    arguments = ["a.txt", "--in-place", "--no-backup", "--edits", "a.txt.orig"]
    assert run("fix", *arguments).returncode == 0
    assert b"end_of_file" in (tmp_path / "a.txt.orig").read_bytes()


def test_two_links_to_one_file_are_not_two_targets(run, tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(DIRTY)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a.txt").symlink_to("b.txt")
    done = run("fix", "a.txt", "b.txt", "-o", "out")
    assert done.returncode == 2
    assert b"would both be written" in done.stderr
    assert not (tmp_path / "out/b.txt").exists()


def test_seeds_are_mirrored(run, tmp_path):
    seeds = Path(__file__).parents[2] / "seeds"
    assert run("fix", seeds, "-o", "mended", "--edits", "edits.jsonl").returncode == 0
    for path in seeds.iterdir():
        mended = (tmp_path / "mended" / path.name).read_text()
        assert 0 < len(mended.splitlines()) <= len(path.read_text().splitlines())
