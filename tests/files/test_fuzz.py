"""A hundred and fifty of the fuzzed files on every run; ten thousand by `benchmarks/fuzz.py`."""

import pytest

from allocator.notices import wordings
from allocator.tables import read
from benchmarks.fuzz import WHOLE, lost, one, together
from files.corpus import CASES, Case, home, in_csv

FILES = 150


def test_no_exception_no_hang_and_no_row_lost(capsys: pytest.CaptureFixture[str]) -> None:
    total = together([one(seed) for seed in range(1_000_000, 1_000_000 + FILES)])
    with capsys.disabled():
        print(f"\n{FILES} fuzzed files: {dict(+total.counts)}")  # noqa: T201
    assert total.failures == []
    assert total.counts["hangs"] == total.counts["exceptions"] == 0
    assert total.counts["read"] > FILES // 20
    assert total.counts["refused"] > FILES // 3


def test_a_row_lost_in_silence_would_be_found() -> None:
    tables = home(vakter=[["dato", "vakt", "start", "slutt"], *[["2026-01-05", "dag", "07", "15"]]])
    inputs = read(in_csv(tables))
    tables["tiltak"] = [*tables["tiltak"], ["B1", "15", "45"]]
    assert lost(inputs, in_csv(tables)) == ["tiltak: [3]"]


def test_the_codes_that_speak_of_a_whole_sheet_exist() -> None:
    assert set(wordings()) >= WHOLE


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_row_of_the_corpus_is_lost(case: Case) -> None:
    assert lost(read(case.files), case.files) == []
