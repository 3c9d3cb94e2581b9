"""Long work stands behind the pages that people wait for."""

import os
from concurrent.futures import ThreadPoolExecutor

from wraparound.foundation.area.jobs import GIVES_WAY, give_way


def _niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, 0)


def _given_way_twice() -> int:
    give_way()
    give_way()
    return _niceness()


def test_long_work_gives_way_once_and_its_own_thread_alone() -> None:
    before = _niceness()
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(_given_way_twice).result() == max(before, GIVES_WAY)
    assert _niceness() == before
