"""Reads CSV: detects the encoding and the delimiter, and gives rows of text."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import PurePath

from allocator.notices import Notice
from allocator.tables import bounds, guard
from allocator.tables.formats import UTF_16
from allocator.tables.headings import table_named
from allocator.tables.sheets import InputSheet
from allocator.tables.words import normalise_word

_ENCODINGS = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}
_WIDE = {"utf_16": "UTF-16"}
DELIMITERS = {";": "semikolon | semicolon", ",": "komma | comma", "\t": "tabulator | tab"}
_SEP_LINE = re.compile(r"sep=([;,\t])(?:\r\n|\r|\n)", re.IGNORECASE)
"""Excel's own hint, which Excel does not show as a row."""
_LINE_END = re.compile(r"[\r\n]")
_LONGEST_HEADING = 20_000
"""Characters by which the delimiter is recognised."""
_FIRST_LINES = 30
_TOO_LARGE = ("sheet-too-large", "too-many-cells")
"""What is an error of any file, whatever its name."""


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
    table = table_named(name)
    columns = table.columns if table else ()
    headings = {normalise_word(heading) for column in columns for heading in column.headings}
    sheets, notices = _sheet(name, data, headings)
    if table is None and not sheets and notices[0].code not in _TOO_LARGE:
        return [], [Notice("file-ignored", file_name)]
    return sheets, notices


def _sheet(name: str, data: bytes, headings: set[str]) -> tuple[list[InputSheet], list[Notice]]:
    text, encoding = _decode(data)
    if text is None:
        return [], [Notice("csv-not-text", table=name)]
    hint = _SEP_LINE.match(text)
    text = text[hint.end() :] if hint else text
    delimiter = hint[1] if hint else _delimiter(text, headings)
    records, problem = _records(name, text, delimiter)
    if problem:
        return [], [problem]
    nb, en = DELIMITERS[delimiter].split(" | ")
    facts = {"encoding": encoding, "delimiter": nb, "delimiter_en": en}
    return [InputSheet(name, records)], [Notice("csv-dialect", table=name, facts=facts)]


def _decode(data: bytes) -> tuple[str | None, str]:
    encodings = _WIDE if data.startswith(UTF_16) else _ENCODINGS
    for encoding, shown in encodings.items():
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return (None, "") if "\0" in text else (text, shown)
    return None, ""


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
