"""Connections of the user's sheets and columns to the program's, kept as a mapping file.

The file is the one that `allocator map` makes and the reader reads; here it is made from choices
on screen, or taken from the user, and goes along with the next files too. No Streamlit here.
"""

from collections.abc import Mapping
from typing import Any, Final

from allocator.tables.headings import table_named
from allocator.tables.parse import as_text
from allocator.tables.source import MAPPING, is_mapping
from allocator.tables.words import fold
from allocator.ui.mending import Files, sheets

NAME: Final = f"koblinger{MAPPING}"
MAX_BYTES: Final = 500_000
SHEETS: Final = ("ark", "sheets")
Kept = dict[str, dict[str, Any]]
"""Sheet in the file -> what it is: `tabell`, `overskrift`, `kolonner`, `ord`, `fast`."""


def named(name: str) -> str:
    """A mapping file's name as the reader knows it, also where it ends in `.yaml` only."""
    if is_mapping(name) or not name.casefold().endswith((".yaml", ".yml")):
        return name
    return f"{name.rpartition('.')[0]}{MAPPING}"


def connections(files: Files) -> Kept:
    """What the mapping files of an input say; nothing of those that cannot be read."""
    found: Kept = {}
    for name, data in files.items():
        if is_mapping(name) and len(data) <= MAX_BYTES:
            found |= _read(data)
    return found


def _read(data: bytes) -> Kept:
    import yaml

    try:
        text = data.decode("utf-8-sig")
        # an anchor can make a small file enormous
        if any(isinstance(one, yaml.AliasToken) for one in yaml.scan(text)):
            return {}
        content = yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    if not isinstance(content, dict):
        return {}
    said: dict[Any, Any] = next(
        (content[key] for key in SHEETS if isinstance(content.get(key), dict)), {}
    )
    return {str(name): dict(entry) for name, entry in said.items() if isinstance(entry, dict)}


def text_of(kept: Kept) -> str:
    """The mapping file."""
    import yaml

    text: str = yaml.safe_dump({SHEETS[0]: kept}, allow_unicode=True, sort_keys=False)
    return text


def with_connections(files: Files, kept: Kept) -> dict[str, bytes]:
    """The files with the connections that are about their sheets and not said by them already."""
    own = connections(files)
    there = {sheet.name for _, sheet in sheets(files)}
    new = {name: entry for name, entry in kept.items() if name in there and own.get(name) != entry}
    if not new:
        return dict(files)
    tables = {name: data for name, data in files.items() if not is_mapping(name)}
    return tables | {NAME: text_of(own | new).encode()}


def connected(
    kept: Kept, files: Files, sheet: str, table: str, columns: Mapping[str, str] | None = None
) -> Kept:
    """The connections with one sheet more: which table it is, and columns of theirs to ours.

    Columns that are ours already are written down too: a mapping speaks for the whole sheet.
    """
    entry = dict(kept.get(sheet, {"overskrift": "1"}))
    entry["tabell"] = table
    ours = _ours(files, sheet, table)
    entry["kolonner"] = {**ours, **entry.get("kolonner", {}), **(columns or {})}
    return {**kept, sheet: entry}


def _ours(files: Files, name: str, table: str) -> dict[str, str]:
    """The headings of a sheet that are the table's own."""
    known = table_named(table)
    record = next((sheet.records[0] for _, sheet in sheets(files) if sheet.name == name), ())
    return {
        as_text(cell): column.norwegian
        for cell in record
        for column in (known.columns if known else ())
        if fold(as_text(cell)) in {fold(heading) for heading in column.headings}
    }
