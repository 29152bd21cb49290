"""The rows of a typed frame as plain Python values."""

from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> list[Any]:
    """Each row as a named tuple; the column `from`, which Python has taken, is `since`."""
    return list(frame.rename(columns={"from": "since"}).itertuples(index=False, name="Record"))


def tuples(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Each row as a tuple of these columns."""
    return list(zip(*(frame[name].tolist() for name in columns), strict=True))
