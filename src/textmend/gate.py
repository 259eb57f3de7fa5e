"""The gate: is a text damaged, where, and how badly? It decides what the reader reads.

Text that has lost marks and function characters has fewer of them than clean text, runs on without
a break, and sets characters side by side that clean text keeps apart. One native pass counts all
this, at some hundred megabytes a second; a small network judges the counts of each stretch, and the
document as a whole lends its stretches a prior.

What is no running Chinese is never damaged to the gate: other languages, code, kana, traditional
script (which the reader does not know), and stretches too short to tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from textmend import _native
from textmend.errors import ModelError
from textmend.model import ModelFile, model_errors
from textmend.protection import Spans, check_spans

__all__ = ["DamageProfile", "Gap", "Gate", "Severity", "Stretch", "SymbolRate"]

Severity: TypeAlias = Literal["clean", "light", "heavy"]

_SEVERITIES: tuple[Severity, ...] = ("clean", "light", "heavy")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A paragraph, a piece of a long one, or several short lines, and whether it is damaged.

    Args:
        start, end: its span in code points. Stretches are sorted and do not overlap; together
            they are the text.
        severity: clean, light or heavy.
        probability: of damage, 0 to 1, with the whole document considered.
        evidence: ln of the likelihoods of damaged and clean, of this stretch alone.
        marks: the share of its marks that was dropped, if it is damaged.
        functions: the same of its function characters.
        size: its characters without blanks.
        han: how many of them are Han; 0 where the stretch is not judged, being no Chinese prose.
    """

    start: int
    end: int
    severity: Severity
    probability: float
    evidence: float
    marks: float
    functions: float
    size: int
    han: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where a character seems to be missing; the reader will know better.

    Args:
        offset: in code points; the character is missing in front of it.
        symbol: what would fit best.
        gain: ln of how much more probable the text is with it, by the n-gram model.
    """

    offset: int
    symbol: str
    gain: float


@dataclass(frozen=True, slots=True)
class SymbolRate:
    """How often a symbol stands in a text, and how often it would in clean text of that length.

    Args:
        symbol: one that the reader may insert.
        count: how often it is there.
        expected: how often it would be, by its rate in clean text.
        dropped: the estimated share of its occurrences that was dropped, 0 to 1.
        error: the standard error of that share: what chance and the habits of writers alone make.
    """

    symbol: str
    count: int
    expected: float
    dropped: float
    error: float


class DamageProfile:
    """What the gate found in a text. `Gate.examine` makes it.

    Attributes:
        probability: that any stretch is damaged, 0 to 1: the highest of a stretch.
        light_probability: that function characters are missing here and there, marks intact; 0
            where a sample of the text roused no suspicion.
        marks: the estimated share of marks that was dropped from the damaged stretches.
        functions: the same of function characters.
        tally: how often each symbol stands in the text, and how often it should.
        others: characters that are no symbols, blanks left out: what the rates are taken against.
    """

    def __init__(self, examination: _native.Examination, gate: Gate) -> None:
        self._examination = examination
        self._gate = gate
        self.probability: float = examination.probability
        self.light_probability: float = examination.light_probability
        self.marks: float = examination.marks
        self.functions: float = examination.functions
        self.tally = examination.tally
        self.others: int = self.tally.others

    @property
    def is_clean(self) -> bool:
        """Whether no stretch is damaged."""
        return not self.damaged

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """All stretches, in order; together they are the text."""
        return tuple(map(_stretch, self._examination.stretches(True)))

    @cached_property
    def damaged(self) -> tuple[Stretch, ...]:
        """The stretches that are not clean, in order."""
        return tuple(map(_stretch, self._examination.stretches(False)))

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Places in lightly damaged stretches where something seems to be missing, in order."""
        return tuple(Gap(*hit) for hit in self._examination.hits())

    def counts(self) -> list[tuple[int, float]]:
        """Return how often each of the model's symbols stands in the text, and should."""
        return self.tally.symbols()

    @cached_property
    def symbols(self) -> tuple[SymbolRate, ...]:
        """The symbols and their estimated rates of deletion, in the order of the model's."""
        return tuple(
            _symbol_rate(symbol, count, expected, spread)
            for symbol, spread, (count, expected) in zip(
                self._gate.symbols, self._gate.spreads, self.counts(), strict=True
            )
        )

    def __repr__(self) -> str:
        found = f"{len(self.damaged)} damaged stretches" if self.damaged else "clean"
        return f"DamageProfile({found}, probability {self.probability:.2f})"


def _unfit(why: str) -> ModelError:
    return ModelError(
        f"The gate of the model cannot be used ({why}): the model is damaged, or was made by "
        "another version of textmend; install textmend again."
    )


class Gate:
    """Tells damaged text from clean text. Immutable, and safe to use from many threads.

    Args:
        file: an open model file with the sections of a gate, and ``reader/symbols``.

    Raises:
        ModelError: if they are missing or do not fit together.
    """

    def __init__(self, file: ModelFile) -> None:
        with model_errors():
            self._gate = _native.Gate(file.native)
        try:
            self.symbols = bytes(file.section("reader/symbols")).decode("utf-32-le")
            self.spreads = tuple(file.section("gate/spreads").cast("f"))
        except (UnicodeError, TypeError) as error:
            raise _unfit(str(error)) from error
        if len(self.spreads) != len(self.symbols):
            raise _unfit(f"{len(self.spreads)} spreads of {len(self.symbols)} symbols")
        """How much the rate of each symbol differs among clean documents: a standard deviation."""

    def examine(self, text: str, protected_spans: Spans = ()) -> DamageProfile:
        """Say where a text is damaged, and what was dropped from it.

        Args:
            text: any string, a paragraph a line.
            protected_spans: what is not prose, such as code; it is not counted.

        Raises:
            EditError: if a span lies outside the text.
        """
        spans = check_spans(protected_spans, len(text))
        return DamageProfile(self._gate.examine(text, spans), self)


def _stretch(values: _native.StretchTuple) -> Stretch:
    return Stretch(values[0], values[1], _SEVERITIES[values[2]], *values[3:])


def _symbol_rate(symbol: str, count: int, expected: float, spread: float) -> SymbolRate:
    """Estimate a deletion rate from one count.

    A count varies by chance (Poisson) and because writers differ, by `spread` times what is
    expected; both add up in the error.
    """
    share = count / max(expected, 1e-9)
    error = (max(count, 1) + (spread * expected) ** 2) ** 0.5 / max(expected, 1e-9)
    return SymbolRate(symbol, count, expected, min(max(1 - share, 0.0), 1.0), min(error, 1.0))
