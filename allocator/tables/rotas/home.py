"""Replaces the rotas among the sheets of an input by the table `vakter`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from allocator.clock import Clock
from allocator.notices import Notice
from allocator.tables.accounts import HEADING, NO_SHIFTS, WRONG, RowLedger
from allocator.tables.bounds import MAX_ROTA_ROWS
from allocator.tables.declared import TABLES
from allocator.tables.headings import HEADING_ROWS, table_named
from allocator.tables.interpret import Parsed, interpret
from allocator.tables.parse import as_text
from allocator.tables.rotas import long, weeks_across, wide
from allocator.tables.rotas.codes import Codes, codes
from allocator.tables.rotas.dates import Period
from allocator.tables.rotas.shifts import PART_STARTS, USUAL_DAY, RotaImport, RotaUnit
from allocator.tables.rotas.staff import is_identity
from allocator.tables.rotas.turned import turned
from allocator.tables.rotas.wide_rota import is_wide
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
    if weeks_across.headings(sheet) or long.heading_row(sheet, {}) is not None:
        return True
    return is_wide(sheet)


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


def unrolled(
    sheets: Sequence[InputSheet],
    mapped: Mapped,
    explained: InputSheet | None,
    ledger: RowLedger,
    sheet_units: Mapping[str, str],
) -> tuple[list[InputSheet], list[Notice]]:
    """Return the sheets with every rota among them made into the one table `vakter`.

    Parameters
    ----------
    sheets
        All sheets of the input.
    mapped
        Of sheets that a mapping file calls rotas, what their columns are for.
    explained
        Shift codes that mapping files explain, as rows of `vaktkoder`.
    ledger
        Where it is noted what becomes of each row.
    sheet_units
        Sheet, folded -> the unit whose it is, as a mapping file says.
    """
    rotas = [sheet for sheet in sheets if is_rota(sheet, mapped)]
    others = [sheet for sheet in sheets if not is_rota(sheet, mapped)]
    rota = _rota(others, explained)
    rota.sheet_units = sheet_units
    rotas, others = _with_turned(rotas, others, rota.codes, mapped)
    of_residents = _of_residents(rotas, others, mapped)
    rotas = [sheet for sheet in rotas if sheet.name not in of_residents]
    others += [sheet for sheet in sheets if sheet.name in of_residents]
    if not rotas:
        return others, []
    own = next((sheet for sheet in others if _is(sheet, "shifts")), None)
    if own:
        facts = {"other": own.name}
        return others, [Notice("rota-and-shifts", sheet.name, facts=facts) for sheet in rotas]
    fit = [sheet for sheet in rotas if _fits(sheet, rota)]
    for sheet in fit:
        _learn(sheet, rota, mapped.get(normalise_word(sheet.name)) or {})
    for sheet in fit:
        _unroll(sheet, rota, mapped.get(normalise_word(sheet.name)) or {})
        _note_rows(sheet, rota, ledger)
    if not rota.accounts:
        return others, rota.notices
    if rota.unknown:
        rota.notices.append(_no_codes(fit[0].name, rota))
    return [*others, rota.sheet()], rota.notices


def _of_residents(
    rotas: Sequence[InputSheet], others: Sequence[InputSheet], mapped: Mapped
) -> set[str]:
    """Return the names of sheets with days that are plans of the residents, and no rotas.

    At least half of their rows are called as residents are; a mapping that says otherwise holds.
    """
    parsed = _interpreted(others, "residents")
    known = {normalise_word(str(own)) for own in parsed.values["resident"]} if parsed else set()
    names = set()
    for sheet in rotas:
        if len(sheet.records) > MAX_ROTA_ROWS or normalise_word(sheet.name) in mapped:
            continue
        labels = [set(map(normalise_word, row)) for row in wide.row_labels(sheet)]
        of_residents = sum(not known.isdisjoint(row) for row in labels)
        if 2 * of_residents >= len(labels) > 0:
            names.add(sheet.name)
    return names


def _note_rows(sheet: InputSheet, rota: RotaImport, ledger: RowLedger) -> None:
    """Take note of what became of the rows of a rota."""
    tally = rota.accounts.get(sheet.name)
    if tally is None:
        return
    if sheet.turned:
        ledger.by_column[sheet.name] = sheet
    ledger.put(sheet.name, tally.unused, NO_SHIFTS)
    ledger.put(sheet.name, tally.used)
    ledger.put(sheet.name, tally.headings, HEADING)
    ledger.put(sheet.name, tally.wrong, WRONG)


def _with_turned(
    rotas: Sequence[InputSheet], others: Sequence[InputSheet], codes: Codes, mapped: Mapped
) -> tuple[list[InputSheet], list[InputSheet]]:
    """Return rotas and other sheets, with those among both that have the days down turned."""
    across = [_across(sheet, codes) for sheet in rotas]
    left: list[InputSheet] = []
    for sheet in others:
        own = _own_form(sheet) if _is(sheet, "shifts") else table_named(sheet.name) is not None
        own = own or bool(sheet.table) or normalise_word(sheet.name) in mapped
        across_sheet = None if own else turned(sheet, codes)
        (across if across_sheet else left).append(across_sheet or sheet)
    return across, left


def _across(sheet: InputSheet, codes: Codes) -> InputSheet:
    """Return a rota as it is read: turned where its days are down the side."""
    listed = weeks_across.headings(sheet) or long.heading_row(sheet, {}) is not None
    return sheet if listed or is_wide(sheet) else turned(sheet, codes) or sheet


def _rota(others: Sequence[InputSheet], explained: InputSheet | None) -> RotaImport:
    """Return a rota with nothing in it yet, that knows the units and the codes.

    What the table says of a code has precedence over what a mapping file says of it.
    """
    units = units_of(others)
    own = _interpreted(others, "shift_codes")
    tables = [own] if own else []
    notices: list[Notice] = []
    if explained is not None:
        parsed, notices = interpret(TABLES["shift_codes"], explained)
        tables.append(parsed)
    tables = [parsed for parsed in tables if parsed.rows]
    known, more = codes(tables, units[0].id if len(units) == 1 else "")
    return RotaImport(known, units, has_codes=bool(tables), notices=[*notices, *more])


def _fits(sheet: InputSheet, rota: RotaImport) -> bool:
    """Whether a rota is of a size that somebody can have made."""
    if len(sheet.records) <= MAX_ROTA_ROWS:
        return True
    rota.notices.append(Notice("rota-too-large", sheet.name, facts={"most": str(MAX_ROTA_ROWS)}))
    return False


def _unroll(sheet: InputSheet, rota: RotaImport, mapped: Mapping[str, str]) -> None:
    top = long.heading_row(sheet, mapped)
    if weeks := weeks_across.headings(sheet):
        weeks_across.unroll(sheet, rota, weeks)
    elif is_wide(sheet):
        wide.unroll(sheet, rota, mapped)
    elif top is not None:
        long.unroll(sheet, rota, mapped, top)
    else:
        rota.notices.append(Notice("rota-not-found", sheet.name))


def _learn(sheet: InputSheet, rota: RotaImport, mapped: Mapping[str, str]) -> None:
    top = long.heading_row(sheet, mapped)
    if weeks := weeks_across.headings(sheet):
        weeks_across.learn(sheet, rota, weeks)
    elif is_wide(sheet):
        wide.learn(sheet, rota, mapped)
    elif top is not None:
        long.learn(sheet, rota, mapped, top)


def _no_codes(name: str, rota: RotaImport) -> Notice:
    facts = {"codes": rota.unknown.listed(), "to_fill_in": rota.unknown.to_fill_in(rota.clock(""))}
    facts["by_unit"] = rota.unknown.by_unit()
    code = "rota-names-in-cells" if rota.by_shift else "shift-codes-missing"
    return Notice(code, name, facts=facts)


def _is(sheet: InputSheet, name: str) -> bool:
    table = table_named(sheet.name)
    return sheet.table == name or (table is not None and table.name == name)


def _interpreted(sheets: Iterable[InputSheet], name: str) -> Parsed | None:
    """Return a table as it will be read; what is wrong with it is said there."""
    for sheet in sheets:
        if _is(sheet, name):
            return interpret(TABLES[name], sheet)[0]
    return None


def units_of(sheets: Sequence[InputSheet]) -> list[RotaUnit]:
    """Return the units of an input, as far as its table of them can be read."""
    parsed = _interpreted(sheets, "unit")
    if parsed is None:
        return []
    return [
        RotaUnit(
            str(parsed.values["unit"][position]),
            str(parsed.values["name"][position]),
            _period(parsed.values["period_start"][position], parsed.values["weeks"][position]),
            _clock(*(parsed.values[name][position] for name in PART_STARTS)),
        )
        for position in range(len(parsed.rows))
        if parsed.values["unit"][position]
    ]


def _period(start: object, weeks: object) -> Period:
    known = int(weeks) if isinstance(weeks, int | float) and weeks >= 1 else None
    return Period(start if isinstance(start, date) else None, known)


def _clock(*starts: object) -> Clock:
    known = [float(start) for start in starts if isinstance(start, int | float)]
    return Clock.of(*known) if len(known) == len(starts) else USUAL_DAY
