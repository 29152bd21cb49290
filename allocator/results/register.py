"""`register.csv`: what is entered in the register, in the form of the record system.

One row per decision; and one without status for the days on which interventions are in force and
nothing is granted.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.typing import NAType

from allocator.calendar.roster import Days
from allocator.model.decisions import Decision
from allocator.model.unit_data import RowRef
from allocator.results.figures import Figures
from allocator.results.service_week import ServiceWeek, service_week
from allocator.rounding import hours_minutes
from allocator.tables.declared_people import DecisionRow
from allocator.terms import (
    DWELLING,
    EMERGENCY_BED,
    ROLLING_RESPITE,
    SERVICES,
    DecisionStatus,
    Report,
)


class RegisterRow(NamedTuple):
    """A row of `register.csv`: hours as `h:mm`, dates as `yyyy-mm-dd`, empty where not reported."""

    unit: str
    resident: str
    service: int
    service_name: str
    status: DecisionStatus | Literal[""]
    omfang_hm: str
    ressursinnsats_hm: str
    decided_hm: str
    basis: Report | Literal[""]
    applied_on: str
    decided_on: str
    started_on: str
    ended_on: str
    appealed_on: str
    period_from: str
    period_to: str
    org_no: str
    rolling: Literal["yes", "no", ""]
    staffing: str
    ordinary_housing: str
    days: int | NAType
    paused: str
    incomplete: str
    row: int | NAType


def register_frame(units: Iterable[Figures]) -> pd.DataFrame:
    """Build the rows of the register: by unit, resident and service, decisions as in the input.

    Each with the names of what the register needs and the row lacks. Of somebody with an emergency
    bed and no other granted row nothing is said of the bed (PASS-07).
    """
    rows = [
        row._replace(incomplete=" ".join(_lacking(row)))
        for figures in units
        for row in _individual([*_Register(figures).rows()])
    ]
    frame = pd.DataFrame(rows, columns=list(RegisterRow._fields))
    return frame.astype({"days": "Int64", "row": "Int64"})


class _Register:
    """The rows of one unit."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.unit = figures.allocation.unit.rows.unit
        self.number_of = {name: number for number, name in enumerate(figures.data.residents)}
        self.decisions: dict[tuple[int, int], list[DecisionRow]] = {}
        for row in figures.allocation.unit.rows.decisions:
            if row.reportable:
                key = self.number_of[row.resident], row.service
                self.decisions.setdefault(key, []).append(row)
        self.with_hours: dict[RowRef, Decision] = {
            decision.source: decision
            for rows in figures.allocation.unit.decisions.rows.values()
            for decision in rows
        }

    def rows(self) -> Iterator[RegisterRow]:
        in_force = self.figures.allocation.unit.in_force
        for key in sorted(in_force.keys() | self.decisions.keys()):
            decisions = self.decisions.get(key, [])
            yield from (self._decided(key, row) for row in decisions)
            rest = in_force.get(key, np.zeros(self.figures.data.calendar.days, dtype=bool))
            granted = np.zeros_like(rest)
            for row in decisions:
                if row.status == "granted":
                    granted |= self._valid(row)
            if (rest & ~granted & self.figures.data.stays[key[0]]).any():
                yield self._undecided(key, rest & ~granted)

    def _days(self, row: DecisionRow) -> Days:
        """Mark the døgn on which a decision is in force and the resident lives there."""
        return self._valid(row) & self.figures.data.stays[self.number_of[row.resident]]

    def _valid(self, row: DecisionRow) -> Days:
        """Mark the døgn on which a decision is in force, whoever lives there."""
        return self.figures.data.calendar.between(row.from_, row.to)

    def _is_over(self, row: DecisionRow) -> bool:
        """Say whether a decision's own last day is none after the roster's."""
        last = self.figures.data.calendar.last
        return last is not None and bool(row.to <= pd.Timestamp(last))

    def _paused(self, resident: int, days: Days) -> str:
        """Write the whole døgn in hospital (ABSENCE-02), each unbroken time as first/last."""
        held = np.flatnonzero(days & self.figures.allocation.unit.hospital[resident])
        times = np.split(held, np.flatnonzero(np.diff(held) > 1) + 1) if len(held) else []
        return " ".join("/".join(self._dates(time)) for time in times)

    def _decided(self, key: tuple[int, int], row: DecisionRow) -> RegisterRow:
        """Build the row of a decision, its dates and its housing with it (PASS-04, PASS-05)."""
        granted = row.status == "granted"
        decision = self.with_hours.get(RowRef.of(row))
        days = self._days(row)
        omfang = resources = decided = ""
        basis: Report | Literal[""] = ""
        if decision is not None and _carries_hours(row.service, row.rolling):
            decided = hours_minutes(decision.weekly)
            if not granted:
                omfang, basis = decided, "decided"
                resources = hours_minutes(decision.weekly_resources(1.0))
            elif days.any():
                basis = self.figures.policies.report
                omfang, resources = self._hours(key, decision)
        started, ended = row.started_on, row.ended_on
        if row.rolling and row.service == ROLLING_RESPITE:
            started, ended = row.from_, row.to
        elif granted and pd.isna(ended) and self._is_over(row):
            ended = row.to
        first, last = self._period(days) if granted else ("", "")
        rolling: Literal["yes", "no"] = "yes" if row.rolling else "no"
        return self._empty(key)._replace(
            status=row.status,
            omfang_hm=omfang,
            ressursinnsats_hm=resources,
            decided_hm=decided,
            basis=basis,
            applied_on=_date(row.applied_on),
            decided_on=_date(row.decided_on),
            started_on="" if row.status == "not_started" else _date(started),
            ended_on=_date(ended),
            appealed_on=_date(row.appealed_on),
            period_from=first,
            period_to=last,
            org_no="" if row.service == DWELLING else row.org_no or self._org_no(key),
            rolling=rolling if row.service == ROLLING_RESPITE else "",
            days=int(days.sum()) if granted else pd.NA,
            paused=self._paused(key[0], self._valid(row)) if granted else "",
            row=row.row,
        )

    def _hours(self, key: tuple[int, int], decision: Decision) -> tuple[str, str]:
        """Write omfang and ressursinnsats (REPORT-02); decisions that count as one share both."""
        periods = self.figures.allocation.unit.decisions.granted_periods(*key)
        period = next(own for own in periods if decision.source in own.sources)
        week = service_week(self.figures, *key, period.days)
        if self.figures.policies.report == "received":
            return _received(week)
        resources = decision.weekly_resources(week.ratio)
        return hours_minutes(decision.weekly), hours_minutes(resources)

    def _undecided(self, key: tuple[int, int], in_force: Days) -> RegisterRow:
        """Build the row of the days without a decision, those in hospital among them."""
        days = in_force & self.figures.data.stays[key[0]]
        omfang = resources = ""
        if SERVICES[key[1]].hours:
            omfang, resources = _received(service_week(self.figures, *key, days))
        first, last = self._period(days)
        return self._empty(key)._replace(
            omfang_hm=omfang,
            ressursinnsats_hm=resources,
            basis="received" if omfang else "",
            period_from=first,
            period_to=last,
            days=int(days.sum()),
            paused=self._paused(key[0], in_force),
        )

    def _org_no(self, key: tuple[int, int]) -> str:
        """Return the unit's own number, of what the unit gives; else who gives it must be said."""
        resident, service = key
        elsewhere = service in (DWELLING, EMERGENCY_BED)
        return "" if elsewhere or given_by_others(self.figures, *key) else self.unit.org_no

    def _period(self, days: Days) -> tuple[str, str]:
        """Write the first and the last of some days; empty where there is none, or no dates."""
        held = np.flatnonzero(days)
        if self.figures.data.calendar.first is None or not len(held):
            return "", ""
        return self._dates(held)

    def _dates(self, days: NDArray[np.int64]) -> tuple[str, str]:
        """Write the dates of the first and the last of some døgn."""
        first = self.figures.data.calendar.first
        assert first is not None, "a døgn without dates has none"
        dates = [first + timedelta(days=int(day)) for day in (days[0], days[-1])]
        return dates[0].isoformat(), dates[1].isoformat()

    def _empty(self, key: tuple[int, int]) -> RegisterRow:
        """Return a row with what is the unit's, and nothing decided."""
        resident, service = key
        row = dict.fromkeys(RegisterRow._fields, "")
        row |= {"unit": self.figures.data.unit, "resident": self.figures.data.residents[resident]}
        row |= {"service_name": SERVICES[service].name, "org_no": self._org_no(key)}
        row |= {"staffing": self.unit.staffing, "ordinary_housing": self.unit.ordinary_housing}
        rolling = "no" if service == ROLLING_RESPITE else ""
        return RegisterRow(**row | {"service": service, "rolling": rolling, "row": pd.NA})  # type: ignore[arg-type]


