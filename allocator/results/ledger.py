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
class Entry:
    """What one row came to.

    Parameters
    ----------
    asked : what the row asks for.
    received : by day, evening and night.
    staff : staff needed at the same time because of this resident.
    share : staff minutes that are given to this row and to no other.
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
        """Omfang: what was received, day, evening and night together."""
        return float(self.received.sum())

    @property
    def resources(self) -> float:
        """Ressursinnsats: omfang times the staff needed because of this resident."""
        return self.total * self.staff


@dataclass(frozen=True)
class Ledger:
    """Everything received, by row; groups and other work by their own rows."""

    entries: Mapping[Source, Entry]
    held: Mapping[Source, Minutes]
    """Minutes of groups and other work that were held, by part."""
    supervision: Minutes
    """Staff minutes booked as supervision, by part."""
    booked: Minutes
    """For each cell, the staff minutes booked for a minute of supervision received there."""


def ledger_of(allocation: Allocation) -> Ledger:
    """The ledger of one unit's answer."""
    house = allocation.house
    entries = _entries(house)
    held = {
        demand.source: _parts()
        for demand in house.demands
        if demand.kind in ("group", "other_work")
    }
    supervision = _parts()
    for one in allocation.layout.variables:
        minutes = float(allocation.minutes[one.number])
        part = allocation.layout.cells[one.cell].part
        if one.kind is Kind.WOKEN:
            continue
        source = source_of(allocation, one)
        if source in held and one.kind is Kind.GIVEN:
            held[source][part] += minutes
            continue
        entry = entries[source]
        entry.received[part] += minutes
        if one.kind is Kind.GIVEN:
            entry.share += minutes * entry.staff
    for external in house.externals:
        entry = entries[external.source]
        entry.received += spread(house, external.ask)
    _share_groups(house, entries, held)
    booked = _share_supervision(allocation, entries, supervision)
    for row in house.supervisions:
        entries[row.source].asked = entries[row.source].total  # never a shortage
    return Ledger(entries, held, supervision, booked)


def source_of(allocation: Allocation, one: Variable) -> Source:
    """The row that a variable's minutes belong to."""
    if one.kind is Kind.RECEIVED:
        return allocation.layout.participation(one).source
    if one.supervision is not None:
        return allocation.house.supervisions[one.supervision].source
    return allocation.layout.demand(one).source


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


def _entries(house: House) -> dict[Source, Entry]:
    entries: dict[Source, Entry] = {}
    for demand in house.demands:
        if demand.resident is not None:
            entries[demand.source] = Entry(
                demand.source, demand.resident, demand.service, demand.staff, demand.ask.total
            )
        for one in demand.participants:
            entries[one.source] = Entry(
                one.source, one.resident, one.service, one.staff, one.ask.total
            )
    for row in house.supervisions:
        entries[row.source] = Entry(row.source, row.resident, row.service, 1, 0.0)
    for other in house.externals:
        entries[other.source] = Entry(
            other.source, other.resident, other.service, other.staff, other.ask.total
        )
    return entries


def _share_groups(
    house: House, entries: Mapping[Source, Entry], held: Mapping[Source, Minutes]
) -> None:
    """A group's staff minutes, to its participants by what each received, part by part."""
    for demand in house.demands:
        if demand.kind != "group":
            continue
        received = np.array([entries[one.source].received for one in demand.participants])
        together = received.sum(axis=0)
        staff = demand.staff * held[demand.source]
        rate = np.divide(staff, together, out=np.zeros_like(staff), where=together > 0)
        for one, minutes in zip(demand.participants, received, strict=True):
            entries[one.source].share += float((minutes * rate).sum())


def _share_supervision(
    allocation: Allocation, entries: Mapping[Source, Entry], supervision: Minutes
) -> Minutes:
    """Supervision takes the staff minutes it got; jointly, at most what is left in each cell."""
    booked = np.ones(len(allocation.layout.cells))
    for number, found in enumerate(allocation.layout.in_cell):
        total = sum(float(allocation.minutes[one.number]) for one in found.supervised)
        if total > 0 and allocation.house.reading == "joint":
            booked[number] = min(1.0, _left(allocation, number, found) / total)
        for one in found.supervised:
            staff = float(allocation.minutes[one.number]) * booked[number]
            entries[source_of(allocation, one)].share += staff
            supervision[allocation.layout.cells[number].part] += staff
    return booked


def _left(allocation: Allocation, number: int, found: InCell) -> float:
    """The awake staff minutes that nothing else took in a cell [min over the roster]."""
    cell = allocation.layout.cells[number]
    left = cell.awake_minutes * allocation.layout.times(cell.day)
    for one in found.given:
        left -= allocation.layout.demand(one).staff * float(allocation.minutes[one.number])
    if found.woken is not None:
        left += float(allocation.minutes[found.woken.number])
    return max(0.0, left)
