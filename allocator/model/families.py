"""The constraints of model.md section 2, one function per family, numbered as there.

A constraint is its terms and a right-hand side: Σ coefficient × variable ≤ bound, in hours.
Family 2 (presence) is not here: a variable exists only where it holds.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from allocator.model.cells import Cell
from allocator.model.house import Ask
from allocator.model.variables import InCell, Kind, Layout, Variable
from allocator.terms import MINUTES_PER_HOUR

Terms = list[tuple[int, float]]


class AtMost(NamedTuple):
    """Σ coefficient × variable ≤ bound."""

    terms: Terms
    bound: float
    of_staff: bool = False
    """Whether it is the staff minutes of a cell, where the reading of supervision decides."""


def all_families(layout: Layout) -> Iterator[AtMost]:
    """Every constraint of the programme, family by family."""
    yield from asked(layout)
    for cell, found in zip(layout.cells, layout.in_cell, strict=True):
        yield from held(found)
        yield from staff_minutes(layout, cell, found)
        yield from several_at_a_time(layout, cell, found)
        yield from competence(layout, cell, found)
        yield from one_body(layout, cell, found)
    yield from decision(layout)


def asked(layout: Layout) -> Iterator[AtMost]:
    """1: each span gets at most what it asks for, each døgn at most the daily limit."""
    spans: dict[tuple[int, int | None, int], Terms] = {}
    days: dict[tuple[int, int], Terms] = {}
    for variable in layout.variables:
        if variable.demand is None:
            continue
        ask = layout.demand(variable).ask
        span, worth = span_of(layout, ask, variable.owner)
        key = (variable.demand, variable.participant, span)
        spans.setdefault(key, []).append((variable.number, worth))
        if variable.kind is Kind.GIVEN and ask.limit < float("inf"):
            days.setdefault((variable.demand, variable.owner), []).append((variable.number, 1.0))
    for (demand, participant, span), terms in spans.items():
        whole = layout.house.demands[demand].ask
        bound = asked_in(layout, whole, span)
        if participant is not None:
            part = layout.house.demands[demand].participants[participant].ask
            if asked_in(layout, part, span) >= bound:
                continue  # the group's own span says it
            bound = asked_in(layout, part, span)
        yield AtMost(terms, bound)
    for (demand, owner), terms in days.items():
        ask = layout.house.demands[demand].ask
        limit = ask.limit / MINUTES_PER_HOUR
        span, worth = span_of(layout, ask, owner)
        if limit * worth < asked_in(layout, ask, span):
            yield AtMost(terms, limit)


def held(found: InCell) -> Iterator[AtMost]:
    """y ≤ x for each participant, and x ≤ Σ y: a minute that nobody receives is not held."""
    members: dict[tuple[int | None, int], list[Variable]] = {}
    for variable in found.received:
        members.setdefault((variable.demand, variable.owner), []).append(variable)
    for given in found.given:
        received = members.get((given.demand, given.owner))
        if received:
            for one in received:
                yield AtMost([(one.number, 1.0), (given.number, -1.0)], 0.0)
            yield AtMost([(given.number, 1.0), *((one.number, -1.0) for one in received)], 0.0)


def staff_minutes(layout: Layout, cell: Cell, found: InCell) -> Iterator[AtMost]:
    """3: Σ k x + Σ z ≤ A + w; w at most the planned night, and at least what wakes somebody.

    Written for the reading `divided`; under the others z takes no staff time, and the programme
    takes its coefficient away.
    """
    terms: Terms = [(one.number, float(layout.demand(one).staff)) for one in found.given]
    terms += [(one.number, 1.0) for one in found.supervised]
    bound = cell.awake_minutes / MINUTES_PER_HOUR
    if found.woken is None:
        if terms:
            yield AtMost(terms, bound, of_staff=True)
        return
    woken = found.woken.number
    yield AtMost([*terms, (woken, -1.0)], bound, of_staff=True)
    night = [one for one in found.given if layout.demand(one).planned_night]
    planned: Terms = [(one.number, float(layout.demand(one).staff)) for one in night]
    yield AtMost([(woken, 1.0), *((one, -staff) for one, staff in planned)], 0.0)
    too_few: Terms = [(one, staff - cell.awake) for one, staff in planned if staff > cell.awake]
    if too_few:
        yield AtMost([*too_few, (woken, -1.0)], 0.0)


def several_at_a_time(layout: Layout, cell: Cell, found: InCell) -> Iterator[AtMost]:
    """4: Σ ⌊k/m⌋ x ≤ ⌊n/m⌋ L for every m: three cannot help two who each need two at once."""
    staff = {one.number: layout.demand(one).staff for one in found.given}
    length = cell.length / MINUTES_PER_HOUR
    awake = [one for one in found.given if not layout.demand(one).planned_night]
    groups = [(awake, cell.awake)] if cell.resting or len(awake) == len(found.given) else []
    groups += [(found.given, cell.awake + cell.resting)] if len(awake) < len(found.given) else []
    for several in range(2, max(staff.values(), default=1) + 1):
        for those, on_duty in groups:
            terms: Terms = [
                (one.number, float(staff[one.number] // several))
                for one in those
                if staff[one.number] >= several
            ]
            if terms:
                yield AtMost(terms, on_duty // several * length)


def competence(layout: Layout, cell: Cell, found: InCell) -> Iterator[AtMost]:
    """5: for every set of competences asked for, no more than those who have any of them."""
    asking: dict[str, list[Variable]] = {}
    for one in found.given:
        if layout.demand(one).competence:
            asking.setdefault(layout.demand(one).competence, []).append(one)
    for chosen in _subsets(sorted(asking)):
        variables = [one for name in sorted(chosen) for one in asking[name]]
        terms: Terms = [(one.number, 1.0) for one in variables]
        awake = cell.minutes(resting=False, competences=chosen) / MINUTES_PER_HOUR
        by_day: Terms = [
            (one.number, 1.0) for one in variables if not layout.demand(one).planned_night
        ]
        if by_day:
            yield AtMost(by_day, awake)
        if len(by_day) < len(terms):
            resting = cell.minutes(resting=True, competences=chosen) / MINUTES_PER_HOUR
            yield AtMost(terms, awake + resting)
            if found.woken is not None:
                yield AtMost([*terms, (found.woken.number, -1.0)], awake)


def one_body(layout: Layout, cell: Cell, found: InCell) -> Iterator[AtMost]:
    """6: nobody receives more than the time there is."""
    bodies: dict[int, Terms] = {}
    for one in (*found.given, *found.received, *found.supervised):
        receiver = layout.receiver(one)
        if receiver is not None:
            bodies.setdefault(receiver[0], []).append((one.number, 1.0))
    for terms in bodies.values():
        yield AtMost(terms, cell.length / MINUTES_PER_HOUR)


def decision(layout: Layout) -> Iterator[AtMost]:
    """7: of each service no more than its decision leaves, over the days it holds."""
    weeks = layout.house.calendar.weeks
    capped: dict[tuple[int, int], list[Variable]] = {}
    for one in layout.variables:
        receiver = layout.receiver(one)
        if receiver is not None:
            capped.setdefault(receiver[:2], []).append(one)
    for cap in layout.house.caps:
        terms: Terms = [
            (one.number, layout.weight(one))
            for one in capped.get((cap.resident, cap.service), ())
            if cap.days[layout.classes[layout.cells[one.cell].day].first]
        ]
        if terms:
            yield AtMost(terms, cap.minutes / weeks / MINUTES_PER_HOUR)


def asked_in(layout: Layout, ask: Ask, span: int) -> float:
    """What one span asks for [hours]; of the whole roster, its average week."""
    if ask.span == "day":
        minutes = float(ask.per_day[layout.classes[span].first])
    elif ask.span == "week":
        minutes = sum(one.in_week * float(ask.per_day[one.first]) for one in layout.weeks[span])
    else:
        minutes = ask.total / layout.house.calendar.weeks
    return minutes / MINUTES_PER_HOUR


def span_of(layout: Layout, ask: Ask, owner: int) -> tuple[int, float]:
    """The span that a class of days belongs to, and how often it occurs in that span."""
    if ask.span == "day":
        return owner, 1.0
    if ask.span == "week":
        return layout.classes[owner].week, layout.classes[owner].in_week
    return 0, layout.times(owner) / layout.house.calendar.weeks


def _subsets(names: Iterable[str]) -> Iterator[frozenset[str]]:
    """Every non-empty set of some names.

    >>> [sorted(chosen) for chosen in _subsets(["driver", "nurse"])]
    [['driver'], ['nurse'], ['driver', 'nurse']]
    """
    names = list(names)
    for size in range(1, len(names) + 1):
        for chosen in combinations(names, size):
            yield frozenset(chosen)
