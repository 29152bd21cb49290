"""The hours of two runs side by side: which rows differ, by how much, in which order."""

import math

import pandas as pd
import pytest

from allocator.results.hours_changes import MEASURES, HoursChange, hours_changes
from allocator.tables.rows import rows_of


def hours(*rows: tuple[str, str, int, float], **others: float) -> pd.DataFrame:
    """A table in which every measure has the figure given, but those of `others`."""
    columns = ["unit", "resident", "service", *(f"{name}_minutes" for name in MEASURES)]
    return pd.DataFrame(
        [(*row[:3], *(others.get(name, row[3]) for name in MEASURES)) for row in rows],
        columns=columns,
    ).astype({"service": "int64"} | dict.fromkeys(columns[3:], "float64"))


def named(before: pd.DataFrame, after: pd.DataFrame) -> list[tuple[str, str, int, str]]:
    rows = rows_of(hours_changes(before, after), HoursChange)
    return [(row.unit, row.resident, row.service, row.kind) for row in rows]


def test_what_is_the_same_is_not_there() -> None:
    before = hours(("A", "B1", 15, 60.0), ("A", "B2", 15, 30.0))
    assert named(before, before) == []
    assert named(before, before.iloc[::-1]) == []


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(("after", "differs"), [(60.0099, False), (60.02, True), (59.98, True)])
def test_each_measure_counts_from_what_is_noticed(
    measure: str, after: float, differs: bool
) -> None:
    row = ("A", "B1", 15, 60.0)
    changes = rows_of(hours_changes(hours(row), hours(row, **{measure: after})), HoursChange)
    assert bool(changes) == differs
    for change in changes:
        assert change.figures(measure)["change"] == pytest.approx(after - 60.0)
        others = [change.figures(name)["change"] for name in MEASURES if name != measure]
        assert others == [0.0] * 3


def test_what_is_new_and_what_is_gone_count_from_nothing() -> None:
    (new,) = rows_of(hours_changes(hours(), hours(("A", "B1", 15, 60.0))), HoursChange)
    assert (new.kind, new.omfang_after_minutes, new.omfang_change_minutes) == ("new", 60.0, 60.0)
    assert math.isnan(new.omfang_before_minutes)
    (gone,) = rows_of(hours_changes(hours(("A", "B1", 15, 60.0)), hours()), HoursChange)
    assert (gone.kind, gone.omfang_before_minutes, gone.omfang_change_minutes) == (
        "gone", 60.0, -60.0,
    )  # fmt: skip
    assert math.isnan(gone.omfang_after_minutes)
    assert named(hours(), hours(("A", "B1", 4, 0.0))) == [("A", "B1", 4, "new")]


def test_the_same_resident_of_another_unit_is_somebody_else() -> None:
    before, after = hours(("A", "B1", 15, 60.0)), hours(("C", "B1", 15, 60.0))
    assert named(before, after) == [("C", "B1", 15, "new"), ("A", "B1", 15, "gone")]


def test_rows_come_as_the_later_run_has_them() -> None:
    """B10 after B2 where the input has them so; who is gone comes last in the unit."""
    before = hours(("Z", "B2", 15, 1.0), ("Z", "B1", 15, 1.0), ("A", "B1", 1, 1.0))
    after = hours(
        ("Z", "B2", 2, 2.0), ("Z", "B2", 15, 2.0), ("Z", "B10", 15, 1.0), ("A", "B9", 1, 1.0)
    )
    assert named(before, after) == [
        ("Z", "B2", 2, "new"),
        ("Z", "B2", 15, "changed"),
        ("Z", "B10", 15, "new"),
        ("Z", "B1", 15, "gone"),
        ("A", "B9", 1, "new"),
        ("A", "B1", 1, "gone"),
    ]


def test_only_the_measures_that_are_asked_for() -> None:
    row = ("A", "B1", 15, 60.0)
    other = hours(row, received=90.0)
    assert hours_changes(hours(row), other, ("omfang",)).empty
    table = hours_changes(hours(row), other, ("received",))
    assert list(table.columns) == [
        "unit", "resident", "service", "kind", "received_before_minutes", "received_after_minutes",
        "received_change_minutes",
    ]  # fmt: skip
