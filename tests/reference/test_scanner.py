"""The native scanner finds and counts what its readable twin does."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from properties.strategies import documents, texts

from reference import characters, scanner
from textmend import _native
from textmend.tables import shared_tables

ROOT = Path(__file__).parents[2]

# Neighbours decide everything, so these few characters make every pair likely.
pairs = st.text(
    st.sampled_from(
        "教学學a1 　\t,.-?\"'，。、（）“”‘’「」《》—…\n\r\u2028&锟㐀龘Ã€Ａ．•⽂\u0301か"
    ),
    max_size=30,
)


@cache
def event_bits() -> dict[str, int]:
    """Return the events as the native core numbers them."""
    source = (ROOT / "native" / "core" / "scan.hpp").read_text("utf-8")
    found = re.findall(r"k(\w+)Event = 1U << (\d+)", source)
    return {name: 1 << int(bit) for name, bit in found}


def native_lines(text: str) -> list[scanner.Line]:
    scan = _native.Scan(text, shared_tables())
    holding: dict[tuple[int, int], set[str]] = {}
    for name, bit in event_bits().items():
        for span in scan.lines(bit):
            holding.setdefault(span, set()).add(name)
    return [scanner.Line(*span, frozenset(names)) for span, names in sorted(holding.items())]


def native_survey(text: str) -> _native.Survey:
    return _native.Scan(text, shared_tables()).survey


def check(text: str) -> None:
    assert native_lines(text) == scanner.scan(text)
    scan = _native.Scan(text, shared_tables())
    seen = scanner.all_events(text)
    for name, bit in event_bits().items():
        assert scan.has(bit) == (name in seen), name
    counts = scanner.survey(text)
    for name in ("characters", "han", "simplified", "traditional"):
        assert getattr(scan.survey, name) == counts[name], name
    for name in ("is_simplified", "is_traditional", "is_japanese", "is_letter_spaced"):
        assert getattr(scan.survey, name)() == getattr(scanner, name)(counts), name


@given(st.one_of(pairs, pairs, documents))
@example("教.")
@example("教.\n“a")
@example(" ,")
@example("a，\nb，教")
@example("㐀\n㐀")
@example("㐀12345㐀")
@example("㐀1234㐀")
def test_lines_events_and_counts_agree(text: str) -> None:
    check(text)


@given(texts, st.integers(1, 30))
def test_repetition_agrees(text: str, times: int) -> None:
    check((text[:6] + " ") * times)


@given(pairs, pairs, st.integers(4, 40))
def test_texts_that_are_read_in_two_places_agree(first: str, second: str, times: int) -> None:
    check("\n".join([first, second] * times))


def case_texts() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "tests" / "cases").rglob("*.json")):
        for case in json.loads(path.read_text("utf-8")):
            yield f"{path.stem}: {case['label']}", case["original"]
            if case["fixed"] != case["original"]:
                yield f"{path.stem}: {case['label']}, fixed", case["fixed"]


def test_the_texts_of_all_cases_agree() -> None:
    for label, text in case_texts():
        try:
            check(text)
        except AssertionError as error:
            raise AssertionError(label) from error


@pytest.mark.parametrize("plane", [0, 1, 2, 3, 14, 15, 16])
def test_each_character_has_the_class_that_its_twin_says(plane: int) -> None:
    step = 3 if plane == 0 else 61
    for start in range(plane << 16, (plane + 1) << 16, 0x400):
        block = [chr(c) for c in range(start, start + 0x400, step)]
        text = "\n".join(f"{c}{c}a{c}教 {c}" for c in block if c not in characters.LINE_ENDS)
        assert native_lines(text) == scanner.scan(text), hex(start)
        assert native_survey(text).han == scanner.survey(text)["han"], hex(start)


def test_whatever_combines_is_seen() -> None:
    """Every character that NFC may join to the one before it, or replace, is looked at."""
    missed = []
    for code in range(sys.maxunicode + 1):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            second = chr(int(parts[1], 16))
            if unicodedata.normalize("NFC", chr(int(parts[0], 16)) + second) == chr(code):
                missed += [] if "Combining" in scanner.events(second) else [second]
    assert missed == []


def test_every_row_of_the_unicode_tables_is_seen() -> None:
    """A row whose character the scanner does not know would never be applied."""
    for file in ("unicode.tsv", "unicode_derived.tsv"):
        for row in characters.rows(file):
            character = chr(int(row[0][2:], 16))
            if character not in characters.LINE_ENDS:
                assert native_lines(character), row
