"""How much of an input's workbooks has been read; more than may be is refused, never cut off.

One budget is shared by all files of an input, so that many files hold no more than one may.
"""

from dataclasses import dataclass
from typing import Final

from allocator.notices import Notice
from allocator.tables import bounds
from allocator.tables.sheets import Record

_ROW_COSTS: Final = 5
"""An empty row takes as long as so many cells."""


class TooLargeError(Exception):
    """An input is too large; `notice` says of what there is too much."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice.code)
        self.notice = notice


@dataclass
class Budget:
    """What has been read so far.

    Parameters
    ----------
    cells
        Filled cells.
    spanned
        Cells with the empty ones before each row's last.
    characters
        Of texts, each as often as it stands in a cell.
    unpacked
        Bytes of the parts of zip files.
    declared
        Cells of workbooks, counted in their bytes before any is read.
    of_calendars
        Bytes of calendars.
    events
        Events in them, each as often as it is repeated.
    lines
        Lines of these that are read.
    """

    cells: int = 0
    spanned: int = 0
    characters: int = 0
    unpacked: int = 0
    declared: int = 0
    of_calendars: int = 0
    events: int = 0
    lines: int = 0

    def take(self, record: Record, times: int = 1) -> None:
        """Take a row that stands there so many times."""
        filled = [cell for cell in record if cell is not None]
        lengths = [len(cell) for cell in filled if isinstance(cell, str)]
        self.cells += len(filled) * times
        self._span((len(record) + _ROW_COSTS) * times)
        self.characters += sum(lengths) * times
        longest = max(lengths, default=0)
        if longest > bounds.MAX_CELL_TEXT or self.characters > bounds.MAX_CHARACTERS:
            raise TooLargeError(Notice("too-much-text"))

    def take_empty(self, rows: int = 1) -> None:
        """Take rows in which nothing stands; there may be millions before a far one."""
        self._span(_ROW_COSTS * rows)

    def take_unpacked(self, size: int) -> bool:
        """Take the unpacked bytes of a zip file; whether there was room for them."""
        self.unpacked += size
        return self.unpacked <= bounds.MAX_UNPACKED

    def take_declared(self, cells: int) -> bool:
        """Take the cells that a workbook has in its bytes; whether there was room for them."""
        self.declared += cells
        return self.declared <= bounds.MAX_CELLS

    def take_calendar(self, size: int = 0, events: int = 0, lines: int = 0) -> bool:
        """Take bytes, events or lines of a calendar; whether there was room for them."""
        self.of_calendars += size
        self.events += events
        self.lines += lines
        return (
            self.of_calendars <= bounds.MAX_CALENDAR_BYTES
            and self.events <= bounds.MAX_EVENTS
            and self.lines <= bounds.MAX_CALENDAR_LINES
        )

    def _span(self, cells: int) -> None:
        self.spanned += cells
        if self.cells > bounds.MAX_CELLS or self.spanned > bounds.MAX_SPANNED:
            raise TooLargeError(Notice("too-many-cells", facts={"most": str(bounds.MAX_CELLS)}))
