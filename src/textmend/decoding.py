"""From bytes to text: which codec they were written with, and a strict decoding.

charset-normalizer judges by statistics that need a few hundred bytes; a short Chinese file gives
less. So the usual codecs of Chinese text are tried first, and of those that decode without a fault
the one that reads as the commonest Chinese wins.
"""

from __future__ import annotations

import codecs

from textmend.errors import DecodingError, OptionError
from textmend.tables import shared_tables

__all__ = ["decode", "detect"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHINESE = ("gb18030", "big5", "cp950", "big5hkscs")
_WITHOUT_MARK = ("utf-16-le", "utf-16-be")

# Mean surprisal in tenths of a bit a character; see textmend.passes.encoding.
_READABLE = 150
_SAMPLE = 20_000  # bytes judged; what follows in a long file is of the same kind
_CONTROLS = frozenset(range(0x20)) - {0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1B}


def detect(data: bytes) -> str:
    """Return the name of the Python codec that `data` was written with.

    Wrong at times for a few Chinese characters without context: two bytes may be good Chinese in
    several codecs. Give the encoding where it is known.

    Raises:
        DecodingError: if it is not text, or in no codec that fits; `offset` is where UTF-8 fails.

    >>> detect("教育局的工作".encode("gb18030"))
    'gb18030'
    >>> detect("我們的學校".encode("big5"))
    'big5'
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    sample = _whole_lines(data)
    utf16 = _utf16_without_mark(sample)
    if utf16:
        return utf16
    _refuse_binary(sample)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _detect_legacy(data, sample, error)
    return "utf-8"


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    r"""Return the text and the codec it was read with.

    Args:
        data: the bytes of a whole document.
        encoding: a Python codec name, or None to detect it. A byte-order mark is never part of
            the text.

    Raises:
        DecodingError: if the bytes are not text in that codec; `offset` is where they fail.
        OptionError: if there is no such codec.

    >>> decode(b"\xbd\xcc\xd3\xfd\xbe\xd6")
    ('教育局', 'gb18030')
    """
    name = encoding if encoding is not None else detect(data)
    try:
        canonical = codecs.lookup(name).name
        if canonical == "utf-8" and data.startswith(codecs.BOM_UTF8):
            canonical = "utf-8-sig"
        return data.decode(canonical), canonical
    except LookupError as error:
        raise OptionError(
            f"There is no codec named {name!r}: give a name that Python knows, such as utf-8, "
            "gb18030 or big5."
        ) from error
    except UnicodeDecodeError as error:
        raise _undecodable(name, error) from error


def _undecodable(name: str, error: UnicodeDecodeError) -> DecodingError:
    byte = error.object[error.start]
    return DecodingError(
        f"Byte 0x{byte:02x} at offset {error.start} is not text in {name} ({error.reason}): "
        "name the right encoding, or repair the file at that place.",
        error.start,
    )


def _whole_lines(data: bytes) -> bytes:
    """Return a sample that does not end within a character, as far as lines allow."""
    if len(data) <= _SAMPLE:
        return data
    telling = next((at for at in range(0, len(data), _SAMPLE) if not _is_ascii(data, at)), 0)
    start = data.rfind(b"\n", 0, telling) + 1
    end = telling + _SAMPLE
    lines = data[start : data.rfind(b"\n", start, end) + 1]
    return data[start:end] if lines.isascii() else lines


def _is_ascii(data: bytes, start: int) -> bool:
    return data[start : start + _SAMPLE].isascii()


def _utf16_without_mark(sample: bytes) -> str | None:
    """Tell UTF-16 by what it decodes to; it has NUL bytes only where there is ASCII."""
    if len(sample) < 4 or len(sample) % 2:
        return None
    try:
        sample.decode("utf-8")
        if b"\0" not in sample:
            return None
    except UnicodeDecodeError:
        pass
    best, name = _best(sample, _WITHOUT_MARK)
    rival, _ = _best(sample, _CHINESE)
    return name if best < min(rival - 30, _READABLE) else None


def _refuse_binary(sample: bytes) -> None:
    controls = sum(sample.count(code) for code in _CONTROLS)
    if controls * 20 > len(sample) or sample.startswith((b"PK\3\4", b"%PDF-", b"\x89PNG")):
        first = next((i for i, byte in enumerate(sample) if byte in _CONTROLS), 0)
        raise DecodingError(
            f"This is not a text file: {controls} of its first {len(sample)} bytes are control "
            "codes. Extract the text first; textmend repairs text, Markdown and JSON Lines.",
            first,
        )


def _detect_legacy(data: bytes, sample: bytes, utf8_error: UnicodeDecodeError) -> str:
    best, name = _best(sample, _CHINESE)
    if name and best <= _READABLE:
        return name
    if _is_mostly_utf8(data):
        raise _undecodable("utf-8", utf8_error)
    from charset_normalizer import from_bytes  # noqa: PLC0415 (slow to import, seldom needed)

    match = from_bytes(sample).best()
    if match is not None and match.encoding not in ("ascii", "utf_8"):
        return codecs.lookup(match.encoding).name
    raise _undecodable("utf-8", utf8_error)


def _is_mostly_utf8(data: bytes) -> bool:
    """Tell a few bad bytes in a UTF-8 file from another codec."""
    text = data[:_SAMPLE].decode("utf-8", "replace")
    lost = text.count("\ufffd")
    high = sum(character > "\x7f" for character in text)
    return high > 0 and lost * 10 <= high


def _best(sample: bytes, names: tuple[str, ...]) -> tuple[float, str]:
    """Return the least mean surprisal of the codecs that can decode the sample, and its codec."""
    tables = shared_tables()
    best, best_name = 255.0, ""
    for name in names:
        try:
            text = sample.decode(name)
        except UnicodeDecodeError as error:
            if len(sample) - error.start > 3 or len(sample) < _SAMPLE // 2:
                continue
            text = sample[: error.start].decode(name)  # the sample ends within a character
        high = "".join(character for character in text if character > "\x7f")
        if not high and text.isascii():
            high = text
        mean = tables.surprisal(high) / len(high) if high else 255.0
        if mean < best:
            best, best_name = mean, name
    return best, best_name
