"""The command line: `wraparound <command>`; each command is a room of the app that it belongs to."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wraparound.site.settings")
    execute_from_command_line(["wraparound", *sys.argv[1:]])


if __name__ == "__main__":
    main()
