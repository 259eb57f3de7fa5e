"""Adapts a model to a user's own text: what `textmend train` does.

The own n-gram model is counted, the network goes on learning if PyTorch is there and wanted, and
confidences are fitted anew; each is kept only if it helps on text that it did not learn from. What
it comes to is measured on text that decided nothing.

The gate stays what it was: how much of what a text of this domain lacks is another matter than
what stands in the gaps.
"""

from __future__ import annotations

import json
import struct
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from textmend import _native
from textmend.damage import damage
from textmend.model import ModelFile, write_model
from textmend.pipeline import Mender
from textmend.reading.reader import SEARCH, Reader
from textmend.reading.shipped import ReadingModel, shipped
from textmend.survey import model_of
from textmend.training.calibrate import HEAVY, outcomes, points_of
from textmend.training.own_ngrams import PREFIX, best_weight, counted, scores_of, weight_section
from textmend.training.own_text import OwnText, documents_of

if TYPE_CHECKING:
    from textmend.training.own_reader import Course
    from textmend.training.scoring import Tally

__all__ = ["Adapted", "Figure", "adapt"]

_LEAST_GAIN = 0.01  # bits a character, for an n-gram model to be kept
_DOCUMENT = 1500  # characters
_TUNED, _CALIBRATED, _MEASURED = 8, 8, 8  # documents, at most
_NGRAM_WEIGHTS, _BONUSES = (0.5, 0.8, 1.1), (1.0, 1.8, 2.6)  # tried; the first are the shipped ones
_LEAST_OUTCOMES = 2000  # insertions, below which confidences stay as they were
_CALIBRATION = "reader/calibration"
_PROFILE = "function_characters"

Sections = dict[str, bytes | memoryview]
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Figure:
    """A row of the table: what is measured, before and after."""

    name: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Adapted:
    """What came of it.

    Args:
        figures: on the text that is measured on.
        remarks: what was kept, what was not and why.
        is_written: whether anything helped, so that there is a model.
    """

    figures: tuple[Figure, ...]
    remarks: tuple[str, ...]
    is_written: bool


def adapt(
    base: Path | None,
    text: OwnText,
    output: Path,
    course: Course | None,
    megabytes: float,
    tell: Tell,
) -> Adapted:
    """Adapt a model to a text, and write it.

    Args:
        base: the model to begin with; the package's if not given.
        text: the user's own.
        output: the model file to write.
        course: how long the network learns; None leaves it as it is.
        megabytes: how much the own n-gram model may take.
        tell: is told how it goes.

    Raises:
        ModelError: if the base is no whole model, or its network cannot be put together.
        FileProcessingError: if the model cannot be written.
    """
    model = shipped() if base is None else ReadingModel(base)
    run = _Run(model.file, text, tell)
    run.count(megabytes)
    if course is not None:
        run.learn(course)
    if not run.is_better:
        return Adapted(tuple(run.figures), tuple(run.remarks), False)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=".textmend-") as folder:
        path = Path(folder, "adapted.model")
        write_model(path, run.sections)
        run.weigh(path)
        write_model(path, run.sections)
        run.calibrate(ModelFile(path))
    write_model(output, run.sections)
    run.measure(Mender(passes=["restoration"], model=base), output)
    return Adapted(tuple(run.figures), tuple(run.remarks), True)


