"""A run of training whose workers share the weights: steps, rates, what is told and kept.

Each time the network is evaluated its weights are written, so that a run may be stopped at any time
and gone on with by `--resume`; the learning rate falls over the last part of the run.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from textmend.training.muon import Muon

__all__ = ["HELD_OUT_SEED", "Run", "add_options", "meta_of", "seed_of"]

HELD_OUT_SEED = 7
_LEAST_RATE = 0.02
_TELL_EVERY, _EVALUATE_EVERY = 100, 500  # steps


def add_options(parser: argparse.ArgumentParser, examples: int) -> None:
    """Add what every run can be told.

    Args:
        parser: of the step.
        examples: of a step, unless it is told otherwise.
    """
    parser.add_argument("data", type=Path, help="folder that `prepare` wrote")
    parser.add_argument("out", type=Path, help="checkpoint, .pt")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--steps", type=int, help="in place of minutes")
    parser.add_argument("--cooldown", type=float, default=0.4, help="share of the run")
    parser.add_argument("--warmup", type=int, default=200, help="steps")
    parser.add_argument("--examples", type=int, default=examples, help="in a step")
    parser.add_argument("--width", type=int, default=192)
    parser.add_argument("--blocks", type=int, default=3)
    parser.add_argument("--resume", type=Path, help="a checkpoint to go on from")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2, help="processes, a core each")
    parser.add_argument("--nice", type=int, default=0, help="of the workers")
    parser.add_argument("--bf16", action="store_true", help="products in bfloat16")
    parser.add_argument("--eager", action="store_true", help="do not compile")


def meta_of(options: argparse.Namespace) -> dict[str, Any]:
    """Return what `prepare` wrote about its data."""
    meta: dict[str, Any] = json.loads((options.data / "prep.json").read_text(encoding="utf-8"))
    return meta


def seed_of(options: argparse.Namespace, worker: int) -> int:
    """Return what decides the draws of a worker."""
    return int(options.seed) * 100 + worker


class Run(ABC):
    """One worker of a run; the first one tells how it goes and keeps the weights.

    Args:
        options: of the run, `add_options`.
        network: whose weights all workers write into.
        worker: the number of this one.
        started: when the run did, in seconds.
        rate: of learning, when it is greatest.
    """

    def __init__(
        self,
        options: argparse.Namespace,
        network: nn.Module,
        worker: int,
        started: float,
        rate: float,
    ) -> None:
        torch.set_num_threads(1)
        os.nice(options.nice)
        self.options = options
        self.forward = network.forward if options.eager else torch.compile(network.forward)
        self._network, self._started, self._rate = network, started, rate
        self._is_first = worker == 0
        learned = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
        matrices = [p for n, p in learned if p.ndim == 2 and "blocks" in n]
        chosen = {id(p) for p in matrices}
        rest = [p for _, p in learned if id(p) not in chosen]
        self._optimizers: list[torch.optim.Optimizer] = [
            torch.optim.AdamW(rest, lr=rate, betas=(0.9, 0.98), weight_decay=0.01),
            Muon(matrices, lr=rate),
        ]

    @abstractmethod
    def loss(self) -> Tensor:
        """Draw a batch and return its loss."""

    @abstractmethod
    def held_out(self) -> str:
        """Return what there is to tell of text that is not learned from."""

    @abstractmethod
    def state(self) -> dict[str, Any]:
        """Return what a checkpoint keeps."""

    def go(self) -> None:
        """Take steps until the run is over."""
        step, told, losses = 0, time.time(), []
        while (done := self._done(step)) < 1:
            rate = min(1.0, (step + 1) / self.options.warmup)
            rate *= min(1.0, max(_LEAST_RATE, (1 - done) / self.options.cooldown))
            losses.append(self._step(rate))
            step += 1
            if step % _TELL_EVERY == 0 and self._is_first:
                speed = _TELL_EVERY * self.options.examples / (time.time() - told)
                print(
                    step,
                    f"loss {sum(losses) / len(losses):.4f} lr {rate:.2f} {speed:.0f} examples/s",
                    f"{(time.time() - self._started) / 60:.1f} min",
                    flush=True,
                )
                told, losses = time.time(), []
            if step % _EVALUATE_EVERY == 0 and self._is_first:
                self._keep(step)
        if self._is_first:
            self._keep(step)

    def _done(self, step: int) -> float:
        if self.options.steps:
            return step / int(self.options.steps)
        minutes: float = self.options.minutes
        return (time.time() - self._started) / (60 * minutes)

    def _precision(self) -> torch.autocast:
        return torch.autocast("cpu", torch.bfloat16, enabled=self.options.bf16)

    def _step(self, rate: float) -> float:
        for optimizer in self._optimizers:
            for group in optimizer.param_groups:
                group["lr"] = self._rate * rate
            optimizer.zero_grad(set_to_none=True)
        with self._precision():
            loss = self.loss()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self._network.parameters(), 1.0)
        with self._precision():
            for optimizer in self._optimizers:
                optimizer.step()
        return float(loss.item())

    @torch.no_grad()
    def _keep(self, step: int) -> None:
        print(f"{step} held {self.held_out()}", flush=True)
        torch.save(self.state(), self.options.out)
