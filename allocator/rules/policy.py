"""How one unit reads the guidance: the rules of its roster's first day, its profile, its columns.

This is the only place that asks the catalogue for a day; everything below is given the answer.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from allocator.errors import CatalogueError, NotInForceError
from allocator.notices import Notice
from allocator.rules.catalogue import Catalogue
from allocator.rules.in_force import CONVERTS, CONVERTS_WEEKS, RulesInForce
from allocator.tables.declared_rota import UnitRow
from allocator.tables.inputs import Inputs
from allocator.tables.rows import rows_of
from allocator.terms import SERVICES, PriorityPolicy, Report, SupervisionReading

_BY_SERVICE = ("PRIORITY-01", "PRIORITY-02", "PRIORITY-03")
_EQUAL = "PRIORITY-04"
_NEEDED = ("DEFAULT-00", "DECISION-07", "ABSENCE-03", *CONVERTS.values(), CONVERTS_WEEKS)
"""Rules without which nothing can be calculated, beside those of the order of services."""


@dataclass(frozen=True)
class Policies:
    """The choices of one unit.

    Parameters
    ----------
    profile : the id of the profile they start from.
    shared_supervision : divided, joint or rounds.
    report : received or decided.
    priority_policy : health_first or equal.
    priorities : service -> its place when staff is short; 1 is first.
    rules : those in force on the roster's first day, or on the day of the run.
    dated : the roster has a first day.
    """

    profile: str
    shared_supervision: SupervisionReading
    report: Report
    priority_policy: PriorityPolicy
    priorities: Mapping[int, int]
    rules: RulesInForce
    dated: bool

    def priority(self, service: int) -> int:
        """Return the priority of a service when staff is short; 1 is first."""
        return self.priorities[service]


def policies_of(inputs: Inputs, catalogue: Catalogue, today: datetime.date) -> dict[str, Policies]:
    """Resolve the policies of every unit. Raises as `policies`; `profile_notices` checks first."""
    return {
        row.unit: policies(row, catalogue, today) for row in rows_of(inputs.tables["unit"], UnitRow)
    }


def policies(unit_row: UnitRow, catalogue: Catalogue, today: datetime.date) -> Policies:
    """Resolve the policies of a row of the table `unit`: an explicit column beats the profile.

    Parameters
    ----------
    today : the day of the run, whose rules hold where the roster has no first day.

    Raises
    ------
    CatalogueError : the profile is unknown.
    NotInForceError : the profile, or a rule that is needed, does not hold on that day.
    """
    dated = not pd.isna(unit_row.period_start)
    day = unit_row.period_start.date() if dated else today
    profile = catalogue.profile(unit_row.profile, day)
    rules = catalogue.on(day, profile)
    for name in _NEEDED:
        rules.rule(name)
    policy = unit_row.priority_policy or profile.priority_policy
    return Policies(
        profile.id,
        unit_row.shared_supervision or profile.shared_supervision,
        unit_row.report or profile.report,
        policy,
        MappingProxyType({service: priority(service, policy, rules) for service in SERVICES}),
        rules,
        dated,
    )


def priority(service: int, policy: PriorityPolicy, rules: RulesInForce) -> int:
    """Return the priority of a service when staff is short, by policy; 1 is first."""
    if policy == "health_first":
        for rule in _BY_SERVICE:
            if service in rules.services(rule):
                return int(rules.number(rule, "place"))
        return int(rules.number(_BY_SERVICE[-1], "place"))
    return int(rules.number(_EQUAL, "place"))


def profile_notices(inputs: Inputs, catalogue: Catalogue, today: datetime.date) -> list[Notice]:
    """List an error for each unit whose profile is unknown, or whose rules are not in force."""
    notices = []
    for row in rows_of(inputs.tables["unit"], UnitRow):
        try:
            policies(row, catalogue, today)
        except NotInForceError as error:
            facts = {"rule": error.name, "day": f"{error.day}", "periods": error.periods}
            notices.append(_of_unit(inputs, row, "not-in-force", "period_start", "", facts))
        except CatalogueError:
            facts = {"known": ", ".join(known.id for known in catalogue.profiles)}
            notices.append(_of_unit(inputs, row, "profile-unknown", "profile", row.profile, facts))
    return notices


def day_notices(inputs: Inputs, of_unit: Mapping[str, Policies]) -> Iterator[Notice]:
    """Say, of each unit whose roster has no first day, that the rules are of the day of the run."""
    for row in rows_of(inputs.tables["unit"], UnitRow):
        own = of_unit[row.unit]
        if not own.dated:
            facts = {"day": f"{own.rules.day}", "profile": own.profile}
            yield _of_unit(inputs, row, "rules-of-today", "period_start", "", facts)


def _of_unit(
    inputs: Inputs, row: UnitRow, code: str, column: str, value: str, facts: Mapping[str, str]
) -> Notice:
    """Write a notice about one cell of the table `unit`."""
    heading = inputs.book.heading("unit", column)
    return Notice(code, inputs.names["unit"], row.row, heading, value, facts, unit=row.unit)
