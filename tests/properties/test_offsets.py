"""Offsets mapped between the original and the repaired text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from properties.strategies import documents
from properties.test_mending import DEFAULT, menders
from textmend import Edit, Mended, Mender, Step

STEP = Step("width", "a test", 0.95)


@st.composite
def edited(draw: st.DrawFn) -> Mended:
    """Any text with any edits, insertions and deletions among them."""
    text = draw(st.text(st.sampled_from("abc教育\n"), max_size=20))
    edits: list[Edit] = []
    start = 0
    while start <= len(text) and draw(st.booleans()):
        start = draw(st.integers(start, len(text)))
        end = draw(st.integers(start, min(len(text), start + 3)))
        old = text[start:end]
        new = draw(st.text(st.sampled_from("xyz，"), max_size=3).filter(lambda s, o=old: s != o))
        edits.append(Edit(start, end, old, new, (STEP,)))
        start = max(end, start + 1)
    return Mended(text, edits)


repairs = st.one_of(edited(), documents.map(DEFAULT.mend))


def untouched(mended: Mended) -> list[int]:
    """Offsets of the characters that no edit replaces and that stand behind no edit."""
    touched = {i for edit in mended.edits for i in range(edit.start, edit.end + 1)}
    return [i for i in range(len(mended.original)) if i not in touched]


@given(repairs)
def test_offsets_grow_with_offsets(mended: Mended) -> None:
    forth = [mended.to_mended(i) for i in range(len(mended.original) + 1)]
    back = [mended.to_original(i) for i in range(len(mended.text) + 1)]
    assert forth == sorted(forth)
    assert back == sorted(back)
    assert set(forth) <= set(range(len(mended.text) + 1))
    assert set(back) <= set(range(len(mended.original) + 1))


@given(repairs)
def test_the_ends_of_the_texts_belong_together(mended: Mended) -> None:
    inserted_at_end = bool(mended.edits) and mended.edits[-1].start == len(mended.original)
    if not inserted_at_end:
        assert mended.to_mended(len(mended.original)) == len(mended.text)
    assert mended.to_original(0) == 0
    assert mended.to_mended(0) == 0


@given(repairs)
def test_untouched_characters_map_there_and_back(mended: Mended) -> None:
    for i in untouched(mended):
        there = mended.to_mended(i)
        assert mended.text[there] == mended.original[i]
        assert mended.to_original(there) == i


@given(repairs)
def test_the_span_of_an_edit_is_its_replacement(mended: Mended) -> None:
    for edit in mended.edits:
        if edit.start == edit.end:
            continue
        start, end = mended.to_mended((edit.start, edit.end))
        assert mended.text[start : start + len(edit.replacement)] == edit.replacement
        assert end >= start + min(len(edit.replacement), 1)


@given(repairs, st.data())
def test_a_span_maps_like_its_ends(mended: Mended, data: st.DataObject) -> None:
    size = len(mended.original)
    start = data.draw(st.integers(0, size))
    end = data.draw(st.integers(start, size))
    assert mended.to_mended((start, end)) == (mended.to_mended(start), mended.to_mended(end))


@given(documents, menders)
def test_spans_without_edits_keep_their_text(text: str, mender: Mender) -> None:
    mended = mender.mend(text)
    done = 0
    for edit in (*mended.edits, None):
        end = len(text) if edit is None else edit.start
        if end > done + 1:
            start, stop = mended.to_mended((done + 1, end))
            assert mended.text[start:stop] == text[done + 1 : end]
        done = 0 if edit is None else edit.end
