"""What a wide rota holds that would be lost, or counted twice."""

from collections.abc import Mapping, Sequence

from allocator.notices import Notice
from allocator.tables.parse import as_text
from allocator.tables.rotas.cells import intervals
from allocator.tables.rotas.grid import Grid
from allocator.tables.rotas.shifts import RotaImport
from allocator.tables.rotas.wide_rota import WideRota, kinds_of
from allocator.tables.sheets import InputSheet, Record
from allocator.tables.words import shorten


def unread_columns(wide: WideRota, rota: RotaImport) -> None:
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
                where = (cell_place.sheet, cell_place.row, cell_place.column)
                rota.notices.append(Notice("rota-code-without-day", *where, value))
                rota.accounts[wide.sheet.name].wrong.append(row + 1)
                break


def _is_code(rota: RotaImport, text: str) -> bool:
    """Whether a text is a shift, by its code or clock; numbers are more likely sums."""
    if text.replace(",", "").isdecimal():
        return False
    shifts = rota.codes.in_cell("", text)
    return shifts is None or all(
        shift.interval is not None or rota.codes.of("", shift.code) for shift in shifts
    )


def unused_columns(
    sheet: InputSheet, rotas: Sequence[Grid], mapped: Mapping[str, str]
) -> list[int]:
    """Columns with a heading that is neither a day nor anything a rota needs."""
    unused: set[int] = set()
    for grid in rotas:
        kinds = kinds_of(sheet, grid, mapped)
        unused |= {column for column in grid.labels if column not in kinds}
    return sorted(unused)


def clocks_below(wide: WideRota, row: int) -> bool:
    """Whether a row says in clocks again what the codes of its employee above say, or in codes."""
    above, record = wide.sheet.records[row - 1], wide.sheet.records[row]
    here, there = wide.filled(record), wide.filled(above)
    own = any(column < len(record) and as_text(record[column]) for column in wide.labels)
    if row - 1 <= wide.grid.bottom or own or not here or not set(here) <= set(there):
        return False
    return any(
        all(_is_clock(clocks, column) for column in here)
        and all(not intervals(as_text(codes[column])) for column in here)
        for clocks, codes in ((record, above), (above, record))
    )


def _is_clock(record: Record, column: int) -> bool:
    shifts = intervals(as_text(record[column]))
    return bool(shifts) and not any(shift.code for shift in shifts or ())
