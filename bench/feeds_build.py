"""Builds the index of the measure of feeds in the empty database that the environment names.

A process of its own: `python -m bench.feeds_build CHILDREN SEED PROCESSES`.
"""

import sys


def build(children: int, seed: int, processes: int) -> None:
    """Make the tables and fill them."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from bench.feeds_index import fill
    from bench.feeds_lists import Lists

    call_command("migrate", verbosity=0)
    fill(Lists(children, seed), folder=settings.DATA_DIR, processes=processes)


if __name__ == "__main__":
    build(*map(int, sys.argv[1:4]))
