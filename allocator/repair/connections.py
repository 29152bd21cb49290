"""Connections of the user's sheets and columns to the program's, kept as a mapping file.

The file is the one that `allocator map` makes and the reader reads; here it is made from choices
on screen, or taken from the user, and goes along with the next files too.
"""

from collections.abc import Mapping
from typing import Any, Final

from allocator.repair.edits import Files, sheets_by_file
from allocator.sanitise import sanitise_lines
from allocator.tables.formats import MAPPING, is_mapping
from allocator.tables.headings import table_named
from allocator.tables.mapping.document import MappingError
from allocator.tables.mapping.file import SHEETS, read_entries
from allocator.tables.parse import as_text
from allocator.tables.words import normalise_word

NAME: Final = f"koblinger{MAPPING}"
"""The mapping file that is made here."""
Connections = dict[str, dict[str, Any]]
"""Sheet in the file -> what it is: `tabell`, `overskrift`, `kolonner`, `ord`, `fast`."""


def mapping_name(name: str) -> str:
    """Return the file name under which a mapping is read, also where it ends in `.yaml` only."""
    if is_mapping(name) or not name.casefold().endswith((".yaml", ".yml")):
        return name
    return f"{name.rpartition('.')[0]}{MAPPING}"


def connections(files: Files) -> Connections:
    """Return the connections in the mapping files of an input that can be read."""
    connected: Connections = {}
    for name, data in files.items():
        if is_mapping(name):
            connected |= _readable_entries(data)
    return connected


def _readable_entries(data: bytes) -> Connections:
    try:
        entries = read_entries(data)
    except MappingError:
        return {}
    return {name: dict(entry) for name, entry in entries.items() if isinstance(entry, dict)}


def mapping_text(connected: Connections) -> str:
    """Return the text of a mapping file with these connections."""
    import yaml

    text: str = yaml.safe_dump({SHEETS[0]: connected}, allow_unicode=True, sort_keys=False)
    return sanitise_lines(text)


def with_connections(files: Files, connected: Connections) -> dict[str, bytes]:
    """Add the connections that are about sheets of the files and not in their mapping already."""
    own = connections(files)
    present = {sheet.name for _, sheet in sheets_by_file(files)}
    new = {
        name: entry
        for name, entry in connected.items()
        if name in present and own.get(name) != entry
    }
    if not new:
        return dict(files)
    tables = {name: data for name, data in files.items() if not is_mapping(name)}
    return tables | {NAME: mapping_text(own | new).encode()}


def connect_sheet(
    connected: Connections,
    files: Files,
    sheet: str,
    table: str,
    columns: Mapping[str, str] | None = None,
) -> Connections:
    """Return the connections with one sheet more.

    Columns that are ours already are written down too: a mapping is for the whole sheet.

    Parameters
    ----------
    connected
        The connections so far.
    files
        The input, by file name.
    sheet
        The sheet to connect.
    table
        The Norwegian name of the table that it is.
    columns
        Its heading -> our Norwegian heading, for columns that are not ours already.
    """
    entry = dict(connected.get(sheet, {"overskrift": "1"}))
    entry["tabell"] = table
    own = _own_columns(files, sheet, table)
    entry["kolonner"] = {**own, **entry.get("kolonner", {}), **(columns or {})}
    return {**connected, sheet: entry}


def _own_columns(files: Files, name: str, table: str) -> dict[str, str]:
    """Return the headings of a sheet that are the table's own."""
    known = table_named(table)
    record = next(
        (sheet.records[0] for _, sheet in sheets_by_file(files) if sheet.name == name), ()
    )
    return {
        as_text(cell): column.norwegian
        for cell in record
        for column in (known.columns if known else ())
        if normalise_word(as_text(cell)) in {normalise_word(heading) for heading in column.headings}
    }
