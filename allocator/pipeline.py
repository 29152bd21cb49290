"""The pipeline: classify, demands, programme, stages, check, figures. Start here."""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pandas as pd

from allocator.errors import InputError, NotCalculatedError
from allocator.model.allocate import allocate_unit
from allocator.model.read_unit import PreparedUnit, read_unit, rows_by_unit
from allocator.model.size import (
    LONG_SECONDS,
    expected_seconds,
    expected_variables,
    may_be_long,
)
from allocator.model.stages import STAGES, StageCallback, no_progress
from allocator.notices import Notice, errors
from allocator.results.absence_questions import ordinary_unit
from allocator.results.check import check
from allocator.results.clock import week_frames
from allocator.results.deciding import DecidingRules
from allocator.results.figures import Figures
from allocator.results.hours import hours_frame
from allocator.results.notices import notices_frame, notices_of
from allocator.results.register import register_frame
from allocator.results.run import run_record
from allocator.results.staff_frame import staff_time_frame
from allocator.results.trace import trace_frame
from allocator.results.unmet import shortages, unmet_frame
from allocator.rules.catalogue import Catalogue
from allocator.rules.classify import Classification, classify
from allocator.rules.limits import limits_of_decisions
from allocator.rules.loading import load
from allocator.rules.policy import policies_of, profile_notices
from allocator.tables import Inputs
from allocator.tables.bounds import MAX_VARIABLES

__all__ = ["STAGES", "Calculation", "ProgressCallback", "Result", "allocate", "results_of"]

ProgressCallback = Callable[[int, int, str, str], None]
"""Called as each stage begins, and after each unit with no stage: how many units are done, how many
there are, which one it is, and the stage (of `STAGES`)."""


@dataclass(frozen=True)
class Result:
    """The figures of one input, as the contract's section 2 has them.

    All minutes are averages [min per week]. `run` is the record of the run: input, versions,
    policies, solver, and the three readings of shared supervision.
    """

    hours: pd.DataFrame
    register: pd.DataFrame
    staff_time: pd.DataFrame
    week: pd.DataFrame
    staff_week: pd.DataFrame
    unmet: pd.DataFrame
    trace: pd.DataFrame
    notices: pd.DataFrame
    run: dict[str, Any]
    all_notices: tuple[Notice, ...]
    calculation: "Calculation"

    @property
    def failures(self) -> tuple[Notice, ...]:
        """The errors of the units that could not be calculated; their figures are in no table."""
        return self.calculation.failures

    def in_language(self, language: str) -> "Result":
        """Return the same figures, explained in another language (`nb` or `en`)."""
        return self if self.run["language"] == language else results_of(self.calculation, language)


@dataclass(frozen=True)
class Calculation:
    """What is calculated once, before it is put into words.

    `today` is the day of the run, and `profile` the one that was asked for in every unit.
    `failures` are the errors of the units that have no answer, though their input is right.
    """

    inputs: Inputs
    classification: Classification
    units: tuple[Figures, ...]
    catalogue: Catalogue
    today: datetime.date
    profile: str = ""
    failures: tuple[Notice, ...] = ()


def allocate(
    inputs: Inputs,
    *,
    profile: str = "",
    merge: bool = True,
    method: str = "choose",
    language: str = "nb",
    progress: ProgressCallback | None = None,
    expected: Callable[[float], None] | None = None,
    catalogue: Catalogue | None = None,
    today: datetime.date | None = None,
) -> Result:
    """Give the shared staff time to individuals: the one fair answer, with every figure explained.

    Parameters
    ----------
    inputs : what `allocator.read` gives.
    profile : id of a rule profile for every unit; the unit's own columns still beat it.
    merge, method : how the answer is found; it is the same for every choice.
    language : of the texts in the frames, `nb` or `en`.
    progress : called as each stage of each unit begins, and when the unit is done.
    expected : called first with about how long it will take [s], where that is long.
    catalogue : the guidance; the package's own where it is None.
    today : the day of the run, whose rules hold for rosters without a first day; the calendar's
        where it is None.

    Raises
    ------
    InputError : the input has errors; all of them are in `.notices`.

    A unit that could not be calculated raises nothing: it is in `.failures` of the result.
    """
    catalogue = catalogue or load()
    today = today or datetime.date.today()
    if profile:
        units = inputs.tables["unit"].assign(profile=profile)
        inputs = replace(inputs, tables={**inputs.tables, "unit": units})
    inputs = held_against(inputs, catalogue, today)
    if errors(inputs.notices):
        raise InputError(inputs.notices)
    classification = classify(inputs, policies_of(inputs, catalogue, today))
    prepared = [
        read_unit(rows, classification) for rows in rows_by_unit(inputs, classification.policies)
    ]
    sizes = _sizes(prepared)
    if too_large := _too_large(sizes):
        raise InputError([*inputs.notices, *too_large])
    seconds = expected_seconds(sizes.values())
    if expected and seconds >= LONG_SECONDS:
        expected(seconds)
    solved = list(_solve_units(prepared, classification, merge, method, progress))
    figures = tuple(unit for unit in solved if isinstance(unit, Figures))
    failures = tuple(unit for unit in solved if isinstance(unit, Notice))
    calculation = Calculation(inputs, classification, figures, catalogue, today, profile, failures)
    return results_of(calculation, language)


