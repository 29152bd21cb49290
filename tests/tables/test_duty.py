"""Who is on duty: døgn without anybody, one employee twice at once, rows that are alike."""

from collections.abc import Sequence

import pytest

from allocator.notices import Notice
from allocator.tables import read

from .small import Rows, Small, said

LIVE_IN = {"start": "07:00", "slutt": "07:00"}
"""One shift of whole døgn; `dogn_til` says how many more."""


def home(*shifts: dict[str, str], **unit: str) -> Small:
    """The small input with these shifts only, each an evening unless it says otherwise."""
    small = Small()
    small.put("enhet", 2, **unit)
    common = {"vakt": "kveld", "start": "15:00", "slutt": "22:00"}
    small.tables["vakter"] = [common | shift for shift in shifts]
    return small


def about(small: Small, *codes: str) -> list[Notice]:
    return [notice for notice in said(small.read()) if notice.code in codes]


def on(*days: int, week: int = 1) -> Rows:
    """An evening shift on each of these weekdays, 0 for monday."""
    names = ("man", "tir", "ons", "tor", "fre", "lør", "søn")
    return [{"uke": str(week), "ukedag": names[day]} for day in days]


UNSTAFFED = ("day-unstaffed", "day-unstaffed-around-the-clock")


@pytest.mark.parametrize(
    ("shifts", "missing"),
    [
        (on(0, 1, 2, 3, 4, 5, 6), ""),
        (on(0, 1, 2, 4, 5, 6), "2026-01-08"),
        (on(1, 2, 3), "2026-01-05, 2026-01-09–2026-01-11"),
        # what passes midnight is still the evening's døgn
        (on(0, 1, 2, 4, 5, 6) + [on(3)[0] | {"start": "22:00", "slutt": "06:00"}], ""),
        # a morning before 07:00 is the døgn before
        (on(0, 1, 2, 4, 5, 6) + [on(4)[0] | {"start": "05:00", "slutt": "07:00"}], ""),
        (on(0, 1, 2, 4, 5, 6) + [on(3)[0] | {"start": "05:00", "slutt": "07:00"}], "2026-01-08"),
        (on(0, 1, 2, 4, 5, 6) + [on(3)[0] | {"start": "05:00", "slutt": "07:01"}], ""),
        # the circle: Monday's early morning is the last Sunday's
        (on(0, 1, 2, 3, 4, 5) + [on(0)[0] | {"start": "05:00", "slutt": "07:00"}], ""),
        (on(0, 1, 2, 3, 4, 5) + [on(6)[0] | LIVE_IN], ""),
        (on(1, 2, 3, 4, 5) + [on(6)[0] | LIVE_IN | {"dogn_til": "1"}], ""),
        (on(1, 2, 3, 4, 5) + [on(6)[0] | LIVE_IN], "2026-01-05"),
        # resting is on duty
        ([on(0)[0] | LIVE_IN | {"dogn_til": "6", "type": "hvilende"}], ""),
        ([on(0)[0] | LIVE_IN | {"dogn_til": "5", "type": "hvilende"}], "2026-01-11"),
        # outside the roster is not used
        (on(0, 1, 2, 3, 4, 5) + [{"dato": "2026-01-18"}], "2026-01-11"),
        (on(0, 1, 2, 3, 4, 5) + [{"dato": "2026-01-11"}], ""),
    ],
)
def test_a_day_without_anybody(shifts: Sequence[dict[str, str]], missing: str) -> None:
    notices = about(home(*shifts, uker="1"), *UNSTAFFED)
    assert [notice.facts["where"] for notice in notices] == ([missing] if missing else [])
    assert {notice.code for notice in notices} <= {"day-unstaffed"}
    around = about(home(*shifts, uker="1", bemanning="heldøgn"), *UNSTAFFED)
    assert [(notice.code, notice.severity) for notice in around] == (
        [("day-unstaffed-around-the-clock", "error")] if missing else []
    )


