"""The rows in which two inputs differ: changed, gone or new, and what stood and stands in them.

Rows are compared by what they say. Where a row stands, and in which order, makes no difference,
nor does an id that is only the row's own number.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

import pandas as pd

from allocator.tables.alignment import differing_members
from allocator.tables.declared import TABLES
from allocator.tables.inputs import Inputs
from allocator.tables.schema import Column, Table
from allocator.tables.written import is_empty, plain, says_something

_ID: Final = "intervention"
"""The column that holds the row's number where a cell of it is empty."""
_RESIDENT: Final = "resident"
_KEYS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "unit": (("unit",),),
    "shifts": (
        ("unit", "date", "week", "weekday", "shift", "staff_id"),
        ("unit", "date", "week", "weekday", "shift"),
    ),
    "residents": (("unit", "resident"),),
    "decisions": (
        ("unit", "resident", "service", "applied_on", "decided_on"),
        ("unit", "resident", "service"),
    ),
    "interventions": (
        ("unit", _ID),
        ("unit", "resident", "service", "description", "activity", "mode", "group"),
        ("unit", "resident", "service"),
    ),
    "groups": (("unit", "group"),),
    "other_work": (("unit", "work", "description"), ("unit", "work")),
    "absences": (("unit", "resident", "date", "weekday"), ("unit", "resident", "reason")),
    "answers": (("unit", "code", "resident", "service", "row_id"),),
    "shift_codes": (("unit", "code"),),
}
"""What makes two rows of a table the same row, the most telling first."""
_WITHOUT_HOURS: Final[Mapping[str, frozenset[str]]] = {
    "unit": frozenset({"name", "municipality", "org_no", "staffing", "ordinary_housing"}),
    "shifts": frozenset({"staff_id"}),
    "decisions": frozenset(
        {"applied_on", "decided_on", "started_on", "ended_on", "appealed_on", "org_no"}
    ),
    "interventions": frozenset({_ID, "description"}),
    "groups": frozenset({"description"}),
    "other_work": frozenset({"description"}),
    "answers": frozenset(column.name for column in TABLES["answers"].columns),
    "shift_codes": frozenset({"cost", "most"}),
}
"""Columns that move no hour: they name, describe, or are passed on to the register."""


class RowChangeKind(StrEnum):
    """What became of a row."""

    CHANGED = "changed"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class ValueChange:
    """What stood in a column of a row, and what stands there; None where there is no row."""

    column: Column
    before: Any
    now: Any


@dataclass(frozen=True)
class RowVersion:
    """A row as one of the inputs has it.

    Parameters
    ----------
    row : as the spreadsheet shows it.
    values : English column name -> typed value.
    """

    row: int
    values: Mapping[str, Any]

    def text(self, column: str) -> str:
        """Return a name that it holds; empty where the table has no such column."""
        return str(self.values.get(column, ""))

    @property
    def service(self) -> int | None:
        """The service it is about, if it is about one."""
        code: Any = self.values.get("service")
        return None if is_empty(code) else int(code)

    @property
    def has_own_id(self) -> bool:
        """Whether its id is more than its number."""
        return self.text(_ID) != str(self.row)

    @cached_property
    def content(self) -> dict[str, Hashable]:
        """What it says: English column name -> value, without an id that is only its number."""
        content = {name: plain(value) for name, value in self.values.items()}
        return content if self.has_own_id else content | {_ID: ""}

    def key(self, columns: Sequence[str]) -> Hashable:
        """Return what it says in some columns; None where its id is among them and no own one."""
        if _ID in columns and not self.has_own_id:
            return None
        return tuple(self.content[name] for name in columns)


@dataclass(frozen=True)
class RowChange:
    """A row that is changed, gone or new.

    Parameters
    ----------
    table : its declaration. name : the table's name in the input.
    before, now : the row in each of the inputs; None where it is not there.
    """

    table: Table
    name: str
    before: RowVersion | None
    now: RowVersion | None

    @property
    def kind(self) -> RowChangeKind:
        """What became of it."""
        if self.now is None:
            return RowChangeKind.GONE
        return RowChangeKind.NEW if self.before is None else RowChangeKind.CHANGED

    @property
    def versions(self) -> tuple[RowVersion, ...]:
        """The row before and now, as far as it is there."""
        return tuple(row for row in (self.before, self.now) if row is not None)

    def names(self, column: str) -> frozenset[str]:
        """Return the names in a column before and now: units, residents or groups."""
        return frozenset(row.text(column) for row in self.versions) - {""}

    @property
    def services(self) -> frozenset[int]:
        """The services it was and is about."""
        return frozenset(row.service for row in self.versions if row.service is not None)

    @cached_property
    def values(self) -> tuple[ValueChange, ...]:
        """What differs, column by column; of a row that is gone or new all that it says."""
        return tuple(self._values())

    def _values(self) -> Iterator[ValueChange]:
        for column in self.table.columns:
            before, now = (row and row.values[column.name] for row in (self.before, self.now))
            if self.before and self.now:
                differs = plain(before) != plain(now)
                is_number = column.name == _ID and not all(r.has_own_id for r in self.versions)
            else:
                differs = says_something(column, now if self.now else before)
                is_number = column.name == _ID and not self.versions[0].has_own_id
            if differs and not is_number:
                yield ValueChange(column, before, now)

    @property
    def may_move_hours(self) -> bool:
        """Whether it says other than before in anything that hours are made of."""
        without = _WITHOUT_HOURS.get(self.table.name, frozenset())
        return any(value.column.name not in without for value in self.values)


def row_changes(before: Inputs, now: Inputs) -> tuple[RowChange, ...]:
    """Return the rows in which two inputs differ, table by table in the order of the schema."""
    return tuple(change for table in TABLES.values() for change in _of_table(table, before, now))


def _of_table(table: Table, before: Inputs, now: Inputs) -> Iterator[RowChange]:
    old, new = (_versions(table, inputs.tables[table.name]) for inputs in (before, now))
    keys = [([row.key(key) for row in old], [row.key(key) for row in new]) for key in _keys(table)]
    for gone, added in differing_members(_contents(old), _contents(new), *keys):
        change = RowChange(
            table,
            (before if added is None else now).names[table.name],
            None if gone is None else old[gone],
            None if added is None else new[added],
        )
        if change.values:
            yield change


def _keys(table: Table) -> Iterator[tuple[str, ...]]:
    """Give the columns by which two rows are the same, the most telling first.

    First those of a row that was only given another id; last those of one that is word for word
    somebody else's now.
    """
    columns = [column.name for column in table.columns]
    if _ID in columns:
        yield tuple(name for name in columns if name != _ID)
    yield from _KEYS[table.name]
    if _RESIDENT in columns and table.name != "residents":
        yield tuple(name for name in columns if name not in (_ID, _RESIDENT))


def _versions(table: Table, frame: pd.DataFrame) -> list[RowVersion]:
    names = [column.name for column in table.columns]
    cells = zip(*(frame[name].tolist() for name in names), strict=True)
    return [
        RowVersion(row, dict(zip(names, values, strict=True)))
        for row, values in zip(frame["row"].tolist(), cells, strict=True)
    ]


def _contents(rows: Sequence[RowVersion]) -> list[Hashable]:
    return [tuple(row.content.values()) for row in rows]
