"""A repaired text: built from edits and moves, taken apart again, mapped."""

from __future__ import annotations

import copy
import pickle

import pytest

from textmend import Block, Edit, EditError, Mended, Move, Step, Suspicion, mend

STEP = Step("width", "a test", 0.98)


def edit(start: int, original: str, replacement: str) -> Edit:
    return Edit(start, start + len(original), original, replacement, (STEP,))


def test_without_edits_the_text_is_the_very_object() -> None:
    text = "".join(["教育", "局"])
    assert Mended(text).text is text
    assert Mended(text).edits == ()


def test_edits_are_applied_together() -> None:
    mended = Mended("a,b.c", [edit(1, ",", "，"), edit(2, "", "xx"), edit(3, ".", "")])
    assert mended.text == "a，xxbc"
    assert mended.revert() == "a,b.c"
    assert mended.edit_count() == 3


@pytest.mark.parametrize(
    "edits",
    [
        [edit(2, "c", "x"), edit(1, "b", "x")],
        [edit(0, "ab", "x"), edit(1, "b", "y")],
        [edit(1, "", "x"), edit(1, "b", "y")],
        [edit(1, "b", "y"), edit(1, "", "x")],
        [edit(0, "b", "x")],
        [edit(3, "d", "x")],
    ],
    ids=[
        "unsorted",
        "overlapping",
        "two at one offset",
        "two at one offset, reversed",
        "of another text",
        "behind the end",
    ],
)
def test_edits_that_do_not_fit_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(EditError):
        Mended("abc", edits)


def test_an_insertion_behind_the_end_is_refused() -> None:
    with pytest.raises(EditError):
        Mended("abc", [edit(9, "", "x")])


def test_edits_may_touch() -> None:
    assert Mended("abc", [edit(0, "a", "x"), edit(1, "b", "y"), edit(2, "", "z")]).text == "xyzc"


@pytest.mark.parametrize(
    ("original", "change", "text"),
    [
        ("abc", edit(1, "b", "é"), "aéc"),
        ("abc", edit(1, "b", "教"), "a教c"),
        ("abc", edit(1, "b", "\U00020000"), "a\U00020000c"),
        ("a教c", edit(1, "教", "b"), "abc"),
        ("a\U00020000c", edit(1, "\U00020000", "教"), "a教c"),
        ("\ud800\0b", edit(2, "b", "\udfff"), "\ud800\0\udfff"),
    ],
)
def test_strings_of_all_widths(original: str, change: Edit, text: str) -> None:
    mended = Mended(original, [change])
    assert mended.text == text
    assert mended.text.isascii() == text.isascii()
    assert mended.revert() == original


def test_without_undoes_edits_and_moves_by_value() -> None:
    first, second = edit(0, "a", "x"), edit(3, "d", "y")
    move = Move(0, 1, 4)
    mended = Mended("abcd", [first, second], [move])
    assert mended.text == "bcyx"
    assert mended.without(first).text == "bcya"
    assert mended.without(move).text == "xbcy"
    assert mended.without(first, second, move).text == "abcd"
    assert mended.without(edit(0, "a", "x")).text == "bcya"
    assert mended.text == "bcyx", "the value itself stays"


def test_without_refuses_what_is_not_part_of_it() -> None:
    with pytest.raises(EditError, match="not among"):
        Mended("abcd").without(edit(0, "a", "x"))


WRAPPED = (
    "本报讯今天上午市教育局召开了全市教育工作会议会议强调要落实双\n减政策减轻学生作业负担。\n\n"
    "第二段内容在这里，我们继续写一些文字使它足够长以便判断，\n然后再换行写完这句话。\n"
) * 3


def test_without_finds_the_blocks_of_what_is_left() -> None:
    mended = mend(WRAPPED)
    assert all("\n" in edit.original for edit in mended.edits), "line ends alone are edited"
    for join in mended.edits:
        (block,) = [b for b in mended.blocks if b.start < join.start < b.end]
        kept = mended.without(join)
        spans = [(b.start, b.end) for b in kept.blocks]
        assert (block.start, join.start) in spans
        assert (join.end, block.end) in spans
    assert mended.without(*mended.edits).blocks == mended.without(join).without(*kept.edits).blocks


def test_without_leaves_out_blocks_that_it_cannot_find_anew() -> None:
    mended = pickle.loads(pickle.dumps(mend(WRAPPED)))
    join = mended.edits[0]
    kept = mended.without(join)
    assert kept.blocks == mended.blocks[1:]
    assert kept.without(*kept.edits).blocks == ()

    blocks = [Block("body", 0, 2, 0, 0.9), Block("body", 2, 4, 0, 0.9)]
    change, move = edit(0, "a", "x"), Move(0, 1, 4)
    by_hand = Mended("abcd", [change], [move], blocks)
    assert by_hand.without(change).blocks == tuple(blocks)
    assert by_hand.without(move).blocks == ()


@pytest.mark.parametrize("offset", [-1, 4])
def test_offsets_outside_are_refused(offset: int) -> None:
    mended = Mended("abc", [edit(1, "b", "")])
    with pytest.raises(EditError):
        mended.to_mended(offset)
    with pytest.raises(EditError):
        mended.to_original(offset - (offset > 0))


def test_offsets_around_each_kind_of_edit() -> None:
    mended = Mended("abcdef", [edit(1, "bc", "x"), edit(4, "", "yy"), edit(5, "f", "")])
    assert mended.text == "axdyye"
    assert [mended.to_mended(i) for i in range(7)] == [0, 1, 2, 2, 3, 6, 6]
    assert [mended.to_original(i) for i in range(7)] == [0, 1, 3, 4, 4, 4, 5]
    assert mended.to_mended((1, 3)) == (1, 2)
    assert mended.to_original((3, 5)) == (4, 4)


def test_dictionaries_and_pickle_keep_everything() -> None:
    mended = Mended(
        "abcd\ud800",
        [edit(0, "a", "x")],
        [Move(1, 2, 4)],
        [Block("heading", 0, 2, 1, 0.9)],
        [Suspicion(2, 3, ("C", "c"), "a test")],
        "gb18030",
    )
    for again in (
        Mended.from_dict(mended.to_dict()),
        pickle.loads(pickle.dumps(mended)),
        copy.deepcopy(mended),
    ):
        assert again == mended
        assert again.text == mended.text
        assert again.blocks == mended.blocks
        assert again.suspicions == mended.suspicions
        assert again.encoding == "gb18030"


def test_equality_is_of_all_parts() -> None:
    assert Mended("abc") == Mended("abc")
    assert Mended("abc") != Mended("abc", suspicions=[Suspicion(0, 1, (), "a test")])
    assert Mended("abc") != Mended("abc", [edit(0, "a", "x")])
    assert Mended("abc") != "abc"
    assert len({Mended("abc"), Mended("abc")}) == 1


@pytest.mark.parametrize("key", ["original", "edits", "moves", "blocks", "suspicions", "encoding"])
def test_a_dictionary_that_lacks_something_is_refused(key: str) -> None:
    data = Mended("abc", [edit(0, "a", "x")]).to_dict()
    del data[key]
    with pytest.raises(EditError):
        Mended.from_dict(data)


def test_a_repr_is_short_whatever_the_text() -> None:
    mended = mend("今天下雪,天很冷。\n" * 1000)
    assert repr(mended) == "Mended(10000 characters, 1000 edits, 0 moves, 0 suspicions)"
