"""Transactions that may remove what is otherwise never changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, Table, text, update

from allocator.store.database import Database
from allocator.store.ids import new_id
from allocator.store.schema import content, metadata, removal, review, run, version

_FIRST_WRITTEN: Final = (review, run, version, content)


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
            tables = ", ".join(f'"{table.name}"' for table in _in_order_of_writing())
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


def _in_order_of_writing() -> tuple[Table, ...]:
    """Return the tables as writers come to them; locked so, nobody waits in a circle."""
    return (
        *_FIRST_WRITTEN,
        *(table for table in metadata.sorted_tables if table not in _FIRST_WRITTEN),
    )
