"""Damage to the layout of a page, with exact truth: what newspapers, PDFs and mail leave of it.

A page is a list of blocks in reading order. Damage cuts blocks into pieces and says in which order
and between which blanks they stand in the text. Each piece knows its block and its place in it, so
that every line end, every block and the order of all are known.

What it is not: real. Columns of a real page are cut where the type area ends, captions stand where
photographs stood, and a scanner loses characters besides.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

__all__ = ["KINDS", "Page", "PageBlock", "Piece", "damage_layout"]


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A block of a page as it should be.

    Args:
        kind: as in `textmend.Block`.
        text: one paragraph, without line ends.
        level: of a heading, from 1.
        article: number of the article that it belongs to.
    """

    kind: str
    text: str
    level: int = 0
    article: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a block, on a line of its own in the damaged text.

    Args:
        block: index of the block in reading order.
        start: first character of it, in the block's text.
        end: one past the last.
        offset: where it stands in the damaged text.
    """

    block: int
    start: int
    end: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A damaged page and its truth.

    Args:
        kind: of damage.
        blocks: in reading order.
        pieces: in the order of the damaged text.
        text: the damaged text.
        intruders: blocks that stand between two pieces of another one.
    """

    kind: str
    blocks: tuple[PageBlock, ...]
    pieces: tuple[Piece, ...]
    text: str
    intruders: frozenset[int] = frozenset()

    def is_joined(self, index: int) -> bool:
        """Tell whether the piece at `index` goes on in the piece behind it."""
        if index + 1 >= len(self.pieces):
            return False
        piece, after = self.pieces[index], self.pieces[index + 1]
        return piece.block == after.block and piece.end == after.start

    def clean(self) -> str:
        """Return the page as it should be, a paragraph a line.

        >>> blocks = [PageBlock("heading", "开学了", 1), PageBlock("body", "孩子们都来了。" * 9)]
        >>> page = damage_layout(blocks, "cut", seed=3)
        >>> page.clean() == "开学了" + chr(10) + "孩子们都来了。" * 9
        True
        >>> page.text == page.clean()
        False
        """
        return "\n".join(block.text for block in self.blocks)


@dataclass(slots=True)
class _Draft:
    """Pieces in their order, and what stands before each of them."""

    blocks: Sequence[PageBlock]
    random: random.Random
    order: list[Piece]
    intruders: set[int]
    separator: str
    indent: str = ""
    soft: str = ""  # between two lines of one paragraph; the separator if empty
    opening: str = ""  # before the first line


def damage_layout(blocks: Sequence[PageBlock], kind: str, seed: int) -> Page:
    """Damage a page in one way; the same arguments give the same page.

    Args:
        blocks: in reading order.
        kind: one of `KINDS`.
        seed: of every choice made.
    """
    chooser = random.Random(f"{kind} {seed}")
    whole = [Piece(i, 0, len(block.text)) for i, block in enumerate(blocks)]
    separator = chooser.choice(("\n", "\n\n", "\n\n"))
    draft = _Draft(blocks, chooser, whole, set(), separator)
    KINDS[kind](draft)
    if kind in _TORN:
        draft.indent = chooser.choice(("", "\u3000\u3000"))
    return _build(draft, kind)


def _build(draft: _Draft, kind: str) -> Page:
    parts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    for index, piece in enumerate(draft.order):
        block = draft.blocks[piece.block]
        before = draft.opening
        if index:
            runs_on = piece.start > 0 and draft.order[index - 1].block == piece.block
            before = draft.soft if runs_on and draft.soft else draft.separator
        if piece.start == 0 and block.kind == "body":
            before += draft.indent
        text = block.text[piece.start : piece.end].strip(" ")
        parts += (before, text)
        at += len(before)
        pieces.append(Piece(piece.block, piece.start, piece.end, at))
        at += len(text)
    text = "".join(parts) + "\n"
    return Page(kind, tuple(draft.blocks), tuple(pieces), text, frozenset(draft.intruders))


