"""Each unit calculates with the rules that are in force on its roster's first day."""

import json
from datetime import date
from pathlib import Path

import pytest

import allocator
from allocator.errors import CatalogueError, InputError, NotInForceError
from allocator.notices import Notice
from allocator.rules.classify import classify
from allocator.rules.loading import load
from allocator.rules.policy import policies_of
from allocator.rules.questions import questions
from allocator.tables import Inputs, read
from allocator.text.dates import day, days

from .case_files import files_of
from .edited import edited, with_month_rules

MONTH = {"beboer": "B1", "tjeneste": "15", "minutter": "1440", "per": "måned"}
LAST, FIRST = date(2029, 12, 31), date(2030, 1, 1)
"""The last day of one month rule, and the first day of the next."""
BY_4, BY_4_33 = 1440 / 4, 1440 / 4.33


def inputs_of(start: str = "", **given: object) -> Inputs:
    unit = {"periode_start": start} if start else {}
    return read(files_of({"enhet": unit, "tiltak": [MONTH]} | given))


def of_two_units(first: str, second: str) -> Inputs:
    """Two units, A1 and A2, with the same plan; their rosters begin on these days."""
    files: dict[str, bytes] = {}
    for unit, start in (("A1", first), ("A2", second)):
        own = files_of({"enhet": {"enhet": unit, "periode_start": start}, "tiltak": [MONTH]})
        for name, data in own.items():
            heading, *rows = data.decode().splitlines()
            if name != "enhet.csv":
                heading, rows = f"enhet;{heading}", [f"{unit};{row}" for row in rows]
            before = files.get(name, f"{heading}\n".encode())
            files[name] = before + "".join(f"{row}\n" for row in rows).encode()
    return read(files)


def refused(inputs: Inputs, **how: object) -> list[Notice]:
    with pytest.raises(InputError) as refusal:
        allocator.allocate(inputs, **how)  # type: ignore[arg-type]
    return [notice for notice in refusal.value.notices if notice.severity == "error"]


@pytest.mark.parametrize(
    ("day", "weeks"),
    [
        (date(2018, 6, 26), None),
        (date(2018, 6, 27), 4),
        (date(2029, 12, 30), 4),
        (date(2029, 12, 31), 4),
        (date(2030, 1, 1), None),
        (date(2030, 1, 6), None),
        (date(2030, 1, 7), 4.33),
        (date(2030, 1, 8), 4.33),
    ],
)
def test_a_rule_holds_from_its_first_to_its_last_day(
    tmp_path: Path, day: date, weeks: float | None
) -> None:
    rules = with_month_rules(tmp_path, "2029-12-31", "2030-01-07").on(day)
    if weeks is not None:
        assert rules.number("CONV-01", "weeks") == rules.weeks_per["month"] == weeks
        return
    assert "CONV-01" not in rules.rules
    message = (
        f"CONV-01 is not in force on {day}; it is in force 2018-06-27 – 2029-12-31, 2030-01-07"
    )
    for ask in (lambda: rules.rule("CONV-01"), lambda: rules.number("CONV-01", "weeks")):
        with pytest.raises(NotInForceError, match=message):
            ask()


def test_a_rule_of_tomorrow_changes_nothing_today(tmp_path: Path) -> None:
    catalogue = with_month_rules(tmp_path, "2098-12-31", "2099-01-01")
    result = allocator.allocate(inputs_of("2026-01-05"), catalogue=catalogue)
    assert result.hours["received_minutes"].tolist() == pytest.approx([BY_4], abs=1e-6)


def test_two_units_of_one_input_have_each_their_own_day(tmp_path: Path) -> None:
    catalogue = with_month_rules(tmp_path, LAST.isoformat(), FIRST.isoformat())
    inputs = of_two_units("2029-12-31", "2030-01-07")
    result = allocator.allocate(inputs, catalogue=catalogue, today=date(2026, 1, 5))
    assert result.hours["unit"].tolist() == ["A1", "A2"]
    for minutes in ("planned_minutes", "received_minutes"):
        assert result.hours[minutes].tolist() == pytest.approx([BY_4, BY_4_33], abs=1e-6)
    assert result.trace["asked_minutes"].tolist() == pytest.approx([BY_4, BY_4_33], abs=1e-9)
    days = [unit["policies"]["rules_on"] for unit in result.run["units"]]
    assert days == ["2029-12-31", "2030-01-07"]
    assert "rules-of-today" not in result.notices["code"].tolist()


@pytest.mark.parametrize(("today", "minutes"), [(LAST, BY_4), (FIRST, BY_4_33)])
def test_without_a_first_day_the_rules_are_those_of_the_run(
    tmp_path: Path, today: date, minutes: float
) -> None:
    catalogue = with_month_rules(tmp_path, LAST.isoformat(), FIRST.isoformat())
    result = allocator.allocate(inputs_of(), catalogue=catalogue, today=today)
    assert result.hours["received_minutes"].tolist() == pytest.approx([minutes], abs=1e-6)
    (notice,) = [notice for notice in result.all_notices if notice.code == "rules-of-today"]
    assert (notice.severity, notice.table, notice.row) == ("info", "enhet", 2)
    assert (notice.column, notice.unit) == ("periode_start", "A1")
    for language in ("nb", "en"):
        assert day(today, language) in notice.message(language)
        assert "G-2018-06-27" in notice.message(language)
    run = json.loads(json.dumps(result.run))
    assert run["today"] == run["units"][0]["policies"]["rules_on"] == today.isoformat()


