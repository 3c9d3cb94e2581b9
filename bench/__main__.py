"""`python -m bench NAME …`: run one measure; its results go to `bench/results/NAME.md` and `.json`."""

import importlib
import sys
from pathlib import Path

NAMES = sorted(
    path.stem for path in Path(__file__).parent.glob("[a-z]*.py") if "def main(" in path.read_text()
)


def run() -> None:
    """Run the measure named first on the command line with the rest as its arguments."""
    if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
        sys.exit(f"usage: python -m bench {{{'|'.join(NAMES)}}} …")
    importlib.import_module(f"bench.{sys.argv[1]}").main(sys.argv[2:])


run()
