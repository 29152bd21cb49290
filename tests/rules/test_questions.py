"""What is asked before anything is calculated, and how answers are matched."""

import pandas as pd
import pytest

from allocator.notices import Notice, wordings
from allocator.rounding import hours_minutes
from allocator.rules.questions import question_codes, questions, with_answers
from allocator.tables import read
from allocator.terms import WORDS
from allocator.text import LANGUAGES

from .case_files import decided_of, files_of


def asked(**given: object) -> list[Notice]:
    """The notices that tables raise by themselves."""
    inputs = read(files_of(given))
    assert not [notice for notice in inputs.notices if notice.severity == "error"]
    return questions(inputs, decided_of(inputs), None)


def codes(**given: object) -> list[str]:
    return [notice.code for notice in asked(**given)]


def test_a_question_names_the_cell_in_the_language_of_the_table() -> None:
    row = {"beboer": "B1", "tjeneste": "1", "aktivitet": "medisin", "minutter": "10"}
    (notice,) = asked(tiltak=[row])
    assert (notice.table, notice.row, notice.column) == ("tiltak", 2, "tjeneste")
    assert (notice.unit, notice.resident, notice.service) == ("A1", "B1", 1)
    files = files_of({"tiltak": [row]})
    files["interventions.csv"] = files.pop("tiltak.csv")
    inputs = read(files)
    (notice,) = questions(inputs, decided_of(inputs), None)
    assert (notice.table, notice.column) == ("interventions", "service")


@pytest.mark.parametrize(
    ("when", "column"),
    [
        ({"vakt": "natt"}, "vakt"),
        ({"fra_kl": "23:00", "til_kl": "23:30"}, "fra_kl"),
        ({"fra_kl": "23:00", "til_kl": "23:30", "vakt": "dag"}, "fra_kl"),
    ],
)
@pytest.mark.parametrize(("service", "code"), [("1", "night-housework"), ("2", "night-training")])
def test_what_is_planned_at_night_is_asked_about_where_its_time_stands(
    service: str, code: str, when: dict[str, str], column: str
) -> None:
    (notice,) = asked(tiltak=[{"beboer": "B1", "tjeneste": service, "minutter": "10"} | when])
    assert (notice.code, notice.column, notice.row) == (code, column, 2)


def test_nothing_is_asked_of_what_does_not_count() -> None:
    plain = {"beboer": "B1", "tjeneste": "1", "minutter": "10", "vakt": "natt"}
    assert codes(tiltak=[plain | {"aktivitet": "møte", "beskrivelse": "Møte om reise"}]) == []
    assert codes(tiltak=[plain | {"utforer": "ulønnet", "aktivitet": "medisin"}]) == []


def test_a_group_is_asked_about_through_its_participants() -> None:
    group = {"gruppe": "G", "minutter": "60", "beskrivelse": "Reise til byen", "vakt": "natt"}
    row = {"beboer": "B1", "tjeneste": "1", "gruppe": "G"}
    assert codes(grupper=[group], tiltak=[row]) == ["night-housework", "suspect-words"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Reisetid til legen", "reise"),
        ("ANSVARSGRUPPEMØTE", "møte"),
        ("Følge på kjøring", "kjøring"),
        ("Planlegging av uken", "planlegg"),
        ("Rapportskriving", "rapport"),
        ("Transport", "transport"),
        ("Hjelp til å reise seg og til reise", "reise"),
        ("Hjelp til å reise seg", ""),
        ("Reiser seg fra stolen", ""),
        ("Planlagt stell etter ukeplanen", ""),
    ],
)
def test_suspicious_words(text: str, word: str) -> None:
    rows = [{"beboer": "B1", "tjeneste": "1", "minutter": "10", "beskrivelse": text}]
    words = [dict(notice.facts)["word"] for notice in asked(tiltak=rows)]
    assert words == ([word] if word else [])


