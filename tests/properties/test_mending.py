"""What holds for every text and every setting of options."""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import textmend
from properties.strategies import documents, texts
from textmend.passes import PASS_NAMES

DEFAULT = textmend.Mender()

MENDERS = {
    "default": DEFAULT,
    "safe": textmend.Mender("safe"),
    "all edits": textmend.Mender(min_confidence=0.0),
    "sure edits": textmend.Mender(min_confidence=0.96),
    "spaced": textmend.Mender(han_latin="add"),
    "unspaced": textmend.Mender(han_latin="remove"),
    "to simplified": textmend.Mender(convert="t2s"),
    "to Taiwan": textmend.Mender(convert="s2twp"),
    "katakana": textmend.Mender(katakana="fold"),
    "finding breaks": textmend.Mender(breaks="find"),
    "protecting": textmend.Mender(protect=["教育", "C++", re.compile(r"\d[\d,.]*")]),
}

menders = st.sampled_from(list(MENDERS.values()))


def composed(mended: textmend.Mended) -> str:
    """Apply the edits by hand."""
    parts, done = [], 0
    for edit in mended.edits:
        parts += [mended.original[done : edit.start], edit.replacement]
        done = edit.end
    return "".join([*parts, mended.original[done:]])


@given(documents, menders)
@example("学\uda90們學這裏學們學這裏學", MENDERS["to simplified"])
@example("", DEFAULT)
@example("\0", DEFAULT)
@example("\ud800,教\udfff", DEFAULT)
def test_revert_gives_the_original(text: str, mender: textmend.Mender) -> None:
    mended = mender.mend(text)
    assert mended.original is text
    assert mended.revert() == text


@given(documents, menders)
def test_edits_are_sorted_apart_and_true(text: str, mender: textmend.Mender) -> None:
    mended = mender.mend(text)
    end, start = 0, -1
    for edit in mended.edits:
        assert end <= edit.start <= edit.end <= len(text)
        assert edit.start != start, "two edits at one offset"
        assert text[edit.start : edit.end] == edit.original
        assert edit.replacement != edit.original
        end, start = edit.end, edit.start
    assert mended.edit_count() == len(mended.edits)
    assert composed(mended) == mended.without(*mended.moves).text


@given(documents, menders)
def test_steps_name_passes_that_ran(text: str, mender: textmend.Mender) -> None:
    for edit in mender.mend(text).edits:
        assert all(step.pass_name in mender.passes and step.reason for step in edit.steps)
        assert edit.confidence == min(step.confidence for step in edit.steps)
        assert edit.confidence >= mender.min_confidence


@given(documents, menders)
def test_fix_is_the_text_of_mend(text: str, mender: textmend.Mender) -> None:
    assert mender.fix(text) == mender.mend(text).text


@given(documents, menders)
def test_without_edits_the_text_is_the_very_object(text: str, mender: textmend.Mender) -> None:
    mended = mender.mend(text)
    assert (mended.text is text) == (not mended.edits and not mended.moves)


@given(documents)
def test_mending_again_changes_nothing(text: str) -> None:
    once = DEFAULT.fix(text)
    assert DEFAULT.mend(once).edits == ()


@given(documents, menders)
def test_suspicions_lie_in_the_original(text: str, mender: textmend.Mender) -> None:
    suspicions = mender.mend(text).suspicions
    assert list(suspicions) == sorted(suspicions, key=lambda s: (s.start, s.end))
    for suspicion in suspicions:
        assert 0 <= suspicion.start <= suspicion.end <= len(text)
        assert suspicion.reason


@given(documents, menders)
def test_pickle_and_dictionaries_lose_nothing(text: str, mender: textmend.Mender) -> None:
    mended = mender.mend(text)
    assert pickle.loads(pickle.dumps(mended)) == mended
    data = json.loads(json.dumps(mended.to_dict()))
    again = textmend.Mended.from_dict(data)
    assert again == mended
    assert again.text == mended.text
    assert again.revert() == text
    for edit in mended.edits:
        assert textmend.Edit.from_dict(edit.to_dict()) == edit


@given(documents, menders)
def test_a_pickled_mender_works_alike(text: str, mender: textmend.Mender) -> None:
    again = pickle.loads(pickle.dumps(mender))
    assert again.passes == mender.passes
    assert again.mend(text) == mender.mend(text)