def given_by_others(figures: Figures, resident: int, service: int) -> bool:
    """Say whether others than the unit give all that is planned of a service."""
    external = {row.source for row in figures.data.externals if row.source.share == "reported"}
    entries = figures.entries.get((resident, service), ())
    return bool(entries) and all(entry.source in external for entry in entries)


def _individual(rows: Sequence[RegisterRow]) -> Iterator[RegisterRow]:
    """Leave out the emergency beds of residents with no other granted row."""
    others = {
        row.resident for row in rows if row.status == "granted" and row.service != EMERGENCY_BED
    }
    return (row for row in rows if row.service != EMERGENCY_BED or row.resident in others)


def _lacking(row: RegisterRow) -> Iterator[str]:
    """List what the register needs and the row lacks, by the names of the input's columns."""
    if row.status in ("granted", "refused") and not row.decided_on:
        yield "decided_on"
    if row.status == "granted" and not row.started_on:
        yield "from" if row.rolling == "yes" else "started_on"
    if row.service == EMERGENCY_BED and not row.org_no:
        yield "org_no"
    if not row.staffing:
        yield "staffing"
    if not row.ordinary_housing:
        yield "ordinary_housing"


def _received(week: ServiceWeek) -> tuple[str, str]:
    return hours_minutes(week.received), hours_minutes(week.resources)


def _carries_hours(service: int, rolling: bool) -> bool:
    """Say whether a decision on a service is reported in hours; 8 only where it is rolling."""
    return SERVICES[service].hours and (rolling or service != ROLLING_RESPITE)


def _date(day: pd.Timestamp) -> str:
    return "" if pd.isna(day) else day.date().isoformat()
