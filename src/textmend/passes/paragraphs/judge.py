"""Does text run on from one line to the next? The evidence of the language alone.

`BreakJudge` is the interface. `ModelJudge` asks an n-gram model: how probable a
line, a sentence or a clause ends here, and how much better what follows goes on with the line than
it would begin something.

When it is wrong: where a heading ends like half a sentence and the text behind it begins like the
other half; and in registers that the model does not know, such as technical terms or verse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from textmend import _native
from textmend.tables import shared_tables

if TYPE_CHECKING:
    from textmend.reading.shipped import ReadingModel

__all__ = ["CLOSE_CONTEXT", "CONTEXT", "BreakJudge", "Evidence", "ModelJudge", "judge_of"]

CONTEXT = 12
"""Characters on each side that are looked at, at most."""

CLOSE_CONTEXT = 64
"""The same where they are read closely."""

_MOST_KEPT = 4096  # answers, since a page is looked at again and again
_LATIN_MOST = 1.0  # what Latin letters at a break may count for: they stand in lists and names too
_LEAST, _MOST = -8.0, 12.0
_LONGEST = 6  # characters of a word
_WARM_UP = 4  # the first characters of a text, for which the model has little to go by
_HAN_END = re.compile(r"[\u4e00-\u9fff]+$")
_HAN_START = re.compile(r"[\u4e00-\u9fff]+")


class Evidence(NamedTuple):
    """Natural logarithms of probabilities, and of their ratios.

    Args:
        line_end: that a line ends behind the text before the break.
        sentence_end: that a line or a sentence does.
        clause_end: that a line, a sentence or a clause does.
        closing: that a quotation or bracket is closed there.
        run_on: how much better the text behind goes on than begins a line, sentence or clause.
        first: the same for its first character alone, clauses left aside.
        anew: how much better it begins a line than a clause.
        heading: how much better it begins a line than a sentence inside one.
    """

    line_end: float
    sentence_end: float
    clause_end: float
    closing: float
    run_on: float
    first: float
    anew: float
    heading: float


class BreakJudge(Protocol):
    """Whatever can say whether text runs on over a break."""

    def judge(self, before: str, after: str) -> Evidence:
        """Weigh a break, given the last characters before it and the first behind it."""

    def cut_word(self, before: str, after: str) -> float:
        """Return how strongly words say that a break cuts one in two; 0 if they do not."""

    def joint(self, before: str, after: str) -> float:
        """Read both sides closely, and return the log-odds that text runs on.

        Where one side is empty, they are that the other is cut off, or the rest of something.
        """

    def surprise(self, texts: Iterable[str]) -> float:
        """Return how strange a language is, in nats for each character; 0 if there is no text."""


class ModelJudge:
    """Weighs a break by an n-gram model.

    >>> from textmend.reading.shipped import shipped
    >>> judge = judge_of(shipped())
    >>> judge.judge("全面提高优化教学设", "计、丰富教学内容").run_on > 4
    True
    >>> judge.judge("打好双减组合拳", "近年来，全区各校").run_on < 0
    True
    """

    def __init__(self, model: ReadingModel, tables: _native.Tables) -> None:
        self._model = model
        self._reader = _native.BreakReader(model.ngrams, tables)
        self._tables = tables
        self._joints: dict[tuple[str, str], float] = {}

    def judge(self, before: str, after: str) -> Evidence:
        """Weigh a break; see `BreakJudge`."""
        line, sentence, clause, closing, run_on, first, anew, heading = self._reader.weigh(
            before, after
        )
        most = _LATIN_MOST if _is_latin(before[-1:]) or _is_latin(after[:1]) else _MOST
        return Evidence(
            max(line, -12.0),
            max(sentence, -12.0),
            max(clause, -12.0),
            max(closing, -12.0),
            min(max(run_on, _LEAST), most),
            min(max(first, _LEAST), most),
            min(max(anew, _LEAST), _MOST),
            min(max(heading, _LEAST), _MOST),
        )

    def cut_word(self, before: str, after: str) -> float:
        """Return how strongly words say that a break cuts one in two; see `BreakJudge`.

        >>> from textmend.reading.shipped import shipped
        >>> judge = judge_of(shipped())
        >>> judge.cut_word("教学设", "计、"), judge.cut_word("组合拳", "近年来")
        (1.0, 0.0)
        """
        head, tail = _HAN_END.search(before), _HAN_START.match(after)
        if head is None or tail is None:
            return 0.0
        left = head[0][-_LONGEST:]
        ends = self._tables.segment(left + tail[0][:_LONGEST])
        if len(left) in ends:
            return 0.0
        start = max((end for end in ends if end < len(left)), default=0)
        return 1.0 if min(end for end in ends if end > len(left)) - start == 2 else 2.0

    def joint(self, before: str, after: str) -> float:
        """Read both sides closely; see `BreakJudge`.

        >>> from textmend.reading.shipped import shipped
        >>> judge = judge_of(shipped())
        >>> judge.joint("全面提高优化教学设", "计、丰富教学内容，") > 2
        True
        >>> judge.joint("全面提高优化教学设", "近年来，全区各校") < 0
        True
        """
        sides = before[-CLOSE_CONTEXT:], after[:CLOSE_CONTEXT]
        if sides not in self._joints:
            if len(self._joints) >= _MOST_KEPT:
                self._joints.clear()
            self._joints[sides] = self._model.joints.weigh(*sides)
        return self._joints[sides]

    def surprise(self, texts: Iterable[str]) -> float:
        """Return how strange a language is; see `BreakJudge`.

        >>> from textmend.reading.shipped import shipped
        >>> judge = judge_of(shipped())
        >>> judge.surprise(["进一步提高教育教学质量"]) < 3
        True
        >>> judge.surprise(["鲸鱼蓝莓修辞悖论量子绒线"]) < 3
        False
        """
        scores = [score for text in texts for score in self._model.ngrams.score(text)[_WARM_UP:-1]]
        return -sum(scores) / len(scores) if scores else 0.0


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def judge_of(model: ReadingModel) -> ModelJudge:
    """Return the judge that asks a model's n-grams.

    Raises:
        ModelError: if it has none that are whole.
    """
    return ModelJudge(model, shared_tables())
