"""How well line ends, strangers and order are repaired, on damaged pages with the truth known.

Peers are rules that others use, written down from their descriptions: "no mark, then join", the
unwrapping of calibre (join where a line is longer than a share of the usual length and does not
end a sentence), and unstructured's grouping of broken paragraphs (join single line breaks, keep
empty lines).
"""

from __future__ import annotations

import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from benchmarks.layout_scores import Tally, score
from benchmarks.pages import Sources, make_page
from benchmarks.table import Table
from benchmarks.texts import Document
from textmend import Mended, Mender
from textmend.damage import JoinLines
from textmend.damage.pages import KINDS, Page, damage_layout

__all__ = ["ENGINES", "harm", "measure", "missing"]

_ENDED = re.compile(r"[。！？…!?.；;：:][”’」』）)》\"']*$")
_CALIBRE_SHARE = 0.4  # of the line lengths, the point from which a line counts as full


def naive(text: str) -> str:
    r"""Join a line with the next one unless it ends with a mark.

    >>> naive("教学设\n计。\n完。\n")
    '教学设计。\n完。\n'
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    parts = [line + ("\n" if _ENDED.search(line) else "") for line in lines]
    return "".join(parts)


def calibre(text: str) -> str:
    """Join a line that is long enough and does not end a sentence with the next one."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    lengths = sorted(len(line) for line in lines)
    least = lengths[int(_CALIBRE_SHARE * (len(lengths) - 1))] if lengths else 0
    parts = []
    for line in lines:
        joins = len(line) >= least and not _ENDED.search(line)
        parts.append(line + ("" if joins else "\n"))
    return "".join(parts)


def unstructured(text: str) -> str:
    """Join what stands between empty lines; single short lines stay as they are."""
    paragraphs = re.split(r"\n\s*\n", text)
    joined = []
    for paragraph in paragraphs:
        lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
        short = all(len(line) < 10 for line in lines)
        joined.append("\n".join(lines) if short else "".join(lines))
    return "\n\n".join(joined)


ENGINES: dict[str, Callable[[str], str]] = {
    "no mark, then join": naive,
    "calibre's rule": calibre,
    "unstructured's rule": unstructured,
}


def measure(sources: Sources, pages: int, seed: int) -> list[Table]:
    """Return a table of all engines on each kind of damage."""
    alone, default = Mender(passes=["paragraphs"]), Mender()
    tables = []
    for kind in KINDS:
        made = [
            damage_layout(make_page(sources, seed + n, 2 if kind == "weave" else 1 + (n % 4 == 0)),
                          kind, seed + n)
            for n in range(pages)
        ]  # fmt: skip
        rows = [
            _row("textmend, paragraphs alone", *_run(made, alone.mend)),
            _row("textmend, default", *_run(made, default.mend)),
        ]
        rows += [_row(name, *_run(made, engine)) for name, engine in ENGINES.items()]
        tables.append(Table(f"Damage: {kind}", _COLUMNS, rows))
    return tables


_COLUMNS = (
    "engine", "precision", "recall", "boundary F1", "exact paragraphs F1", "strangers moved",
    "continuations matched", "order (tau)", "block kinds F1", "MB/s",
)  # fmt: skip


def _run(pages: Iterable[Page], engine: Callable[[str], str | Mended]) -> tuple[Tally, float]:
    tally = Tally()
    size, spent = 0, 0.0
    for page in pages:
        before = time.process_time()
        outcome = engine(page.text)
        spent += time.process_time() - before
        size += len(page.text.encode())
        if isinstance(outcome, Mended):
            _score_kinds(page, outcome, tally.kinds)
            outcome = outcome.text
        score(page, outcome, tally)
    return tally, size / 1e6 / max(spent, 1e-9)


def _score_kinds(page: Page, mended: Mended, kinds: Counter[tuple[str, str]]) -> None:
    for piece in page.pieces:
        guess = next(
            (
                b.kind
                for b in mended.blocks
                if b.start <= piece.offset + 1 < max(b.end, b.start + 2)
            ),
            "none",
        )
        kinds[page.blocks[piece.block].kind, guess] += 1


def _row(name: str, tally: Tally, speed: float) -> list[object]:
    return [
        name,
        tally.precision(),
        tally.recall(),
        tally.f1(),
        tally.exact_f1(),
        tally.moved / tally.strangers if tally.strangers else None,
        tally.matched / tally.far if tally.far else None,
        tally.tau(),
        tally.kind_f1() if tally.kinds else None,
        speed,
    ]


def harm(documents: Sequence[Document]) -> Table:
    """Return how many line ends of documents as they are would be changed."""
    mender = Mender(passes=["paragraphs"])
    rows: list[list[object]] = []
    for name in sorted({document.name.split("#")[0] for document in documents}):
        texts = [d.text for d in documents if d.name.split("#")[0] == name]
        ends = sum(sum(bool(line.strip()) for line in text.split("\n")) for text in texts)
        changed = [mended.edit_count() + len(mended.moves) for mended in map(mender.mend, texts)]
        rows.append([name, ends, sum(changed), 1000 * sum(changed) / max(ends, 1)])
    middle = statistics.median(float(str(row[3])) for row in rows) if rows else 0.0
    remark = f"The median of the files is {middle:.2f} in 1,000."
    return Table(
        "Documents as they are", ("file", "line ends", "changed", "in 1,000"), rows, remark
    )


def missing(documents: Sequence[Document]) -> Table:
    """Return how many of the line ends that were lost are found, if that is asked for.

    Both from documents whose line ends are all lost, and from the same as they are, of which
    nothing should be cut.
    """
    mender = Mender(passes=["paragraphs"], breaks="find")
    rows: list[list[object]] = []
    for name in sorted({document.name.split("#")[0] for document in documents}):
        texts = [d.text for d in documents if d.name.split("#")[0] == name]
        lost = found = right = harmed = 0
        for text in texts:
            damaged = JoinLines(1.0).apply(text, random.Random(0))
            wanted = {edit.start for edit in damaged.truth}
            cuts = {
                edit.start for edit in mender.mend(damaged.text).edits if "\n" in edit.replacement
            }
            lost, found, right = lost + len(wanted), found + len(cuts), right + len(cuts & wanted)
            harmed += sum("\n" in edit.replacement for edit in mender.mend(text).edits)
        size = sum(map(len, texts))
        rows.append([name, lost, right / max(found, 1), right / max(lost, 1), 1e5 * harmed / size])
    columns = ("file", "lost", "precision", "recall", "cut in 100,000 characters as they are")
    return Table("Line ends lost, breaks=find", columns, rows)
