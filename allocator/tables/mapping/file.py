"""Reads mapping files: foreign columns and words -> ours, as a person completed them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from allocator.notices import Notice
from allocator.tables.bounds import MAX_MAPPING_BYTES
from allocator.tables.declared import TABLES
from allocator.tables.headings import table_named
from allocator.tables.identity import screened_name, with_identity_number
from allocator.tables.mapping.document import MappingError, read_document
from allocator.tables.mapping.normalise import READERS, SPECIAL
from allocator.tables.rotas import staff
from allocator.tables.rotas.home import ROTA
from allocator.tables.sheets import CellPlace, CellPlaces, InputSheet, Record, own_title
from allocator.tables.words import normalise_text, normalise_word, shorten

OPEN: Final = "???"
"""What a person has to complete."""
UNUSED: Final = "-"
"""A column of theirs that is not used."""
_KEYS: Final = {
    "tabell": "table", "table": "table", "overskrift": "heading", "heading": "heading",
    "kolonner": "columns", "columns": "columns", "ord": "words", "words": "words",
    "fast": "fixed", "fixed": "fixed", "utelat": "left_out", "leave_out": "left_out",
}  # fmt: skip
SHEETS: Final = ("ark", "sheets")
"""The key under which the sheets are, in either language."""
CODES: Final = ("koder", "codes")
"""The key of explained shift codes: code -> columns of `vaktkoder`, or such for each unit."""
ROTA_COLUMNS: Final = {
    "ansattnr": staff.NUMBER, "ansatt": staff.NAME, "enhet": staff.UNIT, "uke": staff.WEEK,
    "kompetanse": staff.COMPETENCE, "dato": staff.DATE, "vaktkode": staff.CODE,
    "start": staff.START, "slutt": staff.END,
}  # fmt: skip
"""What a rota's column may be mapped to -> what it is for."""


@dataclass(frozen=True)
class SheetMapping:
    """What one of their sheets is.

    Parameters
    ----------
    file
        The mapping file's name, for notices.
    table
        English table name, or `turnus`.
    heading
        The row of their headings, or None where it is to be found.
    columns
        Their heading -> our English column, a special of `normalise`, or `-`.
    words
        Our column -> their word, folded -> our word.
    fixed
        Our column -> the same cell for every row.
    left_out
        Their heading -> words, folded: rows that have one of them there are left out.
    """

    file: str
    table: str
    heading: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def is_rota(self) -> bool:
        """Whether the sheet is a rota."""
        return self.table == ROTA

    @property
    def leaves_out(self) -> Mapping[str, frozenset[str]]:
        """Their heading, folded -> words, folded, that leave rows out: those not used too."""
        made = dict(self.left_out)
        for heading, target in self.columns.items():
            unused = {w for w, ours in self.words.get(target, {}).items() if ours == UNUSED}
            if unused:
                key = normalise_word(heading)
                made[key] = made.get(key, frozenset()) | unused
        return made

    @property
    def is_unused(self) -> bool:
        """Whether a person has said that the sheet is not used."""
        return self.table == UNUSED


@dataclass
class Mappings:
    """All that the mapping files of an input say.

    Parameters
    ----------
    sheets
        Sheet name -> its mapping.
    codes
        The shift codes that are explained, as rows of `vaktkoder`; None where there are none.
    """

    sheets: dict[str, SheetMapping] = field(default_factory=dict)
    codes: InputSheet | None = None


def mappings(files: Mapping[str, bytes]) -> tuple[Mappings, list[Notice]]:
    """Return what every mapping file of an input says, and what is wrong with them."""
    by_sheet: dict[str, SheetMapping] = {}
    codes: list[tuple[str, str, dict[str, str]]] = []
    notices: list[Notice] = []
    if sum(map(len, files.values())) > MAX_MAPPING_BYTES:
        facts = {"most": f"{MAX_MAPPING_BYTES / 1000:.0f}"}
        return Mappings(), [Notice("mapping-too-large", name, facts=facts) for name in files]
    for name, data in files.items():
        notices += screened_name(name)[1]
        try:
            entries, explained = read_entries(data)
            texts = [data.decode("utf-8-sig"), *_texts_of(entries), *_texts_of(explained)]
            if shown := with_identity_number(texts):
                raise MappingError("identity-number-in-mapping", value=shown)
            for sheet, entry in entries.items():
                key = normalise_text(sheet)
                if key in by_sheet:
                    raise MappingError("mapping-twice", what=shorten(key))
                by_sheet[key] = _sheet(name, key, entry)
            for code, meaning in explained.items():
                meanings = meaning if isinstance(meaning, list) else [meaning]
                codes += [(name, normalise_text(code), _code(code, own)) for own in meanings]
        except MappingError as error:
            notices.append(Notice(error.code, name, facts=error.facts))
    return Mappings(by_sheet, _codes(codes)), notices