class _Run:
    """The sections of the model as they come to be, and what is known of them."""

    def __init__(self, base: ModelFile, text: OwnText, tell: Tell) -> None:
        self._base, self._text, self._tell = base, text, tell
        self.sections: Sections = {
            name: base.section(name) for name in base.names if not name.startswith(PREFIX)
        }
        self.figures: list[Figure] = []
        self.remarks: list[str] = []
        self.is_better = False

    def count(self, megabytes: float) -> None:
        """Give the text an n-gram model of its own."""
        own = counted(self._text.learned, self._base, megabytes)
        tuned = scores_of(self._text.tuned, self._base, own)
        weight = best_weight(tuned)
        measured = scores_of(self._text.measured, self._base, own)
        before, after = measured.bits(0), measured.bits(weight)
        if tuned.bits(0) - tuned.bits(weight) < _LEAST_GAIN:
            self.remarks.append("The n-gram model of this text does not help, and is left out.")
            after = before
        else:
            self._keep(own | weight_section(weight))
            size = sum(map(len, own.values())) / 1e6
            self.remarks.append(f"Its own n-gram model has {size:.1f} MB and weight {weight:.2f}.")
        self.figures.append(Figure("n-gram model, bits a character", before, after))
        self._tell(f"n-gram model: {before:.3f} bits a character before, {after:.3f} after")

    def learn(self, course: Course) -> None:
        """Let the network go on learning."""
        from textmend.training.own_reader import go_on  # noqa: PLC0415 (needs PyTorch)

        learned = go_on(self._base, self._text, course, self._tell)
        if learned.sections is None:
            self.remarks.append("The network read no better for it, and stays as it was.")
        else:
            self._keep(learned.sections)
        self.figures.append(Figure("network, loss in nats a step", learned.before, learned.after))

    def _keep(self, sections: Mapping[str, bytes]) -> None:
        self.sections |= sections
        self.is_better = True

    def weigh(self, path: Path) -> None:
        """Choose how much the n-gram model counts in the search, and how much is written."""
        self._tell("weights of the search")
        documents = documents_of(self._text.tuned, _DOCUMENT, _TUNED)
        mender = Mender(passes=["restoration"], model=path)
        model, cuts = model_of(mender), {}
        search = _native.ReaderSearch()
        for search.ngram_weight, search.bonus in product(_NGRAM_WEIGHTS, _BONUSES):
            model.reader = Reader(model.file, search)
            cut = _restored(mender, documents).cut or 0.0
            cuts[search.ngram_weight, search.bonus] = cut
        best = max(cuts, key=cuts.__getitem__)
        self.sections[SEARCH] = struct.pack("<2f", *best)
        self.remarks.append(
            f"The search weighs the n-gram model by {best[0]:.1f} and adds {best[1]:.1f} a symbol."
        )

    def calibrate(self, file: ModelFile) -> None:
        """Fit the confidences of badly damaged text; of others a small text says too little."""
        self._tell("confidences")
        reader = Reader(file)
        documents = documents_of(self._text.tuned, _DOCUMENT, _CALIBRATED)
        found = [
            outcome
            for seed, text in enumerate(documents)
            for profile in HEAVY
            for outcome in outcomes(reader, file, damage(text, profile, seed))
        ]
        if len(found) < _LEAST_OUTCOMES:
            self.remarks.append("There is too little text to fit confidences: they stay.")
            return
        maps = json.loads(bytes(file.section(_CALIBRATION)))
        self.sections[_CALIBRATION] = json.dumps(maps | {"heavy": points_of(found)}).encode()

    def measure(self, before: Mender, output: Path) -> None:
        """Read damaged documents, as before and as after."""
        self._tell("restoration")
        documents = documents_of(self._text.measured, _DOCUMENT, _MEASURED)
        after = Mender(passes=before.passes, model=output)
        old, new = (dict(_figures(_restored(mender, documents))) for mender in (before, after))
        self.figures += [Figure(name, old[name], new[name]) for name in old]


def _restored(mender: Mender, documents: Sequence[str]) -> Tally:
    """Return what a mender makes of documents that were damaged as stop-word filters do it."""
    from textmend.training.scoring import Tally  # noqa: PLC0415 (needs an extra)

    tally = Tally()
    for seed, text in enumerate(documents):
        damaged = damage(text, _PROFILE, seed)
        tally.add(damaged.text, mender.fix(damaged.text), text)
    return tally


def _figures(tally: Tally) -> Iterator[tuple[str, float | None]]:
    yield "damaged text, errors taken away (CER cut)", tally.cut
    for name, marks in (("characters", False), ("marks", True)):
        counts = tally.counts(marks)
        yield f"damaged text, {name}, precision", counts.precision
        yield f"damaged text, {name}, recall", counts.recall
        yield f"damaged text, {name}, F1", counts.f()
