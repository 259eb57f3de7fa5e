"""The shipped network goes on learning, on a user's own text.

The text is damaged anew each time it is read, as in the first training. The learning rate is a
fraction of the first one's and falls to the end, and the weights are kept as they were when the
text that is tuned on was read best; so what was learned before is not written over for the sake of
a few pages. Characters, symbols, and the n-grams that the memory tables know stay what they were.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from textmend.model import ModelFile
from textmend.training.encoding import Ids, Tables
from textmend.training.export_reader import network_sections
from textmend.training.network import Reader
from textmend.training.own_text import OwnText
from textmend.training.prepare import folded, ids_by_character, listed_symbols, stream_of
from textmend.training.rebuilding import network_of, tables_of_model
from textmend.training.sampling import Batch, Sampler, Setting
from textmend.training.train_reader import loss_of, mean_loss, optimizers_of

__all__ = ["Course", "Learned", "go_on"]

_RATE = 0.15  # of the first training's learning rate
_WARM_UP = 0.05  # of the run
_LEAST_RATE = 0.02
_SEGMENTS = 12  # of 256 observed characters, in a step
_LOOKS = 8  # at the text that is tuned on, in a run
_TEST_BATCHES, _TEST_SEGMENTS, _TEST_SEED = 4, 16, 7
_RESERVED = ["<pad>", "<unk>", "\n"]

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Course:
    """How long to learn.

    Args:
        minutes: of the clock.
        steps: in place of minutes; then the seed decides everything.
        seed: of the draws.
    """

    minutes: float
    steps: int | None
    seed: int

    def done(self, step: int, started: float) -> float:
        """Return how much of the run is over, from 0."""
        if self.steps is not None:
            return step / max(1, self.steps)
        return (time.monotonic() - started) / (60 * self.minutes)


@dataclass(frozen=True)
class Learned:
    """What came of a run.

    Args:
        sections: of the network; None if no later one read better than the first.
        before: mean loss on the text that is measured on, in nats a character written or copied.
        after: the same of the network that is kept.
    """

    sections: dict[str, bytes] | None
    before: float
    after: float


def go_on(file: ModelFile, text: OwnText, course: Course, tell: Tell) -> Learned:
    """Let the network of a model learn from a text.

    Raises:
        ModelError: if the network cannot be put together.
    """
    torch.manual_seed(course.seed)
    model, tables = network_of(file), tables_of_model(file)
    source = _Source(file, tables)
    tests, measured = source.tests(text.tuned), source.tests(text.measured)
    before = mean_loss(model, model.encode_vectors, measured)
    best = _Best(model, tests)
    tell(f"the network's loss on the text that is tuned on: {best.loss:.4f}")
    _run(model, source.sampler(text.learned, course.seed), tables, course, best, tell)
    if best.weights is None:
        return Learned(None, before, before)
    model.load_state_dict(best.weights)
    after = mean_loss(model, model.encode_vectors, measured)
    return Learned(network_sections(model, tables), before, after)


class _Source:
    """Makes examples of lines, in the characters of a model."""

    def __init__(self, file: ModelFile, tables: Tables) -> None:
        characters, symbols = (
            bytes(file.section(f"reader/{name}")).decode("utf-32-le")
            for name in ("characters", "symbols")
        )
        known = [*_RESERVED, *characters]
        listed = listed_symbols()
        rates = np.frombuffer(file.section("reader/rates"), "<f4")
        meta = {
            "symbols": list(symbols),
            "usual": [symbol for symbol, kind in listed if kind == "usual"],
            "listed": sum(kind != "mark" for _, kind in listed),
            "freq": rates,
            "content": 1.0,
            "vocab": known,
        }
        self._setting = Setting.of(meta)
        self._ids: Ids = ids_by_character(known)
        self._tables = tables

    def sampler(self, lines: Sequence[str], seed: int) -> Sampler:
        return Sampler({"own": (stream_of(folded(lines), self._ids), 1.0)}, self._setting, seed)

    def tests(self, lines: Sequence[str]) -> list[Batch]:
        sampler = self.sampler(lines, _TEST_SEED)
        return [sampler.batch(_TEST_SEGMENTS, self._tables) for _ in range(_TEST_BATCHES)]


class _Best:
    """The weights that read the text that is tuned on best; None for those of the beginning."""

    def __init__(self, model: Reader, tests: list[Batch]) -> None:
        self._model, self._tests = model, tests
        self.loss = mean_loss(model, model.encode_vectors, tests)
        self.weights: dict[str, torch.Tensor] | None = None

    def look(self) -> float:
        """Return the loss now, and keep the weights if there was none lower."""
        loss = mean_loss(self._model, self._model.encode_vectors, self._tests)
        if loss < self.loss:
            state = self._model.state_dict()
            self.loss, self.weights = loss, {name: part.clone() for name, part in state.items()}
        return loss


def _run(
    model: Reader, sampler: Sampler, tables: Tables, course: Course, best: _Best, tell: Tell
) -> None:
    """Take steps until the course is over."""
    optimizers = optimizers_of(model, True, _RATE)
    started, step, looks = time.monotonic(), 0, 0
    while (done := course.done(step, started)) < 1:
        rate = max(_LEAST_RATE, min(1.0, (done + 0.001) / _WARM_UP, 1 - done))
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * rate
            optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(
            loss_of(model, model.encode_vectors, sampler.batch(_SEGMENTS, tables))
        )
        dense = [p for p in model.parameters() if p.grad is not None and not p.grad.is_sparse]
        torch.nn.utils.clip_grad_norm_(dense, 1.0)
        for optimizer in optimizers:
            optimizer.step()
        step += 1
        if course.done(step, started) * _LOOKS >= looks + 1:
            looks = int(course.done(step, started) * _LOOKS)
            tell(f"after {step} steps: {best.look():.4f}")
