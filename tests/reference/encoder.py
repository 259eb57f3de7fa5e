"""A slow encoder: the network as it is written down, in floating point, one window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_SLOWEST_TURN = 500


@dataclass(frozen=True)
class Block:
    """The weights of a block; matrices have a row for each output."""

    taps: Floats  # [7, width]
    taps_bias: Floats
    attended: Floats
    out: Floats
    up: Floats
    up_bias: Floats
    down: Floats
    down_bias: Floats


@dataclass(frozen=True)
class Encoder:
    """The weights of the encoder."""

    characters: Floats
    mix: Floats
    profile: Floats
    profile_bias: Floats
    blocks: tuple[Block, ...]
    encoded: Floats  # what a character says of the gap behind it, then of the one before it
    encoded_bias: Floats
    heads: int

    def encode(self, ids: list[int], rows: Floats, profile: Floats) -> Floats:
        """Return a vector for the gap before each character.

        rows: of the memory of n-grams around each gap, side by side.
        """
        x = self.characters[ids] + rows @ self.mix.T + self.profile @ profile + self.profile_bias
        for block in self.blocks:
            padded = np.pad(x, ((3, 3), (0, 0)))
            around = [padded[k : k + len(x)] * block.taps[k] for k in range(7)]
            x = x + sum(around) + block.taps_bias
            x = x + self._attention(block, normalised(x)) @ block.out.T
            up = np.maximum(normalised(x) @ block.up.T + block.up_bias, 0) ** 2
            x = x + up @ block.down.T + block.down_bias
        behind, before = np.split(normalised(x) @ self.encoded.T, 2, 1)
        shifted = np.vstack([np.zeros_like(behind[:1]), behind[:-1]])
        return shifted + before + self.encoded_bias

    def _attention(self, block: Block, x: Floats) -> Floats:
        parts = np.split(x @ block.attended.T, 3, 1)
        heads = []
        for q, k, v in zip(*(np.split(part, self.heads, 1) for part in parts), strict=True):
            scores = turned(q) @ turned(k).T / np.sqrt(q.shape[1])
            weights = np.exp(scores - scores.max(1, keepdims=True))
            heads.append(weights / weights.sum(1, keepdims=True) @ v)
        return np.hstack(heads)


def normalised(x: Floats) -> Floats:
    return x / np.sqrt((x**2).mean(1, keepdims=True) + 1e-7)


def turned(x: Floats) -> Floats:
    """Turn the halves of each vector by its place."""
    a, b = np.split(x, 2, 1)
    rate = 1 / _SLOWEST_TURN ** (np.arange(a.shape[1]) / a.shape[1])
    turn = np.arange(len(x))[:, None] * rate
    return np.hstack([a * np.cos(turn) - b * np.sin(turn), b * np.cos(turn) + a * np.sin(turn)])
