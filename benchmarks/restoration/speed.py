"""Speed on clean text, and memory: what a user pays who repairs what is not damaged."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.files import fix_command
from benchmarks.table import Table
from textmend import Mender
from textmend.reading.shipped import shipped

__all__ = ["clean_speed", "memory"]

_CLEAN_BYTES = 4_000_000  # the documents, again and again, until they hold so many
_ROUNDS = 5


def clean_speed(texts: Sequence[str]) -> Table:
    """Return the speed of the gate and of the full preset on clean documents."""
    size = sum(len(text.encode()) for text in texts)
    repeated = [*texts] * max(1, _CLEAN_BYTES // max(1, size))
    megabytes = size * (len(repeated) // max(1, len(texts))) / 1e6
    gate, full, safe = shipped().gate, Mender(), Mender("safe")
    joined = "".join(repeated)
    rows = [
        ["the gate, one long text", *_rates(lambda: gate.examine(joined), megabytes)],
        ["the gate", *_rates(lambda: [gate.examine(text) for text in repeated], megabytes)],
        ["preset safe", *_rates(lambda: [safe.mend(text) for text in repeated], megabytes)],
        ["preset full", *_rates(lambda: [full.mend(text) for text in repeated], megabytes)],
    ]
    remark = (
        f"{megabytes:.1f} MB of UTF-8 in {len(repeated):,} documents; processor time of one "
        f"thread, {_ROUNDS} rounds. The full preset runs the gate as well."
    )
    columns = ["what", "MB/s, median", "least", "greatest"]
    return Table("Speed on clean text", columns, rows, remark)


def _rates(work: Callable[[], object], megabytes: float) -> list[float]:
    work()
    seconds = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return [megabytes / s for s in (statistics.median(seconds), max(seconds), min(seconds))]


def memory(clean: str, damaged: str) -> Table:
    """Return the most memory that `textmend fix` held on each of two texts, in MB of 10^6 bytes."""
    rows: list[list[object]] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("clean", clean), ("damaged", damaged)):
            source = Path(folder) / f"{name}.txt"
            source.write_text(text, encoding="utf-8")
            peak = fix_command(source, Path(folder) / "mended")
            rows.append([name, source.stat().st_size / 1e6, peak])
    return Table("Peak memory of `textmend fix`", ["text", "MB", "peak, MB"], rows)
