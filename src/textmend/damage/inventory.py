"""What may be dropped or confused: the tables that the kinds of damage draw on, read lazily."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from textmend.errors import OptionError
from textmend.tables import table_rows

__all__ = [
    "CHARACTER_CLASSES",
    "MARK_CLASSES",
    "core_characters",
    "droppable",
    "look_alikes",
    "stop_words",
]

CHARACTER_CLASSES = (
    "particle", "preposition", "conjunction", "pronoun", "adverb", "auxiliary", "negation",
    "numeral", "measure", "localizer", "verb", "adjective", "noun",
)  # fmt: skip
"""Classes of function characters in ``function_characters.tsv``."""

MARK_CLASSES = (
    "stop", "comma", "quotation", "title", "bracket", "dash", "symbol", "ascii",
)  # fmt: skip
"""Classes of marks in ``function_characters.tsv``."""


def droppable(*classes: str) -> tuple[str, ...]:
    """Return the characters of some classes, in code point order.

    Raises:
        OptionError: if there is no such class.

    >>> droppable("stop")
    ('。', '！', '．', '？', '｡')
    """
    for name in classes:
        if name not in CHARACTER_CLASSES + MARK_CLASSES:
            raise OptionError(
                f"There is no class of characters named {name!r}: choose among "
                f"{', '.join(CHARACTER_CLASSES + MARK_CLASSES)}."
            )
    return tuple(row[0] for row in _characters() if row[1] in classes)


def core_characters() -> tuple[str, ...]:
    """Return the short list: some hundred single characters that most stop-word lists have."""
    return tuple(row[0] for row in _characters() if row[2] == "core")


@cache
def _characters() -> tuple[tuple[str, ...], ...]:
    return table_rows("function_characters.tsv")


@cache
def stop_words() -> tuple[str, ...]:
    """Return words of two or more characters that stop-word lists have, in code point order."""
    return tuple(row[0] for row in table_rows("stop_words.tsv"))


@cache
def look_alikes() -> Mapping[str, str]:
    """Return, for some characters, those that they are misread for.

    >>> look_alikes()["己"]
    '已巳'
    """
    return MappingProxyType({row[0]: row[1] for row in table_rows("shape_pairs.tsv")})
