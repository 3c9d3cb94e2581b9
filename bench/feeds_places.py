"""Where the measure of feeds works: an index that is built once and kept, and a copy of it for each run."""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from bench.feeds_lists import SENT, Lists

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Place:
    """A copy of the index, and the list that is sent to it."""

    environment: dict[str, str]
    path: Path

    @property
    def command(self) -> list[str]:
        """Return the command that loads the list, as an agency's data manager types it."""
        return self.wraparound("feed", "load", str(self.path), "--agency", SENT)

    def wraparound(self, *arguments: str) -> list[str]:
        """Return a command of the product."""
        return [sys.executable, "-m", "wraparound.site.cli", *arguments]


@contextmanager
def place_of(options: argparse.Namespace) -> Iterator[Place]:
    """Build the index and the list unless they are there; lend a copy of the index and throw it away."""
    lists = Lists(options.children, options.population)
    name = f"feeds-{options.children}-{options.population}"
    folder = options.cache.resolve() / name
    folder.mkdir(parents=True, exist_ok=True)
    path = lists.write(folder / f"{options.rows}.csv", options.rows)
    kind = _OnPostgreSQL if options.database == "postgres" else _OnSQLite
    files = kind(folder, name.replace("-", "_"))
    if not files.is_built:
        _build(files.base, folder, options, files.like)
        files.keep()
    run = Path(mkdtemp(prefix="run-", dir=folder))
    try:
        environment = {
            **os.environ, "WRAPAROUND_DATA": str(run), "DATABASE_URL": files.copy(run),
            "DJANGO_SETTINGS_MODULE": "wraparound.site.settings",
        }  # fmt: skip
        place = Place(environment, path)
        subprocess.run(place.wraparound("migrate", "--verbosity", "0"), check=True, env=environment)
        yield place
    finally:
        files.drop(run)
        shutil.rmtree(run)


def _build(url: str, folder: Path, options: argparse.Namespace, like: Path | None) -> None:
    """Build the index in a process of its own, or copy one that is built: one process has one database."""
    environment = {
        **os.environ, "DATABASE_URL": url, "WRAPAROUND_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "wraparound.site.settings",
    }  # fmt: skip
    numbers = [str(options.children), str(options.population), str(options.processes)]
    build = ["bench.feeds_copy", str(like), numbers[-1]] if like else ["bench.feeds_build", *numbers]
    subprocess.run([sys.executable, "-m", *build], check=True, env=environment)


class _OnSQLite:
    """The index is a file."""

    like: Path | None = None

    def __init__(self, folder: Path, name: str) -> None:
        self.file, self.draft = folder / "index.sqlite3", folder / "draft.sqlite3"
        self.draft.unlink(missing_ok=True)
        self.base = f"sqlite:///{self.draft}"

    @property
    def is_built(self) -> bool:
        return self.file.exists()

    def keep(self) -> None:
        self.draft.rename(self.file)

    def copy(self, run: Path) -> str:
        shutil.copy(self.file, run / "index.sqlite3")
        return f"sqlite:///{run / 'index.sqlite3'}"

    def drop(self, run: Path) -> None:
        (run / "index.sqlite3").unlink()


class _OnPostgreSQL:
    """The index is a database of the server that `DATABASE_URL` names."""

    def __init__(self, folder: Path, name: str) -> None:
        server = os.environ.get("DATABASE_URL", "")
        if not server.startswith("postgres"):
            raise SystemExit(
                "Run it under a server: .ci/postgres python -m bench feeds --database postgres …"
            )
        self.server, self.name = server.rpartition("/")[0], name
        built = folder / "index.sqlite3"
        self.like: Path | None = built if built.exists() else None
        if not self.is_built:
            self._execute(f"DROP DATABASE IF EXISTS {name}_draft", f"CREATE DATABASE {name}_draft")
        self.base = f"{self.server}/{name}_draft"

    @property
    def is_built(self) -> bool:
        return bool(self._execute(f"SELECT 1 FROM pg_database WHERE datname = '{self.name}'"))

    def keep(self) -> None:
        self._execute(f"ALTER DATABASE {self.name}_draft RENAME TO {self.name}")

    def copy(self, run: Path) -> str:
        made = f"{self.name}_{run.name.replace('-', '_').lower()}"
        self._execute(f"CREATE DATABASE {made} TEMPLATE {self.name} STRATEGY FILE_COPY")
        return f"{self.server}/{made}"

    def drop(self, run: Path) -> None:
        self._execute(f"DROP DATABASE {self.name}_{run.name.replace('-', '_').lower()} WITH (FORCE)")

    def _execute(self, *statements: str) -> list[tuple[object, ...]]:
        import psycopg

        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            found = [connection.execute(statement) for statement in statements][-1]
            return found.fetchall() if found.description else []
