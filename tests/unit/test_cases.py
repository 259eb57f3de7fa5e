"""Every case of ``tests/cases``: what is repaired, and above all what is left alone.

A file is a list of cases. A case has a ``label`` (unique in all files), a ``comment`` (why it is
there), the ``original``, what it is ``fixed`` to, what to ``expect`` (``"pass"``, or ``"fail"``
for a known failure, which must then fail) and maybe ``options`` for `textmend.Mender`. In the files
under ``unchanged`` the fixed text is the original.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import textmend

CASES = Path(__file__).resolve().parents[1] / "cases"
FIELDS = {"label", "comment", "original", "fixed", "expect"}
PASS_FILES = {"encoding", "unicode", "script", "width", "spacing", "punctuation", "mixed"}


@dataclass(frozen=True)
class Case:
    """One case and the file it stands in, e.g. ``unchanged/poems``."""

    group: str
    label: str
    comment: str
    original: str
    fixed: str
    expect: str
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def unchanged(self) -> bool:
        return self.group.startswith("unchanged/")

    def mend(self, text: str) -> textmend.Mended:
        return textmend.mend(text, **self.options)


def case_files() -> dict[str, Path]:
    """Return the files by group, in a fixed order."""
    paths = sorted(CASES.rglob("*.json"))
    return {path.relative_to(CASES).with_suffix("").as_posix(): path for path in paths}


def load(group: str, path: Path) -> list[Case]:
    return [Case(group, **case) for case in json.loads(path.read_text(encoding="utf-8"))]


ALL = [case for group, path in case_files().items() for case in load(group, path)]


def params(known_failures: bool = False) -> list[Any]:
    """Return the cases as parameters; with `known_failures`, those that fail are marked."""

    def marks(case: Case) -> list[Any]:
        if known_failures and case.expect == "fail":
            return [pytest.mark.xfail(strict=True, reason=case.comment)]
        return []

    return [pytest.param(c, marks=marks(c), id=f"{c.group}: {c.label}") for c in ALL]


def shown(mended: textmend.Mended) -> str:
    """Return the edits one to a line, for the message of a failed test."""
    return "\n".join(
        f"[{edit.start}, {edit.end}) {edit.original!r} -> {edit.replacement!r} "
        f"({edit.pass_name}: {edit.reason})"
        for edit in mended.edits
    )


@pytest.mark.parametrize("case", params(known_failures=True))
def test_text_is_mended_as_the_case_says(case: Case) -> None:
    mended = case.mend(case.original)
    assert mended.text == case.fixed, shown(mended)
    if case.unchanged:
        assert mended.text is mended.original
        assert mended.edits == ()


@pytest.mark.parametrize("case", params())
def test_revert_gives_the_original(case: Case) -> None:
    assert case.mend(case.original).revert() == case.original


@pytest.mark.parametrize("case", params())
def test_mending_again_changes_nothing(case: Case) -> None:
    once = case.mend(case.original).text
    twice = case.mend(once)
    assert twice.text == once, shown(twice)


@pytest.mark.parametrize("case", params())
def test_edits_are_sorted_apart_and_true(case: Case) -> None:
    mended = case.mend(case.original)
    before = -1
    for edit in mended.edits:
        assert edit.start >= max(before, 0), shown(mended)
        assert case.original[edit.start : edit.end] == edit.original
        assert edit.original != edit.replacement, shown(mended)
        before = edit.end
    starts = [edit.start for edit in mended.edits]
    assert len(starts) == len(set(starts)), shown(mended)


@pytest.mark.parametrize(("group", "path"), case_files().items(), ids=case_files())
def test_file_follows_the_schema(group: str, path: Path) -> None:
    cases = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(cases, list)
    assert cases
    for case in cases:
        assert set(case) - {"options"} == FIELDS, case
        assert all(isinstance(case[name], str) for name in FIELDS), case
        assert isinstance(case.get("options", {}), dict), case
        assert case["label"].strip(), case
        assert case["label"].isascii(), case  # readable in a test id
        assert case["comment"].strip(), case
        assert case["expect"] in {"pass", "fail"}, case
        same = case["original"] == case["fixed"]
        assert same == group.startswith("unchanged/"), case["label"]


def test_labels_are_unique() -> None:
    repeated = [label for label, n in Counter(case.label for case in ALL).items() if n > 1]
    assert repeated == []


def test_there_are_enough_cases() -> None:
    assert set(case_files()) >= PASS_FILES
    assert sum(case.unchanged for case in ALL) >= 150
    assert sum(not case.unchanged for case in ALL) >= 150


@pytest.mark.parametrize(("group", "path"), case_files().items(), ids=case_files())
def test_invisible_characters_are_written_as_escapes(group: str, path: Path) -> None:
    """A reader of the file must see what is there: blanks and controls as ``\\u200b``."""
    visible = path.read_text(encoding="utf-8").replace("\n", "")
    categories = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs"}
    hidden = {ch for ch in visible if ch != " " and unicodedata.category(ch) in categories}
    assert hidden == set(), f"{group}: {sorted(map(ascii, hidden))}"
