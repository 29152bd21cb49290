"""A wide rota: a row per employee, a column per day, a shift code in each cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from allocator import terms
from allocator.notices import Notice
from allocator.tables.guard import letters
from allocator.tables.parse import as_text, is_blank
from allocator.tables.rotas import staff
from allocator.tables.rotas.columns import Day, days_of, numbering, written_week
from allocator.tables.rotas.grid import Grid, first_days, grids
from allocator.tables.rotas.shifts import RotaImport, SheetTally, Who, spans, text_at
from allocator.tables.schema import BadCell, Cell
from allocator.tables.sheets import CellPlace, CellPlaces, InputSheet, Record
from allocator.tables.words import shorten

_DAY_NAMES: Final = tuple(terms.norwegian("weekday", day) for day in terms.WEEKDAYS)


def is_wide(sheet: InputSheet) -> bool:
    """Whether a sheet holds a wide rota."""
    return first_days(sheet.records) is not None


@dataclass(frozen=True)
class _Table:
    """One grid of a sheet with the meaning of its columns."""

    sheet: InputSheet
    grid: Grid
    kinds: Mapping[int, str]
    days: Mapping[int, Day]
    weeks: Mapping[int, int]
    """Week as it is written -> week of the roster."""

    def of_kind(self, *kinds: str) -> list[int]:
        return [at for at, kind in self.kinds.items() if kind in kinds]

    def place(self, row: int, at: int) -> CellPlace:
        record = self.sheet.records[row]
        heading = self.days[at].shown if at in self.days else self.grid.labels.get(at, "")
        column = f"{letters(at)} ({heading})" if heading else letters(at)
        value = as_text(record[at]) if at < len(record) else ""
        return CellPlace(self.sheet.name, row + 1, column, value)


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
    rotas = grids(sheet.records)
    if not rotas:
        rota.notices.append(Notice("rota-not-found", sheet.name))
        return
    titles = range(rotas[0].top)
    account.unused += [at + 1 for at in titles if not _is_empty(sheet.records[at])]
    unit = rota.unit_of(sheet.name)
    for grid in rotas:
        account.used += range(grid.top + 1, grid.bottom + 2)
        _unroll(sheet, grid, rota, unit, kinds)
    account_for(sheet, rota, [letters(at) for at in _unused_columns(rotas, kinds)])


def learn(sheet: InputSheet, rota: RotaImport, mapped: Mapping[str, str]) -> None:
    """Take note of every name, before anything is shown, and of every week in a sheet."""
    for grid in grids(sheet.records):
        kinds = kinds_of(grid.labels, mapped, min(grid.days))
        by_row = [at for at, kind in kinds.items() if kind == staff.WEEK]
        weeks = {piece.week for piece in grid.days.values()}
        for record in sheet.records[grid.bottom + 1 : grid.end]:
            rota.staff.learn(record, kinds)
            weeks.add(written_week(text_at(record, by_row)))
        rota.weeks.update(week for week in weeks if week is not None)


def account_for(sheet: InputSheet, rota: RotaImport, columns: Sequence[str]) -> None:
    """Report the rows of a sheet that were read, and those that were not."""
    account = rota.accounts[sheet.name]
    if rota.codes is None:
        return
    facts = {
        "rows": str(len(account.used)),
        "shifts": str(account.shifts),
        "leave": str(account.leave),
        "staff": str(len(rota.staff)),
        "read": spans(account.used),
    }
    rota.notices.append(Notice("rota-read", sheet.name, facts=facts))
    if account.unused:
        where = {"where": spans(account.unused)}
        rota.notices.append(Notice("rota-rows-unused", sheet.name, facts=where))
    if columns:
        facts = {"columns": ", ".join(columns)}
        rota.notices.append(Notice("rota-columns-unused", sheet.name, facts=facts))


def _unroll(
    sheet: InputSheet, grid: Grid, rota: RotaImport, unit: str, mapped: Mapping[str, str]
) -> None:
    kinds = kinds_of(grid.labels, mapped, min(grid.days))
    by_row = [at for at, kind in kinds.items() if kind == staff.WEEK]
    period, weeks = rota.period(unit), sorted(rota.weeks)
    days, notices = days_of(sheet.name, grid, period, bool(by_row), weeks)
    rota.notices += notices
    table = _Table(sheet, grid, kinds, days, numbering(weeks, period) or {})
    _unread_columns(table, rota)
    who = week = ""
    labels = [at for at in range(min(days)) if at not in days]
    for row in range(grid.bottom + 1, grid.end):
        record = sheet.records[row]
        if _is_empty(record):
            continue
        filled = any(at < len(record) and not is_blank(record[at]) for at in days)
        if filled and not staff.is_total(record, labels):
            who = rota.staff.pseudonym(record, kinds) or who
        week = text_at(record, by_row) or week
        own, at = rota.own_unit(record, table.of_kind(staff.UNIT))
        person = Who(own or unit, who, _skill(table, record))
        unit_place = {"unit": table.place(row, at)} if own else {}
        _row(table, row, rota, person, week, unit_place)


def kinds_of(
    labels: Mapping[int, str], mapped: Mapping[str, str], first_day: int
) -> dict[int, str]:
    """Return the purpose of each column that is no day; the first is the employee's if none is."""
    kinds = {at: mapped.get(name, staff.kind_of(name)) for at, name in labels.items()}
    kinds = {at: kind for at, kind in kinds.items() if kind}
    if not {staff.NAME, staff.NUMBER} & set(kinds.values()):
        left = [at for at in range(first_day) if at not in kinds]
        kinds |= {left[0]: staff.NAME} if left else {}
    return dict(sorted(kinds.items()))


