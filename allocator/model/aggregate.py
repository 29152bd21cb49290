"""The same programme with fewer variables: what differs only in whose row it is shares one.

Demands of one resident with the same staff, competence and windows are alike in an interval; only
their totals are asked for apart. So they share one X[i] in each interval, and each keeps its own
total u[j] for the døgn, with Σ u[j] ≤ Σ X[i]. Every constraint within an interval speaks of X,
what is asked, decided and received of u. It is exact: x[j,i] = X[i] · u[j] / Σ u is an answer of
the programme in full. Stage N, which tells x from x, is solved in full, by substitution.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from allocator.model.families import Constraint
from allocator.model.solver import Positions, Region, Triples, summed
from allocator.model.variables import Total, Variable, VariableIndex, VariableKind, by_interval

AFTER_ALL = 2**31
"""Later than every priority."""


@dataclass(frozen=True)
class Aggregation:
    """A programme in which alike demands share their variables.

    Parameters
    ----------
    index : its variables; those of the totals come last and are in no interval.
    links : for each set of demands that share, the numbers of its X and of its u.
    shared, parts : a variable of `index`, and one of the variables in full that it adds up.
    """

    full: VariableIndex
    index: VariableIndex
    links: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    shared: Positions
    parts: Positions

    def linking(self) -> Iterator[Constraint]:
        """Yield Σ u ≤ Σ X of each set of demands that share."""
        for shared, totals in self.links:
            terms = [(number, -1.0) for number in shared] + [(number, 1.0) for number in totals]
            yield Constraint(terms, 0.0)

    @cached_property
    def first_asked(self) -> Positions:
        """The first priority of stage A that asks for each variable, shape (index.width,).

        0 for other work, for breaks, and for planned night help, on which depends who is woken;
        shared supervision comes after every priority.
        """
        priorities = [_priority(self.full, variable) for variable in self.full.variables]
        first = np.full(self.index.width, AFTER_ALL)
        np.minimum.at(first, self.shared, np.array(priorities, dtype=np.int64)[self.parts])
        return first

    def in_full(self, region: Region) -> Region:
        """Write a region over the variables in full, and the level behind them.

        Bounds of what is a sum become rows, behind the others.
        """
        rows, columns, values = region.matrix
        width, level = self.full.width, self.index.width
        shared, parts = np.append(self.shared, level), np.append(self.parts, width)
        counts = np.bincount(shared, minlength=level + 1)
        first = np.cumsum(counts) - counts
        # each entry once for every part of its variable
        times = counts[columns]
        within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        entries = parts[np.repeat(first[columns], times) + within]
        rows, values = np.repeat(rows, times), np.repeat(values, times)
        lower, upper = np.zeros(width + 1), np.full(width + 1, np.inf)
        alone = counts[shared] == 1
        np.maximum.at(lower, parts[alone], region.lower[shared[alone]])
        np.minimum.at(upper, parts[alone], region.upper[shared[alone]])
        nothing = region.upper[shared] <= 0.0
        upper[parts[nothing]] = 0.0
        bounded = (counts > 1) & ((region.lower > 0.0) | np.isfinite(region.upper))
        bounded &= region.upper > 0.0
        row_of = np.where(bounded, len(region.lower_rows) + np.cumsum(bounded) - 1, -1)
        own = row_of[shared] >= 0
        triples = (
            np.concatenate([rows, row_of[shared[own]]]),
            np.concatenate([entries, parts[own]]),
            np.concatenate([values, np.ones(int(own.sum()))]),
        )
        return Region(
            _summed(triples, width + 1),
            np.concatenate([region.lower_rows, region.lower[bounded]]),
            np.concatenate([region.upper_rows, region.upper[bounded]]),
            lower,
            upper,
        )


def _priority(index: VariableIndex, variable: Variable) -> int:
    if variable.kind is VariableKind.SUPERVISED:
        return AFTER_ALL
    if variable.demand is None or index.demand(variable).planned_night:
        return 0
    if variable.kind is VariableKind.RECEIVED:
        return index.participation(variable).priority
    demand = index.demand(variable)
    return min((own.priority for own in demand.participants), default=demand.priority)


def aggregate(full: VariableIndex) -> Aggregation:
    """Let alike demands share their variables."""
    sharing = _sharing(full)
    stands_for = dict[int, int]()  # of those that share all but the first: which stands for them
    for totals in sharing:
        for total in totals[1:]:
            stands_for.update(zip(total.variables, totals[0].variables, strict=True))
    number_of = dict[int, int]()
    kept: list[Variable] = []
    for variable in full.variables:
        if variable.number not in stands_for:
            number_of[variable.number] = len(kept)
            kept.append(variable._replace(number=len(kept)))
    shared = [number_of[stands_for.get(number, number)] for number in range(full.width)]
    parts = list(range(full.width))
    width = len(kept)
    own = dict[Total, int]()
    links = []
    for totals in sharing:
        numbers = tuple(range(width, width + len(totals)))
        width += len(totals)
        own.update(zip(totals, numbers, strict=True))
        links.append((tuple(number_of[x] for x in totals[0].variables), numbers))
        for number, total in zip(numbers, totals, strict=True):
            shared += [number] * len(total.variables)
            parts += total.variables
    order = np.argsort(np.array(shared, dtype=np.int64), kind="stable")
    totals_of = tuple(
        total._replace(
            variables=(own[total],)
            if total in own
            else tuple(number_of[number] for number in total.variables)
        )
        for total in full.totals
    )
    index = replace(
        full,
        variables=tuple(kept),
        by_interval=by_interval(kept, len(full.intervals)),
        totals=totals_of,
        width=width,
    )
    return Aggregation(
        full,
        index,
        tuple(links),
        np.array(shared, dtype=np.int64)[order],
        np.array(parts, dtype=np.int64)[order],
    )


def _sharing(full: VariableIndex) -> list[list[Total]]:
    """Find the totals of demands that are alike in every interval, two or more together."""
    alike: dict[tuple[object, ...], list[Total]] = {}
    for total in full.totals:
        demand = full.data.demands[total.demand]
        if demand.kind != "group" and total.participant is None:
            first = full.variables[total.variables[0]]
            assert first.kind is VariableKind.GIVEN
            key = (
                demand.resident,
                demand.staff,
                demand.competence,
                demand.planned_night,
                total.owner,
                tuple(full.variables[number].interval for number in total.variables),
            )
            alike.setdefault(key, []).append(total)
    return [totals for totals in alike.values() if len(totals) > 1]


def _summed(triples: Triples, width: int) -> Triples:
    """Add up entries at the same place."""
    rows, columns, values = triples
    places, which = np.unique(rows * width + columns, return_inverse=True)
    sums = summed(which, values, len(places))
    apart = sums != 0.0
    return places[apart] // width, places[apart] % width, sums[apart]
