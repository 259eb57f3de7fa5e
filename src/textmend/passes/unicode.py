"""The pass ``unicode``: one form for each character, and no invisible ones.

Normal form C, but nothing that compatibility folding would take away: full-width forms, circled
numbers and superscripts stay. Radicals become ideographs (⽂ to 文), compatibility ideographs their
canonical equivalents, odd blanks plain ones; zero-width characters, soft hyphens, controls and
stray variation selectors go. Each decision is a row of ``unicode.tsv`` or ``unicode_derived.tsv``.

The core does all but composing, for which it has no data (``native/core/passes/unicode.cpp``).

Wrong for a text that is about these characters, such as a list of the Kangxi radicals with
ideographs beside them; protect such a text.
"""

from __future__ import annotations

import unicodedata

import regex

from textmend import _native
from textmend.draft import Draft, EditBuilder

__all__ = ["compose"]


def compose(draft: Draft) -> None:
    """Put base characters and combining marks together, as NFC does."""
    builder = EditBuilder(draft)
    for start, end in draft.scan.lines(_native.COMBINING_EVENT):
        line = draft.text[start:end]
        if unicodedata.is_normalized("NFC", line):
            continue
        for cluster in regex.finditer(r"\X", line):
            composed = unicodedata.normalize("NFC", cluster[0])
            # Single characters with another canonical form are rows of the table.
            if len(cluster[0]) > 1 and composed != cluster[0]:
                builder.replace(
                    start + cluster.start(), start + cluster.end(), composed, "unicode.composed"
                )
    builder.submit()
