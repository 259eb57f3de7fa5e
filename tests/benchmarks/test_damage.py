"""The damage is seeded, and its truth is exact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.damage import damage
from benchmarks.damage_kinds import KINDS
from benchmarks.show import in_context

CLEAN = (
    "昨天，我们在学校开会（大家都参加），讨论“双减”政策；老师说：可以！那么……为什么呢？\n"
    "企业增加195名工人。社会问题很多，一共生产60000部A4本，市场——不是工厂——说了算。\n"
    "中国人民银行决定，坚持农业农村优先发展，老师们认真研究教育发展问题。\n"
) * 40


@pytest.mark.parametrize("every", [10, 50, 1000])
def test_truth_gives_the_clean_text_back(every):
    damaged = damage(CLEAN, seed=7, every=every)
    assert damaged.text != CLEAN
    assert damaged.repair() == CLEAN


@given(st.text(alphabet="一国学我们。，“”（）——…… 19a《》\n", max_size=300), st.integers(0, 9))
def test_truth_is_exact_for_any_text(text, seed):
    assert damage(text, seed, every=5).repair() == text


def test_same_seed_same_damage():
    assert damage(CLEAN, seed=3) == damage(CLEAN, seed=3)
    assert damage(CLEAN, seed=3) != damage(CLEAN, seed=4)


def test_injuries_are_in_order_apart_and_where_they_say():
    damaged = damage(CLEAN, seed=7, every=10)
    end = 0
    for injury in damaged.injuries:
        assert injury.start >= end
        end = injury.end
        clean = CLEAN[injury.clean_start : injury.clean_start + len(injury.truth)]
        assert clean == injury.truth


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_changes_what_it_touches(kind):
    sites = list(kind.find(CLEAN))
    if kind.name == "blanks beside digits":
        assert not list(kind.find(CLEAN + "增加 195 名"))
    assert sites
    for parts in sites:
        for part in parts:
            clean = CLEAN[part.start : part.end]
            assert part.damaged != clean, in_context(CLEAN, part.start, part.end, part.damaged)


def test_only_what_was_asked_for():
    damaged = damage(CLEAN, seed=7, every=10, pass_names=["spacing"])
    assert {injury.pass_name for injury in damaged.injuries} == {"spacing"}


def test_shares_are_those_of_the_mixture():
    assert sum(kind.share for kind in KINDS) == 100
    by_pass = dict.fromkeys((kind.pass_name for kind in KINDS), 0)
    for kind in KINDS:
        by_pass[kind.pass_name] += kind.share
    assert by_pass == {
        "width": 40,
        "punctuation": 20,
        "spacing": 15,
        "script": 10,
        "unicode": 10,
        "encoding": 5,
    }
