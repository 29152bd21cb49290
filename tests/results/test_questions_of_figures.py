"""When an answer raises a question: each condition of it, without calculating anything."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from rules.case_files import files_of

from allocator import allocate, read
from allocator.calendar.roster import Calendar
from allocator.model.unit_data import Demand, Requirement, RowRef
from allocator.results.deciding import DecidingRules
from allocator.results.notices import _other_work_short, readings_of
from allocator.results.service_week import ServiceWeek, service_week
from allocator.results.staff_questions import fewer_than_usual, never_so_many, staff_questions
from allocator.rounding import NOTICEABLE

NONE = float("nan")


def demand(minutes: float, row: int = 0, **more: Any) -> Demand:
    """An intervention of so many minutes a day."""
    asked = Requirement("day", np.full(7, minutes), ((0.0, 60.0),))
    return Demand(
        RowRef("interventions", row), "individual", asked, **{"resident": 0, "service": 15} | more
    )


@pytest.mark.parametrize(
    ("claims", "demands", "taken", "expected"),
    [
        ([(1, "staff_busy")], ["other_work"], 0.0, 1),
        ([(1, "staff_busy")], ["individual"], 0.5, 1),
        ([(1, "staff_busy")], ["individual"], 0.0, 0),
        ([(2, "staff_busy")], ["other_work"], 5.0, 0),
        ([(1, "no_staff")], ["other_work"], 5.0, 0),
        ([(2, "staff_busy"), (1, "staff_busy")], ["individual", "other_work"], 0.0, 1),
        ([(2, "staff_busy"), (1, "absent")], ["other_work"], 0.0, 0),
        ([], ["other_work"], 5.0, 0),
    ],
)
def test_other_work_is_warned_of_where_what_comes_first_lacks_staff(
    claims: list[tuple[int, Any]], demands: list[str], taken: float, expected: int
) -> None:
    short: Any = [
        SimpleNamespace(claim=SimpleNamespace(priority=priority), reason=reason)
        for priority, reason in claims
    ]
    data = SimpleNamespace(
        unit="A1",
        demands=[SimpleNamespace(kind=kind) for kind in demands],
        shifts=[SimpleNamespace(other_work=0.0), SimpleNamespace(other_work=taken)],
    )
    figures: Any = SimpleNamespace(data=data)
    notices = [*_other_work_short(figures, short)]
    assert [(own.code, own.unit) for own in notices] == [("other-work-short", "A1")] * expected


@pytest.mark.parametrize(
    ("stay", "days", "factor"),
    [
        (range(14), range(14), 1.0),
        (range(7), range(7), 2.0),
        (range(14), range(0, 14, 7), 1.0),
        (range(7), [], 0.0),
    ],
    ids=["both weeks", "the first of two weeks", "on Mondays", "on no day"],
)
def test_the_readings_of_a_stay_are_those_of_its_average_week(
    stay: Any, days: Any, factor: float
) -> None:
    """70 minutes a week of the roster if divided, 140 jointly; twice that in the one week there."""
    everywhere = np.arange(14)
    weekdays = tuple(sorted({day % 7 for day in days})) or tuple(range(7))
    row = SimpleNamespace(
        source=RowRef("interventions", 0), resident=0, weekdays=weekdays,
        days=np.isin(everywhere, list(days)),
    )  # fmt: skip
    solution = SimpleNamespace(readings={"divided": {0: 70.0}, "joint": {0: 140.0}})
    figures: Any = SimpleNamespace(
        data=SimpleNamespace(
            calendar=SimpleNamespace(weeks=2),
            supervisions=(row,),
            stays=(np.isin(everywhere, list(stay)),),
        ),
        allocation=SimpleNamespace(solution=solution),
    )
    minutes = readings_of(figures)[row.source]
    assert minutes == pytest.approx(
        {"divided": 70.0 * factor, "joint": 140.0 * factor, "rounds": 0.0}
    )


@pytest.mark.parametrize(
    ("asked", "resources", "received", "ratio"),
    [
        (60.0, 120.0, (30.0, 0.0, 30.0), 1.5),
        (60.0, 120.0, (0.0, 0.0, 0.0), 2.0),
        (60.0, 120.0, (NOTICEABLE, 0.0, 0.0), 2.0),
        (0.0, 0.0, (0.0, 0.0, 0.0), 1.0),
        (NOTICEABLE, 5.0, (0.0, 0.0, 0.0), 1.0),
    ],
    ids=[
        "as received",
        "as planned",
        "as planned but for rounding",
        "else one",
        "nothing to go by",
    ],
)
def test_ressursinnsats_by_omfang(
    asked: float, resources: float, received: tuple[float, ...], ratio: float
) -> None:
    parts = np.array(received)
    week = ServiceWeek(asked, resources, parts, 1.5 * float(parts.sum()))
    assert week.ratio == pytest.approx(ratio)


def own(minutes: float, staff: int, row: int, **more: Any) -> Demand:
    """An intervention that needs so many at once."""
    plain = demand(minutes, row, staff=staff)
    share = more.pop("share", "reported")
    return replace(plain, source=plain.source._replace(share=share), **more)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (own(30.0, 2, 0), []),
        (own(30.0, 3, 0), [{"staff": "3", "most": "2"}]),
        (own(30.0, 3, 0, planned_night=True), []),
        (own(30.0, 4, 0, planned_night=True), [{"staff": "4", "most": "3"}]),
        (own(0.0, 3, 0), []),
        (own(30.0, 3, 0, kind="other_work"), []),
        (own(30.0, 3, 0, share="not_reported"), []),
        (own(30.0, 1, 0), []),
        (own(0.0, 1, 0, kind="other_work"), []),
    ],
)
def test_never_so_many(
    asked: Demand, expected: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two awake and one who rests from 07:00 to 08:00, and help by one beside it."""
    monkeypatch.setattr("allocator.results.staff_questions._about", lambda *given: given[-1])
    days = [60.0 + 1440.0 * day for day in range(7)]
    shifts = [
        SimpleNamespace(start=start - 60.0, length=60.0, count=count, resting=resting)
        for start in days
        for count, resting in ((2, False), (1, True))
    ]
    calendar = Calendar(420, 480, 900, weeks=1)
    alone = own(30.0, 1, 9)
    data: Any = SimpleNamespace(demands=[alone, asked], shifts=shifts, calendar=calendar)
    context: Any = None
    assert [*never_so_many(context, data)] == expected


