"""Bytes to text: byte-order marks, the usual codecs of Chinese, and what is no text at all."""

from __future__ import annotations

import codecs

import pytest

from textmend import DecodingError, OptionError
from textmend.decoding import decode, detect

SIMPLIFIED = "教育局的工作是为学校和学生服务，今年新增学位三千个。"
TRADITIONAL = "我們的學校在這裡，學生都很好，老師也很高興。"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("length", [5, 12, len(SIMPLIFIED)])
def test_simplified_text_is_read_right(encoding: str, length: int) -> None:
    text = SIMPLIFIED[:length]
    assert decode(text.encode(encoding)) == (text, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030", "utf-16-le"])
@pytest.mark.parametrize("length", [5, 12, len(TRADITIONAL)])
def test_traditional_text_is_read_right(encoding: str, length: int) -> None:
    text = TRADITIONAL[:length]
    decoded, name = decode(text.encode(encoding))
    assert decoded == text
    assert name in (encoding, "cp950") if encoding == "big5" else name == encoding


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_text(bom: bytes, encoding: str) -> None:
    data = bom + "今天a".encode(encoding)
    assert decode(data)[0] == "今天a"
    assert decode(data, detect(data))[0] == "今天a"
    assert decode(bom)[0] == ""


def test_a_mark_of_utf8_is_no_text_where_utf8_was_named() -> None:
    assert decode(codecs.BOM_UTF8 + b"a", "utf-8")[0] == "a"
    assert decode(codecs.BOM_UTF8 + b"a", "UTF8")[0] == "a"


@pytest.mark.parametrize("data", [b"", b"a", b"\n", b"plain ASCII text\r\n", b"\x1b[31mred\x1b[0m"])
def test_ascii_is_utf8(data: bytes) -> None:
    assert decode(data) == (data.decode(), "utf-8")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"PK\x03\x04" + bytes(100),
        b"%PDF-1.7 ",
        bytes(1000),
        b"\x7fELF" + bytes(64),
    ],
    ids=["PNG", "ZIP", "PDF", "NUL", "ELF"],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(DecodingError, match="not a text file"):
        detect(data)


def test_a_few_controls_do_not_make_a_file_binary() -> None:
    text = SIMPLIFIED + "\0\x07" + SIMPLIFIED
    assert decode(text.encode()) == (text, "utf-8")


def test_a_broken_utf8_file_is_not_taken_for_another_codec() -> None:
    data = bytearray((SIMPLIFIED * 20).encode())
    data[300] = 0xFF
    with pytest.raises(DecodingError) as error:
        decode(bytes(data))
    assert error.value.offset is not None
    assert 295 <= error.value.offset <= 300
    assert "offset" in str(error.value)


def test_the_offset_counts_bytes_in_a_named_codec() -> None:
    with pytest.raises(DecodingError) as error:
        decode("教育".encode("gb18030") + b"\xff\xff", "gb18030")
    assert error.value.offset == 4


@pytest.mark.parametrize("name", ["klingon", "", "hex"])
def test_a_codec_that_is_none_is_an_option_error(name: str) -> None:
    with pytest.raises(OptionError):
        decode(b"abc", name)


def test_long_files_are_judged_by_their_beginning() -> None:
    data = (SIMPLIFIED + "\n").encode("gb18030") * 5000
    assert detect(data) == "gb18030"
    assert detect(SIMPLIFIED.encode("gb18030") * 5000) == "gb18030"


@pytest.mark.parametrize("head", [b"plain ASCII\n", b"\n"], ids=["ASCII", "line ends"])
def test_chinese_may_begin_far_behind(head: bytes) -> None:
    assert detect(head * 30_000 + TRADITIONAL.encode("big5")) == "big5"


def test_every_pair_of_bytes_is_read_or_refused() -> None:
    for first in range(0, 256, 3):
        for second in range(0, 256, 7):
            try:
                text, name = decode(bytes([first, second]))
            except DecodingError:
                continue
            assert isinstance(text, str)
            assert codecs.lookup(name)
