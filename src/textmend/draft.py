"""A text while it is being repaired: what the passes so far made of it, on the original's terms."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textmend._native import (
    EditList,
    NativeTableError,
    OffsetMap,
    Options,
    Scan,
    Tables,
    apply,
    compose,
    run_passes,
)
from textmend.edits import Move, Suspicion
from textmend.errors import TableError
from textmend.mended import Mended
from textmend.pieces import Pieces
from textmend.protection import merge_spans
from textmend.tables import rule_book

if TYPE_CHECKING:
    from textmend._native import Recoding, Survey, SuspicionTuple
    from textmend.lexicon.guard import Guard
    from textmend.mended import FindBlocks

__all__ = ["Draft", "EditBuilder"]

Spans = Sequence[tuple[int, int]]

_LEAST_TERM = 4  # characters of a term that hardly comes about by chance


class Draft:
    """The original, the text as it stands now, and the composed edits between the two.

    Args:
        original: the text as given.
        foreign: sorted spans of it that are no prose, such as code; no pass may change them.
        tables: the dictionary tables.
        options: of the native passes; edits less sure than they want become suspicions.
        scan: of the text, if there is one.
    """

    def __init__(
        self,
        original: str,
        foreign: Spans,
        tables: Tables,
        options: Options,
        scan: Scan | None = None,
    ) -> None:
        self.original = original
        self.text = original
        self.tables = tables
        self.options = options
        self._scan = scan
        self._foreign = list(foreign)
        self._kept: list[tuple[int, int]] = []
        self._terms: list[tuple[int, int]] = []
        self._edits = EditList()
        self._suspicions: list[Suspicion] = []
        self.moves: list[Move] = []

    @property
    def scan(self) -> Scan:
        """What the text as it stands now holds; made anew after each change."""
        if self._scan is None:
            self._scan = Scan(self.text, self.tables)
        return self._scan

    @property
    def is_changed(self) -> bool:
        """Whether a pass changed or suspected something."""
        return len(self._edits) > 0 or bool(self._suspicions) or bool(self.moves)

    @property
    def edits(self) -> EditList:
        """From the original to the text as it stands now."""
        return self._edits

    def shifted_suspicions(self, offset: int) -> list[Suspicion]:
        """Return the suspicions in order, for a draft that stands at `offset` of a longer text."""
        shifted = {
            Suspicion(s.start + offset, s.end + offset, s.alternatives, s.reason)
            for s in self._suspicions  # some seen again in each round
        }
        return sorted(shifted, key=lambda s: (s.start, s.end, s.reason, s.alternatives))

    @property
    def foreign(self) -> list[tuple[int, int]]:
        """The spans that are no prose, in the text as it stands now."""
        return self._standing(self._foreign)

    @property
    def protected(self) -> list[tuple[int, int]]:
        """The spans that no pass may change, in the text as it stands now."""
        return self._with_foreign(*self._standing(self._kept), *self._standing(self._terms))

    @property
    def closed(self) -> list[tuple[int, int]]:
        """Those in which nothing may be missing: short terms may stand there by chance."""
        terms = [span for span in self._standing(self._terms) if span[1] - span[0] >= _LEAST_TERM]
        return self._with_foreign(*self._standing(self._kept), *terms)

    def _with_foreign(self, *spans: tuple[int, int]) -> list[tuple[int, int]]:
        return merge_spans([*self.foreign, *spans], touching=False) if spans else self.foreign

    def _standing(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        if not spans or not len(self._edits):
            return spans
        offsets = OffsetMap(self._edits)
        return [(offsets.to_mended(a), offsets.to_mended(b)) for a, b in spans]

    def propose(
        self,
        passes: list[str],
        survey: Survey,
        recoding: Recoding | None = None,
        settled: int = 0,
    ) -> tuple[EditList, list[SuspicionTuple], int]:
        """Return what passes of the core would do, and what their edits call for beyond them.

        Args:
            passes: their names.
            survey: of the document.
            recoding: what ``encoding`` decodes by; None where it does not run.
            settled: events that call for nothing before a line was edited.

        Raises:
            TableError: if a table that is read when a text first calls for it is damaged.
        """
        try:
            return run_passes(
                self.text,
                passes,
                self.tables,
                survey,
                self.options,
                self.protected,
                self.scan,
                recoding,
                settled,
            )
        except NativeTableError as error:
            raise TableError(str(error)) from error

    def accept(self, edits: EditList) -> None:
        """Apply what a pass proposed for the text as it stands now."""
        if len(edits):
            self.text = apply(self.text, edits)
            is_first = not len(self._edits)
            self._edits = edits if is_first else compose(self.original, self._edits, edits)
            self._scan = None

    def accepts(self, rule: str) -> bool:
        """Tell whether edits by this rule are sure enough to be made."""
        return rule_book().confidence(rule) >= self.options.min_confidence

    def move(self, moves: Sequence[tuple[int, int, int]]) -> None:
        """Note what a pass wants to be put elsewhere, in the text as it stands now."""
        if moves:
            offsets = OffsetMap(self._edits)
            self.moves += [
                Move(*(offsets.to_original(offset) for offset in move)) for move in moves
            ]

    def repair_arranged(self, repair: Callable[[Draft], None]) -> None:
        """Let `repair` work on the text as it stands when all moves are carried out.

        What it does or reports over the edge of a moved piece cannot be said of the original and is
        left out.
        """
        size, offsets = len(self.original), OffsetMap(self._edits)
        pieces = Pieces(size, len(self.text), tuple(self.moves), offsets)
        foreign = pieces.permute_spans(self.foreign)
        arranged = Draft(pieces.permute(self.text), foreign, self.tables, self.options)
        arranged.protect(pieces.permute_spans(self._standing(self._kept)))
        arranged.keep_terms(pieces.permute_spans(self._standing(self._terms)))
        repair(arranged)
        self.suspect(
            [
                (*span, suspicion.alternatives, suspicion.reason)
                for suspicion in arranged.shifted_suspicions(0)
                if (span := _uncut(pieces, suspicion.start, suspicion.end))
            ]
        )
        made = [
            (*span, original, replacement, steps)
            for start, end, original, replacement, steps in arranged.edits.to_list(self.tables)
            if (span := _uncut(pieces, start, end))
        ]
        borders = {at for move in self.moves for at in (move.start, move.end, move.to)}
        while made:
            edits = compose(self.original, self._edits, EditList.from_list(sorted(made)))
            crossing = [
                (start, end)
                for start, end, *_ in edits.to_list(self.tables)
                if any(start < at < end for at in borders)
            ]
            if not crossing:
                self._edits = edits
                self.text = apply(self.original, edits)
                self._scan = None
                break
            made = [
                edit
                for edit in made
                if not any(a <= offsets.to_original(edit[0]) <= b for a, b in crossing)
            ]

    def protect(self, spans: Sequence[tuple[int, int]]) -> None:
        """Keep spans of the text as it stands now from all passes that come; they may be prose.

        Between two that merely touch, something may be inserted.
        """
        if spans:
            self._kept = merge_spans([*self._kept, *self._original(spans)], touching=False)

    def keep_terms(self, spans: Sequence[tuple[int, int]]) -> None:
        """Keep the terms of lexicons; where something was dropped, some stand there by chance."""
        if spans:
            self._terms = sorted({*self._terms, *self._original(spans)})

    def keep(self, guard: Guard) -> None:
        """Keep all that a guard finds in the text as it stands now."""
        self.protect(guard.pattern_spans(self.text) + guard.protected_spans(self.text))
        self.keep_terms(guard.term_spans(self.text))

    def _original(self, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        offsets = OffsetMap(self._edits)
        return [(offsets.to_original(a), offsets.to_original(b)) for a, b in spans]

    def suspect(self, suspicions: Sequence[SuspicionTuple]) -> None:
        """Note what a pass suspects in the text as it stands now."""
        if suspicions:
            offsets = OffsetMap(self._edits)
            self._suspicions.extend(
                Suspicion(
                    offsets.to_original(start), offsets.to_original(end), alternatives, reason
                )
                for start, end, alternatives, reason in suspicions
            )

    def finish(self, find_blocks: FindBlocks | None = None) -> Mended:
        """Return the outcome."""
        text = self.text if len(self._edits) else self.original
        suspicions = tuple(self.shifted_suspicions(0))
        return Mended._from_native(
            self.original, text, self._edits, suspicions, tuple(self.moves), find_blocks
        )


class EditBuilder:
    """Gathers what a pass outside the core proposes for a draft; edits come in ascending order.

    An edit of protected text is dropped; one of a rule below the threshold becomes a suspicion.
    """

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._rules = rule_book()
        self._protected = draft.protected
        self._starts = [start for start, _ in self._protected]
        self._edits = EditList()
        self._suspicions: list[SuspicionTuple] = []

    def replace(
        self, start: int, end: int, replacement: str, rule: str, least: float | None = None
    ) -> None:
        """Propose to put `replacement` in the place of ``[start, end)``.

        The rule must be as sure as `least`, or as the options want it.
        """
        if self._is_protected(start, end):
            return
        least = self._draft.options.min_confidence if least is None else least
        if self._rules.confidence(rule) < least:
            self.suspect(start, end, rule, (replacement,))
            return
        draft = self._draft
        index = self._rules.index(rule)
        self._edits.append(draft.text, draft.tables, start, end, replacement, index)

    def suspect(self, start: int, end: int, rule: str, alternatives: tuple[str, ...] = ()) -> None:
        """Report ``[start, end)`` without changing it."""
        self._suspicions.append((start, end, alternatives, self._rules.reason(rule)))

    def submit(self) -> int:
        """Hand everything to the draft; return the number of edits."""
        self._draft.suspect(self._suspicions)
        self._draft.accept(self._edits)
        return len(self._edits)

    def _is_protected(self, start: int, end: int) -> bool:
        following = bisect_left(self._starts, max(end, start + 1))
        return following > 0 and self._protected[following - 1][1] > start


def _uncut(pieces: Pieces, start: int, end: int) -> tuple[int, int] | None:
    """Return where a span of the arranged text stood before; None if it was not in one piece."""
    at, last = pieces.to_edited(start), max(start, end - 1)
    before = pieces.to_edited(start - 1) if start == end and start else at - 1
    if pieces.to_edited(last) - at == last - start and before == at - 1:
        return at, at + end - start
    return None
