"""Writes to the terminal: UTF-8 wherever it goes, plain text, tables in columns."""

import os
import shutil
import sys
import textwrap
from collections.abc import Collection, Sequence
from typing import TextIO

from allocator.text import say

_WIDTH = 100
_GAP = "  "


class CommandError(Exception):
    """The command line is wrong; the message says how, and what there is instead."""

    def __init__(self, key: str, language: str, **facts: object) -> None:
        super().__init__(say("cli", key, language, **facts))


class Refusal(Exception):
    """It cannot be done, through no fault of the command line; the message says why."""


def speak_utf8() -> None:
    """Make output UTF-8 whatever the surroundings say; what cannot be said becomes `?`."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def show(*lines: str) -> None:
    """Lines to the one who asked."""
    _write(sys.stdout, lines)


def complain(*lines: str) -> None:
    """Lines about what is wrong."""
    _write(sys.stderr, lines)


def finish() -> None:
    """Send what is still waiting to be sent."""
    _write(sys.stdout, ())


def _write(stream: TextIO | None, lines: Sequence[str]) -> None:
    if stream is None:  # started without any
        return
    try:
        stream.write("".join(f"{line}\n" for line in lines))
        stream.flush()
    except OSError as error:
        # what follows goes nowhere; a reader who has seen enough (`| head`) is no error
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if not isinstance(error, BrokenPipeError):
            raise


def wrapped(text: str, indent: str = "", first: str | None = None) -> list[str]:
    """A text in lines as wide as the terminal, up to 100 characters."""
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
    """Rows of equal length as aligned lines; the columns in `left` begin at their left edge.

    >>> columns([("B1", "7:30"), ("B10", "12:00")])
    ['B1    7:30', 'B10  12:00']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        _GAP.join(
            cell.ljust(width) if place in left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
