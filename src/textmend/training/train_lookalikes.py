"""Train the look-alike network: `python -m textmend.training train-lookalikes DATA OUT`.

`--from` begins with the characters and blocks of a reader's checkpoint. Several workers write into
the same weights (`workers`); how a run goes stands in `run`.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from textmend.training.lookalike_network import LookalikeNetwork, LookalikeSize
from textmend.training.lookalike_sampling import LookalikeBatch, LookalikeSampler
from textmend.training.run import HELD_OUT_SEED, Run, add_options, meta_of, seed_of
from textmend.training.sampling import load_streams
from textmend.training.workers import run_workers

__all__ = ["main"]

_RATE = 2e-3


def main(argv: list[str]) -> int:
    """Train until the time is over."""
    parser = argparse.ArgumentParser(
        prog="python -m textmend.training train-lookalikes", description=__doc__
    )
    add_options(parser, examples=48)
    parser.add_argument("--from", dest="reader", type=Path, help="a reader's checkpoint")
    options = parser.parse_args(argv)
    torch.manual_seed(options.seed)
    run_workers(_work, options, _network(options))
    return 0


def _network(options: argparse.Namespace) -> LookalikeNetwork:
    """Return the network as the run begins."""
    size = LookalikeSize(len(meta_of(options)["vocab"]), options.width, options.blocks)
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
    _LookalikeRun(options, network, worker, started).go()


class _LookalikeRun(Run):
    def __init__(
        self, options: argparse.Namespace, network: LookalikeNetwork, worker: int, started: float
    ) -> None:
        super().__init__(options, network, worker, started, _RATE)
        self._network: LookalikeNetwork = network
        meta = meta_of(options)
        characters: list[str] = meta["vocab"]
        marks = [characters.index(s) for s in meta["symbols"] if not "\u4e00" <= s <= "\u9fff"]
        samplers = [
            LookalikeSampler(
                load_streams(options.data, meta["weights"], part), characters, marks, seed
            )
            for part, seed in (("train", seed_of(options, worker)), ("held", HELD_OUT_SEED))
        ]
        self._sampler = samplers[0]
        self._tests = [samplers[1].batch(64) for _ in range(4)]

    def loss(self) -> Tensor:
        return self._loss(self._sampler.batch(self.options.examples))

    def _loss(self, batch: LookalikeBatch) -> Tensor:
        expected = self.forward(torch.from_numpy(batch.observed)).flatten(0, 1)
        scores = self._network.scores(expected[torch.from_numpy(batch.place)])
        return functional.cross_entropy(scores.float(), torch.from_numpy(batch.target))

    def held_out(self) -> str:
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
        return f"{held_out:.4f}, of wrong {wrong:.3f}, of right {good:.3f}"

    def state(self) -> dict[str, Any]:
        return {"model": self._network.state_dict(), "size": self._network.size.to_dict()}
