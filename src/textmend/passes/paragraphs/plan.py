"""Which lines of a page belong together: near ones first, then those that were torn far apart."""

from __future__ import annotations

from dataclasses import dataclass, field

from textmend.passes.paragraphs.evidence import Layout
from textmend.passes.paragraphs.features import has_inner_stop
from textmend.passes.paragraphs.joins import (
    NEVER,
    Break,
    can_end_openly,
    weigh_break,
    weigh_far,
)
from textmend.passes.paragraphs.judge import BreakJudge
from textmend.passes.paragraphs.lines import Line
from textmend.passes.paragraphs.matching import match

__all__ = ["REACH", "Plan", "breaks_off", "make_plan"]

_LEAST_CUT_OFF = 40  # columns
REACH = 24  # lines within which a continuation is looked for


@dataclass(slots=True)
class Plan:
    """What is to be done with the lines of a page.

    Args:
        follower: for a line, the one that goes on with it.
        breaks: what is known of each pair in `follower`.
        doubtful: breaks that may be false, by the line before.
        open_ends: lines that end inside a sentence and are gone on with nowhere.
    """

    follower: dict[int, int] = field(default_factory=dict)
    breaks: dict[int, Break] = field(default_factory=dict)
    doubtful: dict[int, Break] = field(default_factory=dict)
    open_ends: list[int] = field(default_factory=list)


def make_plan(lines: list[Line], layout: Layout, judge: BreakJudge) -> Plan:
    """Decide which lines go on in which."""
    known: dict[tuple[int, int], Break] = {}
    open_ends: list[int] = []
    if not lines:
        return Plan()
    fixed: dict[int, int] = {}
    for i in range(len(lines) - 1):
        if not (lines[i].is_open or layout.width):
            continue  # most lines; the rest costs a hundred times as much
        near = weigh_break(lines[i], lines[i + 1], layout, judge)
        if near.odds > NEVER:
            known[i, i + 1] = near
        if near.certain:
            fixed[i] = i + 1
        elif lines[i].is_open and can_end_openly(lines[i], layout):
            open_ends.append(i)
    taken = set(fixed.values())
    _weigh_all_far(lines, open_ends, taken, known, layout, judge)
    free = {
        pair: found.odds
        for pair, found in known.items()
        if pair[0] not in fixed and pair[1] not in taken
    }
    plan = Plan(follower=fixed, breaks={i: known[i, j] for i, j in fixed.items()})
    for i, (j, margin) in match(free).items():
        found = known[i, j]
        is_near = j == i + 1
        is_sure = is_near or found.rule != "paragraphs.doubtful"
        if is_sure and margin >= found.least:
            plan.follower[i] = j
            plan.breaks[i] = found
        elif is_near:
            plan.doubtful[i] = found._replace(rule="paragraphs.doubtful")
    plan.open_ends = [
        i
        for i in (*open_ends, len(lines) - 1)
        if i not in plan.follower and i not in plan.doubtful and breaks_off(lines[i], layout)
    ]
    return plan


def _weigh_all_far(
    lines: list[Line],
    open_ends: list[int],
    taken: set[int],
    known: dict[tuple[int, int], Break],
    layout: Layout,
    judge: BreakJudge,
) -> None:
    """Add to `known` what may go on behind other lines."""
    for i in open_ends:
        for j in range(i + 2, min(i + REACH, len(lines))):
            if j not in taken:
                far = weigh_far(lines[i], lines[j], lines[i + 1 : j], layout, judge)
                if far.odds > 0:
                    known[i, j] = far


def breaks_off(line: Line, layout: Layout) -> bool:
    """Tell whether a line is surely part of a paragraph, and not its end."""
    return (
        line.is_open
        and not layout.writes_openly
        and line.width > _LEAST_CUT_OFF
        and line.kind.name in ("body", "list_item")
        and has_inner_stop(line.text)
    )