@given(documents, st.data())
def test_without_an_edit_only_that_one_is_undone(text: str, data: st.DataObject) -> None:
    mended = DEFAULT.mend(text)
    if not mended.edits:
        return
    undone = set(data.draw(st.lists(st.sampled_from(mended.edits), max_size=3)))
    rest = mended.without(*undone)
    assert rest.edits == tuple(edit for edit in mended.edits if edit not in undone)
    assert rest.text == composed(rest)
    assert rest.revert() == text
    assert rest.suspicions == mended.suspicions
    assert mended.without(*mended.edits).text == text


@given(documents, st.sampled_from([0.0, 0.9, 0.93, 0.95, 0.97, 0.99, 1.0]))
def test_edits_below_the_threshold_are_not_made(text: str, least: float) -> None:
    mended = textmend.Mender(min_confidence=least).mend(text)
    assert all(edit.confidence >= least for edit in mended.edits)
    if least == 1.0:
        assert mended.text is text


@given(documents, st.sets(st.sampled_from(PASS_NAMES)))
def test_passes_that_are_not_asked_for_do_nothing(text: str, names: set[str]) -> None:
    mended = textmend.Mender(passes=sorted(names)).mend(text)
    assert {step.pass_name for edit in mended.edits for step in edit.steps} <= names
    rest = [name for name in PASS_NAMES if name not in names]
    assert textmend.Mender(skip=rest).mend(text) == mended


@given(documents, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=4), menders)
@example("教,教;教", [(1, 1)], DEFAULT)
def test_protected_spans_stay(
    text: str, raw: list[tuple[int, int]], mender: textmend.Mender
) -> None:
    spans = [(min(a, len(text)), min(a + n, len(text))) for a, n in raw]
    mended = mender.mend(text, protected_spans=spans)
    for start, end in spans:
        if start == end:
            continue  # holds nothing to protect
        for edit in mended.edits:
            inside = edit.start < end and edit.end > start
            assert not inside, (edit, (start, end))
            assert not start < edit.start == edit.end < end, "an insertion into a protected span"


@given(texts, menders)
def test_everything_protected_means_nothing_changed(text: str, mender: textmend.Mender) -> None:
    assert mender.mend(text, protected_spans=[(0, len(text))]).text is text


@pytest.mark.parametrize("span", [(-1, 1), (2, 1), (0, 4), (4, 4)])
def test_protected_spans_outside_the_text_are_refused(span: tuple[int, int]) -> None:
    with pytest.raises(textmend.EditError):
        DEFAULT.mend("教育局", protected_spans=[span])


@given(st.lists(documents, max_size=8), st.integers(0, 7))
def test_neighbours_batch_and_threads_change_nothing(batch: list[str], turn: int) -> None:
    alone = [DEFAULT.mend(text) for text in batch]
    assert list(DEFAULT.mend_many(batch)) == alone
    assert list(DEFAULT.mend_many(batch, workers=4)) == alone
    turned = batch[turn:] + batch[:turn]
    assert list(DEFAULT.mend_many(turned, workers=2)) == alone[turn:] + alone[:turn]


def test_mend_many_is_lazy_and_bounded() -> None:
    taken = 0

    def endless() -> object:
        nonlocal taken
        while True:
            taken += 1
            yield "今天,晴"

    mended = DEFAULT.mend_many(endless(), workers=2)  # type: ignore[arg-type]
    assert [next(mended).text for _ in range(20)] == ["今天，晴"] * 20
    assert taken <= 20 + 8


@pytest.mark.parametrize("workers", [0, -1])
def test_mend_many_needs_a_worker(workers: int) -> None:
    with pytest.raises(textmend.OptionError):
        list(DEFAULT.mend_many(["教"], workers=workers))


@given(st.lists(documents, min_size=1, max_size=3))
def test_options_of_one_mender_do_not_leak_into_another(batch: list[str]) -> None:
    before = [DEFAULT.mend(text) for text in batch]
    for mender in MENDERS.values():
        for text in batch:
            mender.mend(text)
    assert [DEFAULT.mend(text) for text in batch] == before


@pytest.mark.parametrize("function", [textmend.fix, textmend.mend])
def test_module_functions_are_those_of_a_mender(function: Callable[..., object]) -> None:
    text = "增加 195 名,共5%."
    method = getattr(textmend.Mender(han_latin="add"), function.__name__)
    assert function(text, han_latin="add") == method(text)
