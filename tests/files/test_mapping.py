"""Mapping files: proposed, completed, applied; and everything that can be wrong with one."""

from typing import Any

import pytest
import yaml

from allocator.notices import Notice, errors
from allocator.tables import Inputs, read
from allocator.tables.mapping.proposal import propose

from .corpus import as_csv, home, in_csv

LIST = [
    ["Tiltaksplan for bolig X"],
    [],
    ["Tjenestemottaker", "Tjeneste", "Type", "Frekvens", "Varighet", "Klokkeslett", "Pers", "Ansv"],
    ["B1", "15", "Stell", "2x/d", "30 min", "08-10", "2 pers", "Kari Nordmann"],
    ["B1", "15", "Samtale", "hver 14. dag", "1 t", "", "", ""],
    ["", "", "", "", "", "", "", "Ola"],
]
SHIFTS = [["dato", "vakt", "start", "slutt"], ["2026-01-05", "dag", "07:00", "15:00"]]
DONE = {'"Ansv": ???': '"Ansv": "-"', '"Stell": ???': '"Stell": direkte'}
DONE |= {'"Samtale": ???': '"Samtale": direkte'}


def files(rows: Any = LIST) -> dict[str, bytes]:
    """The small home with a list of a record system instead of its interventions."""
    tables = in_csv(home(tiltak=None, vaktkoder=None, vakter=SHIFTS))
    return tables | {"liste.csv": as_csv(rows)}


def completed() -> str:
    """The proposal as a person completes it."""
    text = propose(files())
    for open_, done in DONE.items():
        assert open_ in text
        text = text.replace(open_, done)
    return text


def mapped(text: str, rows: Any = LIST) -> Inputs:
    """The home read with a mapping."""
    return read(files(rows) | {"liste.mapping.yaml": text.encode()})


def wrong(inputs: Inputs) -> list[Notice]:
    """The errors, without the one that nothing is asked for when the list was not read."""
    return [n for n in errors(inputs.notices) if n.code != "nothing-asked"]


def test_a_proposal_is_yaml_and_shows_no_cell_of_a_column_of_names() -> None:
    text = propose(files())
    assert yaml.safe_load(text)["ark"]["liste"]["tabell"] == "tiltak"
    assert "Kari" not in text
    assert "B1" not in text


def test_what_is_not_completed_is_not_applied() -> None:
    (notice,) = wrong(mapped(propose(files())))
    assert notice.code == "mapping-incomplete"
    assert notice.facts["open"] == "Ansv, Stell, Samtale"


def test_a_completed_mapping_reads_the_list() -> None:
    inputs = mapped(completed())
    assert wrong(inputs) == []
    rows = inputs.tables["interventions"]
    assert list(rows["row"]) == [4, 5]
    assert list(rows["minutes"]) == [30, 60]
    assert list(rows["times"]) == [2, 1]
    assert list(rows["per"]) == ["day", "14_days"]
    assert list(rows["staff"]) == [2, 1]
    assert rows["from_time"][0] == 480
    assert rows["to_time"][0] == 600
    by_code = {n.code: n for n in inputs.notices}
    assert by_code["mapping-rows-unused"].facts["where"] == "1, 6"
    assert by_code["mapping-columns-unused"].facts["columns"] == "Ansv"


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        (3, "ved behov", "frequency-as-needed"),
        (3, "2-3x/d", "frequency-a-span"),
        (3, "iblant", "bad-frequency"),
        (3, "", "frequency-missing"),
        (4, "15-20 min", "length-a-span"),
        (4, "kort", "bad-length"),
        (5, "morgen", "bad-window"),
        (5, "08:00", "window-one-clock"),
        (6, "mange", "bad-whole"),
        (2, "Tur", "bad-word"),
        (0, "B9", "resident-unknown"),
    ],
)
def test_an_error_names_their_own_cell(column: int, cell: str, code: str) -> None:
    rows = [list(row) for row in LIST]
    rows[3][column] = cell
    (notice,) = wrong(mapped(completed(), rows))
    assert (notice.code, notice.table, notice.row) == (code, "liste", 4)
    assert (notice.column, notice.value) == (LIST[2][column], cell)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("ark:", "ark: [", "mapping-unreadable"),
        ("ark:", "noe: &a\n  b: *a\nark:", "mapping-unreadable"),
        ("ark:", "annet:", "mapping-shape"),
        ("kolonner:", "spalter:", "mapping-shape"),
        ("overskrift: 3", "overskrift: tre", "mapping-shape"),
        ("tabell: tiltak", "tabell: tiltakene", "mapping-no-such-table"),
        (": beboer", ": mottaker", "mapping-no-such-column"),
        ('"liste"', '"lista"', "mapping-sheet-gone"),
        ('"Pers"', '"Personer"', "mapping-column-gone"),
        (": tjenesteytere", ": tjeneste", "mapping-column-twice"),
    ],
)
def test_a_mapping_with_a_mistake(old: str, new: str, code: str) -> None:
    text = completed().replace(old, new, 1)
    codes = [n.code for n in wrong(mapped(text))]
    assert codes == [code]


