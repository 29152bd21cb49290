"""Which row of the input says how much is asked for, and per what."""

import pandas as pd

from allocator.tables.declared_people import DecisionRow
from allocator.tables.declared_work import GroupRow, InterventionRow, OtherWorkRow

PlanOrDecisionRow = InterventionRow | OtherWorkRow | DecisionRow
"""A row that the figures are traced to."""


def timed_by(row: PlanOrDecisionRow, group: GroupRow | None) -> PlanOrDecisionRow | GroupRow | None:
    """Find the row that has a row's hours or minutes, and what they are per.

    Parameters
    ----------
    row : of `decisions`, `interventions` or `other_work`.
    group : the row of `groups` that an intervention belongs to, if it belongs to one.

    Returns
    -------
    the group where there is one, else the row itself; None where it has no hours or minutes, as
    supervision that is asked for in whole parts of the døgn.
    """
    if group is not None:
        return group
    amount = row.hours if isinstance(row, DecisionRow) else row.minutes
    return None if pd.isna(amount) else row
