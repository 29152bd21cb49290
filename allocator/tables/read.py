"""Reads an input to typed tables, with notices of everything that is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path

from allocator.notices import Notice, errors
from allocator.tables import source
from allocator.tables.accounts import HEADING, UNKNOWN, RowLedger
from allocator.tables.checks import check
from allocator.tables.checks.book import Book
from allocator.tables.declared import ONE_OF, TABLES
from allocator.tables.derive import derive
from allocator.tables.formats import is_mapping
from allocator.tables.frames import frame
from allocator.tables.headings import INSTRUCTIONS, resembled_table, table_named
from allocator.tables.identity import screened
from allocator.tables.inputs import Inputs
from allocator.tables.interpret import Parsed, interpret, missing
from allocator.tables.mapping.apply import applied, rota_columns, rota_units
from allocator.tables.mapping.file import by_shown_name, mappings
from allocator.tables.mapping.joined import joined
from allocator.tables.mapping.resembles import is_a_list, is_called_a_rota, looks_like_a_plan
from allocator.tables.open_file import open_files
from allocator.tables.rotas.home import Mapped, is_rota, unrolled, without_identity
from allocator.tables.sheets import InputSheet
from allocator.tables.size import too_many_rows

_CHECKED_BY_RULES = ("unit", "decisions")
"""Tables that are also checked against the catalogue, once the rules in force are known."""

_KINDS_IN_NORWEGIAN = {
    "people": "personer",
    "services": "tjenester",
    "minutes": "tider",
    "dates": "datoer",
}


def read(path: str | Path | Mapping[str, bytes]) -> Inputs:
    """Read and check an input.

    Parameters
    ----------
    path
        A folder of CSV files, one workbook, or uploaded bytes by file name.

    Returns
    -------
    The tables with every problem found; bad input never raises, it is a notice.
    """
    files, notices = source.gather(path)
    ledger = RowLedger()
    sheets, more = normalise_sheets(files, ledger)
    notices += more
    book, more = _tables(sheets, errors(notices), ledger)
    notices += more + _absent(book, errors(notices)) + derive(book)
    tables = {name: frame(parsed) for name, parsed in book.items()}
    notices += check(Book(book, tables, _partly_read(book, notices)))
    notices = _unrepeated(notices, _foreign(book.values()))
    return Inputs(
        tables=tables,
        notices=tuple(notices),
        sha256=source.fingerprint(files),
        names={name: parsed.name for name, parsed in book.items()},
        accounts=ledger.accounts(),
        book=Book(
            {name: book[name] for name in _CHECKED_BY_RULES},
            {name: tables[name] for name in _CHECKED_BY_RULES},
        ),
    )


def normalise_sheets(
    files: Mapping[str, bytes], ledger: RowLedger
) -> tuple[list[InputSheet], list[Notice]]:
    """Every sheet, with lists of record systems and rotas put into the contract's form."""
    mapping_files = {name: data for name, data in files.items() if is_mapping(name)}
    given, notices = mappings(mapping_files)
    opened, more = open_files(files)
    notices += more
    known, more = by_shown_name(given.sheets, [sheet.name for _, sheet in opened])
    notices += more
    rotas = rota_columns(known)
    sheets, more = _screened(opened, rotas)
    ledger.opened = [sheet for _, sheet in opened]
    notices += more
    sheets, more = applied(sheets, known, ledger) if known else (sheets, [])
    notices += more
    sheets, more = unrolled(sheets, rotas, given.codes, ledger, rota_units(known))
    return sheets, notices + more


def sheets_of(files: Mapping[str, bytes], rotas: Mapped) -> tuple[list[InputSheet], list[Notice]]:
    """Every sheet as it stands, identity numbers masked; `rotas` are those known to be rotas."""
    opened, notices = open_files(files)
    sheets, more = _screened(opened, rotas)
    return sheets, notices + more


def _screened(
    opened: Sequence[tuple[str, InputSheet]], rotas: Mapped
) -> tuple[list[InputSheet], list[Notice]]:
    """Every sheet with identity numbers masked; what is there twice or too large is left out."""
    sheets: list[InputSheet] = []
    notices: list[Notice] = []
    for file, sheet in opened:
        refusal = too_many_rows(sheet) or _copied(file, sheet, opened, rotas)
        if refusal:
            notices.append(refusal)
            continue
        if is_rota(sheet, rotas):
            sheet, more = without_identity(sheet)
            notices += more
        masked, more = screened(sheet)
        sheets.append(masked)
        notices += more
    return sheets, notices


def _copied(
    file: str, sheet: InputSheet, opened: Sequence[tuple[str, InputSheet]], rotas: Mapped
) -> Notice | None:
    """Return the error of a rota that is in another file as well: its shifts would count twice."""
    if len({name for name, _ in opened}) < 2 or not is_rota(sheet, rotas):
        return None
    for other, before in opened:
        if before is sheet:
            return None
        if other != file and before.records == sheet.records:
            return Notice("table-twice", sheet.name, facts={"other": before.name})
    return None


