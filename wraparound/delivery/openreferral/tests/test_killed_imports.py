"""An import killed with -9 at random points and begun again leaves what an uncut one leaves.

`IMPORT_SIZE=5000 IMPORT_KILLS=20` takes the size that the house promises; the suite takes a smaller one.
"""

import os
import subprocess
import sys

import pytest
from django.db import connection

from wraparound.delivery.directory.models import Listing, Organisation, Place
from wraparound.delivery.openreferral.models import Feed, Import, Known
from wraparound.delivery.openreferral.tests.feed_server import Area, make_service, served
from wraparound.delivery.openreferral.tests.outcome import outcome
from wraparound.delivery.taxonomy.models import Taxonomy, Term

SIZE, KILLS = int(os.environ.get("IMPORT_SIZE", 120)), int(os.environ.get("IMPORT_KILLS", 5))
A_STEP = max(10, SIZE // 100)


def environment() -> dict[str, str]:
    """Return the environment of a process that works on the database of this test."""
    own = connection.settings_dict
    address = f"sqlite:///{own['NAME']}"
    if connection.vendor == "postgresql":
        address = f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{own['NAME']}"
    return {
        **os.environ, "DATABASE_URL": address, "OPENREFERRAL_PRIVATE_FEEDS": "true",
        "DJANGO_SETTINGS_MODULE": "wraparound.site.settings",
    }  # fmt: skip


def run_killed(url: str, kills: int, steps: int) -> int:
    """Read the feed, killed so often; return how often it was."""
    asked = [sys.executable, "-m", "wraparound.delivery.openreferral.tests.killing", url, str(kills), "3",
             str(A_STEP), str(steps)]  # fmt: skip
    done = subprocess.run(asked, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return int(done.stdout)


def forget() -> None:
    """Empty what an import writes."""
    for model in (Known, Import, Feed, Listing, Place, Organisation, Term, Taxonomy):
        model.objects.all().delete()


@pytest.mark.slow
@pytest.mark.timeout(1_800)
@pytest.mark.django_db(transaction=True)
def test_a_killed_import_leaves_what_an_uncut_one_leaves() -> None:
    with served(Area([make_service(n) for n in range(SIZE)])) as url:
        run_killed(url, 0, 1)
        uncut, steps = outcome(), Import.objects.get().step
        assert uncut["counts"]["created"] == SIZE == len(uncut["entries"])
        forget()
        killed = run_killed(url, KILLS, steps)
        cut = outcome()
    assert killed == KILLS
    assert cut == uncut
    assert cut["imports"] == 1