def _bodies(draft: _Draft, least: int) -> list[int]:
    """Return where in the order long paragraphs stand that are whole."""
    return [
        i
        for i, piece in enumerate(draft.order)
        if draft.blocks[piece.block].kind == "body" and piece.end - piece.start >= least
    ]


def _cut_at(draft: _Draft, index: int, place: int) -> None:
    """Cut the piece at `index` at `place` of its block; blanks at the cut are lost."""
    piece = draft.order[index]
    draft.order[index : index + 1] = [
        Piece(piece.block, piece.start, place),
        Piece(piece.block, place, piece.end),
    ]


def _place(draft: _Draft, piece: Piece) -> int:
    """Choose a place to cut: anywhere, but a line holds a dozen characters at least.

    Whatever is cut at a blank would lose it without a trace, and a line does not begin with a mark
    that closes something, so such places are passed over.
    """
    text = draft.blocks[piece.block].text
    for _ in range(20):
        place = draft.random.randint(piece.start + 12, piece.end - 12)
        if not text[place - 1].isspace() and text[place] not in " ，。、；：！？”’）》」』":
            break
    return place


def _wrap(draft: _Draft) -> None:
    """Lines of one width, as in e-books."""
    draft.indent = draft.random.choice(("", "\u3000\u3000", "    "))
    _break_lines(draft)


def _break_lines(draft: _Draft) -> None:
    """Cut all blocks into lines; the first of a paragraph is indented as the draft says."""
    width = draft.random.randint(12, 48)
    draft.soft = "\n"
    if not draft.indent:
        draft.separator = "\n\n"
    order: list[Piece] = []
    for piece in draft.order:
        text = draft.blocks[piece.block].text
        start = piece.start
        room = 2 * width - 4 * bool(draft.indent)
        while start < piece.end:
            end = _line_end(text, start, piece.end, room)
            order.append(Piece(piece.block, start, end))
            start, room = end, 2 * width
    draft.order = order


def _pdf(draft: _Draft) -> None:
    """Lines of one width, with running heads and page numbers, as in the text of a PDF."""
    _wrap(draft)
    height, number = draft.random.randint(18, 36), draft.random.randint(1, 200)
    head = PageBlock("masthead", draft.blocks[0].text[:20])
    heads = [head] if draft.random.random() < 0.5 else []
    style = draft.random.choice(("{}", "- {} -", "— {} —", "第{}页", "· {} ·"))
    at_foot = draft.random.random() < 0.7
    for page, line in enumerate(range(height, len(draft.order), height)):
        count = [PageBlock("page_number", style.format(number + page))]
        furniture = count + heads if at_foot else heads + count
        _insert(draft, line + page * len(furniture), furniture)


def _insert(draft: _Draft, line: int, furniture: list[PageBlock]) -> None:
    """Put lines of page furniture before a line; in reading order they stand behind its block."""
    host = draft.order[line - 1].block
    runs_on = draft.order[line].block == host
    shift = len(furniture)
    draft.blocks = [*draft.blocks[: host + 1], *furniture, *draft.blocks[host + 1 :]]
    draft.order = [
        piece if piece.block <= host else replace(piece, block=piece.block + shift)
        for piece in draft.order
    ]
    added = [Piece(host + 1 + i, 0, len(block.text)) for i, block in enumerate(furniture)]
    draft.order[line:line] = added
    draft.intruders = {block + shift * (block > host) for block in draft.intruders}
    if runs_on:
        draft.intruders |= {piece.block for piece in added}


def _mail(draft: _Draft) -> None:
    """Lines of one width behind signs of quotation, as in an answer to a mail."""
    _break_lines(draft)
    sign = draft.random.choice((">", "> ", ">> ", "> > "))
    draft.opening, draft.soft = sign, "\n" + sign
    draft.separator = f"\n{sign.rstrip()}\n{sign}"


