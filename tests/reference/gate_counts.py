"""What the gate counts, restated over strings; the twin of ``native/core/gate/measure.cpp``.

A text is cut into lines, lines into pieces, and pieces are counted by looking at them again and
again. The native core does all of it in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

LONG_LINE, FULL, OVERFULL = 40, 200, 260
RUN_LIMITS = (8, 16, 24, 36, 60)
KINDS = (
    "rare_han", "foreign", "digit", "latin", "blank", "line_end", "symbol", "stop", "comma",
    "paired", "content", "de", "function", "less_function",
)  # fmt: skip
BREAKS = {"blank", "line_end", "symbol", "stop", "comma", "paired"}
HAN = {"rare_han", "content", "de", "function", "less_function"}
MARKS = {"stop", "comma", "paired"}


@dataclass(frozen=True)
class Twin:
    """The twin, for an alphabet.

    Args:
        kinds: the kind of each character of the alphabet.
        level: the level of a pair, given as two names: characters of the alphabet, or kinds.
    """

    kinds: dict[str, str]
    level: Callable[[str, str], int]

    def kind(self, c: str) -> str:
        wide = chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c
        if known := self.kinds.get(c) or self.kinds.get(wide):
            return known
        patterns = {
            "line_end": "\n",
            "blank": "[ \t\r\xa0\u3000]",
            "digit": "[0-9.%０-９．％]",
            "latin": "[A-Za-zＡ-Ｚａ-ｚ\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]",
            "foreign": "[ぁ-ヺーｦ-ﾝᄀ-ᇿ가-힣\u0370-\u1fff]",
            "rare_han": "[㐀-䶿一-鿿\uf900-\ufaff〇\U00020000-\U0003ffff]",
        }
        matching = (name for name, pattern in patterns.items() if re.match(pattern, c))
        return next(matching, "symbol")

    def name(self, c: str) -> str:
        """Return the character that stands for this one in the alphabet, or its kind."""
        wide = chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c
        return c if c in self.kinds else wide if wide in self.kinds else self.kind(c)

    def stretches(self, text: str) -> list[tuple[int, int, list[object]]]:
        """Return the stretches of a text with their counts, as the native core gives them."""
        found = []
        for start, end in self._spans(text):
            found.append((start, end, self._counts(text, start, end)))
        return found

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        pending = 0  # where the short lines before this one begin
        for start, end in self._lines(text, 0, len(text)):
            pieces = list(self._pieces(text, start, end))
            if len(pieces) > 1 or end - start > LONG_LINE:
                if start > pending:
                    yield pending, start
                yield from pieces
                pending = end
            elif end - pending >= FULL:
                yield pending, end
                pending = end
        if len(text) > pending:
            yield pending, len(text)

    def _pieces(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Cut a line; a short rest goes with the last piece."""
        cuts = [start]
        for i in range(start, end):
            size = i + 1 - cuts[-1]
            kind = self.kind(text[i])
            if kind == "line_end":
                continue
            if (kind in BREAKS and size >= FULL) or size > OVERFULL:
                cuts.append(i + 1)
        if len(cuts) > 1 and end - cuts[-1] <= LONG_LINE:
            cuts.pop()
        yield from zip(cuts, [*cuts[1:], end], strict=True)

    def _counts(self, text: str, start: int, end: int) -> list[object]:
        kinds = [self.kind(c) for c in text[start:end]]
        pairs = {True: [0] * 4, False: [0] * 4}
        for i in range(start, end):
            before = text[i - 1] if i else "\n"
            both = self.kind(before) in HAN and self.kind(text[i]) in HAN
            pairs[both][self.level(self.name(before), self.name(text[i]))] += 1
        open_lines, closed_lines = self._line_ends(text, start, end)
        return [
            [kinds.count(kind) for kind in KINDS],
            pairs[True],
            pairs[False],
            self._runs(text, start, end),
            open_lines,
            closed_lines,
        ]

    def _runs(self, text: str, start: int, end: int) -> list[int]:
        runs = [0] * 6
        for line_start, line_end in self._lines(text, start, end):
            for first, last in self._pieces(text, line_start, line_end):
                # A cut ends a run, but the short rest of a line was cut off as well.
                for part in self._cut(text, first, last):
                    for is_break, run in groupby(part, lambda c: self.kind(c) in BREAKS):
                        if not is_break:
                            size = len(list(run))
                            runs[sum(size > limit for limit in RUN_LIMITS)] += size
        return runs

    def _cut(self, text: str, start: int, end: int) -> Iterator[str]:
        at = start
        for i in range(start, end):
            size = i + 1 - at
            kind = self.kind(text[i])
            if kind != "line_end" and ((kind in BREAKS and size >= FULL) or size > OVERFULL):
                yield text[at : i + 1]
                at = i + 1
        yield text[at:end]

    def _lines(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        while start < end:
            stop = text.find("\n", start, end) + 1 or end
            yield start, stop
            start = stop

    def _line_ends(self, text: str, start: int, end: int) -> tuple[int, int]:
        counts = [0, 0]
        for line_start, line_end in self._lines(text, start, end):
            if text[line_end - 1] != "\n" and line_end < len(text):
                continue  # it goes on in the next stretch
            begun = text.rfind("\n", 0, line_start) + 1
            visible = [c for c in text[begun:line_end] if self.kind(c) not in ("blank", "line_end")]
            if visible:
                counts[self.kind(visible[-1]) in MARKS] += 1
        return counts[0], counts[1]
