"""Which breaks fall while somebody goes short for want of staff, by the clock."""

import pytest
from comparing import allocated

from allocator.results.breaks import breaks_in_windows, breaks_while_short

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CARE = {
    "intervention": "care", "resident": "B1", "service": "15", "minutes": "120",
    "from_time": "08:00", "to_time": "10:00",
}  # fmt: skip


@pytest.mark.parametrize(
    ("end", "tables", "costing", "inside"),
    [
        pytest.param("10:00", {}, 7 * 30, 7 * 30, id="no other time for the break"),
        pytest.param("15:00", {}, 0, 0, id="the break after the care"),
        pytest.param(
            "15:00",
            {"absences": [{"resident": "B1", "weekday": "mon"}]},
            0,
            120 / 420 * 30,
            id="short for an absence, and not for staff",
        ),
        pytest.param(
            "10:00",
            {"decisions": [{"resident": "B1", "service": "15", "hours": "3:30"}]},
            0,
            7 * 30,
            id="short for a decision, and not for staff",
        ),
    ],
)
def test_breaks_cost_only_where_staff_is_short(
    end: str, tables: dict[str, list[dict[str, str]]], costing: float, inside: float
) -> None:
    shift = {"week": "1", "shift": "day", "start": "08:00", "end": end, "break_minutes": "30"}
    result = allocated(
        {
            "unit": [{"unit": "A", "weeks": "1"}],
            "residents": [{"resident": "B1"}],
            "shifts": [shift | {"weekday": day} for day in WEEK],
            "interventions": [CARE],
            **tables,
        }
    )
    (figures,) = result.calculation.units
    short = breaks_while_short(result.staff_week)
    assert short["break_minutes"].sum() == pytest.approx(7 * 30, abs=0.01)
    assert short["costing_minutes"].sum() == pytest.approx(costing, abs=0.01)
    (demand,) = figures.data.demands
    assert breaks_in_windows(figures, demand.source) == pytest.approx(inside, abs=0.01)
