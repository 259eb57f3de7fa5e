"""How likely each symbol is to be missing anywhere in damaged text, told by its profile alone.

The encoder is told the profile too, but what it says of a gap has fewer numbers than there are
symbols, so it cannot keep apart all that were dropped from all that were not. This goes to the
scores directly, and is computed once for a text.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from textmend.reading.profile import LEAST_RATIO, TYPICAL_SIZE

__all__ = ["Prior"]

_SIGNS = 6  # of a symbol
_NONE = -0.693147  # ln 0.5, of a symbol that does not stand in the document
_ONCE = 1.098612  # ln 1.5 less that


class Prior(nn.Module):
    """What the profile adds to the score of each symbol and of copying; nothing at first.

    Each symbol weighs its own signs, such as whether it stands in the document at all. How much the
    signs of all symbols count, and what else is missing in such a document, follows from the whole
    profile.

    Args:
        symbols: how many there are.
        size: of the layer between the profile and the scores.
    """

    rates: Tensor

    def __init__(self, symbols: int, size: int) -> None:
        super().__init__()
        self.inner = nn.Linear(symbols + 1, size)
        self.out = nn.Linear(size, symbols + 1, bias=False)
        self.trust = nn.Linear(size, _SIGNS)
        self.own = nn.Parameter(torch.zeros(_SIGNS, symbols))
        self.register_buffer("rates", torch.ones(symbols))
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.trust.weight)
        nn.init.ones_(self.trust.bias)

    def forward(self, profile: Tensor) -> Tensor:
        """[B, symbols + 1] to the same."""
        with torch.autocast(profile.device.type, enabled=False):
            hidden = functional.relu(self.inner(profile))
            own = torch.einsum("bks,ks,bk->bs", self._signs(profile), self.own, self.trust(hidden))
            scores: Tensor = self.out(hidden) + functional.pad(own, (0, 1))
        return scores

    def _signs(self, profile: Tensor) -> Tensor:
        """Return what the document says of each symbol, [B, signs, symbols]."""
        ratios, size = profile[:, :-1], profile[:, -1:]
        expected = torch.log(self.rates * torch.exp(size + TYPICAL_SIZE) + 0.5)
        seen = torch.where(ratios > LEAST_RATIO, ratios + expected, _NONE)  # ln (count + 0.5)
        present = ((seen - _NONE) / _ONCE).clamp(0, 1)
        signs = [torch.ones_like(ratios), ratios, functional.relu(ratios + 1)]
        signs += [present, (seen - _NONE - _ONCE).clamp(0, 2), (1 - present) * expected]
        return torch.stack(signs, 1)
