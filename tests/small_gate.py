"""A small gate, made for tests."""

from __future__ import annotations

from array import array
from collections.abc import Mapping

# Characters of a small gate with their kinds, by the order in native/core/gate/alphabet.hpp.
GATE_ALPHABET: Mapping[str, int] = {
    **dict.fromkeys("。！？；", 7),
    **dict.fromkeys("，、：", 8),
    **dict.fromkeys("“”《》（）", 9),
    **dict.fromkeys("教育局全市工作发展会议学校改革", 10),
    "的": 11,
    **dict.fromkeys("了在和是我们不有", 12),
    **dict.fromkeys("把被将", 13),
}
GATE_SYMBOLS = "，。的了在"
GATE_RESERVED = 7
_FEATURES = 34


def gate_sections(pairs: bytes | None = None) -> dict[str, bytes]:
    """Return the sections of a gate that takes Han without marks for damaged.

    Its one hidden unit is 1 without marks and 0 from 5 marks in 100 characters on.
    """
    row = [0.0] * _FEATURES
    for kind in (7, 8, 9):
        row[1 + kind] = -20.0
    network = [1.0, *[0.0] * _FEATURES, *[1.0] * _FEATURES, *row, 1.0]
    network += [24.0, -12.0]  # ln of the odds of damage
    network += [10.0, -5.0]  # marks dropped
    network += [2.0, -3.0]  # function characters dropped
    floats = {
        "gate/network": network,
        "gate/rates": [0.15, 0.07, 0.09, 0.01, 0.02],
        "gate/spreads": [0.2] * len(GATE_SYMBOLS),
        "gate/settings": [-4.0, 2.0, 0.5, 0.06],
    }
    return {
        "reader/symbols": array("I", map(ord, GATE_SYMBOLS)).tobytes(),
        "gate/characters": array("I", map(ord, GATE_ALPHABET)).tobytes(),
        "gate/kinds": bytes(GATE_ALPHABET.values()),
        "gate/pairs": bytes(2048 * 2048 // 4) if pairs is None else pairs,
        **{name: array("f", values).tobytes() for name, values in floats.items()},
    }
