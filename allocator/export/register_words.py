"""The register's lacks, counts and changes as tables of words, for the terminal and the pages."""

import csv
import datetime
import io
from collections.abc import Iterable

import pandas as pd

from allocator.export.files import csv_of, safe
from allocator.export.read_back import REGISTER
from allocator.export.words import EMPTY_CELL, word
from allocator.results.register_changes import RegisterChange, counted, lacking
from allocator.rounding import hours_minutes
from allocator.tables.declared_register import RegisterEntry
from allocator.tables.register import read_register
from allocator.terms import SERVICES
from allocator.text import translate
from allocator.text.dates import day

UNPAID = "NOT-13"
"""The rule of unpaid help by relatives and others."""


def entries_of(register: pd.DataFrame) -> list[RegisterEntry]:
    """Return the rows of a run's register as they are read back from its file."""
    return read_register(REGISTER, csv_of(register))[0]


def register_table(entries: Iterable[RegisterEntry], language: str) -> pd.DataFrame:
    """Build one row per row of the register, with its hours, their days, start and end."""
    return _table(
        (
            "resident",
            "service",
            "status",
            "omfang",
            "ressursinnsats",
            "decided",
            "period",
            "started_on",
            "ended_on",
        ),
        (
            (
                entry.resident,
                service(entry.service),
                status(entry.status, language),
                hours(entry.omfang_hm),
                hours(entry.ressursinnsats_hm),
                hours(entry.decided_hm),
                _period(entry, language),
                _value(entry.started_on, language),
                _value(entry.ended_on, language),
            )
            for entry in entries
        ),
        language,
    )


def unpaid_table(trace: pd.DataFrame, language: str) -> pd.DataFrame:
    """Build one row per row of unpaid help, which the register has a variable of its own for.

    Parameters
    ----------
    trace : `trace.csv`; what such help is planned for is asked in it, and counts for nobody.
    """
    unpaid = trace[trace["rule"] == UNPAID]
    return _table(
        ("resident", "service", "planned"),
        (
            (resident, service(int(code)), hours(minutes))
            for resident, code, minutes in zip(
                unpaid["resident"], unpaid["service"], unpaid["asked_minutes"], strict=True
            )
        ),
        language,
    )


def lacking_table(entries: Iterable[RegisterEntry], language: str) -> pd.DataFrame:
    """Build one row per row of the register that lacks something, with what it lacks."""
    return _table(
        ("resident", "service", "status", "lacks"),
        (
            (
                entry.resident,
                service(entry.service),
                status(entry.status, language),
                ", ".join(translate("register", f"lacks-{name}", language) for name in names),
            )
            for entry, names in lacking(entries)
        ),
        language,
    )


def counts_table(entries: Iterable[RegisterEntry], language: str) -> pd.DataFrame:
    """Build one row per service and status, with how many there are."""
    return _table(
        ("service", "status", "count"),
        (
            (service(code), status(name, language), str(count))
            for (code, name), count in counted(entries).items()
        ),
        language,
    )


def changes_table(changes: Iterable[RegisterChange], language: str) -> pd.DataFrame:
    """Build one row per entry to make: unit, resident, service, what, date, why."""
    return _table(
        ("unit", "resident", "service", "what", "on", "because"),
        (
            (
                change.entry.unit,
                change.entry.resident,
                service(change.entry.service),
                translate("register", f"kind-{change.kind}", language),
                _value(change.on, language),
                translate(
                    "register",
                    f"reason-{change.reason}",
                    language,
                    before=_value(change.before, language),
                    after=_value(change.after, language),
                ),
            )
            for change in changes
        ),
        language,
    )


def words_as_csv(table: pd.DataFrame) -> bytes:
    """Write a table of words as CSV; nothing in it is taken for a formula."""
    text = io.StringIO()
    rows = [list(table.columns), *table.to_numpy().tolist()]
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")


def _table(heads: Iterable[str], rows: Iterable[tuple[str, ...]], language: str) -> pd.DataFrame:
    columns = [translate("register", f"head-{name}", language) for name in heads]
    return pd.DataFrame(list(rows), columns=columns)


def service(code: int) -> str:
    """Name a service by its code."""
    known = SERVICES.get(code)
    return f"{code} {known.name}" if known else str(code)


def status(name: str, language: str) -> str:
    """Name a status; none is a service without a decision."""
    return word("status", name, language) or translate("register", "undecided", language)


def hours(minutes: float) -> str:
    """Write hours as `h:mm`; empty where there are none."""
    return "" if minutes != minutes else hours_minutes(minutes)


def _period(entry: RegisterEntry, language: str) -> str:
    """Write the first and the last day that the hours are of."""
    if entry.period_from is None or entry.period_to is None:
        return EMPTY_CELL
    return f"{day(entry.period_from, language)}–{day(entry.period_to, language)}"


def _value(value: object, language: str) -> str:
    if value is None or value == "":
        return EMPTY_CELL
    if isinstance(value, datetime.date):
        return day(value, language)
    if isinstance(value, float):
        return hours_minutes(value)
    return word("status", str(value), language)
