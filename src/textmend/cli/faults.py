"""Lines of JSON Lines that could not be read: every command tells of them in the same words."""

from __future__ import annotations

from collections.abc import Sequence

from textmend.documents import Fault

__all__ = ["told_faults"]

_SHOWN = 5


def told_faults(label: str, faults: Sequence[Fault]) -> str:
    """Return a line that names the first faults of a file and says how many there are.

    >>> told_faults("a.jsonl", [Fault(2, "it is not a JSON object")])
    'a.jsonl: 1 line was left as before: line 2 (it is not a JSON object)'
    """
    shown = ", ".join(f"line {fault.line} ({fault.reason})" for fault in faults[:_SHOWN])
    more = ", …" if len(faults) > _SHOWN else ""
    lines = "1 line was" if len(faults) == 1 else f"{len(faults):,} lines were"
    return f"{label}: {lines} left as before: {shown}{more}"
