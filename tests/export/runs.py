"""Runs as they are kept: the small input and its files, with some of its tables changed."""

from collections.abc import Callable
from datetime import date
from functools import cache

import allocator
from allocator.export.files import files_of
from allocator.export.run_comparison import RunComparison, compare_runs
from allocator.export.run_files import RunFiles, read_run
from allocator.rules.catalogue import Catalogue
from export.small import tables

FIRST = date(2026, 1, 5)
"""The first day of the rosters here."""
Change = Callable[[str], str]


def kept(
    files: dict[str, bytes], catalogue: Catalogue | None = None, profile: str = ""
) -> RunFiles:
    """The run of an input."""
    inputs = allocator.read(files)
    result = allocator.allocate(inputs, today=FIRST, catalogue=catalogue, profile=profile)
    return RunFiles(files, files_of(result))


@cache
def small_run(profile: str = "", **texts: str) -> RunFiles:
    """The run of the small input, with the tables given as texts."""
    files = tables() | {f"{name}.csv": text for name, text in texts.items()}
    return kept({name: text.encode() for name, text in files.items()}, profile=profile)


def compared(before: RunFiles, after: RunFiles) -> RunComparison:
    return compare_runs(read_run(before), read_run(after))


def from_small(profile: str = "", **texts: str) -> RunComparison:
    """How the small run differs with some tables changed."""
    return compared(small_run(), small_run(profile, **texts))
