"""The question where less is received than planned: what is missing, by its reasons (ASK-11)."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

from allocator.notices import Notice
from allocator.results.figures import Figures
from allocator.results.service_week import service_week
from allocator.results.unmet import Shortage
from allocator.rounding import NOTICEABLE, hours_minutes, whole_minutes
from allocator.rules.classify import Classification
from allocator.rules.plan_rows import QuestionContext
from allocator.rules.planned import ServiceKey
from allocator.tables import Inputs
from allocator.text import translate


def coverage_questions(
    inputs: Inputs,
    classification: Classification,
    units: Sequence[Figures],
    short: Sequence[Sequence[Shortage]],
    language: str,
) -> Iterator[Notice]:
    """Ask where less is received than planned on any days, and no decision of theirs is the limit.

    It is asked at the row that lacks most, so that an answer can name it. Nothing is asked of what
    is written 0:00 whether it is given or not.

    Parameters
    ----------
    short : what each unit lacks, row by row.
    """
    context = QuestionContext(inputs, classification)
    for figures, shortages in zip(units, short, strict=True):
        if "ASK-11" not in context.rules(figures.data.unit).rules:
            continue
        of_service: dict[tuple[int, int], list[Shortage]] = defaultdict(list)
        for shortage in shortages:
            of_service[shortage.claim.resident, shortage.claim.service].append(shortage)
        for resident, service in sorted(figures.entries):
            own = of_service[resident, service]
            yield from _asked(context, figures, resident, service, own, language)


def is_short_of_plan(decided: float, planned: float, received: float) -> bool:
    """Say whether less is received than planned, and a decision, if any, leaves room for more.

    Parameters
    ----------
    decided : NaN where nothing is; all [min per week].
    """
    has_room = math.isnan(decided) or received < decided - NOTICEABLE
    return planned > received + NOTICEABLE and has_room


def _asked(
    context: QuestionContext,
    figures: Figures,
    resident: int,
    service: int,
    shortages: Sequence[Shortage],
    language: str,
) -> Iterator[Notice]:
    """Ask about a resident's service, of an average week of the stay."""
    week = service_week(figures, resident, service, figures.data.stays[resident])
    lacking = week.asked - week.received
    asks = whole_minutes(week.asked) and lacking > NOTICEABLE
    if not asks or not _is_short(figures, resident, service):
        return
    key: ServiceKey = figures.data.unit, figures.data.residents[resident], service
    received = hours_minutes(week.received)
    facts = {"planned": hours_minutes(week.asked), "causes": _causes(shortages, lacking, language)}
    if shortages:
        source = max(shortages, key=lambda shortage: shortage.missing).claim.source
        most_lacking = source.table, source.position
        yield context.about_row(most_lacking, "coverage", key, received, **facts)
    else:
        yield context.about_service("coverage", key, received, **facts)


def _is_short(figures: Figures, resident: int, service: int) -> bool:
    """Say whether the plan is not met on the days of any decision, or on those without one."""
    decisions = figures.allocation.unit.decisions
    rest = figures.data.stays[resident] & ~decisions.granted_days(resident, service)
    periods = [
        (period.weekly, period.days) for period in decisions.granted_periods(resident, service)
    ]
    if rest.any():
        periods.append((math.nan, rest))
    for decided, days in periods:
        week = service_week(figures, resident, service, days)
        if is_short_of_plan(decided, week.asked, week.received):
            return True
    return False


def _causes(shortages: Sequence[Shortage], lacking: float, language: str) -> str:
    """Write what a service lacks by its reasons, the largest first, with their minutes.

    They add up: what the rows themselves do not lack, own supervision lacks because of what is
    deducted from it.

    Parameters
    ----------
    lacking : what the service lacks [min per week].
    """
    by_reason: dict[str, float] = defaultdict(float)
    for shortage in shortages:
        by_reason[shortage.reason] += shortage.missing
    rest = lacking - sum(by_reason.values())
    if whole_minutes(rest) > 0 or not by_reason:
        by_reason["deducted"] = rest
    return ", ".join(
        translate(
            "explain",
            "missing-because",
            language,
            missing=hours_minutes(minutes),
            reason=translate("explain", f"reason-{reason}", language),
        )
        for reason, minutes in sorted(by_reason.items(), key=lambda item: -item[1])
    )
