"""The bytes of files, each kept once under its checksum."""

import zlib
from collections.abc import Mapping
from hashlib import sha256

from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects import postgresql, sqlite

from allocator.store.errors import StoreError
from allocator.store.schema import content


def keep_files(
    connection: Connection, table: Table, owner: str, files: Mapping[str, bytes]
) -> None:
    """Keep files by name under an owner.

    Parameters
    ----------
    table : `version_file` or `run_file`; its first column is the owner.
    """
    for name, data in sorted(files.items()):
        digest = sha256(data).hexdigest()
        known = connection.execute(select(content.c.sha256).where(content.c.sha256 == digest))
        if known.scalar() is None:
            row = {"sha256": digest, "packed": zlib.compress(data)}
            insert_unless_there(connection, content, row)
        owning = table.c[0].name
        connection.execute(table.insert().values({owning: owner, "name": name, "content": digest}))


def files_of(connection: Connection, table: Table, owner: str) -> dict[str, bytes]:
    """Return the files of an owner by name, as they were kept.

    Raises
    ------
    StoreError : the bytes of one are not those that were kept.
    """
    rows = connection.execute(
        select(table.c.name, content.c.sha256, content.c.packed)
        .join(content, table.c.content == content.c.sha256)
        .where(table.c[0] == owner)
        .order_by(table.c.name)
    )
    return {name: unpacked(digest, packed) for name, digest, packed in rows}


def unpacked(digest: str, packed: bytes) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    StoreError : they are not those that were kept.
    """
    try:
        data = zlib.decompress(packed)
    except (zlib.error, TypeError) as error:
        raise StoreError("content-damaged", content=digest[:8]) from error
    if sha256(data).hexdigest() != digest:
        raise StoreError("content-damaged", content=digest[:8])
    return data


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return the checksum of files with their names."""
    digest = sha256()
    for name, data in sorted(files.items()):
        digest.update(f"{name}\0{sha256(data).hexdigest()}\0".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def insert_unless_there(connection: Connection, table: Table, row: Mapping[str, object]) -> bool:
    """Insert a row unless one of the same key is there; say whether it was inserted."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).values(dict(row)).on_conflict_do_nothing()
    inserted = connection.execute(statement.returning(*table.primary_key))
    return inserted.one_or_none() is not None
