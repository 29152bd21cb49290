"""Which rule decides each row, and what part the row plays in the model.

Rules recognise rows by small pure functions bound to their ids (`recognise.py`). Exactly one
recognises a row, or the catalogue says which beats which; where none does, DEFAULT-00 decides:
the row does not count, and that is said.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from allocator import terms
from allocator.calendar.roster import Calendar, Days
from allocator.clock import Clock, is_covered
from allocator.notices import Notice
from allocator.rules.planned import (
    ServiceKey,
    not_reported_days,
    stays_of,
    without_intervention,
)
from allocator.rules.policy import Policies
from allocator.rules.recognise import Row
from allocator.rules.verdicts import DEFAULT, Role, Verdict, verdict_makers
from allocator.tables.declared_people import DecisionRow
from allocator.tables.declared_rota import UnitRow
from allocator.tables.declared_work import GroupRow, InterventionRow, OtherWorkRow
from allocator.tables.inputs import Inputs
from allocator.tables.rows import rows_of
from allocator.tables.words import normalise_word
from allocator.terms import Part, Provider

RowPlace = tuple[str, int] | tuple[str, int, str]
"""Table (English name), place in its typed frame, and perhaps which share of the row is meant."""
_PROVIDER_PRECEDENCE: tuple[Provider, ...] = ("unpaid", "external", "unit")
"""Who gives a participation: the first of these that the row or its group says."""


@dataclass(frozen=True)
class Classification:
    """The verdict on each row of `interventions`, `other_work` and `decisions`.

    Parameters
    ----------
    policies : unit -> how it reads the guidance, and the rules in force for it.
    verdicts : table -> one verdict for each row of its frame, in order.
    unplanned : places of the granted decisions on whose days no intervention is in force.
    not_reported : the døgn on which interventions are not the register's, as their decision is not.
    notices : the rows that no rule recognises.
    in_whole_days : places of the decisions whose hours are written in døgn.
    """

    policies: Mapping[str, Policies]
    verdicts: Mapping[str, tuple[Verdict, ...]]
    unplanned: frozenset[int]
    not_reported: Mapping[ServiceKey, Days]
    notices: tuple[Notice, ...]
    in_whole_days: frozenset[int] = frozenset()

    def verdict(self, source: RowPlace) -> Verdict:
        """Return the verdict on a row, by table and place in its frame."""
        return self.verdicts[source[0]][source[1]]

    def rule(self, source: RowPlace) -> str:
        """Return the id of the rule that decides a row."""
        return self.verdict(source).rule

    def role(self, source: RowPlace) -> Role:
        """Return the part a row plays in the model."""
        return self.verdict(source).role

    def not_reported_days(self, row: InterventionRow, calendar: Calendar) -> Days:
        """Mark the døgn on which an intervention's own dates hold and it is not the register's."""
        key = row.unit, row.resident, row.service
        if key not in self.not_reported:
            return np.zeros(calendar.days, dtype=bool)
        return self.not_reported[key] & calendar.between(row.from_, row.to)


def classify(inputs: Inputs, policies: Mapping[str, Policies]) -> Classification:
    """Give every row of the plan, of other work and of the decisions its verdict.

    Parameters
    ----------
    policies : of every unit.

    Raises CatalogueError where two rules recognise one row and neither beats the other.
    """
    makers = verdict_makers(policies)

    def verdicts_on(table: str, rows: list[Row]) -> tuple[Verdict, ...]:
        units = inputs.tables[table]["unit"].tolist()
        return tuple(makers[unit](row) for unit, row in zip(units, rows, strict=True))

    not_reported = not_reported_days(inputs)
    plan = verdicts_on("interventions", _plan_rows(inputs, policies, not_reported))
    other_work = verdicts_on("other_work", _other_work_rows(inputs.tables["other_work"]))
    unplanned = without_intervention(inputs, policies, plan)
    decisions = verdicts_on("decisions", _decision_rows(inputs.tables["decisions"], unplanned))
    verdicts = {"interventions": plan, "other_work": other_work, "decisions": decisions}
    notices = tuple(_unrecognised(inputs, verdicts))
    in_days = frozenset(_in_whole_days(inputs))
    return Classification(policies, verdicts, unplanned, not_reported, notices, in_days)


def _in_whole_days(inputs: Inputs) -> Iterator[int]:
    """List the places of the decisions whose hours are written in døgn."""
    for position in range(len(inputs.tables["decisions"])):
        if "dogn" in normalise_word(inputs.book.written("decisions", position, "hours")):
            yield position


def _plan_rows(
    inputs: Inputs, policies: Mapping[str, Policies], not_reported: Mapping[ServiceKey, Days]
) -> list[Row]:
    """Write the rows of `interventions` as rules see them."""
    clocks = {unit.unit: Calendar.of_unit(unit) for unit in rows_of(inputs.tables["unit"], UnitRow)}
    stays = stays_of(inputs) if not_reported else {}
    provider_of = {
        (group.unit, group.group): group.provider
        for group in rows_of(inputs.tables["groups"], GroupRow)
    }
    seen = []
    for row in rows_of(inputs.tables["interventions"], InterventionRow):
        providers = {row.provider, provider_of.get((row.unit, row.group), row.provider)}
        key = row.unit, row.resident, row.service
        reportable = True
        if key in not_reported:
            days = clocks[row.unit].between(row.from_, row.to) & stays[row.unit, row.resident]
            reportable = not days.any() or bool((days & ~not_reported[key]).any())
        continuous = row.mode == "supervision" and not row.group and pd.isna(row.minutes)
        seen.append(
            Row(
                "interventions",
                service=row.service,
                word=row.activity,
                mode=row.mode,
                continuous=bool(continuous),
                staffed=not pd.isna(row.staff),
                grouped=bool(row.group),
                provider=next(name for name in _PROVIDER_PRECEDENCE if name in providers),
                reading=policies[row.unit].shared_supervision,
                reportable=reportable,
                night=_in_the_night(clocks[row.unit], row.from_time, row.to_time, row.shift),
            )
        )
    return seen


def _in_the_night(clock: Clock, from_time: float, to_time: float, shift: Sequence[Part]) -> bool:
    """Say whether all of a row's windows lie in the night part."""
    windows, night = clock.windows(from_time, to_time, shift), clock.windows_of(("night",))
    return bool(windows) and all(is_covered(window, night) for window in windows)


