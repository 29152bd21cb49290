"""The shapes of rotas: days down, names in the cells, a sheet or a column for each week."""

from typing import Any

import pandas as pd
import pytest

from allocator.notices import Notice, errors
from allocator.tables import Inputs, read

from .corpus import WEEK, Grid, as_book, home, in_csv

DATES = ["05.01.2026", "06.01.2026", "07.01.2026", "08.01.2026"]


def rota(grid: Grid, **tables: Grid | None) -> Inputs:
    return read(in_csv(home(**tables, turnus=grid)))


def shifts(inputs: Inputs) -> list[tuple[Any, ...]]:
    rows = inputs.tables["shifts"].to_dict("records")
    return sorted(
        (
            f"{row['week']:.0f} {WEEK[int(row['weekday'])]}"
            if pd.isna(row["date"])
            else f"{row['date']:%m-%d}",
            row["shift"],
            row["staff_id"],
        )
        for row in rows
    )


def wrong(inputs: Inputs) -> list[tuple[str, int | None, str]]:
    return [(notice.code, notice.row, notice.column) for notice in errors(inputs.notices)]


def the(inputs: Inputs, code: str) -> Notice:
    (notice,) = [notice for notice in inputs.notices if notice.code == code]
    return notice


DOWN: Grid = [
    ["Dato", "Kari Nordmann", "Ola"],
    [DATES[0], "D", ""],
    [DATES[1], "", "N"],
    [DATES[2], "L", "16-22"],
]
DOWN_SHIFTS = [("01-05", "day", "A01"), ("01-06", "night", "A02"), ("01-07", "evening", "A02")]


def test_days_down_and_employees_across() -> None:
    inputs = rota(DOWN)
    assert wrong(inputs) == []
    assert shifts(inputs) == DOWN_SHIFTS
    assert the(inputs, "rota-read").facts["read"] == "A, B, C"
    assert rota([["Turnus"], *DOWN]).tables["shifts"].shape == inputs.tables["shifts"].shape


def test_an_error_in_a_turned_rota_names_the_cell_of_the_file() -> None:
    grid = [*DOWN, [DATES[3], "X9", "D"]]
    assert wrong(rota(grid)) == [("shift-code-unknown", 5, "B (8.1.2026)")]
    twice = [*DOWN, [DATES[0], "D", ""]]
    assert ("rota-day-twice", None, "A") in wrong(rota(twice))


def test_dates_down_a_list_that_is_no_rota_are_not_taken_for_one() -> None:
    grid: Grid = [["Dato", "Hva", "Ansatt"]]
    grid += [[day, "rapport", "Kari"] for day in DATES]
    inputs = read(in_csv(home(liste=grid)))
    assert "rota-read" not in {notice.code for notice in inputs.notices}
    assert "table-unconnected" in {notice.code for notice in inputs.notices}


BY_SHIFT: Grid = [
    ["Vakt", *DATES[:3]],
    ["D", "Kari Nordmann, Ola", "Ola", ""],
    ["N", "", "Per Erik og Kari Nordmann", "V12"],
]
BY_SHIFT_SHIFTS = [
    ("01-05", "day", "A01"), ("01-05", "day", "A02"), ("01-06", "day", "A02"),
    ("01-06", "night", "A01"), ("01-06", "night", "A03"), ("01-07", "night", "A04"),
]  # fmt: skip


@pytest.mark.parametrize("heading", ["Vakt", "", "Kode", "Hva"])
def test_names_in_the_cells_of_a_row_for_each_shift(heading: str) -> None:
    inputs = rota([[heading, *BY_SHIFT[0][1:]], *BY_SHIFT[1:]])
    assert wrong(inputs) == []
    assert shifts(inputs) == BY_SHIFT_SHIFTS


def test_names_below_shifts_with_their_clocks_need_no_codes() -> None:
    grid: Grid = [["Dato", "Tidlig 07-15", "22:00-07:00"]]
    grid += [[day, "Kari Nordmann", "Ola"] for day in DATES[:3]]
    inputs = rota(grid, vaktkoder=None)
    assert wrong(inputs) == []
    expected = [(f"01-0{day}", part, who) for day in (5, 6, 7)
                for part, who in (("day", "A01"), ("night", "A02"))]  # fmt: skip
    assert shifts(inputs) == expected


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Kari (til 13)", "shift-code-unknown"),
        ("Kari til 13", "shift-code-unknown"),
        ("2", "shift-code-unknown"),
        ("Kari, D", "shift-code-unknown"),
        ("Ledig", "rota-cell-vacant"),
    ],
)
def test_cells_that_are_no_names_alone(cell: str, code: str) -> None:
    grid = [list(row) for row in BY_SHIFT]
    grid[1][1] = cell
    assert code in {notice.code for notice in errors(rota(grid).notices)}


