"""A connection to the store: whole transactions, full synchronisation, errors in words."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from allocator.folders import data_folder
from allocator.store.errors import StoreError, explained

ADDRESS: Final = "ALLOCATOR_DATABASE_URL"
"""The variable that names another store than the file in the user's own folder."""
FILE: Final = "allocator.sqlite"
_SQLITE, _POSTGRESQL = "sqlite", "postgresql"
_PATIENCE: Final = 30
"""Seconds to wait for another writer."""
_CONNECT: Final = 5
"""Seconds to wait for a server."""
_WRITES: Final = "writes"
_NETWORKS: Final = frozenset(
    ("nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "9p", "afs", "ncpfs", "fuse.sshfs", "webdav")
)
"""File systems on which SQLite's locks do not hold."""
_ON_CONNECT: Final = (
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
)


def address_given() -> str:
    """Return the address of the store: the one given, else a file in the user's own folder.

    Raises
    ------
    StoreError : the user has no folder of his own.
    """
    if given := os.environ.get(ADDRESS):
        return given
    folder = data_folder()
    if folder is None:
        raise StoreError("no-folder", variable=ADDRESS)
    return URL.create(_SQLITE, database=str(folder / FILE)).render_as_string()


class Database:
    """A store's database: reads and writes as whole transactions.

    Parameters
    ----------
    address : `sqlite:///…` with the path of a file, or `postgresql://…`.

    Raises
    ------
    StoreError : it is no such address, or what it needs is not installed.
    """

    def __init__(self, address: str) -> None:
        self._url = _understood(address)
        self.file = Path(self._url.database or "") if self.is_sqlite else None
        self.engine = _sqlite(self._url) if self.is_sqlite else _postgresql(self._url)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return self._url.get_backend_name() == _SQLITE

    @property
    def where(self) -> str:
        """The address as it may be shown: without a password."""
        return str(self.file) if self.file else self._url.render_as_string(hide_password=True)

    def close(self) -> None:
        """Let go of the connections that are held ready; used again, it connects anew."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the store.

        Raises
        ------
        StoreError : the database cannot be read.
        """
        with explained(self.where), self.engine.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are kept together when all is done, or not at all.

        Raises
        ------
        StoreError : the database cannot be written; nothing of it is kept.
        """
        with explained(self.where), self.engine.connect() as connection:
            connection = connection.execution_options(**{_WRITES: True})
            with connection.begin():
                yield connection


def _understood(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise StoreError("address", variable=ADDRESS) from error
    backend = "postgresql" if url.drivername == "postgres" else url.get_backend_name()
    if backend == _SQLITE and url.database and url.database != ":memory:":
        path = Path(url.database).absolute()
        if network := network_of(path):
            raise StoreError("on-network", where=str(path), kind=network)
        return URL.create(_SQLITE, database=str(path))
    if backend == _POSTGRESQL:
        return url.set(drivername="postgresql+psycopg")
    raise StoreError("address", variable=ADDRESS)


def network_of(path: Path, mounts: str | None = None) -> str:
    """Return the kind of the network file system that a path lies on; empty where it is none.

    Parameters
    ----------
    mounts : as `/proc/mounts` lists them; the system's own where it is None.
    """
    if mounts is None:
        try:
            mounts = Path("/proc/mounts").read_text("utf-8")
        except OSError:
            return ""
    nearest, kind_there = Path("/"), ""
    for line in mounts.splitlines():
        _, mounted, kind, *_ = (*line.split(" "), "", "", "")
        there = Path(mounted.replace("\\040", " "))
        if path.is_relative_to(there) and len(there.parts) >= len(nearest.parts):
            nearest, kind_there = there, kind
    return kind_there if kind_there in _NETWORKS else ""


def _sqlite(url: URL) -> Engine:
    """Return an engine that connects anew each time: a file that is gone is noticed.

    A missing file is never made here: an empty store would stand where one's own was.
    """

    def connect() -> sqlite3.Connection:
        path = Path(str(url.database)).as_uri()
        return sqlite3.connect(
            f"{path}?mode=rw",
            uri=True,
            timeout=_PATIENCE,
            isolation_level=None,
            check_same_thread=False,
        )

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        for pragma in _ON_CONNECT:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        # one that reads first and writes later would be refused if another wrote meanwhile
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: URL) -> Engine:
    wait = _PATIENCE * 1000
    settings = (
        f"-c lock_timeout={wait} -c statement_timeout={2 * wait} -c synchronous_commit=on"
        " -c idle_in_transaction_session_timeout=600000"
    )
    try:
        return create_engine(
            url,
            pool_pre_ping=True,
            pool_timeout=_PATIENCE,
            connect_args={"connect_timeout": _CONNECT, "options": settings},
        )
    except ModuleNotFoundError as error:
        raise StoreError("no-driver") from error
