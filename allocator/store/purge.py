"""Removes what is older than a day: for ever, and with nothing left that tells of it."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from glob import escape
from pathlib import Path

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    delete,
    func,
    select,
    union,
    update,
)

from allocator.store.database import Database
from allocator.store.errors import explained
from allocator.store.removing import removing
from allocator.store.schema import (
    answer,
    content,
    link,
    removal,
    review,
    run,
    run_file,
    run_unit,
    version,
    version_file,
    work,
)
from allocator.store.upgrade import copies_before_upgrades


@dataclass(frozen=True)
class Removed:
    """How much is removed, or would be: runs with their reviews, inputs, answers, people's work."""

    runs: int
    versions: int
    answers: int
    works: int


def would_remove(database: Database, older_than: datetime) -> Removed:
    """Count what is older than a moment and could be removed; nothing is."""
    with database.reading() as connection:
        return _count(connection, older_than)


def remove(database: Database, older_than: datetime, by: str) -> Removed:
    """Remove runs that are older than a moment, with all that only they need; all or nothing.

    An input goes with the last run made of it, answers with the last run of their unit, and the
    names in links with it too. That something was removed stays, never what.

    Parameters
    ----------
    older_than : what was kept before it goes. by : who removes it.

    Raises
    ------
    StoreError : the database cannot be written; nothing is removed.
    """
    with removing(database, older_than, by) as begun:
        connection = begun.connection
        counted = _count(connection, older_than)
        _remove(connection, older_than)
        numbers = {"runs": counted.runs, "versions": counted.versions, "answers": counted.answers}
        connection.execute(update(removal).where(removal.c.id == begun.id).values(**numbers))
    if database.file is not None:
        with explained(database.where):
            _shrink(database.file, older_than)
    return counted


def _old_versions(older_than: datetime) -> ColumnElement[bool]:
    """Find inputs of which no run remains and which nobody has before him."""
    used = select(run.c.version).where(run.c.kept_at >= older_than)
    looked_at = (
        select(work.c.id)
        .where(work.c.kept_at >= older_than, work.c.document.contains(version.c.id))
        .exists()
    )
    return and_(version.c.kept_at < older_than, version.c.id.not_in(used), ~looked_at)


def _old_answers(older_than: datetime) -> ColumnElement[bool]:
    return and_(
        answer.c.kept_at < older_than, answer.c.unit.not_in(_units(run.c.kept_at >= older_than))
    )


def _units(of_runs: ColumnElement[bool]) -> Select[tuple[str]]:
    return select(run_unit.c.unit).join(run, run.c.id == run_unit.c.run).where(of_runs)


def _count(connection: Connection, older_than: datetime) -> Removed:
    def number(table: Table, old: ColumnElement[bool]) -> int:
        counted = select(func.count()).select_from(table).where(old)
        return int(connection.execute(counted).scalar_one())

    return Removed(
        runs=number(run, run.c.kept_at < older_than),
        versions=number(version, _old_versions(older_than)),
        answers=number(answer, _old_answers(older_than)),
        works=number(work, work.c.kept_at < older_than),
    )


def _remove(connection: Connection, older_than: datetime) -> None:
    old = select(run.c.id).where(run.c.kept_at < older_than)
    gone, stay = _units(run.c.kept_at < older_than), _units(run.c.kept_at >= older_than)
    connection.execute(delete(link).where(link.c.unit.in_(gone), link.c.unit.not_in(stay)))
    connection.execute(delete(answer).where(_old_answers(older_than)))
    for table in (review, run_file, run_unit):
        connection.execute(delete(table).where(table.c.run.in_(old)))
    connection.execute(delete(run).where(run.c.kept_at < older_than))
    inputs = select(version.c.id).where(_old_versions(older_than))
    connection.execute(delete(version_file).where(version_file.c.version.in_(inputs)))
    connection.execute(delete(version).where(_old_versions(older_than)))
    connection.execute(delete(work).where(work.c.kept_at < older_than))
    needed = union(select(run_file.c.content), select(version_file.c.content))
    connection.execute(delete(content).where(content.c.sha256.not_in(needed)))


def _shrink(file: Path, older_than: datetime) -> None:
    """Give the space back, and leave nothing of what was removed in the file or beside it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for copy in (*copies_before_upgrades(file), *_left_beside(file)):
        if copy.stat().st_mtime < older_than.timestamp():
            copy.unlink()


def _left_beside(file: Path) -> list[Path]:
    """Return stores put aside because they were damaged, and what killed processes left."""
    name = escape(file.name)
    return [*file.parent.glob(f"{name}.damaged*"), *file.parent.glob(f".{name}.*.new*")]
