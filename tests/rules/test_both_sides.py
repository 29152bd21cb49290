"""For every condition of a rule a case on each side of it: take it away, and a case fails.

A rule looks at an attribute of a row where two rows that differ in nothing else are decided
otherwise, one of them by it. Then two such rows stand in the cases, each with the rule that
decides it.
"""

from collections.abc import Iterable, Iterator
from unittest.mock import patch

from allocator.rules import classify
from allocator.rules.loading import load
from allocator.rules.recognise import Row
from allocator.rules.verdicts import verdict_maker
from allocator.tables import Inputs, read

from .case_files import TODAY, all_cases, decided_of, files_of
from .every_row import every_row


def conditions(rows: Iterable[Row]) -> set[tuple[str, str]]:
    """Each rule with each attribute of which it depends in these rows whether it decides."""
    verdict = verdict_maker(load().on(TODAY))
    rows = set(rows)
    deciding = set()
    for attribute in Row._fields:
        alike: dict[Row, set[str]] = {}
        for row in rows:
            but = row._replace(**{attribute: None})
            alike.setdefault(but, set()).add(verdict(row).rule)
        deciding |= {
            (rule, attribute) for rules in alike.values() if len(rules) > 1 for rule in rules
        }
    return deciding


def rows_of(inputs: Inputs) -> dict[str, list[Row]]:
    """The rows of each table as the rules see them, in order."""
    seen: list[Row] = []

    def noting(*_: object) -> object:
        return dict.fromkeys(units, lambda row: seen.append(row) or plain(row))

    units = inputs.tables["unit"]["unit"].tolist()
    plain = verdict_maker(load().on(TODAY))
    with patch.object(classify, "verdict_makers", noting):
        given = decided_of(inputs).verdicts
    rows = iter(seen)
    return {table: [next(rows) for _ in verdicts] for table, verdicts in given.items()}


def rows_named_in_cases() -> Iterator[Row]:
    """The rows of the cases that say which rule decides them."""
    for case in all_cases():
        named = [line for line in case.venter.get("rader", ()) if "regel" in line]
        if named:
            inputs = read(files_of(case.gitt))
            rows = rows_of(inputs)
            english = {own: table for table, own in inputs.names.items()}
            for line in named:
                table = english[line.get("tabell", "tiltak")]
                numbers = inputs.tables[table]["row"].tolist()
                yield rows[table][numbers.index(int(line["rad"]))]


def test_every_condition_has_a_case_on_each_side() -> None:
    wanted = conditions(every_row())
    assert len(wanted) > 100
    assert wanted - conditions(rows_named_in_cases()) == set()
