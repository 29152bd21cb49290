"""The rows of typed frames as typed Python values."""

from typing import NamedTuple, TypeVar

import pandas as pd

Row = TypeVar("Row", bound=NamedTuple)


def rows_of(frame: pd.DataFrame, kind: type[Row]) -> list[Row]:
    """Return every row of a frame as a named tuple of a class whose fields are its columns.

    A field that ends in `_` is a column whose name Python has taken; `position` is no column but
    the row's place in the frame.

    Raises KeyError where the frame lacks a column.

    >>> class Stay(NamedTuple):
    ...     position: int
    ...     resident: str
    ...     from_: int
    >>> rows_of(pd.DataFrame({"resident": ["B1", "B2"], "from": [3, 4]}), Stay)[1]
    Stay(position=1, resident='B2', from_=4)
    """
    columns = [
        range(len(frame)) if name == "position" else frame[name.rstrip("_")].tolist()
        for name in kind._fields
    ]
    return [kind._make(values) for values in zip(*columns, strict=True)]
