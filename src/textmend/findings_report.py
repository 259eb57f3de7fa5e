"""Findings for people, as JSON, and as SARIF 2.1.0 (the OASIS format of static analysis)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from textmend.display import Palette, visible
from textmend.findings import DROPPED, Finding, Findings, Loss
from textmend.passes import PASS_NAMES

__all__ = ["human_lines", "json_report", "sarif_report"]

Found: TypeAlias = Sequence[tuple[str, Findings]]

_MESSAGES = {
    "encoding": "text that was decoded wrongly",
    "unicode": "characters in an unusual form",
    "script": "simplified and traditional characters mixed",
    "width": "full-width and half-width characters mixed",
    "spacing": "blanks out of place",
    "punctuation": "marks doubled or out of place",
    "lookalikes": "characters misread for others",
    "paragraphs": "lines broken or joined",
    "restoration": "characters and marks that are missing",
    "suspicion": "damage that is seen and cannot be repaired",
    DROPPED: "characters and marks that were dropped",
}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def human_lines(found: Found, palette: Palette, most: int) -> Iterator[str]:
    """Yield a summary of each file and its first `most` places.

    >>> findings = Findings(examined=True, restores=True)
    >>> list(human_lines([("a.txt", findings)], Palette(False), 5))
    ['a.txt: clean']
    """
    for label, findings in found:
        if not findings.is_damaged:
            yield f"{palette.strong(label)}: {_undamaged(findings)}"
            continue
        yield f"{palette.strong(label)}: damaged"
        yield from _loss_lines(findings.loss)
        for name in PASS_NAMES:
            if count := findings.edits[name]:
                rate = 1000 * count / max(findings.characters, 1)
                yield f"  {name}: {_count(count, 'edit')}, {rate:.2f} in 1,000 characters"
        if findings.suspicions:
            yield f"  left as it is: {_count(findings.suspicions, 'suspicion')}"
        if findings.faults:
            yield f"  not read: {_count(len(findings.faults), 'line')}"
        for place in findings.places[:most]:
            yield f"    {palette.faint(_place(label, place))} {_told(place)}"
        if len(findings.places) > most:
            yield f"    and {_count(len(findings.places) - most, 'more place')}"


def _undamaged(findings: Findings) -> str:
    doubts = f" ({_count(findings.suspicions, 'suspicion')})" if findings.suspicions else ""
    if findings.faults:
        return f"{_count(len(findings.faults), 'line')} not read, otherwise clean{doubts}"
    return f"clean{doubts}"


def _loss_lines(loss: Loss) -> Iterator[str]:
    if not loss.damaged:
        return
    share = loss.damaged / max(loss.characters, 1)
    how = "heavily" if loss.heavy >= loss.light else "lightly"
    yield f"  dropped characters: {share:.0%} of the text is {how} damaged"
    yield f"    marks dropped there: about {loss.share_of(loss.marks):.0%}"
    yield f"    function characters dropped there: about {loss.share_of(loss.functions):.0%}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _place(label: str, place: Finding) -> str:
    return f"{label}:{place.line}:{place.column}"


def _told(place: Finding) -> str:
    if place.kind == DROPPED:
        return f"{place.severity} ({place.confidence:.2f}): {place.message}"
    if not place.repaired:
        return f"left as it is: {place.message}"
    new = f" → {visible(place.replacement)}" if place.replacement else ""
    return f"{place.kind} ({place.confidence:.2f}): {place.message}{new}"


def json_report(found: Found) -> str:
    """Return one JSON object with all files."""
    files = [
        {
            "file": label,
            "damaged": findings.is_damaged,
            "characters": findings.characters,
            "edits": dict(findings.edits),
            "suspicions": findings.suspicions,
            "unread_lines": len(findings.faults),
            "dropped": _json_loss(findings.loss) if findings.examined else None,
            "places": [_json_place(place) for place in findings.places],
        }
        for label, findings in found
    ]
    return json.dumps({"files": files}, ensure_ascii=False, indent=2)


def _json_loss(loss: Loss) -> dict[str, Any]:
    judged = max(loss.characters, 1)
    return {
        "heavy": round(loss.heavy / judged, 4),
        "light": round(loss.light / judged, 4),
        "marks": round(loss.share_of(loss.marks), 4),
        "function_characters": round(loss.share_of(loss.functions), 4),
    }


def _json_place(place: Finding) -> dict[str, Any]:
    return {
        "kind": place.kind,
        "repaired": place.repaired,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "message": place.message,
        "replacement": place.replacement,
        "severity": place.severity or None,
        "confidence": round(place.confidence, 4),
    }


def sarif_report(found: Found) -> str:
    """Return a SARIF log with one run."""
    from importlib.metadata import version  # noqa: PLC0415
    from pathlib import PurePath  # noqa: PLC0415
    from urllib.parse import quote  # noqa: PLC0415

    results = [
        _sarif_result(quote(os.fsencode(PurePath(label).as_posix())), place, findings.in_strings)
        for label, findings in found
        for place in findings.places
    ]
    driver = {
        "name": "textmend",
        "version": version("textmend"),
        "rules": [
            {"id": kind, "shortDescription": {"text": text}} for kind, text in _MESSAGES.items()
        ],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _sarif_result(uri: str, place: Finding, in_string: bool) -> dict[str, Any]:
    region = {"startLine": place.line}
    if not in_string:  # where a string's characters stand in the file depends on its escapes
        region |= {
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
    result: dict[str, Any] = {
        "ruleId": place.kind,
        "ruleIndex": list(_MESSAGES).index(place.kind),
        "level": _level(place),
        "message": {"text": _told(place)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}],
    }
    if place.replacement is not None and not in_string:
        inserted = {"text": place.replacement}
        change = {
            "artifactLocation": {"uri": uri},
            "replacements": [{"deletedRegion": region, "insertedContent": inserted}],
        }
        result["fixes"] = [{"artifactChanges": [change]}]
    return result


def _level(place: Finding) -> str:
    if place.severity:  # what was dropped is damage, whether or not it is to be repaired
        return "error" if place.severity == "heavy" else "warning"
    return "warning" if place.repaired else "note"
