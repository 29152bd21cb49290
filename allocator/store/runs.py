"""Finished runs: their figures, what they were made of, and what they supersede. Never changed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import Connection, Row, select, text

from allocator.export.files import files_of as result_files
from allocator.export.record import RUN
from allocator.store.contents import files_of, insert_unless_there, keep_files
from allocator.store.database import Database
from allocator.store.errors import StoreError
from allocator.store.ids import new_id
from allocator.store.schema import run, run_file, run_unit, version_file
from allocator.tables.declared_rota import UnitRow
from allocator.tables.rows import rows_of

if TYPE_CHECKING:
    from allocator.pipeline import Result

LANGUAGE = "nb"
"""The language of the texts in the files of a kept run: one, so that equal runs are equal."""
_LOCK = 0x72756E73
"""The number of the advisory lock under which one process at a time keeps a run."""


@dataclass(frozen=True)
class RunUnit:
    """A unit of a run.

    Parameters
    ----------
    first_day : of its roster; None where that has no dates. weeks : of its roster.
    supersedes : the id of the run that it is newer than, of the same unit and roster; or empty.
    """

    unit: str
    first_day: date | None
    weeks: int
    supersedes: str


@dataclass(frozen=True)
class Run:
    """A finished calculation.

    Parameters
    ----------
    id : opaque.
    sha256 : of the input, the versions, the choices and the figures; the same for the same run.
    version : the id of the input's version. input_sha256 : as in `run.json`.
    profile : the one asked for. program, catalogue : versions.
    kept_at : the moment it was kept, in UTC. by : by whom.
    """

    id: str
    sha256: str
    version: str
    input_sha256: str
    profile: str
    program: str
    catalogue: str
    kept_at: datetime
    by: str
    units: tuple[RunUnit, ...]


class Runs:
    """The runs of a store. Every method raises StoreError where the store cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, result: "Result", version_id: str, by: str) -> Run:
        """Keep a run, whole or not at all; one that is there already is returned as it is.

        Parameters
        ----------
        result : in any language.
        version_id : the version of the input it was made from. by : who ran it.
        """
        files = result_files(result.in_language(LANGUAGE))
        record = json.loads(files[RUN])
        digest = run_digest(record)
        kept = new_id()
        row = {
            "id": kept,
            "sha256": digest,
            "version": version_id,
            "input_sha256": record["input"]["sha256"],
            "profile": record["profile"],
            "program": record["versions"]["allocator"],
            "catalogue": record["versions"]["catalogue"],
            "by": by,
        }
        with self._database.writing() as connection:
            _wait_for_turn(connection)
            if insert_unless_there(connection, run, {**row, "kept_at": datetime.now(UTC)}):
                keep_files(connection, run_file, kept, files)
                for unit in _rosters(result.calculation.inputs.tables["unit"]):
                    earlier = _superseded(connection, unit, kept)
                    connection.execute(
                        run_unit.insert().values(
                            run=kept,
                            unit=unit.unit,
                            first_day=unit.first_day,
                            weeks=unit.weeks,
                            supersedes=earlier,
                        )
                    )
            same = connection.execute(select(run.c.id).where(run.c.sha256 == digest)).scalar()
            return _run(connection, str(same))

    def get(self, id_: str) -> Run:
        """Return a run.

        Raises
        ------
        StoreError : there is none of that id.
        """
        with self._database.reading() as connection:
            return _run(connection, id_)

    def results(self, id_: str) -> dict[str, bytes]:
        """Return the files of a run's result, as `export.files.files_of` made them.

        Raises
        ------
        StoreError : there is none of that id, or its bytes are damaged.
        """
        with self._database.reading() as connection:
            _run(connection, id_)
            return files_of(connection, run_file, id_)

    def inputs(self, id_: str) -> dict[str, bytes]:
        """Return the files that a run was made of; raises as `results`."""
        with self._database.reading() as connection:
            return files_of(connection, version_file, _run(connection, id_).version)

    def record(self, id_: str) -> dict[str, Any]:
        """Return `run.json` of a run; raises as `results`."""
        record: dict[str, Any] = json.loads(self.results(id_)[RUN])
        return record

    def newest(self, unit: str = "", limit: int = 50) -> list[Run]:
        """Return the runs that were kept last, the newest first; of one unit where it is named."""
        chosen = select(run.c.id).order_by(run.c.kept_at.desc(), run.c.id).limit(limit)
        if unit:
            chosen = chosen.where(
                run.c.id.in_(select(run_unit.c.run).where(run_unit.c.unit == unit))
            )
        with self._database.reading() as connection:
            return [_run(connection, each) for each in list(connection.execute(chosen).scalars())]


def run_digest(record: Mapping[str, Any]) -> str:
    """Return the checksum of all that a run depends on and of its figures; not of its day or speed.

    Parameters
    ----------
    record : `run.json`.
    """
    essence = {
        "input": record["input"]["sha256"],
        "versions": record["versions"],
        "profile": record["profile"],
        "policies": {unit["unit"]: unit["policies"] for unit in record["units"]},
        "files": record["files"],
    }
    return sha256(json.dumps(essence, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _rosters(units: pd.DataFrame) -> Iterable[RunUnit]:
    for row in rows_of(units, UnitRow):
        start = None if pd.isna(row.period_start) else row.period_start.date()
        yield RunUnit(row.unit, start, int(row.weeks), "")


def _wait_for_turn(connection: Connection) -> None:
    """Let runs be kept one after another, so that no two supersede the same."""
    if connection.dialect.name != "sqlite":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def _superseded(connection: Connection, unit: RunUnit, but: str) -> str:
    """Return the newest earlier run of the same unit and roster."""
    of_roster = (
        select(run.c.id)
        .join(run_unit, run_unit.c.run == run.c.id)
        .where(
            run.c.id != but,
            run_unit.c.unit == unit.unit,
            run_unit.c.weeks == unit.weeks,
            run_unit.c.first_day.is_(None)
            if unit.first_day is None
            else run_unit.c.first_day == unit.first_day,
        )
        .order_by(run.c.kept_at.desc(), run.c.id)
        .limit(1)
    )
    return str(connection.execute(of_roster).scalar() or "")


def _run(connection: Connection, id_: str) -> Run:
    row = connection.execute(select(run).where(run.c.id == id_)).one_or_none()
    if row is None:
        raise StoreError("unknown", id=id_)
    units = connection.execute(
        select(run_unit).where(run_unit.c.run == id_).order_by(run_unit.c.unit)
    )
    return _of_row(row, tuple(RunUnit(u.unit, u.first_day, u.weeks, u.supersedes) for u in units))


def _of_row(row: Row[tuple[object, ...]], units: tuple[RunUnit, ...]) -> Run:
    return Run(
        row.id, row.sha256, row.version, row.input_sha256, row.profile,
        row.program, row.catalogue, row.kept_at, row.by, units,
    )  # fmt: skip
