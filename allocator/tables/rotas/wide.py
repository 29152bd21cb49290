"""A wide rota: a row per employee, a column per day, a shift code in each cell."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from allocator.notices import Notice
from allocator.tables.guard import letters
from allocator.tables.parse import as_text, is_blank
from allocator.tables.rotas import staff
from allocator.tables.rotas.accounts import account_for
from allocator.tables.rotas.by_shift import names, shift_beside, shift_column
from allocator.tables.rotas.cells import intervals
from allocator.tables.rotas.columns import days_of, numbering, written_week
from allocator.tables.rotas.explained import RowKind, kind_of_row
from allocator.tables.rotas.grid import Grid
from allocator.tables.rotas.lost import clocks_below, unread_columns, unused_columns
from allocator.tables.rotas.shifts import VACANT, RotaImport, SheetTally, Who, text_at
from allocator.tables.rotas.wide_rota import DAY_NAMES, WideRota, grids_of, kinds_of
from allocator.tables.schema import BadCell, Cell
from allocator.tables.sheets import CellPlaces, InputSheet, Record


def unroll(sheet: InputSheet, rota: RotaImport, kinds: Mapping[str, str]) -> None:
    """Read every rota of a sheet.

    Parameters
    ----------
    sheet
        The sheet.
    rota
        What its shifts, notices and account of rows are added to.
    kinds
        Heading -> what a mapping file says that column is for.
    """
    account = rota.accounts.setdefault(sheet.name, SheetTally())
    rotas = grids_of(sheet)
    if not rotas:
        rota.notices.append(Notice("rota-not-found", sheet.name))
        return
    titles = range(rotas[0].top)
    account.unused += [row + 1 for row in titles if not _is_empty(sheet.records[row])]
    unit = rota.unit_of(sheet.name)
    for grid in rotas:
        account.used += range(grid.top + 1, grid.bottom + 2)
        account.headings += range(grid.top + 1, grid.bottom + 2)
        _unroll(sheet, grid, rota, unit, kinds)
    unused = unused_columns(sheet, rotas, kinds)
    if sheet.turned:
        account.unused_across += [column + 1 for column in unused]
        unused = []
    account_for(sheet, rota, [letters(column) for column in unused])


def row_labels(sheet: InputSheet) -> list[list[str]]:
    """Return, of each row with something under its days, the texts that stand before them."""
    labels = []
    for grid in grids_of(sheet):
        before = [column for column in range(min(grid.days)) if column not in grid.days]
        for record in sheet.records[grid.bottom + 1 : grid.end]:
            if any(column < len(record) and not is_blank(record[column]) for column in grid.days):
                labels.append([text for c in before if (text := text_at(record, [c]))])
    return labels


def learn(sheet: InputSheet, rota: RotaImport, mapped: Mapping[str, str]) -> None:
    """Take note of every name, before anything is shown, and of every week in a sheet."""
    for grid in grids_of(sheet):
        kinds = kinds_of(sheet, grid, mapped)
        by_row = [column for column, kind in kinds.items() if kind == staff.WEEK]
        weeks = {piece.week for piece in grid.days.values()}
        shifts = shift_column(sheet.records, grid, kinds, rota.codes)
        named = kinds if shifts is None else dict.fromkeys(grid.days, staff.NAME)
        for record in sheet.records[grid.bottom + 1 : grid.end]:
            rota.staff.learn(record, named)
            weeks.add(written_week(text_at(record, by_row)))
        rota.weeks.update(week for week in weeks if week is not None)


def _unroll(
    sheet: InputSheet, grid: Grid, rota: RotaImport, unit: str, mapped: Mapping[str, str]
) -> None:
    kinds = kinds_of(sheet, grid, mapped)
    by_row = [column for column, kind in kinds.items() if kind == staff.WEEK]
    period, weeks = rota.period(unit), sorted(rota.weeks)
    days, notices = days_of(sheet.name, grid, period, bool(by_row), weeks)
    rota.notices += [_turned(notice, grid) for notice in notices] if sheet.turned else notices
    wide = WideRota(sheet, grid, kinds, days, numbering(weeks, period) or {})
    unread_columns(wide, rota)
    shifts = shift_column(sheet.records, grid, kinds, rota.codes)
    who = week = ""
    labels = wide.labels
    for row in range(grid.bottom + 1, grid.end):
        record = sheet.records[row]
        if _is_empty(record):
            continue
        filled = wide.filled(record)
        if clocks_below(wide, row):
            facts = {"above": str(row)}
            rota.once("rota-clock-below-code", sheet.name, row + 1, facts)
            rota.accounts[sheet.name].wrong.append(row + 1)
            continue
        has_shifts = bool(filled) and not staff.is_total(record, labels)
        if has_shifts and shifts is None:
            if _is_no_employee(wide, row, rota, follows=bool(by_row and who)):
                continue
            who = rota.staff.pseudonym(record, kinds) or who
        week = text_at(record, by_row) or week
        own, unit_column = rota.own_unit(record, wide.of_kind(staff.UNIT))
        person = Who(own or unit, who, _skill(wide, record))
        unit_place = {"unit": wide.place(row, unit_column)} if own else {}
        if has_shifts and shifts is not None:
            _names(wide, row, shifts, rota, person, week)
        else:
            _row(wide, row, rota, person, week, unit_place)


def _is_no_employee(wide: WideRota, row: int, rota: RotaImport, *, follows: bool) -> bool:
    """Whether a row's cells are nobody's shifts, or it is not said whose; which is noted.

    Where it `follows`, a row without a name is another week of the employee above it.
    """
    account = rota.accounts[wide.sheet.name]
    record = wide.sheet.records[row]
    above = wide.sheet.records[row - 1] if row - 1 > wide.grid.bottom else ()
    below = not wide.filled(above) or row in account.unused
    kind = kind_of_row(wide, row, rota.codes, list(rota.unknown), below=below)
    if kind is RowKind.ABOUT_CODES:
        account.unused.append(row + 1)
        return True
    code = "rota-row-explains" if kind is RowKind.UNCLEAR else ""
    people = wide.of_kind(staff.NAME, staff.NUMBER)
    if not code and people and not follows and not rota.staff.pseudonym(record, wide.kinds):
        code = "rota-row-nameless"
    if code:
        rota.refuse(code, wide.place(row, wide.filled(record)[0]))
        account.wrong.append(row + 1)
    return bool(code)


def _skill(wide: WideRota, record: Record) -> str:
    return text_at(record, wide.of_kind(staff.COMPETENCE))


def _is_empty(record: Record) -> bool:
    return all(map(is_blank, record))


def _row(
    wide: WideRota, row: int, rota: RotaImport, who: Who, week: str, unit_place: CellPlaces
) -> None:
    """One row of the rota: an employee's shifts, or a row that is none and is named."""
    record = wide.sheet.records[row]
    account = rota.accounts[wide.sheet.name]
    cells = wide.filled(record)
    if staff.is_vacant(record, wide.labels) and cells:
        rota.refuse(VACANT, wide.place(row, cells[0]))
        account.wrong.append(row + 1)
    elif not cells or _is_total(wide, record, cells, rota, who.unit):
        account.unused.append(row + 1)
    else:
        fine = [
            rota.add(
                record[column],
                {"": wide.place(row, column), **unit_place},
                who,
                _when(wide, column, week),
            )
            for column in cells
        ]
        (account.used if all(fine) else account.wrong).append(row + 1)


