"""Two runs side by side as tables: figures, causes of each difference, and all of it as JSON."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import pandas as pd

from allocator.export.change_words import cause_sentence, row_sentence
from allocator.export.run_comparison import ChangeCauses, RunComparison, residents_of, units_of
from allocator.export.words import EMPTY_CELL, signed
from allocator.results.hours_changes import KEY, MEASURES, HoursChange
from allocator.results.record_changes import Difference
from allocator.results.register_changes import RegisterChange
from allocator.rounding import NOTICEABLE, hours_minutes
from allocator.tables.row_changes import RowChange
from allocator.tables.rows import rows_of
from allocator.tables.written import plain
from allocator.text import translate

FORMAT: Final = 1
"""Of the JSON; a higher one has something that a reader of this one would not understand."""
_DECIMALS: Final = 2
"""Figures are determined to 0.01 minute."""


class CauseRow(NamedTuple):
    """A row of `causes_table`: one cause of one difference.

    `scope` is `own` (about the resident), `shared` (about everybody in the unit), `run` (rules,
    readings and versions) or `none` (nothing explains it); `sentence` says what is other.
    """

    unit: str
    resident: str
    service: int
    scope: str
    sentence: str


def measures_table(change: HoursChange, language: str) -> list[tuple[str, str, str, str]]:
    """Return the measures that differ as words: name, before, after and change as `h:mm`."""
    return [
        (
            translate("export", f"column-{measure}", language),
            _hours(figures["before"]),
            _hours(figures["after"]),
            signed(figures["before"], figures["after"]),
        )
        for measure in MEASURES
        if (figures := change.figures(measure))
        and (change.kind != "changed" or abs(figures["change"]) > NOTICEABLE)
    ]


def causes_table(comparison: RunComparison, language: str) -> pd.DataFrame:
    """Build one row per difference and cause, in order: the nearest cause first.

    Returns
    -------
    The columns of `CauseRow`; join it with `RunComparison.hours` by unit, resident and service.
    """
    rows = [
        CauseRow(change.unit, change.resident, change.service, scope, sentence)
        for change in rows_of(comparison.hours, HoursChange)
        for scope, sentence in _sentences(
            comparison.causes(change.unit, change.resident, change.service), language
        )
    ]
    return pd.DataFrame(rows, columns=list(CauseRow._fields))


def _sentences(causes: ChangeCauses, language: str) -> Iterator[tuple[str, str]]:
    yield from (("own", row_sentence(change, language)) for change in causes.own)
    yield from (("shared", row_sentence(change, language)) for change in causes.shared)
    yield from (("run", cause_sentence(difference, language)) for difference in causes.run)
    if not causes:
        yield "none", translate("changes", "unexplained", language)


def as_json(comparison: RunComparison) -> dict[str, Any]:
    """Return the whole comparison as JSON can hold it, whatever the language.

    Returns
    -------
    `format`;
    `same`: whether nothing at all differs;
    `input`: `same`, `written_otherwise` or `changed`;
    `hours`: for each difference `unit, resident, service, kind` (`changed`, `new`, `gone`), and
    `omfang, ressursinnsats, staff_share, received`, each `before, after, change` [min per week],
    null where there is none; `causes`, which are positions in the lists below: `own` and `shared`
    in `rows`, `run` in `run`; all empty where nothing explains it;
    `rows`: the rows of the input: `table` (English), `name` (as in the input), `kind` (`changed`,
    `gone`, `new`), `row_before, row_after` (as the spreadsheet shows them), `units, residents,
    services, groups` (whom it is about), `may_move_hours`, and `values`, each `column, before,
    after`; times in minutes, dates as `yyyy-mm-dd`;
    `run`: `kind` (`version`, `policy`, `rule-changed`, `rule-new`, `rule-gone`,
    `not-calculated-before`, `not-calculated-now`), `units` (empty for all), and its facts;
    `register`: what to enter: `unit, resident, service, kind, on, reason, before, after`, hours
    in minutes a week.
    """
    rows = {id(change): number for number, change in enumerate(comparison.rows)}
    run = {id(difference): number for number, difference in enumerate(comparison.run)}
    return {
        "format": FORMAT,
        "same": comparison.is_same,
        "input": str(comparison.input_state),
        "hours": [
            _hours_json(
                change,
                comparison.causes(change.unit, change.resident, change.service),
                rows,
                run,
            )
            for change in rows_of(comparison.hours, HoursChange)
        ],
        "rows": [_row_json(change) for change in comparison.rows],
        "run": [_run_json(difference) for difference in comparison.run],
        "register": [_register_json(change) for change in comparison.register],
    }


def _hours_json(
    change: HoursChange, causes: ChangeCauses, rows: Mapping[int, int], run: Mapping[int, int]
) -> dict[str, Any]:
    return {
        **{name: getattr(change, name) for name in (*KEY, "kind")},
        **{
            measure: {side: _figure(value) for side, value in change.figures(measure).items()}
            for measure in MEASURES
        },
        "causes": {
            "own": [rows[id(cause)] for cause in causes.own],
            "shared": [rows[id(cause)] for cause in causes.shared],
            "run": [run[id(cause)] for cause in causes.run],
        },
    }


def _row_json(change: RowChange) -> dict[str, Any]:
    return {
        "table": change.table.name,
        "name": change.name,
        "kind": str(change.kind),
        "row_before": change.before and change.before.row,
        "row_after": change.now and change.now.row,
        "units": sorted(units_of(change)),
        "residents": sorted(residents_of(change)),
        "services": sorted(change.services),
        "groups": sorted(change.names("group")),
        "may_move_hours": change.may_move_hours,
        "values": [
            {
                "column": value.column.name,
                "before": _value(value.before),
                "after": _value(value.now),
            }
            for value in change.values
        ],
    }


def _run_json(difference: Difference) -> dict[str, Any]:
    facts = {name: text for name, text in difference.facts.items() if name not in ("units", "unit")}
    return {"kind": difference.key, "units": list(difference.units), **facts}


def _register_json(change: RegisterChange) -> dict[str, Any]:
    return {
        **{name: getattr(change.entry, name) for name in KEY},
        "kind": str(change.kind),
        "on": _value(change.on),
        "reason": change.reason,
        "before": _value(change.before),
        "after": _value(change.after),
    }


def _figure(minutes: float) -> float | None:
    return None if pd.isna(minutes) else round(minutes, _DECIMALS) + 0.0


def _value(value: Any) -> Any:
    """Return a value as JSON can hold it; None where there is none."""
    if hasattr(value, "isoformat"):
        return None if pd.isna(value) else value.isoformat()[:10]
    held = None if value is None else plain(value)
    return None if held in ("", ()) else held


def _hours(minutes: float) -> str:
    return EMPTY_CELL if pd.isna(minutes) else hours_minutes(minutes)