@pytest.mark.parametrize(
    ("row", "absences", "expected"),
    [
        ({"ukedager": "man,tir"}, ["man"], True),
        ({"ukedager": "man,tir"}, ["man", "tir"], False),
        ({"ukedager": "man,tir", "per": "uke"}, ["man"], False),
        ({"ukedager": "man", "fra_kl": "", "til_kl": ""}, [], False),
    ],
)
def test_given_by_others_while_the_resident_is_at_home(
    row: dict[str, str], absences: list[str], expected: bool
) -> None:
    plain = {"beboer": "B1", "tjeneste": "4", "minutter": "60", "utforer": "ekstern"}
    away = [{"beboer": "B1", "ukedag": day} for day in absences]
    window = {"fra_kl": "09:00", "til_kl": "15:00"}
    asked_codes = codes(
        tiltak=[plain | window | row], fravaer=away or [{"beboer": "B1", "ukedag": "søn"}]
    )
    assert ("external-present" in asked_codes) == expected


@pytest.mark.parametrize(
    ("start", "end", "away", "expected"),
    [
        ("06:30", "08:00", {"ukedag": "man", "fra_kl": "06:00", "til_kl": "09:00"}, False),
        ("02:00", "03:00", {"ukedag": "man", "fra_kl": "23:00", "til_kl": "06:00"}, False),
        ("02:00", "03:00", {"ukedag": "søn", "fra_kl": "23:00", "til_kl": "06:00"}, True),
        ("09:00", "10:00", {"dato": "2026-01-12"}, False),
        ("09:00", "10:00", {"dato": "2026-01-13"}, True),
        ("09:00", "10:00", {"ukedag": "man", "arsak": "ferie_med_personale"}, True),
    ],
)
def test_absences_meet_windows_by_the_clock(
    start: str, end: str, away: dict[str, str], expected: bool
) -> None:
    row = {"beboer": "B1", "tjeneste": "4", "minutter": "30", "utforer": "ekstern"}
    asked_codes = codes(
        enhet={"periode_start": "2026-01-05", "uker": "2"},
        tiltak=[row | {"ukedager": "man", "fra_kl": start, "til_kl": end}],
        fravaer=[{"beboer": "B1"} | away],
    )
    assert ("external-present" in asked_codes) == expected


@pytest.mark.parametrize(
    ("granted", "row", "expected"),
    [
        ({}, {}, True),
        ({"til": "2026-01-08"}, {}, True),
        ({"til": "2026-01-11"}, {}, False),
        ({"til": "2026-01-08"}, {"til": "2026-01-08"}, False),
        ({"til": "2026-01-08"}, {"til": "2026-01-09"}, True),
    ],
)
def test_interventions_that_wait_for_their_decision_are_said(
    granted: dict[str, str], row: dict[str, str], expected: bool
) -> None:
    decision = {"beboer": "B1", "tjeneste": "15", "timer": "4:00"}
    rows = [decision | {"status": "ikke_iverksatt"}]
    if granted:
        rows.append(decision | granted)
    plan = {"beboer": "B1", "tjeneste": "15", "minutter": "10"}
    asked_codes = codes(
        enhet={"periode_start": "2026-01-05", "uker": "1"}, vedtak=rows, tiltak=[plan | row]
    )
    assert asked_codes.count("not-started-interventions") == expected


def test_one_notice_for_each_service_without_decision() -> None:
    plain = {"beboer": "B1", "tjeneste": "1", "minutter": "10"}
    refused = {"beboer": "B1", "tjeneste": "1", "timer": "1:00", "status": "avslått"}
    assert codes(tiltak=[plain, plain], vedtak=[refused]) == ["no-decision"]


def answers(*rows: tuple[str, str, str, str, str, str, str]) -> pd.DataFrame:
    columns = ["unit", "code", "resident", "service", "answer", "by", "date"]
    frame = pd.DataFrame(rows, columns=columns).assign(row=range(2, len(rows) + 2), row_id="")
    frame["service"] = pd.to_numeric(frame["service"])
    frame["date"] = pd.to_datetime(frame["date"])
    return frame


QUESTION = Notice("no-decision", unit="A1", resident="B1", service=1)


