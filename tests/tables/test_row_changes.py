"""The rows in which two inputs differ: changed, gone or new, and in which columns."""

from typing import Any

import pytest
from export.small import ANNET, BEBOERE, ENHET, FRAVAER, GRUPPER, SVAR, TILTAK, VEDTAK, tables

import allocator
from allocator.tables.declared import TABLES
from allocator.tables.row_changes import row_changes

Reported = list[tuple[str, str, int | None, int | None, dict[str, tuple[Any, Any]]]]
SHIFTS = tables()["vakter.csv"]


def inputs(**texts: str) -> allocator.Inputs:
    files = tables() | {f"{name}.csv": text for name, text in texts.items()}
    return allocator.read({name: text.encode() for name, text in files.items()})


def changed(before: dict[str, str], now: dict[str, str]) -> Reported:
    """Table, what became of the row, where it stood, where it stands, and what differs."""
    return [
        (
            change.name,
            str(change.kind),
            change.before and change.before.row,
            change.now and change.now.row,
            {value.column.name: (value.before, value.now) for value in change.values},
        )
        for change in row_changes(inputs(**before), inputs(**now))
    ]


def from_small(**texts: str) -> Reported:
    return changed({}, texts)


def without(text: str, row: int) -> str:
    """A table without the row that a spreadsheet gives that number."""
    lines = text.splitlines()
    return "\n".join(lines[: row - 1] + lines[row:])


def with_row(text: str, row: int, line: str) -> str:
    lines = text.splitlines()
    return "\n".join([*lines[: row - 1], line, *lines[row - 1 :]])


def nameless(text: str) -> str:
    """The plan without ids, so that each row has its number for one."""
    heading, *lines = text.splitlines()
    return "\n".join([heading, *(f";{line.partition(';')[2]}" for line in lines)])


def test_the_same_input_differs_in_nothing() -> None:
    assert from_small() == []


def test_a_changed_row_says_in_which_columns() -> None:
    becomes = TILTAK.replace("medisin;;;10;2;døgn", "medisin;;;12;3;døgn")
    values = {"minutes": (10.0, 12.0), "times": (2.0, 3.0)}
    assert from_small(tiltak=becomes) == [("tiltak", "changed", 5, 5, values)]


def test_a_cell_written_in_another_way_says_the_same() -> None:
    assert from_small(vedtak=VEDTAK.replace("2:00", "2,0").replace("innvilget", "Innvilget")) == []


@pytest.mark.parametrize("rename", [str, nameless])
def test_a_row_in_the_middle_changes_no_other(rename: Any) -> None:
    """Neither do the rows below it, whose numbers are their ids where they have none."""
    line = "T0;A1;B2;1;Handle;;;;45;1;uke;;;;;;"
    ((name, kind, before, now, values),) = changed(
        {"tiltak": rename(TILTAK)}, {"tiltak": rename(with_row(TILTAK, 4, line))}
    )
    assert (name, kind, before, now) == ("tiltak", "new", None, 4)
    assert values["minutes"] == (None, 45.0)
    assert ("intervention" in values) == (rename is str)


@pytest.mark.parametrize("rename", [str, nameless])
def test_a_row_that_is_gone_changes_no_other(rename: Any) -> None:
    ((name, kind, before, now, values),) = changed(
        {"tiltak": rename(TILTAK)}, {"tiltak": rename(without(TILTAK, 3))}
    )
    assert (name, kind, before, now) == ("tiltak", "gone", 3, None)
    assert values["description"] == ("Gulvvask", None)
    assert "competence" not in values, "it was empty"
    assert "times" in values
    assert "activity" not in values, "it was what an empty cell becomes"


def test_the_order_of_rows_says_nothing() -> None:
    heading, *lines = TILTAK.splitlines()
    assert from_small(tiltak="\n".join([heading, *reversed(lines)])) == []


@pytest.mark.parametrize("rename", [str, nameless])
def test_a_row_that_moved_and_changed(rename: Any) -> None:
    row = "T2;A1;B1;1;Gulvvask;;;;60;3;uke;;;;;;"
    becomes = with_row(without(TILTAK, 3), 6, row.replace("60;3", "50;3"))
    expected = [("tiltak", "changed", 3, 6, {"minutes": (60.0, 50.0)})]
    assert changed({"tiltak": rename(TILTAK)}, {"tiltak": rename(becomes)}) == expected


def test_ids_that_are_counted_anew_are_all_that_differs() -> None:
    """Row T3 is gone and T4 is called T3: two names, and nothing else."""
    becomes = without(TILTAK, 4).replace("\nT4;", "\n-T3;")
    assert from_small(tiltak=becomes) == [
        ("tiltak", "gone", 4, None, from_small(tiltak=without(TILTAK, 4))[0][4]),
        ("tiltak", "changed", 5, 4, {"intervention": ("T4", "-T3")}),
    ]


@pytest.mark.parametrize("given", ["B1", "B9"])
def test_a_row_that_is_somebody_elses_now(given: str) -> None:
    expected = [("fravaer", "changed", 2, 2, {"resident": ("B2", given)})]
    assert from_small(fravaer=FRAVAER.replace("B2", given)) == expected


def test_a_resident_who_moves_in_and_one_who_moves_out() -> None:
    reported = from_small(beboere=BEBOERE.replace("A2;B3", "A2;B4"))
    assert [row[:4] for row in reported] == [
        ("beboere", "gone", 5, None), ("beboere", "new", None, 5),
    ]  # fmt: skip


def test_a_resident_who_moves_to_another_unit() -> None:
    reported = from_small(beboere=BEBOERE.replace("A2;B3", "A1;B3"))
    assert [row[1] for row in reported] == ["gone", "new"]
    assert [row[4]["unit"] for row in reported] == [("A2", None), (None, "A1")]


