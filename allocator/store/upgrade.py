"""Makes a store, and brings an older one to the schema of this program.

A file is made under another name and put in its place whole. An older file is copied beside itself
first. A server is upgraded only where that is asked for: others may be at work in it. A newer
schema is used where its program says that this one still can.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from threading import Lock

from alembic.command import upgrade
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, select, text, update

from allocator.private import make_folder, open_new
from allocator.store.database import Database
from allocator.store.errors import StoreError, explained
from allocator.store.schema import FROM, HEAD, compatibility

_MIGRATIONS = Path(__file__).parent / "migrations"
_ONE_THREAD = Lock()
"""Alembic knows one migration at a time in a process."""
_LOCK = 0x616C6C6F
"""The number of the advisory lock under which one process at a time migrates."""
_BEFORE = ".before-"
_LOCK_SECONDS, _STATEMENT_SECONDS = 5, 60


def opened(database: Database) -> None:
    """Make the store where there is none, and see that this program can use it.

    Raises
    ------
    StoreError : it cannot be made or reached, or is of a schema that this program cannot use.
    """
    if database.file is not None and not os.path.lexists(database.file):
        make_file(database.file)
    revision = revision_of(database)
    if revision == HEAD:
        return
    if revision > HEAD:
        _check_newer(database, revision)
    elif database.file is not None:
        upgraded(database)
    else:
        key = "older" if revision else "empty"
        raise StoreError(key, where=database.where, revision=revision, wanted=HEAD)


def revision_of(database: Database) -> str:
    """Return the revision of a store's schema; empty where there are no tables.

    Raises
    ------
    StoreError : it cannot be read, or is the database of another program.
    """
    with database.reading() as connection:
        revision = MigrationContext.configure(connection).get_current_revision() or ""
        foreign = not revision and inspect(connection).get_table_names()
    if foreign:
        raise StoreError("foreign", where=database.where)
    return revision


def upgraded(database: Database) -> str:
    """Bring a store to the schema of this program; return the revision it had.

    Raises
    ------
    StoreError : it cannot be upgraded; it is as it was.
    """
    before = revision_of(database)
    if before > HEAD:
        _check_newer(database, before)
        return before
    if before == HEAD:
        return before
    if database.file is not None and before:
        _copied(database, database.file.with_name(f"{database.file.name}{_BEFORE}{HEAD}"))
    with database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_SECONDS}s'"))
            connection.execute(text(f"SET LOCAL statement_timeout = '{_STATEMENT_SECONDS}s'"))
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        migrate(connection, HEAD)
        connection.execute(update(compatibility).values(oldest=FROM))
    return before


def copies_before_upgrades(file: Path) -> list[Path]:
    """Return the copies that were made of a store before it was upgraded."""
    return sorted(file.parent.glob(f"{file.name}{_BEFORE}*"))


def migrate(connection: Connection, revision: str) -> None:
    """Run the revisions up to one, on a connection and in its transaction."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _ONE_THREAD:
        upgrade(config, revision)


def make_file(path: Path) -> None:
    """Make an empty store; where another process was quicker its file stands.

    Raises
    ------
    StoreError : it cannot be made.
    """
    made = path.with_name(f".{path.name}.{token_hex(4)}.new")
    try:
        with explained(str(path)):
            make_folder(path.parent)
            open_new(made).close()
            database = Database(f"sqlite:///{made}")
            # what is written ahead is kept beside the file from now on; the file remembers it
            connection = sqlite3.connect(made)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.close()
            upgraded(database)
            _put(made, path)
    finally:
        for rest in ("", "-wal", "-shm"):
            with suppress(OSError):
                made.with_name(made.name + rest).unlink()


def _put(made: Path, path: Path) -> None:
    """Give a finished file its name, unless something has it."""
    try:
        os.link(made, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not os.path.lexists(path):
            made.rename(path)


def _copied(database: Database, to: Path) -> None:
    """Copy a store as it is at one moment to a file beside it, for the owner only."""
    with explained(database.where):
        with suppress(FileNotFoundError):
            to.unlink()
        open_new(to).close()
        with database.engine.connect() as connection:
            source = connection.connection.driver_connection
            copy = sqlite3.connect(to)
            try:
                assert isinstance(source, sqlite3.Connection)
                source.backup(copy)
            finally:
                copy.close()


def _check_newer(database: Database, revision: str) -> None:
    with database.reading() as connection:
        oldest = connection.execute(select(compatibility.c.oldest)).scalar()
    if oldest is None or oldest > HEAD:
        raise StoreError("newer", where=database.where, revision=revision, wanted=HEAD)
