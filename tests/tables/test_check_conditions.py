"""Each condition of the checks alone: in which unit, of which row, at which side of its limit.

Found by mutation testing: every line here kills a small fault that no other test noticed.
"""

from collections.abc import Callable

import pytest

from allocator.notices import Notice

from .small import Small, said

Change = Callable[[Small], object]
IDENTITY_NUMBER = "01815012352"
"""Of nobody: its month is that of a made-up person."""


def two_units() -> Small:
    """Unit A as it is and a unit Z of one week, with a resident B1 of its own."""
    small = Small()
    for table, rows in small.tables.items():
        small.tables[table] = [{"enhet": "A"} | row for row in rows]
    small.add("enhet", enhet="Z", uker="1", periode_start="2026-01-12")
    small.add("beboere", enhet="Z", beboer="B1")
    live_in = {"start": "07:00", "slutt": "07:00", "dogn_til": "6", "vakt": "natt"}
    small.add("vakter", enhet="Z", uke="1", ukedag="mandag", **live_in)
    return small


def found(small: Small, code: str) -> list[Notice]:
    return [notice for notice in said(small.read()) if notice.code == code]


def places(small: Small, code: str) -> list[tuple[str, int | None, str]]:
    return [(notice.table, notice.row, notice.column) for notice in found(small, code)]


def facts(small: Small, code: str) -> dict[str, str]:
    """What the one notice of a code says."""
    (notice,) = found(small, code)
    return dict(notice.facts)


def test_two_units_are_fine() -> None:
    assert [notice.message("en") for notice in said(two_units().read())] == []


ELSEWHERE: dict[str, tuple[str, int, Change]] = {
    "a resident of the other unit": (
        "resident-unknown",
        1,
        lambda s: s.add("tiltak", enhet="Z", beboer="B2", tjeneste="15", minutter="5"),
    ),
    "a group of the other unit": (
        "group-unknown",
        1,
        lambda s: s.add("tiltak", enhet="Z", beboer="B1", tjeneste="2", gruppe="G1"),
    ),
    "a week that only the other unit has": (
        "week-beyond-roster",
        1,
        lambda s: s.add(
            "vakter", enhet="Z", uke="2", ukedag="man", vakt="dag", start="08:00", slutt="15:00"
        ),
    ),
    "a day of the other unit's roster": (
        "shift-outside-roster",
        1,
        lambda s: s.add(
            "vakter", enhet="Z", dato="2026-01-05", vakt="dag", start="08:00", slutt="15:00"
        ),
    ),
    "an end that is soon in the other unit": (
        "decision-ends-soon",
        0,
        lambda s: s.add(
            "vedtak", enhet="Z", beboer="B1", tjeneste="15", timer="1", til="2026-01-11"
        ),
    ),
    "the same decision of a resident in the other unit": (
        "decisions-overlap",
        0,
        lambda s: s.add("vedtak", enhet="Z", beboer="B1", tjeneste="15", timer="1"),
    ),
    "a period that only a unit without dates lacks": (
        "period-start-missing",
        0,
        lambda s: s.put("enhet", 3, periode_start=""),
    ),
    "fixed respite of a resident in the other unit": (
        "respite-hours-not-rolling",
        0,
        lambda s: s.put("tiltak", 2, tjeneste="8").add(
            "vedtak", enhet="Z", beboer="B1", tjeneste="8"
        ),
    ),
    "work per shift in the other unit": (
        "shift-too-short",
        0,
        lambda s: s.add(
            "annet_arbeid", enhet="Z", arbeid="rapport", minutter="600", per="vakt", vakt="dag"
        ),
    ),
    "competences of two units": (
        "too-many-competences",
        0,
        lambda s: [
            s.add(
                *("tiltak",),
                enhet=unit,
                beboer="B1",
                tjeneste="15",
                minutter="5",
                kompetanse=f"{unit}{number}",
            )
            for number in range(7)
            for unit in "AZ"
        ],
    ),
}


