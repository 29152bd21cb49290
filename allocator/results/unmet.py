"""`unmet.csv`: what each intervention lacks, and the first reason that explains most of it.

The reasons are asked in the order of the contract, each taking away from what is left: what the
intervention could be given if it were alone in the unit, then what the others take.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd

from allocator.model.allocate import NEGLIGIBLE_MINUTES
from allocator.model.alone import StaffedAlone
from allocator.model.spans import SpanId, required_in_span, span_of
from allocator.model.staff import staff_on_duty
from allocator.model.unit_data import Requirement, RowRef
from allocator.model.variables import Variable
from allocator.results.figures import Figures
from allocator.rounding import NOTICEABLE
from allocator.terms import MINUTES_PER_HOUR

UnmetReason = Literal[
    "absent", "window_short", "no_staff", "resting_only", "no_competence", "decision_cap",
    "resident_busy", "staff_busy",
]  # fmt: skip
REASONS: tuple[UnmetReason, ...] = get_args(UnmetReason)
"""In the order in which they are asked."""
STAFF_REASONS: tuple[UnmetReason, ...] = ("no_staff", "resting_only", "no_competence", "staff_busy")
"""Those of them that say that staff is short."""


class UnmetRow(NamedTuple):
    """A row of `unmet.csv`; minutes are averages [min per week]."""

    unit: str
    resident: str
    intervention: str
    service: int
    asked_minutes: float
    received_minutes: float
    missing_minutes: float
    reason: UnmetReason


@dataclass(frozen=True)
class Claim:
    """What one resident asks of one demand."""

    source: RowRef
    resident: int
    service: int
    priority: int
    demand: int
    requirement: Requirement


@dataclass(frozen=True)
class Shortage:
    """What a claim lacks in an average week [min per week], and why."""

    claim: Claim
    asked: float
    received: float
    reason: UnmetReason

    @property
    def missing(self) -> float:
        """What is asked for and not received [min per week]."""
        return self.asked - self.received


def claims(figures: Figures) -> Iterator[Claim]:
    """List every intervention of the unit, participation and decision asked for."""
    for number, demand in enumerate(figures.data.demands):
        if demand.resident is not None and demand.reported:
            yield Claim(
                demand.source,
                demand.resident,
                demand.service,
                demand.priority,
                number,
                demand.requirement,
            )
        for participant in demand.participants:
            yield Claim(
                participant.source,
                participant.resident,
                participant.service,
                participant.priority,
                number,
                participant.requirement,
            )


def shortages(figures: Figures) -> list[Shortage]:
    """List every intervention that lacks a noticeable number of minutes, with the reason."""
    short = []
    causes = Causes(figures)
    for claim in claims(figures):
        week = figures.week(claim.source)
        missing = claim.requirement.total - figures.ledger.entries[claim.source].total
        if missing > NEGLIGIBLE_MINUTES and week.asked - week.received > NOTICEABLE:
            reason = causes.reason(claim, missing)
            short.append(Shortage(claim, week.asked, week.received, reason))
    return short


def unmet_frame(units: Iterable[tuple[Figures, Iterable[Shortage]]]) -> pd.DataFrame:
    """Build one row per intervention that lacks something [min per week]."""
    rows = [_row(figures, shortage) for figures, short in units for shortage in short]
    return pd.DataFrame(rows, columns=list(UnmetRow._fields))


def _row(figures: Figures, short: Shortage) -> UnmetRow:
    claim = short.claim
    return UnmetRow(
        unit=figures.data.unit,
        resident=figures.data.residents[claim.resident],
        intervention=name_of(figures, claim.source),
        service=claim.service,
        asked_minutes=short.asked,
        received_minutes=short.received,
        missing_minutes=short.missing,
        reason=short.reason,
    )


def name_of(figures: Figures, source: RowRef) -> str:
    """Look up the intervention's id; a decision without interventions has none."""
    if source.table != "interventions":
        return ""
    for row in figures.allocation.unit.rows.interventions:
        if row.position == source.position:
            return row.intervention
    raise KeyError(source)


