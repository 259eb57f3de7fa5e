"""Numbers of headings and points that a text lost, where its structure proves them.

Three things are looked for: numerals missing in labels (`runs`), marks missing behind numerals
(`unmarked`), labels missing altogether (`unnumbered`). Nothing that is there is changed, and
nothing is found in a text that counts without a gap.
"""

from __future__ import annotations

from textmend.reading.labels import labelled_lines
from textmend.reading.runs import Finding, find_lost, runs_of
from textmend.reading.unmarked import find_unmarked, marks_of, points_of
from textmend.reading.unnumbered import find_unnumbered

__all__ = ["find_numbers", "find_points"]


def find_numbers(text: str) -> list[Finding]:
    r"""Return what is missing, by offset, one finding at an offset at most.

    Args:
        text: a document, or a section of one; whole lines.

    >>> found = find_numbers("（）目标\n（二）任务\n（）保障\n（四）监督")
    >>> [(finding.at, finding.text, finding.proof) for finding in found]
    [(1, '一', 'first'), (12, '三', 'between')]
    """
    lines = labelled_lines(text)
    unmarked = find_unmarked(text, lines)
    for label in unmarked:
        lines[label.line] = lines[label.line]._replace(labels=(label,))
    runs = list(runs_of(lines))
    unnumbered = list(find_unnumbered(text, lines, runs))
    found = [*find_lost(runs), *unnumbered, *marks_of(unmarked, unnumbered)]
    by_place: dict[int, Finding] = {}
    for finding in sorted(found, key=lambda finding: (finding.at, not finding.text)):
        by_place.setdefault(finding.at, finding)
    return list(by_place.values())


def find_points(text: str) -> list[Finding]:
    r"""Return the marks that are missing behind the numbers of points, by offset.

    >>> [finding.at for finding in find_points("1加强领导\n2完善机制\n3强化监督")]
    [1, 7, 13]
    """
    return points_of(text, labelled_lines(text))
