"""Reads a `register.csv` back, to compare it with a later one."""

import datetime
import re
from typing import Any, Final, cast

from allocator.notices import Notice, errors
from allocator.tables.declared_register import REGISTER, RegisterEntry
from allocator.tables.delimited import read_csv
from allocator.tables.identity import screened, screened_name
from allocator.tables.interpret import interpret

_STAY: Final = re.compile(r"([0-9-]{10})/([0-9-]{10})")


def read_register(name: str, data: bytes) -> tuple[list[RegisterEntry], list[Notice]]:
    """Read a register that was written as CSV.

    Parameters
    ----------
    name
        The file's name; notices name the table by it.
    data
        Its bytes.

    Returns
    -------
    Its rows, none where there are errors; and what was found in it.
    """
    shown, notices = screened_name(name)
    sheets, more = read_csv(shown, data)
    notices += more
    for sheet in sheets:
        masked, more = screened(sheet)
        notices += more
        parsed, more = interpret(REGISTER, masked)
        notices += more
        if not errors(notices):
            columns = [parsed.values[column.name] for column in REGISTER.columns]
            rows = cast(list[tuple[Any, ...]], list(zip(*columns, strict=True)))
            entries = [RegisterEntry(*row) for row in rows]
            notices += [
                parsed.notice("register-stays", "paused", position)
                for position, entry in enumerate(entries)
                if not _are_stays(entry.paused)
            ]
            return ([] if errors(notices) else entries), notices
    return [], notices


def stays(paused: str) -> list[tuple[datetime.date, datetime.date]]:
    """Return the first and last day of each stay in hospital, of the column `paused`.

    Raises
    ------
    ValueError : a date does not exist.
    """
    return [
        (datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))
        for first, last in _STAY.findall(paused)
    ]


def _are_stays(paused: str) -> bool:
    try:
        stays(paused)
    except ValueError:
        return False
    return all(_STAY.fullmatch(stay) for stay in paused.split())
