"""Rotas with what people write around the shifts: explanations, counts, rows of nobody."""

from .rotas import csv_rota
from .small import CLOCKS, DATES, PARTS, STAFF, Grid, Layout, wide

WORDS = {"D": "Dagvakt", "A": "Kveldsvakt", "N": "Nattvakt"}
COUNTS: Grid = [
    [code, *(sum(row[day] == code for row in STAFF.values()) for day in range(7))]
    for code in CLOCKS
]
"""How many have each shift on each day."""


def around() -> list[Layout]:
    """Every rota with something around it."""
    return [*explanations(), *nobody()]


def _below(name: str, *rows: list[object], blank: bool = True, **more: object) -> Layout:
    between: Grid = [[]] if blank else []
    return csv_rota(name, [*wide(DATES), *between, *rows], **more)  # type: ignore[arg-type]


def explanations() -> list[Layout]:
    """What the codes mean, and how often they are there, below the rota."""
    own = {code: "-".join(clock) for code, clock in CLOCKS.items()}
    plain: Grid = [[code, own[code]] for code in CLOCKS]
    other: Grid = [["D", "07:00-14:00"]]
    return [
        _below("codes and their clocks below", *plain),
        _below("codes, words and clocks below",
               *([code, f"{WORDS[code]} {own[code]}"] for code in CLOCKS)),
        _below("words, codes and clocks below",
               *([WORDS[code], code, own[code]] for code in CLOCKS)),
        _below("codes, from and to below", *([code, *CLOCKS[code]] for code in CLOCKS)),
        _below("codes and words below", *([code, PARTS[code]] for code in CLOCKS),
               refused=("rota-row-explains",)),
        _below("a code below with another clock than the table's", *other,
               refused=("rota-row-explains",)),
        _below("codes and their clocks right below the staff", *plain,
               blank=False, refused=("rota-row-explains",)),
        _below("how many have each shift, by code", *COUNTS),
        _below("how many have each shift, by word", *([WORDS[row[0]], *row[1:]] for row in COUNTS)),
        _below("the hours of each day, without a word", ["", 32, 24, 32, 24, 24, 24, 24]),
    ]  # fmt: skip


def nobody() -> list[Layout]:
    """Rows of shifts that are nobody's, as far as the file says."""
    return [
        _below("a shift in a row without a name", ["", "D"], blank=False,
               refused=("rota-row-nameless",)),
        _below("a shift in a row with a question mark for a name", ["?", "D"], blank=False,
               refused=("rota-row-nameless",)),
    ]  # fmt: skip
