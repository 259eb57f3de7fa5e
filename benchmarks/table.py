"""A report: facts, tables and lists, written as Markdown and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Report", "Table", "rounded", "write"]


@dataclass(frozen=True, slots=True)
class Table:
    """A heading, a remark, and rows; numbers stay numbers in JSON."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    remark: str = ""

    def to_markdown(self) -> str:
        """Return the table as Markdown.

        >>> print(Table("Speed", ["engine", "MB/s"], [["copy", 5000.0]]).to_markdown())
        ## Speed
        <BLANKLINE>
        | engine | MB/s |
        |---|---:|
        | copy | 5,000 |
        """
        numeric = [
            any(isinstance(row[i], int | float) for row in self.rows)
            for i in range(len(self.columns))
        ]
        lines = [
            _row(self.columns),
            "|" + "|".join("---:" if number else "---" for number in numeric) + "|",
            *(_row([_cell(value) for value in row]) for row in self.rows),
        ]
        remark = [self.remark, ""] if self.remark else []
        return "\n".join([f"## {self.heading}", "", *remark, *lines])


@dataclass(slots=True)
class Report:
    """What one run found out.

    Args:
        title: what was measured.
        facts: machine, date, versions, options.
        tables: the figures.
        lists: headings with lines below, to be read by a person.
    """

    title: str
    facts: dict[str, str]
    tables: list[Table] = field(default_factory=list)
    lists: dict[str, list[str]] = field(default_factory=dict)

    def to_markdown(self) -> str:
        """Return the whole report as Markdown."""
        parts = [f"# {self.title}", "\n".join(f"- {k}: {v}" for k, v in self.facts.items())]
        parts += [table.to_markdown() for table in self.tables]
        for heading, lines in self.lists.items():
            parts.append("\n".join([f"## {heading}", "", *(f"- {line}" for line in lines)]))
        return "\n\n".join(parts) + "\n"

    def to_json(self) -> str:
        """Return the whole report as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


def write(report: Report, base: Path | None) -> None:
    """Print a report; with a base, also write ``base.md`` and ``base.json``."""
    print(report.to_markdown())
    if base is not None:
        base.parent.mkdir(parents=True, exist_ok=True)
        base.with_suffix(".md").write_text(report.to_markdown(), encoding="utf-8")
        base.with_suffix(".json").write_text(report.to_json(), encoding="utf-8")


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return rounded(value)
    return str(value).replace("|", "\\|")


def rounded(value: float) -> str:
    """Three figures are all that a measurement holds."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    if abs(value) >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if abs(value) >= 0.1 or value == 0 else f"{value:.2g}"
