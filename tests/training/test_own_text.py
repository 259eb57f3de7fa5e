"""A user's text: what is learned from, tuned on, measured on, and when there is too little."""

import doctest

import pytest

from textmend.errors import DecodingError, FileProcessingError, OptionError
from textmend.training import own_text, prepare
from textmend.training.own_text import documents_of, read_own_text


@pytest.mark.parametrize("module", [own_text, prepare])
def test_examples(module):
    assert doctest.testmod(module).failed == 0


def test_the_last_lines_of_each_file_are_held_out(tmp_path):
    for name in "ab":
        lines = [f"{name}{i}" + "字" * 300 for i in range(200)]
        (tmp_path / name).write_text("\n\n".join(lines) + "\n", "utf-8")
    text = read_own_text([tmp_path / "a", tmp_path / "b"])
    assert [len(part) for part in (text.learned, text.tuned, text.measured)] == [360, 20, 20]
    assert text.learned[0].startswith("a0字") and text.learned[180].startswith("b0字")
    assert text.tuned[0].startswith("a180") and text.measured[-1].startswith("b199")


def test_any_encoding_is_read(tmp_path):
    (tmp_path / "a.txt").write_bytes(("今天天气很好，我们去公园散步。\n" * 2000).encode("gb18030"))
    assert read_own_text([tmp_path / "a.txt"]).learned[0] == "今天天气很好，我们去公园散步。"


def test_too_little_text_is_an_error(tmp_path):
    (tmp_path / "a.txt").write_text("今天天气很好。\n" * 100, "utf-8")
    with pytest.raises(OptionError, match="630 characters"):
        read_own_text([tmp_path / "a.txt"])
    (tmp_path / "b.txt").write_text("今天天气很好。" * 10_000, "utf-8")  # a single line
    with pytest.raises(OptionError, match="lines"):
        read_own_text([tmp_path / "b.txt"])


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(FileProcessingError, match="missing"):
        read_own_text([tmp_path / "missing.txt"])
    (tmp_path / "a.txt").write_bytes(b"\x81\x00\xff\xfe\x81" * 5000)
    with pytest.raises((DecodingError, OptionError)):
        read_own_text([tmp_path / "a.txt"])


def test_documents_are_spread_over_the_lines():
    lines = [str(i) * 10 for i in range(10)] * 10
    assert documents_of(lines, 50, 3) == [
        "".join(f"{i % 10}" * 10 + "\n" for i in range(start, start + 5)) for start in (0, 30, 65)
    ]
    assert documents_of(["短"], 50, 3) == ["短\n"]
