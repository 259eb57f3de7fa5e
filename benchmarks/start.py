"""How long it takes until textmend is there: the import, and the command's help."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.table import Table

__all__ = ["measure"]

_COMMANDS = {
    "python -c pass": ("-c", "pass"),
    "python -c 'import textmend'": ("-c", "import textmend"),
    "textmend --help": (),
}


def measure(repeats: int) -> Table:
    """Start each command in turn, `repeats` times, after one start that warms the caches."""
    commands = {
        name: [sys.executable, *arguments] if arguments else _help_command()
        for name, arguments in _COMMANDS.items()
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(repeats + 1):
        for name, command in commands.items():
            seconds = _start(command)
            if number:
                taken[name].append(1000 * seconds)
    bare = statistics.median(next(iter(taken.values())))
    rows = []
    for name, times in taken.items():
        median = statistics.median(times)
        rows.append([name, median, f"{min(times):.1f} to {max(times):.1f}", median - bare])
    columns = ["command", "ms", "least to greatest", "beyond the interpreter, ms"]
    return Table("Start", columns, rows, f"Medians of {repeats} starts, interleaved.")


def _help_command() -> list[str]:
    script = Path(sys.executable).parent / "textmend"
    own = [str(script)] if script.exists() else [sys.executable, "-m", "textmend"]
    return [*own, "--help"]


def _start(command: Sequence[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start
