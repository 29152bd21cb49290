"""Ctrl-C: quiet, and exit code 130, at any moment from the first import on.

The process ends at once, without a traceback out of whatever it was in: nothing lasts but what was
written whole. Only while something is written does Ctrl-C raise, so that nothing is left behind.
"""

import _thread
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

INTERRUPTED = 130
_STANDARD_ERROR = 2
_ending = _thread.allocate_lock()
_farewell = b""
_orderly = False


def quit_on_interrupt() -> None:
    """End the process at once on Ctrl-C; for the program's own process, not for a library."""
    signal.signal(signal.SIGINT, _quit)


def ignore_interrupt() -> None:
    """Let Ctrl-C do nothing more: all is done, and Python's own end must not be struck."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def watch() -> None:
    """See Ctrl-C also while a solver keeps the interpreter waiting, in a thread of its own."""
    from threading import Thread

    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    Thread(target=_watched, args=(reader,), daemon=True).start()


def say_on_interrupt(text: str) -> None:
    """Choose what is said when the process ends by Ctrl-C."""
    global _farewell
    _farewell = f"{text}\n".encode()


@contextmanager
def orderly() -> Iterator[None]:
    """Let Ctrl-C raise KeyboardInterrupt meanwhile, so that what was begun can be taken back."""
    global _orderly
    before = signal.getsignal(signal.SIGINT)
    if before is not _quit:  # within another program, whose own affair it is
        yield
        return
    _orderly = True
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with _ending:  # not free again where the thread that watches is ending the process
            pass
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        _orderly = False


def is_said() -> bool:
    """Whether the other thread has said already that the process was interrupted."""
    own = signal.getsignal(signal.SIGINT) is _quit
    return own and not _ending.acquire(blocking=False)


def _quit(number: int = 0, frame: FrameType | None = None) -> None:
    del number, frame
    if _ending.acquire(blocking=False):  # the thread that watches may have come first
        _end()


def _watched(reader: int) -> None:
    while os.read(reader, 1):
        if _ending.acquire(blocking=False):
            # only now: what is begun after this waits for the lock, and leaves nothing behind
            if _orderly:
                _ending.release()
            else:
                _end()


def _end() -> None:
    with suppress(OSError):
        os.write(_STANDARD_ERROR, _farewell)
    os._exit(INTERRUPTED)
