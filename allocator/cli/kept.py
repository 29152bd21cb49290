"""`allocator runs`, `allocator run --store` and `allocator purge`: what is kept in the store."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from allocator.cli.terminal import CommandError, NotKept, Refusal, columns, show, wrapped
from allocator.sanitise import sanitise
from allocator.text import translate
from allocator.text.dates import day

if TYPE_CHECKING:
    from allocator.pipeline import Result
    from allocator.store import Store
    from allocator.store.runs import Run

_AGE = re.compile(r"(\d{1,4})([dmyå])")
_DAYS = {"d": 1.0, "m": 365.25 / 12, "y": 365.25, "å": 365.25}
_DATES = ("%Y-%m-%d", "%d.%m.%Y")
_SHORT = 8
_LISTED = 50
"""Runs shown to a person; a program gets them all."""
_ALL = 1_000_000


@contextmanager
def opened(language: str) -> "Iterator[Store]":
    """Open the store, and close it in the end.

    Raises
    ------
    Refusal : what it needs is not installed, or it cannot be used.
    """
    with refusing(language):
        from allocator.store import open_store

        store = open_store()
        try:
            yield store
        finally:
            store.database.close()


@contextmanager
def refusing(language: str) -> Iterator[None]:
    """Turn what the store refuses into a refusal with its reason.

    Raises
    ------
    NotKept : the store refused. Refusal : it is not installed.
    """
    try:
        from allocator.store import StoreError
    except ModuleNotFoundError as error:
        raise Refusal(translate("cli", "store-not-installed", language)) from error
    try:
        yield
    except StoreError as error:
        raise NotKept(error.message(language)) from error


def keep_run(store: "Store", source: Path, result: "Result", language: str) -> "Run":
    """Keep a finished run with the files it was made of.

    Raises
    ------
    NotKept : the files were changed meanwhile. StoreError : the store refused.
    """
    from allocator.store.person import account
    from allocator.store.versions import VersionKind
    from allocator.tables.source import fingerprint, gather

    inputs = result.calculation.inputs
    files, _ = gather(source)
    if fingerprint(files) != inputs.sha256:
        raise NotKept(translate("cli", "store-changed", language, name=sanitise(source)))
    kept = store.versions.keep(files, inputs, VersionKind.UPLOAD, account())
    return store.runs.keep(result, kept.id, account())


def runs_command(unit: str, as_json: bool, language: str) -> int:
    """List the runs that are kept, the newest first."""
    with opened(language) as store:
        runs = store.runs.newest(unit, _ALL if as_json else _LISTED)
        where = store.database.where
    if as_json:
        show(json.dumps([_described(run) for run in runs], ensure_ascii=False, indent=2))
    elif not runs:
        show(*wrapped(translate("cli", "runs-none", language, where=where)))
    else:
        show(*_table(runs, language))
    return 0


def _described(run: "Run") -> dict[str, object]:
    return {
        "id": run.id,
        "sha256": run.sha256,
        "kept_at": run.kept_at.isoformat(timespec="seconds"),
        "by": run.by,
        "input_version": run.version,
        "input_sha256": run.input_sha256,
        "profile": run.profile,
        "allocator": run.program,
        "catalogue": run.catalogue,
        "units": [
            {
                "unit": unit.unit,
                "first_day": unit.first_day.isoformat() if unit.first_day else None,
                "weeks": unit.weeks,
                "supersedes": unit.supersedes or None,
            }
            for unit in run.units
        ],
    }


def _table(runs: "list[Run]", language: str) -> list[str]:
    names = ("id", "at", "by", "units", "roster", "supersedes", "profile", "input")
    rows = [[translate("cli", f"runs-{name}", language) for name in names]]
    for run in runs:
        moment = run.kept_at.astimezone()
        units = ", ".join(unit.unit for unit in run.units)
        rosters = {
            translate(
                "cli",
                "runs-weeks" if unit.first_day is None else "runs-weeks-from",
                language,
                weeks=unit.weeks,
                day=day(unit.first_day, language) if unit.first_day else "",
            )
            for unit in run.units
        }
        earlier = sorted({unit.supersedes for unit in run.units if unit.supersedes})
        rows.append(
            [
                run.id,
                f"{day(moment.date(), language)} {moment:%H:%M}",
                run.by,
                units,
                ", ".join(sorted(rosters)),
                ", ".join(earlier) or "–",
                run.profile or "–",
                run.input_sha256[:_SHORT],
            ]
        )
    return columns(rows, left=range(len(names)))


def purge_command(older_than: str, do: bool, language: str) -> int:
    """Count what is older than an age or a day, and remove it where that is asked for."""
    moment = _before(older_than, language)
    with opened(language) as store:
        from allocator.store.person import account
        from allocator.store.purge import remove, would_remove

        database = store.database
        counted = remove(database, moment, account()) if do else would_remove(database, moment)
    facts = {
        "runs": counted.runs,
        "versions": counted.versions,
        "answers": counted.answers,
        "works": counted.works,
        "day": day(moment.astimezone().date(), language),
        "where": database.where,
    }
    show(*wrapped(translate("cli", "purge-done" if do else "purge-would", language, **facts)))
    return 0


def _before(written: str, language: str) -> datetime:
    """Read an age (`90d`, `24m`, `2y`) or a day (`2024-01-31`, `31.01.2024`) as a moment.

    Raises
    ------
    CommandError : it is neither, or lies in the future.
    """
    now = datetime.now(UTC)
    if age := _AGE.fullmatch(written.strip().lower()):
        return now - timedelta(days=int(age[1]) * _DAYS[age[2]])
    for form in _DATES:
        with suppress(ValueError):
            moment = datetime.strptime(written.strip(), form).astimezone(UTC)
            if moment <= now:
                return moment
    raise CommandError("purge-age", language, value=sanitise(written))
