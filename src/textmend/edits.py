"""The values a repair is made of: edits, moves, blocks and suspicions.

All offsets count code points of the *original* text, as Python's own string indices do. An edit
replaces `original` at ``[start, end)`` by `replacement`; an insertion has ``start == end``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textmend.errors import EditError

__all__ = ["Block", "Edit", "Move", "Step", "Suspicion"]


@dataclass(frozen=True, slots=True)
class Step:
    """One pass's part in an edit.

    Args:
        pass_name: the pass that did it, e.g. ``"width"``.
        reason: one sentence a person can read.
        confidence: probability that a Chinese editor would agree, 0 to 1.
    """

    pass_name: str
    reason: str
    confidence: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise EditError(
                f"A step has confidence {self.confidence}, but a confidence is a probability: "
                "give a number from 0 to 1."
            )


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement on the original text, with the steps that led to it.

    Args:
        start: first code point replaced.
        end: one past the last; equal to `start` for an insertion.
        original: what stands there, ``end - start`` code points.
        replacement: what is put there; empty for a deletion.
        steps: what each pass did here, in the order in which it happened; at least one.

    Raises:
        EditError: if the span is reversed, does not fit `original`, or no step is given.

    >>> edit = Edit(2, 3, ",", "，", (Step("width", "comma beside Chinese", 0.98),))
    >>> edit.pass_name, edit.confidence
    ('width', 0.98)
    """

    start: int
    end: int
    original: str
    replacement: str
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise EditError(
                f"An edit spans [{self.start}, {self.end}), which runs backwards or starts before "
                "the text: give 0 <= start <= end."
            )
        if len(self.original) != self.end - self.start:
            raise EditError(
                f"An edit spans {self.end - self.start} code points but says that "
                f"{len(self.original)} stood there: give the text of the span."
            )
        if not self.steps:
            raise EditError("An edit without a step cannot be explained: give at least one step.")

    @property
    def pass_name(self) -> str:
        """The pass of the last step."""
        return self.steps[-1].pass_name

    @property
    def reason(self) -> str:
        """The reason of the last step."""
        return self.steps[-1].reason

    @property
    def confidence(self) -> float:
        """The least confidence of the steps."""
        return min(step.confidence for step in self.steps)

    def to_dict(self) -> dict[str, Any]:
        """Return the edit as JSON-ready values."""
        return {
            "start": self.start,
            "end": self.end,
            "original": self.original,
            "replacement": self.replacement,
            "steps": [
                {"pass": step.pass_name, "reason": step.reason, "confidence": step.confidence}
                for step in self.steps
            ],
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Edit:
        """Read what `to_dict` wrote.

        Raises:
            EditError: if a field is missing or has the wrong type.
        """
        try:
            steps = tuple(
                Step(str(step["pass"]), str(step["reason"]), float(step["confidence"]))
                for step in data["steps"]
            )
            return cls(
                int(data["start"]),
                int(data["end"]),
                str(data["original"]),
                str(data["replacement"]),
                steps,
            )
        except (KeyError, TypeError, ValueError) as error:
            if isinstance(error, EditError):
                raise
            raise EditError(f"This is not an edit as to_dict writes it ({error!r}).") from error


@dataclass(frozen=True, slots=True)
class Move:
    """A block read out of order: ``[start, end)`` of the original goes before offset `to`.

    Moves are applied after the edits, so what is moved carries its edits along. Of blocks that
    go to one place, the first in the tuple stands first.

    Raises:
        EditError: if the span is empty or reversed, or `to` lies inside it.
    """

    start: int
    end: int
    to: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.to < 0:
            raise EditError(
                f"A move of [{self.start}, {self.end}) to {self.to} has no text to move: "
                "give 0 <= start < end and to >= 0."
            )
        if self.start < self.to < self.end:
            raise EditError(
                f"A move of [{self.start}, {self.end}) goes into itself, to {self.to}: "
                "give a destination outside the span."
            )


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page, such as a heading, a caption or a paragraph of body text."""

    kind: str
    start: int
    end: int
    level: int
    confidence: float


@dataclass(frozen=True, slots=True, order=True)
class Suspicion:
    """Something that looks damaged and was left alone, with what it might have been."""

    start: int
    end: int
    alternatives: tuple[str, ...]
    reason: str
