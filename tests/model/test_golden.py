"""Each family of constraints and each stage, written as inequalities (model.md 2.1 to 2.8, 3).

A test that fails prints how the programme differs from `golden/<family>.txt`. After a change that
is meant, `pytest tests/model/test_golden.py --update-golden` writes the files anew and prints what
changed.
"""

import difflib
import inspect
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints

import numpy as np
import pytest

from allocator.model import families, programme
from allocator.model.families import Constraint
from allocator.model.programme import StagedProgramme, build_programme
from allocator.model.stages import solve_stages
from allocator.model.variables import build_variables
from model import golden_units as units
from model.rendering import Readable, Tables, read_layout

GOLDEN = Path(__file__).parent / "golden"


class Family(NamedTuple):
    """One golden file: the function that it holds, its units, and how it is written."""

    function: Callable[..., Any]
    units: dict[str, Tables]
    render: Callable[[Readable], list[str]]


def _sums(function: Any) -> Callable[[Readable], list[str]]:
    """The outcomes of one stage."""
    of = {
        programme._OutcomeRows.work: lambda readable, staged: [
            readable.outcome(readable.demand(number), outcome, staged)
            for number, outcome in staged.work.items()
        ],
        programme._OutcomeRows.received: lambda readable, staged: [
            readable.outcome(readable.share_name(key), outcome, staged)
            for key, outcome in staged.received.items()
        ],
        programme._OutcomeRows.supervised: lambda readable, staged: [
            readable.outcome(
                readable.resident(readable.index.data.supervisions[row].resident), outcome, staged
            )
            for row, outcome in staged.supervised.items()
        ],
        programme._OutcomeRows.woken: _woken,
    }[function]
    return lambda readable: of(readable, build_programme(readable.index))


def _woken(readable: Readable, staged: StagedProgramme) -> list[str]:
    if staged.woken is None:
        return ["nobody can be woken"]
    upper = staged.lp.bounds().upper
    return [
        f"woken: {readable.total(staged.lp.row(staged.woken), where=True)}",
        *(
            f"{readable.variable(variable, where=True)} <= {upper[variable.number]:.2f} h"
            for variable in readable.index.variables
            if upper[variable.number] < float("inf")
        ),
        f"level <= {upper[staged.level]:g}",
    ]


FAMILIES = {
    "asked": Family(
        families.requirements,
        units.ASKED,
        lambda readable: readable.roster_rows(families.requirements(readable.index)),
    ),
    "presence": Family(build_variables, units.PRESENCE, Readable.variables_by_interval),
    "group_linking": Family(
        families.group_linking,
        units.HELD,
        lambda readable: readable.interval_rows(
            lambda _layout, _cell, variables: families.group_linking(variables)
        ),
    ),
    "staff_minutes": Family(
        families.staff_minutes,
        units.STAFF,
        lambda readable: readable.interval_rows(families.staff_minutes),
    ),
    "several_at_a_time": Family(
        families.several_at_a_time,
        units.SEVERAL,
        lambda readable: readable.interval_rows(families.several_at_a_time),
    ),
    "competence": Family(
        families.competences,
        units.COMPETENCE,
        lambda readable: readable.interval_rows(families.competences),
    ),
    "one_body": Family(
        families.resident_capacity,
        units.BODY,
        lambda readable: readable.interval_rows(families.resident_capacity),
    ),
    "not_on_a_break": Family(
        families.not_on_a_break,
        units.BREAKS,
        lambda readable: readable.interval_rows(families.not_on_a_break),
    ),
    "breaks_taken": Family(
        families.breaks_taken,
        units.BREAKS,
        lambda readable: readable.roster_rows(families.breaks_taken(readable.index)),
    ),
    "decision": Family(
        families.decision_caps,
        units.DECISION,
        lambda readable: readable.roster_rows(families.decision_caps(readable.index)),
    ),
    "stage_0": Family(programme._OutcomeRows.work, units.WORK, _sums(programme._OutcomeRows.work)),
    "stage_A": Family(
        programme._OutcomeRows.received, units.RECEIVED, _sums(programme._OutcomeRows.received)
    ),
    "stage_R": Family(
        programme._OutcomeRows.woken, units.NIGHTS, _sums(programme._OutcomeRows.woken)
    ),
    "stage_S": Family(
        programme._OutcomeRows.supervised,
        units.SUPERVISED,
        _sums(programme._OutcomeRows.supervised),
    ),
    "stages": Family(
        solve_stages,
        units.STAGES,
        lambda readable: readable.stages(build_programme(readable.index)),
    ),
}


@pytest.mark.parametrize("name", FAMILIES)
def test_the_programme_is_as_it_is_written(
    name: str, update_golden: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    now = "\n".join(_written(name))
    path = GOLDEN / f"{name}.txt"
    before = path.read_text("utf-8") if path.exists() else ""
    difference = "\n".join(
        difflib.unified_diff(before.splitlines(), now.splitlines(), path.name, "now", lineterm="")
    )
    if update_golden and difference:
        path.write_text(now, "utf-8")
        with capsys.disabled():
            sys.stdout.write(f"\n{difference}\n")
    else:
        assert now == before, difference


def _written(name: str) -> Iterator[str]:
    for title in FAMILIES[name].units:
        rows = FAMILIES[name].render(_readable(name, title))
        assert rows, title
        yield from (f"# {title}", *rows, "")


@cache
def _readable(name: str, title: str) -> Readable:
    return read_layout(FAMILIES[name].units[title])


def test_every_family_is_written() -> None:
    """A new family of constraints, or a new outcome, needs a golden file."""
    made = {
        function
        for function in vars(families).values()
        if inspect.isfunction(function)
        and function.__module__ == families.__name__
        and get_type_hints(function).get("return") == Iterator[Constraint]
    } - {families.all_constraints}
    made |= {
        function
        for name, function in vars(programme._OutcomeRows).items()
        if inspect.isfunction(function) and not name.startswith("_")
    }
    assert len(made) >= 13
    assert made | {build_variables, solve_stages} == {
        family.function for family in FAMILIES.values()
    }
    assert {path.stem for path in GOLDEN.iterdir()} == set(FAMILIES)


def test_all_families_are_in_the_programme() -> None:
    """Every row of every family, once, in every unit that is written here."""
    for name, family in FAMILIES.items():
        for title in family.units:
            index = _readable(name, title).index
            rows = [
                *families.requirements(index),
                *families.decision_caps(index),
                *families.breaks_taken(index),
            ]
            for interval, variables in zip(index.intervals, index.by_interval, strict=True):
                rows += families.group_linking(variables)
                for constraint in (
                    families.staff_minutes,
                    families.several_at_a_time,
                    families.competences,
                    families.resident_capacity,
                    families.not_on_a_break,
                ):
                    rows += constraint(index, interval, variables)
            assert sorted(families.all_constraints(index)) == sorted(rows)
            lp = build_programme(index).lp
            bounds = lp.bounds()
            for number, row in enumerate(families.all_constraints(index)):
                assert list(lp.row(number)) == row.terms
                assert bounds.upper_rows[number] == row.bound
                assert bounds.lower_rows[number] == (row.bound if row.equal else -np.inf)
