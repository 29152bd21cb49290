"""`.ods`: every kind of cell as a workbook has it, repetitions and bounds on both sides."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from allocator.tables import bounds
from allocator.tables.open_file import open_file
from allocator.tables.schema import BadCell

from .open_document import cell, content_of, open_document, package, row, table


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    opened, notices = open_file("bok.ods", data)
    assert [notice.code for notice in notices if notice.severity == "error"] == []
    return {sheet.name: [list(record) for record in sheet.records] for sheet in opened}


def codes(data: bytes) -> list[str]:
    return [notice.code for notice in open_file("bok.ods", data)[1]]


def document(*rows: str, before: str = "", **parts: str) -> bytes:
    return package(content_of(table("a", rows), before), **parts)


def times(count: object, of: str = "columns") -> str:
    return f'table:number-{of}-repeated="{count}"'


def test_cells_have_the_types_of_a_workbook() -> None:
    grid = [["x", 1, 2.5, True], [datetime(2026, 1, 5, 7, 30), time(7, 30), timedelta(hours=37.5)]]
    assert sheets(open_document({"a": grid})) == {"a": grid}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('office:value-type="date" office:date-value="2026-01-05"', datetime(2026, 1, 5)),
        ('office:value-type="date" office:date-value="1899-12-30T07:30:00"', time(7, 30)),
        ('office:value-type="time" office:time-value="P1DT2H"', timedelta(hours=26)),
        ('office:value-type="time" office:time-value="-PT30M"', timedelta(minutes=-30)),
        ('office:value-type="percentage" office:value="0.5"', 0.5),
        ('office:value-type="string" office:string-value="y"', "y"),
        ('office:value-type="string"', "x"),
        ("", "x"),
        ('table:formula="of:=1"', BadCell("formula-not-calculated", "=")),
        ('office:value-type="string" calcext:value-type="error"', BadCell("excel-error", "x")),
        ('table:formula="of:=1" office:value-type="float" office:value="1"', 1),
    ],
)
def test_a_cell_by_what_it_says_of_itself(written: str, value: object) -> None:
    own = f"<table:table-cell {written}><text:p>x</text:p></table:table-cell>"
    assert sheets(document(row([own]))) == {"a": [[value]]}


@pytest.mark.parametrize(
    "written",
    [
        'office:value-type="float" office:value="x"',
        'office:value-type="date" office:date-value="i dag"',
        'office:value-type="time" office:time-value="7:30"',
        'office:value-type="float"',
    ],
)
def test_a_value_that_is_none_is_damage(written: str) -> None:
    own = f"<table:table-cell {written}><text:p>5</text:p></table:table-cell>"
    assert codes(document(row([own]))) == ["not-a-workbook"]


def test_paragraphs_spaces_tabs_and_runs() -> None:
    own = (
        '<table:table-cell office:value-type="string"><text:p>a<text:s text:c="3"/>b<text:tab/>'
        "<text:span>c</text:span></text:p><text:p>d<text:line-break/>e</text:p>"
        "<office:annotation><text:p>nei</text:p></office:annotation></table:table-cell>"
    )
    assert sheets(document(row([own]))) == {"a": [["a   b\tc\nd\ne"]]}


def test_repeated_cells_and_rows_are_there_as_often() -> None:
    rows = [
        row([cell("x", times(2)), cell("", times(2)), cell("y")]),
        row([cell("")], times(3, "rows")),
        row([cell(5)], times(2, "rows")),
        row([cell("", times(16_384))], times(1_048_570, "rows")),
    ]
    assert sheets(document(*rows)) == {"a": [["x", "x", None, None, "y"], [], [], [], [5], [5]]}


@pytest.mark.parametrize(
    ("columns", "rows", "code"),
    [
        (bounds.MAX_COLUMNS, 1, ""),
        (bounds.MAX_COLUMNS + 1, 1, "sheet-too-large"),
        (1, bounds.MAX_ROWS, ""),
        (1, bounds.MAX_ROWS + 1, "sheet-too-large"),
        (100, 10_000, ""),
        (100, 10_001, "too-many-cells"),
        (1, -1, ""),
        ("x", 1, "not-a-workbook"),
    ],
)
def test_bounds_of_repetition(columns: object, rows: object, code: str) -> None:
    made = document(row([cell(1, times(columns))], times(rows, "rows")))
    assert codes(made) == ([code] if code else [])


@pytest.mark.parametrize(("spaces", "code"), [(32_767, ""), (32_768, "too-much-text")])
def test_bounds_of_spaces(spaces: int, code: str) -> None:
    own = f'<table:table-cell><text:p><text:s text:c="{spaces}"/></text:p></table:table-cell>'
    assert codes(document(row([own]))) == ([code] if code else [])


def test_sheets_and_depth_have_bounds() -> None:
    def nested(depth: int) -> bytes:
        return document(
            row([f"<table:table-cell>{'<x>' * depth}{'</x>' * depth}</table:table-cell>"])
        )

    assert codes(nested(100)) == []
    assert codes(nested(300)) == ["not-a-workbook"]
    for count, expected in ((bounds.MAX_PARTS, []), (bounds.MAX_PARTS + 1, ["not-a-workbook"])):
        tables = "".join(table(f"a{n}", [row([cell(1)])]) for n in range(count))
        assert codes(package(content_of(tables))) == expected


def test_elements_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    made = document(row([cell(1)] * 5))
    elements = 5 * 2 + 5
    monkeypatch.setattr(bounds, "MAX_ELEMENTS", elements + 1)
    assert codes(made) == []
    monkeypatch.setattr(bounds, "MAX_ELEMENTS", elements - 1)
    assert codes(made) == ["too-many-cells"]


def test_hidden_sheets_macros_and_passwords_are_said() -> None:
    style = (
        '<style:style style:name="ta1" style:family="table">'
        '<style:table-properties table:display="{}"/></style:style>'
    )
    for display, expected in (("false", ["sheet-hidden"]), ("true", [])):
        sheet = table("a", [row([cell(1)])], 'table:style-name="ta1"')
        assert codes(package(content_of(sheet, style.format(display)))) == expected
    assert codes(document(row([cell(1)]), Basic__script="<x/>")) == ["macros-ignored"]
    locked = {"META-INF__manifest": "<x><encryption-data/></x>"}
    assert codes(document(row([cell(1)]), **locked)) == ["workbook-encrypted"]
    assert codes(document(row([cell(1)]), **{"META-INF__manifest": "<x/>"})) == []


def test_changes_and_drawings_are_no_cells() -> None:
    beside = f"<table:tracked-changes>{table('b', [row([cell('nei')])])}</table:tracked-changes>"
    shapes = f"<table:shapes>{table('c', [row([cell('nei')])])}</table:shapes>"
    content = content_of(beside + table("a", [shapes, row([cell("ja")])]))
    assert sheets(package(content)) == {"a": [["ja"]]}