def _other_work_rows(frame: pd.DataFrame) -> list[Row]:
    """Write the rows of `other_work` as rules see them."""
    return [
        Row("other_work", word=row.work, provider="unit") for row in rows_of(frame, OtherWorkRow)
    ]


def _decision_rows(frame: pd.DataFrame, unplanned: frozenset[int]) -> list[Row]:
    """Write the rows of `decisions` as rules see them."""
    seen = []
    for row in rows_of(frame, DecisionRow):
        respite = row.service == terms.ROLLING_RESPITE
        seen.append(
            Row(
                "decisions",
                service=row.service,
                status=row.status,
                reportable=row.reportable,
                hours=terms.SERVICES[row.service].hours and (row.rolling or not respite),
                rolling=row.rolling and respite,
                planned=row.position not in unplanned,
            )
        )
    return seen


def _unrecognised(inputs: Inputs, verdicts: Mapping[str, tuple[Verdict, ...]]) -> list[Notice]:
    """Give one notice for each row that no rule recognises."""
    word_of = {"interventions": "activity", "other_work": "work", "decisions": "status"}
    notices = []
    for table, on_rows in verdicts.items():
        frame = inputs.tables[table]
        for position, verdict in enumerate(on_rows):
            if verdict.rule == DEFAULT:
                row = frame.iloc[position]
                notices.append(
                    Notice(
                        "no-rule",
                        inputs.names[table],
                        int(row["row"]),
                        value=str(row[word_of[table]]),
                        unit=row["unit"],
                    )
                )
    return notices
