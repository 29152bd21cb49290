"""Every file of the corpus comes out as it must, and nothing of it is lost unsaid."""

import re

import pandas as pd
import pytest

from allocator.notices import Notice, errors
from allocator.tables import Inputs, read

from .corpus import CASES, WEEK, Case, Shift

NAMES = ("kari", "nordmann", "ola")


def shifts(inputs: Inputs) -> list[Shift]:
    """The shifts of an input, in a form that can be compared."""
    found = []
    for row in inputs.tables["shifts"].to_dict("records"):
        day = (
            f"{row['week']:.0f} {WEEK[int(row['weekday'])]}"
            if pd.isna(row["date"])
            else f"{row['date']:%Y-%m-%d}"
        )
        found.append((day, row["shift"], row["staff_id"]))
    return sorted(found)


def test_the_corpus_is_large() -> None:
    assert len(CASES) >= 40
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_must_come_out(case: Case) -> None:
    inputs = read(case.files)
    found = errors(inputs.notices)
    assert sorted((n.code, n.row, n.column) for n in found) == sorted(case.errors), [
        n.message() for n in found
    ]
    if case.shifts is not None:
        assert shifts(inputs) == sorted(case.shifts)
    assert {*case.says} <= {notice.code for notice in inputs.notices}
    if case.errors:
        assert not any(notice.code == "rota-not-found" for notice in found)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_no_name_of_staff_is_kept(case: Case) -> None:
    inputs = read(case.files)
    kept = [frame.to_csv() for frame in inputs.tables.values()]
    said = [f"{n} {n.message('nb')} {n.message('en')}" for n in inputs.notices]
    for text in (*kept, *said):
        words = set(re.findall(r"\w+", text.casefold()))
        assert words.isdisjoint(NAMES)


def _rows_named(notices: tuple[Notice, ...], sheet: str) -> set[int]:
    """The rows that notices name, also in lists like `1, 3–5`."""
    rows = {n.row for n in notices if n.table == sheet and n.row is not None}
    for notice in notices:
        for first, last in re.findall(r"(\d+)(?:–(\d+))?", notice.facts.get("where", "")):
            rows |= (
                set(range(int(first), int(last or first) + 1)) if notice.table == sheet else set()
            )
    return rows


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_row_is_used_or_named(case: Case) -> None:
    inputs = read(case.files)
    read_ = [n for n in inputs.notices if n.code == "rota-read"]
    for notice in read_:
        data = next((d for name, d in case.files.items() if name.startswith("turnus")), None)
        if data is None:
            continue
        text = data.decode("utf-8-sig" if data[:3] == b"\xef\xbb\xbf" else "cp1252")
        filled = {
            at for at, line in enumerate(re.sub(r'"[^"]*"', "x", text).splitlines(), start=1)
            if line.strip(";,\t ")
        }  # fmt: skip
        assert int(notice.facts["rows"]) + len(_rows_named(inputs.notices, "turnus")) >= len(filled)
