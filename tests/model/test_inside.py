"""Large programmes, solved from the inside and with shared variables, have the same answer."""

from pathlib import Path
from typing import Any

import highspy
import numpy as np
import pulp
import pytest
from comparing import allocated, assert_same_hours, hours_by
from oracle.units import random_unit

from allocator.errors import SolverError
from allocator.model import alone, interior, quadratic
from allocator.model.aggregate import aggregate
from allocator.model.common_sums import share_sums
from allocator.model.inside import Inside
from allocator.model.intervals import Interval
from allocator.model.leximin import leximin
from allocator.model.linear import INSIDE_RELAXATION, INTERIOR, LinearProgramme
from allocator.model.solver import Region, Solution, Triples, Vector
from allocator.model.staff import StaffGroup
from allocator.model.unit_data import Demand, Requirement, RowRef
from model.sharing import sharing

INF = np.inf
Tables = dict[str, list[dict[str, str]]]


def twinned(seed: int) -> Tables:
    """A random unit with a second intervention beside each one, alike in all but its minutes."""
    tables = random_unit(seed)
    rows = []
    for number, row in enumerate(tables["interventions"]):
        rows.append(row | {"intervention": f"T{number}"})
        if row.get("minutes") and not row.get("group") and row.get("mode") != "supervision":
            more = str(float(row["minutes"].replace(",", ".")) * 0.75 + 1)
            rows.append(row | {"intervention": f"T{number}b", "minutes": more})
    return tables | {"interventions": rows}


@pytest.mark.parametrize("first", range(5_000, 5_030, 5))
def test_the_second_opinion_is_the_same(first: int) -> None:
    """The warm simplex on the programme in full, and the inside of the one that shares."""
    for tables in (
        make(seed) for seed in range(first, first + 5) for make in (random_unit, twinned)
    ):
        if tables["interventions"] or tables.get("decisions"):
            vertex, inside = (allocated(tables, method=way) for way in ("simplex", INTERIOR))
            assert_same_hours(hours_by(inside), hours_by(vertex))
            assert not inside.failures


