"""Lexicons that users write: one term a line, or a table of terms or of fixed repairs.

A line is one of

- ``term``: a word to know; it stays as it is, and what is plainly meant by it becomes it.
- ``term<TAB>note``: the same; a note in ASCII, such as a count or a part of speech, is not read.
- ``term<TAB>term``: the same, and says so: the term is allowed whatever else it looks like.
- ``wrong<TAB>right``: a fixed repair.
- ``wrong<TAB>right<TAB>context``: a fixed repair in its context alone. A context with ``~`` in it
  is what stands around the wrong form, which ``~`` stands for: ``~作业`` is in front of 作业. One
  without is what must stand somewhere in the same line.

Empty lines and comments, ``#`` alone or before a blank, are left out. The comment
``# Columns: wrong<TAB>right`` (the name of the tab, not the tab) makes every second column a
repair, one in ASCII too; ``# Columns: term`` and the like make none one, as in the tables under
``dictionaries/``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from textmend._native import LONGEST_TERM
from textmend.errors import TableError
from textmend.lexicon.compiled import Lexicon
from textmend.lexicon.domains import DOMAINS, domain_terms

__all__ = ["FixedRepair", "Line", "UserLexicon", "parse_lexicon", "read_lexicons"]

_COLUMNS = "# Columns: "


@dataclass(frozen=True, slots=True)
class FixedRepair:
    """What is always put in the place of something.

    Attributes:
        wrong: what stands in a text.
        right: what ought to stand there.
        context: where; see the module. Empty: everywhere.
    """

    wrong: str
    right: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a lexicon, where it stands, and what the header says of the second column."""

    place: str
    text: str
    of_repairs: bool | None = None


@dataclass(frozen=True, slots=True)
class UserLexicon:
    """Terms that stay as they are, and repairs."""

    terms: tuple[str, ...]
    repairs: tuple[FixedRepair, ...]


def read_lexicons(paths: Sequence[str | os.PathLike[str]]) -> UserLexicon:
    """Read lexicons in UTF-8, with or without a byte-order mark, and put them together.

    A name of `textmend.lexicon.domains.DOMAINS`, such as ``law``, stands for the list of that
    domain, which textmend brings along; a file of that name is ``./law``.

    Raises:
        TableError: if one cannot be read, or a line cannot be used; the message names the line.
    """
    return parse_lexicon(line for path in paths for line in _lines(os.fspath(path)))


def _lines(name: str) -> Iterator[Line]:
    if name in DOMAINS:
        yield from (Line(name, term) for term in domain_terms(name))
        return
    try:
        with open(name, encoding="utf-8-sig") as file:  # noqa: PTH123 (pathlib is slow to import)
            lines = file.read().split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(
            f"The lexicon {name} cannot be read ({error}): give a UTF-8 file with one term a line."
        ) from error
    of_repairs = None
    for number, line in enumerate(lines, start=1):
        if line.startswith(_COLUMNS):
            of_repairs = line.removeprefix(_COLUMNS).strip().startswith("wrong")
        if line.strip() and line != "#" and not line.startswith("# "):
            yield Line(f"{name}, line {number}", line, of_repairs)


def parse_lexicon(lines: Iterable[Line]) -> UserLexicon:
    r"""Return what the lines of lexicons say.

    Raises:
        TableError: if a line cannot be used.

    >>> parse_lexicon([Line("1", "双减"), Line("2", "教育居\t教育局")]).repairs
    (FixedRepair(wrong='教育居', right='教育局', context=''),)
    """
    terms: dict[str, None] = {}
    repairs: dict[FixedRepair, str] = {}
    for line in lines:
        row = [field.strip() for field in line.text.split("\t")]
        if not row[0]:
            raise TableError(f"{line.place}: the first column is empty; put a term there.")
        if not _is_repair(row, line.of_repairs):
            terms[row[0]] = None
            continue
        if len(row[0]) > LONGEST_TERM:
            raise TableError(
                f"{line.place}: the wrong form has {len(row[0])} characters, and {LONGEST_TERM} "
                "are the most; give the part of it that is wrong."
            )
        repair = FixedRepair(row[0], row[1], row[2] if len(row) > 2 else "")
        repairs.setdefault(repair, line.place)
        terms[row[1]] = None
    if repairs:
        _check(repairs)
    return UserLexicon(tuple(terms), tuple(repairs))


def _is_repair(row: list[str], of_repairs: bool | None) -> bool:
    if len(row) < 2 or row[1] == row[0] or not row[1] or of_repairs is False:
        return False
    return bool(of_repairs) or not row[1].isascii()


def _check(repairs: dict[FixedRepair, str]) -> None:
    """See that one text has one repair, and that no right form holds another's wrong one.

    Then the outcome does not depend on which repair is made first.
    """
    rights: dict[tuple[str, str], str] = {}
    for repair, place in repairs.items():
        known = rights.setdefault((repair.wrong, repair.context), repair.right)
        if known != repair.right:
            raise TableError(
                f"{place}: {repair.wrong!r} is to be {known!r} and {repair.right!r}; keep one, or "
                "give each its context."
            )
    wrong = Lexicon.of(repair.wrong for repair in repairs)
    for repair, place in repairs.items():
        found = wrong.find(repair.right, skeletons=False, cut=False, overlapping=True)
        if inner := next((match.term for match in found if match.term != repair.wrong), ""):
            raise TableError(
                f"{place}: the right form {repair.right!r} contains {inner!r}, which another line "
                "calls wrong; write the final form on both lines."
            )
