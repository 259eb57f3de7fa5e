"""What tells a run to stop."""

from __future__ import annotations

import signal

__all__ = ["STOPPING"]

STOPPING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""Ctrl-C, `kill`, a terminal that was closed; the last is not known everywhere."""
