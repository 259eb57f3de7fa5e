"""Judge edits against injuries: which were right, which places were repaired, what is left.

Edits and injuries that overlap or touch form a cluster. Where the cluster comes out as the clean
text, everything in it is right, whatever the edits were cut like; otherwise an edit is right only
if it does exactly what undoes an injury. Outside the clusters the text is as it was, so the
character error rate needs the clusters alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.damage import Damaged, Injury
from textmend.edits import Edit

__all__ = ["Judgement", "distance", "judge"]


@dataclass(slots=True)
class Judgement:
    """What became of a damaged text.

    Args:
        right: edits that undo damage.
        wrong: edits that do something else.
        repaired: injuries undone.
        missed: injuries that are not.
        distance_before: characters between the damaged and the clean text.
        distance_after: between the mended and the clean text.
    """

    right: list[Edit] = field(default_factory=list)
    wrong: list[Edit] = field(default_factory=list)
    repaired: list[Injury] = field(default_factory=list)
    missed: list[Injury] = field(default_factory=list)
    distance_before: int = 0
    distance_after: int = 0


@dataclass(slots=True)
class _Cluster:
    start: int
    end: int
    edits: list[Edit] = field(default_factory=list)
    injuries: list[Injury] = field(default_factory=list)


def judge(damaged: Damaged, edits: Sequence[Edit]) -> Judgement:
    """Judge the edits that were made on ``damaged.text``.

    >>> from benchmarks.damage import damage
    >>> damaged = damage("学校已经放假，老师说：可以。" * 20, seed=1, every=20)
    >>> judgement = judge(damaged, [])
    >>> len(judgement.missed) == len(damaged.injuries), judgement.wrong
    (True, [])
    """
    judgement = Judgement()
    for cluster in _clusters(damaged, edits):
        _judge_cluster(damaged, cluster, judgement)
    return judgement


def _clusters(damaged: Damaged, edits: Sequence[Edit]) -> Iterator[_Cluster]:
    items: list[Edit | Injury] = sorted(
        [*edits, *damaged.injuries], key=lambda item: (item.start, item.end)
    )
    cluster: _Cluster | None = None
    for item in items:
        if cluster is None or item.start > cluster.end:
            if cluster is not None:
                yield cluster
            cluster = _Cluster(item.start, item.end)
        cluster.end = max(cluster.end, item.end)
        if isinstance(item, Edit):
            cluster.edits.append(item)
        else:
            cluster.injuries.append(item)
    if cluster is not None:
        yield cluster


def _judge_cluster(damaged: Damaged, cluster: _Cluster, judgement: Judgement) -> None:
    region = damaged.text[cluster.start : cluster.end]
    clean = _outcome(region, cluster.start, [(i.start, i.end, i.truth) for i in cluster.injuries])
    mended = _outcome(
        region, cluster.start, [(e.start, e.end, e.replacement) for e in cluster.edits]
    )
    judgement.distance_before += distance(region, clean)
    judgement.distance_after += distance(mended, clean)
    if mended == clean:
        judgement.right += cluster.edits
        judgement.repaired += cluster.injuries
        return
    truths = {
        _trimmed(i.start, damaged.text[i.start : i.end], i.truth): i for i in cluster.injuries
    }
    repaired = set()
    for edit in cluster.edits:
        injury = truths.get(_trimmed(edit.start, edit.original, edit.replacement))
        (judgement.wrong if injury is None else judgement.right).append(edit)
        repaired.add(injury)
    for injury in cluster.injuries:
        (judgement.repaired if injury in repaired else judgement.missed).append(injury)


def _outcome(region: str, start: int, changes: Sequence[tuple[int, int, str]]) -> str:
    pieces, position = [], start
    for change_start, change_end, replacement in changes:
        pieces += [region[position - start : change_start - start], replacement]
        position = change_end
    return "".join([*pieces, region[position - start :]])


def _trimmed(start: int, before: str, after: str) -> tuple[int, str, str]:
    """Cut what a change leaves alone at both of its ends."""
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    while before and after and before[0] == after[0]:
        start, before, after = start + 1, before[1:], after[1:]
    return start, before, after


def distance(first: str, second: str) -> int:
    """Return how many insertions, deletions and replacements of a character lie between.

    >>> distance("教 育局", "教育局,")
    2
    """
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(second, 1):
            diagonal, row[j] = row[j], min(diagonal + (a != b), row[j] + 1, row[j - 1] + 1)
    return row[-1]
