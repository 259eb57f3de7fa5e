"""The reader: a transducer that copies the damaged text and writes what is missing.

An encoder looks at the observed characters in both directions; a predictor looks at the last
characters written (Ghodsi et al. 2020), at the place in the clause (`clauses`) and at what is
remembered of the line (`recall`). A joint layer says, before each observed character, which symbol
to write, or to copy the character and go on (Graves 2012). Both ends also look n-grams up in tables
(`features`), which remember what a network of this size cannot. The document's profile says which
symbols are missing in general, to the encoder and to the scores (`prior`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from textmend.training.clauses import CLAUSE_ROWS
from textmend.training.encoding import FIRST_SYMBOL
from textmend.training.features import OBSERVED_KINDS, SLOT_BITS, WRITTEN_KINDS
from textmend.training.prior import Prior
from textmend.training.recall import Recall

__all__ = ["Reader", "Size"]

_REACH = 3  # characters on each side that a block's convolution sees


@dataclass(frozen=True)
class Size:
    """How large the parts are."""

    characters: int
    symbols: int
    width: int = 256
    blocks: int = 3
    heads: int = 4
    hidden: int = 192
    memory: int = 24
    written: int = 64
    recall: int = 64
    prior: int = 64

    def to_dict(self) -> dict[str, int]:
        """Return what `Size` takes."""
        return asdict(self)


class Norm(nn.Module):
    """Root mean square normalisation."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        """Normalise the last axis."""
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-7) * self.weight


class Block(nn.Module):
    """A short convolution for order, attention for the far, a feed-forward layer."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.conv = nn.Conv1d(width, width, 2 * _REACH + 1, groups=width)
        self.norm1, self.norm2 = Norm(width), Norm(width)
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        for last in (self.out, self.down, self.conv):  # a new block changes nothing
            for weights in last.parameters():
                nn.init.zeros_(weights)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        """[B, T, width] to the same; `cos` and `sin` are the angles of T places."""
        x = x + self._convolved(x)
        x = x + self.out(self._attended(self.qkv(self.norm1(x)), cos, sin))
        x = x + self.down(functional.relu(self.up(self.norm2(x))).square())
        return x

    def _convolved(self, x: Tensor) -> Tensor:
        """Return `conv` of [B, T, width], as sums: on processors several times as fast."""
        t, taps = x.shape[1], self.conv.weight[:, 0]
        padded = functional.pad(x, (0, 0, _REACH, _REACH))
        result = cast(Tensor, self.conv.bias)
        for place in range(2 * _REACH + 1):
            result = result + padded[:, place : place + t] * taps[:, place]
        return result

    def _attended(self, qkv: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        """Return what each place attends to; PyTorch's own is slower for heads of this size."""
        b, t, size = qkv.shape[0], qkv.shape[1], qkv.shape[2] // (3 * self.heads)
        q, k, v = qkv.view(b, t, 3, self.heads, size).permute(2, 0, 3, 1, 4)
        likeness = rotate(q, cos, sin) @ rotate(k, cos, sin).transpose(-1, -2)
        shares = (likeness.float() * size**-0.5).softmax(-1).to(v.dtype)
        return (shares @ v).transpose(1, 2).reshape(b, t, self.heads * size)


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Turn the halves of each vector by its place (RoPE, Su et al. 2021)."""
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


def angles(length: int, size: int) -> tuple[Tensor, Tensor]:
    """Return cosines and sines for so many places and vectors of that size."""
    rate = 1.0 / 500 ** (torch.arange(0, size, 2).float() / size)
    turn = torch.arange(length).float()[:, None] * rate
    return turn.cos(), turn.sin()


class Reader(nn.Module):
    """Encoder, predictor and joint layer. `size.symbols` is the output for copying."""

    cos: Tensor
    sin: Tensor

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        d, h, rows = size.width, size.hidden, 1 << SLOT_BITS
        self.characters = nn.Embedding(size.characters, d)
        # Row 0 is that of all n-grams without a row, and stays zero.
        self.observed_memory = nn.Embedding(rows, size.memory, padding_idx=0, sparse=True)
        self.mix = nn.Linear(OBSERVED_KINDS * size.memory, d, bias=False)
        self.profile = nn.Linear(size.symbols + 1, d)
        self.blocks = nn.ModuleList(Block(d, size.heads) for _ in range(size.blocks))
        self.norm = Norm(d)
        self.encoded = nn.Linear(2 * d, h)
        self.history = nn.Embedding(size.characters, size.written)
        self.written_memory = nn.Embedding(rows, size.memory, padding_idx=0, sparse=True)
        self.predicted = nn.Linear(3 * size.written + WRITTEN_KINDS * size.memory, h, bias=False)
        self.clause = nn.Embedding(CLAUSE_ROWS, h)
        self.recall = Recall(size.written, size.recall, h)
        self.joint = nn.Linear(h, size.symbols + 1)
        self.prior = Prior(size.symbols, size.prior)
        nn.init.zeros_(self.clause.weight)
        for table, spread in (
            (self.characters, 0.05),
            (self.history, 0.05),
            (self.observed_memory, 0.02),
            (self.written_memory, 0.02),
        ):
            nn.init.normal_(table.weight, std=spread)
        with torch.no_grad():
            self.observed_memory.weight[0] = 0
            self.written_memory.weight[0] = 0
        cos, sin = angles(1024, d // size.heads)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)

    def encode_vectors(self, observed: Tensor, rows: Tensor, profile: Tensor) -> Tensor:
        """Return what the encoder says of each gap, [B, T, hidden].

        Args:
            observed: ids, [B, T].
            rows: of the memory of observed n-grams, side by side, [B, T, kinds * memory].
            profile: of the document, [B, symbols + 1].
        """
        x = self.characters(observed) + self.mix(rows) + self.profile(profile)[:, None]
        t = observed.shape[1]
        for block in self.blocks:
            x = block(x, self.cos[:t], self.sin[:t])
        x = self.norm(x)
        before = functional.pad(x[:, :-1], (0, 0, 1, 0))
        gaps: Tensor = self.encoded(torch.cat([before, x], -1))
        return gaps

    def recalled(self, observed: Tensor, gap: Tensor, target: Tensor) -> Tensor:
        """Return what each gap is told of what was written before it, [B * T, hidden].

        Args:
            observed: ids, [B, T].
            gap: before which observed character each step writes, [N], into the flattened [B * T].
            target: the symbol that it writes, `size.symbols` for copying, [N].
        """
        wrote = target < self.size.symbols
        added: Tensor = self.recall(
            self.history, observed, gap[wrote], target[wrote] + FIRST_SYMBOL
        )
        return added

    def write(
        self, gaps: Tensor, history: Tensor, written: Tensor, clause: Tensor, prior: Tensor
    ) -> Tensor:
        """Return the scores of writing each symbol, and of copying, [N, symbols + 1].

        Args:
            gaps: what encoder and recall say of the gap of each step, [N, hidden].
            history: ids of the last three characters written, [N, 3].
            written: rows of the n-grams written last, [N, kinds].
            clause: rows that say where in its clause the step is, [N, kinds].
            prior: what the profile says of each symbol, one row or one for each step.
        """
        remembered = self.written_memory(written).flatten(1)
        seen = torch.cat([self.history(history).flatten(1), remembered], -1)
        placed = self.clause(clause).sum(1)
        scores: Tensor = self.joint(functional.relu(gaps + self.predicted(seen) + placed))
        return scores + prior
