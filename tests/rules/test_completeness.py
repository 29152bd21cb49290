"""Catalogue and cases together: each rule is shown where it applies, where not, at its limit."""

from allocator.rules.loading import load

from .case_files import all_cases


def test_every_rule_is_shown_where_it_applies_where_not_and_at_its_limit() -> None:
    shown = {(case.regel, shows) for case in all_cases() for shows in case.viser}
    missing = []
    for rule in load().rules.values():
        if rule.no_cases:
            continue
        wanted = ["gjelder", "gjelder ikke"] + ([] if rule.no_limit else ["grense"])
        missing += [(rule.id, shows) for shows in wanted if (rule.id, shows) not in shown]
    assert not missing


def test_a_rule_without_cases_or_limit_says_why_and_keeps_to_it() -> None:
    shown = {(case.regel, shows) for case in all_cases() for shows in case.viser}
    for rule in load().rules.values():
        if rule.no_cases:
            assert rule.applied_in == "none", rule.id
            assert not {what for name, what in shown if name == rule.id}, rule.id
        if rule.no_limit:
            assert (rule.id, "grense") not in shown, rule.id


def test_the_published_examples_are_cases() -> None:
    values = {
        value
        for case in all_cases()
        for expected in (case.venter, case.ikke)
        for line in expected.get("timer", ())
        for value in line.values()
    }
    assert {"6:00", "5:33", "1:30", "15:00", "20:00", "2:00", "0:24", "168:00", "72:00"} <= values


def test_names_of_cases_are_sentences_of_their_own() -> None:
    names = [case.navn for case in all_cases()]
    assert len(set(names)) == len(names)
    assert all(name[0].isupper() or name[0].isdigit() for name in names)