def test_a_column_of_employees_makes_cells_codes_whatever_they_look_like() -> None:
    grid = [["Navn", "Vakt", *DATES[:3]], ["Kari", "D", "Kurs", "Kurs", "Kurs"]]
    assert {notice.code for notice in errors(rota(grid).notices)} == {"shift-code-unknown"}


def test_names_without_any_clock_are_asked_about_and_no_name_is_shown() -> None:
    inputs = rota(BY_SHIFT, vaktkoder=None)
    assert [code for code, _, _ in wrong(inputs)] == ["rota-names-in-cells"]
    for language in ("nb", "en"):
        assert "Kari" not in the(inputs, "rota-names-in-cells").message(language)
    table = the(inputs, "rota-names-in-cells").facts["to_fill_in"].splitlines()
    assert table == ["kode;vakt;start;slutt;teller_ikke", "D;;;;", "N;;;;"]


def test_a_sheet_for_each_week() -> None:
    sheets = {"Uke 1": [["Navn", *WEEK], ["Kari", "D"]], "Veke 2": [["Navn", *WEEK], ["Kari", "A"]]}
    inputs = read({"bok.xlsx": as_book(home(**sheets))})
    assert wrong(inputs) == []
    assert shifts(inputs) == [("1 man", "day", "A01"), ("2 man", "evening", "A01")]


def test_sheets_of_weeks_of_the_calendar() -> None:
    sheets = {f"Turnus uke {week}": [["Navn", *WEEK], ["Kari", "D"]] for week in (2, 3)}
    inputs = read({"bok.xlsx": as_book(home(**sheets))})
    assert shifts(inputs) == [("1 man", "day", "A01"), ("2 man", "day", "A01")]


def test_a_sheet_for_each_week_in_a_roster_of_one_is_refused() -> None:
    sheets = {f"Uke {week}": [["Navn", *WEEK], ["Kari", "D"]] for week in (1, 2, 3)}
    week = [["enhet", "uker", "periode_start"], ["A", "1", "2026-01-05"]]
    codes = {notice.code for notice in errors(read({"b.xlsx": as_book(home(enhet=week, **sheets))})
                                              .notices)}  # fmt: skip
    assert codes & {"rota-weeks-more"}


def test_dates_go_before_the_week_of_the_sheets_name() -> None:
    inputs = read({"b.xlsx": as_book(home(**{"Uke 2": [["Navn", *DATES], ["Kari", "D"]]}))})
    assert shifts(inputs) == [("01-05", "day", "A01")]


ACROSS: Grid = [
    ["Navn", "Ukedag", "Uke 1", "Uke 2"],
    ["Kari", "man", "D", "A"],
    ["", "tir", "", "D"],
    ["Ola", "søn", "N", "L"],
]


def test_a_column_for_each_week() -> None:
    inputs = rota(ACROSS)
    assert wrong(inputs) == []
    assert shifts(inputs) == [
        ("1 man", "day", "A01"), ("1 søn", "night", "A02"), ("2 man", "evening", "A01"),
        ("2 tir", "day", "A01"),
    ]  # fmt: skip
    assert the(inputs, "rota-read").facts["leave"] == "1"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["Ola", "hverdag", "D", ""], ("bad-weekday-cell", 5, "B")),
        (["Ola", "man", "X9", ""], ("shift-code-unknown", 5, "C")),
        (["Ledig", "man", "", "D"], ("rota-row-vacant", 5, "D")),
    ],
)
def test_a_row_of_weeks_that_is_wrong(row: list[str], expected: tuple[str, int, str]) -> None:
    assert wrong(rota([*ACROSS, row])) == [expected]


def test_columns_of_weeks_that_are_unclear() -> None:
    grid = [[*ACROSS[0][:2], "Uke 7", "Uke 9"], *ACROSS[1:]]
    assert wrong(rota(grid)) == [("rota-weeks-unclear", 1, "C")]


def test_a_week_that_begins_on_sunday_is_asked_about_whoever_says_the_week() -> None:
    days = [WEEK[6], *WEEK[:6]]
    for grid in (
        [["Navn", *days], ["Kari", "D"]],
        [["", "Uke 1"], ["Navn", *days], ["Kari", "D"]],
        [["Navn", "Uke", *days], ["Kari", "1", "D"]],
    ):
        assert [code for code, _, _ in wrong(rota(grid))] == ["rota-week-from-sunday"]
    dates = ["søn 4.1.", "man 5.1.", "tir 6.1."]
    assert wrong(rota([["Navn", *dates], ["Kari", "", "D"]])) == []
