"""Every file of the corpus comes out as it must, and nothing of it is lost unsaid."""

import re

import pandas as pd
import pytest
from counting import calls

from allocator.notices import errors
from allocator.tables import Inputs, read

from .corpus import CASES, WEEK, Case, Shift, home, in_csv

NAMES = ("kari", "nordmann", "ola")


def shifts(inputs: Inputs) -> list[Shift]:
    """The shifts of an input, in a form that can be compared."""
    shifts = []
    for row in inputs.tables["shifts"].to_dict("records"):
        day = (
            f"{row['week']:.0f} {WEEK[int(row['weekday'])]}"
            if pd.isna(row["date"])
            else f"{row['date']:%Y-%m-%d}"
        )
        shifts.append((day, row["shift"], row["staff_id"]))
    return sorted(shifts)


def test_the_corpus_is_large() -> None:
    assert len(CASES) >= 40
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_must_come_out(case: Case) -> None:
    inputs = read(case.files)
    faults = errors(inputs.notices)
    assert sorted((n.code, n.row, n.column) for n in faults) == sorted(case.errors), [
        n.message() for n in faults
    ]
    if case.shifts is not None:
        assert shifts(inputs) == sorted(case.shifts)
    assert {*case.says} <= {notice.code for notice in inputs.notices}
    if case.errors:
        assert not any(notice.code == "rota-not-found" for notice in faults)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_no_name_of_staff_is_kept(case: Case) -> None:
    inputs = read(case.files)
    kept = [frame.to_csv() for frame in inputs.tables.values()]
    messages = [f"{n} {n.message('nb')} {n.message('en')}" for n in inputs.notices]
    for text in (*kept, *messages):
        words = set(re.findall(r"\w+", text.casefold()))
        assert words.isdisjoint(NAMES)


def test_a_rota_that_nobody_can_have_made_is_refused_at_once() -> None:
    grid = [["Navn", *WEEK], *[["Kari", "D", "A"]] * 45_000]
    files = in_csv(home(turnus=grid))
    read(files)  # what is looked up once
    faults = []
    # a row that is unrolled is some 1,100 calls; these are read, counted and left
    assert calls(lambda: faults.extend(errors(read(files).notices))) < 50 * len(grid)
    assert faults[0].code == "rota-too-large"
