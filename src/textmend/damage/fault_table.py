"""Single faults of a page: where a clean text offers a place for each, and what is put there.

A place is one part or several that belong together (both quotation marks of a pair). A part
replaces a span of the clean text. The shares, of 100 edits, follow what extraction leaves in
Chinese pages: mostly width, then doubled marks, stray blanks, the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from textmend.damage.exchanging import HALF_WIDTH, full_width
from textmend.damage.misreading import misread

__all__ = ["FAULTS", "Fault", "Part"]


@dataclass(frozen=True, slots=True)
class Part:
    """`damaged` stands where ``[start, end)`` of the clean text was."""

    start: int
    end: int
    damaged: str


Site = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault, the pass that repairs it, its share in percent, and its finder."""

    name: str
    pass_name: str
    share: float
    find: Callable[[str], Iterator[Site]]


_HAN = "[㐀-䶿一-鿿]"
_SMALL = {"，": "﹐", "、": "､", "。": "｡"}
_MARK = re.compile(f"(?<={_HAN})[，；：？！。](?={_HAN}|$)", re.MULTILINE)
_BRACKETS = re.compile(f"(?<={_HAN})（({_HAN}[^（）\\n]{{0,40}}{_HAN})）")
_QUOTES = re.compile(f"“({_HAN}[^“”‘’\"'\\n]{{0,40}}{_HAN})”")
_DOTS_OR_DASH = re.compile(f"(?<={_HAN})(?:(?<!—)——(?!—)|(?<!…)……(?!…))(?={_HAN})")
_LETTERS = re.compile(f"(?<={_HAN})[0-9A-Za-z]{{1,6}}(?={_HAN})")
_SMALL_MARK = re.compile(f"(?<={_HAN})[，、。](?={_HAN})")
_DOUBLED_MARK = re.compile(f"(?<={_HAN})[，。、；：](?={_HAN})")
_FULL_STOP = re.compile(f"(?<={_HAN})。(?={_HAN}|$)", re.MULTILINE)
_BESIDE = re.compile(f"(?<={_HAN})[，。、；：](?={_HAN})")
_HAN_DIGIT = re.compile(f"(?<={_HAN})(?=[0-9])|(?<=[0-9])(?={_HAN})")
_SPACED_DIGIT = re.compile(f"{_HAN} [0-9]|[0-9] {_HAN}")
_CLAUSE = re.compile(f"(?<![^，。；：？！、\\n])({_HAN}{{6,24}})(?=[，。；：？！、\\n])")
_HAN_RUN = re.compile(f"{_HAN}{{7}}(?={_HAN})")
_INVISIBLE = "\u200b\ufeff\u00ad\u2060"

# Two-character words of everyday news that no third reading splits.
_WORDS = re.compile(
    f"(?<={_HAN})(?:我们|他们|老师|发展|经济|社会|问题|企业|政府|城市|技术|环境|服务|管理|建设|活动|组织|项目|"
    "记者|昨天|今天|已经|因为|所以|如果|但是|能够|需要|通过|进行|研究|科学|群众|家庭|孩子|医院|银行|产品)"
    f"(?={_HAN})"
)
# Simplified characters with one traditional form that is no simplified character itself.
_TRADITIONAL: Final = dict(
    zip(
        "国学会们这说时对为过还进动开关问题业东车见话语认识让记论设许请读课谁调谈谢变边达运连远选"
        "遗乐书买卖乡习贸费资质贵赛赵输转轻较软辆员应处实际张强",
        "國學會們這說時對為過還進動開關問題業東車見話語認識讓記論設許請讀課誰調談謝變邊達運連遠選"
        "遺樂書買賣鄉習貿費資質貴賽趙輸轉輕較軟輛員應處實際張強",
        strict=True,
    )
)
# Ideographs and the Kangxi radicals that look like them: 文 and ⽂.
_KANGXI: Final = {unicodedata.normalize("NFKC", chr(c)): chr(c) for c in range(0x2F00, 0x2FD6)}
_KANGXI_PLACE = re.compile(f"(?<={_HAN})[{''.join(_KANGXI)}](?={_HAN})")
_TRADITIONAL_PLACE = re.compile(f"《[^》\\n]*》|“[^”\\n]*”|「[^」\\n]*」|[{''.join(_TRADITIONAL)}]")


def _swap(pattern: re.Pattern[str], table: dict[str, str]) -> Callable[[str], Iterator[Site]]:
    """Return a finder that replaces each matching character by that of the table."""

    def find(text: str) -> Iterator[Site]:
        for match in pattern.finditer(text):
            yield (Part(match.start(), match.end(), table[match[0]]),)

    return find


