"""What every random table needs: the unit's frame, clocks, windows, dates, frequencies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

Tables = dict[str, list[dict[str, str]]]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("day", "evening", "night")
SERVICES = ("15", "1", "2", "3", "4", "7", "9", "11", "17", "22", "08.01")
START = date(2026, 1, 5)
NAMES = (
    "unit",
    "shifts",
    "residents",
    "decisions",
    "interventions",
    "groups",
    "other_work",
    "absences",
)
PER_WEEK = {"week": 1.0, "14_days": 0.5, "month": 0.25, "3_weeks": 1 / 3, "6_weeks": 1 / 6}


def clock(minutes: float) -> str:
    """Give a clock time of minutes since midnight, taken round the clock."""
    whole = int(minutes) % 1440
    return f"{whole // 60:02d}:{whole % 60:02d}"


def number(value: float) -> str:
    """Give a number as the field writes it, with a decimal comma."""
    return f"{value:g}".replace(".", ",")


@dataclass
class Maker:
    """One unit in the making: its tables, and what the later tables need to know of the earlier.

    ``need`` holds the staff minutes a week asked for by part of the døgn, ``widest`` the most
    staff that anything in the part needs at once, ``load`` the minutes a week of each resident
    and service (so that nobody is given more than 168 hours of one service).
    """

    rng: Random
    unit: str
    weeks: int
    dated: bool
    bounds: tuple[int, int, int]
    tables: Tables
    reading: str
    residents: list[str]
    need: dict[str, float] = field(default_factory=lambda: dict.fromkeys(PARTS, 0.0))
    widest: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 1))
    load: dict[tuple[str, str], float] = field(default_factory=dict)
    competences: list[str] = field(default_factory=list)
    parted: set[tuple[str, str]] = field(default_factory=set)
    """Residents and services whose decision shall hold for part of the roster."""

    @classmethod
    def start(cls, rng: Random, unit: str, small: bool) -> Maker:
        """Draw the unit's row and its residents."""
        weeks = 1 if small else rng.choice([1, 1, 1, 2, 2, 3])
        dated = rng.random() < 0.6
        bounds = rng.choice(
            [(420, 900, 1320)] * 5
            + [(390, 870, 1290), (450, 930, 1380), (480, 960, 1440)]
            + [(360, 840, 1500), (0, 900, 1320)]
        )
        plain = bounds == (420, 900, 1320)
        reading = rng.choice(["", "divided", "joint", "joint", "rounds"])
        row = {
            "unit": unit,
            "weeks": str(weeks),
            "period_start": START.isoformat() if dated else "",
            "day_start": "" if plain else clock(bounds[0]),
            "evening_start": "" if plain else clock(bounds[1]),
            "night_start": "" if plain else clock(bounds[2]),
            "shared_supervision": reading,
            "report": rng.choice(["", "", "received", "decided"]),
            "priority_policy": rng.choice(["", "", "health_first", "equal"]),
            "org_no": rng.choice(["", "974760673"]),
            "staffing": rng.choice(["", "around_the_clock", "part_of_day"]),
            "ordinary_housing": rng.choice(["", "yes", "no"]),
        }
        people = rng.choice([1, 2] if small else [1, 2, 2, 3, 3, 4])
        residents = [f"B{n + 1}" for n in range(people)]
        rng.shuffle(residents)
        tables: Tables = {name: [] for name in NAMES}
        tables["unit"].append(row)
        maker = cls(rng, unit, weeks, dated, bounds, tables, reading or "divided", residents)
        for resident in residents:
            tables["residents"].append(
                {"unit": unit, "resident": resident, **maker.dates(0.2, least=2)}
            )
        return maker

    def chance(self, share: float) -> bool:
        """Say yes in this share of cases."""
        return self.rng.random() < share

    def part_range(self, part: str) -> tuple[int, int]:
        """Give the first and last minute [clock, may pass 1440] of a part of the døgn."""
        day, evening, night = self.bounds
        return {"day": (day, evening), "evening": (evening, night), "night": (night, day + 1440)}[
            part
        ]

    def dates(self, share: float, least: int = 1) -> dict[str, str]:
        """Give ``from`` and ``to``, in the stated share of cases, of at least so many days."""
        if not self.dated or not self.chance(share):
            return {"from": "", "to": ""}
        days = 7 * self.weeks
        first = self.rng.randint(-3, days - least)
        last = max(first, 0) + least - 1 + self.rng.randint(0, days)
        cells = {
            "from": (START + timedelta(days=first)).isoformat(),
            "to": (START + timedelta(days=last)).isoformat(),
        }
        drop = self.rng.choice(["from", "to", "", ""])
        return {name: "" if name == drop else text for name, text in cells.items()}

    def weekdays(self) -> tuple[str, int]:
        """Give a cell of weekdays and how many they are."""
        choice = self.rng.choice(["", "", "", "", "all", "weekday", "weekend", "list", "list"])
        if choice == "list":
            days = sorted(self.rng.sample(range(7), self.rng.randint(1, 5)))
            return ",".join(DAYS[day] for day in days), len(days)
        return choice, {"": 7, "all": 7, "weekday": 5, "weekend": 2}[choice]

    def frequency(self, longest: int = 180) -> tuple[dict[str, str], float]:
        """Give minutes, times, per and weekdays, and the minutes a week they come to."""
        minutes = self.rng.choice([10, 15, 20, 30, 45, 60, 60, 90, 120, 180])
        minutes = min(minutes, longest)
        weekdays, count = self.weekdays()
        per = self.rng.choice(["", "day", "day", "week", "week", *list(PER_WEEK)[1:]])
        if per in ("", "day"):
            times = self.rng.choice([1.0, 1, 1, 2, 3, 1.5])
            total = minutes * times * count
        else:
            times = self.rng.choice([1.0, 2, 3, 5, 8, 2.5, 0.5])
            minutes *= self.rng.choice([1, 2])
            total = minutes * times * PER_WEEK[per]
        cells = {
            "minutes": number(minutes),
            "times": "" if times == 1 else number(times),
            "per": per,
            "weekdays": weekdays,
        }
        return cells, total

    def window(self, shortest: int, night: bool = False) -> tuple[dict[str, str], list[str]]:
        """Give a window's or a list of parts' cells, and the parts it mostly lies in."""
        kind = self.rng.choice(
            ["none"] * 4 + ["parts"] * 3 + ["clock"] * 4 + ["midnight", "past", "morning", "tight"]
        )
        if night:
            kind = self.rng.choice(["night", "night", "night_part", "midnight"])
        day, evening, night_start = self.bounds
        cells = {"from_time": "", "to_time": "", "shift": ""}
        if kind == "none":
            return cells, ["day", "evening"]
        if kind in ("parts", "night_part"):
            few = self.rng.sample(PARTS, self.rng.randint(1, 3))
            few = ["night"] if kind == "night_part" else few
            return cells | {"shift": ",".join(few)}, few
        start, length, parts = {
            "clock": (day + 15 * self.rng.randint(0, 40), 15 * self.rng.randint(4, 32), ["day"]),
            "midnight": (night_start - 60, 60 * self.rng.randint(3, 5), ["night"]),
            "past": (day + 1440 - 120, 60 * self.rng.randint(3, 5), ["night", "day"]),
            "morning": (day - 30 * self.rng.randint(1, 3), 30 * self.rng.randint(4, 6), ["day"]),
            "tight": (day + 60 * self.rng.randint(1, 10), max(shortest - 10, 15), ["day"]),
            "night": (night_start + 60, 60 * self.rng.randint(2, 5), ["night"]),
        }[kind]
        if kind == "past":
            # Begins before midnight, so that it runs past the next start of the døgn.
            start, length = 1440 - 30 * self.rng.randint(1, 4), day + 30 * self.rng.randint(5, 9)
        if kind == "clock":
            length = max(length, min(shortest, 600))
            parts = ["day"] if start < evening else ["evening"]
        return cells | {"from_time": clock(start), "to_time": clock(start + length)}, parts

    def ask(self, parts: list[str], staff_minutes: float, staff: int = 1) -> None:
        """Remember what a demand asks of the staff in these parts in a week."""
        lengths = {part: self.part_range(part)[1] - self.part_range(part)[0] for part in parts}
        for part in parts:
            self.need[part] += staff_minutes * lengths[part] / sum(lengths.values())
            self.widest[part] = max(self.widest[part], staff)

    def fits(self, resident: str, service: str, minutes: float) -> bool:
        """Book minutes a week of a service for a resident, if they leave it below 165 hours."""
        key = (resident, service.removesuffix(".01").lstrip("0"))
        if self.load.get(key, 0.0) + minutes > 165 * 60:
            return False
        self.load[key] = self.load.get(key, 0.0) + minutes
        return True
