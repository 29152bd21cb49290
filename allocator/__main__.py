"""`python -m allocator` and the installed command: quiet on Ctrl-C from the first import on."""

import gc
import sys

from allocator.cli.interrupt import INTERRUPTED, ignore_interrupt, quit_on_interrupt, watch

COLLECT_EVERY = 100_000
"""Objects between two searches for cycles; with Python's own 700 they take 60 ms of a short run."""

quit_on_interrupt()


def main() -> int:
    """Run the command `allocator` in a process of its own; gives the exit code."""
    watch()
    gc.set_threshold(COLLECT_EVERY)
    from allocator.cli import main as command

    try:
        return command()
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        ignore_interrupt()


if __name__ == "__main__":
    sys.exit(main())
