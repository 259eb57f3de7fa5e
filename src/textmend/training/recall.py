"""What a reading remembers of its line beyond the last characters: which choices it has made.

The encoder has read the damaged line to its end, but does not know what was put back into it. A
small gated recurrent unit steps from gap to gap (Cho et al. 2014) and is told of each what was
written there and which character follows. Its gates are softsign functions, which need no
exponential, so that the native decoder comes to the same numbers on every machine.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from textmend.training.encoding import LINE_END

__all__ = ["Recall"]


class Recall(nn.Module):
    """The unit, and what its state adds to what the encoder says of a gap.

    Args:
        written: columns of the embedding of a written character.
        size: numbers in the state.
        hidden: of the joint layer.
    """

    def __init__(self, written: int, size: int, hidden: int) -> None:
        super().__init__()
        self.size = size
        self.seen = nn.Linear(written, 3 * size, bias=False)
        self.wrote = nn.Linear(written, 3 * size, bias=False)
        self.inner = nn.Linear(size, 3 * size)
        self.out = nn.Linear(size, hidden, bias=False)
        nn.init.zeros_(self.out.weight)

    def forward(
        self, embedding: nn.Embedding, observed: Tensor, gap: Tensor, symbol: Tensor
    ) -> Tensor:
        """Return what to add for each gap, [B * T, hidden].

        Args:
            embedding: of written characters.
            observed: ids, [B, T]; nothing is remembered beyond the end of a line.
            gap: before which of the B * T characters each symbol is written, [N].
            symbol: ids of what is written, [N].
        """
        b, t = observed.shape
        with torch.autocast(observed.device.type, enabled=False):
            inputs = self.seen(embedding(observed)).flatten(0, 1)
            inputs = inputs.index_add(0, gap, self.wrote(embedding(symbol)))
            goes_on = (observed != LINE_END).float().unsqueeze(-1)
            states = self._states(inputs.view(b, t, 3 * self.size), goes_on)
            added: Tensor = self.out(states.flatten(0, 1))
        return added

    def _states(self, inputs: Tensor, goes_on: Tensor) -> Tensor:
        """Return the state before each gap, [B, T, size]."""
        state = inputs.new_zeros(len(inputs), self.size)
        states = []
        for place in range(inputs.shape[1]):
            states.append(state)
            reset, keep, fresh = inputs[:, place].chunk(3, -1)
            inner_reset, inner_keep, inner_fresh = self.inner(state).chunk(3, -1)
            fresh = functional.softsign(fresh + _gate(reset + inner_reset) * inner_fresh)
            state = fresh + _gate(keep + inner_keep) * (state - fresh)
            state = state * goes_on[:, place]
        return torch.stack(states, 1)


def _gate(x: Tensor) -> Tensor:
    return 0.5 + 0.5 * functional.softsign(x)
