"""A model's size is foreseen before it is built; what is long says so first, what is too large not
at all."""

from pathlib import Path

import pytest

import allocator
from allocator import pipeline
from allocator.cli import main
from allocator.cli.waiting import Waiting
from allocator.errors import InputError
from allocator.model import size
from allocator.model.read_unit import read_unit, rows_by_unit
from allocator.notices import errors
from allocator.text.waiting import expected_time
from benchmarks.units import realistic, written


@pytest.mark.parametrize("differing", [0.0, 0.5])
def test_the_size_is_foreseen(differing: float) -> None:
    result = allocator.allocate(
        allocator.read(written(realistic(residents=3, weeks=2, differing=differing)))
    )
    (figures,) = result.calculation.units
    foreseen = size.expected_variables(figures.allocation.unit)
    assert foreseen == pytest.approx(len(figures.allocation.index.variables), rel=0.2)


def test_a_small_unit_is_not_counted() -> None:
    inputs = allocator.read(written(realistic(residents=1, weeks=1)))
    classification = pipeline.classify(
        inputs, pipeline.policies_of(inputs, pipeline.load(), pipeline.datetime.date(2026, 1, 5))
    )
    (own,) = rows_by_unit(inputs, classification.policies)
    unit = read_unit(own, classification)
    assert not size.may_be_long(unit)
    assert size.expected_variables(unit) < 2_000


@pytest.mark.parametrize("small", [5 * 7, 5 * 7 - 1])
def test_every_row_that_asks_is_counted_on_every_day(
    small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two interventions, a group, other work and a decision, in a roster of seven days."""
    files = {
        "unit.csv": "unit,weeks\nA,1\n",
        "residents.csv": "unit,resident\nA,B1\n",
        "shifts.csv": "unit,week,weekday,shift,start,end\nA,1,monday,day,08:00,15:00\n",
        "interventions.csv": (
            "unit,resident,intervention,service,minutes,per,group\n"
            "A,B1,T1,15,45,day,\n"
            "A,B1,T2,15,30,week,G1\n"
        ),
        "groups.csv": "unit,group,minutes,per\nA,G1,30,week\n",
        "other_work.csv": "unit,work,minutes,per\nA,other,30,week\n",
        "decisions.csv": "unit,resident,service,hours,per\nA,B1,15,10,week\n",
    }
    inputs = allocator.read({name: text.encode() for name, text in files.items()})
    assert not errors(inputs.notices), [notice.message("en") for notice in inputs.notices]
    classification = pipeline.classify(
        inputs, pipeline.policies_of(inputs, pipeline.load(), pipeline.datetime.date(2026, 1, 5))
    )
    (own,) = rows_by_unit(inputs, classification.policies)
    monkeypatch.setattr(size, "_SMALL", small)
    assert size.may_be_long(read_unit(own, classification)) == (small < 5 * 7)


def test_it_grows_faster_than_its_variables() -> None:
    smaller, larger = size.expected_seconds([50_000]), size.expected_seconds([100_000])
    assert 2 * smaller < larger < 4 * smaller
    assert size.expected_seconds([50_000, 50_000]) == pytest.approx(2 * smaller)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "inn"
    folder.mkdir()
    for name, data in written(realistic(residents=2, weeks=2)).items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def _counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(size, "_SMALL", 0)


@pytest.mark.usefixtures("_counted")
def test_what_is_long_says_so_before_anything_else(
    source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls: list[object] = []
    inputs = allocator.read(source)
    allocator.allocate(inputs, expected=calls.append, progress=lambda *stage: calls.append(stage))
    assert calls
    assert not isinstance(calls[0], float)
    calls.clear()
    monkeypatch.setattr(pipeline, "LONG_SECONDS", 0.0)
    allocator.allocate(inputs, expected=calls.append, progress=lambda *stage: calls.append(stage))
    assert [isinstance(call, float) for call in calls] == [True, *[False] * (len(calls) - 1)]
    assert main(["check", str(source)]) == 0
    shown = capsys.readouterr().err
    assert shown.startswith("Beregningen er stor og tar omtrent ett minutt")
    assert "Ctrl-C" in shown


@pytest.mark.usefixtures("_counted")
def test_what_is_too_large_is_refused_with_all_else_that_was_found(
    source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = allocator.read(source)
    monkeypatch.setattr(pipeline, "MAX_VARIABLES", 10)
    with pytest.raises(InputError) as refused:
        allocator.allocate(inputs)
    assert [n.code for n in refused.value.notices if n.severity == "error"] == ["unit-too-large"]
    assert list(refused.value.notices[: len(inputs.notices)]) == list(inputs.notices)
    assert main(["check", str(source)]) == 1
    assert "Enheten «A» er for stor til å beregnes" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("seconds", "nb", "en"),
    [
        (31.0, "ett minutt", "one minute"), (89.0, "ett minutt", "one minute"),
        (91.0, "2 minutter", "2 minutes"), (5_000.0, "83 minutter", "83 minutes"),
        (5_401.0, "2 timer", "2 hours"), (86_400.0, "24 timer", "24 hours"),
        (130_000.0, "2 døgn", "2 days"), (1e7, "116 døgn", "116 days"),
    ],
)  # fmt: skip
def test_a_time_in_words(seconds: float, nb: str, en: str) -> None:
    assert f"tar omtrent {nb} på" in expected_time(seconds, "nb")
    assert f"take about {en} on" in expected_time(seconds, "en")


def test_it_is_said_where_there_is_no_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", None)
    with Waiting("nb") as waiting:
        waiting.expected(100.0)
