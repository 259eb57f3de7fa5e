"""Every edit that textmend makes on documents, by pass and reason, for a person to read.

On clean text each edit is either a fault that the text really has or harm; no program can say
which, so they are shown with their context.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from benchmarks.show import in_context
from benchmarks.table import Table
from benchmarks.texts import Document
from textmend import Mender
from textmend.edits import Edit

__all__ = ["Found", "by_document", "collect", "lists", "rates"]

Found = dict[tuple[str, str], list[tuple[Document, Edit]]]


def collect(documents: Iterable[Document], mender: Mender) -> Found:
    """Mend the documents; return the edits by pass and reason of their last step."""
    found: Found = defaultdict(list)
    for document in documents:
        for edit in mender.mend(document.text).edits:
            found[edit.pass_name, edit.reason].append((document, edit))
    return found


def rates(found: Found, characters: int) -> Table:
    """Return how often each pass and reason edited, most frequent first.

    >>> rates({}, 1000).rows
    [['all', '', 0, 0.0]]
    """
    per = 100_000 / max(characters, 1)
    total = sum(map(len, found.values()))
    rows: list[list[object]] = [["all", "", total, total * per]]
    rows += [
        [pass_name, reason, len(edits), len(edits) * per]
        for (pass_name, reason), edits in _by_size(found)
    ]
    columns = ["pass", "reason of the last step", "edits", "per 100,000 characters"]
    return Table(f"Edits in {characters:,} characters", columns, rows)


def by_document(found: Found, count: int) -> Table:
    """Return the documents that are edited most, by edits in 100,000 characters.

    >>> by_document({}, 10).rows
    []
    """
    edits = Counter(document for items in found.values() for document, _ in items)
    rows = [(d.name, len(d.text), n, 100_000 * n / len(d.text)) for d, n in edits.items()]
    rows.sort(key=lambda row: (-row[3], row[0]))
    columns = ["document", "characters", "edits", "per 100,000 characters"]
    return Table(f"The {count} documents edited most", columns, rows[:count])


def lists(found: Found, sample: int, seed: int) -> dict[str, list[str]]:
    """Return the edits with their context under a heading each; `sample` of a kind, 0 for all."""
    result = {}
    for (pass_name, reason), edits in _by_size(found):
        chosen: Sequence[tuple[Document, Edit]] = edits
        if 0 < sample < len(edits):
            chosen = random.Random(seed).sample(edits, sample)
        heading = f"{pass_name}: {reason} ({len(chosen)} of {len(edits)})"
        result[heading] = [_line(document, edit) for document, edit in chosen]
    return result


def _line(document: Document, edit: Edit) -> str:
    shown = in_context(document.text, edit.start, edit.end, edit.replacement)
    return f"{shown}  ({document.name}:{edit.start}, {edit.confidence:.2f})"


def _by_size(found: Found) -> list[tuple[tuple[str, str], list[tuple[Document, Edit]]]]:
    return sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
