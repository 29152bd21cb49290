"""Ten thousand broken workbooks and CSVs: no exception, no hang, no row lost in silence.

    python -m benchmarks.fuzz [FILES] [SEED]

Each file begins as a good one (rotas, lists with a mapping, plain tables; CSV and xlsx) and is then
damaged: cells swapped, emptied, made odd; rows and columns doubled, dropped, moved; dialects
mixed; kinds of file too (CSV, .xlsx, .ods beside .xls); bytes changed. Rows in must be rows
used plus rows that a notice names.
"""

import io
import multiprocessing
import random
import re
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from files.corpus import CASES, as_book, as_csv, home
from formats.old_excel import old_workbook
from formats.open_document import open_document

from allocator.notices import Notice
from allocator.repair.mark import marked
from allocator.tables import Inputs, read
from allocator.tables.mapping.proposal import propose
from allocator.tables.parse import is_blank

RETURNED = 8
"""Every so many files are also marked and given a proposal for a mapping."""
SLOWEST = 5.0
"""Seconds that one file may take."""
ODD = (
    "", " ", "0", "-1", "1e309", "nan", "7.30", "24:00", "2026-01-05", "31.02.2026", "ja", "natt",
    "alle", "08.01", "#REF!", "=1+1", "{value}", "%s", "å" * 3000, "\u202e", "99999999999999999999",
    "man-", ",", "A\nB", "B1", "Uke 1", "Uke 99", "man 5/1", "30/2", "D/D/D", "Sum", "Ledig",
    "man", "46027", "uke", "Dato", "Vaktkode", "2x/d", "???", "\ufeff", "1/1/1", "½", "²", "٣",
)  # fmt: skip
LIST = [
    ["Tjenestemottaker", "Tjeneste", "Type", "Frekvens", "Varighet", "Kl", "Pers"],
    *[["B1", "15", "Stell", "2x/d", "30 min", "08-10", "2 pers"]] * 3,
    ["B1", "15", "Prat", "man-ons-fre", "1 t 30 min", "", "1"],
]
MAPPING = """\
ark:
  liste:
    tabell: tiltak
    kolonner: {Tjenestemottaker: beboer, Tjeneste: tjeneste, Type: aktivitet, Frekvens: hyppighet,
      Varighet: minutter, Kl: klokkeslett, Pers: tjenesteytere}
    ord: {aktivitet: {Stell: direkte, Prat: direkte}}
"""
PLAIN = {"vakter": [["dato", "vakt", "start", "slutt"], ["2026-01-05", "dag", "07:00", "15:00"]]}
Grid = list[list[Any]]


