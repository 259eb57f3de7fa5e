"""`textmend check`: which damage there is, where, and what would be done; nothing is written.

Exit codes: 0 clean, 1 damaged or something could not be read, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from textmend.cli.faults import told_faults
from textmend.cli.options import build_mender, reading_options, repair_options
from textmend.cli.repair import document_of, open_input
from textmend.cli.sources import find_sources
from textmend.cli.terminal import palette_for
from textmend.errors import TextmendError
from textmend.files import Source, cannot
from textmend.findings import Findings
from textmend.findings_report import human_lines, json_report, sarif_report
from textmend.formats.markdown import Markdown
from textmend.places import Places

if TYPE_CHECKING:
    from textmend.gate import Gate

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Print what is damaged and return the exit code."""
    reading_options(options)  # wrong usage is told first
    gate = _gate(options)
    sources = find_sources(options.paths)
    errors = [str(error) for error in sources.errors]
    found: list[tuple[str, Findings]] = []
    for source in sources.sources:
        try:
            found.append((str(source.path), _check(options, source, gate)))
        except TextmendError as error:
            errors.append(str(error))
        except OSError as error:
            errors.append(str(cannot("read", source.path, error)))
    if options.report == "human":
        for line in human_lines(found, palette_for(sys.stdout), options.places):
            print(line)
    else:
        print(json_report(found) if options.report == "json" else sarif_report(found))
    for label, findings in found:
        if findings.faults:
            print(told_faults(label, findings.faults), file=sys.stderr)
    for error_text in errors:
        print(f"textmend check: {error_text}", file=sys.stderr)
    is_clean = not any(findings.is_damaged or findings.faults for _, findings in found)
    return 0 if is_clean and not errors else 1


def _gate(options: argparse.Namespace) -> Gate | None:
    """Return the gate of the model that is used; None with the preset that needs none."""
    mender = build_mender(repair_options(options))
    if options.preset == "safe":
        return None
    from textmend.survey import model_of  # noqa: PLC0415 (slow to import)

    return model_of(mender).gate


def _check(options: argparse.Namespace, source: Source, gate: Gate | None) -> Findings:
    repair, reading = repair_options(options), reading_options(options)
    format_name = reading.format_of(source.name)
    restores = "restoration" in build_mender(repair).passes
    is_jsonl = format_name == "jsonl"
    findings = Findings(examined=gate is not None, restores=restores, in_strings=is_jsonl)
    markdown = Markdown() if format_name == "markdown" else None
    line = 1
    with open_input(source.path) as file:
        for window in document_of(file, source, repair, reading):
            text = window.source.text
            findings.faults += window.faults
            if is_jsonl:
                for piece in window.pieces:
                    original = piece.mended.original
                    profile = gate.examine(original) if gate else None
                    places = Places(original, piece.line, in_string=True)
                    findings.add(original, piece.mended, profile, places)
                continue
            spans = markdown.protected_spans(text) if markdown else ()
            mended = window.pieces[0].mended if window.pieces else None
            profile = gate.examine(text, spans) if gate else None
            findings.add(text, mended, profile, Places(text, line))
            line += text.count("\n")
    return findings
