"""Files as they are met in the field: read right, refused by name, wrong in silence.

    python -m benchmarks.layouts

Each layout of `tests/layouts` has its figures counted by hand. It is right where every figure is;
refused where an error with a name stops it.
"""

import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from layouts import LAYOUTS  # noqa: E402
from layouts.outcome import REFUSED, RIGHT, UNEXPECTED, WRONG, outcome  # noqa: E402


def main() -> int:
    """Print the table; 1 where anything is wrong in silence or unexpected."""
    counts: Counter[str] = Counter()
    for layout in LAYOUTS:
        came = outcome(layout)
        counts[came.kind] += 1
        print(f"{layout.name:<72} {came.kind:<17} {came.why}", flush=True)
    print()
    for kind in (RIGHT, REFUSED, WRONG, UNEXPECTED):
        print(f"{kind:<18} {counts[kind]:>3} of {len(LAYOUTS)}")
    return 1 if counts[WRONG] + counts[UNEXPECTED] else 0


if __name__ == "__main__":
    sys.exit(main())
