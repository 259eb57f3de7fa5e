"""`textmend fix` on one large file, beside the library on the same text and a plain file copy."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.table import Table
from textmend import Mender

__all__ = ["fix_command", "measure"]

# A new process begins with the peak of the one that it was forked from, so a small one comes
# between this one, which holds the texts, and the command.
_PEAK = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""
_LIBRARY_BYTES = 100_000_000  # the library holds the whole text: this much of it says enough


@dataclass(slots=True)
class _Row:
    name: str
    megabytes: float
    run: Callable[[], float | None]
    seconds: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)

    def time(self) -> None:
        start = time.perf_counter()
        peak = self.run()
        self.seconds.append(time.perf_counter() - start)
        if peak is not None:
            self.peaks.append(peak)

    def rate(self) -> float:
        return self.megabytes / statistics.median(self.seconds)


def measure(name: str, texts: Sequence[str], megabytes: float, folder: Path, repeats: int) -> Table:
    """Write the texts, again and again, into a file of so many megabytes, and repair it.

    Args:
        name: of the input.
        texts: documents.
        megabytes: size of the file in UTF-8.
        folder: where the file and the outcome are written; needs three times that room.
        repeats: rounds, interleaved.
    """
    source = folder / f"{name}.txt"
    size = _write(source, texts, int(megabytes * 1e6)) / 1e6
    beginning = _beginning(source)
    library_size = len(beginning.encode("utf-8", "surrogatepass")) / 1e6
    mender, output = Mender(), folder / "mended"
    log = folder / "edits.jsonl"
    rows = [
        _Row("library, one string", library_size, lambda: _mend(mender, beginning)),
        _Row("textmend fix", size, lambda: fix_command(source, output)),
        _Row(
            "textmend fix --edits", size, lambda: fix_command(source, output, "--edits", str(log))
        ),
        _Row("copy of the file", size, lambda: _copy(source, folder / "copy.txt")),
    ]
    for _ in range(repeats):
        for row in rows:
            row.time()
    agree = (
        _agree(mender, beginning, output / source.name) if size == library_size else "not compared"
    )
    return _table(name, rows, agree)


def _write(file: Path, texts: Sequence[str], wanted: int) -> int:
    data = [text.encode("utf-8", "surrogatepass") for text in texts]
    if not any(data):
        raise ValueError("The documents are empty: name files that hold text.")
    written = 0
    with file.open("wb") as stream:
        while written < wanted:
            for piece in data:
                written += stream.write(piece)
                if written >= wanted:
                    break
    return written


def _beginning(file: Path) -> str:
    """Return the file's text, or whole lines of its beginning where it is large."""
    with file.open("rb") as stream:
        data = stream.read(_LIBRARY_BYTES)
        if stream.read(1):
            data = data[: data.rfind(b"\n") + 1]
    return data.decode("utf-8", "surrogatepass")


def _mend(mender: Mender, text: str) -> None:
    mender.mend(text)


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def fix_command(source: Path, output: Path, *options: str) -> float:
    """Run `textmend fix`; return the most memory that it held, in MB."""
    shutil.rmtree(output, ignore_errors=True)
    command = [sys.executable, "-m", "textmend", "fix", str(source), "--output", str(output)]
    done = subprocess.run(
        [sys.executable, "-ISc", _PEAK, *command, "--quiet", *options],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"textmend fix ended with code {done.returncode}.")
    return int(done.stdout) * (1 if sys.platform == "darwin" else 1024) / 1e6


def _agree(mender: Mender, text: str, mended: Path) -> str:
    expected = mender.fix(text).encode("utf-8", "surrogatepass")
    return "the same text" if mended.read_bytes() == expected else "ANOTHER TEXT"


def _table(name: str, rows: Sequence[_Row], agree: str) -> Table:
    library = rows[0].rate()
    cells: list[list[object]] = []
    for row in rows:
        spread = f"{min(row.seconds):.2f} to {max(row.seconds):.2f}"
        peak = max(row.peaks) if row.peaks else None
        rate = row.rate()
        cells.append([row.name, row.megabytes, spread, rate, rate / library, peak])
    columns = ["what", "MB", "seconds, least to greatest", "MB/s", "of the library", "peak, MB"]
    remark = f"Command and library come to {agree}." if agree != "not compared" else ""
    return Table(f"Files: {name}, {rows[1].megabytes:.0f} MB", columns, cells, remark)
