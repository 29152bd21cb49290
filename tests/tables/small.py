"""A small valid input, one row to a line, that a test changes in one place."""

import csv
import datetime
import io
from collections.abc import Sequence

from allocator.notices import Notice
from allocator.pipeline import held_against
from allocator.rules.loading import load
from allocator.tables import Inputs, read

Rows = list[dict[str, str]]


def _rows(text: str) -> Rows:
    lines = [line.strip() for line in text.strip().splitlines()]
    return list(csv.DictReader(lines, delimiter=";"))


VALID = {
    "enhet": """
        enhet;uker;periode_start
        A;2;2026-01-05""",
    "vakter": """
        uke;ukedag;vakt;start;slutt;antall;kompetanse;pause
        1;mandag;dag;07:30;15:00;2;medisin;30
        1;mandag;natt;22:00;07:30;1;;
        2;tirsdag;kveld;14:30;22:00;1;;
        1;tirsdag;natt;22:00;07:30;1;;
        1;onsdag;natt;22:00;07:30;1;;
        1;torsdag;natt;22:00;07:30;1;;
        1;fredag;natt;22:00;07:30;1;;
        1;lørdag;natt;22:00;07:30;1;;
        1;søndag;natt;22:00;07:30;1;;
        2;mandag;natt;22:00;07:30;1;;
        2;tirsdag;natt;22:00;07:30;1;;
        2;onsdag;natt;22:00;07:30;1;;
        2;torsdag;natt;22:00;07:30;1;;
        2;fredag;natt;22:00;07:30;1;;
        2;lørdag;natt;22:00;07:30;1;;
        2;søndag;natt;22:00;07:30;1;;""",
    "beboere": """
        beboer;fra
        B1;
        B2;2026-01-05""",
    "vedtak": """
        beboer;tjeneste;timer;per;til
        B1;15;7:30;uke;
        B2;2;10;uke;2027-01-01""",
    "tiltak": """
        tiltak;beboer;tjeneste;minutter;ganger;form;gruppe
        T1;B1;15;30;;;
        T2;B2;2;45;;;
        T3;B1;15;;;tilsyn;
        T4;B2;2;;;;G1""",
    "grupper": """
        gruppe;minutter;per;tjenesteytere
        G1;60;uke;2""",
    "annet_arbeid": """
        arbeid;minutter;per;vakt
        rapport;15;vakt;dag,kveld""",
    "fravaer": """
        beboer;ukedag;fra_kl;til_kl;arsak
        B1;tirsdag;09:00;14:00;skole""",
    "svar": """
        kode;beboer;tjeneste;svar
        nattarbeid;B1;15;ja""",
    "vaktkoder": """
        kode;vakt;start;slutt
        D1;dag;07:30;15:00""",
}


class Small:
    """The small input; `row` is the row as the spreadsheet shows it (the heading is row 1)."""

    def __init__(self) -> None:
        self.tables = {name: _rows(text) for name, text in VALID.items()}

    def put(self, table: str, row: int, **cells: str) -> "Small":
        """Change cells of a row; columns that are not there are added."""
        self.tables[table][row - 2].update(cells)
        return self

    def add(self, table: str, **cells: str) -> "Small":
        """A further row."""
        self.tables.setdefault(table, []).append(dict(cells))
        return self

    def without(self, table: str, column: str = "") -> "Small":
        """Without a table, or without a column of it."""
        if not column:
            del self.tables[table]
            return self
        for row in self.tables[table]:
            del row[column]
        return self

    def renamed(self, table: str, old: str, new: str) -> "Small":
        """With another heading for a column."""
        self.tables[table] = [
            {new if name == old else name: cell for name, cell in row.items()}
            for row in self.tables[table]
        ]
        return self

    def columns(self, table: str) -> list[str]:
        """The headings of a table."""
        return list(dict.fromkeys(name for row in self.tables[table] for name in row))

    def grid(self, table: str) -> list[list[str]]:
        """Headings and rows."""
        names = self.columns(table)
        return [names, *([row.get(name) or "" for name in names] for row in self.tables[table])]

    def files(self, delimiter: str = ";", encoding: str = "utf-8") -> dict[str, bytes]:
        """The input as CSV files."""
        return {
            f"{name}.csv": as_csv(self.grid(name), delimiter).encode(encoding)
            for name in self.tables
        }

    def read(self) -> Inputs:
        """The input, read."""
        return read(self.files())


def as_csv(rows: Sequence[Sequence[str]], delimiter: str = ";") -> str:
    """Rows as a CSV file has them."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


TODAY = datetime.date(2026, 1, 5)
"""The day of the run."""


def said(inputs: Inputs, *severities: str) -> list[Notice]:
    """The notices of some severities; of every one but information where none is named."""
    wanted = severities or ("error", "warning", "question")
    notices = held_against(inputs, load(), TODAY).notices
    return [notice for notice in notices if notice.severity in wanted]