@pytest.mark.parametrize(
    ("row", "answer"),
    [
        (("A1", "no-decision", "B1", "1", "Kommer", "NN", "2026-01-12"), "Kommer (NN, 12.01.2026)"),
        (("A1", "no-decision", "", "", "Kommer", "", ""), "Kommer"),
        (("A1", "no-decision", "B1", "", "Kommer", "NN", ""), "Kommer (NN)"),
        (("A1", "no-decision", "B2", "1", "Kommer", "", ""), ""),
        (("A1", "no-decision", "B1", "2", "Kommer", "", ""), ""),
        (("A2", "no-decision", "B1", "1", "Kommer", "", ""), ""),
        (("A1", "coverage", "B1", "1", "Kommer", "", ""), ""),
    ],
)
def test_an_answer_is_matched(row: tuple[str, str, str, str, str, str, str], answer: str) -> None:
    assert [notice.answer for notice in with_answers([QUESTION], answers(row))] == [answer]


IDS = {("tiltak", 5): "T04"}
OF_A_ROW = [
    Notice("night-training", "tiltak", 5, unit="A1", resident="B1", service=2),
    Notice("night-training", "tiltak", 6, unit="A1", resident="B1", service=2),
]


@pytest.mark.parametrize(
    ("row_id", "answered"),
    [("", ["Ja", "Ja"]), ("T04", ["Ja", ""]), ("6", ["", "Ja"]), ("5", ["", ""]), ("T9", ["", ""])],
)
def test_an_answer_names_the_row_it_is_about(row_id: str, answered: list[str]) -> None:
    given = answers(("A1", "night-training", "B1", "2", "Ja", "", "")).assign(row_id=row_id)
    notices = with_answers(OF_A_ROW, given, "svar", IDS)
    assert [notice.answer for notice in notices[:2]] == answered
    unused = [notice.value for notice in notices[2:] if notice.code == "answer-unused"]
    assert unused == ([] if any(answered) else [row_id])


def test_the_last_answer_stands_and_an_unknown_code_is_said() -> None:
    answered = with_answers(
        [QUESTION],
        answers(
            ("A1", "no-decision", "", "", "Først", "", ""),
            ("A1", "no-decision", "", "", "Sist", "", ""),
            ("A1", "ingen-kode", "", "", "Ja", "", ""),
            ("A1", "beyond-decision", "", "", "Ja", "", ""),
        ),
        table="svar",
    )
    assert answered[0].answer == "Sist"
    assert [(notice.code, notice.row, notice.value) for notice in answered[1:]] == [
        ("answer-unknown", 4, "ingen-kode"),
        ("answer-unknown", 5, "beyond-decision"),
    ]
    assert "no-decision" in answered[1].message("nb")


def test_every_question_has_an_ask_rule() -> None:
    assert {wordings()[code].rule[:4] for code in question_codes()} == {"ASK-"}


@pytest.mark.parametrize("code", question_codes())
def test_a_question_has_usual_answers_or_it_is_said_why_not(code: str) -> None:
    wording = wordings()[code]
    assert bool(wording.answers) != bool(wording.no_answers)
    assert len(wording.answers) != 1, "with one answer there is nothing to choose"
    for language in LANGUAGES:
        usual = Notice(code).usual_answers(language)
        assert len(usual) == len(wording.answers) == len(set(map(str.casefold, usual)))
        assert all(answer.endswith(".") and "{" not in answer for answer in usual)
    assert all(answer.nb != answer.en for answer in wording.answers)


def test_only_the_numbers_of_organisations_cannot_be_chosen() -> None:
    free = {code for code in question_codes() if wordings()[code].no_answers}
    assert free == {"org-no-of-unit", "org-no-of-others"}


def test_only_questions_have_answers() -> None:
    asking = set(question_codes())
    with_any = {c for c, w in wordings().items() if w.answers or w.no_answers}
    assert with_any == asking


