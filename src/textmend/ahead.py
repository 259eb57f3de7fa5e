"""A function over many items, in several threads; the native core runs without Python's lock."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

__all__ = ["map_ahead"]

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def map_ahead(
    function: Callable[[_Item], _Result], items: Iterable[_Item], workers: int
) -> Generator[_Result]:
    """Yield the result for each item, in their order, holding only a few at a time.

    Items are drawn in the thread that iterates, one at a time. An exception is raised where its
    result would have been.

    Args:
        function: called in any of the threads.
        items: drawn two for each worker ahead of the result that is yielded.
        workers: threads, 1 or more; with 1 there are none but the caller's.

    >>> list(map_ahead(len, ["双减", "局"], workers=2))
    [2, 1]
    """
    if workers == 1:
        yield from map(function, items)
        return
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 (slow to import)

    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[_Result]] = deque()
        source = iter(items)
        for item in islice(source, 2 * workers):
            waiting.append(pool.submit(function, item))
        while waiting:
            result = waiting.popleft().result()
            for item in islice(source, 1):
                waiting.append(pool.submit(function, item))
            yield result
