"""The command line: `wraparound <command>`; each command is a room of the app that it belongs to."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError


def main() -> None:
    """Run the command named on the command line; a database that does not answer is said in a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wraparound.site.settings")
    try:
        execute_from_command_line(["wraparound", *sys.argv[1:]])
    except OperationalError as error:
        if "--traceback" in sys.argv:
            raise
        said = str(error).partition("\n")[0]
        sys.exit(f"The database does not do what was asked: {said}.\nWhat is wrong: wraparound check")


if __name__ == "__main__":
    main()
