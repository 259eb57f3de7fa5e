"""What can be seen of a pair of lines, one of which may go on in the other.

Each feature is a number with a name, and the log-odds that the second line continues the first is
their weighted sum (`weights`).
"""

from __future__ import annotations

import re

from textmend.passes.paragraphs.judge import CONTEXT, BreakJudge, Evidence
from textmend.passes.paragraphs.lines import CLAUSE, Line
from textmend.passes.paragraphs.weights import Closely, Features, end_signs, shape_signs

__all__ = [
    "BARE",
    "FAR",
    "NEAR",
    "PAGE_FRAME",
    "STRANGERS",
    "brackets",
    "closely",
    "gap_of",
    "has_inner_stop",
    "language",
    "pair_features",
    "unmatched",
]

# What stands between the two lines: nothing, the frame of a page, a bare line, or whole blocks.
NEAR, FRAME, BARE, FAR = "near", "frame", "bare", "far"

PAGE_FRAME = frozenset({"page_number", "masthead", "imprint"})
"""What stands between the pages of a book."""
STRANGERS = PAGE_FRAME | {"title", "subtitle", "heading", "caption", "credit", "byline"}
"""What may stand inside a sentence where columns were read across."""

_INNER_STOP = re.compile(r"[。！？；][”’」』）]*(?=[^。！？；”’」』）])")
_PAIRS = {
    "（": "）",
    "(": ")",
    "《": "》",
    "“": "”",
    "「": "」",
    "『": "』",
    "【": "】",
    "〔": "〕",
}
_MARKS = re.compile("[" + "".join(map(re.escape, (*_PAIRS, *_PAIRS.values()))) + "]")
_BRACKET_REACH = 400
_BRACKETS = frozenset("（(《【〔")


def pair_features(
    line: Line, after: Line, between: list[Line], prior: float, judge: BreakJudge
) -> Features:
    """Return what is seen of a line, one that may go on with it, and those between them."""
    gap = gap_of(between)
    evidence = language(line, after, judge)
    where = "near" if gap == NEAR else "far"
    found = {
        gap: 1.0,
        **end_signs(evidence, line.tail == CLAUSE),
        f"run_on_{where}": evidence.run_on,
        f"first_{where}": evidence.first,
        f"anew_{where}": evidence.anew,
        f"heading_{where}": evidence.heading,
        f"word_{where}": judge.cut_word(line.text[-CONTEXT:], after.text[:CONTEXT]),
        f"prior_{where}": prior,
        f"topic_{where}": float(min(len(line.last_topics & after.first_topics), 5)),
        **brackets(line.text, after.text),
        **shape_signs(line.width, has_inner_stop(line.text), "，" in line.text[:-1]),
    }
    if line.kind.name in ("heading", "list_item", "caption"):
        found[f"from_{line.kind.name}"] = 1.0
    if gap != NEAR:
        found["distance"] = float(len(between) - 1)
    if after.is_open and after.width < 64 and not _has_inner_marks(after.text):
        found["to_bare"] = 1.0
    if after.width < 24:
        found["to_short"] = 1.0
    return found


def language(line: Line, after: Line, judge: BreakJudge) -> Evidence:
    """Return what the judge says of two lines."""
    return judge.judge(line.text[-CONTEXT:], after.text[:CONTEXT])


def closely(before: str, after: str, judge: BreakJudge) -> Closely:
    """Return what the judge says of two lines that it reads closely, or of a line and nothing."""
    left = judge.joint(before, "")
    return Closely(judge.joint(before, after) if after else 0.0, left)


def has_inner_stop(text: str) -> bool:
    """Tell whether a sentence ends inside a line."""
    return _INNER_STOP.search(text) is not None


def gap_of(between: list[Line]) -> str:
    """Return what kind of lines stand between two others."""
    if not between:
        return NEAR
    if all(line.kind.name in STRANGERS for line in between):
        return FRAME
    if all(line.kind.name in STRANGERS or _may_be_stranger(line) for line in between):
        return BARE
    return FAR


def _may_be_stranger(line: Line) -> bool:
    return (
        line.kind.name == "body"
        and line.han > 1
        and line.is_open
        and line.width <= 72
        and not has_inner_stop(line.text)
    )


def _has_inner_marks(text: str) -> bool:
    return any(mark in text for mark in "，。！？；")


def brackets(before: str, after: str) -> Features:
    """Return what brackets say: that they are closed behind, that they are not, or too often.

    >>> brackets("印发《关于进一步", "加强管理（试行）的通知》。")
    {'bracket': 1.0}
    >>> brackets("他说：“好。", "大家笑了。"), brackets("会议", "精神》印发。")
    ({}, {'stray_bracket': 1.0})
    """
    opened = unmatched(before[-_BRACKET_REACH:])[1]
    closed = unmatched(after[:_BRACKET_REACH])[0]
    if opened and closed and _PAIRS[opened[-1]] == closed[0]:
        return {"bracket": 1.0}
    if closed:
        return {"stray_bracket": 1.0}
    return {"open_bracket": 1.0} if opened and opened[-1] in _BRACKETS else {}


def unmatched(text: str) -> tuple[list[str], list[str]]:
    """Return the closing marks of a text that it does not open, and the opening ones left."""
    closed: list[str] = []
    opened: list[str] = []
    for mark in _MARKS.findall(text):
        if mark in _PAIRS:
            opened.append(mark)
        elif not opened:
            closed.append(mark)
        elif _PAIRS[opened[-1]] == mark:
            opened.pop()
    return closed, opened
