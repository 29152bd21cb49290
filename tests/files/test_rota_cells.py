"""What stands in the cells of a rota: codes, clocks, both, or names beside shifts."""

from typing import Any

import pytest

from allocator.notices import errors
from allocator.tables import Inputs, read
from allocator.tables.rotas.cells import ClockInterval, intervals, part_word

from .corpus import Grid, home, in_csv

DAYS = ["man 5/1", "tir 6/1", "ons 7/1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("07:45-15:15", [("", "07:45-15:15")]),
        ("7-15", [("", "07:00-15:00")]),
        ("22–07", [("", "22:00-07:00")]),
        ("0730-1500", [("", "07:30-15:00")]),
        ("07.30 til 15", [("", "07:30-15:00")]),
        ("kl. 07-15", [("", "07:00-15:00")]),
        ("16:00-24:00", [("", "16:00-24:00")]),
        ("07:00:00-15:00:00", [("", "07:00-15:00")]),
        ("9:00a-9:00p", [("", "09:00-21:00")]),
        ("12a - 12p", [("", "00:00-12:00")]),
        ("9:00 AM – 5:30 PM", [("", "09:00-17:30")]),
        ("D1\n07:45 - 15:15", [("D1", "07:45-15:15")]),
        ("07-15 D1", [("D1", "07:00-15:00")]),
        ("D1 (07:00-15:00)", [("D1", "07:00-15:00")]),
        ("Lang dag 10-22", [("Lang dag", "10:00-22:00")]),
        ("07-11 / 17-22", [("", "07:00-11:00"), ("", "17:00-22:00")]),
        ("D 07-11, A 17-22", [("D", "07:00-11:00"), ("A", "17:00-22:00")]),
    ],
)
def test_clocks_in_a_cell(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(shift.code, str(shift.interval)) for shift in intervals(text) or []] == expected


@pytest.mark.parametrize(
    "text",
    [
        *("D1", "D1/A2", "D1-2", "A-D", "7", "07:00", "7-25", "7:60-15", "13a-3p", "7a-15"),
        *("1-2-3", "2026-01-05", "07:00-", "-15"),
    ],
)
def test_no_clocks(text: str) -> None:
    assert intervals(text) == []


@pytest.mark.parametrize("text", ["D1/A2 7-15", "D 7-11 12-15", "7-11 12-15 D", "7-11 D A 12-15"])
def test_clocks_of_which_it_is_not_clear_whose_they_are(text: str) -> None:
    assert intervals(text) is None


@pytest.mark.parametrize(
    ("start", "end", "part"),
    [(7, 15, "day"), (11, 18, "day"), (12, 19, "evening"), (21, 7, "night"), (19, 24, "evening")],
)
def test_the_label_is_the_part_that_holds_most(start: int, end: int, part: str) -> None:
    from allocator.tables.rotas.shifts import USUAL_DAY

    assert ClockInterval(start * 60, end * 60).part(USUAL_DAY) == part


def test_words_for_shifts() -> None:
    assert [part_word(text) for text in ("Dag", "Kveldsvakt:", "NATT", "Kurs", "")] == [
        *("day", "evening", "night", "", ""),
    ]


def shifts(inputs: Inputs) -> list[tuple[Any, ...]]:
    columns = ["shift", "start", "end", "days_more", "duty", "staff_id"]
    return list(inputs.tables["shifts"][columns].itertuples(index=False, name=None))


def rota(*rows: list[str], **tables: Grid | None) -> Inputs:
    return read(in_csv(home(**tables, turnus=[["Navn", *DAYS], *rows])))


def codes_of(inputs: Inputs) -> list[tuple[str, int | None, str]]:
    return [(notice.code, notice.row, notice.column) for notice in errors(inputs.notices)]


def test_a_cells_own_clock_beats_the_codes_and_the_code_says_the_rest() -> None:
    table = [
        ["kode", "vakt", "start", "slutt", "type"],
        ["H", "natt", "22:00", "07:00", "hvilende"],
    ]
    inputs = rota(["Kari", "H 23:00-06:30", "H"], vaktkoder=table)
    assert shifts(inputs) == [
        ("night", 1380, 390, 0, "resting", "A01"),
        ("night", 1320, 420, 0, "resting", "A01"),
    ]


def test_a_clock_that_the_table_has_as_a_code_is_that_code() -> None:
    table = [["kode", "vakt", "start", "slutt"], ["7-15", "kveld", "07:30", "15:30"]]
    inputs = rota(["Kari", "7-15"], vaktkoder=table)
    assert shifts(inputs) == [("evening", 450, 930, 0, "active", "A01")]


def test_a_clock_beside_a_code_is_no_second_shift_where_the_table_has_it_too() -> None:
    table = [
        ["kode", "vakt", "start", "slutt"],
        ["D", "dag", "07:00", "15:00"],
        ["07:00 - 15:00", "dag", "07:00", "15:00"],
    ]
    inputs = rota(["Kari", "D\n07:00 - 15:00"], vaktkoder=table)
    assert shifts(inputs) == [("day", 420, 900, 0, "active", "A01")]


