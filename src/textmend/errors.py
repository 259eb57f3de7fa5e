"""Errors of textmend. Each says what happened, why, and what to do about it."""

__all__ = [
    "DecodingError",
    "EditError",
    "FileProcessingError",
    "ModelError",
    "OptionError",
    "TableError",
    "TextmendError",
    "UndoError",
]


class TextmendError(Exception):
    """Base of every error that textmend raises on purpose."""


class OptionError(TextmendError, ValueError):
    """An option has a value that cannot be used."""


class EditError(TextmendError, ValueError):
    """Edits or moves contradict each other or the text that they are meant for."""


class TableError(TextmendError, ValueError):
    """A dictionary table is malformed."""


class ModelError(TextmendError, ValueError):
    """A model file is cut, damaged, hostile, or belongs to another version of textmend."""


class DecodingError(TextmendError, ValueError):
    """Bytes cannot be read as text.

    Attributes:
        offset: where the first undecodable byte stands, or None where that is not known.
    """

    def __init__(self, message: str, offset: int | None = None) -> None:
        super().__init__(message)
        self.offset = offset


class FileProcessingError(TextmendError, OSError):
    """A file could not be read or written; what was there before is untouched."""


class UndoError(TextmendError, ValueError):
    """An edit log is cut, or does not belong to the file that it is applied to."""
