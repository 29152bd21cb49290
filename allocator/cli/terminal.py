"""Output to the terminal: UTF-8, plain text, tables in columns; nothing that may not be shown."""

import os
import shutil
import sys
import textwrap
from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import TextIO

from allocator.sanitise import sanitise_lines
from allocator.text import translate

FAILED = 3
"""Exit code: the input is right and something could not be calculated or kept."""
_WIDTH = 100
_GAP = "  "


class CommandError(Exception):
    """The command line is wrong; the message has the reason and the known values."""

    def __init__(self, key: str, language: str, **facts: object) -> None:
        super().__init__(translate("cli", key, language, **facts))


class Refusal(Exception):
    """The command cannot be carried out; the message has the reason."""


class NotKept(Refusal):
    """What was calculated cannot be written; the message has the reason."""


class OutputError(Exception):
    """Standard output cannot be written to; `error` is what the system said."""

    def __init__(self, error: OSError) -> None:
        self.error = error
        super().__init__(type(error).__name__)


def speak_utf8() -> None:
    """Make output UTF-8 whatever the locale; what cannot be encoded becomes `?`."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def show(*lines: str) -> None:
    """Write lines to standard output.

    Raises
    ------
    OutputError : it is full.
    """
    try:
        _write(sys.stdout, lines)
    except OSError as error:
        raise OutputError(error) from error


def complain(*lines: str) -> None:
    """Write lines to standard error; where that cannot be, there is nobody to tell."""
    with suppress(OSError):
        _write(sys.stderr, lines)


def finish() -> None:
    """Flush standard output, as `show`."""
    show()


def _write(stream: TextIO | None, lines: Sequence[str]) -> None:
    if stream is None or stream.closed:  # started without any
        return
    try:
        stream.write("".join(f"{_printable(line)}\n" for line in lines))
        stream.flush()
    except OSError as error:
        # discard further output; a reader that has closed the pipe (`| head`) is no error
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if not isinstance(error, BrokenPipeError):
            raise


def _printable(line: str) -> str:
    """Return what may be shown, without returns of the carriage, which would write over it."""
    return sanitise_lines(line).replace("\r\n", "\n").replace("\r", "\n")


def wrapped(text: str, indent: str = "", first: str | None = None) -> list[str]:
    """Wrap a text at the width of the terminal, at most 100 characters."""
    width = min(_WIDTH, shutil.get_terminal_size((_WIDTH, 0)).columns)
    return textwrap.wrap(
        text,
        max(width, len(indent) + 20),
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def columns(rows: Sequence[Sequence[str]], left: Collection[int] = (0,)) -> list[str]:
    """Align rows of equal length in columns; those in `left` to the left, the others right.

    >>> columns([("B1", "7:30"), ("B10", "12:00")])
    ['B1    7:30', 'B10  12:00']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        _GAP.join(
            cell.ljust(width) if index in left else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
