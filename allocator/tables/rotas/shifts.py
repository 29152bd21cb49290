"""Collects shifts from rotas into the table `vakter`, with a tally of rows and notices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from allocator.notices import Notice
from allocator.tables.numbers import ParseError
from allocator.tables.parse import as_text, is_blank, parse
from allocator.tables.rotas.codes import MEANING, Codes
from allocator.tables.rotas.dates import Period
from allocator.tables.rotas.staff import Staff
from allocator.tables.schema import BadCell, Cell, Column, ColumnKind
from allocator.tables.sheets import CellPlace, CellPlaces, InputSheet, Record, own_title
from allocator.tables.words import normalise_text, normalise_word, shorten

COLUMNS: Final = ("unit", "date", "week", "weekday", *MEANING, "staff_id")
HEADINGS: Final = (
    "enhet", "dato", "uke", "ukedag", "vakt", "start", "slutt", "dogn_til", "type", "kompetanse",
    "pause", "ansatt",
)  # fmt: skip

_CELL: Final = Column("", "", ColumnKind.TEXT, "", "")
"""What a cell of codes is before anything is known of them: text without errors of Excel."""


@dataclass(frozen=True)
class RotaUnit:
    """What a rota needs to know of a unit."""

    id: str
    name: str
    period: Period


@dataclass(frozen=True)
class Who:
    """Whose cell it is: unit, pseudonym, and what this employee may do beyond the code."""

    unit: str
    staff_id: str
    competence: str = ""


@dataclass
class SheetTally:
    """Tally of the rows and cells of one sheet, so that every one is reported."""

    used: list[int] = field(default_factory=list)
    unused: list[int] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)
    shifts: int = 0
    leave: int = 0


@dataclass
class RotaImport:
    """Everything read from the rotas of one input.

    Parameters
    ----------
    codes
        What the codes mean; None where there is no table of them.
    units
        The units of the input.
    """

    codes: Codes | None
    units: Sequence[RotaUnit]
    staff: Staff = field(default_factory=Staff)
    notices: list[Notice] = field(default_factory=list)
    code_counts: dict[str, int] = field(default_factory=dict)
    records: list[list[Cell]] = field(default_factory=list)
    places: list[CellPlaces] = field(default_factory=list)
    accounts: dict[str, SheetTally] = field(default_factory=dict)
    weeks: set[int] = field(default_factory=set)

    def unit_of(self, sheet: str) -> str:
        """Return the unit that a sheet is named after, or empty."""
        names = [
            unit.id
            for unit in self.units
            if normalise_word(own_title(sheet))
            in (normalise_word(unit.id), normalise_word(unit.name))
        ]
        return names[0] if len(names) == 1 else ""

    def own_unit(self, record: Record, columns: Sequence[int]) -> tuple[str, int]:
        """Return the unit that a row names, by id or name, and the column in which it does."""
        for column in columns:
            if text := text_at(record, [column]):
                return self.unit_of(text) or text, column
        return "", -1

    def period(self, unit: str) -> Period:
        """Return the roster of a unit; of all of them where they share one."""
        periods = {known.period for known in self.units if not unit or known.id == unit}
        return periods.pop() if len(periods) == 1 else Period()

    def add(self, cell: Cell, places: CellPlaces, who: Who, day: Mapping[str, Cell]) -> bool:
        """Read one cell of codes; whether there was no error in it."""
        cell_place = places[""]
        account = self.accounts[cell_place.sheet]
        try:
            parse(_CELL, cell)
        except ParseError as problem:
            if not (isinstance(cell, BadCell) and cell.reported):
                self._add_notice(problem.code, cell_place, **problem.facts)
            return False
        text = normalise_text(as_text(cell))
        if self.codes is None:
            shown = self.staff.hidden(text)
            self.code_counts[shown] = self.code_counts.get(shown, 0) + 1
            return True
        fine = True
        for written, code in self.codes.in_cell(who.unit, text):
            if code is None:
                shown = shorten(self.staff.hidden(written))
                self._add_notice("shift-code-unknown", cell_place, code=shown)
                fine = False
            elif code.leave:
                account.leave += 1
            elif not code.broken:
                account.shifts += 1
                self._shift(code.cells, places, who, day)
        return fine

    def _add_notice(self, code: str, cell_place: CellPlace, /, **facts: str) -> None:
        value = shorten(self.staff.hidden(cell_place.value))
        self.notices.append(
            Notice(code, cell_place.sheet, cell_place.row, cell_place.column, value, facts)
        )

    def _shift(
        self, meaning: Mapping[str, Cell], places: CellPlaces, who: Who, day: Mapping[str, Cell]
    ) -> None:
        both = [as_text(meaning.get("competence")), who.competence]
        cells: dict[str, Cell] = {
            **meaning,
            **day,
            "unit": who.unit,
            "staff_id": who.staff_id,
            "competence": ",".join(name for name in both if name),
        }
        self.records.append([cells.get(name) for name in COLUMNS])
        self.places.append(places)

    def sheet(self) -> InputSheet:
        """Return the table `vakter`, each row knowing the cell that it comes from."""
        name = next(iter(self.accounts))
        hidden = [
            {column: self._shown(cell_place) for column, cell_place in places.items()}
            for places in self.places
        ]
        return InputSheet(name, [list(HEADINGS), *self.records], "shifts", hidden)

    def _shown(self, cell_place: CellPlace) -> CellPlace:
        return replace(cell_place, value=shorten(self.staff.hidden(cell_place.value)))


def text_at(record: Sequence[Cell], columns: Sequence[int]) -> str:
    """Return the first text that a row has in some columns."""
    for column in columns:
        if column < len(record) and not is_blank(record[column]):
            return as_text(record[column])
    return ""


def spans(rows: Sequence[int]) -> str:
    """Row numbers as people write them: `3, 14–16`."""
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][-1] + 1:
            runs[-1][1:] = [row]
        else:
            runs.append([row])
    return ", ".join("–".join(map(str, span)) for span in runs)
