"""The command line: `allocator run`, `check`, `why`, `rules` and `template`."""

from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command `allocator` as `cli.entry.main` does."""
    # Loaded here, so that whoever starts the command can be ready for Ctrl-C before.
    from allocator.cli.entry import main as command

    return command(arguments)
