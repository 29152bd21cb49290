"""Every mistake a cell, a heading or a table can hold: its code, its place, its words."""

from collections.abc import Callable

import pytest

from allocator.sanitise import sanitise_lines
from allocator.tables import read

from .small import Small, said

Change = Callable[[Small], object]
Place = tuple[str, int | None, str]


def _case(code: str, cell: Place, change: Change, *words: str, name: str = "") -> object:
    return pytest.param(code, cell, change, words, id=name or code)


CELLS = [  # code, table, column, what is written in row 2, what the message says
    ("cell-missing", "vakter", "start", "", "tom"),
    ("cell-too-long", "tiltak", "beskrivelse", "x" * 2001, "2001|2000"),
    ("control-character", "tiltak", "beskrivelse", "a\x07b", "styretegn"),
    ("excel-error", "tiltak", "minutter", "#REF!", "#REF!"),
    ("excel-error", "tiltak", "beskrivelse", "#VERDI!", "#VERDI!"),
    ("bad-clock", "vakter", "start", "25:00", "25:00|07:30"),
    ("bad-clock", "vakter", "slutt", "24:01", "24:01"),
    ("bad-clock", "vakter", "slutt", "7.5", ""),
    ("bad-duration", "vedtak", "timer", "mye", "mye|7 t 30 min"),
    ("duration-ambiguous", "vedtak", "timer", "7.30", "7:30|7,30|7:18"),
    ("duration-with-point", "vedtak", "timer", "7.75", "7,75|7:45"),
    ("bad-minutes", "tiltak", "minutter", "1:30", "1:30"),
    ("bad-number", "tiltak", "ganger", "to", "to"),
    ("number-ambiguous", "tiltak", "minutter", "1.500", "1500|1,500"),
    ("bad-whole", "vakter", "antall", "1,5", "1,5"),
    ("bad-date", "beboere", "fra", "01/05/2026", "05.01.2026"),
    ("no-such-date", "beboere", "fra", "2026-02-30", "2026-02-30"),
    ("date-out-of-range", "beboere", "fra", "05.01.0226", "1950"),
    ("too-small", "enhet", "uker", "0", "1"),
    ("too-small", "vakter", "pause", "-5", ""),
    ("not-above", "tiltak", "minutter", "0", "mer enn 0"),
    ("too-large", "tiltak", "prioritet", "10", "9"),
    ("too-large", "vakter", "dogn_til", "31", ""),
    ("bad-word", "vakter", "vakt", "formiddag", "dag, kveld, natt"),
    ("bad-word", "vedtak", "rapporteres", "kanskje", "ja, nei"),
    ("word-misspelt", "tiltak", "aktivitet", "direkt", "direkte"),
    ("resembles-word", "fravaer", "arsak", "ferie med personalet", "ferie_med_personale"),
    ("house-word-misplaced", "tiltak", "aktivitet", "fellesareal", "annet_arbeid"),
    ("per-shift-misplaced", "tiltak", "per", "vakt", "annet_arbeid"),
    ("private-unclear", "tiltak", "utforer", "privat", "ulønnet|ekstern"),
    ("bad-weekday", "vakter", "ukedag", "mndg", "mndg"),
    ("bad-weekdays", "tiltak", "ukedager", "man,xyz", "xyz|hverdag"),
    ("bad-part", "tiltak", "vakt", "dag,morgen", "morgen"),
    ("empty-list", "tiltak", "ukedager", ", ,", "liste"),
    ("bad-service", "tiltak", "tjeneste", "Helsehjelp", "Helsehjelp"),
    ("bad-service", "tiltak", "tjeneste", "15.01", ""),
    ("no-such-service", "tiltak", "tjeneste", "10", "10 og 16"),
    ("no-such-service", "tiltak", "tjeneste", "31", ""),
    ("one-competence", "tiltak", "kompetanse", "medisin, sår", "medisin, sår"),
]

HEADINGS = [
    _case(
        "column-missing",
        ("vakter", 1, ""),
        lambda s: s.without("vakter", "slutt"),
        "slutt",
    ),
    _case(
        "column-misspelt",
        ("tiltak", 1, "tjenesteyter"),
        lambda s: s.put("tiltak", 2, tjenesteyter="2"),
        "tjenesteytere",
    ),
    _case(
        "column-misspelt",
        ("tiltak", 1, "kompetanse krav"),
        lambda s: s.put("tiltak", 2, **{"kompetanse krav": "medisin"}),
        "«kompetanse»",
        name="column-begins-like-another",
    ),
    _case(
        "column-in-both-languages",
        ("tiltak", 1, "minutes"),
        lambda s: s.put("tiltak", 2, minutes="30"),
        "minutter",
    ),
    _case(
        "duplicate-column",
        ("tiltak", 1, "Minutter"),
        lambda s: s.put("tiltak", 2, **{"Minutter ": "30"}),
        "to ganger",
    ),
    _case(
        "cell-without-heading",
        ("tiltak", 2, ""),
        lambda s: s.put("tiltak", 2, **{"": "30"}),
        "30",
    ),
]

