"""One unit's answer with its figures: the ledger, staff time, and how minutes become averages."""

from dataclasses import dataclass
from functools import cached_property

from allocator.calendar.roster import Days
from allocator.model.allocate import Allocation
from allocator.model.unit_data import RowRef, UnitData
from allocator.results.daily import DailyMinutes, RowWeek
from allocator.results.ledger import Ledger, LedgerEntry, ledger_of
from allocator.results.staff_time import StaffTime, staff_time_of
from allocator.rules.policy import Policies


@dataclass(frozen=True)
class Figures:
    """All figures of one unit, before they become tables.

    Parameters
    ----------
    ordinary : those without the unit's absences on dates; None where these lower nobody's figure
        or they could not be calculated.
    ordinary_failure : why these could not be calculated; empty where nothing failed.
    """

    allocation: Allocation
    ordinary: "Figures | None" = None
    ordinary_failure: str = ""

    @property
    def data(self) -> UnitData:
        """What the unit asks for and has."""
        return self.allocation.data

    @property
    def policies(self) -> Policies:
        """How the unit reads the guidance."""
        return self.allocation.unit.rows.policies

    @cached_property
    def ledger(self) -> Ledger:
        """Every minute of the answer, by row."""
        return ledger_of(self.allocation)

    @cached_property
    def daily(self) -> DailyMinutes:
        """Every minute of the answer, by row and døgn."""
        return DailyMinutes(self.allocation)

    @cached_property
    def staff_time(self) -> StaffTime:
        """How the rostered time was used."""
        return staff_time_of(self.allocation, self.ledger)

    @cached_property
    def entries(self) -> dict[tuple[int, int], list[LedgerEntry]]:
        """The ledger's entries by resident and service."""
        entries: dict[tuple[int, int], list[LedgerEntry]] = {}
        for entry in self.ledger.entries.values():
            entries.setdefault((entry.resident, entry.service), []).append(entry)
        return entries

    @cached_property
    def _asks(self) -> dict[RowRef, Days]:
        days: dict[RowRef, Days] = {}
        for demand in self.data.demands:
            days[demand.source] = demand.requirement.per_day > 0
            for participant in demand.participants:
                days[participant.source] = participant.requirement.per_day > 0
        for row in self.data.externals:
            asked, source = row.requirement.per_day > 0, row.source._replace(share="reported")
            days[source] = days[source] | asked if source in days else asked
        for shared in self.data.supervisions:
            days[shared.source] = shared.days
        return days

    def days_in_force(self, source: RowRef) -> int:
        """Count the days of the roster on which a row asks for something."""
        return int(self._asks[source].sum())

    def days(self, resident: int) -> int:
        """Count the days of the roster on which the resident lives there."""
        return int(self.data.stays[resident].sum())

    def shares(self, source: RowRef) -> list[LedgerEntry]:
        """List the entries of a row: what the unit gives, and what others do in school."""
        sources = dict.fromkeys((source, source._replace(share="school")))
        return [self.ledger.entries[own] for own in sources if own in self.ledger.entries]

    def week(self, source: RowRef) -> RowWeek:
        """Return the average week of a row while its resident lives there [min per week]."""
        first, *others = self.shares(source)
        stay = self.data.stays[first.resident]
        weeks = (self.daily.week(own.source, stay) for own in others)
        return sum(weeks, self.daily.week(first.source, stay))

    @property
    def per_week_of_staff(self) -> float:
        """Factor from the staff's minutes over the roster to minutes per week [1/week]."""
        return 1.0 / self.data.calendar.weeks
