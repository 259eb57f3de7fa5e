"""A function over many items, in several threads; the native core runs without Python's lock."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

__all__ = ["map_ahead"]

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def map_ahead(
    function: Callable[[_Item], _Result], items: Iterable[_Item], workers: int
) -> Generator[_Result]:
    """Yield the result for each item, in their order, holding only a few at a time.

    Items are drawn in the thread that iterates, one at a time. An exception, of the function or of
    the items, is raised where the result would have been, and nothing more is begun then.

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

    pool = ThreadPoolExecutor(workers)
    try:
        futures = _submitted(pool, function, items)
        waiting = deque(islice(futures, 2 * workers))
        while waiting:
            result = waiting.popleft().result()
            waiting.extend(islice(futures, 1))
            yield result
    finally:
        pool.shutdown(cancel_futures=True)


def _submitted(
    pool: ThreadPoolExecutor, function: Callable[[_Item], _Result], items: Iterable[_Item]
) -> Iterator[Future[_Result]]:
    try:
        for item in items:
            yield pool.submit(function, item)
    except Exception as error:  # its turn comes when what was drawn before is done
        from concurrent.futures import Future  # noqa: PLC0415 (slow to import)

        failed: Future[_Result] = Future()
        failed.set_exception(error)
        yield failed
