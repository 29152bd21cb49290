"""The hours of a result as tables in plain text, resident by resident."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from allocator.cli.terminal import columns, wrapped
from allocator.export.words import EMPTY_CELL, percent, period, word
from allocator.results.hours import HoursRow
from allocator.results.letter_words import LetterWords
from allocator.results.period_words import hours_of_periods, periods_apart
from allocator.results.register import RegisterRow
from allocator.results.unmet import UnmetRow
from allocator.rounding import hours_minutes, in_parts
from allocator.tables.declared_people import ResidentRow
from allocator.tables.declared_rota import UnitRow
from allocator.tables.rows import rows_of
from allocator.terms import PARTS
from allocator.text import translate

if TYPE_CHECKING:
    from allocator.pipeline import Result

HEADINGS = (
    "service", "decided", "planned", "omfang", "ressursinnsats", "day", "evening", "night",
    "coverage",
)  # fmt: skip


def summary(result: "Result", language: str) -> Iterator[str]:
    """Write every unit: its reading, and each resident's services with what is missing."""
    hours, unmet = rows_of(result.hours, HoursRow), rows_of(result.unmet, UnmetRow)
    tables = result.calculation.inputs.tables
    residents = rows_of(tables["residents"], ResidentRow)
    first = {row.unit: row.period_start for row in rows_of(tables["unit"], UnitRow)}
    periods = periods_apart(result.hours, result.register)
    for run in result.run["units"]:
        unit = run["unit"]
        yield from _head(run, period(first[unit], run["weeks"], language), language)
        rows: dict[str, list[HoursRow]] = {
            row.resident: [] for row in residents if row.unit == unit
        }
        for row in hours:
            if row.unit == unit:
                rows[row.resident].append(row)
        lines = _tables(rows, language)
        apart = periods[periods["unit"] == unit]
        for resident in rows:
            yield ""
            yield translate("cli", "resident", language, resident=resident)
            yield from lines[resident]
            yield from _periods(apart[apart["resident"] == resident], language)
            yield from (
                line
                for shortage in unmet
                if (shortage.unit, shortage.resident) == (unit, resident)
                for line in _missing(shortage, language)
            )


def _head(run: dict[str, Any], when: str, language: str) -> Iterator[str]:
    policies = run["policies"]
    yield ""
    yield translate("cli", "unit", language, unit=run["unit"], period=when)
    yield translate(
        "cli",
        "reading",
        language,
        profile=policies["profile"],
        supervision=word("shared_supervision", policies["shared_supervision"], language),
        report=word("report", policies["report"], language),
    )


def _tables(rows: dict[str, list[HoursRow]], language: str) -> dict[str, list[str]]:
    """Write the lines of each resident, columns aligned over the whole unit."""
    heading = [translate("export", f"column-{name}", language) for name in HEADINGS]
    cells = [heading, *(_cells(row) for services in rows.values() for row in services)]
    head, *aligned = columns(cells)
    lines = iter(aligned)
    none = [f"  {translate('cli', 'no-services', language)}"]
    return {
        resident: [f"  {head}", *(f"  {next(lines)}" for _ in services)] if services else none
        for resident, services in rows.items()
    }


def _cells(row: HoursRow) -> Sequence[str]:
    parts = [getattr(row, f"{part}_minutes") for part in PARTS]
    decided = row.decided_minutes
    return [
        f"{row.service} {row.service_name}",
        EMPTY_CELL if pd.isna(decided) else hours_minutes(decided),
        hours_minutes(row.planned_minutes),
        row.omfang_hm,
        row.ressursinnsats_hm,
        *map(hours_minutes, in_parts(row.received_minutes, parts)),
        percent(row.coverage),
    ]


def _periods(rows: pd.DataFrame, language: str) -> Iterator[str]:
    """Write the hours of each period of the services whose table has their average only."""
    words = LetterWords(language)
    for service, own in rows.groupby("service"):
        periods = words.listed([*hours_of_periods(rows_of(own, RegisterRow), language)])
        text = translate("cli", "register-periods", language, service=service, periods=periods)
        yield from wrapped(text, "    ", "  ")


def _missing(row: UnmetRow, language: str) -> list[str]:
    service = translate("cli", "unmet-what", language, service=row.service)
    text = translate(
        "cli",
        "unmet",
        language,
        what=f"{row.intervention}, {service}" if row.intervention else service,
        missing=hours_minutes(row.missing_minutes),
        asked=hours_minutes(row.asked_minutes),
        reason=translate("explain", f"reason-{row.reason}", language),
    )
    return wrapped(text, "    ", "  ")
