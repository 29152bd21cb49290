"""What units and residents are called in addresses: ids that say nothing of them."""

from sqlalchemy import select

from allocator.store.contents import insert_unless_there
from allocator.store.database import Database
from allocator.store.ids import new_id
from allocator.store.schema import link


class Links:
    """The links of a store. Every method raises StoreError where the store cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def id_of(self, unit: str, resident: str = "") -> str:
        """Return the id of a unit, or of a resident in it; the same each time it is asked for."""
        known = select(link.c.id).where(link.c.unit == unit, link.c.resident == resident)
        with self._database.reading() as connection:
            there = connection.execute(known).scalar()
        if there is not None:
            return str(there)
        with self._database.writing() as connection:
            row = {"id": new_id(), "unit": unit, "resident": resident}
            insert_unless_there(connection, link, row)
            return str(connection.execute(known).scalar_one())

    def names(self, id_: str) -> tuple[str, str] | None:
        """Return unit and resident of an id, the resident empty for a unit; None for no such id."""
        named = select(link.c.unit, link.c.resident).where(link.c.id == id_)
        with self._database.reading() as connection:
            row = connection.execute(named).one_or_none()
        return None if row is None else (row.unit, row.resident)
