"""How fast a click on a page that is already computed answers: `python -m benchmarks.dashboard`.

Script time of the second opening of each page, for one unit of 8 residents and 12 weeks, and for
100 units of 6 residents and 2 weeks. The targets are 0.3 s and 1 s.
"""

import logging
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from streamlit.testing.v1 import AppTest

from allocator.folders import DATA
from allocator.ui.sources import OWN
from allocator.ui.state import FILES, WANTED
from benchmarks.units import Tables, realistic, written

ROOT = Path(__file__).parents[1]
PAGES = ("overview", "upload", "resident", "staffing", "units", "versions", "rules")
CLICKS = 5
PATIENCE = 900.0


def many(units: int) -> Tables:
    """So many units, each with a rota and people of its own."""
    made: Tables = {}
    for number in range(units):
        unit = realistic(residents=6, weeks=2, seed=number + 1)
        for table, rows in unit.items():
            made.setdefault(table, []).extend(row | {"unit": f"U{number + 1}"} for row in rows)
    return made


def measure(files: Mapping[str, bytes]) -> dict[str, float]:
    """Seconds per click for each page, the median of several; `first` with the calculation."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE)
    app.session_state[FILES] = dict(files)
    app.session_state[WANTED] = OWN
    seconds = {"first": _seconds(app)}
    for page in PAGES:
        app.switch_page(f"allocator/ui/pages/{page}.py")
        _seconds(app)
        seconds[page] = median(_seconds(app) for _ in range(CLICKS))
    return seconds


def _seconds(app: AppTest) -> float:
    start = time.perf_counter()
    app.run()
    seconds = time.perf_counter() - start
    if app.exception:
        raise RuntimeError(app.exception[0].message)
    return seconds


def main() -> int:
    """Print both; 1 where a target is missed."""
    logging.disable(logging.WARNING)
    os.chdir(ROOT)
    with TemporaryDirectory() as folder:  # nothing of a measurement is kept with the user's own
        os.environ[DATA] = folder
        return _printed()


def _printed() -> int:
    missed = 0
    for name, tables, target in (
        ("8 residents, 12 weeks", realistic(8, 12), 0.3),
        ("100 units", many(100), 1.0),
    ):
        by_page = measure(written(tables))
        print(f"{name}: first {by_page.pop('first'):.2f} s; then")
        for page, seconds in by_page.items():
            print(f"  {page:10} {seconds * 1000:6.0f} ms  (at most {target * 1000:.0f})")
            missed += seconds > target
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
