"""What the heading of an amount says of it: per what it is, and whether in hours or minutes."""

from collections.abc import Mapping, Sequence
from typing import Final

from allocator import terms
from allocator.notices import Notice
from allocator.tables.mapping.normalise import columns_of
from allocator.tables.numbers import can_be_read, number
from allocator.tables.schema import Cell, Table
from allocator.tables.words import normalise_word, shorten

AMOUNTS: Final = ("hours", "times", "minutes", "timer")
"""What a mapping may point an amount to."""
_PERS: Final = {
    "day": {"dogn", "dag", "dagen", "day"},
    "week": {"uke", "uka", "uken", "veke", "vecka", "uge", "week"},
    "month": {"mnd", "maned", "maneden", "month"},
}
_UNITS: Final = {
    "hours": {"timer", "time", "t", "hours"},
    "minutes": {"min", "minutt", "minutter", "minutes"},
}


def per_said(heading: str) -> str:
    """Return per what an amount is by its heading, in English; empty where it does not say.

    >>> per_said("Timer pr. mnd"), per_said("Timer")
    ('month', '')
    """
    return _said(_PERS, heading)


def unit_said(heading: str) -> str:
    """Return `hours` or `minutes` where a heading says it, or empty."""
    return _said(_UNITS, heading)


def _said(meanings: Mapping[str, set[str]], heading: str) -> str:
    words = set(normalise_word(heading).replace(".", "").strip(":").split("_"))
    return next((meaning for meaning, names in meanings.items() if words & names), "")


def is_bare(cell: Cell) -> bool:
    """Whether a cell is a number without a unit."""
    return can_be_read(number, cell)


def contradictions(
    file: str,
    sheet: str,
    table: Table,
    targets: Mapping[str, str],
    fixed: Mapping[str, str],
    bare: Sequence[str],
) -> list[Notice]:
    """Return errors of amounts that a mapping would read as other than their headings say.

    Parameters
    ----------
    file, sheet
        The mapping's file and the sheet, for notices.
    table
        The table that the sheet is mapped to.
    targets
        Their heading -> what it is mapped to.
    fixed
        Columns that are the same in every row.
    bare
        Headings with a number without a unit below them.
    """
    notices = []
    default = table.column("per").default if table.has("per") else ""
    filled = {name for target in targets.values() for name in columns_of(target)} | set(fixed)
    for heading, target in targets.items():
        if target not in AMOUNTS:
            continue
        facts = {"what": shorten(heading), "sheet": sheet}
        per = per_said(heading)
        if default and per not in ("", default) and "per" not in filled:
            facts |= {"per": terms.norwegian("per", per), "per_en": per}
            notices.append(Notice("mapping-per-not-said", file, facts=facts))
        meant = {"hours": "hours", "timer": "hours", "minutes": "minutes"}.get(target, "")
        if heading in bare and meant and unit_said(heading) not in ("", meant):
            notices.append(Notice("mapping-unit-contradicts", file, facts=facts))
    return notices
