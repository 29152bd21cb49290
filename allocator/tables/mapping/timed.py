"""Rows of a list of shifts: the day where a start says it, and the label that the clock gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from allocator import terms
from allocator.tables.mapping.normalise import LAST_DAY
from allocator.tables.moments import own_times
from allocator.tables.parse import as_text, is_blank
from allocator.tables.rotas.cells import interval_of
from allocator.tables.rotas.columns import numbering, written_week
from allocator.tables.rotas.dates import Period, day_cell
from allocator.tables.rotas.shifts import RotaUnit, clock_of
from allocator.tables.rotas.staff import Staff
from allocator.tables.schema import BadCell, Cell
from allocator.tables.sheets import CellPlace

FILLED: Final = {"date": "start", "days_more": "end", "shift": "start"}
"""Columns that follow from others where a list lacks them -> the column that they follow from."""


def is_timed(table: str, columns: Sequence[str]) -> bool:
    """Whether a list is of shifts with a start and an end."""
    return table == "shifts" and {"start", "end"} <= set(columns)


@dataclass
class ShiftLists:
    """What lists of shifts need to know of the rest of the input.

    Parameters
    ----------
    units
        The units of the input, whose parts of the døgn give the label.
    staff
        The employees so far, by pseudonym.
    """

    units: Sequence[RotaUnit]
    staff: Staff = field(default_factory=Staff)

    def timed(
        self, cells: Mapping[str, Cell], places: Mapping[str, CellPlace]
    ) -> tuple[dict[str, Cell], dict[str, CellPlace]]:
        """Return a row of a list of shifts, and its places, with what follows from its times.

        Parameters
        ----------
        cells
            English column name -> cell; columns that are not mapped are not there.
        places
            English column name -> where the cell stands in the list.
        """
        last = cells.get(LAST_DAY)
        periods = {unit.period for unit in self.units}
        day = day_cell(cells.get("date"), periods.pop() if len(periods) == 1 else Period())
        timed = own_times(day, cells.get("start"), cells.get("end"), last)
        filled = {**cells, **{name: cell for name, cell in timed.items() if not is_blank(cell)}}
        filled.pop(LAST_DAY, None)
        if "shift" not in places:
            filled["shift"] = self._label(filled)
        where = {name: places[source] for name, source in FILLED.items() if source in places}
        return filled, {**where, **places}

    def _label(self, cells: Mapping[str, Cell]) -> Cell:
        """Return the part of the døgn that holds most of a shift; refused where it is not known."""
        interval = interval_of(cells)
        if interval is None:
            return BadCell("cell-missing", "", reported=True)
        return terms.norwegian(
            "part", interval.part(clock_of(self.units, as_text(cells.get("unit"))))
        )

    def in_roster(self, rows: Sequence[Mapping[str, Cell]]) -> list[dict[str, Cell]]:
        """Return rows with the calendar's weeks as weeks of the roster, where that is clear."""
        weeks = [written_week(as_text(cells.get("week"))) for cells in rows]
        periods = {unit.period for unit in self.units}
        shown = sorted({week for week in weeks if week is not None})
        known = numbering(shown, periods.pop()) if shown and len(periods) == 1 else None
        return [
            {**cells, "week": known[week]} if known and week is not None else dict(cells)
            for cells, week in zip(rows, weeks, strict=True)
        ]

    def without_names(
        self, cells: Mapping[str, Cell], places: Mapping[str, CellPlace]
    ) -> tuple[dict[str, Cell], dict[str, CellPlace]]:
        """Return a row and its places with a pseudonym in place of an employee's name."""
        who = cells.get("staff_id")
        if is_blank(who) or isinstance(who, BadCell):
            return dict(cells), dict(places)
        name = self.staff.named(as_text(who))
        where = {**places, "staff_id": replace(places["staff_id"], value=name)}
        return {**cells, "staff_id": name}, where
