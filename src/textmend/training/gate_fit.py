"""The network that judges a stretch, fitted to stretches of clean and damaged documents."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmend import _native
from textmend.training.gate_documents import Document

__all__ = ["HIDDEN", "Stretches", "fit", "stretches_of"]

HIDDEN = 32
_LEAST_LOSS = 0.03  # of all characters, from which a stretch is an example of damage

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Stretches:
    """Rows of features, and for each the shares of all characters, marks and functions lost."""

    features: Floats
    loss: Floats
    marks: Floats
    functions: Floats
    sizes: NDArray[np.int64]
    judged: NDArray[np.bool_]

    @staticmethod
    def joined(parts: Iterable[Stretches]) -> Stretches:
        """Put several together."""
        columns = zip(*(tuple(vars(part).values()) for part in parts), strict=True)
        return Stretches(*(np.concatenate(column) for column in columns))


def stretches_of(
    document: Document,
    alphabet: _native.GateAlphabet,
    marks: NDArray[np.bool_],
    functions: NDArray[np.bool_],
) -> Stretches:
    """Measure a document; `marks` and `functions` say which numbers of the alphabet are such."""
    spans, rows = alphabet.features(document.text)
    features = np.frombuffer(rows, np.float32).reshape(-1, _native.GATE_FEATURES)
    ids = np.frombuffer(alphabet.ids(document.text), np.uint16)
    starts = np.array([span[0] for span in spans], np.int64)
    sizes = np.array([span[2] for span in spans], np.int64)
    judged = np.array([span[3] for span in spans], bool)
    owner = np.searchsorted(starts, document.lost[:, 0], "right") - 1
    lost = np.zeros((len(starts), 3))
    if len(starts):
        np.add.at(lost, np.clip(owner, 0, None), document.lost[:, 1:])
    kept = [_sums(mask[ids], starts) for mask in (marks, functions)]
    return Stretches(
        features,
        _share(lost[:, 2], sizes),
        _share(lost[:, 0], kept[0]),
        _share(lost[:, 1], kept[1]),
        sizes,
        judged,
    )


def _sums(mask: NDArray[np.bool_], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.add.reduceat(mask.astype(np.int64), starts) if len(starts) else np.zeros(0, np.int64)


def _share(lost: NDArray[np.float64], kept: NDArray[np.int64]) -> Floats:
    return (lost / np.maximum(lost + kept, 1)).astype(np.float32)


def fit(clean: Stretches, damaged: Stretches, steps: int, seed: int) -> tuple[bytes, float]:
    """Return the section gate/network, and the mean loss at the end.

    The first output is the log-odds of damage where clean and damaged stretches weigh the same in
    all, which is the log-likelihood ratio; the others are the shares of marks and of function
    characters that were lost, learned from damaged stretches alone.
    """
    import torch  # noqa: PLC0415 (slow to import)

    torch.manual_seed(seed)
    torch.set_num_threads(1)
    inputs, targets, weights = _examples(clean, damaged)
    mean, scale = inputs.mean(0), 1 / (inputs.std(0) + 1e-3)
    x = torch.from_numpy((inputs - mean) * scale)
    y, w = torch.from_numpy(targets), torch.from_numpy(weights)
    network = torch.nn.Sequential(
        torch.nn.Linear(x.shape[1], HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, 3)
    )
    optimizer = torch.optim.AdamW(network.parameters(), 5e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 1e-2, total_steps=steps)
    random = torch.Generator().manual_seed(seed)
    average = 0.0
    for _ in range(steps):
        rows = torch.randint(0, len(x), (2048,), generator=random)
        errors = torch.nn.functional.binary_cross_entropy_with_logits(
            network(x[rows]), y[rows], reduction="none"
        )
        loss = (errors * w[rows]).sum(1).mean()
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
        average = 0.99 * average + 0.01 * float(loss.detach())
    return _section(network, mean, scale), average


def _examples(clean: Stretches, damaged: Stretches) -> tuple[Floats, Floats, Floats]:
    """Return features, the three targets, and the weight of each."""
    ok = clean.judged & (clean.sizes >= 6)
    hurt = damaged.judged & (damaged.sizes >= 6) & (damaged.loss >= _LEAST_LOSS)
    inputs = np.concatenate([clean.features[ok], damaged.features[hurt]])
    is_hurt = np.repeat([0.0, 1.0], [ok.sum(), hurt.sum()])
    none = np.zeros(ok.sum())
    shares = [np.concatenate([none, part[hurt]]) for part in (damaged.marks, damaged.functions)]
    targets = np.stack([is_hurt, *shares], 1)
    each = np.where(is_hurt > 0, 0.5 / max(hurt.sum(), 1), 0.5 / max(ok.sum(), 1)) * len(inputs)
    weights = np.stack([each, is_hurt, is_hurt], 1)
    return inputs, targets.astype(np.float32), weights.astype(np.float32)


def _section(network: object, mean: Floats, scale: Floats) -> bytes:
    first, last = network[0], network[2]  # type: ignore[index]
    values = [float(HIDDEN), *mean.tolist(), *scale.tolist()]
    for layer in (first, last):
        for row, bias in zip(layer.weight.tolist(), layer.bias.tolist(), strict=True):
            values += [*row, bias]
    return array("f", values).tobytes()
