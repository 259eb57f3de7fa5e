"""The pass ``script``: characters of the other script in a text whose script is clear.

中小學生 in a simplified text becomes 中小学生, and the reverse in a traditional one. OpenCC chooses
the form at phrase level; which characters are of one script only stands in ``script.tsv``.
Characters that both scripts have (后, 里, 干, 云) are never touched.

Left alone: names of works in 《》, quotations and clauses wholly in the other script, lines with
kana, documents where fewer than two in three of the telling characters agree. Where a simplified
character has several traditional forms and stands alone as a word, it is only reported.

Wrong for a name that its bearer writes in the other script; protect it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from textmend import _native
from textmend.draft import Draft, EditBuilder
from textmend.tables import table_rows

__all__ = ["convert", "convert_text", "repair_simplified"]

_SURROGATE = re.compile("[\ud800-\udfff]")
_MARK = re.compile("([，。！？；：、,.!?;: ])")  # OpenCC leaves them as they are
_LONGEST = 500  # characters of a clause that are aligned; it takes the square of the time
_REACH = 1  # characters that stay between two changes of one phrase


@cache
def _converter(config: str) -> Any:  # noqa: ANN401 (opencc is untyped)
    import opencc  # noqa: PLC0415 (slow to import, seldom needed)

    return opencc.OpenCC(config)


@cache
def _script_table() -> dict[str, tuple[str, str]]:
    """Map a character to its script, S or T, and its counterparts."""
    return {row[0]: (row[1], row[2]) for row in table_rows("script.tsv")}


def convert_text(text: str, config: str) -> str:
    """Convert with OpenCC, which takes no lone surrogates: they come back as U+FFFD."""
    return str(_converter(config).convert(_SURROGATE.sub("\ufffd", text)))


def convert(draft: Draft, config: str) -> None:
    """Convert the whole text with OpenCC, keeping offsets. Only run where asked for."""
    builder = EditBuilder(draft)
    text = _SURROGATE.sub("\ufffd", draft.text)
    for start, end, replacement in _differences(text, convert_text(text, config)):
        builder.replace(start, end, replacement, "script.convert")
    builder.submit()


def _differences(before: str, after: str) -> Iterator[tuple[int, int, str]]:
    """Yield the changed spans of `before`, line by line: OpenCC leaves line ends as they are."""
    offset = 0
    for old, new in zip(before.split("\n"), after.split("\n"), strict=True):
        if old == new:
            pass
        elif len(old) == len(new):
            yield from _changed_runs(old, new, offset)
        else:
            yield from _changed_clauses(old, new, offset)
        offset += len(old) + 1


def _changed_clauses(before: str, after: str, offset: int) -> Iterator[tuple[int, int, str]]:
    """Yield the changes of a line that grew or shrank, clause by clause: marks stay as they are."""
    old_parts, new_parts = _MARK.split(before), _MARK.split(after)
    if old_parts[1::2] != new_parts[1::2]:
        old_parts, new_parts = [before], [after]
    for old, new in zip(old_parts, new_parts, strict=True):
        if len(old) == len(new):
            yield from _changed_runs(old, new, offset)
        elif len(old) > _LONGEST:
            yield offset, offset + len(old), new
        else:
            yield from _changed_phrases(old, new, offset)
        offset += len(old)


def _changed_phrases(before: str, after: str, offset: int) -> Iterator[tuple[int, int, str]]:
    """Yield the changes of a clause; two that make up for each other's length are one phrase.

    So 打印机 becomes 印表機 in one edit, and not a character less here and one more there.
    """
    phrases: list[tuple[int, int, int, int]] = []
    for tag, *change in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
        if tag == "equal":
            continue
        start, end, new_start, new_end = change
        if (
            phrases
            and start - phrases[-1][1] <= _REACH
            and _growth(*phrases[-1]) * _growth(start, end, new_start, new_end) < 0
        ):
            start, new_start = phrases[-1][0], phrases[-1][2]
            phrases.pop()
        phrases.append((start, end, new_start, new_end))
    for start, end, new_start, new_end in phrases:
        yield offset + start, offset + end, after[new_start:new_end]


def _growth(start: int, end: int, new_start: int, new_end: int) -> int:
    return (new_end - new_start) - (end - start)


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


def repair_simplified(draft: Draft, survey: _native.Survey) -> None:
    """Repair simplified characters in a traditional document, as its survey says it is.

    The reverse is a matter of tables alone, and the native core's.
    """
    clauses = _native.find_strays(draft.text, draft.tables, survey)
    if not clauses:
        return
    parts = [draft.text[start:end] for start, end, _ in clauses]
    converted = convert_text("\n".join(parts), "s2tw").split("\n")
    builder = EditBuilder(draft)
    for (start, _, strays), old, new in zip(clauses, parts, converted, strict=True):
        if len(old) != len(new):
            continue  # a phrase of another length: no telling which character became which
        doubtful = _doubtful_words(draft, old)
        for offset in strays:
            i = offset - start
            if i in doubtful:
                counterparts = tuple(_script_table()[old[i]][1])
                builder.suspect(offset, offset + 1, "script.ambiguous", counterparts)
            elif new[i] != old[i]:
                builder.replace(offset, offset + 1, new[i], "script.simplified_in_traditional")
    builder.submit()


def _doubtful_words(draft: Draft, clause: str) -> frozenset[int]:
    """Offsets of simplified characters with several forms that no longer word decides."""
    simplified = convert_text(clause, "t2s")
    if len(simplified) != len(clause):
        return frozenset(range(len(clause)))
    doubtful = set()
    start = 0
    for end in draft.tables.segment(simplified):
        if end - start == 1 and len(_script_table().get(clause[start], ("", ""))[1]) > 1:
            doubtful.add(start)
        start = end
    return frozenset(doubtful)