def test_every_programme_is_the_one_in_pulp(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written as an LP file and solved by HiGHS, by PuLP's own and apart, each has its optimum."""
    solve = Inside.solve
    compared: list[float] = []

    def also_by_others(self: Inside, afresh: bool = False) -> Solution | None:
        solution = solve(self, afresh)
        assert solution is not None
        problem = self.problem()
        path = str(tmp_path / "programme.lp")
        problem.writeLP(path)
        apart = highspy.Highs()
        apart.setOptionValue("output_flag", False)
        apart.readModel(path)
        apart.run()
        problem.solve(pulp.HiGHS(msg=False))
        objective = pulp.value(problem.objective)
        assert apart.getObjectiveValue() == pytest.approx(objective, abs=1e-6)
        assert solution.objective == pytest.approx(objective, abs=1e-5)
        compared.append(objective)
        return solution

    monkeypatch.setattr(Inside, "solve", also_by_others)
    for seed in range(5_100, 5_104):
        allocated(random_unit(seed), method=INTERIOR)
    assert len(compared) > 12


def test_what_fails_inside_is_solved_by_highs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clarabel may take one step only in the linear programmes; the hours are the same."""
    real = interior.minimise
    tables = random_unit(5_200)
    expected = hours_by(allocated(tables, method="simplex"))

    def fails(*given: object) -> interior.Optimum:
        return real(*given)._replace(status="NumericalError")  # type: ignore[arg-type]

    monkeypatch.setattr(interior, "minimise", fails)
    result = allocated(tables, method=INTERIOR)
    assert_same_hours(hours_by(result), expected)
    stages = result.run["units"][0]["solver"]["stages"]
    linear = [cost for stage, cost in stages.items() if stage not in ("N", "B")]
    assert {cost["solver"] for cost in linear} == {"HiGHS"}
    assert all(cost["second_try"] for cost in linear)


def test_what_has_no_answer_inside_is_solved_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stage N fails on the programme that shares; the unit is solved all the same, and says so."""
    real = LinearProgramme.solve_quadratic
    tables = random_unit(5_200)
    expected = hours_by(allocated(tables, method="simplex"))

    def fails(self: LinearProgramme, *given: object) -> object:
        if self.relaxation == INSIDE_RELAXATION:
            raise SolverError("N", "Clarabel ended with NumericalError", "")
        return real(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(LinearProgramme, real.__name__, fails)
    result = allocated(tables, method=INTERIOR)
    assert not result.failures
    assert_same_hours(hours_by(result), expected)
    stages = result.run["units"][0]["solver"]["stages"].values()
    assert all(cost["second_try"] for cost in stages)


@pytest.mark.parametrize(
    ("capacities", "scales", "levels"),
    [
        ({(0, 1): 4.0}, [2.0, 2.0], [1.0, 1.0]),
        ({(0, 1): 2.0}, [1.0, 3.0], [0.5, 0.5]),
        ({(0,): 1.0, (0, 1): 4.0}, [4.0, 4.0], [0.25, 0.75]),
        ({(0, 1): 2.0, (1, 2): 6.0}, [2.0, 2.0, 8.0], [0.5, 0.5, 0.625]),
        ({(0,): 1.0, (1,): 2.0, (2,): 3.0, (3,): 9.0}, [4.0] * 4, [0.25, 0.5, 0.75, 1.0]),
        ({(0, 1, 2): 0.0, (3,): 1.0}, [1.0] * 4, [0.0, 0.0, 0.0, 1.0]),
    ],
)  # fmt: skip
def test_the_worst_off_first(
    capacities: dict[tuple[int, ...], float], scales: list[float], levels: list[float]
) -> None:
    """Max-min shares solved by hand, one programme a level."""
    programme, outcomes = sharing(capacities, scales, INTERIOR)
    reached, distinct = leximin(programme, len(scales), outcomes, "A1")
    assert reached == pytest.approx(levels, abs=1e-6)
    assert distinct == len(set(levels))
    assert programme.statistics.stages["A1"].programmes == distinct
    # an outcome's own row is relaxed, and never an equality
    assert np.isinf(programme.bounds().upper_rows[len(capacities) :]).all()


def test_duals_have_the_signs_of_a_cost_that_is_minimised() -> None:
    """The least of a + 2 b − 3 c: a ≥ 1 by a row, a + b ≥ 3, c ≤ 2 by a row, d ≤ 1 at −1 each."""
    matrix = (np.array([0, 1, 1, 2]), np.array([0, 0, 1, 2]), np.array([1.0, 1.0, 1.0, 1.0]))
    region = Region(
        matrix,
        np.array([1.0, 3.0, -INF]),
        np.array([INF, INF, 2.0]),
        np.zeros(4),
        np.array([2.0, INF, INF, 1.0]),
    )
    optimum = interior.minimise(region, np.array([1.0, 2.0, -3.0, -1.0]), np.zeros(4), 1e-9)
    assert optimum.is_solved
    assert optimum.values == pytest.approx([2.0, 1.0, 2.0, 1.0], abs=1e-6)
    assert optimum.duals == pytest.approx([0.0, 2.0, -3.0], abs=1e-6)
    assert optimum.reduced_costs == pytest.approx([-1.0, 0.0, 0.0, -1.0], abs=1e-6)


def test_alone_without_a_programme_is_what_the_programme_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What a demand could be given alone lies between the rooms that breaks leave it."""
    real = alone.StaffedAlone._most
    without_programme: list[bool] = []

    def compared(staffed: alone.StaffedAlone, demand: Demand) -> float:
        if demand.kind == "group":
            return real(staffed, demand)
        with monkeypatch.context() as patch:
            patch.setattr(alone, "NEGLIGIBLE_MINUTES", -1.0)
            programme = real(staffed, demand)
        least, most = (
            demand.requirement.attainable(room).sum() for room in staffed._rooms_of(demand)
        )
        assert least - 1e-5 <= programme <= most + 1e-5
        without_programme.append(most - least < alone.NEGLIGIBLE_MINUTES)
        return real(staffed, demand)

    monkeypatch.setattr(alone.StaffedAlone, "_most", compared)
    for seed in range(5_400, 5_430):
        allocated(random_unit(seed))
    assert without_programme.count(True) > 20
    assert without_programme.count(False) > 2, "none whose breaks take from it"


TWO = StaffGroup(False, (), 2, 30.0, 0.0, 0)
DRIVER = StaffGroup(False, ("driver",), 1, 30.0, 0.0, 1)
RESTING = StaffGroup(True, (), 1, 30.0, 0.0, 2)
ALONE = {
    "two of three are free": ((TWO, DRIVER), TWO, {}, 2 / 3),
    "two at once leave one of three": ((TWO, DRIVER), TWO, {"staff": 2}, 1 / 3),
    "both of one shift are needed": ((TWO,), TWO, {"staff": 2}, 0.0),
    "one of two is needed of a shift": ((TWO, DRIVER), TWO, {"staff": 3}, 0.0),
    "the only driver drives": ((TWO, DRIVER), TWO, {"competence": "driver"}, 0.0),
    "one of two drivers drives": ((DRIVER, DRIVER), DRIVER, {"competence": "driver"}, 1 / 2),
    "who rests gives no help by day": ((TWO, RESTING), RESTING, {}, 1.0),
    "who rests is none of those awake": ((TWO, RESTING), TWO, {}, 1 / 2),
    "who rests may be woken": ((TWO, RESTING), RESTING, {"planned_night": True}, 0.0),
    "a planned night of the awake": ((TWO, DRIVER), TWO, {"planned_night": True}, 2 / 3),
}


@pytest.mark.parametrize(("staff", "shift", "asked", "part"), ALONE.values(), ids=ALONE)
def test_how_much_of_a_break_fits_beside_a_demand(
    staff: tuple[StaffGroup, ...], shift: StaffGroup, asked: dict[str, Any], part: float
) -> None:
    """What may be on a break at once while a demand is given all of an interval."""
    requirement = Requirement("day", np.full(7, 60.0), ((0.0, 60.0),))
    demand = Demand(RowRef("interventions", 0), "individual", requirement, resident=0, **asked)
    interval = Interval(0, 0, ((0.0, 60.0),), staff, (True,), (), ())
    assert alone._part_beside(demand, interval, shift) == pytest.approx(part)


def test_a_row_that_the_bounds_hold_already_is_left_out() -> None:
    """a + b ≤ 2 where both are at most 1 says nothing; a + b ≤ 1 does; a − b ≥ −1 nothing."""
    matrix = (np.repeat([0, 1, 2], 2), np.tile([0, 1], 3), np.array([1.0, 1, 1, 1, 1, -1]))
    region = Region(
        matrix, np.array([-INF, -INF, -1.0]), np.array([2.0, 1.0, INF]), np.zeros(2), np.ones(2)
    )
    assert interior._binding(region).upper.tolist() == [False, True, False]
    assert not interior._binding(region).lower.any()
    optimum = interior.minimise(region, np.array([-1.0, -2.0]), np.zeros(2), 1e-9)
    assert optimum.values == pytest.approx([0.0, 1.0], abs=1e-6)


def test_alike_demands_share_and_nothing_else() -> None:
    """Every total keeps its demand, and what adds up in full adds up where it is shared."""
    full = allocated(twinned(5_300)).calculation.units[0].allocation.index
    shared = aggregate(full)
    assert shared.links
    assert [total[:3] for total in shared.index.totals] == [total[:3] for total in full.totals]
    parts: dict[int, list[int]] = {}
    for own, part in zip(shared.shared.tolist(), shared.parts.tolist(), strict=True):
        parts.setdefault(own, []).append(part)
    assert sorted(parts) == list(range(shared.index.width))
    for total, before in zip(shared.index.totals, full.totals, strict=True):
        assert sorted(part for own in total.variables for part in parts[own]) == sorted(
            before.variables
        )
    for variable in shared.index.variables:
        for part in parts[variable.number]:
            other = full.variables[part]
            assert other.interval == variable.interval
            assert (
                full.receiver(other) is None
                or full.receiver(other)[0]
                == (
                    full.receiver(full.variables[parts[variable.number][0]])[0]  # type: ignore[index]
                )
            )


def test_bounds_of_a_sum_become_a_row_in_full() -> None:
    full = allocated(twinned(5_300)).calculation.units[0].allocation.index
    shared = aggregate(full)
    counts = np.bincount(shared.shared, minlength=shared.index.width + 1)
    summed = int(np.flatnonzero(counts > 1)[0])
    width = shared.index.width + 1
    upper = np.full(width, INF)
    upper[summed] = 0.75
    matrix = (np.array([0]), np.array([summed]), np.array([2.0]))
    region = Region(matrix, np.array([-INF]), np.array([1.0]), np.zeros(width), upper)
    written = shared.in_full(region)
    parts = shared.parts[shared.shared == summed]
    assert written.upper_rows.tolist() == [1.0, 0.75]
    assert written.lower_rows.tolist() == [-INF, 0.0]
    rows, columns, values = written.matrix
    assert sorted(columns[rows == 1].tolist()) == sorted(parts.tolist())
    assert set(values[rows == 0].tolist()) == {2.0}
    assert np.isinf(written.upper[parts]).all()
    upper[summed] = 0.0
    nothing = shared.in_full(region)
    assert (nothing.upper[parts] == 0.0).all()
    assert len(nothing.upper_rows) == 1


def test_a_large_programme_tries_the_quick_way_first(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[tuple[float, bool]] = []

    def failing(*given: object) -> interior.Optimum:
        tried.append((given[3], given[4]))  # type: ignore[arg-type]
        return interior.Optimum(np.zeros(1), np.zeros(0), np.zeros(1), "NumericalError")

    monkeypatch.setattr(quadratic, "minimise", failing)
    none = np.zeros(0, dtype=np.int64)
    region = Region((none, none, np.zeros(0)), np.zeros(0), np.zeros(0), np.zeros(1), np.ones(1))
    for large in (False, True):
        tried.clear()
        point = quadratic.nearest_point(region, np.ones(1), np.ones(1), large)
        assert point.values is None
        assert (tried[0] == (1e-8, False)) is large
        assert all(refine for _, refine in tried[large:])
        assert len(tried) == point.tries == 6 + large


def test_sums_in_common_are_written_once() -> None:
    """Of three long rows two share half of their entries, with the same values; one has others."""
    half = np.arange(150)
    rows = np.repeat([0, 1, 2], 150)
    columns = np.concatenate([half, half, half])
    values = np.ones(450)
    values[150 + 75 : 300] = 2.0
    values[300:] = np.arange(1.0, 151.0)
    sums = share_sums((rows, columns, values), 150)
    assert sums.size == 0, "no two variables have the same values in all rows"

    sums = share_sums((rows[:300], columns[:300], values[:300]), 150)
    assert sums.size == 2
    full = dense((rows[:300], columns[:300], values[:300]), 2, 150)
    definitions = dense(sums.definitions, 2, 152)
    short = dense(sums.matrix, 2, 152)
    in_place_of_sums = definitions[:, :150].T
    assert (short[:, :150] + short[:, 150:] @ in_place_of_sums.T == full).all()
    assert (definitions[:, 150:] == -np.eye(2)).all()
    assert (short != 0).sum() == 4


@pytest.mark.parametrize(("entries", "size"), [(99, 0), (100, 1), (400, 1), (401, 1), (403, 2)])
def test_how_long_a_sum_is(entries: int, size: int) -> None:
    """Rows of 100 entries are long, sums of more than 400 are divided, two left over stay."""
    columns = np.tile(np.arange(entries), 2)
    triples = np.repeat([0, 1], entries), columns, np.ones(2 * entries)
    assert share_sums(triples, entries).size == size


def test_sums_in_common_change_no_optimum() -> None:
    """The nearest point under two rows of 300, the second tighter; duals of the rows as without."""
    width = 300
    rows, columns = np.repeat([0, 1], width), np.tile(np.arange(width), 2)
    region = Region(
        (rows, columns, np.concatenate([np.ones(width), np.full(width, 2.0)])),
        np.full(2, -INF),
        np.array([200.0, 150.0]),
        np.zeros(width),
        np.full(width, INF),
    )
    assert share_sums(region.matrix, width).size == 1
    optimum = interior.minimise(region, np.full(width, -2.0), np.full(width, 2.0), 1e-9)
    assert optimum.values == pytest.approx(np.full(width, 0.25), abs=1e-7)
    assert optimum.duals == pytest.approx([0.0, -0.75], abs=1e-6)


def dense(triples: Triples, height: int, width: int) -> Vector:
    """Write entries out."""
    matrix = np.zeros((height, width))
    matrix[triples[0], triples[1]] = triples[2]
    return matrix
