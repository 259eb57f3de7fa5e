"""The pass ``script``: characters of the other script in a text whose script is clear.

中小學生 in a simplified text becomes 中小学生, and the reverse in a traditional one. OpenCC chooses
the form at phrase level; which characters are of one script only stands in ``script.tsv``.
Characters that both scripts have (后, 里, 干, 云) are never touched.

Left alone: names of works in 《》, quotations and clauses wholly in the other script, lines with
kana, documents where fewer than nine in ten of the telling characters agree. Where a simplified
character has several traditional forms and stands alone as a word, it is only reported.

Wrong for a name that its bearer writes in the other script; protect it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import regex

from textmend import _native
from textmend.draft import Draft, EditBuilder
from textmend.tables import dictionary_folder

__all__ = ["CONVERSIONS", "convert", "repair_strays"]

CONVERSIONS = (
    "t2s", "s2t", "s2tw", "s2twp", "s2hk", "tw2s", "tw2sp", "hk2s", "t2tw", "t2hk", "tw2t", "hk2t",
)  # fmt: skip

_CLAUSE_BREAK = regex.compile(r"[，。；：？！、,;:?!\s“”‘’「」『』《》〈〉（）()\[\]【】]")
_QUOTATIONS = {"“": "”", "‘": "’", "「": "」", "『": "』"}
_WORKS = {"《": "》", "〈": "〉"}
_KANA = regex.compile(r"[\u3041-\u30fa\u30fc-\u30ff]")
_HAN = regex.compile(r"\p{Han}")
_FEWEST_HAN = 4  # fewer in a line are an entry of a table of characters, not a text
_LINE_BREAK = regex.compile("[\n\r\v\f\u2028\u2029]")
_LONGEST_CLAUSE = 60
_RULES = {"T": "script.traditional_in_simplified", "S": "script.simplified_in_traditional"}


@cache
def _converter(config: str) -> Any:  # noqa: ANN401 (opencc is untyped)
    import opencc  # noqa: PLC0415 (slow to import, seldom needed)

    return opencc.OpenCC(config)


@cache
def _script_table() -> dict[str, tuple[str, str]]:
    """Map a character to its script, S or T, and its counterparts."""
    lines = (dictionary_folder() / "script.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith(("# ", "#\n")))
    return {row[0]: (row[1], row[2]) for row in rows if len(row) == 3}


def convert(draft: Draft, config: str) -> None:
    """Convert the whole text with OpenCC, keeping offsets. Only run where asked for."""
    builder = EditBuilder(draft)
    text = draft.text
    converted = _converter(config).convert(text)
    for start, end, replacement in _differences(text, converted):
        builder.replace(start, end, replacement, "script.convert")
    builder.submit()


def _differences(before: str, after: str) -> Iterator[tuple[int, int, str]]:
    """Yield the changed spans of `before`; line by line where the lengths differ."""
    if len(before) == len(after):
        yield from _changed_runs(before, after, 0)
        return
    offset = 0
    # OpenCC leaves line ends as they are, so that lines correspond.
    for old, new in zip(before.split("\n"), after.split("\n"), strict=True):
        if len(old) == len(new):
            yield from _changed_runs(old, new, offset)
        else:
            matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
            for tag, i1, i2, j1, j2 in matcher.get_opcodes():
                if tag != "equal":
                    yield offset + i1, offset + i2, new[j1:j2]
        offset += len(old) + 1


def _changed_runs(before: str, after: str, offset: int) -> Iterator[tuple[int, int, str]]:
    start = None
    for i, (old, new) in enumerate(zip(before, after, strict=True)):
        if old != new and start is None:
            start = i
        elif old == new and start is not None:
            yield offset + start, offset + i, after[start:i]
            start = None
    if start is not None:
        yield offset + start, offset + len(before), after[start:]


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    strays: tuple[int, ...]


def repair_strays(draft: Draft, survey: _native.Survey) -> None:
    """Repair single characters of the other script, judged by the survey of the document."""
    if survey.is_japanese():
        return
    if survey.is_simplified() and survey.traditional:
        _repair(draft, survey, "T", "t2s")
    elif survey.is_traditional() and survey.simplified:
        _repair(draft, survey, "S", "s2tw")


def _repair(draft: Draft, survey: _native.Survey, script: str, config: str) -> None:
    strays = _native.find_script(draft.text, draft.tables, script == "T")
    counts = sorted((survey.simplified, survey.traditional))
    is_sure = counts[1] >= 10 * counts[0]
    clauses = [c for c in _clauses(draft.text, strays) if _is_stray(draft.text, c, script, is_sure)]
    if not clauses:
        return
    parts = [draft.text[clause.start : clause.end] for clause in clauses]
    converted = _converter(config).convert("\n".join(parts)).split("\n")
    builder = EditBuilder(draft)
    for clause, old, new in zip(clauses, parts, converted, strict=True):
        if len(old) != len(new):
            continue  # a phrase of another length: no telling which character became which
        doubtful = _doubtful_words(draft, old) if script == "S" else frozenset()
        for offset in _with_neighbours(clause, old, new):
            i = offset - clause.start
            if i in doubtful:
                counterparts = tuple(_script_table()[old[i]][1])
                builder.suspect(offset, offset + 1, "script.ambiguous", counterparts)
            elif new[i] != old[i]:
                builder.replace(offset, offset + 1, new[i], _RULES[script])
    builder.submit()


def _with_neighbours(clause: _Clause, old: str, new: str) -> list[int]:
    """The strays, and characters of both scripts beside one that its word changes too: 關於."""
    strays = set(clause.strays)
    beside = {
        offset + step
        for offset in clause.strays
        for step in (-1, 1)
        if 0 <= offset + step - clause.start < len(old)
        and old[offset + step - clause.start] != new[offset + step - clause.start]
    }
    return sorted(strays | beside)


def _clauses(text: str, strays: list[int]) -> Iterator[_Clause]:
    """Group the strays by the clause that they stand in."""
    at = 0
    while at < len(strays):
        start = end = strays[at]
        floor, ceiling = start - _LONGEST_CLAUSE, end + _LONGEST_CLAUSE
        while start > max(floor, 0) and not _CLAUSE_BREAK.match(text[start - 1]):
            start -= 1
        while end < min(ceiling, len(text)) and not _CLAUSE_BREAK.match(text[end]):
            end += 1
        first = at
        while at < len(strays) and strays[at] < end:
            at += 1
        yield _Clause(start, end, tuple(strays[first:at]))


def _is_stray(text: str, clause: _Clause, script: str, is_sure: bool) -> bool:
    """Tell characters that slipped in from a passage that is meant to be in the other script.

    A line without any character of the document's own script may be such a passage, unless the
    script of the document is beyond doubt (`is_sure`) and the strays are few.
    """
    line_start = text.rfind("\n", 0, clause.start) + 1
    for other in _LINE_BREAK.finditer(text, line_start, clause.start):
        line_start = other.end()
    line_break = _LINE_BREAK.search(text, clause.end)
    line = text[line_start : line_break.start() if line_break else len(text)]
    if _KANA.search(line) or len(_HAN.findall(line)) < _FEWEST_HAN:
        return False
    here = clause.start - line_start
    if _enclosing(line, here, _WORKS) is not None:
        return False
    if line.count('"', 0, here) % 2:
        return False  # between straight quotes
    quotation = _enclosing(line, here, _QUOTATIONS)
    if quotation is not None:
        own, other = _count(line[slice(*quotation)], script)
        return own > other
    own, other = _count(text[clause.start : clause.end], script)
    if own >= other:
        return True
    own, other = _count(line, script)
    return own >= 2 * other or (other <= 2 and (own > 0 or is_sure))


def _enclosing(line: str, offset: int, marks: dict[str, str]) -> tuple[int, int] | None:
    """Return the span of the pair of marks around an offset, the innermost one."""
    for i in range(offset - 1, -1, -1):
        if line[i] in marks.values():
            return None
        if line[i] in marks:
            end = line.find(marks[line[i]], offset)
            return (i + 1, end) if end >= 0 else None
    return None


def _count(text: str, stray_script: str) -> tuple[int, int]:
    """Return how many characters are of the document's own script, and of the other one."""
    table = _script_table()
    scripts = [table[c][0] for c in text if c in table]
    strays = scripts.count(stray_script)
    return len(scripts) - strays, strays


def _doubtful_words(draft: Draft, clause: str) -> frozenset[int]:
    """Offsets of simplified characters with several forms that no longer word decides."""
    simplified = _converter("t2s").convert(clause)
    if len(simplified) != len(clause):
        return frozenset(range(len(clause)))
    doubtful = set()
    start = 0
    for end in draft.tables.segment(simplified):
        if end - start == 1 and len(_script_table().get(clause[start], ("", ""))[1]) > 1:
            doubtful.add(start)
        start = end
    return frozenset(doubtful)
