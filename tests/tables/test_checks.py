"""What spans rows and tables: each check says its mistake, and is silent at its limit."""

from collections.abc import Callable

import pytest

from .small import Small, said

Change = Callable[[Small], object]

ERRORS: list[tuple[str, tuple[str, int, str], Change]] = [
    ("unit-unknown", ("tiltak", 2, "enhet"), lambda s: s.put("tiltak", 2, enhet="X")),
    ("resident-unknown", ("vedtak", 2, "beboer"), lambda s: s.put("vedtak", 2, beboer="b1")),
    ("resident-unknown", ("svar", 2, "beboer"), lambda s: s.put("svar", 2, beboer="B9")),
    ("group-unknown", ("tiltak", 5, "gruppe"), lambda s: s.put("tiltak", 5, gruppe="G2")),
    ("group-unknown", ("tiltak", 5, "gruppe"), lambda s: s.without("grupper")),
    (
        "duplicate-id",
        ("enhet", 3, "enhet"),
        lambda s: s.add("enhet", enhet="A", uker="1", periode_start="2026-01-05"),
    ),
    ("duplicate-id", ("beboere", 4, "beboer"), lambda s: s.add("beboere", beboer="B1")),
    ("duplicate-id", ("tiltak", 3, "tiltak"), lambda s: s.put("tiltak", 3, tiltak="T1")),
    (
        "duplicate-id",
        ("tiltak", 3, "tiltak"),
        lambda s: s.put("tiltak", 2, tiltak="3").put("tiltak", 3, tiltak=""),
    ),
    (
        "duplicate-id",
        ("grupper", 3, "gruppe"),
        lambda s: s.add("grupper", gruppe="G1", minutter="5"),
    ),
    ("duplicate-id", ("vaktkoder", 3, "kode"), lambda s: s.add("vaktkoder", kode="D1")),
    (
        "participant-twice",
        ("tiltak", 6, "gruppe"),
        lambda s: s.add("tiltak", tiltak="T5", beboer="B2", tjeneste="2", gruppe="G1"),
    ),
    (
        "period-start-missing",
        ("enhet", 2, "periode_start"),
        lambda s: s.put("enhet", 2, periode_start=""),
    ),
    (
        "period-start-not-monday",
        ("enhet", 2, "periode_start"),
        lambda s: s.put("enhet", 2, periode_start="2026-01-06"),
    ),
    (
        "parts-out-of-order",
        ("enhet", 2, "kveld_start"),
        lambda s: s.put("enhet", 2, kveld_start="22:00"),
    ),
    (
        "parts-out-of-order",
        ("enhet", 2, "kveld_start"),
        lambda s: s.put("enhet", 2, dag_start="15:00"),
    ),
    (
        "parts-out-of-order",
        ("enhet", 2, "kveld_start"),
        lambda s: s.put("enhet", 2, natt_start="14:00"),
    ),
    ("week-beyond-roster", ("vakter", 4, "uke"), lambda s: s.put("vakter", 4, uke="3")),
    ("day-not-said", ("vakter", 2, "dato"), lambda s: s.put("vakter", 2, uke="", ukedag="")),
    ("day-said-twice", ("vakter", 2, "dato"), lambda s: s.put("vakter", 2, dato="2026-01-05")),
    ("day-half-said", ("vakter", 2, "uke"), lambda s: s.put("vakter", 2, uke="")),
    ("day-half-said", ("vakter", 2, "ukedag"), lambda s: s.put("vakter", 2, ukedag="")),
    ("absence-day-not-said", ("fravaer", 2, "dato"), lambda s: s.put("fravaer", 2, ukedag="")),
    (
        "absence-day-said-twice",
        ("fravaer", 2, "dato"),
        lambda s: s.put("fravaer", 2, dato="2026-01-05"),
    ),
    ("from-after-to", ("beboere", 3, "til"), lambda s: s.put("beboere", 3, til="2026-01-04")),
    (
        "resources-below-hours",
        ("vedtak", 2, "ressursinnsats"),
        lambda s: s.put("vedtak", 2, timer="4:00", ressursinnsats="3:59"),
    ),
    (
        "from-after-to",
        ("tiltak", 2, "til"),
        lambda s: s.put("tiltak", 2, fra="2026-01-06", til="2026-01-05"),
    ),
    ("from-after-to", ("vedtak", 3, "til"), lambda s: s.put("vedtak", 3, fra="2027-01-02")),
    (
        "dates-out-of-order",
        ("vedtak", 2, "vedtak_dato"),
        lambda s: s.put("vedtak", 2, soknad_dato="2026-01-05", vedtak_dato="2026-01-04"),
    ),
    (
        "dates-out-of-order",
        ("vedtak", 2, "klage_dato"),
        lambda s: s.put("vedtak", 2, vedtak_dato="2026-01-05", klage_dato="2026-01-04"),
    ),
    (
        "dates-out-of-order",
        ("vedtak", 2, "slutt_dato"),
        lambda s: s.put(
            "vedtak",
            2,
            fra="2026-01-05",
            til="2026-01-09",
            start_dato="2026-01-05",
            slutt_dato="2026-01-04",
        ),
    ),
    ("window-half-said", ("tiltak", 2, "til_kl"), lambda s: s.put("tiltak", 2, fra_kl="08:00")),
    ("window-half-said", ("grupper", 2, "fra_kl"), lambda s: s.put("grupper", 2, til_kl="08:00")),
    ("window-half-said", ("fravaer", 2, "til_kl"), lambda s: s.put("fravaer", 2, til_kl="")),
    ("hours-missing", ("vedtak", 2, "timer"), lambda s: s.put("vedtak", 2, timer="")),
    (
        "hours-missing",
        ("vedtak", 2, "timer"),
        lambda s: s.put("vedtak", 2, timer="", status="ikke iverksatt"),
    ),
    (
        "hours-missing",
        ("vedtak", 4, "timer"),
        lambda s: s.add("vedtak", beboer="B1", tjeneste="8", rullerende="ja"),
    ),
    ("hours-not-carried", ("vedtak", 2, "timer"), lambda s: s.put("vedtak", 2, tjeneste="21")),
    (
        "hours-not-carried",
        ("vedtak", 4, "ressursinnsats"),
        lambda s: s.add("vedtak", beboer="B1", tjeneste="5", ressursinnsats="1"),
    ),
    (
        "respite-hours-not-rolling",
        ("vedtak", 2, "timer"),
        lambda s: s.put("vedtak", 2, tjeneste="8"),
    ),
    (
        "respite-hours-not-rolling",
        ("vedtak", 2, "timer"),
        lambda s: s.put("vedtak", 2, tjeneste="08.02"),
    ),
    ("decision-beyond-week", ("vedtak", 2, "timer"), lambda s: s.put("vedtak", 2, timer="168:01")),
    (
        "decision-beyond-week",
        ("vedtak", 2, "timer"),
        lambda s: s.put("vedtak", 2, timer="24:01", per="døgn"),
    ),
    (
        "decision-beyond-week",
        ("vedtak", 2, "timer"),
        lambda s: s.put("vedtak", 2, timer="336:01", per="14 dager"),
    ),
    (
        "decision-beyond-week",
        ("vedtak", 2, "timer"),
        lambda s: s.put("vedtak", 2, timer="672:01", per="måned"),
    ),
    ("minutes-missing", ("tiltak", 2, "minutter"), lambda s: s.put("tiltak", 2, minutter="")),
    (
        "minutes-missing",
        ("tiltak", 2, "minutter"),
        lambda s: s.put("tiltak", 2, minutter="", aktivitet="møte"),
    ),
    (
        "continuous-supervision-with",
        ("tiltak", 4, "fra_kl"),
        lambda s: s.put("tiltak", 4, fra_kl="22:00", til_kl="07:00"),
    ),
    (
        "continuous-supervision-with",
        ("tiltak", 4, "kompetanse"),
        lambda s: s.put("tiltak", 4, kompetanse="medisin"),
    ),
    (
        "continuous-supervision-with",
        ("tiltak", 4, "gruppe"),
        lambda s: s.put("tiltak", 4, gruppe="G1"),
    ),
    (
        "continuous-supervision-with",
        ("tiltak", 4, "utforer"),
        lambda s: s.put("tiltak", 4, utforer="ekstern"),
    ),
    (
        "continuous-supervision-not-counted",
        ("tiltak", 4, "aktivitet"),
        lambda s: s.put("tiltak", 4, aktivitet="rapport"),
    ),
    (
        "lar-not-health-care",
        ("tiltak", 3, "tjeneste"),
        lambda s: s.put("tiltak", 3, aktivitet="LAR"),
    ),
    ("hours-not-carried", ("tiltak", 2, "tjeneste"), lambda s: s.put("tiltak", 2, tjeneste="5")),
    (
        "respite-hours-not-rolling",
        ("tiltak", 2, "tjeneste"),
        lambda s: s.put("tiltak", 2, tjeneste="8").add("vedtak", beboer="B1", tjeneste="8"),
    ),
    (
        "participant-staff",
        ("tiltak", 5, "tjenesteytere"),
        lambda s: s.put("tiltak", 5, tjenesteytere="3"),
    ),
    (
        "per-shift-with",
        ("annet_arbeid", 2, "tjenesteytere"),
        lambda s: s.put("annet_arbeid", 2, tjenesteytere="1"),
    ),
    ("shift-too-short", ("vakter", 2, "pause"), lambda s: s.put("vakter", 2, pause="436")),
    ("shift-too-short", ("vakter", 3, "pause"), lambda s: s.put("vakter", 3, pause="571")),
    (
        "shift-part-too-short",
        ("vakter", 3, "pause"),
        lambda s: s.put("vakter", 3, start="06:00", slutt="09:00", pause="121"),
    ),
    (
        "too-many-competences",
        ("tiltak", 18, "kompetanse"),
        lambda s: [
            s.add("tiltak", beboer="B1", tjeneste="15", minutter="5", kompetanse=f"k{i}")
            for i in range(13)
        ],
    ),
]