def held_against(inputs: Inputs, catalogue: Catalogue, today: datetime.date) -> Inputs:
    """Return an input with the notices added that need the catalogue and no calculation."""
    unknown = profile_notices(inputs, catalogue, today)
    faulty = {notice.unit for notice in unknown}
    frame = inputs.tables["unit"]
    known = {**inputs.tables, "unit": frame[~frame["unit"].isin(faulty)]}
    policies = policies_of(replace(inputs, tables=known), catalogue, today)
    added = [*unknown, *limits_of_decisions(inputs.book, policies)]
    return replace(inputs, notices=(*inputs.notices, *added))


def _sizes(units: Sequence[PreparedUnit]) -> dict[str, int]:
    """Return about how many variables the larger units will have."""
    return {own.data.unit: expected_variables(own) for own in units if may_be_long(own)}


def _too_large(sizes: Mapping[str, int]) -> list[Notice]:
    return [
        Notice("unit-too-large", unit=unit, facts={"size": str(size), "most": str(MAX_VARIABLES)})
        for unit, size in sizes.items()
        if size > MAX_VARIABLES
    ]


def _solve_units(
    units: Sequence[PreparedUnit],
    classification: Classification,
    merge: bool,
    method: str,
    progress: ProgressCallback | None,
) -> Iterator[Figures | Notice]:
    """Solve and check each unit by itself; what stands in the way of one is a notice."""
    for number, own in enumerate(units, start=1):
        name = own.data.unit
        on_stage: StageCallback = no_progress
        if progress:
            on_stage = partial(progress, number - 1, len(units), name)
        try:
            figures = _solved(own, merge, method, on_stage)
        except NotCalculatedError as error:
            yield Notice(error.code, unit=name, facts=error.facts)
        else:
            yield _with_ordinary(figures, classification, merge, method)
        if progress:
            progress(number, len(units), name, "")


def _with_ordinary(
    figures: Figures, classification: Classification, merge: bool, method: str
) -> Figures:
    """Add the figures without absences on dates; where they fail, those of the unit stand."""
    ordinary = ordinary_unit(figures, classification)
    if ordinary is None:
        return figures
    try:
        return replace(figures, ordinary=_solved(ordinary, merge, method))
    except NotCalculatedError as error:
        return replace(figures, ordinary_failure=str(error))


def _solved(
    unit: PreparedUnit, merge: bool, method: str, on_stage: StageCallback = no_progress
) -> Figures:
    """Solve and check one unit."""
    allocation = allocate_unit(unit, merge, method, on_stage)
    check(allocation)
    return Figures(allocation)


def results_of(calculation: Calculation, language: str) -> Result:
    """Build the tables of contract section 2.

    Raises
    ------
    InputError : a figure is above what the guidance allows.
    """
    inputs, classification, units = (
        calculation.inputs,
        calculation.classification,
        calculation.units,
    )
    hours = hours_frame(units)
    short = [shortages(figures) for figures in units]
    unmet = unmet_frame(zip(units, short, strict=True))
    register = register_frame(units)
    listed = notices_of(inputs, classification, units, short, hours, register, language)
    if errors(listed):
        raise InputError(listed)
    listed = [*calculation.failures, *listed]
    week, staff_week = week_frames(zip(units, short, strict=True))
    trace = trace_frame(units, classification, inputs.names, unmet, language)
    deciding = DecidingRules(calculation, unmet).of_units(hours, trace, listed)
    return Result(
        hours=hours,
        register=register,
        staff_time=staff_time_frame(units),
        week=week,
        staff_week=staff_week,
        unmet=unmet,
        trace=trace,
        notices=notices_frame(listed, language),
        run=run_record(calculation, deciding, language),
        all_notices=tuple(listed),
        calculation=calculation,
    )
