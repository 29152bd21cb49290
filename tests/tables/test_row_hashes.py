"""The hash of a row is of what it says, not of how it is written."""

import pytest
from export.small import TILTAK, VEDTAK, tables

from allocator.tables import read
from allocator.tables.row_hashes import row_hashes


def hashes(**changed: str) -> dict[str, dict[str, str]]:
    files = tables() | {f"{name}.csv": text for name, text in changed.items()}
    return row_hashes(read({name: text.encode() for name, text in files.items()}))


def test_every_row_of_every_table_given_has_one() -> None:
    by_table = hashes()
    assert {f"{name}.csv" for name in by_table} == set(tables())
    for name, rows in by_table.items():
        lines = tables()[f"{name}.csv"].splitlines()
        assert list(rows) == [str(row) for row in range(2, len(lines) + 1)]
        assert all(len(digest) == 16 for digest in rows.values())


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(";", ","),
        lambda text: text.replace("40:00", "40 t"),
        lambda text: text.replace("innvilget", "granted"),
        lambda text: text.replace("2025-12-01", "01.12.2025"),
        lambda text: (
            "beboer;enhet;" + text.replace("A1;B1", "B1;A1").replace("A1;B2", "B2;A1")[13:]
        ),
    ],
)
def test_another_way_to_write_it_is_the_same(change: object) -> None:
    assert callable(change)
    assert hashes(vedtak=change(VEDTAK)) == hashes()


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("40:00", "40:01"), ("2025-12-01", "2025-12-02"), ("15;40", "1;40"), ("B1;15", "B2;15")],
)
def test_another_value_is_another_row_and_the_others_are_the_same(was: str, becomes: str) -> None:
    before, now = hashes()["vedtak"], hashes(vedtak=VEDTAK.replace(was, becomes, 1))["vedtak"]
    assert [row for row in before if before[row] != now[row]] == ["2"]


def test_a_list_in_a_cell_counts_too() -> None:
    before = hashes()
    now = hashes(tiltak=TILTAK.replace("døgn;hverdag", "døgn;man,tir"))
    assert [row for row in before["tiltak"] if before["tiltak"][row] != now["tiltak"][row]] == [
        "10"
    ]


def test_a_row_further_down_says_the_same() -> None:
    heading, *rows = VEDTAK.splitlines()
    moved = hashes(vedtak="\n".join([heading, "A2;B3;15;1:00;uke;innvilget;", *rows]))["vedtak"]
    assert list(moved.values())[1:] == list(hashes()["vedtak"].values())
