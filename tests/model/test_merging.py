"""Whatever is merged gives the same figures as without (model.md section 4)."""

import pytest
from comparing import allocated, assert_same_hours, hours_by
from oracle.units import random_unit

from allocator.rounding import NOTICEABLE


@pytest.mark.parametrize("first", range(2_000, 2_200, 20))
def test_merged_and_day_by_day_give_the_same(first: int) -> None:
    for seed in range(first, first + 20):
        tables = random_unit(seed)
        if not tables["interventions"] and not tables.get("decisions"):
            continue
        merged, apart = allocated(tables), allocated(tables, merge=False)
        assert_same_hours(hours_by(merged), hours_by(apart))
        for name, measure in (("staff_week", "direct_minutes"), ("week", "received_minutes")):
            sums = [
                getattr(result, name).groupby(["unit", "weekday"])[measure].sum()
                for result in (merged, apart)
            ]
            both = sums[0].to_frame("merged").join(sums[1].to_frame("apart"), how="outer")
            difference = (both["merged"].fillna(0) - both["apart"].fillna(0)).abs()
            assert (difference < NOTICEABLE).all()


def test_a_year_of_the_same_weeks_is_as_small_as_one_of_them() -> None:
    """Columns do not grow with the length of the roster."""
    tables = random_unit(2_003)
    shifts = [row for row in tables["shifts"] if row.get("week") == "1"]
    plain = {
        "unit": [{"unit": "A", "weeks": "1"}],
        "shifts": [row | {"unit": "A"} for row in shifts],
        "residents": [{"unit": "A", "resident": "B1"}],
        "interventions": [
            {"unit": "A", "resident": "B1", "service": "15", "minutes": "45", "times": "3",
             "per": per, "intervention": per}
            for per in ("day", "week", "month")
        ],
    }  # fmt: skip
    sizes = []
    for weeks in (1, 4, 52):
        longer = plain | {
            "unit": [{"unit": "A", "weeks": str(weeks)}],
            "shifts": [
                row | {"unit": "A", "week": str(week)}
                for week in range(1, weeks + 1)
                for row in shifts
            ],
        }
        result = allocated(longer)
        sizes.append(result.run["units"][0]["solver"]["variables"])
    assert sizes[0] == sizes[1] == sizes[2] > 0


@pytest.mark.parametrize(("per", "kinds"), [("day", 2), ("week", 3)])
def test_only_what_is_asked_by_the_week_tells_the_days_of_unlike_weeks_apart(
    per: str, kinds: int
) -> None:
    """One day with a shift more: its week's other days are others only to a weekly demand."""
    weekdays = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    result = allocated({
        "unit": [{"unit": "A", "weeks": "2"}],
        "shifts": [
            {"unit": "A", "week": week, "weekday": day, "shift": "day", "start": "08:00",
             "end": "15:00"}
            for week in ("1", "2")
            for day in (*weekdays, *(["tuesday"] if week == "2" else []))
        ],
        "residents": [{"unit": "A", "resident": "B1"}],
        "interventions": [
            {"unit": "A", "resident": "B1", "service": "15", "minutes": "45", "times": "3",
             "per": per, "intervention": "T1"}
        ],
    })  # fmt: skip
    (figures,) = result.calculation.units
    assert len(figures.allocation.index.classes) == kinds


@pytest.mark.parametrize(
    ("end", "minutes"), [("08:00", 24 * 60.0), ("08:01", 1.0), ("07:59", 23 * 60 + 59.0)]
)
def test_a_shift_that_ends_as_it_begins_lasts_a_day(end: str, minutes: float) -> None:
    result = allocated({
        "unit": [{"unit": "A", "weeks": "1"}],
        "shifts": [
            {"unit": "A", "week": "1", "weekday": "monday", "shift": "day", "start": "08:00",
             "end": end}
        ],
        "residents": [{"unit": "A", "resident": "B1"}],
        "interventions": [
            {"unit": "A", "resident": "B1", "service": "15", "minutes": "45", "times": "3",
             "per": "day", "intervention": "T1"}
        ],
    })  # fmt: skip
    assert result.staff_time["rostered_minutes"].sum() == pytest.approx(minutes)
