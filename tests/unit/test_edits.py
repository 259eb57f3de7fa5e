"""Edits, moves and steps as values: what they refuse, and how they are written down."""

from __future__ import annotations

import json
from typing import Any

import pytest

from textmend import Edit, EditError, Move, Step

STEP = Step("width", "comma beside Chinese", 0.98)
SURE = Step("unicode", "one form", 0.99)


@pytest.mark.parametrize("confidence", [-0.01, 1.01, float("nan"), float("inf")])
def test_a_confidence_is_a_probability(confidence: float) -> None:
    with pytest.raises(EditError, match="0 to 1"):
        Step("width", "a reason", confidence)


@pytest.mark.parametrize(
    ("start", "end", "original"),
    [(-1, 0, "a"), (2, 1, ""), (0, 1, ""), (0, 1, "ab"), (1, 1, "a")],
    ids=["before the text", "backwards", "too little", "too much", "insertion with text"],
)
def test_a_span_fits_what_stood_there(start: int, end: int, original: str) -> None:
    with pytest.raises(EditError):
        Edit(start, end, original, "x", (STEP,))


def test_an_edit_can_be_explained() -> None:
    with pytest.raises(EditError, match="at least one step"):
        Edit(0, 1, "a", "b", ())


def test_the_last_step_names_and_the_least_sure_grades() -> None:
    edit = Edit(0, 1, ",", "，", (STEP, SURE))
    assert (edit.pass_name, edit.reason) == ("unicode", "one form")
    assert edit.confidence == 0.98


def test_spans_count_code_points() -> None:
    assert Edit(0, 1, "\U0001f600", "", (STEP,)).end == 1
    assert Edit(0, 2, "\ud83d\ude00", "", (STEP,)).end == 2


@pytest.mark.parametrize(
    "edit",
    [
        Edit(2, 3, ",", "，", (STEP,)),
        Edit(0, 0, "", "\ud800\0", (STEP, SURE)),
        Edit(5, 7, "\u2028\U0001f600", "", (SURE,)),
    ],
    ids=["replacement", "insertion", "deletion"],
)
def test_dictionaries_lose_nothing(edit: Edit) -> None:
    assert Edit.from_dict(json.loads(json.dumps(edit.to_dict()))) == edit


def _without(key: str) -> dict[str, Any]:
    return {k: v for k, v in Edit(0, 1, ",", "，", (STEP,)).to_dict().items() if k != key}


@pytest.mark.parametrize(
    "data",
    [
        *(_without(key) for key in ("start", "end", "original", "replacement", "steps")),
        _without("") | {"steps": [{"pass": "width"}]},
        _without("") | {"steps": 3},
        _without("") | {"start": "one"},
        _without("") | {"steps": []},
        _without("") | {"end": 5},
    ],
)
def test_a_broken_dictionary_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(EditError):
        Edit.from_dict(data)


def test_a_move_says_where_to() -> None:
    assert Move(2, 4, 0) == Move(2, 4, 0)
    assert Move(2, 4, 2).to == 2  # to where it stands: odd, and harmless
    assert Move(2, 4, 4).to == 4


@pytest.mark.parametrize("values", [(1, 1, 0), (2, 1, 0), (-1, 1, 3), (0, 3, 1), (0, 1, -2)])
def test_a_move_without_sense_is_refused(values: tuple[int, int, int]) -> None:
    with pytest.raises(EditError):
        Move(*values)