def test_a_column_that_they_lack_can_be_fixed() -> None:
    rows = [[cell for index, cell in enumerate(row) if index != 1] for row in LIST]
    text = propose(files(rows))
    assert "    fast:\n      tjeneste: ???" in text
    for open_, done in (DONE | {"tjeneste: ???": "tjeneste: 15"}).items():
        text = text.replace(open_, done)
    assert list(mapped(text, rows).tables["interventions"]["service"]) == [15, 15]


def test_two_mappings_of_one_sheet_are_refused() -> None:
    text = completed().encode()
    inputs = read(files() | {"a.mapping.yaml": text, "b.mapping.yaml": text})
    assert [n.code for n in wrong(inputs)] == ["mapping-twice"]


def test_nothing_is_proposed_for_our_own_form_and_rotas() -> None:
    assert propose(in_csv(home(vakter=SHIFTS))) == ""


def test_the_titles_of_a_rota_are_proposed_as_competence() -> None:
    days = ["man 5/1", "tir 6/1", "ons 7/1"]
    rota = [["Navn", "Stilling", "Lag", *days, "Sum"], ["Kari", "Vpl", "X", "D", "", "N", "2"]]
    text = propose(in_csv(home(turnus=rota)))
    assert "Kari" not in text
    assert yaml.safe_load(text)["ark"]["turnus"] == {
        "tabell": "turnus",
        "kolonner": {"Stilling": "kompetanse", "Lag": "???"},
        "ord": {"kompetanse": {"Vpl": "???"}},
    }
    text = text.replace('"Lag": ???', '"Lag": "-"').replace(
        '"Vpl": ???', '"Vpl": medisin,vernepleier'
    )
    inputs = read(in_csv(home(turnus=rota)) | {"t.mapping.yaml": text.encode()})
    assert wrong(inputs) == []
    assert list(inputs.tables["shifts"]["competence"]) == [("medisin", "vernepleier")] * 2
    lacking = [[cell for index, cell in enumerate(row) if index != 1] for row in rota]
    inputs = read(in_csv(home(turnus=lacking)) | {"t.mapping.yaml": text.encode()})
    assert [n.code for n in wrong(inputs)] == ["mapping-column-gone"]


def shift_list(*rows: list[str], heading: Any = ("Dato", "Medarbeider", "Fra", "Til")) -> Any:
    """The home with a list of shifts of a time system, and the mapping that is proposed for it."""
    tables = in_csv(home(vaktkoder=None)) | {"liste.csv": as_csv([list(heading), *rows])}
    return tables | {"liste.mapping.yaml": propose(tables).encode()}


def test_a_list_of_shifts_is_proposed_whole_and_keeps_no_name() -> None:
    rows = [
        ["05.01.2026", "Kari Nordmann", "07:00", "15:00"],
        ["05.01.2026", "Ola", "22:00", "07:00"],
        ["06.01.2026", "Kari Nordmann", "12:00", "20:00"],
    ]
    inputs = read(shift_list(*rows))
    assert wrong(inputs) == []
    shifts = inputs.tables["shifts"]
    assert list(shifts["shift"]) == ["day", "night", "evening"]
    assert list(shifts["staff_id"]) == ["A01", "A02", "A01"]
    assert "Kari" not in str([notice.message() for notice in inputs.notices])


def test_a_date_in_the_start_is_the_day_and_one_in_the_end_counts_nights() -> None:
    heading = ["Medarbeider", "Start", "Slutt"]
    rows = [
        ["Kari", "05.01.2026 07:00", "05.01.2026 15:00"],
        ["Ola", "05.01.2026 15:00", "07.01.2026 07:00"],
    ]
    inputs = read(shift_list(*rows, heading=heading))
    assert wrong(inputs) == []
    shifts = inputs.tables["shifts"]
    assert [f"{day:%d}" for day in shifts["date"]] == ["05", "05"]
    assert list(shifts["days_more"]) == [0, 1]
    assert list(shifts["end"]) == [900, 420]


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("9:00p", "7:00a", [1260, 420]),
        ("12:00a", "12:00 p.m.", [0, 720]),
        ("05.01.2026 7:30a", "05.01.2026 3:30pm", [450, 930]),
    ],
)
def test_a_single_clock_of_twelve_hours(start: str, end: str, minutes: list[int]) -> None:
    inputs = read(shift_list(["05.01.26", "Kari", start, end]))
    assert wrong(inputs) == []
    assert list(inputs.tables["shifts"][["start", "end"]].iloc[0]) == minutes
    rows = [["05.01.26", "Ola", start, end], ["05.01.26", "Kari", "13:00p", end]]
    (notice, *_) = wrong(read(shift_list(*rows)))
    assert (notice.code, notice.row, notice.column) == ("bad-clock", 3, "Fra")


