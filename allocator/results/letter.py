"""A letter about a resident's decisions: for each decision its paragraphs, ready to be filled in.

What stands in square brackets is for the caseworker. Nothing of the tables' names, rows and codes
is in it, but for the pseudonym in the line that is taken out before it is sent.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import pandas as pd

from allocator.calendar.roster import Days
from allocator.model.decisions import DecisionPeriod
from allocator.model.unit_data import RowRef
from allocator.results import letter_decision, letter_plan
from allocator.results.deciding import CalculationInput
from allocator.results.figures import Figures
from allocator.results.letter_week import LetterWeek, letter_week, weekly
from allocator.results.letter_words import LetterWords
from allocator.results.unmet import UnmetRow
from allocator.rounding import hours_minutes, whole_minutes
from allocator.sanitise import sanitise
from allocator.tables.declared_people import DecisionRow
from allocator.tables.rows import rows_of
from allocator.terms import SERVICES
from allocator.text import translate

BULLET = "– "


class LetterSource(CalculationInput, Protocol):
    """The calculation that a letter is written from."""

    @property
    def units(self) -> tuple[Figures, ...]:
        """The figures of each unit."""
        ...


class LetterAnswer(Protocol):
    """What letters are made of: `allocator.Result` has it."""

    @property
    def unmet(self) -> pd.DataFrame:
        """`unmet.csv`."""
        ...

    @property
    def calculation(self) -> LetterSource:
        """What the figures were calculated from."""
        ...


@dataclass(frozen=True)
class LetterSection:
    """The paragraphs under one heading, and a list within them.

    Parameters
    ----------
    service : code of the service; None for what is not about one.
    items : come after the first `before` paragraphs.
    """

    heading: str
    paragraphs: tuple[str, ...]
    items: tuple[str, ...] = ()
    before: int = 0
    service: int | None = None

    @property
    def lines(self) -> Iterator[tuple[str, bool]]:
        """Each paragraph in order, and whether it is an item of the list."""
        yield from ((text, False) for text in self.paragraphs[: self.before])
        yield from ((text, True) for text in self.items)
        yield from ((text, False) for text in self.paragraphs[self.before :])


@dataclass(frozen=True)
class Letter:
    """A letter, top to bottom; what is missing in it stands in square brackets."""

    draft: str
    address: str
    reference: str
    title: str
    about: str
    sections: tuple[LetterSection, ...]
    closing: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is no service to write about."""
        return not any(section.service is not None for section in self.sections)

    def about_service(self, service: int) -> "Letter":
        """Return the letter with what is about one service, and what is about none."""
        kept = [section for section in self.sections if section.service in (None, service)]
        return replace(self, sections=tuple(kept))

    @property
    def text(self) -> str:
        """The letter as plain text."""
        blocks = [self.draft, self.address, self.reference, self.title, self.about]
        for section in self.sections:
            blocks += [section.heading, *_blocks(section)]
        return "\n\n".join([*blocks, *self.closing])


def _blocks(section: LetterSection) -> Iterator[str]:
    """Yield the paragraphs, the items together."""
    items = "\n".join(f"{BULLET}{item}" for item in section.items)
    yield from section.paragraphs[: section.before]
    if items:
        yield items
    yield from section.paragraphs[section.before :]


def letter_of(result: LetterAnswer, unit: str, resident: str, language: str = "nb") -> Letter:
    """Write the letter about one resident.

    Parameters
    ----------
    result : of a calculation that has the unit.
    unit, resident : their ids.
    language : `nb` or `en`.
    """
    words = LetterWords(language)
    writer = _SectionWriter(result, unit, resident, words)
    return Letter(
        words("draft", resident=sanitise(resident)),
        words("address"),
        words("reference"),
        words("title"),
        words("about"),
        (
            *writer.sections(),
            LetterSection(words("heading-law"), (words("law"), *writer.not_reportable())),
            LetterSection(words("heading-appeal"), (words("appeal"),)),
        ),
        (words("regards"), words("signature")),
    )


