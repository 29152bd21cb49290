"""Small units whose programmes are written down in `golden/`, one or a few for each family."""

from model.rendering import Tables

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONDAY = "2026-01-05"


def on(
    start: str, end: str, days: tuple[str, ...] = DAYS, weeks: int = 1, **more: str
) -> list[dict[str, str]]:
    """A shift on each of these weekdays; the part is the one it starts in."""
    part = "night" if start >= "22:00" or start < "07:00" else "day"
    return [
        {"week": str(week), "weekday": day, "shift": part, "start": start, "end": end} | more
        for week in range(1, weeks + 1)
        for day in days
    ]


def small(
    *shifts: list[dict[str, str]],
    interventions: list[dict[str, str]],
    residents: str = "B1 B2",
    unit: dict[str, str] | None = None,
    **tables: list[dict[str, str]],
) -> Tables:
    """The tables of one unit; an intervention is of B1 and service 15 unless it says otherwise."""
    return {
        "unit": [{"unit": "A", "weeks": "1"} | (unit or {})],
        "shifts": [row for rows in shifts for row in rows],
        "residents": [{"resident": name} for name in residents.split()],
        "interventions": [{"resident": "B1", "service": "15"} | row for row in interventions],
        **tables,
    }


def window(start: str, end: str) -> dict[str, str]:
    """A window by the clock."""
    return {"from_time": start, "to_time": end}


def own(staff: str, **more: str) -> dict[str, str]:
    """Own supervision by so many, the whole night."""
    return {"intervention": "own", "mode": "supervision", "shift": "night", "staff": staff} | more


def iv(name: str, minutes: str, start: str, end: str, **more: str) -> dict[str, str]:
    """An intervention with a window."""
    return {"intervention": name, "minutes": minutes} | window(start, end) | more


SINCE = {"period_start": MONDAY}
NIGHT = on("22:00", "07:00")
RESTING = on("22:00", "07:00", duty="resting")
LONG_DAY = on("07:00", "22:00")

