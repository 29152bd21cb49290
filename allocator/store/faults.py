"""What is wrong with a store: damaged bytes, runs that are not as kept, a foreign schema."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, select, text

from allocator.export.record import RUN, hashes_of
from allocator.store.contents import files_of, unpacked
from allocator.store.database import Database
from allocator.store.errors import StoreError
from allocator.store.runs import run_digest
from allocator.store.schema import HEAD, content, metadata, run, run_file, version, version_file
from allocator.tables.source import fingerprint
from allocator.text import translate


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    Parameters
    ----------
    key : of its words in `text/store.toml`. facts : what they need.
    """

    key: str
    facts: Mapping[str, str] = field(default_factory=dict)

    def message(self, language: str) -> str:
        """Say what is wrong, in nb or en."""
        return translate("store", f"fault-{self.key}", language, **self.facts)


def faults(database: Database) -> list[Fault]:
    """Check everything that is kept: every byte, every reference, every run against its record.

    Raises
    ------
    StoreError : the store cannot be read at all.
    """
    with database.reading() as connection:
        wrong = [*_of_sqlite(connection)] if database.is_sqlite else []
        wrong += [*_of_schema(connection), *_of_contents(connection)]
        if not wrong:
            wrong += [*_of_versions(connection), *_of_runs(connection)]
    return wrong


def _of_sqlite(connection: Connection) -> Iterator[Fault]:
    for pragma in ("integrity_check", "foreign_key_check"):
        answers = connection.execute(text(f"PRAGMA {pragma}")).all()
        if answers and answers[0][0] != "ok":
            yield Fault(pragma.replace("_", "-"), {"count": str(len(answers))})


def _of_schema(connection: Connection) -> Iterator[Fault]:
    context = MigrationContext.configure(connection)
    if (context.get_current_revision() or "") == HEAD and compare_metadata(context, metadata):
        yield Fault("schema")


def _of_contents(connection: Connection) -> Iterator[Fault]:
    digests = list(connection.execute(select(content.c.sha256)).scalars())
    for digest in digests:
        packed = connection.execute(select(content.c.packed).where(content.c.sha256 == digest))
        try:
            unpacked(digest, packed.scalar_one())
        except StoreError:
            yield Fault("content", {"content": digest[:8]})


def _of_versions(connection: Connection) -> Iterator[Fault]:
    for id_, sha256 in connection.execute(select(version.c.id, version.c.sha256)).all():
        if fingerprint(files_of(connection, version_file, id_)) != sha256:
            yield Fault("version", {"id": id_})


def _of_runs(connection: Connection) -> Iterator[Fault]:
    rows = connection.execute(
        select(
            run.c.id, run.c.sha256, run.c.input_sha256, version.c.sha256.label("of_version")
        ).join(version, run.c.version == version.c.id)
    ).all()
    for row in rows:
        files = files_of(connection, run_file, row.id)
        record = json.loads(files.pop(RUN, b"null"))
        if record is None or record["files"] != hashes_of(files):
            yield Fault("run-files", {"id": row.id})
        elif run_digest(record) != row.sha256 or row.input_sha256 != row.of_version:
            yield Fault("run", {"id": row.id})
