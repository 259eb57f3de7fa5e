"""Train the look-alike network: `python -m textmend.training train-lookalikes DATA OUT`.

`--from` begins with the characters and blocks of a reader's checkpoint. Each time the network is
evaluated, its weights are written to OUT, so that a run may be stopped at any time and gone on with
by `--resume`; the learning rate falls over the last part of the run. Several workers write into the
same weights (`workers`).
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from textmend.training.lookalike_network import LookalikeNetwork, LookalikeSize
from textmend.training.lookalike_sampling import SEGMENT, LookalikeBatch, LookalikeSampler
from textmend.training.muon import Muon
from textmend.training.sampling import load_streams
from textmend.training.workers import run_workers

__all__ = ["main"]

_RATE = 2e-3
_LEAST_RATE = 0.02
_TELL_EVERY, _EVALUATE_EVERY = 100, 500  # steps
_HELD_OUT_SEED = 7


def main(argv: list[str]) -> int:
    """Train until the time is over."""
    parser = argparse.ArgumentParser(
        prog="python -m textmend.training train-lookalikes", description=__doc__
    )
    parser.add_argument("data", type=Path, help="folder that `prepare` wrote")
    parser.add_argument("out", type=Path, help="checkpoint, .pt")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--steps", type=int, help="in place of minutes")
    parser.add_argument("--cooldown", type=float, default=0.4, help="share of the run")
    parser.add_argument("--warmup", type=int, default=200, help="steps")
    parser.add_argument("--examples", type=int, default=48, help="in a step")
    parser.add_argument("--width", type=int, default=192)
    parser.add_argument("--blocks", type=int, default=3)
    parser.add_argument("--from", dest="reader", type=Path, help="a reader's checkpoint")
    parser.add_argument("--resume", type=Path, help="a checkpoint to go on from")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2, help="processes, a core each")
    parser.add_argument("--nice", type=int, default=0, help="of the workers")
    parser.add_argument("--bf16", action="store_true", help="products in bfloat16")
    parser.add_argument("--eager", action="store_true", help="do not compile")
    options = parser.parse_args(argv)
    torch.manual_seed(options.seed)
    run_workers(_work, options, _network(options))
    return 0


def _meta(options: argparse.Namespace) -> dict[str, Any]:
    """Return what `prepare` wrote about its data."""
    meta: dict[str, Any] = json.loads((options.data / "prep.json").read_text(encoding="utf-8"))
    return meta


def _network(options: argparse.Namespace) -> LookalikeNetwork:
    """Return the network as the run begins."""
    size = LookalikeSize(len(_meta(options)["vocab"]), options.width, options.blocks)
    network = LookalikeNetwork(size)
    if options.reader:
        network.begin_with(torch.load(options.reader)["model"])
    if options.resume:
        network.load_state_dict(torch.load(options.resume)["model"])
    return network


def _work(
    options: argparse.Namespace, network: LookalikeNetwork, worker: int, started: float
) -> None:
    """Draw, learn, write into the shared weights, until the run is over."""
    torch.set_num_threads(1)
    os.nice(options.nice)
    _Worker(options, network, worker, started).go()


class _Worker:
    """One process of a run; the first one tells how it goes and keeps the weights."""

    def __init__(
        self, options: argparse.Namespace, network: LookalikeNetwork, worker: int, started: float
    ) -> None:
        self._options, self._network, self._started = options, network, started
        self._is_first = worker == 0
        meta = _meta(options)
        characters: list[str] = meta["vocab"]
        marks = [characters.index(s) for s in meta["symbols"] if not "\u4e00" <= s <= "\u9fff"]
        samplers = [
            LookalikeSampler(
                load_streams(options.data, meta["weights"], part), characters, marks, seed
            )
            for part, seed in (("train", options.seed * 100 + worker), ("held", _HELD_OUT_SEED))
        ]
        self._sampler = samplers[0]
        self._tests = [samplers[1].batch(64) for _ in range(4)]
        self._forward = network.forward if options.eager else torch.compile(network.forward)
        matrices = [p for n, p in network.named_parameters() if p.ndim == 2 and "blocks" in n]
        chosen = {id(p) for p in matrices}
        rest = [p for p in network.parameters() if id(p) not in chosen]
        self._optimizers: list[torch.optim.Optimizer] = [
            torch.optim.AdamW(rest, lr=_RATE, betas=(0.9, 0.98), weight_decay=0.01),
            Muon(matrices, lr=_RATE),
        ]

    def go(self) -> None:
        """Take steps until the run is over."""
        step, told, losses = 0, time.time(), []
        while (done := self._done(step)) < 1:
            rate = min(1.0, (step + 1) / self._options.warmup)
            rate *= min(1.0, max(_LEAST_RATE, (1 - done) / self._options.cooldown))
            losses.append(self._step(rate))
            step += 1
            if step % _TELL_EVERY == 0 and self._is_first:
                speed = _TELL_EVERY * self._options.examples * SEGMENT / (time.time() - told)
                print(
                    step,
                    f"loss {sum(losses) / len(losses):.4f} lr {rate:.2f} {speed:.0f} characters/s",
                    f"{(time.time() - self._started) / 60:.1f} min",
                    flush=True,
                )
                told, losses = time.time(), []
            if step % _EVALUATE_EVERY == 0 and self._is_first:
                self._evaluate(step)
        if self._is_first:
            self._evaluate(step)

    def _done(self, step: int) -> float:
        if self._options.steps:
            return step / int(self._options.steps)
        minutes: float = self._options.minutes
        return (time.time() - self._started) / (60 * minutes)

    def _precision(self) -> torch.autocast:
        return torch.autocast("cpu", torch.bfloat16, enabled=self._options.bf16)

    def _step(self, rate: float) -> float:
        for optimizer in self._optimizers:
            for group in optimizer.param_groups:
                group["lr"] = _RATE * rate
            optimizer.zero_grad(set_to_none=True)
        with self._precision():
            loss = self._loss(self._sampler.batch(self._options.examples))
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self._network.parameters(), 1.0)
        with self._precision():
            for optimizer in self._optimizers:
                optimizer.step()
        return float(loss.item())

    def _loss(self, batch: LookalikeBatch) -> Tensor:
        expected = self._forward(torch.from_numpy(batch.observed)).flatten(0, 1)
        scores = self._network.scores(expected[torch.from_numpy(batch.place)])
        return functional.cross_entropy(scores.float(), torch.from_numpy(batch.target))

    @torch.no_grad()
    def _evaluate(self, step: int) -> None:
        """Tell the loss on held-out text, and keep the weights."""
        losses, right, told_apart = [], [], []
        for batch in self._tests:
            observed, place, target = map(
                torch.from_numpy, (batch.observed, batch.place, batch.target)
            )
            scores = self._network.scores(self._network(observed).flatten(0, 1)[place])
            losses.append(functional.cross_entropy(scores, target))
            is_wrong = observed.flatten()[place] != target
            best = scores.argmax(-1) == target
            right.append(best[is_wrong].float().mean())
            told_apart.append(best[~is_wrong].float().mean())
        held_out, wrong, good = (
            float(torch.stack(values).mean()) for values in (losses, right, told_apart)
        )
        print(f"{step} held {held_out:.4f}, of wrong {wrong:.3f}, of right {good:.3f}", flush=True)
        state = {"model": self._network.state_dict(), "size": self._network.size.to_dict()}
        torch.save(state, self._options.out)
