"""The slow model: from tables of text to figures, day by day, without merging anything.

Written from the contract and the model alone, to have something to compare with.
"""

from __future__ import annotations

from .average import caps_of, worth
from .families import formulate
from .figures import Figures, report
from .stages import solve_stages
from .unit_data import build

Tables = dict[str, list[dict[str, str]]]


def solve(tables: Tables) -> Figures:
    """Give the figures of every unit in the tables.

    Parameters
    ----------
    tables : dict
        English table name -> rows of column -> text, as ``units.random_unit`` makes them.

    Raises
    ------
    SolveError
        When a solver does not find the answer that always exists.
    """
    figures = Figures()
    for row in tables["unit"]:
        data = build(tables, row["unit"])
        data.caps = caps_of(data)
        model = formulate(data)
        claims = [
            claim for own in data.demands for claim in ([own] if own.resident else own.takers)
        ]
        ones = dict.fromkeys(range(data.circle.days), 1.0)
        model.worth = {
            claim.source: worth(data, claim.source) if claim.source[0] in data.rows else ones
            for claim in claims
        }
        report(figures, row["unit"], model, solve_stages(model))
    return figures
