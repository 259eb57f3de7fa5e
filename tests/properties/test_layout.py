"""The shape of lines is measured in the core and asked about in Python: both must mean the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from textmend._native import LayoutSurvey
from textmend.passes.paragraphs.lines import read_lines
from textmend.tables import shared_tables

PIECES = st.sampled_from(
    [
        "教育",
        "全市",
        "学校开展活动",
        "a",
        "GPU",
        "12",
        "，",
        "。",
        "：",
        "“",
        "”",
        " ",
        "\u3000",
        "\n",
        ">",
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_prose_and_open_ends_are_the_same(text: str) -> None:
    survey = LayoutSurvey()
    survey.add(text, shared_tables())
    lines = read_lines(text, shared_tables())
    assert survey.lines == len(lines)
    assert survey.prose == sum(line.is_prose for line in lines)
    assert survey.open == sum(line.is_prose and line.is_open for line in lines)
