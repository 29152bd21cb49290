"""Lists with a row per shift, as time and planning systems write them."""

from typing import Any

from files.corpus import as_csv, in_csv

from allocator.tables.mapping.proposal import propose

from .small import CLOCKS, DATES, DAYS, HOURS, PARTS, Grid, Layout, Week, each_shift, home


def shift_lists() -> list[Layout]:
    """Every list of shifts."""
    return [
        *by_code(),
        *by_clock(),
        *in_short(),
        *open_shifts(),
        *doubled(),
        *counted(),
        *ends(),
        *in_files(),
    ]


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
    short_moments: Grid = [["Ressurs", "Start", "Slutt"]]
    for day, name, code in rows:
        begins, ends = CLOCKS[code]
        last = f"{day + 5 + (code == 'N'):02d}.01.26"
        short_moments.append([name, f"{day + 5:02d}.01.26 {begins}", f"{last} {ends}"])
    by_day = {"dates 5/1": "{n}/1", "days man 5/1": "{day} {n}/1", "dates 5/1-26": "{n}/1-26"}
    summed = [["Vaktliste"], [], *short, ["Totalt", "", len(rows)]]
    headings = {"Danish": ["Dato", "Medarbejder", "Vagt"], "Swedish": ["Datum", "Namn", "Pass"]}
    return [
        _as_proposed("short dates and clocks in one cell, as proposed", short_moments),
        *(
            _as_proposed(f"{name} in a list of clocks, as proposed", [
                ["Dato", "Ansatt", "Fra", "Til"],
                *([form.format(day=DAYS[day], n=day + 5), who, *CLOCKS[code]]
                  for day, who, code in rows)])
            for name, form in by_day.items()
        ),
        Layout("a row of sums in a list of codes", in_csv(home(turnus=summed))),
        *(
            Layout(f"{language} headings of a list of codes",
                   in_csv(home(turnus=[words, *short[1:]])))
            for language, words in headings.items()
        ),
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


def _as_proposed(name: str, grid: Grid, hours: Week = HOURS) -> Layout:
    """The list with the mapping that `allocator map` proposes, as it is."""
    files = in_csv(home(vaktkoder=None)) | {"vaktliste.csv": as_csv(grid)}
    return Layout(name, files | {"vaktliste.mapping.yaml": propose(files).encode()}, hours)


def open_shifts() -> list[Layout]:
    """Shifts that nobody has."""
    grid: Grid = [["Dato", "Ansatt", "Fra", "Til", "Status"]]
    grid += [[DATES[day], name, *CLOCKS[code], "Tildelt"] for day, name, code in each_shift()]
    grid.append([DATES[0], "", *CLOCKS["D"], "Open"])
    connected = _MAPPED.replace("Til: slutt}", 'Til: slutt, Status: "-"}')
    nobodys = [["Dato", "Ansatt", "Fra", "Til"], *(row[:4] for row in grid[1:])]
    cancelled = [*grid[:-1], [DATES[0], "Zoe", *CLOCKS["D"], "Avlyst"]]
    kinds: Grid = [["Dato", "Medarbeider", "Fra", "Til", "Type"]]
    kinds += [[*row[:4], "aktiv"] for row in grid[1:-1]]
    kinds.append([DATES[0], "Zoe", *CLOCKS["D"], "Ferie"])
    coded: Grid = [["Dato", "Ansatt", "Vaktkode", "Status"]]
    coded += [[DATES[day], name, code, "Tildelt"] for day, name, code in each_shift()]
    coded.append([DATES[0], "", "D", "Ledig"])
    return [
        _in_list("a shift without an employee", nobodys, _MAPPED, refused=("shift-nobodys",)),
        _as_proposed("a shift without an employee, as proposed", nobodys),
        _as_proposed("a cancelled shift, as proposed", cancelled),
        _as_proposed("leave among the shifts, as proposed", kinds),
        _in_list("open shifts left out", grid, connected + "    utelat: {Status: [Open]}\n"),
        _in_list("open shifts, not decided", grid, connected, refused=("shift-open",)),
        Layout(
            "a shift without an employee in a list of codes",
            in_csv(home(turnus=[row[:3] for row in coded])),
            refused=("rota-row-nameless",),
        ),
        Layout(
            "open shifts in a list of codes",
            in_csv(home(turnus=coded)),
            refused=("rota-row-vacant", "shift-open"),
        ),
    ]


def counted() -> list[Layout]:
    """Lists that say how many have a shift, and lists with sums."""
    rows: Grid = [["Dato", "Vaktkode", "Antall"]]
    for day in range(7):
        codes = [code for other, _, code in each_shift() if other == day]
        rows += [[DATES[day], code, codes.count(code)] for code in CLOCKS]
    sums: Grid = [["Dato", "Medarbeider", "Fra", "Til"]]
    sums += [[DATES[day], name, *CLOCKS[code]] for day, name, code in each_shift()]
    return [
        Layout("how many have each shift, in a list", in_csv(home(turnus=rows))),
        _as_proposed("a row of sums in a list, as proposed", [*sums, ["Sum", "", "", "184"]]),
    ]


def ends() -> list[Layout]:
    """Lists with the day on which a shift ends, with weeks of the calendar, and American clocks."""
    rows = each_shift()
    ended: Grid = [["Employee", "Start date", "Start time", "End date", "End time"]]
    for day, name, code in rows:
        last = f"{day + 5 + (code == 'N'):02d}.01.2026"
        ended.append([name, DATES[day], CLOCKS[code][0], last, CLOCKS[code][1]])
    longer = [row[:] for row in ended]
    longer[1][3] = "06.01.2026"  # Kari's Monday goes on to Tuesday 15:00
    calendar: Grid = [["Uke", "Ukedag", "Navn", "Fra kl", "Til kl"]]
    calendar += [[2, DAYS[day], name, *CLOCKS[code]] for day, name, code in rows]
    own: Grid = [["uke", "ukedag", "vakt", "start", "slutt", "ansatt"]]
    own += [[2, DAYS[day], PARTS[code], *CLOCKS[code], name] for day, name, code in rows]
    american = {"D": ("7:00 AM", "3:00 PM"), "A": ("3:00 PM", "10:00 PM")}
    clocks = {**american, "N": ("10:00 PM", "7:00 AM")}
    halves: Grid = [["Date", "Employee", "Start", "End"]]
    halves += [[f"2026-01-{day + 5:02d}", name, *clocks[code]] for day, name, code in rows]
    days: Grid = [["Dag", "Dato", "Navn", "Tid"]]
    days += [[DAYS[day], DATES[day], name, "-".join(CLOCKS[code])] for day, name, code in rows]
    return [
        _as_proposed("the day on which a shift ends, as proposed", ended),
        _as_proposed("a shift that ends a day later, as proposed", longer, (56, *HOURS[1:])),
        _as_proposed("weeks of the calendar in a list, as proposed", calendar),
        Layout("weeks of the calendar in the program's own form",
               in_csv(home(vakter=own, vaktkoder=None)), refused=("week-beyond-roster",)),
        _as_proposed("clocks of twelve hours in a list, as proposed", halves),
        _as_proposed("weekday and date in a list, as proposed", days),
    ]  # fmt: skip


def in_files() -> list[Layout]:
    """A list in several files."""
    heading = ["Dato", "Ansatt", "Fra", "Til"]
    rows = [[DATES[day], name, *CLOCKS[code]] for day, name, code in each_shift()]
    tables = in_csv(home(vaktkoder=None))

    def proposed(name: str, *parts: Grid, **more: Any) -> Layout:
        lists = {f"liste {n}.csv": as_csv([heading, *part]) for n, part in enumerate(parts)}
        given = tables | lists
        return Layout(name, given | {"k.mapping.yaml": propose(given).encode()}, **more)

    employees = [
        [row for row in rows if row[1] == name] for name in dict.fromkeys(r[1] for r in rows)
    ]
    plans = {
        f"plan {name}.csv": as_csv([["beboer", "tjeneste", "minutter"], [name, "15", "30"]])
        for name in ("B1", "B2")
    }
    both = "ark:\n" + "".join(
        f"  {name}: {{tabell: tiltak, kolonner: {{beboer: beboer, tjeneste: tjeneste, "
        "minutter: minutter}}\n"
        for name in ("plan B1", "plan B2")
    )
    own = in_csv(home(vaktkoder=None, tiltak=None)) | {"liste.csv": as_csv([heading, *rows])}
    mapping = propose(own)
    return [
        proposed("a list of shifts in two files, as proposed", rows[:9], rows[9:]),
        proposed("a list of shifts for each employee, as proposed", *employees),
        proposed("a list of shifts and a copy, as proposed", rows, rows, refused=("table-twice",)),
        proposed("lists of shifts that overlap, as proposed", rows, rows[:3],
                 refused=("shift-twice",)),
        Layout("a plan for each resident", own | plans | {
            "liste.mapping.yaml": mapping.encode(), "plan.mapping.yaml": both.encode()},
            refused=("table-twice",)),
    ]  # fmt: skip


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
