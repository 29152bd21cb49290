"""`allocator rules --compare A B INPUT`: what two profiles change, in hours."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from allocator.cli.calculate import calculation, refused
from allocator.cli.terminal import CommandError, columns, show, wrapped
from allocator.errors import InputError
from allocator.export.words import EMPTY_CELL, word
from allocator.rounding import NOTICEABLE, hours_minutes
from allocator.rules.loading import load
from allocator.text import translate

if TYPE_CHECKING:
    from allocator.pipeline import Result

KEY = ["unit", "resident", "service"]
MEASURES = ("omfang", "ressursinnsats")


def compare_command(first: str, second: str, source: str, language: str) -> int:
    """Calculate under both profiles and show what differs; 1 if the input has errors.

    Raises
    ------
    CommandError : there is no such profile or input.
    """
    if not source:
        raise CommandError("compare-needs-input", language)
    try:
        results = [calculation(Path(source), language, name) for name in (first, second)]
    except InputError as error:
        return refused(error, language)
    names = [load().profile(name).id for name in (first, second)]
    for name in names:
        why = load().profile(name).why.in_language(language)
        show(*wrapped(translate("cli", "compare-profile", language, profile=name, why=why)))
    show("", *_readings(results, names, language), "")
    changed = changes(results[0].hours, results[1].hours)
    if changed.empty:
        show(*wrapped(translate("cli", "compare-same", language)))
    else:
        show(*_table(changed, names, language))
    return 0


def changes(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Find the residents and services whose hours differ, with both figures.

    Parameters
    ----------
    first, second : `hours` under each profile [min per week].

    Returns
    -------
    columns `unit, resident, service`, and `omfang`, `ressursinnsats` with `_first`, `_second`.
    """
    columns = [f"{name}_minutes" for name in MEASURES]
    both = first[[*KEY, *columns]].merge(
        second[[*KEY, *columns]], on=KEY, suffixes=("_first", "_second"), validate="1:1"
    )
    differs = pd.Series(False, index=both.index)
    for name in columns:
        differs |= (both[f"{name}_first"] - both[f"{name}_second"]).abs() > NOTICEABLE
    return both[differs].reset_index(drop=True)


def _readings(results: "list[Result]", names: list[str], language: str) -> Iterator[str]:
    """List how each profile reads the guidance for each unit."""
    for before, after in zip(*(result.run["units"] for result in results), strict=True):
        facts = {"unit": before["unit"], "first": names[0], "second": names[1]}
        for which, run in (("first", before), ("second", after)):
            policies = run["policies"]
            supervision = word("shared_supervision", policies["shared_supervision"], language)
            facts[f"supervision_{which}"] = supervision
            facts[f"report_{which}"] = word("report", policies["report"], language)
        yield from wrapped(translate("cli", "compare-unit", language, **facts))


def _table(changed: pd.DataFrame, names: list[str], language: str) -> list[str]:
    heads = [translate("export", f"column-{name}", language) for name in KEY]
    for measure in MEASURES:
        title = translate("export", f"column-{measure}", language)
        heads += [f"{title} {name}" for name in names] + [
            translate("cli", "compare-change", language)
        ]
    rows = [heads]
    for row in changed.itertuples(index=False):
        cells = [str(getattr(row, name)) for name in KEY]
        for measure in MEASURES:
            before = getattr(row, f"{measure}_minutes_first")
            after = getattr(row, f"{measure}_minutes_second")
            cells += [hours_minutes(before), hours_minutes(after), _change(after - before)]
        rows.append(cells)
    return columns(rows, left=(0, 1))


def _change(minutes: float) -> str:
    """Write a difference with its sign.

    >>> _change(90.0), _change(-90.0), _change(0.0)
    ('+1:30', '-1:30', '–')
    """
    if abs(minutes) <= NOTICEABLE:
        return EMPTY_CELL
    return f"{'+' if minutes > 0 else '-'}{hours_minutes(abs(minutes))}"
