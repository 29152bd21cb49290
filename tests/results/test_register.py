"""What a row of the register says: what it lacks, whose hours it has, and who is left out."""

import datetime
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from allocator.calendar.roster import Calendar
from allocator.model.unit_data import RowRef
from allocator.results.register import (
    RegisterRow,
    _carries_hours,
    _individual,
    _lacking,
    _Register,
    given_by_others,
)

ROW = RegisterRow(**dict.fromkeys(RegisterRow._fields, ""))._replace(
    resident="B1", service=15, status="granted", decided_on="2025-12-01", started_on="2025-12-08",
    org_no="974760673", staffing="full", ordinary_housing="yes", row=2, days=pd.NA,
)  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "lacking"),
    [
        ({}, []),
        ({"decided_on": ""}, ["decided_on"]),
        ({"status": "refused", "decided_on": ""}, ["decided_on"]),
        ({"status": "applied", "decided_on": ""}, []),
        ({"status": "not_started", "decided_on": ""}, []),
        ({"status": "", "decided_on": ""}, []),
        ({"started_on": ""}, ["started_on"]),
        ({"started_on": "", "rolling": "yes"}, ["from"]),
        ({"started_on": "", "rolling": "no"}, ["started_on"]),
        ({"status": "refused", "started_on": ""}, []),
        ({"org_no": ""}, []),
        ({"service": 25}, []),
        ({"service": 25, "org_no": ""}, ["org_no"]),
        ({"staffing": ""}, ["staffing"]),
        ({"ordinary_housing": ""}, ["ordinary_housing"]),
        ({"decided_on": "", "started_on": "", "staffing": ""},
         ["decided_on", "started_on", "staffing"]),
    ],
)  # fmt: skip
def test_what_the_register_needs_and_the_row_lacks(
    cells: dict[str, Any], lacking: list[str]
) -> None:
    assert [*_lacking(ROW._replace(**cells))] == lacking


@pytest.mark.parametrize(
    ("other", "kept"),
    [
        ({}, True),
        ({"status": "refused"}, False),
        ({"service": 25}, False),
        ({"resident": "B2"}, False),
    ],
)
def test_a_bed_alone_is_nobodys_data(other: dict[str, Any], kept: bool) -> None:
    """An emergency bed is listed with another granted service of the same resident."""
    bed, beside = ROW._replace(service=25), ROW._replace(**other)
    left = [*_individual([bed, beside])]
    assert (bed in left) is kept
    assert (beside in left) is (beside.service != 25 or kept)


@pytest.mark.parametrize(
    ("service", "rolling", "hours"),
    [(15, False, True), (8, False, False), (8, True, True), (5, True, False), (5, False, False)],
)
def test_which_decisions_are_reported_in_hours(service: int, rolling: bool, hours: bool) -> None:
    assert _carries_hours(service, rolling) is hours


def register(stay: range = range(14), hospital: range = range(0), dated: bool = True) -> _Register:
    """A unit of two weeks from the first Monday of 2026, with one resident."""
    first = datetime.date(2026, 1, 5) if dated else None
    days = np.arange(14)
    data = SimpleNamespace(
        unit="A1", residents=("B1",), externals=(), stays=(np.isin(days, stay),),
        calendar=Calendar(420, 480, 900, weeks=2, first=first),
    )  # fmt: skip
    own = object.__new__(_Register)
    unit = SimpleNamespace(hospital=(np.isin(days, hospital),))
    own.figures = SimpleNamespace(  # type: ignore[assignment]
        data=data, allocation=SimpleNamespace(unit=unit), entries={}
    )
    own.number_of = {"B1": 0}
    own.unit = SimpleNamespace(org_no="974760673")  # type: ignore[assignment]
    return own


@pytest.mark.parametrize(
    ("hospital", "days", "paused"),
    [
        (range(0), range(14), ""),
        (range(3, 5), range(14), "2026-01-08/2026-01-09"),
        (range(3, 4), range(14), "2026-01-08/2026-01-08"),
        (range(3, 6), range(5, 14), "2026-01-10/2026-01-10"),
        (range(3, 6), range(6, 14), ""),
        (range(1, 14, 2), range(5), "2026-01-06/2026-01-06 2026-01-08/2026-01-08"),
    ],
)
def test_stays_in_hospital_are_written_with_both_their_days(
    hospital: range, days: range, paused: str
) -> None:
    assert register(hospital=hospital)._paused(0, np.isin(np.arange(14), days)) == paused


@pytest.mark.parametrize(
    ("dated", "days", "period"),
    [
        (True, range(14), ("2026-01-05", "2026-01-18")),
        (True, range(3, 6), ("2026-01-08", "2026-01-10")),
        (True, range(0), ("", "")),
        (False, range(14), ("", "")),
    ],
)
def test_a_period_has_dates_where_the_roster_has(
    dated: bool, days: range, period: tuple[str, str]
) -> None:
    assert register(dated=dated)._period(np.isin(np.arange(14), days)) == period


