"""Which rules decide: a row of the trace, what the rows of a service add up to, and a notice."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

import pandas as pd
from pandas.api.typing import NAType

from allocator.model.unit_data import RowRef
from allocator.notices import Notice
from allocator.results.hours import HoursRow
from allocator.results.timing import PlanOrDecisionRow, timed_by
from allocator.results.trace import TraceRow
from allocator.results.unmet import UnmetReason, UnmetRow
from allocator.rules.classify import Classification
from allocator.rules.in_force import converting
from allocator.tables import Inputs
from allocator.tables.declared_people import DecisionRow
from allocator.tables.declared_work import GroupRow, InterventionRow, OtherWorkRow
from allocator.tables.rows import rows_of
from allocator.terms import HEALTH_CARE, SERVICES

OF_REASON: Mapping[UnmetReason, str] = {
    "absent": "ABSENCE-01",
    "resting_only": "NIGHT-02",
    "decision_cap": "DECISION-06",
}
"""The rule behind a reason of `unmet.csv`; the other reasons are facts of the tables alone."""
OF_TOTAL: Mapping[str, tuple[str, ...]] = {
    "no-hours": ("LIMIT-02",),
    "nothing": ("CREDIT-01",),
    "received": ("CREDIT-01", "CONV-06", "CREDIT-04"),
    "reported-decided": ("REPORT-02", "CONV-07"),
    "reported-received": ("REPORT-01", "CONV-07"),
    "resources": ("CREDIT-02",),
    "resources-equal": ("CREDIT-03",),
    "share": ("CREDIT-06",),
    "most": ("LIMIT-01",),
}
"""The rules behind each statement on what the rows of a service add up to."""


class CalculationInput(Protocol):
    """What the figures were calculated from."""

    @property
    def inputs(self) -> Inputs:
        """The tables."""
        ...

    @property
    def classification(self) -> Classification:
        """The verdicts on their rows, and the rules in force."""
        ...


class DecidingRules:
    """The rules that are at work in one result, of those in force for each unit.

    Parameters
    ----------
    calculation : what the figures were calculated from.
    unmet : `unmet.csv`, which says why something is missing.
    """

    def __init__(self, calculation: CalculationInput, unmet: pd.DataFrame) -> None:
        inputs = calculation.inputs
        self.policies = calculation.classification.policies
        self.table_of = {shown: name for name, shown in inputs.names.items()}
        self.input_rows: dict[tuple[str, int], PlanOrDecisionRow] = {
            (RowRef.of(row).table, row.row): row
            for rows in (
                rows_of(inputs.tables["interventions"], InterventionRow),
                rows_of(inputs.tables["decisions"], DecisionRow),
                rows_of(inputs.tables["other_work"], OtherWorkRow),
            )
            for row in rows
        }
        self.groups = {
            (row.unit, row.group): row for row in rows_of(inputs.tables["groups"], GroupRow)
        }
        self.reasons: dict[tuple[str, str, str, int | NAType], UnmetReason] = {
            (row.unit, row.resident, row.intervention, row.service): row.reason
            for row in rows_of(unmet, UnmetRow)
        }

    def of_units(
        self, hours: pd.DataFrame, trace: pd.DataFrame, notices: Iterable[Notice]
    ) -> dict[str, list[str]]:
        """Return the ids of every rule that decides something in each unit, sorted.

        Parameters
        ----------
        hours, trace : `hours.csv` and `trace.csv`.
        notices : those of the result; one about no unit is about all of them.
        """
        deciding: dict[str, set[str]] = {unit: set() for unit in self.policies}
        for row in rows_of(trace, TraceRow):
            deciding[row.unit].update(rule for _, rule in self.of_row(row))
        for figures in rows_of(hours, HoursRow):
            for statement in self.statements(figures):
                deciding[figures.unit].update(OF_TOTAL[statement])
        for notice in notices:
            for unit in [notice.unit] if notice.unit else deciding:
                deciding[unit].add(notice.rule)
        return {
            unit: sorted(rules & self.policies[unit].rules.rules.keys())
            for unit, rules in deciding.items()
        }

    def of_row(self, row: TraceRow) -> Iterator[tuple[str, str]]:
        """Return the step and the id of each rule of a row of the trace, in the order they work."""
        yield "decides", row.rule
        given = self.given(row)
        rule = converting(self._per(given))
        if rule and (row.counted or row.planned_minutes or row.asked_minutes):
            yield "converts", rule
        reason = self.reasons.get((row.unit, row.resident, row.id, row.service))
        if reason is not None and reason in OF_REASON:
            yield "limits", OF_REASON[reason]
        own_priority = isinstance(given, InterventionRow) and not pd.isna(given.priority)
        if reason == "staff_busy" and not own_priority:
            yield "limits", self._priority(row)
        if row.ressursinnsats_minutes > row.received_minutes:
            yield "multiplies", "CREDIT-02"

    def statements(self, hours: HoursRow) -> Iterator[str]:
        """Return what is to be said of a row of `hours.csv`, keys of `OF_TOTAL` in order."""
        if not SERVICES[hours.service].hours:
            yield "no-hours"
        elif not hours.received_minutes and not hours.omfang_minutes:
            yield "nothing"
        else:
            yield "received"
            decided = self.policies[hours.unit].report == "decided"
            if decided and not pd.isna(hours.decided_minutes):
                yield "reported-decided"
            else:
                yield "reported-received"
                several = hours.ressursinnsats_minutes > hours.omfang_minutes
                yield "resources" if several else "resources-equal"
            yield "share"
            yield "most"

    def given(self, row: TraceRow) -> PlanOrDecisionRow:
        """Return the row of the input that a row of the trace is about."""
        return self.input_rows[self.table_of[row.table], row.row]

    def _per(self, given: PlanOrDecisionRow) -> str:
        """Return what a row's minutes are per; empty where it asks for whole parts of the døgn."""
        group = None
        if isinstance(given, InterventionRow):
            group = self.groups.get((given.unit, given.group))
        timed = timed_by(given, group)
        return "" if timed is None else timed.per

    def _priority(self, row: TraceRow) -> str:
        policies = self.policies[row.unit]
        if policies.priority_policy == "equal":
            return "PRIORITY-04"
        if row.service == HEALTH_CARE:
            return "PRIORITY-01"
        second = row.service in policies.rules.services("PRIORITY-02")
        return "PRIORITY-02" if second else "PRIORITY-03"
