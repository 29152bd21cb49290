"""`run.json`: the record of a run, so that it can be made again and checked."""

import datetime
import platform
from collections.abc import Sequence
from typing import Any

from allocator.model.solver import versions
from allocator.results.figures import Figures
from allocator.results.notices import readings_of
from allocator.tables import Inputs
from allocator.version import VERSION

DECIMALS = 6


def run_record(
    inputs: Inputs, units: Sequence[Figures], catalogue: str, today: datetime.date
) -> dict[str, Any]:
    """Record input, day, versions, policies, solver, and the readings of supervision.

    Parameters
    ----------
    catalogue : its version. today : the day of the run.
    """
    return {
        "input_sha256": inputs.sha256,
        "today": today.isoformat(),
        "versions": {
            "allocator": VERSION,
            "catalogue": catalogue,
            "python": platform.python_version(),
            **versions(),
        },
        "units": [_of_unit(figures) for figures in units],
    }


def _of_unit(figures: Figures) -> dict[str, Any]:
    solution, index = figures.allocation.solution, figures.allocation.index
    supervisions = {row.source: row for row in figures.data.supervisions}
    return {
        "unit": figures.data.unit,
        "weeks": figures.data.calendar.weeks,
        "policies": {
            "profile": figures.policies.profile,
            "shared_supervision": figures.policies.shared_supervision,
            "report": figures.policies.report,
            "priority_policy": figures.policies.priority_policy,
            "rules_on": figures.policies.rules.day.isoformat(),
        },
        "solver": {
            "status": "optimal",
            "variables": len(index.variables),
            "distinct_days": len(index.classes),
            "solves": dict(solution.statistics.solves),
            "levels": dict(solution.levels),
            "seconds": {
                stage: round(seconds, DECIMALS)
                for stage, seconds in solution.statistics.seconds.items()
            },
        },
        "supervision_readings_minutes": [
            {
                "resident": figures.data.residents[supervisions[source].resident],
                "service": supervisions[source].service,
                **{reading: round(value, DECIMALS) for reading, value in minutes.items()},
            }
            for source, minutes in readings_of(figures).items()
        ],
    }
