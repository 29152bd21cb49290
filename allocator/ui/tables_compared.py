"""Tables of rules, profiles and units as people read them. No Streamlit here."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from allocator.results.compare import FIGURES, Distribution
from allocator.rules.entry import Profile, Rule
from allocator.ui.tables import Shown, worded
from allocator.ui.words import Translator

if TYPE_CHECKING:
    from allocator.store.runs import Run


def rules_table(rules: Sequence[Rule], words: Translator) -> pd.DataFrame:
    """List rules."""
    frame = pd.DataFrame(
        {
            "id": [rule.id for rule in rules],
            "name": [getattr(rule.title, words.language) for rule in rules],
            "says": [getattr(rule.says, words.language) for rule in rules],
            "reading": [words.of("rule-reading", rule.reading) for rule in rules],
        }
    )
    keys = {"id": "id", "name": "name", "says": "says", "reading": "reading-short"}
    return worded(frame, {name: (words(f"rules.{key}"), str) for name, key in keys.items()})


def profiles_table(profiles: Sequence[Profile], words: Translator) -> pd.DataFrame:
    """Return the readings of the profiles, side by side."""
    kinds = {"shared_supervision": "reading", "report": "report", "priority_policy": "priority"}
    return pd.DataFrame(
        [
            {
                words("rules.profile"): profile.id,
                words("rules.since"): words.date(profile.since),
                **{
                    words(f"rules.column-{name}"): words.of(kind, getattr(profile, name))
                    for name, kind in kinds.items()
                },
            }
            for profile in profiles
        ]
    )


def units_table(frame: pd.DataFrame, words: Translator) -> pd.DataFrame:
    """List units with all figures; hidden ones say so."""
    table = worded(
        frame,
        {"name": (words("units.unit"), str), "residents": (words("units.residents"), str)}
        | {name: (words(f"units.{name}"), _figure(name, words)) for name in FIGURES},
    )
    labels = [words(f"units.{name}") for name in FIGURES]
    table.loc[frame["hidden"].to_numpy(), labels] = words("units.hidden-figure")
    return table


def _figure(name: str, words: Translator) -> Shown:
    return words.hours if name.endswith("_minutes") else words.percent


def units_csv(frame: pd.DataFrame, words: Translator) -> bytes:
    """Return the units' table as CSV for Excel: semicolons, numbers as the language has them."""
    table = units_table(frame, words)
    safe = frame["name"].map(lambda name: f"'{name}" if name[:1] in "=+-@\t\r" else name)
    table[words("units.unit")] = safe.to_numpy()
    return table.to_csv(sep=";", index=False).encode("utf-8-sig")


def units_services_table(
    frame: pd.DataFrame, names: dict[str, str], services: Sequence[int], words: Translator
) -> pd.DataFrame:
    """Return hours per resident by unit and service."""
    shown: dict[Any, tuple[str, Any]] = {"unit": (words("units.unit"), lambda unit: names[unit])}
    shown |= {code: (words.short_service(code), words.hours) for code in services}
    return worded(frame, shown)


def classes_table(
    by_unit: pd.DataFrame,
    names: dict[str, str],
    national: Distribution,
    service: int,
    words: Translator,
) -> pd.DataFrame:
    """Return shares of recipients by hours per week; the whole country first."""
    classes = [f"class_{number}" for number in range(len(national.begins))]
    country = {"name": words("charts.national"), "recipients": national.recipients[service]}
    country |= dict(zip(classes, national.shares[service], strict=True))
    own = by_unit.assign(name=[names[unit] for unit in by_unit["unit"]])
    frame = pd.DataFrame([country, *own.to_dict("records")])
    shown: dict[Any, tuple[str, Any]] = {
        "name": (words("units.unit"), str),
        "recipients": (words("units.recipients"), lambda count: words.number(count, 0)),
    }
    shown |= {
        name: (words(f"charts.class-{number}"), words.percent)
        for number, name in enumerate(classes)
    }
    return worded(frame, shown)


def runs_table(runs: "Iterable[Run]", unit: str, shown: str, words: Translator) -> pd.DataFrame:
    """Build one row per kept run: when and by whom it was made, and what it supersedes.

    Parameters
    ----------
    unit : whose roster is shown; of all units of a run where it is empty.
    shown : the id of the run that is looked at.
    """
    columns = ("when", "by", "run", "period", "supersedes", "program", "shown")
    rows = [
        (
            words.moment(run.kept_at),
            run.by,
            run.id,
            "; ".join(words.period(own.first_day, own.weeks) for own in units),
            ", ".join(dict.fromkeys(own.supersedes for own in units if own.supersedes)),
            run.program,
            words("versions.yes") if run.id == shown else "",
        )
        for run in runs
        for units in [[own for own in run.units if unit in ("", own.unit)]]
    ]
    return pd.DataFrame(rows, columns=[words(f"versions.{column}") for column in columns])
