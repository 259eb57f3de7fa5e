"""`textmend undo` gives the originals back byte for byte, or says why it cannot."""

import json

import pytest

from textmend import Edit, Mended, Move, Step
from textmend.editlog import unfaithful


def files_below(root):
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@pytest.fixture
def mixed(tree):
    """The tree, with other encodings and odd JSON beside."""
    (tree / ".hidden.txt").unlink()
    (tree / ".git/note.txt").unlink()
    (tree / "picture.png").unlink()
    (tree / "gb.txt").write_bytes("他说,你好。\r\n".encode("gb18030"))
    (tree / "mark.txt").write_bytes("他说,你好。".encode("utf-8-sig"))
    (tree / "wide.txt").write_bytes(b"\xfe\xff" + "他说,你好。".encode("utf-16-be"))
    (tree / "clean.txt").write_bytes("没有。".encode())
    (tree / "odd.jsonl").write_bytes(
        '{"text": "\\u6559育,\\/\\ud83d\\ude00\\ud800", "text2": 1}\r\n{"text" : "甲,乙"}'.encode()
    )
    return tree


def test_into_a_directory(run, mixed, tmp_path):
    assert run("fix", "docs", "-o", "out", "--edits", "log.jsonl").returncode == 0
    done = run("undo", "log.jsonl", "-o", "back")
    assert done.returncode == 0, done.stderr.decode()
    assert files_below(tmp_path / "back") == files_below(mixed)


@pytest.mark.parametrize("keep", [[], ["--keep-encoding"]])
def test_in_place(run, mixed, tmp_path, keep):
    before = files_below(mixed)
    run("fix", "docs", "--in-place", "--no-backup", "--edits", "log.jsonl", *keep)
    assert files_below(mixed) != before
    assert run("undo", "log.jsonl", "--in-place").returncode == 0
    assert files_below(mixed) == before


def test_by_pipes(run, tmp_path):
    dirty = "他说,你好。".encode("gb18030")
    mended = run("fix", "--edits", "log.jsonl", input=dirty).stdout
    assert run("undo", "log.jsonl", input=mended).stdout == dirty


def test_to_standard_output(run, tmp_path):
    (tmp_path / "a.txt").write_text("他说,你好。")
    run("fix", "a.txt", "-o", "out", "--edits", "log.jsonl")
    assert run("undo", "log.jsonl").stdout.decode() == "他说,你好。"


def test_several_files_need_a_place(run, mixed):
    run("fix", "docs", "-o", "out", "--edits", "log.jsonl")
    assert run("undo", "log.jsonl").returncode == 2


