"""An import from where it stands to its end, or until a person must decide."""

from collections.abc import Callable

from wraparound.delivery.openreferral.models import Import
from wraparound.delivery.openreferral.taking import ending, filing, walking
from wraparound.delivery.openreferral.taking.fetching import Source
from wraparound.delivery.openreferral.taking.steps import step, with_remark

NOT_ENDED = "What is gone from it was not ended, as we cannot be sure that we saw all of it."


def run_through(run: Import, source: Source, *, close: Callable[[str, str], None]) -> None:
    """Do what is left of an import. `close` is called with the last state and an error, in a transaction.

    Raises `steps.Overtaken` when another process does the same import.
    """
    try:
        if run.state == Import.State.WAITING:
            with step(run, state=Import.State.READING):
                pass
        if run.state == Import.State.READING:
            walking.walk(run, source)
        if run.state == Import.State.WRITING:
            filing.file_items(run, source)
            if _ended(run):
                close(Import.State.DONE, "")
    except (walking.Unreadable, filing.Away) as failed:
        close(Import.State.FAILED, str(failed))


def _ended(run: Import) -> bool:
    """End what is gone; say whether that is done, or False when a person must decide."""
    if run.endings is None:
        count = ending.gone(run).count()
        if not run.is_whole:
            with step(run, remarks=with_remark(run, NOT_ENDED) if count else run.remarks, endings=0):
                pass
        else:
            asks = ending.must_ask(run, count)
            with step(run, state=Import.State.HELD if asks else run.state, endings=count):
                pass
    if run.state == Import.State.HELD:
        return False
    if run.is_whole:
        ending.end_gone(run)
    return True
