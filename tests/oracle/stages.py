"""The stages of model.md section 3: leximin by test solves, then the answer nearest to the plan."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import product

import clarabel
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csc_matrix, csr_matrix, diags, identity, vstack

from .calendar import Source
from .cuts import HOUR, window_days
from .demands import Demand, Participation, Span
from .programme import Programme, as_matrix, source_of
from .unit_data import UnitData

Floats = NDArray[np.float64]
Terms = dict[int, float]


class SolveError(Exception):
    """A programme that always has an answer was not solved."""


@dataclass
class Answer:
    """The settled programme: a value per column [hours], and what was settled on the way."""

    values: Floats
    settled: dict[str, list[tuple[str, float]]]
    solves: int
    worst: float  # the largest breach of any constraint [hours]


@dataclass
class Solver:
    """The constraints so far; each stage adds what it settled."""

    matrix: csr_matrix
    bounds: Floats
    width: int
    solves: int = 0
    kept: list[tuple[Terms, float]] = field(default_factory=list)

    def maximise(self, goal: Floats, extra: list[tuple[Terms, float]], width: int) -> Floats:
        """Maximise goal · v over v >= 0 under the constraints and the extra rows."""
        extra_matrix, extra_bounds = as_matrix(self.kept + extra, width)
        wide = csr_matrix(
            (self.matrix.data, self.matrix.indices, self.matrix.indptr),
            (self.matrix.shape[0], width),
        )
        matrix = vstack([wide, extra_matrix]).tocsr()
        bounds = np.concatenate([self.bounds, extra_bounds])
        for tolerance in (1e-9, 1e-8, 1e-7):
            self.solves += 1
            options = {
                "primal_feasibility_tolerance": tolerance,
                "dual_feasibility_tolerance": tolerance,
            }
            answer = linprog(-goal, matrix, bounds, method="highs", options=options)
            if answer.status == 0:
                return answer.x
        raise SolveError(answer.message)

    def keep(self, terms: Terms, least: float) -> None:
        """Keep that these terms reach at least this much."""
        slack = 1e-9 * max(1.0, abs(least))
        self.kept.append(({position: -factor for position, factor in terms.items()}, slack - least))


@dataclass
class Outcome:
    """One thing that is shared fairly: its terms, already divided by its measure."""

    name: str
    terms: Terms


def leximin(solver: Solver, outcomes: list[Outcome]) -> list[tuple[str, float]]:
    """Make the worst-off as well off as can be, then the next; keep every level reached.

    An outcome is settled when, alone maximised with all others at least at the level, it cannot
    exceed the level.
    """
    open_, settled = (
        [o for o in outcomes if o.terms],
        [(o.name, 0.0) for o in outcomes if not o.terms],
    )
    width = solver.width
    while open_:
        goal = np.zeros(width + 1)
        goal[width] = 1.0
        rows = [
            ({position: -factor for position, factor in outcome.terms.items()} | {width: 1.0}, 0.0)
            for outcome in open_
        ]
        values = solver.maximise(goal, rows, width + 1)
        level = values[width]
        stuck = open_
        if level < 1 - 1e-9:
            stuck = stuck_at(solver, open_, level, values[:width])
        assert stuck, "each round settles one"
        for outcome in stuck:
            solver.keep(outcome.terms, level)
            settled.append((outcome.name, float(level)))
        open_ = [outcome for outcome in open_ if outcome not in stuck]
    return sorted(settled)


def stuck_at(
    solver: Solver, outcomes: list[Outcome], level: float, values: Floats
) -> list[Outcome]:
    """Give the outcomes that no answer can raise above the level while the others keep it."""
    least = level - 1e-9
    above = {o.name for o in outcomes if value_of(o.terms, values) > level + 1e-5}
    stuck = []
    for outcome in outcomes:
        if outcome.name in above:
            continue
        goal = np.zeros(solver.width)
        for position, factor in outcome.terms.items():
            goal[position] = factor
        rows = [({position: -f for position, f in o.terms.items()}, -least) for o in outcomes]
        raised = solver.maximise(goal, rows, solver.width)
        if value_of(outcome.terms, raised) <= level + 1e-6:
            stuck.append(outcome)
        above |= {o.name for o in outcomes if value_of(o.terms, raised) > level + 1e-5}
    return stuck


def value_of(terms: Terms, values: Floats) -> float:
    """Give the value of terms."""
    return float(sum(factor * values[position] for position, factor in terms.items()))


def solve_stages(model: Programme) -> Answer:
    """Go through the stages 0, A, R, S, N and B."""
    matrix, bounds = model.matrix()
    width = len(model.columns)
    if not width:
        return Answer(np.zeros(0), {}, 0, 0.0)
    solver = Solver(matrix, bounds, width)
    settled = {"0": leximin(solver, other_work(model))}
    for rank, outcomes in sorted(by_priority(model).items()):
        settled[f"A{rank}"] = leximin(solver, outcomes)
    woken = {position: -1.0 for position, column in enumerate(model.columns) if column.kind == "w"}
    if woken:
        goal = np.zeros(width)
        goal[list(woken)] = -1.0
        values = solver.maximise(goal, [], width)
        solver.keep(woken, value_of(woken, values))
        settled["R"] = [("woken", -value_of(woken, values) * HOUR)]
    settled["S"] = leximin(solver, supervised(model))
    values = even_breaks(model, solver, nearest_to_plan(model, solver))
    worst = float(max(np.max(matrix @ values - bounds, initial=0.0), np.max(-values, initial=0.0)))
    return Answer(values, settled, solver.solves, worst)


def other_work(model: Programme) -> list[Outcome]:
    """Stage 0: each piece of other work, received / asked."""
    outcomes = []
    for number, demand in enumerate(model.data.demands):
        if demand.kind == "other" and demand.asked():
            scale = HOUR / demand.asked()
            terms = {
                position: scale
                for position, column in enumerate(model.columns)
                if column.owner == number and column.kind == "x"
            }
            outcomes.append(Outcome(f"work {number}", terms))
    return outcomes


Share = tuple[Demand, Participation | None, int]


def by_priority(model: Programme) -> dict[int, list[Outcome]]:
    """Stage A: for each priority, each resident and service, received / reach."""
    shares: dict[tuple[int, str, int, bool], list[Share]] = {}
    for number, demand in enumerate(model.data.demands):
        if demand.resident:
            key = (demand.priority, demand.resident, demand.service, demand.reported)
            shares.setdefault(key, []).append((demand, None, number))
        for taker in demand.takers:
            key = (taker.priority, taker.resident, taker.service, True)
            shares.setdefault(key, []).append((demand, taker, number))
    by_rank: dict[int, list[Outcome]] = {}
    by_key = sorted(shares.items(), key=lambda item: item[0])
    for (rank, resident, service, reported), group in by_key:
        counts = {taker.source if taker else demand.source for demand, taker, _ in group}
        count = {where: model.worth[where] for where in counts}
        caps = model.data.caps if reported else []
        most = reach(replace(model.data, caps=caps), group, (resident, service), count)
        if most <= 1e-7:
            continue
        members = {
            (number, demand.takers.index(taker) if taker else -1) for demand, taker, number in group
        }
        terms = {
            position: count[source_of(model, position)][column.day] / most
            for position, column in enumerate(model.columns)
            if column.kind in "xy" and (column.owner, column.taker) in members
        }
        by_rank.setdefault(rank, []).append(Outcome(f"{resident} {service} {reported}", terms))
    return by_rank


def reach(
    data: UnitData,
    shares: list[Share],
    key: tuple[str, int],
    worth: dict[Source, dict[int, float]],
) -> float:
    """Give the most that could be received with unlimited staff [hours].

    Each demand for itself, minute by minute of its windows while the resident is there; the
    decisions hold for all of them together.
    """
    rows: list[tuple[Terms, float]] = []
    day_of: list[int] = []  # the døgn that each column's minutes belong to
    worths: list[float] = []  # what each of them counts
    for demand, taker, _ in shares:
        in_force = taker.days if taker else None
        spans = [s for s in demand.spans if s.days]
        days = [d for s in spans for d in s.days if in_force is None or d in in_force]
        cover = window_days(data, demand.windows, days)
        held = np.flatnonzero((cover >= 0) & data.there[key[0]])
        pairs, counts = np.unique(np.stack([cover[held], held // 1440]), axis=1, return_counts=True)
        columns = {}
        for (day, lies), count in zip(pairs.T, counts, strict=True):
            columns[(int(day), int(lies))] = len(day_of)
            rows.append(({len(day_of): 1.0}, count / HOUR))
            day_of.append(int(day))
            worths.append(worth[taker.source if taker else demand.source][int(day)])
        limits = [(span, span.asked) for span in spans]
        if demand.limit < float("inf"):
            limits += [(Span(0.0, [day]), demand.limit) for day in days]
        if taker:
            limits += [(span, span.asked) for span in taker.spans]
        for span, minutes in limits:
            terms = {position: 1.0 for (day, _), position in columns.items() if day in span.days}
            if terms:
                rows.append((terms, minutes / HOUR))
    if not day_of:
        return 0.0
    for cap in data.caps:
        terms = {
            position: worths[position]
            for position, day in enumerate(day_of)
            if cap.key == key and day in cap.days
        }
        if terms:
            rows.append((terms, cap.minutes / HOUR))
    matrix, bounds = as_matrix(rows, len(day_of))
    answer = linprog(-np.array(worths), matrix, bounds, method="highs")
    if answer.status != 0:
        raise SolveError(answer.message)
    return float(-answer.fun)


def supervised(model: Programme) -> list[Outcome]:
    """Stage S: each row of shared supervision, received / the length of its parts in force."""
    outcomes = []
    for number, row in enumerate(model.data.supervision):
        length = sum(minutes for _, minutes in row.windows) * len(row.days) / HOUR
        terms = {
            position: 1 / length
            for position, column in enumerate(model.columns)
            if column.kind == "z" and column.owner == number
        }
        outcomes.append(Outcome(f"row {number}", terms))
    return outcomes


def nearest_to_plan(model: Programme, solver: Solver) -> Floats:
    """Stage N: least sum of (v - t)² / t over all x, y, z.

    With u = v / √t this is the least |u - √t|²; w has no part in it.
    """
    near = np.array([0.0 if column.kind == "b" else column.near for column in model.columns])
    counts = near > 0
    scale = np.where(counts, np.sqrt(np.where(counts, near, 1.0)), 1.0)
    kept, kept_bounds = as_matrix(solver.kept, solver.width)
    rows = vstack([solver.matrix, kept]) @ diags(scale)
    rows = vstack([rows, -identity(solver.width)])
    bounds = np.concatenate([solver.bounds, kept_bounds, np.zeros(solver.width)])
    square = csc_matrix(diags(np.where(counts, 1.0, 0.0)))
    goal = np.where(counts, -scale, 0.0)
    kept_rows = np.repeat([0.0, 1.0, 0.0], [len(solver.bounds), len(kept_bounds), solver.width])
    # What is kept leaves hardly any interior; now and then the solver needs a breath more.
    for slack, tolerance in product((0.0, 1e-9, 1e-8), (1e-11, 1e-10, 1e-9)):
        settings = clarabel.DefaultSettings()
        settings.verbose = False
        settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = tolerance
        settings.max_iter = 400
        cone = [clarabel.NonnegativeConeT(len(bounds))]
        limits = bounds + slack * kept_rows
        solution = clarabel.DefaultSolver(
            square, goal, csc_matrix(rows), limits, cone, settings
        ).solve()
        solver.solves += 1
        if str(solution.status) == "Solved":
            return np.array(solution.x) * scale
    raise SolveError(str(solution.status))


def even_breaks(model: Programme, solver: Solver, values: Floats) -> Floats:
    """Stage B: least sum of (b - t)² / t; x, y and z stay, w may follow with its sum."""
    kinds = np.array([column.kind for column in model.columns])
    if "b" not in kinds:
        return values
    free = np.flatnonzero(np.isin(kinds, ("b", "w")))
    near = np.array([model.columns[c].near for c in free])
    is_break = kinds[free] == "b"
    scale = np.where(is_break, np.sqrt(np.where(is_break, near, 1.0)), 1.0)
    kept, kept_bounds = as_matrix(solver.kept, solver.width)
    rows = vstack([solver.matrix, kept]).tocsc()
    stay = np.where(np.isin(kinds, ("b", "w")), 0.0, values)
    bounds = np.concatenate([solver.bounds, kept_bounds]) - rows @ stay
    touched = np.flatnonzero(np.diff(rows[:, free].tocsr().indptr))
    ours = rows[:, free].tocsr()[touched] @ diags(scale)
    due = np.array([model.rows[r][2] == "8 taken" for r in touched if r < len(model.rows)])
    due = np.concatenate([due, np.zeros(len(touched) - len(due), dtype=bool)]).astype(bool)
    matrix = vstack([ours[due], ours[~due], -identity(len(free))])
    limits = np.concatenate([bounds[touched][due], bounds[touched][~due], np.zeros(len(free))])
    slack = np.concatenate([np.zeros(due.sum()), np.ones((~due).sum()), np.zeros(len(free))])
    square = csc_matrix(diags(np.where(is_break, 1.0, 0.0)))
    goal = np.where(is_break, -scale, 0.0)
    for give, tolerance in product((1e-8, 1e-7), (1e-10, 1e-9)):
        settings = clarabel.DefaultSettings()
        settings.verbose = False
        settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = tolerance
        settings.max_iter = 400
        cones = [clarabel.NonnegativeConeT(len(limits))]
        solution = clarabel.DefaultSolver(
            square, goal, csc_matrix(matrix), limits + give * slack, cones, settings
        ).solve()
        solver.solves += 1
        if str(solution.status) == "Solved":
            answer = values.copy()
            answer[free] = np.array(solution.x) * scale
            return answer
    raise SolveError(str(solution.status))
