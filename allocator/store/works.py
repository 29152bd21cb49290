"""What people look at and have typed, each window by itself, so that a reload finds it again."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update

from allocator.store.contents import insert_unless_there
from allocator.store.database import Database
from allocator.store.errors import StoreError
from allocator.store.schema import work


class Works:
    """The work of people. Every method raises StoreError where the store cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, id_: str, person: str, document: Mapping[str, Any]) -> None:
        """Keep a document in place of the one that this window had.

        Raises
        ------
        StoreError : another person's has this id; it stays as it is.
        """
        row = {
            "id": id_,
            "person": person,
            "document": json.dumps(document, ensure_ascii=False, sort_keys=True),
            "kept_at": datetime.now(UTC),
        }
        with self._database.writing() as connection:
            if insert_unless_there(connection, work, row):
                return
            own = update(work).where(work.c.id == id_, work.c.person == person).values(row)
            if connection.execute(own).rowcount == 0:
                raise StoreError("unknown", id=id_)

    def get(self, id_: str, person: str) -> dict[str, Any] | None:
        """Return a person's document of a window; None where there is none."""
        own = select(work.c.document).where(work.c.id == id_, work.c.person == person)
        with self._database.reading() as connection:
            document = connection.execute(own).scalar()
        return None if document is None else _read(document)

    def latest(self, person: str) -> tuple[str, dict[str, Any]] | None:
        """Return the id and the document of the window that a person used last."""
        last = (
            select(work.c.id, work.c.document)
            .where(work.c.person == person)
            .order_by(work.c.kept_at.desc(), work.c.id)
            .limit(1)
        )
        with self._database.reading() as connection:
            row = connection.execute(last).one_or_none()
        return None if row is None else (row.id, _read(row.document))


def _read(document: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(document)
    return read
