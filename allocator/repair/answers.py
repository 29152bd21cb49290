"""A caseworker's answers written into the user's own files, in the table `svar`.

In the sheet that the files have for them, in its own columns; otherwise in a new sheet of the
workbook that holds the residents, and where no workbook does, in a CSV file of their own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from allocator.errors import InputError
from allocator.notices import Notice, errors
from allocator.repair.answer_entry import AnswerEntry, AnswerKey, refusals
from allocator.repair.cell_value import GENERAL, cell_value
from allocator.repair.csv_rows import as_csv_text, with_texts
from allocator.repair.edits import CSV, Files, with_typed_cells
from allocator.repair.new_sheet import with_sheet
from allocator.repair.sheet_xml import CellKey
from allocator.repair.workbook_package import Typed
from allocator.repair.write import csv_bytes
from allocator.tables import headings
from allocator.tables.archive import unpacked
from allocator.tables.declared_people import ANSWERS, RESIDENTS
from allocator.tables.formats import Format, format_of, is_mapping, is_text
from allocator.tables.headings import table_named
from allocator.tables.interpret import Parsed, interpret
from allocator.tables.mapping.file import mappings
from allocator.tables.open_file import open_files
from allocator.tables.parse import is_blank
from allocator.tables.schema import Column, ServiceCode
from allocator.tables.sheets import InputSheet, own_title
from allocator.tables.words import normalise_text, normalise_word
from allocator.text.dates import day


def with_answers(files: Files, answers: Sequence[AnswerEntry]) -> dict[str, bytes]:
    """Return the files with answers in them; those that are there already change nothing.

    An answer takes the place of one about the same (`AnswerEntry.key`). One whose resident is not
    in the files makes them wrong, as any unknown resident does: leave it out.

    Parameters
    ----------
    files
        The input, by file name; a lone zip file is unpacked.
    answers
        Of several about the same the last holds.

    Raises
    ------
    InputError : an answer may not be written, or the files cannot be read; nothing is written.
    """
    if not answers:
        return dict(files)
    if refused := [notice for entry in answers for notice in refusals(entry)]:
        raise InputError(refused)
    inside = unpacked(files)
    if isinstance(inside, Notice):
        raise InputError([inside])
    opened = _opened(inside)
    entries = _from_general(answers)
    own = [(name, sheet) for name, sheet in opened if table_named(sheet.name) is ANSWERS]
    if len(own) > 1:
        facts = {"other": own[0][1].name}
        raise InputError([Notice("table-twice", own[1][1].name, facts=facts)])
    if own:
        return _with_rows(inside, opened, *own[0], entries)
    return _with_table(inside, opened, entries)


def _opened(files: Files) -> list[tuple[str, InputSheet]]:
    """Return every sheet with its file's name; raises where not all of them can be read."""
    mapping_files = {name: data for name, data in files.items() if is_mapping(name)}
    for sheet, mapping in mappings(mapping_files)[0].sheets.items():
        if mapping.table == ANSWERS.name:
            raise InputError([Notice("answers-mapped", sheet)])
    opened, notices = open_files(files)
    if wrong := errors(notices):
        raise InputError(wrong)
    return opened


def _from_general(answers: Iterable[AnswerEntry]) -> list[AnswerEntry]:
    """Return the last of each key, those about more first: of two that fit, the later row holds."""
    last = {entry.key: entry for entry in answers}
    return sorted(last.values(), key=lambda entry: sum(map(bool, entry.key)))


# In a table that is there ---------------------------------------------------------------------


def _with_rows(
    files: Files,
    opened: Sequence[tuple[str, InputSheet]],
    name: str,
    sheet: InputSheet,
    entries: Sequence[AnswerEntry],
) -> dict[str, bytes]:
    """Return the files with answers in a sheet of one of them."""
    page = _AnswerPage.of(sheet)
    for entry in entries:
        page.put(entry)
    if not page.typed:
        return dict(files)
    if is_text(name, files[name]):
        texts = {key: typed.text for key, typed in page.typed.items()}
        return {**files, name: with_texts(name, files[name], texts)}
    sheets = [other for file, other in opened if file == name]
    typed = [page.typed if other is sheet else {} for other in sheets]
    new_name, data = with_typed_cells(name, files[name], sheets, typed, files)
    return {
        new_name if file == name else file: data if file == name else files[file] for file in files
    }


class _WrittenAnswer(NamedTuple):
    """A row of the table: its number, and what it answers."""

    number: int
    key: AnswerKey
    signed: tuple[object, object, object]


