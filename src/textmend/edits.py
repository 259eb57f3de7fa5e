"""The values a repair is made of: edits, moves, blocks and suspicions.

All offsets count code points of the *original* text, as Python's own string indices do. An edit
replaces `original` at ``[start, end)`` by `replacement`; an insertion has ``start == end``.
"""

from __future__ import annotations

from typing import Any, NoReturn

from textmend.errors import EditError

__all__ = ["Block", "Edit", "Move", "Step", "Suspicion"]


class _Value:
    """A value that never changes: equal, hashed and shown by its fields, which are its slots.

    What a frozen dataclass would be, without the time that the standard library takes to make
    one: these few classes would be half of what `import textmend` costs.
    """

    __slots__: tuple[str, ...] = ()

    def __init__(self, *fields: object) -> None:
        for name, value in zip(self.__slots__, fields, strict=True):
            object.__setattr__(self, name, value)

    def _fields(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.__slots__)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is a value: make a new one instead.")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is a value: make a new one instead.")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._fields() == other._fields()

    def __hash__(self) -> int:
        return hash(self._fields())

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"{type(self).__name__}({fields})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._fields()


class Step(_Value):
    """One pass's part in an edit.

    Args:
        pass_name: the pass that did it, e.g. ``"width"``.
        reason: one sentence a person can read.
        confidence: probability that a Chinese editor would agree, 0 to 1.
    """

    __slots__ = __match_args__ = ("pass_name", "reason", "confidence")
    pass_name: str
    reason: str
    confidence: float

    def __init__(self, pass_name: str, reason: str, confidence: float) -> None:
        super().__init__(pass_name, reason, confidence)
        if not 0.0 <= confidence <= 1.0:
            raise EditError(
                f"A step has confidence {confidence}, but a confidence is a probability: "
                "give a number from 0 to 1."
            )


class Edit(_Value):
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

    __slots__ = __match_args__ = ("start", "end", "original", "replacement", "steps")
    start: int
    end: int
    original: str
    replacement: str
    steps: tuple[Step, ...]

    def __init__(
        self, start: int, end: int, original: str, replacement: str, steps: tuple[Step, ...]
    ) -> None:
        super().__init__(start, end, original, replacement, steps)
        if not 0 <= start <= end:
            raise EditError(
                f"An edit spans [{start}, {end}), which runs backwards or starts before "
                "the text: give 0 <= start <= end."
            )
        if len(original) != end - start:
            raise EditError(
                f"An edit spans {end - start} code points but says that "
                f"{len(original)} stood there: give the text of the span."
            )
        if not steps:
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


class Move(_Value):
    """A block read out of order: ``[start, end)`` of the original goes before offset `to`.

    Moves are applied after the edits, so what is moved carries its edits along. Of blocks that
    go to one place, the first in the tuple stands first.

    Raises:
        EditError: if the span is empty or reversed, or `to` lies inside it.
    """

    __slots__ = __match_args__ = ("start", "end", "to")
    start: int
    end: int
    to: int

    def __init__(self, start: int, end: int, to: int) -> None:
        super().__init__(start, end, to)
        if not 0 <= start < end or to < 0:
            raise EditError(
                f"A move of [{start}, {end}) to {to} has no text to move: "
                "give 0 <= start < end and to >= 0."
            )
        if start < to < end:
            raise EditError(
                f"A move of [{start}, {end}) goes into itself, to {to}: "
                "give a destination outside the span."
            )


class Block(_Value):
    """A piece of a page, such as a heading, a caption or a paragraph of body text."""

    __slots__ = __match_args__ = ("kind", "start", "end", "level", "confidence")
    kind: str
    start: int
    end: int
    level: int
    confidence: float

    def __init__(self, kind: str, start: int, end: int, level: int, confidence: float) -> None:
        super().__init__(kind, start, end, level, confidence)


class Suspicion(_Value):
    """Something that looks damaged and was left alone, with what it might have been."""

    __slots__ = __match_args__ = ("start", "end", "alternatives", "reason")
    start: int
    end: int
    alternatives: tuple[str, ...]
    reason: str

    def __init__(self, start: int, end: int, alternatives: tuple[str, ...], reason: str) -> None:
        super().__init__(start, end, alternatives, reason)
