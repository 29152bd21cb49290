"""A long rota: a row per employee and day, `Dato; Ansattnr; Navn; Vaktkode; Avdeling`."""

from collections.abc import Mapping, Sequence
from typing import Final

from allocator.tables.guard import letters
from allocator.tables.headings import HEADING_ROWS
from allocator.tables.moments import own_times
from allocator.tables.parse import as_text, is_blank
from allocator.tables.rotas import staff
from allocator.tables.rotas.accounts import account_for
from allocator.tables.rotas.cells import intervals
from allocator.tables.rotas.dates import day_cell
from allocator.tables.rotas.shifts import VACANT, RotaImport, SheetTally, Who, text_at
from allocator.tables.schema import BadCell, Cell
from allocator.tables.sheets import CellPlace, InputSheet, Record
from allocator.tables.words import normalise_word

_OWN: Final = frozenset({"start", "slutt", "end"})
"""Headings of the contract's own tables, which are not read as a rota."""


def heading_row(sheet: InputSheet, mapped: Mapping[str, str]) -> int | None:
    """Where the headings of a long rota are, from 0; None where the sheet is none."""
    for row, record in enumerate(sheet.records[:HEADING_ROWS]):
        kinds = set(_kinds(record, mapped).values())
        folded = {normalise_word(as_text(cell)) for cell in record}
        plain_code = "vaktkode" in folded or "shift_code" in folded or "code" in mapped.values()
        if {staff.DATE, staff.CODE} <= kinds and (plain_code or not folded & _OWN):
            return row
    return None


def _kinds(record: Record, mapped: Mapping[str, str]) -> dict[int, str]:
    """Column -> what it is for; of two for the code, `vaktkode` beats `vakt`."""
    names = {column: as_text(cell) for column, cell in enumerate(record) if not is_blank(cell)}
    kinds = {column: mapped.get(name, staff.kind_of(name)) for column, name in names.items()}
    codes = [column for column, kind in kinds.items() if kind == staff.CODE]
    sure = [
        column
        for column in codes
        if "kode" in normalise_word(names[column]) or "code" in normalise_word(names[column])
    ]
    chosen = (sure or codes)[:1]
    return {column: k for column, k in kinds.items() if k and (k != staff.CODE or column in chosen)}


def learn(sheet: InputSheet, rota: RotaImport, mapped: Mapping[str, str], top: int) -> None:
    """Take note of every name in a sheet before anything of it is shown."""
    kinds = _kinds(sheet.records[top], mapped)
    for record in sheet.records[top + 1 :]:
        rota.staff.learn(record, kinds)


def unroll(sheet: InputSheet, rota: RotaImport, mapped: Mapping[str, str], top: int) -> None:
    """Read every row of a long rota below its headings in row `top`, from 0."""
    account = rota.accounts.setdefault(sheet.name, SheetTally())
    kinds = _kinds(sheet.records[top], mapped)
    account.used.append(top + 1)
    account.headings.append(top + 1)
    named = any(rota.staff.pseudonym(record, kinds) for record in sheet.records[top + 1 :])
    for row, record in enumerate(sheet.records):
        if row < top and not all(map(is_blank, record)):
            account.unused.append(row + 1)
        elif row > top and not all(map(is_blank, record)):
            _row(sheet, row, kinds, rota, named=named)
    heading = sheet.records[top]
    unused = [
        column for column, cell in enumerate(heading) if column not in kinds and not is_blank(cell)
    ]
    account_for(sheet, rota, [letters(column) for column in unused])


def _row(
    sheet: InputSheet, row: int, kinds: Mapping[int, str], rota: RotaImport, *, named: bool
) -> None:
    """Read a row; where other rows are `named`, one without an employee asks whose it is."""
    record = sheet.records[row]
    account = rota.accounts[sheet.name]
    code = _only(kinds, staff.CODE)
    day = _only(kinds, staff.DATE)
    cell: Cell = record[code] if code < len(record) else None
    when: Cell = record[day] if day < len(record) else None
    if (
        is_blank(cell)
        or staff.is_sum(record)
        or (is_blank(when) and staff.is_total(record, list(range(len(record)))))
    ):
        account.unused.append(row + 1)
        return
    vacant = staff.is_vacant(record, [*_of(kinds, staff.NUMBER), *_of(kinds, staff.NAME)])
    vacant = vacant or any(staff.is_open(as_text(other)) for other in record)
    who = rota.staff.pseudonym(record, kinds)
    is_shift = rota.codes.in_any_unit(as_text(cell)) or bool(intervals(as_text(cell)))
    if vacant or (named and not who and is_shift):
        rota.refuse(VACANT if vacant else "rota-row-nameless", _place(sheet, row, code))
        account.wrong.append(row + 1)
        return
    unit, unit_column = rota.own_unit(record, _of(kinds, staff.UNIT))
    when = day_cell(when, rota.period(unit or rota.unit_of(sheet.name)))
    own, own_places = _own_times(sheet, row, kinds, when)
    competence = text_at(record, _of(kinds, staff.COMPETENCE))
    places = {"": _place(sheet, row, code), "date": _place(sheet, row, day), **own_places}
    places |= {"unit": _place(sheet, row, unit_column)} if unit else {}
    when_and_count: dict[str, Cell] = {"date": when}
    for column in _of(kinds, staff.COUNT)[:1]:
        when_and_count["count"] = record[column] if column < len(record) else None
        places["count"] = _place(sheet, row, column)
    person = Who(unit or rota.unit_of(sheet.name), who, competence)
    fine = rota.add(cell, places, person, when_and_count, own)
    (account.used if fine else account.wrong).append(row + 1)


def _own_times(
    sheet: InputSheet, row: int, kinds: Mapping[int, str], when: Cell
) -> tuple[dict[str, Cell], dict[str, CellPlace]]:
    """Return the row's own start and end, which beat the code's, and where they stand."""
    record = sheet.records[row]
    columns = {
        name: column
        for name, kind in (("start", staff.START), ("end", staff.END))
        for column in _of(kinds, kind)[:1]
    }
    given = {
        name: record[column]
        for name, column in columns.items()
        if column < len(record) and not is_blank(record[column])
    }
    if not given:
        return {}, {}
    half = BadCell("own-clock-half", "")
    cells = own_times(when, given.get("start", half), given.get("end", half))
    del cells["date"]
    return cells, {
        name: _place(sheet, row, columns.get(name, min(columns.values())))
        for name in ("start", "end")
    }


def _of(kinds: Mapping[int, str], wanted: str) -> list[int]:
    return [column for column, kind in kinds.items() if kind == wanted]


def _only(kinds: Mapping[int, str], kind: str) -> int:
    return _of(kinds, kind)[0]


def _place(sheet: InputSheet, row: int, column: int) -> CellPlace:
    record: Sequence[Cell] = sheet.records[row]
    value = as_text(record[column]) if column < len(record) else ""
    return CellPlace(sheet.name, row + 1, letters(column), value)
