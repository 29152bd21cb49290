"""A progress bar on standard error: only on a terminal, and only after a second."""

import sys
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Self, TextIO

from allocator.text import translate
from allocator.text.waiting import expected_time

_PATIENCE, _PULSE = 1.0, 0.2
"""Seconds before the bar appears, and between two drawings of it."""
_LENGTH = 24
_CLEAR = "\r\x1b[K"


class Waiting:
    """Shows on standard error how far a calculation has come.

    >>> with Waiting("nb") as waiting:
    ...     waiting.on_stage(1, 2, "A1", "")
    """

    def __init__(
        self, language: str, stream: TextIO | None = None, patience: float = _PATIENCE
    ) -> None:
        self.language, self.patience = language, patience
        self.stream: TextIO | None = stream or sys.stderr
        self.done = self.total = 0
        self.since = time.monotonic()
        self._over = threading.Event()
        self._drawing = threading.Lock()
        self._thread = threading.Thread(target=self._draw, daemon=True)

    def on_stage(self, done: int, total: int, unit: str, stage: str) -> None:
        """Take a report of progress from `allocate`; the bar counts units."""
        del unit, stage
        self.done, self.total = done, total

    def expected(self, seconds: float) -> None:
        """Say first how long it will take, where that is long; also where there is no terminal."""
        with self._drawing:
            clear = _CLEAR if self._on_terminal() else ""
            stop = translate("cli", "stop", self.language)
            text = f"{expected_time(seconds, self.language)} {stop}"
            self._write(f"{clear}{text}\n")

    def __enter__(self) -> Self:
        """Start drawing, on a terminal."""
        if self._on_terminal():
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop drawing and clear the line."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _on_terminal(self) -> bool:
        return self.stream is not None and not self.stream.closed and self.stream.isatty()

    def _write(self, text: str) -> None:
        """Write to standard error, where there is one and it takes anything."""
        if self.stream is not None and not self.stream.closed:
            with suppress(OSError):
                self.stream.write(text)
                self.stream.flush()

    def _draw(self) -> None:
        wait = self.patience
        drawn = False
        while not self._over.wait(wait):
            with self._drawing:
                self._write(f"{_CLEAR}{self._line()}")
            wait, drawn = _PULSE, True
        if drawn:
            self._write(_CLEAR)

    def _line(self) -> str:
        seconds = int(time.monotonic() - self.since)
        if not self.done:
            return translate("cli", "working-first", self.language, seconds=seconds)
        full = _LENGTH * self.done // self.total
        facts = {"done": self.done, "total": self.total, "seconds": seconds}
        text = translate("cli", "working", self.language, **facts)
        return f"[{'#' * full}{'.' * (_LENGTH - full)}] {text}"
