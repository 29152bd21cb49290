"""Transactions that may remove what is otherwise never changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, text, update

from allocator.store.database import Database
from allocator.store.ids import new_id
from allocator.store.schema import metadata, removal


@dataclass(frozen=True)
class Removal:
    """A removal that has begun, in its transaction."""

    connection: Connection
    id: str


@contextmanager
def removing(database: Database, older_than: datetime, by: str) -> Iterator[Removal]:
    """Give a transaction in which rows can be removed; while it lasts nobody else writes.

    Raises
    ------
    StoreError : the database cannot be written; nothing is removed.
    """
    with database.writing() as connection:
        if not database.is_sqlite:
            tables = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
            connection.execute(text(f"LOCK TABLE {tables} IN EXCLUSIVE MODE"))
        begun = Removal(connection, new_id())
        connection.execute(
            removal.insert().values(
                id=begun.id,
                kept_at=datetime.now(UTC),
                by=by,
                older_than=older_than,
                runs=0,
                versions=0,
                answers=0,
                finished=False,
            )
        )
        yield begun
        connection.execute(update(removal).where(removal.c.id == begun.id).values(finished=True))
