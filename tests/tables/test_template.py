"""The template: what is filled in comes back."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from allocator.export.template import write_template
from allocator.tables import read
from allocator.tables.declared import TABLES
from allocator.tables.headings import INSTRUCTIONS
from allocator.tables.schema import ColumnKind

from .small import Small, said


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "mal.xlsx"
    write_template(path)
    return path


def test_an_empty_template_only_lacks_rows(template: Path) -> None:
    notices = read(template).notices
    assert [(n.code, n.table) for n in notices] == [
        ("table-unknown", INSTRUCTIONS),
        ("table-empty", "enhet"),
        ("table-empty", "vakter"),
        ("table-empty", "beboere"),
        ("nothing-asked", ""),
    ]


def test_a_filled_in_template_reads_as_it_was_filled_in(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    small = Small()
    for name in small.tables:
        headings = [cell.value for cell in book[name][1]]
        for number, row in enumerate(small.tables[name], start=2):
            for heading, cell in row.items():
                if cell:
                    book[name].cell(number, headings.index(heading) + 1, cell)
    book.save(template)
    inputs = read(template)
    assert said(inputs) == []
    for name, frame in small.read().tables.items():
        pd.testing.assert_frame_equal(inputs.tables[name], frame)


def test_every_table_has_its_headings_frozen_with_help(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    assert book.sheetnames == [INSTRUCTIONS, *(table.norwegian for table in TABLES.values())]
    for table in TABLES.values():
        sheet = book[table.norwegian]
        assert [cell.value for cell in sheet[1]] == [column.norwegian for column in table.columns]
        assert all(cell.font.bold and cell.comment for cell in sheet[1])
        assert sheet.freeze_panes == "A2"


def test_words_have_drop_downs_that_the_reader_knows(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    for table in TABLES.values():
        rules = book[table.norwegian].data_validations.dataValidation
        assert len(rules) == len(table.columns)
        for column, rule in zip(table.columns, rules, strict=True):
            listed = column.kind in (ColumnKind.WORD, ColumnKind.WEEKDAY, ColumnKind.YES_NO)
            assert (rule.type == "list") == listed
            if listed and rule.formula1.startswith('"') and column.kind is ColumnKind.WORD:
                assert rule.formula1.strip('"').split(",") == list(column.choices.values())


def test_a_long_list_of_words_lies_in_the_instructions(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    index = [column.name for column in TABLES["interventions"].columns].index("activity")
    source = book["tiltak"].data_validations.dataValidation[index].formula1
    sheet, _, cells = source.replace("$", "").partition("!")
    assert sheet.strip("'") == INSTRUCTIONS
    words = [cell.value for cell in book[INSTRUCTIONS][cells][0]]
    assert words == list(TABLES["interventions"].column("activity").choices.values())
