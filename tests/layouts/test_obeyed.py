"""Whoever does what a message says gets the right figures: the table that it makes is filled in."""

import csv
import io

import pytest
from files.corpus import as_csv

from allocator.tables import read

from . import LAYOUTS
from .outcome import RIGHT, Outcome, outcome
from .small import CLOCKS, PARTS, Grid, Layout

BY_NAME = {layout.name: layout for layout in LAYOUTS}
WITH_TABLE = [
    "no table of codes",
    "a code and its clock in one cell, without a table of codes",
    "own clock beside the code, no table of codes",
    "names under shifts without clocks",
    "names in the cells, no table of codes",
]
KARI = {"own clock beside the code, no table of codes": (30, 24, 32, 24, 24, 24, 24)}
"""Where Kari's own clock on Monday is two hours shorter than her code."""
MEANT = {code: (PARTS[code], *CLOCKS[code]) for code in CLOCKS}
MEANT |= {"Dag": MEANT["D"], "Kveld": MEANT["A"], "Natt": MEANT["N"]}


def proposed(layout: Layout) -> Grid:
    """The table `vaktkoder` that the message of a layout holds."""
    (notice,) = [n for n in read(layout.files).notices if "to_fill_in" in n.facts]
    assert notice.facts["to_fill_in"] in notice.message("nb")
    text = notice.facts["to_fill_in"]
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def filled_in(layout: Layout) -> Outcome:
    """What comes out where a person fills in what is empty in the table, and nothing else."""
    headings, *rows = proposed(layout)
    table: Grid = [headings]
    for code, *cells in rows:
        given = zip(cells, (*MEANT[code], ""), strict=True)
        table.append([code, *(cell or meant for cell, meant in given)])
    files = {**layout.files, "vaktkoder.csv": as_csv(table)}
    hours = KARI.get(layout.name, layout.hours)
    return outcome(Layout(layout.name, files, hours))


@pytest.mark.parametrize("name", WITH_TABLE)
def test_the_table_of_a_message_filled_in_gives_the_right_hours(name: str) -> None:
    came = filled_in(BY_NAME[name])
    assert came.kind == RIGHT, came


def test_what_the_clocks_say_is_in_the_table_already() -> None:
    rows = proposed(BY_NAME["a code and its clock in one cell, without a table of codes"])[1:]
    assert sorted(rows) == [
        ["A", "kveld", "15:00", "22:00", ""],
        ["D", "dag", "07:00", "15:00", ""],
        ["N", "natt", "22:00", "07:00", ""],
    ]


def test_a_course_with_its_own_hours_is_no_duty_or_duty_as_the_table_says() -> None:
    """Kari's Monday is a course of six hours; D would be eight."""
    layout = BY_NAME["a course with its own hours"]
    table: Grid = [["kode", "vakt", "start", "slutt", "teller_ikke"]]
    table += [[code, *MEANT[code], ""] for code in CLOCKS]
    for row, monday in ((["Kurs", "", "", "", "ja"], 24), (["Kurs", *MEANT["D"], ""], 30)):
        files = {**layout.files, "vaktkoder.csv": as_csv([*table, row])}
        came = outcome(Layout("", files, (monday, 24, 32, 24, 24, 24, 24)))
        assert came.kind == RIGHT, came


def test_a_unit_that_is_named_makes_its_codes_known() -> None:
    layout = BY_NAME["a rota of two units that does not say which"]
    files = dict(layout.files)
    files["A.csv"] = files.pop("turnus.csv")
    codes = {notice.code for notice in read(files).notices if notice.severity == "error"}
    assert codes == set()


def test_the_number_of_weeks_changed_instead_of_the_headings_helps_nobody() -> None:
    """Four weeks that begin on Sunday stay refused whatever `uker` says."""
    layout = BY_NAME["weeks that begin on Sunday, four of them, in a unit of four"]
    for weeks in ("1", "4", "5"):
        unit = as_csv([["enhet", "uker", "periode_start"], ["A", weeks, "2026-01-05"]])
        files = {**layout.files, "enhet.csv": unit}
        codes = {notice.code for notice in read(files).notices}
        assert "rota-week-from-sunday" in codes
