"""Work to keep: runs of one example that differ in a line, calculated once."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from secrets import token_hex
from unittest.mock import patch

from sqlalchemy import select

import allocator
from allocator.export.files import files_of
from allocator.export.record import RUN, hashes_of
from allocator.pipeline import Result
from allocator.resources import EXAMPLES
from allocator.store import runs
from allocator.store.faults import faults
from allocator.store.schema import run, run_file, run_unit
from allocator.store.store import Store
from allocator.store.versions import VersionKind
from allocator.tables.inputs import Inputs
from allocator.tables.source import fingerprint, gather

ACCOUNT = "benchmark"


@dataclass(frozen=True)
class Work:
    """An input and what a run of it wrote: unlike every other.

    Parameters
    ----------
    files : of the input. figures : the files of the result.
    """

    files: dict[str, bytes]
    inputs: Inputs
    figures: dict[str, bytes]
    result: Result


@cache
def _calculated() -> Work:
    files, _ = gather(EXAMPLES / "solbakken")
    result = allocator.allocate(allocator.read(files))
    return Work(
        dict(files), result.calculation.inputs, files_of(result.in_language(runs.LANGUAGE)), result
    )


def new_work(kilobytes: int = 0) -> Work:
    """Return work that nobody has kept yet.

    Parameters
    ----------
    kilobytes : that the input is larger, and the result too, by what cannot be packed.
    """
    first, mark = _calculated(), token_hex(8)
    more = f"{mark}{token_hex(kilobytes * 512)}\r\n".encode()
    name = next(iter(first.files))
    files = {**first.files, name: first.files[name] + more}
    inputs = replace(first.inputs, sha256=fingerprint(files))
    figures = {**first.figures, "trace.csv": first.figures["trace.csv"] + more}
    record = json.loads(figures.pop(RUN))
    record["input"]["sha256"] = inputs.sha256
    record["files"] = hashes_of(figures)
    return Work(files, inputs, {**figures, RUN: json.dumps(record).encode()}, first.result)


def prepare() -> None:
    """Calculate what all work is made of, before processes begin that need it."""
    _calculated()


def keep(store: Store, work: Work) -> str:
    """Keep an input and its run as `allocator run --store` does; return the id of the run.

    Raises
    ------
    StoreError : it is not kept.
    """
    with patch.object(runs, "result_files", lambda _: work.figures):
        version = store.versions.keep(work.files, work.inputs, VersionKind.UPLOAD, ACCOUNT)
        return store.runs.keep(work.result, version.id, ACCOUNT).id


def kept_runs(store: Store) -> set[str]:
    """Return the ids of all runs that are there."""
    with store.database.reading() as connection:
        return set(connection.execute(select(run.c.id)).scalars())


def lost(store: Store, acknowledged: Iterable[str]) -> int:
    """Count the runs of which it was said that they are kept, and that are not there."""
    return len(set(acknowledged) - kept_runs(store))


def half_written(store: Store) -> int:
    """Count what is wrong with a store: damage, and runs that lack a file or their unit."""
    expected = len(_calculated().figures)
    with store.database.reading() as connection:
        files = list(connection.execute(select(run_file.c.run)).scalars())
        with_unit = set(connection.execute(select(run_unit.c.run)).scalars())
        ids = set(connection.execute(select(run.c.id)).scalars())
    short = {id_ for id_ in ids if files.count(id_) != expected} | (ids - with_unit)
    return len(short) + len(faults(store.database))
