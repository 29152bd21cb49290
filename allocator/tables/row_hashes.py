"""A hash of each row of an input as it was read, to find the rows in which two inputs differ."""

import json
from hashlib import sha256

import pandas as pd

from allocator.tables.inputs import Inputs
from allocator.tables.written import plain

_DIGITS = 16
"""Of the hash: enough to tell rows apart, and short enough to keep one for each."""


def row_hashes(inputs: Inputs) -> dict[str, dict[str, str]]:
    """Return the hash of what each row says, whichever way its cells are written.

    Returns
    -------
    Table, by its name in the input -> row, as the spreadsheet shows it -> hash. A row of a rota
    that holds several shifts has one hash for all of them. Tables without rows are left out.
    """
    return {
        inputs.names[name]: _of_table(frame) for name, frame in inputs.tables.items() if len(frame)
    }


def _of_table(frame: pd.DataFrame) -> dict[str, str]:
    columns = [name for name in frame.columns if name != "row"]
    texts: dict[int, list[str]] = {}
    cells = zip(*(map(plain, frame[name].tolist()) for name in columns), strict=True)
    for row, values in zip(frame["row"].tolist(), cells, strict=True):
        given = {name: value for name, value in zip(columns, values, strict=True) if value != ""}
        texts.setdefault(row, []).append(json.dumps(given, sort_keys=True))
    return {str(row): _digest(texts[row]) for row in sorted(texts)}


def _digest(texts: list[str]) -> str:
    return sha256("\n".join(texts).encode("utf-8")).hexdigest()[:_DIGITS]
