"""One cell to one value: every writing that is accepted, and its value in minutes or days."""

import math
from datetime import date, datetime, time, timedelta

import pytest

from allocator import terms
from allocator.tables.declared import TABLES
from allocator.tables.numbers import ParseError
from allocator.tables.parse import parse
from allocator.tables.schema import Cell, Column, ColumnKind, ServiceCode, Value
from allocator.tables.words import normalise_word, vocabulary


def _column(kind: ColumnKind, **more: object) -> Column:
    return Column("x", "x", kind, "", "", **more)  # type: ignore[arg-type]


def _refused(kind: ColumnKind, cell: Cell, **more: object) -> str:
    with pytest.raises(ParseError) as refusal:
        parse(_column(kind, **more), cell)
    return refusal.value.code


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        ("07:30", 450),
        ("7:30", 450),
        ("07.30", 450),
        ("7.30", 450),
        ("0730", 450),
        ("730", 450),
        ("07:30:00", 450),
        ("00:00", 0),
        ("24:00", 1440),
        ("2400", 1440),
        ("24.00", 1440),
        (" 07:30\u00a0", 450),
        (730, 450),
        (time(7, 30), 450),
        (time(7, 29, 59, 999_990), 450),
        (time(0, 0), 0),
        (timedelta(hours=7.5), 450),
        (timedelta(days=1), 1440),
        (datetime(1900, 1, 1), 1440),
        (datetime(1904, 1, 2), 1440),
    ],
)
def test_clock(cell: Cell, minutes: float) -> None:
    assert parse(_column(ColumnKind.CLOCK), cell) == minutes


@pytest.mark.parametrize(
    "cell",
    ["7", "7.5", "7:5", "24:01", "2401", "12:60", "7:30:15", "07:30-15:00", "kveld", "-7:30"],
)
def test_clock_refused(cell: str) -> None:
    assert _refused(ColumnKind.CLOCK, cell) == "bad-clock"


@pytest.mark.parametrize("cell", [0.5, 0.3125, 7.3, 7, 0, 1.0, -730, math.nan, math.inf])
def test_a_number_without_a_time_format_is_no_clock_time(cell: float) -> None:
    assert _refused(ColumnKind.CLOCK, cell) == "clock-is-number"


@pytest.mark.parametrize(
    "cell", [True, datetime(2026, 1, 5, 7, 30), date(2026, 1, 5), time(7, 0, 30)]
)
def test_other_cells_are_no_clock_time(cell: Cell) -> None:
    assert _refused(ColumnKind.CLOCK, cell) == "bad-clock"


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        ("7:30", 450),
        ("168:00", 10080),
        ("7:30:00", 450),
        ("7:30 t", 450),
        ("7,5", 450),
        ("7.5", 450),
        ("7", 420),
        ("7,50", 450),
        ("7,25", 435),
        ("7 t 30 min", 450),
        ("7t 30m", 450),
        ("7 timer og 30 minutter", 450),
        ("7,5 t", 450),
        ("7 hours 30 minutes", 450),
        ("30 min", 30),
        ("3 døgn", 4320),
        ("3 dogn", 4320),
        ("3 DØGN 4 T", 4560),
        ("1,5 døgn", 2160),
        ("1 000 t", 60000),
        ("0", 0),
        (7.5, 450),
        (7, 420),
        (7.25, 435),
        (timedelta(hours=37.5), 2250),
        (time(7, 30), 450),
        (datetime(1900, 1, 1, 13, 30), 2250),
        (datetime(1904, 1, 2, 13, 30), 2250),
    ],
)
def test_duration(cell: Cell, minutes: float) -> None:
    assert parse(_column(ColumnKind.DURATION), cell) == minutes


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("7.30", "duration-ambiguous"),
        ("7.50", "duration-ambiguous"),
        ("7.00", "duration-ambiguous"),
        ("7.30 t", "duration-ambiguous"),
        ("7.75", "duration-with-point"),
        ("1.500", "number-ambiguous"),
        ("7:60", "bad-duration"),
        ("7:3", "bad-duration"),
        ("t", "bad-duration"),
        ("3 dager", "bad-duration"),
        ("nan", "bad-duration"),
        ("inf", "bad-duration"),
        ("1e3", "bad-duration"),
        (True, "bad-duration"),
        (math.inf, "bad-number"),
        (datetime(2026, 1, 5), "bad-duration"),
        (date(2026, 1, 5), "bad-duration"),
    ],
)
def test_duration_refused(cell: Cell, code: str) -> None:
    assert _refused(ColumnKind.DURATION, cell) == code


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-01-05", date(2026, 1, 5)),
        ("05.01.2026", date(2026, 1, 5)),
        ("5.1.2026", date(2026, 1, 5)),
        ("01.02.2026", date(2026, 2, 1)),
        ("2026-01-05 00:00:00", date(2026, 1, 5)),
        (datetime(2026, 1, 5), date(2026, 1, 5)),
        (date(2026, 1, 5), date(2026, 1, 5)),
    ],
)
def test_date(cell: Cell, day: date) -> None:
    assert parse(_column(ColumnKind.DATE), cell) == day


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("05.01.26", "bad-date"),
        ("5/1/2026", "bad-date"),
        ("2026-1-5", "bad-date"),
        ("20260105", "bad-date"),
        ("mandag", "bad-date"),
        ("31.02.2026", "no-such-date"),
        ("2026-13-01", "no-such-date"),
        ("0000-01-01", "no-such-date"),
        ("1900-01-01", "date-out-of-range"),
        (datetime(1900, 1, 1), "date-out-of-range"),
        (datetime(2026, 1, 5, 7, 30), "bad-date"),
        (46027, "date-is-number"),
        (46027.5, "date-is-number"),
        (True, "bad-date"),
        (time(7, 30), "bad-date"),
    ],
)
def test_date_refused(cell: Cell, code: str) -> None:
    assert _refused(ColumnKind.DATE, cell) == code


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("22,5", 22.5),
        ("22.5", 22.5),
        ("1 234,5", 1234.5),
        ("1\u00a0234", 1234),
        ("30", 30),
        (7.5, 7.5),
        ("1234", 1234),
    ],
)
def test_number(cell: Cell, value: float) -> None:
    assert parse(_column(ColumnKind.NUMBER), cell) == value
    assert parse(_column(ColumnKind.MINUTES), cell) == value


