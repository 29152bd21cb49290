"""The ten tables of the contract, each declared once."""

from typing import Any, Final

from allocator.tables.declared_people import ABSENCES, ANSWERS, DECISIONS, RESIDENTS
from allocator.tables.declared_rota import SHIFT_CODES, SHIFTS, UNIT
from allocator.tables.declared_work import GROUPS, INTERVENTIONS, OTHER_WORK
from allocator.tables.schema import Table

TABLES: Final[dict[str, Table]] = {
    table.name: table
    for table in (
        UNIT,
        SHIFTS,
        RESIDENTS,
        DECISIONS,
        INTERVENTIONS,
        GROUPS,
        OTHER_WORK,
        ABSENCES,
        ANSWERS,
        SHIFT_CODES,
    )
}
"""English name -> table, in the order people fill them in."""

TABLE_OF: Final[dict[type[Any], str]] = {table.row: table.name for table in TABLES.values()}
"""Class of rows -> English name of their table."""

ONE_OF: Final = ("interventions", "decisions")
"""At least one of these is required beside the required tables."""
