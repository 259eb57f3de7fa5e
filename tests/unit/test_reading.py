"""The reader: its native arithmetic, its search, and what is made of the outcome."""

import pytest

from textmend.reading.decision import choose
from textmend.reading.reader import Candidate


def test_the_least_expected_distance_wins() -> None:
    candidates = [
        Candidate("的，", 0.3),
        Candidate("", 0.28),
        Candidate("，", 0.27),
        Candidate("了，", 0.15),
    ]
    assert choose(candidates, 0.9).text == "，"


def test_nothing_is_a_string_too() -> None:
    assert choose([Candidate("", 0.6), Candidate("的", 0.4)], 0.9).text == ""


@pytest.mark.parametrize("grave", ["不", "未", "以上", "三"])
def test_grave_characters_need_certainty(grave: str) -> None:
    assert choose([Candidate(grave, 0.7), Candidate("", 0.3)], 0.9).text == ""
    assert choose([Candidate(grave, 0.95), Candidate("", 0.05)], 0.9).text == grave


def test_the_rest_of_a_string_stays_without_its_grave_part() -> None:
    candidates = [Candidate("，不", 0.6), Candidate("，", 0.3), Candidate("", 0.1)]
    choice = choose(candidates, 0.95)
    assert choice.text == "，"
    assert choice.probability == pytest.approx(0.9)


def test_a_grave_part_that_is_sure_goes_without_the_rest() -> None:
    candidates = [Candidate("，不", 0.6), Candidate("不", 0.33), Candidate("", 0.07)]
    choice = choose(candidates, 0.9)
    assert choice.text == "不"
    assert choice.probability == pytest.approx(0.93)
    assert choice.withheld == "，不"


def test_nothing_is_left_of_what_is_grave_in_every_part() -> None:
    assert choose([Candidate("以不上", 0.8)], 0.9).text == ""


@pytest.mark.parametrize(("before", "after", "held"), [("进", "步", False), ("有", "个", True)])
def test_one_is_a_numeral_only_where_it_counts(before: str, after: str, held: bool) -> None:
    choice = choose([Candidate("一", 0.7), Candidate("", 0.3)], 0.9, before, after)
    assert choice.text == ("" if held else "一")
