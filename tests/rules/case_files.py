"""The cases in `tests/cases/*.yaml`: reading them, and making whole inputs of their mini tables.

A case names only the columns that matter. Here the rest is filled in: one unit `A1` of one week,
ten people on duty around the clock, and the residents that its rows mention.
"""

import csv
import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from allocator.rules.classify import Classification, classify
from allocator.rules.loading import load
from allocator.rules.policy import policies_of
from allocator.tables import Inputs

CASES = Path(__file__).parents[1] / "cases"
TODAY = datetime.date(2026, 1, 5)
"""The day of the run, whose rules hold for rosters without a first day."""
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""The quick loader where PyYAML was built with it."""
SHOWS = ("gjelder", "gjelder ikke", "grense")
AMPLE_STAFF = (
    {"vakt": "dag", "start": "07:00", "slutt": "15:00", "antall": "10"},
    {"vakt": "kveld", "start": "15:00", "slutt": "22:00", "antall": "10"},
    {"vakt": "natt", "start": "22:00", "slutt": "07:00", "antall": "10"},
)
WEEKDAYS = ("man", "tir", "ons", "tor", "fre", "lør", "søn")

Table = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Case:
    """One case: what is given, the rule that must decide, and what must come out.

    `sitat`: what the guidance says that the case shows, word for word, by document (F or G).
    """

    file: str
    navn: str
    regel: str
    viser: tuple[str, ...]
    gitt: Mapping[str, Any]
    venter: Mapping[str, Any]
    ikke: Mapping[str, Any]
    sitat: Sequence[Mapping[str, str]]

    def __str__(self) -> str:
        return f"{self.regel}::{self.navn}"


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case, file by file. Everything in them is text."""
    cases = []
    for path in sorted(CASES.glob("*.yaml")):
        for entry in yaml.load(path.read_text("utf-8"), Loader=LOADER):
            entry = {"ikke": {}, "sitat": ()} | entry
            entry["viser"] = tuple(entry["viser"])
            cases.append(Case(file=path.name, **entry))
    return tuple(cases)


def files_of(given: Mapping[str, Any]) -> dict[str, bytes]:
    """The tables of a case as CSV files."""
    unit = {"enhet": "A1", "uker": "1"} | given.get("enhet", {})
    tables: dict[str, Table] = {
        "enhet": [unit],
        "vakter": list(_shifts(given.get("vakter", AMPLE_STAFF), int(unit["uker"]))),
        "beboere": given.get("beboere") or _residents(given),
    }
    rest = {name: rows for name, rows in given.items() if name not in ("enhet", "vakter")}
    return {f"{name}.csv": _csv(rows) for name, rows in (tables | rest).items()}


def decided_of(inputs: Inputs) -> Classification:
    """The verdicts on an input under the rules of its units' days."""
    return classify(inputs, policies_of(inputs, load(), TODAY))


def _shifts(rows: Table, weeks: int) -> list[dict[str, str]]:
    """A shift without a day is worked every day of every week."""
    return [
        {"uke": str(week), "ukedag": day} | dict(row)
        for week in range(1, weeks + 1)
        for day in WEEKDAYS
        for row in rows
    ]


def _residents(given: Mapping[str, Any]) -> Table:
    named = [row["beboer"] for name in ("tiltak", "vedtak") for row in given.get(name, ())]
    return [{"beboer": name} for name in dict.fromkeys(named)]


def _csv(rows: Table) -> bytes:
    headings = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, headings, delimiter=";", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
