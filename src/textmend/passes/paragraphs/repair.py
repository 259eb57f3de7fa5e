"""From the lines of a section to paragraphs: plans are made until nothing is left to be done.

What was joined or moved may give cause for more, as a line that stood behind a caption stands
behind its beginning then. So the page is put together anew after each plan and looked at again,
and only what comes out at last is turned into edits and moves.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from textmend._native import LayoutSurvey
from textmend.draft import Draft, EditBuilder
from textmend.passes.paragraphs.arrangement import Arrangement, moves_of, rearranged
from textmend.passes.paragraphs.evidence import Layout, weigh
from textmend.passes.paragraphs.joins import is_stranger
from textmend.passes.paragraphs.judge import BreakJudge
from textmend.passes.paragraphs.lines import Line, read_lines
from textmend.passes.paragraphs.plan import Plan, make_plan
from textmend.protection import merge_spans

__all__ = ["Page"]

_MOST_ROUNDS = 5
_LAST_WORD, _FIRST_WORD = re.compile(r"[A-Za-z-]*\Z"), re.compile("[A-Za-z-]*")
_HAN_LATIN = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]")
_HAN_BLANK_LATIN = re.compile(r"[\u4e00-\u9fff] [A-Za-z0-9]|[A-Za-z0-9] [\u4e00-\u9fff]")


class Page:
    """A section of a document while its lines are put together.

    Args:
        draft: of the section.
        lines: of the section.
        judge: of breaks.
        left_alone: spans whose line ends stay as they are.
    """

    def __init__(
        self,
        draft: Draft,
        lines: list[Line],
        judge: BreakJudge,
        left_alone: Sequence[tuple[int, int]] = (),
    ) -> None:
        self._draft = draft
        self._judge = judge
        self._locked = merge_spans([*draft.protected, *left_alone])
        self.lines = lines
        self.arrangement: Arrangement = [[i] for i in range(len(lines))]
        self.rules: dict[tuple[int, int], str] = {}
        self.reports: set[tuple[int, int, str]] = set()

    def put_together(self, layout: Layout, is_whole: bool) -> None:
        """Join and move until nothing is left to be done.

        Args:
            layout: of the document.
            is_whole: whether the section is the whole document, which may look otherwise then.
        """
        lines = self.lines
        for _ in range(_MOST_ROUNDS):
            plan = make_plan(lines, layout, self._judge)
            self._leave_out(plan)
            if not plan.follower:
                self._report(plan)
                return
            for i, j in plan.follower.items():
                joint = self.arrangement[i][-1], self.arrangement[j][0]
                self.rules[joint] = plan.breaks[i].rule
            strangers = {k for k, line in enumerate(lines) if is_stranger(line, layout)}
            self.arrangement = rearranged(self.arrangement, plan, strangers, lines)
            text = self._text()
            lines = read_lines(text, self._draft.tables)
            if is_whole:
                survey = LayoutSurvey()
                survey.add(text, self._draft.tables)
                layout = weigh(survey, self._judge)
                if not (layout.suspect or layout.breaks_off):
                    return

    def _leave_out(self, plan: Plan) -> None:
        """Take out of a plan what is not sure enough, or would change protected text."""
        for i, j in list(plan.follower.items()):
            rule = plan.breaks[i].rule
            last, first = self.arrangement[i][-1], self.arrangement[j][0]
            low, high = min(last, first), max(last, first)
            if self._is_locked(self.lines[low].end, self.lines[high].start):
                del plan.follower[i]
            elif not self._draft.accepts(rule):
                del plan.follower[i]
                self._suspect(last, first, rule)

    def _report(self, plan: Plan) -> None:
        for i, found in plan.doubtful.items():
            self._suspect(self.arrangement[i][-1], self.arrangement[i + 1][0], found.rule)
        for i in plan.open_ends:
            end = self.lines[self.arrangement[i][-1]].end
            self.reports.add((end - 1, end, "paragraphs.breaks_off"))

    def _suspect(self, last: int, first: int, rule: str) -> None:
        start, end = self.lines[last].end, self.lines[first].start
        if start <= end:
            self.reports.add((start, end, rule))

    def _is_locked(self, start: int, end: int) -> bool:
        following = bisect_left(self._locked, (end, end))
        return any(b > start for _, b in self._locked[max(following - 1, 0) : following])

    def _text(self) -> str:
        """Return the page as it stands."""
        text, parts, done = self._draft.text, list[str](), list[str]()
        for paragraph in self.arrangement:
            first = paragraph[0]
            before = self.lines[first - 1].end if first else 0
            parts = [text[before : self.lines[first].start]]
            for i, j in zip([-1, *paragraph], paragraph, strict=False):
                cut, joint = self._joint(i, j) if i >= 0 else (0, "")
                if cut:
                    parts[-1] = parts[-1][:-cut]
                parts += [joint, self.lines[j].text]
            done += parts
        return "".join(done) + "\n"

    def _joint(self, i: int, j: int) -> tuple[int, str]:
        return joint(self.lines[i].text, self.lines[j].text)

    def submit(self, builder: EditBuilder) -> None:
        """Hand reports, edits and moves to a draft; edits of the builder come in order."""
        edits: dict[int, tuple[int, str, str]] = {}
        for paragraph in self.arrangement:
            for i, j in pairwise(paragraph):
                cut, replacement = self._joint(i, j)
                rule = "paragraphs.hyphen" if cut else self.rules[i, j]
                start = self.lines[j - 1].end
                if cut and j == i + 1:
                    start -= cut
                elif cut:
                    edits[self.lines[i].end - cut] = (self.lines[i].end, "", rule)
                edits[start] = (self.lines[j].start, replacement, rule)
        for start, end, rule in sorted(self.reports):
            builder.suspect(start, end, rule, ("",) if end > start + 1 else ())
        for start, (end, replacement, rule) in sorted(edits.items()):
            builder.replace(start, end, replacement, rule)
        self._draft.move(moves_of(self.arrangement, self.lines))


def joint(before: str, after: str) -> tuple[int, str]:
    """Return how many characters go before a joint, and what belongs into it.

    A hyphen goes, unless the word has another one, and a blank comes between Latin words; between
    Chinese and Latin where the two lines have blanks there throughout.

    >>> joint("使用Python", "is good"), joint("the para-", "graph"), joint("教学设", "计")
    ((0, ' '), (1, ''), (0, ''))
    >>> joint("共 8 台 GPU", "进行训练"), joint("an end-to-", "end model")
    ((0, ' '), (0, ''))
    """
    last, first = before[-1], after[0]
    if not (last.isascii() and first.isascii()):
        is_mixed = _HAN_LATIN.fullmatch(last + first) is not None
        return 0, " " if is_mixed and _sets_blanks(before, after) else ""
    if last == "-" and len(before) > 1 and before[-2].isalpha() and first.islower():
        word = _LAST_WORD.search(before[:-1])
        parts = _FIRST_WORD.match(after)
        return 0 if "-" in f"{word and word[0]}{parts and parts[0]}" else 1, ""
    if first.isalpha() and (last.isalpha() or last in ",.;:!?)"):
        return 0, " "
    return 0, " " if first.isdigit() and last.isalpha() else ""


def _sets_blanks(*lines: str) -> bool:
    """Tell whether lines set Chinese and Latin apart, wherever they meet."""
    return any(map(_HAN_BLANK_LATIN.search, lines)) and not any(map(_HAN_LATIN.search, lines))