def _skill(table: _Table, record: Record) -> str:
    return text_at(record, table.of_kind(staff.COMPETENCE))


def _is_empty(record: Record) -> bool:
    return all(map(is_blank, record))


def _row(
    table: _Table, row: int, rota: RotaImport, who: Who, week: str, unit_place: CellPlaces
) -> None:
    """One row of the rota: an employee's shifts, or a row that is none and is named."""
    record = table.sheet.records[row]
    account = rota.accounts[table.sheet.name]
    labels = [at for at in range(min(table.days, default=0)) if at not in table.days]
    cells = [at for at in table.days if at < len(record) and not is_blank(record[at])]
    if staff.is_vacant(record, labels) and cells:
        place = table.place(row, cells[0])
        notice = Notice("rota-row-vacant", place.sheet, place.row, place.column, place.value)
        rota.notices.append(notice)
        account.wrong.append(row + 1)
    elif not cells or _is_total(table, record, cells, rota, who.unit):
        account.unused.append(row + 1)
    else:
        fine = [
            rota.add(
                record[at], {"": table.place(row, at), **unit_place}, who, _when(table, at, week)
            )
            for at in cells
        ]
        (account.used if all(fine) else account.wrong).append(row + 1)


def _is_total(
    table: _Table, record: Record, cells: Sequence[int], rota: RotaImport, unit: str
) -> bool:
    """Whether a row adds up others: it is called so, and none of its cells is a code of letters."""
    labels = [at for at in range(min(table.days)) if at not in table.days]
    if not staff.is_total(record, labels):
        return False
    texts = [as_text(record[at]) for at in cells]
    known = rota.codes
    return not any(known and known.of(unit, text) and not text.isdecimal() for text in texts)


def _when(table: _Table, at: int, week: str) -> dict[str, Cell]:
    """Return the day of a cell, as the cells of `vakter` say it."""
    day = table.days[at]
    if day.on is not None:
        return {"date": day.on}
    name = None if day.weekday is None else _DAY_NAMES[day.weekday]
    if day.by_row:
        known = table.weeks.get(written_week(week) or 0)
        return {"week": known or BadCell("bad-whole", week), "weekday": name}
    if day.wrong:
        return {"date": BadCell("bad-date", day.shown, reported=True)}
    return {"week": day.week, "weekday": name}


def _unread_columns(table: _Table, rota: RotaImport) -> None:
    """Report codes below a heading that is no day: their shifts would be lost."""
    first = min(table.grid.days)
    width = max((len(r) for r in table.sheet.records[table.grid.top : table.grid.end]), default=0)
    for at in range(first, width):
        if at in table.days or at in table.kinds:
            continue
        for row in range(table.grid.bottom + 1, table.grid.end):
            record = table.sheet.records[row]
            text = as_text(record[at]) if at < len(record) else ""
            if text and (at not in table.grid.labels or _is_code(rota, text)):
                place = table.place(row, at)
                value = shorten(rota.staff.hidden(place.value))
                notice = Notice("rota-code-without-day", place.sheet, row + 1, place.column, value)
                rota.notices.append(notice)
                rota.accounts[table.sheet.name].wrong.append(row + 1)
                break


def _is_code(rota: RotaImport, text: str) -> bool:
    """Whether a text is the code of a shift; numbers are more likely sums."""
    if rota.codes is None or text.replace(",", "").isdecimal():
        return False
    return all(code is not None for _, code in rota.codes.in_cell("", text))


def _unused_columns(rotas: Sequence[Grid], mapped: Mapping[str, str]) -> list[int]:
    """Columns with a heading that is neither a day nor anything a rota needs."""
    unused: set[int] = set()
    for grid in rotas:
        kinds = kinds_of(grid.labels, mapped, min(grid.days))
        unused |= {at for at in grid.labels if at not in kinds}
    return sorted(unused)
