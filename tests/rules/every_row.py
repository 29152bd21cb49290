"""Every row that a rule may meet: each combination of attributes that tables can hold."""

import itertools
from collections.abc import Iterator

from allocator import terms
from allocator.rules.recognise import Row

EITHER = (False, True)
FEW_SERVICES = (1, terms.HEALTH_CARE)
"""Of the services in hours, rules of the plan tell none apart but health care."""


def every_row() -> list[Row]:
    """Of the plan, of other work and of the decisions."""
    return [*_plan(), *_other_work(), *_decisions()]


def _plan() -> Iterator[Row]:
    for attributes in itertools.product(
        FEW_SERVICES,
        terms.WORDS["activity"],
        terms.WORDS["mode"],
        *(EITHER, EITHER, EITHER),
        terms.WORDS["provider"],
        terms.WORDS["shared_supervision"],
        EITHER,
    ):
        row = Row("interventions", *attributes)
        if _can_be_held(row):
            yield row
            yield row._replace(reportable=False)


def _can_be_held(row: Row) -> bool:
    """Whether the checks of the tables let it pass."""
    if row.word == "substitution_treatment" and row.service != terms.HEALTH_CARE:
        return False
    if not row.continuous:
        return row.staffed  # one, where the row does not say how many
    supervision = row.mode == "supervision" and row.word in terms.COUNTING
    return supervision and not row.grouped and row.provider != "external"


def _other_work() -> Iterator[Row]:
    for word in (*terms.WORDS["activity"], *terms.WORDS["unit_work"]):
        yield Row("other_work", word=word, provider="unit")


def _decisions() -> Iterator[Row]:
    for service, status, reportable, ticked, planned in itertools.product(
        terms.SERVICES, terms.WORDS["status"], EITHER, EITHER, EITHER
    ):
        respite = service == terms.ROLLING_RESPITE
        yield Row(
            "decisions",
            service,
            status=status,
            reportable=reportable,
            hours=terms.SERVICES[service].hours and (ticked or not respite),
            rolling=ticked and respite,
            planned=planned,
        )