def test_short_dates_are_read_in_every_list() -> None:
    rows = [[*LIST[2], "Fra dato", "Til dato"], [*LIST[3], "05.01.26", "18.01.26"]]
    text = propose(files(rows))
    for open_, done in DONE.items():
        text = text.replace(open_, done)
    inputs = mapped(text, rows)
    assert wrong(inputs) == []
    first = inputs.tables["interventions"].iloc[0]
    assert [f"{first[name]:%Y-%m-%d}" for name in ("from", "to")] == ["2026-01-05", "2026-01-18"]


def test_one_column_of_from_and_to_is_start_and_end() -> None:
    heading = ["Dato", "Medarbeider", "Arbeidstid"]
    rows = [["05.01.26", "Kari", "07:45-15:15"], ["05.01.26", "Ola", "9:00p-7:00a"]]
    files = shift_list(*rows, heading=heading)
    assert yaml.safe_load(files["liste.mapping.yaml"])["ark"]["liste"]["kolonner"] == {
        "Dato": "dato", "Medarbeider": "ansatt", "Arbeidstid": "tidsrom",
    }  # fmt: skip
    inputs = read(files)
    assert wrong(inputs) == []
    shifts = inputs.tables["shifts"]
    assert list(shifts["start"]) == [465, 1260]
    assert list(shifts["end"]) == [915, 420]
    assert list(shifts["shift"]) == ["day", "night"]
    for cell in ("07:45", "D 07:45-15:15", "07-11 12-16"):
        inputs = read(shift_list(rows[1], ["05.01.2026", "Kari", cell], heading=heading))
        assert [(n.code, n.row, n.column) for n in wrong(inputs)] == [
            ("bad-window", 3, "Arbeidstid")
        ]


@pytest.mark.parametrize(
    ("start", "end", "code", "column"),
    [
        ("05.01.2026 07:00", "04.01.2026 15:00", "end-before-start", "Slutt"),
        ("05.01.2026 syv", "05.01.2026 15:00", "bad-clock", "Start"),
        ("05.01.2026 07:00", "", "cell-missing", "Slutt"),
        ("07:00", "15:00", "day-not-said", "Start"),
    ],
)
def test_times_of_a_list_that_will_not_do(start: str, end: str, code: str, column: str) -> None:
    right = ["Ola", "05.01.2026 07:00", "05.01.2026 15:00"]
    rows = [right, ["Kari", start, end]]
    inputs = read(shift_list(*rows, heading=["Medarbeider", "Start", "Slutt"]))
    notice = wrong(inputs)[0]
    assert (notice.code, notice.table, notice.row, notice.column) == (code, "liste", 3, column)


def test_open_shifts_are_proposed_to_be_left_out() -> None:
    heading = ["Dato", "Medarbeider", "Fra", "Til", "Status"]
    rows = [
        ["05.01.2026", "Kari", "07:00", "15:00", "Tildelt"],
        ["05.01.2026", "", "07:00", "15:00", "Ledig vakt"],
        ["06.01.2026", "", "07:00", "15:00", "Open"],
    ]
    files = shift_list(*rows, heading=heading)
    entry = yaml.safe_load(files["liste.mapping.yaml"])["ark"]["liste"]
    assert entry["utelat"] == {"Status": ["Ledig vakt", "Open"]}
    assert entry["kolonner"]["Status"] == "-"
    inputs = read(files)
    assert wrong(inputs) == []
    assert len(inputs.tables["shifts"]) == 1


