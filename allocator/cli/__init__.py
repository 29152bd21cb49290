"""The command line: `allocator run`, `check`, `why`, `rules` and `template`."""

from allocator.cli.entry import main

__all__ = ["main"]