@pytest.mark.parametrize(("code", "cell", "change"), ERRORS)
def test_a_contradiction_is_said_with_its_place(
    code: str, cell: tuple[str, int, str], change: Change
) -> None:
    small = Small()
    change(small)
    notices = said(small.read(), "error")
    assert [(n.code, n.table, n.row, n.column) for n in notices] == [(code, *cell)]
    assert notices[0].message("nb") != notices[0].message("en")
    assert "{" not in notices[0].message("nb") + notices[0].message("en")


WARNINGS: list[tuple[str, tuple[str, int, str], Change]] = [
    (
        "shift-outside-roster",
        ("vakter", 18, "dato"),
        lambda s: s.add("vakter", dato="2026-01-19", vakt="dag", start="08:00", slutt="15:00"),
    ),
    ("decision-ends-soon", ("vedtak", 3, "til"), lambda s: s.put("vedtak", 3, til="19.03.2026")),
    ("decision-ends-soon", ("vedtak", 3, "til"), lambda s: s.put("vedtak", 3, til="2026-01-05")),
    (
        "rolling-not-respite",
        ("vedtak", 2, "rullerende"),
        lambda s: s.put("vedtak", 2, rullerende="ja"),
    ),
    (
        "service-retired",
        ("vedtak", 4, "tjeneste"),
        lambda s: s.add("vedtak", beboer="B1", tjeneste="6"),
    ),
    (
        "service-retired",
        ("tiltak", 6, "tjeneste"),
        lambda s: s.add(
            "tiltak", beboer="B1", tjeneste="6", minutter="5", aktivitet="trygghetsalarm utrykning"
        ),
    ),
    (
        "service-replaced",
        ("vedtak", 4, "tjeneste"),
        lambda s: s.add("vedtak", beboer="B1", tjeneste="13"),
    ),
    (
        "continuous-supervision-frequency",
        ("tiltak", 4, "ganger"),
        lambda s: s.put("tiltak", 4, ganger="2"),
    ),
    (
        "continuous-supervision-frequency",
        ("tiltak", 4, "per"),
        lambda s: s.put("tiltak", 4, per="uke"),
    ),
    (
        "participation-own-figures",
        ("tiltak", 5, "minutter"),
        lambda s: s.put("tiltak", 5, minutter="30"),
    ),
    (
        "participation-own-figures",
        ("tiltak", 5, "ukedager"),
        lambda s: s.put("tiltak", 5, ukedager="man"),
    ),
]


