"""The arguments of `textmend lexicon`. Nothing is imported here that costs time."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from textmend.cli.values import finite, natural, some_name

__all__ = ["add_lexicon"]

_Add = Callable[[Any, str, str], argparse.ArgumentParser]


def add_lexicon(commands: Any, add: _Add) -> None:  # noqa: ANN401 (no type there)
    """Add the command and its three parts; `add` adds one."""
    parser = add(commands, "lexicon", "build, show and try lists of terms")
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    _add_build(add(parts, "build", "find the terms of a domain in clean text of it"))
    show = add(parts, "show", "show what a lexicon holds")
    show.add_argument("file", metavar="FILE", help="a list of terms, or a compiled lexicon")
    show.add_argument("--most", metavar="N", type=natural, default=20, help="terms to show")
    _add_test(add(parts, "test", "find the terms of a lexicon in a text"))


def _add_build(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "corpora",
        metavar="CORPUS",
        nargs="+",
        help="files or directories of UTF-8 text, a paragraph a line",
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=some_name, help="the list (default: standard output)"
    )
    parser.add_argument("--count", metavar="N", type=natural, default=5, help="least occurrences")
    parser.add_argument(
        "--paragraphs", metavar="N", type=natural, default=3, help="least paragraphs"
    )
    parser.add_argument(
        "--cohesion", metavar="X", type=finite, default=4.0, help="least, in nats (default 4)"
    )
    parser.add_argument(
        "--entropy", metavar="X", type=finite, default=1.0, help="least, in nats (default 1)"
    )
    parser.add_argument(
        "--known", metavar="FILE", action="append", default=[], help="terms that are not wanted"
    )


def _add_test(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT", help='the text; "-" reads standard input')
    parser.add_argument(
        "--lexicon",
        metavar="FILE",
        action="append",
        default=[],
        help="a list of terms (default: those that textmend brings along)",
    )
    parser.add_argument(
        "--errors", type=int, choices=(0, 1, 2), default=1, help="in a term (default 1)"
    )
    parser.add_argument("--all", action="store_true", help="matches that overlap, too")
