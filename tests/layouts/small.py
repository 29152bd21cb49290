"""The small home that all layouts describe, and its figures counted by hand.

The rota is one week, the same in every layout that does not say otherwise:

====  =======  ======================
Kari  D        Monday to Friday
Tor   D        Monday and Wednesday
Ola   A        Monday to Friday
Per   N        Monday to Friday
Liv   D        Saturday and Sunday
Mia   A        Saturday and Sunday
Nils  N        Saturday and Sunday
====  =======  ======================

D is 07-15 (8 hours), A 15-22 (7 hours), N 22-07 (9 hours): 24 hours each day, and 8 hours more
(Tor) on Monday and Wednesday. Together 7 x 24 + 16 = 184 hours.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Grid = list[list[Any]]
Week = tuple[float, float, float, float, float, float, float]

HOURS: Week = (32, 24, 32, 24, 24, 24, 24)
"""Hours of the shifts that start on each weekday, Monday first; 184 together."""
TWO_WEEKS: Week = (28, 24, 28, 24, 24, 24, 24)
"""The mean of two weeks where Tor works in the first one only."""
PLANNED = 3.5
"""B1 receives 30 minutes each day."""
STAFF: dict[str, list[str]] = {
    "Kari": ["D", "D", "D", "D", "D", "", ""],
    "Tor": ["D", "", "D", "", "", "", ""],
    "Ola": ["A", "A", "A", "A", "A", "", ""],
    "Per": ["N", "N", "N", "N", "N", "", ""],
    "Liv": ["", "", "", "", "", "D", "D"],
    "Mia": ["", "", "", "", "", "A", "A"],
    "Nils": ["", "", "", "", "", "N", "N"],
}
CLOCKS = {"D": ("07:00", "15:00"), "A": ("15:00", "22:00"), "N": ("22:00", "07:00")}
PARTS = {"D": "dag", "A": "kveld", "N": "natt"}
DAYS = ["man", "tir", "ons", "tor", "fre", "lør", "søn"]
DATES = [f"{day:02d}.01.2026" for day in range(5, 12)]
"""Monday 5 to Sunday 11 January 2026."""
HOME: dict[str, Grid] = {
    "enhet": [["enhet", "uker", "periode_start"], ["A", "1", "2026-01-05"]],
    "beboere": [["beboer"], ["B1"], ["B2"]],
    "tiltak": [["beboer", "tjeneste", "minutter"], ["B1", "15", "30"]],
    "vaktkoder": [
        ["kode", "vakt", "start", "slutt"],
        *([code, PARTS[code], *CLOCKS[code]] for code in CLOCKS),
    ],
}


@dataclass(frozen=True)
class Layout:
    """One layout.

    Parameters
    ----------
    name
        What is special about it.
    files
        Names and bytes.
    hours
        Hours of the shifts that start on each weekday, in an average week of the roster.
    planned, decided
        Hours a week of all residents and services together.
    refused
        The codes that may stop it; empty where it must be read.
    says
        Codes that must be said, whatever comes out.
    """

    name: str
    files: Mapping[str, bytes]
    hours: Week = HOURS
    planned: float = PLANNED
    decided: float = 0.0
    refused: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


def home(**tables: Grid | None) -> dict[str, Grid]:
    """The small home with tables added, changed, or taken away where they are None."""
    return {name: grid for name, grid in {**HOME, **tables}.items() if grid is not None}


def weeks(count: int, **columns: str) -> Grid:
    """The table `enhet` with so many weeks."""
    return [
        ["enhet", "uker", "periode_start", *columns],
        ["A", str(count), "2026-01-05", *columns.values()],
    ]


def wide(headings: Sequence[Any], cell: Callable[[str], Any] = str) -> Grid:
    """The rota with a row per employee; `cell` writes a code as the layout does."""
    rows = [
        [name, *(cell(code) if code else "" for code in codes)] for name, codes in STAFF.items()
    ]
    return [["Navn", *headings], *rows]


def each_shift() -> list[tuple[int, str, str]]:
    """Every shift of the week: day from 0, employee, code; by day, as lists have it."""
    return [
        (day, name, codes[day]) for day in range(7) for name, codes in STAFF.items() if codes[day]
    ]
