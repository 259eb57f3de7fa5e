"""How much of a document stands in the training text as well, by runs of thirteen characters.

Letters, digits and Chinese characters alone count; a document's shingles are all their runs of
thirteen. The shingles of the documents are kept as a set of 64-bit hashes, and the training text
is streamed past it, so that its size costs time and no memory. Two different shingles share a hash
about once in 2^64 / (shingles of all documents) that are streamed: never, in practice.
(Shingles for near-duplicates: Broder 1997.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

__all__ = ["SHINGLE", "shared_shares"]

SHINGLE = 13
_NO_WORD = re.compile(r"[\W_]+")
_BASE, _MIXER = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9
_PIECE = 1 << 22  # characters hashed at once
_MARGIN = 64  # more of them, so that few runs are lost between two pieces
_FILTER_BITS = 24


def shared_shares(documents: Sequence[str], training: Iterable[str]) -> list[float]:
    """Return for each document the share of its shingles that occur in the training text.

    Args:
        documents: texts; one of fewer than thirteen characters shares nothing.
        training: texts, each read once; a generator holds one at a time.

    >>> line = "昨天上午全市教育工作会议在市政府礼堂召开，"
    >>> shared_shares([line, "今天" + line, "无关"], ["通讯员报道，" + line])
    [1.0, 0.8, 0.0]
    """
    import numpy as np  # noqa: PLC0415 (slow to import)

    hashes = [_hashes(text) for text in documents]
    known = np.unique(np.concatenate([*hashes, np.zeros(1, np.uint64)]))
    seen = np.zeros(len(known), np.bool_)
    shift = np.uint64(64 - _FILTER_BITS)
    likely = np.zeros(1 << _FILTER_BITS, np.bool_)
    likely[known >> shift] = True
    for text in training:
        for start in range(0, len(text), _PIECE):
            found = _hashes(text[start : start + _PIECE + _MARGIN])
            found = found[likely[found >> shift]]
            places = np.minimum(np.searchsorted(known, found), len(known) - 1)
            seen[places[known[places] == found]] = True
    shares = (seen[np.searchsorted(known, part)] for part in hashes)
    return [float(share.mean()) if len(share) else 0.0 for share in shares]


def _hashes(text: str) -> Hashes:
    """Return a hash for each run of `SHINGLE` characters: a polynomial, its bits well mixed."""
    import numpy as np  # noqa: PLC0415 (slow to import)

    words = _NO_WORD.sub("", text).encode("utf-32-le", "surrogatepass")
    characters = np.frombuffer(words, np.uint32)
    count = len(characters) - SHINGLE + 1
    if count <= 0:
        return np.zeros(0, np.uint64)
    hashes = np.zeros(count, np.uint64)
    for k in range(SHINGLE):
        hashes *= np.uint64(_BASE)
        hashes += characters[k : k + count]
    hashes ^= hashes >> np.uint64(32)
    hashes *= np.uint64(_MIXER)
    hashes ^= hashes >> np.uint64(29)
    return hashes
