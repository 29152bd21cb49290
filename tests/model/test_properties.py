"""What must not change a figure, and what no figure may be (issue: how it is known to be right)."""

import random

import numpy as np
import pandas as pd
import pytest
from comparing import Tables, allocated, assert_same_hours, hours_by
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle.units import features, random_unit

from allocator import Result

seeds = st.integers(min_value=1_000, max_value=1_000_000)
few = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@few
@given(seeds)
def test_rows_and_columns_in_any_order_give_the_same_hours(seed: int) -> None:
    tables = random_unit(seed)
    chance = random.Random(seed)
    shuffled: Tables = {}
    for name, rows in tables.items():
        columns = list({column: None for row in rows for column in row})
        chance.shuffle(columns)
        mixed = [{column: row.get(column, "") for column in columns} for row in rows]
        # an intervention without an id is called by its row number, so ids come first
        chance.shuffle(mixed)
        shuffled[name] = mixed
    assert_same_hours(hours_by(allocated(tables)), hours_by(allocated(shuffled)))


@few
@given(seeds)
def test_other_names_give_the_same_hours(seed: int) -> None:
    tables = random_unit(seed)
    names = {row["resident"]: f"Å{900 - number}" for number, row in enumerate(tables["residents"])}
    renamed = {
        table: [
            {
                column: {"resident": names.get(value, value), "intervention": f"x-{value}"}.get(
                    column, value
                )
                if value
                else value
                for column, value in row.items()
            }
            for row in rows
        ]
        for table, rows in tables.items()
    }
    here = hours_by(allocated(tables), names)
    assert_same_hours(here, hours_by(allocated(renamed)))


@few
@given(seeds, st.sampled_from(["simplex", "ipm"]))
def test_simplex_and_interior_point_give_the_same_hours(seed: int, method: str) -> None:
    tables = random_unit(seed)
    result = allocated(tables, method=method)
    assert_same_hours(hours_by(allocated(tables)), hours_by(result))
    for unit in result.run["units"]:
        stages = unit["solver"]["stages"].values()
        first_tries = [own for own in stages if own["solver"] == "HiGHS" and not own["second_try"]]
        assert {own["method"] for own in first_tries} <= {method}


@few
@given(seeds)
def test_a_unit_alone_and_among_others_is_the_same(seed: int) -> None:
    first, other = random_unit(seed), random_unit(seed + 1)
    first, other = _called(first, "A"), _called(other, "B")
    both = {
        table: first.get(table, []) + other.get(table, [])
        for table in dict.fromkeys([*first, *other])
    }
    together = hours_by(allocated(both))
    alone = pd.concat([hours_by(allocated(first)), hours_by(allocated(other))]).sort_index()
    assert_same_hours(together, alone)


def _called(tables: Tables, letter: str) -> Tables:
    """Its units under other names; an empty interval means the only unit."""
    only = tables["unit"][0]["unit"]
    return {
        table: [row | {"unit": f"{letter}{row.get('unit') or only}"} for row in rows]
        for table, rows in tables.items()
    }


@few
@given(seeds)
def test_an_idle_shift_boundary_changes_nothing(seed: int) -> None:
    """A shift without a break cut in two, the second taking over where the first ends."""
    tables = random_unit(seed)
    cut: list[dict[str, str]] = []
    for row in tables["shifts"]:
        two = _cut_in_two(row) if not _works_per_shift(tables) else [row]
        cut += two
    assert_same_hours(hours_by(allocated(tables)), hours_by(allocated(tables | {"shifts": cut})))


def _works_per_shift(tables: Tables) -> bool:
    return any(row.get("per") == "shift" for row in tables.get("other_work", []))


def _cut_in_two(row: dict[str, str]) -> list[dict[str, str]]:
    start, end = row["start"], row["end"]
    whole = [row]
    if row.get("break_minutes") not in (None, "", "0") or row.get("days_more") not in (
        None,
        "",
        "0",
    ):
        return whole
    first, last = (int(text[:2]) * 60 + int(text[-2:]) for text in (start, end))
    if last - first < 120:
        return whole
    middle = first + 60
    text = f"{middle // 60:02d}:{middle % 60:02d}"
    return [row | {"end": text}, row | {"start": text}]


@few
@given(seeds)
def test_no_figure_is_more_than_it_can_be(seed: int) -> None:
    tables = random_unit(seed)
    result = allocated(tables)
    hours = result.hours
    tiny = 0.01
    within = hours["decided_minutes"].isna() | _has_external(result)
    given = hours["received_minutes"] <= hours["decided_minutes"] + tiny
    assert (within | given | _partly_decided(result)).all()
    assert (hours["received_minutes"] <= hours["planned_minutes"] + tiny).all()
    if not (hours["omfang_minutes"] - hours["received_minutes"]).abs().gt(tiny).any():
        assert (hours["ressursinnsats_minutes"] >= hours["omfang_minutes"] - tiny).all()
    parts = hours["day_minutes"] + hours["evening_minutes"] + hours["night_minutes"]
    assert np.allclose(parts, hours["received_minutes"], atol=1e-5)
    staff = result.staff_time
    used = staff[list(staff.columns[4:])].sum(axis=1)
    assert np.allclose(used, staff["rostered_minutes"], atol=1e-6)
    assert (staff["presence_minutes"] > -1e-3).all()
    direct = staff[["individual_minutes", "group_minutes", "supervision_minutes"]].sum().sum()
    assert hours["staff_share_minutes"].sum() == pytest.approx(direct, abs=1e-5)