@pytest.mark.parametrize(
    "cell", ["1e5", "nan", "inf", "٣", "12 34", "1,2,3", "½", "+5", "9" * 19, True, 10**19]
)
def test_number_refused(cell: Cell) -> None:
    assert _refused(ColumnKind.NUMBER, cell) == "bad-number"


@pytest.mark.parametrize(
    ("cell", "value"), [("45 min", 45), (timedelta(minutes=45), 45), (time(0, 45), 45)]
)
def test_minutes(cell: Cell, value: float) -> None:
    assert parse(_column(ColumnKind.MINUTES), cell) == value


@pytest.mark.parametrize(("cell", "value"), [("2", 2), ("2,0", 2), (2, 2), (2.0, 2)])
def test_whole(cell: Cell, value: int) -> None:
    assert parse(_column(ColumnKind.WHOLE), cell) == value


@pytest.mark.parametrize("cell", ["1,5", 1.5, "to", True, time(1)])
def test_whole_refused(cell: Cell) -> None:
    assert _refused(ColumnKind.WHOLE, cell) == "bad-whole"


@pytest.mark.parametrize(
    ("cell", "code", "rolling"),
    [
        ("1", 1, None),
        ("01", 1, None),
        ("02", 2, None),
        (15, 15, None),
        (15.0, 15, None),
        ("8", 8, None),
        ("08.01", 8, True),
        ("8.01", 8, True),
        ("8,02", 8, False),
        (8.01, 8, True),
        ("Helsetjenester i hjemmet", 15, None),
        ("PRAKTISK BISTAND - daglige gjoremal", 1, None),
        ("Praktisk bistand – opplæring – daglige gjøremål", 2, None),
        ("avlastning  utenfor_institusjon", 7, None),
    ],
)
def test_service(cell: Cell, code: int, rolling: bool | None) -> None:
    assert parse(_column(ColumnKind.SERVICE), cell) == ServiceCode(code, code, rolling)


@pytest.mark.parametrize("code", [12, 13])
def test_replaced_service(code: int) -> None:
    assert parse(_column(ColumnKind.SERVICE), str(code)) == ServiceCode(29, code)


@pytest.mark.parametrize("code", sorted(terms.SERVICES))
def test_every_service_is_known_by_code_and_name(code: int) -> None:
    column = _column(ColumnKind.SERVICE)
    assert parse(column, f"{code:02d}") == parse(column, terms.SERVICES[code].name)


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("10", "no-such-service"),
        ("16", "no-such-service"),
        ("0", "no-such-service"),
        ("30", "no-such-service"),
        ("8.03", "bad-service"),
        ("1.01", "bad-service"),
        ("helse", "bad-service"),
        (datetime(2026, 1, 8), "service-is-date"),
    ],
)
def test_service_refused(cell: Cell, problem: str) -> None:
    assert _refused(ColumnKind.SERVICE, cell) == problem


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("alle", (0, 1, 2, 3, 4, 5, 6)),
        ("all", (0, 1, 2, 3, 4, 5, 6)),
        ("", (0, 1, 2, 3, 4, 5, 6)),
        ("hverdag", (0, 1, 2, 3, 4)),
        ("helg", (5, 6)),
        ("weekend", (5, 6)),
        ("man,ons,fre", (0, 2, 4)),
        ("Mandag, ONSDAG", (0, 2)),
        ("lor", (5,)),
        ("loerdag; søndag", (5, 6)),
        ("sun, mon", (0, 6)),
        ("man-ons", (0, 1, 2)),
        ("fre–man", (0, 4, 5, 6)),
        ("helg, ons", (2, 5, 6)),
    ],
)
def test_weekdays(cell: str, days: tuple[int, ...]) -> None:
    assert parse(_column(ColumnKind.WEEKDAYS), cell) == days


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("natt", ("night",)),
        ("natt,dag", ("day", "night")),
        ("Day, evening", ("day", "evening")),
        ("dag; dag", ("day",)),
        ("", ("day", "evening", "night")),
    ],
)
def test_parts(cell: str, parts: tuple[str, ...]) -> None:
    assert parse(_column(ColumnKind.PARTS), cell) == parts


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("ja", True),
        ("JA", True),
        ("yes", True),
        ("nei", False),
        ("No", False),
        (True, True),
        (False, False),
    ],
)
def test_yes_no(cell: Cell, value: bool) -> None:
    assert parse(_column(ColumnKind.YES_NO), cell) is value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("  Kåre ", "Kåre"),
        ("Ka\u030are", "Kåre"),
        ("B\u00a01", "B 1"),
        ("\ufeffB1\u200b", "B1"),
        ("007", "007"),
        ("NA", "NA"),
        (7, "7"),
        (7.0, "7"),
        (datetime(2026, 1, 5), "2026-01-05"),
    ],
)
def test_text(cell: Cell, value: str) -> None:
    assert parse(_column(ColumnKind.TEXT), cell) == value


