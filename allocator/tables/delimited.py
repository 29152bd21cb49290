"""Reads CSV: detects the encoding and the delimiter, and gives rows of text."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import PurePath
from typing import NamedTuple

from allocator.notices import Notice
from allocator.tables import bounds, guard
from allocator.tables.formats import UTF_16
from allocator.tables.headings import table_named
from allocator.tables.sheets import InputSheet
from allocator.tables.words import normalise_word

_NARROW, _WIDE = ("utf-8-sig", "cp1252"), ("utf_16",)
_ENCODINGS = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252", "utf_16": "UTF-16"}
DELIMITERS = {";": "semikolon | semicolon", ",": "komma | comma", "\t": "tabulator | tab"}
_SEP_LINE = re.compile(r"sep=([;,\t])(?:\r\n|\r|\n)", re.IGNORECASE)
"""Excel's own hint, which Excel does not show as a row."""
_LINE_END = re.compile(r"[\r\n]")
_LONGEST_HEADING = 20_000
"""Characters by which the delimiter is recognised."""
_FIRST_LINES = 30
_TOO_LARGE = ("sheet-too-large", "too-many-cells")
"""What is an error of any file, whatever its name."""


class CsvDialect(NamedTuple):
    """How a text file is written.

    Parameters
    ----------
    encoding
        As Python calls it.
    delimiter
        The sign between cells.
    hint
        The line in which Excel names the delimiter, which is no row; empty where there is none.
    """

    encoding: str
    delimiter: str
    hint: str


def read_csv(file_name: str, data: bytes) -> tuple[list[InputSheet], list[Notice]]:
    """Read the rows of a CSV file.

    Its table's headings, where the file's name is a table's, tell which delimiter it has.

    Parameters
    ----------
    file_name
        The file's name; without its ending it is the sheet's name.
    data
        The file's bytes.

    Returns
    -------
    The one sheet, or none where the file cannot be read; and the dialect or the error.
    """
    name = PurePath(file_name).stem
    sheets, notices = _sheet(name, data)
    if table_named(name) is None and not sheets and notices[0].code not in _TOO_LARGE:
        return [], [Notice("file-ignored", file_name)]
    return sheets, notices


def _sheet(name: str, data: bytes) -> tuple[list[InputSheet], list[Notice]]:
    decoded = decode_csv(name, data)
    if decoded is None:
        return [], [Notice("csv-not-text", table=name)]
    text, dialect = decoded
    records, problem = _records(name, text, dialect.delimiter)
    if problem:
        return [], [problem]
    nb, en = DELIMITERS[dialect.delimiter].split(" | ")
    encoding = _ENCODINGS[dialect.encoding]
    facts = {"encoding": encoding, "delimiter": nb, "delimiter_en": en}
    return [InputSheet(name, records)], [Notice("csv-dialect", table=name, facts=facts)]


def decode_csv(name: str, data: bytes) -> tuple[str, CsvDialect] | None:
    """Return the rows of a text file as one text, and how it is written; None where it is no text.

    Parameters
    ----------
    name
        The sheet's name; the headings of the table that it names tell the delimiter.
    data
        The file's bytes.
    """
    for encoding in _WIDE if data.startswith(UTF_16) else _NARROW:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            return None
        hint = _SEP_LINE.match(text)
        text = text[hint.end() :] if hint else text
        delimiter = hint[1] if hint else _delimiter(text, _headings(name))
        return text, CsvDialect(encoding, delimiter, hint[0] if hint else "")
    return None


def _headings(name: str) -> set[str]:
    table = table_named(name)
    columns = table.columns if table else ()
    return {normalise_word(heading) for column in columns for heading in column.headings}


def _delimiter(text: str, known: set[str]) -> str:
    """Return the delimiter that gives the most known headings; of equals, the most columns.

    A table of another form may have titles above it: there all of its first lines have a say.
    """
    lines = _LINE_END.split(text[:_LONGEST_HEADING])[:_FIRST_LINES]

    def score(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([lines[0]], delimiter=delimiter), [])
        matches = sum(normalise_word(cell) in known for cell in cells)
        return matches, len(cells) if matches else sum(line.count(delimiter) for line in lines)

    return max(DELIMITERS, key=score)


def _records(name: str, text: str, delimiter: str) -> tuple[list[list[str]], Notice | None]:
    """Every row, or what stands in the way of reading any."""
    if text.count(delimiter) + text.count("\n") + text.count("\r") >= bounds.MAX_CSV_CELLS:
        # perhaps too many: they are counted before any is kept
        cells = 0
        try:
            for record in _rows(text, delimiter):
                cells += max(len(record), 1)
                if cells > bounds.MAX_CSV_CELLS:
                    facts = {"most": str(bounds.MAX_CSV_CELLS)}
                    return [], Notice("too-many-cells", name, facts=facts)
        except csv.Error:
            pass  # said below, with its row
    records: list[list[str]] = []
    try:
        for record in _rows(text, delimiter):
            if len(record) > bounds.MAX_COLUMNS:
                while record and not record[-1].strip():
                    record.pop()
            if len(record) > bounds.MAX_COLUMNS:
                return [], guard.too_large(name, len(records) + 1, len(record))
            records.append(record)
    except csv.Error:
        return [], Notice("csv-broken", name, len(records) + 1)
    return records, None


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
