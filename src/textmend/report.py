"""What was done, for people: a table of the run, a diff of the lines, an account of each edit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textmend.display import Palette, columns, fit_end, fit_start, visible
from textmend.passes import PASS_NAMES
from textmend.places import Places

if TYPE_CHECKING:
    from textmend.documents import Piece
    from textmend.edits import Edit, Step, Suspicion
    from textmend.mended import Mended

__all__ = ["Totals", "diff_lines", "explain_lines", "summary_lines"]

_CONTEXT = 24
"""Columns shown on each side of a change."""
_LONGEST_WORD = 40
_LATIN = re.compile(r"[0-9A-Za-z\u00c0-\u024f\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")


@dataclass(slots=True)
class Totals:
    """Counts of a run."""

    files: int = 0
    bytes: int = 0
    characters: int = 0
    moves: int = 0
    edits: Counter[str] = field(default_factory=Counter)


def summary_lines(totals: Totals, ran: tuple[str, ...], seconds: float) -> Iterator[str]:
    """Yield the table at the end of a run: each pass and its edits, then the sums.

    A pass that was not asked for is named as such.
    """
    wide = max(map(len, PASS_NAMES))
    yield f"{'pass':<{wide}}  {'edits':>12}"
    for name in PASS_NAMES:
        state = f"{totals.edits[name]:,}" if name in ran else "not run"
        yield f"{name:<{wide}}  {state:>{max(12, len(state))}}"
    edits = sum(totals.edits.values())
    speed = totals.bytes / 1e6 / max(seconds, 1e-9)
    moves = f", {_count(totals.moves, 'move')}" if totals.moves else ""
    yield (
        f"{_count(totals.files, 'file')}, {_count(totals.characters, 'character')}, "
        f"{_count(edits, 'edit')}{moves}, {seconds:.1f} s, {speed:.1f} MB/s"
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def diff_lines(label: str, piece: Piece, palette: Palette, width: int) -> Iterator[str]:
    """Yield the changed lines of a piece: before, carets under the changes, after.

    Long lines are cut to what surrounds the changes. Latin words are marked as a whole, Chinese
    character by character.
    """
    mended = piece.mended
    changes = list(_changes(mended))
    if not changes and not mended.moves:
        return
    name = _namer(piece)
    hunks = list(_hunks(mended.original, changes, width - 4))
    ends = [0, *(hunk[-1].end for hunk in hunks)]
    starts = [*(hunk[0].start for hunk in hunks[1:]), len(mended.original)]
    for hunk, floor, ceiling in zip(hunks, ends, starts, strict=False):
        yield palette.faint(f"{label}:{name(hunk[0].start)}")
        yield from _diff_hunk(mended.original, hunk, (floor, ceiling), palette)
    for move in mended.moves:
        text = visible(fit_start(mended.original[move.start : move.end], 2 * _CONTEXT))
        yield palette.faint(f"{label}:{name(move.start)}")
        yield f"  moved to {name(move.to)}: {text}"


@dataclass(frozen=True, slots=True)
class _Change:
    """A stretch of the original to be shown as changed, and what it becomes."""

    start: int
    end: int
    new: str


def _changes(mended: Mended) -> Iterator[_Change]:
    """Yield what changed, edits that touch one Latin word taken together with all of the word."""
    group: list[Edit] = []
    start = end = 0
    for edit in mended.edits:
        first, last = _whole_words(mended.original, edit)
        if group and first < end:
            group.append(edit)
            end = max(end, last)
            continue
        if group:
            yield _Change(start, end, _replaced(mended.original, start, end, group))
        group, start, end = [edit], first, last
    if group:
        yield _Change(start, end, _replaced(mended.original, start, end, group))


def _whole_words(text: str, edit: Edit) -> tuple[int, int]:
    """Return the span of an edit, wider where it changes a part of a Latin word."""
    start, end = edit.start, edit.end
    changed = edit.original + edit.replacement
    if not _LATIN.match(changed[:1]) and not _LATIN.match(changed[-1:]):
        return start, end
    first = max(start - _LONGEST_WORD, 0)
    while start > first and _LATIN.match(text, start - 1, start):
        start -= 1
    match = _LATIN.match(text, end, end + _LONGEST_WORD)
    return start, match.end() if match else end


def _replaced(text: str, start: int, end: int, edits: list[Edit]) -> str:
    parts = []
    for edit in edits:
        parts += [text[start : edit.start], edit.replacement]
        start = edit.end
    return "".join([*parts, text[start:end]])


def _hunks(text: str, changes: list[_Change], width: int) -> Iterator[list[_Change]]:
    """Group changes of one line that are near each other and fit into `width` columns."""
    hunk: list[_Change] = []
    used = 0
    for change in changes:
        size = max(columns(text[change.start : change.end]), columns(change.new))
        if hunk:
            between = text[hunk[-1].end : change.start]
            gap = columns(between) if len(between) < 2 * _CONTEXT else 2 * _CONTEXT + 1
            near = gap <= 2 * _CONTEXT and used + gap + size + 2 * _CONTEXT <= width
            if "\n" not in between and near:
                hunk.append(change)
                used += gap + size
                continue
            yield hunk
        hunk, used = [change], size
    if hunk:
        yield hunk


def _diff_hunk(
    text: str, hunk: list[_Change], limits: tuple[int, int], palette: Palette
) -> Iterator[str]:
    before, after = _context(text, hunk[0].start, hunk[-1].end, *limits)
    old = new = before
    column = columns(before)
    carets: list[str] = []
    at = hunk[0].start
    for change in hunk:
        same = visible(text[at : change.start])
        removed = visible(text[change.start : change.end])
        old += same + palette.removed(removed)
        new += same + palette.added(visible(change.new))
        column += columns(same)
        carets += " " * (column - len(carets))
        carets += "^" * max(columns(removed), 1)  # where something is put in: before what follows
        column += columns(removed)
        at = change.end
    yield f"- {old}{after}"
    yield f"  {''.join(carets)}"
    yield f"+ {new}{after}"


def _context(
    text: str, start: int, end: int, floor: int = 0, ceiling: int | None = None
) -> tuple[str, str]:
    """Return what stands before and after a span on its line, cut to a few columns.

    It does not reach before `floor` or beyond `ceiling`, where other changes are.
    """
    first = max(start - _CONTEXT, floor)
    first = max(first, text.rfind("\n", first, start) + 1)
    last = min(end + _CONTEXT, len(text) if ceiling is None else ceiling)
    before = visible(text[first:start])
    after = visible(text[end:last].partition("\n")[0].rstrip("\r"))
    left, right = fit_end(before, _CONTEXT), fit_start(after, _CONTEXT)
    starts_line = first == 0 or text[first - 1] == "\n"
    ends_line = last == len(text) or "\n" in text[end : last + 1]
    return (
        left if starts_line and left == before else "…" + left,
        right if ends_line and right == after else right + "…",
    )


def explain_lines(label: str, piece: Piece, palette: Palette) -> Iterator[str]:
    """Yield each edit of a piece with its place, context, passes, reasons and confidence.

    Suspicions, seen and not repaired, stand among the edits in the order of the text.
    """
    mended = piece.mended
    if not (mended.edits or mended.moves or mended.suspicions):
        return
    name = _namer(piece)
    text = mended.original
    accounts: list[tuple[int, list[str]]] = []
    for edit in mended.edits:
        before, after = _context(text, edit.start, edit.end)
        removed = palette.removed(f"[-{visible(edit.original)}-]") if edit.original else ""
        added = palette.added(f"{{+{visible(edit.replacement)}+}}") if edit.replacement else ""
        steps = [f"  {_step(step)}" for step in edit.steps]
        accounts.append((edit.start, [f"  {before}{removed}{added}{after}", *steps]))
    for move in mended.moves:
        moved = visible(fit_start(text[move.start : move.end], 2 * _CONTEXT))
        accounts.append((move.start, [f"  {moved}", f"  moved to {name(move.to)}"]))
    for doubt in mended.suspicions:
        before, after = _context(text, doubt.start, doubt.end)
        marked = palette.strong(f"[?{visible(text[doubt.start : doubt.end])}?]")
        accounts.append((doubt.start, [f"  {before}{marked}{after}", *_doubt(doubt)]))
    for start, lines in sorted(accounts, key=lambda account: account[0]):
        yield palette.strong(f"{label}:{name(start)}")
        yield from lines


def _step(step: Step) -> str:
    return f"{step.pass_name} ({step.confidence:.2f}): {step.reason}"


def _doubt(doubt: Suspicion) -> Iterator[str]:
    yield f"  left as it is: {doubt.reason}"
    if doubt.alternatives:
        yield f"  might be: {', '.join(map(visible, doubt.alternatives))}"


def _namer(piece: Piece) -> Callable[[int], str]:
    """Return what names an offset in a piece by line and column."""
    places = Places(piece.mended.original, piece.line, in_string=piece.in_string)
    return lambda offset: ":".join(map(str, places.of(offset)))