class _SectionWriter:
    """Writes the sections about one resident's decisions and services."""

    def __init__(self, result: LetterAnswer, unit: str, resident: str, words: LetterWords) -> None:
        self.words = words
        self.figures = next(own for own in result.calculation.units if own.data.unit == unit)
        self.classification = result.calculation.classification
        self.resident = self.figures.data.residents.index(resident)
        rows = self.figures.allocation.unit.rows
        self.decisions = [row for row in rows.decisions if row.resident == resident]
        self.planned = {row.service for row in rows.interventions if row.resident == resident}
        self.unmet = [
            row
            for row in rows_of(result.unmet, UnmetRow)
            if (row.unit, row.resident) == (unit, resident)
        ]

    def sections(self) -> Iterator[LetterSection]:
        """Write each decision, and each service that is planned without one, by service."""
        decided = {row.service for row in self.decisions if row.reportable}
        for service in sorted(decided | self.planned):
            rows = [row for row in self.decisions if row.service == service and row.reportable]
            yield from self._of_service(service, rows)

    def not_reportable(self) -> list[str]:
        """Say which decisions are not written about, for they are not the register's."""
        services = sorted({row.service for row in self.decisions if not row.reportable})
        named = [letter_decision.service_in_words(code, self.words) for code in services]
        return [self.words("not-reportable", services=self.words.listed(named))] if named else []

    def _of_service(self, service: int, rows: Sequence[DecisionRow]) -> Iterator[LetterSection]:
        periods = self.figures.allocation.unit.decisions.granted_periods(self.resident, service)
        in_periods = {own.source for period in periods for own in period.decisions}
        by_source = {RowRef.of(row): row for row in rows}
        for number, period in enumerate(periods, start=1):
            own = [by_source[decision.source] for decision in period.decisions]
            rest = self._without_decision(service) if number == len(periods) else []
            yield self._granted(own, period, rest)
        for row in rows:
            if row.status == "granted" and RowRef.of(row) not in in_periods and self._holds(row):
                yield self._granted([row], None, [])
        for row in rows:
            if row.status != "granted":
                yield self._not_granted(row, undecided=not periods)
        elsewhere = any(row.service == service for row in self.decisions if not row.reportable)
        if not rows and not elsewhere and self._lives_here:
            week = self._week(service, self.figures.data.stays[self.resident])
            if whole_minutes(week.planned):
                yield self._undecided(service, week)

    @property
    def _lives_here(self) -> bool:
        return bool(self.figures.data.stays[self.resident].any())

    def _holds(self, row: DecisionRow) -> bool:
        """Say whether a decision has not ended before the roster."""
        first = self.figures.data.calendar.first
        last = letter_decision.ends(row)
        return first is None or pd.isna(last) or last.date() >= first

    def _week(self, service: int, days: Days) -> LetterWeek:
        return letter_week(self.figures, self.classification, self.resident, service, days)

    def _section(
        self, service: int, paragraphs: Sequence[Sequence[str]], items: Sequence[str] = (),
        before: int = 0,
    ) -> LetterSection:  # fmt: skip
        """Join the sentences of each paragraph."""
        joined = tuple(" ".join(filter(None, sentences)) for sentences in paragraphs)
        name = SERVICES[service].name
        return LetterSection(name, joined, tuple(items), before, service)

    def _granted(
        self, rows: Sequence[DecisionRow], period: DecisionPeriod | None, notes: Sequence[str]
    ) -> LetterSection:
        """Write a granted decision, or several of the same hours that follow each other.

        Parameters
        ----------
        notes : what is to be settled beside it.
        """
        row = rows[-1]
        minutes = weekly(self.figures, row.hours, row.per)
        first, last = letter_decision.begins(rows[0]), letter_decision.ends(row)
        opening = list(letter_decision.grant(row, minutes, self.words))
        closing = [
            letter_decision.period(first, last, self.words),
            *letter_decision.dates(row, self.words),
            *letter_decision.law(row.service, self.words),
        ]
        if period is None:
            purpose = letter_decision.purpose(row.service, self.words)
            return self._section(row.service, [opening, [purpose], closing])
        week = self._week(row.service, period.days)
        settled = [*self._differs(minutes, week), *notes]
        return self._with_plan(row.service, opening, week, closing, settled)

    def _without_decision(self, service: int) -> list[str]:
        """Say what is planned on days on which the service is not granted."""
        granted = self.figures.allocation.unit.decisions.granted_days(self.resident, service)
        rest = self.figures.data.stays[self.resident] & ~granted
        planned = self._week(service, rest).planned if rest.any() else 0.0
        if not whole_minutes(planned):
            return []
        return [self.words("settle-rest", planned=hours_minutes(planned))]

    def _undecided(self, service: int, week: LetterWeek) -> LetterSection:
        """Write a service that is planned and not decided: a proposal."""
        opening = [letter_decision.proposal(service, week.planned, self.words)]
        closing = [
            letter_decision.open_period(self.words),
            *letter_decision.law(service, self.words),
        ]
        notes = [self.words("no-decision")]
        return self._with_plan(service, opening, week, closing, notes)

    def _with_plan(
        self,
        service: int,
        opening: Sequence[str],
        week: LetterWeek,
        closing: Sequence[str],
        notes: Sequence[str],
    ) -> LetterSection:
        """Write opening, purpose, plan, what is received, closing, and what is to be settled."""
        words = self.words
        items = letter_plan.items(week, words)
        before = [opening, [letter_decision.purpose(service, words)]]
        before.append([words("plan" if items else "plan-none")])
        after = [[letter_plan.plan_sum(week, words)]] if len(items) > 1 else []
        if items and whole_minutes(week.received):
            # hours without a plan fall on parts of the døgn only as the program assumes
            after.append([letter_plan.received(week, words), *letter_plan.staff(week, words)])
        settled = [[note] for note in (*notes, *self._lacks(service, week))]
        paragraphs = [*before, *after, closing, *settled]
        return self._section(service, paragraphs, items, len(before))

    def _differs(self, decided: float, week: LetterWeek) -> list[str]:
        """Say where what is planned is not what is granted."""
        granted, planned = hours_minutes(decided), hours_minutes(week.planned)
        if granted == planned:
            return []
        return [self.words("settle-planned", decided=granted, planned=planned)]

    def _lacks(self, service: int, week: LetterWeek) -> list[str]:
        """Say what is planned and not given, with the reasons; not that a decision cuts it."""
        planned, received = hours_minutes(week.planned), hours_minutes(week.received)
        reasons = dict.fromkeys(
            translate("explain", f"reason-{row.reason}", self.words.language)
            for row in self.unmet
            if row.service == service and row.reason != "decision_cap"
        )
        if planned == received or not reasons:
            return []
        facts = {"planned": planned, "received": received}
        return [self.words("settle-received", reasons=self.words.listed([*reasons]), **facts)]

    def _not_granted(self, row: DecisionRow, undecided: bool) -> LetterSection:
        """Write a decision that has not started, a refusal or an application."""
        words = self.words
        if row.status == "not_started":
            minutes = weekly(self.figures, row.hours, row.per)
            opening = [*letter_decision.grant(row, minutes, words), words("not-started")]
            purpose = [letter_decision.purpose(row.service, words)]
            closing = [
                *letter_decision.dates(row, words),
                *letter_decision.law(row.service, words),
            ]
            return self._section(row.service, [opening, purpose, closing])
        service = letter_decision.service_in_words(row.service, words)
        paragraphs = [
            [words(f"status-{row.status}", service=service), *letter_decision.dates(row, words)],
        ]
        if undecided and self._lives_here:
            stay = self.figures.data.stays[self.resident]
            planned = self._week(row.service, np.asarray(stay)).planned
            if whole_minutes(planned):
                paragraphs.append([words("settle-undecided", planned=hours_minutes(planned))])
        return self._section(row.service, paragraphs)
