"""The word lists that textmend brings along, by domain."""

from __future__ import annotations

from functools import cache
from typing import Final

from textmend.errors import OptionError
from textmend.lexicon.compiled import Lexicon
from textmend.tables import table_rows

__all__ = ["DOMAINS", "domain_lexicon", "domain_terms"]

DOMAINS: Final = (
    "education", "government", "institutions", "law", "finance", "medicine", "places", "idioms",
)  # fmt: skip
"""Names of the domains; the table of one is ``dictionaries/lexicon_NAME.tsv``."""


def domain_terms(name: str) -> tuple[str, ...]:
    """Return the terms of a domain, in code point order.

    Raises:
        OptionError: if there is no such domain.

    >>> "素质教育" in domain_terms("education")
    True
    """
    if name not in DOMAINS:
        raise OptionError(f"There is no domain {name!r}: choose among {', '.join(DOMAINS)}.")
    return tuple(row[0] for row in table_rows(f"lexicon_{name}.tsv"))


@cache
def domain_lexicon(*names: str) -> Lexicon:
    """Return a lexicon of some domains, of all if none is named, compiled when first asked for.

    Raises:
        OptionError: if there is no such domain.

    >>> [match.term for match in domain_lexicon("education").find("推进素质教 育")]
    ['素质教育']
    """
    return Lexicon.of(term for name in names or DOMAINS for term in domain_terms(name))
