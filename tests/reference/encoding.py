"""The pass ``encoding`` by the interpreter's codecs; twin of ``native/core/passes/encoding.cpp``.

UTF-8 read as GBK (鏂囨湰 is 文本), GBK read as Latin-1 or Windows-1252 (ÎÄ±¾), GBK read as Big5 and
the reverse, UTF-8 read as Windows-1252 (left to ftfy's encoding repair), layers of these, and HTML
entities left in plain text. Each stretch of a line is judged by itself: it must encode and decode
without a fault, and what comes out must be far commoner Chinese than what went in.

What was lost on the way (U+FFFD, 锟斤拷) is reported, never guessed. Left alone: lines with HTML
tags, entities between quotation marks, and everything whose repair would not read better.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from textmend import _native
from textmend.draft import Draft, EditBuilder

__all__ = ["run"]

_LAYERS = 3
_CAUSES = _native.GARBLED_EVENT | _native.HINT_EVENT

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--|<\?")
_ABOUT_ENTITIES = re.compile("HTML|XML|转义|轉義|实体|實體")
_QUOTED_SIDES = "`'\"“”‘’「」、"

_CP1252 = {bytes([b]).decode("cp1252", "replace"): b for b in range(0x80, 0xA0)} | {
    chr(b): b for b in range(0x80, 0x100)
}
_CP1252.pop("\ufffd", None)
_HIGH = "[" + "".join(map(re.escape, _CP1252)) + "]"
_LATIN_RUN = re.compile(f"{_HIGH}{{2,}}")
# The second byte of a GBK character may be ASCII.
_MIXED_RUN = re.compile(f"{_HIGH}(?:{_HIGH}|[@-~](?={_HIGH}))+")
_HIGH_RUN = re.compile(r"[^\x00-\x7f]{2,}")
_OTHER_SCRIPTS = re.compile("[\u0370-\u052f\u0600-\u06ff\u3041-\u30ff\uac00-\ud7af]")
_UTF8_BYTES = re.compile(rb"(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){2}")
# Any Chinese text may hold these, however rare each of them is.
_SYMBOL = re.compile(
    "[\u00a4-\u00b7×÷\u2010-\u27bf\u3000-\u30ff\uff01-\uffef\u0391-\u03c9\u0410-\u0451]"
)
_HAN = re.compile("[\u3400-\u9fff]")
_LOST = re.compile("(?:锟斤拷)+")  # what GBK makes of U+FFFD twice in UTF-8

# Mean surprisal, in tenths of a bit a character. Chinese news lies near 95, a list of rare names
# near 140, wrongly decoded text above 180.
_READABLE = 150
_GAIN = 40
_DOUBTFUL = 120  # the least mean of a run that is looked at for other double-byte codecs
_COMMON = 110  # UTF-8 misread begins with no character as common as this


@dataclass(frozen=True, slots=True)
class _Mistake:
    """Text written in one double-byte codec and read in another."""

    read_as: str
    written_in: str
    rule: str


_DOUBLE_BYTE = (
    _Mistake("cp950", "gbk", "encoding.gbk_as_big5"),
    _Mistake("gb18030", "cp950", "encoding.big5_as_gbk"),
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A stretch and what it becomes."""

    start: int
    end: int
    text: str
    rule: str
    gain: float


def run(draft: Draft) -> None:
    """Repair the draft."""
    edits = _native.EditList()
    for start, end in draft.scan.lines(_CAUSES):
        clipped = [
            (max(a, start) - start, min(b, end) - start)
            for a, b in draft.protected
            if a < end and b > start
        ]
        line = Draft(draft.text[start:end], clipped, draft.tables, draft.options)
        _repair_line(line)
        edits.append_shifted(line.edits, start)
        draft.suspect(
            [(s.start, s.end, s.alternatives, s.reason) for s in line.shifted_suspicions(start)]
        )
    draft.accept(edits)
    builder = EditBuilder(draft)
    for loss in _LOST.finditer(draft.text):
        builder.suspect(*loss.span(), "encoding.lost")
    builder.submit()


