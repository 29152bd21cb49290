"""Random rows of decisions, other work and absences."""

from __future__ import annotations

from datetime import date, timedelta

from .unit_frame import DAYS, PARTS, START, Maker, clock, number

RECORD = ("applied_on", "decided_on", "started_on", "ended_on", "appealed_on")
CHANGING = ("two", "three", "renewed", "gap", "mixed", "ended", "refused_before", "hidden_before")
"""Decisions of one service that follow each other."""
KINDS = (
    ("granted",) * 6
    + ("dated", "dated", "not_started", "refused", "applied", "no", "no")
    + CHANGING
)
WORK = ("meeting", "documentation", "handover", "common_areas", "other", "break", "travel")


def add_decisions(maker: Maker) -> None:
    """Add decisions to what is planned, and some that no intervention stands under."""
    if not maker.chance(0.65):
        return
    for (resident, service), weekly in sorted(maker.load.items()):
        if (resident, service) in maker.parted or maker.chance(0.7):
            add_decision(
                maker, resident, service, weekly * maker.rng.choice([0.3, 0.6, 0.9, 1.0, 1.3])
            )
    for resident in maker.residents:
        if maker.chance(0.15):
            by_dates_alone(maker, resident)
        if maker.chance(0.35):
            service = maker.rng.choice(["15", "1", "2", "1", "4", "9", "7"])
            if (resident, service) not in maker.load:
                weekly = maker.rng.choice([120, 300, 600, 90 * 60, 7000])
                if add_decision(maker, resident, service, weekly) and service in ("1", "2", "15"):
                    maker.ask(["day", "evening"], weekly)


def add_decision(maker: Maker, resident: str, service: str, weekly: float) -> bool:
    """Add the decisions of one resident and service; say whether anything is granted."""
    weekly = min(max(weekly, 30), 9900)
    kind = maker.rng.choice(KINDS)
    if (resident, service) in maker.parted or service == "8":
        kind = maker.rng.choice(["dated", "dated", *CHANGING])
    if kind in ("dated", *CHANGING) and not maker.dated:
        kind = "granted"
    row = {
        "unit": maker.unit,
        "resident": resident,
        "service": "08.01" if service == "8" else service,
        **on_record(maker),
    }
    if service == "8" and maker.chance(0.5):
        row |= {"service": "8", "rolling": "yes"}
    rows = maker.tables["decisions"]
    if kind == "granted":
        rows.append(row | hours(maker, weekly, True))
    elif kind == "dated":
        rows.append(linked(maker, row | hours(maker, weekly, True) | maker.dates(1.0)))
    elif kind in CHANGING:
        rows += changing(maker, row | dict.fromkeys(RECORD, ""), weekly, kind)
    elif kind == "no":
        dates = maker.dates(0.5)
        rows.append(linked(maker, row | hours(maker, weekly, False) | dates | {"reportable": "no"}))
    else:
        dates = maker.dates(0.5)
        rows.append(linked(maker, row | hours(maker, weekly, False) | dates | {"status": kind}))
    return kind in ("granted", "dated", *CHANGING)


def changing(maker: Maker, row: dict[str, str], weekly: float, kind: str) -> list[dict[str, str]]:
    """Give decisions that follow each other: of other hours, renewed, after a gap, and so on."""
    last = 7 * maker.weeks - 1
    middle = maker.rng.randint(1, last)
    first = hours(maker, weekly, True)
    same = first if kind in ("renewed", "gap") else hours(maker, weekly / 2, maker.chance(0.5))
    early = row | first | until(middle - 1)
    late = row | same | since(middle) | {"decided_on": day(middle - 1)}
    if kind == "gap":
        late |= since(middle + 2)
    if kind == "three" and middle < last:
        end = maker.rng.randint(middle, last - 1)
        more = row | hours(maker, weekly * 0.8, False) | since(end + 1)
        return [linked(maker, cells) for cells in (early, late | until(end), more)]
    if kind == "mixed":
        late |= {"status": "not_started", "from": "" if maker.chance(0.5) else day(middle - 1)}
    if kind == "refused_before":
        late |= {"appealed_on": day(middle)}
        early = row | {"status": "refused", "decided_on": day(middle - 3)}
    if kind == "hidden_before":
        early |= {"reportable": "no"}
        late |= since(maker.rng.choice([middle, max(middle - 2, 1)]))
    if kind == "ended":
        early |= until(-maker.rng.randint(1, 20))
        return [linked(maker, early), *([linked(maker, late)] if maker.chance(0.6) else [])]
    return [linked(maker, early), linked(maker, late)]


