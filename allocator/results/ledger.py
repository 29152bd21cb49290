"""The ledger: every minute of the answer by the row that it belongs to (contract 3.3).

All figures are minutes over the whole roster; averages are taken where figures are shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from allocator.clock import overlap_minutes
from allocator.model.allocate import Allocation
from allocator.model.unit_data import Minutes, Requirement, RowRef, UnitData
from allocator.model.variables import OF_THE_PLAN, IntervalVariables, VariableKind
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
    share : staff minutes that are given to this row and to no other (CREDIT-06) [min].
    """

    source: RowRef
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


@dataclass(frozen=True)
class Ledger:
    """Minutes received by row; and minutes held of what is booked for no resident, by its rows."""

    entries: Mapping[RowRef, LedgerEntry]
    held: Mapping[RowRef, Minutes]
    """Minutes held of groups, of other work and of what is not the register's, by part."""
    supervision: Minutes
    """Staff minutes booked as supervision, by part."""
    booked: Minutes
    """For each interval, the staff minutes booked for a minute of supervision received there."""


def ledger_of(allocation: Allocation) -> Ledger:
    """Attribute every minute of one unit's answer to its row."""
    data = allocation.data
    entries = _entries(data)
    held = {demand.source: _parts() for demand in data.demands if demand.booked != "individual"}
    supervision = _parts()
    for variable in allocation.index.variables:
        minutes = float(allocation.minutes[variable.number])
        part = allocation.index.intervals[variable.interval].part
        if variable.kind not in OF_THE_PLAN:
            continue
        source = allocation.index.source(variable)
        if source in held:
            held[source][part] += minutes
            continue
        entry = entries[source]
        entry.received[part] += minutes
        if variable.kind is VariableKind.GIVEN:
            entry.share += minutes * entry.staff
    for external in data.externals:
        entry = entries[external.source]
        entry.received += spread(data, external.requirement)
    _share_groups(data, entries, held)
    booked = _share_supervision(allocation, entries, supervision)
    for row in data.supervisions:
        entries[row.source].asked = entries[row.source].total  # never a shortage
    return Ledger(entries, held, supervision, booked)


def spread(data: UnitData, requirement: Requirement) -> Minutes:
    """Spread all that is asked over the parts of the døgn, by the length of its windows."""
    shares = np.array(
        [
            sum(overlap_minutes(window, part) for window in requirement.windows)
            for part in data.calendar.parts.values()
        ]
    )
    minutes: Minutes = requirement.total * shares / requirement.window_length
    return minutes


def _entries(data: UnitData) -> dict[RowRef, LedgerEntry]:
    entries: dict[RowRef, LedgerEntry] = {}
    for demand in data.demands:
        if demand.resident is not None and demand.reported:
            entries[demand.source] = LedgerEntry(
                demand.source,
                demand.resident,
                demand.service,
                demand.staff,
                demand.requirement.total,
            )
        for participant in demand.participants:
            entries[participant.source] = LedgerEntry(
                participant.source,
                participant.resident,
                participant.service,
                participant.staff,
                participant.requirement.total,
            )
    for row in data.supervisions:
        entries[row.source] = LedgerEntry(row.source, row.resident, row.service, 1, 0.0)
    for other in data.externals:
        entry = LedgerEntry(other.source, other.resident, other.service, other.staff, 0.0)
        # respite in school is by the minutes of each døgn there, so a row may have several
        entries.setdefault(other.source, entry).asked += other.requirement.total
    return entries


def _share_groups(
    data: UnitData, entries: Mapping[RowRef, LedgerEntry], held: Mapping[RowRef, Minutes]
) -> None:
    """Divide a group's staff minutes by what each participant received (GROUP-02), part by part."""
    for demand in data.demands:
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
    allocation: Allocation, entries: Mapping[RowRef, LedgerEntry], supervision: Minutes
) -> Minutes:
    """Book the staff minutes of supervision; jointly, at most what is left in each interval."""
    booked = np.ones(len(allocation.index.intervals))
    for number, variables in enumerate(allocation.index.by_interval):
        total = sum(float(allocation.minutes[variable.number]) for variable in variables.supervised)
        if total > 0 and allocation.data.reading == "joint":
            booked[number] = min(1.0, _left(allocation, number, variables) / total)
        for variable in variables.supervised:
            staff = float(allocation.minutes[variable.number]) * booked[number]
            entries[allocation.index.source(variable)].share += staff
            supervision[allocation.index.intervals[number].part] += staff
    return booked


def _left(allocation: Allocation, number: int, variables: IntervalVariables) -> float:
    """Subtract what is given from the awake staff minutes of an interval [min over the roster]."""
    interval = allocation.index.intervals[number]
    left = interval.minutes(resting=False) * allocation.index.times(interval.day)
    for on_a_break, _ in variables.breaks_of(resting=False):
        left -= float(allocation.minutes[on_a_break])
    for variable in variables.given:
        left -= allocation.index.demand(variable).staff * float(allocation.minutes[variable.number])
    if variables.woken is not None:
        left += float(allocation.minutes[variables.woken.number])
    return max(0.0, left)
