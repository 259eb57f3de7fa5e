"""Damage with known truth: what is repaired, what is missed, what is done besides.

The damage is synthetic. These figures find what a pass misses and what it spoils; they do not say
how well textmend repairs real pages.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.scoring import judge
from benchmarks.show import in_context
from benchmarks.table import Table
from benchmarks.texts import Document
from textmend import Mended, Mender
from textmend.damage import Damaged, PageFaults, damage
from textmend.damage.fault_table import FAULTS
from textmend.edits import Edit

__all__ = ["Tally", "by_kind", "by_pass", "edits_by_pass", "examples", "measure"]


@dataclass(slots=True)
class Tally:
    """What many documents came to; counters have a pass or a kind as their key.

    Args:
        characters: of the clean text.
        right: edits that undo damage, by the pass of their last step.
        wrong: edits that do something else.
        native: those of `wrong` that are made on the undamaged text as well.
        repaired: places mended, by (pass, kind).
        missed: places that were not.
    """

    characters: int = 0
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    native: Counter[str] = field(default_factory=Counter)
    repaired: Counter[tuple[str, str]] = field(default_factory=Counter)
    missed: Counter[tuple[str, str]] = field(default_factory=Counter)
    distance_before: int = 0
    distance_after: int = 0
    wrong_lines: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    missed_lines: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def measure(
    documents: Iterable[Document],
    mender: Mender,
    seed: int,
    every: float,
    pass_names: Sequence[str] | None = None,
) -> Tally:
    """Damage each document, mend it, and judge the outcome.

    Args:
        documents: clean text.
        mender: what repairs.
        seed: of the damage.
        every: mean distance of two places, see `textmend.damage.PageFaults`.
        pass_names: only the damage that these passes repair.
    """
    tally = Tally()
    faults = PageFaults(every, None if pass_names is None else tuple(pass_names))
    for document in documents:
        own = seed + zlib.crc32(document.name.encode())
        damaged = damage(document.text, faults, own)
        _add(tally, damaged, mender, document.name)
    return tally


def _add(tally: Tally, damaged: Damaged, mender: Mender, name: str) -> None:
    judgement = judge(damaged, mender.mend(damaged.text).edits)
    untouched = {(e.start, e.original, e.replacement) for e in mender.mend(damaged.original).edits}
    tally.characters += len(damaged.original)
    tally.distance_before += judgement.distance_before
    tally.distance_after += judgement.distance_after
    tally.right.update(edit.pass_name for edit in judgement.right)
    tally.repaired.update((edit.pass_name, edit.reason) for edit in judgement.repaired)
    tally.missed.update((edit.pass_name, edit.reason) for edit in judgement.missed)
    truth = Mended(damaged.text, damaged.truth)
    for edit in judgement.wrong:
        tally.wrong[edit.pass_name] += 1
        clean_start = truth.to_mended(edit.start)
        if (clean_start, edit.original, edit.replacement) in untouched:
            tally.native[edit.pass_name] += 1
        else:
            tally.wrong_lines[edit.pass_name].append(_wrong_line(damaged, edit, name))
    for edit in judgement.missed:
        tally.missed_lines[edit.reason].append(_missed_line(damaged, edit, name))


def _wrong_line(damaged: Damaged, edit: Edit, name: str) -> str:
    shown = in_context(damaged.text, edit.start, edit.end, edit.replacement)
    return f"{shown}  ({edit.reason}; {name}:{edit.start})"


def _missed_line(damaged: Damaged, edit: Edit, name: str) -> str:
    shown = in_context(damaged.text, edit.start, edit.end, edit.replacement)
    return f"{shown}  ({name}:{edit.start})"


def by_pass(tallies: dict[str, Tally], heading: str) -> Table:
    """Return a row for each tally: precision, recall, F1 and character error rates."""
    columns = ["damage", "places", "edits", "wrong", "of these on the undamaged text too"]
    columns += ["precision", "recall", "F1", "CER before, %", "CER after, %"]
    rows = [[label, *_figures(tally)] for label, tally in tallies.items()]
    return Table(heading, columns, rows)


def _figures(tally: Tally) -> list[object]:
    right, wrong = tally.right.total(), tally.wrong.total()
    repaired, missed = tally.repaired.total(), tally.missed.total()
    per = 100 / max(tally.characters, 1)
    counts: list[object] = [repaired + missed, right + wrong, wrong, tally.native.total()]
    errors = [tally.distance_before * per, tally.distance_after * per]
    return [*counts, *_ratios(right, wrong, repaired, missed), *errors]


def _ratios(right: int, wrong: int, repaired: int, missed: int) -> list[float | None]:
    precision = right / (right + wrong) if right + wrong else None
    recall = repaired / (repaired + missed) if repaired + missed else None
    if precision is None or recall is None or precision + recall == 0:
        return [precision, recall, None]
    return [precision, recall, 2 * precision * recall / (precision + recall)]


def by_kind(tally: Tally) -> Table:
    """Return recall by kind of damage, within the mixture."""
    rows = []
    for fault in FAULTS:
        key = (fault.pass_name, fault.name)
        places = tally.repaired[key] + tally.missed[key]
        recall = tally.repaired[key] / places if places else None
        rows.append([fault.name, fault.pass_name, places, recall])
    return Table("By kind, in the mixture", ["kind", "pass", "places", "recall"], rows)


def edits_by_pass(tally: Tally) -> Table:
    """Return precision by the pass of the last step, within the mixture."""
    rows = []
    for name in sorted({*tally.right, *tally.wrong}):
        right, wrong = tally.right[name], tally.wrong[name]
        native = tally.native[name]
        rows.append([name, right + wrong, wrong, native, right / (right + wrong)])
    columns = ["pass of the last step", "edits", "wrong", "on the undamaged text too", "precision"]
    return Table("Edits by pass, in the mixture", columns, rows)


def examples(tally: Tally, count: int) -> dict[str, list[str]]:
    """Return the first `count` wrong edits of each pass and missed places of each kind.

    Wrong edits are shown as they were made, missed places as they should have been mended.
    """
    shown = {f"Wrong: {name}": lines[:count] for name, lines in tally.wrong_lines.items()}
    shown |= {f"Missed: {name}": lines[:count] for name, lines in tally.missed_lines.items()}
    return {heading: lines for heading, lines in shown.items() if lines}
