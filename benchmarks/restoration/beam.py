"""A beam search with an n-gram model alone: the plainest reader there is, slow and short.

Every character of the short list and every common mark may have been dropped anywhere, up to two
in a row. A reading's score is its logarithm by the n-gram model: where all that is on a list was
dropped, every reading explains the text equally well. A bonus for each character written, which
would make up for the thrift of the most probable reading, was tried on text held out for
calibration (0, 1 and 2 nats) and only harmed.
"""

from __future__ import annotations

from typing import NamedTuple

from textmend.damage import core_characters
from textmend.model import ModelFile, NgramModel

__all__ = ["NgramBeam"]

_MARKS = "，。、；：“”《》？！"
_BEAM = 4
_SECONDS = 1  # first characters after each of which a second is tried


class _Reading(NamedTuple):
    score: float
    text: str
    insertions: tuple[tuple[int, str], ...]


class NgramBeam:
    """The search.

    Args:
        file: a model file that holds an n-gram model.
    """

    def __init__(self, file: ModelFile) -> None:
        self._model = NgramModel(file)
        self._symbols = (*core_characters(), *_MARKS)

    def read(self, line: str) -> list[tuple[int, str]]:
        """Return offsets of a line without its end, and what is to be inserted before each."""
        readings = [_Reading(0.0, "", ())]
        for at, character in enumerate(line):
            longer = [new for old in readings for new in self._extended(old, at, character)]
            readings = self._best(longer)
        ends = [new for old in readings for new in self._extended(old, len(line), "")]
        return list(max(ends).insertions)

    def _extended(self, reading: _Reading, at: int, character: str) -> list[_Reading]:
        """Return a reading with the next character, and with something before it."""
        ones = [self._with(reading, at, symbol, character) for symbol in self._symbols]
        ones.sort(reverse=True)
        twos = [
            self._with(reading, at, one.insertions[-1][1] + symbol, character)
            for one in ones[:_SECONDS]
            for symbol in self._symbols
        ]
        return [self._with(reading, at, "", character), *ones, *twos]

    def _with(self, reading: _Reading, at: int, symbols: str, character: str) -> _Reading:
        """Write symbols and then the character; "" is the end of the line."""
        context = reading.text[1 - self._model.order :]
        new = symbols + character
        scores = self._model.score(context + new)[len(context) :]
        if character:
            scores.pop()  # the end of the line, which is not here
        score = reading.score + sum(scores)
        done = (*reading.insertions, (at, symbols)) if symbols else reading.insertions
        return _Reading(score, reading.text + new, done)

    def _best(self, readings: list[_Reading]) -> list[_Reading]:
        """Return the best few; of those that the model cannot tell apart from here on, one."""
        kept: dict[str, _Reading] = {}
        for reading in sorted(readings, reverse=True):
            kept.setdefault(reading.text[1 - self._model.order :], reading)
            if len(kept) == _BEAM:
                break
        return list(kept.values())