@dataclass
class Tally:
    """What came of some files."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: float = 0.0


def tables(chance: random.Random) -> dict[str, Grid]:
    """A good input, as grids."""
    kind = chance.choice(("rota", "rota", "list", "plain"))
    if kind == "rota":
        case = chance.choice([c for c in CASES if "turnus.csv" in c.files and not c.errors])
        text = case.files["turnus.csv"].decode("utf-8-sig", "replace")
        delimiter = max(";,\t", key=text.count)
        import csv

        grid = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        return {name: [list(r) for r in g] for name, g in home(turnus=grid).items()}
    extra: dict[str, Any] = dict(PLAIN) | (
        {"liste": LIST, "tiltak": None} if kind == "list" else {}
    )
    return {name: [list(row) for row in grid] for name, grid in home(**extra).items()}


def damaged(chance: random.Random, grids: dict[str, Grid]) -> None:
    """Break a few things in place."""
    for _ in range(chance.choice((0, 1, 1, 2, 5, 20))):
        grid = chance.choice(list(grids.values()))
        if not grid:
            continue
        row = chance.choice(grid)
        position = chance.randrange(len(row)) if row else 0
        what = chance.randrange(9)
        if what <= 2 and row:
            row[position] = chance.choice(ODD)
        elif what == 3:
            grid.insert(chance.randrange(len(grid) + 1), list(row))
        elif what == 4:
            grid.remove(row)
        elif what == 5:
            row.insert(position, chance.choice(ODD))
        elif what == 6:
            for cells in grid:
                del cells[position : position + 1]
        elif what == 7:
            chance.shuffle(grid)
        else:
            grid.insert(0, [chance.choice(ODD) for _ in range(chance.randrange(4))])
    if chance.random() < 0.1:
        del grids[chance.choice(list(grids))]


def files(chance: random.Random) -> dict[str, bytes]:
    """One damaged input, as CSV files or as a workbook."""
    grids = tables(chance)
    mapping = {"x.mapping.yaml": MAPPING.encode()} if "liste" in grids else {}
    damaged(chance, grids)
    if chance.random() < 0.5:
        dialect = chance.choice(";,\t"), chance.choice(("utf-8", "utf-8-sig", "cp1252"))
        made = {f"{name}.csv": _csv(grid, *dialect) for name, grid in grids.items()}
    else:
        made = chance.choice((_excel, _excel, _other))(chance, grids)
    if chance.random() < 0.15:
        name = chance.choice(list(made)) if made else ""
        made |= {name: _bytes(chance, made[name])} if name else {}
    if mapping and chance.random() < 0.2:
        mapping = {"x.mapping.yaml": _bytes(chance, MAPPING.encode())}
    return made | mapping


def _excel(chance: random.Random, grids: dict[str, Grid]) -> dict[str, bytes]:
    return {"bok.xlsx": _book(chance, grids)}


def _other(chance: random.Random, grids: dict[str, Grid]) -> dict[str, bytes]:
    """The tables in the kinds of LibreOffice and of older Excel, half of them in each, or all."""
    names = sorted(grids)
    cut = chance.randrange(len(names) + 1)
    halves = [{name: grids[name] for name in own} for own in (names[:cut], names[cut:])]
    made = {"ny.ods": open_document(halves[0]), "gammel.xls": old_workbook(halves[1])}
    return {name: data for (name, data), own in zip(made.items(), halves, strict=True) if own}


def _csv(grid: Grid, delimiter: str, encoding: str) -> bytes:
    return as_csv(grid, delimiter).decode().encode(encoding, "replace")


def _book(chance: random.Random, grids: dict[str, Grid]) -> bytes:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    def cell(value: Any) -> Any:
        text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
        return int(text) if text.isascii() and text.isdecimal() and chance.random() < 0.3 else text

    if not grids:
        grids = {"tom": []}
    return as_book({name: [[cell(c) for c in row] for row in g] for name, g in grids.items()})


def _bytes(chance: random.Random, data: bytes) -> bytes:
    """Bytes changed: some flipped, an end cut off, or a part of a zip rewritten."""
    if data[:2] == b"PK" and chance.random() < 0.5:
        return _part(chance, data)
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 10))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(
        changed[: chance.randrange(len(changed) + 1)] if chance.random() < 0.3 else changed
    )


def _part(chance: random.Random, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        struck = chance.choice(names)
        for name in names:
            part = old.read(name)
            if name == struck:
                offset = chance.randrange(len(part) + 1)
                part = (
                    part[:offset]
                    + bytes([chance.randrange(256)])
                    + part[offset + chance.randrange(5) :]
                )
            new.writestr(name, part)
    return out.getvalue()


def lost(inputs: Inputs, given: dict[str, bytes]) -> list[str]:
    """Rows of the sheets that were read that are neither used nor named."""
    from allocator.tables.read import sheets_of

    sheets, _ = sheets_of(given, {})
    used: dict[str, set[int]] = {}
    for name, frame in inputs.tables.items():
        used.setdefault(inputs.names[name], set()).update(map(int, frame["row"]))
    rows_lost = []
    for sheet in sheets:
        named, whole = _named(inputs.notices, sheet.name)
        if whole:
            continue
        filled = enumerate(sheet.records, start=1)
        rows = {
            position
            for position, record in filled
            if position > 1 and not all(map(is_blank, record))
        }
        missing = rows - used.get(sheet.name, set()) - named
        if missing:
            rows_lost.append(f"{sheet.name}: {sorted(missing)[:5]}")
    return rows_lost


WHOLE = {
    "table-unknown",
    "table-unconnected",
    "list-unconnected",
    "table-misspelt",
    "table-twice",
    "heading-missing",
    "shift-codes-missing",
}
WHOLE |= {"rota-and-shifts", "mapping-incomplete", "mapping-column-gone", "mapping-column-twice"}
WHOLE |= {"rota-not-found", "rota-too-large", "csv-not-text", "csv-broken"}


def _named(notices: Sequence[Notice], sheet: str) -> tuple[set[int], bool]:
    """The rows that notices name, and whether one is about the whole sheet."""
    rows: set[int] = set()
    for notice in notices:
        if sheet not in (notice.table, notice.facts.get("sheet")):
            continue
        if notice.code in WHOLE:
            return set(), True
        rows |= set() if notice.row is None else {notice.row}
        for key in ("where", "read"):
            for first, last in re.findall(r"(\d+)(?:–(\d+))?", notice.facts.get(key, "")):
                rows |= set(range(int(first), int(last or first) + 1))
    return rows, False


def one(seed: int) -> Tally:
    """Make, read and check one file."""
    tally = Tally()
    given = files(random.Random(seed))
    started = time.perf_counter()
    try:
        inputs = read(given)
        wrong = [notice for notice in inputs.notices if notice.severity == "error"]
        assert all(n.message("nb") and n.message("en") for n in inputs.notices)
        if seed % RETURNED == 0:
            marked(given, inputs.notices)
            propose(given)
        gone = lost(inputs, given)
        if gone:
            tally.failures.append(f"seed {seed}: rows lost: {'; '.join(gone)}")
            tally.counts["lost"] += 1
        tally.counts["refused" if wrong else "read"] += 1
    except Exception:
        tally.failures.append(f"seed {seed}:\n{traceback.format_exc(limit=-4)}")
        tally.counts["exceptions"] += 1
    tally.slowest = time.perf_counter() - started
    tally.counts["hangs"] += tally.slowest > SLOWEST
    return tally


def together(tallies: Sequence[Tally]) -> Tally:
    """The sum of several."""
    total = Tally()
    for tally in tallies:
        total.counts += tally.counts
        total.failures += tally.failures
        total.slowest = max(total.slowest, tally.slowest)
    return total


def main() -> int:
    """Fuzz and print the counts; 1 if anything went wrong."""
    amount = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    started = time.perf_counter()
    with multiprocessing.get_context("forkserver").Pool() as pool:
        total = together(list(pool.imap_unordered(one, range(first, first + amount), 50)))
    bad = {name: total.counts[name] for name in ("exceptions", "hangs", "lost")}
    print(f"{amount} files in {time.perf_counter() - started:.0f} s, slowest {total.slowest:.2f} s")
    print(f"read {total.counts['read']}, refused with messages {total.counts['refused']}")
    print(f"tracebacks {bad['exceptions']}, hangs {bad['hangs']}, rows lost in {bad['lost']}")
    print(*total.failures[:20], sep="\n")
    return int(any(bad.values()))


if __name__ == "__main__":
    sys.exit(main())
