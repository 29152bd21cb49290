"""Every place of every kind of input into which a number can be written."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple
from zipfile import ZipFile

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from tables.small import VALID

from allocator.tables.declared import TABLES

from .other_files import other_files

Files = dict[str, bytes]
BOOK = "plan.xlsx"
MAPPED = """\
ark:
  {sheet}:
    tabell: {table}
    overskrift: 1
    kolonner: {{{heading}: beboer, Tjeneste: {column}, Minutter: minutter}}
    ord: {{tjeneste: {{{word}: {ours}}}}}
    fast: {{{fixed}: {value}}}
{more}"""
LIST = "Hvem;Tjeneste;Minutter\r\nB1;Helse;30\r\nB2;Helse;30\r\n"
ROTA = (
    "Turnus {title}\r\nAnsatt;Stilling;man 05.01.2026;tir 06.01.2026;ons 07.01.2026 {day}\r\n"
    "{name};{job};D1;{code};D1\r\nKari;Vernepleier;D1;D1;\r\n{sum};;2;2;1\r\n"
)


class Placement(NamedTuple):
    """A place, and how to make the input that has a text there."""

    name: str
    files: Callable[[str], Files]


def _rows(name: str) -> list[list[str]]:
    return [line.strip().split(";") for line in VALID[name].strip().splitlines()]


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode()


def _small() -> dict[str, list[list[str]]]:
    return {name: _rows(name) for name in VALID}


def _folder(tables: Mapping[str, list[list[str]]]) -> Files:
    return {f"{name}.csv": _csv(rows) for name, rows in tables.items()}


def placements() -> Iterator[Placement]:
    """Every place."""
    yield from _cells()
    yield from _headings()
    yield from _names()
    yield from _mappings()
    yield from _rotas()
    for name, put in BOOK_PLACES.items():
        yield Placement(f"workbook: {name}", _book_with(put))
    for name, make in other_files(_small()).items():
        yield Placement(name, make)


def _cells() -> Iterator[Placement]:
    for table in TABLES.values():
        for column in table.columns:
            yield Placement(
                f"cell: {table.norwegian}.{column.norwegian}",
                _cell(table.norwegian, column.norwegian),
            )
        yield Placement(f"cell: {table.norwegian}, unknown column", _cell(table.norwegian, "notat"))
    yield Placement(
        "cell: unknown table",
        lambda text: _folder(_small()) | {"kladd.csv": _csv([["a", "b"], ["1", text]])},
    )
    yield Placement("cell: beyond the headings", lambda text: _beyond(text))


def _cell(table: str, column: str) -> Callable[[str], Files]:
    def files(text: str) -> Files:
        tables = _small()
        rows = tables.setdefault(table, [[]])
        if column not in rows[0]:
            rows[0].append(column)
        index = rows[0].index(column)
        for row in rows[1:] or [rows.append([]) or rows[-1]]:
            row += [""] * (len(rows[0]) - len(row))
        rows[-1][index] = text
        return _folder(tables)

    return files


def crowded(write: Callable[[int], str]) -> tuple[Files, list[tuple[str, str]]]:
    """The input with a text in every column of every table at once, and the columns.

    `write` gives the text of each column by its number.
    """
    tables = _small()
    places: list[tuple[str, str]] = []
    for table in TABLES.values():
        rows = tables.setdefault(table.norwegian, [[], []])
        for heading in (*(column.norwegian for column in table.columns), "notat"):
            if heading not in rows[0]:
                rows[0].append(heading)
            for row in rows[1:]:
                row += [""] * (len(rows[0]) - len(row))
            rows[-1][rows[0].index(heading)] = write(len(places))
            places.append((table.norwegian, heading))
    return _folder(tables), places


def _beyond(text: str) -> Files:
    tables = _small()
    tables["tiltak"][1].append(text)
    return _folder(tables)


def _headings() -> Iterator[Placement]:
    for name in VALID:
        yield Placement(f"heading: {name}", lambda text, name=name: _heading(name, text, keep=True))
        yield Placement(
            f"heading in place: {name}", lambda text, name=name: _heading(name, text, keep=False)
        )


def _heading(name: str, text: str, *, keep: bool) -> Files:
    tables = _small()
    if keep:
        for row, cell in zip(tables[name], [text] + ["x"] * len(tables[name]), strict=False):
            row.append(cell)
    else:
        tables[name][0][0] += f" {text}"
    return _folder(tables)


def _file_name(text: str) -> str:
    """Text as a file's name can hold it."""
    return text.replace("/", "_").replace("\0", "")


def _names() -> Iterator[Placement]:
    small = _folder(_small())
    yield Placement(
        "file name: table",
        lambda text: small | {_file_name(f"tiltak {text}.csv"): b"a;b\r\n1;2\r\n"},
    )
    yield Placement(
        "file name: unknown", lambda text: small | {_file_name(f"{text}.csv"): b"a;b\r\n1;2\r\n"}
    )
    yield Placement(
        "file name: workbook",
        lambda text: {_file_name(f"{text}.xlsx"): _book(lambda book, page: None)},
    )
    yield Placement(
        "file name: mapping",
        lambda text: small | {_file_name(f"{text}.mapping.yaml"): _mapped().encode()},
    )