def _has_external(result: Result) -> pd.Series:
    """What others give is received beyond a decision too."""
    data = {figures.data.unit: figures.data for figures in result.calculation.units}
    return pd.Series(
        [
            any(
                data[row.unit].residents[external.resident] == row.resident
                and external.service == row.service
                for external in data[row.unit].externals
            )
            for row in result.hours.itertuples()
        ]
    )


def _partly_decided(result: Result) -> pd.Series:
    """A decision that does not hold on all the resident's days caps those days only."""
    rows = []
    for row in result.hours.itertuples():
        unit = next(
            figures for figures in result.calculation.units if figures.data.unit == row.unit
        )
        resident = unit.data.residents.index(row.resident)
        granted = unit.allocation.unit.decisions.granted_days(resident, row.service)
        rows.append(bool((unit.data.stays[resident] & ~granted).any()))
    return pd.Series(rows)


def _whole_weeks(result: Result, unit: str, resident: str) -> bool:
    """Whether the resident lives there equally often on every weekday."""
    data = next(own.data for own in result.calculation.units if own.data.unit == unit)
    days = data.stays[data.residents.index(resident)].reshape(-1, 7).sum(axis=0)
    return bool((days == days[0]).all())


@few
@given(seeds)
def test_the_clock_and_the_trace_add_up_to_the_hours(seed: int) -> None:
    result = allocated(random_unit(seed))
    key = ["unit", "resident", "service"]
    hours = result.hours.set_index(key)
    week = result.week.groupby(key)["received_minutes"].sum()
    whole = hours[[_whole_weeks(result, *key[:2]) for key in hours.index]]
    assert np.allclose(
        week.reindex(whole.index, fill_value=0.0), whole["received_minutes"], atol=1e-5
    )
    trace = result.trace[result.trace["resident"] != ""]
    trace = trace.astype({"service": "int64"}).groupby(key)
    for column in ("planned", "received", "staff_share", "day", "evening", "night"):
        name = f"{column}_minutes"
        assert np.allclose(
            trace[name].sum().reindex(hours.index, fill_value=0.0), hours[name], atol=1e-6
        )
    staff = result.staff_time.groupby(["unit", "duty"])["rostered_minutes"].sum()
    clock = result.staff_week.groupby(["unit", "duty"])["rostered_minutes"].sum()
    assert np.allclose(clock.reindex(staff.index, fill_value=0.0), staff, atol=1e-5)
    assert (~result.trace["counted"] <= (result.trace["received_minutes"] == 0)).all()


@few
@given(seeds)
def test_turned_by_a_whole_week_the_roster_gives_the_same(seed: int) -> None:
    """Weeks are numbered anew; only a roster without dates can be turned."""
    tables = random_unit(seed)
    weeks = int(tables["unit"][0]["weeks"])
    if weeks == 1 or any("date" in row and row["date"] for row in tables["shifts"]):
        return
    if len(tables["unit"]) > 1 or _uses_dates(tables):
        return
    turned = [row | {"week": str(int(row["week"]) % weeks + 1)} for row in tables["shifts"]]
    assert_same_hours(hours_by(allocated(tables)), hours_by(allocated(tables | {"shifts": turned})))


def _uses_dates(tables: Tables) -> bool:
    return any(
        row.get(column)
        for table in ("residents", "decisions", "interventions", "absences")
        for row in tables.get(table, [])
        for column in ("from", "to", "date")
    )


@few
@given(seeds)
def test_everything_doubled_gives_each_as_before(seed: int) -> None:
    """Twice the staff and twice the residents, where nothing needs two at once."""
    tables = random_unit(seed)
    single = all(row.get("staff", "1") in ("", "1") for row in tables.get("interventions", []))
    bound = any(row.get("competence") for name in tables for row in tables[name])
    if not single or bound or tables.get("groups") or tables.get("other_work"):
        tables = _plain(tables)
    if any(row.get("mode") == "supervision" for row in tables["interventions"]):
        # with two on duty one supervises while the other has a break
        tables["shifts"] = [row | {"break_minutes": ""} for row in tables["shifts"]]
    doubled = dict(tables)
    for table in ("residents", "interventions", "decisions", "absences"):
        doubled[table] = [*tables.get(table, []), *(_twin(row) for row in tables.get(table, []))]
    doubled["shifts"] = [
        row | {"count": str(2 * int(row.get("count") or "1"))} for row in tables["shifts"]
    ]
    before = hours_by(allocated(tables)).drop(columns="staff_share_minutes")
    after = hours_by(allocated(doubled)).drop(columns="staff_share_minutes")
    assert_same_hours(before, after.loc[before.index])


def _plain(tables: Tables) -> Tables:
    """Without groups, competences, other work, and more than one at a time."""
    kept = [
        row | {"competence": "", "staff": "1" if row.get("staff") else ""}
        for row in tables["interventions"]
        if not row.get("group")
    ]
    counted = ("", "direct", "medication", "errand", "user_training")
    kept = [row for row in kept if row.get("activity", "") in counted]
    shifts = [row | {"competence": ""} for row in tables["shifts"]]
    plain = {name: rows for name, rows in tables.items() if name not in ("groups", "other_work")}
    return plain | {"interventions": kept, "shifts": shifts}


def _twin(row: dict[str, str]) -> dict[str, str]:
    twin = row | {"resident": f"{row['resident']}-2"}
    if row.get("intervention"):
        twin["intervention"] = f"{row['intervention']}-2"
    return twin


def test_the_properties_meet_many_features() -> None:
    assert len(set().union(*(features(random_unit(seed)) for seed in range(1_000, 1_040)))) > 60
