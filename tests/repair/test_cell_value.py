"""What is typed becomes in a workbook what the cell's own format says, and is read as the text."""

from datetime import datetime

import pytest

from allocator.repair.cell_value import EPOCH, cell_value
from allocator.tables.declared import TABLES

MAC = datetime(1904, 1, 1)
PLAN, SHIFTS, DECISIONS = (TABLES[name] for name in ("interventions", "shifts", "decisions"))
COLUMNS = {
    "minutes": PLAN.column("minutes"),
    "clock": SHIFTS.column("start"),
    "date": SHIFTS.column("date"),
    "hours": DECISIONS.column("hours"),
    "service": PLAN.column("service"),
    "id": PLAN.column("intervention"),
    "foreign": None,
}


@pytest.mark.parametrize(
    ("column", "number_format", "text", "value"),
    [
        ("minutes", "General", "30", 30),
        ("minutes", "General", "30,5", 30.5),
        ("minutes", "0.00", "45", 45),
        ("minutes", "General", "1 000", "1 000"),  # as it was typed, and read as such
        ("minutes", "General", "45 min", "45 min"),
        ("minutes", "@", "30", "30"),
        ("minutes", "hh:mm", "45", "45"),  # 45 in a cell of clocks would be 45 days
        ("clock", "hh:mm", "07:30", 0.3125),
        ("clock", "hh:mm", "0730", 0.3125),
        ("clock", "[h]:mm", "24:00", 1),
        ("clock", "General", "07:30", "07:30"),  # 0,3125 would be shown, and be no clock
        ("clock", "General", "0730", "0730"),
        ("clock", "dd.mm.yyyy", "07:30", "07:30"),
        ("clock", "hh:mm", "halv åtte", "halv åtte"),
        ("date", "dd.mm.yyyy", "2026-01-05", 46027),
        ("date", "dd.mm.yyyy", "05.01.2026", 46027),
        ("date", "dd.mm.yyyy hh:mm", "05.01.2026", 46027),
        ("date", "General", "05.01.2026", "05.01.2026"),
        ("date", "dd.mm.yyyy", "30.02.2026", "30.02.2026"),
        ("hours", "General", "7,5", 7.5),
        ("hours", "[h]:mm", "37:30", 1.5625),
        ("hours", "hh:mm", "7:30", 0.3125),
        ("hours", "General", "7:30", "7:30"),
        ("hours", "General", "7.30", "7.30"),  # of two meanings: refused when it is read
        ("hours", "hh:mm", "7,5", "7,5"),
        ("service", "General", "15", 15),
        ("service", "General", "08.01", "08.01"),
        ("service", "General", "8,01", 8.01),
        ("id", "General", "12", "12"),
        ("id", "General", "007", "007"),
        ("foreign", "General", "12", 12),
        ("foreign", "General", "007", "007"),
        ("foreign", "General", "7.30", "7.30"),
        ("foreign", "General", "1234567890123456", "1234567890123456"),
        ("foreign", "dd.mm.yyyy", "05.01.2026", 46027),
        ("foreign", "dd.mm.yyyy hh:mm", "05.01.2026 07:30", 46027.3125),
        ("foreign", "hh:mm", "D1", "D1"),
        ("foreign", "General", "", None),
    ],
)
def test_a_typed_text(
    column: str, number_format: str, text: str, value: str | float | None
) -> None:
    made = cell_value(text, number_format, COLUMNS[column], False, EPOCH)
    assert (made, type(made)) == (value, type(value))


def test_a_name_that_was_a_number_stays_one() -> None:
    assert cell_value("12", "General", COLUMNS["id"], True) == 12
    assert cell_value("012", "General", COLUMNS["id"], True) == "012"


def test_a_mac_counts_from_another_day() -> None:
    assert cell_value("05.01.2026", "dd.mm.yyyy", COLUMNS["date"], False, MAC) == 46027 - 1462
