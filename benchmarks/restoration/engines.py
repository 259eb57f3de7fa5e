"""Repairers behind one interface: the whole program, and its parts alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, Protocol

from benchmarks.restoration.beam import NgramBeam
from textmend import Mender, _native
from textmend.reading.calibration import Calibration
from textmend.reading.decision import Choice, choose
from textmend.reading.reader import Candidate, Reader
from textmend.reading.shipped import shipped

__all__ = ["ENGINES", "VARIANTS", "Engine", "Full", "Insertion", "Outcome", "Reading", "timed"]

_SURE = 0.9  # as in the pass


class Insertion(NamedTuple):
    """What was put in, where in the text as it was given, and how sure the engine is."""

    offset: int
    text: str
    confidence: float


class Outcome(NamedTuple):
    """The repaired text, and what was inserted to restore it."""

    text: str
    insertions: list[Insertion]


class Repairer(Protocol):
    """Anything that repairs."""

    def repair(self, text: str) -> Outcome:
        """Return the repaired text."""
        ...


@dataclass(frozen=True, slots=True)
class Engine:
    """A repairer by name, loaded when it is needed.

    Args:
        name: for tables.
        does: what it does, in a few words.
        load: makes the repairer.
    """

    name: str
    does: str
    load: Callable[[], Repairer]


def timed(repairer: Repairer, text: str) -> tuple[Outcome, float]:
    """Repair a text; return the outcome and the seconds of processor time that it took."""
    start = time.process_time()
    outcome = repairer.repair(text)
    return outcome, time.process_time() - start


class Full:
    """The whole program.

    Args:
        mender: `Mender()` if not given.
    """

    def __init__(self, mender: Mender | None = None) -> None:
        self._mender = mender or Mender()

    def repair(self, text: str) -> Outcome:
        """Repair with every pass of the mender; the insertions are those of restoration."""
        mended = self._mender.mend(text)
        insertions = [
            # An earlier pass may have had a hand in it: what stood there is not counted.
            Insertion(edit.start, edit.replacement.replace(edit.original, "", 1), edit.confidence)
            for edit in mended.edits
            if edit.pass_name == "restoration"
        ]
        return Outcome(mended.text, insertions)


Decision = Callable[[Sequence[Candidate], float, str, str], Choice]


class Reading:
    """The reader without a gate: every line is read as badly damaged, nothing is held back.

    Args:
        decide: what makes an insertion of the candidates of a gap.
        knows_damage: whether the reader is told what the document lacks; if not, it is told that
            everything stands there as usual.
        search: changes of the search, by name of the setting.
    """

    def __init__(
        self, decide: Decision = choose, knows_damage: bool = True, **search: float
    ) -> None:
        settings = _native.ReaderSearch()
        for name, value in search.items():
            setattr(settings, name, value)
        self._reader = Reader(shipped().file, settings)
        self._calibration: Calibration = shipped().calibration
        self._decide = decide
        self._knows_damage = knows_damage

    def repair(self, text: str) -> Outcome:
        """Read the text line by line, and insert what is chosen in each gap."""
        profile = self._reader.profile(text)
        if not self._knows_damage:
            profile = [0.0] * len(profile)
        sure = self._calibration.posterior(_SURE, heavy=True)
        insertions, start = [], 0
        for line in text.splitlines(keepends=True):
            for gap in self._reader.read(text, start, start + len(line), profile):
                at = gap.offset
                before, after = text[max(at - 1, 0) : at], text[at : at + 1]
                choice = self._decide(gap.candidates, sure, before, after)
                if choice.text:
                    sureness = self._calibration.confidence(choice.probability, heavy=True)
                    insertions.append(Insertion(gap.offset, choice.text, sureness))
            start += len(line)
        return Outcome(inserted(text, insertions), insertions)


def inserted(text: str, insertions: Sequence[Insertion]) -> str:
    """Return a text with insertions, which are sorted by offset.

    >>> inserted("今天好", [Insertion(2, "很", 0.9), Insertion(3, "。", 0.9)])
    '今天很好。'
    """
    pieces, done = [], 0
    for insertion in insertions:
        pieces += [text[done : insertion.offset], insertion.text]
        done = insertion.offset
    return "".join([*pieces, text[done:]])


def most_probable(candidates: Sequence[Candidate], *_: object) -> Choice:
    """Return the most probable string as a whole, which need not be the best one in its parts."""
    return Choice(*max(candidates, key=lambda candidate: candidate.probability))


def without_caution(candidates: Sequence[Candidate], *_: object) -> Choice:
    """Return the best string, with negations and numerals like any other characters."""
    return choose(candidates, 0.0)


def marks_only(candidates: Sequence[Candidate], *_: object) -> Choice:
    """Return the best string of marks: strings that differ in other characters are one."""
    merged: dict[str, float] = {}
    for text, probability in candidates:
        marks = "".join(character for character in text if not character.isalnum())
        merged[marks] = merged.get(marks, 0) + probability
    return choose([Candidate(*item) for item in merged.items()], 0.0)


class Beam:
    """The n-gram model without a network; see `NgramBeam`."""

    def __init__(self) -> None:
        self._beam = NgramBeam(shipped().file)

    def repair(self, text: str) -> Outcome:
        """Search line by line."""
        insertions, start = [], 0
        for line in text.splitlines(keepends=True):
            for at, string in self._beam.read(line.rstrip("\n")):
                insertions.append(Insertion(start + at, string, 1.0))
            start += len(line)
        return Outcome(inserted(text, insertions), insertions)


ENGINES = (
    Engine("textmend", "all passes, as shipped", Full),
    Engine("gate off", "the reader alone; all is read as badly damaged", Reading),
    Engine(
        "network alone",
        "gate off, and no n-gram model in the search",
        partial(Reading, ngram_weight=0.0, bonus=0.0),
    ),
    Engine("n-gram beam", "the n-gram model alone, beam search in Python", Beam),
    Engine("marks only", "gate off, and only marks are restored", partial(Reading, marks_only)),
)
"""What is compared: the program first."""

VARIANTS = (
    Engine("the reader", "gate off; the row that the others differ from", Reading),
    Engine(
        "most probable string",
        "in place of the least expected distance",
        partial(Reading, most_probable),
    ),
    Engine(
        "without caution",
        "negations and numerals like any other character",
        partial(Reading, without_caution),
    ),
    Engine(
        "profile zeroed",
        "the reader is not told what the document lacks",
        partial(Reading, knows_damage=False),
    ),
    Engine("beam 1", "one node a gap", partial(Reading, beam=1)),
    Engine("beam 3", "three", partial(Reading, beam=3)),
    Engine("beam 12", "twelve", partial(Reading, beam=12, branches=16)),
    Engine("n-gram weight 0", "and no bonus", partial(Reading, ngram_weight=0.0, bonus=0.0)),
    Engine(
        "n-gram weight 0.2", "bonus in proportion", partial(Reading, ngram_weight=0.2, bonus=0.3)
    ),
    Engine(
        "n-gram weight 0.8", "bonus in proportion", partial(Reading, ngram_weight=0.8, bonus=1.2)
    ),
    Engine("no bonus", "for symbols written", partial(Reading, bonus=0.0)),
)
"""What each part brings."""
