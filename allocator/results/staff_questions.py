"""Questions on how many of the staff are needed at once, held against the rota (contract 3.5)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from allocator.model.unit_data import Demand, UnitData
from allocator.notices import Notice
from allocator.results.figures import Figures
from allocator.rules.classify import Classification
from allocator.rules.plan_rows import QuestionContext
from allocator.tables import Inputs

_ID = {"interventions": "intervention", "groups": "group"}
_OWN = ("individual", "rounds", "own_supervision")


def staff_questions(
    inputs: Inputs, classification: Classification, units: Sequence[Figures]
) -> Iterator[Notice]:
    """List the questions on several of the staff at once, unit by unit."""
    context = QuestionContext(inputs, classification)
    for figures in units:
        rules = context.rules(figures.data.unit).rules
        if "ASK-21" in rules:
            yield from never_so_many(context, figures.data)
        if "ASK-22" in rules:
            yield from fewer_than_usual(context, figures.data)


def never_so_many(context: QuestionContext, data: UnitData) -> Iterator[Notice]:
    """Ask where several are needed at once and never so many are on duty then (ASK-21)."""
    awake, all_on_duty = _headcount(data, False), _headcount(data, True)
    for demand in data.demands:
        nothing = not demand.requirement.total
        if nothing or demand.staff == 1 or demand.booked == "other_work":
            continue
        most = _most(demand, all_on_duty if demand.planned_night else awake, data)
        if most < demand.staff:
            facts = {"staff": str(demand.staff), "most": str(most)}
            yield _about(context, data, demand, "staff-never-there", facts)


def fewer_than_usual(context: QuestionContext, data: UnitData) -> Iterator[Notice]:
    """Ask of each row with one of a resident who mostly has several at once (ASK-22)."""
    own: dict[int, list[Demand]] = defaultdict(list)
    for demand in data.demands:
        ours = demand.kind in _OWN and demand.reported and demand.requirement.total > 0
        if demand.resident is not None and ours:
            own[demand.resident].append(demand)
    for demands in own.values():
        alone = [demand for demand in demands if demand.staff == 1]
        several = [demand for demand in demands if demand.staff > 1]
        if _asked(several) > _asked(alone):
            usual = str(min(demand.staff for demand in several))
            for demand in alone:
                yield _about(context, data, demand, "fewer-than-usual", {"staff": usual})


def _asked(demands: Sequence[Demand]) -> float:
    return sum(demand.requirement.total for demand in demands)


def _about(
    context: QuestionContext, data: UnitData, demand: Demand, code: str, facts: dict[str, str]
) -> Notice:
    """Write a notice about the row of a demand, at its number of staff."""
    table = demand.source.table
    row = context.inputs.tables[table].iloc[demand.source.position]
    return Notice(
        code,
        context.inputs.names[table],
        int(row["row"]),
        context.column(table, "staff"),
        str(row["description"] or row[_ID[table]]),
        facts,
        data.unit,
        "" if demand.resident is None else data.residents[demand.resident],
        demand.service or None,
    )


def _headcount(data: UnitData, with_resting: bool) -> NDArray[np.int64]:
    """Count who is on duty in each minute of the roster, shape (length,)."""
    length = data.calendar.length
    heads = np.zeros(length, dtype=np.int64)
    for shift in data.shifts:
        if with_resting or not shift.resting:
            minutes = np.arange(int(shift.start), int(shift.start + shift.length)) % length
            np.add.at(heads, minutes, shift.count)
    return heads


def _most(demand: Demand, heads: NDArray[np.int64], data: UnitData) -> int:
    """Return the most who are ever on duty within the windows of a demand's days."""
    starts = data.calendar.starts[demand.requirement.per_day > 0]
    most = 0
    for start in starts:
        for first, last in demand.requirement.windows:
            minutes = np.arange(int(start + first), int(start + last)) % len(heads)
            most = max(most, int(heads[minutes].max(initial=0)))
    return most