@pytest.mark.parametrize(("code", "cell", "change"), WARNINGS)
def test_what_is_odd_is_a_warning(code: str, cell: tuple[str, int, str], change: Change) -> None:
    small = Small()
    change(small)
    notices = said(small.read())
    assert [(n.code, n.severity) for n in notices] == [(code, "warning")]
    assert (notices[0].table, notices[0].row, notices[0].column) == cell
    assert notices[0].message("nb") != notices[0].message("en")


FINE: dict[str, Change] = {
    "exactly 168:00": lambda s: s.put("vedtak", 2, timer="168:00"),
    "24 hours a day": lambda s: s.put("vedtak", 2, timer="1 døgn", per="dag"),
    "more resource hours": lambda s: s.put("vedtak", 2, timer="168", ressursinnsats="336"),
    "ends after 60 days": lambda s: s.put("vedtak", 3, til="2026-03-20"),
    "ended before the roster": lambda s: s.put("vedtak", 3, til="2026-01-04"),
    "refused and ending": lambda s: s.put("vedtak", 3, til="2026-01-20", status="avslått"),
    "refused without hours": lambda s: s.put("vedtak", 2, timer="", status="avslått"),
    "not the register's, without hours": lambda s: s.put("vedtak", 2, timer="", rapporteres="nei"),
    "rolling respite": lambda s: s.put("vedtak", 2, tjeneste="08.01"),
    "hours of rolling respite planned": lambda s: s.put("tiltak", 2, tjeneste="8").add(
        "vedtak", beboer="B1", tjeneste="8", rullerende="ja", timer="9"
    ),
    "respite planned without a decision": lambda s: s.put("tiltak", 2, tjeneste="8"),
    "dates only, no hours": lambda s: s.add("vedtak", beboer="B1", tjeneste="21", timer="0"),
    "a meeting on a service without hours": lambda s: s.put(
        "tiltak", 2, tjeneste="5", aktivitet="møte"
    ),
    "relatives on a service without hours": lambda s: s.put(
        "tiltak", 2, tjeneste="5", utforer="ulønnet"
    ),
    "LAR in health care": lambda s: s.put("tiltak", 2, aktivitet="lar"),
    "rounds in a window": lambda s: s.put(
        "tiltak", 4, minutter="10", fra_kl="22:00", til_kl="07:00"
    ),
    "own supervision": lambda s: s.put("tiltak", 4, tjenesteytere="2", vakt="dag,kveld,natt"),
    "as many staff as the group": lambda s: s.put("tiltak", 5, tjenesteytere="2"),
    "a day that begins in the evening": lambda s: s.put(
        "enhet", 2, dag_start="22:00", kveld_start="07:00", natt_start="15:00"
    ),
    "night at midnight": lambda s: s.put("enhet", 2, natt_start="24:00"),
    "a shift as long as its break and work": lambda s: s.put("vakter", 2, pause="435"),
    "resting staff with a long break": lambda s: s.put("vakter", 3, pause="540", type="hvilende"),
    "a break as long as the part after the døgn begins": lambda s: s.put(
        "vakter", 3, start="06:00", slutt="09:00", pause="120"
    ),
    "a break as long as the part before the døgn begins": lambda s: s.put(
        "vakter", 3, start="05:00", slutt="08:00", pause="120"
    ),
    "breaks of 24 hours lie in both døgn": lambda s: s.put(
        "vakter", 3, start="06:00", slutt="06:00", pause="1440", type="hvilende"
    ),
    "the last day of the roster": lambda s: s.put(
        "vakter", 2, uke="", ukedag="", dato="2026-01-18"
    ),
    "other work in a window": lambda s: s.put(
        "annet_arbeid", 2, per="døgn", fra_kl="08:00", til_kl="09:00", tjenesteytere="2"
    ),
    "every word in other work": lambda s: [
        s.add("annet_arbeid", arbeid=word, minutter="5")
        for word in ("pause", "fellesareal", "annet", "møte", "lar")
    ],
    "twelve competences": lambda s: [
        s.add("tiltak", beboer="B1", tjeneste="15", minutter="5", kompetanse=f"k{i % 12}")
        for i in range(24)
    ],
    "no dates, no period": lambda s: (
        s.put("enhet", 2, periode_start="")
        .put("beboere", 3, fra="")
        .put("vedtak", 3, til="", vedtak_dato="2025-12-01")
    ),
    "two decisions one after the other": lambda s: s.put("vedtak", 2, til="2026-06-30").add(
        "vedtak", beboer="B1", tjeneste="15", timer="9", fra="2026-07-01"
    ),
    "one granted, one applied for": lambda s: s.add(
        "vedtak", beboer="B1", tjeneste="15", timer="9", status="søknad"
    ),
    "one of the register, one not": lambda s: s.add(
        "vedtak", beboer="B1", tjeneste="15", timer="9", rapporteres="nei"
    ),
    "the same group on another resident": lambda s: s.add(
        "tiltak", beboer="B1", tjeneste="9", gruppe="G1"
    ),
}