def test_the_readings_of_shared_supervision_can_be_chosen_each_by_its_word() -> None:
    usual = Notice("supervision-reading").usual_answers("nb")
    words = [answer.split(":")[0].casefold() for answer in usual]
    assert words == [spellings[0] for spellings in WORDS["shared_supervision"].values()]
    english = Notice("supervision-reading").usual_answers("en")
    assert [answer.split(":")[0].casefold() for answer in english] == [*WORDS["shared_supervision"]]


def test_hours_and_minutes_are_rounded_once() -> None:
    assert [hours_minutes(minutes) for minutes in (90, 89.5, 89.4949, 89.496, 0)] == [
        "1:30",
        "1:30",
        "1:29",
        "1:30",
        "0:00",
    ]


@pytest.mark.parametrize(
    ("bed", "other", "expected"),
    [
        ({}, {}, "bed-stay"),
        ({}, {"status": "avslått"}, "bed-alone"),
        ({}, {"rapporteres": "nei"}, "bed-alone"),
        ({}, {"beboer": "B2"}, "bed-alone"),
        ({"rapporteres": "nei"}, {}, ""),
        ({"status": "avslått"}, {}, ""),
        ({"til": "2026-01-04"}, {}, ""),
        ({"til": "2026-01-04"}, {"rapporteres": "nei"}, "bed-alone"),
    ],
)
def test_an_emergency_bed_is_said_beside_what_else_is_granted(
    bed: dict[str, str], other: dict[str, str], expected: str
) -> None:
    """Only what is the register's counts, of the bed and of what stands beside it."""
    rows = [
        {"beboer": "B1", "tjeneste": "25"} | bed,
        {"beboer": "B1", "tjeneste": "15", "timer": "1"} | other,
    ]
    notices = asked(enhet={"periode_start": "2026-01-05"}, vedtak=rows)
    beds = [(notice.code, notice.row) for notice in notices if notice.code.startswith("bed-")]
    assert beds == ([(expected, 2)] if expected else [])


@pytest.mark.parametrize(
    ("dates", "codes_and_days"),
    [
        ({"fra": "2026-01-05", "til": "2026-01-18"}, []),
        ({"fra": "2026-01-08"}, [("decision-from-inside-week", "2026-01-08", "2026-01-12")]),
        ({"fra": "2026-01-12"}, []),
        ({"til": "2026-01-11"}, []),
        ({"til": "2026-01-14"}, [("decision-to-inside-week", "2026-01-14", "2026-01-19")]),
        (
            {"fra": "2026-01-06", "til": "2026-01-07"},
            [
                ("decision-from-inside-week", "2026-01-06", "2026-01-12"),
                ("decision-to-inside-week", "2026-01-07", "2026-01-12"),
            ],
        ),
    ],
)
def test_a_change_inside_a_week_is_said_with_the_monday_after(
    dates: dict[str, str], codes_and_days: list[tuple[str, str, str]]
) -> None:
    decision = {"beboer": "B1", "tjeneste": "15", "timer": "1"} | dates
    notices = asked(enhet={"periode_start": "2026-01-05", "uker": "2"}, vedtak=[decision])
    inside = [notice for notice in notices if notice.code.endswith("-inside-week")]
    assert [
        (notice.code, notice.value, dict(notice.facts)["monday"]) for notice in inside
    ] == codes_and_days
    assert {notice.column for notice in inside} <= {"fra", "til"}


@pytest.mark.parametrize(("hours", "sides"), [("1", []), ("2", ["from"])])
def test_a_change_of_hours_is_said_once_and_the_same_hours_are_none(
    hours: str, sides: list[str]
) -> None:
    first = {"beboer": "B1", "tjeneste": "15", "timer": "1", "til": "2026-01-07"}
    second = first | {"timer": hours, "fra": "2026-01-08", "til": ""}
    notices = asked(enhet={"periode_start": "2026-01-05", "uker": "2"}, vedtak=[first, second])
    inside = [notice.code for notice in notices if notice.code.endswith("-inside-week")]
    assert inside == [f"decision-{side}-inside-week" for side in sides]
