"""Realistic units of any size: residents, weeks, share of days that differ, staff short or ample.

Tables as people write them (table -> rows of column -> text), English names.
"""

import csv
import io
import random

Row = dict[str, str]
Tables = dict[str, list[Row]]

DAILY = (
    ("15", "10", "08:00", "09:30", "1", "medication", "medicine"),
    ("15", "10", "20:00", "21:30", "1", "medication", "medicine"),
    ("15", "45", "07:30", "10:30", "1", "direct", ""),
    ("1", "40", "", "", "1", "direct", ""),
    ("1", "35", "15:30", "18:00", "1", "direct", ""),
    ("2", "30", "", "", "1", "user_training", ""),
    ("15", "40", "19:00", "22:00", "1", "direct", ""),
)
WEEKLY = (
    ("15", "60", "2", "week", "2"),
    ("1", "90", "1", "week", "1"),
    ("2", "60", "3", "week", "1"),
    ("1", "75", "2", "week", "1"),
    ("9", "120", "1", "14_days", "1"),
    ("7", "360", "1", "month", "1"),
)
DAYS = ("all", "weekday", "mon,wed,fri")
SHIFTS = (("day", "07:30", "15:00"), ("evening", "14:30", "22:00"), ("night", "21:45", "07:45"))


def realistic(
    residents: int = 8,
    weeks: int = 12,
    differing: float = 0.0,
    staffing: float = 0.9,
    seed: int = 1,
    period: int = 0,
    apart: bool = False,
    crowded: bool = False,
) -> Tables:
    """One unit.

    Parameters
    ----------
    differing : share of the days whose rota is like no other's.
    staffing : staff time by day and evening, as a share of what is asked for then.
    period : the rota repeats after so many weeks, each with its own week-ends; 0 for every week
        alike.
    apart : every resident's windows begin at minutes of their own, so that a day has three times as
        many intervals.
    crowded : residents are differently hard to help, so that fairness has many levels.
    """
    chance = random.Random(seed)
    names = [f"B{number + 1}" for number in range(residents)]
    interventions = [row for name in names for row in _plan(name, chance)]
    if apart:
        _set_apart(names, interventions)
    if crowded:
        _crowd(names, interventions)
    groups, members = _groups(names)
    interventions += members + _supervision(names)
    for number, row in enumerate(interventions):
        row["intervention"] = f"T{number + 1}"
    return {
        "unit": [{"unit": "A", "weeks": str(weeks)}],
        "residents": [{"resident": name} for name in names],
        "interventions": interventions,
        "groups": groups,
        "decisions": _decisions(names),
        "other_work": [
            {"work": "documentation", "minutes": "15", "per": "shift", "shift": "day,evening"},
            {"work": "meeting", "minutes": "60", "per": "14_days", "from_time": "13:00",
             "to_time": "15:00", "staff": "2", "weekdays": "wed"},
        ],
        "shifts": _shifts(weeks, differing, staffing * _asked(interventions, groups), period),
    }  # fmt: skip


def written(tables: Tables) -> dict[str, bytes]:
    """The tables as CSV files, name -> bytes."""
    files = {}
    for name, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        text = io.StringIO()
        writer = csv.DictWriter(text, columns, delimiter=";", restval="")
        writer.writeheader()
        writer.writerows(rows)
        files[f"{name}.csv"] = text.getvalue().encode()
    return files


def _plan(name: str, chance: random.Random) -> list[Row]:
    rows = [
        {
            "resident": name, "service": service,
            "minutes": str(int(minutes) + chance.randrange(10)),
            "from_time": start, "to_time": end, "staff": staff, "activity": activity,
            "competence": competence,
        }
        for service, minutes, start, end, staff, activity, competence in DAILY
    ]  # fmt: skip
    rows += [
        {
            "resident": name, "service": service,
            "minutes": str(int(minutes) + chance.randrange(30)),
            "times": times, "per": per, "staff": staff,
            "weekdays": chance.choice(DAYS) if per == "week" else "all",
        }
        for service, minutes, times, per, staff in WEEKLY
    ]  # fmt: skip
    return rows


