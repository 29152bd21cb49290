"""Collects shifts from rotas into the table `vakter`, with a tally of rows and notices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from allocator import terms
from allocator.clock import Clock
from allocator.notices import Notice
from allocator.tables.declared import TABLES
from allocator.tables.numbers import ParseError
from allocator.tables.parse import as_text, is_blank, parse
from allocator.tables.rotas.cells import CellShift, ClockInterval, interval_of, part_word
from allocator.tables.rotas.codes import MEANING, Codes, Unknown
from allocator.tables.rotas.dates import Period
from allocator.tables.rotas.staff import Staff
from allocator.tables.schema import BadCell, Cell, Column, ColumnKind
from allocator.tables.sheets import CellPlace, CellPlaces, InputSheet, Record, own_title
from allocator.tables.words import normalise_text, normalise_word, shorten

COLUMNS: Final = ("unit", "date", "week", "weekday", *MEANING, "staff_id", "count")
HEADINGS: Final = (
    "enhet", "dato", "uke", "ukedag", "vakt", "start", "slutt", "dogn_til", "type", "kompetanse",
    "pause", "ansatt", "antall",
)  # fmt: skip

PART_STARTS: Final = ("day_start", "evening_start", "night_start")
USUAL_DAY: Final = Clock.of(
    *(
        default
        for name in PART_STARTS
        if isinstance(default := TABLES["unit"].column(name).default, float)
    )
)
"""The parts of the døgn where no unit says others."""
VACANT: Final = "rota-row-vacant"
"""What is said of shifts that nobody has."""
_CELL: Final = Column("", "", ColumnKind.TEXT, "", "")
"""What a cell of codes is before anything is known of them: text without errors of Excel."""


@dataclass(frozen=True)
class RotaUnit:
    """What a rota needs to know of a unit."""

    id: str
    name: str
    period: Period
    day: Clock


@dataclass(frozen=True)
class Who:
    """Whose cell it is: unit, pseudonym, and what this employee may do beyond the code."""

    unit: str
    staff_id: str
    competence: str = ""


@dataclass
class SheetTally:
    """Tally of the rows and cells of one sheet, so that every one is reported.

    Where days go down the side, rows are the sheet's columns; `unused_across` are its rows.
    """

    used: list[int] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    unused: list[int] = field(default_factory=list)
    unused_across: list[int] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)
    shifts: int = 0
    clocks: int = 0
    leave: int = 0
    longest: float = 0.0
    """The longest shift that is said by the clock alone [min]."""


@dataclass
class RotaImport:
    """Everything read from the rotas of one input.

    Parameters
    ----------
    codes
        What the codes mean.
    units
        The units of the input.
    has_codes
        Whether there is a table of codes.
    by_shift
        Whether a rota has names in its cells, and its shifts beside the rows.
    sheet_units
        Sheet, folded -> whose it is, as a mapping says.
    """

    codes: Codes
    units: Sequence[RotaUnit]
    has_codes: bool = True
    staff: Staff = field(default_factory=Staff)
    notices: list[Notice] = field(default_factory=list)
    unknown: Unknown = field(default_factory=Unknown)
    records: list[list[Cell]] = field(default_factory=list)
    places: list[CellPlaces] = field(default_factory=list)
    accounts: dict[str, SheetTally] = field(default_factory=dict)
    weeks: set[int] = field(default_factory=set)
    by_shift: bool = False
    sheet_units: Mapping[str, str] = field(default_factory=dict)

    def unit_of(self, sheet: str) -> str:
        """Return the unit that a mapping says, or that a sheet is named after, or empty."""
        return self.sheet_units.get(normalise_word(sheet)) or unit_named(sheet, self.units)

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

    def clock(self, unit: str) -> Clock:
        """Return how a unit divides its døgn; the usual division where that is not known."""
        return clock_of(self.units, unit)

    def add(
        self,
        cell: Cell,
        places: CellPlaces,
        who: Who,
        day: Mapping[str, Cell],
        own: Mapping[str, Cell] | None = None,
    ) -> bool:
        """Read one cell of codes and clocks; whether there was no error in it.

        Parameters
        ----------
        own
            The row's own `start`, `end` and `days_more`, which beat those of the code.
        """
        cell_place = places[""]
        try:
            parse(_CELL, cell)
        except ParseError as problem:
            if not (isinstance(cell, BadCell) and cell.reported):
                self._add_notice(problem.code, cell_place, **problem.facts)
            return False
        text = normalise_text(as_text(cell))
        shifts = self.codes.in_cell(who.unit, text)
        if shifts is None or (own and (len(shifts) > 1 or shifts[0].interval)):
            self._add_notice("rota-cell-unclear", cell_place)
            return False
        fine = [self._add(shift, places, who, day, own or {}) for shift in shifts]
        return all(fine)

    def _add(
        self,
        shift: CellShift,
        places: CellPlaces,
        who: Who,
        day: Mapping[str, Cell],
        own: Mapping[str, Cell],
    ) -> bool:
        """Read one shift of a cell; whether there was no error in it."""
        account = self.accounts[places[""].sheet]
        code = self.codes.of(who.unit, shift.code) if shift.code else None
        part = part_word(shift.code)
        clock = self.clock(who.unit)
        if shift.interval:
            own = {"start": shift.interval.start_text, "end": shift.interval.end_text}
        if code is None and shift.interval and (part or not shift.code):
            account.clocks += 1
            account.longest = max(account.longest, shift.interval.length)
            part = terms.norwegian("part", part or shift.interval.part(clock))
            self._shift({"shift": part, **own}, places, who, day)
        elif code is None:
            return self._unknown(shift, shift.interval or interval_of(own), places[""], who.unit)
        elif code.leave:
            account.leave += 1
        elif not code.broken:
            account.shifts += 1
            self._shift({**code.cells, **own}, places, who, day)
        return True

    def _unknown(
        self, shift: CellShift, interval: ClockInterval | None, cell_place: CellPlace, unit: str
    ) -> bool:
        """Take note of a code that is not known; whether that needs no error of its own."""
        shown = shorten(self.staff.hidden(shift.code))
        if not self.has_codes:
            self.unknown.add(shown, interval, unit)
            return True
        if not unit and len(self.units) > 1 and self.codes.in_any_unit(shift.code):
            self._add_notice("rota-unit-missing", cell_place, code=shown)
        elif interval:
            facts = {"code": shown, "clock": str(interval)}
            self._add_notice("rota-text-beside-clock", cell_place, **facts)
        else:
            self._add_notice("shift-code-unknown", cell_place, code=shown, of_unit=unit)
        return False

    def once(self, code: str, sheet: str, row: int, facts: Mapping[str, str]) -> None:
        """Report what is said of a whole sheet at its first row."""
        if all((notice.code, notice.table) != (code, sheet) for notice in self.notices):
            self.notices.append(Notice(code, sheet, row, facts=facts))

    def refuse(self, code: str, cell_place: CellPlace) -> None:
        """Report a row whose shifts are not read."""
        self._add_notice(code, cell_place)

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


def unit_named(name: str, units: Sequence[RotaUnit]) -> str:
    """Return the unit that has a name or id, or after which a sheet is named; empty for none."""
    own = normalise_word(own_title(name))
    named = [u.id for u in units if own in (normalise_word(u.id), normalise_word(u.name))]
    return named[0] if len(named) == 1 else ""


def clock_of(units: Sequence[RotaUnit], unit: str) -> Clock:
    """Return how a unit divides its døgn; the usual division where that is not known."""
    clocks = {known.day for known in units if not unit or known.id == unit}
    return clocks.pop() if len(clocks) == 1 else USUAL_DAY


def text_at(record: Sequence[Cell], columns: Sequence[int]) -> str:
    """Return the first text that a row has in some columns."""
    for column in columns:
        if column < len(record) and not is_blank(record[column]):
            return as_text(record[column])
    return ""