def test_a_shift_that_is_gone_and_one_that_is_longer() -> None:
    becomes = SHIFTS.replace("A1;1;tir;dag;07:00;15:00;2\n", "").replace(
        "A1;1;ons;dag;07:00;15:00", "A1;1;ons;dag;07:00;15:30"
    )
    reported = from_small(vakter=becomes)
    assert reported[0][:4] == ("vakter", "gone", 5, None)
    assert reported[0][4]["end"] == (900.0, None)
    assert reported[1] == ("vakter", "changed", 8, 7, {"end": (900.0, 930.0)})


def test_one_of_two_rows_that_are_alike() -> None:
    line = "A1;1;tir;dag;07:00;15:00;2"
    twice = SHIFTS.replace(line, f"{line}\n{line}")
    assert [row[:4] for row in from_small(vakter=twice)] == [("vakter", "new", None, 6)]
    gone = changed({"vakter": twice}, {})
    assert [row[:4] for row in gone] == [("vakter", "gone", 6, None)]


def test_a_table_that_is_new_or_called_otherwise() -> None:
    codes = "enhet;kode;vakt;start;slutt\nA1;D;dag;07:00;15:00\n"
    assert [row[:4] for row in from_small(vaktkoder=codes)] == [("vaktkoder", "new", None, 2)]
    files = {name: text.encode() for name, text in tables().items()}
    renamed = files | {"interventions.csv": files["tiltak.csv"]}
    del renamed["tiltak.csv"]
    assert row_changes(allocator.read(files), allocator.read(renamed)) == ()


# What moves hours ---------------------------------------------------------------------------------

NO_HOURS = {
    "enhet": "enhet;uker;periode_start;bemanning;ordinaer_boligmasse;navn;kommune;orgnr\n"
    "A1;1;2026-01-05;deler_av_døgn;nei;Solsiden;Lillevik;974760673\nA2;1;;;;;;\n",
    "vakter": "\n".join(
        f"{line};{'ansatt' if not number else f'P{number}'}"
        for number, line in enumerate(SHIFTS.splitlines())
    ),
    "vedtak": "enhet;beboer;tjeneste;timer;per;status;vedtak_dato;soknad_dato;klage_dato;orgnr;"
    "fra;start_dato;til;slutt_dato\n"
    + "\n".join(
        f"{line.rpartition(';')[0]};2025-11-01;2025-10-01;2025-11-20;974760673;;;;"
        for line in VEDTAK.splitlines()[1:]
    ),
    "tiltak": TILTAK.replace("T9", "T99").replace("Sår", "Stell av sår"),
    "grupper": GRUPPER.replace("vakt", "vakt;beskrivelse").replace("dag", "dag;Tur i skogen"),
    "annet_arbeid": ANNET.replace("vakt\n", "vakt;beskrivelse\n").replace(
        "kveld", 'kveld;"Muntlig"'
    ),
    "svar": SVAR.replace("Delt, etter vedtaket", "Felles"),
    "vaktkoder": "enhet;kode;vakt;start;slutt;kostnad;maks\nA1;D;dag;07:00;15:00;310;4\n",
}
"""Every column that moves no hour with another value, in rows that are else the same."""


def test_what_is_said_to_move_no_hour_moves_none() -> None:
    now = inputs(**NO_HOURS)
    codes = NO_HOURS["vaktkoder"].replace("310;4", "300;3")
    before = inputs(vaktkoder=codes)
    changes = row_changes(before, now)
    assert {change.table.name for change in changes} == {
        "unit", "shifts", "decisions", "interventions", "groups", "other_work", "answers",
        "shift_codes",
    }  # fmt: skip
    assert [change for change in changes if change.may_move_hours] == []
    hours = [allocator.allocate(given).hours for given in (before, now)]
    assert hours[0].equals(hours[1])


@pytest.mark.parametrize(
    ("table", "was", "becomes"),
    [
        ("enhet", "A1;1;", "A1;2;"),
        ("vakter", "A1;1;tir;dag;07:00", "A1;1;tir;dag;07:15"),
        ("beboere", "A2;B3", "A2;B4"),
        ("vedtak", "A1;B1;15;40:00", "A1;B1;15;39:00"),
        ("vedtak", "A1;B2;9;3:00;uke;søknad", "A1;B2;9;3:00;uke;innvilget"),
        ("tiltak", "Gulvvask;;;;60", "Golvvask;;;;70"),
        ("grupper", "120", "90"),
        ("annet_arbeid", "15", "20"),
        ("fravaer", "lør", "søn"),
    ],
)
def test_what_may_move_hours(table: str, was: str, becomes: str) -> None:
    text = tables()[f"{table}.csv"]
    assert was in text
    changes = row_changes(inputs(), inputs(**{table: text.replace(was, becomes)}))
    assert changes
    assert all(change.may_move_hours for change in changes)


def test_whom_a_row_is_about() -> None:
    becomes = TILTAK.replace("T6;A1;B1;9", "T6;A1;B2;2")
    (change,) = row_changes(inputs(), inputs(tiltak=becomes))
    assert change.names("unit") == {"A1"}
    assert change.names("resident") == {"B1", "B2"}
    assert change.names("group") == {"tur"}
    assert change.services == {9, 2}
    (change,) = row_changes(inputs(), inputs(enhet=ENHET.replace("A2;1", "A2;2")))
    assert (change.names("resident"), change.services) == (frozenset(), frozenset())


def test_every_table_of_the_contract_is_compared() -> None:
    assert {change.table.name for change in row_changes(inputs(), allocator.read({}))} == {
        *TABLES.keys() - {"shift_codes"}
    }