def test_leave_with_a_clock_is_leave() -> None:
    inputs = rota(["Kari", "L 07:00-15:00", "D"])
    assert shifts(inputs) == [("day", 420, 900, 0, "active", "A01")]


def test_what_is_no_code_beside_a_clock_is_asked_about() -> None:
    inputs = rota(["Kari", "Kurs 09:00-15:00", "D/A 7-15"])
    assert codes_of(inputs) == [
        ("rota-text-beside-clock", 2, "B (man 5.1.)"),
        ("rota-cell-unclear", 2, "C (tir 6.1.)"),
    ]


def test_a_word_for_a_shift_beside_a_clock_needs_no_table() -> None:
    inputs = rota(["Kari", "Kveld 12-16"], vaktkoder=None)
    assert shifts(inputs) == [("evening", 720, 960, 0, "active", "A01")]


def test_a_total_in_clocks_is_a_row_of_shifts() -> None:
    inputs = rota(["Kari", "D"], ["Sum", "7-15"])
    assert len(shifts(inputs)) == 2


def test_clocks_below_the_codes_of_the_same_employee() -> None:
    above, below = ["Kari", "D", "D"], ["", "07:00-15:00", "07:00-15:00"]
    inputs = rota(above, below, ["Ola", "A"], ["", "14:30-22:00"])
    assert [(notice.code, notice.row) for notice in errors(inputs.notices)] == [
        ("rota-clock-below-code", 3)
    ]
    assert not errors(rota(["Kari", "D", "D"], ["Ola", "07:00-15:00"]).notices)
    for nobody in (["", "", "", "07:00-15:00"], ["", "A"], ["?", "A"]):
        (notice,) = errors(rota(["Kari", "D", "D"], nobody).notices)
        assert (notice.code, notice.row) == ("rota-row-nameless", 3)


OWN = ["Dato", "Ansatt", "Vaktkode", "Fra", "Til"]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("09:00", "13:30", (540, 810, 0)),
        ("", "", (420, 900, 0)),
        ("05.01.2026 22:00", "06.01.2026 07:00", (1320, 420, 0)),
        ("05.01.2026 22:00", "07.01.2026 07:00", (1320, 420, 1)),
        ("2026-01-05T07:00:00", "2026-01-06T07:00:00", (420, 420, 0)),
        ("07:00", "05.01.2026 15:00", (420, 900, 0)),
    ],
)
def test_a_rows_own_clock(start: str, end: str, expected: tuple[int, int, int]) -> None:
    row = ["05.01.2026", "Kari", "D", start, end]
    inputs = read(in_csv(home(turnus=[OWN, row])))
    assert shifts(inputs) == [("day", *expected, "active", "A01")]


@pytest.mark.parametrize(
    ("start", "end", "code", "column"),
    [
        ("07:00", "", "own-clock-half", "E"),
        ("", "15:00", "own-clock-half", "D"),
        ("syv", "15:00", "bad-clock", "D"),
        ("07:00", "31.12.1899 15:00", "bad-clock", "E"),
        ("06.01.2026 07:00", "15:00", "start-on-another-day", "D"),
        ("07:00", "04.01.2026 15:00", "end-before-start", "E"),
        ("15:00", "05.01.2026 07:00", "end-before-start", "E"),
    ],
)
def test_a_rows_own_clock_that_will_not_do(start: str, end: str, code: str, column: str) -> None:
    row = ["05.01.2026", "Kari", "D", start, end]
    inputs = read(in_csv(home(turnus=[OWN, row])))
    assert codes_of(inputs) == [(code, 2, column)]


def test_two_codes_with_one_clock_of_the_row() -> None:
    row = ["05.01.2026", "Kari", "D/A", "07:00", "15:00"]
    inputs = read(in_csv(home(turnus=[OWN, row])))
    assert codes_of(inputs) == [("rota-cell-unclear", 2, "C")]


@pytest.mark.parametrize(
    ("cells", "longest"),
    [
        (["08:00-09:00", "", "10:00-12:00"], "2:00"),
        (["08:00-09:00", "", "10:00-12:01"], ""),
        (["08:00-09:00", "D", ""], ""),
        (["08:00-09:00", "23:30-00:30", ""], "1:00"),
        (["08:00-09:00", "23:30-05:00", ""], ""),
        (["D", "D", "D"], ""),
    ],
    ids=["two hours", "a minute more", "a code", "past midnight", "a night", "codes alone"],
)
def test_a_sheet_of_meetings_is_not_taken_for_staff_in_silence(
    cells: list[str], longest: str
) -> None:
    """A plan by the clock of what residents do looks like a rota; its shifts are too short."""
    inputs = read(in_csv(home(turnus=[["Navn", *DAYS], ["Kari", *cells]])))
    short = [notice for notice in inputs.notices if notice.code == "rota-shifts-short"]
    assert [(n.severity, n.table, n.facts["longest"]) for n in short] == (
        [("warning", "turnus", longest)] if longest else []
    )
