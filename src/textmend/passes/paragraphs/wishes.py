"""What a user may want done with the blocks of a page."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["KINDS", "Wishes"]

KINDS = (
    "title", "subtitle", "heading", "body", "list_item", "caption", "credit", "byline",
    "masthead", "page_number", "imprint", "table_row", "verse", "code", "rule",
)  # fmt: skip
"""Every kind that a block may have."""


class Wishes(NamedTuple):
    """What is done on request only.

    Args:
        drop: kinds of blocks that are deleted.
        headings: ``"keep"``, or ``"markdown"`` to set number signs before headings.
        breaks: ``"keep"``, or ``"find"`` to cut what was run together in one line.
    """

    drop: frozenset[str] = frozenset()
    headings: str = "keep"
    breaks: str = "keep"