def _set_apart(names: list[str], rows: list[Row]) -> None:
    """Begin and end each resident's windows some minutes later than the one's before."""
    for row in rows:
        by = 5 * (names.index(row["resident"]) % 4)
        for column in ("from_time", "to_time"):
            if row.get(column):
                hours, minutes = row[column].split(":")
                row[column] = f"{hours}:{int(minutes) + by:02}"


def _crowd(names: list[str], rows: list[Row]) -> None:
    """Ask for more of each resident in a narrow window than the one's before can be given there."""
    for name in names:
        number = names.index(name)
        for service, priority in (("15", "1"), ("1", "2"), ("9", "3")):
            start = 8 * 60 + 45 * number + 13 * int(priority)
            end = start + 90
            rows.append({
                "resident": name, "service": service, "minutes": str(95 + 9 * number),
                "from_time": f"{start // 60:02}:{start % 60:02}",
                "to_time": f"{end // 60:02}:{end % 60:02}", "staff": "1", "priority": priority,
            })  # fmt: skip


def _groups(names: list[str]) -> tuple[list[Row], list[Row]]:
    groups = [
        {"group": "walk", "minutes": "60", "times": "2", "per": "week", "staff": "2",
         "from_time": "11:00", "to_time": "15:00"},
        {"group": "supper", "minutes": "45", "per": "day", "staff": "1",
         "from_time": "16:30", "to_time": "19:00"},
    ]  # fmt: skip
    members = [
        {"resident": name, "service": service, "group": group}
        for group, service, among in (("walk", "4", names[::2]), ("supper", "1", names))
        for name in among
    ]
    return groups, members


def _supervision(names: list[str]) -> list[Row]:
    rows: list[Row] = [
        {"resident": name, "service": "15", "mode": "supervision"} for name in names[:3]
    ]
    rows += [
        {"resident": name, "service": "15", "mode": "supervision", "minutes": "10", "times": "3"}
        for name in names[3:5]
    ]
    return rows


def _decisions(names: list[str]) -> list[Row]:
    return [
        {"resident": name, "service": service, "hours": hours}
        for name in names[:4]
        for service, hours in (("1", "14"), ("2", "6"))
    ]


def _asked(interventions: list[Row], groups: list[Row]) -> float:
    """Staff minutes a week asked for by day and evening."""
    weeks = {"": 1 / 7, "day": 1 / 7, "week": 1.0, "14_days": 2.0, "month": 4.0}
    total = 0.0
    for row in interventions + groups:
        if row.get("minutes") and row.get("mode") != "supervision":
            minutes = float(row["minutes"]) * float(row.get("times") or 1)
            total += minutes * int(row.get("staff") or 1) / weeks[row.get("per", "")]
    return total


def _shifts(weeks: int, differing: float, minutes: float, period: int) -> list[Row]:
    """Enough staff by day and evening to have so many minutes a week; one awake at night."""
    length = 7.5 * 60 - 15
    heads = int(-(-minutes // (7 * 2 * length)))
    rest = heads * length - minutes / 14
    rows = []
    for day in range(weeks * 7):
        unlike = day * differing % 1.0 + differing > 1.0 - 1e-9 if differing else False
        week = day // 7 % period if period else 0
        for shift, start, end in SHIFTS:
            breaks = 0.0 if shift == "night" else rest / heads
            breaks += 0.01 * (day + 1) * unlike + 0.3 * week * (day % 7 > 4)
            rows.append(
                {
                    "week": str(day // 7 + 1), "weekday": WEEKDAYS[day % 7], "shift": shift,
                    "start": start, "end": end, "count": "1" if shift == "night" else str(heads),
                    "break_minutes": f"{breaks:.4f}", "competence": "medicine",
                }
            )  # fmt: skip
    return rows


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
