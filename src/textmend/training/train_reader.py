"""Train the reader: `python -m textmend.training train DATA OUT --minutes 60`.

The learning rate warms up, stays, and falls only over the last part (Hu et al. 2024), so that the
steady checkpoint can go on for as long as there is time, and a run's end is always usable.

Beside OUT.pt, which holds the end of the run, are written: ``OUT.latest.pt``, at each evaluation;
``OUT.steady.pt`` and ``OUT.optimizer0.pt`` (one for each worker), as long as the rate is steady:
``--resume OUT.steady.pt`` goes on from there.

Several workers write into the same weights (`workers`). One worker with ``--steps`` in place of
``--minutes`` is decided by the seed.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from textmend.training.encoding import Tables
from textmend.training.memories import tables_of
from textmend.training.muon import Muon
from textmend.training.network import Reader, Size
from textmend.training.sampling import SEGMENT, Batch, Sampler, Setting, load_streams
from textmend.training.workers import run_workers

__all__ = ["loss_of", "main", "mean_loss", "optimizers_of"]

_TELL_EVERY, _EVALUATE_EVERY, _SAVE_EVERY = 50, 200, 1000  # steps
_LEAST_RATE = 0.02  # of the full one, at the end of the cool-down
_RATE = 2e-3
_HELD_OUT_BATCHES, _HELD_OUT_SEGMENTS, _HELD_OUT_SEED = 4, 32, 7
_GROWN = ("blocks.", "clause.", "recall.", "prior.")  # parts that change nothing while they are new

Encode = Callable[[Tensor, Tensor, Tensor], Tensor]


def main(argv: list[str]) -> int:
    """Train in as many processes as asked for, on one set of weights."""
    options = _parse(argv)
    torch.manual_seed(options.seed)
    data = _Data.read(options.data)
    model = Reader(_size(options, data))
    if options.resume:
        _load(model, options.resume)
    model.prior.rates.copy_(torch.from_numpy(data.setting.rates))
    print(sum(p.numel() for p in model.parameters()), "parameters", flush=True)
    run_workers(_work, options, model)
    loss = mean_loss(model, model.encode_vectors, data.held_out())
    print("end held", f"{loss:.4f}", flush=True)
    _save(model, options.out)
    return 0


def _parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m textmend.training train", description=__doc__)
    parser.add_argument("data", type=Path, help="folder that `prepare` wrote")
    parser.add_argument("out", type=Path, help="checkpoint of the end, .pt")
    parser.add_argument("--minutes", type=float, default=60, help="of the clock, all workers")
    parser.add_argument("--steps", type=int, help="of each worker, in place of minutes")
    parser.add_argument("--cooldown", type=float, default=0.25, help="share of the run")
    parser.add_argument("--warmup", type=int, default=200, help="steps")
    parser.add_argument("--segments", type=int, default=32, help=f"of {SEGMENT} ids, in a step")
    parser.add_argument("--blocks", type=int, default=3)
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--resume", type=Path, help="a checkpoint to go on from")
    parser.add_argument("--rate", type=float, default=1.0, help="times the usual learning rate")
    parser.add_argument("--muon", type=int, default=1, help="0: AdamW for the blocks as well")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2, help="processes, a core each")
    parser.add_argument("--nice", type=int, nargs="+", default=[], help="of each worker")
    parser.add_argument(
        "--bf16", action="store_true", help="products in bfloat16: faster where the processor can"
    )
    parser.add_argument("--eager", action="store_true", help="do not compile the encoder")
    return parser.parse_args(argv)


@dataclass(frozen=True)
class _Data:
    """What `prepare` wrote."""

    folder: Path
    weights: dict[str, float]
    characters: int
    setting: Setting
    tables: Tables

    @classmethod
    def read(cls, folder: Path) -> _Data:
        meta = json.loads((folder / "prep.json").read_text(encoding="utf-8"))
        setting, weights = Setting.of(meta), meta["weights"]
        tables = tables_of(folder, load_streams(folder, weights, "train"), setting)
        return cls(folder, weights, len(meta["vocab"]), setting, tables)

    def sampler(self, part: str, seed: int) -> Sampler:
        return Sampler(load_streams(self.folder, self.weights, part), self.setting, seed)

    def held_out(self) -> list[Batch]:
        sampler = self.sampler("held", _HELD_OUT_SEED)
        return [sampler.batch(_HELD_OUT_SEGMENTS, self.tables) for _ in range(_HELD_OUT_BATCHES)]


def _size(options: argparse.Namespace, data: _Data) -> Size:
    return Size(data.characters, data.setting.symbols, options.width, options.blocks)


def _load(model: Reader, path: Path) -> None:
    """Take the weights of a checkpoint; parts that it lacks stay new, and change nothing yet."""
    found = model.load_state_dict(torch.load(path)["model"], strict=False)
    strange = [name for name in found.missing_keys if not name.startswith(_GROWN)]
    if strange or found.unexpected_keys:
        raise SystemExit(f"{path.name} is of another network: {strange + found.unexpected_keys}")


def _work(options: argparse.Namespace, model: Reader, worker: int, started: float) -> None:
    """Draw, learn, write into the shared weights, until the run is over."""
    torch.set_num_threads(1)
    if worker < len(options.nice):
        os.nice(options.nice[worker])
    _Worker(options, model, worker, started).run()


class _Worker:
    """One process of a run."""

    def __init__(
        self, options: argparse.Namespace, model: Reader, worker: int, started: float
    ) -> None:
        self._options, self._model, self._worker = options, model, worker
        self._schedule = _Schedule(options, started)
        data = _Data.read(options.data)
        self._tables = data.tables
        self._sampler = data.sampler("train", options.seed * 100 + worker)
        self._tests = data.held_out() if worker == 0 else []
        self._encode: Encode = model.encode_vectors
        if not options.eager:
            self._encode = torch.compile(model.encode_vectors)
        self._optimizers = optimizers_of(model, bool(options.muon), options.rate)
        if options.resume:
            self._restore(_beside(options.resume, f"optimizer{worker}"))
        self._log = _Log(worker, started)

    def run(self) -> None:
        """Take steps until the run is over."""
        step, was_steady = 0, True
        while (done := self._schedule.done(step)) < 1:
            is_steady = done <= 1 - self._options.cooldown
            if (was_steady and not is_steady) or (is_steady and step and step % _SAVE_EVERY == 0):
                self._save_steady()
            was_steady = is_steady
            rate = self._schedule.rate(step, done)
            loss = self._step(rate)
            step += 1
            self._log.add(loss, self._options.segments * SEGMENT, rate)
            if step % _EVALUATE_EVERY == 0 and self._worker == 0:
                with self._precision():
                    held_out = mean_loss(self._model, self._encode, self._tests)
                print(step, "held", f"{held_out:.4f}", flush=True)
                _save(self._model, _beside(self._options.out, "latest"))

    def _step(self, rate: float) -> float:
        for optimizer in self._optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * rate
            optimizer.zero_grad(set_to_none=True)
        batch = self._sampler.batch(self._options.segments, self._tables)
        with self._precision():
            loss = loss_of(self._model, self._encode, batch)
        torch.autograd.backward(loss)
        dense = [p for p in self._model.parameters() if p.grad is not None and not p.grad.is_sparse]
        torch.nn.utils.clip_grad_norm_(dense, 1.0)
        with self._precision():
            for optimizer in self._optimizers:
                optimizer.step()
        return float(loss.item())

    def _precision(self) -> torch.autocast:
        return torch.autocast("cpu", torch.bfloat16, enabled=self._options.bf16)

    def _save_steady(self) -> None:
        out: Path = self._options.out
        if self._worker == 0:
            _save(self._model, _beside(out, "steady"))
        state = {
            "optimizers": [optimizer.state_dict() for optimizer in self._optimizers],
            "draws": self._sampler.rng.bit_generator.state,
        }
        torch.save(state, _beside(out, f"optimizer{self._worker}"))

    def _restore(self, path: Path) -> None:
        """Go on with the optimizers and draws of an earlier run, where it left them."""
        if not path.exists():
            print(self._worker, f"{path.name} is missing: the optimizers start anew", flush=True)
            return
        state: Any = torch.load(path)
        if isinstance(state, list):  # as the first runs wrote it
            state = {"optimizers": state}
        if not self._fits(state["optimizers"]):
            print(self._worker, "the network has grown: the optimizers start anew", flush=True)
            return
        for optimizer, saved in zip(self._optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        if "draws" in state:
            self._sampler.rng.bit_generator.state = state["draws"]

    def _fits(self, states: list[Any]) -> bool:
        """Say whether saved optimizers have as many parameters as the network."""
        return all(
            len(saved["param_groups"][0]["params"]) == len(optimizer.param_groups[0]["params"])
            for optimizer, saved in zip(self._optimizers, states, strict=True)
        )


@dataclass(frozen=True)
class _Schedule:
    """How far a run is, and how fast it learns there."""

    options: argparse.Namespace
    started: float

    def done(self, step: int) -> float:
        if self.options.steps:
            return step / int(self.options.steps)
        minutes: float = self.options.minutes
        return (time.time() - self.started) / (minutes * 60)

    def rate(self, step: int, done: float) -> float:
        """Return the learning rate as a share of the full one."""
        cooldown: float = self.options.cooldown
        warmup: int = self.options.warmup
        fall = min(1.0, max(_LEAST_RATE, (1 - done) / cooldown))
        return min(1.0, (step + 1) / warmup) * fall


class _Log:
    """Tells every so many steps how it goes."""

    def __init__(self, worker: int, started: float) -> None:
        self._worker, self._started = worker, started
        self._steps, self._positions, self._loss = 0, 0, 0.0
        self._processor = time.process_time()

    def add(self, loss: float, positions: int, rate: float) -> None:
        self._steps += 1
        self._positions += positions
        self._loss += loss
        if self._steps % _TELL_EVERY == 0:
            seconds = time.time() - self._started
            print(
                self._worker,
                self._steps,
                f"loss {self._loss / _TELL_EVERY:.4f} lr {rate:.2f}",
                f"{self._positions / seconds:.0f} pos/s",
                f"cpu {time.process_time() - self._processor:.0f}s {seconds / 60:.1f} min",
                flush=True,
            )
            self._loss = 0.0


def loss_of(model: Reader, encode: Encode, batch: Batch) -> Tensor:
    """Return the cross entropy of a step of writing or copying, in nats."""
    x = {field.name: torch.from_numpy(getattr(batch, field.name)) for field in fields(batch)}
    rows = model.observed_memory(x["memory"]).flatten(2)
    gaps = encode(x["observed"], rows, x["profile"]).flatten(0, 1)
    gaps = (gaps + model.recalled(x["observed"], x["gap"], x["target"]))[x["gap"]]
    prior = model.prior(x["profile"])[x["gap"] // x["observed"].shape[1]]
    scores = model.write(gaps, x["history"], x["written"], x["clause"], prior)
    return functional.cross_entropy(scores, x["target"])


@torch.no_grad()
def mean_loss(model: Reader, encode: Encode, batches: list[Batch]) -> float:
    """Return the mean of `loss_of` over batches."""
    losses = [float(loss_of(model, encode, batch).item()) for batch in batches]
    return sum(losses) / len(losses)


def optimizers_of(model: Reader, muon: bool, rate: float) -> list[torch.optim.Optimizer]:
    """Return Muon for the matrices of the blocks, Adam for tables, AdamW for all else."""
    matrices, sparse, rest = [], [], []
    for name, p in model.named_parameters():
        if name.endswith("_memory.weight"):
            sparse.append(p)
        elif muon and p.ndim == 2 and name.startswith("blocks."):
            matrices.append(p)
        else:
            rest.append(p)
    lr, betas = _RATE * rate, (0.9, 0.98)
    result: list[torch.optim.Optimizer] = [
        torch.optim.AdamW(rest, lr=lr, betas=betas, weight_decay=0.01),
        torch.optim.SparseAdam(sparse, lr=lr, betas=betas),
    ]
    if matrices:
        result.append(Muon(matrices, lr=lr))
    for optimizer in result:
        for group in optimizer.param_groups:
            group["base"] = group["lr"]
    return result


def _save(model: Reader, path: Path) -> None:
    torch.save({"model": model.state_dict(), "size": model.size.to_dict()}, path)


def _beside(checkpoint: Path, part: str) -> Path:
    """Return the path of another file of the same run."""
    name = checkpoint.name.removesuffix(".pt").removesuffix(".steady").removesuffix(".latest")
    return checkpoint.with_name(f"{name}.{part}.pt")