def day(number: int) -> str:
    """Give the date of a døgn, counted from the first of the roster."""
    return (START + timedelta(days=number)).isoformat()


def since(number: int) -> dict[str, str]:
    """Give the cell of a first day."""
    return {"from": day(number)}


def until(number: int) -> dict[str, str]:
    """Give the cell of a last day."""
    return {"to": day(number)}


def linked(maker: Maker, row: dict[str, str]) -> dict[str, str]:
    """Write the days of a decision in one of the ways: its own, start and end, both, both apart."""
    way = maker.rng.choice(["own", "own", "stands", "stands", "both", "apart"])
    row = dict(row)
    for own, other in (("from", "started_on"), ("to", "ended_on")):
        given = row.get(own, "")
        row[other] = "" if way == "own" or not given else given
        if given and way == "stands":
            row[own] = ""
        elif given and way == "apart":
            row[other] = (date.fromisoformat(given) + timedelta(days=4)).isoformat()
    return row


def on_record(maker: Maker) -> dict[str, str]:
    """Give what is passed on to the register: dates, and who gives the service."""
    if not maker.dated or maker.chance(0.5):
        return {}
    began = maker.rng.randint(-90, 10)
    days = {name: maker.rng.randint(-90, 60) for name in RECORD}
    days |= {"started_on": began, "ended_on": began + maker.rng.randint(0, 150)}
    for earlier, later in (RECORD[:2], RECORD[1::3]):
        days[later] = max(days[earlier], days[later])
    cells = {name: day(number) for name, number in days.items() if maker.chance(0.5)}
    return cells | ({"org_no": "999999999"} if maker.chance(0.3) else {})


def by_dates_alone(maker: Maker, resident: str) -> None:
    """Add a decision on a service that is not counted in hours."""
    service = maker.rng.choice(["5", "8", "21", "25", "29"])
    if (resident, service) in maker.load:
        return
    row = {"unit": maker.unit, "resident": resident, "service": service}
    status = maker.rng.choice(["", "granted", "not_started", "refused"])
    maker.tables["decisions"].append(row | {"status": status} | on_record(maker))


