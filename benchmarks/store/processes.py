"""Processes that work beside this one and say what they have done; they can be killed."""

import os
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from random import Random

from benchmarks.store.kinds import store_of
from benchmarks.store.work import keep, new_work

Say = Callable[[str], None]
BEGUN, FAILED = "begun", "!"
PATIENCE = 300
"""Seconds that a process may be silent, on a machine that has much else to do."""


class Process:
    """A fork of this process that does some work and ends.

    Parameters
    ----------
    work : gets a function that says a line to this process. What it raises is said too.
    """

    def __init__(self, work: Callable[[Say], None]) -> None:
        self._reads, writes = os.pipe()
        os.set_blocking(self._reads, False)
        sys.stdout.flush()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # threads of the libraries, which it does not use
            self._id = os.fork()
        if self._id == 0:
            os.close(self._reads)
            _work(work, writes)
        os.close(writes)
        self._text = b""
        self._ended = False

    @property
    def lines(self) -> list[str]:
        """What it has said until now."""
        if not self._ended:
            self._read()
        return self._text.decode().split("\n")[:-1]

    @property
    def acknowledged(self) -> list[str]:
        """The ids of runs of which it was told that they are kept."""
        return [line for line in self.lines if line != BEGUN and not line.startswith(FAILED)]

    @property
    def failures(self) -> list[str]:
        """What it could not do, and why."""
        return [line.removeprefix(FAILED) for line in self.lines if line.startswith(FAILED)]

    @property
    def is_writing(self) -> bool:
        """Whether the last that it said is that it begins to write."""
        return self.lines[-1:] == [BEGUN]

    def wait_for_lines(self, number: int) -> None:
        """Wait until it has said so much.

        Raises
        ------
        TimeoutError : it does not, or it has failed.
        """
        until = time.monotonic() + PATIENCE
        while len(self.lines) < number:
            if self.failures or time.monotonic() > until:
                raise TimeoutError(f"a process said only {self.lines}")
            time.sleep(0.001)

    def kill(self) -> None:
        """Kill it at once, if it has not ended."""
        if not self._ended:
            os.kill(self._id, signal.SIGKILL)
            self.wait()

    def wait(self) -> None:
        """Wait until it has ended; what it said can still be read."""
        while not self._ended:
            self._read()
            ended, _ = os.waitpid(self._id, os.WNOHANG)
            if ended:
                self._read()
                self._ended = True
                os.close(self._reads)
            else:
                time.sleep(0.001)

    def _read(self) -> None:
        with suppress(BlockingIOError):
            while part := os.read(self._reads, 1 << 16):
                self._text += part


def _work(work: Callable[[Say], None], writes: int) -> None:
    def say(line: str) -> None:
        os.write(writes, f"{line}\n".encode())

    try:
        work(say)
    except BaseException as error:
        say(f"{FAILED}{type(error).__name__}: {error}".replace("\n", " "))
    finally:
        os._exit(0)


def writer(
    address: str,
    number: int | None = None,
    *,
    kilobytes: int = 0,
    pause: float = 0.0,
    before: Callable[[], None] = lambda: None,
) -> Process:
    """Start a process that keeps runs, one after another, and says the id of each that is kept.

    Parameters
    ----------
    number : of runs; None for as long as it lives.
    kilobytes : the most by which a run is larger than the example. pause : seconds between runs.
    before : done first, in that process.
    """

    def write(say: Say) -> None:
        before()
        chance = Random(os.getpid())
        say(BEGUN)
        with store_of(address) as store:
            left = number
            while left is None or left > 0:
                work = new_work(chance.randint(0, kilobytes))
                say(BEGUN)
                say(keep(store, work))
                time.sleep(pause)
                left = None if left is None else left - 1

    return Process(write)


@contextmanager
def killed_at_the_end(processes: list[Process]) -> Iterator[list[Process]]:
    """Let processes work until all is done; then they are killed."""
    try:
        yield processes
    finally:
        for process in processes:
            process.kill()