class Causes:
    """Why the claims of one unit lack something, asked in the contract's order."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.index = figures.allocation.index
        duty = staff_on_duty(figures.data.shifts, figures.data.calendar)
        self.alone = StaffedAlone(figures.data, duty)
        self.open: dict[int, list[tuple[int, int]]] = {}
        """For each demand, the intervals in which its windows are open, and their owners."""
        for number, interval in enumerate(self.index.intervals):
            for window in interval.open:
                self.open.setdefault(window.demand, []).append((number, window.owner))
        self.busy = np.zeros((len(figures.data.residents), len(self.index.intervals)))
        """What each resident receives in each interval, but for shared supervision [min]."""
        self.given: dict[tuple[int, int], list[Variable]] = {}
        for variable in self.index.variables:
            receiver = self.index.receiver(variable)
            if receiver is not None and variable.demand is not None:
                minutes = figures.allocation.minutes[variable.number]
                self.busy[receiver[0], variable.interval] += minutes
                self.given.setdefault((variable.demand, receiver[0]), []).append(variable)

    def reason(self, claim: Claim, missing: float) -> UnmetReason:
        """Choose the reason with the largest part, the first of REASONS where two are as large."""
        ceilings = self._ceilings(claim)
        parts = [max(0.0, before - after) for before, after in pairwise(ceilings)]
        # of the windows' own shortness and of absences, absences are asked first
        parts[0], parts[1] = parts[1], parts[0]
        rest = max(0.0, missing - sum(parts))
        capped = rest * self._beyond_decision(claim)
        busy = max(0.0, rest - capped - self._free_time(claim))
        parts += [capped, busy, rest - capped - busy]
        return REASONS[int(np.argmax(np.round(parts, 4)))]

    def _ceilings(self, claim: Claim) -> list[float]:
        """Calculate what it could be given alone, under one restriction more at a time [min].

        Asked, within its windows, when at home, with staff, with awake staff, with able staff.
        """
        data = self.figures.data
        everywhere = np.full(data.calendar.days, claim.requirement.window_length)
        there = data.presence[claim.resident].minutes(
            data.calendar.starts, claim.requirement.windows
        )
        ceilings = [
            claim.requirement.total,
            float(claim.requirement.attainable(everywhere).sum()),
            float(claim.requirement.attainable(there).sum()),
        ]
        for most in self.alone.most(claim.demand, claim.resident):
            ceilings.append(min(ceilings[-1], most))
        return ceilings

    def _beyond_decision(self, claim: Claim) -> float:
        """Return what its decision leaves no room for, a share of what a service lacks (ASK-11)."""
        data = self.figures.data
        key = (claim.resident, claim.service)
        left = {cap.days.tobytes(): cap for cap in data.caps if (cap.resident, cap.service) == key}
        if not left:
            return 0.0
        asked, lacking = np.zeros(data.calendar.days), 0.0
        for other in claims(self.figures):
            if (other.resident, other.service) == key:
                minutes = other.requirement.per_day * data.worth[other.source]
                received = self.figures.daily.received[other.source].sum(axis=1)
                asked += minutes
                lacking += max(0.0, float(minutes.sum() - received @ data.worth[other.source]))
        beyond = sum(max(0.0, float(asked[cap.days].sum()) - cap.minutes) for cap in left.values())
        return min(1.0, beyond / lacking) if lacking > 0 else 0.0

    def _free_time(self, claim: Claim) -> float:
        """Sum what the resident has free in the windows, span by span [min]."""
        free: dict[SpanId, float] = {}
        asked: dict[SpanId, float] = {}
        for number, owner in self.open.get(claim.demand, ()):
            interval = self.index.intervals[number]
            if not interval.there[claim.resident]:
                continue
            own = self.index.classes[interval.day]
            day = (own.before, interval.day, own.after)[owner + 1]
            span, worth = span_of(self.index, claim.requirement, day)
            times = self.index.times(interval.day)
            hours = required_in_span(self.index, claim.requirement, span) * times / worth
            asked[span] = hours * MINUTES_PER_HOUR
            room = interval.length * times - self.busy[claim.resident, number]
            free[span] = free.get(span, 0.0) + max(0.0, float(room))
        for variable in self.given.get((claim.demand, claim.resident), ()):
            span, _ = span_of(self.index, claim.requirement, variable.owner)
            asked[span] -= float(self.figures.allocation.minutes[variable.number])
        return sum(min(room, max(0.0, asked[span])) for span, room in free.items())
