"""Calculations in the background: one for each content, whoever waits or has gone."""

from threading import Event

import pytest

import allocator
from allocator.errors import InputError, SolverError
from allocator.notices import Notice
from allocator.ui import calculation
from allocator.ui.calculation import CalculationOutcome, calculate, waited_for
from allocator.ui.jobs import Job, Jobs
from allocator.ui.shelf import Shelf
from allocator.ui.words import Translator

LONG = 30.0


class Left(BaseException):
    """What Streamlit raises in a script whose page is left."""


@pytest.fixture
def inputs() -> allocator.Inputs:
    return allocator.read("examples/solbakken")


def test_two_who_ask_for_the_same_wait_for_one() -> None:
    begun, may_end, calls = Event(), Event(), []

    def work(job: Job[str]) -> str:
        calls.append(job)
        begun.set()
        assert may_end.wait(LONG)
        return "done"

    jobs = Jobs[str](Shelf(4))
    first = jobs.start_or_join("a", work)
    assert begun.wait(LONG)
    second = jobs.start_or_join("a", work)
    assert second is first
    assert not second.wait(0.01)
    may_end.set()
    assert first.wait(LONG)
    assert (first.outcome, len(calls)) == ("done", 1)


def test_what_goes_on_is_known_by_its_key_until_it_is_over_and_after() -> None:
    jobs, go = Jobs[str](Shelf(3)), Event()

    def calculate(_: Job[str]) -> str:
        go.wait(10)
        return "hours"

    assert "a" not in jobs
    job = jobs.start_or_join("a", calculate)
    assert "a" in jobs
    assert "b" not in jobs
    go.set()
    assert job.wait(10)
    assert "a" in jobs


def test_another_content_is_another_calculation() -> None:
    jobs = Jobs[str](Shelf(4))
    pairs = [(key, jobs.start_or_join(key, lambda _, key=key: key.upper())) for key in ("a", "b")]
    for key, job in pairs:
        assert job.wait(LONG)
        assert job.outcome == key.upper()


def test_what_is_over_is_not_calculated_again_until_it_is_forgotten() -> None:
    outcomes, calls = Shelf(4), []
    jobs = Jobs[str](outcomes)
    for _ in range(2):
        job = jobs.start_or_join("a", lambda job: str(calls.append(job)))
        assert job.wait(LONG)
    assert len(calls) == 1
    outcomes.discard("a")
    assert jobs.start_or_join("a", lambda job: str(calls.append(job))).wait(LONG)
    assert len(calls) == 2


def test_it_goes_on_when_the_page_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one who comes back sees the progress, and then the outcome."""
    may_end, drawn = Event(), []

    class Page:
        def progress(self, share: float, text: str) -> None:
            drawn.append((share, text))
            raise Left

        def info(self, text: str) -> None:
            drawn.append((-1.0, text))

        def empty(self) -> None:
            pass

    class BackAgain(Page):
        def progress(self, share: float, text: str) -> None:
            drawn.append((share, text))
            may_end.set()

    def work(job: Job[CalculationOutcome]) -> CalculationOutcome:
        job.progress(1, 2, "A1", "R")
        job.expected(100.0)
        assert may_end.wait(LONG)
        return CalculationOutcome(None, (), "kept")

    jobs = Jobs[CalculationOutcome](Shelf(4))
    monkeypatch.setattr(calculation.st, "empty", Page)
    with pytest.raises(Left):
        waited_for(jobs.start_or_join("a", work), Translator("nb"))
    monkeypatch.setattr(calculation.st, "empty", BackAgain)
    outcome = waited_for(jobs.start_or_join("a", work), Translator("nb"))
    assert outcome.trouble == "kept"
    shares, texts = zip(*drawn, strict=True)
    assert shares[0] == pytest.approx(0.5 + 2 / 6 / 2)
    assert "A1 (1 av 2 ferdig)" in texts[0]
    assert -1.0 in shares


@pytest.mark.parametrize(
    ("error", "trouble", "passes"),
    [
        (InputError([Notice("file-twice")]), "", False),
        (SolverError("A", "unbounded", "9 rows"), "SolverError", False),
        (MemoryError(), "MemoryError", True),
    ],
    ids=["input", "program", "machine"],
)
def test_what_goes_wrong_is_an_outcome(
    inputs: allocator.Inputs,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    trouble: str,
    passes: bool,
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(allocator, "allocate", fails)
    outcome = calculate(inputs, "", None, Job())
    assert (outcome.result, outcome.trouble, outcome.passes) == (None, trouble, passes)


def test_what_came_of_it_tells_how_far_it_was(inputs: allocator.Inputs) -> None:
    job: Job[CalculationOutcome] = Job()
    outcome = calculate(inputs, "", None, job)
    assert outcome.result is not None
    assert job.stage == (1, 1, "Solbakken", "")
