"""Windows: whole lines, the same text whatever their size, and the same repairs."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmend import DecodingError, Mender, OptionError
from textmend.documents import Document
from textmend.windows import WindowReader, split_bom

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "gb18030", "big5"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("size", [1, 2, 7, 64, 1000])
def test_windows_are_whole_lines(encoding, size):
    text = "十年\r\n上午上\n\n一\n" * 5 + "完"
    data = text.encode(encoding)
    reader = WindowReader(io.BytesIO(data), "a", encoding, size)
    for _ in range(2):
        windows = [(window.text, bytes(window.raw), window.final) for window in reader]
        assert "".join(part for part, _, _ in windows) == text
        assert reader.bom + b"".join(raw for _, raw, _ in windows) == data
        assert all(part.endswith("\n") for part, _, _ in windows[:-1])
        assert [final for _, _, final in windows] == [False] * (len(windows) - 1) + [True]


@given(st.text("一二a,\n\r\u0a0a\u0a00\u000a\U0001f600"), st.integers(1, 9))
def test_any_text_comes_back(text, size):
    for encoding in ("utf-8", "utf-16-le", "gb18030"):
        data = text.encode(encoding)
        if split_bom(data, encoding)[0]:
            continue
        reader = WindowReader(io.BytesIO(data), "a", encoding, size)
        assert "".join(window.text for window in reader) == text


def test_paragraphs_are_not_cut():
    text = "一\n二\n\n三\n四\r\n\r\n五五五五\n"
    reader = WindowReader(io.BytesIO(text.encode()), "a", "utf-8", 4, ("\n\n", "\n\r\n"))
    assert [window.text for window in reader] == ["一\n二\n\n", "三\n四\r\n\r\n", "五五五五\n"]


def test_offset_of_bad_bytes_counts_the_whole_file():
    data = "﻿一二\n三四\n".encode() + b"\xff\n"
    with pytest.raises(DecodingError, match="offset 17") as caught:
        [window.text for window in WindowReader(io.BytesIO(data), "a.txt", "utf-8", 4)]
    assert caught.value.offset == 17


@pytest.mark.parametrize("name", ["base64", "undefined", "a\0b"])
def test_unknown_encoding(name):
    with pytest.raises(OptionError, match="no text encoding"):
        split_bom(b"", name)


def test_one_long_line_is_no_damage():
    data = ("一" * (1 << 19)).encode()
    assert WindowReader(io.BytesIO(data), "a").encoding == "utf-8"


def test_a_cut_file_is_told_by_codec_and_offset():
    data = "各学校要认真落实会议精神。".encode("gbk")[:-1]
    with pytest.raises(DecodingError, match="gb18030") as caught:
        [window.text for window in WindowReader(io.BytesIO(data), "a.txt")]
    assert caught.value.offset == 24


def test_a_codec_that_does_not_say_where_it_fails_is_a_decoding_error():
    with pytest.raises(DecodingError):
        [window.text for window in WindowReader(io.BytesIO(b"\\x"), "a.txt", "punycode")]


TEXT = """\
# 双减工作,稳步推进

本报讯(记者 王伟)今天,市教育局召开"双减"工作会议.会议提出:要减负,也要提质!

```python
print("甲,乙")

print("丙,丁")
```

- 第一,抓落实.
- 第二,见`f(甲,乙)`.

    甲,乙

中小學生 的作业,减少了30%...　“四学” 为民 。， 新增195 名.
<!-- 注释,

还是注释, --> 正文,正文。

| 项目 | 数量 |
|------|------|
| 甲,乙 |  12 |
"""


@pytest.mark.parametrize("name", ["text", "markdown", "jsonl"])
def test_result_does_not_depend_on_windows_or_threads(name):
    import json

    text = TEXT * 3
    if name == "jsonl":
        text = "".join(json.dumps({"text": line}) + "\n" for line in text.split("\n"))
    mender = Mender()

    def result(window, workers):
        document = Document(
            io.BytesIO(text.encode()),
            "a",
            mender,
            format_name=name,
            window=window,
            workers=workers,
        )
        mended, edits = "", []
        for part in document:
            mended += part.text
            edits += [
                (piece.line if name == "jsonl" else piece.offset + edit.start, edit.replacement)
                for piece in part.pieces
                for edit in piece.mended.edits
            ]
        return mended, edits

    expected = result(1 << 20, 1)
    assert expected[0] != text and len(expected[1]) > 10
    for window in (1, 10, 100, 333, 1000):
        for workers in (1, 3):
            assert result(window, workers) == expected


def test_unchanged_windows_are_the_bytes_read():
    text = "没有问题。\n" * 50 + "他说,你好。\n" + "没有问题。\n" * 50
    document = Document(io.BytesIO(text.encode()), "a", Mender(), window=100)
    parts = [(part.changed, part.text is part.source.text) for part in document]
    assert parts.count((True, False)) == 1
    assert parts.count((False, True)) == len(parts) - 1


CLEAN, WRONG = "这一行没有问题。", "他说,你好."


@pytest.mark.parametrize("wrong", [(0,), (49,), (7, 8), (0, 20, 49), tuple(range(0, 50, 3))])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_lines_that_are_mended_alone_come_out_as_in_the_whole(wrong, end, last):
    lines = [WRONG if i in wrong else CLEAN for i in range(50)]
    text = end.join(lines) + last
    mender = Mender(preset="safe")
    whole = mender.mend(text)
    for size in (1 << 20, 400):
        document = Document(io.BytesIO(text.encode()), "a", mender, window=size)
        parts = list(document)
        assert "".join(part.text for part in parts) == whole.text
        assert sum(part.characters for part in parts) == len(text)
        assert sum(part.line_feeds for part in parts) == text.count("\n")
        edits = [
            (piece.offset + edit.start, edit.replacement)
            for part in parts
            for piece in part.pieces
            for edit in piece.mended.edits
        ]
        assert edits == [(edit.start, edit.replacement) for edit in whole.edits]
        assert len(edits) == 2 * len(wrong)


def test_only_the_lines_that_need_repair_become_strings():
    text = (CLEAN + "\n") * 500 + WRONG + "\n" + (CLEAN + "\n") * 500
    parts = list(Document(io.BytesIO(text.encode()), "a", Mender(preset="safe"), window=1 << 14))
    mended = [piece for part in parts for piece in part.pieces]
    assert [piece.mended.original for piece in mended] == [WRONG + "\n"]
    assert [(piece.offset, piece.line) for piece in mended] == [(500 * (len(CLEAN) + 1), 501)]
