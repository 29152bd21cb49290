"""The causes of a difference as sentences: rows of an input, rules, readings and versions."""

from collections.abc import Iterator, Mapping
from typing import Final

from allocator.export.register_words import service
from allocator.export.words import EMPTY_CELL, word
from allocator.results.record_changes import Difference
from allocator.sanitise import sanitise
from allocator.tables.row_changes import RowChange, RowChangeKind, RowVersion
from allocator.tables.schema import Column, ColumnKind
from allocator.tables.words import shorten
from allocator.tables.written import is_empty, says_something, written
from allocator.text import texts, translate

_ABOUT: Final[Mapping[str, tuple[str, ...]]] = {
    "unit": ("unit",),
    "shifts": ("date", "week", "weekday", "shift", "staff_id"),
    "residents": ("resident",),
    "decisions": ("resident", "service"),
    "interventions": ("resident", "service", "group", "description"),
    "groups": ("group",),
    "other_work": ("work", "description"),
    "absences": ("resident", "date", "weekday"),
    "answers": ("code", "resident"),
    "shift_codes": ("code",),
}
"""The columns that say to people which row of a table it is."""
_NUMBERED: Final = (ColumnKind.WHOLE, ColumnKind.NUMBER)


def cause_sentence(difference: Difference, language: str) -> str:
    """Put what differs between two records into a sentence."""
    facts = dict(difference.facts)
    if difference.key == "policy":
        for side in ("before", "now"):
            if facts["what"] != "profile":
                facts[side] = word(facts["what"], facts[side], language)
    if difference.key in ("policy", "version"):
        label = texts("export").get(f"run-{facts['what']}")
        facts |= {"what": label[language]} if label else {}
    if "units" in facts:
        facts["units"] = shorten(facts["units"])
    shown = {name: sanitise(text) for name, text in facts.items()}
    return translate("verify", difference.key, language, **shown)


def row_sentence(change: RowChange, language: str) -> str:
    """Say which row is changed, gone or new, whom it is about, and what stood and stands in it."""
    row = change.now or change.before
    about = ", ".join(_about(change, row, language)) if row else ""
    values = "; ".join(_values(change, language))
    if values and change.kind is not RowChangeKind.CHANGED:
        values = f" ({values})"
    return translate(
        "changes",
        f"row-{change.kind}",
        language,
        table=sanitise(change.name),
        row=_row(change, language),
        about=f" ({about})" if about else "",
        values=values,
    )


def heading(column: Column, language: str) -> str:
    """Return what a column is called in a language."""
    return column.norwegian if language == "nb" else column.name


def shown_value(column: Column, value: object, language: str) -> str:
    """Write a value as it may be shown; a dash where there is none."""
    if is_empty(value):
        return EMPTY_CELL
    text = shorten(written(column, value, language))
    return text.replace("_", " ") if column.words else text


def _row(change: RowChange, language: str) -> str:
    """Write the row's number, and where it stood before if that was elsewhere."""
    if change.before and change.now and change.before.row != change.now.row:
        facts = {"row": change.now.row, "before": change.before.row}
        return translate("changes", "row-moved", language, **facts)
    return str(change.versions[0].row)


def _about(change: RowChange, row: RowVersion, language: str) -> Iterator[str]:
    if row.has_own_id and row.text("intervention"):
        yield sanitise(row.text("intervention"))
    for name in _ABOUT[change.table.name]:
        column = change.table.column(name)
        value = row.values[name]
        if is_empty(value):
            continue
        if column.kind is ColumnKind.SERVICE:
            yield service(int(value))
        elif column.kind in _NUMBERED:
            yield f"{heading(column, language)} {shown_value(column, value, language)}"
        else:
            yield shown_value(column, value, language)


def _values(change: RowChange, language: str) -> Iterator[str]:
    """Write each column that differs; of a row that is gone or new what else it says."""
    if change.kind is RowChangeKind.CHANGED:
        for value in change.values:
            facts = {
                "column": heading(value.column, language),
                "before": shown_value(value.column, value.before, language),
                "now": shown_value(value.column, value.now, language),
            }
            yield translate("changes", "value", language, **facts)
        return
    named = {"unit", "intervention", *_ABOUT[change.table.name]}
    for value in change.values:
        alone = value.before if change.now is None else value.now
        if value.column.name not in named and says_something(value.column, alone):
            shown = shown_value(value.column, alone, language)
            facts = {"column": heading(value.column, language), "value": shown}
            yield translate("changes", "value-alone", language, **facts)
