"""Mining: the terms of a domain, found in clean text of it.

A term is a run of words that holds together, is used freely, and is not known yet. The text is
read twice. The first time it is cut into words by jieba, and runs of one to four words are counted;
what is rare is forgotten whenever there is too much of it, so the memory is bounded. A run holds
together when it is far more frequent than its parts would have it by chance (pointwise mutual
information, the least over all cuts in two). The second time the runs that are left are looked up
in the text: how many paragraphs have them, and how many different characters stand beside them
(entropy, the lesser of the two sides). A piece of a longer term has few.

Wrong for slogans, which hold together as terms do, and for names that occur in one paragraph only.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from textmend.lexicon.compiled import Lexicon
from textmend.tables import table_rows

__all__ = ["MinedTerm", "Mining", "mine"]

_MOST_WORDS: Final = 4
_LEAST_CHARACTERS: Final = 2
_MOST_CHARACTERS: Final = 12
_MOST_RUNS: Final = 2_000_000  # in memory at a time, some 250 bytes each
# Classes of function characters that are no part of a term where they stand as a word at its end.
_FREE: Final = frozenset(
    ("particle", "preposition", "conjunction", "pronoun", "adverb", "auxiliary", "negation",
     "measure", "verb", "localizer", "numeral")
)  # fmt: skip
_EXAMPLE: Final = 12  # characters shown on each side


@dataclass(frozen=True, slots=True)
class Mining:
    """When a run of words is a term.

    Attributes:
        count: least number of occurrences.
        paragraphs: least number of paragraphs that have it.
        cohesion: least pointwise mutual information of its parts, in nats.
        entropy: least entropy of the characters beside it, in nats.
        share: a run that is found within one longer term in this share of its occurrences is
            part of that one.
    """

    count: int = 5
    paragraphs: int = 3
    cohesion: float = 4.0
    entropy: float = 1.0
    share: float = 0.8


@dataclass(frozen=True, slots=True)
class MinedTerm:
    """A term, how often it was seen in how many paragraphs, its scores, and an example."""

    term: str
    count: int
    paragraphs: int
    cohesion: float
    entropy: float
    example: str


@dataclass(slots=True)
class _Use:
    """How a run is used, gathered in the second reading."""

    count: int = 0
    paragraphs: int = 0
    left: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    example: str = ""


def mine(
    read: Callable[[], Iterable[str]], limits: Mining | None = None, known: Iterable[str] = ()
) -> list[MinedTerm]:
    """Find the terms of a corpus, the most frequent first.

    Args:
        read: returns the paragraphs; called twice.
        limits: when a run of words is a term.
        known: terms that are not wanted; the words of ``words.tsv`` never are.

    >>> corpus = ["推进优质均衡发展县创建", "创建优质均衡发展县", "优质均衡发展县的建设"] * 3
    >>> [item.term for item in mine(lambda: corpus, Mining(cohesion=0.5, entropy=0.1))]
    ['优质均衡发展县']
    """
    chosen = limits or Mining()
    runs = _count_runs(read())
    unwanted = {row[0] for row in table_rows("words.tsv")} | set(known)
    candidates = _cohesive(runs, chosen, unwanted)
    del runs
    uses = _look_up(read(), candidates)
    found = [
        MinedTerm(term, use.count, use.paragraphs, cohesion, entropy, use.example)
        for term, cohesion in candidates.items()
        if (use := uses.get(term)) is not None
        and use.count >= chosen.count
        and use.paragraphs >= chosen.paragraphs
        and (entropy := min(_entropy(use.left), _entropy(use.right))) >= chosen.entropy
    ]
    whole = _without_parts(found, chosen.share)
    return sorted(whole, key=lambda item: (-item.count, item.term))


def _count_runs(paragraphs: Iterable[str]) -> Counter[tuple[str, ...]]:
    """Count runs of words between marks; those too rare to matter are forgotten in between."""
    import logging  # noqa: PLC0415

    import jieba  # noqa: PLC0415 (slow to import)

    jieba.setLogLevel(logging.WARNING)
    runs: Counter[tuple[str, ...]] = Counter()
    floor = 0
    for paragraph in paragraphs:
        for words in _clauses(jieba.cut(paragraph)):
            for start in range(len(words)):
                for end in range(start + 1, min(start + _MOST_WORDS, len(words)) + 1):
                    runs[tuple(words[start:end])] += 1
        if len(runs) > _MOST_RUNS:
            floor += 1
            runs = Counter({run: n for run, n in runs.items() if n > floor or len(run) == 1})
    return runs


def _clauses(words: Iterable[str]) -> Iterator[list[str]]:
    """Cut words into runs of Chinese ones."""
    clause: list[str] = []
    for word in words:
        if all("\u4e00" <= c <= "\u9fff" for c in word):
            clause.append(word)
        elif clause:
            yield clause
            clause = []
    if clause:
        yield clause


def _cohesive(
    runs: Counter[tuple[str, ...]], limits: Mining, unwanted: set[str]
) -> dict[str, float]:
    """Return the runs that are frequent, hold together and are neither known nor junk."""
    total = sum(count for run, count in runs.items() if len(run) == 1)
    free = _free_words()
    found: dict[str, float] = {}
    for run, count in runs.items():
        term = "".join(run)
        if (
            count < limits.count
            or not _LEAST_CHARACTERS <= len(term) <= _MOST_CHARACTERS
            or term in unwanted
            or _is_junk(run, term, free)
        ):
            continue
        cohesion = _cohesion(run, count, runs, total)
        if cohesion >= limits.cohesion:
            found[term] = max(cohesion, found.get(term, 0.0))
    return found


def _is_junk(run: tuple[str, ...], term: str, free: frozenset[str]) -> bool:
    """Tell whether a run begins or ends with a function word, or is two characters with one."""
    return run[0] in free or run[-1] in free or (len(term) == 2 and not free.isdisjoint(term))


def _cohesion(
    run: tuple[str, ...], count: int, runs: Counter[tuple[str, ...]], total: int
) -> float:
    """Return the least pointwise mutual information of two parts; of one word, that it is one."""
    if len(run) == 1:
        return math.log(total / count) if total else 0.0
    return min(
        math.log(count * total / (max(runs[run[:k]], count) * max(runs[run[k:]], count)))
        for k in range(1, len(run))
    )


def _free_words() -> frozenset[str]:
    """Words that are no part of a term where they stand at its end."""
    characters = table_rows("function_characters.tsv")
    words = table_rows("stop_words.tsv")
    return frozenset(row[0] for row in characters if row[1] in _FREE) | {row[0] for row in words}


def _look_up(paragraphs: Iterable[str], candidates: Iterable[str]) -> dict[str, _Use]:
    """Find the candidates in the text and gather how they are used."""
    lexicon = Lexicon.of(candidates)
    uses: dict[str, _Use] = {}
    for paragraph in paragraphs:
        seen = set()
        for match in lexicon.find(paragraph, skeletons=False, cut=False, overlapping=True):
            use = uses.setdefault(match.term, _Use())
            use.count += 1
            use.left[_beside(paragraph[max(match.start - 1, 0) : match.start], use.count)] += 1
            use.right[_beside(paragraph[match.end : match.end + 1], use.count)] += 1
            if match.term not in seen:
                seen.add(match.term)
                use.paragraphs += 1
            if not use.example:
                start = max(match.start - _EXAMPLE, 0)
                use.example = " ".join(paragraph[start : match.end + _EXAMPLE].split())
    return uses


def _beside(character: str, number: int) -> str:
    """Return the neighbour; a mark or the edge of a paragraph is another one each time."""
    return character if character.isalnum() else str(number)


def _entropy(counts: Counter[str]) -> float:
    total = sum(counts.values())
    return -sum(n / total * math.log(n / total) for n in counts.values()) if total else 0.0


def _without_parts(terms: list[MinedTerm], share: float) -> Iterator[MinedTerm]:
    """Leave out what is nearly always part of one longer term."""
    lexicon = Lexicon.of(item.term for item in terms)
    counts = {item.term: item.count for item in terms}
    within: dict[str, int] = {}
    for item in terms:
        for match in lexicon.find(item.term, skeletons=False, cut=False, overlapping=True):
            if match.term != item.term:
                within[match.term] = max(within.get(match.term, 0), counts[item.term])
    return (item for item in terms if within.get(item.term, 0) < share * item.count)
