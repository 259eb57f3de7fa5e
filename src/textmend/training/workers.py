"""Several processes that write into one network's weights without waiting for each other.

Hogwild, Niu et al. 2011: twice the speed on two cores, and no two runs alike. One worker alone is
decided by the seed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections.abc import Callable
from typing import TypeVar

from torch import nn

__all__ = ["run_workers"]

_PATIENCE = 60  # seconds that the other workers have to end

_Network = TypeVar("_Network", bound=nn.Module)


def run_workers(
    work: Callable[[argparse.Namespace, _Network, int, float], None],
    options: argparse.Namespace,
    network: _Network,
) -> None:
    """Run `options.workers` workers, the first of them in this process, until all have ended.

    Args:
        work: at the top level of a module, so that other processes find it; it is given the
            options, the network, the number of the worker and when the run started.
        options: of the run.
        network: whose weights all write into.
    """
    network.share_memory()
    started = time.time()
    others = [
        multiprocessing.get_context("spawn").Process(
            target=work, args=(options, network, worker, started), daemon=True
        )
        for worker in range(1, options.workers)
    ]
    for other in others:
        other.start()
    work(options, network, 0, started)
    for other in others:
        other.join(_PATIENCE)
