"""Rotas as grids: days across or down, codes, clocks or names in the cells."""

from datetime import date
from typing import Any

from files.corpus import as_book, in_csv

from .small import (
    CLOCKS,
    DATES,
    DAYS,
    HOURS,
    PARTS,
    STAFF,
    TWO_WEEKS,
    Grid,
    Layout,
    home,
    weeks,
    wide,
)


def rotas() -> list[Layout]:
    """Every grid."""
    return [
        *headings(), *languages(), *several_weeks(), *week_sheets(), *cells(), *own_cells(),
        *turned(), *by_shift(), *codes(),
    ]  # fmt: skip


def csv_rota(name: str, grid: Grid, tables: dict[str, Any] | None = None, **more: Any) -> Layout:
    """The rota as a CSV file beside the tables of the home."""
    return Layout(name, in_csv(home(**(tables or {}), turnus=grid)), **more)


def headings() -> list[Layout]:
    """The ways in which dates stand above the columns."""
    excel = [date(2026, 1, day) for day in range(5, 12)]
    return [
        csv_rota("dates 05.01.2026", wide(DATES)),
        csv_rota("dates 05.01.26", wide([f"{day:02d}.01.26" for day in range(5, 12)])),
        csv_rota("dates man 5/1", wide([f"{DAYS[day]} {day + 5}/1" for day in range(7)])),
        csv_rota("a month above the days", [
            ["", "Januar 2026"], ["Navn", *map(str, range(5, 12))], *wide(DATES)[1:]]),
        csv_rota("dates 05-01-2026", wide([f"{day:02d}-01-2026" for day in range(5, 12)])),
        csv_rota("dates 2026-01-05", wide([f"2026-01-{day:02d}" for day in range(5, 12)])),
        Layout("Excel's own dates", {"bok.xlsx": as_book(home(turnus=wide(excel)))}),
        csv_rota(
            "title above, sums below and to the right",
            [
                ["Turnus avdeling 3"], [],
                [*wide(DATES)[0], "Sum timer"],
                *([*row, "35,5"] for row in wide(DATES)[1:]),
                ["Sum D", 2, 1, 2, 1, 1, 1, 1],
            ],
        ),
    ]  # fmt: skip


