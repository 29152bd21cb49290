"""Cells put into a CSV file as it is: rows that none of them is in stay byte for byte.

Delimiter, encoding and line ends are the file's own.
"""

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_LE
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import PurePath
from typing import Final

from allocator.repair.sheet_xml import CellKey
from allocator.sanitise import resembles_formula
from allocator.tables.delimited import CsvDialect, decode_csv
from allocator.tables.formats import UTF_16

NO_FORMULA: Final = "\u00a0"
"""Before what a spreadsheet would take for a formula; no reader of ours sees a space there."""
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_LAST_END: Final = re.compile(r"(?:\r\n|\r|\n)\Z")
_USUAL_END: Final = "\r\n"


def as_csv_text(text: str) -> str:
    r"""Return a text as it stands in a CSV file: never a formula, and read as it was.

    >>> as_csv_text("=1+1"), as_csv_text("1+1")
    ('\xa0=1+1', '1+1')
    """
    return NO_FORMULA + text if resembles_formula(text) else text


def with_texts(name: str, data: bytes, texts: Mapping[CellKey, str]) -> bytes:
    """Return a CSV file with texts in some of its cells; rows below the last are added.

    Parameters
    ----------
    name
        The file's name.
    data
        The file's bytes, which the reader has let through.
    texts
        Row and column, from 1 -> what the cell is to hold.

    Raises
    ------
    ValueError : the bytes are no text.
    """
    decoded = decode_csv(PurePath(name).stem, data)
    if decoded is None:
        raise ValueError(name)
    text, dialect = decoded
    ends = _LINE_END.findall(text)
    end = ends[0] if ends else _USUAL_END
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), own in texts.items():
        by_row.setdefault(row, {})[column] = as_csv_text(own)
    lines = []
    row = 0
    for row, (record, written) in enumerate(_rows(text, dialect.delimiter), start=1):
        if row in by_row:
            last = _LAST_END.search(written)
            written = _written(record, by_row.pop(row), dialect) + (last[0] if last else "")
        lines.append(written)
    for added in range(row + 1, max(by_row, default=row) + 1):
        if lines and not lines[-1].endswith(("\r", "\n")):
            lines[-1] += end
        lines.append(_written((), by_row.get(added, {}), dialect) + end)
    return _encoded(dialect.hint + "".join(lines), dialect, data)


def _rows(text: str, delimiter: str) -> Iterator[tuple[list[str], str]]:
    """Return each row as its cells, and as it stands."""
    lines = list(StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    begin = 0
    for record in reader:
        yield record, "".join(lines[begin : reader.line_num])
        begin = reader.line_num


def _written(record: Sequence[str], texts: Mapping[int, str], dialect: CsvDialect) -> str:
    """Return a row with some of its cells other."""
    width = max(len(record), *texts, 1)
    cells = [*record, *[""] * (width - len(record))]
    for column, text in texts.items():
        cells[column - 1] = text
    line = StringIO(newline="")
    # the writer puts quotation marks around a line break that is in the end of its lines
    csv.writer(line, delimiter=dialect.delimiter, lineterminator=_USUAL_END).writerow(cells)
    return line.getvalue().removesuffix(_USUAL_END)


def _encoded(text: str, dialect: CsvDialect, before: bytes) -> bytes:
    """Return a text in its file's encoding; in UTF-8 where that lacks a letter."""
    if before.startswith(UTF_16):
        little = before.startswith(BOM_UTF16_LE)
        return before[:2] + text.encode("utf-16-le" if little else "utf-16-be")
    if dialect.encoding == "cp1252":
        try:
            return text.encode("cp1252")
        except UnicodeEncodeError:
            return BOM_UTF8 + text.encode()
    return (BOM_UTF8 if before.startswith(BOM_UTF8) else b"") + text.encode()
