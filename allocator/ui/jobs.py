"""Calculations that go on in the background, whoever looks. No Streamlit here.

Each is known by a key that names content. Who asks for what is being made already waits for that.
"""

from collections.abc import Callable, Hashable
from threading import Event, Lock, Semaphore, Thread
from typing import Generic, TypeVar, cast

from allocator.ui.shelf import Shelf

JobOutcome = TypeVar("JobOutcome")
AT_ONCE = 4
"""Calculations that go on at the same time; the others wait for their turn."""


class Job(Generic[JobOutcome]):
    """One calculation that goes on, and how far it has come."""

    def __init__(self) -> None:
        self.stage: tuple[int, int, str, str] | None = None
        """How many units are done, of how many, which one is next, and its stage."""
        self.seconds = 0.0
        """About how long it will take [s]; 0 where that is short or not known yet."""
        self._outcome: list[JobOutcome] = []
        self._over = Event()

    def progress(self, done: int, of: int, unit: str, stage: str) -> None:
        """Take note of how far it has come."""
        self.stage = (done, of, unit, stage)

    def expected(self, seconds: float) -> None:
        """Take note of about how long it will take [s]."""
        self.seconds = seconds

    def wait(self, seconds: float) -> bool:
        """Wait so long at most [s]; say whether it is over."""
        return self._over.wait(seconds)

    @property
    def outcome(self) -> JobOutcome:
        """What came of it; to be asked for when it is over."""
        return self._outcome[0]

    def end(self, outcome: JobOutcome) -> None:
        """Say what came of it, to all who wait."""
        self._outcome.append(outcome)
        self._over.set()


class Jobs(Generic[JobOutcome]):
    """The calculations that go on in this process, and their outcomes.

    Parameters
    ----------
    outcomes
        The cache into which each outcome goes, under the key of its calculation; into nothing else.
    """

    def __init__(self, outcomes: Shelf) -> None:
        self._outcomes = outcomes
        self._going: dict[Hashable, Job[JobOutcome]] = {}
        self._lock = Lock()
        self._turn = Semaphore(AT_ONCE)

    def __contains__(self, key: Hashable) -> bool:
        """Say whether the calculation of a key goes on, or its outcome is there."""
        with self._lock:
            return key in self._going or key in self._outcomes

    def start_or_join(
        self, key: Hashable, calculate: Callable[[Job[JobOutcome]], JobOutcome]
    ) -> Job[JobOutcome]:
        """Return the calculation of a key: one that is over or goes on, else a new one.

        Parameters
        ----------
        calculate
            Called in a thread of its own, which the end of the process does not wait for. It
            raises nothing: what goes wrong is an outcome.
        """
        with self._lock:
            if key in self._going:
                return self._going[key]
            job = Job[JobOutcome]()
            outcome = self._outcomes.get(key)
            if outcome is not None:
                job.end(cast(JobOutcome, outcome))
                return job
            self._going[key] = job
        Thread(target=self._run, args=(key, job, calculate), daemon=True).start()
        return job

    def _run(
        self,
        key: Hashable,
        job: Job[JobOutcome],
        calculate: Callable[[Job[JobOutcome]], JobOutcome],
    ) -> None:
        with self._turn:
            outcome = calculate(job)
        self._outcomes.put(key, outcome)
        with self._lock:
            del self._going[key]
        job.end(outcome)
