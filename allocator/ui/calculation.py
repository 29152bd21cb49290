"""A calculation in the background: what comes of it, and how far it has come while one waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

import allocator
from allocator import Inputs, Result
from allocator.errors import AllocatorError, InputError
from allocator.export.verify import made_again
from allocator.notices import Notice
from allocator.pipeline import STAGES
from allocator.text.waiting import expected_time
from allocator.ui.jobs import Job
from allocator.ui.words import Translator, plain

SOON = 0.1
"""Seconds in which nothing is shown of a calculation."""
BETWEEN = 0.25
"""Seconds from one look at a calculation to the next."""


@dataclass(frozen=True)
class CalculationOutcome:
    """What came of an input: a result, or what stands in its way.

    Parameters
    ----------
    trouble
        The kind of error by which the program itself stopped; empty where it did not.
    passes
        Whether that may be otherwise the next time: memory was short, say.
    """

    result: Result | None
    notices: tuple[Notice, ...] = ()
    trouble: str = ""
    passes: bool = False


def calculate(
    inputs: Inputs,
    profile: str,
    record: Mapping[str, Any] | None,
    job: Job[CalculationOutcome],
) -> CalculationOutcome:
    """Calculate an input, and tell the job how far it has come; raises nothing.

    Parameters
    ----------
    profile
        For every unit; none where it is empty.
    record
        Of an earlier run, which is made again as it was; its profile holds.
    """
    try:
        if record is not None:
            result = made_again(record, inputs, job.progress)
        else:
            result = allocator.allocate(
                inputs, profile=profile, progress=job.progress, expected=job.expected
            )
        return CalculationOutcome(result, result.all_notices)
    except InputError as error:
        return CalculationOutcome(None, error.notices)
    except AllocatorError as error:
        return CalculationOutcome(None, inputs.notices, type(error).__name__)
    except Exception as error:  # of a thread that nobody looks at; it is said to who asks
        return CalculationOutcome(None, inputs.notices, type(error).__name__, passes=True)


def waited_for(job: Job[CalculationOutcome], words: Translator) -> CalculationOutcome:
    """Return what comes of a calculation; until then show how far it has come.

    A page that is left meanwhile ends the waiting, and not the calculation.
    """
    if job.wait(SOON):
        return job.outcome
    area, beside = st.empty(), st.empty()
    try:
        while not job.wait(BETWEEN):
            # drawn at each look: only where something is drawn can the page be left
            area.progress(*_progress(job, words))
            if job.seconds:
                beside.info(expected_time(job.seconds, words.language))
    finally:
        area.empty()
        beside.empty()
    return job.outcome


def _progress(job: Job[CalculationOutcome], words: Translator) -> tuple[float, str]:
    """Return the share that is done, and what is being done, in words."""
    if job.stage is None:
        return 0.0, words("frame.calculating")
    done, of, unit, stage = job.stage
    name = f"frame.stage-{stage}" if stage else "frame.progress"
    return share_done(done, of, stage), words(name, done=done, of=of, unit=plain(unit))


def share_done(done: int, of: int, stage: str) -> float:
    """Return how far a calculation has come, 0 to 1, the stages of a unit of equal length."""
    within = STAGES.index(stage) / len(STAGES) if stage else 0.0
    return (done + within) / of
