"""`unmet.csv`: what each intervention lacks, and the first reason that explains most of it.

The reasons are asked in the order of the contract, each taking away from what is left: what the
intervention could be given if it were alone in the house, then what the others take.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from allocator.model.cells import Cell
from allocator.model.families import asked_in, span_of
from allocator.model.house import Ask, Demand, Minutes, Source
from allocator.model.variables import Kind, Layout
from allocator.results.figures import Figures

COLUMNS = (
    "unit", "resident", "intervention", "service", "asked_minutes", "received_minutes",
    "missing_minutes", "reason",
)  # fmt: skip
REASONS = (
    "absent", "window_short", "no_staff", "resting_only", "no_competence", "decision_cap",
    "resident_busy", "staff_busy",
)  # fmt: skip
NOTICEABLE = 0.01
"""Minutes a week; figures are determined to this."""


@dataclass(frozen=True)
class Claim:
    """What one resident asks of one demand."""

    source: Source
    resident: int
    service: int
    priority: int
    demand: int
    ask: Ask


@dataclass(frozen=True)
class Shortage:
    """What a claim lacks over the roster [min], and why."""

    claim: Claim
    received: float
    missing: float
    reason: str


def claims(figures: Figures) -> Iterator[Claim]:
    """Every intervention of the unit, participation and decision asked for."""
    for number, demand in enumerate(figures.house.demands):
        if demand.resident is not None:
            yield Claim(
                demand.source,
                demand.resident,
                demand.service,
                demand.priority,
                number,
                demand.ask,
            )
        for one in demand.participants:
            yield Claim(one.source, one.resident, one.service, one.priority, number, one.ask)


def shortages(figures: Figures) -> list[Shortage]:
    """Every intervention that lacks something that can be noticed."""
    found = []
    for claim in claims(figures):
        received = figures.ledger.entries[claim.source].total
        missing = claim.ask.total - received
        if missing * figures.per_week(claim.resident) > NOTICEABLE:
            found.append(Shortage(claim, received, missing, _reason(figures, claim, missing)))
    return found


def unmet_frame(units: Iterable[tuple[Figures, Iterable[Shortage]]]) -> pd.DataFrame:
    """One row per intervention that lacks something, [min per week]."""
    rows = [_row(figures, one) for figures, short in units for one in short]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(figures: Figures, short: Shortage) -> dict[str, Any]:
    claim = short.claim
    week = figures.per_week(claim.resident)
    return {
        "unit": figures.house.unit,
        "resident": figures.house.residents[claim.resident],
        "intervention": name_of(figures, claim.source),
        "service": claim.service,
        "asked_minutes": claim.ask.total * week,
        "received_minutes": short.received * week,
        "missing_minutes": short.missing * week,
        "reason": short.reason,
    }


def name_of(figures: Figures, source: Source) -> str:
    """The intervention's id; a decision without interventions has none."""
    if source.table != "interventions":
        return ""
    for row in figures.allocation.unit.rows.tables["interventions"]:
        if row.Index == source.position:
            return str(row.intervention)
    raise KeyError(source)


def _reason(figures: Figures, claim: Claim, missing: float) -> str:
    """The reason with the largest part, the first of them where two are as large."""
    ceilings = _ceilings(figures, claim)
    parts = [
        max(0.0, before - after) for before, after in zip(ceilings, ceilings[1:], strict=False)
    ]
    # of the windows' own shortness and of absences, absences are asked first
    parts[0], parts[1] = parts[1], parts[0]
    rest = max(0.0, missing - sum(parts))
    capped = min(rest, rest * _beyond_decision(figures, claim))
    busy = max(0.0, min(rest - capped, rest - capped - _free_time(figures, claim)))
    parts += [capped, busy, rest - capped - busy]
    return REASONS[int(np.argmax(np.round(parts, 4)))]


