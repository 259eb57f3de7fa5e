"""The string of a line is found as a JSON reader finds it, and only its token changes."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from textmend.formats.jsonl import Field, json_string

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["text", "a", "b"]), inner),
    max_leaves=8,
)


# The first text that hypothesis draws makes it build its tables of Unicode.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["text", "a", "b"]), VALUES), st.booleans())
def test_finds_what_json_finds(value, ascii_only):
    line = json.dumps(value, ensure_ascii=ascii_only)
    for path in ("text", "a.text", "a.b.text"):
        expected = value
        for name in path.split("."):
            expected = expected.get(name) if isinstance(expected, dict) else None
        token = Field(path).find(line)
        if isinstance(expected, str):
            assert token is not None
            assert token.text == expected
            assert json.loads(line[token.start : token.end]) == expected
        else:
            assert token is None


def test_last_of_two_members_counts():
    assert Field("text").find('{"text": "甲", "text": "乙"}').text == "乙"


@pytest.mark.parametrize(
    "line",
    [
        '{"type":"text","text":"甲"}',
        '{"a":{"text":"甲"},"text":"甲"}',
        '{"a":{"text":"甲"},"te\\u0078t":"甲"}',
        '{"a":"\\"text\\":\\"甲\\"","text" : "甲"}',
    ],
)
def test_the_last_string_is_the_right_one(line):
    assert Field("text").find(line).start == line.rindex('"甲"')


@pytest.mark.parametrize(
    "line",
    [
        "",
        "x",
        "[1]",
        '"text"',
        '{"text": "甲"',
        '{"text": "甲"} x',
        '{"text" "甲"}',
        "{text: 1}",
        '{"text": "甲",}',
        '{"text": "甲" "b": 1}',
        '{"a":' + "[" * 100000,
        '{"text": "\t"}',
    ],
)
def test_no_json_object(line):
    with pytest.raises(ValueError):
        Field("text").find(line)


@given(st.text(st.characters(exclude_categories=[])))
def test_token_says_the_text(text):
    for ascii_only in (True, False):
        assert json.loads(json_string(text, ascii_only)) == text
