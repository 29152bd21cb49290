"""The rows of the plan as questions look at them: with their verdict, window and description."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Protocol, TypeVar

from allocator import terms
from allocator.calendar.roster import Calendar, Days
from allocator.clock import Clock, Window
from allocator.notices import Notice
from allocator.rules.classify import Classification
from allocator.rules.entry import Rule
from allocator.rules.in_force import RulesInForce
from allocator.rules.planned import ServiceKey
from allocator.rules.verdicts import INTERVENTION_ROLES, Verdict
from allocator.tables.declared import TABLES
from allocator.tables.declared_people import DecisionRow
from allocator.tables.declared_rota import UnitRow
from allocator.tables.declared_work import GroupRow, InterventionRow
from allocator.tables.inputs import Inputs
from allocator.tables.rows import rows_of
from allocator.terms import Mode, Provider


class PlanRow(NamedTuple):
    """One row of `interventions`; what its group says of time stands in place of its own.

    Parameters
    ----------
    windows : when it may be given [min after dag_start]; by_the_clock : it has a window of its own.
    daily : it falls on each of its weekdays.
    """

    unit: str
    resident: str
    service: int
    row: int
    description: str
    activity: str
    mode: Mode
    provider: Provider
    competence: str
    staff: float
    windows: tuple[Window, ...]
    by_the_clock: bool
    weekdays: tuple[int, ...]
    daily: bool
    clock: Clock
    verdict: Verdict

    @property
    def key(self) -> ServiceKey:
        """Whom and what it is for."""
        return self.unit, self.resident, self.service


class HasUnit(Protocol):
    """A row of one unit."""

    @property
    def unit(self) -> str:
        """The unit's id."""


OfUnit = TypeVar("OfUnit", bound=HasUnit)


@dataclass(frozen=True)
class QuestionContext:
    """What questions are asked of: the tables, and the verdicts with the rules in force."""

    inputs: Inputs
    classification: Classification

    def rules(self, unit: str) -> RulesInForce:
        """Return the rules in force for a unit."""
        return self.classification.policies[unit].rules

    def under(self, name: str, rows: Iterable[OfUnit]) -> Iterator[tuple[OfUnit, Rule]]:
        """List the rows of units for which a rule is in force, each with the rule."""
        for row in rows:
            rule = self.rules(row.unit).rules.get(name)
            if rule:
                yield row, rule

    @cached_property
    def calendars(self) -> dict[str, Calendar]:
        """The roster of each unit."""
        return {row.unit: Calendar.of_unit(row) for row in self.units}

    @cached_property
    def units(self) -> list[UnitRow]:
        """The rows of `unit`."""
        return rows_of(self.inputs.tables["unit"], UnitRow)

    @cached_property
    def intervention_rows(self) -> list[InterventionRow]:
        """The rows of `interventions` as they are in the input."""
        return rows_of(self.inputs.tables["interventions"], InterventionRow)

    @cached_property
    def decisions(self) -> list[tuple[DecisionRow, Verdict]]:
        """The rows of `decisions`, each with its verdict."""
        rows = rows_of(self.inputs.tables["decisions"], DecisionRow)
        return list(zip(rows, self.classification.verdicts["decisions"], strict=True))

    @cached_property
    def plan(self) -> tuple[PlanRow, ...]:
        """Every row of `interventions`."""
        groups = {
            (group.unit, group.group): group
            for group in rows_of(self.inputs.tables["groups"], GroupRow)
        }
        verdicts = self.classification.verdicts["interventions"]
        return tuple(
            self._plan_row(row, groups.get((row.unit, row.group), row), verdict)
            for row, verdict in zip(self.intervention_rows, verdicts, strict=True)
        )

    def _plan_row(
        self, row: InterventionRow, when: InterventionRow | GroupRow, verdict: Verdict
    ) -> PlanRow:
        clock = self.calendars[row.unit]
        return PlanRow(
            row.unit,
            row.resident,
            row.service,
            row.row,
            row.description or when.description,
            row.activity,
            row.mode,
            row.provider,
            row.competence,
            row.staff,
            clock.windows(when.from_time, when.to_time, when.shift),
            not math.isnan(when.from_time),
            when.weekdays,
            when.per == "day",
            clock,
            verdict,
        )

    @property
    def counted(self) -> Iterator[PlanRow]:
        """The rows that count."""
        return (row for row in self.plan if row.verdict.counts)

    @property
    def interventions(self) -> Iterator[PlanRow]:
        """The rows that are interventions in the sense of contract 3.6, and the register's."""
        return (
            row
            for row in self.plan
            if row.verdict.role in INTERVENTION_ROLES and row.verdict.reported
        )

    def in_force(self, row: InterventionRow | DecisionRow) -> Days:
        """Mark the days of its unit's roster on which a row of the plan or the decisions holds."""
        return self.calendars[row.unit].between(row.from_, row.to)

    def column(self, table: str, name: str) -> str:
        """Return the heading of a column in the language of the table's own name."""
        if self.inputs.names[table] == table:
            return name
        return TABLES[table].column(name).norwegian

    def about(self, code: str, row: PlanRow, column: str, value: str, **facts: str) -> Notice:
        """Write a notice about one cell of the plan."""
        return Notice(
            code,
            self.inputs.names["interventions"],
            row.row,
            self.column("interventions", column),
            value,
            facts,
            row.unit,
            row.resident,
            row.service,
        )

    def about_service(self, code: str, key: ServiceKey, value: str = "", **facts: str) -> Notice:
        """Write a notice about a resident's service, at its first row in plan or decisions."""
        table, row = self._first_row.get(key, ("", None))
        unit, resident, service = key
        facts = {"service_name": terms.SERVICES[service].name, **facts}
        return Notice(code, table, row, "", value, facts, unit, resident, service)

    def about_row(
        self, asked_at: tuple[str, int], code: str, key: ServiceKey, value: str = "", **facts: str
    ) -> Notice:
        """Write a notice about a resident's service at a row: table (English name), position."""
        table, position = asked_at
        row = int(self.inputs.tables[table]["row"].iloc[position])
        notice = self.about_service(code, key, value, **facts)
        return replace(notice, table=self.inputs.names[table], row=row)

    @cached_property
    def _first_row(self) -> dict[ServiceKey, tuple[str, int | None]]:
        first: dict[ServiceKey, tuple[str, int | None]] = {}
        for row in self.intervention_rows:
            key = row.unit, row.resident, row.service
            first.setdefault(key, (self.inputs.names["interventions"], row.row))
        for decision, _ in self.decisions:
            key = decision.unit, decision.resident, decision.service
            first.setdefault(key, (self.inputs.names["decisions"], decision.row))
        return first


def first_word_found(description: str, rule: Rule) -> str:
    """Return the first of a rule's words that stands in a description; empty where none does."""
    text = description.casefold()
    for phrase in rule.except_words:
        text = text.replace(phrase, "")
    return next((word for word in rule.words if word in text), "")
