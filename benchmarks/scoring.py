"""Judge edits against the truth: which were right, which places were repaired, what is left.

Edits that overlap or touch, made or true, form a cluster. Where the cluster comes out as the clean
text, everything in it is right, whatever the edits were cut like; otherwise an edit is right only
if it does exactly what a true one does. Outside the clusters the text is as it was, so the
character error rate needs the clusters alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from textmend.damage import Damaged
from textmend.edits import Edit

__all__ = ["Judgement", "distance", "judge"]


@dataclass(slots=True)
class Judgement:
    """What became of a damaged text.

    Args:
        right: edits that undo damage.
        wrong: edits that do something else.
        repaired: true edits that were made.
        missed: true edits that were not.
        distance_before: characters between the damaged and the clean text.
        distance_after: between the mended and the clean text.
    """

    right: list[Edit] = field(default_factory=list)
    wrong: list[Edit] = field(default_factory=list)
    repaired: list[Edit] = field(default_factory=list)
    missed: list[Edit] = field(default_factory=list)
    distance_before: int = 0
    distance_after: int = 0


@dataclass(slots=True)
class _Cluster:
    start: int
    end: int
    edits: list[Edit] = field(default_factory=list)
    truth: list[Edit] = field(default_factory=list)


def judge(damaged: Damaged, edits: Sequence[Edit]) -> Judgement:
    """Judge the edits that were made on ``damaged.text``.

    >>> from textmend.damage import damage
    >>> damaged = damage("学校已经放假，老师说：可以。" * 20, "dirty", seed=1)
    >>> judgement = judge(damaged, [])
    >>> judgement.missed == list(damaged.truth), judgement.wrong
    (True, [])
    """
    judgement = Judgement()
    for cluster in _clusters(damaged, edits):
        _judge_cluster(damaged, cluster, judgement)
    return judgement


def _clusters(damaged: Damaged, edits: Sequence[Edit]) -> Iterator[_Cluster]:
    made = [(edit, False) for edit in edits]
    true = [(edit, True) for edit in damaged.truth]
    cluster: _Cluster | None = None
    for edit, is_true in sorted([*made, *true], key=lambda item: (item[0].start, item[0].end)):
        if cluster is None or edit.start > cluster.end:
            if cluster is not None:
                yield cluster
            cluster = _Cluster(edit.start, edit.end)
        cluster.end = max(cluster.end, edit.end)
        (cluster.truth if is_true else cluster.edits).append(edit)
    if cluster is not None:
        yield cluster


def _judge_cluster(damaged: Damaged, cluster: _Cluster, judgement: Judgement) -> None:
    region = damaged.text[cluster.start : cluster.end]
    clean = _outcome(region, cluster.start, cluster.truth)
    mended = _outcome(region, cluster.start, cluster.edits)
    judgement.distance_before += distance(region, clean)
    judgement.distance_after += distance(mended, clean)
    if mended == clean:
        judgement.right += cluster.edits
        judgement.repaired += cluster.truth
        return
    truths = {_trimmed(edit) for edit in cluster.truth}
    right = {_trimmed(edit) for edit in cluster.edits} & truths
    for edit in cluster.edits:
        (judgement.right if _trimmed(edit) in right else judgement.wrong).append(edit)
    for edit in cluster.truth:
        (judgement.repaired if _trimmed(edit) in right else judgement.missed).append(edit)


def _outcome(region: str, start: int, edits: Sequence[Edit]) -> str:
    pieces, position = [], start
    for edit in edits:
        pieces += [region[position - start : edit.start - start], edit.replacement]
        position = edit.end
    return "".join([*pieces, region[position - start :]])


def _trimmed(edit: Edit) -> tuple[int, str, str]:
    """Return where, what and to what, without what the edit leaves alone at both of its ends."""
    start, before, after = edit.start, edit.original, edit.replacement
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
