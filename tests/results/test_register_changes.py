"""What is to be entered since an earlier register, decision by decision."""

import datetime

import pytest

from allocator.results.register_changes import (
    RegisterChange,
    compared_registers,
    counted,
    lacking,
    register_changes,
)
from allocator.tables.declared_register import RegisterEntry
from allocator.tables.register import read_register

HEADINGS = [
    "unit", "resident", "service", "status", "omfang_hm", "ressursinnsats_hm", "decided_hm",
    "applied_on", "decided_on", "started_on", "ended_on", "appealed_on", "period_from", "period_to",
    "org_no", "paused", "incomplete",
]  # fmt: skip
GIVEN = {
    "unit": "A", "resident": "B1", "service": "15", "status": "granted", "omfang_hm": "7:00",
    "ressursinnsats_hm": "7:00", "decided_hm": "10:00", "decided_on": "2025-09-15",
    "started_on": "2025-10-01", "period_from": "2026-01-05", "period_to": "2026-01-18",
}  # fmt: skip


def register(*rows: dict[str, str]) -> list[RegisterEntry]:
    """Rows of a register, each the given one with some cells changed, as they are read."""
    lines = [[(GIVEN | row).get(name, "") for name in HEADINGS] for row in rows]
    text = "\r\n".join(map(",".join, [HEADINGS, *lines]))
    entries, notices = read_register("register.csv", text.encode())
    assert [notice.code for notice in notices if notice.severity != "info"] == []
    return entries


def told(changes: list[RegisterChange]) -> list[str]:
    """Each change as a line: what, when, why, from what to what."""
    return [
        f"{change.kind} {change.on} {change.reason} {change.before} -> {change.after}"
        for change in changes
    ]


