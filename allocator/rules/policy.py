"""How one unit reads the guidance: its profile, and what its own columns say instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from allocator.errors import CatalogueError
from allocator.notices import Notice
from allocator.rules.catalogue import Catalogue
from allocator.tables.inputs import Inputs
from allocator.terms import SERVICES

_BY_SERVICE = ("PRIORITY-01", "PRIORITY-02", "PRIORITY-03")
_ALIKE = "PRIORITY-04"


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
    """

    profile: str
    shared_supervision: str
    report: str
    priority_policy: str
    priorities: Mapping[int, int]

    def priority(self, service: int) -> int:
        """The place of a service when staff is short; 1 is first."""
        return self.priorities[service]


def policies(unit_row: Any, catalogue: Catalogue) -> Policies:
    """The policies of a row of the table `unit`: an explicit column beats the profile.

    Raises CatalogueError where the profile is unknown (`profile_notices` says so before).
    """
    profile = catalogue.profile(unit_row.profile)
    policy = unit_row.priority_policy or profile.priority_policy
    return Policies(
        profile.id,
        unit_row.shared_supervision or profile.shared_supervision,
        unit_row.report or profile.report,
        policy,
        MappingProxyType({service: priority(service, policy, catalogue) for service in SERVICES}),
    )


def priority(service: int, policy: str, catalogue: Catalogue) -> int:
    """The place of a service when staff is short, under health_first or equal; 1 is first."""
    if policy == "health_first":
        for rule in _BY_SERVICE:
            if service in catalogue.services(rule):
                return int(catalogue.number(rule, "place"))
        return int(catalogue.number(_BY_SERVICE[-1], "place"))
    return int(catalogue.number(_ALIKE, "place"))


def profile_notices(inputs: Inputs, catalogue: Catalogue) -> list[Notice]:
    """An error for each unit whose profile the catalogue does not know."""
    found = []
    frame = inputs.tables["unit"]
    for unit, profile, row in zip(frame["unit"], frame["profile"], frame["row"], strict=True):
        try:
            catalogue.profile(profile)
        except CatalogueError:
            known = ", ".join(one.id for one in catalogue.profiles)
            table = inputs.names["unit"]
            column = "profile" if table == "unit" else "profil"
            found.append(
                Notice(
                    "profile-unknown", table, int(row), column, profile, {"known": known}, unit=unit
                )
            )
    return found
