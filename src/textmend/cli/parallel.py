"""Several files at a time, in processes of their own."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import TypeVar

from textmend.cli.signals import STOPPING
from textmend.errors import FileProcessingError

__all__ = ["map_in_processes"]

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def map_in_processes(
    function: Callable[[_Item], _Result], items: Sequence[_Item], jobs: int
) -> Generator[_Result]:
    """Yield the result for each item, in their order; on any exception stop the processes.

    Raises:
        FileProcessingError: if a process died, as it does when memory runs out.
    """
    executor = ProcessPoolExecutor(min(jobs, len(items)), initializer=_leave_interrupts)
    try:
        yield from executor.map(partial(_run_or_end, function), items)
    except BrokenProcessPool as error:
        raise FileProcessingError(
            "A process that repaired files was killed, perhaps because memory ran out: run again "
            "with fewer --jobs. Files that were written are complete."
        ) from error
    except BaseException:
        for process in multiprocessing.active_children():
            process.terminate()  # it removes what it had half written
        raise
    finally:
        executor.shutdown(cancel_futures=True)


def _run_or_end(function: Callable[[_Item], _Result], item: _Item) -> _Result:
    """Call the function; if it is told to stop, end the process, not only this call."""
    try:
        return function(item)
    except SystemExit:
        os._exit(1)  # the pool would go on with the next item


def _leave_interrupts() -> None:
    """Leave Ctrl-C to the process that started this one, which will end it if need be."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)


def _stop(number: int, frame: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one would interrupt the tidying up
    raise SystemExit(128 + number)