@pytest.mark.parametrize(
    ("last", "dated", "over"),
    [
        ("2026-01-17", True, True),
        ("2026-01-18", True, True),
        ("2026-01-19", True, False),
        ("NaT", True, False),
        ("2026-01-17", False, False),
    ],
)
def test_a_decision_is_over_that_ends_within_the_roster(last: str, dated: bool, over: bool) -> None:
    row: Any = SimpleNamespace(to=pd.Timestamp(last))
    assert register(dated=dated)._is_over(row) is over


def test_days_of_a_decision_are_those_on_which_the_resident_lives_there() -> None:
    row: Any = SimpleNamespace(
        resident="B1", from_=pd.Timestamp("2026-01-07"), to=pd.Timestamp("2026-01-12")
    )
    own = register(stay=range(4, 14))
    assert np.flatnonzero(own._valid(row)).tolist() == [2, 3, 4, 5, 6, 7]
    assert np.flatnonzero(own._days(row)).tolist() == [4, 5, 6, 7]


@pytest.mark.parametrize(
    ("service", "others", "number"),
    [(15, False, "974760673"), (15, True, ""), (6, False, "974760673"), (25, False, "")],
)
def test_whose_organisation_number_it_is(
    service: int, others: bool, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The unit's, of what the unit gives; an emergency bed is elsewhere."""
    monkeypatch.setattr("allocator.results.register.given_by_others", lambda *given: others)
    assert register()._org_no((0, service)) == number


@pytest.mark.parametrize(
    ("planned", "external", "others"),
    [([], [], False), ([0], [], False), ([0], [0], True), ([0, 1], [0], False), ([0], [1], False)],
)
def test_others_give_a_service_where_they_give_all_that_is_planned(
    planned: list[int], external: list[int], others: bool
) -> None:
    def row(number: int) -> SimpleNamespace:
        return SimpleNamespace(source=RowRef("interventions", number))

    figures: Any = SimpleNamespace(
        data=SimpleNamespace(externals=[row(number) for number in external]),
        entries={(0, 15): [row(number) for number in planned]},
    )
    assert given_by_others(figures, 0, 15) is others
    assert given_by_others(figures, 0, 1) is False


def decided_row(**cells: Any) -> Any:
    """A granted decision by dates alone, from the first day of the roster to its last."""
    plain = {
        "status": "granted", "service": 6, "rolling": False, "resident": "B1", "position": 0,
        "from_": pd.Timestamp("2026-01-05"), "to": pd.Timestamp("2026-01-18"), "org_no": "",
        "row": 2,
    }  # fmt: skip
    dates = ("applied_on", "decided_on", "started_on", "ended_on", "appealed_on")
    return SimpleNamespace(**dict.fromkeys(dates, pd.NaT) | plain | cells)


@pytest.mark.parametrize(
    ("cells", "started", "ended"),
    [
        ({}, "", "2026-01-18"),
        ({"to": pd.Timestamp("2026-01-19")}, "", ""),
        ({"ended_on": pd.Timestamp("2026-01-12")}, "", "2026-01-12"),
        ({"status": "refused"}, "", ""),
        ({"status": "refused", "ended_on": pd.Timestamp("2026-01-12")}, "", "2026-01-12"),
        ({"started_on": pd.Timestamp("2025-12-01")}, "2025-12-01", "2026-01-18"),
        ({"started_on": pd.Timestamp("2025-12-01"), "status": "not_started"}, "", ""),
        ({"service": 8, "rolling": True}, "2026-01-05", "2026-01-18"),
        ({"service": 8, "rolling": True, "to": pd.Timestamp("2026-02-01")},
         "2026-01-05", "2026-02-01"),
        ({"service": 8}, "", "2026-01-18"),
        ({"rolling": True, "ended_on": pd.Timestamp("2026-01-12")}, "", "2026-01-12"),
    ],
)  # fmt: skip
def test_when_a_service_started_and_ended(
    cells: dict[str, Any], started: str, ended: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RowRef, "of", classmethod(lambda cls, own: cls("decisions", own.position)))
    own = register()
    own.with_hours = {}
    own.unit = SimpleNamespace(  # type: ignore[assignment]
        org_no="974760673", staffing="full", ordinary_housing="yes"
    )
    row = decided_row(**cells)
    written = own._decided((0, row.service), row)
    assert (written.started_on, written.ended_on) == (started, ended)
    granted = row.status == "granted"
    assert written.period_from == ("2026-01-05" if granted else "")
    assert pd.isna(written.days) is not granted
    assert written.rolling == ({True: "yes", False: "no"}[row.rolling] if row.service == 8 else "")
    assert (written.omfang_hm, written.decided_hm, written.basis) == ("", "", "")
    assert (written.org_no, written.staffing, written.row) == ("974760673", "full", 2)
