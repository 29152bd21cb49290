"""Reads an OpenDocument spreadsheet (`.ods`): repeated cells and rows are counted, then made."""

import zipfile
from io import BytesIO
from typing import Any, Final
from xml.sax.handler import ContentHandler, feature_namespaces

from allocator.identity import too_short
from allocator.notices import Notice
from allocator.tables import bounds, guard
from allocator.tables.budget import Budget, TooLargeError
from allocator.tables.identity import screened_name
from allocator.tables.open_document_cells import DRAW, OFFICE, STYLE, TABLE, TEXT, value_of
from allocator.tables.schema import Cell
from allocator.tables.sheets import InputSheet, Record
from allocator.tables.workbook_parts import BY_ELEMENT, identity_numbers, numbers_in

_CELLS: Final = frozenset({"table-cell", "covered-table-cell"})
_BESIDE: Final = frozenset({"tracked-changes", "shapes", "forms", "annotation", "dde-links"})
"""Elements of which nothing is a cell of a table, although there may be cells in them."""
_INLINE: Final = frozenset({"span", "a", "s", "tab", "line-break"})
"""Elements within a paragraph, whose text may be divided over them."""
_OWN_VALUES: Final = frozenset({"value", "date-value", "time-value", "boolean-value"})
"""Attributes that a cell is read from, and screened there."""
_DEEPEST: Final = 200
"""Elements within each other; there are some ten in a file that a person made."""
_MANIFEST: Final = "META-INF/manifest.xml"


def read_open_document(
    name: str, data: bytes, budget: Budget
) -> tuple[list[InputSheet], list[Notice]]:
    """Every sheet of a spreadsheet that the guard lets through.

    Parameters
    ----------
    name
        The file's name as it may be shown.
    data
        Its bytes.
    budget
        What the files of the input may hold together.

    Raises
    ------
    TooLargeError : there is too much in it.
    Exception : it is damaged; of any type.
    """
    from defusedxml.sax import make_parser

    refusal = guard.refuse(name, data, budget, guard.OPEN_DOCUMENT)
    if refusal:
        return [], [refusal]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if _MANIFEST in archive.namelist() and b"encryption-data" in archive.read(_MANIFEST):
            return [], [Notice("workbook-encrypted", value=name)]
        content = _Content(budget)
        parser = make_parser()
        parser.setFeature(feature_namespaces, True)
        parser.setContentHandler(content)
        parser.parse(archive.open(guard.OPEN_DOCUMENT))
        macros = any(part.startswith(("Basic/", "Scripts/")) for part in archive.namelist())
    if not content.is_spreadsheet:
        return [], [Notice("not-a-workbook", value=name)]
    notices = [Notice("macros-ignored", value=name)] if macros else []
    notices += content.notices
    titles = list(content.titles)
    notices += [
        notice
        for (title, location), texts in content.others.items()
        for notice in numbers_in(((location, text) for text in texts), title, titles)
    ]
    notices += identity_numbers(data, {}, titles, guard.OPEN_DOCUMENT)
    return content.sheets, notices


