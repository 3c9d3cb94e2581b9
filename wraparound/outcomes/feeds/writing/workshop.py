"""What the processes of `cores` need: imported once, by the process from which they are forked."""

from importlib import import_module

import django

NEEDED = ("linking.features", "linking.spreading", "writing.prepare")
"""The modules of this app whose functions are spread over cores."""

django.setup()
for name in NEEDED:
    import_module(f"wraparound.outcomes.feeds.{name}")
