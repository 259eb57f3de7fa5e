"""The edits and moves that carry out a plan.

Lines that stand side by side are joined by deleting what is between them. A stranger that stands
inside a sentence is moved: a heading before the paragraph, anything else behind it. A continuation
that was torn off by whole paragraphs is moved to its beginning.
"""

from __future__ import annotations

from bisect import bisect_left

from textmend.draft import Draft, EditBuilder
from textmend.passes.paragraphs.evidence import Layout
from textmend.passes.paragraphs.joins import is_stranger
from textmend.passes.paragraphs.lines import Line
from textmend.passes.paragraphs.plan import Plan

__all__ = ["carry_out"]

_Move = tuple[int, int, int]


def carry_out(draft: Draft, lines: list[Line], plan: Plan, layout: Layout) -> None:
    """Propose to a draft what the plan says, and report what is doubtful."""
    work = _Work(draft, lines, plan, layout)
    for i, found in plan.doubtful.items():
        work.report(i, found.rule)
    for i, j in plan.follower.items():
        work.connect(i, j)
    work.submit()


class _Work:
    """Gathers edits by offset, since a plan does not come in the order of the text."""

    def __init__(self, draft: Draft, lines: list[Line], plan: Plan, layout: Layout) -> None:
        self._draft = draft
        self._lines = lines
        self._plan = plan
        self._layout = layout
        self._edits: dict[int, tuple[int, str, str]] = {}
        self._reports: list[tuple[int, int, str, tuple[str, ...]]] = []
        self._moves: list[_Move] = []
        self._before = {j: i for i, j in plan.follower.items()}
        self._protected = draft.protected

    def report(self, i: int, rule: str) -> None:
        line, after = self._lines[i], self._lines[i + 1]
        self._reports.append((line.end, after.start, rule, (_joint(line.text, after.text),)))

    def connect(self, i: int, j: int) -> None:
        """Make line `j` go on where line `i` ends."""
        rule = self._plan.breaks[i].rule
        line, after = self._lines[i], self._lines[j]
        if self._is_locked(line.end, after.start):
            return
        if j == i + 1:
            self._join(i, rule)
            return
        if not self._draft.accepts(rule):
            self._reports.append((line.end, after.start, rule, ()))
            return
        between = self._lines[i + 1 : j]
        if all(is_stranger(other, self._layout) for other in between):
            moves, deleted = self._step_aside(i, j)
        else:
            moves, deleted = self._bring_back(i, j)
        if moves and self._fits(moves):
            self._moves += moves
            for start, end in deleted:
                self._edits[start] = (end, "", rule)

    def _join(self, i: int, rule: str) -> None:
        line, after = self._lines[i], self._lines[i + 1]
        start, joint = line.end, _joint(line.text, after.text)
        if joint == "-":
            start, joint, rule = line.end - 1, "", "paragraphs.hyphen"
        self._edits[start] = (after.start, joint, rule)

    def _step_aside(self, i: int, j: int) -> tuple[list[_Move], list[tuple[int, int]]]:
        """Move the strangers between two lines out of their sentence."""
        lines, text = self._lines, self._draft.text
        between = range(i + 1, j)
        headings = [k for k in between if lines[k].kind.name == "heading"]
        first = headings[0] if headings else j
        if headings and headings != list(range(first, j)):
            return [], []
        moves: list[_Move] = []
        deleted: list[tuple[int, int]] = []
        if headings:
            # Whole lines, so that blanks before them go along.
            start = _line_start(text, lines[first].start)
            moves.append((start, _line_start(text, lines[j].start), self._paragraph_start(i)))
        if first > i + 1:
            moves.append((lines[i].end, lines[first - 1].end, lines[self._chain_end(j)].end))
        last = lines[first - 1].end if first > i + 1 else lines[i].end
        if headings:
            deleted.append((last, _line_start(text, lines[first].start)))
            if _line_start(text, lines[j].start) < lines[j].start:
                deleted.append((_line_start(text, lines[j].start), lines[j].start))
        else:
            deleted.append((last, lines[j].start))
        return moves, [(a, b) for a, b in deleted if a < b]

    def _bring_back(self, i: int, j: int) -> tuple[list[_Move], list[tuple[int, int]]]:
        """Move a continuation to the end of what it continues."""
        lines = self._lines
        target = i
        while target in self._before and self._before[target] != target - 1:
            target = self._before[target]  # its own place is the end of what it was moved to
        end = lines[self._chain_end(j)].end
        return [(lines[j].start, end, lines[target].end)], [(lines[j - 1].end, lines[j].start)]

    def _chain_end(self, i: int) -> int:
        """Return the last of the lines that follow line `i` without a gap."""
        while self._plan.follower.get(i) == i + 1:
            i += 1
        return i

    def _paragraph_start(self, i: int) -> int:
        while i in self._before:
            i = self._before[i]
        return _line_start(self._draft.text, self._lines[i].start)

    def _fits(self, moves: list[_Move]) -> bool:
        """Tell whether moves do not meet those made already, nor protected text."""
        known = [*self._moves, *moves]
        for move in moves:
            if self._is_locked(move[0], move[1]) or move[2] > len(self._draft.text):
                return False
            for other in known:
                meet = other is not move and move[0] < other[1] and other[0] < move[1]
                if meet or other[0] < move[2] < other[1] or move[0] < other[2] < move[1]:
                    return False
                if other is not move and other[2] == move[2]:
                    return False
        return True

    def _is_locked(self, start: int, end: int) -> bool:
        following = bisect_left(self._protected, (end, end))
        return any(b > start for _, b in self._protected[max(following - 1, 0) : following])

    def submit(self) -> None:
        builder = EditBuilder(self._draft)
        for start, end, rule, alternatives in self._reports:
            builder.suspect(start, end, rule, alternatives)
        done = 0
        for start, (end, replacement, rule) in sorted(self._edits.items()):
            if start >= done:
                builder.replace(start, end, replacement, rule)
                done = end
        self._draft.move(self._moves)
        builder.submit()


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _joint(before: str, after: str) -> str:
    """Return what belongs between two parts of a sentence: a blank between Latin words.

    A hyphen stands for one that is to go.
    """
    last, first = before[-1], after[0]
    if not (last.isascii() and first.isascii()):
        return ""
    if last == "-" and len(before) > 1 and before[-2].isalpha() and first.islower():
        return "-"
    if first.isalpha() and (last.isalpha() or last in ",.;:!?)"):
        return " "
    if first.isdigit() and last.isalpha() and last.isascii():
        return " "
    return ""