@pytest.mark.parametrize(
    ("grid", "left_out"),
    [
        (
            [["Dato", "Navn", "Vaktkode"], ["05.01.2026", "Kari", "D"],
             ["05.01.2026", "Ledig", "A"]],
            {"Navn": ["Ledig"]},
        ),
        (
            [["Navn", "man 5/1", "tir 6/1", "ons 7/1"], ["Kari", "D"], ["Ledig 50 %", "", "A"]],
            {"Navn": ["Ledig 50 %"]},
        ),
    ],
)  # fmt: skip
def test_open_shifts_of_a_rota_are_proposed_to_be_left_out(grid: Any, left_out: Any) -> None:
    tables = in_csv(home(turnus=grid))
    text = propose(tables)
    assert yaml.safe_load(text)["ark"]["turnus"] == {"tabell": "turnus", "utelat": left_out}
    assert "Kari" not in text
    assert [n.code for n in errors(read(tables).notices)] == ["rota-row-vacant"]
    inputs = read(tables | {"turnus.mapping.yaml": text.encode()})
    assert errors(inputs.notices) == []
    assert len(inputs.tables["shifts"]) == 1


def test_the_label_of_a_list_of_shifts_may_be_fixed_or_their_own() -> None:
    rows = [["05.01.2026", "Kari", "22:00", "07:00"]]
    files = shift_list(*rows)
    fixed = files["liste.mapping.yaml"] + b"    fast: {vakt: dag}\n"
    inputs = read(files | {"liste.mapping.yaml": fixed})
    assert list(inputs.tables["shifts"]["shift"]) == ["day"]


def test_a_night_is_the_part_that_a_frequency_names_unless_the_list_says_another() -> None:
    rows = [list(row) for row in LIST]
    rows[3][3], rows[3][5] = "hver natt", ""
    assert mapped(completed(), rows).tables["interventions"]["shift"][0] == ("night",)
    text = completed() + "    fast: {vakt: kveld}\n"
    inputs = mapped(text, rows)
    assert wrong(inputs) == []


def test_one_clock_and_a_length_are_a_window() -> None:
    rows = [list(row) for row in LIST]
    rows[3][3], rows[3][5] = "daglig", "08:00"
    inputs = mapped(completed(), rows)
    assert wrong(inputs) == []
    assert list(inputs.tables["interventions"][["from_time", "to_time"]].iloc[0]) == [480, 510]


def test_shift_codes_are_explained_in_a_mapping() -> None:
    grid = [["Navn", "man 5/1", "tir 6/1", "ons 7/1"], ["Kari", "D", "F", "N"]]
    tables = in_csv(home(turnus=grid, vaktkoder=None))
    text = "koder:\n  D: {vakt: dag, start: '07:30', slutt: '15:00'}\n"
    text += (
        "  F: {teller_ikke: ja}\n  N: {vakt: natt, start: '22:00', slutt: '07:30', type: hvilende}"
    )
    inputs = read(tables | {"k.mapping.yaml": text.encode()})
    assert wrong(inputs) == []
    shifts = inputs.tables["shifts"]
    assert list(shifts["start"]) == [450, 1320]
    assert list(shifts["duty"]) == ["active", "resting"]
    bad = text.replace("07:30", "7:3", 1)
    notices = wrong(read(tables | {"k.mapping.yaml": bad.encode()}))
    assert [(n.code, n.table, n.column) for n in notices] == [
        ("bad-clock", "k.mapping.yaml", "D: start")
    ]


def test_the_table_of_codes_beats_what_a_mapping_says_of_a_code() -> None:
    grid = [["Navn", "man 5/1", "tir 6/1", "ons 7/1"], ["Kari", "D", "F", "F"]]
    text = "koder:\n  D: {vakt: dag, start: '09:00', slutt: '10:00'}\n  F: {teller_ikke: ja}\n"
    inputs = read(in_csv(home(turnus=grid)) | {"k.mapping.yaml": text.encode()})
    assert wrong(inputs) == []
    assert list(inputs.tables["shifts"]["start"]) == [420]


def test_a_list_without_headings_shows_no_cell_in_its_proposal() -> None:
    grid = [["Kari Nordmann", "Stell og mat", "Hver dag"], ["Ola Nordmann", "Tur", "man"]] * 3
    text = propose(in_csv(home()) | {"plan.csv": as_csv(grid)})
    assert yaml.safe_load(text)["ark"]["plan"] == {"tabell": "???"}
    assert "Nordmann" not in text
    assert "Stell" not in text


def test_a_column_whose_cells_are_something_else_is_asked() -> None:
    rows = [list(row) for row in LIST]
    rows[3][4], rows[4][4] = "formiddag", "kveld"
    entry = yaml.safe_load(propose(files(rows)))["ark"]["liste"]
    assert entry["kolonner"]["Varighet"] == "???"
    assert yaml.safe_load(propose(files()))["ark"]["liste"]["kolonner"]["Varighet"] == "minutter"
