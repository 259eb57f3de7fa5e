"""How well a tool put a damaged page together: line ends, paragraphs, strangers, order, kinds.

Any tool can be scored, since only its text is looked at: each piece of the page is looked up in
it, and what stands behind it there is compared with what should.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from textmend.damage.pages import Page

__all__ = ["Tally", "kendall", "score", "true_followers"]

_BLANK = re.compile(r"[ \t\u3000\u00a0-]+")
_BREAK = re.compile(r"\s*\n\s*")
_QUOTES = re.compile("^>+", re.MULTILINE)


@dataclass(slots=True)
class Tally:
    """Sums over pages; see `score`."""

    pages: int = 0
    right: int = 0  # line ends joined as they should be
    joined: int = 0
    wanted: int = 0
    exact: int = 0  # paragraphs that came out whole
    found: int = 0
    blocks: int = 0
    strangers: int = 0
    moved: int = 0
    far: int = 0
    matched: int = 0
    taus: list[float] = field(default_factory=list)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    lost: int = 0

    def f1(self) -> float:
        """Return the F1 of joins over line ends; 1 where there is nothing to join or joined."""
        total = self.joined + self.wanted
        return 2 * self.right / total if total else 1.0

    def precision(self) -> float:
        """Return the share of joins that are right."""
        return self.right / self.joined if self.joined else 1.0

    def recall(self) -> float:
        """Return the share of false breaks that were closed."""
        return self.right / self.wanted if self.wanted else 1.0

    def exact_f1(self) -> float:
        """Return the F1 of paragraphs that came out exactly."""
        return 2 * self.exact / max(self.found + self.blocks, 1)

    def tau(self) -> float:
        """Return the mean of Kendall's tau of the blocks' order."""
        return sum(self.taus) / max(len(self.taus), 1)

    def kind_f1(self) -> float:
        """Return the mean over kinds of the F1 of lines called so."""
        scores = []
        for kind in sorted({truth for truth, _ in self.kinds}):
            hit = self.kinds[kind, kind]
            true = sum(n for (truth, _), n in self.kinds.items() if truth == kind)
            called = sum(n for (_, guess), n in self.kinds.items() if guess == kind)
            scores.append(2 * hit / (true + called))
        return sum(scores) / max(len(scores), 1)


def _compact(text: str) -> str:
    return _BREAK.sub("\n", _QUOTES.sub("", _BLANK.sub("", text))).strip("\n")


def score(page: Page, text: str, tally: Tally) -> None:
    """Add a repaired page to a tally."""
    tally.pages += 1
    outcome = _compact(text)
    spans = _locate(page, outcome, tally)
    by_start = {span[0]: i for i, span in enumerate(spans) if span[0] >= 0}
    follower = true_followers(page)
    for i, (start, end) in enumerate(spans):
        guess = by_start.get(end) if start >= 0 else None
        truth = follower.get(i)
        if guess is None and truth is None:
            continue
        is_right = guess == truth
        tally.joined += guess is not None
        tally.wanted += truth is not None
        tally.right += is_right
        if truth is not None and _is_far(page, i, truth):
            tally.far += 1
            tally.matched += is_right
    _score_blocks(page, outcome, tally)


def _locate(page: Page, outcome: str, tally: Tally) -> list[tuple[int, int]]:
    """Return where each piece stands in the outcome; -1 for one that is lost."""
    spans: list[tuple[int, int]] = []
    taken: set[int] = set()
    at = 0
    for piece in page.pieces:
        text = _compact(page.blocks[piece.block].text[piece.start : piece.end])
        start = outcome.find(text, at)
        if start < 0 or start in taken:
            start = outcome.find(text)
            while start in taken:
                start = outcome.find(text, start + 1)
        if start < 0:
            tally.lost += 1
            spans.append((-1, -1))
            continue
        taken.add(start)
        spans.append((start, start + len(text)))
        at = start + len(text)
    return spans


def true_followers(page: Page) -> dict[int, int]:
    """Return for each piece that goes on elsewhere the piece that goes on with it."""
    starts = {(piece.block, piece.start): i for i, piece in enumerate(page.pieces)}
    found = {}
    for i, piece in enumerate(page.pieces):
        following = starts.get((piece.block, piece.end))
        if following is not None and following != i:
            found[i] = following
    return found


def _is_far(page: Page, i: int, j: int) -> bool:
    """Tell whether whole body blocks stand between two pieces."""
    if j == i + 1:
        return False
    between = page.pieces[min(i, j) + 1 : max(i, j)]
    return any(page.blocks[piece.block].kind in ("body", "title") for piece in between)


def _score_blocks(page: Page, outcome: str, tally: Tally) -> None:
    lines = outcome.split("\n")
    truth = [_compact(block.text) for block in page.blocks]
    tally.exact += sum((Counter(lines) & Counter(truth)).values())
    tally.found += len(lines)
    tally.blocks += len(truth)
    places: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        places.setdefault(line, []).append(number)
    for block in page.intruders:
        tally.strangers += 1
        tally.moved += _is_in_place(page, block, places)
    starts = [text[:16] for text in truth]
    order = [outcome.find(start) for start in starts if outcome.count(start) == 1]
    if len(order) > 1:
        tally.taus.append(kendall(order))


def _is_in_place(page: Page, block: int, places: dict[str, list[int]]) -> bool:
    """Tell whether a stranger is a line beside the whole paragraph that it stood in."""
    here = places.get(_compact(page.blocks[block].text), [])  # running heads recur
    is_heading = page.blocks[block].kind == "heading"
    host = _host(page, block)
    there = places.get(_compact(page.blocks[host].text))
    if not there:
        return False
    beside = sum(_host(page, stranger) == host for stranger in page.intruders)
    behind = [at - there[0] for at in here]
    return -1 in behind if is_heading else any(0 < at <= beside + 1 for at in behind)


def _host(page: Page, stranger: int) -> int:
    """Return the block that a stranger stands in."""
    at = next(i for i, piece in enumerate(page.pieces) if piece.block == stranger)
    before = (piece.block for piece in page.pieces[:at][::-1])
    return next((block for block in before if block not in page.intruders), stranger)


def kendall(order: list[int]) -> float:
    """Return Kendall's tau of a sequence: 1 if it rises throughout, -1 if it falls.

    >>> kendall([1, 2, 3]), kendall([3, 2, 1])
    (1.0, -1.0)
    """
    total = rising = 0
    for i, first in enumerate(order):
        for second in order[i + 1 :]:
            total += 1
            rising += second > first
    return 2 * rising / total - 1
