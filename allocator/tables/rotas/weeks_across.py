"""A rota with a row per employee and weekday, and a column for each week: `Uke 1`, `Uke 2`."""

from collections.abc import Mapping
from dataclasses import dataclass

from allocator.notices import Notice
from allocator.tables.guard import letters
from allocator.tables.headings import HEADING_ROWS
from allocator.tables.parse import as_text, is_blank
from allocator.tables.rotas import staff
from allocator.tables.rotas.accounts import account_for
from allocator.tables.rotas.columns import are_more, named_week, numbering
from allocator.tables.rotas.dates import Period, weekday
from allocator.tables.rotas.shifts import VACANT, RotaImport, SheetTally, Who, text_at
from allocator.tables.rotas.wide_rota import DAY_NAMES
from allocator.tables.schema import BadCell, Cell
from allocator.tables.sheets import CellPlace, InputSheet, Record

_LEAST_WEEKS = 2


@dataclass(frozen=True)
class _WeekColumns:
    """The heading row, from 0, and what its columns are for."""

    row: int
    kinds: Mapping[int, str]
    weeks: Mapping[int, int]

    def of_kind(self, *kinds: str) -> list[int]:
        return [column for column, kind in self.kinds.items() if kind in kinds]


def headings(sheet: InputSheet) -> _WeekColumns | None:
    """Return the headings of such a rota, or None where the sheet is none."""
    for row, record in enumerate(sheet.records[:HEADING_ROWS]):
        texts = {column: as_text(cell) for column, cell in enumerate(record) if not is_blank(cell)}
        kinds = {column: staff.kind_of(text) for column, text in texts.items()}
        weeks = {column: week for column, text in texts.items() if (week := named_week(text))}
        people = {staff.NAME, staff.NUMBER} & set(kinds.values())
        if len(weeks) >= _LEAST_WEEKS and people and staff.WEEKDAY in kinds.values():
            kinds = {column: kind for column, kind in kinds.items() if kind and column not in weeks}
            return _WeekColumns(row, kinds, weeks)
    return None


def learn(sheet: InputSheet, rota: RotaImport, columns: _WeekColumns) -> None:
    """Take note of every name and week before anything is shown."""
    rota.weeks.update(columns.weeks.values())
    for record in sheet.records[columns.row + 1 :]:
        rota.staff.learn(record, columns.kinds)


def unroll(sheet: InputSheet, rota: RotaImport, columns: _WeekColumns) -> None:
    """Read every row below the headings; an empty name is the one above."""
    account = rota.accounts.setdefault(sheet.name, SheetTally())
    account.used.append(columns.row + 1)
    account.headings.append(columns.row + 1)
    account.unused += [
        row + 1 for row in range(columns.row) if not all(map(is_blank, sheet.records[row]))
    ]
    unit = rota.unit_of(sheet.name)
    known = numbering(sorted(rota.weeks), rota.period(unit))
    if known is None:
        first = letters(min(columns.weeks))
        facts = _facts(rota.period(unit), rota)
        value = as_text(sheet.records[columns.row][min(columns.weeks)])
        more = are_more(sorted(rota.weeks), rota.period(unit))
        code = "rota-weeks-more" if more else "rota-weeks-unclear"
        notice = Notice(code, sheet.name, columns.row + 1, first, value, facts)
        rota.notices.append(notice)
        known = {}
    who = ""
    for row, record in enumerate(sheet.records[columns.row + 1 :], start=columns.row + 1):
        if all(map(is_blank, record)):
            continue
        who = rota.staff.pseudonym(record, columns.kinds) or who
        own, _ = rota.own_unit(record, columns.of_kind(staff.UNIT))
        person = Who(own or unit, who, text_at(record, columns.of_kind(staff.COMPETENCE)))
        _row(sheet, row, rota, columns, person, known)
    unused = [
        letters(column)
        for column, cell in enumerate(sheet.records[columns.row])
        if not is_blank(cell) and column not in columns.kinds and column not in columns.weeks
    ]
    account_for(sheet, rota, unused)


def _row(
    sheet: InputSheet,
    row: int,
    rota: RotaImport,
    columns: _WeekColumns,
    who: Who,
    known: Mapping[int, int],
) -> None:
    record = sheet.records[row]
    account = rota.accounts[sheet.name]
    filled = [c for c in columns.weeks if c < len(record) and not is_blank(record[c])]
    labels = columns.of_kind(staff.NAME, staff.NUMBER)
    if not filled or staff.is_total(record, labels):
        account.unused.append(row + 1)
        return
    if staff.is_vacant(record, labels):
        rota.refuse(VACANT, _place(sheet, row, filled[0]))
        account.wrong.append(row + 1)
        return
    column = columns.of_kind(staff.WEEKDAY)[0]
    day = weekday(text_at(record, [column]))
    named: Cell = BadCell("bad-weekday-cell", "") if day is None else DAY_NAMES[day]
    fine = [
        rota.add(
            record[week],
            {"": _place(sheet, row, week), "weekday": _place(sheet, row, column)},
            who,
            {"week": known.get(columns.weeks[week]), "weekday": named},
        )
        for week in filled
        if columns.weeks[week] in known
    ]
    (account.used if all(fine) else account.wrong).append(row + 1)


def _facts(period: Period, rota: RotaImport) -> dict[str, str]:
    return {
        "weeks": str(period.weeks or "?"),
        "found": ", ".join(map(str, sorted(rota.weeks))),
    }


def _place(sheet: InputSheet, row: int, column: int) -> CellPlace:
    record: Record = sheet.records[row]
    value = as_text(record[column]) if column < len(record) else ""
    return CellPlace(sheet.name, row + 1, letters(column), value)
