"""Random rosters: as many staff minutes as were asked for, or, more often, too few."""

from __future__ import annotations

from datetime import timedelta

from .unit_frame import DAYS, PARTS, START, Maker, clock

NOON = {"shift": "day", "start": "08:00", "end": "12:00"}


def add_shifts(maker: Maker) -> None:
    """Add the shifts of every part of the døgn, week by week, and a few of other kinds."""
    factor = maker.rng.choice([0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.1, 1.3])
    rows = [row for part in PARTS for row in patterns(maker, part, factor)]
    dated = maker.dated and maker.chance(0.3)
    for week in range(maker.weeks):
        for day in range(7):
            for row in rows:
                if maker.chance(0.07):
                    continue
                put(maker, row, week, day, dated)
    if maker.chance(0.08):
        start = clock(60 * maker.rng.randint(7, 12))
        long = {"shift": "day", "start": start, "end": start, "days_more": "1", "staff_id": "M1"}
        put(maker, long, 0, maker.rng.randint(0, 6), dated)
    if dated and maker.chance(0.5):
        # Outside the roster: nobody is on duty.
        week, day = maker.rng.choice([(maker.weeks, 0), (maker.weeks, 0), (0, -1)])
        put(maker, maker.rng.choice(rows or [NOON]), week, day, dated)
    if not maker.tables["shifts"]:
        put(maker, NOON, 0, 0, dated)


def put(maker: Maker, row: dict[str, str], week: int, day: int, dated: bool) -> None:
    """Add one row on one calendar day."""
    when = {"week": str(week + 1), "weekday": DAYS[day]}
    if dated:
        when = {"date": (START + timedelta(days=7 * week + day)).isoformat()}
    maker.tables["shifts"].append({"unit": maker.unit, **row, **when})


def patterns(maker: Maker, part: str, factor: float) -> list[dict[str, str]]:
    """Give the shifts of one part of the døgn: two kinds at most, awake or resting."""
    first, last = maker.part_range(part)
    need = maker.need[part] / 7 * factor
    if need < 10 and maker.chance(0.6):
        return []
    room = last - first + 30
    widest = maker.widest[part]
    count = max(int(need // room) + 1, widest if maker.chance(0.7) else 1)
    least = maker.rng.choice([120, 180, 240, 360])
    rows = []
    kinds = 2 if count > 1 and maker.chance(0.5) else 1
    for kind in range(kinds):
        staff = count // kinds + (kind < count % kinds)
        length = int(min(max(need / count, least), room)) // 5 * 5
        start = first - 15 + 5 * maker.rng.randint(0, max((room - length) // 5, 0))
        if maker.chance(0.15):
            length = last + 1 - start  # a minute of the next part of the døgn
        rows.append(
            {
                "shift": part,
                "start": clock(start),
                "end": clock(start + length),
                "count": "" if staff == 1 else str(staff),
                "duty": maker.rng.choice(["", "active"]),
                "competence": words(maker),
                "break_minutes": maker.rng.choice(["", "", "15", "30"]),
            }
        )
    if part == "night" and maker.chance(0.5):
        resting = rows[-1] | {"duty": "resting", "start": clock(first), "end": clock(last)}
        if maker.chance(0.4):
            return [*rows[:-1], resting]
        return [*rows, resting | {"count": "", "competence": words(maker)}]
    return rows


def words(maker: Maker) -> str:
    """Give what these staff may do beyond the others, often what is asked for."""
    known = sorted(set(maker.competences))
    if known and maker.chance(0.6):
        few = maker.rng.choice([1, 2, len(known)])
        return ",".join(maker.rng.sample(known, min(few, len(known))))
    return "Sykepleier" if maker.chance(0.1) else ""
