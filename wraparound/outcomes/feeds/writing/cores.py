"""Work of a load that is spread over every core: pure functions, in processes that end with the load."""

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from typing import TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
WORTH_A_POOL = 2_000
"""Rows below which starting processes takes longer than the work."""


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
def cores(rows: int) -> Iterator[Cores]:
    """Lend every core for a list of so many rows."""
    count = os.cpu_count() or 1
    if rows < WORTH_A_POOL or count < 2:
        yield Cores(None)
        return
    context = get_context("forkserver")
    with ProcessPoolExecutor(count, mp_context=context, initializer=_watch) as pool:
        yield Cores(pool)


def _watch() -> None:
    threading.Thread(target=_end_with_the_load, daemon=True).start()


def _end_with_the_load() -> None:
    """End this process when the one that it works for is killed: nothing else would."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
