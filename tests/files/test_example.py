"""`examples/rota/`: the home of Fjellvik as two systems export it, with the same hours."""

import runpy
from pathlib import Path

import pandas as pd
import pytest

import allocator

EXAMPLES = Path(__file__).parents[2] / "examples"
ROTA = EXAMPLES / "rota" / "fjellvik.xlsx"
RESOLUTION = 0.01


@pytest.fixture(scope="module")
def exported() -> allocator.Result:
    return allocator.allocate(allocator.read(ROTA))


@pytest.fixture(scope="module")
def entered() -> allocator.Result:
    return allocator.allocate(allocator.read(EXAMPLES / "fjellvik.xlsx"))


def test_workbook_is_what_the_script_makes() -> None:
    made = runpy.run_path(str(EXAMPLES / "make_rota.py"))
    assert made["workbook"]() == ROTA.read_bytes()


@pytest.mark.parametrize("frame", ["hours", "register", "staff_time", "unmet"])
def test_the_figures_are_those_of_the_tables(
    exported: allocator.Result, entered: allocator.Result, frame: str
) -> None:
    pd.testing.assert_frame_equal(
        getattr(exported, frame), getattr(entered, frame), atol=RESOLUTION, rtol=0
    )


def test_what_is_not_used_is_said(exported: allocator.Result) -> None:
    by_code = {notice.code: notice for notice in exported.all_notices}
    assert by_code["rota-read"].facts["shifts"] == "900"
    assert by_code["rota-rows-unused"].facts["where"] == "1–2, 49–51, 53"
    assert by_code["mapping-applied"].facts["rows"] == "56"


def test_without_its_mapping_the_list_is_not_guessed() -> None:
    inputs = allocator.read({"fjellvik.xlsx": ROTA.read_bytes()})
    assert inputs.tables["interventions"].empty
    assert "table-unconnected" in {notice.code for notice in inputs.notices}
    mapping = ROTA.with_name("fjellvik.mapping.yaml").read_bytes()
    both = {"fjellvik.xlsx": ROTA.read_bytes(), "fjellvik.mapping.yaml": mapping}
    assert len(allocator.read(both).tables["interventions"]) == 56
    assert allocator.read(both).sha256 == allocator.read(ROTA).sha256 != inputs.sha256


def test_no_employee_is_named_anywhere(exported: allocator.Result) -> None:
    made = runpy.run_path(str(EXAMPLES / "make_rota.py"))
    names = {row[0] for row in made["rota"]()[5:-5]}
    numbers = {str(row[1]) for row in made["rota"]()[5:-5]}
    shifts = exported.calculation.inputs.tables["shifts"]
    text = " ".join([shifts.to_csv(), exported.notices.to_csv(), exported.trace.to_csv()])
    assert not [name for name in names if name in text]
    assert set(shifts["staff_id"]) == {f"A{number:02d}" for number in range(1, len(names) + 1)}
    assert not numbers & set(shifts["staff_id"])
