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
class _WideRota:
    """One wide rota of a sheet: its grid with the meaning of its columns."""

    sheet: InputSheet
    grid: Grid
    kinds: Mapping[int, str]
    days: Mapping[int, Day]
    weeks: Mapping[int, int]
    """Week as it is written -> week of the roster."""

    def of_kind(self, *kinds: str) -> list[int]:
        return [column for column, kind in self.kinds.items() if kind in kinds]

    def place(self, row: int, column: int) -> CellPlace:
        record = self.sheet.records[row]
        heading = (
            self.days[column].shown if column in self.days else self.grid.labels.get(column, "")
        )
        name = f"{letters(column)} ({heading})" if heading else letters(column)
        value = as_text(record[column]) if column < len(record) else ""
        return CellPlace(self.sheet.name, row + 1, name, value)


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
    account.unused += [row + 1 for row in titles if not _is_empty(sheet.records[row])]
    unit = rota.unit_of(sheet.name)
    for grid in rotas:
        account.used += range(grid.top + 1, grid.bottom + 2)
        _unroll(sheet, grid, rota, unit, kinds)
    account_for(sheet, rota, [letters(column) for column in _unused_columns(rotas, kinds)])


def learn(sheet: InputSheet, rota: RotaImport, mapped: Mapping[str, str]) -> None:
    """Take note of every name, before anything is shown, and of every week in a sheet."""
    for grid in grids(sheet.records):
        kinds = kinds_of(grid.labels, mapped, min(grid.days))
        by_row = [column for column, kind in kinds.items() if kind == staff.WEEK]
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
    by_row = [column for column, kind in kinds.items() if kind == staff.WEEK]
    period, weeks = rota.period(unit), sorted(rota.weeks)
    days, notices = days_of(sheet.name, grid, period, bool(by_row), weeks)
    rota.notices += notices
    wide = _WideRota(sheet, grid, kinds, days, numbering(weeks, period) or {})
    _unread_columns(wide, rota)
    who = week = ""
    labels = [column for column in range(min(days)) if column not in days]
    for row in range(grid.bottom + 1, grid.end):
        record = sheet.records[row]
        if _is_empty(record):
            continue
        filled = any(column < len(record) and not is_blank(record[column]) for column in days)
        if filled and not staff.is_total(record, labels):
            who = rota.staff.pseudonym(record, kinds) or who
        week = text_at(record, by_row) or week
        own, unit_column = rota.own_unit(record, wide.of_kind(staff.UNIT))
        person = Who(own or unit, who, _skill(wide, record))
        unit_place = {"unit": wide.place(row, unit_column)} if own else {}
        _row(wide, row, rota, person, week, unit_place)


def kinds_of(
    labels: Mapping[int, str], mapped: Mapping[str, str], first_day: int
) -> dict[int, str]:
    """Return the purpose of each column that is no day; the first is the employee's if none is."""
    kinds = {column: mapped.get(name, staff.kind_of(name)) for column, name in labels.items()}
    kinds = {column: kind for column, kind in kinds.items() if kind}
    if not {staff.NAME, staff.NUMBER} & set(kinds.values()):
        left = [column for column in range(first_day) if column not in kinds]
        kinds |= {left[0]: staff.NAME} if left else {}
    return dict(sorted(kinds.items()))


def _skill(wide: _WideRota, record: Record) -> str:
    return text_at(record, wide.of_kind(staff.COMPETENCE))


def _is_empty(record: Record) -> bool:
    return all(map(is_blank, record))


def _row(
    wide: _WideRota, row: int, rota: RotaImport, who: Who, week: str, unit_place: CellPlaces
) -> None:
    """One row of the rota: an employee's shifts, or a row that is none and is named."""
    record = wide.sheet.records[row]
    account = rota.accounts[wide.sheet.name]
    labels = [column for column in range(min(wide.days, default=0)) if column not in wide.days]
    cells = [
        column for column in wide.days if column < len(record) and not is_blank(record[column])
    ]
    if staff.is_vacant(record, labels) and cells:
        cell_place = wide.place(row, cells[0])
        notice = Notice(
            "rota-row-vacant", cell_place.sheet, cell_place.row, cell_place.column, cell_place.value
        )
        rota.notices.append(notice)
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


def _is_total(
    wide: _WideRota, record: Record, cells: Sequence[int], rota: RotaImport, unit: str
) -> bool:
    """Whether a row adds up others: it is called so, and none of its cells is a code of letters."""
    labels = [column for column in range(min(wide.days)) if column not in wide.days]
    if not staff.is_total(record, labels):
        return False
    texts = [as_text(record[column]) for column in cells]
    known = rota.codes
    return not any(known and known.of(unit, text) and not text.isdecimal() for text in texts)


def _when(wide: _WideRota, column: int, week: str) -> dict[str, Cell]:
    """Return the day of a cell, as the cells of `vakter` say it."""
    day = wide.days[column]
    if day.on is not None:
        return {"date": day.on}
    name = None if day.weekday is None else _DAY_NAMES[day.weekday]
    if day.by_row:
        known = wide.weeks.get(written_week(week) or 0)
        return {"week": known or BadCell("bad-whole", week), "weekday": name}
    if day.wrong:
        return {"date": BadCell("bad-date", day.shown, reported=True)}
    return {"week": day.week, "weekday": name}


def _unread_columns(wide: _WideRota, rota: RotaImport) -> None:
    """Report codes below a heading that is no day: their shifts would be lost."""
    first = min(wide.grid.days)
    width = max((len(r) for r in wide.sheet.records[wide.grid.top : wide.grid.end]), default=0)
    for column in range(first, width):
        if column in wide.days or column in wide.kinds:
            continue
        for row in range(wide.grid.bottom + 1, wide.grid.end):
            record = wide.sheet.records[row]
            text = as_text(record[column]) if column < len(record) else ""
            if text and (column not in wide.grid.labels or _is_code(rota, text)):
                cell_place = wide.place(row, column)
                value = shorten(rota.staff.hidden(cell_place.value))
                notice = Notice(
                    "rota-code-without-day", cell_place.sheet, row + 1, cell_place.column, value
                )
                rota.notices.append(notice)
                rota.accounts[wide.sheet.name].wrong.append(row + 1)
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
        unused |= {column for column in grid.labels if column not in kinds}
    return sorted(unused)
