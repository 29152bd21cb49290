"""The classes of rows say what their tables hold: a field for each column, of its type."""

from typing import Any, Literal, get_args, get_origin, get_type_hints

import pandas as pd
import pytest

from allocator import terms
from allocator.tables.declared import TABLE_OF, TABLES
from allocator.tables.rows import rows_of
from allocator.tables.schema import Column, ColumnKind, Table

from .small import Small

TYPES: dict[ColumnKind, Any] = {
    ColumnKind.TEXT: str,
    ColumnKind.COMPETENCE: str,
    ColumnKind.ORGANISATION: str,
    ColumnKind.YES_NO: bool,
    ColumnKind.DATE: pd.Timestamp,
    ColumnKind.COMPETENCES: tuple[str, ...],
    ColumnKind.WEEKDAYS: tuple[int, ...],
    ColumnKind.PARTS: tuple[terms.Part, ...],
}
"""Every other kind is a float, or an int where no cell of it can be empty."""
VOCABULARIES = {
    "part": terms.Part,
    "staffing": terms.Staffing,
    "shared_supervision": terms.SupervisionReading,
    "report": terms.Report,
    "priority_policy": terms.PriorityPolicy,
    "duty": terms.Duty,
    "status": terms.DecisionStatus,
    "mode": terms.Mode,
    "provider": terms.Provider,
    "yes_no": Literal["yes", "no"],
}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_row_has_the_columns_of_its_table(table: Table) -> None:
    fields = [name.rstrip("_") for name in table.row._fields]
    assert fields == ["position", *(column.name for column in table.columns), "row"]
    assert TABLE_OF[table.row] == table.name


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_field_has_the_type_of_its_column(table: Table) -> None:
    hints = get_type_hints(table.row)
    for column in table.columns:
        hint = hints.get(column.name, hints.get(f"{column.name}_"))
        if column.kind is ColumnKind.WORD:
            assert _words(hint) == _choices(column), column.name
        else:
            assert hint == _type(column), column.name


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_rows_hold_what_their_fields_say(table: Table) -> None:
    hints = get_type_hints(table.row)
    for row in rows_of(Small().read().tables[table.name], table.row):
        for name, value in row._asdict().items():
            assert _is(value, hints[name]), (name, value)


def test_a_closed_vocabulary_is_the_words_that_a_cell_may_hold() -> None:
    for kind, vocabulary in VOCABULARIES.items():
        assert get_args(vocabulary) == tuple(terms.WORDS[kind]), kind


def _is(value: object, hint: Any) -> bool:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return value in inner
    if origin is tuple:
        return isinstance(value, tuple) and all(_is(item, inner[0]) for item in value)
    if inner:
        return any(_is(value, part) for part in inner)
    return value is pd.NaT if pd.isna(value) and hint is pd.Timestamp else isinstance(value, hint)


def _type(column: Column) -> Any:
    whole = column.kind in (ColumnKind.WHOLE, ColumnKind.SERVICE)
    if whole and (column.required or column.default is not None):
        return int
    return TYPES.get(column.kind, float)


def _choices(column: Column) -> set[str]:
    """The words that a cell may hold; the empty one where neither required nor with a default."""
    empty = set() if column.required or column.default is not None else {""}
    kinds = [kind for kind in column.words if terms.WORDS[kind].keys() - column.refused.keys()]
    if any(kind not in VOCABULARIES for kind in kinds):
        return {"any text"}
    return {word for kind in kinds for word in terms.WORDS[kind]} | empty


def _words(hint: Any) -> set[str]:
    if hint is str:
        return {"any text"}
    parts = get_args(hint) if get_origin(hint) is not Literal else (hint,)
    return {word for part in parts for word in get_args(part)}
