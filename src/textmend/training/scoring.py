"""What was put into a text against what it had lost, character by character.

Method: of damaged, repaired and clean text, all blanks are left out and full-width ASCII is folded
to half width, so that layout and width count for nothing. How many of each character were inserted
is the difference of the repaired and the damaged text as multisets, and how many were lost that of
the clean and the damaged text. A best alignment of the repaired with the clean text by insertions
and deletions alone says which are wrong: what it deletes is wrong, what it inserts is missed, each
at most as often as the character was inserted or lost. No repairer needs to tell what it did.

Where one character stands for another of its kind in the same text (a 的 too early, one missing
later), the alignment decides, and it is as mild as an alignment can be.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

__all__ = ["Counts", "Tally", "folded", "is_mark"]

_FOLD = str.maketrans({chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)})


def folded(text: str) -> str:
    r"""Return a text without blanks, its full-width ASCII at half width.

    >>> folded("他说：　“好”，\n（完）")
    '他说:“好”,(完)'
    """
    return "".join(text.split()).translate(_FOLD)


def is_mark(character: str) -> bool:
    """Tell marks and symbols from characters: what is neither letter nor digit.

    >>> [c for c in "的，a1%" if is_mark(c)]
    ['，', '%']
    """
    return not character.isalnum()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many insertions were right, how many wrong, and how many are missing."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float | None:
        """The share of the insertions that is right; None if there are none."""
        inserted = self.right + self.wrong
        return self.right / inserted if inserted else None

    @property
    def recall(self) -> float | None:
        """The share of what was lost that is there again; None if nothing was lost."""
        lost = self.right + self.missed
        return self.right / lost if lost else None

    def f(self, beta: float = 1.0) -> float | None:
        """Return the F measure; below 1, `beta` favours precision. None if nothing was lost.

        >>> Counts(right=6, wrong=2, missed=2).f()
        0.75
        """
        if not self.right + self.missed:
            return None
        square = beta * beta
        weighted = (1 + square) * self.right
        return weighted / (weighted + square * self.missed + self.wrong)


@dataclass(slots=True)
class Tally:
    """What many documents came to.

    Args:
        documents: how many.
        damaged: their characters as they were given, blanks included.
        size: characters of the clean texts, folded; what error rates are taken of.
        before: edit distance of the damaged texts to the clean ones.
        after: that of the repaired texts.
        seconds: of processor time, for repairing.
        right, wrong, missed: insertions by character.
    """

    documents: int = 0
    damaged: int = 0
    size: int = 0
    before: int = 0
    after: int = 0
    seconds: float = 0.0
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, damaged: str, repaired: str, clean: str, seconds: float = 0.0) -> None:
        """Add a document.

        >>> tally = Tally()
        >>> tally.add("今天气很好", "今天的天气，很好，", "今天，天气很好。")
        >>> sorted(tally.right), sorted(tally.wrong), sorted(tally.missed)
        (['天'], [',', '的'], [',', '。'])
        """
        from rapidfuzz.distance import Indel, Levenshtein  # noqa: PLC0415 (an extra)

        self.documents += 1
        self.damaged += len(damaged)
        self.seconds += seconds
        damaged, repaired, clean = folded(damaged), folded(repaired), folded(clean)
        self.size += len(clean)
        self.before += Levenshtein.distance(damaged, clean)
        self.after += Levenshtein.distance(repaired, clean)
        surplus: Counter[str] = Counter()
        lacking: Counter[str] = Counter()
        for step in Indel.opcodes(repaired, clean):
            if step.tag == "delete":
                surplus.update(repaired[step.src_start : step.src_end])
            elif step.tag == "insert":
                lacking.update(clean[step.dest_start : step.dest_end])
        inserted, lost = (Counter(text) - Counter(damaged) for text in (repaired, clean))
        wrong = inserted & surplus
        self.wrong += wrong
        self.right += inserted - wrong
        self.missed += lost & lacking

    def merge(self, other: Tally) -> None:
        """Add what other documents came to."""
        for name in ("documents", "damaged", "size", "before", "after", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed

    def counts(self, marks: bool) -> Counts:
        """Return the sums of all marks, or of all that are none."""
        right, wrong, missed = (
            sum(n for character, n in part.items() if is_mark(character) == marks)
            for part in (self.right, self.wrong, self.missed)
        )
        return Counts(right, wrong, missed)

    def of(self, character: str) -> Counts:
        """Return the counts of one character."""
        key = folded(character)
        return Counts(self.right[key], self.wrong[key], self.missed[key])

    @property
    def cut(self) -> float | None:
        """The share of the errors that is gone; below 0 if there are more. None without any."""
        return 1 - self.after / self.before if self.before else None
