"""Tables as people read them: frames of figures to frames of words. No Streamlit here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from allocator import Inputs
from allocator.export.words import EMPTY_CELL, word
from allocator.notices import Notice
from allocator.repair.edits import CellChange
from allocator.results.views import STAFF_KINDS, by_resident, closing
from allocator.rules.questions import RowIds, row_id
from allocator.tables.workbook import WITHOUT_RESULT
from allocator.terms import WEEKDAYS
from allocator.ui.charts.staff import row_name
from allocator.ui.words import Translator

Shown = Callable[[float], str]


def worded(
    frame: pd.DataFrame, columns: Mapping[Any, tuple[str, Callable[[Any], str]]]
) -> pd.DataFrame:
    """Put chosen columns under their headings, each value in words."""
    return pd.DataFrame(
        {
            heading: [shown(value) for value in frame[name]]
            for name, (heading, shown) in columns.items()
        }
    )


def residents_table(hours: pd.DataFrame, words: Translator) -> pd.DataFrame:
    """Build one row per resident of a unit, all services together."""
    return worded(
        by_resident(hours),
        {
            "resident": (words("tables.resident"), str),
            "omfang_minutes": (words("tables.omfang"), words.hours),
            "ressursinnsats_minutes": (words("tables.ressursinnsats"), words.hours),
            "decided_minutes": (words("tables.decided"), words.hours),
            "planned_minutes": (words("tables.planned"), words.hours),
            "received_minutes": (words("tables.received"), words.hours),
            "missing_minutes": (words("tables.missing"), words.hours),
            "undelivered_minutes": (words("tables.undelivered"), words.hours),
            "coverage": (words("tables.coverage"), words.percent),
        },
    )


def unanswered_table(notices: Iterable[Notice], ids: RowIds, words: Translator) -> pd.DataFrame:
    """Build one row per question without an answer: whom and what it is about, and how to answer.

    Parameters
    ----------
    ids : of the rows that have one; an answer names the row by it, else by its number.
    """
    columns = ("resident", "service", "question", "code", "row")
    names = [words(f"tables.{name}") for name in columns]
    rows = [
        (
            notice.resident or words("tables.whole-unit"),
            words.short_service(notice.service) if notice.service else EMPTY_CELL,
            notice.message(words.language),
            notice.code,
            row_id(notice, ids) or EMPTY_CELL,
        )
        for notice in notices
        if notice.severity == "question" and not notice.answer
    ]
    return pd.DataFrame(sorted(rows), columns=names)


def services_by_resident(
    hours: pd.DataFrame, services: list[int], words: Translator
) -> pd.DataFrame:
    """Return what is received by resident and service."""
    table = hours.pivot_table(
        index="resident", columns="service", values="received_minutes", aggfunc="sum", sort=False
    ).reindex(columns=services)
    shown = {"resident": (words("tables.resident"), str)} | {
        code: (words.short_service(code), words.hours) for code in services
    }
    return worded(table.reset_index(), shown)


def services_table(hours: pd.DataFrame, words: Translator) -> pd.DataFrame:
    """List one resident's services."""
    return worded(
        hours,
        {
            "service": (words("tables.service"), lambda code: words.service(int(code))),
            "decided_minutes": (words("tables.decided"), words.hours),
            "planned_minutes": (words("tables.planned"), words.hours),
            "received_minutes": (words("tables.received"), words.hours),
            "omfang_minutes": (words("tables.omfang"), words.hours),
            "ressursinnsats_minutes": (words("tables.ressursinnsats"), words.hours),
            "missing_minutes": (words("tables.missing"), words.hours),
            "undelivered_minutes": (words("tables.undelivered"), words.hours),
            "coverage": (words("tables.coverage"), words.percent),
        },
    )


