"""Whether a sheet that is no table of ours looks like a plan, which may not be lost in silence."""

from collections.abc import Iterable, Sequence
from typing import Final

from allocator.tables.declared import TABLES
from allocator.tables.headings import HEADING_ROWS
from allocator.tables.interpret import parse_column
from allocator.tables.mapping.known import synonyms
from allocator.tables.numbers import can_be_read
from allocator.tables.parse import as_text, is_blank
from allocator.tables.rotas import staff
from allocator.tables.rotas.cells import intervals
from allocator.tables.rotas.dates import piece
from allocator.tables.schema import Cell
from allocator.tables.sheets import InputSheet, Record, own_title
from allocator.tables.times import day, duration
from allocator.tables.words import normalise_word

_PLANS: Final = ("interventions", "decisions", "absences", "shifts", "other_work", "groups")
_KINDS: Final = {
    "people": {"resident", "staff_id", staff.NAME, staff.NUMBER},
    "services": {"service", "activity", "intervention"},
    "minutes": {"minutes", "hours", "timer", "hyppighet", "klokkeslett", "from_time", "to_time",
                "start", "end", staff.CODE},
    "dates": {"date", "from", "to", "week", "weekday", "weekdays", "applied_on", "decided_on",
              "started_on", "ended_on", staff.DATE},
}  # fmt: skip
"""What a plan is made of -> the columns that are of that kind."""
_ROTA_NAMES: Final = ("turnus", "vaktplan", "arbeidsplan", "grunnplan", "rota", "roster")
_LEAST_KINDS: Final = 2
_SERVICE: Final = TABLES["decisions"].column("service")
_LEAST_ROWS: Final = 3
"""Rows below the headings."""
_KIND_OF: Final = {column: kind for kind, columns in _KINDS.items() for column in columns}


def looks_like_a_plan(sheet: InputSheet, residents: Iterable[str]) -> tuple[str, ...]:
    """Return of which kinds its columns are: people, services, minutes, dates; empty for no plan.

    Parameters
    ----------
    sheet
        The sheet.
    residents
        The residents of the input, by whom a column is known whatever its heading.
    """
    known = {normalise_word(resident) for resident in residents}
    kinds = _of_headings(sheet.records[:HEADING_ROWS]) | _of_cells(sheet.records, known)
    return tuple(kind for kind in _KINDS if kind in kinds) if len(kinds) >= _LEAST_KINDS else ()


def is_called_a_rota(name: str) -> bool:
    """Whether a sheet's name says that it is a rota."""
    return any(word in normalise_word(own_title(name)) for word in _ROTA_NAMES)


def is_a_list(sheet: InputSheet) -> bool:
    """Whether a sheet has rows of several cells, and so may be a list of something."""
    rows = [record for record in sheet.records if sum(not is_blank(cell) for cell in record) > 1]
    return len(rows) > _LEAST_ROWS


def _of_headings(records: Sequence[Record]) -> set[str]:
    """Return the kinds that the headings of the first row with several texts name."""
    by_heading: dict[str, str] = {}
    for table in _PLANS:
        for heading, column in synonyms(table).items():
            if column in _KIND_OF:
                by_heading.setdefault(heading, _KIND_OF[column])
    for record in records:
        texts = [as_text(cell) for cell in record if isinstance(cell, str) and not is_blank(cell)]
        if len(texts) < _LEAST_KINDS:
            continue
        in_row = {by_heading.get(normalise_word(text), "") for text in texts}
        in_row |= {_KIND_OF.get(staff.kind_of(text), "") for text in texts}
        in_row |= {"dates" for text in texts if (day := piece(text)) and day.names_a_day}
        return in_row - {""}
    return set()


def _of_cells(records: Sequence[Record], residents: set[str]) -> set[str]:
    """Return the kinds of columns that at least half of their cells name."""
    width = max(map(len, records), default=0)
    kinds = set()
    for column in range(width):
        cells = [row[column] for row in records if column < len(row) and not is_blank(row[column])]
        if 2 * sum(normalise_word(as_text(cell)) in residents for cell in cells) >= len(cells) > 0:
            kinds.add("people")
        kinds |= {
            kind
            for kind, is_kind in _CELLS.items()
            if 2 * sum(map(is_kind, cells)) >= len(cells) > 0
        }
    return kinds


def _is_day(cell: Cell) -> bool:
    return can_be_read(day, cell)


def _is_length(cell: Cell) -> bool:
    """Whether a cell is a length with its unit (`30 min`), or clock times."""
    text = as_text(cell)
    if intervals(text):
        return True
    return any(map(str.isalpha, text)) and can_be_read(duration, cell)


def _is_service(cell: Cell) -> bool:
    """Whether a cell is the name of a service, perhaps after its number."""
    if not any(map(str.isalpha, as_text(cell))):
        return False
    return not parse_column(_SERVICE, [as_text(cell).lstrip("0123456789.:- –")])[1]


_CELLS: Final = {"dates": _is_day, "minutes": _is_length, "services": _is_service}
"""Kind -> whether a cell is of it, whatever its heading."""