@pytest.mark.parametrize(("code", "times", "change"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_unit_is_held_against_its_own_rows(code: str, times: int, change: Change) -> None:
    small = two_units()
    change(small)
    assert len(found(small, code)) == times


@pytest.mark.parametrize(
    ("unit", "known"), [("A", True), (IDENTITY_NUMBER, False)], ids=["of the unit", "of any"]
)
def test_who_has_no_name_that_can_be_read(unit: str, known: bool) -> None:
    """An identity number is no name; whose unit cannot be read may live in any of them."""
    small = two_units().add("beboere", enhet=unit, beboer=IDENTITY_NUMBER)
    small.put("vedtak", 2, beboer="Q")
    assert places(small, "resident-unknown") == ([("vedtak", 2, "beboer")] if known else [])


FACTS: list[tuple[str, dict[str, str], Change]] = [
    ("resident-unknown", {"known": "B1, B2"}, lambda s: s.put("vedtak", 2, beboer="b1")),
    ("resident-unknown", {"known": "B2, B1"}, lambda s: s.put("vedtak", 2, beboer="b2")),
    ("unit-unknown", {"known": "A"}, lambda s: s.put("tiltak", 2, enhet="X")),
    ("group-unknown", {"known": "–"}, lambda s: s.put("tiltak", 5, gruppe="X").without("grupper")),
    (
        "duplicate-id",
        {"other_table": "beboere", "other_row": "3", "id": "B2"},
        lambda s: s.add("beboere", beboer="B2"),
    ),
    (
        "participant-twice",
        {"other_table": "tiltak", "other_row": "5", "id": "B2"},
        lambda s: s.add("tiltak", beboer="B2", tjeneste="2", gruppe="G1"),
    ),
    (
        "ids-look-alike",
        {"other_table": "beboere", "other_row": "2", "name": "b1", "other": "B1"},
        lambda s: s.add("beboere", beboer="b1"),
    ),
    (
        "period-start-not-monday",
        {"monday": "2026-01-05", "next_monday": "2026-01-12"},
        lambda s: s.put("enhet", 2, periode_start="2026-01-11"),
    ),
    ("week-beyond-roster", {"weeks": "2"}, lambda s: s.put("vakter", 4, uke="3")),
    ("from-after-to", {"first": "2026-01-05"}, lambda s: s.put("beboere", 3, til="2026-01-04")),
    (
        "dates-out-of-order",
        {"earlier": "start_dato", "first": "05.01.2026"},
        lambda s: s.put(
            "vedtak",
            2,
            fra="2026-01-05",
            til="2026-01-09",
            start_dato="05.01.2026",
            slutt_dato="2026-01-04",
        ),
    ),
    (
        "shift-outside-roster",
        {"first": "2026-01-05", "last": "2026-01-18"},
        lambda s: s.add("vakter", dato="2026-01-04", vakt="dag", start="08:00", slutt="15:00"),
    ),
    ("decision-ends-soon", {"last": "2026-01-18"}, lambda s: s.put("vedtak", 3, til="2026-02-01")),
    (
        "decision-beyond-week",
        {"weekly": "168:30"},
        lambda s: s.put("vedtak", 2, timer="674", per="måned"),
    ),
    (
        "decisions-overlap",
        {"other_table": "vedtak", "other_row": "2"},
        lambda s: s.add("vedtak", beboer="B1", tjeneste="15", timer="1", fra="2026-02-01"),
    ),
    (
        "participant-staff",
        {"most": "1"},
        lambda s: s.put("grupper", 2, tjenesteytere="1").put("tiltak", 5, tjenesteytere="2"),
    ),
    (
        "respite-hours-not-rolling",
        {"code": "8"},
        lambda s: s.put("tiltak", 2, tjeneste="8").add("vedtak", beboer="B1", tjeneste="8"),
    ),
    ("participant-staff", {"most": "2"}, lambda s: s.put("tiltak", 5, tjenesteytere="3")),
    (
        "participation-own-figures",
        {"columns": "minutter, ganger, per, ukedager, fra_kl, til_kl, vakt"},
        lambda s: s.put(
            *("tiltak", 5),
            minutter="30",
            ganger="2",
            per="uke",
            ukedager="man",
            fra_kl="08:00",
            til_kl="09:00",
            vakt="dag",
        ),
    ),
    (
        "shift-too-short",
        {"length": "7:30", "breaks": "7:16", "work": "0:15"},
        lambda s: s.put("vakter", 2, pause="436"),
    ),
    (
        "shift-too-short",
        {"length": "7:30", "breaks": "0:30", "work": "7:01"},
        lambda s: s.put("annet_arbeid", 2, vakt="dag", minutter="421"),
    ),
    (
        "shift-too-short",
        {"length": "7:30", "breaks": "0:30", "work": "10:00"},
        lambda s: s.put("annet_arbeid", 2, vakt="dag", minutter="300", ganger="2"),
    ),
    (
        "shift-too-short",
        {"length": "7:30", "breaks": "0:30", "work": "7:15"},
        lambda s: s.add("annet_arbeid", arbeid="pause", minutter="420", per="vakt", vakt="dag"),
    ),
    (
        "shift-part-too-short",
        {"length": "3:00", "part": "2:00", "breaks": "2:01", "work": "0:00", "day_start": "07:00"},
        lambda s: s.put("vakter", 3, start="06:00", slutt="09:00", pause="121"),
    ),
    (
        "shift-part-too-short",
        {"length": "3:00", "part": "2:00", "breaks": "2:01", "work": "0:00", "day_start": "07:00"},
        lambda s: s.put("vakter", 3, start="05:00", slutt="08:00", pause="121"),
    ),
    (
        "shift-too-short",
        {"length": "24:00", "breaks": "24:01", "work": "0:00"},
        lambda s: s.put("vakter", 3, start="22:00", slutt="22:00", pause="1441"),
    ),
    (
        "shift-too-short",
        {"length": "0:01", "breaks": "0:02", "work": "0:00"},
        lambda s: s.put("vakter", 3, start="08:00", slutt="08:01", pause="2"),
    ),
    (
        "too-many-competences",
        {"count": "14", "most": "12"},
        lambda s: [
            s.add("tiltak", beboer="B1", tjeneste="15", minutter="5", kompetanse=f"k{number}")
            for number in range(14)
        ],
    ),
]


@pytest.mark.parametrize(("code", "expected", "change"), FACTS)
def test_a_check_says_how_much_and_where(
    code: str, expected: dict[str, str], change: Change
) -> None:
    small = Small()
    change(small)
    assert facts(small, code).items() >= expected.items()


@pytest.mark.parametrize(("names", "more"), [(8, ""), (9, ", …")])
def test_a_check_mentions_eight_names_that_are_known(names: int, more: str) -> None:
    small = Small()
    for number in range(3, names + 1):
        small.add("beboere", beboer=f"B{number}")
    small.put("vedtak", 2, beboer="Q")
    expected = ", ".join(f"B{number}" for number in range(1, 9)) + more
    assert facts(small, "resident-unknown")["known"] == expected


PLACES: list[tuple[str, list[tuple[str, int, str]], Change]] = [
    ("resident-unknown", [], lambda s: s.put("vedtak", 2, beboer="\u04121")),
    ("unit-unknown", [], lambda s: s.put("tiltak", 2, enhet="\u0410")),
    ("group-unknown", [], lambda s: s.put("grupper", 2, gruppe=IDENTITY_NUMBER)),
    (
        "absence-until-without-date",
        [("fravaer", 2, "dato_til")],
        lambda s: s.put("fravaer", 2, dato="", ukedag="man", dato_til="2026-01-09"),
    ),
    (
        "absence-until-without-date",
        [],
        lambda s: s.put("fravaer", 2, dato="", ukedag="", dato_til="2026-01-09"),
    ),
    (
        "day-said-twice",
        [("vakter", 2, "dato")],
        lambda s: s.put("vakter", 2, dato="2026-01-05", uke=""),
    ),
    (
        "day-said-twice",
        [("vakter", 2, "dato")],
        lambda s: s.put("vakter", 2, dato="2026-01-05", ukedag=""),
    ),
    ("day-half-said", [], lambda s: s.put("vakter", 2, dato="2026-01-05", uke="")),
    ("day-not-said", [], lambda s: s.put("vakter", 2, uke="")),
    ("from-after-to", [], lambda s: s.put("beboere", 3, til="2026-01-05")),
    (
        "from-after-to",
        [],
        lambda s: s.put("fravaer", 2, ukedag="", dato="2026-01-06", dato_til="2026-01-06"),
    ),
    (
        "from-after-to",
        [("fravaer", 2, "dato_til")],
        lambda s: s.put("fravaer", 2, ukedag="", dato="2026-01-07", dato_til="2026-01-06"),
    ),
    (
        "dates-out-of-order",
        [],
        lambda s: s.put(
            "vedtak",
            2,
            soknad_dato="2026-01-06",
            vedtak_dato="2026-01-06",
            start_dato="2026-01-05",
            slutt_dato="2026-01-05",
            klage_dato="2026-01-06",
        ),
    ),
    (
        "window-half-said",
        [("annet_arbeid", 3, "fra_kl")],
        lambda s: s.add("annet_arbeid", arbeid="annet", minutter="5", til_kl="10:00"),
    ),
    (
        "per-shift-with",
        [("annet_arbeid", 2, "fra_kl"), ("annet_arbeid", 2, "til_kl")],
        lambda s: s.put("annet_arbeid", 2, fra_kl="08:00", til_kl="09:00"),
    ),
    (
        "shift-outside-roster",
        [("vakter", 20, "dato")],
        lambda s: [
            s.add("vakter", dato=f"2026-01-{day}", vakt="dag", start="08:00", slutt="15:00")
            for day in ("05", "18", "19")
        ],
    ),
    ("hours-missing", [], lambda s: s.put("vedtak", 2, tjeneste="5", timer="")),
    ("hours-missing", [], lambda s: s.put("vedtak", 2, status="avslått", timer="")),
    ("hours-missing", [], lambda s: s.put("vedtak", 2, rapporteres="nei", timer="")),
    (
        "hours-missing",
        [("vedtak", 2, "timer")],
        lambda s: s.put("vedtak", 2, status="ikke iverksatt", timer=""),
    ),
    ("hours-missing", [], lambda s: s.put("vedtak", 2, tjeneste="8", timer="")),
    ("decision-beyond-week", [], lambda s: s.put("vedtak", 2, timer="336:00", per="14 dager")),
    ("decision-beyond-week", [], lambda s: s.put("vedtak", 2, timer="672:00", per="måned")),
    (
        "decision-ends-soon",
        [("vedtak", 3, "til")],
        lambda s: s.put("vedtak", 3, til="2026-02-01", status="ikke iverksatt"),
    ),
    ("decision-ends-soon", [], lambda s: s.put("vedtak", 3, til="2026-02-01", rapporteres="nei")),
    (
        "decisions-overlap",
        [],
        lambda s: s.add(
            *("vedtak",), beboer="B1", tjeneste="15", timer="1", fra="2026-02-02", til="2026-02-01"
        ),
    ),
    (
        "decisions-overlap",
        [],
        lambda s: [
            s.add("vedtak", beboer="B1", tjeneste="15", timer="1", **unlike)
            for unlike in ({"status": "avslått"}, {"rapporteres": "nei"})
        ],
    ),
    (
        "decisions-overlap",
        [("vedtak", 4, "fra")],
        lambda s: s.add(
            *("vedtak",), beboer="B1", tjeneste="15", timer="1", fra="2026-02-01", til="2026-02-01"
        ),
    ),
    (
        "decisions-overlap",
        [("vedtak", 4, "fra")],
        lambda s: s.put("vedtak", 2, til="2026-02-01").add(
            "vedtak", beboer="B1", tjeneste="15", timer="1", fra="2026-02-01"
        ),
    ),
    (
        "decisions-overlap",
        [],
        lambda s: s.put("vedtak", 2, til="2026-02-01").add(
            "vedtak", beboer="B1", tjeneste="15", timer="1", fra="2026-02-02"
        ),
    ),
    ("hours-not-carried", [], lambda s: s.put("vedtak", 2, tjeneste="5", timer="0")),
    (
        "hours-not-carried",
        [("vedtak", 2, "timer")],
        lambda s: s.put("vedtak", 2, tjeneste="5", timer="0:01"),
    ),
    (
        "resources-below-hours",
        [],
        lambda s: s.put("vedtak", 2, timer="4:00", ressursinnsats="4:00"),
    ),
    (
        "rolling-not-respite",
        [("vedtak", 2, "rullerende")],
        lambda s: s.put("vedtak", 2, tjeneste="1", rullerende="ja"),
    ),
    (
        "respite-hours-not-rolling",
        [],
        lambda s: s.put("tiltak", 2, tjeneste="8").add(
            "vedtak", beboer="B1", tjeneste="8", status="avslått"
        ),
    ),
    (
        "respite-hours-not-rolling",
        [],
        lambda s: s.put("tiltak", 2, tjeneste="8").add(
            "vedtak", beboer="B1", tjeneste="8", rapporteres="nei"
        ),
    ),
    (
        "respite-hours-not-rolling",
        [],
        lambda s: s.put("tiltak", 2, tjeneste="8").add("vedtak", beboer="B2", tjeneste="8"),
    ),
    (
        "respite-hours-not-rolling",
        [],
        lambda s: (
            s.put("tiltak", 2, tjeneste="8")
            .add("vedtak", beboer="B1", tjeneste="8", til="2026-01-10")
            .add(
                *("vedtak",),
                beboer="B1",
                tjeneste="8",
                rullerende="ja",
                timer="9",
                fra="2026-01-11",
            )
        ),
    ),
    (
        "respite-hours-not-rolling",
        [],
        lambda s: s.put("tiltak", 2, tjeneste="8", utforer="ulønnet").add(
            "vedtak", beboer="B1", tjeneste="8"
        ),
    ),
    (
        "hours-not-carried",
        [("tiltak", 2, "tjeneste")],
        lambda s: s.put("tiltak", 2, tjeneste="5", utforer="ekstern"),
    ),
    ("participation-own-figures", [], lambda s: s.put("tiltak", 4, gruppe="G1", ganger="2")),
    (
        "continuous-supervision-with",
        [],
        lambda s: s.put("tiltak", 4, utforer="ulønnet"),
    ),
    (
        "continuous-supervision-with",
        [("tiltak", 4, "til_kl")],
        lambda s: s.put("tiltak", 4, til_kl="08:00"),
    ),
    (
        "continuous-supervision-frequency",
        [("tiltak", 4, "ganger"), ("tiltak", 4, "per")],
        lambda s: s.put("tiltak", 4, ganger="2", per="uke"),
    ),
    ("shift-too-short", [], lambda s: s.put("annet_arbeid", 2, minutter="421", ukedager="ons")),
    (
        "shift-too-short",
        [("vakter", 2, "pause")],
        lambda s: s.put("annet_arbeid", 2, vakt="dag", minutter="421", ukedager="man"),
    ),
    ("shift-too-short", [], lambda s: s.put("annet_arbeid", 2, minutter="421", per="døgn")),
    (
        "shift-too-short",
        [],
        lambda s: [
            s.put("annet_arbeid", 2, vakt="natt", minutter="571"),
            *(s.put("vakter", row, type="hvilende") for row in range(3, 18)),
        ],
    ),
    (
        "too-many-competences",
        [("grupper", 3, "kompetanse")],
        lambda s: (
            [
                s.add("tiltak", beboer="B1", tjeneste="15", minutter="5", kompetanse=f"k{number}")
                for number in range(12)
            ]
            + [s.add("grupper", gruppe="G2", minutter="5", kompetanse="k12")]
        ),
    ),
]


@pytest.mark.parametrize(("code", "expected", "change"), PLACES)
def test_a_condition_is_met_or_not(
    code: str, expected: list[tuple[str, int, str]], change: Change
) -> None:
    small = Small()
    change(small)
    assert places(small, code) == expected


DATED: dict[str, tuple[tuple[str, str], Change]] = {
    "a shift": (
        ("vakter", "2"),
        lambda s: s.put("vakter", 2, uke="", ukedag="", dato="2026-01-05"),
    ),
    "a resident's first day": (("beboere", "2"), lambda s: s.put("beboere", 2, fra="2026-01-05")),
    "a resident's last day": (("beboere", "2"), lambda s: s.put("beboere", 2, til="2026-01-05")),
    "a decision's first day": (("vedtak", "2"), lambda s: s.put("vedtak", 2, fra="2026-01-05")),
    "a decision's last day": (("vedtak", "2"), lambda s: s.put("vedtak", 2, til="2026-01-05")),
    "an intervention's first day": (
        ("tiltak", "2"),
        lambda s: s.put("tiltak", 2, fra="2026-01-05"),
    ),
    "an intervention's last day": (("tiltak", "2"), lambda s: s.put("tiltak", 2, til="2026-01-05")),
    "an absence": (("fravaer", "2"), lambda s: s.put("fravaer", 2, ukedag="", dato="2026-01-05")),
}


@pytest.mark.parametrize(("row", "change"), DATED.values(), ids=DATED)
def test_each_date_needs_the_first_day_of_the_roster(row: tuple[str, str], change: Change) -> None:
    small = Small().put("enhet", 2, periode_start="").put("beboere", 3, fra="")
    small.put("vedtak", 3, til="")
    change(small)
    missing = facts(small, "period-start-missing")
    assert (missing["other_table"], missing["other_row"]) == row


def test_a_cell_that_cannot_be_read_is_said_once() -> None:
    """Nothing else is concluded from it."""
    for table, row, column in (
        ("vedtak", 2, "timer"),
        ("vedtak", 3, "til"),
        ("tiltak", 2, "minutter"),
        ("tiltak", 5, "gruppe"),
        ("vakter", 2, "pause"),
        ("vakter", 2, "start"),
        ("enhet", 2, "periode_start"),
        ("fravaer", 2, "ukedag"),
        ("annet_arbeid", 2, "minutter"),
    ):
        small = Small().put(table, row, **{column: "a;b\n¤¤"})
        errors = said(small.read(), "error")
        places_said = {(notice.table, notice.row, notice.column) for notice in errors}
        assert places_said == {(table, row, column)}, (table, column, errors)
        assert len(errors) == 1, errors


@pytest.mark.parametrize(
    ("code", "expected", "change"),
    [
        ("from-after-to", 15, lambda s: s.put("vedtak", 2, fra="2026-01-06", til="2026-01-05")),
        (
            "from-after-to",
            1,
            lambda s: s.put("vedtak", 2, tjeneste="1", fra="2026-01-06", til="2026-01-05"),
        ),
        ("from-after-to", None, lambda s: s.put("beboere", 3, til="2026-01-04")),
        (
            "from-after-to",
            None,
            lambda s: s.put("vedtak", 2, tjeneste="?", fra="2026-01-06", til="2026-01-05"),
        ),
    ],
)
def test_a_check_names_the_service_where_there_is_one(
    code: str, expected: int | None, change: Change
) -> None:
    small = Small()
    change(small)
    assert [notice.service for notice in found(small, code)] == [expected]


def test_two_decisions_are_held_against_the_one_that_lasts_longest() -> None:
    """The first of those that end on one day."""
    small = Small().put("vedtak", 2, til="2026-02-01")
    for since, to in (("2026-01-10", "2026-02-01"), ("2026-01-20", "2026-01-30")):
        small.add("vedtak", beboer="B1", tjeneste="15", timer="1", fra=since, til=to)
    others = [dict(notice.facts)["other_row"] for notice in found(small, "decisions-overlap")]
    assert others == ["2", "2"]


def test_where_a_unit_has_no_name_no_name_is_unknown() -> None:
    small = two_units().put("enhet", 2, enhet="")
    small.add("tiltak", enhet="Z", beboer="Q", tjeneste="15", minutter="5")
    assert [notice.code for notice in said(small.read(), "error")] == ["cell-missing"]


def test_without_its_column_nothing_is_said_of_a_service() -> None:
    small = Small().put("vedtak", 2, rullerende="ja").without("vedtak", "tjeneste")
    assert [(notice.code, notice.column) for notice in said(small.read(), "error")] == [
        ("column-missing", "")
    ]


def test_what_was_meant_is_looked_for_a_limited_number_of_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first unknown names have the likeliest known one first, those after them have not."""
    monkeypatch.setattr("allocator.tables.checks.references.MAX_SUGGESTIONS", 1)
    of_residents = Small().put("vedtak", 2, beboer="B22").put("vedtak", 3, beboer="B23")
    known = [notice.facts["known"] for notice in found(of_residents, "resident-unknown")]
    assert known == ["B2, B1", "B1, B2"]
    of_units = two_units().put("enhet", 3, enhet="Nordbo").put("beboere", 4, enhet="Nordbo")
    of_units.put("vakter", len(of_units.tables["vakter"]) + 1, enhet="Nordbo")
    of_units.put("vedtak", 2, enhet="Nordby").put("vedtak", 3, enhet="Nordbu")
    known = [notice.facts["known"] for notice in found(of_units, "unit-unknown")]
    assert known == ["Nordbo, A", "A, Nordbo"]


@pytest.mark.parametrize("column", ["beboer", "enhet"])
def test_a_name_that_was_looked_for_is_said_again_however_many_there_are(
    column: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a further unknown name is one too many."""
    monkeypatch.setattr("allocator.tables.checks.references.MAX_WRONG", 1)
    small = two_units()
    for row, name in ((2, "Q2"), (3, "Q2"), (4, "Q3")):
        small.put("tiltak", row, **{column: name})
    notices = [n for n in said(small.read(), "error") if (n.table, n.column) == ("tiltak", column)]
    unknown = {"beboer": "resident-unknown", "enhet": "unit-unknown"}[column]
    expected = [(unknown, 2), (unknown, 3), ("column-not-read", 4)]
    assert [(n.code, n.row) for n in notices] == expected


def test_overlaps_are_said_in_the_order_of_the_rows() -> None:
    small = Small().put("vedtak", 3, til="")
    small.tables["vedtak"].reverse()
    for resident, service in (("B2", "2"), ("B1", "15")):
        small.add("vedtak", beboer=resident, tjeneste=service, timer="1")
    overlaps = found(small, "decisions-overlap")
    assert [(notice.row, notice.resident) for notice in overlaps] == [(4, "B2"), (5, "B1")]


def test_evening_may_begin_a_minute_after_the_day() -> None:
    for evening, wrong in (("07:01", 0), ("07:00", 1)):
        small = Small().put("enhet", 2, dag_start="07:00", kveld_start=evening, natt_start="22:00")
        assert len(found(small, "parts-out-of-order")) == wrong


def test_without_the_column_of_residents_nobody_takes_part_twice() -> None:
    small = (
        Small().add("tiltak", beboer="B1", tjeneste="2", gruppe="G1").without("tiltak", "beboer")
    )
    assert [notice.code for notice in said(small.read(), "error")] == ["column-missing"]


def test_units_with_too_many_competences_are_said_in_the_order_of_the_rows() -> None:
    small = two_units()
    for unit in "ZA":
        for number in range(13):
            care = {"beboer": "B1", "tjeneste": "15", "minutter": "5"}
            small.add("tiltak", enhet=unit, kompetanse=f"{unit}{number}", **care)
    assert [notice.unit for notice in found(small, "too-many-competences")] == ["Z", "A"]


def test_an_intervention_written_in_two_ways_is_one_id() -> None:
    """Only units, residents and groups are said to look alike."""
    small = Small().put("tiltak", 3, tiltak="T1\u200b")
    assert places(small, "duplicate-id") == [("tiltak", 3, "tiltak")]