def _tables(
    sheets: list[InputSheet], refused: Sequence[Notice], ledger: RowLedger
) -> tuple[dict[str, Parsed], list[Notice]]:
    """Return the tables among the sheets, in the schema's order.

    A sheet is not said to lack its mapping where a mapping was `refused`.
    """
    notices: list[Notice] = []
    by_table: dict[str, InputSheet] = {}
    strangers: list[InputSheet] = []
    for sheet in sheets:
        table = TABLES.get(sheet.table) or table_named(sheet.name)
        if table is None:
            strangers.append(sheet)
        elif refusal := too_many_rows(sheet):
            notices.append(refusal)
        elif (both := joined(by_table.get(table.name), sheet)) and not too_many_rows(both):
            by_table[table.name] = both
        elif table.name in by_table:
            facts = {"other": by_table[table.name].name}
            notices.append(Notice("table-twice", sheet.name, facts=facts))
        else:
            by_table[table.name] = sheet
    book: dict[str, Parsed] = {}
    for name, table in TABLES.items():
        if name in by_table:
            book[name], more = interpret(table, by_table[name])
            notices += more
            _read_rows(book[name], ledger)
        else:
            book[name] = missing(table)
    connected = any(notice.code.startswith("mapping-") for notice in refused)
    residents = {str(resident) for resident in book["residents"].values["resident"] if resident}
    for sheet in strangers:
        kinds = () if connected else looks_like_a_plan(sheet, residents)
        notices.append(_stranger(sheet, by_table, kinds))
        ledger.whole(sheet.name, UNKNOWN)
    return book, notices


def _read_rows(parsed: Parsed, ledger: RowLedger) -> None:
    """Take note of the rows of a table that is the user's own; others are noted where made."""
    if not parsed.places:
        ledger.put(parsed.name, [1], HEADING)
        ledger.put(parsed.name, parsed.rows)


def _stranger(sheet: InputSheet, present: Mapping[str, InputSheet], kinds: Sequence[str]) -> Notice:
    """Return the notice of a sheet that is no table: a misspelt one, a plan, or anything else."""
    name = sheet.name
    near = resembled_table(name)
    if near and near.name not in present:
        return Notice("table-misspelt", name, facts={"suggestion": near.norwegian})
    if "shifts" not in present and is_called_a_rota(name):
        return Notice("rota-not-found", name)
    if kinds:
        facts = {
            "kinds": ", ".join(_KINDS_IN_NORWEGIAN[kind] for kind in kinds),
            "kinds_en": ", ".join(kinds),
        }
        return Notice("table-unconnected", name, facts=facts)
    is_list = name != INSTRUCTIONS and is_a_list(sheet)
    return Notice("list-unconnected" if is_list else "table-unknown", name)


def _absent(book: Mapping[str, Parsed], refused: Sequence[Notice]) -> list[Notice]:
    """Return notices of required tables that are missing or empty, unless they were refused."""
    if refused and not any(parsed.here for parsed in book.values()):
        return []
    reported = {table.name for notice in refused if (table := table_named(notice.table))}
    notices = []
    for name, table in TABLES.items():
        parsed = book[name]
        if table.required and not parsed.here and name not in reported:
            facts = {"expected": table.norwegian, "expected_en": table.name}
            notices.append(Notice("table-missing", facts=facts))
        elif table.required and parsed.here and not parsed.rows and not (_made(parsed) and refused):
            notices.append(Notice("table-empty", parsed.name))
    if not any(book[name].rows for name in ONE_OF) and reported.isdisjoint(ONE_OF):
        notices.append(Notice("nothing-asked"))
    return notices


def _made(parsed: Parsed) -> bool:
    """Whether the table was made from a foreign one, whose errors say why it has no rows."""
    return table_named(parsed.name) is not parsed.table


def _partly_read(book: Mapping[str, Parsed], notices: Sequence[Notice]) -> set[str]:
    """Return the English names of tables with an error so far, in what they were made from too."""
    wrong = {notice.table for notice in errors(notices)}
    return {name for name, parsed in book.items() if wrong & {parsed.name, *_foreign([parsed])}}


def _foreign(tables: Iterable[Parsed]) -> set[str]:
    """Return the names of the sheets that tables were made from."""
    places = (
        cell_place for parsed in tables for row in parsed.places for cell_place in row.values()
    )
    return {cell_place.sheet for cell_place in places}


def _unrepeated(notices: Sequence[Notice], made: Set[str]) -> list[Notice]:
    """Remove repeated notices: one cell of a foreign table may be in many rows of ours."""
    seen: set[tuple[object, ...]] = set()
    kept = []
    for notice in notices:
        key = (notice.code, notice.table, notice.row, notice.column, notice.value)
        if key not in seen or notice.table not in made or notice.row is None:
            kept.append(notice)
        seen.add(key)
    return kept
