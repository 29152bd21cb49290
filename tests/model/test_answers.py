"""Every unit has an answer; one that has none is named, and the others are whole."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from comparing import allocated, assert_same_hours, differences, hours_by, random_unit
from export.small import write_small
from oracle.units import write
from rules.case_files import files_of

import allocator
from allocator import pipeline
from allocator.cli import main
from allocator.cli.terminal import FAILED
from allocator.errors import CheckError, NotCalculatedError, SolverError
from allocator.model import highs
from allocator.model.linear import LinearProgramme
from allocator.model.read_unit import PreparedUnit
from allocator.notices import errors
from benchmarks.answers import CASES, near_copy_tried, random_unit_tried, read_case

LOOSE = 1e-7
"""HiGHS's own tolerance, with which the two cases end infeasible."""
INF = np.inf
UNSOLVED = SolverError("A1", "HiGHS ended with 'Infeasible'", "3 variables, 2 rows")


@pytest.mark.parametrize("case", CASES)
def test_stages_that_rounding_set_against_each_other_have_an_answer(case: str) -> None:
    assert differences(read_case(case)) == []


@pytest.mark.parametrize("number", range(40))
def test_near_copies_of_them_have_an_answer(number: int) -> None:
    assert near_copy_tried(number).failures == ()


@pytest.mark.parametrize("seed", range(50_000, 50_020))
def test_random_units_have_an_answer(seed: int) -> None:
    assert random_unit_tried(seed).failures == ()


def test_what_is_called_infeasible_without_a_violation_has_an_answer() -> None:
    """What one demand could be given alone, with breaks: nothing is violated, says the solver."""
    assert differences(random_unit(5046)) == []


def test_breaks_have_an_answer_where_what_stays_is_off_by_rounding() -> None:
    """Stage B keeps to the plan of stage N, which misses its rows by 4e-8 hours."""
    assert differences(random_unit(2569)) == []