def _enclose(
    pattern: re.Pattern[str], opening: str, closing: str
) -> Callable[[str], Iterator[Site]]:
    """Return a finder that replaces the first and the last character of each match."""

    def find(text: str) -> Iterator[Site]:
        for match in pattern.finditer(text):
            start, end = match.span()
            yield Part(start, start + 1, opening), Part(end - 1, end, closing)

    return find


def _dots_and_dashes(text: str) -> Iterator[Site]:
    for match in _DOTS_OR_DASH.finditer(text):
        yield (Part(match.start(), match.end(), "--" if match[0] == "——" else "..."),)


def _full_width(text: str) -> Iterator[Site]:
    for match in _LETTERS.finditer(text):
        yield (Part(match.start(), match.end(), full_width(match[0])),)


def _doubled_marks(text: str) -> Iterator[Site]:
    for match in _DOUBLED_MARK.finditer(text):
        yield (Part(match.start(), match.end(), match[0] * 2),)


def _conflicting_marks(text: str) -> Iterator[Site]:
    for index, match in enumerate(_FULL_STOP.finditer(text)):
        yield (Part(match.start(), match.end(), ("，。", "。，", "、。")[index % 3]),)


def _turned_quotes(text: str) -> Iterator[Site]:
    for match in _QUOTES.finditer(text):
        yield (Part(match.end() - 1, match.end(), "“"),)


def _blanks_beside_marks(text: str) -> Iterator[Site]:
    for index, match in enumerate(_BESIDE.finditer(text)):
        place = match.end() if index % 3 else match.start()
        yield (Part(place, place, " "),)


def _blanks_in_words(text: str) -> Iterator[Site]:
    for match in _WORDS.finditer(text):
        yield (Part(match.start() + 1, match.start() + 1, " "),)


def _blanks_beside_digits(text: str) -> Iterator[Site]:
    """None where the document spaces such pairs itself: its habit would be right."""
    if not _SPACED_DIGIT.search(text):
        for match in _HAN_DIGIT.finditer(text):
            yield (Part(match.start(), match.start(), " "),)


def _stray_traditional(text: str) -> Iterator[Site]:
    """None inside titles and quotations, which may keep their own script."""
    for match in _TRADITIONAL_PLACE.finditer(text):
        if match[0] in _TRADITIONAL:
            yield (Part(match.start(), match.end(), _TRADITIONAL[match[0]]),)


def _invisible(text: str) -> Iterator[Site]:
    for index, match in enumerate(_HAN_RUN.finditer(text)):
        yield (Part(match.end(), match.end(), _INVISIBLE[index % len(_INVISIBLE)]),)


def _recoded(written: str, read: str) -> Callable[[str], Iterator[Site]]:
    """Return a finder of clauses that survive being written in one codec and read in another."""

    def find(text: str) -> Iterator[Site]:
        for match in _CLAUSE.finditer(text):
            damaged = misread(match[1], written, read)
            if damaged is not None:
                yield (Part(match.start(1), match.end(1), damaged),)

    return find


# In this order: what needs a long stretch of its own chooses first.
FAULTS: Final = (
    Fault("UTF-8 read as GBK", "encoding", 3, _recoded("utf-8", "gbk")),
    Fault("GBK read as Windows-1252", "encoding", 2, _recoded("gbk", "cp1252")),
    Fault("dots and dashes", "width", 2, _dots_and_dashes),
    Fault("half-width brackets", "width", 4, _enclose(_BRACKETS, "(", ")")),
    Fault("straight quotes", "width", 8, _enclose(_QUOTES, '"', '"')),
    Fault("doubled quotes", "punctuation", 3, _enclose(_QUOTES, "““", "””")),
    Fault("turned quotes", "punctuation", 3, _turned_quotes),
    Fault("full-width letters, digits", "width", 5, _full_width),
    Fault("blanks beside digits", "spacing", 3, _blanks_beside_digits),
    Fault("blanks in words", "spacing", 4, _blanks_in_words),
    Fault("conflicting marks", "punctuation", 4, _conflicting_marks),
    Fault("small and half-width forms", "width", 3, _swap(_SMALL_MARK, _SMALL)),
    Fault("half-width marks", "width", 18, _swap(_MARK, HALF_WIDTH)),
    Fault("doubled marks", "punctuation", 10, _doubled_marks),
    Fault("blanks beside marks", "spacing", 8, _blanks_beside_marks),
    Fault("stray traditional", "script", 10, _stray_traditional),
    Fault("radicals", "unicode", 5, _swap(_KANGXI_PLACE, _KANGXI)),
    Fault("invisible characters", "unicode", 5, _invisible),
)
