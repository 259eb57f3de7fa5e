"""The pass ``paragraphs``: lines back into paragraphs, and blocks back into order.

A document's line ends are weighed as a whole first (`evidence`): whether it is wrapped, cut here
and there, or as it should be. Then each open line end is judged by language and layout (`joins`),
continuations are matched with what they continue (`plan`), and edits and moves are made
(`repair`). A document whose line ends raise no suspicion is not looked at again.

What it leaves alone: verse, lists, tables, code, headings, dialogue; and any break that it is not
sure of, which is reported.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from textmend._native import LayoutSurvey
from textmend.draft import Draft, EditBuilder
from textmend.edits import Block, Edit, Move
from textmend.passes.paragraphs.blocks import find_blocks
from textmend.passes.paragraphs.evidence import Layout, weigh
from textmend.passes.paragraphs.judge import BreakJudge, judge_of
from textmend.passes.paragraphs.lines import read_lines
from textmend.passes.paragraphs.plan import breaks_off
from textmend.passes.paragraphs.repair import Page
from textmend.passes.paragraphs.wanted import fulfil
from textmend.passes.paragraphs.wishes import KINDS, Wishes
from textmend.tables import shared_tables

if TYPE_CHECKING:
    from textmend.reading.shipped import ReadingModel
    from textmend.reading.survey import DamageSurvey

__all__ = ["KINDS", "Layout", "Wishes", "blocks_of", "fulfil", "run", "weigh_document"]


def weigh_document(survey: LayoutSurvey, model: ReadingModel) -> Layout:
    """Return the layout of a document; a section of it is repaired on that alone."""
    return weigh(survey, judge_of(model))


def run(
    draft: Draft, layout: Layout, is_whole: bool, damage: DamageSurvey | None, model: ReadingModel
) -> None:
    """Repair the line ends of a section of a document.

    Where marks were stripped every line ends without one, so the line ends there are left alone.

    Args:
        draft: of the section; the last one if the document is only said to break off.
        layout: of the whole document.
        is_whole: whether the section is all of it.
        damage: of the whole document; None where nothing is restored.
        model: whose n-grams judge.
    """
    judge = judge_of(model)
    seen = layout if is_whole or not layout.suspect else _weigh_section(draft, judge)
    builder = EditBuilder(draft)
    if seen.suspect:
        stripped = [] if damage is None else damage.stripped(draft.text, draft.foreign)
        page = Page(draft, read_lines(draft.text, draft.tables), judge, stripped)
        page.put_together(layout, is_whole)
        page.submit(builder)
    elif seen.breaks_off:
        _report_end(draft, layout, builder)
    builder.submit()


def _weigh_section(draft: Draft, judge: BreakJudge) -> Layout:
    """Weigh the line ends of a section alone: most sections of a long text have nothing wrong."""
    survey = LayoutSurvey()
    survey.add(draft.text, draft.tables)
    return weigh(survey, judge)


def _report_end(draft: Draft, layout: Layout, builder: EditBuilder) -> None:
    """Report that the text breaks off, where nothing else is wrong."""
    end = len(draft.text.rstrip())
    start = draft.text.rfind("\n", 0, end) + 1
    last = read_lines(draft.text[start:end], draft.tables)
    if last and breaks_off(last[0], layout):
        builder.suspect(end - 1, end, "paragraphs.breaks_off")


def blocks_of(text: str, edits: tuple[Edit, ...], moves: tuple[Move, ...]) -> tuple[Block, ...]:
    """Return the blocks of a text, given the edits that joined its lines and the moves."""
    lines = read_lines(text, shared_tables())
    ends = {edit.end: edit.start for edit in edits if "\n" in edit.original}
    joined = frozenset(
        i
        for i, (line, after) in enumerate(pairwise(lines))
        if ends.get(after.start, -1) in (line.end, line.end - 1)
        and not any(
            (m.start < line.end <= m.end) != (m.start <= after.start < m.end) for m in moves
        )
    )
    return tuple(find_blocks(lines, joined))
