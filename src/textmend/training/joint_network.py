"""The joint network: whether a text goes on with another, judged by all that is near.

The characters are the look-alike network's, and stay as they are, so that a model has them once.
Blocks begin as that network's too. What they make of the last character before the joint and of
the first one behind it goes through one more layer to the log-odds.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from textmend.training.network import Block, Norm, angles

__all__ = ["JointNetwork", "JointSize"]


@dataclass(frozen=True)
class JointSize:
    """How large the parts are."""

    characters: int
    width: int = 192
    blocks: int = 3
    heads: int = 4
    inner: int = 64

    def to_dict(self) -> dict[str, int]:
        """Return what `JointSize` takes."""
        return asdict(self)


class JointNetwork(nn.Module):
    """Embeddings, blocks, and the log-odds of the joint in the middle."""

    cos: Tensor
    sin: Tensor

    def __init__(self, size: JointSize) -> None:
        super().__init__()
        self.size = size
        d = size.width
        self.characters = nn.Embedding(size.characters, d)
        self.characters.weight.requires_grad_(False)
        self.sides = nn.Parameter(torch.zeros(2, d))  # where the joint is, attention cannot tell
        self.blocks = nn.ModuleList(Block(d, size.heads) for _ in range(size.blocks))
        self.norm = Norm(d)
        self.inner = nn.Linear(2 * d, size.inner)
        self.out = nn.Linear(size.inner, 1)
        cos, sin = angles(1024, d // size.heads)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)

    def forward(self, observed: Tensor) -> Tensor:
        """Return the log-odds that the second half of each row goes on with the first, [B]."""
        t = observed.shape[1]
        x = self.characters(observed) + self.sides.repeat_interleave(t // 2, 0)
        for block in self.blocks:
            x = block(x, self.cos[:t], self.sin[:t])
        joint = self.norm(x[:, t // 2 - 1 : t // 2 + 1]).flatten(1)
        odds: Tensor = self.out(functional.relu(self.inner(joint)).square())
        return torch.squeeze(odds, 1)

    def begin_with(self, lookalikes: dict[str, Tensor]) -> None:
        """Take the characters of a look-alike network, and as many of its blocks as fit."""
        mine = self.state_dict()
        for name, weights in lookalikes.items():
            if name in mine and mine[name].shape == weights.shape:
                mine[name] = weights.clone()
        self.load_state_dict(mine)
