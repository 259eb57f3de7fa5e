"""Edits applied, inverted, composed, and offsets mapped; the twin of ``native/core/edits.cpp``.

An edit is ``(start, end, original, replacement, steps)`` as the native core gives it.
"""

from __future__ import annotations

Steps = tuple[tuple[str, str, float], ...]
Edit = tuple[int, int, str, str, Steps]


def apply(text: str, edits: list[Edit]) -> str:
    """Return the text after, from the last edit to the first so that no offset shifts."""
    for start, end, original, replacement, _ in reversed(edits):
        assert text[start:end] == original
        text = text[:start] + replacement + text[end:]
    return text


def inverted(edits: list[Edit]) -> list[Edit]:
    """Return the list that undoes this one, on the text after."""
    result: list[Edit] = []
    shift = 0
    for start, _, original, replacement, steps in edits:
        after = start + shift
        result.append((after, after + len(replacement), replacement, original, steps))
        shift += len(replacement) - len(original)
    return result


def to_mended(edits: list[Edit], offset: int) -> int:
    """Map an offset of the text before; in front of what is inserted or replaced there."""
    shift = 0
    for start, end, original, replacement, _ in edits:
        if start >= offset:
            break
        if offset < end:
            return start + shift + min(offset - start, len(replacement))
        shift += len(replacement) - len(original)
    return offset + shift


def to_original(edits: list[Edit], offset: int) -> int:
    """Map an offset of the text after."""
    return to_mended(inverted(edits), offset)


class _Group:
    """Edits of two lists that touch in the text between the two."""

    def __init__(self) -> None:
        self.first: list[Edit] = []  # inverted, so that their spans count in the text between
        self.second: list[Edit] = []

    @property
    def start(self) -> int:
        return min(edit[0] for edit in self.first + self.second)

    @property
    def end(self) -> int:
        return max(edit[1] for edit in self.first + self.second)

    def before(self, between: str) -> str:
        """What the text before the first list has here."""
        return apply(between[self.start : self.end], _shifted(self.first, -self.start))

    def after(self, between: str) -> str:
        """What the text after the second list has here."""
        return apply(between[self.start : self.end], _shifted(self.second, -self.start))

    def steps(self) -> Steps:
        return tuple(step for edit in self.first + self.second for step in edit[4])

    def touches(self, edit: Edit, is_second: bool, between: str) -> bool:
        """Overlap, start at the same offset between, or start at the same offset before.

        Deletions of the first list may meet at one offset between and stay apart.
        """
        if edit[0] < self.end:
            return True
        if edit[0] == self.start:
            return is_second or bool(self.second)
        return is_second and edit[0] == self.end and self.before(between) == ""


def _shifted(edits: list[Edit], by: int) -> list[Edit]:
    return [(start + by, end + by, *rest) for start, end, *rest in edits]  # type: ignore[misc]


def compose(text: str, first: list[Edit], second: list[Edit]) -> list[Edit]:
    """Return what does on `text` what `first` does and then `second`.

    Edits that touch become one with the steps of all; what comes out as it was drops.
    """
    between = apply(text, first)
    marked = [(edit, False) for edit in inverted(first)] + [(edit, True) for edit in second]
    groups: list[_Group] = []
    for edit, is_second in sorted(marked, key=lambda item: (item[0][0], item[1])):
        if not groups or not groups[-1].touches(edit, is_second, between):
            groups.append(_Group())
        (groups[-1].second if is_second else groups[-1].first).append(edit)
    result: list[Edit] = []
    shift = 0
    for group in groups:
        before, after = group.before(between), group.after(between)
        start = group.start + shift
        if before != after:
            result.append((start, start + len(before), before, after, group.steps()))
        shift += len(before) - (group.end - group.start)
    return result