def test_what_is_widened_by_rounding_gives_the_same_figures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The last resort: needed with a loose tolerance, and no figure moves by 0.01 min."""
    expected = {case: hours_by(allocated(read_case(case))) for case in CASES}
    loose = dict.fromkeys(highs._TOLERANCES, LOOSE)
    monkeypatch.setattr(highs, "_TOLERANCES", loose)
    widened, tries = _count_widened(monkeypatch), []
    for case in CASES:
        result = allocated(read_case(case))
        assert_same_hours(hours_by(result), expected[case])
        stages = result.run["units"][0]["solver"]["stages"].values()
        tries.append(any(stage["second_try"] for stage in stages))
    assert any(widened)
    assert any(tries)


def _count_widened(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    real, widened = LinearProgramme._widen, list[bool]()

    def counted(self: LinearProgramme) -> bool:
        widened.append(real(self))
        return widened[-1]

    monkeypatch.setattr(LinearProgramme, real.__name__, counted)
    return widened


def test_what_is_received_of_nothing_planned_is_no_coverage() -> None:
    """Own supervision takes the whole of the shared one; what is left of it is rounding."""
    hours = allocated(read_case("coverage-of-nothing-9173")).hours
    row = hours[(hours["resident"] == "B2") & (hours["service"] == 15)].iloc[0]
    assert (row["planned_minutes"], row["received_minutes"]) == (0.0, 0.0)
    assert np.isnan(row["coverage"])


def _failing(monkeypatch: pytest.MonkeyPatch, failing: dict[str, NotCalculatedError]) -> None:
    real = pipeline.allocate_unit

    def allocate_unit(unit: PreparedUnit, *options: Any) -> Any:
        if unit.data.unit in failing:
            raise failing[unit.data.unit]
        return real(unit, *options)

    monkeypatch.setattr(pipeline, real.__name__, allocate_unit)


@pytest.mark.parametrize(
    ("error", "code", "facts"),
    [
        (UNSOLVED, "unit-not-solved", "trinn A1 (HiGHS ended with 'Infeasible'; 3 variables"),
        (CheckError("one body", 0.5), "unit-check-failed", "«one body» i modellen med 0.500 min"),
    ],
)
@pytest.mark.parametrize(("failing", "whole"), [("A1", "A2"), ("A2", "A1")])
def test_a_unit_that_fails_leaves_the_others_whole(
    error: NotCalculatedError, code: str, facts: str, failing: str, whole: str,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    source = write_small(tmp_path / "inn")
    before = allocator.allocate(allocator.read(source))
    _failing(monkeypatch, {failing: error})
    result = allocator.allocate(allocator.read(source))
    assert [(notice.code, notice.unit) for notice in result.failures] == [(code, failing)]
    assert errors(result.all_notices) == list(result.failures)
    assert facts in result.failures[0].message("nb")
    for name in ("hours", "register", "staff_time", "week", "staff_week", "unmet", "trace"):
        frame = getattr(before, name)
        own = frame[frame["unit"] == whole].reset_index(drop=True)
        assert getattr(result, name).to_csv() == own.to_csv(), name
    assert [unit["unit"] for unit in result.run["units"]] == [whole]
    assert list(result.in_language("en").failures) == list(result.failures)


@pytest.mark.parametrize("failing", [("A1",), ("A1", "A2")])
def test_a_unit_that_fails_is_said_by_every_command(
    failing: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    source, out = write_small(tmp_path / "inn"), tmp_path / "ut"
    _failing(monkeypatch, dict.fromkeys(failing, UNSOLVED))
    for given in (
        ["run", source, "--out", out],
        ["run", source, "--out", tmp_path / "ut.xlsx"],
        ["verify", out, source],
        ["why", source, "--resident", "B1"],
        ["check", source],
    ):
        assert main([*map(str, given)]) == FAILED, given
        captured = capsys.readouterr()
        shown = " ".join((captured.out + captured.err).split())
        for unit in ("A1", "A2"):
            assert (f"Enheten «{unit}» er ikke beregnet" in shown) == (unit in failing), given


def test_the_record_says_what_solved_each_stage() -> None:
    stages = allocated(read_case(CASES[1])).run["units"][0]["solver"]["stages"]
    assert {(own["solver"], own["method"]) for own in stages.values()} == {
        ("HiGHS", "simplex"),
        ("Clarabel", "interior point"),
    }
    assert [name for name, own in stages.items() if own["solver"] == "Clarabel"] == ["N", "B"]
    assert not any(own["second_try"] for own in stages.values())
    assert all(own["programmes"] >= 1 for own in stages.values())


def test_the_cases_are_right_inputs() -> None:
    for case in (*CASES, "coverage-of-nothing-9173"):
        assert errors(allocator.read(write(read_case(case))).notices) == []


def test_a_week_without_absences_that_fails_leaves_the_figures_and_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The figures are right without it; only whether the absence lowers them is not known."""
    given = {
        "enhet": {"periode_start": "2026-01-05"},
        "tiltak": [{"beboer": "B1", "tjeneste": "1", "minutter": "60"}],
        "fravaer": [{"beboer": "B1", "dato": "2026-01-07"}],
    }
    inputs = allocator.read(files_of(given))
    before = allocator.allocate(inputs)
    real, calls = pipeline.allocate_unit, []

    def fails_the_second_time(*options: Any) -> Any:
        calls.append(options)
        if len(calls) == 2:
            raise UNSOLVED
        return real(*options)

    monkeypatch.setattr(pipeline, real.__name__, fails_the_second_time)
    result = allocator.allocate(inputs)
    assert result.failures == ()
    assert result.hours.equals(before.hours)
    notices = {
        code: [notice for notice in result.all_notices if notice.code == code]
        for code in ("absence-lowers", "absence-not-compared")
    }
    assert notices["absence-lowers"] == []
    assert len(notices["absence-not-compared"]) == 1
    assert "absence-lowers" in [notice.code for notice in before.all_notices]
