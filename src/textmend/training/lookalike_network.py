"""The look-alike network: which character stands here, judged by all that stands around.

The blocks are those of the reader's encoder. What they make of a place is compared with every
character's embedding, so that one table serves both ends (tied weights, Press & Wolf 2017).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from torch import Tensor, nn

from textmend.training.network import Block, Norm, angles

__all__ = ["LookalikeNetwork", "LookalikeSize"]


@dataclass(frozen=True)
class LookalikeSize:
    """How large the parts are."""

    characters: int
    width: int = 192
    blocks: int = 3
    heads: int = 4

    def to_dict(self) -> dict[str, int]:
        """Return what `LookalikeSize` takes."""
        return asdict(self)


class LookalikeNetwork(nn.Module):
    """Embeddings, blocks, and the embedding that each place should have."""

    cos: Tensor
    sin: Tensor

    def __init__(self, size: LookalikeSize) -> None:
        super().__init__()
        self.size = size
        d = size.width
        self.characters = nn.Embedding(size.characters, d)
        nn.init.normal_(self.characters.weight, std=0.05)
        self.blocks = nn.ModuleList(Block(d, size.heads) for _ in range(size.blocks))
        self.norm = Norm(d)
        self.standing = nn.Linear(d, d)
        cos, sin = angles(1024, d // size.heads)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)

    def forward(self, observed: Tensor) -> Tensor:
        """Return the embedding that is expected at each place, [B, T, width]."""
        x = self.characters(observed)
        t = observed.shape[1]
        for block in self.blocks:
            x = block(x, self.cos[:t], self.sin[:t])
        expected: Tensor = self.standing(self.norm(x))
        return expected

    def scores(self, expected: Tensor) -> Tensor:
        """Return the score of every character at some places, [N, characters]."""
        return expected @ self.characters.weight.T

    def begin_with(self, reader: dict[str, Tensor]) -> None:
        """Take what a reader's network knows already: characters, and as many blocks as fit."""
        mine = self.state_dict()
        for name, weights in reader.items():
            if name in mine and mine[name].shape == weights.shape:
                mine[name] = weights.clone()
        self.load_state_dict(mine)
