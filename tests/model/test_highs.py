"""HiGHS behind the interface: what it is told, what it answers, and what gives way."""

import highspy
import numpy as np
import pytest

from allocator.model.highs import FEASIBILITY_TOLERANCE, Highs, _outside
from allocator.model.problem import matrix_of, write_problem
from allocator.model.solver import Bounds

INF = np.inf


def two(method: str = "simplex") -> Highs:
    """a + 2 b ≤ 4 and a ≥ 1, with a and b at most 3."""
    return Highs(write_problem(ROWS, BOUNDS), method)


ROWS = [[(0, 1.0), (1, 2.0)], [(0, 1.0)]]
BOUNDS = Bounds(np.array([-INF, 1.0]), np.array([4.0, INF]), np.zeros(2), np.full(2, 3.0))


def test_what_is_changed_between_solves_is_what_is_solved() -> None:
    highs = two()
    highs.set_costs(np.array([-1.0, -1.0]))
    solution = highs.solve()
    assert solution is not None
    assert solution.values == pytest.approx([3.0, 0.5])
    assert solution.objective == pytest.approx(-3.5)
    assert solution.duals == pytest.approx([-0.5, 0.0])
    assert solution.reduced_costs == pytest.approx([-0.5, 0.0])
    assert highs.status == "Optimal"
    highs.bound_variable(0, 0.0, 2.0)
    highs.bound_row(0, -INF, 3.0)
    solution = highs.solve()
    assert solution is not None
    assert solution.values == pytest.approx([2.0, 0.5])
    highs.set_coefficient(0, 1, 1.0)
    solution = highs.solve()
    assert solution is not None
    assert solution.values == pytest.approx([2.0, 1.0])


@pytest.mark.parametrize("method", ["simplex", "ipm", "choose"])
def test_a_second_try_is_afresh_and_by_simplex(method: str) -> None:
    highs = two(method)
    for afresh in (False, True, False):
        assert highs.solve(afresh) is not None
        assert highs.method == ("simplex" if afresh else method)
        assert highs._highs.getOptionValue("solver")[1] == highs.method


def test_a_second_try_forgets_the_last_basis(monkeypatch: pytest.MonkeyPatch) -> None:
    highs = two()
    cleared: list[bool] = []
    real = highs._highs.clearSolver
    monkeypatch.setattr(highs._highs, "clearSolver", lambda: cleared.append(True) or real())
    highs.solve()
    assert cleared == []
    highs.solve(afresh=True)
    assert cleared == [True]


def test_what_has_no_answer_gives_none_and_says_why() -> None:
    highs = two()
    highs.bound_row(1, 3.5, INF)
    assert highs.solve() is None
    assert highs.status == "Infeasible"
    violation = highs.least_violation()
    assert violation is not None
    assert violation.total == pytest.approx(0.5, abs=1e-7)
    assert len(violation.rows) == len(violation.variables) == 2


@pytest.mark.parametrize("which", ["relaxed", "valid"])
def test_where_no_violation_is_found_there_is_none(
    which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    highs = two()
    if which == "relaxed":
        error = highspy.HighsStatus.kError
        monkeypatch.setattr(highs._highs, "feasibilityRelaxation", lambda *given: error)
    else:
        nothing = highspy.HighsSolution()
        monkeypatch.setattr(highs._highs, "getSolution", lambda: nothing)
    assert highs.least_violation() is None


def test_its_matrix_is_the_one_that_was_written() -> None:
    expected = [(0, 0, 1.0), (0, 1, 2.0), (1, 0, 1.0)]
    highs = two()
    assert entries(highs.matrix()) == entries(matrix_of(write_problem(ROWS, BOUNDS))) == expected
    highs.set_coefficient(1, 1, 5.0)
    assert entries(highs.matrix()) == [*expected, (1, 1, 5.0)]


def entries(matrix: tuple[np.ndarray, np.ndarray, np.ndarray]) -> list[tuple[int, int, float]]:
    return sorted(zip(*(part.tolist() for part in matrix), strict=True))


def test_its_tolerances_are_finer_than_its_own() -> None:
    options = two()._highs
    for name in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
        assert options.getOptionValue(name)[1] == FEASIBILITY_TOLERANCE == 1e-9


def test_how_far_values_are_from_their_bounds() -> None:
    distances = _outside([-1.0, 0.5, 4.0, 7.0], [0.0, 0.0, -INF, 1.0], [2.0, 2.0, 3.0, INF])
    assert distances.tolist() == [1.0, 0.0, 1.0, 0.0]


@pytest.mark.parametrize(
    ("low", "high", "sense", "bound"),
    [(2.0, 2.0, 0, 2.0), (-INF, 3.0, -1, 3.0), (1.0, INF, 1, 1.0), (1.0, 3.0, -1, 3.0)],
)
def test_a_row_is_written_with_its_bound(low: float, high: float, sense: int, bound: float) -> None:
    bounds = Bounds(np.array([low]), np.array([high]), np.array([0.5]), np.array([INF]))
    problem = write_problem([[(0, 2.0)]], bounds, np.array([3.0]))
    (row,) = problem.constraints()
    assert (row.sense, -row.constant) == (sense, bound)
    (variable,) = problem.variables()
    assert (variable.name, variable.lowBound, variable.upBound) == ("v0", 0.5, None)
    assert problem.objective.get(variable) == 3.0


def test_variables_are_in_the_order_of_their_names() -> None:
    """Eleven of them: v02 comes before v10."""
    bounds = Bounds(np.zeros(1), np.full(1, INF), np.zeros(11), np.arange(11.0))
    problem = write_problem([[(number, number + 1.0) for number in range(11)]], bounds)
    rows, columns, values = matrix_of(problem)
    assert entries((rows, columns, values)) == [(0, n, n + 1.0) for n in range(11)]
    assert [variable.upBound for variable in problem.variables()] == list(range(11))