ASKED = {
    "a day: what a day asks, over both sides of the start of the evening": small(
        LONG_DAY, interventions=[iv("bath", "30", "14:00", "16:00", times="2")]
    ),
    "three times a week: at most one a day, which the weekend's own days must be told": small(
        on("08:00", "10:00", DAYS[:5]),
        on("08:00", "10:00", DAYS[5:], count="2"),
        interventions=[iv("clean", "60", "08:00", "10:00", times="3", per="week")],
    ),
    "twice a week, on two days: the daily limit says nothing more": small(
        LONG_DAY,
        interventions=[
            iv("clean", "60", "08:00", "10:00", times="2", per="week", weekdays="sat,sun")
        ],
    ),
    "the roster: once a month and every second week, of the average of two weeks": small(
        on("08:00", "10:00", weeks=2),
        interventions=[
            iv("month", "120", "08:00", "10:00", per="month"),
            iv("fortnight", "30", "08:00", "10:00", per="14_days", weekdays="mon"),
        ],
        unit={"weeks": "2"},
    ),
    "two unlike weeks: what a week asks is of each week": small(
        on("08:00", "10:00"),
        [row | {"week": "2"} for row in on("08:00", "10:00", count="2")],
        interventions=[
            iv("clean", "60", "08:00", "10:00", times="3", per="week", weekdays="mon,tue")
        ],
        unit={"weeks": "2"},
    ),
    "a group: B1 has all of it, B2 from Thursday on": small(
        LONG_DAY,
        interventions=[
            {"intervention": "a", "group": "song"},
            {"intervention": "b", "group": "song", "resident": "B2", "from": "2026-01-08"},
        ],
        groups=[
            {"group": "song", "minutes": "60", "times": "2", "per": "week"}
            | window("10:00", "11:00")
        ],
        unit=SINCE,
    ),
}
PRESENCE = {
    "two at once need two on duty, and a nurse needs a nurse": small(
        on("08:00", "10:00"),
        on("09:00", "10:00", competence="nurse"),
        interventions=[
            iv("lift", "30", "08:00", "10:00", staff="2"),
            iv("wound", "30", "08:00", "10:00", competence="nurse"),
            iv("bath", "30", "08:00", "10:00"),
        ],
    ),
    "the resting give planned help at night; not where the window begins before it, not 1:1": small(
        RESTING,
        on("21:00", "22:00"),
        interventions=[
            iv("turn", "30", "23:00", "01:00", staff="1"),
            iv("late", "30", "21:00", "23:00"),
            {
                "intervention": "own",
                "resident": "B2",
                "mode": "supervision",
                "shift": "night",
                "staff": "1",
            },
            {"intervention": "watch", "mode": "supervision", "shift": "night"},
        ],
    ),
    "awake and resting together are two": small(
        NIGHT, RESTING, interventions=[iv("turn", "30", "23:00", "01:00", staff="2")]
    ),
    "B1 is away from 09:00, B2 until 09:30, B3 all day": small(
        LONG_DAY,
        residents="B1 B2 B3",
        interventions=[
            iv("bath", "30", "08:00", "10:00"),
            {"intervention": "a", "group": "song"},
            {"intervention": "b", "group": "song", "resident": "B2"},
            {"intervention": "c", "group": "walk", "resident": "B3"},
            {"intervention": "watch", "mode": "supervision", "shift": "day", "resident": "B1"},
        ],
        groups=[
            {"group": "song", "minutes": "30"} | window("08:00", "10:00"),
            {"group": "walk", "minutes": "30"} | window("08:00", "10:00"),
        ],
        absences=[
            row
            for day in DAYS
            for row in (
                {"resident": "B1", "weekday": day, "reason": "visit"} | window("09:00", "15:00"),
                {"resident": "B2", "weekday": day, "reason": "visit"} | window("07:00", "09:30"),
                {"resident": "B3", "weekday": day, "reason": "visit"},
            )
        ],
    ),
    "on Monday only: the window passes 07:00, and what it asks belongs to Monday": small(
        NIGHT,
        LONG_DAY,
        interventions=[
            iv("turn", "60", "06:00", "08:00", weekdays="mon"),
            iv("long", "60", "23:00", "08:00", weekdays="mon"),
        ],
    ),
    "two on duty: both may be at the meeting, but only one at a time at the bath": small(
        on("08:00", "09:00", count="2"),
        interventions=[iv("bath", "60", "08:00", "09:00")],
        other_work=[{"work": "meeting", "minutes": "30"} | window("08:00", "09:00")],
    ),
    "two on duty with breaks: a lift by two, at most while neither has one": small(
        on("07:00", "15:00", count="2", break_minutes="30"),
        interventions=[iv("lift", "60", "08:00", "09:00", staff="2")],
    ),
    "breaks: 30 minutes of each eight hours, most of them outside the window": small(
        on("07:00", "15:00", break_minutes="30"),
        interventions=[
            iv("bath", "60", "08:00", "09:00"),
            iv("lift", "60", "08:00", "09:00", resident="B2"),
        ],
        other_work=[{"work": "meeting", "minutes": "30"} | window("08:00", "09:00")],
    ),
}
HELD = {
    "B1 and B2 sing; B2 is not there before nine, and a bath is no group": small(
        LONG_DAY,
        interventions=[
            iv("bath", "30", "08:00", "10:00"),
            {"intervention": "a", "group": "song"},
            {"intervention": "b", "group": "song", "resident": "B2"},
            {"intervention": "c", "group": "walk", "resident": "B2"},
        ],
        groups=[
            {"group": "song", "minutes": "30"} | window("08:00", "10:00"),
            {"group": "walk", "minutes": "30"} | window("08:00", "10:00"),
        ],
        absences=[
            {"resident": "B2", "weekday": day, "reason": "visit"} | window("07:00", "09:00")
            for day in DAYS
        ],
    ),
    "a group whose window passes 07:00: Sunday's own minutes and Monday's apart": small(
        NIGHT,
        LONG_DAY,
        interventions=[{"intervention": "a", "group": "song"}],
        groups=[
            {"group": "song", "minutes": "30", "weekdays": "mon,sun"} | window("23:00", "08:00")
        ],
    ),
}
NIGHTS = {
    "one awake, two resting: a help by two wakes one at least, a help by one need not": small(
        NIGHT,
        on("22:00", "07:00", duty="resting", count="2", break_minutes="54"),
        interventions=[
            iv("turn", "30", "23:00", "00:00", staff="2"),
            iv("drink", "15", "23:00", "00:00", resident="B2"),
            iv("late", "30", "21:00", "23:30", resident="B2"),
            {"intervention": "watch", "mode": "supervision", "shift": "night"},
        ],
    ),
    "nobody awake: each planned minute wakes": small(
        RESTING, interventions=[iv("drink", "15", "23:00", "00:00")]
    ),
    "nobody resting: the planned are as all others": small(
        on("22:00", "07:00", count="2"),
        interventions=[iv("turn", "30", "23:00", "00:00", staff="2")],
    ),
}
STAFF = {
    "a bath, help by two and supervision; in the next hour supervision alone": small(
        on("07:00", "15:00", count="2", break_minutes="30"),
        interventions=[
            iv("bath", "30", "08:00", "09:00"),
            iv("lift", "30", "08:00", "09:00", resident="B2", staff="2"),
            {"intervention": "watch", "mode": "supervision", "shift": "day"},
        ],
        other_work=[{"work": "handover", "minutes": "15", "per": "shift", "shift": "day"}],
    ),
    **NIGHTS,
}
BREAKS = {
    "a lift by two and supervision, two with a break each; all three hand over": small(
        on("07:00", "15:00", break_minutes="30"),
        on("08:00", "16:00", break_minutes="20"),
        on("09:00", "10:00"),
        interventions=[
            iv("bath", "30", "08:00", "10:00"),
            iv("lift", "30", "08:00", "10:00", resident="B2", staff="2"),
            {"intervention": "watch", "mode": "supervision", "shift": "day"},
        ],
        other_work=[{"work": "handover", "minutes": "15", "per": "shift", "shift": "day"}],
    ),
    "at night: one awake and two resting with breaks, a help by two": small(
        NIGHT,
        on("22:00", "07:00", duty="resting", count="2", break_minutes="54"),
        interventions=[
            iv("turn", "30", "23:00", "00:00", staff="2"),
            {"intervention": "watch", "mode": "supervision", "shift": "night"},
        ],
    ),
    "a shift across 07:00 rests in the døgn that holds most of it; one of 48 hours in each": small(
        on("03:00", "09:00", break_minutes="20"),
        on("05:00", "09:00", break_minutes="10"),
        on("15:00", "15:00", ("mon",), days_more="1", break_minutes="120"),
        interventions=[iv("bath", "30", "08:00", "10:00")],
    ),
}
SEVERAL = {
    "five on duty, helps by two, three and five": small(
        on("08:00", "10:00", count="5"),
        interventions=[
            iv("one", "30", "08:00", "10:00"),
            iv("two", "30", "08:00", "10:00", staff="2"),
            iv("three", "30", "08:00", "09:00", staff="3"),
            iv("five", "30", "08:00", "09:00", staff="5", resident="B2"),
        ],
    ),
    "at night: planned help by two, own supervision by two, two awake and one resting": small(
        on("22:00", "07:00", count="2"),
        RESTING,
        interventions=[
            iv("turn", "30", "23:00", "00:00", staff="2"),
            {
                "intervention": "own",
                "resident": "B2",
                "mode": "supervision",
                "shift": "night",
                "staff": "2",
            },
        ],
    ),
    "at night: both, and nobody resting": small(
        on("22:00", "07:00", count="3"),
        interventions=[
            iv("turn", "30", "23:00", "00:00", staff="3"),
            {
                "intervention": "own",
                "resident": "B2",
                "mode": "supervision",
                "shift": "night",
                "staff": "2",
            },
        ],
    ),
    "resting at night, and nothing but what they may not give": small(
        on("22:00", "07:00", count="2"),
        RESTING,
        interventions=[own("2")],
    ),
}
COMPETENCE = {
    "a nurse, a driver and one who is both, with a break": small(
        on("08:00", "12:00", competence="nurse", break_minutes="24"),
        on("08:00", "12:00", competence="driver", count="2"),
        on("08:00", "12:00", competence="nurse,driver"),
        on("08:00", "12:00"),
        interventions=[
            iv("wound", "30", "08:00", "09:00", competence="nurse"),
            iv("trip", "30", "08:00", "09:00", competence="driver", resident="B2"),
            iv("lift", "30", "08:00", "09:00", competence="driver", staff="2"),
            iv("bath", "30", "08:00", "10:00"),
        ],
    ),
    "at night: a nurse awake, two resting, one of the helps not planned": small(
        on("22:00", "07:00", competence="nurse"),
        on("22:00", "07:00", competence="nurse", duty="resting", count="2"),
        on("21:00", "22:00", competence="nurse"),
        interventions=[
            iv("wound", "30", "23:00", "00:00", competence="nurse"),
            iv("late", "30", "21:00", "23:30", competence="nurse", resident="B2"),
        ],
    ),
    "at night: nobody resting": small(
        on("22:00", "07:00", competence="nurse"),
        interventions=[iv("wound", "30", "23:00", "00:00", competence="nurse")],
    ),
}
BODY = {
    "B1 by bath, group and supervision; the meeting and the group itself are nobody's": small(
        LONG_DAY,
        interventions=[
            iv("bath", "30", "08:00", "09:30"),
            iv("lift", "30", "08:00", "09:00", staff="2"),
            {"intervention": "a", "group": "song"},
            {"intervention": "b", "group": "song", "resident": "B2"},
            {"intervention": "watch", "mode": "supervision", "shift": "day"},
        ],
        groups=[{"group": "song", "minutes": "30"} | window("08:00", "09:00")],
        other_work=[{"work": "meeting", "minutes": "30"} | window("08:00", "09:00")],
    ),
}


