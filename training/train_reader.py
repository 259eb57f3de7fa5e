"""Train the reader: `python -m training.train_reader DATA OUT --minutes 60`.

The learning rate warms up, stays, and falls only over the last part (Hu et al. 2024), so that the
steady checkpoint can go on for as long as there is time, and a run's end is always usable.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing as mp
import os
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from training.features import Memory
from training.muon import Muon
from training.network import Reader, Size
from training.sampling import (
    FIRST_SYMBOL,
    Batch,
    Sampler,
    Setting,
    encode,
    load_streams,
    observed_hashes,
    written_hashes,
)


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("data", type=Path)
    p.add_argument("out", type=Path)
    p.add_argument("--minutes", type=float, default=60)
    p.add_argument("--cooldown", type=float, default=0.25)
    p.add_argument("--segments", type=int, default=32)
    p.add_argument("--blocks", type=int, default=3)
    p.add_argument("--width", type=int, default=256)
    p.add_argument("--resume", type=Path)
    p.add_argument("--muon", type=int, default=1)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--workers", type=int, default=2)
    p.add_argument("--warmup", type=int, default=200)
    p.add_argument("--nice", type=int, nargs="+", default=[0, 0])
    p.add_argument("--rate", type=float, default=1.0)
    a = p.parse_args()
    run(a)


def setting_of(meta: dict) -> Setting:
    symbols = meta["symbols"]
    marks = sum(not "\u4e00" <= s <= "\u9fff" for s in symbols)
    freq = np.array(meta["freq"]) / meta["content"]
    usual = np.array([s in set(meta["usual"]) for s in symbols])
    return Setting(len(symbols), marks, meta["listed"], freq.astype(np.float32), usual)


def memories(data: Path, sampler: Sampler, setting: Setting) -> tuple[Memory, Memory]:
    path = data / "memory.npz"
    if not path.exists():
        seen, wrote, total = [], [], 0
        empty = Memory(np.zeros(1 << 18, np.uint16))
        while total < 12_000_000:
            text, dropped = sampler.document()
            kept = ~dropped
            ids = text[kept]
            seen.append(observed_hashes(ids))
            gap = np.cumsum(kept) - kept
            keep = gap < len(ids)
            gap = gap[keep]
            before = np.concatenate([np.full(4, 2, np.uint16), text])
            y = [before[3 - k : 3 - k + len(text)][keep] for k in range(4)]
            after = np.append(ids, np.uint16(2))
            wrote.append(np.concatenate(written_hashes(y, after[gap], after[gap + 1])))
            total += len(ids)
        np.savez(path, observed=Memory.of(np.concatenate(seen)).fingerprints, written=Memory.of(np.concatenate(wrote)).fingerprints)
    z = np.load(path)
    return Memory(z["observed"]), Memory(z["written"])


def tensors(batch: Batch) -> list[torch.Tensor]:
    return [torch.from_numpy(v) for v in (batch.observed, batch.memory, batch.profile, batch.gap, batch.history, batch.written, batch.target)]


def loss_of(model: Reader, batch: Batch) -> torch.Tensor:
    x, m, z, gap, hist, written, target = tensors(batch)
    gaps = model.encode(x, m, z).flatten(0, 1)[gap]
    return F.cross_entropy(model.write(gaps, hist, written), target)


def optimizers(model: Reader, muon: bool, rate: float) -> list[torch.optim.Optimizer]:
    matrices, sparse, rest = [], [], []
    for name, p in model.named_parameters():
        if name.endswith("_memory.weight"):
            sparse.append(p)
        elif muon and p.ndim == 2 and name.startswith("blocks."):
            matrices.append(p)
        else:
            rest.append(p)
    result: list[torch.optim.Optimizer] = [
        torch.optim.AdamW(rest, lr=2e-3 * rate, betas=(0.9, 0.98), weight_decay=0.01),
        torch.optim.SparseAdam(sparse, lr=2e-3 * rate, betas=(0.9, 0.98)),
    ]
    if matrices:
        result.append(Muon(matrices, lr=2e-3 * rate))
    for o in result:
        for g in o.param_groups:
            g["base"] = g["lr"]
    return result


def run(a: argparse.Namespace) -> None:
    """Train in as many processes as asked for, on one set of weights (Hogwild, Niu et al. 2011)."""
    torch.manual_seed(a.seed)
    meta = json.loads((a.data / "prep.json").read_text())
    setting = setting_of(meta)
    streams = load_streams(a.data, meta["weights"], "train")
    memories(a.data, Sampler(streams, setting, 99), setting)
    size = Size(len(meta["vocab"]), len(meta["symbols"]), a.width, a.blocks)
    model = Reader(size)
    if a.resume:
        model.load_state_dict(torch.load(a.resume)["model"])
    model.share_memory()
    print(sum(p.numel() for p in model.parameters()), "parameters", flush=True)
    start = time.time()
    others = [
        mp.get_context("spawn").Process(target=work, args=(a, model, k, start), daemon=True)
        for k in range(1, a.workers)
    ]
    for other in others:
        other.start()
    work(a, model, 0, start)
    for other in others:
        other.join(60)
    meta = json.loads((a.data / "prep.json").read_text())
    finish(a, model, meta, setting)


def finish(a: argparse.Namespace, model: Reader, meta: dict, setting: Setting) -> None:
    observed, written = memories(a.data, None, setting)
    print("end held", f"{evaluate(model, held_out(a, meta, setting, observed, written)):.4f}", flush=True)
    torch.save(dict(model=model.state_dict(), size=model.size.to_dict()), a.out)


def held_out(a, meta, setting, observed, written):
    held = Sampler(load_streams(a.data, meta["weights"], "held"), setting, 7)
    held.star = meta["vocab"].index("*")
    return [held.batch(32, observed, written) for _ in range(4)]


def work(a: argparse.Namespace, shared: Reader, worker: int, start: float) -> None:
    """Draw, learn, write into the shared weights, until the time is over."""
    torch.set_num_threads(1)
    os.nice(a.nice[worker])
    meta = json.loads((a.data / "prep.json").read_text())
    setting = setting_of(meta)
    sampler = Sampler(load_streams(a.data, meta["weights"], "train"), setting, a.seed * 100 + worker)
    sampler.star = meta["vocab"].index("*")
    observed, written = memories(a.data, sampler, setting)
    model = shared
    model.encode_vectors = torch.compile(model.encode_vectors)
    opts = optimizers(model, bool(a.muon), a.rate)
    state_path = a.out.with_suffix(f".optimizer{worker}.pt")
    if a.resume and state_path.exists():
        for o, s in zip(opts, torch.load(state_path), strict=True):
            o.load_state_dict(s)
    tests = held_out(a, meta, setting, observed, written) if worker == 0 else []
    step, total, positions, saved = 0, 0.0, 0, False
    cpu = time.process_time()
    while (done := (time.time() - start) / (a.minutes * 60)) < 1:
        fall = min(1.0, max(0.02, (1 - done) / a.cooldown))
        if fall < 1 and not saved:
            if worker == 0:
                torch.save(dict(model=model.state_dict(), size=model.size.to_dict()), a.out.with_suffix(".steady.pt"))
            torch.save([o.state_dict() for o in opts], state_path)
            saved = True
        scale = min(1.0, (step + 1) / a.warmup) * fall
        for o in opts:
            for g in o.param_groups:
                g["lr"] = g["base"] * scale
            o.zero_grad(set_to_none=True)
        loss = loss_of(model, sampler.batch(a.segments, observed, written))
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.grad is not None and not p.grad.is_sparse], 1.0)
        for o in opts:
            o.step()
        step += 1
        positions += a.segments * 256
        total += loss.item()
        if step % 50 == 0:
            print(worker, step, f"loss {total / 50:.4f} lr {scale:.2f} {positions / (time.time() - start):.0f} pos/s cpu {time.process_time() - cpu:.0f}s {(time.time() - start) / 60:.1f} min", flush=True)
            total = 0.0
        if step % 200 == 0 and worker == 0:
            print(step, "held", f"{evaluate(model, tests):.4f}", flush=True)
            torch.save(dict(model=model.state_dict(), size=model.size.to_dict()), a.out.with_suffix(".latest.pt"))


@torch.no_grad()
def evaluate(model: Reader, tests: list[Batch]) -> float:
    return float(np.mean([loss_of(model, b).item() for b in tests]))


if __name__ == "__main__":
    main()
