"""Decisions: hours where they belong, and no two on one day."""

from collections.abc import Iterator

import pandas as pd

from allocator import terms
from allocator.notices import Notice
from allocator.rounding import hours_minutes
from allocator.tables.checks.book import Book
from allocator.tables.derive import service_facts
from allocator.tables.schema import FIRST_DATE, LAST_DATE

_HOUR_SERVICES = frozenset(code for code, service in terms.SERVICES.items() if service.hours)
_RETIRED = frozenset(code for code, service in terms.SERVICES.items() if service.retired)
_IN_ORDER = (
    ("applied_on", "decided_on"),
    ("decided_on", "appealed_on"),
    ("started_on", "ended_on"),
)
"""Dates of a decision that can come in one order only."""


def overlaps(book: Book) -> Iterator[Notice]:
    """On any day a resident has one granted decision for a service at most.

    One that is not the register's grants nothing and is not counted here.
    """
    columns = ("unit", "resident", "service", "from", "to", "status", "reportable")
    rows = book.rows("decisions", *columns)
    rows = rows[(rows["status"] == "granted") & rows["reportable"]]
    rows = rows[~(rows["from"] > rows["to"])]
    key = ["unit", "resident", "service"]
    several = rows[rows.duplicated(key, keep=False)]
    for _, same in several.groupby(key, sort=False):
        begins = same["from"].fillna(pd.Timestamp(FIRST_DATE))
        ends = same["to"].fillna(pd.Timestamp(LAST_DATE))
        order = begins.sort_values(kind="stable").index
        longest = order[0]
        for position in order[1:]:
            if begins[position] <= ends[longest]:
                facts = book.place("decisions", longest)
                yield book.notice("decisions-overlap", "decisions", position, "from", **facts)
            if ends[position] > ends[longest]:
                longest = position


def dates_out_of_order(book: Book) -> Iterator[Notice]:
    """Check that nothing is decided before it is applied for, nor appealed or ended before it is.

    A service may have started before its decision: help that cannot wait is decided afterwards.
    Of a validity that ends before it begins another check speaks.
    """
    for first, then in _IN_ORDER:
        rows = book.rows("decisions", first, then, "from", "to")
        rows = rows[~(rows["from"] > rows["to"])]
        for position in rows.index[rows[then] < rows[first]]:
            facts = {
                "earlier": book.heading("decisions", first),
                "first": book.written("decisions", position, first),
            }
            yield book.notice("dates-out-of-order", "decisions", position, then, **facts)


def hours_missing(book: Book) -> Iterator[Notice]:
    """Check that a decision on an hour service, granted or not started, has hours."""
    rows = book.rows("decisions", "service", "hours", "status", "reportable", "rolling")
    in_force = rows["status"].isin(("granted", "not_started")) & rows["reportable"]
    for position in rows.index[in_force & _carries_hours(rows) & rows["hours"].isna()]:
        facts = service_facts(book.value("decisions", position, "service"))
        yield book.notice("hours-missing", "decisions", position, "hours", **facts)


def hours_not_carried(book: Book) -> Iterator[Notice]:
    """Check that a service that is reported by dates only has no hours."""
    for column in ("hours", "resource_hours"):
        rows = book.rows("decisions", "service", "rolling", column)
        wrong = (rows[column] > 0) & ~_carries_hours(rows) & (rows["service"] > 0)
        for position in rows.index[wrong]:
            service = book.value("decisions", position, "service")
            respite = service == terms.ROLLING_RESPITE
            code = "respite-hours-not-rolling" if respite else "hours-not-carried"
            yield book.notice(code, "decisions", position, column, **service_facts(service))


def resources_below_hours(book: Book) -> Iterator[Notice]:
    """Check that a decided ressursinnsats is no less than the hours it is of."""
    rows = book.rows("decisions", "hours", "resource_hours")
    for position in rows.index[rows["resource_hours"] < rows["hours"]]:
        facts = {"hours": hours_minutes(rows["hours"].to_dict()[position])}
        yield book.notice("resources-below-hours", "decisions", position, "resource_hours", **facts)


def rolling_elsewhere(book: Book) -> Iterator[Notice]:
    """Only respite in an institution can be rolling."""
    rows = book.rows("decisions", "service", "rolling")
    wrong = rows["rolling"] & (rows["service"] > 0) & (rows["service"] != terms.ROLLING_RESPITE)
    for position in rows.index[wrong]:
        yield book.notice("rolling-not-respite", "decisions", position, "rolling")


def retired(book: Book) -> Iterator[Notice]:
    """Report the codes of retired services, which are still in use."""
    for table in ("decisions", "interventions"):
        rows = book.rows(table, "service")
        for position in rows.index[rows["service"].isin(_RETIRED)]:
            facts = service_facts(book.value(table, position, "service"))
            yield book.notice("service-retired", table, position, "service", **facts)


def _carries_hours(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Whether each row's service is reported in hours; 8 only where it is rolling."""
    respite = rows["service"] == terms.ROLLING_RESPITE
    return rows["service"].isin(_HOUR_SERVICES) & (~respite | rows["rolling"])
