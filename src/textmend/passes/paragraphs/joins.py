"""Is a line end false? Language and layout weighed together, for one pair of lines.

A true paragraph ends with a mark, or is short, or is followed by something that begins anew. In a
wrapped document all lines but the last of a paragraph are full. When it is wrong: at a heading that
is as long as a line and reads on; at a paragraph that ends with a full stop exactly at the edge.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from textmend.passes.paragraphs.evidence import Layout
from textmend.passes.paragraphs.features import (
    BARE,
    FAR,
    NEAR,
    PAGE_FRAME,
    brackets,
    closely,
    gap_of,
    has_inner_stop,
    language,
    pair_features,
)
from textmend.passes.paragraphs.judge import BreakJudge
from textmend.passes.paragraphs.lines import CLAUSE, CLOSED, Line
from textmend.passes.paragraphs.weights import (
    close_pair_score,
    close_text_score,
    pair_score,
    text_score,
)

__all__ = [
    "NEVER",
    "SURE",
    "WORTH_READING",
    "Break",
    "can_end_openly",
    "is_stranger",
    "weigh_break",
    "weigh_far",
]

NEVER = -99.0
SURE = 2.2
"""Log-odds at which nine in ten are right."""
LIKELY = 0.8
"""Log-odds from which a break between neighbours is closed, strangers between them left aside.
Of those between this and `SURE`, nine in ten were right on damaged pages."""
LIKELY_FAR = 1.5
"""The same for what goes on behind whole blocks: moves harm more than joins."""
LIKELY_UNTORN = 5.0
"""The same where nothing else is torn, or no paragraph is wider than a line."""
WORTH_READING = -2.0
"""Log-odds below which the network is not asked whether a line goes on in another one."""

# Kinds of lines that may be the first or the middle part of a paragraph.
_CUTTABLE = frozenset({"body", "list_item", "heading", "subtitle"})
_WRAPPABLE = _CUTTABLE | {"caption", "credit", "byline", "verse", "imprint"}
# Kinds of lines that may go on with one.
_REST = frozenset({"body"})
_REST_TORN = _REST | {"verse"}  # a rest may chance to have clauses of one length, as verse has
_REST_WRAPPED = _REST_TORN | {"imprint"}

_OPENERS = frozenset('“‘「『"')

# A dateline begins a report.
_DATELINE = re.compile(r"(?:新华社|本报|本台|中新[社网]|人民网|央视网)[^，。]{0,20}(?:电|讯|消息)")

_WORDS_NEAR = 0.0  # of neighbours, where most lines end openly by habit
_WORDS_REST = 1.0  # before what has no indent, though paragraphs have one
_WORDS_SHORT = 0.0  # around a stranger, where lines are short
_WORDS_AGAINST = -5.5  # nothing else outweighs words that say less than this
_WIDEST_HEADING = 80  # columns
_FULL = 3.5
_OVERHANG = 10  # columns, of a long word or of marks that may not begin a line
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,4}[：:]")
# Beginnings of lines that stand side by side, as questions and answers, terms and years do.
_PARALLEL = (
    re.compile(r"[\u4e00-\u9fff]{1,6}[：:]"),
    re.compile(r"[0-9]{4}年"),
    re.compile(r"[甲乙丙丁戊己庚辛壬癸][、.．]"),
)
_GUTTER = re.compile(r"[^ \u3000](?: {2,}|[ \u3000]*\u3000[ \u3000]+)[^ \u3000]")
_UNPARTED = 3.0  # no empty line follows, though paragraphs are parted by them
_SHORT = -7.0
_NEW_PARAGRAPH = -7.0
_OPEN_BRACKET = 4.0
_PAGE_FRAME = 2.0  # between full lines stand only the foot of a page and the head of the next


class Break(NamedTuple):
    """What is known of one break.

    Args:
        odds: log-odds that it is false.
        rule: of the edit that would close it.
        certain: whether no other line need be asked.
        least: log-odds that are wanted before it is closed.
    """

    odds: float
    rule: str
    certain: bool = False
    least: float = LIKELY


_TRUE_BREAK = Break(NEVER, "")


def can_end_openly(line: Line, layout: Layout) -> bool:
    """Tell whether a line may be part of a paragraph that goes on elsewhere."""
    if not line.is_prose or line.text.startswith("#") or _GUTTER.search(line.text):
        return False
    kinds = _WRAPPABLE if layout.width and _is_full(line, layout, 4) else _CUTTABLE
    return line.kind.name in kinds


def weigh_break(line: Line, after: Line, layout: Layout, judge: BreakJudge) -> Break:
    """Weigh the break between a line and the next one that is not empty."""
    if not can_end_openly(line, layout) or not _can_continue(after, layout):
        return _TRUE_BREAK
    if after.quotes != line.quotes or _are_parallel(line.text, after.text):
        return _TRUE_BREAK
    if line.tail == CLOSED:
        return _weigh_stop(line, after, layout)
    if not line.is_open and not (layout.width and _is_full(line, layout, 4)):
        return _TRUE_BREAK
    if layout.width:
        return _weigh_full(line, after, layout, judge)
    return _weigh_cut(line, after, layout, judge)


def _are_parallel(text: str, after: str) -> bool:
    """Tell whether two lines begin alike, so that neither goes on in the other."""
    return any(begins.match(text) and begins.match(after) for begins in _PARALLEL)


def _weigh_full(line: Line, after: Line, layout: Layout, judge: BreakJudge) -> Break:
    """Weigh a line end of a wrapped document."""
    odds = text_score(language(line, after, judge), line.tail == CLAUSE) + layout.prior
    odds += _wrapped(line, after, layout)
    odds += _OPEN_BRACKET * brackets(line.text, after.text).get("bracket", 0.0)
    return Break(odds, "paragraphs.wrapped", certain=odds >= 2 * SURE)


def _weigh_cut(line: Line, after: Line, layout: Layout, judge: BreakJudge) -> Break:
    """Weigh an open line end where a line is a paragraph."""
    words = text_score(language(line, after, judge), line.tail == CLAUSE)
    is_habit = layout.writes_openly and words < _WORDS_NEAR
    if line.tail == CLAUSE:
        is_habit = is_habit or layout.breaks_at_commas or not layout.is_torn
    if is_habit:
        return Break(0.0, "paragraphs.doubtful")
    features = pair_features(line, after, [], layout.prior, judge)
    indents = _indents(line, after, layout)
    odds = pair_score(features)
    certain = features["run_on_near"] >= 2 * SURE and odds + indents >= 2 * SURE
    if not certain and odds > WORTH_READING:
        odds = close_pair_score(odds, True, closely(line.text, after.text, judge))
    odds += indents
    rule = "paragraphs.cut" if odds >= 2 * SURE else "paragraphs.likely_cut"
    return Break(odds, rule, certain)


def weigh_far(
    line: Line, after: Line, between: list[Line], layout: Layout, judge: BreakJudge
) -> Break:
    """Weigh whether text goes on behind other lines."""
    is_aligned = after.indent <= line.indent + 1 and after.quotes == line.quotes
    if not is_aligned or not _can_continue(after, layout):
        return _TRUE_BREAK
    if layout.width:
        return _weigh_page_break(line, after, between, layout, judge)
    gap = gap_of(between)
    is_rest = _is_rest(after, layout)
    is_page = layout.has_paragraphs or layout.is_torn or is_rest
    if _LABEL.match(after.text) or (gap == FAR and not is_page):
        return _TRUE_BREAK
    is_habit = line.tail == CLAUSE and layout.breaks_at_commas
    if gap == FAR and (is_habit or not after.is_prose):
        return _TRUE_BREAK
    odds, words = _read_far(line, after, between, layout, judge)
    sure = (is_rest and words >= _WORDS_REST) or _may_move(line, gap, layout, words)
    rule = "paragraphs.out_of_order" if sure else "paragraphs.doubtful"
    if gap == FAR and not is_rest:
        is_usual = layout.is_torn and layout.has_paragraphs
        return Break(odds, rule, least=LIKELY_FAR if is_usual else LIKELY_UNTORN)
    # A bare line between may be the beginning of the sentence itself.
    has_rival = gap == BARE and weigh_break(between[-1], after, layout, judge).odds >= LIKELY
    return Break(odds, rule, least=SURE if has_rival else LIKELY)


def _read_far(
    line: Line, after: Line, between: list[Line], layout: Layout, judge: BreakJudge
) -> tuple[float, float]:
    """Return the log-odds that text goes on behind other lines, and those by words alone."""
    words = text_score(language(line, after, judge), line.tail == CLAUSE)
    odds = pair_score(pair_features(line, after, between, layout.prior, judge))
    if words < _WORDS_AGAINST or odds <= WORTH_READING:
        return NEVER, words
    seen = closely(line.text, after.text, judge)
    odds = close_pair_score(odds, False, seen) + _indents(line, after, layout)
    return odds, close_text_score(words, seen)


def _is_rest(line: Line, layout: Layout) -> bool:
    """Tell whether a line lacks the indent that paragraphs have, and is no heading either."""
    is_bare = line.is_open and not has_inner_stop(line.text) and line.width <= _WIDEST_HEADING
    return layout.indents and line.indent == 0 and not is_bare


def _may_move(line: Line, gap: str, layout: Layout, words: float) -> bool:
    """Tell whether words alone say enough for a move; moves harm more than joins.

    Where lines are short they end at the edge of a page, and their neighbours go on with them.
    Where no other line is torn, what looks like a heading is one.
    """
    is_paragraph = line.width > _WIDEST_HEADING or has_inner_stop(line.text)
    if gap != FAR:
        return layout.has_paragraphs or (is_paragraph and words >= _WORDS_SHORT)
    return layout.is_torn or is_paragraph


def _can_continue(line: Line, layout: Layout) -> bool:
    """Tell whether a line may be the rest of a Chinese sentence."""
    kinds = _REST_WRAPPED if layout.width else _REST_TORN if layout.is_torn else _REST
    if line.kind.name not in kinds:
        return False
    if _DATELINE.match(line.text) or _GUTTER.search(line.text):
        return False
    return line.han > 0 or line.text[0] in "，。、；：！？”’）》」』"


def is_stranger(line: Line, layout: Layout) -> bool:
    """Tell whether a line may stand inside a sentence that it is no part of."""
    gap = gap_of([line])
    return gap not in (NEAR, FAR) and (gap != BARE or not layout.width)


def _weigh_page_break(
    line: Line, after: Line, between: list[Line], layout: Layout, judge: BreakJudge
) -> Break:
    """Weigh whether a wrapped paragraph goes on behind the foot and the head of pages."""
    is_frame = all(stranger.kind.name in PAGE_FRAME for stranger in between)
    if not is_frame or not _is_full(line, layout, 4):
        return _TRUE_BREAK
    if after.indent > line.indent + 1:
        return _TRUE_BREAK
    words = text_score(language(line, after, judge), line.tail == CLAUSE)
    odds = words + layout.prior + _PAGE_FRAME - 0.5 * len(between)
    return Break(odds, "paragraphs.out_of_order", least=LIKELY_FAR)


def _first_unit(text: str) -> int:
    """Return the columns of what may not be parted at the start of a line."""
    width = 0
    for character in text[:24]:
        if not (character.isascii() and not character.isspace()):
            return width or 2
        width += 1
    return width


def _is_full(line: Line, layout: Layout, unit: int) -> bool:
    """Tell whether nothing more fits into a wrapped line.

    What is far wider was not wrapped; what is mostly indent, as a signature, is set at the right.
    """
    room = layout.width - line.columns
    return -_OVERHANG <= room < unit + 3 and 2 * line.width >= layout.width


def _wrapped(line: Line, after: Line, layout: Layout) -> float:
    """Return what the layout of a wrapped document says of a break."""
    if layout.spaces and after.gap:
        return _NEW_PARAGRAPH
    hanging = line.kind.name in ("list_item", "heading")
    if after.indent > line.indent + 1 and not hanging:
        return _NEW_PARAGRAPH
    if _is_full(line, layout, _first_unit(after.text)):
        return _FULL + _UNPARTED * layout.spaces
    return _SHORT if layout.width - line.columns > 10 else -1.0


def _weigh_stop(line: Line, after: Line, layout: Layout) -> Break:
    """Weigh the end of a full line that ends like a sentence."""
    if not layout.width or _wrapped(line, after, layout) < _FULL or after.kind.name != "body":
        return _TRUE_BREAK
    if after.text[0] in _OPENERS and not layout.marks_paragraphs:
        return _TRUE_BREAK
    if layout.indents and after.indent >= 2 and after.indent >= line.indent:
        return _TRUE_BREAK
    if after.is_open and not layout.spaces and not _is_full(after, layout, 4):
        return _TRUE_BREAK  # a caption: the last line of a paragraph ends with a mark
    if layout.marks_paragraphs:
        return Break(SURE, "paragraphs.wrapped_at_stop", certain=True)
    return Break(1.0, "paragraphs.doubtful")


def _indents(line: Line, after: Line, layout: Layout) -> float:
    """Return what indents say where lines are not wrapped: a paragraph's rest has none."""
    if after.indent > line.indent + 1:
        return -5.0
    if layout.indents and after.indent == 0:
        return 3.0
    return -1.0 if after.gap > 2 else 0.0
