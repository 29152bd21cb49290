"""What the stages leave behind them, and which way a unit is solved."""

import numpy as np
import pytest

from allocator.errors import SolverError
from allocator.model import allocate as allocation
from allocator.model.programme import (
    INTERIOR_FROM,
    StagedProgramme,
    _method,
    build_programme,
    in_full,
)
from allocator.model.stages import (
    StageSolution,
    _minimise_woken,
    _solve_breaks,
    _solve_supervision,
    no_progress,
)
from allocator.model.statistics import SolverStatistics
from allocator.model.variables import VariableIndex, VariableKind
from model.golden_units import NIGHT, RESTING, iv, on, small
from model.rendering import read_layout

AT_NIGHT = small(NIGHT, RESTING, interventions=[iv("turn", "30", "23:00", "00:00", staff="2")])


@pytest.mark.parametrize(
    ("variables", "chosen", "second"),
    [(INTERIOR_FROM, "simplex", "simplex"), (INTERIOR_FROM + 1, "interior", "ipm")],
)
def test_a_large_programme_is_solved_from_the_inside(
    variables: int, chosen: str, second: str
) -> None:
    assert _method("choose", variables) == chosen
    assert _method("ipm", variables) == "ipm", "who asks for a method gets it"
    assert in_full(variables) == second


@pytest.mark.parametrize("method", ["simplex", "interior"])
def test_no_more_are_woken_later_than_the_least(method: str) -> None:
    """Somebody must be woken for half an hour a week; that is the most from then on."""
    programme = build_programme(read_layout(AT_NIGHT).index, method)
    assert programme.woken is not None
    programme.lp.bound_row(programme.woken, 0.5)
    _minimise_woken(programme)
    most = programme.lp.bounds().upper_rows[programme.woken]
    assert 0.5 < most < 0.5 + 1e-6, "a hair above, or rounding leaves no answer"
    assert programme.lp.bounds().lower_rows[programme.woken] == 0.0


def test_where_nobody_rests_nothing_is_solved_for_the_woken() -> None:
    programme = build_programme(
        read_layout(small(NIGHT, interventions=[iv("turn", "30", "23:00", "00:00")])).index,
        "simplex",
    )
    assert programme.woken is None
    _minimise_woken(programme)
    assert programme.lp.statistics.stages == {}


WATCHED = {
    reading: small(
        on("08:00", "09:00"),
        interventions=[
            {"intervention": "watch", "mode": "supervision", "shift": "day"},
            {"intervention": "too", "mode": "supervision", "shift": "day", "resident": "B2"},
        ],
        unit={"shared_supervision": reading},
    )
    for reading in ("divided", "joint", "rounds")
}


@pytest.mark.parametrize("reading", WATCHED)
def test_each_reading_has_its_minutes_and_the_units_own_is_kept(reading: str) -> None:
    """An hour a day and two who are watched: 3:30 a week each, 7:00 each, and nothing."""
    programme = build_programme(read_layout(WATCHED[reading]).index, "simplex")
    levels: dict[str, int] = {}
    readings = _solve_supervision(programme, levels)
    assert list(readings["divided"].values()) == pytest.approx([210.0, 210.0])
    assert list(readings["joint"].values()) == pytest.approx([420.0, 420.0])
    assert list(readings["rounds"].values()) == [0.0, 0.0]
    assert set(levels) == {"S" if name == reading else f"S {name}" for name in ("divided", "joint")}
    assert _most_supervised(programme) == pytest.approx(
        {"divided": 7.0, "joint": 14.0, "rounds": 0.0}[reading], abs=1e-6
    )


def _most_supervised(programme: StagedProgramme) -> float:
    """Hours of a week that can still be supervised."""
    watched = [
        (variable.number, -programme.index.weight(variable))
        for variable in programme.index.variables
        if variable.kind is VariableKind.SUPERVISED
    ]
    return -programme.lp.minimise(watched, "after").objective


