"""What the catalogue's numbers say of decisions as they are written, before any calculation."""

from collections.abc import Iterator, Mapping

import pandas as pd

from allocator.notices import Notice
from allocator.rounding import NOTICEABLE, hours_minutes
from allocator.rules.figure_questions import hours_of
from allocator.rules.policy import Policies
from allocator.tables.checks.book import Book, of_unit
from allocator.tables.checks.roster import periods
from allocator.terms import EMERGENCY_BED

_DAY = pd.Timedelta(days=1)


def limits_of_decisions(book: Book, policies: Mapping[str, Policies]) -> list[Notice]:
    """List decisions of more than the week holds, and those that end soon.

    Parameters
    ----------
    book : the tables `unit` and `decisions` with their cells.
    policies : of the units whose rules are known.
    """
    return [*beyond_the_week(book, policies), *ends_soon(book, policies)]


def beyond_the_week(book: Book, policies: Mapping[str, Policies]) -> Iterator[Notice]:
    """Refuse more than 168:00 a week of one service; exactly that is possible (LIMIT-01)."""
    rows = book.rows("decisions", "unit", "hours", "per")
    for position, unit, hours, per in zip(
        rows.index, rows["unit"], rows["hours"], rows["per"], strict=True
    ):
        rules = policies[unit].rules if unit in policies else None
        if rules is None or "LIMIT-01" not in rules.rules or per not in rules.weeks_per:
            continue
        weekly = hours / rules.weeks_per[per]
        limit = hours_of(rules.rule("LIMIT-01"))
        if weekly > limit + NOTICEABLE:
            facts = {"weekly": hours_minutes(weekly), "limit": hours_minutes(limit)}
            yield book.notice("decision-beyond-week", "decisions", position, "hours", **facts)


def ends_soon(book: Book, policies: Mapping[str, Policies]) -> Iterator[Notice]:
    """Warn of a decision that ends within the roster or some days after it (ASK-14).

    Not where another follows it without a day between, nor of an emergency bed, which is no
    service to be renewed.
    """
    period = periods(book)
    asked = {unit: own.rules.rules.get("ASK-14") for unit, own in policies.items()}
    days = {unit: rule.number("days") for unit, rule in asked.items() if rule}
    columns = ("unit", "resident", "service", "from", "to", "status", "reportable")
    rows = book.rows("decisions", *columns)
    rows = rows[rows["status"].isin(("granted", "not_started")) & rows["reportable"]]
    rows = rows[rows["unit"].isin(days) & (rows["service"] != EMERGENCY_BED)]
    whose = [rows["unit"], rows["resident"], rows["service"]]
    begins = set(zip(*whose, rows["from"], strict=True))
    follows = [key in begins for key in zip(*whose, rows["to"] + _DAY, strict=True)]
    rows = rows[~pd.Series(follows, index=rows.index, dtype=bool)]
    first, last = of_unit(rows, period["first"]), of_unit(rows, period["last"])
    soon = last + pd.to_timedelta(rows["unit"].map(days), unit="D")
    for position in rows.index[(rows["to"] >= first) & (rows["to"] <= soon)]:
        after = f"{days[str(rows.at[position, 'unit'])]:g}"
        ends = book.value("decisions", position, "to")
        facts = {"ends": f"{ends:%Y-%m-%d}", "last": f"{last[position]:%Y-%m-%d}", "days": after}
        yield book.notice("decision-ends-soon", "decisions", position, "to", **facts)