def _code(code: str, meaning: object) -> dict[str, str]:
    """Return what is said of a shift code, by our English column."""
    if not isinstance(meaning, dict):
        raise MappingError("mapping-shape", what=shorten(code))
    if open_ := _open(meaning):
        raise MappingError("mapping-incomplete", what=shorten(code), open=", ".join(open_))
    return {_own("shift_codes", str(k)): v for k, v in _texts(meaning, "koder").items()}


def _codes(codes: Sequence[tuple[str, str, Mapping[str, str]]]) -> InputSheet | None:
    """Return explained codes as rows of `vaktkoder` that know the mapping file they are from."""
    columns = TABLES["shift_codes"].columns
    records: list[Record] = [[column.norwegian for column in columns]]
    places: list[CellPlaces] = []
    for row, (file, code, meaning) in enumerate(codes, start=2):
        cells = {**meaning, "code": code}
        records.append([cells.get(column.name) for column in columns])
        places.append(
            {c.name: CellPlace(file, row, f"{code}: {c.norwegian}", cells.get(c.name, ""))
             for c in columns}
        )  # fmt: skip
    return InputSheet(codes[0][0], records, "shift_codes", places) if codes else None


def by_shown_name(
    mappings: Mapping[str, SheetMapping], names: Iterable[str]
) -> tuple[dict[str, SheetMapping], list[Notice]]:
    """Return the mappings by what their sheets are called among several files.

    A mapping may call a sheet by its title alone, where only one file has a sheet of that title.
    """
    titles: dict[str, list[str]] = {}
    for name in names:
        titles.setdefault(normalise_word(own_title(name)), []).append(name)
    by_sheet: dict[str, SheetMapping] = {}
    notices: list[Notice] = []
    for key, mapping in mappings.items():
        shown = titles.get(normalise_word(key), [])
        if len(shown) > 1:
            facts = {"what": shorten(key), "sheets": ", ".join(shown)}
            notices.append(Notice("mapping-sheet-ambiguous", mapping.file, facts=facts))
        else:
            by_sheet[shown[0] if shown else key] = mapping
    return by_sheet, notices


