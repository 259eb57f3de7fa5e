"""How much each sign counts: linear models over what is seen of line ends, fitted to pages.

The weights stand in ``paragraph_weights.tsv`` under three heads: ``text`` for what the language
says of two lines, ``cut`` for whether a line is cut off at all, wherever it goes on, and ``pair``
for which line goes on with it. Each comes once more, as ``close_text`` and so on, for what becomes
of it when the network has read the lines, too. ``tools/fit_paragraphs.py`` fits them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from textmend.passes.paragraphs.judge import Evidence
from textmend.tables import table_rows

__all__ = [
    "Closely",
    "Ending",
    "Features",
    "close_cut_score",
    "close_cut_signs",
    "close_pair_score",
    "close_pair_signs",
    "close_text_score",
    "close_text_signs",
    "cut_score",
    "cut_signs",
    "document_prior",
    "end_signs",
    "pair_score",
    "shape_signs",
    "text_score",
    "text_signs",
]

Features = dict[str, float]

# Shares of false breaks among the open line ends of a document, and how many documents have so
# many. Most have none.
_SHARES = ((0.001, 0.9), (0.02, 0.02), (0.1, 0.02), (0.25, 0.02), (0.5, 0.02), (0.9, 0.02))
_MAY_END = 3.0
_MOST_EVIDENCE, _LEAST_EVIDENCE = 6.0, -5.0


class Ending(NamedTuple):
    """What the end of a line looks like.

    Args:
        width: columns of the line.
        is_clause: whether it ends with a mark behind which a sentence goes on.
        inner_stop: whether a sentence ends inside it.
        inner_comma: whether a clause does.
        before_indent: whether the next line is indented, and it is not.
    """

    width: int
    is_clause: bool
    inner_stop: bool
    inner_comma: bool
    before_indent: bool


class Closely(NamedTuple):
    """What the network says of two lines, in log-odds.

    Args:
        joint: that the second one goes on with the first.
        left: that the first one is cut off, whatever follows.
    """

    joint: float
    left: float


@cache
def _weights(head: str) -> dict[str, float]:
    rows = ((*row[0].split(".", 1), row[1]) for row in table_rows("paragraph_weights.tsv"))
    return {name: float(value) for first, name, value in rows if first == head}


def _weighted(head: str, features: Features) -> float:
    weights = _weights(head)
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


def end_signs(evidence: Evidence, is_clause: bool) -> Features:
    """Return what the language says of the end of a line.

    Behind a comma no mark is to be expected, whether the line is cut off there or not.
    """
    if is_clause:
        return {"behind_clause": 1.0, "line_end_behind_clause": evidence.line_end}
    return {
        "line_end": evidence.line_end,
        "sentence_end": evidence.sentence_end,
        "clause_end": evidence.clause_end,
        "closing": evidence.closing,
        "may_end": max(evidence.clause_end + _MAY_END, 0.0),
    }


def shape_signs(width: int, inner_stop: bool, inner_comma: bool) -> Features:
    """Return what makes a line look like part of a paragraph, or like a heading."""
    found: Features = {}
    if width < 24:
        found["narrow"] = 1.0
    elif width < 40:
        found["medium"] = 1.0
    elif width > 120:
        found["huge"] = 1.0
    elif width > 80:
        found["wide"] = 1.0
    if inner_stop:
        found["inner_stop"] = 1.0
    elif inner_comma:
        found["inner_comma"] = 1.0
    return found


def text_score(evidence: Evidence, is_clause: bool) -> float:
    """Return the log-odds that text runs on between neighbours, by their words alone."""
    return _weighted("text", text_signs(evidence, is_clause))


def text_signs(evidence: Evidence, is_clause: bool) -> Features:
    """Return what the language says of two neighbouring lines."""
    return {
        "always": 1.0,
        **end_signs(evidence, is_clause),
        "run_on": evidence.run_on,
        "first": evidence.first,
        "anew": evidence.anew,
        "heading": evidence.heading,
    }


def cut_signs(evidence: Evidence, ending: Ending) -> Features:
    """Return what says that a line is cut off, wherever it may go on."""
    return {
        "always": 1.0,
        **end_signs(evidence, ending.is_clause),
        **shape_signs(ending.width, ending.inner_stop, ending.inner_comma),
        "run_on": max(evidence.run_on, 0.0),
        "before_indent": float(ending.before_indent),
    }


def cut_score(features: Features) -> float:
    """Return the log-odds that a line is cut off, where half of all open line ends are."""
    return _weighted("cut", features)


def pair_score(features: Features) -> float:
    """Return the log-odds that a line goes on in another one."""
    return _weighted("pair", features)


def close_text_signs(words: float, closely: Closely) -> Features:
    """Return what the language says of two lines, read closely; `words` is their `text_score`."""
    return {"always": 1.0, "words": words, **closely._asdict()}


def close_text_score(words: float, closely: Closely) -> float:
    """Return the log-odds that text runs on, by the words alone, read closely."""
    return _weighted("close_text", close_text_signs(words, closely))


def close_cut_signs(score: float, is_clause: bool, closely: Closely) -> Features:
    """Return what says that a line is cut off, read closely.

    Args:
        score: its `cut_score`.
        is_clause: whether a clause ends there.
        closely: what the network says of it and of the line behind its neighbour, where that is a
            short line; a page may have put it there.
    """
    return {
        "always": 1.0,
        "score": score,
        "left": closely.left,
        "over": max(closely.joint, 0.0),
        "behind_clause": float(is_clause),
    }


def close_cut_score(score: float, is_clause: bool, closely: Closely) -> float:
    """Return the log-odds that a line is cut off, as `cut_score` does, read closely."""
    return _weighted("close_cut", close_cut_signs(score, is_clause, closely))


def close_pair_signs(odds: float, is_near: bool, closely: Closely) -> Features:
    """Return what says that a line goes on in another one, read closely.

    Args:
        odds: their `pair_score`.
        is_near: whether they are neighbours.
        closely: what the network says.
    """
    where = "near" if is_near else "far"
    signs = {"always": 1.0, "odds": odds, **closely._asdict()}
    return {f"{name}_{where}": value for name, value in signs.items()}


def close_pair_score(odds: float, is_near: bool, closely: Closely) -> float:
    """Return the log-odds that a line goes on in another one, read closely."""
    return _weighted("close_pair", close_pair_signs(odds, is_near, closely))


def document_prior(ends: Sequence[tuple[float, bool]]) -> float:
    """Return log-odds that an open line end of a document is false.

    A document has a share of false breaks. Each share is as probable as it makes the ends, so that
    one line end that looks wrong proves little among many that look right. Lines that end behind a
    comma prove nothing: pages are cut anywhere, writers break before what somebody said.

    Args:
        ends: some of its open line ends, each with its `cut_score`, and whether a clause ends
            there.

    >>> document_prior([(-3.0, False)] * 20 + [(3.0, False)]) < -3
    True
    >>> document_prior([(4.0, False)] * 5 + [(-4.0, False)] * 10) > -1.5
    True
    """
    odds = [
        math.exp(min(max(score, _LEAST_EVIDENCE), 0.0 if clause else _MOST_EVIDENCE))
        for score, clause in ends
    ]
    logs = [
        math.log(known) + sum(math.log(share * o + 1 - share) for o in odds)
        for share, known in _SHARES
    ]
    top = max(logs)
    masses = [math.exp(value - top) for value in logs]
    mean = sum(m * share for m, (share, _) in zip(masses, _SHARES, strict=True)) / sum(masses)
    return math.log(mean / (1 - mean))
