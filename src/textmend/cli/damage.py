"""`textmend damage`: damage a clean text, and say what would repair it."""

from __future__ import annotations

import argparse
import hashlib
import json
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmend.cli.repair import StandardOutput, open_input
from textmend.damage import PROFILES, damage
from textmend.decoding import decode
from textmend.errors import DecodingError, FileProcessingError, OptionError
from textmend.files import AtomicFile, cannot

if TYPE_CHECKING:
    from textmend.damage import Damaged

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Damage a text, or list the profiles, and return the exit code."""
    if options.list:
        width = max(map(len, PROFILES))
        for profile in PROFILES.values():
            print(f"{profile.name:{width}}  {profile.summary}")
        return 0
    _refuse_overwriting(options)
    damaged = damage(_read(options), options.profile, options.seed)
    with ExitStack() as stack:
        sink: AtomicFile | StandardOutput = StandardOutput()
        if options.output not in (None, "-"):
            sink = stack.enter_context(AtomicFile(Path(options.output)))
        truth = None
        if options.truth:
            truth = stack.enter_context(AtomicFile(Path(options.truth)))
            truth.write(_truth_lines(damaged, options))
        sink.write(damaged.text.encode("utf-8"))
        sink.commit()
        if truth:
            truth.commit()
    return 0


def _refuse_overwriting(options: argparse.Namespace) -> None:
    """See that the three files are three.

    Raises:
        OptionError: if they are not.
    """
    named = [
        name for name in (options.path, options.output, options.truth) if name not in (None, "-")
    ]
    if len({Path(name).resolve() for name in named}) < len(named):
        raise OptionError(
            "The text, --output and --truth must be different files: one would be written over "
            "another."
        )


def _read(options: argparse.Namespace) -> str:
    path = Path(options.path)
    try:
        with open_input(path) as file:
            data = file.read()
    except FileProcessingError:
        raise
    except OSError as error:
        raise cannot("read", path, error) from error
    try:
        return decode(data, options.encoding)[0]
    except DecodingError as error:
        raise DecodingError(f"{path}: {error}", error.offset) from error


def _truth_lines(damaged: Damaged, options: argparse.Namespace) -> bytes:
    """Return an edit a line, and an end record, without which the file was cut."""
    records = [edit.to_dict() for edit in damaged.truth]
    end = {
        "end_of_file": True,
        "file": options.path,
        "profile": options.profile,
        "seed": options.seed,
        "edits": len(records),
        "sha256_original": _digest(damaged.original),
        "sha256_damaged": _digest(damaged.text),
    }
    return b"".join(map(_line, [*records, end]))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _line(record: dict[str, Any]) -> bytes:
    text = json.dumps(record, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace") + b"\n"
