"""Blocks read out of order: applied after the edits, reverted, mapped, refused where they clash."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from properties.test_offsets import edited
from textmend import Edit, EditError, Mended, Move, Step

STEP = Step("width", "a test", 0.95)


@st.composite
def moved(draw: st.DrawFn) -> Mended:
    """Edits, and one or two moves that neither meet each other nor cut an edit."""
    mended = draw(edited())
    size = len(mended.original)
    inner = {i for e in mended.edits for i in range(e.start + 1, e.end)}
    free = [i for i in range(size + 1) if i not in inner]
    moves: list[Move] = []
    for _ in range(draw(st.integers(1, 2))):
        start, end = sorted((draw(st.sampled_from(free)), draw(st.sampled_from(free))))
        to = draw(st.sampled_from(free))
        if start == end or start < to < end:
            continue
        candidate = Move(start, end, to)
        try:
            Mended(mended.original, mended.edits, [*moves, candidate])
        except EditError:
            continue
        moves.append(candidate)
    return Mended(mended.original, mended.edits, moves)


def permuted(original: str, moves: tuple[Move, ...]) -> str:
    """Apply the moves, one character at a time, as the docstring of `Move` says."""
    inside = {i: m for m in moves for i in range(m.start, m.end)}
    result: list[str] = []
    for i in range(len(original) + 1):
        for move in moves:
            if move.to == i:
                result.append(original[move.start : move.end])
        if i < len(original) and i not in inside:
            result.append(original[i])
    return "".join(result)


@given(moved())
def test_moves_are_reverted(mended: Mended) -> None:
    assert mended.revert() == mended.original


@given(moved())
def test_moves_alone_permute_the_original(mended: Mended) -> None:
    plain = mended.without(*mended.edits)
    assert plain.text == permuted(mended.original, mended.moves)
    assert plain.revert() == mended.original


@given(moved())
def test_nothing_is_lost_or_doubled(mended: Mended) -> None:
    still = mended.without(*mended.moves)
    assert sorted(still.text) == sorted(mended.text)
    assert still.edits == mended.edits


@given(moved())
def test_untouched_characters_map_there_and_back(mended: Mended) -> None:
    touched = {i for edit in mended.edits for i in range(edit.start, edit.end + 1)}
    for i in set(range(len(mended.original))) - touched:
        there = mended.to_mended(i)
        assert mended.text[there] == mended.original[i]
        assert mended.to_original(there) == i


@given(moved())
def test_every_offset_maps_into_the_text(mended: Mended) -> None:
    for i in range(len(mended.original) + 1):
        assert 0 <= mended.to_mended(i) <= len(mended.text)
    for i in range(len(mended.text) + 1):
        assert 0 <= mended.to_original(i) <= len(mended.original)


@given(moved())
def test_pickle_and_dictionaries_keep_moves(mended: Mended) -> None:
    assert pickle.loads(pickle.dumps(mended)) == mended
    assert Mended.from_dict(json.loads(json.dumps(mended.to_dict()))) == mended


def test_a_moved_block_carries_its_edits_along() -> None:
    comma = Edit(5, 6, ",", "，", (STEP,))
    mended = Mended("正文\n图题,一\n", [comma], [Move(3, 8, 0)])
    assert mended.text == "图题，一\n正文\n"
    assert mended.revert() == mended.original
    assert mended.to_mended((3, 8)) == (0, 5)
    assert mended.to_original(0) == 3


def test_of_blocks_that_go_to_one_place_the_first_stands_first() -> None:
    assert Mended("abcd", moves=[Move(3, 4, 0), Move(2, 3, 0)]).text == "dcab"
    assert Mended("abcd", moves=[Move(2, 3, 0), Move(3, 4, 0)]).text == "cdab"


def test_an_insertion_at_the_end_stays_at_the_end() -> None:
    insertion = Edit(4, 4, "", "!", (STEP,))
    mended = Mended("abcd", [insertion], [Move(0, 1, 4)])
    assert mended.revert() == "abcd"
    assert sorted(mended.text) == sorted("abcd!")


@pytest.mark.parametrize(
    "moves",
    [
        [Move(0, 2, 9)],
        [Move(0, 9, 9)],
        [Move(0, 2, 4), Move(1, 3, 4)],
        [Move(0, 3, 4), Move(3, 4, 1)],
        [Move(0, 2, 4), Move(0, 2, 4)],
    ],
    ids=["destination outside", "span outside", "overlap", "into another", "twice"],
)
def test_moves_that_clash_are_refused(moves: list[Move]) -> None:
    with pytest.raises(EditError):
        Mended("abcd", moves=moves)


def test_a_move_that_cuts_an_edit_is_refused() -> None:
    edit = Edit(1, 3, "bc", "x", (STEP,))
    for move in (Move(0, 2, 4), Move(2, 4, 0), Move(0, 1, 2)):
        with pytest.raises(EditError, match="cuts the edit"):
            Mended("abcd", [edit], [move])


@pytest.mark.parametrize("values", [(2, 2, 0), (3, 2, 0), (-1, 2, 4), (0, 4, 2), (0, 1, -1)])
def test_moves_without_sense_are_refused(values: tuple[int, int, int]) -> None:
    with pytest.raises(EditError):
        Move(*values)