@pytest.mark.parametrize(("start", "missing"), [("06:00", ""), ("08:00", "2026-01-07")])
def test_a_day_begins_when_the_unit_says(start: str, missing: str) -> None:
    early = on(2)[0] | {"start": "06:00", "slutt": "07:00"}
    small = home(*on(0, 1, 3, 4, 5, 6), early, uker="1", dag_start=start)
    assert [n.facts["where"] for n in about(small, *UNSTAFFED)] == ([missing] if missing else [])


def test_a_roster_without_dates_names_weeks() -> None:
    small = home(*on(0, 1, 2, 3, 4, 5, 6), *on(0, week=3), uker="3", periode_start="")
    small.put("beboere", 3, fra="").put("vedtak", 3, til="")
    (notice,) = about(small, "day-unstaffed")
    assert notice.facts["where"] == "uke 2 man–uke 2 søn, uke 3 tir–uke 3 søn"
    assert notice.facts["where_en"] == "week 2 mon–week 2 sun, week 3 tue–week 3 sun"
    assert (notice.table, notice.row, notice.column) == ("enhet", 2, "uker")
    assert (notice.facts["count"], notice.facts["days"]) == ("13", "21")


def test_a_unit_without_any_shift_is_without_staff() -> None:
    small = home(*on(0, 1, 2, 3, 4, 5, 6), uker="1")
    for rows in small.tables.values():
        rows[:] = [{"enhet": "A"} | row for row in rows]
    small.add("enhet", enhet="Z", uker="1", bemanning="heldogn", periode_start="2026-01-05")
    (notice,) = about(small, *UNSTAFFED)
    assert (notice.code, notice.unit) == ("day-unstaffed-around-the-clock", "Z")


@pytest.mark.parametrize("whose", ["A", ""])
def test_of_a_shift_whose_unit_is_not_known_nothing_is_said(whose: str) -> None:
    """It may be the one that was on duty."""
    small = home(*on(0, 1, 2, 3, 4, 5, 6), uker="1")
    for rows in small.tables.values():
        rows[:] = [{"enhet": "A"} | row for row in rows]
    small.add("enhet", enhet="Z", uker="1", periode_start="2026-01-05")
    small.put("vakter", 3, enhet=whose)
    codes = {(notice.code, notice.unit) for notice in about(small, *UNSTAFFED)}
    assert codes == ({("day-unstaffed", "Z")} if whose else set())


def test_only_three_spans_are_shown() -> None:
    shifts = [shift for week in range(1, 13) for shift in on(0, week=week)]
    (notice,) = about(home(*shifts, uker="12"), "day-unstaffed")
    assert notice.facts["where"].count("–") == 3
    assert notice.facts["where"].endswith(", …")


def test_of_a_rota_that_was_not_read_whole_nothing_is_said() -> None:
    small = home(*on(0, 1), uker="1").put("vakter", 3, start="syv")
    assert about(small, *UNSTAFFED) == []
    rota = b"Navn;05.01.2026;06.01.2026;07.01.2026\r\nKari;D1;X9;D1\r\n"
    files = {name: data for name, data in home().files().items() if name != "vakter.csv"}
    codes = {notice.code for notice in read(files | {"turnus.csv": rota}).notices}
    assert "shift-code-unknown" in codes
    assert codes.isdisjoint(UNSTAFFED)


KARI = {"ansatt": "V1"}
TWICE = ("shift-twice", "shifts-alike", "staff-in-two-shifts")
ALL = on(0, 1, 2, 3, 4, 5, 6)


