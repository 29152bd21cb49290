"""The ledger: every minute of the answer by the row that it belongs to (contract 3.3).

All figures are minutes over the whole roster; averages are taken where figures are shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from allocator.clock import shared
from allocator.model.allocate import Allocation
from allocator.model.house import Ask, House, Minutes, Source
from allocator.model.variables import InCell, Kind, Variable
from allocator.terms import PARTS


def _parts() -> Minutes:
    return np.zeros(len(PARTS))


@dataclass
class LedgerEntry:
    """What one row asks for and receives over the roster [min].

    Parameters
    ----------
    source : the row.
    resident : index of the resident.
    service : code of the service.
    staff : staff needed at the same time because of this resident.
    asked : what the row asks for [min].
    received : by day, evening and night [min], shape (3,).
    share : staff minutes that are given to this row and to no other [min].
    """

    source: Source
    resident: int
    service: int
    staff: int
    asked: float
    received: Minutes = field(default_factory=_parts)
    share: float = 0.0

    @property
    def total(self) -> float:
        """Omfang: received by day, evening and night together [min]."""
        return float(self.received.sum())

    @property
    def resources(self) -> float:
        """Ressursinnsats: omfang times the staff needed because of this resident [min]."""
        return self.total * self.staff


@dataclass(frozen=True)
class Ledger:
    """Minutes received by row, and minutes held of groups and other work by their own rows."""

    entries: Mapping[Source, LedgerEntry]
    held: Mapping[Source, Minutes]
    """Minutes of groups and other work that were held, by part."""
    supervision: Minutes
    """Staff minutes booked as supervision, by part."""
    booked: Minutes
    """For each cell, the staff minutes booked for a minute of supervision received there."""


def ledger_of(allocation: Allocation) -> Ledger:
    """Attribute every minute of one unit's answer to its row."""
    house = allocation.house
    entries = _entries(house)
    held = {
        demand.source: _parts()
        for demand in house.demands
        if demand.kind in ("group", "other_work")
    }
    supervision = _parts()
    for variable in allocation.layout.variables:
        minutes = float(allocation.minutes[variable.number])
        part = allocation.layout.cells[variable.cell].part
        if variable.kind is Kind.WOKEN:
            continue
        source = source_of(allocation, variable)
        if source in held and variable.kind is Kind.GIVEN:
            held[source][part] += minutes
            continue
        entry = entries[source]
        entry.received[part] += minutes
        if variable.kind is Kind.GIVEN:
            entry.share += minutes * entry.staff
    for external in house.externals:
        entry = entries[external.source]
        entry.received += spread(house, external.ask)
    _share_groups(house, entries, held)
    booked = _share_supervision(allocation, entries, supervision)
    for row in house.supervisions:
        entries[row.source].asked = entries[row.source].total  # never a shortage
    return Ledger(entries, held, supervision, booked)


def source_of(allocation: Allocation, variable: Variable) -> Source:
    """Find the row that a variable's minutes belong to."""
    if variable.kind is Kind.RECEIVED:
        return allocation.layout.participation(variable).source
    if variable.supervision is not None:
        return allocation.house.supervisions[variable.supervision].source
    return allocation.layout.demand(variable).source


def spread(house: House, ask: Ask) -> Minutes:
    """All that is asked, over the parts of the døgn in its windows in proportion to length."""
    shares = np.array(
        [
            sum(shared(window, part) for window in ask.windows)
            for part in house.calendar.parts.values()
        ]
    )
    minutes: Minutes = ask.total * shares / ask.window_length
    return minutes


def _entries(house: House) -> dict[Source, LedgerEntry]:
    entries: dict[Source, LedgerEntry] = {}
    for demand in house.demands:
        if demand.resident is not None:
            entries[demand.source] = LedgerEntry(
                demand.source, demand.resident, demand.service, demand.staff, demand.ask.total
            )
        for participant in demand.participants:
            entries[participant.source] = LedgerEntry(
                participant.source,
                participant.resident,
                participant.service,
                participant.staff,
                participant.ask.total,
            )
    for row in house.supervisions:
        entries[row.source] = LedgerEntry(row.source, row.resident, row.service, 1, 0.0)
    for other in house.externals:
        entries[other.source] = LedgerEntry(
            other.source, other.resident, other.service, other.staff, other.ask.total
        )
    return entries


def _share_groups(
    house: House, entries: Mapping[Source, LedgerEntry], held: Mapping[Source, Minutes]
) -> None:
    """Divide a group's staff minutes by what each participant received, part by part."""
    for demand in house.demands:
        if demand.kind != "group":
            continue
        sources = [participant.source for participant in demand.participants]
        received = np.array([entries[source].received for source in sources])
        together = received.sum(axis=0)
        staff = demand.staff * held[demand.source]
        rate = np.divide(staff, together, out=np.zeros_like(staff), where=together > 0)
        for source, minutes in zip(sources, received, strict=True):
            entries[source].share += float((minutes * rate).sum())


def _share_supervision(
    allocation: Allocation, entries: Mapping[Source, LedgerEntry], supervision: Minutes
) -> Minutes:
    """Supervision takes the staff minutes it got; jointly, at most what is left in each cell."""
    booked = np.ones(len(allocation.layout.cells))
    for number, variables in enumerate(allocation.layout.in_cell):
        total = sum(float(allocation.minutes[variable.number]) for variable in variables.supervised)
        if total > 0 and allocation.house.reading == "joint":
            booked[number] = min(1.0, _left(allocation, number, variables) / total)
        for variable in variables.supervised:
            staff = float(allocation.minutes[variable.number]) * booked[number]
            entries[source_of(allocation, variable)].share += staff
            supervision[allocation.layout.cells[number].part] += staff
    return booked


def _left(allocation: Allocation, number: int, variables: InCell) -> float:
    """Subtract what is given from the awake staff minutes of a cell [min over the roster]."""
    cell = allocation.layout.cells[number]
    left = cell.awake_minutes * allocation.layout.times(cell.day)
    for variable in variables.given:
        left -= allocation.layout.demand(variable).staff * float(
            allocation.minutes[variable.number]
        )
    if variables.woken is not None:
        left += float(allocation.minutes[variables.woken.number])
    return max(0.0, left)
