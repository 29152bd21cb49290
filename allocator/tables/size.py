"""Refusal of tables that are larger than a unit's can be, before their cells are interpreted."""

from collections import Counter

from allocator.notices import Notice
from allocator.tables import bounds
from allocator.tables.declared import TABLES
from allocator.tables.headings import match, table_named
from allocator.tables.parse import as_text
from allocator.tables.sheets import InputSheet


def too_many_rows(sheet: InputSheet) -> Notice | None:
    """Return the error of a sheet with too many rows for one unit, or for any; else None.

    A sheet that is no table of the contract has no units that are known yet.
    """
    rows = len(sheet.records) - 1
    table = TABLES.get(sheet.table) or table_named(sheet.name)
    if table is None:
        most = bounds.MAX_ROWS
        facts = {"rows": str(rows), "most": str(most)}
        return Notice("too-many-rows", sheet.name, facts=facts) if rows > most else None
    most = bounds.MAX_ROWS_PER_UNIT[table.name]
    if rows <= min(most, bounds.MAX_UNITS):
        return None
    counted = _rows_of_units(sheet, match(table, sheet.name, sheet.records[0]).places.get("unit"))
    if len(counted) > bounds.MAX_UNITS:
        facts = {"most": str(bounds.MAX_UNITS)}
        return Notice("too-many-units", sheet.name, facts=facts)
    unit, rows = counted.most_common(1)[0]
    if rows <= most:
        return None
    facts = {"unit": unit or "–", "rows": str(rows), "most": str(most)}
    return Notice("too-many-rows-of-unit", sheet.name, facts=facts)


def _rows_of_units(sheet: InputSheet, column: int | None) -> Counter[str]:
    """Count the rows of each unit, until there are too many; an empty cell is the only unit."""
    if column is None:
        return Counter({"": len(sheet.records) - 1})
    cells = Counter(
        record[column] if column < len(record) else None for record in sheet.records[1:]
    )
    counted: Counter[str] = Counter()
    for cell, rows in cells.items():
        counted[as_text(cell)] += rows
        if len(counted) > bounds.MAX_UNITS:
            break
    return counted
