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


@pytest.mark.parametrize(
    ("mark", "encoding", "marked"),
    [
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (codecs.BOM_UTF16_BE, "UTF_16BE", "utf-16"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    ],
)
def test_a_mark_is_no_text_where_its_order_was_named(
    mark: bytes, encoding: str, marked: str
) -> None:
    assert decode(mark + "今天".encode(encoding), encoding) == ("今天", marked)


def test_offsets_count_the_mark() -> None:
    with pytest.raises(DecodingError) as error:
        decode(codecs.BOM_UTF8 + b"ab\xff")
    assert error.value.offset == 5


def test_a_codec_that_does_not_say_where_it_fails_is_a_decoding_error() -> None:
    with pytest.raises(DecodingError):
        decode(b"\\x", "punycode")


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


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16-le"])
@pytest.mark.parametrize("length", [4, 9, 20, 12_000])
def test_a_last_character_that_is_cut_off_is_told_by_codec_and_offset(
    encoding: str, length: int
) -> None:
    text = TRADITIONAL if encoding == "big5" else SIMPLIFIED
    whole = (text * 600)[:length].encode(encoding)
    with pytest.raises(DecodingError, match=encoding) as error:
        decode(whole[:-1])
    assert error.value.offset == len(whole) - len(text[:1].encode(encoding))


def test_a_lone_surrogate_in_a_short_utf8_file_is_told() -> None:
    with pytest.raises(DecodingError, match="utf-8") as error:
        decode("今天".encode() + b"\xed\xa0\x80" + "晴".encode())
    assert error.value.offset == 6


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
@pytest.mark.parametrize("bad", [500, 41_000])
def test_a_bad_byte_in_a_long_chinese_file_is_told_by_codec_and_offset(
    encoding: str, bad: int
) -> None:
    text = TRADITIONAL if encoding == "big5" else SIMPLIFIED
    data = bytearray((text + "\n").encode(encoding) * 2000)
    data[bad] = 0xFF
    with pytest.raises(DecodingError, match=encoding) as error:
        decode(bytes(data))
    assert error.value.offset is not None
    assert bad - 1 <= error.value.offset <= bad


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Привет, как дела? Сегодня в Москве хорошая погода.", "cp1251"),
        ("Привет, как дела? Сегодня в Москве хорошая погода.", "koi8-r"),
        ("Αυτό είναι ένα κείμενο στα ελληνικά.", "cp1253"),
        ("Zażółć gęślą jaźń. Dzisiaj jest piękna pogoda.", "cp1250"),
        ("Der Bürgermeister sagte es.", "cp1252"),
        ("สวัสดีครับ นี่คือข้อความภาษาไทยที่ใช้ในการทดสอบ", "cp874"),
        ("إلى الحديقة للتنزه مع الأصدقاء.", "cp1256"),
        ("今日は天気がいいので、公園へ散歩に行きました。", "shift_jis"),
        ("これは日本語のテキストです。今日は天気がいいので、散歩に行きました。", "euc_jp"),
        ("오늘은 날씨가 좋습니다. 우리는 공원에 갔습니다.", "euc_kr"),
        ("沙棠櫟櫧，華楓枰櫨，留落胥邪", "gb18030"),
    ],
)
def test_other_writing_is_read(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize(
    "data",
    [
        "Le café est".encode("latin-1"),  # with the letter of another alphabet, if guessed
        "Привет, как дела?".encode("koi8-r"),  # half-width katakana
        "中文".encode("utf-16-le")[:-1] + b"\xe9",
        b"\xc1\x81",  # letters to a mainframe alone
        b"\xd7\xf9\xc5",
    ],
)
def test_what_would_be_no_writing_is_not_believed(data: bytes) -> None:
    with pytest.raises(DecodingError):
        decode(data)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("head", ["", "plain ASCII\n" * 2000], ids=["Chinese", "ASCII"])
def test_long_utf16_needs_no_mark(encoding: str, head: str) -> None:
    text = head + "教育局今天在上海召开会议，研究工作。\n" * 900
    assert decode(text.encode(encoding)) == (text, encoding)


@pytest.mark.parametrize("name", ["klingon", "", "hex", "undefined", "a\0b", "\ud800"])
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