def granted(hours: str, **more: str) -> dict[str, str]:
    """A decision on service 15 of B1."""
    return {
        "resident": "B1",
        "service": "15",
        "hours": hours,
        "per": "week",
        "status": "granted",
    } | more


DECISION = {
    "two weeks: bath, group and supervision of service 15, and service 1 by itself": small(
        on("08:00", "10:00", weeks=2),
        interventions=[
            iv("bath", "60", "08:00", "09:00"),
            {"intervention": "a", "group": "song"},
            {"intervention": "watch", "mode": "supervision", "shift": "day"},
            iv("clean", "60", "08:00", "09:00", service="1"),
            iv("other", "60", "08:00", "09:00", resident="B2"),
        ],
        groups=[{"group": "song", "minutes": "30"} | window("09:00", "10:00")],
        decisions=[granted("3,5"), granted("6", service="1")],
        unit={"weeks": "2"},
    ),
    "from Thursday: a week of four days, each minute by the day in which its window begins": small(
        NIGHT,
        LONG_DAY,
        interventions=[
            iv("turn", "60", "06:00", "08:00"),
            iv("long", "60", "23:00", "08:00", weekdays="wed,thu"),
        ],
        decisions=[granted("3,5", **{"from": "2026-01-08"})],
        unit=SINCE,
    ),
    "others give two hours a week of it; and what waits is no limit": small(
        LONG_DAY,
        interventions=[
            iv("bath", "60", "08:00", "09:00"),
            {"intervention": "others", "minutes": "120", "per": "week", "provider": "external"},
        ],
        decisions=[
            granted("7"),
            granted("1", resident="B2", status="not_started"),
            granted("1", resident="B2", service="9"),
        ],
    ),
    "others give more than is granted: nothing is left": small(
        LONG_DAY,
        interventions=[
            iv("bath", "60", "08:00", "09:00"),
            {"intervention": "others", "minutes": "480", "per": "week", "provider": "external"},
        ],
        decisions=[granted("7")],
    ),
}
WORK = {
    "a day, a week, a month; the meeting of the Monday has an hour and two on duty": small(
        on("08:00", "09:00", weeks=2),
        interventions=[iv("bath", "30", "08:00", "09:00")],
        other_work=[
            {"work": "handover", "minutes": "30"} | window("08:00", "09:00"),
            {"work": "meeting", "minutes": "180", "per": "week", "weekdays": "mon", "staff": "1"}
            | window("08:00", "09:00"),
            {"work": "common_areas", "minutes": "120", "per": "month"} | window("08:00", "09:00"),
            {"work": "other", "minutes": "30", "staff": "2"} | window("08:00", "09:00"),
        ],
        unit={"weeks": "2"},
    ),
    "a meeting of three hours in one, by two on duty who may share it": small(
        on("08:00", "09:00", count="2"),
        interventions=[iv("bath", "30", "08:00", "09:00")],
        other_work=[{"work": "meeting", "minutes": "180"} | window("08:00", "09:00")],
    ),
}
RECEIVED = {
    "by service and priority; a group counts for both; what nobody can give is no outcome": small(
        on("08:00", "09:00"),
        interventions=[
            iv("bath", "60", "08:00", "09:00"),
            iv("lift", "60", "08:00", "09:00", resident="B2", staff="2"),
            iv("clean", "60", "08:00", "09:00", service="1", per="week"),
            iv("first", "60", "08:00", "09:00", service="1", per="week", priority="1"),
            {"intervention": "a", "group": "song", "service": "9"},
            {"intervention": "b", "group": "song", "service": "9", "resident": "B2"},
            {"intervention": "watch", "mode": "supervision", "shift": "day"},
        ],
        groups=[{"group": "song", "minutes": "30"} | window("08:00", "09:00")],
    ),
    "an absence and a short window are out of reach; a decision leaves two hours": small(
        on("08:00", "09:00"),
        interventions=[
            iv("bath", "60", "08:00", "08:30"),
            iv("wash", "60", "08:00", "09:00", resident="B2"),
            iv("sum", "60", "08:00", "09:00", resident="B2", service="1"),
        ],
        absences=[{"resident": "B1", "weekday": "mon", "reason": "visit"}],
        decisions=[granted("2", resident="B2")],
    ),
    "a decision from Thursday leaves two hours of its days, and the others whole": small(
        on("08:00", "09:00"),
        interventions=[iv("bath", "60", "08:00", "09:00")],
        decisions=[granted("3,5", **{"from": "2026-01-08"})],
        unit=SINCE,
    ),
    "a third of the hour is a break: the level cannot be above what the staff allows": small(
        on("08:00", "09:00", break_minutes="20"),
        interventions=[
            iv("bath", "60", "08:00", "09:00"),
            iv(
                "clean",
                "60",
                "08:00",
                "09:00",
                service="1",
                times="5",
                per="week",
                weekdays="mon,tue",
            ),
        ],
    ),
    "nobody on duty at weekends, so five days of seven": small(
        on("08:00", "09:00", DAYS[:5]), interventions=[iv("bath", "30", "08:00", "09:00")]
    ),
    "on duty on Sundays only, and at most one a day": small(
        on("08:00", "10:00", DAYS[6:]),
        interventions=[iv("clean", "60", "08:00", "10:00", times="3", per="week")],
    ),
}
SUPERVISED = {
    "B1 by day and evening, B2 in the weekend; two weeks": small(
        on("08:00", "09:00", weeks=2),
        interventions=[
            {"intervention": "watch", "mode": "supervision", "shift": "day,evening"},
            {
                "intervention": "weekend",
                "mode": "supervision",
                "shift": "day",
                "weekdays": "weekend",
                "resident": "B2",
            },
        ],
        unit={"weeks": "2"},
    ),
}
STAGES = {
    f"an hour for a meeting, a bath, a wash and supervision, read as {reading}": small(
        on("08:00", "09:00"),
        on("09:00", "09:30"),
        interventions=[
            iv("bath", "60", "08:00", "09:00"),
            iv("wash", "30", "08:00", "09:00", resident="B2"),
            {"intervention": "watch", "mode": "supervision", "shift": "day"},
        ],
        other_work=[{"work": "meeting", "minutes": "15"} | window("08:00", "09:00")],
        unit={"shared_supervision": reading},
    )
    for reading in ("divided", "joint", "rounds")
} | {
    "one awake and one resting: only what the awake is too few for wakes": small(
        NIGHT,
        RESTING,
        interventions=[
            iv("turn", "30", "23:00", "00:00", staff="2"),
            iv("drink", "30", "23:00", "00:00", resident="B2", service="1"),
        ],
    ),
    "two priorities and three levels": small(
        on("08:00", "09:00"),
        on("09:00", "10:00"),
        residents="B1 B2 B3",
        interventions=[
            iv("bath", "60", "08:00", "09:00"),
            iv("wash", "60", "08:00", "09:00", resident="B2"),
            iv("walk", "90", "09:00", "10:00", resident="B3"),
            iv("clean", "30", "08:00", "10:00", resident="B3", service="1"),
        ],
    ),
}
