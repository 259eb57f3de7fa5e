"""The dictionary tables: where they lie, and one shared, immutable copy in memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from textmend._native import NativeTableError, Tables
from textmend.errors import TableError

__all__ = [
    "RuleBook",
    "dictionary_folder",
    "rule_book",
    "shared_tables",
    "table_errors",
    "table_rows",
]


def dictionary_folder() -> str:
    """Return the folder of the installed tables.

    Raises:
        TableError: if the package was installed without them.
    """
    import textmend  # noqa: PLC0415 (its own package path; at call time to avoid a cycle)

    for root in textmend.__path__:
        folder = os.path.join(root, "dictionaries")  # noqa: PTH118 (pathlib is slow to import)
        if os.path.isfile(os.path.join(folder, "rules.tsv")):  # noqa: PTH113, PTH118
            return folder
    raise TableError(
        "The folder `dictionaries` is missing beside the package: textmend is not installed "
        "completely; install it again with pip."
    )


@cache
def shared_tables() -> Tables:
    """Return the tables, read at the first call.

    Raises:
        TableError: if one is missing or malformed; the message names file and line.
    """
    with table_errors():
        return Tables(dictionary_folder())


@contextmanager
def table_errors() -> Iterator[None]:
    """Turn the native core's errors about tables into `TableError`; some are read when needed."""
    try:
        yield
    except NativeTableError as error:
        raise TableError(str(error)) from error


def table_rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table, its header left out; for tables that the core does not read.

    Raises:
        TableError: if it is not there.
    """
    path = os.path.join(dictionary_folder(), name)  # noqa: PTH118
    try:
        with open(path, encoding="utf-8", newline="\n") as table:  # noqa: PTH123
            lines = table.read().split("\n")
    except OSError as error:
        raise TableError(
            f"The table {name} cannot be read ({error.strerror}): textmend is not installed "
            "completely; install it again with pip."
        ) from error
    return tuple(
        tuple(line.split("\t")) for line in lines if line and line != "#" and line[:2] != "# "
    )


class RuleBook:
    """Rules by name, for the passes that live outside the native core.

    >>> rule_book().confidence("script.traditional_in_simplified") >= 0.9
    True
    """

    def __init__(self, tables: Tables) -> None:
        self._index = {name: index for index, name in enumerate(tables.rule_names())}
        self._rules = {name: tables.rule(index) for name, index in self._index.items()}

    def index(self, name: str) -> int:
        """Return the number under which the native core knows the rule."""
        return self._index[name]

    def confidence(self, name: str) -> float:
        """Return how sure an edit by this rule is, 0 to 1."""
        return self._rules[name][1]

    def reason(self, name: str) -> str:
        """Return the sentence that explains an edit by this rule."""
        return self._rules[name][2]


@cache
def rule_book() -> RuleBook:
    """Return the rules of the shared tables."""
    return RuleBook(shared_tables())
