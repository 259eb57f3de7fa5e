"""Lexicons: how fast terms are found, and how many damaged ones are.

The peers find what they can: an automaton, a pattern and flashtext find terms that are whole;
rapidfuzz compares each clause with every term, which is what its users do for want of something
that reads running text.
"""

from __future__ import annotations

import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.table import Table
from textmend.lexicon import Lexicon

__all__ = ["Find", "loading", "recall", "speed"]

Find = Callable[[str], Any]
_CLAUSE = re.compile("[^，。；：？！、“”《》（）\\s]+")
_SLOW = 20_000  # characters are enough for those that take long


@dataclass(frozen=True, slots=True)
class _Peer:
    name: str
    does: str
    load: Callable[[Sequence[str]], Find]


def _textmend(**options: Any) -> Callable[[Sequence[str]], Find]:
    def load(terms: Sequence[str]) -> Find:
        lexicon = Lexicon.of(terms)
        return lambda text: lexicon.find(text, **options)

    return load


def _automaton(terms: Sequence[str]) -> Find:
    import ahocorasick  # noqa: PLC0415

    automaton = ahocorasick.Automaton()
    for term in terms:
        automaton.add_word(term, term)
    automaton.make_automaton()
    return lambda text: list(automaton.iter_long(text))


def _flashtext(terms: Sequence[str]) -> Find:
    from flashtext import KeywordProcessor  # noqa: PLC0415

    processor = KeywordProcessor(case_sensitive=True)
    processor.set_non_word_boundaries(set())  # otherwise Chinese words must stand alone
    for term in terms:
        processor.add_keyword(term)
    return lambda text: processor.extract_keywords(text, span_info=True)


def _pattern(terms: Sequence[str]) -> Find:
    pattern = re.compile("|".join(map(re.escape, sorted(terms, key=len, reverse=True))))
    return pattern.findall


def _rapidfuzz(terms: Sequence[str]) -> Find:
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    long = [term for term in terms if len(term) >= 4]

    def find(text: str) -> list[Any]:
        return [
            process.extract(clause, long, scorer=fuzz.partial_ratio, score_cutoff=75, limit=3)
            for clause in _CLAUSE.findall(text)
        ]

    return find


_PEERS = (
    _Peer("textmend, exact", "whole terms, the best without overlaps", _textmend(skeletons=False)),
    _Peer("textmend, exact and skeletons", "and those that lack characters", _textmend()),
    _Peer("textmend, one error", "and those with an error", _textmend(errors=1)),
    _Peer("textmend, two errors", "two errors in long terms", _textmend(errors=2)),
    _Peer("pyahocorasick", "whole terms, longest first", _automaton),
    _Peer("flashtext", "whole terms, longest first", _flashtext),
    _Peer("re, an alternation", "whole terms, longest first", _pattern),
    _Peer("rapidfuzz, partial ratio", "a clause against every term of four or more", _rapidfuzz),
)
_TAKE_LONG = ("flashtext", "re, an alternation", "rapidfuzz, partial ratio")


def speed(terms: Sequence[str], text: str, repeats: int) -> Table:
    """Time each peer on the text, or on the first part of it those that take long."""
    rows: list[list[Any]] = []
    for peer in _PEERS:
        part = text[:_SLOW] if peer.name in _TAKE_LONG else text
        try:
            start = time.process_time()
            find = peer.load(terms)
            built = time.process_time() - start
        except ImportError:
            rows.append([peer.name, peer.does, None, None, "not installed"])
            continue
        taken = [_seconds(find, part) for _ in range(1 if part is not text else repeats)]
        megabytes = len(part.encode("utf-8")) / 1e6
        rate = megabytes / max(statistics.median(taken), 1e-9)
        rows.append([peer.name, peer.does, rate, built, f"{len(find(part)):,}"])
    remark = (
        f"{len(terms):,} terms; {len(text):,} characters, for those that take long "
        f"{min(len(text), _SLOW):,}; processor time, medians of {repeats}; the last column counts "
        "matches, of rapidfuzz clauses. Objects are made of textmend's matches when asked for."
    )
    return Table("Finding terms", ["engine", "finds", "MB/s", "built in s", "found"], rows, remark)


def _seconds(find: Find, text: str) -> float:
    start = time.process_time()
    find(text)
    return time.process_time() - start


def loading(terms: Sequence[str], repeats: int) -> Table:
    """Time how long a compiled file takes to be ready."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "terms.lexicon"
        start = time.process_time()
        Lexicon.compile(terms, path)
        compiled = time.process_time() - start
        taken = []
        for _ in range(repeats):
            start = time.process_time()
            Lexicon(path)
            taken.append(1000 * (time.process_time() - start))
        size = path.stat().st_size / 1e6
    columns = ["terms", "compiled in s", "MB", "loaded in ms"]
    row = [len(terms), compiled, size, statistics.median(taken)]
    return Table("A compiled file", columns, [row], "Loading verifies every checksum.")


def recall(terms: Sequence[str], text: str, seed: int, places: int) -> Table:
    """Damage terms that stand in the text, one at a time, and see whether they are found."""
    rng = random.Random(seed)
    lexicon = Lexicon.of(terms)
    whole = [m for m in lexicon.find(text, skeletons=False, cut=False) if len(m.term) >= 4]
    rows = []
    for kind, damage in _DAMAGE.items():
        found = others = tried = candidates = 0
        for match in rng.sample(whole, min(places, len(whole))):
            damaged = damage(match.term, rng)
            if damaged == match.term:
                continue
            tried += 1
            before, after = text[max(match.start - 30, 0) : match.start], text[match.end :][:30]
            start, end = len(before), len(before) + len(damaged)
            near = [
                m
                for m in lexicon.find(before + damaged + after, errors=2)
                if m.start < end and m.end > start and m.kind != "exact"
            ]
            every = lexicon.find(before + damaged + after, errors=2, overlapping=True)
            candidates += any(m.term == match.term and m.start < end for m in every)
            found += any(m.term == match.term for m in near)
            others += sum(m.term != match.term for m in near)
        precision = found / max(found + others, 1)
        rows.append([kind, tried, candidates / max(tried, 1), found / max(tried, 1), precision])
    remark = (
        "Terms of four characters or more, up to two errors: among all candidates, as they go to a "
        "judge that knows the context; and chosen without one, where whole words win."
    )
    columns = ["damage", "places", "recall, all", "recall, chosen", "precision, chosen"]
    return Table("Damaged terms", columns, rows, remark)


def _replaced(term: str, rng: random.Random) -> str:
    at = rng.randrange(len(term))
    return term[:at] + chr(rng.randrange(0x4E00, 0x9FA6)) + term[at + 1 :]


def _shortened(term: str, rng: random.Random) -> str:
    at = rng.randrange(len(term))
    return term[:at] + term[at + 1 :]


def _lengthened(term: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(term))
    return term[:at] + chr(rng.randrange(0x4E00, 0x9FA6)) + term[at:]


def _cut(term: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(term))
    return term[:at] + rng.choice(" \n") + term[at:]


def _skeleton(term: str, rng: random.Random) -> str:
    del rng
    from textmend.damage import core_characters  # noqa: PLC0415

    return "".join(c for c in term if c not in core_characters())


_DAMAGE: dict[str, Callable[[str, random.Random], str]] = {
    "another character": _replaced,
    "one missing": _shortened,
    "one too many": _lengthened,
    "cut by a blank or line end": _cut,
    "function characters missing": _skeleton,
}
