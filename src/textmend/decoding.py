"""From bytes to text: which codec they were written with, and a strict decoding.

charset-normalizer judges by statistics that need a few hundred bytes; a short Chinese file gives
less. So the usual codecs of Chinese text are tried first, and of those that decode without a fault
the one that reads as the commonest Chinese wins. What plainly is one of them but for a few bytes
is damaged and read as nothing else; what charset-normalizer proposes must look like writing.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import TypeAlias

from textmend.errors import DecodingError, OptionError
from textmend.tables import shared_tables

__all__ = ["codec_name", "decode", "detect", "find_mark"]

Reading: TypeAlias = "Callable[[bytes, str], str | None]"

# A byte-order mark, its codec, and the name of the codec that begins with the mark.
_MARKS = (
    # UTF-32 comes first: its little-endian mark starts with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
)
_CHINESE = ("gb18030", "big5", "cp950", "big5hkscs")
_WITHOUT_MARK = ("utf-16-le", "utf-16-be")

# Mean surprisal in tenths of a bit a character; see textmend.passes.encoding.
_READABLE = 150
_PLAIN = 130  # with bad bytes; short Arabic reads as damaged Chinese of 133 and more
_RAREST = 180  # of what may be Chinese at all
_SAMPLE = 20_000  # bytes judged, an even number; what follows in a long file is of the same kind
_CONTROLS = frozenset(range(0x20)) - {0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1B}

# What the words of foreign languages are made of. Thai has a letter for nearly every byte, so only
# the order of its vowels and consonants tells it from any other bytes. Compiled when it is needed.
_WORD = (
    "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+"  # Latin
    "|[\u0370-\u03ff\u1f00-\u1fff]+"  # Greek
    "|[\u0400-\u04ff]+"  # Cyrillic
    "|[\u0590-\u05ff]+"  # Hebrew
    "|[\u0600-\u06ff]+"  # Arabic
    "|[\u3040-\u30ff]+"  # kana
    "|[\uac00-\ud7a3]+"  # Hangul
    "|(?!.*[\u0e01-\u0e2e]{7})"  # Thai
    "(?:[\u0e40-\u0e44]?[\u0e01-\u0e2e][\u0e30-\u0e3a\u0e47-\u0e4e]*|[\u0e2f\u0e46])+"
)
_BETWEEN_WORDS = "[\\s!-@\\[-`{-~\u00a1\u00ab\u00b7\u00bb\u00bf\u2010-\u203a]+"
_HAN = "[\u3400-\u9fff\uf900-\ufaff]"
_BESIDE_HAN = "[\u3040-\u30ff\uff21-\uff3a\uff41-\uff5a]"  # kana, full-width letters
_LEAST_LETTERS = 4


def detect(data: bytes) -> str:
    """Return the name of the Python codec that `data` was written with.

    Wrong at times for a few Chinese characters without context: two bytes may be good Chinese in
    several codecs. Give the encoding where it is known. That the last character is cut off is left
    for `decode` to find.

    Raises:
        DecodingError: if it is not text, in no codec that fits, or damaged; `offset` is where the
            codec fails that fits best, UTF-8 if none does.

    >>> detect("教育局的工作".encode("gb18030"))
    'gb18030'
    >>> detect("我們的學校".encode("big5"))
    'big5'
    """
    for mark, _, name in _MARKS:
        if data.startswith(mark):
            return name
    utf16 = _utf16_without_mark(data)
    if utf16:
        return utf16
    start, sample = _whole_lines(data)
    _refuse_binary(start, sample)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        legacy = _detect_legacy(data, sample)
        if legacy is None:
            raise _undecodable("utf-8", error) from error
        return legacy
    return "utf-8"


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    r"""Return the text and the codec it was read with.

    Args:
        data: the bytes of a whole document.
        encoding: a Python codec name, or None to detect it. A byte-order mark is never part of
            the text; where there is one, the codec returned is one that knows of it.

    Raises:
        DecodingError: if the bytes are not text in that codec; `offset` is where they fail.
        OptionError: if there is no such codec.

    >>> decode(b"\xbd\xcc\xd3\xfd\xbe\xd6")
    ('教育局', 'gb18030')
    """
    name = codec_name(encoding if encoding is not None else detect(data))
    mark, plain, marked = find_mark(data, name)
    try:
        return data[len(mark) :].decode(plain), marked
    except UnicodeDecodeError as error:
        raise _undecodable(plain, error, len(mark)) from error
    except UnicodeError as error:
        raise DecodingError(
            f"This is not text in {name} ({error}): name the right encoding, or repair the file."
        ) from error


def codec_name(encoding: str) -> str:
    """Return Python's own name of a text encoding.

    Raises:
        OptionError: if there is no such encoding.

    >>> codec_name("UTF8")
    'utf-8'
    """
    try:
        "\n".encode(encoding)  # not all that can be looked up is a codec of text
        return codecs.lookup(encoding).name
    except (LookupError, ValueError) as error:
        raise OptionError(
            f"There is no text encoding named {encoding!r}: give one that Python knows, such as "
            "utf-8, gb18030, big5 or utf-16."
        ) from error


def find_mark(data: bytes, name: str) -> tuple[bytes, str, str]:
    r"""Return the byte-order mark of a codec that `data` starts with, and the codec's two names.

    The first is that of the codec which knows nothing of marks, the second of that which does;
    without a mark both are `name`. A mark of another codec is text.

    >>> find_mark(b"\xff\xfeA\x00", "utf-16-le")
    (b'\xff\xfe', 'utf-16-le', 'utf-16')
    >>> find_mark(b"\xff\xfeA\x00", "gb18030")
    (b'', 'gb18030', 'gb18030')
    """
    for mark, plain, marked in _MARKS:
        if name in (plain, marked) and data.startswith(mark):
            return mark, plain, marked
    return b"", name, name


def _undecodable(name: str, error: UnicodeDecodeError, before: int = 0) -> DecodingError:
    """Return what to raise; `before` bytes of the file stand before those that were decoded."""
    byte, offset = error.object[error.start], before + error.start
    return DecodingError(
        f"Byte 0x{byte:02x} at offset {offset} is not text in {name} ({error.reason}): "
        "name the right encoding, or repair the file at that place.",
        offset,
    )


def _whole_lines(data: bytes) -> tuple[int, bytes]:
    """Return a sample and its place; it ends with a character, as far as lines allow."""
    if len(data) <= _SAMPLE:
        return 0, data
    telling = _telling_offset(data)
    start = data.rfind(b"\n", 0, telling) + 1
    end = telling + _SAMPLE
    lines = data[start : data.rfind(b"\n", start, end) + 1]
    return start, data[start:end] if lines.isascii() else lines


def _telling_offset(data: bytes) -> int:
    """Return where the first stretch begins that is not ASCII, in whole samples."""
    starts = range(0, len(data), _SAMPLE)
    return next((at for at in starts if not data[at : at + _SAMPLE].isascii()), 0)


def _utf16_without_mark(data: bytes) -> str | None:
    """Tell UTF-16 by what it decodes to; it has NUL bytes only where there is ASCII."""
    start = _telling_offset(data)
    sample = data[start : start + _SAMPLE]  # no whole lines: half a character may be a line end
    read = _reading_of(data)
    if len(sample) < 4 or (b"\0" not in sample and read(sample, "utf-8") is not None):
        return None
    best, name = _best(sample, _WITHOUT_MARK, _all_but_the_end)
    rival, _ = _best(sample, _CHINESE, read)
    return name if best < min(rival - 30, _READABLE) else None


def _refuse_binary(start: int, sample: bytes) -> None:
    controls = sum(sample.count(code) for code in _CONTROLS)
    if controls * 20 > len(sample) or sample.startswith((b"PK\3\4", b"%PDF-", b"\x89PNG")):
        first = next((i for i, byte in enumerate(sample) if byte in _CONTROLS), 0)
        raise DecodingError(
            f"This is not a text file: {controls} of {len(sample)} bytes from offset {start} on "
            "are control codes. Extract the text first; textmend repairs text, Markdown and JSON "
            "Lines.",
            start + first,
        )


def _detect_legacy(data: bytes, sample: bytes) -> str | None:
    """Return the codec of what is not sound UTF-8."""
    best, name = _best(sample, _CHINESE, _reading_of(data))
    if best <= _READABLE:
        return name
    if _most(sample, "utf-8"):
        return _unless_damaged(data, "utf-8")
    best, name = _best(sample, _CHINESE, _most)
    if best <= _PLAIN:
        return _unless_damaged(data, name)
    return _guess(sample)


def _unless_damaged(data: bytes, name: str) -> str:
    """Return the name of the codec that `data` was plainly written with.

    Raises:
        DecodingError: if it cannot be read, and not for a last character cut off.
    """
    try:
        codecs.getincrementaldecoder(name)().decode(data)
    except UnicodeDecodeError as error:
        raise _undecodable(name, error) from error
    return name


def _best(sample: bytes, names: tuple[str, ...], read: Reading) -> tuple[float, str]:
    """Return the least mean surprisal of the codecs that can read the sample, and its codec."""
    best, best_name = 255.0, ""
    for name in names:
        text = read(sample, name)
        mean = 255.0 if text is None else _mean_surprisal(text)
        if mean < best:
            best, best_name = mean, name
    return best, best_name


def _mean_surprisal(text: str) -> float:
    """Return it for what is not ASCII, if anything is."""
    high = "".join(character for character in text if character > "\x7f") or text
    return shared_tables().surprisal(high) / len(high) if high else 255.0


def _reading_of(data: bytes) -> Reading:
    """Return how to read a sample, which ends where `data` does only if that is short."""
    return _all if len(data) <= _SAMPLE else _all_but_the_end


def _all(sample: bytes, name: str) -> str | None:
    try:
        return sample.decode(name)
    except UnicodeDecodeError:
        return None


def _all_but_the_end(sample: bytes, name: str) -> str | None:
    """Read a sample that may end within a character."""
    try:
        return codecs.getincrementaldecoder(name)().decode(sample)
    except UnicodeDecodeError:
        return None


def _most(sample: bytes, name: str) -> str | None:
    """Read what can be read, if that is three times of what cannot; ASCII does not count."""
    text = sample.decode(name, "ignore")
    size = len(text.encode(name, "ignore"))
    high = size - sum(character <= "\x7f" for character in text)
    return text if 0 < high >= 3 * (len(sample) - size) else None


def _guess(sample: bytes) -> str | None:
    """Return what charset-normalizer proposes, if that makes a plausible text of the sample."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 (slow to import, seldom needed)

    match = from_bytes(sample).best()
    if match is None or match.encoding in ("ascii", "utf_8"):
        return None
    name = codecs.lookup(match.encoding).name
    text = _all_but_the_end(sample, name)
    of_mainframes = "a".encode(name) not in (b"a", b"a\0", b"\0a")
    return name if text and not of_mainframes and _is_plausible(text) else None


def _is_plausible(text: str) -> bool:
    """Tell writing from bytes read with a codec that they were not written with.

    Those make letters of several alphabets, symbols and capitals in the midst of a word.
    """
    han = "".join(re.findall(_HAN, text))
    if han:
        beside = len(re.findall(_BESIDE_HAN, text))
        strange = sum(c > "\x7f" and c.isalpha() for c in text) - len(han) - beside
        return strange * 10 <= len(han) + beside and _mean_surprisal(han) <= _RAREST
    words = [word for word in re.split(_BETWEEN_WORDS, text) if not word.isascii()]
    sound = sum(len(word) for word in words if _is_word(word))
    return sound >= _LEAST_LETTERS and sound * 5 >= sum(map(len, words)) * 4


def _is_word(word: str) -> bool:
    """Tell whether it has letters of one alphabet, with capitals where they belong."""
    cases = (word.lower(), word.upper(), word.capitalize())
    return re.fullmatch(_WORD, word) is not None and word in cases
