"""The pass ``width``: marks take the width of the script around them.

Half-width marks in Chinese context become full-width, and the reverse in Latin context; straight
quotes are paired, ``...`` becomes ……, ``--`` becomes ——; full-width letters and digits become
half-width. The native core does all that, in ``native/core/passes/width*.cpp``; the clause of
GB/T 15834-2011 that a rule follows stands in ``rules.tsv``. Numbers, times, URLs, addresses, file
names, code, formulas and table rows stay as they are.

Wrong for Chinese lines that are code or data without looking like it; protect those.
"""

from __future__ import annotations

import unicodedata

import regex

from textmend.draft import Draft, EditBuilder

__all__ = ["fold_katakana"]

_HALF_KATAKANA = regex.compile("[\uff66-\uff9f]+")


def fold_katakana(draft: Draft) -> None:
    """Turn half-width katakana into full-width ones: ｶﾞ into ガ. Only run where asked for."""
    builder = EditBuilder(draft)
    for run in _HALF_KATAKANA.finditer(draft.text):
        folded = unicodedata.normalize("NFKC", run[0])
        builder.replace(run.start(), run.end(), folded, "width.katakana")
    builder.submit()