def _mapped(**parts: str) -> str:
    usual = {
        "sheet": "liste", "table": "tiltak", "heading": "Hvem", "column": "tjeneste",
        "word": "Helse", "ours": "15", "fixed": "beskrivelse", "value": "x", "more": "",
    }  # fmt: skip
    return MAPPED.format(**usual | parts)


def _quoted(text: str) -> str:
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(escapes.get(sign, sign) for sign in text) + '"'


def _mappings() -> Iterator[Placement]:
    small = _folder({name: rows for name, rows in _small().items() if name != "tiltak"})

    def files(yaml: str, liste: str = LIST) -> Files:
        return small | {"liste.csv": liste.encode(), "x.mapping.yaml": yaml.encode()}

    parts = ("sheet", "table", "heading", "column", "word", "ours", "fixed", "value")
    further = {
        "unknown key": "    {}: x\n",
        "unknown sheet": "  {}: {{tabell: tiltak}}\n",
        "value of no kind": "    ukjent: [[{}]]\n",
        "comment": "# {}\n",
    }
    made: dict[str, Callable[[str], Files]] = {
        **{part: lambda text, p=part: files(_mapped(**{p: _quoted(text)})) for part in parts},
        **{
            name: lambda text, more=more: files(_mapped(more=more.format(_quoted(text))))
            for name, more in further.items()
        },
        "beside a word": lambda text: files(_mapped(value=_quoted(f"B1 {text}"))),
        "escaped": lambda text: files(_mapped(value=_escaped(text))),
        "mapped cell": lambda text: files(_mapped(), LIST.replace("B2", _cell_text(text))),
    }
    yield from (Placement(f"mapping: {name}", make) for name, make in made.items())


def _escaped(text: str) -> str:
    """Text in YAML with no character as it is."""
    return '"' + "".join(f"\\U{ord(sign):08X}" for sign in text) + '"'


def _cell_text(text: str) -> str:
    """Text as one cell of a CSV file, whatever is in it."""
    return '"' + text.replace('"', '""') + '"'


def _rotas() -> Iterator[Placement]:
    small = _folder({name: rows for name, rows in _small().items() if name != "vakter"})
    usual = {"title": "", "day": "", "name": "Ola", "job": "Assistent", "code": "D1", "sum": "Sum"}

    def files(part: str, text: str) -> Files:
        whole_cell = part not in ("title", "day")
        cell = _cell_text(text) if whole_cell else text.replace("\n", " ")
        return small | {"turnus.csv": ROTA.format(**usual | {part: cell}).encode()}

    for part in usual:
        yield Placement(f"rota: {part}", partial(files, part))


# Workbooks ------------------------------------------------------------------------------------

Put = Callable[[Any, Any, str], None]
"""Writes a text into the workbook, of which the page is `tiltak`."""