def hours(maker: Maker, weekly: float, resource: bool) -> dict[str, str]:
    """Give the cells of granted minutes a week, in one of the ways they are written."""
    per = maker.rng.choice(["", "", "week", "day", "14_days", "month", "3_weeks"])
    minutes = weekly * {"day": 1 / 7, "14_days": 2, "month": 4, "3_weeks": 3}.get(per, 1)
    whole = max(int(minutes), 3)
    text = maker.rng.choice(
        [
            f"{whole // 60}:{whole % 60:02d}",
            number(max(whole // 30, 1) / 2),
            f"{whole // 60} t {whole % 60} min",
        ]
    )
    if whole >= 1440 and maker.chance(0.4):
        text = f"{whole // 1440} døgn"
    cells = {"hours": text, "per": per, "status": maker.rng.choice(["", "granted"])}
    if resource and maker.chance(0.3):
        more = max(whole * 3 // 2, 30)  # no less than the hours as they are written
        cells["resource_hours"] = f"{more // 60}:{more % 60:02d}"
    return cells


def add_other_work(maker: Maker) -> None:
    """Add work that is nobody's: per shift, in a window, in parts of the døgn."""
    rows = maker.tables["other_work"]
    if maker.chance(0.35):
        few = ",".join(maker.rng.sample(PARTS, maker.rng.randint(1, 2)))
        rows.append(
            {
                "work": maker.rng.choice(WORK),
                "minutes": str(maker.rng.choice([5, 10, 15])),
                "times": maker.rng.choice(["", "2", "1,5"]),
                "per": "shift",
                "weekdays": maker.weekdays()[0],
                "shift": maker.rng.choice(["", few]),
            }
        )
    while maker.chance(0.35):
        times, weekly = maker.frequency(60)
        window, parts = maker.window(int(float(times["minutes"].replace(",", "."))))
        if not window["from_time"] and not window["shift"]:
            parts = list(PARTS)
        staff = maker.rng.choice([1, 1, 2])
        rows.append(
            {
                "work": maker.rng.choice(WORK),
                "staff": str(staff) if staff > 1 else "",
                **times,
                **window,
            }
        )
        maker.ask(parts, weekly * staff, staff)
    for row in rows:
        row["unit"] = maker.unit


def add_absences(maker: Maker) -> None:
    """Add absences: dated or every week, whole days or windows."""
    starts, _, night = maker.bounds
    for resident in maker.residents:
        while maker.chance(0.25):
            start, length = maker.rng.choice(
                [
                    (starts + 60, 300),
                    (night - 120, 360),
                    (1380, starts + 180),
                    (starts - 30, 120),
                    (starts, 480),
                ]
            )
            row = {"unit": maker.unit, "resident": resident}
            if maker.dated and maker.chance(0.5):
                shift = maker.rng.randint(0, 7 * maker.weeks - 1)
                row["date"] = day(shift)
            else:
                row["weekday"] = maker.rng.choice(DAYS)
            if maker.chance(0.7):
                row |= {"from_time": clock(start), "to_time": clock(start + length)}
            if row.get("date") and maker.chance(0.3):
                row["date_to"] = day(shift + maker.rng.randint(0, 5))
            if maker.chance(0.15):
                row["reason"] = "holiday_with_staff"
            maker.tables["absences"].append(row)
        if maker.dated and maker.chance(0.2):
            maker.tables["absences"] += in_hospital(maker, resident)
        respite = any((resident, service) in maker.load for service in ("7", "8"))
        if maker.chance(0.6 if respite else 0.1):
            maker.tables["absences"] += at_school(maker, resident)


def at_school(maker: Maker, resident: str) -> list[dict[str, str]]:
    """Give school on some weekdays, or on some dates, now and then for the whole døgn."""
    starts, evening, _ = maker.bounds
    row = {"unit": maker.unit, "resident": resident, "reason": "school"}
    begin = starts + maker.rng.choice([-30, 0, 60, 90])
    times = {"from_time": clock(begin), "to_time": clock(begin + maker.rng.choice([180, 330, 420]))}
    if maker.chance(0.1):
        times = {}
    if maker.chance(0.1):
        times = {"from_time": clock(evening), "to_time": clock(starts + 60)}
    if maker.dated and maker.chance(0.3):
        first = maker.rng.randint(0, 7 * maker.weeks - 1)
        return [row | times | {"date": day(first), "date_to": day(first + 3)}]
    return [row | times | {"weekday": name} for name in DAYS[: maker.rng.randint(2, 5)]]


def in_hospital(maker: Maker, resident: str) -> list[dict[str, str]]:
    """Give a stay in hospital: whole døgn, now and then with parts of one before and after it."""
    starts, evening, _ = maker.bounds
    first = maker.rng.randint(-2, 7 * maker.weeks - 1)
    last = first + maker.rng.randint(0, 9)
    row = {"unit": maker.unit, "resident": resident, "reason": "hospital"}
    rows = [row | {"date": day(first), "date_to": "" if first == last else day(last)}]
    if maker.chance(0.3):
        # the rest of the døgn before it
        times = {"from_time": clock(evening), "to_time": clock(starts)}
        rows.append(row | {"date": day(first - 1)} | times)
    if maker.chance(0.3):
        # two rows that cover a døgn together
        halves = ((starts, evening), (evening, starts))
        rows += [
            row | {"date": day(last + 1), "from_time": clock(a), "to_time": clock(b)}
            for a, b in halves
        ]
    return rows
