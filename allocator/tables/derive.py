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
        if parsed.table.name != "unit" and parsed.table.has("unit"):
            notices += _only_unit(parsed, book["unit"])
        if parsed.table.has("service"):
            notices += _services(parsed)
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
    empty = [at for at, value in enumerate(values) if not value]
    fresh = [at for at in empty if at not in parsed.bad.get("unit", ())]
    for at in empty:
        parsed.spoil("unit", at)
    if not names:
        return []
    return [parsed.notice("unit-not-said", "unit", at) for at in fresh]


def _services(parsed: Parsed) -> list[Notice]:
    """Codes as numbers; what the code says of rolling respite goes to its own column."""
    notices: list[Notice] = []
    codes: list[Value] = []
    empty: Value = 0 if parsed.table.column("service").required else math.nan
    for at, value in enumerate(parsed.values["service"]):
        if not isinstance(value, ServiceCode):
            codes.append(empty)
            continue
        codes.append(value.code)
        if value.written != value.code:
            notices.append(parsed.notice("service-replaced", "service", at, to=str(value.code)))
        if value.rolling is not None and parsed.table.has("rolling"):
            notices += _rolling(parsed, at, value.rolling)
        if value.rolling is False and parsed.table.name == "interventions":
            notices.append(parsed.notice("hours-not-carried", "service", at, **service_facts(8)))
    parsed.values["service"] = codes
    return notices


def service_facts(code: int) -> dict[str, str]:
    """Return a service's code and name, for words."""
    return {"code": str(code), "name": terms.SERVICES[code].name}


def _rolling(parsed: Parsed, at: int, rolling: bool) -> list[Notice]:
    """08.01 is rolling and 08.02 is not; the column may only agree."""
    given = parsed.values["rolling"][at] if parsed.given("rolling", at) else rolling
    parsed.values["rolling"][at] = rolling
    if given == rolling or at in parsed.bad.get("rolling", ()):
        return []
    return [parsed.notice("rolling-contradiction", "rolling", at, code=parsed.text("service", at))]


def _default_parts(parsed: Parsed, parts: tuple[str, ...]) -> None:
    values = parsed.values["shift"]
    for at in range(len(values)):
        if not parsed.given("shift", at):
            values[at] = parts


def _interventions(parsed: Parsed) -> None:
    """Fill in the row's number as id, night for supervision, one staff member unless shared."""
    values = parsed.values
    for at, row in enumerate(parsed.rows):
        if not values["intervention"][at] and at not in parsed.bad.get("intervention", ()):
            values["intervention"][at] = str(row)
        supervision = values["mode"][at] == "supervision"
        if not parsed.given("shift", at):
            values["shift"][at] = ("night",) if supervision else ("day", "evening")
        minutes = cast(float, values["minutes"][at])
        if not parsed.given("staff", at) and not (supervision and math.isnan(minutes)):
            values["staff"][at] = 1.0
