"""Interpolated modified Kneser-Ney on dictionaries, for a set of n-grams that may be pruned.

Slow and readable: every figure is worked out of all the n-grams of the text, where the native core
only has those that are kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

START = "^"
"""Stands before each line."""
END = "$"
"""Stands behind each line."""

Gram = tuple[str, ...]


def count(lines: Iterable[Sequence[str]], order: int) -> list[Counter[Gram]]:
    """Return for each length up to `order` how often each n-gram occurs; START is never alone."""
    counts: list[Counter[Gram]] = [Counter() for _ in range(order)]
    for line in lines:
        symbols = (START, *line, END)
        for end in range(2, len(symbols) + 1):
            for size in range(1, min(order, end) + 1):
                counts[size - 1][symbols[end - size : end]] += 1
    return counts


def keep(counts: list[Counter[Gram]], cut_offs: Sequence[int]) -> list[set[Gram]]:
    """Return the n-grams of each length that occur more often than the cut-off says."""
    return [
        {gram for gram, n in of_size.items() if n > cut_off}
        for of_size, cut_off in zip(counts, cut_offs, strict=True)
    ]


class KneserNey:
    """A model of `counts`, of which only the n-grams `kept` have probabilities of their own."""

    def __init__(
        self, counts: list[Counter[Gram]], kept: list[set[Gram]], vocabulary_size: int
    ) -> None:
        self.order = len(counts)
        self.kept = kept
        self.vocabulary_size = vocabulary_size
        whole = [set(of_size) for of_size in counts]
        self.discounts = [discounts(adjusted(counts, whole, k)) for k in range(self.order)]
        self.adjusted = [adjusted(counts, kept, k) for k in range(self.order)]
        self.followers = [followers(of_size) for of_size in self.adjusted]

    def discounted(self, gram: Gram) -> float:
        """Return what is left of an n-gram's adjusted count, 0 where it is not kept."""
        if gram not in self.kept[len(gram) - 1]:
            return 0.0
        n = self.adjusted[len(gram) - 1][gram]
        return n - self.discounts[len(gram) - 1][min(n, 3) - 1]

    def backoff(self, context: Gram) -> float:
        """Return the mass that a context leaves to shorter ones, 1 where nothing kept follows."""
        after = self.followers[len(context)].get(context, {})
        total = sum(after.values())
        used = sum(self.discounted((*context, symbol)) for symbol in after)
        return 1.0 - used / total if used else 1.0

    def probability(self, gram: Gram) -> float:
        """Return the probability of the last symbol after the others."""
        if not gram:
            return 1.0 / self.vocabulary_size
        context = gram[:-1]
        total = sum(self.followers[len(context)].get(context, {}).values())
        own = self.discounted(gram) / total if total else 0.0
        return own + self.backoff(context) * self.probability(gram[1:])

    def score(self, line: Sequence[str]) -> list[float]:
        """Return the probability of each symbol of a line, and of its end."""
        symbols = (START, *line, END)
        return [
            self.probability(symbols[max(0, end - self.order) : end])
            for end in range(2, len(symbols) + 1)
        ]


def adjusted(counts: list[Counter[Gram]], kept: list[set[Gram]], k: int) -> Mapping[Gram, int]:
    """Return the adjusted counts of the n-grams of size k + 1.

    Each n-gram that is longer by one symbol before counts once where it is kept, and as often as it
    occurs where it is not. The longest n-grams, and those that begin a line, are counted as they
    occur, since nothing stands before them.
    """
    if k + 1 == len(counts):
        return counts[k]
    result = Counter({gram: n for gram, n in counts[k].items() if gram[0] == START})
    above_kept: set[Gram] = kept[k + 1]
    # What a pruned n-gram passes down is what was passed down to it: in the end, its own count.
    for gram, n in adjusted(counts, kept, k + 1).items():
        result[gram[1:]] += 1 if gram in above_kept else n
    return result


def discounts(counts: Mapping[Gram, int]) -> tuple[float, float, float]:
    """Return Chen and Goodman's discounts for counts of 1, of 2, and of 3 or more."""
    n = [sum(1 for count in counts.values() if count == i) for i in (1, 2, 3, 4)]
    fallback = (0.5, 1.0, 1.5)
    if 0 in n:
        return fallback
    y = n[0] / (n[0] + 2 * n[1])
    found = tuple(i - (i + 1) * y * n[i] / n[i - 1] for i in (1, 2, 3))
    good = all(0 < value <= i for i, value in enumerate(found, 1))
    return (found[0], found[1], found[2]) if good else fallback


def followers(counts: Mapping[Gram, int]) -> dict[Gram, dict[str, int]]:
    """Return for each context the symbols that follow it, with their adjusted counts."""
    result: dict[Gram, dict[str, int]] = defaultdict(dict)
    for gram, n in counts.items():
        result[gram[:-1]][gram[-1]] = n
    return result
