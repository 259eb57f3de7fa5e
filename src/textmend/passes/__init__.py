"""The passes, their order, and the reason of the order. One file a pass; none imports another.

A repair is made where nothing that it needs has been destroyed yet, and before whatever needs its
outcome:

1. ``encoding``: everything else would take wrongly decoded bytes for characters; and a pass that
   folded one of them first would make the decoding irreparable.
2. ``unicode``: one form for each character, so that all tables need only one.
3. ``script``: a dictionary look-up, and words are looked up in the document's own script.
4. ``width``: finds marks by their neighbours, which are final characters now.
5. ``spacing``: blanks are judged beside the full-width marks that ``width`` made.
6. ``punctuation``: doubled marks stand side by side only once blanks between them are gone.
7. ``lookalikes``: reads words in context, and misleading marks and blanks are gone.
8. ``paragraphs``: a sentence cut in two misleads ``restoration``, so lines are joined before.
9. ``restoration``: fills gaps in whole sentences, in the style that the passes before established.
"""

from __future__ import annotations

import importlib
from functools import cache
from typing import Any, Final

__all__ = ["CONVERSIONS", "PASS_NAMES", "PRESETS", "load_pass"]

PASS_NAMES: Final = (
    "encoding",
    "unicode",
    "script",
    "width",
    "spacing",
    "punctuation",
    "lookalikes",
    "paragraphs",
    "restoration",
)

CONVERSIONS: Final = (
    "t2s", "s2t", "s2tw", "s2twp", "s2hk", "tw2s", "tw2sp", "hk2s", "t2tw", "t2hk", "tw2t", "hk2t",
)  # fmt: skip
"""OpenCC configurations that ``script`` takes for whole texts."""

PRESETS: Final = {
    "safe": PASS_NAMES[:6],  # the deterministic passes
    "full": PASS_NAMES,
}


@cache
def load_pass(name: str) -> Any:  # noqa: ANN401 (a module)
    """Import a pass when a text first needs it: they bring slow imports, and few texts do."""
    return importlib.import_module(f"textmend.passes.{name}")
