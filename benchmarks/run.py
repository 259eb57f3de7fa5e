"""Time engines on an input, interleaved: A B C A B C …, so that a slow minute hits all alike."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.definitions import Job
from benchmarks.engines import Engine, copy
from benchmarks.inputs import Input
from benchmarks.table import Table, rounded

__all__ = ["Effort", "Timing", "measure", "to_table"]

_TRIAL = 30_000  # characters; enough to foresee within a factor of two how long an engine takes


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to measure.

    Args:
        repeats: rounds over all engines.
        seconds: an engine that needs longer for the whole input gets fewer documents of it; one
            that needs less than a quarter of this does it several times in a round.
        patience: an engine that needs longer than this for one document is left out.
    """

    repeats: int
    seconds: float
    patience: float


@dataclass(slots=True)
class Timing:
    """What an engine took; `note` says why where there are no times."""

    engine: Engine
    megabytes: float = 0.0
    seconds: list[float] = field(default_factory=list)
    note: str = ""
    run: Callable[[], float] | None = None

    def rates(self) -> tuple[float, float, float] | None:
        """Return median, least and greatest speed in MB/s, None where nothing was measured."""
        if not self.seconds:
            return None
        seconds = (statistics.median(self.seconds), max(self.seconds), min(self.seconds))
        median, least, greatest = (self.megabytes / s for s in seconds)
        return median, least, greatest


def measure(job: Job, given: Input, effort: Effort) -> list[Timing]:
    """Time the engines of a job, and a copy of the storage, on one input."""
    timings = [_ready(engine, given, effort) for engine in (*job.engines, copy())]
    for _ in range(effort.repeats):
        for timing in timings:
            if timing.run is not None:
                timing.seconds.append(timing.run())
    return timings


def _ready(engine: Engine, given: Input, effort: Effort) -> Timing:
    """Load an engine, foresee its speed, and give it as much of the input as it can do."""
    try:
        function = engine.load()
    except ImportError:
        return Timing(engine, note="not installed")
    per_character = _foresee(engine, function, given)
    if per_character * len(given.texts[0]) > effort.patience:
        return Timing(
            engine, note=f"too slow: {per_character * len(given.texts[0]):.0f} s foreseen"
        )
    items: list[object] = []
    size, expected = 0, 0.0
    for text, text_size in zip(given.texts, given.sizes, strict=True):
        if items and expected > effort.seconds:
            break
        items.append(engine.prepare(text))
        size += text_size
        expected += per_character * len(text)
    loops = max(1, int(effort.seconds / 4 / max(expected, 1e-6)))
    return Timing(engine, size / 1e6, run=lambda: _once(function, items, loops))


def _foresee(engine: Engine, function: Callable[[Any], object], given: Input) -> float:
    """Return the seconds a character takes; the first call warms up, the second is timed."""
    trial = engine.prepare(given.texts[0][:_TRIAL])
    function(trial)
    return _once(function, [trial], 1) / max(1, len(given.texts[0][:_TRIAL]))


def _once(function: Callable[[Any], object], items: Sequence[Any], loops: int) -> float:
    """Return the seconds that one pass over the items takes, as the mean of `loops`."""
    gc.collect()
    start = time.perf_counter()
    for _ in range(loops):
        for item in items:
            function(item)
    return (time.perf_counter() - start) / loops


def to_table(job: Job, given: Input, timings: Sequence[Timing], remark: str) -> Table:
    """Return the figures of one job on one input; ratios are of medians."""
    own, limit = timings[0].rates(), timings[-1].rates()
    rows: list[list[object]] = []
    for timing in timings:
        rates = timing.rates()
        if rates is None:
            rows.append([timing.engine.name, None, timing.note, None, None, timing.engine.does])
            continue
        to_own = rates[0] / own[0] if own else None
        to_limit = rates[0] / limit[0] if limit else None
        spread = f"{rounded(rates[1])} to {rounded(rates[2])}"
        rows.append([timing.engine.name, rates[0], spread, to_own, to_limit, timing.engine.does])
    columns = ["engine", "MB/s", "least to greatest", "of textmend", "of a copy", "what it does"]
    return Table(f"{job.name} on {given.name}: {job.title}", columns, rows, remark)
