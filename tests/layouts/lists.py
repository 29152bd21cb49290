"""Decisions and interventions as record systems list them."""

from typing import Any

from files.corpus import as_csv, in_csv

from allocator.tables.mapping.proposal import propose

from .small import DATES, Grid, Layout, home, wide


def lists() -> list[Layout]:
    """Every list that is not of shifts."""
    return [*decisions(), *amounts(), *interventions(), *strangers(), *residents()]


def _beside(name: str, file: str, grid: Grid, mapping: str = "", **more: Any) -> Layout:
    tables = more.pop("tables", home(turnus=wide(DATES)))
    files = in_csv(tables) | {f"{file}.csv": as_csv(grid)}
    if mapping:
        files[f"{file}.mapping.yaml"] = mapping.encode()
    return Layout(name, files, **more)


_HEADINGS = ["Bruker", "Tjeneste", "Timer pr. uke", "Søkt", "Vedtatt", "Startet"]
_DECISIONS: Grid = [
    ["B1", "15", "10", "05.11.2025", "06.11.2025", "07.11.2025"],
    ["B2", "2", "4,5", "12.11.2025", "13.11.2025", "14.11.2025"],
]
"""14.5 hours a week; three dates side by side that follow each other."""
_CONNECTED = """\
ark:
  vedtaksliste:
    tabell: vedtak
    kolonner:
      Bruker: beboer
      Tjeneste: tjeneste
      Timer pr. uke: timer
      Søkt: soknad_dato
      Vedtatt: vedtak_dato
      Startet: start_dato
"""


def decisions() -> list[Layout]:
    """Lists of decisions. B2's has no intervention: 4.5 hours are asked for in its stead."""
    grid: Grid = [_HEADINGS, *_DECISIONS]
    status: Grid = [
        [*_HEADINGS, "Status"],
        [*_DECISIONS[0], "Innvilget"],
        [*_DECISIONS[1], "Avslått"],
    ]
    words = _CONNECTED + "      Status: status\n"
    words += "    ord:\n      status: {Innvilget: innvilget, Avslått: avslatt}\n"
    return [
        _beside("decisions with three dates, connected", "vedtaksliste", grid, _CONNECTED,
                planned=3.5 + 4.5, decided=14.5),
        _beside("decisions with three dates", "vedtaksliste", grid,
                refused=("table-unconnected",)),
        _beside("a refused decision in a list", "vedtaksliste", status, words, decided=10),
    ]  # fmt: skip


def amounts() -> list[Layout]:
    """Lists whose numbers are per something else than a week, or in another unit."""

    def hours(
        name: str, heading: str, first: str, other: str, fixed: str = "", **more: Any
    ) -> Layout:
        grid: Grid = [["Bruker", "Tjeneste", heading], ["B1", "15", first], ["B2", "2", other]]
        mapping = "ark:\n  vedtaksliste:\n    tabell: vedtak\n    kolonner: "
        mapping += f"{{Bruker: beboer, Tjeneste: tjeneste, {heading}: timer}}\n{fixed}"
        return _beside(name, "vedtaksliste", grid, mapping, **more)

    month = "    fast: {per: maned}\n"
    numbered: Grid = [
        ["Bruker", "Tjeneste", "Timer pr. uke"],
        ["B1", "15 Helsetjenester i hjemmet", "10"],
        ["B2", "02 Praktisk bistand: opplæring, daglige gjøremål", "4,5"],
        ["Sum", "", "14,5"],
    ]
    files = in_csv(home(turnus=wide(DATES))) | {"vedtaksliste.csv": as_csv(numbered)}
    proposed = {"k.mapping.yaml": propose(files).encode()}
    return [
        hours("hours a month", "Timer per mnd", "40", "18", month, planned=8, decided=14.5),
        hours("hours a month, mapped without saying so", "Timer per mnd", "40", "18",
              refused=("mapping-per-not-said",)),
        hours("minutes mapped to hours", "Minutter per uke", "60", "90",
              refused=("mapping-unit-contradicts",)),
        Layout("services with their numbers and a sum, as proposed", files | proposed,
               planned=8, decided=14.5),
    ]  # fmt: skip


_PLAN = ["Bruker", "Tjeneste", "Hyppighet", "Varighet"]
_PLAN_CONNECTED = """\
ark:
  tiltaksplan:
    tabell: tiltak
    kolonner: {Bruker: beboer, Tjeneste: tjeneste, Hyppighet: hyppighet, Varighet: minutter}
"""


