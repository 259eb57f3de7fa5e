"""No input hangs: what repeats one thing over and over takes time in proportion to its length."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from properties.test_mending import DEFAULT

_SIZES = (1_000, 4_000, 16_000, 64_000, 256_000, 1_024_000)  # characters
_GROWTH = 100.0  # over two sizes; linear is 16, quadratic 256, and fresh memory is slow
_MEASURABLE = 0.7  # seconds of CPU; below, caches and the allocator weigh too much
_BOUND = 20.0

PATTERNS = {
    "one long line": "教育局的工作",
    "newlines": "\n",
    "blanks": " ",
    "ideographic blanks": "\u3000",
    "odd blanks": "教\u00a0",
    "spaced": "教 ",
    "commas": ",",
    "Chinese commas": "教,",
    "doubled stops": "教。。",
    "stops and blanks": "。 甲",
    "stops and half stops": "教，%.",
    "full stops": ".",
    "ellipses": "教...",
    "hyphens": "-",
    "dashes": "甲—— ",
    "question marks": "教??",
    "colons": "教:",
    "opening parentheses": "(",
    "notes": "教(a)",
    "parentheses of both widths": "教（（)",
    "opening brackets": "《《",
    "angles": "<",
    "double angles": "<<教",
    "open tags": "<a",
    "tags": "<a>",
    "dollars": "$",
    "formulas": "$a",
    "backquotes": "`",
    "commands": "\\a{",
    "commands far": "\\a{教",
    "schemes": "://",
    "addresses": "www.",
    "at signs": "a@",
    "ampersands": "&",
    "entities": "&amp;",
    "straight quotes": '"',
    "straight single quotes": "教'",
    "opening quotes": "“",
    "closing quotes": "”",
    "quotations": "“甲” 乙 ",
    "corner quotes": "「",
    "quoted words": "教“a.” ",
    "zero-width spaces": "\u200b",
    "joiners": "教\u200d",
    "direction marks": "\u202e",
    "selectors": "\ufe0f",
    "radicals": "⽂",
    "full-width digits": "１，２００",
    "full-width letters": "Ａ",
    "combining marks": "\u0301",
    "composed": "e\u0301",
    "rare characters": "龘靐齉爩",
    "unseen characters": "㐀",
    "UTF-8 read as GBK": "鏂囨湰",
    "broken UTF-8 read as GBK": "鏂囨湰鏂",
    "Big5 read as GBK": "い绩厩",
    "GBK read as Latin-1": "ÎÄ±¾",
    "Latin suspects": "Ã",
    "mixed Latin suspects": "ÎÄ±¾ a",
    "lost": "锟斤拷",
    "half lost": "锟",
    "burning": "烫",
    "cut": "銆?",
    "traditional": "學",
    "both scripts": "国学學校",
    "both scripts in clauses": "国学，學校，",
    "lone surrogates": "\ud800",
    "NUL": "\0",
    "private use": "\ue000",
    "emoji": "\U0001f600",
    "kana": "か",
    "Latin sentence": "abc， ",
    "keys": "a: ",
    "fractions": " ３．１４",
    "replacement characters": "\ufffd\t",
    "unclosed": "?（（",
    "doubled opening quotes": "{é““",
    "quotes in a sentence": "教育局a““",
    "sentences": "中小學生学习<<教育法>>,推进教 育工作。",
}

# What only repeats until something at the end closes it, or lacks it.
ENDED = {
    "commands closed": ("\\a{", "}"),
    "doubled brackets closed": ("《《文", "》"),
    "double angles closed": ("<<文", ">>"),
    "parentheses in parentheses": ("(", ")" * _SIZES[-1]),
    "one quote too many": ("“甲”", "“乙“"),
    "stops behind Latin": ("中中中Python.）", ""),
    "Big5 read as GBK, cut": ("い绩厩", "\ud800"),
}


def cpu_seconds(text: str) -> float:
    start = time.process_time()
    DEFAULT.mend(text)
    return time.process_time() - start


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_time_is_linear(pattern: str) -> None:
    check_linear(lambda size: pattern * (size // len(pattern)))


@pytest.mark.parametrize(("pattern", "end"), ENDED.values(), ids=ENDED)
def test_time_is_linear_whatever_ends_it(pattern: str, end: str) -> None:
    check_linear(lambda size: pattern * (size // len(pattern)) + end[:size])


def check_linear(text_of: Callable[[int], str]) -> None:
    # From short to long, so that what is quadratic is noticed before it takes an hour.
    earlier: list[float] = []
    for size in _SIZES:
        seconds = cpu_seconds(text_of(size))
        assert seconds < _BOUND
        if seconds > _MEASURABLE and len(earlier) > 1:
            before = earlier[-2]
            assert seconds < _GROWTH * before, f"{before:.3f} s became {seconds:.2f} s at {size}"
        if seconds > _MEASURABLE:
            return
        earlier.append(seconds)