def _line_end(text: str, start: int, end: int, room: int) -> int:
    """Return where a line of so many columns ends; a mark that may not begin one hangs over."""
    at = start
    while at < end and room > 0:
        room -= 1 if ord(text[at]) < 0x800 else 2
        at += 1
    if at < end and room < 0:
        at -= 1
    while at < end and text[at] in "，。、；：！？”’）》」』":
        at += 1
    if at < end and _is_latin(text[at - 1]) and _is_latin(text[at]):
        back = at
        while back > start and _is_latin(text[back - 1]):
            back -= 1
        if back > start:
            at = back
    return max(at, start + 1)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _cut(draft: _Draft) -> None:
    """Paragraphs cut in two by the end of a column or page."""
    for index in reversed(_bodies(draft, 40)):
        if draft.random.random() < 0.5:
            _cut_at(draft, index, _place(draft, draft.order[index]))


def _intrude(draft: _Draft) -> None:
    """Captions, credits, headings and page furniture inside sentences."""
    movable = ("caption", "credit", "heading", "page_number", "masthead")
    strangers = [
        i for i, piece in enumerate(draft.order) if draft.blocks[piece.block].kind in movable
    ]
    for index in reversed(strangers):
        kind = draft.blocks[draft.order[index].block].kind
        # A heading stands before its paragraph; all others stand behind theirs.
        target = index + 1 if kind == "heading" else index - 1
        fits = set(_bodies(draft, 60))
        if target not in fits or draft.random.random() < 0.3:
            continue
        stranger = draft.order[index]
        whole = draft.order[target]
        place = _place(draft, whole)
        low, high = min(index, target), max(index, target)
        draft.order[low : high + 1] = [
            Piece(whole.block, whole.start, place),
            stranger,
            Piece(whole.block, place, whole.end),
        ]
        draft.intruders.add(stranger.block)


def _interleave(draft: _Draft) -> None:
    """Continuations that stand behind other blocks, as where columns were read in rows."""
    for index in reversed(_bodies(draft, 60)):
        following = len(draft.order) - index - 1
        if following < 2 or draft.random.random() < 0.7:
            continue
        _cut_at(draft, index, _place(draft, draft.order[index]))
        rest = draft.order.pop(index + 1)
        draft.order.insert(index + 1 + draft.random.randint(1, min(4, following)), rest)


def _weave(draft: _Draft) -> None:
    """Two articles side by side, read across: their columns take turns."""
    _cut(draft)
    first = [p for p in draft.order if draft.blocks[p.block].article == 0]
    second = [p for p in draft.order if draft.blocks[p.block].article == 1]
    order: list[Piece] = []
    sides = [first, second]
    turn = 0
    while any(sides):
        side = sides[turn] or sides[1 - turn]
        take = draft.random.randint(2, 5)
        order += side[:take]
        del side[:take]
        turn = 1 - turn
    draft.order = order


def _mixture(draft: _Draft) -> None:
    """Cut, intrude and interleave, as a newspaper page does."""
    _interleave(draft)
    _intrude(draft)
    for index in reversed(_bodies(draft, 60)):
        if draft.random.random() < 0.25:
            _cut_at(draft, index, _place(draft, draft.order[index]))


def _clean(draft: _Draft) -> None:
    """Nothing at all."""
    draft.indent = draft.random.choice(("", "\u3000\u3000"))


KINDS: dict[str, Callable[[_Draft], None]] = {
    "clean": _clean,
    "wrap": _wrap,
    "pdf": _pdf,
    "mail": _mail,
    "cut": _cut,
    "intrude": _intrude,
    "interleave": _interleave,
    "weave": _weave,
    "mixture": _mixture,
}
"""What can be done to a page, by name."""
# Half of these pages have indented paragraphs, as print does.
_TORN = frozenset({"cut", "intrude", "interleave", "weave", "mixture"})