def _repair_line(line: Draft) -> None:
    """Repair a line, one layer of wrong decoding after the other."""
    for _ in range(_LAYERS):
        builder = EditBuilder(line)
        readings = _read_line(line.text, line.tables)
        for reading in readings:
            builder.replace(reading.start, reading.end, reading.text, reading.rule)
        if any(reading.rule == "encoding.utf8_as_gbk" for reading in readings):
            for at, alternatives in _cut_characters(line.text, readings, line.tables):
                builder.suspect(at, at + 2, "encoding.lost", alternatives)
        if not builder.submit() or not line.scan.has(_CAUSES):
            break


def _read_line(line: str, tables: _native.Tables) -> list[_Reading]:
    """Return the repairs of one line, in order, without overlaps."""
    readings = [*_entities(line), *_latin_runs(line, tables), *_han_runs(line, tables)]
    readings.sort(key=lambda reading: (reading.start, -reading.gain))
    kept: list[_Reading] = []
    for reading in readings:
        if not kept or reading.start >= kept[-1].end:
            kept.append(reading)
    outside, at = [], 0
    for reading in kept:
        outside.append(line[at : reading.start])
        at = reading.end
    is_sound = len(_HAN.findall("".join([*outside, line[at:]]))) >= 6
    return [reading for reading in kept if not (is_sound and _is_shown(line, reading))]


def _is_shown(line: str, reading: _Reading) -> bool:
    """Tell a stretch that fills a quotation, as a text about such damage shows it."""
    before, after = line[max(reading.start - 1, 0) : reading.start], line[reading.end :][:1]
    return before != "" and before in "“‘「『" and after != "" and after in "”’」』"


def _entities(line: str) -> Iterator[_Reading]:
    if "&" not in line or _TAG.search(line) or _ABOUT_ENTITIES.search(line):
        return
    for entity in _ENTITY.finditer(line):
        sides = _sides(line, entity)
        quoted = any(side in _QUOTED_SIDES for side in sides)
        character = html.unescape(entity[0])
        visible = character.isprintable() or character.isspace()
        if not quoted and character != entity[0] and visible:
            yield _Reading(entity.start(), entity.end(), character, "encoding.entity", 0)


def _mean(text: str, tables: _native.Tables) -> float:
    return tables.surprisal(text) / len(text) if text else 255.0


def _latin_runs(line: str, tables: _native.Tables) -> Iterator[_Reading]:
    """Stretches of Latin-1 or Windows-1252 characters that are bytes of Chinese."""
    runs = [*_MIXED_RUN.finditer(line), *_LATIN_RUN.finditer(line)]
    found = [reading for run in runs if (reading := _gbk_from_latin(run, tables)) is not None]
    if found:
        # Where a line was plainly GBK, so were its shorter stretches.
        found += [r for run in runs if (r := _gbk_from_latin(run, tables, sure=True)) is not None]
        yield from found
        return
    has_han = _HAN.search(line) is not None
    for run in _LATIN_RUN.finditer(line):
        alone = not any(side.isascii() and side.isalpha() for side in _sides(line, run))
        if alone and has_han and len(run[0].strip("“”‘’")) <= 2:
            continue  # as a Chinese text about such damage shows it
        reading = _utf8_from_latin(run, tables)
        if reading is not None:
            yield reading


def _sides(line: str, match: re.Match[str]) -> str:
    """Return the characters right before and right behind a match, where there are any."""
    start, end = match.span()
    return line[max(start - 1, 0) : start] + line[end : end + 1]


def _latin_bytes(text: str) -> bytes:
    return bytes(_CP1252[c] if c in _CP1252 else ord(c) for c in text)


def _gbk_from_latin(
    run: re.Match[str], tables: _native.Tables, sure: bool = False
) -> _Reading | None:
    if len(run[0]) >= 6 and _decoded(_latin_bytes(run[0])):
        return None  # three GBK characters are hardly ever valid UTF-8 by chance
    try:
        text = _latin_bytes(run[0]).decode("gbk")
    except UnicodeDecodeError:
        return None
    if any(tables.surprisal(c) == 255 and not _SYMBOL.match(c) for c in text):
        return None
    if not sure:
        seen = "".join(c for c in text if tables.surprisal(c) < 255)
        # Two characters alone have to be common ones: capitals in a row decode to something too.
        limit = 110 if len(seen) == 2 else _READABLE
        if len(seen) < 2 or _mean(seen, tables) > limit:
            return None
    return _Reading(run.start(), run.end(), text, "encoding.gbk_as_latin", len(run[0]))


