"""`run.json`: the record of a run, by which it can be made again and checked."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from allocator.model.solver import versions
from allocator.results.deciding import CalculationInput
from allocator.results.figures import Figures
from allocator.results.notices import readings_of
from allocator.rules.catalogue import Catalogue
from allocator.rules.entry import Rule
from allocator.rules.policy import Policies
from allocator.tables.row_hashes import row_hashes
from allocator.text import translate
from allocator.text.dates import day
from allocator.version import VERSION

FORMAT = 1
"""Of the record; a higher one has something that an older program would not understand."""
DECIMALS = 6


class RecordedCalculation(CalculationInput, Protocol):
    """What was calculated, from what."""

    @property
    def units(self) -> Sequence[Figures]:
        """Every unit's answer."""
        ...

    @property
    def catalogue(self) -> Catalogue:
        """The guidance."""
        ...

    @property
    def today(self) -> datetime.date:
        """The day of the run."""
        ...

    @property
    def profile(self) -> str:
        """The profile asked for in every unit, or empty."""
        ...


def run_record(
    calculation: RecordedCalculation, deciding: Mapping[str, Sequence[str]], language: str
) -> dict[str, Any]:
    """Return the input, the choices of the run, the versions, and for each unit what it rests on.

    Parameters
    ----------
    deciding : unit -> the ids of the rules that decide something in it.
    language : of the texts in the frames.
    """
    return {
        "format": FORMAT,
        "input": {
            "sha256": calculation.inputs.sha256,
            "tables": row_hashes(calculation.inputs),
        },
        "today": calculation.today.isoformat(),
        "language": language,
        "profile": calculation.profile,
        "versions": {
            "allocator": VERSION,
            "catalogue": calculation.catalogue.version,
            **versions(),
        },
        "units": [
            _of_unit(figures, deciding[figures.data.unit], language)
            for figures in calculation.units
        ],
    }


def _of_unit(figures: Figures, deciding: Sequence[str], language: str) -> dict[str, Any]:
    policies = figures.policies
    return {
        "unit": figures.data.unit,
        "weeks": figures.data.calendar.weeks,
        "policies": {
            "profile": policies.profile,
            "shared_supervision": policies.shared_supervision,
            "report": policies.report,
            "priority_policy": policies.priority_policy,
            "rules_on": policies.rules.day.isoformat(),
        },
        "rules": [_chosen(policies.rules.rules[name], policies, language) for name in deciding],
        "solver": _solver(figures),
        "supervision_readings_minutes": _readings(figures),
    }


def _chosen(rule: Rule, policies: Policies, language: str) -> dict[str, Any]:
    """Return the dated version of a rule, why that one, and the hash of what it decides by."""
    facts = {"day": day(policies.rules.day, language), "profile": policies.profile}
    reasons = ["version-dated" if policies.dated else "version-of-run"]
    if rule not in policies.rules.known[rule.id]:
        reasons.append("version-numbers")
    return {
        "id": rule.id,
        "from": rule.since.isoformat(),
        "until": rule.until.isoformat() if rule.until else "",
        "why": "; ".join(translate("explain", key, language, **facts) for key in reasons),
        "sha256": rule.sha256,
    }


def _solver(figures: Figures) -> dict[str, Any]:
    """Return the size of the programme, and the effort of each stage."""
    solution, index = figures.allocation.solution, figures.allocation.index
    return {
        "status": "optimal",
        "variables": len(index.variables),
        "distinct_days": len(index.classes),
        "stages": {
            stage: {
                "solver": cost.solver,
                "method": cost.method,
                "programmes": cost.programmes,
                "levels": solution.levels.get(stage, 0),
                "second_try": cost.second_tries > 0,
                "seconds": round(cost.seconds, DECIMALS),
            }
            for stage, cost in solution.statistics.stages.items()
        },
    }


def _readings(figures: Figures) -> list[dict[str, Any]]:
    """Return what each supervised resident gets under each reading [min per week]."""
    supervisions = {row.source: row for row in figures.data.supervisions}
    return [
        {
            "resident": figures.data.residents[supervisions[source].resident],
            "service": supervisions[source].service,
            **{reading: round(value, DECIMALS) for reading, value in minutes.items()},
        }
        for source, minutes in readings_of(figures).items()
    ]
