"""The columns of the programme, interval by interval, and a place for the rows A v <= b.

Minutes are counted in hours throughout, so that the numbers stay near one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from .calendar import Source
from .cuts import HOUR, Interval
from .demands import Demand
from .unit_data import UnitData


@dataclass
class Variable:
    """One column: x of a demand, y of a participation, z of supervision, w, or b of a shift."""

    kind: str
    owner: int  # ordinal of the demand, of the supervision row or of the shift
    taker: int  # ordinal of the participation in its group, else -1
    interval: int
    day: int  # the døgn that its window belongs to
    near: float  # t of stage N, or B


@dataclass
class Programme:
    """The columns, and the rows that every answer obeys."""

    data: UnitData
    intervals: list[Interval] = field(default_factory=list)
    columns: list[Variable] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float, str]] = field(default_factory=list)
    by_interval: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    worth: dict[Source, dict[int, float]] = field(default_factory=dict)
    """What a minute of each row counts in stage A, day by day."""

    def below(self, terms: dict[int, float], bound: float, family: str) -> None:
        """Add a row; those without terms say nothing."""
        if terms:
            self.rows.append((terms, bound, family))

    def matrix(self) -> tuple[csr_matrix, NDArray[np.float64]]:
        """Give A and b of all the rows."""
        return as_matrix([(terms, bound) for terms, bound, _ in self.rows], len(self.columns))


def as_matrix(
    rows: list[tuple[dict[int, float], float]], width: int
) -> tuple[csr_matrix, NDArray[np.float64]]:
    """Give A and b of rows of terms and bounds."""
    data, line, column = [], [], []
    for number, (terms, _) in enumerate(rows):
        for position, factor in terms.items():
            line.append(number)
            column.append(position)
            data.append(factor)
    shape = (len(rows), width)
    return csr_matrix((data, (line, column)), shape), np.array([bound for _, bound in rows])


def may_fall(model: Programme, demand: Demand, interval: Interval) -> bool:
    """Say whether enough staff is there at once, somebody with the competence among them."""
    heads = interval.awake + (interval.resting if demand.night else 0)
    if demand.staff > heads:
        return False
    if not demand.competence:
        return True
    word, staff = frozenset([demand.competence]), model.data.staff
    able = staff.heads(False, word)[interval.first]
    return bool(able or (demand.night and staff.heads(True, word)[interval.first]))


def add_demand(model: Programme, number: int, demand: Demand, cover: NDArray[np.int64]) -> None:
    """Add x, and y of those who take part, where the demand may fall (family 2)."""
    near = {
        day: span.asked / demand.window_length / len(span.days)
        for span in demand.spans
        for day in span.days
    }
    for interval_number, interval in enumerate(model.intervals):
        day = int(cover[interval.first])
        if day < 0 or not may_fall(model, demand, interval):
            continue
        there = model.data.there
        if demand.kind == "group":
            takers = [
                ordinal
                for ordinal, taker in enumerate(demand.takers)
                if day in taker.days and there[taker.resident][interval.first]
            ]
            if not takers:
                continue
        elif demand.resident and not there[demand.resident][interval.first]:
            continue
        # `near` is per minute of window; an interval of L hours is near * L hours.
        spread = near[day] * interval.length
        x = len(model.columns)
        model.columns.append(Variable("x", number, -1, interval_number, day, spread))
        if demand.kind == "group":
            for ordinal in takers:
                model.columns.append(Variable("y", number, ordinal, interval_number, day, spread))
                model.below({len(model.columns) - 1: 1.0, x: -1.0}, 0.0, "2 y <= x")
            held = {x: 1.0} | {x + 1 + position: -1.0 for position in range(len(takers))}
            model.below(held, 0.0, "2 x <= sum y")


def add_supervision(model: Programme, of_rows: list[NDArray[np.int64]]) -> None:
    """Add z where the resident is there and somebody is awake."""
    for number, row in enumerate(model.data.supervision):
        for interval_number, interval in enumerate(model.intervals):
            day = int(of_rows[number][interval.first])
            there = model.data.there[row.resident][interval.first]
            if day >= 0 and there and interval.awake >= 1:
                model.columns.append(
                    Variable("z", number, -1, interval_number, day, interval.length)
                )


def add_woken(model: Programme) -> None:
    """Add w where somebody rests and a planned night demand may fall."""
    for interval_number, interval in enumerate(model.intervals):
        if interval.resting and any(is_night(model, c) for c in model.by_interval[interval_number]):
            model.columns.append(Variable("w", -1, -1, interval_number, interval.day, 0.0))
            model.by_interval[interval_number].append(len(model.columns) - 1)


def add_breaks(model: Programme) -> None:
    """Add b of each shift in the døgn that hold its breaks; they take all of them (family 8)."""
    for number, shift in enumerate(model.data.staff.shifts):
        for day, share in shift.shares.items():
            inside = [
                (ordinal, interval)
                for ordinal, interval in enumerate(model.intervals)
                if interval.day == day and shift.cover[interval.first]
            ]
            due = shift.taken * share / HOUR
            if not due:
                continue
            whole = sum(interval.length for _, interval in inside)
            taken = {}
            for ordinal, interval in inside:
                near = due * interval.length / whole
                taken[len(model.columns)] = -1.0
                model.by_interval[ordinal].append(len(model.columns))
                model.below({len(model.columns): 1.0}, shift.count * interval.length, "8 at most")
                model.columns.append(Variable("b", number, -1, ordinal, day, near))
            # more than what is due would only take from others: no answer has it
            model.below(taken, -due, "8 taken")


def is_night(model: Programme, column: int) -> bool:
    """Say whether a column is x of a planned night demand."""
    variable = model.columns[column]
    return variable.kind == "x" and model.data.demands[variable.owner].night


def xs(model: Programme, number: int) -> list[tuple[int, Demand]]:
    """Give the columns x of an interval with their demands."""
    columns = [c for c in model.by_interval[number] if model.columns[c].kind == "x"]
    return [(c, model.data.demands[model.columns[c].owner]) for c in columns]


def breaks(
    model: Programme, number: int, resting: bool, words: frozenset[str] | None = None
) -> dict[int, float]:
    """Give as terms the columns b of the awake or the resting, of all or with any of the words."""
    shifts = model.data.staff.shifts
    return {
        c: 1.0
        for c in kind(model, number, "b")
        if shifts[model.columns[c].owner].resting == resting
        and (words is None or shifts[model.columns[c].owner].competence & words)
    }


def kind(model: Programme, number: int, name: str) -> list[int]:
    """Give the columns of a kind in an interval."""
    return [c for c in model.by_interval[number] if model.columns[c].kind == name]


def receiver(model: Programme, column: int) -> tuple[str, int]:
    """Give the resident and service that receive a column; empty where nobody does."""
    variable = model.columns[column]
    if variable.kind == "z":
        row = model.data.supervision[variable.owner]
        return row.resident, row.service
    if variable.kind == "y":
        taker = model.data.demands[variable.owner].takers[variable.taker]
        return taker.resident, taker.service
    if variable.kind == "x":
        demand = model.data.demands[variable.owner]
        return demand.resident, demand.service
    return "", 0


def source_of(model: Programme, column: int) -> Source:
    """Give the row that a column belongs to; of a group's x, the group's."""
    variable = model.columns[column]
    if variable.kind == "z":
        return model.data.supervision[variable.owner].source
    demand = model.data.demands[variable.owner]
    return demand.takers[variable.taker].source if variable.kind == "y" else demand.source