@pytest.mark.parametrize(
    ("shifts", "expected"),
    [
        ([on(0)[0] | KARI, on(0)[0] | KARI], [("shift-twice", 10, "9")]),
        ([on(0)[0] | KARI, on(0)[0] | {"ansatt": "V2"}], []),
        ([on(0)[0] | KARI, on(1)[0] | KARI], []),
        ([on(0)[0] | KARI, on(0, week=2)[0] | KARI], []),
        # the same day by its date
        ([on(0)[0] | KARI, {"dato": "2026-01-05"} | KARI], [("shift-twice", 10, "9")]),
        # unlike in one thing: two shifts, at once
        *(
            ([on(0)[0] | KARI, on(0)[0] | KARI | unlike], [("staff-in-two-shifts", 10, "9")])
            for unlike in (
                {"vakt": "dag"},
                {"antall": "2"},
                {"type": "hvilende"},
                {"kompetanse": "medisin"},
                {"pause": "30"},
                {"slutt": "21:00"},
            )
        ),
        # one begins when the other ends, and a minute before
        ([on(0)[0] | KARI, on(0)[0] | KARI | {"start": "22:00", "slutt": "07:00"}], []),
        (
            [on(0)[0] | KARI, on(0)[0] | KARI | {"start": "21:59", "slutt": "07:00"}],
            [("staff-in-two-shifts", 10, "9")],
        ),
        # a short shift within a long one, then one after it within the long one too
        (
            [
                on(0)[0] | KARI | {"start": "07:00", "slutt": "22:00"},
                on(0)[0] | KARI | {"start": "08:00", "slutt": "09:00"},
                on(0)[0] | KARI | {"start": "10:00", "slutt": "11:00"},
            ],
            [("staff-in-two-shifts", 10, "9"), ("staff-in-two-shifts", 11, "9")],
        ),
        # of two that end at once the first is the other one of what follows
        (
            [
                on(0)[0] | KARI | {"start": "07:00", "slutt": "15:00"},
                on(0)[0] | KARI | {"start": "08:00", "slutt": "15:00"},
                on(0)[0] | KARI | {"start": "14:00", "slutt": "16:00"},
            ],
            [("staff-in-two-shifts", 10, "9"), ("staff-in-two-shifts", 11, "9")],
        ),
        # around the circle: the last Sunday's night and the first Monday's morning
        (
            [
                on(6, week=2)[0] | KARI | {"start": "22:00", "slutt": "07:30"},
                on(0)[0] | KARI | {"start": "07:00", "slutt": "15:00"},
            ],
            [("staff-in-two-shifts", 10, "9")],
        ),
        (
            [
                on(6, week=2)[0] | KARI | {"start": "22:00", "slutt": "07:00"},
                on(0)[0] | KARI | {"start": "07:00", "slutt": "15:00"},
            ],
            [],
        ),
        # longer than the roster: no shift is at once with itself
        ([on(0)[0] | KARI | LIVE_IN | {"dogn_til": "15"}], []),
        # without an employee: two people; each row like an earlier one is counted once
        ([on(0)[0], on(2)[0] | {"start": "14:00"}], [("shifts-alike", 9, "2")]),
        ([on(0)[0], on(0)[0]], [("shifts-alike", 9, "2")]),
        ([on(0)[0] | {"slutt": "21:00"}, on(2)[0] | {"start": "14:00"}], []),
        # outside the roster is not used
        ([{"dato": "2026-02-02"} | KARI, {"dato": "2026-02-02"} | KARI], []),
    ],
)
def test_one_employee_twice_and_rows_alike(
    shifts: Sequence[dict[str, str]], expected: list[tuple[str, int, str]]
) -> None:
    notices = about(home(*ALL, *shifts), *TWICE)
    assert [(n.code, n.row, n.facts["other_row"]) for n in notices] == expected


def test_the_same_code_in_two_units_is_two_people() -> None:
    small = home(*on(0, 1, 2, 3, 4, 5, 6), on(0)[0] | KARI)
    for rows in small.tables.values():
        rows[:] = [{"enhet": "A"} | row for row in rows]
    small.add("enhet", enhet="Z", uker="2", periode_start="2026-01-05")
    small.add("vakter", **(on(0)[0] | KARI), enhet="Z", vakt="dag", start="15:00", slutt="22:00")
    assert about(small, *TWICE) == []


def test_a_rota_names_the_other_cell() -> None:
    rota = b"Navn;05.01.2026;06.01.2026;07.01.2026\r\nKari;D1;D1;\r\nKari;D1;;\r\n"
    files = {name: data for name, data in home().files().items() if name != "vakter.csv"}
    (notice,) = [n for n in read(files | {"turnus.csv": rota}).notices if n.code in TWICE]
    assert (notice.code, notice.table, notice.row) == ("shift-twice", "turnus", 3)
    assert (notice.column, notice.facts["other_table"]) == ("B (5.1.2026)", "turnus")
    assert notice.facts["other_row"] == "2, B (5.1.2026)"
