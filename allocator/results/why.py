"""Why a figure is what it is: its rows in order, each with its rule, source and section.

The chapters come in the order a caseworker asks: what is planned, what has been decided, what does
not count, and what it adds up to. The minutes of the first chapter add up to the figure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import pandas as pd
from pandas.api.typing import NAType

from allocator.model.unit_data import RowRef
from allocator.results.explanation import CHAPTERS, MEASURES, Ground, Reason, ServiceExplanation
from allocator.results.hours import HoursRow
from allocator.results.timing import PlanOrDecisionRow, timed_by
from allocator.results.trace import TraceRow
from allocator.results.unmet import UnmetReason, UnmetRow
from allocator.rounding import hours_minutes, in_parts, whole_minutes
from allocator.rules.classify import Classification
from allocator.rules.in_force import CONVERTS, RulesInForce
from allocator.tables import Inputs
from allocator.tables.declared_people import DecisionRow
from allocator.tables.declared_work import GroupRow, InterventionRow, OtherWorkRow
from allocator.tables.rows import rows_of
from allocator.terms import HEALTH_CARE, PARTS, SERVICES
from allocator.text import translate

RULE_OF_REASON: Mapping[UnmetReason, str] = {
    "absent": "ABSENCE-01",
    "resting_only": "NIGHT-02",
    "decision_cap": "DECISION-06",
}
"""The rule behind a reason of `unmet.csv`; the other reasons are facts of the tables alone."""


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


class Answer(Protocol):
    """What explanations are made of: `allocator.Result` has these frames."""

    @property
    def hours(self) -> pd.DataFrame:
        """`hours.csv`."""
        ...

    @property
    def trace(self) -> pd.DataFrame:
        """`trace.csv`."""
        ...

    @property
    def unmet(self) -> pd.DataFrame:
        """`unmet.csv`."""
        ...

    @property
    def run(self) -> dict[str, Any]:
        """The record of the run."""
        ...

    @property
    def calculation(self) -> CalculationInput:
        """What the figures were calculated from."""
        ...


def why(
    result: Answer, unit: str, resident: str, service: int | None = None, language: str = "nb"
) -> list[ServiceExplanation]:
    """Explain the hours of a resident as sums of rows, service by service.

    Parameters
    ----------
    result : in the same language.
    unit, resident : their ids.
    service : one code, or None for every service that the resident has.
    language : `nb` or `en`.
    """
    writer = _ExplanationWriter(result, language)
    return [
        writer.explanation(hours)
        for hours in rows_of(result.hours, HoursRow)
        if (hours.unit, hours.resident) == (unit, resident) and service in (None, hours.service)
    ]


def explanations_of(result: Answer, language: str = "nb") -> list[ServiceExplanation]:
    """Explain every row of `hours.csv`, in its order."""
    writer = _ExplanationWriter(result, language)
    return [writer.explanation(hours) for hours in rows_of(result.hours, HoursRow)]


def other_work_of(result: Answer, language: str = "nb") -> list[tuple[str, Reason]]:
    """Explain each row of staff time that belongs to no resident; with its unit."""
    writer = _ExplanationWriter(result, language)
    rows = writer.rows.get(("", "", None), [])
    return [(row.unit, writer.reason(row)) for row in rows]


def ground(rules: RulesInForce, rule: str, step: str, language: str) -> Ground:
    """Make a rule in force the ground for a step."""
    entry = rules.rule(rule)
    source = rules.sources[entry.source]
    edition = f"{source.edition:%d.%m.%Y}" if language == "nb" else source.edition.isoformat()
    return Ground(
        step,
        translate("why", f"step-{step}", language),
        rule,
        entry.title.in_language(language),
        entry.says.in_language(language),
        f"{source.title} ({edition})",
        entry.section.rstrip(":"),
    )


class _ExplanationWriter:
    """Writes the explanations of one result in one language."""

    def __init__(self, result: Answer, language: str) -> None:
        self.language = language
        inputs = result.calculation.inputs
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
        self.rules = {
            unit: own.rules for unit, own in result.calculation.classification.policies.items()
        }
        self.policies = {unit["unit"]: unit["policies"] for unit in result.run["units"]}
        self.reasons: dict[tuple[str, str, str, int | NAType], UnmetReason] = {
            (row.unit, row.resident, row.intervention, row.service): row.reason
            for row in rows_of(result.unmet, UnmetRow)
        }
        self.rows: dict[tuple[str, str, int | None], list[TraceRow]] = {}
        for row in rows_of(result.trace, TraceRow):
            service = row.service if isinstance(row.service, int) else None
            key = ("", "", None) if service is None else (row.unit, row.resident, service)
            self.rows.setdefault(key, []).append(row)

    def explanation(self, hours: HoursRow) -> ServiceExplanation:
        rows = self.rows.get((hours.unit, hours.resident, hours.service), [])
        chapters: dict[str, list[Reason]] = {name: [] for name in CHAPTERS}
        for row in rows:
            chapters[self._chapter(row)].append(self.reason(row))
        chapters["total"] = self._total(hours, chapters["plan"])
        return ServiceExplanation(
            hours.unit,
            hours.resident,
            int(hours.service),
            hours.service_name,
            hours,
            tuple(
                (name, translate("why", f"chapter-{name}", self.language), tuple(reasons))
                for name, reasons in chapters.items()
                if reasons
            ),
        )

    def reason(self, row: TraceRow) -> Reason:
        given = self._given(row)
        description = "" if isinstance(given, DecisionRow) else given.description
        return Reason(
            self._location(row, description),
            row.table,
            row.row,
            row.id,
            description,
            row.activity,
            row.explanation,
            row.counted,
            {name: float(getattr(row, name)) for name in MEASURES},
            self._grounds(row.unit, self._rules(row)),
        )

    def _grounds(self, unit: str, steps: Iterable[tuple[str, str]]) -> tuple[Ground, ...]:
        """The ground of each step whose rule is in force for the unit."""
        rules = self.rules[unit]
        return tuple(
            ground(rules, rule, step, self.language) for step, rule in steps if rule in rules.rules
        )

    def _location(self, row: TraceRow, description: str) -> str:
        """Write where the row is found: id, description, table and row."""
        table_row = translate("why", "row", self.language, table=row.table, row=row.row)
        described = f"«{description}»" if description else ""
        return ", ".join(part for part in (row.id, described, table_row) if part)

    def _chapter(self, row: TraceRow) -> str:
        if self.table_of[row.table] == "decisions" and not row.planned_minutes:
            return "decisions"
        return "plan" if row.counted else "not-counted"

    def _rules(self, row: TraceRow) -> Iterable[tuple[str, str]]:
        """List the rules of one row, in the order they work on it."""
        yield "decides", row.rule
        given = self._given(row)
        per = self._per(given)
        if per in CONVERTS and (row.counted or row.planned_minutes):
            yield "converts", CONVERTS[per]
        reason = self.reasons.get((row.unit, row.resident, row.id, row.service))
        if reason is not None and reason in RULE_OF_REASON:
            yield "limits", RULE_OF_REASON[reason]
        own_priority = isinstance(given, InterventionRow) and not pd.isna(given.priority)
        if reason == "staff_busy" and not own_priority:
            yield "limits", self._priority(row)
        if row.ressursinnsats_minutes > row.received_minutes:
            yield "multiplies", "CREDIT-02"

    def _given(self, row: TraceRow) -> PlanOrDecisionRow:
        """Find the row of the input that a row of the trace is about."""
        return self.input_rows[self.table_of[row.table], row.row]

    def _per(self, given: PlanOrDecisionRow) -> str:
        """Find what a row's minutes are per; empty where it asks for whole parts of the døgn."""
        group = None
        if isinstance(given, InterventionRow):
            group = self.groups.get((given.unit, given.group))
        timed = timed_by(given, group)
        return "" if timed is None else timed.per

    def _priority(self, row: TraceRow) -> str:
        if self.policies[row.unit]["priority_policy"] == "equal":
            return "PRIORITY-04"
        if row.service == HEALTH_CARE:
            return "PRIORITY-01"
        second = row.service in self.rules[row.unit].services("PRIORITY-02")
        return "PRIORITY-02" if second else "PRIORITY-03"

    def _total(self, hours: HoursRow, plan: Sequence[Reason]) -> list[Reason]:
        """Say what the rows add up to, and the limits of it."""
        if not SERVICES[hours.service].hours:
            return [self._sum(hours, "no-hours", ["LIMIT-02"])]
        if not hours.received_minutes and not hours.omfang_minutes:
            return [self._sum(hours, "nothing", ["CREDIT-01"])]
        share = hours_minutes(hours.staff_share_minutes)
        return [
            self._received(hours, plan),
            *self._reported(hours),
            self._sum(hours, "share", ["CREDIT-06"], share=share),
            *self._most(hours),
        ]

    def _most(self, hours: HoursRow) -> Iterator[Reason]:
        """The limit of one service, where there is one."""
        limit = self.rules[hours.unit].rules.get("LIMIT-01")
        if limit:
            yield self._sum(hours, "most", [limit.id], hours=f"{limit.number('hours'):g}")

    def _received(self, hours: HoursRow, plan: Sequence[Reason]) -> Reason:
        """Say the sum of the rows, and its parts of the døgn."""
        received = whole_minutes(hours.received_minutes)
        parts = in_parts(received, [getattr(hours, f"{part}_minutes") for part in PARTS])
        rows = in_parts(received, [reason.received_minutes for reason in plan])
        shown = [hours_minutes(minutes) for minutes in rows if minutes]
        return self._sum(
            hours,
            "received",
            ["CREDIT-01", "CONV-06", "CREDIT-04"],
            received=hours_minutes(received),
            terms=f" ({' + '.join(shown)})" if len(shown) > 1 else "",
            **{part: hours_minutes(minutes) for part, minutes in zip(PARTS, parts, strict=True)},
        )

    def _reported(self, hours: HoursRow) -> list[Reason]:
        """Say which figures are reported, and why ressursinnsats is what it is."""
        facts = {"omfang": hours.omfang_hm, "resources": hours.ressursinnsats_hm}
        reports_decided = self.policies[hours.unit]["report"] == "decided"
        if reports_decided and not pd.isna(hours.decided_minutes):
            return [self._sum(hours, "reported-decided", ["REPORT-02", "CONV-07"], **facts)]
        several = hours.ressursinnsats_minutes > hours.omfang_minutes
        key, rule = ("resources", "CREDIT-02") if several else ("resources-equal", "CREDIT-03")
        return [
            self._sum(hours, "reported-received", ["REPORT-01", "CONV-07"], **facts),
            self._sum(hours, key, [rule], **facts),
        ]

    def _sum(self, figures: HoursRow, key: str, rules: Sequence[str], **facts: str) -> Reason:
        text = translate("why", f"total-{key}", self.language, **facts)
        grounds = self._grounds(figures.unit, (("sums", rule) for rule in rules))
        return Reason("", "", None, "", "", "", text, True, {}, grounds)
