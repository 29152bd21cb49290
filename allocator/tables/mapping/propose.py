"""A proposal for a mapping file: what is certain is filled in, the rest is `???`.

It shows no cell of a column of names: only headings, and the words of columns that hold words.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from allocator.sanitise import sanitise_lines
from allocator.tables import source
from allocator.tables.declared import TABLES
from allocator.tables.headings import HEADING_ROWS, match, table_named
from allocator.tables.interpret import parse_column
from allocator.tables.mapping.file import OPEN, ROTA_COLUMNS, UNUSED
from allocator.tables.mapping.known import JOB_TITLES, synonyms
from allocator.tables.mapping.normalise import SPECIAL, columns_of
from allocator.tables.mapping.timed import FILLED, is_timed
from allocator.tables.parse import as_text, is_blank
from allocator.tables.rotas import long, staff
from allocator.tables.rotas.grid import grids
from allocator.tables.rotas.home import ROTA, is_rota
from allocator.tables.schema import Cell, Column, ColumnKind
from allocator.tables.sheets import InputSheet, Record
from allocator.tables.words import normalise_text, normalise_word

_MOST_WORDS: Final = 60
_LISTED: Final = (ColumnKind.WORD, ColumnKind.YES_NO, ColumnKind.SERVICE)
"""Kinds of column whose words are a short list and never a name."""
_TABLES: Final = (
    "interventions", "decisions", "residents", "groups", "other_work", "absences", "shifts",
)  # fmt: skip
_HEAD: Final = """\
# Kobling fra deres kolonner og ord til programmets. Fyll ut der det står ???, og behold filen
# ved siden av den den gjelder. «-» er en kolonne som ikke brukes.
# hyppighet leser 2x/d, hver 14. dag, man-ons-fre; klokkeslett leser 08-10; timer er varighet i
# timer. Alt annet er navn på kolonner i malen. utelat tar bort rader med disse ordene.
"""


def propose(path: str | Path | Mapping[str, bytes]) -> str:
    """Return the text of a mapping file for every sheet of an input that is not in our own form.

    Returns
    -------
    YAML with comments; empty where nothing needs a mapping.
    """
    from allocator.tables.read import sheets_of

    files, _ = source.gather(path)
    sheets, _ = sheets_of(files, {})
    lines = [
        line for sheet in sheets for line in (_rota(sheet) if is_rota(sheet, {}) else _entry(sheet))
    ]
    return sanitise_lines("\n".join([_HEAD + "ark:", *lines, ""])) if lines else ""


def _is_foreign(sheet: InputSheet) -> bool:
    """Whether a sheet is a table with headings, and not ours as it stands."""
    if _heading_row(sheet) is None:
        return False
    table = table_named(sheet.name)
    if table is None:
        return True
    notices = match(table, sheet.name, sheet.records[0] if sheet.records else ()).notices
    return any(notice.severity == "error" for notice in notices)


def _heading_row(sheet: InputSheet) -> int | None:
    """Return the first row with texts side by side, at least two and in most of its width."""
    for row, record in enumerate(sheet.records[:HEADING_ROWS]):
        filled = [cell for cell in record if not is_blank(cell)]
        below = sheet.records[row + 1] if row + 1 < len(sheet.records) else ()
        width = max(len(record), len(below))
        if len(filled) >= 2 and all(isinstance(c, str) for c in filled) and len(filled) * 2 > width:
            return row
    return None


def _rota(sheet: InputSheet) -> list[str]:
    """Return the columns of a rota of which it is not known what they are, and its open shifts."""
    rotas = grids(sheet.records)
    top = long.heading_row(sheet, {})
    if not rotas:
        headings = {} if top is None else _texts(sheet.records[top])
        open_ = _left_out(sheet, top or 0, headings)
        head = [f"  {quoted(sheet.name)}:", f"    tabell: {ROTA}"]
        return [*head, *open_] if open_ else []
    grid = rotas[0]
    left = {index: name for index, name in grid.labels.items() if index < min(grid.days)}
    unknown = {index: name for index, name in left.items() if not staff.kind_of(name)}
    open_ = _left_out(sheet, grid.bottom, left)
    if not unknown:
        return [f"  {quoted(sheet.name)}:", f"    tabell: {ROTA}", *open_] if open_ else []
    titles = [index for index, name in unknown.items() if normalise_word(name) in JOB_TITLES][:1]
    lines = [f"  {quoted(sheet.name)}:", f"    tabell: {ROTA}"]
    lines += [f"    kolonner:  # {', '.join(ROTA_COLUMNS)} eller -"]
    for index, name in unknown.items():
        lines.append(f"      {quoted(name)}: {'kompetanse' if index in titles else OPEN}")
    below = sheet.records[grid.bottom + 1 : grid.end]
    words = {as_text(row[index]): None for index in titles for row in below if index < len(row)}
    if not titles or len(words) > _MOST_WORDS:
        return [*lines, *open_]
    listed = [f"        {quoted(word)}: {OPEN}" for word in words if word]
    return [*lines, "    ord:", "      kompetanse:  # tom: det alle kan", *listed, *open_]


def _left_out(sheet: InputSheet, top: int, headings: Mapping[int, str]) -> list[str]:
    """Return what leaves out rows that say that nobody has the shift, by words that we know."""
    lines = []
    for index, heading in headings.items():
        below = (row[index] for row in sheet.records[top + 1 :] if index < len(row))
        words = dict.fromkeys(text for text in map(as_text, below) if staff.is_open(text))
        if words:
            lines.append(f"      {quoted(heading)}: [{', '.join(map(quoted, words))}]")
    return ["    utelat:  # ingen har vakten", *lines] if lines else []


def _texts(record: Record) -> dict[int, str]:
    """Return the headings of a row by column."""
    return {
        index: normalise_text(as_text(cell))
        for index, cell in enumerate(record)
        if not is_blank(cell)
    }


def _entry(sheet: InputSheet) -> list[str]:
    if not _is_foreign(sheet):
        return []
    top = _heading_row(sheet) or 0
    headings = _texts(sheet.records[top])
    table = _guess(sheet.name, list(headings.values()))
    lines = [f"  {quoted(sheet.name)}:", f"    tabell: {table or OPEN}"]
    lines += [f"    overskrift: {top + 1}", "    kolonner:"]
    if not table:
        return [*lines, *(f"      {quoted(name)}: {OPEN}" for name in headings.values())]
    known = synonyms(table_named(table).name)  # type: ignore[union-attr]
    return [*lines, *_columns(sheet, top, headings, table, known)]


def _guess(name: str, headings: Sequence[str]) -> str:
    """Return the Norwegian name of the table with most of the headings; empty if tied."""
    if own := table_named(name):
        return own.norwegian
    counts = {
        table: sum(_folded(heading) in synonyms(table) for heading in headings) for table in _TABLES
    }
    best = max(counts, key=lambda table: counts[table])
    sure = counts[best] and list(counts.values()).count(counts[best]) == 1
    return TABLES[best].norwegian if sure else ""


def _folded(heading: str) -> str:
    """Return a heading as synonyms are compared: `Timer pr. uke` as `timer_pr_uke`."""
    return normalise_word(heading).replace(".", "").strip(":")


def _columns(
    sheet: InputSheet, top: int, headings: Mapping[int, str], name: str, known: Mapping[str, str]
) -> list[str]:
    table = next(table for table in TABLES.values() if table.norwegian == name)
    targets: dict[int, str] = {}
    for index, heading in headings.items():
        target = known.get(_folded(heading), OPEN)
        targets[index] = OPEN if target in targets.values() else target
    shown = {column.name: column.norwegian for column in table.columns}
    open_ = _left_out(sheet, top, headings) if table.name == "shifts" else []
    for index, target in targets.items():
        if target == OPEN and any(quoted(headings[index]) in line for line in open_):
            targets[index] = f'"{UNUSED}"'
    lines = [f"      {quoted(headings[index])}: {shown.get(t, t)}" for index, t in targets.items()]
    filled = {c for t in targets.values() for c in columns_of(t)}
    filled |= set(FILLED) if is_timed(table.name, list(filled)) else set()
    missing = [c.norwegian for c in table.columns if c.required and c.name not in filled]
    lines += ["    fast:", *(f"      {heading}: {OPEN}" for heading in missing)] if missing else []
    words = [
        line
        for index, target in targets.items()
        if target in shown and target not in SPECIAL
        for line in _words(sheet, top, index, table.column(target))
    ]
    return [*lines, *(["    ord:", *words] if words else []), *open_]


def _words(sheet: InputSheet, top: int, index: int, column: Column) -> list[str]:
    """Return the words of a column that we do not know, each to be completed."""
    if column.kind not in _LISTED:
        return []
    below: list[Cell] = [
        record[index] for record in sheet.records[top + 1 :] if index < len(record)
    ]
    cells = [cell for cell in below if isinstance(cell, str) and not is_blank(cell)]
    _, problems = parse_column(column, cells)
    unknown = list(dict.fromkeys(as_text(cells[position]) for position in problems))
    if not unknown or len(unknown) > _MOST_WORDS:
        return []
    choices = ", ".join(column.choices.values()) or "kode 1–29"
    lines = [f"      {column.norwegian}:  # {choices}"]
    return [*lines, *(f"        {quoted(word)}: {OPEN}" for word in unknown)]


def quoted(text: str) -> str:
    """Text as YAML has it in double quotes, whatever is in it."""
    import json

    return json.dumps(text, ensure_ascii=False)
