"""What the workbook's sheets hold: one question each, headings and words in the user's language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from allocator.export.words import word
from allocator.results.explanation import MEASURES, Reason, ServiceExplanation
from allocator.results.why import explanations_of, other_work_of
from allocator.rounding import hours_minutes, in_parts
from allocator.terms import WORDS
from allocator.text import texts, translate

if TYPE_CHECKING:
    from allocator.pipeline import Result

SheetCell = str | float | int | bool | None
SheetRow = Sequence[SheetCell]

SHEETS = (
    "hours", "register", "staff_time", "week", "staff_week", "unmet", "explanation", "notices",
    "run",
)  # fmt: skip
FRAMES = ("hours", "register", "staff_time", "week", "staff_week", "unmet", "notices")
"""Sheets that show a frame of the result as it is."""
MINUTES = "_minutes"
HOURS = "_hm"
WHOLES: Mapping[str, tuple[str, ...]] = {
    "received_minutes": ("day", "evening", "night"),
    "rostered_minutes": (
        "individual", "group", "supervision", "direct", "other_work", "break", "presence",
    ),
}  # fmt: skip
"""Figures whose parts are rounded so that they add up to it, where a sheet has them."""
KINDS: Mapping[str, str] = {
    "part": "part",
    "duty": "duty",
    "weekday": "weekday",
    "status": "status",
    "basis": "report",
    "staffing": "staffing",
    "ordinary_housing": "yes_no",
    "rolling": "yes_no",
}
"""Columns whose words are translated, and the vocabulary of each."""
SHARES = ("coverage", "decided_coverage")
POLICIES = ("shared_supervision", "report", "priority_policy")
NAMES = ("id", "resident", "service")
"""Of an entry in a list of the record: what it is about."""
NOT_SHOWN = frozenset({"format", "tables", "seconds"})
"""Of the record of the run: what is for programs alone, and what differs between equal runs."""
EXPLAINED = (
    "unit", "resident", "service", "service_name", "chapter", "table", "row", "id", "description",
    "activity", "counted", "explanation", "received", "ressursinnsats", "step", "rule", "title",
    "says", "source", "section", *MEASURES,
)  # fmt: skip


@dataclass(frozen=True)
class ResultSheet:
    """One sheet: its title, the columns' names in the code and as shown, and the rows."""

    title: str
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    rows: Iterable[SheetRow]


def sheets_of(result: "Result", language: str) -> Iterator[ResultSheet]:
    """Build every sheet of the workbook, in order; minutes are averages [min per week]."""
    for name in SHEETS:
        columns, rows = _columns_and_rows(name, result, language)
        yield ResultSheet(
            translate("export", f"sheet-{name}", language),
            tuple(columns),
            tuple(_heading(column, language) for column in columns),
            rows,
        )


def _columns_and_rows(
    name: str, result: "Result", language: str
) -> tuple[Sequence[str], Iterable[SheetRow]]:
    if name == "explanation":
        return EXPLAINED, _explanation(result, language)
    if name == "run":
        return ("unit", "what", "value"), _about(result.run, language)
    return _of_frame(getattr(result, name), language)


def _heading(column: str, language: str) -> str:
    """Write a heading; only columns in minutes name their unit."""
    if column.endswith(MINUTES):
        heading = translate("export", f"column-{column.removesuffix(MINUTES)}", language)
        return translate("export", "column-minutes", language, heading=heading)
    return translate("export", f"column-{column.removesuffix(HOURS)}", language)


def _of_frame(frame: pd.DataFrame, language: str) -> tuple[list[str], Iterable[SheetRow]]:
    """Show every figure of a frame as `h:mm`, and in minutes in columns to the right."""
    names = [str(name) for name in frame]
    minutes = [name for name in names if name.endswith(MINUTES)]
    shown = [name.removesuffix(MINUTES) + HOURS for name in minutes]
    kept = [name for name in names if name not in (*minutes, *shown)]
    values = {name: _in_words(name, frame[name].tolist(), language) for name in kept}
    values |= _in_hours(frame, minutes)
    values |= {name: frame[name].tolist() for name in minutes}
    shares = [name for name in kept if name in SHARES]
    order = [*(name for name in kept if name not in shares), *shown, *shares, *minutes]
    return order, zip(*(values[name] for name in order), strict=True)


