"""Alike demands share their variables: which do, what adds up to what, and what is asked first."""

import numpy as np
import pytest

from allocator.model.aggregate import AFTER_ALL, _summed, aggregate
from allocator.model.solver import Region
from allocator.model.variables import VariableKind
from model.golden_units import LONG_DAY, NIGHT, iv, on, small, window
from model.rendering import read_layout
from model.sharing import twinned

INF = np.inf


def test_alike_demands_share_and_nothing_else() -> None:
    """Every total keeps its demand, and what adds up in full adds up where it is shared."""
    full = read_layout(twinned(5_300)).index
    shared = aggregate(full)
    assert shared.links
    assert [total[:3] for total in shared.index.totals] == [total[:3] for total in full.totals]
    parts: dict[int, list[int]] = {}
    for own, part in zip(shared.shared.tolist(), shared.parts.tolist(), strict=True):
        parts.setdefault(own, []).append(part)
    assert sorted(parts) == list(range(shared.index.width))
    for total, before in zip(shared.index.totals, full.totals, strict=True):
        assert sorted(part for own in total.variables for part in parts[own]) == sorted(
            before.variables
        )
    for variable in shared.index.variables:
        for part in parts[variable.number]:
            other = full.variables[part]
            assert other.interval == variable.interval
            assert (
                full.receiver(other) is None
                or full.receiver(other)[0]
                == (
                    full.receiver(full.variables[parts[variable.number][0]])[0]  # type: ignore[index]
                )
            )


def test_bounds_of_a_sum_become_a_row_in_full() -> None:
    full = read_layout(twinned(5_300)).index
    shared = aggregate(full)
    counts = np.bincount(shared.shared, minlength=shared.index.width + 1)
    summed = int(np.flatnonzero(counts > 1)[0])
    width = shared.index.width + 1
    upper = np.full(width, INF)
    upper[summed] = 0.75
    matrix = (np.array([0]), np.array([summed]), np.array([2.0]))
    region = Region(matrix, np.array([-INF]), np.array([1.0]), np.zeros(width), upper)
    written = shared.in_full(region)
    parts = shared.parts[shared.shared == summed]
    assert written.upper_rows.tolist() == [1.0, 0.75]
    assert written.lower_rows.tolist() == [-INF, 0.0]
    rows, columns, values = written.matrix
    assert sorted(columns[rows == 1].tolist()) == sorted(parts.tolist())
    assert set(values[rows == 0].tolist()) == {2.0}
    assert np.isinf(written.upper[parts]).all()
    upper[summed] = 0.0
    nothing = shared.in_full(region)
    assert (nothing.upper[parts] == 0.0).all()
    assert len(nothing.upper_rows) == 1


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
    full = read_layout(tables).index
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


BATH = iv("bath", "30", "08:00", "10:00")


@pytest.mark.parametrize(
    ("second", "shared"),
    [
        ({"minutes": "20"}, True),
        ({"service": "1"}, True),
        ({"resident": "B2"}, False),
        ({"staff": "2"}, False),
        ({"competence": "nurse"}, False),
        ({"to_time": "11:00"}, False),
        ({"weekdays": "mon"}, False),
    ],
)
def test_demands_share_where_they_differ_in_nothing_but_what_is_asked(
    second: dict[str, str], shared: bool
) -> None:
    """A bath, and another intervention of the same resident in the same windows."""
    staff = [row | {"count": "2", "competence": "nurse"} for row in LONG_DAY]
    tables = small(staff, interventions=[BATH, BATH | {"intervention": "other"} | second])
    index = read_layout(tables).index
    links = aggregate(index).links
    owners = {total.owner for total in index.totals if total.demand == 0}
    if second == {"weekdays": "mon"}:
        owners = {index.totals[-1].owner}
        assert len(links) == len(owners), "on Mondays they are alike"
    else:
        assert len(links) == (len(owners) if shared else 0)


def test_groups_share_nothing() -> None:
    """Two groups alike: each holds its own participants, and their time is their own."""
    song = {"minutes": "60"} | window("14:00", "16:00")
    tables = small(
        LONG_DAY,
        interventions=[
            {"intervention": f"{group} {name}", "resident": name, "group": group}
            for group in ("song", "walk")
            for name in ("B1", "B2")
        ],
        groups=[{"group": "song"} | song, {"group": "walk"} | song],
    )
    full = read_layout(tables).index
    shared = aggregate(full)
    assert shared.links == ()
    assert shared.index.width == full.width
    assert shared.shared.tolist() == shared.parts.tolist() == list(range(full.width))


def test_entries_of_one_cell_are_added_up_and_nothing_is_left_out() -> None:
    """Two and three at one place are five, one and minus one are none."""
    triples = np.array([1, 0, 1, 0, 0]), np.array([0, 2, 0, 1, 1]), np.array([2.0, 4, 3, 1, -1])
    rows, columns, values = _summed(triples, 3)
    assert (rows.tolist(), columns.tolist(), values.tolist()) == ([0, 1], [2, 0], [4.0, 5.0])
