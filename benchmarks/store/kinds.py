"""The two kinds of database that a store may be in, and new stores in them."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import Protocol

from allocator.store.database import Database
from allocator.store.errors import StoreError
from allocator.store.store import Store
from allocator.store.upgrade import opened, upgraded
from benchmarks.store.server import Server

KINDS = ("sqlite", "postgresql")


class Kind(Protocol):
    """Where stores are made."""

    name: str

    def new_address(self) -> str:
        """Return an address under which there is no store yet."""


class Sqlite:
    """Files, each in a folder of its own."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder, self._made = folder, 0

    def new_address(self) -> str:
        """Return the address of a file that is not there yet."""
        self._made += 1
        return f"sqlite:///{self._folder}/{self._made}/allocator.sqlite"


class Postgresql:
    """Databases of one server."""

    name = "postgresql"

    def __init__(self, server: Server) -> None:
        self.server = server

    def new_address(self) -> str:
        """Return the address of an empty database."""
        return self.server.new_database()


@contextmanager
def kinds(names: tuple[str, ...]) -> Iterator[list[Kind]]:
    """Give the kinds of these names; when all is done nothing of them is left."""
    folder = Path(tempfile.mkdtemp(prefix="store-"))
    servers = [Server(folder / "server")] if "postgresql" in names else []
    files = [Sqlite(folder / "files")] if "sqlite" in names else []
    try:
        yield [*files, *map(Postgresql, servers)]
    finally:
        for server in servers:
            server.close()
        rmtree(folder, ignore_errors=True)


@contextmanager
def store_of(address: str) -> Iterator[Store]:
    """Open a store, made first where there is none; afterwards its connections are closed.

    Raises
    ------
    StoreError : it cannot be made or opened.
    """
    database = Database(address)
    try:
        try:
            opened(database)
        except StoreError as error:
            if error.key != "empty":
                raise
            upgraded(database)
        yield Store(database)
    finally:
        database.close()


def address_of(store: Store) -> str:
    """Return the address of a store, with which another process can open it."""
    database = store.database
    if database.file is not None:
        return f"sqlite:///{database.file}"
    return str(database.engine.url.render_as_string(hide_password=False))
