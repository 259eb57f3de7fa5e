"""The pass ``paragraphs``: lines back into paragraphs, and blocks back into order.

A document's line ends are weighed as a whole first (`evidence`): whether it is wrapped, cut here
and there, or as it should be. Then each open line end is judged by language and layout (`joins`),
continuations are matched with what they continue (`plan`), and edits and moves are made
(`repair`). A document whose line ends raise no suspicion is not looked at again.

What it leaves alone: verse, lists, tables, code, headings, dialogue; and any break that it is not
sure of, which is reported.
"""

from __future__ import annotations

from textmend._native import LayoutSurvey
from textmend.draft import Draft
from textmend.passes.paragraphs.evidence import Layout, weigh
from textmend.passes.paragraphs.judge import shared_judge
from textmend.passes.paragraphs.lines import read_lines
from textmend.passes.paragraphs.plan import make_plan
from textmend.passes.paragraphs.repair import carry_out

__all__ = ["run", "weigh_document"]


def weigh_document(survey: LayoutSurvey) -> Layout:
    """Return the layout of a document; a section of it is repaired on that alone."""
    return weigh(survey, shared_judge())


def run(draft: Draft, layout: Layout) -> None:
    """Repair the line ends of a section of a document."""
    lines = read_lines(draft.text, draft.tables)
    carry_out(draft, lines, make_plan(lines, layout, shared_judge()), layout)
