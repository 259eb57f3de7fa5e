"""What the reader is told of damaged text: how often each symbol stands in it, and should."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["LEAST_RATIO", "TYPICAL_SIZE", "profile_of"]

LEAST_RATIO = -4.0
"""The least of a profile's logarithms."""

TYPICAL_SIZE = 6.0
"""The natural logarithm of the characters of a page."""

_MOST_RATIO = 1.5


def profile_of(
    counts: NDArray[np.int64], others: int, rates: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Say how often each symbol stands in a text against how often it should.

    Args:
        counts: of each symbol.
        others: characters that are no symbols.
        rates: of each symbol in clean text, per character that is no symbol.

    Returns:
        Natural logarithms of the ratios, between -4 and 1.5, and a last figure for how much text
        there was to tell from.
    """
    import numpy as np  # noqa: PLC0415 (slow to import)

    ratios = np.log((counts + 0.5) / (others * rates + 0.5))
    size = np.log(others + 1) - TYPICAL_SIZE
    return np.append(np.clip(ratios, LEAST_RATIO, _MOST_RATIO), size).astype(np.float32)