def _in_words(name: str, values: list[Any], language: str) -> list[SheetCell]:
    if name in KINDS:
        return [word(KINDS[name], value, language) for value in values]
    if name == "reason":
        return [translate("explain", f"reason-{value}", language) for value in values]
    if name == "severity":
        return [translate("export", f"severity-{value}", language) for value in values]
    return [None if value is pd.NA else value for value in values]


def _in_hours(frame: pd.DataFrame, minutes: Sequence[str]) -> dict[str, list[SheetCell]]:
    """Write each column of minutes as `h:mm`; parts add up to their whole."""
    shown: dict[str, list[SheetCell]] = {
        name.removesuffix(MINUTES) + HOURS: [_hm(value) for value in frame[name].tolist()]
        for name in minutes
    }
    for whole, names in WHOLES.items():
        parts = [name for name in names if name + MINUTES in minutes]
        if whole in minutes and parts:
            of_rows = zip(*(frame[name + MINUTES].tolist() for name in parts), strict=True)
            rounded = [
                in_parts(total, row)
                for total, row in zip(frame[whole].tolist(), of_rows, strict=True)
            ]
            for part, name in enumerate(parts):
                shown[name + HOURS] = [hours_minutes(row[part]) for row in rounded]
    return shown


def _hm(minutes: float) -> str | None:
    return None if pd.isna(minutes) else hours_minutes(minutes)


def _explanation(result: "Result", language: str) -> Iterator[SheetRow]:
    """List the rows of the trace with their rules, and the sum of each service."""
    for explanation in explanations_of(result, language):
        for _, heading, reasons in explanation.chapters:
            for reason in reasons:
                yield from _reason_rows(_key(explanation), heading, reason, language)
    chapter = translate("why", "chapter-other-work", language)
    for unit, reason in other_work_of(result, language):
        yield from _reason_rows((unit, None, None, None), chapter, reason, language)


def _key(explanation: ServiceExplanation) -> SheetRow:
    return explanation.unit, explanation.resident, explanation.service, explanation.service_name


def _reason_rows(key: SheetRow, heading: str, reason: Reason, language: str) -> Iterator[SheetRow]:
    """Write one row per rule; text and figures only in the first, so that columns add up."""
    position = (reason.table or None, reason.row, reason.id or None)
    figures = [reason.minutes.get(name) for name in MEASURES]
    hours = [
        _hm(reason.minutes[f"{name}_minutes"]) if reason.minutes else None
        for name in ("received", "ressursinnsats")
    ]
    counted = word("yes_no", "yes" if reason.counted else "no", language) if reason.table else None
    activity = _activity(reason.activity, language)
    first: SheetRow = (reason.description, activity, counted, reason.text, *hours)
    for ground in reason.grounds:
        rule = (
            ground.step_name,
            ground.rule,
            ground.title,
            ground.says,
            ground.source,
            ground.section,
        )
        yield (*key, heading, *position, *first, *rule, *figures)
        first, figures = (None,) * len(first), [None] * len(MEASURES)


def _activity(english: str, language: str) -> str:
    """Translate the word of a row: an activity, work of the unit, or the status of a decision."""
    kinds = ("activity", "unit_work", "status")
    kind = next((kind for kind in kinds if english in WORDS[kind]), kinds[0])
    return word(kind, english, language)


def _about(run: Mapping[str, Any], language: str) -> Iterator[SheetRow]:
    """List the record of the run as unit, what and value."""
    for key, value in run.items():
        if key == "units":
            for unit in value:
                rest = {name: entry for name, entry in unit.items() if name != "unit"}
                yield from ((unit["unit"], *row) for row in _flat(rest, (), language))
        else:
            yield from ((None, *row) for row in _flat({key: value}, (), language))


def _flat(value: Any, path: tuple[str, ...], language: str) -> Iterator[tuple[str, SheetCell]]:
    """Flatten nested records to lines of words and value."""
    if isinstance(value, Mapping):
        for key, entry in value.items():
            if key in NOT_SHOWN:
                continue
            shown = word(key, entry, language) if key in POLICIES else entry
            yield from _flat(shown, (*path, _label(str(key), language)), language)
    elif isinstance(value, list):
        for entry in value:
            names = [str(entry[key]) for key in NAMES if key in entry]
            rest = {key: item for key, item in entry.items() if key not in NAMES}
            yield from _flat(rest, (*path, ", ".join(names)), language)
    else:
        yield ": ".join(path), (None if value == "" else value)


def _label(key: str, language: str) -> str:
    label = texts("export").get(f"run-{key}")
    return label[language] if label else key