def _utf8_from_latin(run: re.Match[str], tables: _native.Tables) -> _Reading | None:
    try:
        text = _latin_bytes(run[0]).decode("utf-8")
    except UnicodeDecodeError:
        text = _fixed_by_ftfy(run[0])
        if _HAN.search(text) is None:
            return None
    if text == run[0] or not all(_is_likely(c, tables) for c in text):
        return None
    # A few bytes may be a rare character by chance; a longer run, valid throughout, is none.
    han = "".join(_HAN.findall(text))
    if 0 < len(han) < 4 and _mean(han, tables) > _READABLE:
        return None
    return _Reading(run.start(), run.end(), text, "encoding.utf8_as_latin", len(run[0]))


def _is_likely(character: str, tables: _native.Tables) -> bool:
    """Tell characters that are common, or that a second layer of wrong decoding leaves."""
    return (
        character <= "\u024f"
        or character in _CP1252
        or "\u3400" <= character <= "\u9fff"
        or _SYMBOL.match(character) is not None
        or tables.surprisal(character) < 255
    )


def _fixed_by_ftfy(text: str) -> str:
    from ftfy import TextFixerConfig, fix_encoding

    config = TextFixerConfig(
        replace_lossy_sequences=False, restore_byte_a0=False, fix_c1_controls=False
    )
    return fix_encoding(text, config)


def _han_runs(line: str, tables: _native.Tables) -> Iterator[_Reading]:
    """Stretches of rare Chinese characters that are the bytes of common ones."""
    for run in _HIGH_RUN.finditer(line):
        text, start = run[0], run.start()
        if len(_OTHER_SCRIPTS.findall(text)) * 4 > len(text):
            continue
        found: list[_Reading] = []
        if _UTF8_BYTES.search(text.encode("gb18030", "ignore")):
            found += _utf8_from_gbk(text, start, tables)
        if found and found[0].end - found[0].start == len(text):
            yield found[0]  # all of it was, so it was nothing else
            continue
        mean = _mean(text, tables)
        for mistake in _DOUBLE_BYTE:
            if mean > _DOUBTFUL and _may_be_recoded(text, mean, mistake, tables):
                found += _recoded(text, start, mistake, tables)
        yield from sorted(found, key=lambda reading: -reading.gain)


def _may_be_recoded(text: str, mean: float, mistake: _Mistake, tables: _native.Tables) -> bool:
    """Judge a run as a whole, which is cheap, before its characters are looked at one by one."""
    recoded = text.encode(mistake.read_as, "ignore").decode(mistake.written_in, "ignore")
    return bool(recoded) and _mean(recoded, tables) + _GAIN / 2 < mean


def _judge(
    start: int, before: str, after: str, rule: str, tables: _native.Tables
) -> _Reading | None:
    """Keep a reading that is Chinese where the text as it stands is not."""
    if rule == "encoding.utf8_as_gbk" and _mean(after, tables) > _READABLE:
        end, deeper = _longest_utf8([_gbk_bytes(character) for character in after], 0)
        after = deeper if end == len(after) else after  # the mistake was made twice
    mean = _mean(after, tables)
    gain = _mean(before, tables) - mean
    if len(after) < 2 or mean > _READABLE or gain < _GAIN:
        return None
    return _Reading(start, start + len(before), after, rule, gain)


def _gbk_bytes(character: str) -> bytes:
    """Bytes that GBK reads as this character; none where it has no place there."""
    if character == "€":
        return b"\x80"  # as Windows reads it
    data = character.encode("gb18030", "ignore")
    return data if len(data) == 2 else b""


