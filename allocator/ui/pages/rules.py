"""The page «Regler»: the rules with their sources, and the profiles compared."""

from typing import Any

import pandas as pd
import streamlit as st

from allocator.results.views import profiles_side_by_side
from allocator.rules.entry import KINDS, Rule
from allocator.rules.loading import load
from allocator.ui import chosen, state
from allocator.ui.cases import cases_by_rule
from allocator.ui.heading import heading
from allocator.ui.parts import note, table
from allocator.ui.sources import InputSource
from allocator.ui.tables import worded
from allocator.ui.tables_compared import profiles_table, rules_table
from allocator.ui.words import plain

EVERY = "every"
translate = state.words()
catalogue = load()


def chosen_rules() -> list[Rule]:
    """Return the rules that the filters leave."""
    kind = st.segmented_control(
        translate("rules.kind"),
        [EVERY, *KINDS],
        required=True,
        format_func=lambda kind: (
            translate("rules.every") if kind == EVERY else translate.of("kind", kind)
        ),
        key=state.settled("rule_kind", [EVERY, *KINDS], EVERY),
        persist_state="session",
    )
    sought = st.text_input(
        translate("rules.search"),
        key="rule_search",
        persist_state="session",
        icon=":material/search:",
        width=420,
    )
    rules = [rule for rule in catalogue.rules.values() if kind in (EVERY, rule.kind)]
    return [rule for rule in rules if sought.casefold() in _all_words(rule)]


def _all_words(rule: Rule) -> str:
    title, says = getattr(rule.title, translate.language), getattr(rule.says, translate.language)
    return f"{rule.id} {title} {says} {rule.cited.section}".casefold()


def detail(rules: list[Rule]) -> None:
    """Show one rule with all that it rests on."""
    by_id = {rule.id: rule for rule in rules}
    chosen = st.selectbox(
        translate("rules.open"),
        list(by_id),
        format_func=lambda rule_id: (
            f"{rule_id} {getattr(by_id[rule_id].title, translate.language)}"
        ),
        key=state.settled("rule_open", list(by_id), next(iter(by_id))),
        persist_state="session",
        width=640,
    )
    rule = by_id[chosen]
    source = catalogue.sources[rule.source]
    with st.container(border=True):
        st.subheader(f"{rule.id} {plain(getattr(rule.title, translate.language))}", anchor=False)
        st.markdown(plain(getattr(rule.says, translate.language)))
        if rule.quote:
            st.markdown(f"*«{plain(rule.quote)}»*")
        st.markdown(
            translate(
                "rules.source",
                title=plain(source.title),
                publisher=plain(source.publisher),
                edition=translate.date(source.edition),
                section=plain(rule.cited.in_language(translate.language)),
            )
        )
        if rule.values:
            values = [
                f"{translate.number(value.number, 1)} {value.unit} ({name})"
                for name, value in rule.values.items()
            ]
            st.markdown(translate("rules.values", values=plain(", ".join(values))))
        reading = translate.of("rule-reading", rule.reading)
        st.markdown(
            translate(
                "rules.reading",
                reading=reading,
                since=translate.date(rule.since),
                checked=translate.date(rule.checked),
            )
        )
        if rule.why:
            st.markdown(translate("rules.why", why=plain(getattr(rule.why, translate.language))))
        cases = cases_by_rule().get(rule.id, [])
        if cases:
            st.markdown(
                translate("rules.cases") + "\n" + "\n".join(f"- {plain(case)}" for case in cases)
            )


def rules_page() -> None:
    """Show the catalogue."""
    st.header(translate("rules.catalogue"), anchor=False)
    note(
        translate(
            "rules.catalogue-how", count=len(catalogue.rules), version=plain(catalogue.version)
        )
    )
    rules = chosen_rules()
    if not rules:
        st.info(translate("rules.none"))
        return
    detail(rules)
    with st.expander(translate("rules.list", count=len(rules)), icon=":material/table_rows:"):
        table(rules_table(rules, translate), translate("rules.catalogue"))


def profiles() -> None:
    """Show how the readings differ, and what that does to the hours looked at."""
    st.header(translate("rules.profiles"), anchor=False)
    note(translate("rules.profiles-how"))
    table(profiles_table(catalogue.profiles, translate), translate("rules.profiles"))
    for profile in catalogue.profiles:
        st.markdown(f"- **{profile.id}**: {plain(getattr(profile.why, translate.language))}")
    of = chosen.source()
    if of is None or any(notice.severity == "error" for notice in state.inputs_of(of).notices):
        return
    there = all(state.is_calculated(of, profile.id) for profile in catalogue.profiles)
    if (
        not st.button(translate("rules.compare"), key="compare", icon=":material/calculate:")
        and not there
    ):
        return
    side_by_side(of)


def side_by_side(of: InputSource) -> None:
    """Show omfang under each profile."""
    units = state.inputs_of(of).tables["unit"]
    names = units["unit"].tolist()
    unit = chosen.unit_of(names)
    hours_by_profile = []
    for profile in catalogue.profiles:
        outcome = state.outcome_of(of, profile.id)
        if outcome.result is None:
            st.error(translate("rules.not-possible", profile=profile.id), icon=":material/error:")
            return
        hours_by_profile.append((profile.id, outcome.result.hours))
    frame = profiles_side_by_side(hours_by_profile, unit)
    table(differences(frame), translate("rules.compare"))
    own = units.loc[units["unit"] == unit].iloc[0]
    fixed = [name for name in ("shared_supervision", "report", "priority_policy") if own[name]]
    if fixed:
        labels = state.inputs_of(of).names["unit"]
        note(
            translate(
                "rules.fixed",
                table=plain(labels),
                columns=", ".join(translate(f"rules.column-{column}") for column in fixed),
            )
        )


def differences(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the comparison in words."""
    shown: dict[str, tuple[str, Any]] = {"resident": (translate("tables.resident"), str)}
    shown["service"] = (translate("tables.service"), lambda code: translate.service(int(code)))
    shown |= {profile.id: (profile.id, translate.hours) for profile in catalogue.profiles}
    shown["difference"] = (translate("rules.difference"), translate.hours)
    return worded(frame, shown)


heading("rules")
rules_page()
profiles()
