"""Defaults that one cell alone does not give: the only unit, ids, parts, rolling respite."""

import math
from collections.abc import Mapping
from typing import cast

from allocator import terms
from allocator.notices import Notice
from allocator.tables.interpret import Parsed
from allocator.tables.schema import ServiceCode, Value


def derive(book: Mapping[str, Parsed]) -> list[Notice]:
    """Fill in, in place, what follows from other cells; say what contradicts itself."""
    notices: list[Notice] = []
    for parsed in book.values():
        if parsed.table.name != "unit":
            notices += _only_unit(parsed, book["unit"])
        if parsed.table.has("service"):
            notices += _services(parsed)
    notices += _decision_days(book["decisions"], book["unit"])
    _interventions(book["interventions"])
    _default_parts(book["groups"], ("day", "evening"))
    return notices


def _only_unit(parsed: Parsed, units: Parsed) -> list[Notice]:
    """Fill an empty `enhet` with the only unit; report it where there are several."""
    names = set(units.values["unit"]) - {""}
    values = parsed.values["unit"]
    if len(names) == 1 and not units.bad.get("unit"):
        only = names.pop()
        parsed.values["unit"] = [value or only for value in values]
        return []
    empty = [position for position, value in enumerate(values) if not value]
    fresh = [position for position in empty if position not in parsed.bad.get("unit", ())]
    for position in empty:
        parsed.spoil("unit", position)
    if not names:
        return []
    return [parsed.notice("unit-not-said", "unit", position) for position in fresh]


def _services(parsed: Parsed) -> list[Notice]:
    """Codes as numbers; what the code says of rolling respite goes to its own column."""
    notices: list[Notice] = []
    codes: list[Value] = []
    empty: Value = 0 if parsed.table.column("service").required else math.nan
    for position, value in enumerate(parsed.values["service"]):
        if not isinstance(value, ServiceCode):
            codes.append(empty)
            continue
        codes.append(value.code)
        if value.written != value.code:
            notices.append(
                parsed.notice("service-replaced", "service", position, to=str(value.code))
            )
        if value.rolling is not None and parsed.table.has("rolling"):
            notices += _rolling(parsed, position, value.rolling)
        if value.rolling is False and parsed.table.name == "interventions":
            notices.append(
                parsed.notice("hours-not-carried", "service", position, **service_facts(8))
            )
    parsed.values["service"] = codes
    return notices


def service_facts(code: int) -> dict[str, str]:
    """Return a service's code and name, for words."""
    return {"code": str(code), "name": terms.SERVICES[code].name}


def _rolling(parsed: Parsed, position: int, rolling: bool) -> list[Notice]:
    """08.01 is rolling and 08.02 is not; the column may only agree."""
    given = parsed.values["rolling"][position] if parsed.given("rolling", position) else rolling
    parsed.values["rolling"][position] = rolling
    if given == rolling or position in parsed.bad.get("rolling", ()):
        return []
    code = parsed.text("service", position)
    return [parsed.notice("rolling-contradiction", "rolling", position, code=code)]


def _decision_days(parsed: Parsed, units: Parsed) -> list[Notice]:
    """Let start and end stand for an empty `fra` and `til`, in a roster with dates.

    Where both are given and differ, the decision's own hold, and that is said.
    """
    dated = {
        unit
        for unit, start in zip(units.values["unit"], units.values["period_start"], strict=True)
        if start is not None
    }
    notices = []
    for column, other in (("from", "started_on"), ("to", "ended_on")):
        for position, stands_in in enumerate(parsed.values[other]):
            own = parsed.values[column][position]
            if stands_in is None or parsed.values["unit"][position] not in dated:
                continue
            if not parsed.given(column, position):
                parsed.values[column][position] = stands_in
                parsed.taken_from[column, position] = other
            elif own is not None and own != stands_in:
                facts = {"other": parsed.heading(column), "holds": parsed.text(column, position)}
                notices.append(parsed.notice("decision-days-differ", other, position, **facts))
    return notices


def _default_parts(parsed: Parsed, parts: tuple[str, ...]) -> None:
    values = parsed.values["shift"]
    for position in range(len(values)):
        if not parsed.given("shift", position):
            values[position] = parts


def _interventions(parsed: Parsed) -> None:
    """Fill in the row's number as id, night for supervision, one staff member unless shared."""
    values = parsed.values
    for position, row in enumerate(parsed.rows):
        unreadable = position in parsed.bad.get("intervention", ())
        if not values["intervention"][position] and not unreadable:
            values["intervention"][position] = str(row)
        supervision = values["mode"][position] == "supervision"
        if not parsed.given("shift", position):
            values["shift"][position] = ("night",) if supervision else ("day", "evening")
        minutes = cast(float, values["minutes"][position])
        if not parsed.given("staff", position) and not (supervision and math.isnan(minutes)):
            values["staff"][position] = 1.0
