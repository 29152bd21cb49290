"""`python -m allocator` and the installed command: quiet on Ctrl-C from the first import on."""

import sys

from allocator.cli.interrupt import INTERRUPTED, ignore_interrupt, quit_on_interrupt, watch

quit_on_interrupt()


def main() -> int:
    """Run the command `allocator` in a process of its own; gives the exit code."""
    watch()
    from allocator.cli import main as command

    try:
        return command()
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        ignore_interrupt()


if __name__ == "__main__":
    sys.exit(main())
