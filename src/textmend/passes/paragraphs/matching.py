"""Which line goes on in which: an optimal matching of open ends and starts.

Each line goes on in one other at most and each is gone on to by one at most. Among all such
choices the one with the greatest sum of log-odds is taken, component by component, so that a
page's cost does not depend on its neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple, TypeAlias

__all__ = ["Match", "match"]

Odds: TypeAlias = "dict[tuple[int, int], float]"

_MOST = 40  # pairs of a component that is matched exactly


class Match(NamedTuple):
    """A target, and by how much the whole matching would be worse without this pair."""

    target: int
    margin: float


def match(odds: Odds) -> dict[int, Match]:
    """Return the best matching of sources to targets, of pairs with positive log-odds.

    >>> match({(0, 1): 3.0, (0, 2): 2.5, (5, 1): 2.9})
    {0: Match(target=2, margin=2.4), 5: Match(target=1, margin=2.4)}
    """
    edges = {pair: value for pair, value in odds.items() if value > 0}
    chosen: dict[int, Match] = {}
    for component in _components(edges):
        weights = {pair: edges[pair] for pair in component}
        if len(weights) > _MOST:
            chosen.update(_greedy(weights))
            continue
        best = _solve(weights)
        total = sum(weights[pair] for pair in best)
        for pair in best:
            rest = {other: value for other, value in weights.items() if other != pair}
            without = sum(rest[other] for other in _solve(rest)) if rest else 0.0
            chosen[pair[0]] = Match(pair[1], round(total - without, 6))
    return dict(sorted(chosen.items()))


def _solve(weights: Odds) -> list[tuple[int, int]]:
    sources = sorted({source for source, _ in weights})
    targets = sorted({target for _, target in weights})
    if len(weights) == 1:
        return list(weights)
    matrix = [[weights.get((s, t), 0.0) for t in targets] for s in sources]
    return [
        (sources[row], targets[column])
        for row, column in enumerate(_assign(matrix))
        if column is not None and matrix[row][column] > 0
    ]


def _components(edges: Odds) -> list[list[tuple[int, int]]]:
    by_source: dict[int, list[tuple[int, int]]] = defaultdict(list)
    by_target: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for edge in edges:
        by_source[edge[0]].append(edge)
        by_target[edge[1]].append(edge)
    seen: set[tuple[int, int]] = set()
    components = []
    for first in edges:
        if first in seen:
            continue
        component = []
        stack = [first]
        seen.add(first)
        while stack:
            edge = stack.pop()
            component.append(edge)
            for other in by_source[edge[0]] + by_target[edge[1]]:
                if other not in seen:
                    seen.add(other)
                    stack.append(other)
        components.append(component)
    return components


def _greedy(weights: Odds) -> dict[int, Match]:
    """Take the best pairs first; the margin is that over the best rival at either end."""
    chosen: dict[int, Match] = {}
    taken: set[int] = set()
    by_source: dict[int, list[float]] = defaultdict(list)
    by_target: dict[int, list[float]] = defaultdict(list)
    for (source, target), value in weights.items():
        by_source[source].append(value)
        by_target[target].append(value)
    for source, target in sorted(weights, key=lambda pair: (-weights[pair], pair)):
        if source in chosen or target in taken:
            continue
        value = weights[source, target]
        rivals = sorted((*by_source[source], *by_target[target]), reverse=True)[2:]
        chosen[source] = Match(target, value - max(rivals[:1], default=0.0))
        taken.add(target)
    return chosen


def _assign(weights: list[list[float]]) -> list[int | None]:
    """Return for each row its column in the assignment of greatest weight.

    The Hungarian method with potentials, on a square matrix filled up with zeros; cubic in its
    size.
    """
    size = max(len(weights), len(weights[0]))
    cost = [[0.0] * (size + 1) for _ in range(size + 1)]
    for i, row in enumerate(weights):
        for j, weight in enumerate(row):
            cost[i + 1][j + 1] = -weight
    row_potential = [0.0] * (size + 1)
    column_potential = [0.0] * (size + 1)
    row_of = [0] * (size + 1)
    for i in range(1, size + 1):
        _augment(i, cost, row_potential, column_potential, row_of)
    result: list[int | None] = [None] * len(weights)
    for j in range(1, size + 1):
        if row_of[j] <= len(weights) and j <= len(weights[0]):
            result[row_of[j] - 1] = j - 1
    return result


def _augment(
    row: int,
    cost: list[list[float]],
    row_potential: list[float],
    column_potential: list[float],
    row_of: list[int],
) -> None:
    """Find the cheapest place for one more row, moving others where that is cheaper."""
    size = len(cost) - 1
    row_of[0] = row
    column = 0
    least = [float("inf")] * (size + 1)
    before = [0] * (size + 1)
    used = [False] * (size + 1)
    while row_of[column]:
        used[column] = True
        current = row_of[column]
        delta, following = float("inf"), 0
        for j in range(1, size + 1):
            if used[j]:
                continue
            reduced = cost[current][j] - row_potential[current] - column_potential[j]
            if reduced < least[j]:
                least[j], before[j] = reduced, column
            if least[j] < delta:
                delta, following = least[j], j
        for j in range(size + 1):
            if used[j]:
                row_potential[row_of[j]] += delta
                column_potential[j] -= delta
            else:
                least[j] -= delta
        column = following
    while column:
        row_of[column] = row_of[before[column]]
        column = before[column]
