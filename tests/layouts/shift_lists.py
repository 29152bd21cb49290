"""Lists with a row per shift, as time and planning systems write them."""

from typing import Any

from files.corpus import as_csv, in_csv

from allocator.tables.mapping.proposal import propose

from .small import CLOCKS, DATES, DAYS, HOURS, PARTS, Grid, Layout, each_shift, home


def shift_lists() -> list[Layout]:
    """Every list of shifts."""
    return [*by_code(), *by_clock(), *in_short(), *open_shifts(), *doubled()]


def _in_list(name: str, grid: Grid, mapping: str = "", **more: Any) -> Layout:
    files = in_csv(home(vaktkoder=None)) | {"vaktliste.csv": as_csv(grid)}
    if mapping:
        files["vaktliste.mapping.yaml"] = mapping.encode()
    return Layout(name, files, **more)


def by_code() -> list[Layout]:
    """A code in each row."""
    rows: Grid = [[DATES[day], name, code] for day, name, code in each_shift()]
    own: Grid = [[DATES[day], name, code, *CLOCKS[code]] for day, name, code in each_shift()]
    own[0][4] = "13:00"  # Kari on Monday: 6 hours where the code has 8
    tables = home(turnus=[["Dato", "Ansatt", "Vaktkode"], *rows])
    with_own = home(turnus=[["Dato", "Ansatt", "Vaktkode", "Fra", "Til"], *own])
    return [
        Layout("a row per date and employee", in_csv(tables)),
        Layout("own clock beside the code", in_csv(with_own), (30, *HOURS[1:])),
        Layout(
            "own clock beside the code, no table of codes",
            in_csv(with_own | {"vaktkoder": [["kode", "vakt", "start", "slutt"]]}),
            # lists have leave with clocks too: only the table can say which codes are duty
            refused=("shift-codes-missing",),
        ),
    ]


_MAPPED = """\
ark:
  vaktliste:
    tabell: vakter
    kolonner: {Dato: dato, Ansatt: ansatt, Fra: start, Til: slutt}
    fast: {vakt: dag}
"""


def by_clock() -> list[Layout]:
    """A start and an end in each row."""
    plain: Grid = [["Dato", "Ansatt", "Fra", "Til"]]
    plain += [[DATES[day], name, *CLOCKS[code]] for day, name, code in each_shift()]
    joined: Grid = [["Ansatt", "Start", "Slutt"]]
    for day, name, code in each_shift():
        begins, ends = CLOCKS[code]
        end_day = f"{day + 5 + (code == 'N'):02d}.01.2026"
        joined.append([name, f"{DATES[day]} {begins}", f"{end_day} {ends}"])
    own: Grid = [["dato", "ansatt", "vakt", "start", "slutt"]]
    own += [[DATES[day], name, PARTS[code], *CLOCKS[code]] for day, name, code in each_shift()]
    moment = """\
ark:
  vaktliste:
    tabell: vakter
    kolonner: {Ansatt: ansatt, Start: start, Slutt: slutt}
    fast: {vakt: dag}
"""
    return [
        Layout("the program's own form", in_csv(home(vakter=own, vaktkoder=None))),
        _in_list("start and end in columns, connected", plain, _MAPPED),
        _in_list("start and end in columns", plain, refused=("table-unconnected",)),
        _in_list("date and clock in one cell, connected", joined, moment),
        _in_list("date and clock in one cell", joined, refused=("table-unconnected",)),
    ]


