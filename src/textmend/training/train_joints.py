"""Train the joint network: `python -m textmend.training train-joints DATA OUT --from CHECKPOINT`.

It begins with the characters and blocks of a look-alike network's checkpoint. Several workers write
into the same weights (`workers`); how a run goes stands in `run`.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from textmend.training.joint_network import JointNetwork, JointSize
from textmend.training.joint_sampling import JointSampler
from textmend.training.run import HELD_OUT_SEED, Run, add_options, meta_of, seed_of
from textmend.training.sampling import load_streams
from textmend.training.workers import run_workers

__all__ = ["main"]

_RATE = 1.2e-3
_TESTS = 40  # batches


def main(argv: list[str]) -> int:
    """Train until the time is over."""
    parser = argparse.ArgumentParser(
        prog="python -m textmend.training train-joints", description=__doc__
    )
    add_options(parser, examples=64)
    parser.add_argument(
        "--from", dest="lookalikes", type=Path, help="a look-alike network's checkpoint"
    )
    options = parser.parse_args(argv)
    torch.manual_seed(options.seed)
    run_workers(_work, options, _network(options))
    return 0


def _network(options: argparse.Namespace) -> JointNetwork:
    """Return the network as the run begins."""
    size = JointSize(len(meta_of(options)["vocab"]), options.width, options.blocks)
    network = JointNetwork(size)
    if options.lookalikes:
        network.begin_with(torch.load(options.lookalikes)["model"])
    if options.resume:
        network.load_state_dict(torch.load(options.resume)["model"])
    return network


def _work(options: argparse.Namespace, network: JointNetwork, worker: int, started: float) -> None:
    """Draw, learn, write into the shared weights, until the run is over."""
    _JointRun(options, network, worker, started).go()


class _JointRun(Run):
    def __init__(
        self, options: argparse.Namespace, network: JointNetwork, worker: int, started: float
    ) -> None:
        super().__init__(options, network, worker, started, _RATE)
        self._network: JointNetwork = network
        meta = meta_of(options)
        self._sampler, held_out = (
            JointSampler(load_streams(options.data, meta["weights"], part), meta["vocab"], seed)
            for part, seed in (("train", seed_of(options, worker)), ("held", HELD_OUT_SEED))
        )
        self._tests = [held_out.batch(64) for _ in range(_TESTS)]

    def loss(self) -> Tensor:
        batch = self._sampler.batch(self.options.examples)
        odds = self.forward(torch.from_numpy(batch.observed))
        return functional.binary_cross_entropy_with_logits(
            odds.float(), torch.from_numpy(batch.goes_on)
        )

    def held_out(self) -> str:
        odds = torch.cat([self._network(torch.from_numpy(t.observed)) for t in self._tests])
        truth = torch.cat([torch.from_numpy(test.goes_on) for test in self._tests])
        loss = functional.binary_cross_entropy_with_logits(odds, truth)
        right = ((odds > 0) == (truth > 0)).float().mean()
        return f"{loss:.4f}, right {right:.3f}"

    def state(self) -> dict[str, Any]:
        return {"model": self._network.state_dict(), "size": self._network.size.to_dict()}