def languages() -> list[Layout]:
    """Names of days and weeks in the languages that are met."""
    named = {
        "bokmål": ("Uke", "mandag tirsdag onsdag torsdag fredag lørdag søndag"),
        "nynorsk": ("Veke", "måndag tysdag onsdag torsdag fredag laurdag sundag"),
        "Swedish": ("Vecka", "måndag tisdag onsdag torsdag fredag lördag söndag"),
        "short Swedish": ("Vecka", "mån tis ons tors fre lör sön"),
        "Danish": ("Uge", "mandag tirsdag onsdag torsdag fredag lørdag søndag"),
        "English": ("Week", "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
        "short nynorsk": ("Veke", "må ty on to fr la su"),
        "shortest Swedish": ("Vecka", "må ti on to fr lö sö"),
        "shortest English": ("Wk", "Mo Tu We Th Fr Sa Su"),
    }
    return [
        csv_rota(f"days in {language}", [["", f"{week} 1"], *wide(days.split())])
        for language, (week, days) in named.items()
    ]


def _two_weeks(word: str = "Uke ") -> Grid:
    """A row per employee and week; Tor works in the first week only."""
    rows = []
    for name, row in STAFF.items():
        rows.append([name, f"{word}1", *row])
        rows.append(["", f"{word}2", *([""] * 7 if name == "Tor" else row)])
    return [["Navn", word.strip() or "Uke", *DAYS], *rows]


def several_weeks() -> list[Layout]:
    """Rotas of more than one week."""
    without = [row for row in wide(DAYS) if row[0] != "Tor"]
    sheets = {**home(enhet=weeks(2)), "Uke 1": wide(DAYS), "Uke 2": without}
    side: Grid = [["Navn", "Ukedag", "Uke 1", "Uke 2"]]
    side += [
        [name, DAYS[day], row[day], "" if name == "Tor" else row[day]]
        for name, row in STAFF.items()
        for day in range(7)
        if row[day]
    ]
    sunday = [DAYS[6], *DAYS[:6]]
    first = [[row[0], row[7], *row[1:7]] for row in wide(DAYS)[1:]]
    sunday_dates = ["04.01.2026", *DATES[:6]]
    later = [["Navn", *DATES, "12.01.2026"], *([*row, ""] for row in wide(DATES)[1:])]
    return [
        Layout("a sheet for each week", {"bok.xlsx": as_book(sheets)}, TWO_WEEKS),
        csv_rota("weeks down the side", _two_weeks(), {"enhet": weeks(2)}, hours=TWO_WEEKS),
        csv_rota("veker down the side", _two_weeks("Veke "), {"enhet": weeks(2)}, hours=TWO_WEEKS),
        csv_rota("two week columns", side, {"enhet": weeks(2)}, hours=TWO_WEEKS),
        csv_rota(
            "weeks that begin on Sunday",
            [["Navn", *sunday], *first],
            refused=("rota-week-from-sunday",),
        ),
        csv_rota(
            "weeks that begin on Sunday, four of them, in a unit of four",
            [["Navn", *sunday * 4], *([row[0], *row[1:] * 4] for row in first)],
            {"enhet": weeks(4)},
            refused=("rota-week-from-sunday",),
        ),
        csv_rota(
            "Sunday first, with dates",
            [["Navn", *sunday_dates], *first],
            hours=(32, 24, 32, 24, 24, 24, 0),
            says=("shift-outside-roster", "day-unstaffed"),
        ),
        csv_rota(
            "one dated week in a unit of three",
            later,
            {"enhet": weeks(3)},
            hours=tuple(hours / 3 for hours in HOURS),
            says=("day-unstaffed",),
        ),
        csv_rota(
            "one dated week in a unit of three that is staffed around the clock",
            later,
            {"enhet": weeks(3, bemanning="heldogn")},
            refused=("day-unstaffed-around-the-clock",),
        ),
    ]  # fmt: skip


def week_sheets() -> list[Layout]:
    """Sheets by week, and sheets that share a week."""
    without = [row for row in wide(DAYS) if row[0] != "Tor"]
    by_calendar = {**home(enhet=weeks(2)), "Uke 2": wide(DAYS), "Uke 3": without}
    short = {**home(enhet=weeks(2)), "U2": wide(DAYS), "U3": without}
    of_year = {**home(enhet=weeks(2)), "Uke 2 2026": wide(DAYS), "Uke 3 2026": without}
    one_week = {**home(), "Uke 1": wide(DAYS), "Uke 2": without}
    both = wide(DATES)
    shared = {**home(), "Ukedager": both[:5], "Helg": [both[0], *both[5:]]}
    return [
        Layout("sheets named by calendar weeks", {"b.xlsx": as_book(by_calendar)}, TWO_WEEKS),
        Layout("sheets named U2 and U3", {"b.xlsx": as_book(short)}, TWO_WEEKS),
        Layout("sheets named by week and year", {"b.xlsx": as_book(of_year)}, TWO_WEEKS),
        Layout("a sheet for each week in a unit of one", {"b.xlsx": as_book(one_week)},
               refused=("rota-weeks-more",)),
        Layout("a week whose employees are in two sheets", {"b.xlsx": as_book(shared)}),
        *(
            csv_rota(f"weeks down the side, {word}", _two_weeks(f"{word} "), {"enhet": weeks(2)},
                     hours=TWO_WEEKS)
            for word in ("Uge", "Vecka", "Week", "Wk", "v")
        ),
    ]  # fmt: skip


def own_cells() -> list[Layout]:
    """Clocks in the cells that are not those of a whole shift of the table."""
    no_codes: dict[str, Any] = {"vaktkoder": None}
    split = wide(DATES, _interval)
    split[1][1] = "07:00-11:00 / 17:00-21:00"
    shorter = wide(DATES, _interval)
    shorter[1][1] = "07:30-15.00"
    leave = wide(DATES, lambda code: f"{code} {_interval(code)}")
    leave[1][1] = "F 07:00-15:00"
    known: Grid = [["kode", "vakt", "start", "slutt", "teller_ikke"], ["F", "", "", "", "ja"]]
    known += [[code, "dag", *CLOCKS[code], ""] for code in CLOCKS]
    unclear = wide(DATES)
    unclear[1][1] = "D/A 07:00-21:00"
    holiday = wide(DATES, _interval)
    holiday[1][1] = "Ferie 07:00-15:00"
    return [
        csv_rota("a split shift in one cell", split, no_codes),
        csv_rota("half hours in a clock", shorter, no_codes, hours=(31.5, *HOURS[1:])),
        csv_rota("leave with the clock of its shift", leave, {"vaktkoder": known},
                 hours=(24, *HOURS[1:])),
        csv_rota("two codes beside one clock", unclear, refused=("rota-cell-unclear",)),
        csv_rota("leave beside a clock that no table knows", holiday, no_codes,
                 refused=("shift-codes-missing",)),
        csv_rota("words for shifts beside clocks", wide(
            DATES, lambda code: f"{PARTS[code].capitalize()} {_interval(code)}"), no_codes),
    ]  # fmt: skip


def by_shift() -> list[Layout]:
    """Names beside shifts, with what stands around them."""

    def who(code: str, day: int) -> str:
        return " og ".join(name for name, row in STAFF.items() if row[day] == code)

    rows: Grid = [
        [f"{PARTS[code].capitalize()}vakt {_interval(code)}", *(who(code, day) for day in range(7))]
        for code in CLOCKS
    ]
    counted = [["", *DATES], *rows, ["Antall", 4, 3, 4, 3, 3, 3, 3]]
    vacant = [["", *DATES], [rows[0][0], "Ledig", *rows[0][2:]], *rows[1:]]
    down: Grid = [["Dato", *STAFF]]
    down += [
        [
            DATES[day],
            *(f"{row[day]} {_interval(row[day])}" if row[day] else "" for row in STAFF.values()),
        ]
        for day in range(7)
    ]
    no_codes: dict[str, Any] = {"vaktkoder": None}
    return [
        csv_rota("names beside words of the house with their clocks", [
            ["", *DATES],
            *([f"{word} {_interval(code)}", *(who(code, day) for day in range(7))]
              for word, code in (("Mellom", "D"), ("Sein", "A"), ("Stue 2", "N"))),
        ], no_codes),
        csv_rota("names beside shifts, with a row of sums", counted, no_codes),
        csv_rota("names beside shifts, one of them open", vacant, no_codes,
                 refused=("rota-cell-vacant",)),
        csv_rota("days down, codes and clocks in the cells", down),
        Layout("days down, Excel's own dates", {"bok.xlsx": as_book(home(turnus=[
            ["Dato", *STAFF],
            *([date(2026, 1, 5 + day), *(row[day] for row in STAFF.values())] for day in range(7)),
        ]))}),
    ]  # fmt: skip


def _interval(code: str) -> str:
    return "-".join(CLOCKS[code])


def _american(code: str) -> str:
    return {"D": "7:00a-3:00p", "A": "3:00p-10:00p", "N": "10:00p-7:00a"}[code]


def cells() -> list[Layout]:
    """What stands in the cells."""
    no_codes: dict[str, Any] = {"vaktkoder": None}
    below: Grid = [["Navn", *DATES]]
    for name, row in STAFF.items():
        below.append([name, *row])
        below.append(["", *(_interval(code) if code else "" for code in row)])
    course = wide(DATES)
    course[1][1] = "Kurs 09:00-15:00"
    kari_at_course = [row[:] for row in course]
    other_clock = wide(DATES)
    other_clock[1][1] = "D\n07:00 - 13:00"
    asked = ("rota-text-beside-clock", "shift-code-unknown")
    return [
        csv_rota("clocks 07:00-15:00 in the cells", wide(DATES, _interval), no_codes),
        csv_rota(
            "clocks 7-15 in the cells",
            wide(DATES, lambda code: {"D": "7-15", "A": "15-22", "N": "22-7"}[code]),
            no_codes,
        ),
        csv_rota(
            "a clock below another in each cell",
            wide(DATES, lambda code: "\n".join(CLOCKS[code])),
            no_codes,
        ),
        csv_rota(
            "from and to in words",
            wide(DATES, lambda code: f"fra {CLOCKS[code][0]} til {CLOCKS[code][1]}"),
            no_codes,
        ),
        csv_rota("clocks 7:00a-3:00p in the cells", wide(DATES, _american), no_codes),
        csv_rota(
            "a code and its clock in one cell",
            wide(DATES, lambda code: f"{code}\n{' - '.join(CLOCKS[code])}"),
        ),
        csv_rota(
            "a code and another clock in one cell",
            other_clock,
            hours=(30, *HOURS[1:]),
        ),
        csv_rota(
            "a code and its clock in one cell, without a table of codes",
            wide(DATES, lambda code: f"{code}\n{' - '.join(CLOCKS[code])}"),
            no_codes,
            # whether F 07:00-15:00 is duty or leave only the table can say
            refused=("shift-codes-missing",),
        ),
        csv_rota(
            "a row of clocks below each row of codes",
            below,
            refused=("shift-twice", "rota-clock-below-code"),
        ),
        csv_rota(
            "a row of codes below each row of clocks",
            [below[0], *([row[0], *below[n][1:]]
                         for n, row in _swapped(below))],
            refused=("rota-clock-below-code",),
        ),
        csv_rota("a course with its own hours", kari_at_course, refused=asked),
    ]  # fmt: skip


def _swapped(rows: Grid) -> list[tuple[int, list[Any]]]:
    """Return, of pairs of rows, the number of the other row and the row itself."""
    return [(n + 1 if n % 2 else n - 1, rows[n]) for n in range(1, len(rows))]


def turned() -> list[Layout]:
    """Days down instead of across, and names in the cells."""
    staff = list(STAFF)
    down: Grid = [["Dato", *staff]]
    down += [[DATES[day], *(STAFF[name][day] for name in staff)] for day in range(7)]
    named: Grid = [["Dato", "Dag", "Kveld", "Natt"]]
    for day in range(7):
        who = {
            code: ", ".join(name for name, row in STAFF.items() if row[day] == code)
            for code in CLOCKS
        }
        named.append([DATES[day], *who.values()])
    with_clocks: Grid = [["Dato", "Dag 07-15", "Kveld 15-22", "Natt 22-07"], *named[1:]]
    across: Grid = [["Vakt", *DATES]]
    for code in CLOCKS:
        cells = [
            ", ".join(name for name, row in STAFF.items() if row[day] == code) for day in range(7)
        ]
        across.append([code, *cells])
    no_codes: dict[str, Any] = {"vaktkoder": None}
    return [
        csv_rota("staff across, dates down", down),
        csv_rota("a title above, staff across, dates down", [["Turnus uke 2"], [], *down]),
        csv_rota("names under shifts with their clocks", with_clocks, no_codes),
        csv_rota(
            "names under shifts without clocks",
            named,
            no_codes,
            refused=("rota-names-in-cells", "rota-not-found"),
        ),
        csv_rota("names in the cells of a row per code", across),
        csv_rota(
            "names in the cells, no table of codes",
            across,
            no_codes,
            refused=("rota-names-in-cells",),
        ),
    ]


def codes() -> list[Layout]:
    """Units and codes that do not meet."""
    two: dict[str, Any] = {
        "enhet": [["enhet", "uker", "periode_start"], ["A", "1", "2026-01-05"],
                  ["B", "1", "2026-01-05"]],
        "beboere": [["enhet", "beboer"], ["A", "B1"], ["B", "B2"]],
        "tiltak": [["enhet", "beboer", "tjeneste", "minutter"], ["A", "B1", "15", "30"]],
        "vaktkoder": [
            ["enhet", "kode", "vakt", "start", "slutt"],
            *(["A", code, "dag", *CLOCKS[code]] for code in CLOCKS),
            *(["B", code, "dag", "10:00", "12:00"] for code in CLOCKS),
        ],
    }  # fmt: skip
    unknown = wide(DATES)
    unknown[1][1] = "X9"
    return [
        csv_rota(
            "a rota of two units that does not say which",
            wide(DATES),
            two,
            refused=("rota-unit-missing",),
        ),
        csv_rota("a code that the table lacks", unknown, refused=("shift-code-unknown",)),
        csv_rota("no table of codes", wide(DATES), {"vaktkoder": None},
                 refused=("shift-codes-missing",)),
        csv_rota("a rota whose columns are odd and even weeks",
                 [["Navn", "Dag", "Oddetallsuke", "Partallsuke"], ["Kari", "man", "D", ""]],
                 refused=("rota-not-found",)),
    ]  # fmt: skip
