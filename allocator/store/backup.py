"""A store as one file, and back: whole and of one moment, while others write.

A backup is a store itself, in SQLite, whatever the database it is of: it can be opened, upgraded
and verified like any other, and put into either kind of database.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from sqlalchemy import Connection, delete, func, select

from allocator.private import FILE_MODE
from allocator.store.database import Database
from allocator.store.errors import StoreError, explained
from allocator.store.faults import faults
from allocator.store.removing import removing
from allocator.store.schema import HEAD, compatibility, metadata, removal, run, version
from allocator.store.upgrade import make_file, opened, remove_file, revision_of, upgraded

_ROWS = 100
"""Rows copied at a time; a row may hold a large file."""
_BEGINS = b"SQLite format 3\0"


def back_up(database: Database, to: Path) -> int:
    """Write the whole store, as it is at one moment, into a new file; return how many runs it has.

    Parameters
    ----------
    to : a name that nothing has; the file is for its owner only.

    Raises
    ------
    StoreError : there is something of that name, or the store cannot be read, or the file written;
        in its place is nothing then.
    """
    if os.path.lexists(to):
        raise StoreError("backup-exists", name=to.name)
    if revision_of(database) != HEAD:
        raise StoreError("backup-by-newer", where=database.where)
    if not os.access(to.parent, os.W_OK | os.X_OK):
        raise StoreError("backup-nowhere", name=str(to.parent))
    made = to.with_name(f".{to.name}.{token_hex(4)}.new")
    try:
        make_file(made)
        copy = Database(f"sqlite:///{made}")
        with database.reading() as source, copy.writing() as target:
            runs = _copied(source, target)
        with explained(str(to)):
            _alone(made)
        _name(made, to)
    finally:
        remove_file(made)
    return runs


def _name(made: Path, to: Path) -> None:
    """Give a finished backup its name, which nothing has, so that a power cut does not lose it."""
    try:
        os.link(made, to)
    except FileExistsError as error:
        raise StoreError("backup-exists", name=to.name) from error
    except OSError:  # a file system without links
        made.rename(to)
    if os.name == "posix":
        folder = os.open(to.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def restore(database: Database, backup: Path, by: str, *, replace: bool = False) -> int:
    """Put a backup in place of what the store holds, all of it or nothing; return how many runs.

    Parameters
    ----------
    backup : as `back_up` wrote it, by this program or an older one.
    by : who does it. replace : whether a store in which something is kept may be replaced.

    Raises
    ------
    StoreError : the file is no backup or is damaged, the store is not empty, or cannot be written.
    """
    with _checked(backup) as source, source.reading() as kept:
        _make_ready(database, replace)
        with removing(database, datetime.now(UTC), by) as begun:
            if not replace and _is_used(begun.connection):
                raise StoreError("not-empty", where=database.where)
            for table in reversed(metadata.sorted_tables):
                if table is not removal:
                    begun.connection.execute(delete(table))
            begun.connection.execute(delete(removal).where(removal.c.id != begun.id))
            return _copied(kept, begun.connection)


def _copied(source: Connection, target: Connection) -> int:
    """Copy every row into tables that are empty but for what a new store has."""
    target.execute(delete(compatibility))
    for table in metadata.sorted_tables:
        rows = source.execution_options(yield_per=_ROWS).execute(select(table))
        for chunk in rows.mappings().partitions():
            target.execute(table.insert(), [dict(row) for row in chunk])
    return int(target.execute(select(func.count()).select_from(run)).scalar_one())


def _is_used(connection: Connection) -> bool:
    return any(
        connection.execute(select(table.c.id).limit(1)).scalar() is not None
        for table in (run, version)
    )


def _make_ready(database: Database, replace: bool) -> None:
    """Make the store where there is none; a file that is damaged is put aside, not lost."""
    try:
        opened(database)
    except StoreError as error:
        if error.key == "empty":
            upgraded(database)
        elif error.key == "damaged" and replace and database.file is not None:
            for rest in ("", "-wal", "-shm"):
                with suppress(FileNotFoundError):
                    aside = database.file.with_name(f"{database.file.name}.damaged{rest}")
                    database.file.with_name(database.file.name + rest).replace(aside)
            opened(database)
        else:
            raise


@contextmanager
def _checked(backup: Path) -> Iterator[Database]:
    """Give a copy of a backup, brought to this program's schema, in which nothing is wrong."""
    with tempfile.TemporaryDirectory(prefix="allocator-") as folder:
        copy = Path(folder) / "backup.sqlite"
        try:
            with backup.open("rb") as begins:
                if begins.read(len(_BEGINS)) != _BEGINS:
                    raise StoreError("no-backup", name=backup.name)
            shutil.copyfile(backup, copy)
            copy.chmod(FILE_MODE)
        except OSError as error:
            raise StoreError("backup-unreadable", name=backup.name) from error
        source = Database(f"sqlite:///{copy}")
        try:
            if not revision_of(source):
                raise StoreError("no-backup", name=backup.name)
            upgraded(source)
            wrong = faults(source)
        except StoreError as error:
            if error.key != "damaged":
                raise
            raise StoreError("backup-damaged", name=backup.name) from error
        if wrong:
            raise StoreError("backup-damaged", name=backup.name)
        yield source


def _alone(file: Path) -> None:
    """Make a store one file, with nothing beside it, that is safely on the disk."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    with file.open("rb") as written:
        os.fsync(written.fileno())
