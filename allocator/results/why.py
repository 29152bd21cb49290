"""Why a figure is what it is: its rows in order, each with its rule, source and section.

The chapters come in the order a caseworker asks: what is planned, what has been decided, what does
not count, and what it adds up to. The minutes of the first chapter add up to the figure.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import pandas as pd

from allocator.results.deciding import OF_TOTAL, CalculationInput, DecidingRules
from allocator.results.explanation import CHAPTERS, MEASURES, Ground, Reason, ServiceExplanation
from allocator.results.hours import HoursRow
from allocator.results.letter_words import LetterWords
from allocator.results.period_words import hours_of_periods, periods_apart
from allocator.results.register import RegisterRow
from allocator.results.trace import TraceRow
from allocator.rounding import hours_minutes, in_parts, whole_minutes
from allocator.rules.in_force import RulesInForce
from allocator.tables.declared_people import DecisionRow
from allocator.tables.rows import rows_of
from allocator.terms import PARTS
from allocator.text import translate
from allocator.text.dates import day

_OF_PERIODS = ("reported-received", "reported-decided", "resources", "resources-equal")
"""Statements on figures that the register has of each period."""


class Answer(Protocol):
    """What explanations are made of: `allocator.Result` has these frames."""

    @property
    def hours(self) -> pd.DataFrame:
        """`hours.csv`."""
        ...

    @property
    def register(self) -> pd.DataFrame:
        """`register.csv`."""
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
    return Ground(
        step,
        translate("why", f"step-{step}", language),
        rule,
        entry.title.in_language(language),
        entry.says.in_language(language),
        f"{source.title} ({day(source.edition, language)})",
        entry.cited.in_language(language),
    )


class _ExplanationWriter:
    """Writes the explanations of one result in one language."""

    def __init__(self, result: Answer, language: str) -> None:
        self.language = language
        self.words = LetterWords(language)
        self.rules = DecidingRules(result.calculation, result.unmet)
        self.periods: dict[tuple[str, str, int], list[RegisterRow]] = {}
        for period in rows_of(periods_apart(result.hours, result.register), RegisterRow):
            key = (period.unit, period.resident, period.service)
            self.periods.setdefault(key, []).append(period)
        self.rows: dict[tuple[str, str, int | None], list[TraceRow]] = {}
        for row in rows_of(result.trace, TraceRow):
            service = row.service if isinstance(row.service, int) else None
            of = ("", "", None) if service is None else (row.unit, row.resident, service)
            self.rows.setdefault(of, []).append(row)

    def explanation(self, hours: HoursRow) -> ServiceExplanation:
        rows = self.rows.get((hours.unit, hours.resident, hours.service), [])
        chapters: dict[str, list[Reason]] = {name: [] for name in CHAPTERS}
        for row in rows:
            chapters[self._chapter(row)].append(self.reason(row))
        own = self.periods.get((hours.unit, hours.resident, hours.service), [])
        periods = tuple(hours_of_periods(own, self.language))
        chapters["total"] = self._total(hours, chapters["plan"], periods)
        return ServiceExplanation(
            hours.unit,
            hours.resident,
            int(hours.service),
            hours.service_name,
            hours,
            periods,
            tuple(
                (name, translate("why", f"chapter-{name}", self.language), tuple(reasons))
                for name, reasons in chapters.items()
                if reasons
            ),
        )

    def reason(self, row: TraceRow) -> Reason:
        given = self.rules.given(row)
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
            self._grounds(row.unit, self.rules.of_row(row)),
        )

    def _grounds(self, unit: str, steps: Iterable[tuple[str, str]]) -> tuple[Ground, ...]:
        """List the ground of each step whose rule is in force for the unit."""
        rules = self.rules.policies[unit].rules
        return tuple(
            ground(rules, rule, step, self.language) for step, rule in steps if rule in rules.rules
        )

    def _location(self, row: TraceRow, description: str) -> str:
        """Write where the row is found: id, description, table and row."""
        table_row = translate("why", "row", self.language, table=row.table, row=row.row)
        described = f"«{description}»" if description else ""
        return ", ".join(part for part in (row.id, described, table_row) if part)

    def _chapter(self, row: TraceRow) -> str:
        if self.rules.table_of[row.table] == "decisions" and not row.planned_minutes:
            return "decisions"
        return "plan" if row.counted else "not-counted"

    def _total(
        self, hours: HoursRow, plan: Sequence[Reason], periods: Sequence[str]
    ) -> list[Reason]:
        """Say what the rows add up to, how that is reported, and the limit of it."""
        limit = self.rules.policies[hours.unit].rules.rules.get("LIMIT-01")
        facts = {
            "omfang": hours.omfang_hm,
            "resources": hours.ressursinnsats_hm,
            "share": hours_minutes(hours.staff_share_minutes),
            "hours": f"{limit.number('hours'):g}" if limit else "",
            "periods": self.words.listed(periods) if periods else "",
            **self._received(hours, plan),
        }
        return [
            self._sum(hours, statement, facts)
            for statement in self.rules.statements(hours)
            if limit or statement != "most"
        ]

    def _received(self, hours: HoursRow, plan: Sequence[Reason]) -> dict[str, str]:
        """Write what is received: its rows, and its parts of the døgn."""
        received = whole_minutes(hours.received_minutes)
        parts = in_parts(received, [getattr(hours, f"{part}_minutes") for part in PARTS])
        rows = in_parts(received, [reason.received_minutes for reason in plan])
        shown = [hours_minutes(minutes) for minutes in rows if minutes]
        return {
            "received": hours_minutes(received),
            "terms": f" ({' + '.join(shown)})" if len(shown) > 1 else "",
            **{part: hours_minutes(minutes) for part, minutes in zip(PARTS, parts, strict=True)},
        }

    def _sum(self, hours: HoursRow, statement: str, facts: Mapping[str, str]) -> Reason:
        average = "-average" if facts["periods"] and statement in _OF_PERIODS else ""
        text = translate("why", f"total-{statement}{average}", self.language, **facts)
        grounds = self._grounds(hours.unit, (("sums", rule) for rule in OF_TOTAL[statement]))
        return Reason("", "", None, "", "", "", text, True, {}, grounds)