def _ceilings(figures: Figures, claim: Claim) -> list[float]:
    """What it could be given alone: asked, in its windows, when there, with staff, awake, able."""
    house = figures.house
    demand = house.demands[claim.demand]
    everywhere = np.full(house.calendar.days, claim.ask.window_length)
    there = house.presence[claim.resident].minutes(house.calendar.starts, claim.ask.windows)
    ceilings = [claim.ask.total, claim.ask.held(everywhere), claim.ask.held(there)]
    layout = figures.allocation.layout
    for resting, able in (
        (True, False),
        (demand.planned_night, False),
        (demand.planned_night, True),
    ):
        room = _room(layout, claim, demand, resting, able)
        ceilings.append(min(ceilings[-1], claim.ask.held(room)))
    return ceilings


def _room(layout: Layout, claim: Claim, demand: Demand, resting: bool, able: bool) -> Minutes:
    """For each døgn that owns a window, the minutes that staff alone allows."""
    room = np.zeros(layout.house.calendar.days)
    for cell in layout.cells:
        if not cell.there[claim.resident]:
            continue
        for place in cell.open:
            if place.demand == claim.demand:
                days = (np.array(layout.classes[cell.day].days) + place.owner) % len(room)
                room[days] += _staffed_minutes(cell, demand, resting, able)
    return room


def _staffed_minutes(cell: Cell, demand: Demand, resting: bool, able: bool) -> float:
    staff = cell.awake + (cell.resting if resting else 0)
    if staff < demand.staff:
        return 0.0
    minutes = cell.awake_minutes + (cell.resting_minutes if resting else 0.0)
    room = min(cell.length, minutes / demand.staff)
    if able and demand.competence:
        asked = frozenset({demand.competence})
        able_minutes = cell.minutes(False, asked) + (cell.minutes(True, asked) if resting else 0.0)
        room = min(room, able_minutes)
    return room


def _beyond_decision(figures: Figures, claim: Claim) -> float:
    """Of what a service lacks, the share that its decision does not leave room for."""
    caps = [
        cap
        for cap in figures.house.caps
        if (cap.resident, cap.service) == (claim.resident, claim.service)
    ]
    if not caps:
        return 0.0
    entries = figures.ledger.entries
    under = [one for one in claims(figures) if one.resident == claim.resident]
    under = [one for one in under if one.service == claim.service]
    beyond = sum(
        max(0.0, sum(float(one.ask.per_day[cap.days].sum()) for one in under) - cap.minutes)
        for cap in caps
    )
    lacking = sum(max(0.0, one.ask.total - entries[one.source].total) for one in under)
    return min(1.0, beyond / lacking) if lacking > 0 else 0.0


def _free_time(figures: Figures, claim: Claim) -> float:
    """What the resident's own day has left in the windows, span by span [min over the roster]."""
    layout, allocation = figures.allocation.layout, figures.allocation
    free: dict[int, float] = {}
    given: dict[int, float] = {}
    spans: dict[int, float] = {}
    for number, cell in enumerate(layout.cells):
        for place in cell.open:
            if place.demand != claim.demand or not cell.there[claim.resident]:
                continue
            owner = (layout.classes[cell.day].before, cell.day, layout.classes[cell.day].after)
            span, worth = span_of(layout, claim.ask, owner[place.owner + 1])
            times = layout.times(cell.day)
            spans[span] = times / worth
            busy = sum(
                float(allocation.minutes[one.number])
                for one in (*layout.in_cell[number].given, *layout.in_cell[number].received)
                if (layout.receiver(one) or (-1,))[0] == claim.resident
            )
            free[span] = free.get(span, 0.0) + max(0.0, cell.length * times - busy)
    for one in layout.variables:
        receiver = layout.receiver(one)
        mine = one.demand == claim.demand and receiver is not None
        if mine and receiver and receiver[0] == claim.resident and one.kind is not Kind.WOKEN:
            span, _ = span_of(layout, claim.ask, one.owner)
            given[span] = given.get(span, 0.0) + float(allocation.minutes[one.number])
    total = 0.0
    for span, room in free.items():
        asked = asked_in(layout, claim.ask, span) * 60.0 * spans[span]
        total += min(room, max(0.0, asked - given.get(span, 0.0)))
    return total
