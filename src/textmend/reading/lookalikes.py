"""Characters that stand for others because they look or sound alike, and what was meant.

The tables `lookalike_shapes.tsv` and `lookalike_sounds.tsv` say what may have been meant; the
character n-gram model and a network judge it in its line. All that speaks for and against a finding
is weighed by a logistic regression (`lookalike_weights.tsv`), so that its odds are a probability.
Terms of a caller's lexicon may have been meant as well, alike or not, and may lack a character or
have one too many (`term_gap_weights.tsv`).
Wrong where a name, or a word that no model read, looks like a slip of a common one.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textmend import _native
from textmend.model import ModelFile, model_errors
from textmend.protection import Spans
from textmend.tables import dictionary_folder, shared_tables, table_errors, table_rows

if TYPE_CHECKING:
    from textmend.lexicon.compiled import Lexicon

__all__ = ["MODES", "WORTH_COUNTING", "WORTH_REPORTING", "Corrector", "Errors", "Finding", "Gap"]

MODES: Final = ("ocr", "typing", "off")
_SHAPES, _SOUNDS = "lookalike_shapes.tsv", "lookalike_sounds.tsv"
_WEIGHTS: Final = "lookalike_weights.tsv"
_GAP_WEIGHTS: Final = "term_gap_weights.tsv"
_BIAS: Final = _native.LOOKALIKE_EVIDENCE.index("bias")
_TERM: Final = _native.LOOKALIKE_EVIDENCE.index("term")
_ALONE: Final = _native.LOOKALIKE_EVIDENCE.index("term_alone")
WORTH_REPORTING: Final = 0.5
"""What is less sure than this is noise."""
WORTH_COUNTING: Final = 0.12
"""What makes a term and is as sure as this is counted: in clean text there is hardly any."""
# Errors for each character, as a quick look finds them, from which a document is full of them, and
# the same of terms that are not whole.
_MANY: Final = 0.001
_MANY_TERMS: Final = 0.0005
# Surprisal in nats of a character and the next one, from which a line of a short document is read
# thoroughly. Three in ten clean lines have such a pair, and nine in ten of those in which thorough
# reading finds an error.
_STRANGE: Final = 18.0
# Log-odds by which a finding is likelier in a document full of errors than in those that the
# weights were fitted to, most of which are clean, and how they grow with the share of errors.
_BOLDNESS: Final = {"ocr": 2.0, "typing": 1.5}
_GROWTH: Final = 0.7  # for each e-fold
_BOLDEST: Final = 1.6
_BOLDNESS_OF_TERMS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Errors:
    """How many errors a document seems to hold, for each character.

    Args:
        share: characters that a quick look finds wrong, but for those in terms.
        of_terms: places where a term of the caller's is perhaps not whole.
        is_short: whether there is too little of the document to tell by a quick look.
    """

    share: float = 0.0
    of_terms: float = 0.0
    is_short: bool = False

    @property
    def are_many(self) -> bool:
        """Whether the document is full of them."""
        return self.share >= _MANY


@dataclass(frozen=True, slots=True)
class Finding:
    """A character that was probably taken for another.

    Args:
        offset: where it stands, in code points.
        meant: what was probably meant.
        likeness: ``"shape"``, ``"sound"``, or ``"term"`` where only a term speaks for it.
        confidence: the probability that it is right, 0 to 1.
        in_term: whether it makes a term of the caller's lexicon.
    """

    offset: int
    meant: str
    likeness: str
    confidence: float
    in_term: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """A character that a term of the caller's lexicon has and the text lacks, or the reverse.

    Args:
        offset: where it would stand, or stands, in code points.
        character: the one.
        is_missing: whether the text lacks it; otherwise it is one too many.
        confidence: the probability that it is right, 0 to 1.
    """

    offset: int
    character: str
    is_missing: bool
    confidence: float


class Corrector:
    """Finds look-alikes. Immutable, and safe to use from many threads.

    Args:
        file: an open model file with an n-gram model.
        mode: ``"ocr"`` for what looks alike, ``"typing"`` for what sounds alike as well.

    Raises:
        ModelError: if the n-gram model is missing or damaged.
        TableError: if a table is.
    """

    def __init__(self, file: ModelFile, mode: str) -> None:
        folder = dictionary_folder()
        names = {_SHAPES: False} if mode == "ocr" else {_SHAPES: False, _SOUNDS: True}
        paths = [(os.path.join(folder, name), sound) for name, sound in names.items()]  # noqa: PTH118
        with model_errors(), table_errors():
            self._finder = _native.LookalikeFinder(file.native, shared_tables(), paths)
        self._is_thorough = mode == "typing"
        column = MODES.index(mode) + 1
        weights = {row[0]: float(row[column]) for row in table_rows(_WEIGHTS)}
        self._weights = [weights[name] for name in _native.LOOKALIKE_EVIDENCE]
        self._boldness = _BOLDNESS[mode]
        gaps = {row[0]: tuple(map(float, row[1:3])) for row in table_rows(_GAP_WEIGHTS)}
        self._gap_weights = [gaps[name] for name in _native.TERM_GAP_EVIDENCE]

    def glance(self, text: str, least: float, terms: Lexicon | None = None) -> Sequence[Finding]:
        """Return some of what `find` would, and something of each line where it finds anything.

        Terms are found from `WORTH_COUNTING` on.

        Args:
            text: any string, a paragraph a line.
            least: as for `find`.
            terms: as for `find`.
        """
        reported = min(least, WORTH_REPORTING)
        lowest = reported if terms is None else min(reported, WORTH_COUNTING)
        found = self._found(text, (), terms, math.inf, _log_odds(lowest), Errors())
        return [one for one in found if one.in_term or one.confidence >= reported]

    def find(
        self,
        text: str,
        protected_spans: Spans,
        least: float,
        errors: Errors = Errors(),
        terms: Lexicon | None = None,
    ) -> Sequence[Finding]:
        """Return the findings, in order, each at a place of its own.

        Args:
            text: any string, a paragraph a line; a finding depends on its line alone.
            protected_spans: sorted spans in which nothing may be found.
            least: the confidence from which a repair is sure enough to judge its neighbours by.
            errors: of the document. If they are many, all of it is read thoroughly, which is slow,
                and a finding is the likelier the more there are. If it is short, what is strange in
                it is read thoroughly.
            terms: what the text may well be about. Where it has all of a term but one character, or
                of one of eight characters or more but two, these may have been meant, alike or not.
        """
        odds = _log_odds(least), _log_odds(WORTH_REPORTING)
        return self._found(text, protected_spans, terms, *odds, errors)

    def find_gaps(
        self,
        text: str,
        protected_spans: Spans,
        terms: Lexicon,
        least: float = WORTH_REPORTING,
        errors: Errors = Errors(),
    ) -> list[Gap]:
        """Return where a term lacks a character, or has one too many, in order.

        Only what is inside of terms is found, Han, and no numerals and negations.

        Args:
            text: any string, a paragraph a line; a gap depends on its line alone.
            protected_spans: sorted spans in which nothing may be found.
            terms: of four characters or more.
            least: the confidence from which a gap is told.
            errors: of the document.
        """
        missing, extra = map(list, zip(*self._gap_weights, strict=True))
        for weights in (missing, extra):
            weights[_native.TERM_GAP_EVIDENCE.index("bias")] += _boldness_of_terms(errors)
        found = self._finder.find_gaps(
            text, protected_spans, terms.gaping(text), _log_odds(least), missing, extra
        )
        return [
            Gap(offset, character, is_missing, 1 / (1 + math.exp(-odds)))
            for offset, character, is_missing, odds, _ in found
        ]

    def _found(
        self,
        text: str,
        protected_spans: Spans,
        terms: Lexicon | None,
        repaired: float,
        reported: float,
        errors: Errors,
    ) -> list[Finding]:
        found = self._finder.find(
            text,
            protected_spans,
            None if terms is None else terms.differing(text),
            repaired,
            reported,
            self._weights_for(errors),
            self._thorough_from(errors),
        )
        return [
            Finding(offset, meant, likeness, 1 / (1 + math.exp(-odds)), evidence[_TERM] > 0)
            for offset, meant, likeness, odds, evidence in found
        ]

    def _thorough_from(self, errors: Errors) -> float:
        if self._is_thorough or errors.are_many:
            return 0.0
        return _STRANGE if errors.is_short else math.inf

    def _weights_for(self, errors: Errors) -> list[float]:
        weights = list(self._weights)
        boldness = 0.0
        if errors.are_many:
            growth = _GROWTH * math.log(errors.share / _MANY)
            boldness = self._boldness + min(growth, _BOLDEST)
        of_terms = _boldness_of_terms(errors)
        weights[_BIAS] += boldness
        weights[_TERM] += max(of_terms - boldness, 0.0)
        # What no table explains is not the likelier because there is much that they do explain.
        weights[_ALONE] -= max(boldness - of_terms, 0.0)
        return weights


def _boldness_of_terms(errors: Errors) -> float:
    return _BOLDNESS_OF_TERMS if errors.of_terms >= _MANY_TERMS else 0.0


def _log_odds(probability: float) -> float:
    return math.log(max(probability, 1e-9) / max(1 - probability, 1e-9))
