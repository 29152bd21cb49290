"""The programme of one unit: its constraints, and a row for each outcome that a stage settles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from allocator.model.aggregate import Aggregation, aggregate
from allocator.model.families import Constraint, Terms, all_constraints, upper_bounds
from allocator.model.leximin import Outcome
from allocator.model.linear import INTERIOR, LinearProgramme
from allocator.model.reach import reaches
from allocator.model.spans import SpanId, required_in_span
from allocator.model.unit_data import OutcomeKey
from allocator.model.variables import Total, Variable, VariableIndex, VariableKind
from allocator.terms import MINUTES_PER_HOUR

NEGLIGIBLE_HOURS = 1e-6
"""Hours a week below which nothing is asked, or can be reached."""
INTERIOR_FROM = 6_000
"""Variables from which interior point, from scratch each time, is faster than a warm simplex."""


@dataclass(frozen=True)
class StagedProgramme:
    """The linear programme, and where in it the stages find their outcomes.

    Parameters
    ----------
    index : its variables.
    aggregation : how they follow from those in full; None where they are the same.
    level : the variable that leximin raises.
    work : outcomes of stage 0, by demand.
    received : outcomes of stage A, by resident, service and priority.
    woken : the row Σ w of stage R, or None where nobody can be woken.
    supervised : outcomes of stage S, by row of shared supervision.
    staff_rows : for each z, the row in which it takes staff time.
    break_rows : the rows that say how much each shift takes of breaks and work.
    """

    lp: LinearProgramme
    index: VariableIndex
    aggregation: Aggregation | None
    level: int
    work: dict[int, Outcome]
    received: dict[OutcomeKey, Outcome]
    woken: int | None
    supervised: dict[int, Outcome]
    staff_rows: dict[int, int]
    break_rows: tuple[int, ...]

    def in_full(self) -> "StagedProgramme":
        """Return the programme, with all that is settled, over the variables in full."""
        if self.aggregation is None:
            return self
        region = self.aggregation.in_full(self.lp.region())
        lp = LinearProgramme.of_region(region, self.lp.statistics)
        return replace(self, lp=lp, index=self.aggregation.full, level=self.aggregation.full.width)

    def ask_for(self, priority: int) -> None:
        """Leave out what is asked for with a later priority, as nothing before it needs it.

        Parameters
        ----------
        priority : 0 for other work alone, `AFTER_ALL` for everything.
        """
        if self.aggregation is not None:
            # the level itself is the last variable
            self.lp.leave_out(np.append(self.aggregation.first_asked > priority, False))

    def supervision_takes(self, staff: bool) -> None:
        """Whether a minute of shared supervision takes a minute of staff."""
        for variable, row in self.staff_rows.items():
            self.lp.set_coefficient(row, variable, 1.0 if staff else 0.0)

    def forbid_supervision(self) -> None:
        """Under `rounds` shared supervision gives nothing."""
        for variable in self.staff_rows:
            self.lp.bound_variable(variable, 0.0, 0.0)


def build_programme(full: VariableIndex, method: str = "choose") -> StagedProgramme:
    """Build the programme of a unit, with nothing settled yet."""
    method = _method(method, full.width)
    aggregation = aggregate(full) if method == INTERIOR else None
    index = aggregation.index if aggregation else full
    constraints = list(all_constraints(index))
    constraints += aggregation.linking() if aggregation else []
    sums = _OutcomeRows(index, len(constraints))
    level = index.width
    work = sums.work()
    received = sums.received()
    supervised = sums.supervised()
    woken = sums.woken()
    lp = LinearProgramme(
        _upper(index),
        [constraint.terms for constraint in constraints] + sums.rows,
        [constraint.bound if constraint.equal else -np.inf for constraint in constraints]
        + [0.0] * len(sums.rows),
        [constraint.bound for constraint in constraints] + [np.inf] * len(sums.rows),
        method,
        len(sums.rows),
    )
    staff_rows = _staff_rows(index, constraints)
    break_rows = tuple(row for row, constraint in enumerate(constraints) if constraint.equal)
    return StagedProgramme(
        lp,
        index,
        aggregation,
        level,
        work,
        received,
        woken,
        supervised,
        staff_rows,
        break_rows,
    )


class _OutcomeRows:
    """The rows that add up an average week [hours]: outcomes, and the resting who are woken."""

    def __init__(self, index: VariableIndex, first: int) -> None:
        self.index = index
        self.first = first
        self.rows: list[list[tuple[int, float]]] = []

    def _row(self, terms: Terms) -> int:
        self.rows.append(terms)
        return self.first + len(self.rows) - 1

    def _outcome(self, terms: Terms, scale: float, most: float) -> Outcome:
        return Outcome(self._row(terms), scale, tuple(number for number, _ in terms), most)

    def _of_totals(self, totals: Sequence[Total], scale: float) -> Outcome:
        """Add up totals in an average week; what somebody receives counts as under the decision."""
        terms: Terms = []
        most = 0.0
        for total in totals:
            by = self.index.times(total.owner) / self.index.data.calendar.weeks
            if self.index.receiver_of(total) is not None:
                by *= self.index.worth_of(total)
            terms += [(number, by) for number in total.variables]
            most += by * self._most(total)
        return self._outcome(sorted(terms), scale, min(1.0, most / scale))

    def work(self) -> dict[int, Outcome]:
        """Each piece of other work, received of asked."""
        by_demand: dict[int, list[Total]] = {
            number: []
            for number, demand in enumerate(self.index.data.demands)
            if demand.kind == "other_work"
        }
        for total in self.index.totals:
            if total.demand in by_demand:
                by_demand[total.demand].append(total)
        outcomes = {}
        for number, totals in by_demand.items():
            scale = self._week(self.index.data.demands[number].requirement.total)
            if scale > NEGLIGIBLE_HOURS and totals:
                outcomes[number] = self._of_totals(totals, scale)
        return outcomes

    def received(self) -> dict[OutcomeKey, Outcome]:
        """Each resident, service and priority, received of reach."""
        by_key: dict[OutcomeKey, list[Total]] = {}
        for total in self.index.totals:
            receiver = self.index.receiver_of(total)
            if receiver is not None:
                by_key.setdefault(receiver, []).append(total)
        outcomes = {}
        for key, minutes in sorted(reaches(self.index.data).items()):
            scale = self._week(minutes)
            if scale > NEGLIGIBLE_HOURS and key in by_key:
                outcomes[key] = self._of_totals(by_key[key], scale)
        return outcomes

    def supervised(self) -> dict[int, Outcome]:
        """Each row of shared supervision, received of the length of its parts."""
        by_row: dict[int, list[Variable]] = {}
        for variable in self.index.variables:
            if variable.supervision is not None:
                by_row.setdefault(variable.supervision, []).append(variable)
        return {
            row: self._outcome(
                [(variable.number, self.index.weight(variable)) for variable in variables],
                self._week(self.index.data.supervisions[row].length),
                1.0,
            )
            for row, variables in by_row.items()
        }

    def woken(self) -> int | None:
        """Σ w, the resting staff who are woken."""
        terms = [
            (variable.number, self.index.weight(variable))
            for variable in self.index.variables
            if variable.kind is VariableKind.WOKEN
        ]
        return self._row(terms) if terms else None

    def _week(self, minutes: float) -> float:
        return minutes / self.index.data.calendar.weeks / MINUTES_PER_HOUR

    def _most(self, total: Total) -> float:
        """Bound what a total could be on one day if nothing else were asked."""
        requirement = self.index.data.demands[total.demand].requirement
        most = total.most
        if requirement.span == "day":
            most = min(most, required_in_span(self.index, requirement, SpanId(total.owner, 0)))
        return min(most, requirement.limit / MINUTES_PER_HOUR)


def _method(method: str, variables: int) -> str:
    """Simplex from the last basis for a small programme, the inside of a large one."""
    if method != "choose":
        return method
    return INTERIOR if variables > INTERIOR_FROM else "simplex"


def in_full(variables: int) -> str:
    """Return the method that solves the programme in full, for a second opinion on it."""
    return "ipm" if variables > INTERIOR_FROM else "simplex"


def _upper(index: VariableIndex) -> list[float]:
    """Bounds of the variables, and of the level: at most 1."""
    bounds = upper_bounds(index)
    return [*bounds, *[np.inf] * (index.width - len(bounds)), 1.0]


def _staff_rows(index: VariableIndex, constraints: Iterable[Constraint]) -> dict[int, int]:
    supervised = {
        variable.number for variable in index.variables if variable.kind is VariableKind.SUPERVISED
    }
    return {
        variable: row
        for row, constraint in enumerate(constraints)
        if constraint.of_staff
        for variable, _ in constraint.terms
        if variable in supervised
    }
