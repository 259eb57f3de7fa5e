"""Single faults of a page: where they are done, and how often."""

import random

import pytest

from textmend import OptionError
from textmend.damage import PageFaults
from textmend.damage.fault_table import FAULTS

CLEAN = (
    "昨天，我们在学校开会（大家都参加），讨论“双减”政策；老师说：可以！那么……为什么呢？\n"
    "企业增加195名工人。社会问题很多，一共生产60000部A4本，市场——不是工厂——说了算。\n"
    "中国人民银行决定，坚持农业农村优先发展，老师们认真研究教育发展问题。\n"
) * 40


def damaged(every=10.0, passes=None):
    return PageFaults(every, passes).apply(CLEAN, random.Random(7))


def test_places_keep_apart():
    end = -3
    for edit in damaged().truth:
        assert edit.start - end >= 2
        end = edit.end


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_fault_changes_what_it_touches(fault):
    sites = list(fault.find(CLEAN))
    if fault.name == "blanks beside digits":
        assert not list(fault.find(CLEAN + "增加 195 名"))
    assert sites
    for parts in sites:
        assert all(part.damaged != CLEAN[part.start : part.end] for part in parts)


def test_only_what_was_asked_for():
    assert {edit.pass_name for edit in damaged(passes=("spacing",)).truth} == {"spacing"}


def test_fewer_where_they_are_farther_apart():
    assert len(damaged(10).truth) > 4 * len(damaged(100).truth) > 0


def test_shares_are_those_of_the_mixture():
    by_pass = dict.fromkeys((fault.pass_name for fault in FAULTS), 0)
    for fault in FAULTS:
        by_pass[fault.pass_name] += fault.share
    assert by_pass == {
        "width": 40,
        "punctuation": 20,
        "spacing": 15,
        "script": 10,
        "unicode": 10,
        "encoding": 5,
    }


@pytest.mark.parametrize("options", [{"every": 0}, {"every": -1}, {"passes": ("restoration",)}])
def test_options_that_cannot_be_used_are_refused(options):
    with pytest.raises(OptionError):
        PageFaults(**options)