@pytest.mark.parametrize("change", FINE.values(), ids=FINE)
def test_what_is_at_its_limit_is_fine(change: Change) -> None:
    small = Small()
    change(small)
    assert [notice.message("en") for notice in said(small.read())] == []


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        ({}, {}, True),
        ({"til": "2026-06-30"}, {"fra": "2026-06-30"}, True),
        ({"til": "2026-06-30"}, {"fra": "2026-07-01"}, False),
        ({"fra": "2026-07-01"}, {"til": "2026-06-30"}, False),
        ({"fra": "2026-07-01"}, {"til": "2026-07-01"}, True),
        ({"fra": "2026-05-01", "til": "2027-05-31"}, {"fra": "2020-01-01"}, True),
    ],
)
def test_two_granted_decisions_may_not_share_a_day(
    first: dict[str, str], second: dict[str, str], overlap: bool
) -> None:
    small = Small().put("vedtak", 2, **first)
    small.add("vedtak", beboer="B1", tjeneste="15", timer="9", **second)
    assert [n.code for n in said(small.read())] == ["decisions-overlap"] * overlap


def test_a_long_decision_overlaps_with_every_later_one() -> None:
    small = Small()
    for month in ("02", "04", "06"):
        dates = {"fra": f"2026-{month}-01", "til": f"2026-{month}-28"}
        small.add("vedtak", beboer="B1", tjeneste="15", timer="9", **dates)
    notices = [n for n in said(small.read(), "error") if n.code == "decisions-overlap"]
    assert [n.row for n in notices] == [4, 5, 6]


def test_notices_say_whom_they_are_about() -> None:
    notice = said(Small().put("vedtak", 2, timer="").read())[0]
    assert (notice.unit, notice.resident, notice.service) == ("A", "B1", 15)


def test_a_last_day_beside_a_date_and_a_weekday_is_no_second_error() -> None:
    inputs = Small().put("fravaer", 2, dato="2026-01-05", dato_til="2026-01-09").read()
    assert [notice.code for notice in said(inputs, "error")] == ["absence-day-said-twice"]
