"""Interventions: minutes where they are needed, continuous supervision, groups, services."""

from collections.abc import Iterator

import pandas as pd

from allocator import terms
from allocator.notices import Notice
from allocator.tables.bounds import MAX_COMPETENCES
from allocator.tables.checks.book import Book
from allocator.tables.derive import service_facts

_TABLE = "interventions"
_GROUPS_OWN = ("minutes", "times", "per", "weekdays", "from_time", "to_time", "shift")


def minutes_missing(book: Book) -> Iterator[Notice]:
    """Check that an individual intervention says how long it takes, unless it is a group's."""
    rows = book.rows(_TABLE, "mode", "minutes", "group")
    missing = (rows["mode"] == "individual") & rows["minutes"].isna() & (rows["group"] == "")
    for position in rows.index[missing]:
        yield book.notice("minutes-missing", _TABLE, position, "minutes")


def continuous_supervision(book: Book) -> Iterator[Notice]:
    """Supervision without minutes is for whole parts of the døgn, by the unit's own staff."""
    rows = _continuous(book, "from_time", "to_time", "competence", "group", "provider")
    unfit = {
        "from_time": rows["from_time"].notna(),
        "to_time": rows["to_time"].notna() & rows["from_time"].isna(),
        "competence": rows["competence"] != "",
        "group": rows["group"] != "",
        "provider": rows["provider"] == "external",
    }
    for column, wrong in unfit.items():
        for position in rows.index[wrong]:
            yield book.notice("continuous-supervision-with", _TABLE, position, column)


def continuous_supervision_not_counted(book: Book) -> Iterator[Notice]:
    """Work around the resident needs minutes: it is no supervision."""
    rows = _continuous(book, "activity")
    for position in rows.index[rows["activity"].isin(terms.NEVER_COUNTING)]:
        yield book.notice("continuous-supervision-not-counted", _TABLE, position, "activity")


def continuous_supervision_frequency(book: Book) -> Iterator[Notice]:
    """How often has no meaning where something goes on all the time."""
    rows = _continuous(book, "times", "per")
    for column, odd in (("times", rows["times"] != 1), ("per", rows["per"] != "day")):
        for position in rows.index[odd]:
            yield book.notice("continuous-supervision-frequency", _TABLE, position, column)


def substitution_treatment(book: Book) -> Iterator[Notice]:
    """LAR is health care at home."""
    rows = book.rows(_TABLE, "activity", "service")
    lar = rows["activity"] == "substitution_treatment"
    for position in rows.index[lar & (rows["service"] != terms.HEALTH_CARE)]:
        yield book.notice("lar-not-health-care", _TABLE, position, "service")


def services_without_hours(book: Book) -> Iterator[Notice]:
    """Check that what counts is on a service that is reported in hours."""
    rows = _countable(book)
    without = {code for code, service in terms.SERVICES.items() if not service.hours}
    for position in rows.index[rows["service"].isin(without)]:
        facts = service_facts(book.value(_TABLE, position, "service"))
        yield book.notice("hours-not-carried", _TABLE, position, "service", **facts)


def respite_not_rolling(book: Book) -> Iterator[Notice]:
    """Respite in an institution is in hours only where it is rolling."""
    columns = ("unit", "resident", "service", "status", "reportable", "rolling")
    rows = _countable(book)
    rows = rows[rows["service"] == terms.ROLLING_RESPITE]
    granted = book.rows("decisions", *columns)
    granted = granted[granted["service"] == terms.ROLLING_RESPITE]
    granted = granted[(granted["status"] == "granted") & granted["reportable"]]
    if rows.empty or granted.empty:
        return
    rolling = granted.groupby(["unit", "resident"])["rolling"].any()
    fixed = rolling.index[~rolling.to_numpy(dtype=bool)]
    pairs = pd.MultiIndex.from_frame(rows[["unit", "resident"]])
    for position in rows.index[pairs.isin(fixed)]:
        yield book.notice(
            "respite-hours-not-rolling", _TABLE, position, "service", **service_facts(8)
        )


def participants_staff(book: Book) -> Iterator[Notice]:
    """Check that a participant's own need of staff is at most what the group has."""
    groups = book.rows("groups", "unit", "group", "staff").drop_duplicates(["unit", "group"])
    rows = book.rows(_TABLE, "unit", "group", "staff")
    rows = rows[(rows["group"] != "") & (rows["staff"] > 1)]
    if rows.empty or groups.empty:
        return
    of_group = groups.set_index(["unit", "group"])["staff"]
    pairs = pd.MultiIndex.from_frame(rows[["unit", "group"]])
    most = pd.Series(of_group.reindex(pairs).to_numpy(), index=rows.index)
    for position in rows.index[rows["staff"] > most]:
        facts = {"most": f"{most[position]:.0f}"}
        yield book.notice("participant-staff", _TABLE, position, "staff", **facts)


def participants_own_figures(book: Book) -> Iterator[Notice]:
    """Minutes, frequency, days and window of a participation are the group's."""
    rows = book.rows(_TABLE, "group", "mode", "minutes")
    rows = rows[(rows["group"] != "") & ~_is_continuous(rows)]
    given = {column: book.given(_TABLE, column) for column in _GROUPS_OWN if len(rows)}
    for position in rows.index:
        own = [column for column, cells in given.items() if cells[position]]
        if own:
            columns = ", ".join(book.heading(_TABLE, column) for column in own)
            code = "participation-own-figures"
            yield book.notice(code, _TABLE, position, own[0], columns=columns)


def too_many_competences(book: Book) -> Iterator[Notice]:
    """Check the limit of the model on different competences asked for in one unit."""
    asked = pd.concat(
        [
            book.rows(table, "unit", "competence")[["unit", "competence"]].assign(table=table)
            for table in (_TABLE, "groups")
        ]
    ).reset_index(names="position")
    asked = asked[asked["competence"] != ""].drop_duplicates(["unit", "competence"])
    for _, texts in asked.groupby("unit", sort=False):
        if len(texts) > MAX_COMPETENCES:
            first = texts.iloc[MAX_COMPETENCES]
            facts = {"count": str(len(texts)), "most": str(MAX_COMPETENCES)}
            cell_reference = (str(first["table"]), int(first["position"]), "competence")
            yield book.notice("too-many-competences", *cell_reference, **facts)


def _countable(book: Book) -> pd.DataFrame:
    """Rows whose minutes would be credited."""
    rows = book.rows(_TABLE, "unit", "resident", "service", "activity", "provider")
    return rows[rows["activity"].isin(terms.COUNTING) & (rows["provider"] != "unpaid")]


def _continuous(book: Book, *columns: str) -> pd.DataFrame:
    rows = book.rows(_TABLE, "mode", "minutes", *columns)
    return rows[_is_continuous(rows)]


def _is_continuous(rows: pd.DataFrame) -> "pd.Series[bool]":
    return (rows["mode"] == "supervision") & rows["minutes"].isna()