def read_entries(data: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read the entries of a mapping file, as text and not yet checked.

    Parameters
    ----------
    data
        The file's bytes.

    Returns
    -------
    The entries by sheet name, and what is said of shift codes by code.

    Raises
    ------
    MappingError
        As `read_document`; or it has neither.
    """
    content = read_document(data)
    if not isinstance(content, dict):
        raise MappingError("mapping-shape", what="ark")
    _once(content, [_TOP.get(key, key) for key in content])
    parts = {_TOP[key]: value for key, value in content.items() if key in _TOP}
    if not parts or not all(isinstance(part, dict) for part in parts.values()):
        raise MappingError("mapping-shape", what="ark")
    sheets, codes = (
        {str(name): entry for name, entry in parts.get(part, {}).items()} for part in _PARTS
    )
    return sheets, codes


_PARTS: Final = ("sheets", "codes")
_TOP: Final = dict.fromkeys(SHEETS, _PARTS[0]) | dict.fromkeys(CODES, _PARTS[1])


def norwegian_entry(entry: object) -> dict[str, Any]:
    """Return an entry, as it is written in either language, with the Norwegian names.

    What is not understood stays as it is: reading it is an error that names it.
    """
    norwegian = {english: key for key, english in reversed(_KEYS.items())}
    made: dict[str, Any] = {}
    for key, value in entry.items() if isinstance(entry, dict) else ():
        english = _KEYS.get(normalise_word(str(key)), "")
        made[norwegian.get(english, str(key))] = value
    table = table_named(str(made.get("tabell", "")))
    if normalise_word(str(made.get("tabell", ""))) == "rota":
        made["tabell"] = ROTA
    if table is None:
        return made
    made["tabell"] = table.norwegian
    own = {normalise_word(name): c.norwegian for c in table.columns for name in c.headings}
    for part in ("ord", "fast"):
        if isinstance(made.get(part), dict):
            made[part] = {own.get(normalise_word(str(k)), k): v for k, v in made[part].items()}
    if isinstance(made.get("kolonner"), dict):
        made["kolonner"] = {
            k: v if normalise_word(str(v)) in SPECIAL else own.get(normalise_word(str(v)), v)
            for k, v in made["kolonner"].items()
        }
    return made


def _sheet(file: str, name: str, entry: object) -> SheetMapping:
    if not isinstance(entry, dict):
        raise MappingError("mapping-shape", what=shorten(name))
    parts: dict[str, Any] = {}
    for key, value in entry.items():
        if normalise_word(str(key)) not in _KEYS:
            raise MappingError("mapping-shape", what=shorten(str(key)))
        parts[_KEYS[normalise_word(str(key))]] = value
    _once(entry, [_KEYS[normalise_word(str(key))] for key in entry])
    open_ = _open(entry)
    if open_:
        raise MappingError("mapping-incomplete", what=shorten(name), open=", ".join(open_[:20]))
    table = _table(str(parts.get("table", "")))
    if table == UNUSED:
        return SheetMapping(file, table)
    fixed = {_own(table, k): v for k, v in _pairs(parts, "fixed").items()}
    if table == ROTA and (other := [name for name in fixed if name != staff.UNIT]):
        raise MappingError("mapping-no-such-column", what=other[0], table_named=table)
    return SheetMapping(
        file,
        table,
        _heading(parts.get("heading")),
        {normalise_text(k): _column(table, v) for k, v in _pairs(parts, "columns").items()},
        {_own(table, k): _words(v) for k, v in _mapping(parts, "words").items()},
        fixed,
        {normalise_word(k): _listed(v) for k, v in _mapping(parts, "left_out").items()},
    )


def _texts_of(entries: object) -> Iterator[str]:
    """Every key and value of a mapping, as YAML reads them."""
    if isinstance(entries, dict):
        for key, value in entries.items():
            yield str(key)
            yield from _texts_of(value)
    elif isinstance(entries, list):
        for value in entries:
            yield from _texts_of(value)
    else:
        yield str(entries)


def _open(entry: Mapping[Any, Any]) -> list[str]:
    """Return what is still to be completed."""
    still_open = []
    for key, value in entry.items():
        if isinstance(value, dict):
            still_open += _open(value)
        elif str(value).strip() == OPEN:
            still_open.append(shorten(str(key)))
    return still_open


def _table(name: str) -> str:
    if name.strip() == UNUSED:
        return UNUSED
    if normalise_word(name) in (ROTA, "rota"):
        return ROTA
    table = table_named(name)
    if table is None:
        raise MappingError("mapping-no-such-table", what=shorten(name))
    return table.name


def _heading(value: object) -> int | None:
    if value is None:
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,4}", str(value)):
        raise MappingError("mapping-shape", what="overskrift")
    return int(str(value))


def _mapping(parts: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = parts.get(key) or {}
    if not isinstance(value, dict):
        raise MappingError("mapping-shape", what=key)
    _once(value, [normalise_word(str(name)) for name in value])
    return {str(k): v for k, v in value.items()}


def _once(written: Mapping[Any, Any], keys: Iterable[object]) -> None:
    """Check that no two keys mean the same: `tabell` and `table`, `Kl` and `kl`."""
    known: dict[object, object] = {}
    for key, text in zip(keys, written, strict=True):
        if key in known:
            what = f"{shorten(str(known[key]))}, {shorten(str(text))}"
            raise MappingError("mapping-key-twice", where="–", what=what)
        known[key] = text


def _pairs(parts: Mapping[str, Any], key: str) -> dict[str, str]:
    return _texts(_mapping(parts, key), key)


def _texts(value: Mapping[Any, Any], key: str) -> dict[str, str]:
    if not all(isinstance(v, str) for v in value.values()):
        raise MappingError("mapping-shape", what=key)
    return {str(k): normalise_text(v) for k, v in value.items()}


def _words(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise MappingError("mapping-shape", what="ord")
    _once(value, [normalise_word(str(word)) for word in value])
    return {normalise_word(k): v for k, v in _texts(value, "ord").items()}


def _listed(value: object) -> frozenset[str]:
    """Return the words, folded, of a list of them or of a single one."""
    words = value if isinstance(value, list) else [value]
    if not words or not all(isinstance(word, str) for word in words):
        raise MappingError("mapping-shape", what="utelat")
    return frozenset(map(normalise_word, words))


def _column(table: str, name: str) -> str:
    """Return what one of their columns is mapped to; `timer` is the decisions' own column."""
    special = normalise_word(name)
    if name == UNUSED:
        return UNUSED
    if table != ROTA and special in SPECIAL and all(map(TABLES[table].has, READERS[special][0])):
        return special
    return _own(table, name)


def _own(table: str, name: str) -> str:
    """Our English column of that name in either language."""
    if table == ROTA:
        if normalise_word(name) in ROTA_COLUMNS:
            return ROTA_COLUMNS[normalise_word(name)]
    else:
        for column in TABLES[table].columns:
            if normalise_word(name) in map(normalise_word, column.headings):
                return column.name
    raise MappingError("mapping-no-such-column", what=shorten(name), table_named=table)