@pytest.mark.parametrize(
    ("rules", "codes"),
    [
        ({"ASK-21"}, ["staff-never-there"]),
        ({"ASK-22"}, ["fewer-than-usual"]),
        ({"ASK-21", "ASK-22"}, ["staff-never-there", "fewer-than-usual"]),
        (set(), []),
    ],
)
def test_what_is_asked_is_in_force(
    rules: set[str], codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two are needed where nobody is; a shorter row of the same resident needs one."""
    in_force = SimpleNamespace(rules=rules)
    module = "allocator.results.staff_questions"
    monkeypatch.setattr(f"{module}.QuestionContext.rules", lambda context, unit: in_force)
    monkeypatch.setattr(f"{module}._about", lambda *given: given[3])
    data = SimpleNamespace(
        unit="A1", demands=[own(30.0, 2, 0), own(20.0, 1, 1)], shifts=[],
        calendar=Calendar(420, 480, 900, weeks=1),
    )  # fmt: skip
    nothing: Any = None
    figures: Any = SimpleNamespace(data=data)
    assert [*staff_questions(nothing, nothing, [figures])] == codes


@pytest.mark.parametrize(
    ("demands", "rows"),
    [
        ([own(30.0, 2, 0), own(20.0, 1, 1)], [1]),
        ([own(30.0, 2, 0), own(30.0, 1, 1)], []),
        ([own(30.0, 2, 0), own(20.0, 1, 1), own(20.0, 1, 2)], []),
        ([own(30.0, 2, 0), own(10.0, 1, 1), own(10.0, 1, 2)], [1, 2]),
        ([own(30.0, 2, 0), own(20.0, 1, 1, resident=1)], []),
        ([own(30.0, 2, 0), own(20.0, 1, 1, resident=None)], []),
        ([own(30.0, 2, 0), own(0.0, 1, 1)], []),
        ([own(10.0, 1, 1)], []),
        ([own(30.0, 2, 0), own(0.5, 1, 1)], [1]),
        ([own(30.0, 2, 0), own(20.0, 1, 1, kind="decision")], []),
        ([own(30.0, 2, 0), own(20.0, 1, 1, share="not_reported")], []),
    ],
)
def test_one_is_asked_about_where_a_resident_mostly_has_several(
    demands: list[Demand], rows: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def about(context: Any, data: Any, own: Demand, code: str, facts: dict[str, str]) -> Any:
        return own.source.position, code, facts

    monkeypatch.setattr("allocator.results.staff_questions._about", about)
    context: Any = None
    data: Any = SimpleNamespace(demands=demands)
    questions: Any = [*fewer_than_usual(context, data)]
    assert questions == [(row, "fewer-than-usual", {"staff": "2"}) for row in rows]


def test_the_usual_number_is_the_least_of_several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("allocator.results.staff_questions._about", lambda *given: given[-1])
    data: Any = SimpleNamespace(demands=[own(30.0, 3, 0), own(30.0, 2, 1), own(20.0, 1, 2)])
    context: Any = None
    assert [*fewer_than_usual(context, data)] == [{"staff": "2"}]


@pytest.mark.parametrize(
    ("figures", "report", "statements"),
    [
        ({"service": 5}, "received", ["no-hours"]),
        ({"received_minutes": 0.0, "omfang_minutes": 0.0}, "received", ["nothing"]),
        ({"received_minutes": 0.0}, "received",
         ["received", "reported-received", "resources-equal", "share", "most"]),
        ({"omfang_minutes": 0.0, "ressursinnsats_minutes": 0.0}, "received",
         ["received", "reported-received", "resources-equal", "share", "most"]),
        ({}, "received", ["received", "reported-received", "resources-equal", "share", "most"]),
        ({"ressursinnsats_minutes": 61.0}, "received",
         ["received", "reported-received", "resources", "share", "most"]),
        ({}, "decided", ["received", "reported-decided", "share", "most"]),
        ({"decided_minutes": NONE}, "decided",
         ["received", "reported-received", "resources-equal", "share", "most"]),
    ],
)  # fmt: skip
def test_what_is_said_of_a_figure(
    figures: dict[str, Any], report: str, statements: list[str]
) -> None:
    plain = {
        "unit": "A1", "service": 15, "received_minutes": 60.0, "omfang_minutes": 60.0,
        "ressursinnsats_minutes": 60.0, "decided_minutes": 60.0,
    }  # fmt: skip
    rules = object.__new__(DecidingRules)
    rules.policies = {"A1": SimpleNamespace(report=report)}  # type: ignore[dict-item]
    row: Any = SimpleNamespace(**plain | figures)
    assert [*rules.statements(row)] == statements


@pytest.mark.parametrize(
    ("policy", "service", "rule"),
    [
        ("by_service", 15, "PRIORITY-01"),
        ("by_service", 1, "PRIORITY-02"),
        ("by_service", 9, "PRIORITY-03"),
        ("equal", 15, "PRIORITY-04"),
    ],
)
def test_the_rule_that_says_who_comes_first(policy: str, service: int, rule: str) -> None:
    in_force = SimpleNamespace(services=lambda name: {"PRIORITY-02": {1}}[name])
    rules = object.__new__(DecidingRules)
    own_policies = SimpleNamespace(priority_policy=policy, rules=in_force)
    rules.policies = {"A1": own_policies}  # type: ignore[dict-item]
    row: Any = SimpleNamespace(unit="A1", service=service)
    assert rules._priority(row) == rule


def test_a_week_of_a_service_is_the_sum_of_its_rows() -> None:
    """Half an hour by one and 45 minutes by two planned, of which 20 and 30 are received."""
    parts = {1: np.array([20.0, 0.0, 0.0]), 2: np.array([0.0, 10.0, 20.0])}
    asked = {1: 30.0, 2: 45.0}
    daily = SimpleNamespace(
        week=lambda staff, period: SimpleNamespace(
            asked=asked[staff], parts=parts[staff], received=float(parts[staff].sum())
        )
    )
    rows = [SimpleNamespace(source=staff, staff=staff) for staff in (1, 2)]
    figures: Any = SimpleNamespace(daily=daily, entries={(0, 15): rows})
    week = service_week(figures, 0, 15, np.ones(7, dtype=bool))
    assert (week.asked, week.asked_resources) == (75.0, 120.0)
    assert (week.received, week.resources) == (50.0, 80.0)
    assert week.parts.tolist() == [20.0, 10.0, 20.0]
    assert service_week(figures, 0, 1, np.ones(7, dtype=bool)).received == 0.0


@pytest.mark.parametrize(("description", "shown"), [("Dusj med to", "Dusj med to"), ("", "T1")])
def test_a_row_is_shown_by_what_it_says_or_its_id(description: str, shown: str) -> None:
    row = {
        "tiltak": "T1", "beboer": "B1", "tjeneste": "15", "minutter": "30", "tjenesteytere": "11",
        "beskrivelse": description,
    }  # fmt: skip
    result = allocate(read(files_of({"tiltak": [row]})))
    (notice,) = [other for other in result.all_notices if other.code == "staff-never-there"]
    assert notice.value == shown
