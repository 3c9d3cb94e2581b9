"""Work of a load that is spread over every core: pure functions, in processes that end with the load."""

import gc
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import forkserver, get_context, parent_process
from multiprocessing.connection import wait
from typing import TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
WORKSHOP = "wraparound.outcomes.feeds.writing.workshop"
"""What is imported before the processes are forked."""
STILL_NICER = 5
"""By how much the processes are nicer than the load."""
WORTH_A_POOL = 300_000
"""Bytes of a list below which starting processes takes longer than the work."""


class Cores:
    """Where work is done: in this process, or spread over others."""

    def __init__(self, pool: ProcessPoolExecutor | None) -> None:
        self._pool = pool

    def map(self, work: Callable[[Asked], Answer], asked: Iterable[Asked]) -> Iterator[Answer]:
        """Yield the answers in the order of what is asked."""
        return self._pool.map(work, asked) if self._pool else map(work, asked)

    def begin(self, work: Callable[[Asked], Answer], asked: Asked) -> Callable[[], Answer]:
        """Begin some work where another core is free for it; return what waits for its answer."""
        return self._pool.submit(work, asked).result if self._pool else lambda: work(asked)


@contextmanager
def cores(size: int) -> Iterator[Cores]:
    """Lend every core for a list of so many bytes; what they import is imported while it is opened."""
    count = os.cpu_count() or 1
    if size < WORTH_A_POOL or count < 2:
        yield Cores(None)
        return
    context = get_context("forkserver")
    context.set_forkserver_preload([WORKSHOP])
    forkserver.ensure_running()
    with ProcessPoolExecutor(count, mp_context=context, initializer=_begin) as pool:
        yield Cores(pool)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Keep Python from looking for circles among the records of a list while it grows.

    There are none, and looking through millions of values again and again takes longer than reading them.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _begin() -> None:
    """Make a process ready, whatever it was forked from. It gives way to the load, and to pages."""
    os.nice(STILL_NICER)
    import_module(WORKSHOP)
    gc.disable()
    threading.Thread(target=_end_with_the_load, daemon=True).start()


def _end_with_the_load() -> None:
    """End this process when the one that it works for is killed: nothing else would."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