def test_what_takes_staff_is_said_for_each_reading() -> None:
    """`joint` takes no minute of the staff, `divided` one of each."""
    programme = build_programme(read_layout(WATCHED["divided"]).index, "simplex")
    for takes in (True, False):
        programme.supervision_takes(staff=takes)
        rows, columns, values = programme.lp.region().matrix
        in_rows = {
            variable: float(values[(rows == row) & (columns == variable)].sum())
            for variable, row in programme.staff_rows.items()
        }
        assert in_rows
        assert set(in_rows.values()) == {float(takes)}
    programme.forbid_supervision()
    assert _most_supervised(programme) == 0.0


def _index() -> VariableIndex:
    return read_layout(AT_NIGHT).index


@pytest.mark.parametrize(("method", "tried"), [("simplex", 1), ("interior", 2)])
def test_what_is_solved_in_full_is_not_solved_twice(
    method: str, tried: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only of a programme that shares its variables is there another to try."""
    seen: list[StagedProgramme] = []

    def fails(programme: StagedProgramme, on_stage: object) -> StageSolution:
        seen.append(programme)
        raise SolverError("0", "HiGHS ended with 'Infeasible'", "")

    monkeypatch.setattr(allocation, "solve_stages", fails)
    with pytest.raises(SolverError):
        allocation._solve(_index(), method, no_progress)
    assert len(seen) == tried
    assert seen[-1].aggregation is None


def test_a_second_way_is_counted_as_a_second_try(monkeypatch: pytest.MonkeyPatch) -> None:
    statistics = SolverStatistics()
    statistics.add("0", "HiGHS", "simplex", 1.0)
    statistics.add("A1", "HiGHS", "simplex", 1.0, second_try=True)

    def once_in_full(programme: StagedProgramme, on_stage: object) -> StageSolution:
        if programme.aggregation is not None:
            raise SolverError("0", "Clarabel ended with NumericalError", "")
        return StageSolution(np.zeros(1), {}, statistics, {})

    monkeypatch.setattr(allocation, "solve_stages", once_in_full)
    allocation._solve(_index(), "interior", no_progress)
    assert [stage.second_tries for stage in statistics.stages.values()] == [1, 2]
    assert statistics.second_tries == 3


@pytest.mark.parametrize(("method", "slack"), [("simplex", 1e-6 / 60), ("interior", 1e-5 / 60)])
def test_breaks_leave_what_stays_a_hair_and_no_more(
    method: str, slack: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows of the plan give way by rounding, the rows of breaks not at all."""
    shifts = [row | {"break_minutes": "15"} for row in on("08:00", "09:00")]
    tables = small(shifts, interventions=[iv("bath", "30", "08:00", "09:00")])
    programme = build_programme(read_layout(tables).index, method)
    assert programme.break_rows
    before = programme.lp.bounds()
    width = len(programme.index.variables)
    values = np.full(width, 0.25)
    seen: list[tuple[np.ndarray, np.ndarray]] = []

    def solved(targets: np.ndarray, weights: np.ndarray, stage: str) -> np.ndarray:
        assert stage == "B"
        seen.append((targets, weights))
        return np.zeros(width + 1)

    monkeypatch.setattr(programme.lp, "solve_quadratic", solved)
    assert len(_solve_breaks(programme, values)) == width
    now = programme.lp.bounds()
    for row in range(len(now.upper_rows)):
        by = 0.0 if row in programme.break_rows else slack
        assert now.upper_rows[row] == pytest.approx(before.upper_rows[row] + by, abs=1e-12)
        assert now.lower_rows[row] == pytest.approx(before.lower_rows[row] - by, abs=1e-12)
    ((targets, weights),) = seen
    for variable in programme.index.variables:
        taken = variable.kind is VariableKind.BREAK
        fixed = bool(now.lower[variable.number] == now.upper[variable.number] == 0.25)
        assert fixed is not taken
        assert targets[variable.number] == (variable.target if taken else 0.0)
        assert bool(weights[variable.number]) is taken
