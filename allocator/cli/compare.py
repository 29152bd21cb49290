"""`allocator rules --compare A B INPUT`: what two profiles change, in hours."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from allocator.cli.calculate import calculation, refused
from allocator.cli.terminal import CommandError, columns, show, wrapped
from allocator.errors import InputError
from allocator.export.words import signed, word
from allocator.results.hours_changes import KEY, SIDES, hours_changes
from allocator.rounding import hours_minutes
from allocator.rules.loading import load
from allocator.text import translate

if TYPE_CHECKING:
    from allocator.pipeline import Result

COMPARED = ("omfang", "ressursinnsats")


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
    changed = hours_changes(results[0].hours, results[1].hours, COMPARED)
    if changed.empty:
        show(*wrapped(translate("cli", "compare-same", language)))
    else:
        show(*_table(changed, names, language))
    return 0


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
    for measure in COMPARED:
        title = translate("export", f"column-{measure}", language)
        heads += [f"{title} {name}" for name in names] + [
            translate("cli", "compare-change", language)
        ]
    rows = [heads]
    for row in changed.itertuples(index=False):
        cells = [str(getattr(row, name)) for name in KEY]
        for measure in COMPARED:
            before, after = (getattr(row, f"{measure}_{side}_minutes") for side in SIDES)
            cells += [hours_minutes(before), hours_minutes(after), signed(before, after)]
        rows.append(cells)
    return columns(rows, left=(0, 1))
