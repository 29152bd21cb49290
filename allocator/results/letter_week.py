"""One service of a resident in an average week of a period: what a paragraph of a letter rests on.

The average is that of the register's rows (contract 2): over the days on which the decision is in
force and the resident lives there.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from allocator.calendar.roster import Days
from allocator.model.unit_data import Minutes, RowRef
from allocator.results.figures import Figures
from allocator.results.ledger import LedgerEntry
from allocator.rounding import NOTICEABLE, in_parts, whole_minutes
from allocator.rules.classify import Classification
from allocator.rules.verdicts import Role
from allocator.tables.declared_work import GroupRow, InterventionRow
from allocator.terms import PARTS


@dataclass(frozen=True)
class PlannedRow:
    """An intervention that asks for something in the period.

    Parameters
    ----------
    row, group : the intervention, and the group that it takes part in.
    role : its part in the model.
    whole_week : what it asks for in a week in which it holds on every day [min]; None of
        supervision, which asks day by day.
    asked : what it asks for in an average week [min].
    """

    row: InterventionRow
    group: GroupRow | None
    role: Role
    whole_week: float | None
    asked: float

    @property
    def timed(self) -> InterventionRow | GroupRow:
        """The row that has minutes, frequency and window."""
        return self.group or self.row


@dataclass(frozen=True)
class LetterWeek:
    """An average week of one service [min per week].

    Parameters
    ----------
    rows : the interventions that ask for something, in the input's order.
    planned : asked for by them, or by a decision without any.
    parts : received by day, evening and night, shape (3,).
    by_staff : received by how many are needed at once because of the resident.
    by_others : whether all of it is given by others than the unit.
    """

    rows: tuple[PlannedRow, ...]
    planned: float
    parts: Minutes
    by_staff: Mapping[int, float]
    by_others: bool

    @property
    def received(self) -> float:
        """What is received [min per week]."""
        return float(self.parts.sum())

    @property
    def resources(self) -> float:
        """Ressursinnsats of what is received [min per week]."""
        return sum(staff * minutes for staff, minutes in self.by_staff.items())

    @property
    def whole_parts(self) -> dict[str, int]:
        """The parts of the døgn with anything in them, in whole minutes that add up."""
        minutes = in_parts(self.received, self.parts.tolist())
        return {part: own for part, own in zip(PARTS, minutes, strict=True) if own}

    @property
    def whole_rows(self) -> list[int]:
        """What each row asks for, in whole minutes that add up to what they ask for together."""
        asked = [row.asked for row in self.rows]
        return in_parts(sum(asked), asked)


def letter_week(
    figures: Figures, classification: Classification, resident: int, service: int, period: Days
) -> LetterWeek:
    """Average one service of a resident over a period that has any days."""
    entries: list[LedgerEntry] = figures.entries.get((resident, service), [])
    weeks = [(entry, figures.daily.week(entry.source, period)) for entry in entries]
    weeks = [(entry, week) for entry, week in weeks if max(week.asked, week.received) > NOTICEABLE]
    by_staff: dict[int, float] = {}
    for entry, week in weeks:
        if week.received > NOTICEABLE:
            by_staff[entry.staff] = by_staff.get(entry.staff, 0.0) + week.received
    external = {other.source for other in figures.data.externals}
    sources = {entry.source for entry, _ in weeks}
    asked: dict[RowRef, float] = {}
    for entry, week in weeks:
        row = entry.source._replace(share="reported")
        asked[row] = asked.get(row, 0.0) + week.asked
    return LetterWeek(
        _planned(figures, classification, asked),
        sum(week.asked for _, week in weeks),
        sum((week.parts for _, week in weeks), np.zeros(len(PARTS))),
        dict(sorted(by_staff.items())),
        bool(sources) and sources <= external,
    )


def _planned(
    figures: Figures, classification: Classification, weeks: Mapping[RowRef, float]
) -> tuple[PlannedRow, ...]:
    rows = figures.allocation.unit.rows
    groups = {group.group: group for group in rows.groups}
    planned = []
    for row in rows.interventions:
        source = RowRef.of(row)
        if source in weeks and whole_minutes(weeks[source]):
            group = groups.get(row.group)
            week = _whole_week(figures, group or row)
            role = classification.role(source)
            planned.append(PlannedRow(row, group, role, week, weeks[source]))
    return tuple(planned)


def _whole_week(figures: Figures, timed: InterventionRow | GroupRow) -> float | None:
    """Convert minutes × times per what to a week (contract 3.2); None without minutes."""
    if timed.minutes != timed.minutes:  # an empty cell is NaN
        return None
    if timed.per == "day":
        return timed.minutes * timed.times * len(timed.weekdays)
    weeks: float = figures.policies.rules.weeks_per[timed.per]
    return timed.minutes * timed.times / weeks


def weekly(figures: Figures, minutes: float, per: str) -> float:
    """Convert what a decision says to a week [min]."""
    weeks: float = figures.policies.rules.weeks_per[per]
    return minutes / weeks