def test_a_known_reason_among_free_text() -> None:
    reason = TABLES["absences"].column("reason")
    assert parse(reason, "Ferie med personale") == "holiday_with_staff"
    assert parse(reason, "Sykehus") == "hospital"
    assert parse(reason, "hos søsteren") == "hos søsteren"


def test_competences_are_compared_without_case_and_spaces() -> None:
    assert parse(_column(ColumnKind.COMPETENCES), " Sår  stell, MEDISIN,, medisin ") == (
        "medisin",
        "sår stell",
    )
    assert parse(_column(ColumnKind.COMPETENCE), "Sår  stell") == "sår stell"


@pytest.mark.parametrize("cell", ["974760673", "974 760 673", 974760673, " 974\u00a0760\u00a0673 "])
def test_an_organisation_number_is_nine_digits_the_last_of_which_checks_the_others(
    cell: Cell,
) -> None:
    assert parse(_column(ColumnKind.ORGANISATION), cell) == "974760673"
    for wrong in (
        "974760674",
        "97476067",
        "9747606730",
        "NO 974760673",
        "x",
        974760674,
        "2026-01-05",
    ):
        assert _refused(ColumnKind.ORGANISATION, wrong) == "bad-organisation"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ikke iverksatt", "IKKE_IVERKSATT"),
        ("ærend", "AEREND"),
        ("måned", "maned"),
        ("maaned", "maned"),
        ("søknad", "soeknad"),
        ("soknad", "søknad"),
        ("14  dager", "14_dager"),
        ("d\u00f8gn", "do\u0308gn".replace("o\u0308", "ø")),
    ],
)
def test_words_are_matched_loosely(written: str, meant: str) -> None:
    assert normalise_word(written) == normalise_word(meant)


@pytest.mark.parametrize(
    "column", [c for t in TABLES.values() for c in t.columns if c.words], ids=lambda c: c.name
)
def test_every_word_is_read_in_both_languages(column: Column) -> None:
    known = vocabulary(*column.words)
    assert set(known.values()) == {word for kind in column.words for word in terms.WORDS[kind]}
    if column.kind is ColumnKind.WORD:
        for word, norwegian in column.choices.items():
            assert parse(column, word) == parse(column, norwegian) == word


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_headings_of_a_table_are_different(table: object) -> None:
    columns = TABLES[table.name].columns  # type: ignore[attr-defined]
    names = [{normalise_word(heading) for heading in column.headings} for column in columns]
    assert sum(len(name) for name in names) == len(set().union(*names))


@pytest.mark.parametrize("cell", [None, "", "  ", "\u00a0"])
def test_an_empty_cell_has_the_default(cell: Cell) -> None:
    default: Value = 1.0
    assert parse(_column(ColumnKind.NUMBER, default=default), cell) == 1.0
    assert parse(_column(ColumnKind.TEXT), cell) == ""
    assert _refused(ColumnKind.TEXT, cell, required=True) == "cell-missing"


ANYTHING: tuple[Cell, ...] = (
    *("", "x", "-1", "1,5", "7.30", "24:00", "man-", "2026-01-05", "\u202e", "٣", "#REF!", "1e999"),
    *(0, -1, 10**30, 0.1, -0.5, 1e300, math.nan, math.inf, True, False),
    *(time(), time(23, 59, 59, 999_999), timedelta(-1), timedelta.max, timedelta.min),
    *(date.min, date.max, datetime.min, datetime.max, datetime(1900, 1, 1, 1), None),
)


@pytest.mark.parametrize("column", [c for t in TABLES.values() for c in t.columns], ids=str)
def test_any_cell_in_any_column_is_a_value_or_a_refusal(column: Column) -> None:
    for cell in ANYTHING:
        try:
            value = parse(column, cell)
        except ParseError as refusal:
            assert refusal.code  # noqa: PT017
        else:
            assert value is None or isinstance(value, (str, float, int, bool, date, tuple))
