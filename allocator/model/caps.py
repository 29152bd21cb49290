"""What decisions leave for the unit, and what a minute counts under them (model.md 2.7 and 3)."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from allocator.model.average_week import AverageWeeks
from allocator.model.decisions import DecisionPeriod, Decisions
from allocator.model.unit_data import DecisionCap, Minutes, RowRef, UnitData

Weights = Mapping[RowRef, Minutes]


def decision_caps(decisions: Decisions, data: UnitData) -> tuple[DecisionCap, ...]:
    """Return what each period of equal decided hours leaves, less what others give (DECISION-06).

    A row that gives nothing in place of what is deducted from it counts as nothing, never as less:
    so a period has a cap with and without each row whose average week could come below 0.
    """
    weeks = AverageWeeks(data)
    rows = _rows_of_the_unit(data)
    caps: list[DecisionCap] = []
    for key in decisions.rows:
        for period in decisions.granted_periods(*key):
            left = max(0.0, period.weekly - _taken(weeks, data, key, period))
            by_row = {row: weeks.of_row(row, period.days) for row in rows.get(key, ())}
            caps += [DecisionCap(*key, period.days, left, weights) for weights in _variants(by_row)]
    return tuple(caps)


def worth_of_minutes(decisions: Decisions, data: UnitData) -> dict[RowRef, Minutes]:
    """Return what a minute of each row counts in stage A, døgn by døgn, shape (days,).

    As under the decision, times the period's weeks; 1 on the døgn without one. Rows of services
    that nothing is granted of are left out: their minutes count 1.
    """
    weeks = AverageWeeks(data)
    worth: dict[RowRef, Minutes] = {}
    for key, rows in _rows_of_the_unit(data).items():
        for period in decisions.granted_periods(*key):
            for row in rows:
                own = worth.setdefault(row, np.ones(data.calendar.days))
                weights = weeks.of_row(row, period.days)[row]
                own[period.days] = weights[period.days] * period.weeks
    return worth


def _rows_of_the_unit(data: UnitData) -> dict[tuple[int, int], list[RowRef]]:
    """List the rows that the unit itself gives, by resident and service."""
    rows: dict[tuple[int, int], list[RowRef]] = {}
    for demand in data.demands:
        if demand.resident is not None and demand.reported:
            rows.setdefault((demand.resident, demand.service), []).append(demand.source)
        for part in demand.participants:
            rows.setdefault((part.resident, part.service), []).append(part.source)
    for supervision in data.supervisions:
        key = supervision.resident, supervision.service
        rows.setdefault(key, []).append(supervision.source)
    return rows


def _taken(
    weeks: AverageWeeks, data: UnitData, key: tuple[int, int], period: DecisionPeriod
) -> float:
    """Add up what others give in an average week of the period [min per week]."""
    return sum(
        float(weeks.of_row(other.source, period.days)[other.source] @ other.requirement.per_day)
        for other in data.externals
        if (other.resident, other.service) == key
    )


def _variants(by_row: Mapping[RowRef, Weights]) -> Iterator[dict[RowRef, Minutes]]:
    """Add up the rows' weights, with and without each that could come below 0."""
    below = [row for row, weights in by_row.items() if any((w < 0).any() for w in weights.values())]
    for size in range(len(below) + 1):
        for without in combinations(below, size):
            yield _added([weights for row, weights in by_row.items() if row not in without])


def _added(several: Sequence[Weights]) -> dict[RowRef, Minutes]:
    total: dict[RowRef, Minutes] = {}
    for weights in several:
        for row, own in weights.items():
            total[row] = total[row] + own if row in total else own
    return total
