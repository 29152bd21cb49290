"""Each condition of the questions at its limit, and what the catalogue ties together.

Found by mutation testing: every test here kills a small fault that no other test noticed.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date

import pandas as pd
import pytest

import allocator
from allocator import terms
from allocator.notices import Notice
from allocator.pipeline import held_against
from allocator.results.coverage_questions import is_short_of_plan
from allocator.results.decision_questions import is_cut, less_than_decided
from allocator.rules.loading import load
from allocator.rules.questions import limits, questions
from allocator.tables import Inputs, read

from .case_files import TODAY, decided_of, files_of

WEEK = 168 * 60.0
NONE = float("nan")
HAIR = 0.01
"""Minutes: figures are determined to this, so a difference of it says nothing."""
PLAN = {"beboer": "B1", "tjeneste": "15", "minutter": "30"}


def inputs_of(**given: object) -> Inputs:
    inputs = read(files_of(given))
    assert not [notice for notice in inputs.notices if notice.severity == "error"]
    return inputs


def asked(figures: pd.DataFrame | None, **given: object) -> list[Notice]:
    """The questions and warnings of an input with figures of its own."""
    inputs = inputs_of(**({"tiltak": [PLAN]} | given))
    return questions(inputs, decided_of(inputs), figures)


def codes(figures: pd.DataFrame | None, **given: object) -> Counter[str]:
    return Counter(notice.code for notice in asked(figures, **given))


def figures_of(*rows: Mapping[str, object]) -> pd.DataFrame:
    """Rows of `hours.csv`; what is not said is 0, and no decision."""
    plain = {"unit": "A1", "resident": "B1", "service": 15, "decided_minutes": NONE}
    names = ("planned", "received", "omfang", "ressursinnsats")
    plain |= {f"{name}_minutes": 0.0 for name in names}
    frame = pd.DataFrame([plain | row for row in rows])
    return frame.assign(decided_coverage=frame["received_minutes"] / frame["decided_minutes"])


def minutes(service: int = 15, resident: str = "B1", **figures: float) -> dict[str, object]:
    """One row, its figures by their short names [min/week]."""
    return {"service": service, "resident": resident} | {
        f"{name}_minutes": value for name, value in figures.items()
    }


@pytest.mark.parametrize("name", ["decided", "planned", "received"])
@pytest.mark.parametrize(("beyond", "expected"), [(0, False), (HAIR, False), (2 * HAIR, True)])
def test_no_figure_of_one_service_is_above_the_week(
    name: str, beyond: float, expected: bool
) -> None:
    inputs = inputs_of(tiltak=[PLAN])
    notices = limits(inputs, decided_of(inputs), figures_of(minutes(**{name: WEEK + beyond})))
    assert [dict(notice.facts)["figure"] for notice in notices] == [name] * expected


@pytest.mark.parametrize(("beyond", "expected"), [(0, 0), (HAIR, 0), (2 * HAIR, 1)])
def test_services_together_are_said_above_the_week(beyond: float, expected: int) -> None:
    half = minutes(15, omfang=WEEK / 2)
    count = codes(figures_of(half, minutes(1, omfang=WEEK / 2 + beyond)))
    assert count["sum-over-168"] == expected


def test_services_of_two_residents_are_not_added() -> None:
    figures = figures_of(minutes(omfang=WEEK), minutes(resident="B2", omfang=WEEK))
    count = codes(figures, tiltak=[PLAN, PLAN | {"beboer": "B2"}])
    assert count["sum-over-168"] == 0


@pytest.mark.parametrize(("beyond", "expected"), [(0, 0), (HAIR, 0), (2 * HAIR, 1)])
@pytest.mark.parametrize(
    ("staff", "needed"), [(["1"], 1), (["2", "3"], 3), (["3", "2"], 3)], ids=str
)
def test_staff_hours_are_held_against_the_most_that_is_needed_at_once(
    staff: list[str], needed: int, beyond: float, expected: int
) -> None:
    figures = figures_of(minutes(ressursinnsats=needed * WEEK + beyond))
    other = PLAN | {"tjeneste": "1", "tjenesteytere": "9"}
    notices = asked(
        figures, tiltak=[*(PLAN | {"tjenesteytere": number} for number in staff), other]
    )
    facts = [dict(notice.facts) for notice in notices if notice.code == "resource-over-168"]
    assert len(facts) == expected
    assert all(fact["staff"] == str(needed) for fact in facts)


@pytest.mark.parametrize(
    ("decided", "planned", "received", "expected"),
    [
        (60.0, 90.0, 60.0, 1),
        (60.0, 90.0, 90.0, 0),
        (NONE, 90.0, 60.0, 0),
        (60.0, 60.0, 30.0, 0),
        (60.0, 60.0 + HAIR, 30.0, 0),
        (60.0, 60.0 + 2 * HAIR, 30.0, 1),
        (60.0, 90.0 + HAIR, 90.0, 0),
        (60.0, 90.0 + 2 * HAIR, 90.0, 1),
    ],
)
def test_a_plan_is_cut_where_it_is_above_the_decision_and_less_comes_out(
    decided: float, planned: float, received: float, expected: int
) -> None:
    assert is_cut(decided, planned, received) == bool(expected)


@pytest.mark.parametrize(
    ("giver", "granted", "expected"),
    [("ekstern", "0:59", 1), ("ekstern", "1:00", 0), ("bolig", "0:59", 0)],
)
def test_what_others_give_beyond_the_decision_is_said(
    giver: str, granted: str, expected: int
) -> None:
    row = {"beboer": "B1", "tjeneste": "9"}
    plan = [row | {"minutter": "60", "per": "uke", "utforer": giver}]
    given = {"tiltak": plan, "vedtak": [row | {"timer": granted}]}
    result = allocator.allocate(allocator.read(files_of(given)), today=TODAY)
    codes = [notice.code for notice in result.all_notices]
    assert codes.count("external-beyond-decision") == expected


@pytest.mark.parametrize(
    ("service", "decided", "received", "expected"),
    [
        (1, NONE, WEEK - HAIR, 1),
        (1, NONE, WEEK - 2 * HAIR, 0),
        (2, WEEK, 0.0, 1),
        (2, 0.0, WEEK, 1),
        (15, WEEK, WEEK, 0),
    ],
)
def test_a_whole_week_of_housework_or_training_is_asked_about(
    service: int, decided: float, received: float, expected: int
) -> None:
    count = codes(figures_of(minutes(service, decided=decided, received=received)))
    assert count["whole-week"] == expected


SAME = {15: 60.0, 1: 30.0}


@pytest.mark.parametrize(
    ("of_each", "expected"),
    [
        ([SAME, SAME], 1),
        ([SAME, SAME, SAME], 1),
        ([SAME, SAME, {15: 60.0}], 0),
        ([SAME, {15: 60.0, 1: 31.0}, SAME], 0),
        ([SAME, SAME | {2: HAIR}], 1),
        ([SAME, SAME | {2: 2 * HAIR}], 0),
        ([SAME], 0),
        ([{}, {}], 0),
        ([{}, SAME], 0),
    ],
)
def test_the_same_hours_for_everybody_are_asked_about(
    of_each: list[dict[int, float]], expected: int
) -> None:
    names = [f"B{number}" for number, _ in enumerate(of_each, 1)]
    rows = [
        minutes(service, resident, omfang=omfang)
        for resident, services in zip(names, of_each, strict=True)
        for service, omfang in services.items()
    ]
    residents = [{"beboer": resident} for resident in names]
    questions = [
        notice
        for notice in asked(figures_of(*rows, {}), beboere=residents)
        if notice.code == "same-hours"
    ]
    assert len(questions) == expected
    assert all(dict(notice.facts)["residents"] == str(len(names)) for notice in questions)


@pytest.mark.parametrize(
    ("decided", "planned", "received", "expected"),
    [
        (NONE, 60.0, 30.0, 1),
        (NONE, 60.0, 60.0 - HAIR, 0),
        (NONE, 60.0, 60.0 - 2 * HAIR, 1),
        (60.0, 60.0, 30.0, 1),
        (30.0, 60.0, 30.0, 0),
        (60.0, 90.0, 60.0 - HAIR, 0),
        (60.0, 90.0, 60.0 - 2 * HAIR, 1),
        (60.0, 30.0, 30.0, 0),
    ],
)
def test_what_is_not_covered_is_asked_about_unless_the_decision_sets_the_limit(
    decided: float, planned: float, received: float, expected: int
) -> None:
    assert is_short_of_plan(decided, planned, received) == bool(expected)


@pytest.mark.parametrize(("planned", "expected"), [("0,49", 0), ("0,5", 1)])
def test_nothing_is_asked_of_a_shortage_of_what_is_written_0_00(
    planned: str, expected: int
) -> None:
    row = {"beboer": "B1", "tjeneste": "15", "per": "uke", "vakt": "natt", "minutter": planned}
    by_day = [{"vakt": "dag", "start": "07:00", "slutt": "15:00"}]
    result = allocator.allocate(allocator.read(files_of({"tiltak": [row], "vakter": by_day})))
    codes = [notice.code for notice in result.all_notices]
    assert codes.count("coverage") == expected


@pytest.mark.parametrize(
    ("decided", "planned", "received", "expected"),
    [
        (60.0, 30.0, 30.0, 1),
        (60.0, 30.0, 30.0 - 0.9 * HAIR, 1),
        (60.0, 30.0, 30.0 - 2 * HAIR, 0),
        (30.0 + 0.9 * HAIR, 30.0, 30.0, 0),
        (30.0 + 2 * HAIR, 30.0, 30.0, 1),
        (60.0, 90.0, 60.0, 0),
        (60.0, 0.0, 0.0, 1),
    ],
)
def test_what_is_granted_and_not_given_is_asked_about_unless_the_plan_is_not_given(
    decided: float, planned: float, received: float, expected: int
) -> None:
    assert less_than_decided(decided, planned, received) == bool(expected)


def of_two_units(**given: list[dict[str, str]]) -> Inputs:
    """Rows that say their unit, A1 or A2; each has one resident, B1."""
    tables = {"beboere": [{"enhet": unit, "beboer": "B1"} for unit in ("A1", "A2")]} | given
    files = files_of({"tiltak": [PLAN | {"enhet": "A1"}], **tables})
    unit = "enhet;uker\nA1;1\nA2;1\n"
    shifts = "enhet;uke;ukedag;vakt;start;slutt;antall\n" + "".join(
        f"{name};1;man;dag;07:00;15:00;2\n" for name in ("A1", "A2")
    )
    inputs = read(files | {"enhet.csv": unit.encode(), "vakter.csv": shifts.encode()})
    assert not [notice for notice in inputs.notices if notice.severity == "error"]
    return inputs


def test_decisions_are_asked_for_only_in_a_unit_that_has_some() -> None:
    plans = [PLAN | {"enhet": unit, "tjeneste": "1"} for unit in ("A1", "A2")]
    decision = {"enhet": "A2", "beboer": "B1", "tjeneste": "15", "timer": "1:00"}
    inputs = of_two_units(tiltak=plans, vedtak=[decision])
    notices = questions(inputs, decided_of(inputs), None)
    assert [notice.unit for notice in notices if notice.code == "no-decision"] == ["A2"]


def test_interventions_that_wait_are_said_once_for_each_service() -> None:
    waiting = {"beboer": "B1", "timer": "4:00", "status": "ikke_iverksatt"}
    rows = [waiting | {"tjeneste": service} for service in ("15", "1")]
    plans = [PLAN, PLAN, PLAN | {"tjeneste": "1"}]
    assert codes(None, vedtak=rows, tiltak=plans)["not-started-interventions"] == 2
    nothing = [PLAN | {"aktivitet": "møte"}]
    assert codes(None, vedtak=rows, tiltak=nothing)["not-started-interventions"] == 0


@pytest.mark.parametrize(
    ("second", "expected"),
    [({}, 1), ({"utforer": "ekstern"}, 0), ({"kompetanse": "fysio"}, 0), ({"beboer": "B2"}, 2)],
)
def test_habilitation_by_one_actor_is_asked_about(second: dict[str, str], expected: int) -> None:
    row = PLAN | {"beskrivelse": "Rehabilitering"}
    assert codes(None, tiltak=[row, row | second])["one-actor"] == expected


@pytest.mark.parametrize(
    ("days", "per", "away", "expected"),
    [
        ("man,tir", "uke", ["man"], 0),
        ("man,tir", "uke", ["ons"], 1),
        ("man,tir", "døgn", ["tir"], 1),
        ("man,tir", "døgn", ["tir", "man"], 0),
    ],
)
def test_who_is_given_help_by_others_is_away_on_each_day_or_on_one(
    days: str, per: str, away: list[str], expected: int
) -> None:
    row = PLAN | {"utforer": "ekstern", "ukedager": days, "per": per}
    row |= {"fra_kl": "09:00", "til_kl": "10:00"}
    absences = [
        {"beboer": "B1", "ukedag": day, "fra_kl": "09:59", "til_kl": "12:00"} for day in away
    ]
    assert codes(None, tiltak=[row], fravaer=absences)["external-present"] == expected
    after = [absence | {"fra_kl": "10:00"} for absence in absences]
    assert codes(None, tiltak=[row], fravaer=after)["external-present"] == 1


OWN_DATES = {"LIMIT-05": date(2021, 1, 1), "LIMIT-06": date(2019, 1, 1)}
"""Of the code list, not of a document about hours."""


def test_a_rule_of_a_document_is_in_force_from_its_edition() -> None:
    catalogue = load()
    first = min(source.edition for source in catalogue.sources.values())
    assert first == date(2018, 5, 16)
    for rule in catalogue.entries:
        edition = catalogue.sources[rule.source].edition
        own = {OWN_DATES.get(rule.id, edition)} | ({first} if rule.source == "C" else set())
        assert rule.since in own, rule.id
        assert rule.until is None, rule.id
    assert catalogue.sources["C"].edition == date(2026, 11, 21)
    since = [profile.since for profile in catalogue.profiles]
    assert since == [catalogue.sources[name].edition for name in "FG"]


def test_when_staff_is_short_every_service_has_one_place() -> None:
    catalogue = load().on(TODAY)
    names = ("PRIORITY-01", "PRIORITY-02", "PRIORITY-03")
    assert [catalogue.number(name, "place") for name in names] == [1, 2, 3]
    assert catalogue.number("PRIORITY-04", "place") == 1
    hours = {code for code, service in terms.SERVICES.items() if service.hours}
    placed = [service for name in names for service in catalogue.rule(name).services]
    assert sorted(placed) == sorted(hours)
    assert catalogue.services("PRIORITY-01") == {terms.HEALTH_CARE}
    assert catalogue.services("PRIORITY-03") == {2, 4, 9}


def test_services_that_the_unit_gives_are_not_those_that_others_give() -> None:
    catalogue = load().on(TODAY)
    assert catalogue.services("DECISION-07") == {1, 2, 15}
    assert not catalogue.services("DECISION-07") & catalogue.services("DECISION-08")
    assert catalogue.services("COUNT-05") == catalogue.services("ASK-06") == {terms.HEALTH_CARE}
    assert catalogue.services("ASK-04") == {terms.HEALTH_CARE}


def test_the_words_that_are_asked_about() -> None:
    """The words of contract 3.5; one that goes is a question that is never asked again."""
    catalogue = load()
    assert set(catalogue.rule("ASK-09").words) == {
        *("reise", "reiser", "reisetid", "reisevei", "kjøring", "kjøretid", "transport"),
        *("møte", "rapport", "planlegg", "planarbeid", "travel", "transfer"),
        *("meeting", "report", "planning"),
        *("journal", "dokumentasjon", "dokumentering", "documentation"),
        *("pårørende", "relatives", "utrykning", "call-out", "callout", "alarm"),
        *("arbeidstrening", "work training", "kurs", "course"),
        *("veiledning av ansatt", "veiledning av personal", "guidance of staff"),
    }
    not_travel = {f"{verb} {rest}" for verb in ("reise", "reiser") for rest in ("seg", "opp")}
    no_course = {"ekskursjon", "excursion", "of course"}
    assert set(catalogue.rule("ASK-09").except_words) == not_travel | no_course
    assert catalogue.rule("ASK-12").words == ("habiliter", "rehab", "habilitation")
    assert catalogue.rule("ASK-13").words == ("hjemmekonsulent", "home consultant")


KINDS = {
    ("counts", "decide"): "COUNT-01 COUNT-02 COUNT-03 COUNT-04 COUNT-05 COUNT-07 GROUP-01 SUPER-01"
    " SUPER-02 SUPER-03 SUPER-04 NIGHT-01 DECISION-01 DECISION-07 DECISION-08 RESPITE-01",
    ("counts", "model"): "COUNT-12 COUNT-13",
    ("counts", "tables"): "COUNT-06",
    ("counts", "none"): "COUNT-08 COUNT-09 COUNT-10 COUNT-11",
    ("credits", "model"): "CREDIT-05",
    ("credits", "results"): "GROUP-02 CREDIT-01 CREDIT-02 CREDIT-03 CREDIT-04 CREDIT-06 REPORT-01"
    " REPORT-02",
    ("credits", "tables"): "CREDIT-07 CREDIT-08",
    ("excludes", "decide"): "SUPER-05 NOT-01 NOT-02 NOT-03 NOT-04 NOT-05 NOT-06 NOT-07 NOT-08"
    " NOT-09 NOT-10 NOT-11 NOT-12 NOT-13 HOUSE-01 HOUSE-02 HOUSE-03 OUT-01 OUT-02 OUT-03 OUT-04"
    " OUT-05 OUT-06 OUT-07 OUT-08 DEFAULT-00 DECISION-05 DECISION-09",
    ("excludes", "model"): "NIGHT-02",
    ("excludes", "register"): "PASS-07",
    ("limits", "model"): "HOUSE-04 PRIORITY-01 PRIORITY-02 PRIORITY-03 PRIORITY-04 DECISION-06"
    " ABSENCE-01 ABSENCE-02 ABSENCE-03",
    ("limits", "questions"): "LIMIT-01 LIMIT-03 LIMIT-04",
    ("limits", "tables"): "LIMIT-02 LIMIT-05",
    ("converts", "model"): "CONV-01 CONV-02 CONV-03 CONV-04 CONV-08",
    ("converts", "results"): "CONV-06",
    ("converts", "tables"): "CONV-05 LIMIT-06",
    ("converts", "none"): "RESPITE-03",
    ("asks", "questions"): "ASK-01 ASK-02 ASK-03 ASK-04 ASK-06 ASK-07 ASK-08 ASK-09 ASK-10 ASK-11"
    " ASK-12 ASK-13 ASK-15 ASK-16 ASK-17 ASK-18 ASK-19 ASK-20 ASK-21 ASK-22",
    ("asks", "model"): "ASK-05",
    ("asks", "tables"): "ASK-14",
    ("passes_on", "decide"): "DECISION-02 DECISION-03 DECISION-04 PASS-01 PASS-02 PASS-06",
    ("passes_on", "register"): "RESPITE-02 PASS-04 PASS-05 PASS-08",
    ("passes_on", "results"): "HOUSE-05 CONV-07 PASS-09",
    ("passes_on", "none"): "SCOPE-01 SCOPE-02 SCOPE-03 PASS-03 PURPOSE-01 PURPOSE-02 PURPOSE-03"
    " PURPOSE-04 PURPOSE-05 PURPOSE-06 PURPOSE-07 PURPOSE-08",
}
"""What every rule does, and where: the page about the rules shows them by this."""


def test_what_each_rule_does_and_where() -> None:
    ids_of: dict[tuple[str, str], list[str]] = {}
    for rule in load().entries:
        ids_of.setdefault((rule.kind, rule.applied_in), []).append(rule.id)
    expected = {where: sorted(ids.split()) for where, ids in KINDS.items()}
    assert {where: sorted(ids) for where, ids in ids_of.items()} == expected


def test_a_reading_is_the_sources_or_explained() -> None:
    """Only the contract's rules are this program's own; who interprets says why."""
    for rule in load().entries:
        assert (rule.reading == "stated") == (rule.why is None), rule.id
        local = rule.source == "C" and not rule.id.startswith("ABSENCE-")
        assert (rule.reading == "local") == local, rule.id


ABOUT = {
    "COUNT-08": {15},
    "CREDIT-07": {11},
    "RESPITE-01": {8},
    "RESPITE-02": {8},
    "RESPITE-03": {8},
    "PASS-02": {6},
    "PASS-03": {6},
    "PASS-06": {25},
    "PASS-07": {25},
    "ASK-01": {1},
    "ASK-02": {2},
    "PURPOSE-01": {1},
    "PURPOSE-02": {2},
    "PURPOSE-03": {15},
    "PURPOSE-04": {3},
    "PURPOSE-05": {4},
    "PURPOSE-06": {17},
}


def test_the_services_that_a_rule_is_about() -> None:
    catalogue = load().on(TODAY)
    assert {rule: set(catalogue.services(rule)) for rule in ABOUT} == ABOUT


@pytest.mark.parametrize(("later", "expected"), [(0, 1), (1, 0)])
def test_a_decision_ends_soon_as_long_as_the_catalogue_says(later: int, expected: int) -> None:
    days = load().on(TODAY).number("ASK-14", "days") + later
    ends = pd.Timestamp("2026-01-11") + pd.Timedelta(days=days)
    decision = {"beboer": "B1", "tjeneste": "15", "timer": "1", "til": f"{ends:%Y-%m-%d}"}
    inputs = inputs_of(enhet={"periode_start": "2026-01-05"}, vedtak=[decision])
    notices = held_against(inputs, load(), TODAY).notices
    assert [notice.code for notice in notices].count("decision-ends-soon") == expected


@pytest.mark.parametrize(
    ("last", "more", "expected"),
    [
        ("2026-01-04", {}, 0),
        ("2026-01-05", {}, 1),
        ("2026-01-11", {}, 1),
        ("2026-01-11", {"status": "ikke_iverksatt"}, 1),
        ("2026-01-11", {"status": "avslått"}, 0),
        ("2026-01-11", {"rapporteres": "nei"}, 0),
        ("2026-01-11", {"tjeneste": "25", "timer": ""}, 0),
    ],
)
def test_a_decision_that_ended_before_the_roster_ends_no_more(
    last: str, more: dict[str, str], expected: int
) -> None:
    """A roster of the week from 5 January; only what is given and is the register's is renewed."""
    decision = {"beboer": "B1", "tjeneste": "15", "timer": "1", "til": last} | more
    inputs = inputs_of(enhet={"periode_start": "2026-01-05"}, vedtak=[decision])
    notices = held_against(inputs, load(), TODAY).notices
    assert [notice.code for notice in notices].count("decision-ends-soon") == expected


@pytest.mark.parametrize(("next_day", "expected"), [("2026-01-12", 0), ("2026-01-13", 1)])
def test_a_decision_that_another_follows_does_not_end(next_day: str, expected: int) -> None:
    granted = {"beboer": "B1", "tjeneste": "15", "timer": "1"}
    rows = [granted | {"til": "2026-01-11"}, granted | {"fra": next_day}]
    inputs = inputs_of(enhet={"periode_start": "2026-01-05"}, vedtak=rows)
    notices = held_against(inputs, load(), TODAY).notices
    assert [notice.code for notice in notices].count("decision-ends-soon") == expected
