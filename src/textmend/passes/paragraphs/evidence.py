"""What a whole document says about its line ends: wrapped, cut here and there, or right.

It rests on counts and on an even choice of line ends, gathered window by window, so that a part of
the document is judged as the whole is.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from textmend._native import LayoutSurvey
from textmend.passes.paragraphs.judge import BreakJudge

__all__ = ["Layout", "weigh"]

_RUNS_ON = 2.0  # log-odds at which a break reads like one inside a sentence
_FALSE_ALARM = 0.08  # of true breaks, the share that read so
_FOUND = 0.75  # of false ones
_SLACK = 4  # columns by which wrapped lines differ, since marks may not begin a line
_LEAST_WRAPPED = 3
_LEAST_PROSE = 0.4  # of the lines that are not empty


class Layout(NamedTuple):
    """The layout of a document.

    Args:
        prior: log-odds that an open line end of this document is no end of a paragraph.
        far_prior: the same for text that may go on behind other blocks.
        width: columns at which its lines are wrapped; 0 if they are not.
        indents: whether its paragraphs begin with an indent.
        spaces: whether empty lines stand between its paragraphs.
        writes_openly: whether most of its lines end without a mark, as lists and chats do.
        suspect: whether any of its line ends may be wrong.
    """

    prior: float
    far_prior: float
    width: int
    indents: bool
    spaces: bool
    writes_openly: bool
    suspect: bool

    @property
    def marks_paragraphs(self) -> bool:
        """Whether a new paragraph can be told by an indent or an empty line."""
        return self.indents or self.spaces


def weigh(survey: LayoutSurvey, judge: BreakJudge) -> Layout:
    """Weigh the evidence of a document."""
    scores = [judge.judge(before, after) for before, after in survey.samples()]
    running = sum(score.total >= _RUNS_ON for score in scores)
    open_ends = sum(score.end >= _RUNS_ON for score in scores)
    share = _false_share(running, len(scores))
    prior = _prior(share, len(scores))
    width = _wrap_width(survey, share)
    prose = max(survey.prose, 1)
    indents = 0 < survey.indented < prose if width else survey.indented * 2 > prose
    between = survey.spaced + survey.close
    spaces = survey.spaced > 0 and (not width or survey.spaced < 0.7 * between)
    # Where most lines end openly, that is how they are written.
    writes_openly = survey.open * 2 >= prose
    far_prior = min(prior, 0.0) if writes_openly else 0.0
    # Code and data have a few lines of prose.
    is_prose = survey.prose >= _LEAST_PROSE * survey.lines
    cut_off = survey.ends_open and not writes_openly
    suspect = is_prose and (running > 0 or open_ends > 0 or cut_off)
    return Layout(prior, far_prior, width, indents, spaces, writes_openly, suspect)


def _false_share(running: int, seen: int) -> float:
    """Return the share of false line ends, of which some are missed and some only seem to be."""
    observed = running / max(seen, 1)
    return min(max((observed - _FALSE_ALARM) / (_FOUND - _FALSE_ALARM), 0.0), 1.0)


def _prior(share: float, seen: int) -> float:
    """Return log-odds for one line end; two more are taken as seen, so that few prove little."""
    odds = (share * seen + 0.8) / ((1 - share) * seen + 1.2)
    return min(max(math.log(odds), -5.0), 2.0)


def _wrap_width(survey: LayoutSurvey, share: float) -> int:
    """Return the columns that the lines of a document are wrapped at, or 0."""
    if survey.open < 2 * _LEAST_WRAPPED and share < 0.8:
        return 0
    if survey.open < _LEAST_WRAPPED or share < 0.4 or survey.open * 4 < survey.prose:
        return 0
    counts = survey.open_widths()
    best, width = 0, 0
    for end in range(20, len(counts) - 1):
        near = sum(counts[max(end - _SLACK, 0) : end + 1])
        if near > best:
            best, width = near, end
    wider = sum(survey.widths()[width + 3 :])
    if best * 10 < 6 * survey.open or wider * 10 > survey.prose:
        return 0
    return width