class _Content(ContentHandler):
    """Makes sheets of `content.xml` while it is parsed, and gathers what stands beside the cells.

    Parameters
    ----------
    budget
        What the files of the input may hold together.
    """

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self.sheets: list[InputSheet] = []
        self.titles: dict[str, None] = {}
        self.notices: list[Notice] = []
        self.others: dict[tuple[str, str], dict[str, None]] = {}
        self.is_spreadsheet = False
        self._budget = budget
        self._hidden: set[str] = set()
        self._style = ""
        self._open: list[str] = []
        self._locations: list[str] = ["other"]
        self._beside = 0
        self._title = ""
        self._records: list[Record] | None = None
        self._row = self._rows = 0
        self._record: list[Cell] = []
        self._column = 0
        self._cell: Any = None
        self._paragraphs: list[str] = []
        self._text: list[str] = []

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:  # noqa: N802
        """Begin an element."""
        del qname
        space, local = name
        self._open.append(local)
        if len(self._open) > _DEEPEST:
            raise ValueError
        self._locations.append(BY_ELEMENT.get(local, self._locations[-1]))
        in_cell = self._cell is not None and not self._beside
        if space == TEXT and in_cell:
            self._begin_text(local, attrs)
        elif not in_cell and local not in _INLINE:
            self._end_text()
        self._gather(space, local, attrs)
        if self._beside or local in _BESIDE or space == DRAW:
            self._beside += 1
            return
        if space == OFFICE and local == "spreadsheet":
            self.is_spreadsheet = True
        elif space == STYLE and local == "style":
            self._style = attrs.get((STYLE, "name"), "")
        elif space == STYLE and local == "table-properties":
            if attrs.get((TABLE, "display")) == "false":
                self._hidden.add(self._style)
        elif space == TABLE:
            self._begin_of_table(local, attrs)

    def endElementNS(self, name: Any, qname: Any) -> None:  # noqa: N802
        """End an element."""
        del qname
        space, local = name
        self._open.pop()
        if (self._beside or self._cell is None) and local not in _INLINE:
            self._end_text()
        if self._beside:
            self._beside -= 1
        elif space == TEXT and local == "p" and self._cell is not None:
            self._paragraphs.append("".join(self._text))
            self._text.clear()
        elif space == TABLE and self._records is not None:
            self._end_of_table(local)
        self._locations.pop()

    def _end_of_table(self, local: str) -> None:
        if local in _CELLS:
            self._end_cell()
        elif local == "table-row":
            self._end_row()
        elif local == "table":
            self.sheets.append(InputSheet(self._title, self._records or []))
            self._records, self._title = None, ""

    def characters(self, content: str) -> None:
        """Take a piece of text."""
        self._text.append(content)

    def _begin_text(self, local: str, attrs: Any) -> None:
        if local == "s":
            count = _whole(attrs.get((TEXT, "c"), "1"))
            if count > bounds.MAX_CELL_TEXT:
                raise TooLargeError(Notice("too-much-text"))
            self._text.append(" " * count)
        elif local == "tab":
            self._text.append("\t")
        elif local == "line-break":
            self._text.append("\n")
        elif local == "p":
            self._text.clear()

    def _begin_of_table(self, local: str, attrs: Any) -> None:
        if local == "table":
            if self._records is not None:
                raise ValueError  # a table within a cell
            if len(self.sheets) >= bounds.MAX_PARTS:
                raise ValueError
            own = attrs.get((TABLE, "name"), "")
            self._title, named = screened_name(own)
            self.titles[own] = None
            self.notices += named
            if attrs.get((TABLE, "style-name")) in self._hidden:
                self.notices.append(Notice("sheet-hidden", self._title))
            self._records, self._row = [], 0
        elif self._records is None:
            return
        elif local == "table-row":
            self._rows = _whole(attrs.get((TABLE, "number-rows-repeated"), "1"))
            self._record, self._column = [], 0
        elif local in _CELLS:
            self._cell = attrs
            self._paragraphs.clear()
            self._text.clear()

    def _end_cell(self) -> None:
        text = "\n".join(self._paragraphs)
        count = _whole(self._cell.get((TABLE, "number-columns-repeated"), "1"))
        value = value_of(self._cell, text)
        if not isinstance(value, str | None):
            self._other("other", text)  # what is shown is not what is read
        self._cell = None
        if value is None or value == "":
            self._column += count
            return
        if self._column + count > bounds.MAX_COLUMNS:
            raise TooLargeError(self._too_large(self._row + 1, self._column + count))
        self._record += [None] * (self._column - len(self._record))
        self._record += [value] * count
        self._column += count

    def _end_row(self) -> None:
        if self._record and self._records is not None:
            if self._row + self._rows > bounds.MAX_ROWS:
                raise TooLargeError(self._too_large(self._row + self._rows, len(self._record)))
            missing = self._row - len(self._records)
            self._budget.take_empty(missing)
            self._budget.take(self._record, self._rows)
            self._records += [()] * missing + [self._record] * self._rows
        else:
            self._budget.take_empty()
        self._row += self._rows

    def _too_large(self, row: int, column: int) -> Notice:
        return guard.too_large(self._title, row, column)

    def _end_text(self) -> None:
        """Keep a text that is no cell's."""
        if self._text:
            self._other(self._locations[-1], "".join(self._text))
            self._text.clear()

    def _gather(self, space: str, local: str, attrs: Any) -> None:
        """Keep the attributes of an element in which a number may be written."""
        of_cell = space == TABLE and local in _CELLS
        for (of, key), value in attrs.items():
            if too_short(value) or (of_cell and of == OFFICE and key in _OWN_VALUES):
                continue
            if space == TABLE and local == "table" and key == "name":
                continue
            location = {"formula": "formula", "href": "link"}.get(key, self._locations[-1])
            self._other(location, value)

    def _other(self, location: str, text: str) -> None:
        if not too_short(text):
            self.others.setdefault((self._title, location), {})[text] = None


def _whole(text: str) -> int:
    """Return how often something stands there."""
    return max(int(text), 0)
