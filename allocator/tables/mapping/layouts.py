"""Layouts that a person has connected before, known again by their headings.

They lie in one file of the user's data folder, which only the user may read. A layout holds what a
mapping is: headings, translated words and shift codes. Residents and employees that a mapping fixes
for one file are of that file, and are not kept.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Final

from allocator.folders import data_folder
from allocator.private import replace_whole
from allocator.tables.bounds import MAX_MAPPING_BYTES
from allocator.tables.declared import TABLES
from allocator.tables.headings import table_named
from allocator.tables.mapping.document import MappingError, read_document
from allocator.tables.mapping.file import UNUSED
from allocator.tables.mapping.questions import COLUMNS, FIXED, LEFT_OUT, ROLE, SheetForm
from allocator.tables.rotas.home import ROTA
from allocator.tables.rotas.staff import is_open
from allocator.tables.schema import ColumnKind
from allocator.tables.words import normalise_word

_NAME: Final = "oppsett.yaml"
_OF_A_PERSON: Final = frozenset({"resident", "staff_id", "group"})
_FREE: Final = frozenset({ColumnKind.TEXT})
_DAY: Final = "dato"
_ENTRY: Final = "kobling"
_CODES: Final = "koder"
_MOST: Final = 20 * MAX_MAPPING_BYTES


@dataclass(frozen=True)
class KnownLayout:
    """One layout as it is kept.

    Parameters
    ----------
    day
        When it was kept.
    entry
        The sheet's entry in a mapping file, or codes with what they mean.
    """

    day: date
    entry: Mapping[str, Any]


@dataclass(frozen=True)
class Layouts:
    """All layouts of a user, by fingerprint."""

    known: Mapping[str, KnownLayout] = field(default_factory=dict)

    def of(self, fingerprint: str) -> KnownLayout | None:
        """Return the layout of these headings, where it was kept."""
        return self.known.get(fingerprint)

    def with_layout(self, fingerprint: str, entry: Mapping[str, Any], today: date) -> "Layouts":
        """Return the layouts with one more, or another one."""
        return Layouts({**self.known, fingerprint: KnownLayout(today, entry)})

    def without(self, fingerprints: Iterable[str]) -> "Layouts":
        """Return the layouts without some."""
        gone = set(fingerprints)
        return Layouts({key: kept for key, kept in self.known.items() if key not in gone})


def fingerprint_of(form: SheetForm) -> str:
    """Return by what a sheet is known again: its headings, whatever its name and its days are."""
    return fingerprint_of_headings(form.headings, ROTA if form.role == ROTA else "")


def fingerprint_of_headings(headings: Sequence[str], kind: str = "") -> str:
    """Return the fingerprint of headings, folded; empty where there are none."""
    return _digest([kind, *headings]) if headings else ""


def fingerprint_of_codes(units: Iterable[str]) -> str:
    """Return by what shift codes are known again: the units, for codes are local."""
    return _digest([_CODES, *sorted(map(normalise_word, units))])


def _digest(texts: Iterable[str]) -> str:
    return sha256("\0".join(texts).encode()).hexdigest()


def kept_entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry without what is about persons: fixed residents, words in columns of names."""
    made = dict(entry)
    table = table_named(str(entry.get(ROLE[0], "")))
    if table is not None and FIXED in made:
        of_all = {
            column.norwegian
            for column in TABLES[table.name].columns
            if column.name == "unit"
            or (column.name not in _OF_A_PERSON and column.kind not in _FREE)
        }
        made[FIXED] = {name: value for name, value in made[FIXED].items() if name in of_all}
    if LEFT_OUT in made:
        made[LEFT_OUT] = {
            heading: [word for word in words if is_open(word) or not word]
            for heading, words in made[LEFT_OUT].items()
        }
    if made.get(ROLE[0]) == UNUSED:
        made.pop(COLUMNS, None)
    return made


def load() -> Layouts:
    """Return the layouts that were kept; none where there is no file, or it cannot be read."""
    folder = data_folder()
    if folder is None:
        return Layouts()
    try:
        path = folder / _NAME
        if path.stat().st_size > _MOST:
            return Layouts()
        content = read_document(path.read_bytes(), _MOST)
    except (OSError, MappingError):
        return Layouts()
    known = {}
    for fingerprint, layout in content.items() if isinstance(content, dict) else ():
        with suppress(KeyError, TypeError, ValueError):
            if isinstance(layout[_ENTRY], dict):
                day = date.fromisoformat(layout[_DAY])
                known[str(fingerprint)] = KnownLayout(day, layout[_ENTRY])
    return Layouts(known)


def save(layouts: Layouts) -> bool:
    """Write the layouts whole, for the user alone; whether they could be kept."""
    import yaml

    folder = data_folder()
    if folder is None:
        return False
    text: str = yaml.safe_dump(
        {
            fingerprint: {
                _DAY: layout.day.isoformat(),
                _ENTRY: json.loads(json.dumps(layout.entry)),
            }
            for fingerprint, layout in layouts.known.items()
        },
        allow_unicode=True,
        sort_keys=False,
    )
    try:
        replace_whole(folder / _NAME, text.encode())
    except OSError:
        return False
    return True
