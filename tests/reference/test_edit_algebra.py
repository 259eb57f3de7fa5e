"""The native edit algebra does what its readable twin does."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from properties.strategies import documents

from reference import edit_algebra as twin
from textmend import Mender, _native
from textmend.tables import shared_tables

Edit = twin.Edit

_ALPHABET = st.sampled_from("ab教，\n\ud800\U0001f600")
_STEPS = (("unicode", "one", 0.97), ("width", "two", 0.9), ("spacing", "three", 0.95))


@st.composite
def edits_on(draw: st.DrawFn, text: str) -> list[Edit]:
    """Draw edits on a text; touching ones, insertions and deletions are likely."""
    edits: list[Edit] = []
    place = 0
    while place <= len(text) and len(edits) < 5 and draw(st.integers(0, 3)):
        start = draw(st.integers(place, min(place + 3, len(text))))
        end = draw(st.integers(start, min(start + 3, len(text))))
        replacement = draw(st.text(_ALPHABET, max_size=3))
        steps = (draw(st.sampled_from(_STEPS)),)
        edits.append((start, end, text[start:end], replacement, steps))
        place = max(end, start + 1)
    return edits


@st.composite
def edited_texts(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text(_ALPHABET, max_size=12))
    return text, draw(edits_on(text))


@st.composite
def texts_edited_twice(draw: st.DrawFn) -> tuple[str, list[Edit], list[Edit]]:
    text, first = draw(edited_texts())
    return text, first, draw(edits_on(twin.apply(text, first)))


def native(edits: list[Edit]) -> _native.EditList:
    return _native.EditList.from_list(edits)


def listed(edits: _native.EditList) -> list[Edit]:
    return edits.to_list(shared_tables())


@given(edited_texts())
def test_applying(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    assert _native.apply(text, native(edits)) == twin.apply(text, edits)
    assert native(edits).mended_size(len(text)) == len(twin.apply(text, edits))
    assert listed(native(edits)) == edits


@given(edited_texts())
def test_inverting(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    assert listed(native(edits).inverted()) == twin.inverted(edits)
    assert twin.apply(twin.apply(text, edits), twin.inverted(edits)) == text


@given(edited_texts())
def test_mapping_offsets(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    offsets = _native.OffsetMap(native(edits))
    for i in range(len(text) + 1):
        assert offsets.to_mended(i) == twin.to_mended(edits, i)
    for i in range(len(twin.apply(text, edits)) + 1):
        assert offsets.to_original(i) == twin.to_original(edits, i)


_A = (("unicode", "one", 0.97),)
_B = (("width", "two", 0.9),)


@given(texts_edited_twice())
@example(("ab", [(1, 1, "", "x", _A)], [(2, 2, "", "y", _B)]))
@example(("ab", [(1, 1, "", "x", _A)], [(1, 2, "x", "", _B)]))
@example(("abc", [(1, 2, "b", "", _A)], [(1, 1, "", "b", _B)]))
@example(("abcd", [(0, 1, "a", "", _A), (2, 3, "c", "xx", _A)], [(0, 4, "bxxd", "", _B)]))
def test_composing(case: tuple[str, list[Edit], list[Edit]]) -> None:
    text, first, second = case
    composed = listed(_native.compose(text, native(first), native(second)))
    if first and second:  # with one list empty the other is taken as it is
        assert composed == twin.compose(text, first, second)
    assert twin.apply(text, composed) == twin.apply(twin.apply(text, first), second)


@given(texts_edited_twice())
def test_appending_shifted(case: tuple[str, list[Edit], list[Edit]]) -> None:
    text, first, second = case
    both = native(first)
    both.append_shifted(native(second), len(text) + 1)
    shifted = [(a + len(text) + 1, b + len(text) + 1, *rest) for a, b, *rest in second]
    assert listed(both) == first + shifted


@given(documents)
def test_on_real_repairs(text: str) -> None:
    mended = Mender().mend(text)
    edits = [
        (e.start, e.end, e.original, e.replacement, tuple((s.pass_name,) for s in e.steps))
        for e in mended.edits
    ]
    assert twin.apply(text, edits) == mended.text  # type: ignore[arg-type]
    for i in range(len(text) + 1):
        assert mended.to_mended(i) == twin.to_mended(edits, i)  # type: ignore[arg-type]
