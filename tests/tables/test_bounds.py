"""Every bound on both sides: what is just within is read, what is beyond is refused and named."""

import csv
import io
import zipfile
from typing import Any

import pytest

from allocator.notices import errors
from allocator.repair import mark
from allocator.repair.mark import marked
from allocator.tables import bounds, read, size
from allocator.tables.declared import TABLES
from allocator.tables.guard import REFUSALS

from .small import Small
from .test_guard import HOSTILE, SHEET, _sheet, _with, _workbook

MAPPING = "ark:\n  liste:\n    tabell: tiltak\n    kolonner: {{{columns}}}\n"


def codes(files: dict[str, bytes]) -> list[str]:
    return [notice.code for notice in errors(read(files).notices)]


def table(heading: str, rows: list[str]) -> bytes:
    return "\r\n".join([heading, *rows]).encode()


def test_every_table_has_a_bound() -> None:
    assert set(bounds.MAX_ROWS_PER_UNIT) == set(TABLES)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_rows_of_one_unit(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit may have so many, another unit beside it as many again."""
    norwegian = TABLES[name].norwegian
    sheet = next(sheet for sheet in _sheets({f"{norwegian}.csv": _of_units(3, 3)}))
    monkeypatch.setitem(size.bounds.MAX_ROWS_PER_UNIT, name, 3)  # type: ignore[arg-type]
    monkeypatch.setattr(size.bounds, "MAX_UNITS", 2)
    assert size.too_many_rows(sheet) is None
    (sheet,) = _sheets({f"{norwegian}.csv": _of_units(3, 4)})
    refusal = size.too_many_rows(sheet)
    assert refusal
    assert refusal.code == "too-many-rows-of-unit"
    assert refusal.facts["unit"] == "A1"
    assert "«A1»" in refusal.message("nb")
    (sheet,) = _sheets({f"{norwegian}.csv": _of_units(3, 3, 1)})
    refusal = size.too_many_rows(sheet)
    assert refusal
    assert refusal.code == "too-many-units"


def _of_units(*rows: int) -> bytes:
    """A table in which each unit has so many rows, the units among each other."""
    units = [f"A{unit}" for unit, count in enumerate(rows) for _ in range(count)]
    return table("noe;enhet", [f"x;{unit}" for unit in sorted(units, key=lambda unit: unit[::-1])])


def _sheets(files: dict[str, bytes]) -> list[Any]:
    from allocator.tables.open_file import open_file

    return [sheet for name, data in files.items() for sheet in open_file(name, data)[0]]


def test_a_million_residents_are_refused_before_they_are_read() -> None:
    rows = [f"B{number}" for number in range(1_000_000)]
    files = Small().files() | {"beboere.csv": table("beboer", rows)}
    (code,) = codes(files)
    assert code == "too-many-rows-of-unit"


def test_three_hundred_residents_and_a_year_of_a_hundred_staff_are_read() -> None:
    residents = [f"B{number}" for number in range(300)]
    shifts = [
        f"{week};{day};{shift};S{number}"
        for week in range(1, 53)
        for day in ("man", "tir", "ons", "tor", "fre", "lor", "son")
        for number, shift in enumerate(
            ["dag;07:00;14:30"] * 40 + ["kveld;14:30;22:00"] * 40 + ["natt;22:00;07:00"] * 20
        )
    ]
    interventions = [
        f"{resident};{service};{minutes}"
        for resident in residents
        for service in (1, 2, 15)
        for minutes in range(10, 20)
    ]
    inputs = read(
        {
            "enhet.csv": table("enhet;uker", ["A;52"]),
            "beboere.csv": table("beboer", residents),
            "vakter.csv": table("uke;ukedag;vakt;start;slutt;ansatt", shifts),
            "tiltak.csv": table("beboer;tjeneste;minutter", interventions),
        }
    )
    assert errors(inputs.notices) == []
    lengths = [len(inputs.tables[name]) for name in ("residents", "shifts", "interventions")]
    assert lengths == [300, 36_400, 9_000]


def test_a_foreign_list_of_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    files = Small().files() | {"liste.csv": table("Navn;Noe", ["a;b"] * 5)}
    monkeypatch.setattr(bounds, "MAX_ROWS", 5)
    assert "too-many-rows" not in codes(files)
    monkeypatch.setattr(bounds, "MAX_ROWS", 4)
    assert "too-many-rows" in codes(files)


@pytest.mark.parametrize("lineterminator", ["\r\n", "\n"])
def test_cells_of_csv(lineterminator: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator=lineterminator).writerows(
        [["beboer"], ["B1"], ["B2"]]
    )
    files = Small().files() | {"beboere.csv": text.getvalue().encode()}
    most = max(
        sum(map(len, (line.split(";") for line in data.decode().splitlines())))
        for data in files.values()
    )
    monkeypatch.setattr(bounds, "MAX_CSV_CELLS", most)
    assert codes(files) == []
    monkeypatch.setattr(bounds, "MAX_CSV_CELLS", 2)
    assert "too-many-cells" in codes(files)


def test_columns_of_csv() -> None:
    """Empty cells after the last one that is filled are what Excel writes, and no columns."""
    for width, last, wrong in ((400, "x", False), (401, "x", True), (16_384, "", False)):
        row = ";".join(["B1", *[""] * (width - 2), last])
        files = Small().files() | {"beboere.csv": table("beboer", [row, "B2"])}
        assert ("sheet-too-large" in codes(files)) is wrong


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[" * 50_000, "mapping-too-deep"),
        ("{a: " * 20_000, "mapping-too-deep"),
        ("[\n" * 20_000, "mapping-too-deep"),
        ("- " * 20_000, "mapping-too-deep"),
        ("".join(f"{' ' * level}a:\n" for level in range(300)), "mapping-too-deep"),
        ("ark: &a [x]", "mapping-unreadable"),
        ("ark: *a", "mapping-unreadable"),
        ("ark: {liste: {tabell: tiltak}, liste: {tabell: vedtak}}", "mapping-key-twice"),
        ("ark: {liste: {tabell: tiltak, tabell: vedtak}}", "mapping-key-twice"),
        ("ark: {liste: {tabell: tiltak, table: tiltak}}", "mapping-key-twice"),
        ("ark: {}\nsheets: {}", "mapping-key-twice"),
        (MAPPING.format(columns="Hvem: beboer, Hvem: tjeneste"), "mapping-key-twice"),
        (MAPPING.format(columns="Hvem: beboer, hvem: tjeneste"), "mapping-key-twice"),
        ("ark: {l: {tabell: tiltak, ord: {aktivitet: {a: x, A: y}}}}", "mapping-key-twice"),
        ("ark: {l: {tabell: tiltak, fast: {per: uke, per: dag}}}", "mapping-key-twice"),
        ("#" * (bounds.MAX_MAPPING_BYTES + 1), "mapping-too-large"),
        ("? [a]\n: b", "mapping-unreadable"),
    ],
)
def test_a_mapping_without_measure(text: str, code: str) -> None:
    notices = errors(read(Small().files() | {"x.mapping.yaml": text.encode()}).notices)
    assert [notice.code for notice in notices] == [code]
    assert notices[0].message("nb")
    assert "{" not in notices[0].message("en").replace(text[:20], "")


def test_a_key_that_is_there_twice_is_named_with_its_line() -> None:
    text = "ark:\n  liste:\n    tabell: tiltak\n    kolonner:\n      Hvem: a\n      Hvem: b\n"
    (notice,) = errors(read(Small().files() | {"x.mapping.yaml": text.encode()}).notices)
    assert (notice.facts["where"], notice.facts["what"]) == ("6", "Hvem")


def test_mappings_of_the_greatest_depth_and_size() -> None:
    text = MAPPING.format(columns="Hvem: beboer") + "    ord: {aktivitet: {a: direkte}}\n"
    text += "#" * (bounds.MAX_MAPPING_BYTES - len(text))
    assert codes(Small().files() | {"x.mapping.yaml": text.encode()}) == ["mapping-sheet-gone"]
    half = {f"{name}.mapping.yaml": text[: len(text) // 2 + 1].encode() for name in "xy"}
    assert codes(Small().files() | half) == ["mapping-too-large"] * 2


def test_wrong_cells_without_end_are_not_all_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("allocator.tables.interpret.MAX_WRONG", 3)
    small = Small()
    for number in range(2, 6):
        small.put("tiltak", number, minutter=f"x{number}")
    notices = errors(small.read().notices)
    assert [(n.code, n.row) for n in notices if n.column == "minutter"] == [
        ("bad-minutes", 2), ("bad-minutes", 3), ("bad-minutes", 4), ("column-not-read", 5),
    ]  # fmt: skip


def test_unknown_names_without_end_are_not_all_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("allocator.tables.checks.references.MAX_WRONG", 2)
    small = Small()
    for number in range(2, 6):
        small.put("tiltak", number, beboer=f"Q{number}", gruppe="")
    notices = [n for n in errors(small.read().notices) if n.column == "beboer"]
    assert [(n.code, n.row) for n in notices if n.table == "tiltak"] == [
        ("resident-unknown", 2), ("resident-unknown", 3), ("column-not-read", 4),
    ]  # fmt: skip


def test_unknown_units_without_end_are_not_all_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("allocator.tables.checks.references.MAX_WRONG", 2)
    small = Small()
    for number in range(2, 6):
        small.put("tiltak", number, enhet=f"Q{number}")
    notices = [n for n in errors(small.read().notices) if n.column == "enhet"]
    assert [(n.code, n.row) for n in notices if n.table == "tiltak"] == [
        ("unit-unknown", 2), ("unit-unknown", 3), ("column-not-read", 4),
    ]  # fmt: skip


# Workbooks ---------------------------------------------------------------------------------------


def _far(rows: int) -> bytes:
    """One formatted cell in the last column of each of these rows."""
    cells = "".join(f'<row r="{row}"><c r="XFD{row}" s="0"/></row>' for row in range(1, rows + 1))
    return _with({"xl/worksheets/sheet1.xml": _sheet(cells)})


def _attributes(count: int) -> bytes:
    """A row with so many attributes of some nine bytes each."""
    row = " ".join(f'a{number}=""' for number in range(count))
    return _with({"xl/worksheets/sheet1.xml": _sheet(f"<row {row}/>")})


def _styles(elements: int) -> bytes:
    return _with({"xl/styles.xml": b"<styleSheet>" + b"<x/>" * elements + b"</styleSheet>"})


def _merged(corner: str) -> bytes:
    content = _sheet("<row r='1'><c r='A1'><v>1</v></c></row>").replace(
        b"</sheetData>",
        f'</sheetData><mergeCells><mergeCell ref="A1:{corner}"/></mergeCells>'.encode(),
    )
    return _with({"xl/worksheets/sheet1.xml": content})


def _strings(items: str) -> dict[str, bytes | None]:
    """The parts that give a workbook a table of texts, which its cells name by number."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    with zipfile.ZipFile(io.BytesIO(_workbook())) as book:
        types = book.read("[Content_Types].xml").decode()
    return {
        "[Content_Types].xml": types.replace("</Types>", override).encode(),
        "xl/sharedStrings.xml": f'<sst xmlns="{SHEET}">{items}</sst>'.encode(),
    }


def _text(length: int, times: int = 1) -> bytes:
    cells = "".join(f'<row r="{row}"><c t="s"><v>0</v></c></row>' for row in range(1, times + 1))
    strings = _strings(f"<si><t>{'x' * length}</t></si>")
    return _with({"xl/worksheets/sheet1.xml": _sheet(cells)} | strings)


@pytest.mark.parametrize(
    ("within", "beyond", "code"),
    [
        (lambda: _far(200), lambda: _far(2_000), "too-many-cells"),
        (lambda: _attributes(9_000), lambda: _attributes(12_000), "workbook-unsafe"),
        (lambda: _styles(90_000), lambda: _styles(110_000), "workbook-unsafe"),
        (lambda: _merged("Z1000"), lambda: _merged("XFD1048576"), "workbook-unsafe"),
        (lambda: _text(32_767), lambda: _text(32_768), "too-much-text"),
        (lambda: _text(30_000, 900), lambda: _text(30_000, 1_100), "too-much-text"),
    ],
    ids=["far cells", "attributes", "styles", "merged cells", "a long text", "a text many times"],
)
def test_a_workbook(within: Any, beyond: Any, code: str) -> None:
    assert code not in codes({"fil.xlsx": within()})
    assert codes({"fil.xlsx": beyond()}) == [code]


def test_many_strings() -> None:
    strings = "<si><t>x</t></si>" * (bounds.MAX_STRINGS + 1)
    assert codes({"fil.xlsx": _with(_strings(strings))}) == ["workbook-unsafe"]


@pytest.mark.parametrize("name", ["a far cell", "far rows"])
def test_an_input_is_marked_without_making_cells_that_are_not_there(name: str) -> None:
    """One formatted cell in the last column, or in the last row, of a sheet."""
    far = '<c r="XFD2" s="0"/>' if name == "a far cell" else ""
    rows = f'<row r="2"><c r="A2"><v>1</v></c>{far}</row>'
    if name == "far rows":
        rows += (
            "".join(f'<row r="{row}"><c r="XFD{row}" s="0"/></row>' for row in range(3, 500))
            + '<row r="1048576"><c r="A1048576" s="0"/></row>'
        )
    data = _with({"xl/worksheets/sheet1.xml": _sheet(rows)})
    inputs = read({"fil.xlsx": data})
    made = marked({"fil.xlsx": data}, inputs.notices)
    assert made
    assert len(made.data) < 10 * len(data) + 20_000


def test_what_reading_refuses_is_not_opened_to_be_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[bytes] = []
    monkeypatch.setattr(mark, "open_workbook", lambda data, formulas: opened.append(data))
    refused = [make for make, _ in HOSTILE.values()]
    for make in (*refused, lambda: _far(2_000), lambda: _text(32_768)):
        data = make()
        assert marked({"fil.xlsx": data}, read({"fil.xlsx": data}).notices) is None
    assert not opened


def test_what_is_read_but_is_no_whole_workbook_is_not_marked() -> None:
    """Reading does not look for the comments of a sheet; the marked copy keeps them."""
    relation = "http://schemas.openxmlformats.org/package/2006/relationships"
    comments = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    rels = f'<Relationships xmlns="{relation}"><Relationship Id="c" Type="{comments}" Target="x"/>'
    data = _with({"xl/worksheets/_rels/sheet1.xml.rels": f"{rels}</Relationships>".encode()})
    notices = read({"fil.xlsx": data}).notices
    assert not {notice.code for notice in notices} & REFUSALS
    assert marked({"fil.xlsx": data}, notices) is None
