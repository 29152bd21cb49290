"""Opens one file, CSV or workbook, as its sheets."""

from allocator.notices import Notice
from allocator.tables import source
from allocator.tables.delimited import read_csv
from allocator.tables.sheets import InputSheet


def open_file(name: str, data: bytes) -> tuple[list[InputSheet], list[Notice]]:
    """Every sheet of a file.

    Parameters
    ----------
    name
        The file's name with its ending; notices name the file by it.
    data
        The file's bytes.

    Returns
    -------
    The sheets, none where the file cannot be read; and what was found while opening it.
    """
    if source.is_csv(name, data):
        return read_csv(name, data)
    # Loaded only for a workbook: openpyxl would double the start of the program.
    from allocator.tables.workbook import read_workbook

    return read_workbook(name, data)
