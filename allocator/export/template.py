"""The empty workbook to fill in, made from the tables' own declarations."""

from pathlib import Path
from typing import Any, Final

from allocator.tables.declared import TABLES
from allocator.tables.headings import INSTRUCTIONS
from allocator.tables.schema import FIRST_DATE, LAST_DATE, Column, ColumnKind, Table

ROWS: Final = 2000
"""How many rows have drop-downs and limits."""
_MOST_IN_MESSAGE: Final = 255
"""Excel's limit on an input message."""
_MOST_IN_LIST: Final = 255
"""Excel's limit on a drop-down's words, written out."""
_AS_TEXT: Final = frozenset(ColumnKind) - {
    ColumnKind.DATE,
    ColumnKind.WHOLE,
    ColumnKind.NUMBER,
    ColumnKind.MINUTES,
}
"""Cells that Excel may not reinterpret: 08.01 is no date, 007 no number, 7,5 no time."""
_INTRODUCTION: Final = (
    "Fyll ut ett ark per tabell, én rad per linje. Ikke endre overskriftene i rad 1.",
    "Må fylles ut: enhet, vakter, beboere, og tiltak eller vedtak. Resten kan stå tomt.",
    "Bruk koder for beboere (B1, B2). Navn og fødselsnummer skal aldri inn her.",
    "Timer skrives 7:30, 7,5, 7 t 30 min eller 3 døgn. Klokkeslett skrives 07:30.",
    "Kolonner med stjerne (*) i forklaringen må fylles ut på hver rad.",
    "Hold pekeren over en overskrift for å se hva kolonnen betyr.",
)


def write_template(path: str | Path) -> None:
    """Write an empty workbook with one sheet per table, headings and help in Norwegian.

    Parameters
    ----------
    path : where; an existing file is replaced.
    """
    # Loaded only when a template is asked for.
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        formats = {
            "heading": book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF2"}),
            "text": book.add_format({"num_format": "@"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        instructions = book.add_worksheet(INSTRUCTIONS)
        lists = _write_instructions(instructions, formats)
        for table in TABLES.values():
            _write_table(book.add_worksheet(table.norwegian), table, formats, lists)


def _write_instructions(sheet: Any, formats: dict[str, Any]) -> dict[tuple[str, str], str]:
    """Write the instructions and the columns' help; gives the cells of each list of words."""
    lists: dict[tuple[str, str], str] = {}
    sheet.set_column(0, 1, 20)
    sheet.set_column(2, 2, 90, formats["wrap"])
    sheet.write_string(0, 0, "Slik fylles arbeidsboken ut", formats["title"])
    for number, sentence in enumerate(_INTRODUCTION, start=1):
        sheet.write_string(number, 0, sentence)
    line = len(_INTRODUCTION) + 2
    for table in TABLES.values():
        sheet.write_string(line, 0, table.norwegian, formats["heading"])
        sheet.write_string(line, 2, table.nb)
        for column in table.columns:
            line += 1
            sheet.write_string(line, 1, column.norwegian)
            sheet.write_string(line, 2, _help(column))
            words = list(column.choices.values()) if column.kind is ColumnKind.WORD else []
            for index, word in enumerate(words, start=3):
                sheet.write_string(line, index, word)
            lists[table.name, column.name] = _row_of_cells(line, 3, 2 + len(words))
        line += 2
    return lists


def _row_of_cells(row: int, first: int, last: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    begin = xl_rowcol_to_cell(row, first, row_abs=True, col_abs=True)
    end = xl_rowcol_to_cell(row, max(first, last), row_abs=True, col_abs=True)
    return f"='{INSTRUCTIONS}'!{begin}:{end}"


def _write_table(
    sheet: Any, table: Table, formats: dict[str, Any], lists: dict[tuple[str, str], str]
) -> None:
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(table.columns):
        style = formats["date"] if column.kind is ColumnKind.DATE else None
        style = formats["text"] if column.kind in _AS_TEXT else style
        sheet.set_column(index, index, max(12, len(column.norwegian) + 3), style)
        sheet.write_string(0, index, column.norwegian, formats["heading"])
        sheet.write_comment(0, index, _help(column), {"x_scale": 2, "y_scale": 1.2})
        rule = _validation(column, lists[table.name, column.name])
        message = {"input_title": column.norwegian, "input_message": _message(column)}
        sheet.data_validation(1, index, ROWS, index, rule | message)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{ROWS + 1}"})


def _validation(column: Column, listed: str) -> dict[str, Any]:
    """Return Excel's rule for a column: a drop-down, limits, or anything at all."""
    if column.kind in (ColumnKind.WORD, ColumnKind.WEEKDAY, ColumnKind.YES_NO):
        words = ["ja", "nei"] if column.kind is ColumnKind.YES_NO else list(column.choices.values())
        short = len(",".join(words)) <= _MOST_IN_LIST
        # a number of weeks is no item of the list, and is written all the same
        kind = "warning" if "per" in column.words else "stop"
        return {"validate": "list", "source": words if short else listed, "error_type": kind}
    if column.kind is ColumnKind.DATE:
        return _between("date", FIRST_DATE, LAST_DATE)
    if column.kind is ColumnKind.WHOLE:
        return _between("integer", column.minimum, column.maximum)
    if column.kind in (ColumnKind.NUMBER, ColumnKind.MINUTES):
        return _between("decimal", column.above or column.minimum or 0, column.maximum)
    return {"validate": "any"}


def _between(kind: str, least: Any, most: Any) -> dict[str, Any]:
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": least,
        "maximum": most,
        "error_message": f"Fra {least} til {most}.",
    }


def _help(column: Column) -> str:
    return column.nb + (" * Må fylles ut." if column.required else "")


def _message(column: Column) -> str:
    words = _help(column)
    return words if len(words) <= _MOST_IN_MESSAGE else words[: _MOST_IN_MESSAGE - 1] + "…"
