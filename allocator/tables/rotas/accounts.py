"""The account of a rota's sheet: its rows that were read, and those that were not."""

from collections.abc import Sequence
from typing import Final

from allocator.notices import Notice
from allocator.rounding import hours_minutes
from allocator.tables.guard import letters
from allocator.tables.numbers import spans
from allocator.tables.rotas.shifts import RotaImport
from allocator.tables.sheets import InputSheet

SHORT: Final = 120.0
"""A sheet in which nothing is longer [min] may be a plan of meetings or visits, and no rota."""


def account_for(sheet: InputSheet, rota: RotaImport, columns: Sequence[str]) -> None:
    """Report the rows of a sheet that were read, and those that were not."""
    account = rota.accounts[sheet.name]
    if rota.unknown and not account.shifts + account.clocks + account.leave:
        return
    where = _columns_of if sheet.turned else spans
    facts = {
        "rows": str(len(account.used)),
        "shifts": str(account.shifts + account.clocks),
        "clocks": str(account.clocks),
        "leave": str(account.leave),
        "staff": str(len(rota.staff)),
        "read": where(account.used),
    }
    rota.notices.append(Notice("rota-read", sheet.name, facts=facts))
    if account.clocks and not account.shifts and account.longest <= SHORT:
        facts = {"longest": hours_minutes(account.longest), "shifts": facts["clocks"]}
        rota.notices.append(Notice("rota-shifts-short", sheet.name, facts=facts))
    if account.unused:
        facts = {"where": where(account.unused)}
        rota.notices.append(Notice("rota-rows-unused", sheet.name, facts=facts))
    if account.unused_across:
        facts = {"where": spans(account.unused_across)}
        rota.notices.append(Notice("rota-rows-unused", sheet.name, facts=facts))
    if columns:
        facts = {"columns": ", ".join(columns)}
        rota.notices.append(Notice("rota-columns-unused", sheet.name, facts=facts))


def _columns_of(rows: Sequence[int]) -> str:
    """Return the columns of a turned sheet that are rows here: `B, C`."""
    return ", ".join(letters(row - 1) for row in sorted(set(rows)))