CASES: dict[str, tuple[list[dict[str, str]], list[dict[str, str]], list[str]]] = {
    "nothing changed": ([{}], [{}], []),
    "only the period is another": (
        [{}], [{"period_from": "2026-02-02", "period_to": "2026-02-15"}], [],
    ),
    "more is received": (
        [{}],
        [{"omfang_hm": "8:00", "ressursinnsats_hm": "8:00", "period_from": "2026-02-02"}],
        ["change 2026-02-02 omfang 420.0 -> 480.0",
         "change 2026-02-02 ressursinnsats 420.0 -> 480.0"],
    ),
    "more is decided": (
        [{}], [{"decided_hm": "11:00"}], ["change 2026-01-05 decided 600.0 -> 660.0"],
    ),
    "a new service": (
        [],
        [{}],
        ["start 2025-10-01 new None -> 420.0"],
    ),
    "a new service whose start is not known": (
        [], [{"started_on": ""}], ["start 2026-01-05 new None -> 420.0"],
    ),
    "a new service that has ended": (
        [],
        [{"ended_on": "2026-01-12"}],
        ["start 2025-10-01 new None -> 420.0", "stop 2026-01-12 ended None -> 2026-01-12"],
    ),
    "a service by dates alone": (
        [],
        [{"service": "5", "omfang_hm": "", "ressursinnsats_hm": "", "decided_hm": ""}],
        ["start 2025-10-01 new None -> None"],
    ),
    "gone": ([{}], [], ["stop None gone None -> None"]),
    "an application that is gone": (
        [{"status": "applied"}], [], ["enter None gone None -> None"],
    ),
    "ended": (
        [{}], [{"ended_on": "2026-01-12"}], ["stop 2026-01-12 ended None -> 2026-01-12"],
    ),
    "not ended after all": (
        [{"ended_on": "2026-01-12"}], [{}], ["change None ended 2026-01-12 -> None"],
    ),
    "applied for": (
        [],
        [{"status": "applied", "applied_on": "2025-12-01", "decided_on": ""}],
        ["enter 2025-12-01 new None -> applied"],
    ),
    "refused": (
        [{"status": "applied", "applied_on": "2025-12-01", "decided_on": ""}],
        [{"status": "refused", "applied_on": "2025-12-01", "decided_on": ""}],
        ["enter None status applied -> refused"],
    ),
    "an application that is refused": (
        [{"status": "applied", "applied_on": "2025-12-01", "decided_on": "", "started_on": ""}],
        [{"status": "refused", "applied_on": "2025-12-01", "started_on": ""}],
        ["enter 2025-09-15 status applied -> refused",
         "change 2025-09-15 decided_on None -> 2025-09-15"],
    ),
    "an application that is granted": (
        [{"status": "applied", "applied_on": "2025-12-01", "decided_on": "", "started_on": ""}],
        [{"applied_on": "2025-12-01"}],
        ["start 2025-10-01 started None -> 420.0",
         "change 2025-09-15 decided_on None -> 2025-09-15",
         "change 2025-10-01 started_on None -> 2025-10-01"],
    ),
    "another application": (
        [{"status": "applied", "applied_on": "2025-12-01", "decided_on": "", "started_on": ""}],
        [{"status": "refused", "applied_on": "2025-12-02", "started_on": ""}],
        ["enter None gone None -> None", "enter 2025-09-15 new None -> refused"],
    ),
    "granted, and another application of the same day": (
        [{"applied_on": "2025-12-01"}],
        [{"applied_on": "2025-12-01", "decided_on": "2025-12-20"}],
        ["stop None gone None -> None", "start 2025-10-01 new None -> 420.0"],
    ),
    "started": (
        [{"status": "not_started", "started_on": ""}],
        [{}],
        ["start 2025-10-01 started None -> 420.0",
         "change 2025-10-01 started_on None -> 2025-10-01"],
    ),
    "no longer given": (
        [{}], [{"status": "refused"}], ["stop 2025-09-15 status granted -> refused"],
    ),
    "appealed": (
        [{}], [{"appealed_on": "2026-01-10"}],
        ["change 2026-01-10 appealed_on None -> 2026-01-10"],
    ),
    "performed by another": (
        [{"org_no": "974760673"}], [{"org_no": "971032146"}],
        ["change 2026-01-05 org_no 974760673 -> 971032146"],
    ),
    "in hospital and home again": (
        [{}],
        [{"paused": "2026-01-05/2026-01-11"}],
        ["stop 2026-01-05 hospital None -> None", "start 2026-01-12 home None -> None"],
    ),
    "a stay that has become longer": (
        [{"paused": "2026-01-05/2026-01-11"}],
        [{"paused": "2026-01-05/2026-01-13"}],
        ["change 2026-01-14 home_from 2026-01-12 -> 2026-01-14"],
    ),
    "a stay that began earlier": (
        [{"paused": "2026-01-06/2026-01-11"}],
        [{"paused": "2026-01-05/2026-01-11"}],
        ["change 2026-01-05 hospital_from 2026-01-06 -> 2026-01-05"],
    ),
    "home from a stay that had no end": (
        [{"paused": "2026-01-12/2026-01-18"}],
        [{"paused": "2026-01-12/2026-01-16"}],
        ["start 2026-01-17 home None -> None"],
    ),
    "a stay that now lasts to the end of the period": (
        [{"paused": "2026-01-12/2026-01-16"}],
        [{"paused": "2026-01-12/2026-01-18"}],
        ["change 2026-01-18 home_from 2026-01-17 -> None"],
    ),
    "a stay that is no more": (
        [{"paused": "2026-01-06/2026-01-11"}],
        [{"paused": ""}],
        ["change 2026-01-06 hospital_gone 2026-01-06 -> 2026-01-11"],
    ),
    "a stay before the period of the new register": (
        [{"paused": "2025-12-20/2026-01-02", "period_from": "2025-12-15"}],
        [{"paused": ""}],
        [],
    ),
    "in hospital to the end of the period": (
        [{}], [{"paused": "2026-01-12/2026-01-18"}], ["stop 2026-01-12 hospital None -> None"],
    ),
    "a stay that is known": (
        [{"paused": "2026-01-05/2026-01-11"}],
        [{"paused": "2026-01-05/2026-01-11 2026-01-13/2026-01-14"}],
        ["stop 2026-01-13 hospital None -> None", "start 2026-01-15 home None -> None"],
    ),
    "another decision in its place": (
        [{}],
        [{"decided_on": "2026-01-10", "started_on": "2026-01-12"}],
        ["stop None gone None -> None", "start 2026-01-12 new None -> 420.0"],
    ),
    "a further decision after it, in another order": (
        [{}],
        [{"decided_on": "2026-01-10", "started_on": "2026-01-12"}, {}],
        ["start 2026-01-12 new None -> 420.0"],
    ),
    "dates that were not known": (
        [{"decided_on": "", "started_on": ""}],
        [{}],
        ["change 2025-09-15 decided_on None -> 2025-09-15",
         "change 2025-10-01 started_on None -> 2025-10-01"],
    ),
    "a decision where there was none": (
        [{"status": "", "decided_on": "", "started_on": ""}],
        [{}],
        ["stop None gone None -> None", "start 2025-10-01 new None -> 420.0"],
    ),
    "another resident": (
        [{}], [{"resident": "B2"}],
        ["stop None gone None -> None", "start 2025-10-01 new None -> 420.0"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_entered(name: str) -> None:
    old, new, expected = CASES[name]
    assert told(register_changes(register(*old), register(*new))) == expected


def test_the_order_of_the_rows_changes_nothing() -> None:
    old = register({}, {"resident": "B2"}, {"service": "1"})
    new = register({"omfang_hm": "8:00"}, {"resident": "B3"}, {"service": "2"})
    assert register_changes(old, new) == register_changes(old[::-1], new[::-1])


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ("5:00", "6:00", False),
        ("5:00", "6:01", True),
        ("5:00", "4:00", False),
        ("5:00", "3:59", True),
        ("0:00", "0:01", True),
        ("0:00", "0:00", False),
        ("", "1:00", True),
        ("1:00", "", True),
        ("", "", False),
    ],
)
def test_a_change_of_more_than_a_fifth(before: str, after: str, moved: bool) -> None:
    comparison = compared_registers(register({"omfang_hm": before}), register({"omfang_hm": after}))
    assert bool(comparison) is bool(comparison.moved) is moved


def test_what_appeared_and_vanished() -> None:
    old, new = register({}, {"service": "1"}), register({}, {"service": "2"})
    comparison = compared_registers(old, new)
    assert (comparison.appeared, comparison.vanished) == (new[1:], old[1:])
    assert not comparison.moved
    assert comparison


def test_counts_and_lacks() -> None:
    own = register(
        {}, {"resident": "B2"}, {"status": "refused"}, {"service": "1", "incomplete": "a b"}
    )
    assert counted(own) == {(1, "granted"): 1, (15, "granted"): 2, (15, "refused"): 1}
    assert lacking(own) == [(own[3], ["a", "b"])]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"paused": "2026-01-05"}, "register-stays"),
        ({"paused": "2026-01-05/2026-02-30"}, "register-stays"),
        ({"omfang_hm": "7.30"}, "duration-ambiguous"),
        ({"resident": "01815012352"}, "identity-number"),
        ({"service": ""}, "cell-missing"),
        ({"started_on": "2026-13-01"}, "no-such-date"),
    ],
)
def test_a_register_that_cannot_be_read(row: dict[str, str], code: str) -> None:
    cells = [(GIVEN | row).get(name, "") for name in HEADINGS]
    data = ",".join(HEADINGS) + "\r\n" + ",".join(cells)
    entries, notices = read_register("register.csv", data.encode())
    assert not entries
    assert [notice.code for notice in notices if notice.severity == "error"] == [code]
    assert all(notice.message("nb") and notice.message("en") for notice in notices)
    assert "01815012352" not in "".join(notice.message("nb") + notice.value for notice in notices)


def test_a_register_that_went_through_a_spreadsheet() -> None:
    """Semicolons, Norwegian dates and a byte order mark, as Excel saves it."""
    text = "unit;resident;service;omfang_hm;started_on\r\nA;B1;15;07:30;05.01.2026\r\n"
    (entry,), _ = read_register("register.csv", text.encode("utf-8-sig"))
    assert (entry.omfang_hm, entry.started_on) == (450.0, datetime.date(2026, 1, 5))
