"""Terms that were damaged in clean documents: how many come back, with a lexicon and without.

A term counts as back if the text is as it was from its first character to its last; an edit is
right if it takes away what the damage did, and nothing more.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.lookalikes import writings
from benchmarks.table import Table
from textmend import Mender
from textmend.lexicon import Lexicon, Match

__all__ = ["repairs"]

_PASSES = ("spacing", "lookalikes")
_LEAST_TERM = 4
_APART = 500  # characters for each damaged term


@dataclass(frozen=True, slots=True)
class _Damaged:
    """A document, and what stands in it for each of some terms, in order."""

    text: str
    places: tuple[tuple[int, int, str], ...]


def repairs(terms: Sequence[str], texts: Sequence[str], seed: int) -> Table:
    """Damage terms in texts, each kind of damage by itself, and mend them both ways."""
    lexicon = Lexicon.of(terms)
    rows: list[list[object]] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "terms.txt"
        path.write_text("\n".join(terms), encoding="utf-8")
        for kind, (mode, damage) in _kinds().items():
            rng = random.Random(seed)
            documents = [_damaged(text, lexicon, damage, rng) for text in texts]
            row: list[object] = [kind, sum(len(one.places) for one in documents)]
            for lexicons in ((), (path,)):
                mender = Mender(passes=_PASSES, lexicons=lexicons, lookalikes=mode)
                row += _scores(mender, documents, texts)
            rows.append(row)
    columns = ["damage", "terms", "without: recall", "precision", "with: recall", "precision"]
    remark = f"Terms of {_LEAST_TERM} characters or more, one in {_APART} characters at most."
    return Table("Damaged terms put right", columns, rows, remark)


def _kinds() -> dict[str, tuple[str, Callable[[str, random.Random], str]]]:
    """Map what is done to a term to the mode that mends it, and how it is done."""
    alike, sounding = writings("ocr"), writings("typing")
    han = sorted({c for characters in alike.values() for c in characters})

    def exchanged(table: dict[str, list[str]], term: str, rng: random.Random) -> str:
        at = rng.randrange(len(term))
        return term[:at] + rng.choice(table.get(term[at]) or [term[at]]) + term[at + 1 :]

    def any_other(term: str, rng: random.Random) -> str:
        at = rng.randrange(len(term))
        return term[:at] + rng.choice(han) + term[at + 1 :]

    def shortened(term: str, rng: random.Random) -> str:
        at = rng.randrange(1, len(term) - 1)
        return term[:at] + term[at + 1 :]

    def lengthened(term: str, rng: random.Random) -> str:
        at = rng.randrange(1, len(term))
        return term[:at] + rng.choice(han) + term[at:]

    def cut(term: str, rng: random.Random) -> str:
        at = rng.randrange(1, len(term))
        return term[:at] + " " + term[at:]

    return {
        "a look-alike": ("ocr", lambda term, rng: exchanged(alike, term, rng)),
        "a look-alike or sound-alike": ("typing", lambda term, rng: exchanged(sounding, term, rng)),
        "any other character": ("ocr", any_other),
        "a character missing inside": ("ocr", shortened),
        "a character too many inside": ("ocr", lengthened),
        "a blank": ("ocr", cut),
    }


def _damaged(
    text: str, lexicon: Lexicon, damage: Callable[[str, random.Random], str], rng: random.Random
) -> _Damaged:
    whole = [match for match in lexicon.find(text, skeletons=False, cut=False) if _is_han(match)]
    chosen = rng.sample(whole, min(len(whole), len(text) // _APART))
    parts, places, end, size = [], [], 0, 0
    for match in sorted(chosen, key=lambda one: one.start):
        wrong = damage(match.term, rng)
        if wrong == match.term:
            continue
        parts += [text[end : match.start], wrong]
        size += match.start - end
        places.append((size, size + len(wrong), match.term))
        end, size = match.end, size + len(wrong)
    return _Damaged("".join(parts) + text[end:], tuple(places))


def _is_han(match: Match) -> bool:
    term = match.term
    return len(term) >= _LEAST_TERM and all("\u4e00" <= c <= "\u9fff" for c in term)


def _scores(
    mender: Mender, documents: Sequence[_Damaged], texts: Sequence[str]
) -> tuple[float, float]:
    """Return recall of the terms and precision of edits, but for what is done to clean text."""
    back = right = edits = 0
    for document, text in zip(documents, texts, strict=True):
        mended = mender.mend(document.text)
        is_back = [
            mended.text.startswith(term, mended.to_mended(start))
            for start, _, term in document.places
        ]
        back += sum(is_back)
        usual = {(edit.original, edit.replacement) for edit in mender.mend(text).edits}
        for edit in mended.edits:
            inside = [
                place_is_back
                for (start, end, _), place_is_back in zip(document.places, is_back, strict=True)
                if start <= edit.start and edit.end <= end
            ]
            if inside or (edit.original, edit.replacement) not in usual:
                edits += 1
                right += any(inside)
    places = sum(len(document.places) for document in documents)
    return back / max(places, 1), right / max(edits, 1)
