"""The gate's native counts against the slow twin in ``gate_counts``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_gate import GATE_ALPHABET, GATE_RESERVED, gate_sections

from reference.gate_counts import KINDS, Twin
from textmend import _native
from textmend.model import ModelFile, write_model

IDS = 2048
NUMBERS = {name: number for number, name in enumerate(KINDS[:GATE_RESERVED])}
NUMBERS |= {c: GATE_RESERVED + i for i, c in enumerate(GATE_ALPHABET)}

words = st.sampled_from(
    [
        *GATE_ALPHABET,
        *" \t　\naＢ5３.%|*龘〇𠀀の한яé\ud800😀,(",
        *("教育局", "的工作", "。\n", "\n\n", "\r\n"),
        *("全市教育工作会议" * 6, "学校改革发展" * 50),
    ]
)
texts = st.lists(words, max_size=60).map("".join)


def level(before: str, after: str) -> int:
    """Return what the table of the test says of a pair, in no order."""
    return (NUMBERS[before] * 7 + NUMBERS[after] * 13) % 4


def table() -> bytes:
    cells = bytearray(IDS * IDS // 4)
    for before in NUMBERS:
        for after in NUMBERS:
            pair = NUMBERS[before] * IDS + NUMBERS[after]
            cells[pair // 4] |= level(before, after) << (pair % 4 * 2)
    return bytes(cells)


@pytest.fixture(scope="module")
def alphabet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_native.GateAlphabet]:
    path = Path(tmp_path_factory.mktemp("counts"), "model")
    write_model(path, gate_sections(table()))
    yield _native.GateAlphabet(ModelFile(path).native)


TWIN = Twin({c: KINDS[kind] for c, kind in GATE_ALPHABET.items()}, level)


@settings(deadline=None)
@given(text=texts)
def test_counts_are_those_of_the_twin(alphabet: _native.GateAlphabet, text: str) -> None:
    assert alphabet.counts(text, []) == TWIN.stretches(text)


@settings(deadline=None)
@given(text=texts)
def test_stretches_are_the_text(alphabet: _native.GateAlphabet, text: str) -> None:
    at = 0
    for start, end, _ in alphabet.counts(text, []):
        assert start == at < end
        at = end
    assert at == len(text)


@settings(deadline=None)
@given(before=texts, inside=texts, after=texts)
def test_what_is_protected_makes_no_difference(
    alphabet: _native.GateAlphabet, before: str, inside: str, after: str
) -> None:
    span = (len(before), len(before) + len(inside))
    text = before + inside + after
    total = sum(sum(counts[0]) for _, _, counts in alphabet.counts(text, [span]))  # type: ignore[arg-type]
    assert total == len(before) + len(after)