def _names(wide: WideRota, row: int, shifts: int, rota: RotaImport, who: Who, week: str) -> None:
    """One row of a rota by shift: its shift for everybody whose name is in a cell."""
    record = wide.sheet.records[row]
    account = rota.accounts[wide.sheet.name]
    rota.by_shift = True
    shift = shift_beside(as_text(record[shifts]), rota.codes)
    fine = []
    for column in wide.days:
        text = as_text(record[column]) if column < len(record) else ""
        if staff.is_open(text):
            rota.refuse("rota-cell-vacant", wide.place(row, column))
            fine.append(False)
            continue
        for name in names(text):
            person = replace(who, staff_id=rota.staff.named(name))
            places = {"": wide.place(row, column)}
            fine.append(rota.add(shift, places, person, _when(wide, column, week)))
    (account.used if all(fine) else account.wrong).append(row + 1)


def _turned(notice: Notice, grid: Grid) -> Notice:
    """Return a notice about a day's heading, where the headings are a column."""
    return replace(notice, row=None, column=letters(grid.bottom))


def _is_total(
    wide: WideRota, record: Record, cells: Sequence[int], rota: RotaImport, unit: str
) -> bool:
    """Whether a row adds up others: it is called so, and none of its cells is a code of letters."""
    if not staff.is_total(record, wide.labels):
        return False
    texts = [as_text(record[column]) for column in cells]
    return not any(
        intervals(text) or (rota.codes.of(unit, text) and not text.isdecimal()) for text in texts
    )


def _when(wide: WideRota, column: int, week: str) -> dict[str, Cell]:
    """Return the day of a cell, as the cells of `vakter` say it."""
    day = wide.days[column]
    if day.on is not None:
        return {"date": day.on}
    name = None if day.weekday is None else DAY_NAMES[day.weekday]
    if day.by_row:
        known = wide.weeks.get(written_week(week) or 0)
        return {"week": known or BadCell("bad-whole", week), "weekday": name}
    if day.wrong:
        return {"date": BadCell("bad-date", day.shown, reported=True)}
    return {"week": day.week, "weekday": name}
