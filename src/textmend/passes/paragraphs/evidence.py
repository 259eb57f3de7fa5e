"""What a whole document says about its line ends: wrapped, cut here and there, or right.

It rests on counts and on an even choice of line ends, gathered window by window, so that a part of
the document is judged as the whole is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from textmend._native import LayoutSurvey
from textmend.passes.paragraphs.features import closely
from textmend.passes.paragraphs.judge import BreakJudge
from textmend.passes.paragraphs.weights import (
    Ending,
    close_cut_score,
    cut_score,
    cut_signs,
    document_prior,
    text_score,
)

__all__ = ["WORTH_READING", "Layout", "weigh"]

_SUSPECT = -3.0  # log-odds at which a line end may be wrong
_DOUBTFUL = -5.0  # the same before the network was asked
_CLEAR = 8.0  # the same in a language that is strange to the model
WORTH_READING = -6.0
"""Log-odds below which the network is not asked whether a line is cut off."""

_NONE = -99.0
_TORN = -2.5
_COMMAS = 0.3  # behind commas, for each line cut elsewhere: of places to cut, a tenth are so
_FEW_COMMAS = 1
_WIDER_THAN_A_PAGE = 130  # columns
_LEAST_WIDE = 0.1  # of the lines of prose
_SLACK = 4  # columns by which wrapped lines differ, since marks may not begin a line
_LEAST_WRAPPED = 3
# Log-odds by words alone, in the mean over a document's open line ends. Wrapped articles have 0.8
# to 7.4, two of them read line by line across -3.3 to 1.5 (of 180 synthetic pages each), most of
# them less than this.
_READS_ON = 0.0
_STRANGE = 4.8  # nats a character
_LEAST_PROSE = 0.4  # of the lines that are not empty


class Layout(NamedTuple):
    """The layout of a document.

    Args:
        prior: log-odds that an open line end of this document is no end of a paragraph.
        width: columns at which its lines are wrapped; 0 if they are not.
        indents: whether its paragraphs begin with an indent.
        spaces: whether empty lines stand between its paragraphs.
        writes_openly: whether most of its lines end without a mark, as lists and chats do.
        breaks_at_commas: whether lines end behind commas by habit, as before what somebody says.
        has_paragraphs: whether its lines are paragraphs, or were before some were cut.
        suspect: whether any of its line ends may be wrong.
        breaks_off: whether its last line may end inside a sentence.
    """

    prior: float
    width: int
    indents: bool
    spaces: bool
    writes_openly: bool
    breaks_at_commas: bool
    has_paragraphs: bool
    suspect: bool
    breaks_off: bool

    @property
    def is_torn(self) -> bool:
        """Whether lines break off in the middle of clauses; then others may have, anywhere."""
        return self.prior > _TORN

    @property
    def marks_paragraphs(self) -> bool:
        """Whether a new paragraph can be told by an indent or an empty line."""
        return self.indents or self.spaces


def weigh(survey: LayoutSurvey, judge: BreakJudge) -> Layout:
    """Weigh the evidence of a document."""
    ends = list(_ends(survey, judge))
    prior = _prior_of(ends)
    width = _wrap_width(survey, 1 / (1 + math.exp(-prior)))
    if not width and _clearest(ends, prior) >= _DOUBTFUL:
        ends = _read_closely(ends, prior, judge)
        prior = _prior_of(ends)
    # Columns read across have one width, too, but a line does not go on in the next one.
    is_across = width > 0 and sum(end.words for end in ends) < _READS_ON * len(ends)
    prose = max(survey.prose, 1)
    indents = 0 < survey.indented < prose if width else survey.indented * 2 > prose
    between = survey.spaced + survey.close
    spaces = survey.spaced > 0 and (not width or survey.spaced < 0.7 * between)
    # Where most lines end openly, that is how they are written.
    writes_openly = survey.open * 3 >= 2 * prose
    at_commas = sum(end.is_clause for end in ends)
    cut = sum(end.score + prior > 0 for end in ends if not end.is_clause)
    breaks_at_commas = at_commas > _FEW_COMMAS + _COMMAS * cut
    wide = sum(survey.widths()[_WIDER_THAN_A_PAGE:])
    has_paragraphs = wide >= _LEAST_WIDE * prose
    # Code and data have a few lines of prose.
    is_prose = survey.prose >= _LEAST_PROSE * survey.lines and not survey.lost_marks
    breaks_off = is_prose and survey.breaks_off and not writes_openly
    clearest = _clearest(ends, prior)
    looks_wrong = is_prose and not is_across and clearest >= _SUSPECT
    suspect = looks_wrong and (width > 0 or clearest >= _CLEAR or _is_known(survey, judge))
    return Layout(
        prior,
        width,
        indents,
        spaces,
        writes_openly,
        breaks_at_commas,
        has_paragraphs,
        suspect,
        breaks_off,
    )


def _is_known(survey: LayoutSurvey, judge: BreakJudge) -> bool:
    """Tell whether the judge knows the language around the line ends well enough to judge them.

    Of texts that nothing was fitted to, 19 in 20 torn pages have less than 4.64 nats a character,
    19 in 20 lists of customers' reviews, each a line without a stop, more than 4.68.
    """
    texts = (text for before, after, *_ in survey.samples() for text in (before, after))
    return judge.surprise(texts) < _STRANGE


class _End(NamedTuple):
    """An open line end: how it looks, whether a clause ends there, what words say."""

    before: str
    beyond: str
    score: float
    is_clause: bool
    words: float


def _ends(survey: LayoutSurvey, judge: BreakJudge) -> Iterator[_End]:
    """Yield the line ends that were sampled."""
    for before, after, beyond, width, *looks in survey.samples():
        ending = Ending(width, *looks)
        evidence = judge.judge(before, after)
        words = text_score(evidence, ending.is_clause)
        score = cut_score(cut_signs(evidence, ending))
        yield _End(before, beyond, score, ending.is_clause, words)


def _prior_of(ends: list[_End]) -> float:
    return document_prior([(end.score, end.is_clause) for end in ends])


def _clearest(ends: list[_End], prior: float) -> float:
    """Return the log-odds of the line end that is likeliest wrong."""
    return max((end.score for end in ends), default=_NONE) + prior


def _read_closely(ends: list[_End], prior: float, judge: BreakJudge) -> list[_End]:
    """Let the network read the line ends that may be wrong."""
    return [
        end._replace(
            score=close_cut_score(end.score, end.is_clause, closely(end.before, end.beyond, judge))
        )
        if end.score + prior > WORTH_READING
        else end
        for end in ends
    ]


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
    if best * 10 < 6 * survey.open or wider > max(1, survey.prose // 10):
        return 0
    return width
