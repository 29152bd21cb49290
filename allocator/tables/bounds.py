"""What an input may be at most: every bound on the program's work, and none elsewhere.

Beyond a bound there is a clear error at once. Bounds on rows are per unit, so that the tables of a
whole municipality can be read: 300 residents, and a year of 100 staff, are well within them.
"""

from collections.abc import Mapping
from typing import Final

# Files

MAX_FILES: Final = 500
"""Files and folders in an input."""
MAX_INPUT_BYTES: Final = 50_000_000
"""Of all files together; a workbook has its own, smaller limit."""
MAX_WORKBOOK_BYTES: Final = 20_000_000
MAX_PARTS: Final = 500
"""Parts of a workbook; it is a zip file."""
MAX_PART: Final = 60_000_000
"""Bytes of one part, unpacked."""
MAX_UNPACKED: Final = 80_000_000
"""Bytes of all parts."""
MAX_TAGS: Final = 100_000
"""XML elements of a workbook that are neither rows, cells nor what stands in them: styles, merged
cells, comments."""
MAX_ELEMENTS: Final = 1_500_000
"""XML elements of an OpenDocument spreadsheet's cells: rows, cells and the texts in them."""
MAX_TAG: Final = 100_000
"""Bytes of one XML tag of a workbook, with its attributes."""
MAX_STRINGS: Final = 300_000
"""Different texts in a workbook."""

MAX_RECORDS: Final = 2_000_000
"""Records of an old workbook (`.xls`): cells, rows and the rest."""
MAX_FORMATS: Final = 20_000
"""Formats of numbers and cells in an old workbook, which Excel gives some thousands."""
MAX_CALENDAR_BYTES: Final = 3_000_000
MAX_EVENTS: Final = 5_000
"""Events of a calendar, each as often as it is repeated."""
MAX_CALENDAR_LINES: Final = 30_000
"""Lines of a calendar's events that are read: times, texts, who takes part."""
MAX_REPEATED: Final = 500
"""Events of a calendar that are repeated."""
MAX_REPEATED_DAYS: Final = 1_100
"""Days within which an event of a calendar may be repeated: three years."""

# Sheets

MAX_SHEETS: Final = 1_000
"""Sheets and CSV files of an input."""
MAX_ROWS: Final = 100_000
"""Rows of a workbook's sheet, and of a table in another form than ours."""
MAX_COLUMNS: Final = 400
"""A year of days, and then some."""
MAX_CELLS: Final = 1_000_000
"""Filled cells of a workbook."""
MAX_SPANNED: Final = 20_000_000
"""Cells of a workbook with the empty ones before each row's last."""
MAX_CSV_CELLS: Final = 4_000_000
"""Cells of a CSV file, an empty line as one; one costs a fraction of a workbook's."""
MAX_CELL_TEXT: Final = 32_767
"""Characters that Excel holds in a cell."""
MAX_CHARACTERS: Final = 30_000_000
"""Characters of a workbook, each text as often as it stands in a cell."""
MAX_TEXT: Final = 2000
"""Characters of a cell that we read."""
MAX_MARKED_CELLS: Final = 400_000
"""Cells of an input that is returned with its errors marked; each costs a kilobyte."""

# Tables

MAX_UNITS: Final = 2_000
MAX_ROWS_PER_UNIT: Final[Mapping[str, int]] = {
    "unit": 100,
    "residents": 1_000,
    "shifts": 60_000,
    "decisions": 20_000,
    "interventions": 20_000,
    "groups": 5_000,
    "other_work": 5_000,
    "absences": 60_000,
    "answers": 20_000,
    "shift_codes": 2_000,
}
"""English table name -> rows that one unit may have in it."""
MAX_ROTA_ROWS: Final = 40_000
"""Rows of one rota: a hundred employees for a year, a row per day."""
MAX_COMPETENCES: Final = 12
"""Different ones that a unit asks for (contract, section 1)."""
MAX_WRONG: Final = 1_000
"""Different wrong values of one column; beyond, the column is read no further."""
MAX_SUGGESTIONS: Final = 200
"""Different unknown names for which the likeliest known one is looked for."""

MAX_VARIABLES: Final = 1_000_000
"""Variables of a unit's model: some hours, and five gigabytes."""

# Mapping files

MAX_MAPPING_BYTES: Final = 100_000
"""Of all mapping files together."""
MAX_MAPPING_DEPTH: Final = 8
"""Lists and mappings within each other."""