@dataclass
class _AnswerPage:
    """The sheet of answers, and what is to be typed in it.

    Parameters
    ----------
    columns
        English name -> column, from 1.
    width, bottom
        The last column with a heading, and the last row with anything.
    rows
        Its answers.
    english
        Whether new headings and dates are in English.
    """

    columns: dict[str, int]
    width: int
    bottom: int
    rows: list[_WrittenAnswer]
    english: bool
    typed: dict[CellKey, Typed] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet: InputSheet) -> "_AnswerPage":
        """Read a sheet of answers as the reader does."""
        first = sheet.records[0] if sheet.records else ()
        columns = headings.match(ANSWERS, sheet.name, first).places
        filled = [n for n, record in enumerate(sheet.records, 1) if not all(map(is_blank, record))]
        return cls(
            columns={column: position + 1 for column, position in columns.items()},
            width=len(first),
            bottom=max(filled, default=1),
            rows=_rows(interpret(ANSWERS, sheet)[0]),
            english=_is_english(sheet.name),
        )

    def put(self, entry: AnswerEntry) -> None:
        """Type an answer: over the one about the same, else in a row of its own.

        A later row that is about more would hold in its place: then it is written below that.
        """
        fitting = [row for row in self.rows if _covers(row.key, entry.key)]
        last = fitting[-1] if fitting else None
        signed = entry.answer, entry.by, entry.date
        if last and last.key[1:] == entry.key[1:]:
            if last.signed != tuple(map(_as_read, signed)):
                self._type(last.number, entry, ("answer", "by", "date"))
            return
        self.bottom += 1
        self._type(self.bottom, entry, [column.name for column in ANSWERS.columns])

    def _type(self, row: int, entry: AnswerEntry, names: Iterable[str]) -> None:
        for name in names:
            text = _text(entry, name, self.english)
            # rows without the column are all of the only unit, and so is this one
            needed = text and not (name == "unit" and self.rows)
            if name not in self.columns and needed:
                self.width += 1
                self.columns[name] = self.width
                self.typed[1, self.width] = Typed(_heading(ANSWERS.column(name), self.english))
            if name in self.columns:
                self.typed[row, self.columns[name]] = Typed(text, ANSWERS.column(name))


def _as_read(value: object) -> object:
    return normalise_text(value) if isinstance(value, str) else value


def _rows(parsed: Parsed) -> list[_WrittenAnswer]:
    values = parsed.values
    rows = []
    for position, number in enumerate(parsed.rows):
        unit, code, resident, row_id = (
            str(values[name][position]) for name in ("unit", "code", "resident", "row_id")
        )
        written = values["service"][position]
        service = written.code if isinstance(written, ServiceCode) else None
        signed = values["answer"][position], values["by"][position], values["date"][position]
        rows.append(_WrittenAnswer(number, (unit, code, resident, service, row_id), signed))
    return rows


def _covers(wide: AnswerKey, narrow: AnswerKey) -> bool:
    """Say whether an answer to one is an answer to the other: what is empty stands for all."""
    same_code = wide[1] == narrow[1]
    return same_code and all(
        own in ("", None, other) for own, other in zip(wide, narrow, strict=True)
    )


# In a table of its own ------------------------------------------------------------------------


def _with_table(
    files: Files, opened: Sequence[tuple[str, InputSheet]], entries: Sequence[AnswerEntry]
) -> dict[str, bytes]:
    """Return the files with a table of answers, which they lacked."""
    english = _mostly_english(sheet.name for _, sheet in opened)
    title = ANSWERS.name if english else ANSWERS.norwegian
    head = [_heading(column, english) for column in ANSWERS.columns]
    texts = [[_text(entry, c.name, english) for c in ANSWERS.columns] for entry in entries]
    book = _book(files, opened)
    if not book:
        written = [[as_csv_text(text) for text in record] for record in texts]
        return {**files, f"{title}{CSV}": csv_bytes([head, *written])}
    records = [
        [
            cell_value(text, GENERAL, column, False)
            for text, column in zip(record, ANSWERS.columns, strict=True)
        ]
        for record in texts
    ]
    return {**files, book: with_sheet(files[book], title, [head, *records])}


def _book(files: Files, opened: Sequence[tuple[str, InputSheet]]) -> str:
    """Return the workbook that holds the residents, else the first; empty where there is none."""
    books = [name for name, _ in opened if format_of(name, files[name]) is Format.WORKBOOK]
    first = books[0] if books else ""
    home = (name for name, sheet in opened if table_named(sheet.name) is RESIDENTS)
    name = next(home, first)
    return name if name in books else ""


def _is_english(title: str) -> bool:
    return normalise_word(own_title(title)) == ANSWERS.name


def _mostly_english(names: Iterable[str]) -> bool:
    """Say whether more tables are called in English than in Norwegian."""
    words = [normalise_word(own_title(name)) for name in names]
    tables = [(word, table) for word in words if (table := table_named(word))]
    english = sum(word == table.name for word, table in tables)
    norwegian = sum(word == normalise_word(table.norwegian) for word, table in tables)
    return english > norwegian


def _heading(column: Column, english: bool) -> str:
    return column.name if english else column.norwegian


def _text(entry: AnswerEntry, name: str, english: bool) -> str:
    """Return what a column holds of an answer, as a person writes it."""
    value = getattr(entry, name)
    if isinstance(value, date):
        return day(value, "en" if english else "nb")
    return "" if value is None else normalise_text(str(value))
