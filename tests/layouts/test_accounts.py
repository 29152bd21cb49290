"""Every sheet ends with its account: rows in the file = rows read + rows left out, with reasons."""

import pytest
from files.corpus import as_csv, home, in_csv

from allocator.tables import read
from allocator.tables.accounts import HEADING, LEFT_OUT, NO_CONTENT, NO_SHIFTS, NOT_USED, REFUSED
from allocator.tables.mapping.proposal import propose
from allocator.tables.open_file import open_files
from allocator.tables.parse import is_blank
from allocator.tables.source import gather

from . import LAYOUTS
from .small import Layout


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_rows_in_the_file_are_rows_read_and_rows_left_out(layout: Layout) -> None:
    inputs = read(layout.files)
    accounts = {account.sheet: account for account in inputs.accounts}
    opened = [sheet for _, sheet in open_files(gather(layout.files)[0])[0]]
    assert len(inputs.accounts) == len(opened)
    wrong = any(notice.severity == "error" for notice in inputs.notices)
    for sheet in opened:
        account = accounts[sheet.name]
        assert account.rows == sum(map(len, account.left_out.values())) + len(account.read)
        if not account.by_column:
            filled = [row for row in sheet.records if not all(map(is_blank, row))]
            assert account.rows == len(filled)
        assert wrong or REFUSED not in account.left_out, (sheet.name, account)


def test_each_reason_has_its_rows() -> None:
    rows = [
        ["Vaktliste for uke 2"],
        ["Dato", "Medarbeider", "Fra", "Til", "Status"],
        ["05.01.2026", "Kari", "07:00", "15:00", "Tildelt"],
        [],
        ["05.01.2026", "", "07:00", "15:00", "Ledig"],
    ]
    tables = in_csv(home(vaktkoder=None)) | {"liste.csv": as_csv(rows)}
    tables |= {"notat.csv": as_csv([["Notat", "Dato"], ["Hei", "i dag"]])}
    text = propose(tables).split('  "notat"')[0] + '  notat: {tabell: "-"}\n'
    inputs = read(tables | {"k.mapping.yaml": text.encode()})
    accounts = {account.sheet: account for account in inputs.accounts}
    assert accounts["liste"].read == (3,)
    assert accounts["liste"].left_out == {HEADING: (2,), NO_CONTENT: (1,), LEFT_OUT: (5,)}
    assert accounts["notat"].left_out == {NOT_USED: (1, 2)}
    assert accounts["liste"].sentence("nb") == (
        "liste: 4 rader med innhold = 1 lest + 3 utelatt (overskrift: 2; "
        "ikke noe i kolonnene som er koblet: 1; utelatt i koblingen: 5)."
    )


def test_a_rota_tells_titles_from_shifts() -> None:
    grid = [["Turnus"], ["Navn", "man 5/1", "tir 6/1", "ons 7/1"], ["Kari", "D", "", "D"]]
    grid += [["Ola", "", "", ""], ["Sum", "8", "0", "8"]]
    inputs = read(in_csv(home(turnus=grid)))
    (account,) = [own for own in inputs.accounts if own.sheet == "turnus"]
    assert account.read == (3,)
    assert account.left_out == {HEADING: (2,), NO_SHIFTS: (1, 4, 5)}