def test_files_of_one_name_are_refused_before_any_is_written(run, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text(f"他说,{name}。")
    run("fix", "a/x.txt", "b/x.txt", "--in-place", "--edits", "log.jsonl")
    done = run("undo", "log.jsonl", "-o", "back")
    assert done.returncode == 2
    assert b"a/x.txt and b/x.txt would both be written to back/x.txt" in done.stderr
    assert not (tmp_path / "back").exists()
    assert run("undo", "log.jsonl", "--in-place").returncode == 0
    assert (tmp_path / "b/x.txt").read_text() == "他说,b。"


def test_neither_the_log_nor_what_was_mended_is_written_over(run, tmp_path):
    (tmp_path / "d.jsonl").write_text('{"text": "他说,你好。"}\n')
    run("fix", "d.jsonl", "-o", "out", "--edits", "d/d.jsonl")
    mended, log = (tmp_path / name for name in ("out/d.jsonl", "d/d.jsonl"))
    before = mended.read_bytes(), log.read_bytes()
    for folder in ("out", "d"):
        done = run("undo", "d/d.jsonl", "-o", folder)
        assert done.returncode == 2
        assert b"which is read, would be written over" in done.stderr
    assert (mended.read_bytes(), log.read_bytes()) == before


def test_standard_output_has_no_place_to_undo_in(run):
    run("fix", "--edits", "log.jsonl", input="他说,你好。".encode())
    done = run("undo", "log.jsonl", "--in-place")
    assert done.returncode == 2
    assert b"leave out --in-place" in done.stderr


def test_codes_that_the_encoding_would_not_choose(run, tmp_path):
    dirty = bytes.fromhex("a2cc") + "年來,我們的學校。".encode("big5")
    (tmp_path / "a.txt").write_bytes(dirty)
    run("fix", "a.txt", "-o", "out", "--encoding", "big5", "--edits", "log.jsonl")
    assert (tmp_path / "out/a.txt").read_text() == "十年來，我們的學校。"
    assert run("undo", "log.jsonl").stdout == dirty


@pytest.mark.parametrize("encoding", ["hz", "utf-7", "iso2022_jp_2"])
def test_encodings_that_shift(run, tmp_path, encoding):
    original = "落实““双减”政策”，工作。\n教育工作，没有问题,你好。\n".encode(encoding)
    (tmp_path / "a.txt").write_bytes(original)
    options = ["--in-place", "--no-backup", "--encoding", encoding, "--edits", "log.jsonl"]
    done = run("fix", "a.txt", *options)
    if done.returncode:  # it says so where the bytes could not be given back, and writes nothing
        assert b"leave out --edits" in done.stderr
    else:
        assert run("undo", "log.jsonl", "--in-place").returncode == 0
    assert (tmp_path / "a.txt").read_bytes() == original


def test_a_log_is_not_lost_to_a_later_run(run, tmp_path):
    (tmp_path / "a.txt").write_text("他说,你好。")
    options = ["--in-place", "--no-backup", "--edits", "log.jsonl"]
    assert run("fix", "a.txt", *options).returncode == 0
    log = (tmp_path / "log.jsonl").read_bytes()
    assert run("fix", "a.txt", *options).returncode == 2
    assert run("fix", "missing.txt", "-o", "out", "--edits", "log.jsonl").returncode == 1
    assert (tmp_path / "log.jsonl").read_bytes() == log


def test_nothing_reaches_standard_output_before_it_is_known_to_be_right(run, tmp_path):
    (tmp_path / "a.txt").write_text("他说,你好。")
    run("fix", "a.txt", "-o", "out", "--edits", "log.jsonl")
    log = (tmp_path / "log.jsonl").read_text()
    (tmp_path / "log.jsonl").write_text(log.replace('"original": ","', '"original": ";"'))
    done = run("undo", "log.jsonl")
    assert done.returncode == 1 and done.stdout == b""


def test_unfaithful_finds_nothing_in_usual_text():
    assert list(unfaithful("十年,的".encode("big5"), "十年,的", "big5", 0)) == []


def cut_last_line(lines):
    return lines[:-1]


def cut_an_edit(lines):
    return lines[1:]


def cut_in_a_line(lines):
    return [*lines[:-1], lines[-1][:-20]]


def not_json(lines):
    return ["nonsense", *lines]


def empty(lines):
    return []


def strange_mark(lines):
    return [*lines[:-1], lines[-1].replace('"bom": ""', '"bom": "zz"')]


def strange_encoding(lines):
    return [*lines[:-1], lines[-1].replace('"encoding": "utf-8"', '"encoding": 7')]


def strange_codes(lines):
    return [*lines[:-1], lines[-1][:-1] + ', "bytes": [[0]]}']


def other_file(lines):
    return [lines[0].replace('"a.txt"', '"b.txt"'), *lines[1:]]


def other_replacement(lines):
    return [lines[0].replace("，", "、"), *lines[1:]]


def other_original(lines):
    return [lines[0].replace('","', '";"'), *lines[1:]]


@pytest.mark.parametrize(
    "damage",
    [
        cut_last_line,
        cut_an_edit,
        cut_in_a_line,
        not_json,
        empty,
        strange_mark,
        strange_encoding,
        strange_codes,
        other_file,
        other_replacement,
        other_original,
    ],
)
def test_damaged_log(run, tmp_path, damage):
    (tmp_path / "a.txt").write_text("他说,你好。")
    run("fix", "a.txt", "-o", "out", "--edits", "log.jsonl")
    lines = (tmp_path / "log.jsonl").read_text().split("\n")[:-1]
    damaged = damage(lines)
    assert damaged != lines
    end = "" if damage in (cut_in_a_line, empty) else "\n"
    (tmp_path / "log.jsonl").write_text("\n".join(damaged) + end)
    done = run("undo", "log.jsonl", "-o", "back")
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr and b"log" in done.stderr
    assert not list((tmp_path / "back").glob("*"))


def test_changed_file(run, tmp_path):
    (tmp_path / "a.txt").write_text("他说,你好。")
    run("fix", "a.txt", "-o", "out", "--edits", "log.jsonl")
    (tmp_path / "out/a.txt").write_text("他说，你好呀。")
    done = run("undo", "log.jsonl", "-o", "back")
    assert done.returncode == 1
    assert b"changed after it was mended" in done.stderr


def test_name_that_leads_outside(run, tmp_path):
    (tmp_path / "a.txt").write_text("他说,你好。")
    run("fix", "a.txt", "-o", "out", "--edits", "log.jsonl")
    log = (tmp_path / "log.jsonl").read_text()
    (tmp_path / "log.jsonl").write_text(log.replace('"name": "', '"name": "../'))
    assert run("undo", "log.jsonl", "-o", "back").returncode != 0
    assert (tmp_path / "a.txt").read_text() == "他说,你好。"


def test_moves_are_undone_with_the_edits(tmp_path):
    import hashlib
    import io

    from textmend.editlog import LoggedFile, read_log
    from textmend.reverting import revert_file

    step = (Step("paragraphs", "read out of order", 0.95),)
    original = "图一,说明\n正文的前半,\n正文的后半。\n"
    edits = [
        Edit(2, 3, ",", "：", step),
        Edit(6, 6, "", "（", step),
        Edit(11, 13, ",\n", "，", step),
    ]
    mended = Mended(original, edits, [Move(0, 6, 20)])
    entry = LoggedFile("a.txt", "-", "a.txt", "text", "text", "utf-8", "", False, 3, 1)
    entry.sha256_in = hashlib.sha256(original.encode()).hexdigest()
    entry.sha256_out = hashlib.sha256(mended.text.encode()).hexdigest()
    records = [{"file": "a.txt", **edit.to_dict()} for edit in edits]
    records += [{"file": "a.txt", "start": 0, "end": 6, "to": 20}, entry.end_record()]
    log = tmp_path / "log.jsonl"
    log.write_text("".join(json.dumps(record) + "\n" for record in records))
    written = bytearray()
    revert_file(log, read_log(log)[0], io.BytesIO(mended.text.encode()), written.extend)
    assert written.decode() == original
