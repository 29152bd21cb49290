"""Rows that are never changed: the database itself refuses, whoever asks.

They are removed only by a transaction that has begun a removal (`purge`) or puts a backup in place.
"""

from sqlalchemy import Connection, text

_UPDATE_IN_SQLITE = """
CREATE TRIGGER {table}_is_never_changed BEFORE UPDATE ON "{table}"
BEGIN SELECT RAISE(ABORT, '{table}: never changed'); END
"""
_DELETE_IN_SQLITE = """
CREATE TRIGGER {table}_is_removed_only_for_age BEFORE DELETE ON "{table}"
WHEN NOT EXISTS (SELECT 1 FROM removal WHERE NOT finished)
BEGIN SELECT RAISE(ABORT, '{table}: removed only for age'); END
"""
_FUNCTION = """
CREATE OR REPLACE FUNCTION allocator_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM removal WHERE NOT finished) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '%: never changed', TG_TABLE_NAME;
END $$
"""
_TRIGGER = """
CREATE TRIGGER {table}_is_never_changed BEFORE UPDATE OR DELETE ON "{table}"
FOR EACH ROW EXECUTE FUNCTION allocator_never_changed()
"""


def protect(connection: Connection, table: str) -> None:
    """Make the rows of a table immutable.

    Parameters
    ----------
    table : a name of the schema, never of an input.
    """
    if connection.dialect.name == "sqlite":
        statements = [_UPDATE_IN_SQLITE, _DELETE_IN_SQLITE]
    else:
        statements = [_FUNCTION, _TRIGGER]
    for statement in statements:
        connection.execute(text(statement.format(table=table)))
