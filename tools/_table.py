"""Reading and writing the tab-separated tables under `dictionaries/`.

A table is UTF-8 with LF line ends. It opens with comment lines that say what belongs in it, where
it comes from and under which licence; then one row a line, sorted by the first column in code
point order, each key once. A line is a comment only if it is `#` or begins with `# `, so that the
character # itself can be a key.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

DATE = "2026-11-22"


@dataclass(frozen=True)
class Header:
    """What the comment lines of a table say."""

    belongs: str
    excluded: str
    source: str
    licence: str
    rebuild: str
    columns: tuple[str, ...]

    def lines(self) -> list[str]:
        """Return the comment lines, without line ends.

        >>> Header("a", "b", "c", "d", "e", ("x", "y")).lines()[-1]
        '# Columns: x<TAB>y'
        """
        statements = {
            "Belongs here": self.belongs,
            "Not here": self.excluded,
            "Source": self.source,
            "Licence": self.licence,
            "Date": DATE,
            "Rebuilt by": self.rebuild,
            "Columns": "<TAB>".join(self.columns),
        }
        return [line for name, text in statements.items() for line in folded(f"{name}: {text}")]


def folded(statement: str) -> list[str]:
    """Return a statement as comment lines of at most 100 characters, continuations indented."""
    return textwrap.wrap(
        statement,
        width=100,
        initial_indent="# ",
        subsequent_indent="#   ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def is_comment(line: str) -> bool:
    r"""Tell whether a line of a table is a comment.

    >>> is_comment("# Source: ..."), is_comment("#\t131")
    (True, False)
    """
    return line == "#" or line.startswith("# ")


def read_rows(path: Path) -> list[tuple[str, ...]]:
    """Return the rows of a table, comments and empty lines left out."""
    # Not splitlines(): rows may hold U+0085 or U+2028 as data.
    lines = path.read_text(encoding="utf-8").split("\n")
    return [tuple(line.split("\t")) for line in lines if line and not is_comment(line)]


def write_table(path: Path, header: Header, rows: Iterable[tuple[str, ...]]) -> None:
    """Write a table, its rows sorted by key.

    Raises ValueError for a key given twice and for a row of the wrong width.
    """
    ordered = sorted(rows)
    keys = [row[0] for row in ordered]
    if len(set(keys)) != len(keys):
        raise ValueError(f"{path.name}: a key is given twice; keys must be unique")
    for row in ordered:
        if len(row) != len(header.columns):
            raise ValueError(f"{path.name}: row {row!r} does not have {len(header.columns)} fields")
    body = "".join("\t".join(row) + "\n" for row in ordered)
    path.write_text("\n".join(header.lines()) + "\n" + body, encoding="utf-8", newline="\n")
