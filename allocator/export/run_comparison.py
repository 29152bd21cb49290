"""Two runs side by side: whose hours differ, and what in input, rules or program did it.

A cause is never guessed from figures. It is a row that says other than before, a rule that decides
in another version, another reading, or another version of the program; and hours that no such
thing is about are said to be without a cause.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import pandas as pd

from allocator.export.files import safe
from allocator.export.run_files import FinishedRun
from allocator.results.hours_changes import hours_changes
from allocator.results.record_changes import (
    Difference,
    policy_changes,
    rule_changes,
    version_changes,
)
from allocator.results.register_changes import RegisterChange, register_changes
from allocator.tables.declared_work import InterventionRow
from allocator.tables.row_changes import RowChange, row_changes
from allocator.tables.rows import rows_of

_CATALOGUE = "catalogue"


class InputState(StrEnum):
    """How the input of a run is beside that of another."""

    SAME = "same"
    WRITTEN_OTHERWISE = "written_otherwise"
    """Other bytes, and every row says the same."""
    CHANGED = "changed"


@dataclass(frozen=True)
class ChangeCauses:
    """What may have moved the hours of one resident and service, the nearest first.

    Parameters
    ----------
    own : rows about the resident, of the same service first, and about groups of the resident's.
    shared : rows about everybody in the unit: shifts, the unit, other residents, for staff is
        shared.
    run : readings, rules and versions, and that the unit was not calculated.
    """

    own: tuple[RowChange, ...] = ()
    shared: tuple[RowChange, ...] = ()
    run: tuple[Difference, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.own or self.shared or self.run)


@dataclass(frozen=True, eq=False)
class RunComparison:
    """How a run differs from an earlier one.

    Parameters
    ----------
    units : those that were calculated in either run.
    hours : as `hours_changes` gives them: one row per unit, resident and service that differs,
        [min per week].
    input_state : how the input is beside the earlier one.
    rows : the rows of the input that are changed, gone or new.
    run : readings, rules in another version, versions, units that were not calculated.
    register : what is to be entered in the record system.
    members : unit and group -> who takes part in either run.
    """

    units: tuple[str, ...]
    hours: pd.DataFrame
    input_state: InputState
    rows: tuple[RowChange, ...]
    run: tuple[Difference, ...]
    register: tuple[RegisterChange, ...]
    members: Mapping[tuple[str, str], frozenset[str]]

    @property
    def is_same(self) -> bool:
        """Whether input, figures, rules, versions and register are the same."""
        is_other = self.rows or self.run or self.register or len(self.hours)
        return self.input_state is InputState.SAME and not is_other

    def causes(self, unit: str, resident: str, service: int) -> ChangeCauses:
        """Return what may have moved these hours; nothing where nothing is about them."""
        moving = self._moving.get(unit, [])
        own = [change for change, residents in moving if resident in residents]
        return ChangeCauses(
            own=tuple(sorted(own, key=lambda change: service not in change.services)),
            shared=tuple(change for change, residents in moving if resident not in residents),
            run=self.run_causes(unit),
        )

    def moving_rows(self, unit: str) -> tuple[RowChange, ...]:
        """Return the rows that may move hours in a unit, whomever they are about."""
        return tuple(change for change, _ in self._moving.get(unit, []))

    def run_causes(self, unit: str) -> tuple[Difference, ...]:
        """Return what may move hours in a unit and is no row of the input.

        The catalogue's version is that of its files; it moves hours where a rule is another.
        """
        own = [other for other in self.run if unit in (other.units or (unit,))]
        by_rules = any(other.key.startswith("rule-") for other in own)
        return tuple(other for other in own if by_rules or other.facts.get("what") != _CATALOGUE)

    @cached_property
    def _moving(self) -> dict[str, list[tuple[RowChange, frozenset[str]]]]:
        """Unit -> each row that may move hours in it, with the residents whom it is about."""
        moving: dict[str, list[tuple[RowChange, frozenset[str]]]] = {}
        for change in self.rows:
            if change.may_move_hours:
                for unit in units_of(change):
                    groups = [self.members.get((unit, name)) for name in change.names("group")]
                    residents = residents_of(change).union(*filter(None, groups))
                    moving.setdefault(unit, []).append((change, residents))
        return moving


def compare_runs(before: FinishedRun, after: FinishedRun) -> RunComparison:
    """Hold a run beside an earlier one."""
    rows = row_changes(before.inputs, after.inputs)
    if before.inputs.sha256 == after.inputs.sha256:
        state = InputState.SAME
    else:
        state = InputState.CHANGED if rows else InputState.WRITTEN_OTHERWISE
    return RunComparison(
        units=tuple(dict.fromkeys([*_calculated(after), *_calculated(before)])),
        hours=hours_changes(before.hours, after.hours),
        input_state=state,
        rows=rows,
        run=tuple(_run_changes(before, after)),
        register=tuple(register_changes(before.register, after.register)),
        members=_members(before, after),
    )


def units_of(change: RowChange) -> frozenset[str]:
    """Return the units that a row is about, by the names that results have."""
    return frozenset(map(safe, change.names("unit")))


def residents_of(change: RowChange) -> frozenset[str]:
    """Return the residents whom a row names, by the names that results have."""
    return frozenset(map(safe, change.names("resident")))


def _run_changes(before: FinishedRun, after: FinishedRun) -> Iterator[Difference]:
    """Give what differs in the two records.

    A rule that begins or ceases to decide does so because of the input, unless the catalogue is
    another.
    """
    units, units_now = _units(before), _units(after)
    versions = before.record["versions"], after.record["versions"]
    is_other_catalogue = versions[0].get(_CATALOGUE) != versions[1].get(_CATALOGUE)
    yield from _not_calculated(before, after)
    yield from policy_changes(units, units_now)
    for difference in rule_changes(units, units_now):
        if is_other_catalogue or difference.key == "rule-changed":
            yield difference
    yield from version_changes(*versions)


def _not_calculated(before: FinishedRun, after: FinishedRun) -> Iterator[Difference]:
    """Give each unit that is in both inputs and was calculated in one of the runs only."""
    common = set(_in_input(before)) & set(_in_input(after))
    for key, run, other in (
        ("not-calculated-before", before, after),
        ("not-calculated-now", after, before),
    ):
        for unit in _calculated(other):
            if unit in common and unit not in _calculated(run):
                yield Difference(key, {"unit": unit}, units=(unit,))


def _units(run: FinishedRun) -> list[dict[str, Any]]:
    """Return the units of the record, by the names that results have."""
    return [{**unit, "unit": safe(unit["unit"])} for unit in run.record["units"]]


def _calculated(run: FinishedRun) -> list[str]:
    return [unit["unit"] for unit in _units(run)]


def _in_input(run: FinishedRun) -> list[str]:
    return [safe(unit) for unit in run.inputs.tables["unit"]["unit"]]


def _members(*runs: FinishedRun) -> dict[tuple[str, str], frozenset[str]]:
    members: dict[tuple[str, str], frozenset[str]] = {}
    for run in runs:
        for row in rows_of(run.inputs.tables["interventions"], InterventionRow):
            if row.group:
                key = (safe(row.unit), row.group)
                members[key] = members.get(key, frozenset()) | {safe(row.resident)}
    return members
