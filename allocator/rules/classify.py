"""Which rule decides each row, and what part the row plays in the model.

Rules recognise rows by small pure functions bound to their ids (`recognise.py`). Exactly one
recognises a row, or the catalogue says which beats which; where none does, DEFAULT-00 decides:
the row does not count, and that is said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from allocator import terms
from allocator.clock import Clock, is_covered
from allocator.notices import Notice
from allocator.rules.policy import Policies
from allocator.rules.recognise import Row
from allocator.rules.rows import records, tuples
from allocator.rules.verdicts import DEFAULT, INTERVENTION_ROLES, Verdict, verdict_makers
from allocator.tables.inputs import Inputs

_PROVIDER_PRECEDENCE = ("private", "external", "unit")
"""Who gives a participation: the first of these that the row or its group says."""


@dataclass(frozen=True)
class Classification:
    """The verdict on each row of `interventions`, `other_work` and `decisions`.

    Parameters
    ----------
    policies : unit -> how it reads the guidance, and the rules in force for it.
    verdicts : table -> one verdict for each row of its frame, in order.
    notices : the rows that no rule recognises.
    """

    policies: Mapping[str, Policies]
    verdicts: Mapping[str, tuple[Verdict, ...]]
    notices: tuple[Notice, ...]

    def verdict(self, source: tuple[str, int]) -> Verdict:
        """The verdict on a row, by table and place in its frame."""
        table, position = source
        return self.verdicts[table][position]

    def rule(self, source: tuple[str, int]) -> str:
        """The id of the rule that decides a row."""
        return self.verdict(source).rule

    def role(self, source: tuple[str, int]) -> str:
        """The part a row plays in the model."""
        return self.verdict(source).role


def classify(inputs: Inputs, policies: Mapping[str, Policies]) -> Classification:
    """The verdict on every row of the plan, of other work and of the decisions.

    Parameters
    ----------
    policies : of every unit.

    Raises CatalogueError where two rules recognise one row and neither beats the other.
    """
    makers = verdict_makers(policies)

    def verdicts_on(table: str, rows: list[Row]) -> tuple[Verdict, ...]:
        units = inputs.tables[table]["unit"].tolist()
        return tuple(makers[unit](row) for unit, row in zip(units, rows, strict=True))

    plan = verdicts_on("interventions", _plan_rows(inputs, policies))
    other_work = verdicts_on("other_work", _other_work_rows(inputs.tables["other_work"]))
    planned = _planned(inputs.tables["interventions"], plan)
    decisions = verdicts_on("decisions", _decision_rows(inputs.tables["decisions"], planned))
    verdicts = {"interventions": plan, "other_work": other_work, "decisions": decisions}
    return Classification(policies, verdicts, tuple(_unrecognised(inputs, verdicts)))


def _plan_rows(inputs: Inputs, policies: Mapping[str, Policies]) -> list[Row]:
    """The rows of `interventions` as rules see them."""
    units = {row.unit: row for row in records(inputs.tables["unit"])}
    clocks = {
        name: Clock.of(row.day_start, row.evening_start, row.night_start)
        for name, row in units.items()
    }
    group_of = {
        (unit, group): provider
        for unit, group, provider in tuples(inputs.tables["groups"], "unit", "group", "provider")
    }
    frame = inputs.tables["interventions"]
    found = []
    for unit, service, activity, mode, group, minutes, staff, given_by, *when in tuples(
        frame,
        *("unit", "service", "activity", "mode", "group", "minutes", "staff", "provider"),
        *("from_time", "to_time", "shift"),
    ):
        from_time, to_time, shift = when
        givers = {given_by, group_of.get((unit, group), given_by)}
        found.append(
            Row(
                "interventions",
                service=int(service),
                word=activity,
                mode=mode,
                continuous=mode == "supervision" and not group and pd.isna(minutes),
                staffed=not pd.isna(staff),
                grouped=bool(group),
                provider=next(name for name in _PROVIDER_PRECEDENCE if name in givers),
                reading=policies[unit].shared_supervision,
                night=_in_the_night(clocks[unit], from_time, to_time, shift),
            )
        )
    return found


def _in_the_night(clock: Clock, from_time: float, to_time: float, shift: Sequence[str]) -> bool:
    """Whether all of a row's windows lie in the night part."""
    found = clock.windows(from_time, to_time, shift)
    return bool(found) and all(is_covered(one, clock.windows_of(("night",))) for one in found)


def _other_work_rows(frame: pd.DataFrame) -> list[Row]:
    """The rows of `other_work` as rules see them."""
    return [Row("other_work", word=word, provider="unit") for word in frame["work"].tolist()]


def _planned(frame: pd.DataFrame, plan: tuple[Verdict, ...]) -> set[tuple[str, str, int]]:
    """The units, residents and services that some intervention stands under."""
    return {
        (unit, resident, int(service))
        for (unit, resident, service), verdict in zip(
            tuples(frame, "unit", "resident", "service"), plan, strict=True
        )
        if verdict.role in INTERVENTION_ROLES
    }


def _decision_rows(frame: pd.DataFrame, planned: set[tuple[str, str, int]]) -> list[Row]:
    """The rows of `decisions` as rules see them."""
    found = []
    for unit, resident, service, status, reportable, ticked in tuples(
        frame, "unit", "resident", "service", "status", "reportable", "rolling"
    ):
        respite = service == terms.ROLLING_RESPITE
        found.append(
            Row(
                "decisions",
                service=int(service),
                status=status,
                reportable=bool(reportable),
                hours=terms.SERVICES[service].hours and (bool(ticked) or not respite),
                rolling=bool(ticked) and respite,
                planned=(unit, resident, service) in planned,
            )
        )
    return found


def _unrecognised(inputs: Inputs, verdicts: Mapping[str, tuple[Verdict, ...]]) -> list[Notice]:
    """One notice for each row that no rule recognises."""
    word_of = {"interventions": "activity", "other_work": "work", "decisions": "status"}
    found = []
    for table, given in verdicts.items():
        frame = inputs.tables[table]
        for position, verdict in enumerate(given):
            if verdict.rule == DEFAULT:
                row = frame.iloc[position]
                found.append(
                    Notice(
                        "no-rule",
                        inputs.names[table],
                        int(row["row"]),
                        value=str(row[word_of[table]]),
                        unit=row["unit"],
                    )
                )
    return found
