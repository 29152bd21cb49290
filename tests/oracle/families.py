"""The constraint families of model.md section 2, one function each, day by day."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from .cuts import HOUR, covers, cut
from .demands import Demand
from .programme import (
    Programme,
    add_breaks,
    add_demand,
    add_supervision,
    add_woken,
    breaks,
    kind,
    receiver,
    source_of,
    xs,
)
from .unit_data import UnitData


def formulate(data: UnitData) -> Programme:
    """Write the whole programme of a unit."""
    of_demands, of_rows = covers(data)
    model = Programme(data, cut(data, of_demands + of_rows))
    for number, demand in enumerate(data.demands):
        add_demand(model, number, demand, of_demands[number])
    if data.reading != "rounds":
        add_supervision(model, of_rows)
    for number, column in enumerate(model.columns):
        model.by_interval[column.interval].append(number)
    add_woken(model)
    add_breaks(model)
    for number, demand in enumerate(data.demands):
        asked(model, number, demand)
    words = sorted({demand.competence for demand in data.demands if demand.competence})
    for number in range(len(model.intervals)):
        staff_minutes(model, number)
        several_at_a_time(model, number)
        competence(model, number, words)
        resident_capacity(model, number)
        not_on_a_break(model, number)
    decided(model)
    return model


def asked(model: Programme, number: int, demand: Demand) -> None:
    """Family 1: each span's minutes, the daily limit, and a part-time participant's part."""
    own = [position for position, column in enumerate(model.columns) if column.owner == number]
    x = [position for position in own if model.columns[position].kind == "x"]
    for span in demand.spans:
        terms = {position: 1.0 for position in x if model.columns[position].day in span.days}
        model.below(terms, span.asked / HOUR, "1 span")
        for day in span.days:
            terms = {position: 1.0 for position in x if model.columns[position].day == day}
            if demand.limit < float("inf"):
                model.below(terms, demand.limit / HOUR, "1 day")
    y = [position for position in own if model.columns[position].kind == "y"]
    for ordinal, taker in enumerate(demand.takers):
        for span in taker.spans:
            terms = {
                position: 1.0
                for position in y
                if model.columns[position].taker == ordinal
                and model.columns[position].day in span.days
            }
            model.below(terms, span.asked / HOUR, "1 part")


def staff_minutes(model: Programme, number: int) -> None:
    """Family 3: nobody gives more minutes than there are; who is woken, and for what."""
    interval = model.intervals[number]
    woken = kind(model, number, "w")
    terms = {c: float(demand.staff) for c, demand in xs(model, number)}
    if model.data.reading == "divided":
        terms |= dict.fromkeys(kind(model, number, "z"), 1.0)
    rostered = interval.awake * interval.length
    if terms:
        terms |= breaks(model, number, False)
    model.below(terms | dict.fromkeys(woken, -1.0), rostered, "3 staff")
    for w in woken:
        night = [(c, demand) for c, demand in xs(model, number) if demand.night]
        everyone = interval.resting * interval.length
        model.below({w: 1.0} | breaks(model, number, True), everyone, "3 resting")
        model.below({w: 1.0} | {c: -float(x.staff) for c, x in night}, 0.0, "3 only at night")
        short = {c: float(x.staff - interval.awake) for c, x in night if x.staff > interval.awake}
        model.below({w: -1.0} | short, 0.0, "3 too few awake")


def several_at_a_time(model: Programme, number: int) -> None:
    """Family 4: of those who each need several at once, only so many at a time."""
    interval = model.intervals[number]
    widest = max((demand.staff for _, demand in xs(model, number)), default=1)
    for size in range(2, widest + 1):
        everyone = interval.awake + interval.resting
        for only_awake, heads in ((True, interval.awake), (False, everyone)):
            terms = {
                c: float(demand.staff // size)
                for c, demand in xs(model, number)
                if demand.staff >= size and not (only_awake and demand.night)
            }
            model.below(terms, heads // size * interval.length, "4 several")


def competence(model: Programme, number: int, words: list[str]) -> None:
    """Family 5: for every set of competences, the minutes of those who have any of them."""
    interval, staff = model.intervals[number], model.data.staff
    woken = dict.fromkeys(kind(model, number, "w"), -1.0)
    here = [(c, demand) for c, demand in xs(model, number) if demand.competence]
    if not here:
        return
    for size in range(1, len(words) + 1):
        for chosen in combinations(words, size):
            able = frozenset(chosen)
            terms = {c: 1.0 for c, demand in here if demand.competence in able}
            by_day = {
                c: 1.0 for c, demand in here if demand.competence in able and not demand.night
            }
            awake = staff.heads(False, able)[interval.first] * interval.length
            resting = staff.heads(True, able)[interval.first] * interval.length
            pauses = breaks(model, number, False, able)
            if terms:
                model.below(terms | woken | pauses, awake, "5 awake and woken")
                both = pauses | breaks(model, number, True, able)
                model.below(terms | both, awake + resting, "5 all")
            if by_day:
                model.below(by_day | pauses, awake, "5 awake")


def not_on_a_break(model: Programme, number: int) -> None:
    """Family 8: who is on a break is not one of two, and supervises nobody."""
    interval = model.intervals[number]
    for column in kind(model, number, "b"):
        shift = model.data.staff.shifts[model.columns[column].owner]
        terms = {column: 1.0}
        for c, demand in xs(model, number):
            everyone = interval.awake + (interval.resting if demand.night else 0)
            others = everyone - shift.count
            if demand.staff > others and (demand.night or not shift.resting):
                terms[c] = float(demand.staff - others)
        if len(terms) > 1:
            model.below(terms, shift.count * interval.length, "8 one of two")
    pauses = breaks(model, number, False)
    for z in kind(model, number, "z"):
        model.below({z: 1.0} | pauses, interval.awake * interval.length, "8 supervision")


def resident_capacity(model: Programme, number: int) -> None:
    """Family 6: a resident receives one thing at a time."""
    bodies: dict[str, dict[int, float]] = defaultdict(dict)
    for column in model.by_interval[number]:
        resident = receiver(model, column)[0]
        if resident:
            bodies[resident][column] = 1.0
    for terms in bodies.values():
        model.below(terms, model.intervals[number].length, "6 body")


def decided(model: Programme) -> None:
    """Family 7: no more than a decision leaves in an average week of its days."""
    for cap in model.data.caps:
        terms = {}
        for number, column in enumerate(model.columns):
            if receiver(model, number)[0]:
                count = cap.counted.get(source_of(model, number), {}).get(column.day, 0.0)
                if count:
                    terms[number] = count
        model.below(terms, cap.weekly / HOUR, "7 decision")
