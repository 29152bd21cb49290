"""What a stage leaves out: nothing that its optimum needs, and nothing that is given in it."""

import numpy as np
import pytest
from comparing import allocated

from allocator.model.aggregate import AFTER_ALL, aggregate
from allocator.model.inside import Inside
from allocator.model.solver import Bounds, Solution
from allocator.model.variables import VariableKind
from model.golden_units import LONG_DAY, NIGHT, iv, on, small, window

INF = np.inf


def solved(terms: list[float], bound: float, bounds: list[tuple[float, float]]) -> Solution:
    """The most of a where Σ terms (a, b) ≤ bound, with b left out."""
    low, high = (np.array(side) for side in zip(*bounds, strict=True))
    matrix = np.array([0, 0]), np.array([0, 1]), np.array(terms)
    programme = Inside(matrix, Bounds(np.array([-INF]), np.array([bound]), low, high))
    programme.set_costs(np.array([-1.0, 0.0]))
    programme.leave_out(np.array([False, True]))
    solution = programme.solve()
    assert solution is not None
    return solution


def test_what_takes_from_the_optimum_is_left_out_and_has_its_price() -> None:
    """a + b ≤ 1: each hour of b costs one of a, so b is 0 in every optimum."""
    solution = solved([1.0, 1.0], 1.0, [(0.0, INF), (0.0, INF)])
    assert solution.values == pytest.approx([1.0, 0.0], abs=1e-6)
    assert solution.reduced_costs == pytest.approx([0.0, 1.0], abs=1e-5)


def test_what_costs_nothing_is_not_settled() -> None:
    """a ≤ 1, whatever b is."""
    solution = solved([1.0, 0.0], 1.0, [(0.0, INF), (0.0, INF)])
    assert solution.reduced_costs[1] == 0.0


def test_what_the_optimum_needs_is_not_left_out() -> None:
    """a − b ≤ 0 and b ≤ 2: without b there is no a, and the price of b says so."""
    solution = solved([1.0, -1.0], 0.0, [(0.0, INF), (0.0, 2.0)])
    assert solution.values == pytest.approx([2.0, 2.0], abs=1e-5)


def test_what_must_be_more_than_nothing_is_not_left_out() -> None:
    """a + b ≤ 1, b at least 0.25."""
    solution = solved([1.0, 1.0], 1.0, [(0.0, INF), (0.25, INF)])
    assert solution.values == pytest.approx([0.75, 0.25], abs=1e-6)


def test_who_is_asked_for_when() -> None:
    """Priorities of stage A; breaks, other work and planned nights always, supervision never."""
    tables = small(
        [row | {"break_minutes": "30"} for row in LONG_DAY],
        NIGHT,
        on("22:00", "07:00", duty="resting"),
        interventions=[
            iv("first", "30", "08:00", "10:00", priority="1"),
            iv("like the first, later", "20", "08:00", "10:00", priority="3"),
            iv("third", "30", "11:00", "12:00", priority="3"),
            {"intervention": "turned", "minutes": "30", "shift": "night", "priority": "3"},
            {"intervention": "watch", "mode": "supervision", "shift": "night"},
            *(
                {
                    "intervention": f"walk {name}",
                    "resident": name,
                    "group": "walk",
                    "priority": late,
                }
                for name, late in (("B1", "2"), ("B2", "4"))
            ),
        ],
        groups=[{"group": "walk", "minutes": "60"} | window("14:00", "16:00")],
        other_work=[{"work": "meeting", "minutes": "60"} | window("13:00", "14:00")],
    )
    full = allocated(tables).calculation.units[0].allocation.index
    shared = aggregate(full)
    names = {
        "interventions": [row["intervention"] for row in tables["interventions"]],
        "groups": ["walk"],
        "other_work": ["meeting"],
    }
    first: dict[tuple[str, str], set[int]] = {}
    for number, part in zip(shared.shared.tolist(), shared.parts.tolist(), strict=True):
        variable = full.variables[part]
        kind = variable.kind
        row = ""
        if kind not in (VariableKind.WOKEN, VariableKind.BREAK):
            table, position, _ = full.source(variable)
            row = names[table][position]
        first.setdefault((row, kind.value), set()).add(int(shared.first_asked[number]))
    assert first == {
        ("first", "x"): {1},
        ("like the first, later", "x"): {1, 3},
        ("third", "x"): {3},
        ("turned", "x"): {0},
        ("", "w"): {0},
        ("", "b"): {0},
        ("watch", "z"): {AFTER_ALL},
        ("walk", "x"): {2},
        ("walk B1", "y"): {2},
        ("walk B2", "y"): {4},
        ("meeting", "x"): {0},
    }, "X that two priorities share belongs to the first, the total of each to its own"
