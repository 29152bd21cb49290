"""The page «Regler»: the rules with their sources, and the profiles compared."""

from typing import Any

import pandas as pd
import streamlit as st

from allocator.results.views import profiles_side_by_side
from allocator.rules.entry import KINDS, Rule
from allocator.rules.loading import load
from allocator.ui import state
from allocator.ui.cases import cases_by_rule
from allocator.ui.parts import heading, note, table
from allocator.ui.sources import InputSource
from allocator.ui.tables import worded
from allocator.ui.tables_compared import profiles_table, rules_table
from allocator.ui.words import plain

EVERY = "every"
say = state.words()
catalogue = load()


def chosen_rules() -> list[Rule]:
    """Return the rules that the filters leave."""
    kind = st.segmented_control(
        say("rules.kind"),
        [EVERY, *KINDS],
        default=EVERY,
        required=True,
        format_func=lambda kind: say("rules.every") if kind == EVERY else say.of("kind", kind),
        key="rule_kind",
    )
    sought = st.text_input(
        say("rules.search"), key="rule_search", icon=":material/search:", width=420
    )
    rules = [rule for rule in catalogue.rules.values() if kind in (EVERY, rule.kind)]
    return [rule for rule in rules if sought.casefold() in _all_words(rule)]


def _all_words(rule: Rule) -> str:
    title, says = getattr(rule.title, say.language), getattr(rule.says, say.language)
    return f"{rule.id} {title} {says} {rule.section}".casefold()


def detail(rules: list[Rule]) -> None:
    """One rule with all that it rests on."""
    by_id = {rule.id: rule for rule in rules}
    chosen = st.selectbox(
        say("rules.open"),
        list(by_id),
        format_func=lambda rule_id: f"{rule_id} {getattr(by_id[rule_id].title, say.language)}",
        key="rule_open",
        width=640,
    )
    rule = by_id[chosen]
    source = catalogue.sources[rule.source]
    with st.container(border=True):
        st.subheader(f"{rule.id} {plain(getattr(rule.title, say.language))}", anchor=False)
        st.markdown(plain(getattr(rule.says, say.language)))
        if rule.quote:
            st.markdown(f"*«{plain(rule.quote)}»*")
        st.markdown(
            say(
                "rules.source",
                title=plain(source.title),
                publisher=plain(source.publisher),
                edition=say.date(source.edition),
                section=plain(rule.section),
            )
        )
        if rule.values:
            said = [
                f"{say.number(value.number, 1)} {value.unit} ({name})"
                for name, value in rule.values.items()
            ]
            st.markdown(say("rules.values", values=plain(", ".join(said))))
        reading = say.of("rule-reading", rule.reading)
        st.markdown(
            say(
                "rules.reading",
                reading=reading,
                since=say.date(rule.since),
                checked=say.date(rule.checked),
            )
        )
        if rule.why:
            st.markdown(say("rules.why", why=plain(getattr(rule.why, say.language))))
        cases = cases_by_rule().get(rule.id, [])
        if cases:
            st.markdown(say("rules.cases") + "\n" + "\n".join(f"- {plain(case)}" for case in cases))


def rules_page() -> None:
    """Show the catalogue."""
    st.header(say("rules.catalogue"), anchor=False)
    note(say("rules.catalogue-how", count=len(catalogue.rules), version=plain(catalogue.version)))
    rules = chosen_rules()
    if not rules:
        st.info(say("rules.none"))
        return
    detail(rules)
    with st.expander(say("rules.list", count=len(rules)), icon=":material/table_rows:"):
        table(rules_table(rules, say), say("rules.catalogue"))


def profiles() -> None:
    """How the readings differ, and what that does to the hours looked at."""
    st.header(say("rules.profiles"), anchor=False)
    note(say("rules.profiles-how"))
    table(profiles_table(catalogue.profiles, say), say("rules.profiles"))
    for profile in catalogue.profiles:
        st.markdown(f"- **{profile.id}**: {plain(getattr(profile.why, say.language))}")
    of = state.source()
    if of is None or any(notice.severity == "error" for notice in state.inputs_of(of).notices):
        return
    there = all(state.is_calculated(of, profile.id) for profile in catalogue.profiles)
    if (
        not st.button(say("rules.compare"), key="compare", icon=":material/calculate:")
        and not there
    ):
        return
    side_by_side(of)


def side_by_side(of: InputSource) -> None:
    """Omfang under each profile."""
    units = state.inputs_of(of).tables["unit"]
    names = units["unit"].tolist()
    unit = state.unit_of(names)
    found = []
    for profile in catalogue.profiles:
        outcome = state.outcome_of(of, profile.id)
        if outcome.result is None:
            st.error(say("rules.not-possible", profile=profile.id), icon=":material/error:")
            return
        found.append((profile.id, outcome.result.hours))
    frame = profiles_side_by_side(found, unit)
    table(differences(frame), say("rules.compare"))
    own = units.loc[units["unit"] == unit].iloc[0]
    fixed = [name for name in ("shared_supervision", "report", "priority_policy") if own[name]]
    if fixed:
        labels = state.inputs_of(of).names["unit"]
        note(
            say(
                "rules.fixed",
                table=plain(labels),
                columns=", ".join(say(f"rules.column-{column}") for column in fixed),
            )
        )


def differences(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the comparison in words."""
    shown: dict[str, tuple[str, Any]] = {"resident": (say("tables.resident"), str)}
    shown["service"] = (say("tables.service"), lambda code: say.service(int(code)))
    shown |= {profile.id: (profile.id, say.hours) for profile in catalogue.profiles}
    shown["difference"] = (say("rules.difference"), say.hours)
    return worded(frame, shown)


heading("rules")
rules_page()
profiles()
