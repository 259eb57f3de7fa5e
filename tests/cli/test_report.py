"""What people read: widths, carets, contexts, and the commands that print them."""

import os
import pty
import subprocess
import sys

import pytest

from textmend import Edit, Mended, Step, Suspicion
from textmend.display import Palette, columns, fit_end, fit_start, visible
from textmend.documents import Piece
from textmend.report import diff_lines, explain_lines

PLAIN = Palette(False)


def piece(original, *edits, suspicions=()):
    step = (Step("width", "comma beside Chinese", 0.98),)
    made = []
    for old, new in edits:
        at = original.index(old) if old else original.index("|")
        made.append(Edit(at, at + len(old), old, new, step))
    return Piece(Mended(original, made, suspicions=suspicions), 0, 1)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("abc", 3),
        ("教育", 4),
        ("，。", 4),
        ("“”…—", 4),
        ("ｶﾅ", 2),
        ("Ａ", 2),
        ("é", 1),
        ("\u200b", 0),
        ("한국", 4),
        ("😀", 2),
        ("\u3000", 2),
        ("", 0),
    ],
)
def test_columns(text, width):
    assert columns(text) == width


def test_fitting():
    assert (fit_start("教育局abc", 7), fit_end("教育局abc", 6)) == ("教育局a", "局abc")


def test_nothing_invisible_or_dangerous_is_printed():
    shown = visible("\x1b[31m\x00\u200b\ufeff\u00a0\r\n\u202e\ud800")
    assert shown.isprintable() or "␛" in shown
    assert not any(ord(c) < 0x20 or 0x200B <= ord(c) <= 0x202E for c in shown)


def test_carets_stand_under_wide_characters():
    head, old, carets, new = diff_lines(
        "a.txt", piece("他说,你好.", (",", "，"), (".", "。")), PLAIN, 80
    )
    assert head == "a.txt:1:3"
    assert old == "- 他说,你好."
    assert new == "+ 他说，你好。"
    assert [at for at, c in enumerate(carets) if c == "^"] == [
        columns(old[: old.index(c)]) for c in ",."
    ]


def test_caret_of_an_insertion_and_of_a_wide_deletion():
    _, old, carets, new = diff_lines(
        "a", piece("甲|乙，，丙", ("", "的"), ("，，", "，")), PLAIN, 80
    )
    assert (old, new) == ("- 甲|乙，，丙", "+ 甲的|乙，丙")
    assert carets == "    ^  ^^^^"


def test_latin_words_are_marked_whole():
    _, old, carets, new = diff_lines("a", piece("用Ｐython写", ("Ｐ", "P")), PLAIN, 80)
    assert (old, new) == ("- 用Ｐython写", "+ 用Python写")
    assert carets.count("^") == columns("Ｐython")


def test_distant_changes_are_shown_apart_and_lines_cut():
    text = "甲,乙" + "丙" * 200 + "丁;戊\n下一行"
    lines = list(diff_lines("a", piece(text, (",", "，"), (";", "；")), PLAIN, 80))
    assert len(lines) == 8
    assert lines[1].endswith("丙…") and lines[5].startswith("- …丙")
    assert all(columns(line) <= 80 for line in lines)
    assert "下一行" not in "".join(lines)


def test_many_changes_near_each_other_still_fit():
    text = "甲,乙;" * 100
    step = (Step("width", "", 0.9),)
    edits = [Edit(at, at + 1, c, "，", step) for at, c in enumerate(text) if c in ",;"]
    lines = list(diff_lines("a", Piece(Mended(text, edits), 0, 1), PLAIN, 80))
    assert all(columns(line) <= 80 for line in lines)
    assert "".join(lines).count("^") == 200


def test_a_joined_line_is_shown_in_one():
    _, old, _, new = diff_lines("a", piece("上半句\n下半句", ("\n", "")), PLAIN, 80)
    assert (old, new) == ("- 上半句␊下半句", "+ 上半句下半句")


def test_explain_has_place_context_reason_and_suspicions():
    doubt = Suspicion(7, 10, ("甲", "乙"), "bytes were lost")
    made = piece("第一行\n说,你锟斤拷", (",", "，"), suspicions=[doubt])
    assert list(explain_lines("a", made, PLAIN)) == [
        "a:2:2",
        "  说[-,-]{+，+}你锟斤拷",
        "  width (0.98): comma beside Chinese",
        "a:2:4",
        "  说,你[?锟斤拷?]",
        "  left as it is: bytes were lost",
        "  might be: 甲, 乙",
    ]


def test_diff_and_explain_commands(run, tree):
    done = run("diff", "docs/a.txt")
    assert done.returncode == 0
    assert done.stdout.decode().splitlines()[:2] == ["docs/a.txt:1:3", "- 他说,你好。"]
    done = run("explain", "docs")
    assert done.returncode == 0
    said = done.stdout.decode()
    assert "docs/README.md:3:10" in said and "docs/sub/data.jsonl:2:3" in said
    assert "width (" in said
    assert run("diff", "docs/a.txt", "missing.txt").returncode == 1


@pytest.mark.parametrize("command", ["diff", "explain"])
def test_lines_that_were_not_read_are_told(run, tmp_path, command):
    (tmp_path / "a.jsonl").write_text('nonsense\n{"text": "甲,乙"}\n')
    done = run(command, "a.jsonl")
    assert done.returncode == 1
    assert "a.jsonl:2:2" in done.stdout.decode()
    assert done.stderr.decode() == (
        "a.jsonl: 1 line was left as before: line 1 (it is not a JSON object)\n"
    )


def on_terminal(arguments, cwd, **environment):
    """Run with a terminal as standard output and standard error, and return what it shows."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "textmend", *arguments],
        cwd=cwd,
        env={**os.environ, "TERM": "xterm", **environment},
        stdout=follower,
        stderr=follower,
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            block = os.read(leader, 4096)
        except OSError:  # how Linux says that the other end is closed
            break
        if not block:
            break
        shown += block
    os.close(leader)
    process.wait(30)
    return shown.decode()


def test_colours_on_a_terminal_only(tree, tmp_path, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[31;7m,\x1b[0m" in on_terminal(["diff", "docs/a.txt"], tmp_path)
    assert "\x1b[" not in on_terminal(["diff", "docs/a.txt"], tmp_path, NO_COLOR="1")


def test_progress_bar_on_a_terminal_only(run, tree, tmp_path):
    assert "%" in on_terminal(["fix", "docs", "-o", "out"], tmp_path)
    assert "%" not in on_terminal(["fix", "docs", "-o", "out", "--quiet"], tmp_path)
    assert b"%" not in run("fix", "docs", "-o", "out").stderr


def test_help_names_passes_and_codes(run):
    said = run("fix", "--help").stdout.decode()
    assert "punctuation, lookalikes, paragraphs, restoration" in said
    assert "exit codes" in said
    assert run("--version").stdout.startswith(b"textmend ")
    assert run().returncode == 2


def test_help_imports_little():
    code = (
        "import sys; from textmend.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted(set(sys.modules) & {'ftfy', 'opencc', 'jieba', 'charset_normalizer',"
        " 'multiprocessing', 'concurrent.futures.process', 'json', 'hashlib'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
