"""What a figure is worthless without: the machine, the date, the versions."""

from __future__ import annotations

import datetime
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

__all__ = ["facts", "installed"]

_PACKAGES = ("textmend", "ftfy", "opencc", "autocorrect-py", "zhconv", "jionlp")


def facts() -> dict[str, str]:
    """Return date, processor, system, and the versions of everything compared."""
    return {
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": f"{_processor()}, {os.cpu_count()} cores, {_memory()}",
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "versions": ", ".join(f"{name} {installed(name)}" for name in _PACKAGES),
    }


def installed(name: str) -> str:
    """Return the version of a package, or "not installed"."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    return _field(Path("/proc/cpuinfo"), "model name") or platform.processor() or "unknown"


def _memory() -> str:
    total = _field(Path("/proc/meminfo"), "MemTotal").removesuffix(" kB")
    return f"{int(total) / 2**20:.0f} GiB" if total else "unknown memory"


def _field(file: Path, name: str) -> str:
    """Return the first value of `name` in a Linux status file, "" where there is none."""
    if file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == name:
                return value.strip()
    return ""