def periods_table(rows: pd.DataFrame, words: Translator) -> pd.DataFrame:
    """List the periods of a resident's decisions, each with its own hours."""

    def status(english: str) -> str:
        return word("status", english, words.language) or words("tables.undecided")

    def day(written: str) -> str:
        return words.date(date.fromisoformat(written)) if written else EMPTY_CELL

    return worded(
        rows,
        {
            "service": (words("tables.service"), lambda code: words.service(int(code))),
            "status": (words("tables.status"), status),
            "period_from": (words("tables.from"), day),
            "period_to": (words("tables.to"), day),
            "days": (words("tables.days"), lambda days: EMPTY_CELL if pd.isna(days) else str(days)),
            "decided_hm": (words("tables.decided"), str),
            "omfang_hm": (words("tables.omfang"), str),
            "ressursinnsats_hm": (words("tables.ressursinnsats"), str),
        },
    )


def parts_table(hours: pd.DataFrame, words: Translator) -> pd.DataFrame:
    """List one resident's services by day, evening and night."""
    parts = {
        f"{part}_minutes": (words.of("part", part).capitalize(), words.hours)
        for part in ("day", "evening", "night")
    }
    return worded(
        closing(hours, "received_minutes", list(parts)),
        {"service": (words("tables.service"), lambda code: words.service(int(code)))}
        | parts
        | {"received_minutes": (words("tables.sum"), words.hours)},
    )


def staff_table(use: pd.DataFrame, words: Translator) -> pd.DataFrame:
    """List rostered time by part and duty, and what it was used for."""
    names = [
        row_name(part, duty, words) for part, duty in zip(use["part"], use["duty"], strict=True)
    ]
    kinds = {f"{kind}_minutes": (words.of("staff", kind), words.hours) for kind in STAFF_KINDS}
    shown = {"name": (words("tables.part"), str)} | kinds
    shown |= {"rostered_minutes": (words("tables.rostered"), words.hours)}
    closed = closing(use, "rostered_minutes", list(kinds))
    return worded(closed.assign(name=names), shown)


def unmet_table(unmet: pd.DataFrame, words: Translator) -> pd.DataFrame:
    """Return what is missing, the largest first."""
    ordered = unmet.sort_values("missing_minutes", ascending=False, kind="stable")
    return worded(
        ordered,
        {
            "resident": (words("tables.resident"), str),
            "service": (words("tables.service"), lambda code: words.short_service(int(code))),
            "intervention": (words("tables.intervention"), str),
            "asked_minutes": (words("tables.planned"), words.hours),
            "received_minutes": (words("tables.received"), words.hours),
            "missing_minutes": (words("tables.missing"), words.hours),
            "reason": (words("tables.reason"), words.reason),
        },
    )


def clock_table(week: pd.DataFrame, words: Translator) -> pd.DataFrame:
    """Return what one resident receives, stretch by stretch of the week."""
    order = week.assign(day=week["weekday"].map(WEEKDAYS.index)).sort_values("day", kind="stable")
    joined = order.groupby(["weekday", "from_time", "to_time"], sort=False)
    rows = joined.agg(
        services=("service", lambda codes: ", ".join(words.short_service(int(c)) for c in codes)),
        received_minutes=("received_minutes", "sum"),
    ).reset_index()
    times = rows["from_time"] + "–" + rows["to_time"]
    return worded(
        rows.assign(times=times),
        {
            "weekday": (words("tables.weekday"), lambda day: words.of("weekday", day)),
            "times": (words("tables.times"), str),
            "services": (words("tables.service"), str),
            "received_minutes": (words("tables.received"), words.hours),
        },
    )


def found_table(inputs: Inputs, words: Translator) -> pd.DataFrame:
    """List the tables that were read, under which name, with how many rows."""
    rows = [
        {"name": inputs.names[name], "what": words(f"upload.table-{name}"), "rows": len(frame)}
        for name, frame in inputs.tables.items()
    ]
    return worded(
        pd.DataFrame(rows),
        {
            "name": (words("upload.sheet"), str),
            "what": (words("upload.holds"), str),
            "rows": (
                words("upload.row-count"),
                lambda count: str(int(count)) if count else EMPTY_CELL,
            ),
        },
    )


