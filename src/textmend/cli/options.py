"""From the arguments of the command line to a Mender."""

from __future__ import annotations

import argparse
import functools
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from textmend.errors import FileProcessingError, ModelError, OptionError, TableError
from textmend.formats import format_of
from textmend.windows import split_bom

if TYPE_CHECKING:
    from textmend.pipeline import Mender

__all__ = ["Reading", "Repair", "build_mender", "reading_options", "repair_options"]


@dataclass(frozen=True, slots=True)
class Repair:
    """What a Mender is built from; it goes to other processes in its place."""

    preset: str
    passes: tuple[str, ...] | None
    skip: tuple[str, ...]
    lexicons: tuple[str, ...]
    protect: tuple[str, ...]
    min_confidence: float | None
    han_latin: str
    katakana: str
    convert: str | None
    drop: tuple[str, ...] = ()
    headings: str = "keep"
    breaks: str = "keep"
    model: str | None = None
    lookalikes: str = "ocr"


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read."""

    encoding: str | None
    format: str | None
    field: str

    def format_of(self, name: PurePath) -> str:
        """Return the format that was asked for, or the one that the file's name promises.

        Raises:
            FileProcessingError: if it promises a table, and nothing was asked for.
        """
        if self.format is None and name.suffix.lower() == ".csv":
            raise FileProcessingError(
                "the commas of a table are no marks of its text, so CSV is not read: put the texts "
                "into JSON Lines, or name --format text if this is prose."
            )
        return self.format or format_of(name)


def repair_options(options: argparse.Namespace) -> Repair:
    """Take the options of the repair out of the arguments."""
    return Repair(
        preset=options.preset,
        passes=options.passes,
        skip=tuple(options.skip),
        lexicons=tuple(options.lexicon),
        protect=tuple(options.protect),
        min_confidence=options.min_confidence,
        han_latin=options.han_latin,
        katakana=options.katakana,
        convert=options.convert,
        drop=tuple(options.drop),
        headings=options.headings,
        breaks=options.breaks,
        model=options.model,
        lookalikes=options.lookalikes,
    )


def reading_options(options: argparse.Namespace) -> Reading:
    """Take the options of reading out of the arguments.

    Raises:
        OptionError: if there is no such encoding.
    """
    if options.encoding is not None:
        split_bom(b"", options.encoding)
    return Reading(options.encoding, options.format, options.field)


@functools.cache
def build_mender(repair: Repair) -> Mender:
    """Build the Mender once in a process.

    Raises:
        OptionError: if an option has a value that cannot be used.
    """
    from textmend.pipeline import Mender  # noqa: PLC0415 (slow to import)

    try:
        return Mender(**asdict(repair))
    except TableError as error:
        if not repair.lexicons:
            raise
        raise OptionError(str(error)) from error  # the table is the user's
    except ModelError as error:
        raise OptionError(str(error)) from error  # and so is the model
