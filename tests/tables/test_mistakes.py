"""Every mistake a cell, a heading or a table can hold: its code, its place, its words."""

from collections.abc import Callable

import pytest

from allocator.tables import read

from .small import Small, said

Change = Callable[[Small], object]
Place = tuple[str, int | None, str]


def _case(code: str, place: Place, change: Change, *words: str, name: str = "") -> object:
    return pytest.param(code, place, change, words, id=name or code)


CELLS = [
    _case(
        "cell-missing",
        ("vakter", 2, "start"),
        lambda s: s.put("vakter", 2, start=""),
        "tom",
    ),
    _case(
        "cell-too-long",
        ("tiltak", 2, "beskrivelse"),
        lambda s: s.put("tiltak", 2, beskrivelse="x" * 2001),
        "2001",
        "2000",
    ),
    _case(
        "control-character",
        ("tiltak", 2, "beskrivelse"),
        lambda s: s.put("tiltak", 2, beskrivelse="a\x07b"),
        "styretegn",
    ),
    _case(
        "excel-error",
        ("tiltak", 2, "minutter"),
        lambda s: s.put("tiltak", 2, minutter="#REF!"),
        "#REF!",
    ),
    _case(
        "excel-error",
        ("tiltak", 2, "beskrivelse"),
        lambda s: s.put("tiltak", 2, beskrivelse="#VERDI!"),
        "#VERDI!",
        name="excel-error-norwegian",
    ),
    _case(
        "bad-clock",
        ("vakter", 2, "start"),
        lambda s: s.put("vakter", 2, start="25:00"),
        "25:00",
        "07:30",
    ),
    _case(
        "bad-clock",
        ("vakter", 2, "slutt"),
        lambda s: s.put("vakter", 2, slutt="24:01"),
        "24:01",
        name="clock-past-midnight",
    ),
    _case(
        "bad-clock",
        ("vakter", 2, "slutt"),
        lambda s: s.put("vakter", 2, slutt="7.5"),
        name="clock-one-decimal",
    ),
    _case(
        "bad-duration",
        ("vedtak", 2, "timer"),
        lambda s: s.put("vedtak", 2, timer="mye"),
        "mye",
        "7 t 30 min",
    ),
    _case(
        "duration-ambiguous",
        ("vedtak", 2, "timer"),
        lambda s: s.put("vedtak", 2, timer="7.30"),
        "7:30",
        "7,30",
        "7:18",
    ),
    _case(
        "duration-with-point",
        ("vedtak", 2, "timer"),
        lambda s: s.put("vedtak", 2, timer="7.75"),
        "7,75",
        "7:45",
    ),
    _case(
        "bad-minutes",
        ("tiltak", 2, "minutter"),
        lambda s: s.put("tiltak", 2, minutter="1:30"),
        "1:30",
    ),
    _case(
        "bad-number",
        ("tiltak", 2, "ganger"),
        lambda s: s.put("tiltak", 2, ganger="to"),
        "to",
    ),
    _case(
        "number-ambiguous",
        ("tiltak", 2, "minutter"),
        lambda s: s.put("tiltak", 2, minutter="1.500"),
        "1500",
        "1,500",
    ),
    _case(
        "bad-whole",
        ("vakter", 2, "antall"),
        lambda s: s.put("vakter", 2, antall="1,5"),
        "1,5",
    ),
    _case(
        "bad-date",
        ("beboere", 2, "fra"),
        lambda s: s.put("beboere", 2, fra="01/05/2026"),
        "05.01.2026",
    ),
    _case(
        "no-such-date",
        ("beboere", 2, "fra"),
        lambda s: s.put("beboere", 2, fra="2026-02-30"),
        "2026-02-30",
    ),
    _case(
        "date-out-of-range",
        ("beboere", 2, "fra"),
        lambda s: s.put("beboere", 2, fra="05.01.0226"),
        "1950",
    ),
    _case(
        "too-small",
        ("enhet", 2, "uker"),
        lambda s: s.put("enhet", 2, uker="0"),
        "1",
    ),
    _case(
        "too-small",
        ("vakter", 2, "pause"),
        lambda s: s.put("vakter", 2, pause="-5"),
        name="negative",
    ),
    _case(
        "not-above",
        ("tiltak", 2, "minutter"),
        lambda s: s.put("tiltak", 2, minutter="0"),
        "mer enn 0",
    ),
    _case(
        "too-large",
        ("tiltak", 2, "prioritet"),
        lambda s: s.put("tiltak", 2, prioritet="10"),
        "9",
    ),
    _case(
        "too-large",
        ("vakter", 2, "dogn_til"),
        lambda s: s.put("vakter", 2, dogn_til="31"),
        name="shift-over-a-month",
    ),
    _case(
        "bad-word",
        ("vakter", 2, "vakt"),
        lambda s: s.put("vakter", 2, vakt="formiddag"),
        "dag, kveld, natt",
    ),
    _case(
        "bad-word",
        ("vedtak", 2, "rapporteres"),
        lambda s: s.put("vedtak", 2, rapporteres="kanskje"),
        "ja, nei",
        name="neither-yes-nor-no",
    ),
    _case(
        "word-misspelt",
        ("tiltak", 2, "aktivitet"),
        lambda s: s.put("tiltak", 2, aktivitet="direkt"),
        "direkte",
    ),
    _case(
        "resembles-word",
        ("fravaer", 2, "arsak"),
        lambda s: s.put("fravaer", 2, arsak="ferie med personalet"),
        "ferie_med_personale",
    ),
    _case(
        "house-word-misplaced",
        ("tiltak", 2, "aktivitet"),
        lambda s: s.put("tiltak", 2, aktivitet="fellesareal"),
        "annet_arbeid",
    ),
    _case(
        "per-shift-misplaced",
        ("tiltak", 2, "per"),
        lambda s: s.put("tiltak", 2, per="vakt"),
        "annet_arbeid",
    ),
    _case(
        "bad-weekday",
        ("vakter", 2, "ukedag"),
        lambda s: s.put("vakter", 2, ukedag="mndg"),
        "mndg",
    ),
    _case(
        "bad-weekdays",
        ("tiltak", 2, "ukedager"),
        lambda s: s.put("tiltak", 2, ukedager="man,xyz"),
        "xyz",
        "hverdag",
    ),
    _case(
        "bad-part",
        ("tiltak", 2, "vakt"),
        lambda s: s.put("tiltak", 2, vakt="dag,morgen"),
        "morgen",
    ),
    _case(
        "empty-list",
        ("tiltak", 2, "ukedager"),
        lambda s: s.put("tiltak", 2, ukedager=", ,"),
        "liste",
    ),
    _case(
        "bad-service",
        ("tiltak", 2, "tjeneste"),
        lambda s: s.put("tiltak", 2, tjeneste="Helsehjelp"),
        "Helsehjelp",
    ),
    _case(
        "bad-service",
        ("tiltak", 2, "tjeneste"),
        lambda s: s.put("tiltak", 2, tjeneste="15.01"),
        name="service-no-such-part",
    ),
    _case(
        "no-such-service",
        ("tiltak", 2, "tjeneste"),
        lambda s: s.put("tiltak", 2, tjeneste="10"),
        "10 og 16",
    ),
    _case(
        "no-such-service",
        ("tiltak", 2, "tjeneste"),
        lambda s: s.put("tiltak", 2, tjeneste="31"),
        name="service-beyond-29",
    ),
    _case(
        "one-competence",
        ("tiltak", 2, "kompetanse"),
        lambda s: s.put("tiltak", 2, kompetanse="medisin, sår"),
        "medisin, sår",
    ),
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


@pytest.mark.parametrize(("code", "place", "change", "words"), CELLS + HEADINGS + TABLES + ACROSS)
def test_a_mistake_is_said_once_with_its_place_and_remedy(
    code: str, place: Place, change: Change, words: tuple[str, ...]
) -> None:
    small = Small()
    change(small)
    found = said(small.read(), "error")
    assert [notice.code for notice in found] == [code]
    assert (found[0].table, found[0].row, found[0].column) == place
    for word in words:
        assert word in found[0].message("nb")
    assert found[0].message("nb") != found[0].message("en")


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
    found = said(read(files), "error")
    assert ("heading-missing", "vakter", 1) in [(n.code, n.table, n.row) for n in found]


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
