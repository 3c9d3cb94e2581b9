"""Write the sample area: `python -m samples FOLDER [--children N] [--seed S] [--as-of DATE]`."""

import argparse
import sys
from datetime import date
from pathlib import Path

from samples.feeds import write_sample
from samples.population import AS_OF


def main(arguments: list[str]) -> int:
    """Write the files and say how many rows each has."""
    parser = argparse.ArgumentParser(prog="python -m samples", description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write; made when it is not there")
    parser.add_argument("--children", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--as-of", type=date.fromisoformat, default=AS_OF, help="the day that ages refer to")
    chosen = parser.parse_args(arguments)
    if chosen.children < 1:
        parser.error("--children must be at least 1")
    counts = write_sample(chosen.folder, children=chosen.children, seed=chosen.seed, as_of=chosen.as_of)
    for file, rows in counts.items():
        sys.stdout.write(f"{rows:>8}  {file}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