def _book(put: Callable[[Any, Any], None]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name in VALID:
        page = book.create_sheet(name)
        for row in _rows(name):
            page.append(row)
    put(book, book["tiltak"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _book_with(put: Put) -> Callable[[str], Files]:
    return lambda text: {BOOK: _book(lambda book, page: put(book, page, text))}


def _cell_of(page: Any) -> Any:
    """A cell beside the others, which is nothing that must be so."""
    page["J1"] = "notat"
    page["J2"] = "x"
    return page["J2"]


def _put_cell(book: Any, page: Any, text: str) -> None:
    _cell_of(page).value = text


def _put_title(book: Any, page: Any, text: str) -> None:
    book.create_sheet("".join("_" if s in "/\\\n\t" else s for s in text)[-31:]).append(["a"])


def _put_hidden(book: Any, page: Any, text: str) -> None:
    hidden = book.create_sheet("skjult")
    hidden.append([text])
    hidden.sheet_state = "hidden"


def _put_comment(book: Any, page: Any, text: str) -> None:
    _cell_of(page).comment = Comment(f"Se {text}", "x")


def _put_author(book: Any, page: Any, text: str) -> None:
    _cell_of(page).comment = Comment("Se her", text)


def _put_header(part: str, side: str) -> Put:
    def put(book: Any, page: Any, text: str) -> None:
        getattr(getattr(page, part), side).text = text

    return put


def _put_property(name: str) -> Put:
    return lambda book, page, text: setattr(book.properties, name, text)


def _put_custom(book: Any, page: Any, text: str) -> None:
    book.custom_doc_props.append(StringProperty(name="Sak", value=text))


def _put_custom_name(book: Any, page: Any, text: str) -> None:
    book.custom_doc_props.append(StringProperty(name=f"Sak {text}", value="x"))


def _put_link(attribute: str) -> Put:
    def put(book: Any, page: Any, text: str) -> None:
        cell = _cell_of(page)
        cell.hyperlink = "https://example.org/"
        setattr(
            cell.hyperlink,
            attribute,
            f"https://example.org/{text}" if attribute == "target" else text,
        )

    return put


def _put_escaped_link(book: Any, page: Any, text: str) -> None:
    escaped = "".join(f"%{byte:02X}" for byte in text.encode())
    _cell_of(page).hyperlink = f"https://example.org/?id={escaped}"


def _put_list(book: Any, page: Any, text: str) -> None:
    page.add_data_validation(DataValidation("list", formula1=f'"B1;{text}"', sqref="J2"))


def _put_list_number(book: Any, page: Any, text: str) -> None:
    page.add_data_validation(DataValidation("whole", operator="equal", formula1=text, sqref="J2"))


def _put_list_help(attribute: str) -> Put:
    def put(book: Any, page: Any, text: str) -> None:
        page.add_data_validation(
            DataValidation("list", formula1='"a,b"', sqref="J2", **{attribute: text})
        )

    return put


def _put_name(book: Any, page: Any, text: str) -> None:
    book.defined_names["Bruker"] = DefinedName("Bruker", attr_text=f'"{text}"')


def _put_local_name(book: Any, page: Any, text: str) -> None:
    page.defined_names["Bruker"] = DefinedName("Bruker", attr_text="tiltak!$A$1", comment=text)


def _put_name_of_name(book: Any, page: Any, text: str) -> None:
    name = f"N{text}"
    book.defined_names[name] = DefinedName(name, attr_text="tiltak!$A$1")


def _put_format(book: Any, page: Any, text: str) -> None:
    _cell_of(page).value = 1
    _cell_of(page).number_format = f'0"{text}"'


def _put_formula(book: Any, page: Any, text: str) -> None:
    _cell_of(page).value = f'=LEN("{text}")'


def _put_conditional(book: Any, page: Any, text: str) -> None:
    page.conditional_formatting.add("J2:J9", CellIsRule("equal", formula=[f'"{text}"']))


def _put_conditional_formula(book: Any, page: Any, text: str) -> None:
    page.conditional_formatting.add("J2:J9", FormulaRule(formula=[f'$J2="{text}"']))


def _put_table(book: Any, page: Any, text: str) -> None:
    other = book.create_sheet("register")
    for row in (["kode", f"id {text}".replace("\n", " ")], ["a", "b"]):
        other.append(row)
    other.add_table(Table(displayName="Liste", ref="A1:B2"))


def _put_chart(book: Any, page: Any, text: str) -> None:
    chart = BarChart()
    chart.title = text
    chart.add_data(Reference(page, min_col=4, min_row=1, max_row=3))
    page.add_chart(chart, "L2")


def _put_merged(book: Any, page: Any, text: str) -> None:
    _cell_of(page).value = text
    page.merge_cells("J2:K3")


def _put_far(book: Any, page: Any, text: str) -> None:
    page["Z9"] = text


def _put_filter(book: Any, page: Any, text: str) -> None:
    page.auto_filter.ref = "A1:D5"
    page.auto_filter.add_filter_column(0, [text])


def _put_print_title(book: Any, page: Any, text: str) -> None:
    page.oddFooter.center.text = f"&P {text}"
    page.print_title_rows = "1:1"


BOOK_PLACES: Mapping[str, Put] = {
    "cell": _put_cell, "sheet title": _put_title, "hidden sheet": _put_hidden,
    "comment": _put_comment, "comment's author": _put_author,
    **{f"{part} {side}": _put_header(part, side)
       for part in ("oddHeader", "oddFooter", "firstHeader", "evenFooter")
       for side in ("left", "center", "right")},
    **{f"property {name}": _put_property(name)
       for name in ("title", "creator", "subject", "description", "keywords", "lastModifiedBy",
                    "category")},
    "custom property": _put_custom, "custom property's name": _put_custom_name,
    **{f"link's {name}": _put_link(name) for name in ("target", "tooltip", "display", "location")},
    "escaped link": _put_escaped_link, "list": _put_list, "list's number": _put_list_number,
    **{f"list's {name}": _put_list_help(name)
       for name in ("prompt", "promptTitle", "error", "errorTitle")},
    "name": _put_name, "local name's comment": _put_local_name, "name's name": _put_name_of_name,
    "format": _put_format, "formula": _put_formula, "conditional format": _put_conditional,
    "conditional format's formula": _put_conditional_formula, "table's heading": _put_table,
    "chart's title": _put_chart, "merged cell": _put_merged, "far cell": _put_far,
    "filter": _put_filter, "footer with a page number": _put_print_title,
}  # fmt: skip
"""Place in a workbook -> what writes a text there."""


def rewritten(book: bytes, part: str, old: str, new: str) -> bytes:
    """A workbook with a text of one of its parts replaced, as no library writes it."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(book)) as before, ZipFile(out, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == part:
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode())
            after.writestr(name, data)
    return out.getvalue()
