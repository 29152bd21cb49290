"""What is run, and how it ended."""

from dataclasses import dataclass

from benchmarks.mutation.mutant import Mutant


@dataclass(frozen=True)
class Job:
    """One run: a mutant (None for the tree as it is), the files of its tests in order, its limit.

    Parameters
    ----------
    limit : processor time for the tests [s]; what is not killed by then is cut short, and counts
        as survived.
    """

    mutant: Mutant | None
    tests: tuple[str, ...]
    limit: float


@dataclass(frozen=True)
class Outcome:
    """How a run ended: killed, timed out, survived or cut short; its seconds; the failing test."""

    job: Job
    ended: str
    seconds: float
    test: str = ""