def interventions() -> list[Layout]:
    """Lists of interventions, with the words that people write for how often and how long."""
    tables = home(turnus=wide(DATES), tiltak=None)

    def plan(name: str, *rows: list[str], **more: Any) -> Layout:
        grid: Grid = [_PLAN, *rows]
        return _beside(name, "tiltaksplan", grid, _PLAN_CONNECTED, tables=tables, **more)

    kl: Grid = [[*_PLAN, "Kl"], ["B1", "15", "daglig", "30 min", "08:00"]]
    with_kl = _PLAN_CONNECTED.replace("minutter}", "minutter, Kl: klokkeslett}")
    return [
        plan("daily and by weekdays", ["B1", "15", "2x/d", "30 min"],
             ["B2", "2", "man-ons-fre", "1 t"], planned=7 + 3),
        plan("every other Wednesday", ["B1", "15", "annenhver onsdag", "1 t"], planned=0.5),
        plan("every night", ["B1", "15", "hver natt", "20 min"], planned=7 / 3),
        plan("every third week", ["B1", "15", "hver 3. uke", "1 t 15 min"], planned=1.25 / 3),
        plan("three quarters of an hour", ["B1", "15", "daglig", "¾ time"], planned=5.25),
        plan("every other day and a fraction", ["B1", "15", "annankvar dag", "3/4 time"],
             planned=2.625),
        plan("a fraction without a unit", ["B1", "15", "daglig", "0,75"],
             refused=("length-without-unit",)),
        plan("where needed", ["B1", "15", "daglig", "30 min"], ["B2", "2", "ved behov", "30 min"],
             refused=("frequency-as-needed",)),
        plan("20 to 30 minutes", ["B1", "15", "daglig", "20–30 min"], refused=("length-a-span",)),
        plan("2 to 3 times a day", ["B1", "15", "2-3x/d", "30 min"], refused=("frequency-a-span",)),
        plan("every evening and every other weekday", ["B1", "15", "hver kveld", "20 min"],
             ["B2", "2", "annenhver man", "tre kvarter"], planned=7 / 3 + 0.375),
        _beside("a single clock time for several times a day", "tiltaksplan",
                [kl[0], ["B1", "15", "2x/d", "30 min", "08:00"]], with_kl, tables=tables,
                refused=("window-one-clock",)),
        _beside("a single clock time", "tiltaksplan", kl, with_kl, tables=tables),
        _proposed_plan("work under the heading Tiltak, as proposed", tables, [
            ["Bruker", "Tjeneste", "Tiltak", "Hyppighet", "Varighet"],
            ["B1", "15", "Stell", "daglig", "30 min"], ["B2", "2", "Stell", "ukentlig", "1 t"],
        ], planned=4.5),
    ]  # fmt: skip


def _proposed_plan(name: str, tables: dict[str, Grid], grid: Grid, **more: Any) -> Layout:
    """The plan with the mapping that `allocator map` proposes, as it is."""
    files = in_csv(tables) | {"tiltaksplan.csv": as_csv(grid)}
    return Layout(name, files | {"k.mapping.yaml": propose(files).encode()}, **more)


def strangers() -> list[Layout]:
    """Sheets that are none of ours."""
    notes: Grid = [["Notat", "Skrevet av"], ["Husk nøkler", "avdelingsleder"]]
    plan: Grid = [
        ["Tjenestemottaker", "Tjeneste", "Minutter", "Fra dato"],
        ["B2", "2", "45", "05.01.2026"],
    ]
    wishes: Grid = [["Ønske", "Rom"], ["maling", "stue"], ["lampe", "gang"], ["teppe", "bad"]]
    unused = 'ark:\n  ukesplan: {tabell: "-"}\n'
    week: Grid = [["", *DATES[:4]], ["B1", "08-09", "", "08-09", ""], ["B2", "", "10-11", "", ""]]
    down: Grid = [["Dag", "B1", "B2"], *([day, "08-09", ""] for day in DATES)]
    people: Grid = [["Hvem", "Hva", "Hvor mye"], ["B1", "stell", "30 min"], ["B2", "tur", "1 t"]]
    names: Grid = [["Hvem", "Hva", "Hvor mye"], *(["Ola", "stell", "30 min"] for _ in range(3))]
    return [
        _beside(
            "residents and lengths under headings that nobody knows",
            "noe",
            people,
            refused=("table-unconnected",),
        ),
        _beside(
            "lengths under headings that nobody knows", "noe", names, says=("list-unconnected",)
        ),
        _beside(
            "a week plan of the residents with dates and clocks",
            "ukeplan",
            week,
            refused=("table-unconnected",),
        ),
        _beside(
            "a week plan of the residents with the days down",
            "ukeplan",
            down,
            refused=("table-unconnected",),
        ),
        _beside(
            "a week plan of the residents, not used",
            "ukeplan",
            week,
            'ark:\n  ukeplan: {tabell: "-"}\n',
        ),
        _beside("notes beside the tables", "notater", notes, says=("table-unknown",)),
        _beside("a list of something else", "onsker", wishes, says=("list-unconnected",)),
        _beside("a plan that is not connected", "ukesplan", plan, refused=("table-unconnected",)),
        _beside("a plan marked not used", "ukesplan", plan, unused, says=("mapping-sheet-unused",)),
    ]


def residents() -> list[Layout]:
    """Residents that the table lacks."""
    plan: Grid = [
        ["beboer", "tjeneste", "minutter", "beskrivelse"],
        ["B1", "15", "30", "ring 01817012309"],
        ["B7", "15", "30", ""],
    ]
    tables = home(turnus=wide(DATES), tiltak=plan)
    return [
        Layout("an identity number and an unknown resident", in_csv(tables),
               refused=("identity-number",), says=("identity-number", "resident-unknown")),
        Layout("identity numbers for residents",
               in_csv(home(turnus=wide(DATES), beboere=[["beboer"], ["01817012309"], ["B1"]],
                           tiltak=[["beboer", "tjeneste", "minutter"], ["B1", "15", "30"],
                                   ["B9", "15", "30"]])),
               refused=("identity-number",), says=("resident-unknown",)),
    ]  # fmt: skip