def _utf8_from_gbk(text: str, offset: int, tables: _native.Tables) -> Iterator[_Reading]:
    pieces = [_gbk_bytes(character) for character in text]
    start, first_failure, failed_end = 0, -1, 0
    while start < len(text):
        is_lead = pieces[start] and _utf8_size(pieces[start][0]) > 1
        if not is_lead or tables.surprisal(text[start]) < _COMMON:
            start += 1  # no stretch of UTF-8 that GBK misreads begins so
            continue
        end, decoded = _longest_utf8(pieces, start)
        reading = None
        if decoded:
            rule = "encoding.utf8_as_gbk"
            reading = _judge(offset + start, text[start:end], decoded, rule, tables)
        if reading is not None:
            yield reading
            start, first_failure = end, -1
            continue
        if decoded:
            failed_end = max(failed_end, end)
            first_failure = start if first_failure < 0 else first_failure
        start += 1
        if 0 <= first_failure <= start - 3:  # three bytes a character: all alignments were tried
            start, first_failure = max(start, failed_end), -1


def _decoded(data: bytes) -> str:
    """Return the character that these bytes are in UTF-8; nothing where they are none."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _longest_utf8(pieces: list[bytes], start: int) -> tuple[int, str]:
    """Return the longest stretch from `start` whose bytes are whole UTF-8 characters."""
    decoded: list[str] = []
    best_end, best_count = start, 0
    pending = b""
    for end in range(start, len(pieces)):
        if not pieces[end]:
            break
        pending += pieces[end]
        while pending and len(pending) >= (size := _utf8_size(pending[0])):
            character = _decoded(pending[:size])
            if not character:
                return best_end, "".join(decoded[:best_count])
            decoded.append(character)
            pending = pending[size:]
        if not pending:
            best_end, best_count = end + 1, len(decoded)
    return best_end, "".join(decoded[:best_count])


def _cut_characters(
    line: str, readings: list[_Reading], tables: _native.Tables
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Characters that lost their last byte: 銆? was one of 。、《 and the like."""
    ends = [reading.end for reading in readings]
    for cut in re.finditer(r"(.)[?\ufffd]", line):
        data = _gbk_bytes(cut[1])
        following = bisect_right(ends, cut.start())
        inside = following < len(ends) and readings[following].start <= cut.start()
        if inside or len(data) != 2 or not 0xE3 <= data[0] <= 0xEF or not 0x80 <= data[1] <= 0xBF:
            continue
        if data[0] == 0xED and data[1] >= 0xA0:  # surrogates
            yield cut.start(), ()
            continue
        whole = [(data + bytes([last])).decode("utf-8") for last in range(0x80, 0xC0)]
        likely = sorted((tables.surprisal(c), c) for c in whole)[:5]
        yield cut.start(), tuple(c for surprisal, c in likely if surprisal < _READABLE)


def _utf8_size(lead: int) -> int:
    """Bytes of the UTF-8 character that starts so; 0 where none does."""
    if 0x20 <= lead < 0x7F:
        return 1  # the first byte of a Latin word taken for the second of a GBK character
    if 0xE0 <= lead <= 0xEF:
        return 3
    if 0xC2 <= lead <= 0xDF:
        return 2
    return 4 if 0xF0 <= lead <= 0xF4 else 0


def _recoded(
    text: str, offset: int, mistake: _Mistake, tables: _native.Tables
) -> Iterator[_Reading]:
    """Double-byte text read with the other double-byte codec; stretches that fail are skipped."""
    decoded: list[str] = []
    start = 0
    for i in range(len(text) + 1):
        character = _recode(text[i], mistake) if i < len(text) else ""
        if character:
            decoded.append(character)
            continue
        # Garbage fills its run; a few characters inside good text only happen to decode.
        if len(set(decoded)) >= (4 if len(decoded) == len(text) else 8):
            reading = _judge(offset + start, text[start:i], "".join(decoded), mistake.rule, tables)
            if reading is not None:
                yield reading
        decoded, start = [], i + 1


def _recode(character: str, mistake: _Mistake) -> str:
    try:
        data = character.encode(mistake.read_as)
        return data.decode(mistake.written_in) if len(data) == 2 else ""
    except UnicodeError:
        return ""