def test_the_day_of_the_run_does_not_touch_a_dated_roster(tmp_path: Path) -> None:
    catalogue = with_month_rules(tmp_path, LAST.isoformat(), FIRST.isoformat())
    result = allocator.allocate(inputs_of("2029-12-31"), catalogue=catalogue, today=FIRST)
    assert result.hours["received_minutes"].tolist() == pytest.approx([BY_4], abs=1e-6)
    assert [notice.code for notice in result.all_notices if notice.code == "rules-of-today"] == []
    assert result.run["units"][0]["policies"]["rules_on"] == "2029-12-31"


@pytest.mark.parametrize(
    ("start", "rule"), [("2018-05-07", "F-2018-05-16"), ("2018-06-25", "CONV-04")]
)
def test_a_roster_before_a_rule_that_is_needed_is_an_error(start: str, rule: str) -> None:
    (notice,) = refused(inputs_of(start))
    assert (notice.code, notice.table, notice.row) == ("not-in-force", "enhet", 2)
    assert (notice.column, notice.unit) == ("periode_start", "A1")
    for language in ("nb", "en"):
        assert rule in notice.message(language)
        assert days(start, language) in notice.message(language)
    assert allocator.allocate(inputs_of("2018-07-02")).hours["received_minutes"].iloc[0] > 0


def test_a_gap_between_two_entries_is_an_error(tmp_path: Path) -> None:
    catalogue = with_month_rules(tmp_path, "2029-12-31", "2030-01-08")
    (notice,) = refused(inputs_of("2030-01-07"), catalogue=catalogue)
    assert "CONV-01" in notice.message("nb")
    assert "27.06.2018 – 31.12.2029, 08.01.2030 –" in notice.message("nb")


MEETING = "  title: {nb: Møter, en: Meetings}\n"


@pytest.mark.parametrize(
    ("start", "rule"), [("2029-12-31", "NOT-03"), ("2030-01-07", "DEFAULT-00")]
)
def test_a_word_whose_rule_has_ended_is_recognised_by_none(
    tmp_path: Path, start: str, rule: str
) -> None:
    ended = {MEETING: f"{MEETING}  until: {LAST}\n"}
    catalogue = edited(tmp_path, {"entries/not_counting.yaml": ended})
    inputs = inputs_of(start, tiltak=[MONTH | {"aktivitet": "møte"}])
    classification = classify(inputs, policies_of(inputs, catalogue, FIRST))
    assert classification.verdict(("interventions", 0))[:2] == (rule, False)
    assert [notice.code for notice in classification.notices] == ["no-rule"] * (
        rule == "DEFAULT-00"
    )


@pytest.mark.parametrize(("start", "asked"), [("2029-12-31", True), ("2030-01-07", False)])
@pytest.mark.parametrize(
    ("rule", "code"), [("ASK-06", "medication-service"), ("ASK-07", "no-decision")]
)
def test_a_question_whose_rule_has_ended_is_not_asked(
    tmp_path: Path, rule: str, code: str, start: str, asked: bool
) -> None:
    head = f"- id: {rule}\n"
    ended = {head: f"{head}  until: {LAST}\n"}
    catalogue = edited(tmp_path, {"entries/questions.yaml": ended})
    medicine = MONTH | {"tjeneste": "1", "aktivitet": "medisin"}
    decision = {"beboer": "B2", "tjeneste": "15", "timer": "1:00"}
    inputs = inputs_of(start, tiltak=[medicine], vedtak=[decision])
    classification = classify(inputs, policies_of(inputs, catalogue, FIRST))
    codes = {notice.code for notice in questions(inputs, classification, None)}
    assert (code in codes) == asked
    assert {"medication-service", "no-decision"} - {code} <= codes


def test_the_newest_profile_on_the_first_day_holds_where_none_is_chosen() -> None:
    catalogue = load()
    days = [date(2018, 5, 16), date(2018, 6, 26), date(2018, 6, 27), date(2026, 1, 5)]
    assert [catalogue.profile("", day).id for day in days] == [
        *("F-2018-05-16", "F-2018-05-16", "G-2018-06-27", "G-2018-06-27")
    ]
    with pytest.raises(NotInForceError, match="F-2018-05-16 is not in force on 2018-05-15"):
        catalogue.profile("", date(2018, 5, 15))
    with pytest.raises(NotInForceError, match="G-2018-06-27 is not in force on 2018-06-26"):
        catalogue.profile("g-2018-06-27", date(2018, 6, 26))
    assert catalogue.profile("g-2018-06-27", date(2018, 6, 27)).id == "G-2018-06-27"
    with pytest.raises(CatalogueError, match="there is no profile"):
        catalogue.profile("H-2030", date(2018, 6, 26))
