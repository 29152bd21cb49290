"""Files as people have them, each with what must come out.

A case is a rota, a list or a broken file together with a small home around it; what must come out
is the shifts as (day or week and weekday, part, pseudonym), or the errors by code, row and column.
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import openpyxl

Grid = list[list[Any]]
Shift = tuple[str, str, str]
"""Day (`2026-01-05` or `1 man`), part, pseudonym."""

HOME = {
    "enhet": [["enhet", "uker", "periode_start"], ["A", "2", "2026-01-05"]],
    "beboere": [["beboer"], ["B1"]],
    "tiltak": [["beboer", "tjeneste", "minutter"], ["B1", "15", "30"]],
    "vaktkoder": [
        ["kode", "vakt", "start", "slutt", "teller_ikke"],
        ["D", "dag", "07:00", "15:00", ""],
        ["D1", "dag", "07:30", "15:00", ""],
        ["A", "kveld", "14:30", "22:00", ""],
        ["A2", "kveld", "16:00", "22:00", ""],
        ["N", "natt", "21:45", "07:15", ""],
        ["L", "", "", "", "ja"],
        ["F1", "", "", "", "ja"],
    ],
}
WEEK = ["man", "tir", "ons", "tor", "fre", "lør", "søn"]


@dataclass(frozen=True)
class Case:
    """One set of files and what must come out of them.

    Parameters
    ----------
    name : what is special about it.
    files : their names and bytes.
    shifts : the shifts read, or None where that is not what the case is about.
    errors : (code, row, column) of each error, in any order; "" and None where it names no place.
    says : codes of other notices that must be there.
    """

    name: str
    files: dict[str, bytes]
    shifts: list[Shift] | None = None
    errors: list[tuple[str, int | None, str]] = field(default_factory=list)
    says: tuple[str, ...] = ()


def as_csv(grid: Sequence[Sequence[Any]], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """A grid as the bytes of a CSV file."""
    out = io.StringIO()
    rows = [["" if cell is None else str(cell) for cell in row] for row in grid]
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def as_book(sheets: dict[str, Grid], change: Callable[[Any], None] | None = None) -> bytes:
    """Grids as the sheets of a workbook."""
    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    for name, grid in sheets.items():
        page = book.create_sheet(name)
        for row in grid:
            page.append(row)
    if change:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def home(**tables: Grid | None) -> dict[str, Grid]:
    """The small home with tables added, changed, or taken away where they are None."""
    merged = {**HOME, **tables}
    return {name: grid for name, grid in merged.items() if grid is not None}


def in_csv(tables: dict[str, Grid], **options: str) -> dict[str, bytes]:
    """Tables as CSV files."""
    return {f"{name}.csv": as_csv(grid, **options) for name, grid in tables.items()}


def rota(name: str, grid: Grid, **expected: Any) -> list[Case]:
    """The same rota as CSV and as a workbook."""
    tables = home(turnus=grid)
    return [
        Case(f"{name}, csv", in_csv(tables), **expected),
        Case(f"{name}, xlsx", {"bok.xlsx": as_book(tables)}, **expected),
    ]


def dated(*codes: str, headings: Sequence[Any]) -> Grid:
    """A rota of one employee."""
    return [["Navn", *headings], ["Kari Nordmann", *codes]]


THREE = [("2026-01-05", "day", "A01"), ("2026-01-06", "night", "A01")]


def wide() -> list[Case]:
    """Every way to write the days."""
    cases = []
    for name, headings in {
        "dates in full": ["05.01.2026", "06.01.2026", "07.01.2026"],
        "dates without year": ["5.1.", "6.1.", "7.1."],
        "weekday and date": ["man 5/1", "tir 6/1", "ons 7/1"],
        "weekday, dot, date": ["Man. 5.1.", "Tir. 6.1.", "Ons. 7.1."],
        "ISO dates": ["2026-01-05", "2026-01-06", "2026-01-07"],
        "Excel serials": [46027, 46028, 46029],
        "month in words": ["5. jan", "6. jan", "7. januar 2026"],
        "line break in heading": ["man\n5.1.", "tir\n6.1.", "ons\n7.1."],
    }.items():
        cases += rota(name, dated("D", "N", "F1", headings=headings), shifts=THREE)
    typed = [date(2026, 1, 5), datetime(2026, 1, 6), date(2026, 1, 7)]
    book = as_book(home(turnus=dated("D", "N", "", headings=typed)))
    cases.append(Case("Excel's own dates", {"x.xlsx": book}, THREE))
    return [*cases, *weeks(), *layout()]


def weeks() -> list[Case]:
    """Weeks and weekdays instead of dates."""
    two = [*WEEK, *WEEK]
    merged: list[Any] = ["", "Uke 1", *[""] * 6, "Uke 2", *[""] * 6]
    codes = ["D", *[""] * 7, "A", *[""] * 5]
    expected = [("1 man", "day", "A01"), ("2 tir", "evening", "A01")]
    cases = rota("weeks above", [merged, ["Navn", *two], ["Kari", *codes]], shifts=expected)
    cases += rota("weekdays only, two weeks", [["Navn", *two], ["K", *codes]], shifts=expected)
    cases += rota(
        "week in the cell",
        [
            ["Navn", *[f"Uke {1 + index // 7} {day}" for index, day in enumerate(two)]],
            ["Kari", *codes],
        ],
        shifts=expected,
    )
    by_row: Grid = [["Navn", "Uke", *WEEK], ["Kari", "1", "D"], ["", "Uke 2", "", "A"]]
    cases += rota("a row per week", by_row, shifts=expected)
    iso = [["", "Uke 2", *[""] * 6, "Uke 3"], ["Navn", *two], ["Kari", *codes]]
    cases += rota("weeks of the calendar", iso, shifts=expected)
    letters = [["Navn", *"MTOTFLSMTOTFLS"], ["Kari", *codes]]
    cases += rota("single letters", letters, shifts=expected)
    month: Grid = [
        ["", "Januar 2026"], ["Navn", 5, 6, 7, 8], ["", "ma", "ti", "on", "to"],
        ["Kari", "D", "N", "", "L"],
    ]  # fmt: skip
    cases += rota("month above numbers", month, shifts=THREE)
    stacked: Grid = [
        ["Uke 1"], ["Navn", *WEEK], ["Kari", "D"], [],
        ["Uke 2"], ["Navn", *WEEK], ["Kari", "", "A"],
    ]  # fmt: skip
    cases += rota("weeks below each other", stacked, shifts=expected)
    by_calendar: Grid = [["Navn", "Uke", *WEEK], ["Kari", "2", "D"], ["", "3", "", "A"]]
    cases += rota("a row per week of the calendar", by_calendar, shifts=expected)
    odd_week: Grid = [["Navn", "Uke", *WEEK], ["Kari", "1", "D"], ["", "to", "", "A"]]
    cases += rota("a row without its week", odd_week, errors=[("bad-whole", 3, "D (tir)")])
    cases += rota(
        "one week of two",
        [["Navn", *WEEK], ["Kari", "D"]],
        errors=[("rota-weeks-missing", 1, "man")],
    )
    cases += rota(
        "unclear weeks",
        [["", "Uke 2"], ["Navn", *WEEK], ["Kari", "D"]],
        errors=[("rota-weeks-unclear", 2, "Uke 2 man")],
    )
    return cases


def layout() -> list[Case]:
    """What stands around the table."""
    days = ["man 5/1", "tir 6/1", "ons 7/1"]
    around: Grid = [
        ["Turnus avdeling 3"], [], ["Skrevet ut 2. januar"], [],
        ["Ansattnr", "Navn", "Stilling", *days, "Sum timer"],
        ["101", "Kari", "Vpl", "D", "N", "", "17,5"],
        [], ["102", "Ola", "Hfa", "L", "", "A", "7,5"],
        ["", "Sum D", "", 1, 0, 0, ""], [], ["L = ferie"],
    ]  # fmt: skip
    expected = [*THREE, ("2026-01-07", "evening", "A02")]
    more = ("rota-rows-unused", "rota-columns-unused", "rota-read")
    cases = rota("titles, sums, legend", around, shifts=expected, says=more)
    double = [("2026-01-05", "day", "A01"), ("2026-01-05", "evening", "A01")]
    for text in ("D1/A2", "D1+A2", "D1, A2", "d1 / a2"):
        cases += rota(f"two codes {text}", dated(text, "", "", headings=days), shifts=double)
    blocks = [
        ["Navn", *days],
        ["Kari", "D"],
        [],
        ["Navn", "tor 8/1", "fre 9/1", "lør 10/1"],
        ["Kari", "", "N"],
    ]
    cases += rota(
        "two blocks", blocks, shifts=[("2026-01-05", "day", "A01"), ("2026-01-09", "night", "A01")]
    )
    cases += rota(
        "unknown code",
        dated("D", "X9", "", headings=days),
        errors=[("shift-code-unknown", 2, "C (tir 6.1.)")],
    )
    cases += rota(
        "half unknown",
        dated("D/K", "", "", headings=days),
        errors=[("shift-code-unknown", 2, "B (man 5.1.)")],
    )
    cases += rota(
        "weekday and date disagree",
        dated("D", headings=["tir 5/1", "tir 6/1", "ons 7/1"]),
        errors=[("rota-day-contradicts", 1, "tir 5.1.")],
    )
    cases += rota(
        "a day that is none",
        dated("D", "N", "A", headings=["man 30/2", *days[1:]]),
        errors=[("rota-no-such-day", 1, "man 30.2.")],
    )
    cases += rota(
        "a day twice",
        dated("D", "N", "A", headings=[days[0], *days]),
        errors=[("rota-day-twice", 1, "man 5.1.")],
    )
    cases += rota(
        "code below no day",
        dated("D", "", "", "N", headings=days),
        errors=[("rota-code-without-day", 2, "E")],
    )
    cases += rota(
        "vacant line",
        [["Navn", *days], ["Kari", "D"], ["Ledig 50 %", "", "N"]],
        errors=[("rota-row-vacant", 3, "C (tir 6.1.)")],
    )
    numbered = [["Nr", "Navn", *days], ["1", "Kari", "D"], ["9", "Vakant", "", "N"]]
    cases += rota(
        "vacant line with a number", numbered, errors=[("rota-row-vacant", 3, "D (tir 6.1.)")]
    )
    fnr = [["Fødselsnr", "Navn", *days], ["01817012309", "Kari", "D", "N"]]
    cases += rota("identity numbers of staff", fnr, shifts=THREE, says=("rota-identity-dropped",))
    return cases


def long() -> list[Case]:
    """Rotas with a row per employee and day."""
    heading = ["Dato", "Ansattnr", "Navn", "Vaktkode", "Avdeling"]
    rows = [["05.01.2026", "7", "Kari", "D", "A"], ["06.01.2026", "7", "Kari", "N", "A"]]
    cases = rota("long", [heading, *rows], shifts=THREE)
    cases += rota("long below a title", [["Vaktliste"], [], heading, *rows], shifts=THREE)
    serial = [[46027, "7", "Kari", "D", ""], [46028, "7", "Kari", "N", ""]]
    cases += rota("long with serials", [heading, *serial], shifts=THREE)
    off = [*rows, ["07.01.2026", "7", "Kari", "L", "A"], ["08.01.2026", "7", "Kari", "", "A"]]
    cases += rota("long with days off", [heading, *off], shifts=THREE, says=("rota-rows-unused",))
    bad = [*rows, ["07.01.2026", "8", "Ola", "S", "A"]]
    cases += rota("long, unknown code", [heading, *bad], errors=[("shift-code-unknown", 4, "D")])
    vacant = [*rows, ["07.01.2026", "", "Ledig vakt", "D", "A"]]
    cases += rota("long, vacant", [heading, *vacant], errors=[("rota-row-vacant", 4, "D")])
    short = [["05.01.26", "7", "Kari", "D", ""], ["ti 6/1", "7", "Kari", "N", ""]]
    cases += rota("long, days in short", [heading, *short], shifts=THREE)
    odd = [*rows, ["5.13.", "8", "Ola", "D", "A"]]
    cases += rota("long, no day", [heading, *odd], errors=[("bad-date", 4, "A")])
    other = [*rows, ["ons 6/1", "8", "Ola", "D", "A"]]
    cases += rota("long, another weekday", [heading, *other], errors=[("day-contradicts", 4, "A")])
    return cases


def codes() -> list[Case]:
    """The table of codes."""
    grid = dated("D", "L", "", headings=["man 5/1", "tir 6/1", "ons 7/1"])
    without = home(turnus=grid, vaktkoder=None)
    long_shift = [
        ["kode", "vakt", "start", "slutt"],
        ["D", "dag", "07:00", "15:00"],
        ["L", "kveld", "10:00", "22:00"],
    ]
    half = [["kode", "vakt", "start", "slutt"], ["D", "dag", "07:00", ""], ["L", "dag", "8", "9"]]
    case = [
        ["kode", "vakt", "start", "slutt"],
        ["d", "natt", "22:00", "07:00"],
        ["D", "dag", "07:00", "15:00"],
        ["L", "dag", "07:00", "15:00"],
    ]
    own = [*HOME["vaktkoder"], ["D", "dag", "07:00", "15:00", ""]]
    return [
        Case("no table of codes", in_csv(without), errors=[("shift-codes-missing", None, "")]),
        Case("L is a long shift here", in_csv(home(turnus=grid, vaktkoder=long_shift)),
             [("2026-01-05", "day", "A01"), ("2026-01-06", "evening", "A01")]),
        Case("a code says too little", in_csv(home(turnus=grid, vaktkoder=half)),
             errors=[("shift-code-incomplete", 2, "slutt"), ("bad-clock", 3, "start"),
                     ("bad-clock", 3, "slutt")]),
        Case("case tells codes apart", in_csv(home(turnus=grid, vaktkoder=case)),
             [("2026-01-05", "day", "A01"), ("2026-01-06", "day", "A01")]),
        Case("a code twice", in_csv(home(turnus=grid, vaktkoder=own)),
             errors=[("duplicate-id", 9, "kode")]),
        Case("rota and shifts", in_csv(home(turnus=grid, vakter=[
            ["dato", "vakt", "start", "slutt"], ["2026-01-05", "dag", "07:00", "15:00"]])),
            errors=[("rota-and-shifts", None, "")]),
        Case("no year anywhere", in_csv(home(turnus=grid, enhet=[["enhet", "uker"], ["A", "2"]])),
             errors=[("rota-year-unknown", 1, "man 5.1.")]),
    ]  # fmt: skip


def units() -> list[Case]:
    """Rotas of two units that use one code differently."""
    days = ["man 5/1", "tir 6/1", "ons 7/1"]
    two: dict[str, Any] = {
        "enhet": [
            ["enhet", "navn", "uker", "periode_start"],
            ["U1", "Nord bofellesskap", "2", "2026-01-05"],
            ["U2", "Sør", "2", "2026-01-05"],
        ],
        "beboere": [["enhet", "beboer"], ["U1", "B1"]],
        "tiltak": [["enhet", "beboer", "tjeneste", "minutter"], ["U1", "B1", "15", "30"]],
        "vaktkoder": [
            ["enhet", "kode", "vakt", "start", "slutt", "teller_ikke"],
            ["U1", "L", "dag", "07:00", "19:00", ""],
            ["U2", "L", "", "", "", "ja"],
            ["U2", "D", "dag", "07:00", "15:00", ""],
        ],
    }
    column = [["Navn", "Avdeling", *days], ["K", "Nord bofellesskap", "L"], ["M", "U2", "L", "D"]]
    expected = [("2026-01-05", "day", "A01"), ("2026-01-06", "day", "A02")]
    sheets = {"Nord bofellesskap": [["Navn", *days], ["K", "L"]]}
    sheets |= {"u2": [["Navn", *days], ["M", "L", "D"]]}
    stranger = [["Navn", "Avdeling", *days], ["K", "U3", "L"], ["M", "U2", "", "D", "D"]]
    return [
        *[replace(c, files=_without_home(c.files, two, column)) for c in
          rota("a column of units", column, shifts=expected)],
        Case("a sheet per unit", {"x.xlsx": as_book(home(**two, **sheets))}, expected),
        Case("codes of another unit", in_csv(home(**two, turnus=stranger)),
             errors=[("shift-code-unknown", 2, "C (man 5.1.)")]),
    ]  # fmt: skip


def _without_home(files: dict[str, bytes], two: dict[str, Any], grid: Grid) -> dict[str, bytes]:
    """The same kind of file with other tables around the rota."""
    tables = home(**two, turnus=grid)
    return {"x.xlsx": as_book(tables)} if "bok.xlsx" in files else in_csv(tables)


def dialects() -> list[Case]:
    """One rota in every dialect of CSV."""
    grid = [
        ["Vaktplan sør"],
        [],
        *dated("D", "N", "F1", headings=["man 5/1", "tir 6/1", "lør 7/2"]),
    ]
    cases = []
    for delimiter in ";,\t":
        for encoding in ("utf-8", "utf-8-sig", "cp1252"):
            files = in_csv(home(turnus=grid), delimiter=delimiter, encoding=encoding)
            name = f"{encoding} with {delimiter!r}"
            cases.append(Case(name, files, THREE, says=("csv-dialect",)))
    return cases


def broken() -> list[Case]:
    """Workbooks with something wrong inside."""
    grid = dated("D", "N", "", headings=["man 5/1", "tir 6/1", "ons 7/1"])

    def formula(book: Any) -> None:
        book["turnus"]["B2"] = "=1+1"

    def error(book: Any) -> None:
        book["turnus"]["B2"] = "#REF!"

    def hide(book: Any) -> None:
        book["turnus"].sheet_state = "hidden"

    def merge(book: Any) -> None:
        book["turnus"].merge_cells("B2:B3")

    tables = home(turnus=grid)
    whole = as_book(tables)
    return [
        Case("formula never calculated", {"x.xlsx": as_book(tables, formula)},
             errors=[("formula-not-calculated", 2, "B (man 5.1.)")]),
        Case("an error of Excel", {"x.xlsx": as_book(tables, error)},
             errors=[("excel-error", 2, "B (man 5.1.)")]),
        Case("hidden rota", {"x.xlsx": as_book(tables, hide)}, THREE, says=("sheet-hidden",)),
        Case("merged cells", {"x.xlsx": as_book(tables, merge)}, THREE),
        Case("truncated", {"x.xlsx": whole[: len(whole) // 2]},
             errors=[("not-a-workbook", None, "")]),
    ]  # fmt: skip


CASES = [*wide(), *long(), *codes(), *units(), *dialects(), *broken()]
