"""Where files are written: all names are known and compared before anything is written."""

from __future__ import annotations

from pathlib import Path

from textmend.errors import OptionError

__all__ = ["Targets"]


class Targets:
    """The names under which files will be written.

    Args:
        advice: what to do where two files would have one name.

    >>> targets = Targets("give another directory")
    >>> targets.take(Path("out/a.txt"), "a.txt")
    >>> Path("out/../out/a.txt") in targets
    True
    """

    def __init__(self, advice: str) -> None:
        self._advice = advice
        self._taken: dict[Path, str] = {}

    def __contains__(self, target: Path) -> bool:
        """Tell whether a file goes there."""
        return target.resolve() in self._taken

    def take(self, target: Path, source: str) -> None:
        """Note where the file `source` goes.

        Raises:
            OptionError: if another goes there.
        """
        if target in self:
            raise OptionError(
                f"{self._taken[target.resolve()]} and {source} would both be written to {target}: "
                f"{self._advice}."
            )
        self._taken[target.resolve()] = source
