"""What a row of the register says: what it lacks, whose hours it has, and who is left out."""

from typing import Any

import pandas as pd
import pytest

from allocator.results.register import RegisterRow, _carries_hours, _individual, _lacking

ROW = RegisterRow(**dict.fromkeys(RegisterRow._fields, ""))._replace(
    resident="B1", service=15, status="granted", decided_on="2025-12-01", started_on="2025-12-08",
    org_no="974760673", staffing="full", ordinary_housing="yes", row=2, days=pd.NA,
)  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "lacking"),
    [
        ({}, []),
        ({"decided_on": ""}, ["decided_on"]),
        ({"status": "refused", "decided_on": ""}, ["decided_on"]),
        ({"status": "applied", "decided_on": ""}, []),
        ({"status": "not_started", "decided_on": ""}, []),
        ({"status": "", "decided_on": ""}, []),
        ({"started_on": ""}, ["started_on"]),
        ({"started_on": "", "rolling": "yes"}, ["from"]),
        ({"started_on": "", "rolling": "no"}, ["started_on"]),
        ({"status": "refused", "started_on": ""}, []),
        ({"org_no": ""}, []),
        ({"service": 25}, []),
        ({"service": 25, "org_no": ""}, ["org_no"]),
        ({"staffing": ""}, ["staffing"]),
        ({"ordinary_housing": ""}, ["ordinary_housing"]),
        ({"decided_on": "", "started_on": "", "staffing": ""},
         ["decided_on", "started_on", "staffing"]),
    ],
)  # fmt: skip
def test_what_the_register_needs_and_the_row_lacks(
    cells: dict[str, Any], lacking: list[str]
) -> None:
    assert [*_lacking(ROW._replace(**cells))] == lacking


@pytest.mark.parametrize(
    ("other", "kept"),
    [
        ({}, True),
        ({"status": "refused"}, False),
        ({"service": 25}, False),
        ({"resident": "B2"}, False),
    ],
)
def test_a_bed_alone_is_nobodys_data(other: dict[str, Any], kept: bool) -> None:
    """An emergency bed is listed with another granted service of the same resident."""
    bed, beside = ROW._replace(service=25), ROW._replace(**other)
    left = [*_individual([bed, beside])]
    assert (bed in left) is kept
    assert (beside in left) is (beside.service != 25 or kept)


@pytest.mark.parametrize(
    ("service", "rolling", "hours"),
    [(15, False, True), (8, False, False), (8, True, True), (5, True, False), (5, False, False)],
)
def test_which_decisions_are_reported_in_hours(service: int, rolling: bool, hours: bool) -> None:
    assert _carries_hours(service, rolling) is hours