def in_short() -> list[Layout]:
    """Days and times as systems shorten or join them."""
    rows = [(day, name, code) for day, name, code in each_shift()]
    short: Grid = [["Dato", "Ansatt", "Vaktkode"]]
    short += [[f"{day + 5:02d}.01.26", name, code] for day, name, code in rows]
    named: Grid = [["Dato", "Ansatt", "Vaktkode"]]
    named += [[f"{DAYS[day]} {day + 5}/1", name, code] for day, name, code in rows]
    moments: Grid = [["Dato", "Ansatt", "Vaktkode", "Fra", "Til"]]
    for day, name, code in rows:
        begins, ends = CLOCKS[code]
        last = f"{day + 5 + (code == 'N'):02d}.01.2026"
        moments.append([DATES[day], name, code, f"{DATES[day]} {begins}", f"{last} {ends}"])
    span: Grid = [["Dato", "Ansatt", "Tid"]]
    span += [[f"{day + 5:02d}.01.26", name, "-".join(CLOCKS[code])] for day, name, code in rows]
    connected = """\
ark:
  vaktliste:
    tabell: vakter
    kolonner: {Dato: dato, Ansatt: ansatt, Tid: tidsrom}
"""
    return [
        Layout("dates 05.01.26 in a list of codes", in_csv(home(turnus=short))),
        Layout("days man 5/1 in a list of codes", in_csv(home(turnus=named))),
        Layout("own dates and clocks beside the code", in_csv(home(turnus=moments))),
        _in_list("one column of from and to, connected", span, connected),
        _as_proposed("start and end, as proposed", [["Dato", "Ansatt", "Fra", "Til"], *(
            [DATES[day], name, *CLOCKS[code]] for day, name, code in rows)]),
        _as_proposed("start and end and open shifts, as proposed", [
            ["Dato", "Ansatt", "Fra", "Til", "Status"],
            *([DATES[day], name, *CLOCKS[code], "Tildelt"] for day, name, code in rows),
            [DATES[0], "", *CLOCKS["D"], "Ledig"]]),
    ]  # fmt: skip


def _as_proposed(name: str, grid: Grid) -> Layout:
    """The list with the mapping that `allocator map` proposes, as it is."""
    files = in_csv(home(vaktkoder=None)) | {"vaktliste.csv": as_csv(grid)}
    return Layout(name, files | {"vaktliste.mapping.yaml": propose(files).encode()})


def open_shifts() -> list[Layout]:
    """Shifts that nobody has."""
    grid: Grid = [["Dato", "Ansatt", "Fra", "Til", "Status"]]
    grid += [[DATES[day], name, *CLOCKS[code], "Tildelt"] for day, name, code in each_shift()]
    grid.append([DATES[0], "", *CLOCKS["D"], "Open"])
    connected = _MAPPED.replace("Til: slutt}", 'Til: slutt, Status: "-"}')
    coded: Grid = [["Dato", "Ansatt", "Vaktkode", "Status"]]
    coded += [[DATES[day], name, code, "Tildelt"] for day, name, code in each_shift()]
    coded.append([DATES[0], "", "D", "Ledig"])
    return [
        _in_list("open shifts left out", grid, connected + "    utelat: {Status: [Open]}\n"),
        _in_list("open shifts, not decided", grid, connected, refused=("shift-open",)),
        Layout(
            "open shifts in a list of codes",
            in_csv(home(turnus=coded)),
            refused=("rota-row-vacant", "shift-open"),
        ),
    ]


def doubled() -> list[Layout]:
    """The same shift more than once."""
    own: Grid = [["dato", "ansatt", "vakt", "start", "slutt"]]
    own += [[DATES[day], name, PARTS[code], *CLOCKS[code]] for day, name, code in each_shift()]
    overlapping = [*own, [DATES[0], "Kari", "dag", "12:00", "16:00"]]
    nameless: Grid = [["dato", "vakt", "start", "slutt"]]
    nameless += [[row[0], *row[2:]] for row in own[1:]]
    return [
        Layout("every row twice", in_csv(home(vakter=[*own, *own[1:]], vaktkoder=None)),
               refused=("shift-twice",)),
        Layout("an employee in two shifts at once",
               in_csv(home(vakter=overlapping, vaktkoder=None)), (36, *HOURS[1:]),
               says=("staff-in-two-shifts",)),
        Layout("two alike without employees", in_csv(home(vakter=nameless, vaktkoder=None)),
               says=("shifts-alike",)),
    ]  # fmt: skip
