"""Absences on dates: which are asked about, and what an ordinary week would have without them."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from allocator.model.unit_data import Demand, Requirement, RowRef
from allocator.results.absence_questions import (
    _asked_about,
    _may_matter,
    _of_unit,
    absence_questions,
    ordinary_unit,
)
from allocator.rounding import NOTICEABLE, hours_minutes

DATE = pd.Timestamp("2026-01-05")
NONE = float("nan")


def demand(minutes: float) -> Demand:
    """An intervention of so many minutes a day."""
    asked = Requirement("day", np.full(7, minutes), ((0.0, 60.0),))
    return Demand(RowRef("interventions", 0), "individual", asked, resident=0, service=15)


@pytest.mark.parametrize(
    ("cells", "asked"),
    [
        ({}, True),
        ({"date": pd.NaT}, False),
        ({"reason": "holiday_with_staff"}, False),
        ({"reason": "hospital"}, False),
        ({"reason": "hospital", "from_time": 480.0}, True),
        ({"from_time": 480.0}, True),
    ],
)
def test_an_absence_on_a_date_is_asked_about_but_for_a_stay_in_hospital(
    cells: dict[str, Any], asked: bool
) -> None:
    row: Any = SimpleNamespace(**{"date": DATE, "reason": "visit", "from_time": NONE} | cells)
    assert _asked_about(row) is asked


def away(*pieces: tuple[float, float]) -> Any:
    return SimpleNamespace(away=np.array(pieces).reshape(-1, 2))


@pytest.mark.parametrize(
    ("given", "before", "supervised", "matters"),
    [
        (30.0, [demand(30.0)], [], False),
        (30.0 - 0.9 * NOTICEABLE, [demand(30.0)], [], False),
        (30.0 - 2 * NOTICEABLE, [demand(30.0)], [], True),
        (30.0, [demand(20.0)], [], True),
        (30.0, [], [], True),
        (30.0, [demand(30.0)], [0], True),
        (30.0, [demand(30.0)], [1], False),
    ],
    ids=[
        "all of it is given", "but for rounding", "not all is given", "less is asked for",
        "nothing is asked for", "who is away is supervised", "who is at home is supervised",
    ],
)  # fmt: skip
def test_an_absence_may_matter_where_it_takes_from_something(
    given: float, before: list[Demand], supervised: list[int], matters: bool
) -> None:
    """The first of two residents is away for an hour that an ordinary week does not lack."""
    entry = SimpleNamespace(resident=0, asked=30.0, total=given)
    rows = [SimpleNamespace(resident=number) for number in supervised]
    data = SimpleNamespace(demands=before, supervisions=rows, presence=(away((0.0, 60.0)), away()))
    ledger = SimpleNamespace(entries={RowRef("interventions", 0): entry})
    figures: Any = SimpleNamespace(data=data, ledger=ledger)
    ordinary: Any = SimpleNamespace(demands=[demand(30.0)], presence=(away(), away()))
    assert _may_matter(figures, ordinary) is matters


@pytest.mark.parametrize(
    ("dates", "matters", "read", "ordinary"),
    [
        (["NaT", "2026-01-05"], True, 1, True),
        (["NaT", "2026-01-05"], False, 1, False),
        (["NaT"], True, 0, False),
        ([], True, 0, False),
    ],
)
def test_the_ordinary_week_is_read_where_an_absence_has_a_date(
    dates: list[str],
    matters: bool,
    read: int,
    ordinary: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unit: Any = SimpleNamespace(data=None)
    reads: list[bool] = []

    def read_unit(rows: Any, classification: Any, ordinary: bool) -> Any:
        reads.append(ordinary)
        return unit

    module = "allocator.results.absence_questions"
    monkeypatch.setattr(f"{module}.read_unit", read_unit)
    monkeypatch.setattr(f"{module}._may_matter", lambda *given: matters)
    absences = [
        SimpleNamespace(date=pd.Timestamp(date), reason="visit", from_time=NONE) for date in dates
    ]
    rows = SimpleNamespace(absences=absences)
    figures: Any = SimpleNamespace(allocation=SimpleNamespace(unit=SimpleNamespace(rows=rows)))
    assert ordinary_unit(figures, unit) is (unit if ordinary else None)
    assert reads == [True] * read


@pytest.mark.parametrize(
    ("in_force", "ordinary", "failure", "codes"),
    [
        (True, True, "", ["absence-lowers"]),
        (True, False, "why", ["absence-not-compared"]),
        (True, False, "", []),
        (False, True, "", []),
        (False, False, "why", []),
    ],
)
def test_absences_are_compared_or_it_is_said_that_they_were_not(
    in_force: bool,
    ordinary: bool,
    failure: str,
    codes: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two units alike: what is true of one is said of each."""
    rules = SimpleNamespace(rules={"ASK-18"} if in_force else set())
    module = "allocator.results.absence_questions"
    monkeypatch.setattr(f"{module}.QuestionContext.rules", lambda context, unit: rules)
    lowers = SimpleNamespace(code="absence-lowers")
    monkeypatch.setattr(f"{module}._of_unit", lambda *given: [lowers])
    inputs: Any = SimpleNamespace(names={"absences": "fravaer"})
    figures: Any = SimpleNamespace(
        data=SimpleNamespace(unit="A1"),
        ordinary=lowers if ordinary else None,
        ordinary_failure=failure,
    )
    nothing: Any = None
    notices = [*absence_questions(inputs, nothing, [figures, figures])]
    assert [own.code for own in notices] == codes * 2


@pytest.mark.parametrize(
    ("received", "without", "dated", "asked"),
    [
        (60.0, 90.0, True, True),
        (60.0, 60.0 + 0.9 * NOTICEABLE, True, False),
        (60.0, 60.0 + 2 * NOTICEABLE, True, True),
        (90.0, 60.0, True, False),
        (60.0, 90.0, False, False),
    ],
)
def test_it_is_asked_where_the_week_without_the_absence_has_more(
    received: float, without: float, dated: bool, asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows of B1 are named; B2 has an absence on a weekday only."""
    weeks = {"now": received, "ordinary": without}
    monkeypatch.setattr(
        "allocator.results.absence_questions.service_week",
        lambda figures, *given: SimpleNamespace(received=weeks[figures.name]),
    )
    absences = [
        SimpleNamespace(
            date=pd.Timestamp(date), reason="visit", from_time=NONE, resident=name, row=row
        )
        for name, date, row in (
            ("B1", "2026-01-05" if dated else "NaT", 2),
            ("B1", "2026-01-06" if dated else "NaT", 5),
            ("B2", "NaT", 3),
        )
    ]
    rows = SimpleNamespace(absences=absences)
    data = SimpleNamespace(unit="A1", residents=("B1", "B2"), stays=(None, None))
    figures: Any = SimpleNamespace(
        name="now", data=data, allocation=SimpleNamespace(unit=SimpleNamespace(rows=rows))
    )
    ordinary: Any = SimpleNamespace(name="ordinary", entries={(0, 15): [], (1, 15): []})
    inputs = SimpleNamespace(names={"absences": "fravaer"})
    context: Any = SimpleNamespace(inputs=inputs, column=lambda table, name: name)
    notices = [*_of_unit(context, figures, ordinary)]
    assert [own.resident for own in notices] == ["B1"] * asked
    for own in notices:
        assert (own.row, own.column, own.value, own.service) == (2, "date", "1:00", 15)
        assert own.facts["rows"] == "2, 5"
        shown = without - received
        assert own.facts["ordinary"] == hours_minutes(without)
        assert own.facts["minutes"] == hours_minutes(round(shown))