def problem_rows(
    notices: Sequence[Notice], rows: Sequence[Sequence[int]], words: Translator
) -> pd.DataFrame:
    """List problems by sheet and cell."""
    frame = pd.DataFrame(
        {
            "table": [notice.table for notice in notices],
            "rows": [_counted(places) for places in rows],
            "column": [notice.column for notice in notices],
            "value": [notice.value for notice in notices],
            "message": [notice.message(words.language) for notice in notices],
        },
        dtype="str",
    )
    headings = {
        "table": "sheet",
        "rows": "row",
        "column": "column",
        "value": "value",
        "message": "what",
    }
    shown = {name: (words(f"upload.marked-{key}"), str) for name, key in headings.items()}
    return worded(frame, shown)


def changes_table(changes: Iterable[CellChange], words: Translator) -> pd.DataFrame:
    """List the cells that were repaired: where, what stood there, what stands there now."""
    headings = ("marked-sheet", "cell", "before", "after")
    waits = {WITHOUT_RESULT: words("upload.without-result"), "": EMPTY_CELL}
    rows = [
        (
            change.table,
            change.cell,
            *(waits.get(text, text) for text in (change.before, change.after)),
        )
        for change in changes
    ]
    return pd.DataFrame(rows, columns=[words(f"upload.{name}") for name in headings])


def _counted(rows: Sequence[int], most: int = 12) -> str:
    numbers = ", ".join(str(row) for row in rows[:most])
    return f"{numbers} …" if len(rows) > most else numbers


def stretches_table(frame: pd.DataFrame, words: Translator) -> pd.DataFrame:
    """List stretches of the week."""
    times = frame["from_time"] + "–" + frame["to_time"]
    return worded(
        frame.assign(times=times),
        {
            "weekday": (words("tables.weekday"), lambda day: words.of("weekday", day)),
            "times": (words("tables.times"), str),
            "persons": (words("staffing.persons"), words.number),
            "minutes": (words("staffing.per-week"), words.hours),
        },
    )


def duty_table(staff_week: pd.DataFrame, words: Translator) -> pd.DataFrame:
    """Show one døgn of the staff."""
    times = staff_week["from_time"] + "–" + staff_week["to_time"]
    return worded(
        staff_week.assign(times=times),
        {
            "times": (words("tables.times"), str),
            "duty": (words("staffing.duty"), lambda duty: words.of("duty", duty)),
            "headcount": (words("staffing.on-duty"), words.number),
            "direct_minutes": (words("staffing.direct"), words.hours),
            "other_work_minutes": (words.of("staff", "other_work"), words.hours),
            "break_minutes": (words.of("staff", "break"), words.hours),
            "presence_minutes": (words.of("staff", "presence"), words.hours),
            "missing_minutes": (words("tables.missing"), words.hours),
        },
    )


def reasons_table(frame: pd.DataFrame, words: Translator) -> pd.DataFrame:
    """Return what is missing by reason."""
    return worded(
        frame,
        {
            "reason": (words("tables.reason"), words.reason),
            "missing_minutes": (words("tables.missing"), words.hours),
            "residents": (words("staffing.waiting-count"), str),
        },
    )


def waiting_table(frame: pd.DataFrame, words: Translator) -> pd.DataFrame:
    """List interventions that wait, with their window and competence."""

    def when(row: Any) -> str:
        if pd.notna(row.from_time):
            return f"{words.clock(row.from_time)}–{words.clock(row.to_time)}"
        parts = row.shift if isinstance(row.shift, tuple) else ()
        return ", ".join(words.of("part", part) for part in parts) or EMPTY_CELL

    windows = [when(row) for row in frame.itertuples()]
    names = (frame["intervention"] + " " + frame["description"].fillna("")).str.strip()
    return worded(
        frame.assign(window=windows, named=names),
        {
            "resident": (words("tables.resident"), str),
            "named": (words("tables.intervention"), str),
            "window": (words("staffing.window"), str),
            "competence": (
                words("staffing.competence-needed"),
                lambda value: value if isinstance(value, str) and value else EMPTY_CELL,
            ),
            "missing_minutes": (words("tables.missing"), words.hours),
            "reason": (words("tables.reason"), words.reason),
        },
    )
