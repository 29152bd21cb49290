"""Replaces the rotas among the sheets of an input by the table `vakter`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from allocator.notices import Notice
from allocator.tables.bounds import MAX_ROTA_ROWS
from allocator.tables.declared import TABLES
from allocator.tables.headings import HEADING_ROWS, table_named
from allocator.tables.interpret import Parsed, interpret
from allocator.tables.parse import as_text
from allocator.tables.rotas import long, wide
from allocator.tables.rotas.codes import codes, to_fill_in
from allocator.tables.rotas.dates import Period
from allocator.tables.rotas.shifts import RotaImport, RotaUnit
from allocator.tables.rotas.staff import is_identity
from allocator.tables.sheets import InputSheet, Record
from allocator.tables.words import normalise_word

ROTA: Final = "turnus"
"""What a mapping file calls the table that a rota is."""
_LEAST_OWN: Final = 2
Mapped = Mapping[str, Mapping[str, str] | None]
"""Sheet, folded -> heading -> what a mapping file says the column is for; None where it says that
the sheet is no rota."""


def is_rota(sheet: InputSheet, mapped: Mapped) -> bool:
    """Whether a sheet is a rota and not a table of the contract's own form."""
    if sheet.table:
        return False
    table = table_named(sheet.name)
    name = normalise_word(sheet.name)
    if name in mapped:
        return mapped[name] is not None
    if table is not None and (table.name != "shifts" or _own_form(sheet)):
        return False
    return wide.is_wide(sheet) or long.heading_row(sheet, {}) is not None


def _own_form(sheet: InputSheet) -> bool:
    """Whether the first row has headings of `vakter` that a rota does not have."""
    first = sheet.records[0] if sheet.records else ()
    folded = {normalise_word(as_text(cell)) for cell in first}
    names = {normalise_word(name) for c in TABLES["shifts"].columns for name in c.headings}
    return len(folded & names) >= _LEAST_OWN and bool(folded & {"start", "slutt", "end"})


def without_identity(sheet: InputSheet) -> tuple[InputSheet, list[Notice]]:
    """Return a rota without its columns of identity numbers, which are not read."""
    gone: dict[int, str] = {}
    records: list[Record] = list(sheet.records)
    notices = []
    for row, record in enumerate(records[:HEADING_ROWS]):
        for column, cell in enumerate(record):
            if column not in gone and is_identity(cell):
                gone[column] = as_text(cell)
                notices.append(Notice("rota-identity-dropped", sheet.name, row + 1, gone[column]))
    if not gone:
        return sheet, []
    kept: list[Record] = [
        [None if column in gone else cell for column, cell in enumerate(record)]
        for record in records
    ]
    return InputSheet(sheet.name, kept), notices


def unrolled(sheets: Sequence[InputSheet], mapped: Mapped) -> tuple[list[InputSheet], list[Notice]]:
    """Return the sheets with every rota among them made into the one table `vakter`.

    Parameters
    ----------
    sheets
        All sheets of the input.
    mapped
        Of sheets that a mapping file calls rotas, what their columns are for.
    """
    rotas: list[InputSheet] = []
    others: list[InputSheet] = []
    for sheet in sheets:
        (rotas if is_rota(sheet, mapped) else others).append(sheet)
    if not rotas:
        return others, []
    own = next((sheet for sheet in others if _is(sheet, "shifts")), None)
    if own:
        facts = {"other": own.name}
        return others, [Notice("rota-and-shifts", sheet.name, facts=facts) for sheet in rotas]
    rota = _rota(others)
    fit = [sheet for sheet in rotas if _fits(sheet, rota)]
    for sheet in fit:
        _learn(sheet, rota, mapped.get(normalise_word(sheet.name)) or {})
    for sheet in fit:
        _unroll(sheet, rota, mapped.get(normalise_word(sheet.name)) or {})
    if not rota.accounts:
        return others, rota.notices
    if rota.codes is None:
        rota.notices.append(_no_codes(fit[0].name, rota))
    return [*others, rota.sheet()], rota.notices


def _rota(others: Sequence[InputSheet]) -> RotaImport:
    """Return a rota with nothing in it yet, that knows the units and the codes."""
    units = _units(_interpreted(others, "unit"))
    rota = RotaImport(None, units)
    parsed = _interpreted(others, "shift_codes")
    if parsed is not None and parsed.rows:
        rota.codes, rota.notices = codes(parsed, units[0].id if len(units) == 1 else "")
    return rota


def _fits(sheet: InputSheet, rota: RotaImport) -> bool:
    """Whether a rota is of a size that somebody can have made."""
    if len(sheet.records) <= MAX_ROTA_ROWS:
        return True
    rota.notices.append(Notice("rota-too-large", sheet.name, facts={"most": str(MAX_ROTA_ROWS)}))
    return False


def _unroll(sheet: InputSheet, rota: RotaImport, mapped: Mapping[str, str]) -> None:
    top = long.heading_row(sheet, mapped)
    if wide.is_wide(sheet):
        wide.unroll(sheet, rota, mapped)
    elif top is not None:
        long.unroll(sheet, rota, mapped, top)
    else:
        rota.notices.append(Notice("rota-not-found", sheet.name))


def _learn(sheet: InputSheet, rota: RotaImport, mapped: Mapping[str, str]) -> None:
    top = long.heading_row(sheet, mapped)
    if wide.is_wide(sheet):
        wide.learn(sheet, rota, mapped)
    elif top is not None:
        long.learn(sheet, rota, mapped, top)


def _no_codes(name: str, rota: RotaImport) -> Notice:
    listed = ", ".join(f"{code} ({count})" for code, count in rota.code_counts.items())
    facts = {"codes": listed or "–", "to_fill_in": to_fill_in(rota.code_counts)}
    return Notice("shift-codes-missing", name, facts=facts)


def _is(sheet: InputSheet, name: str) -> bool:
    table = table_named(sheet.name)
    return table is not None and table.name == name


def _interpreted(sheets: Iterable[InputSheet], name: str) -> Parsed | None:
    """Return a table as it will be read; what is wrong with it is said there."""
    for sheet in sheets:
        if _is(sheet, name):
            return interpret(TABLES[name], sheet)[0]
    return None


def _units(parsed: Parsed | None) -> list[RotaUnit]:
    if parsed is None:
        return []
    return [
        RotaUnit(
            str(parsed.values["unit"][position]),
            str(parsed.values["name"][position]),
            _period(parsed.values["period_start"][position], parsed.values["weeks"][position]),
        )
        for position in range(len(parsed.rows))
        if parsed.values["unit"][position]
    ]


def _period(start: object, weeks: object) -> Period:
    known = int(weeks) if isinstance(weeks, int | float) and weeks >= 1 else None
    return Period(start if isinstance(start, date) else None, known)