TABLES = [
    _case("table-missing", ("", None, ""), lambda s: s.without("vakter"), "vakter"),
    _case(
        "table-twice",
        ("vakter", None, ""),
        lambda s: s.tables.update(shifts=s.tables["vakter"]),
        "shifts",
    ),
    _case(
        "table-misspelt",
        ("fravar", None, ""),
        lambda s: s.tables.update(fravar=s.tables.pop("fravaer")),
        "fravaer",
    ),
]

ACROSS = [
    _case(
        "unit-not-said",
        ("beboere", 2, "enhet"),
        lambda s: [
            s.add("enhet", enhet="C", uker="2"),
            *(s.put(t, r + 2, enhet="A") for t in s.tables for r in range(len(s.tables[t]))),
            s.put("beboere", 2, enhet=""),
            s.put("enhet", 3, enhet="C"),
        ],
        "flere enheter",
    ),
    _case(
        "rolling-contradiction",
        ("vedtak", 4, "rullerende"),
        lambda s: s.add("vedtak", beboer="B1", tjeneste="08.01", timer="5", rullerende="nei"),
        "08.01",
    ),
    _case(
        "hours-not-carried",
        ("tiltak", 2, "tjeneste"),
        lambda s: s.put("tiltak", 2, tjeneste="08.02"),
        "Avlastning",
        name="intervention-of-0802",
    ),
]


@pytest.mark.parametrize(("code", "table", "column", "text", "words"), CELLS)
def test_a_cell_that_cannot_be_read_is_said_with_place_and_remedy(
    code: str, table: str, column: str, text: str, words: str
) -> None:
    notices = said(Small().put(table, 2, **{column: text}).read(), "error")
    assert [(n.code, n.table, n.row, n.column) for n in notices] == [(code, table, 2, column)]
    assert all(word in notices[0].message("nb") for word in words.split("|"))
    shown = sanitise_lines(text)
    assert notices[0].value == (shown if len(shown) < 80 else f"{shown[:79]}…")


@pytest.mark.parametrize(("code", "cell", "change", "words"), HEADINGS + TABLES + ACROSS)
def test_a_mistake_is_said_once_with_its_place_and_remedy(
    code: str, cell: Place, change: Change, words: tuple[str, ...]
) -> None:
    small = Small()
    change(small)
    notices = said(small.read(), "error")
    assert [notice.code for notice in notices] == [code]
    assert (notices[0].table, notices[0].row, notices[0].column) == cell
    for word in words:
        assert word in notices[0].message("nb")
    assert notices[0].message("nb") != notices[0].message("en")


def test_the_small_input_has_nothing_wrong() -> None:
    assert said(Small().read()) == []


def test_all_mistakes_are_said_at_once() -> None:
    small = Small().put("vakter", 2, start="25:00", vakt="x").put("tiltak", 3, minutter="mange")
    small.put("vedtak", 2, beboer="B9").put("fravaer", 2, fra_kl="")
    assert sorted(notice.code for notice in said(small.read())) == [
        "bad-clock",
        "bad-minutes",
        "bad-word",
        "resident-unknown",
        "window-half-said",
    ]


def test_an_unreadable_cell_gives_no_second_error() -> None:
    small = Small().put("enhet", 2, uker="to", periode_start="2026-01-06x")
    small.put("vakter", 2, uke="9").put("beboere", 3, beboer="\x01")
    codes = sorted(notice.code for notice in said(small.read()))
    assert codes == ["bad-date", "bad-whole", "control-character"]


@pytest.mark.parametrize("table", ["enhet", "vakter", "beboere"])
def test_a_required_table_without_rows_is_an_error(table: str) -> None:
    files = Small().files()
    files[f"{table}.csv"] = files[f"{table}.csv"].split(b"\r\n")[0]
    assert ("table-empty", table) in [(n.code, n.table) for n in said(read(files), "error")]


def test_interventions_or_decisions_are_enough_but_one_is_needed() -> None:
    assert said(Small().without("vedtak").read()) == []
    assert said(Small().without("tiltak").read()) == []
    neither = Small().without("vedtak").without("tiltak").read()
    assert [notice.code for notice in said(neither)] == ["nothing-asked"]


def test_headings_are_in_row_one() -> None:
    files = Small().files()
    files["vakter.csv"] = b"\r\n" + files["vakter.csv"]
    notices = said(read(files), "error")
    assert ("heading-missing", "vakter", 1) in [(n.code, n.table, n.row) for n in notices]


@pytest.mark.parametrize(
    ("column", "code"), [("merknad", "column-unknown"), ("notat fra møtet", "column-unknown")]
)
def test_an_unknown_column_is_information(column: str, code: str) -> None:
    inputs = Small().put("tiltak", 2, **{column: "x"}).read()
    assert said(inputs) == []
    assert [n.code for n in said(inputs, "info") if n.column == column] == [code]


def test_an_unknown_table_is_information() -> None:
    inputs = Small().add("kjøreplan", a="1").read()
    assert said(inputs) == []
    assert ("table-unknown", "kjøreplan") in [(n.code, n.table) for n in said(inputs, "info")]


def test_replaced_services_are_read_as_the_new_one() -> None:
    inputs = Small().put("vedtak", 2, tjeneste="12", timer="").read()
    assert [(n.code, n.severity) for n in said(inputs)] == [("service-replaced", "warning")]
    assert list(inputs.tables["decisions"]["service"]) == [29, 2]
