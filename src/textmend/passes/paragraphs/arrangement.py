"""The lines of a page put in a new order, and the moves that bring them there.

An arrangement is a list of paragraphs, each a list of lines by their number on the page. A line
goes about with the line break before it, so that an order of lines is an order of pieces of text,
and every cut is the end of a line.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from textmend.passes.paragraphs.kinds import is_scene
from textmend.passes.paragraphs.lines import Line
from textmend.passes.paragraphs.plan import Plan

__all__ = ["Arrangement", "moves_of", "rearranged"]

Arrangement = list[list[int]]


def rearranged(
    arrangement: Arrangement, plan: Plan, strangers: set[int], lines: Sequence[Line]
) -> Arrangement:
    """Return an arrangement after a plan for its paragraphs.

    A heading inside a sentence goes before its paragraph, any other stranger behind it; what was
    torn off by whole paragraphs goes back to its beginning. The first line of the page stays there.

    Args:
        arrangement: paragraphs in order.
        plan: whose lines are the paragraphs of the arrangement.
        strangers: paragraphs that may stand inside a sentence that they are no part of.
        lines: the paragraphs as lines.
    """
    continued = set(plan.follower.values())
    before: dict[int, list[int]] = {}
    behind: dict[int, list[int]] = {}
    placed: set[int] = set(continued)
    for i, j in sorted(plan.follower.items()):
        between = [k for k in range(i + 1, j) if k not in placed and k not in plan.follower]
        if j > i + 1 and strangers.issuperset(range(i + 1, j)):
            head = i
            while head in continued:
                head = next(a for a, b in plan.follower.items() if b == head)
            for k in between:
                is_heading = reads_like_heading(lines[k]) and arrangement[head][0] > 0
                (before if is_heading else behind).setdefault(head, []).append(k)
                placed.add(k)
    result: Arrangement = []
    for i, paragraph in enumerate(arrangement):
        if i in placed:
            continue
        result += [arrangement[k] for k in before.get(i, ())]
        whole = list(paragraph)
        at = i
        while at in plan.follower:
            at = plan.follower[at]
            whole += arrangement[at]
        result.append(whole)
        result += [arrangement[k] for k in behind.get(i, ())]
    return result


def reads_like_heading(line: Line) -> bool:
    """Tell whether a stranger is a heading rather than a caption or part of the frame."""
    if line.kind.name == "body":
        return not is_scene(line.text)
    return line.kind.name in ("heading", "title", "subtitle")


def moves_of(arrangement: Arrangement, lines: Sequence[Line]) -> list[tuple[int, int, int]]:
    """Return moves (start, end, to) that put the lines of a page in the order of an arrangement.

    As much text as possible stays where it is.
    """
    order = [i for paragraph in arrangement for i in paragraph]
    if all(i == place for place, i in enumerate(order)):
        return []
    staying = _heaviest_rise(order, [lines[i].end - lines[i].start for i in order])
    moves: list[tuple[int, int, int]] = []
    anchor = -1
    last = -2
    for i in order:
        if i in staying:
            anchor, last = i, -2
            continue
        start, to = lines[i - 1].end, lines[anchor].end
        if last == i - 1 and moves:
            moves[-1] = (moves[-1][0], lines[i].end, to)
        else:
            moves.append((start, lines[i].end, to))
        last = i
    return [move for move in moves if move[0] != move[2]]


def _heaviest_rise(order: Sequence[int], weights: Sequence[int]) -> set[int]:
    """Return the rising subsequence of the greatest weight; it begins with 0, the first line."""
    ends: list[int] = []  # last members of the best rises, ascending, ever heavier
    totals: list[int] = []
    before: dict[int, int] = {}
    for i, weight in zip(order, weights, strict=True):
        at = bisect_left(ends, i)
        total = weight + (totals[at - 1] if at else 0)
        before[i] = ends[at - 1] if at else -1
        stop = at
        while stop < len(ends) and totals[stop] <= total:
            stop += 1
        ends[at:stop], totals[at:stop] = [i], [total]
    found: set[int] = set()
    i = ends[-1]
    while i >= 0:
        found.add(i)
        i = before[i]
    return found
