"""An explanation is a sum: its rows add up, each rests on rules, none is left out or told twice."""

import pytest

from allocator import Result
from allocator.results.deciding import OF_REASON
from allocator.results.explanation import CHAPTERS, MEASURES, Reason, ServiceExplanation
from allocator.results.unmet import REASONS
from allocator.results.why import explanations_of, other_work_of, why
from allocator.rules.loading import load
from allocator.text import texts


def rows(explanation: ServiceExplanation, *chapters: str) -> list[Reason]:
    return [
        reason
        for name, _, reasons in explanation.chapters
        if name in chapters
        for reason in reasons
    ]


def rules(reason: Reason) -> list[tuple[str, str]]:
    return [(ground.step, ground.rule) for ground in reason.grounds]


def row(explanation: ServiceExplanation, name: str) -> Reason:
    return next(reason for reason in rows(explanation, *CHAPTERS) if reason.id == name)


def test_there_is_one_for_every_figure(result: Result) -> None:
    keys = [
        (explanation.unit, explanation.resident, explanation.service)
        for explanation in explanations_of(result)
    ]
    hours = result.hours[["unit", "resident", "service"]]
    assert keys == list(hours.itertuples(index=False, name=None))


def test_the_planned_rows_add_up_to_the_figures(result: Result) -> None:
    for explanation in explanations_of(result):
        for name in set(MEASURES) - {"asked_minutes", "ressursinnsats_minutes"}:
            total = sum(reason.minutes[name] for reason in rows(explanation, "plan"))
            assert total == pytest.approx(getattr(explanation.hours, name), abs=1e-6)


def test_every_row_of_the_trace_is_told_once(result: Result) -> None:
    explained = [
        (explanation.unit, reason.table, reason.row)
        for explanation in explanations_of(result)
        for reason in rows(explanation, "plan", "decisions", "not-counted")
    ]
    explained += [(unit, reason.table, reason.row) for unit, reason in other_work_of(result)]
    trace = result.trace[["unit", "table", "row"]]
    assert sorted(explained) == sorted(trace.itertuples(index=False, name=None))


def test_a_row_names_its_rules_in_the_order_they_work(result: Result) -> None:
    (health,) = why(result, "A1", "B1", 15)
    assert rules(row(health, "T1")) == [
        ("decides", "COUNT-01"), ("converts", "CONV-04"), ("multiplies", "CREDIT-02"),
    ]  # fmt: skip
    assert rules(row(health, "-T3")) == [("decides", "SUPER-03")]
    (practical,) = why(result, "A1", "B1", 1)
    assert rules(row(practical, "T2")) == [
        ("decides", "COUNT-01"), ("converts", "CONV-03"), ("limits", "DECISION-06"),
    ]  # fmt: skip
    (group,) = why(result, "A1", "B2", 9)
    assert rules(row(group, "T5")) == [("decides", "GROUP-01"), ("converts", "CONV-03")]
    assert rules(row(group, "T8")) == [("decides", "NOT-13"), ("converts", "CONV-03")]


def test_a_row_is_found_by_its_id_its_words_and_its_place(result: Result) -> None:
    (health,) = why(result, "A1", "B1", 15)
    assert row(health, "T1").location == "T1, «=1+1 Morgenstell <b>&</b>», tiltak rad 2"
    (group,) = why(result, "A1", "B2", 9)
    assert row(group, "T5").location == "T5, tiltak rad 6"
    (decision,) = rows(group, "decisions")
    assert (decision.id, decision.location) == ("", "vedtak rad 5")


def test_sources_are_named_with_their_date(result: Result, in_english: Result) -> None:
    ground = row(why(result, "A1", "B1", 15)[0], "T1").grounds[0]
    assert ground.source == "Veileder for registrering av IPLOS-data, kapittel 13 (27.06.2018)"
    assert ground.section == "«13. Rapportering av timer per uke på de ulike tjenestene»"
    assert ground.says == load().rule("COUNT-01").says.nb
    english = row(why(in_english, "A1", "B1", 15, "en")[0], "T1").grounds[0]
    assert "(2018-06-27)" in english.source
    assert english.title == load().rule("COUNT-01").title.en


def test_the_chapters_come_in_order(result: Result) -> None:
    for explanation in explanations_of(result):
        names = [name for name, _, _ in explanation.chapters]
        assert names == sorted(names, key=CHAPTERS.index)
        assert names[-1] == "total"


def test_the_sum_is_told_in_figures_that_add_up(result: Result) -> None:
    (health,) = why(result, "A1", "B1", 15)
    first = rows(health, "total")[0]
    assert first.text.startswith("Beboeren mottar 40:00 per uke (3:30 + 36:30).")
    named = [pair for reason in rows(health, "total") for pair in rules(reason)]
    assert ("sums", "REPORT-01") in named
    assert any("168 timer" in reason.text for reason in rows(health, "total"))


def test_services_without_hours_or_help_say_so(result: Result) -> None:
    (alarm,) = why(result, "A1", "B2", 6)
    assert [reason.text for reason in rows(alarm, "total")] == [
        "Tjenesten har ingen timer; den føres med datoer."
    ]


def test_one_service_or_all_of_them_and_the_same_name_in_two_units(result: Result) -> None:
    assert [explanation.service for explanation in why(result, "A1", "B1")] == [1, 9, 15]
    assert [explanation.service for explanation in why(result, "A2", "B1")] == [15]
    assert why(result, "A1", "B1", 2) == []


def test_every_rule_it_may_name_is_in_the_catalogue(result: Result) -> None:
    known = load().rules
    assert set(OF_REASON) < set(REASONS)
    assert set(OF_REASON.values()) <= set(known)
    for name in ("PRIORITY-01", "PRIORITY-02", "PRIORITY-03", "PRIORITY-04"):
        assert name in known
    for explanation in explanations_of(result):
        for reason in rows(explanation, *CHAPTERS):
            assert reason.grounds
            assert {ground.rule for ground in reason.grounds} <= set(known)


@pytest.mark.parametrize("file", ["why", "export", "cli"])
def test_texts_have_both_languages_and_the_same_facts(file: str) -> None:
    from string import Formatter

    for key, words in texts(file).items():
        assert set(words) == {"nb", "en"}, key
        nb, en = (
            {name for _, name, _, _ in Formatter().parse(words[language]) if name}
            for language in ("nb", "en")
        )
        assert nb == en, key
