"""Inputs as they came in, and what became of them: connected, repaired, answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Connection, Row, select

from allocator.store.contents import digest_of, files_of, keep_files
from allocator.store.database import Database
from allocator.store.errors import StoreError
from allocator.store.ids import new_id
from allocator.store.schema import version, version_file
from allocator.tables.identity import holds_identity_error
from allocator.tables.inputs import Inputs


class VersionKind(StrEnum):
    """What made a version of an input."""

    UPLOAD = "upload"
    MAPPING = "mapping"
    REPAIR = "repair"
    ANSWERS = "answers"


@dataclass(frozen=True)
class Version:
    """An input as it was at a moment.

    Parameters
    ----------
    id : opaque. sha256 : as `Inputs.sha256`.
    parent : the id of the version that it was made from; empty for an upload.
    kept_at : the moment it was kept, in UTC. by : by whom.
    names : of its files.
    """

    id: str
    sha256: str
    kind: VersionKind
    parent: str
    kept_at: datetime
    by: str
    names: tuple[str, ...]


class Versions:
    """The inputs of a store. Every method raises StoreError where the store cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(
        self,
        files: Mapping[str, bytes],
        inputs: Inputs,
        kind: VersionKind,
        by: str,
        parent: str = "",
    ) -> Version:
        """Keep an input; what is there already from the same person and parent is that version.

        Parameters
        ----------
        files : bytes by file name.
        inputs : the same files as they are read, which says whether they may be kept.
        kind : what made them what they are.
        by : who. parent : the id of the version they were made from.

        Raises
        ------
        StoreError : an identity number is in them; nothing is kept.
        """
        if holds_identity_error(inputs.notices):
            raise StoreError("identity-number")
        digest = digest_of(files)
        with self._database.writing() as connection:
            if parent and _files_digest(connection, parent) == digest:
                return _version(connection, parent)
            same = select(version.c.id).where(
                version.c.files_sha256 == digest,
                version.c.kind == str(kind),
                version.c.parent == parent,
                version.c.by == by,
            )
            known = connection.execute(same).scalar()
            if known is not None:
                return _version(connection, known)
            kept = new_id()
            connection.execute(
                version.insert().values(
                    id=kept,
                    sha256=inputs.sha256,
                    files_sha256=digest,
                    kind=str(kind),
                    parent=parent,
                    kept_at=datetime.now(UTC),
                    by=by,
                )
            )
            keep_files(connection, version_file, kept, files)
            return _version(connection, kept)

    def get(self, id_: str) -> Version:
        """Return a version.

        Raises
        ------
        StoreError : there is none of that id.
        """
        with self._database.reading() as connection:
            return _version(connection, id_)

    def files(self, id_: str) -> dict[str, bytes]:
        """Return the files of a version, as they were kept.

        Raises
        ------
        StoreError : there is none of that id, or its bytes are damaged.
        """
        with self._database.reading() as connection:
            _version(connection, id_)
            return files_of(connection, version_file, id_)

    def newest(self, limit: int = 50) -> list[Version]:
        """Return the versions that were kept last, the newest first."""
        with self._database.reading() as connection:
            ids = connection.execute(
                select(version.c.id).order_by(version.c.kept_at.desc(), version.c.id).limit(limit)
            ).scalars()
            return [_version(connection, each) for each in list(ids)]


def _files_digest(connection: Connection, id_: str) -> str:
    kept = connection.execute(select(version.c.files_sha256).where(version.c.id == id_)).scalar()
    if kept is None:
        raise StoreError("unknown", id=id_)
    return str(kept)


def _version(connection: Connection, id_: str) -> Version:
    row = connection.execute(select(version).where(version.c.id == id_)).one_or_none()
    if row is None:
        raise StoreError("unknown", id=id_)
    names = connection.execute(
        select(version_file.c.name)
        .where(version_file.c.version == id_)
        .order_by(version_file.c.name)
    )
    return _of_row(row, tuple(names.scalars()))


def _of_row(row: Row[tuple[object, ...]], names: tuple[str, ...]) -> Version:
    return Version(
        row.id, row.sha256, VersionKind(row.kind), row.parent, row.kept_at, row.by, names
    )
