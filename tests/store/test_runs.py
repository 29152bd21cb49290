"""Runs are kept whole, found again, never changed; the same input gives the same run."""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

import allocator
from allocator.export.files import files_of
from allocator.store import Store, StoreError
from allocator.store.runs import Run, run_digest
from allocator.store.versions import VersionKind
from store.conftest import Calculated, calculated

PROTECTED = (
    "content",
    "version",
    "version_file",
    "run",
    "run_file",
    "run_unit",
    "answer",
    "review",
)


def kept(store: Store, given: Calculated, by: str = "kari") -> Run:
    """Keep a run with its input."""
    version = store.versions.keep(given.files, given.inputs, VersionKind.UPLOAD, by)
    return store.runs.keep(given.result, version.id, by)


def test_a_run_comes_back_byte_by_byte(store: Store) -> None:
    given = calculated()
    run = kept(store, given)
    assert store.runs.results(run.id) == files_of(given.result)
    assert store.runs.inputs(run.id) == given.files
    assert store.runs.get(run.id) == run
    assert store.runs.record(run.id)["input"]["sha256"] == run.input_sha256 == given.inputs.sha256
    (unit,) = run.units
    assert (unit.unit, unit.first_day, unit.weeks, unit.supersedes) == (
        "Solbakken", datetime.date(2026, 1, 5), 2, "",
    )  # fmt: skip
    assert (run.by, run.program, run.profile) == ("kari", allocator.__version__, "")


def test_the_same_input_gives_the_same_run_in_any_language_on_any_day(store: Store) -> None:
    given = calculated()
    first = kept(store, given)
    day = datetime.date(2027, 3, 1)
    later = allocator.allocate(allocator.read(given.files), language="en", today=day)
    again = kept(store, replace(given, result=later), by="ola")
    assert again == first
    assert store.runs.newest() == [first]


def test_a_changed_input_is_a_new_run_that_supersedes(store: Store) -> None:
    first = kept(store, calculated())
    changed = kept(store, calculated(((b"Medisiner til", b"Medisin til"),)))
    assert changed.id != first.id
    assert [unit.supersedes for unit in changed.units] == [first.id]
    third = kept(store, calculated(profile="F-2018-05-16"))
    assert [unit.supersedes for unit in third.units] == [changed.id]
    assert [run.id for run in store.runs.newest()] == [third.id, changed.id, first.id]
    assert [run.id for run in store.runs.newest(limit=1)] == [third.id]
    assert store.runs.newest("Solbakken")[0].id == third.id
    assert store.runs.newest("Fjellvik") == []
    # the first, kept again, is the first still
    assert kept(store, calculated()).id == first.id


@pytest.mark.parametrize(
    ("change", "supersedes"),
    [
        (((b"Solbakken;", b"Solvang;"),), False),
        (((b"05.01.2026", b"19.01.2026"),), False),
        (((b"Medisiner til", b"Medisin til"),), True),
    ],
)
def test_only_the_same_unit_and_roster_is_superseded(
    store: Store, change: tuple[tuple[bytes, bytes], ...], supersedes: bool
) -> None:
    first = kept(store, calculated())
    other = kept(store, calculated(change))
    assert [unit.supersedes for unit in other.units] == [first.id if supersedes else ""]


@pytest.mark.parametrize(
    "change",
    [
        {"profile": "strict"},
        {"versions": {"allocator": "9.9"}},
        {"input": {"sha256": "0" * 64}},
        {"files": {"hours.csv": "0" * 64}},
        {"units": [{"unit": "Solbakken", "policies": {"report": "gross"}}]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_a_run_depends_on_makes_it_another(change: Mapping[str, Any]) -> None:
    record = {
        "input": {"sha256": "1" * 64}, "versions": {"allocator": "1"}, "profile": "",
        "units": [{"unit": "Solbakken", "policies": {"report": "net"}, "solver": {"seconds": 1}}],
        "files": {"hours.csv": "1" * 64}, "today": "2026-01-01",
    }  # fmt: skip
    assert run_digest(record | dict(change)) != run_digest(record)


def test_seconds_and_the_day_make_no_other_run() -> None:
    record = {
        "input": {"sha256": "1"}, "versions": {}, "profile": "", "files": {},
        "units": [{"unit": "A", "policies": {}, "solver": {"seconds": 1}}], "today": "2026-01-01",
    }  # fmt: skip
    slower = {"units": [{"unit": "A", "policies": {}, "solver": {"seconds": 2}}], "today": "2027"}
    assert run_digest(record | slower) == run_digest(record)


@pytest.mark.parametrize("table", PROTECTED)
def test_what_is_kept_is_never_changed_nor_removed(store: Store, table: str) -> None:
    run = kept(store, calculated())
    store.reviews.keep(run.id, "Solbakken", "B1", "", "kari")
    store.answers.keep(answer())
    column = {"content": "packed"}.get(table, "run" if table.startswith("run_") else "id")
    column = "version" if table == "version_file" else column
    for statement in (f'UPDATE "{table}" SET {column} = {column}', f'DELETE FROM "{table}"'):
        with pytest.raises(StoreError), store.database.writing() as connection:
            connection.execute(text(statement))
    assert store.runs.results(run.id) == files_of(calculated().result)


def answer() -> Any:
    from store.test_answers import answer

    return answer()


def test_damaged_bytes_are_never_shown(store: Store) -> None:
    run = kept(store, calculated())
    with store.database.writing() as connection:
        connection.execute(text("INSERT INTO removal VALUES (:i, :m, '', :m, 0, 0, 0, :f)"),
                           {"i": "x", "m": datetime.datetime(2026, 1, 1), "f": False})  # fmt: skip
        connection.execute(text("DROP TRIGGER " + trigger(store)))
        connection.execute(text("UPDATE content SET packed = :b"), {"b": b"x"})
    with pytest.raises(StoreError) as raised:
        store.runs.results(run.id)
    assert raised.value.key == "content-damaged"


def trigger(store: Store) -> str:
    """The trigger that keeps contents as they are, with the table where the database wants it."""
    return "content_is_never_changed" + ("" if store.database.is_sqlite else " ON content")


def test_what_is_not_there_is_said(store: Store) -> None:
    for ask in (store.runs.get, store.runs.results, store.runs.inputs, store.runs.record):
        with pytest.raises(StoreError, match="nothing"):
            ask("nothing")
    with pytest.raises(StoreError):
        store.runs.keep(calculated().result, "nothing", "kari")
    assert store.runs.newest() == []
