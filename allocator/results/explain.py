"""From a figure to sentences: what a row asks, how that becomes a week, and what came of it."""

from typing import Any

import pandas as pd

from allocator.model.house import Source
from allocator.model.staff import takes_from
from allocator.results.figures import Figures
from allocator.results.ledger import Entry
from allocator.results.rounding import NOTICEABLE, hours_minutes
from allocator.results.unmet import name_of
from allocator.rules.decide import Decided
from allocator.terms import PARTS
from allocator.text import say


class Explainer:
    """Explains the rows of one unit in one language."""

    def __init__(
        self, figures: Figures, decided: Decided, unmet: pd.DataFrame, language: str
    ) -> None:
        self.figures = figures
        self.decided = decided
        self.language = language
        self.weeks_per = figures.policies.rules.weeks_per
        tables = figures.allocation.unit.rows.tables
        self.groups = {row.group: row for row in tables.get("groups", [])}
        self.residents = {name: place for place, name in enumerate(figures.house.residents)}
        self.held = figures.ledger.held
        own = unmet[unmet["unit"] == figures.house.unit]
        keys = zip(own["resident"], own["intervention"], own["service"], strict=True)
        self.reasons = dict(zip(keys, own["reason"], strict=True))

    def asked(self, table: str, row: Any) -> float:
        """What a row asks for as it stands, in a week in which it holds throughout [min]."""
        if table == "decisions":
            return 0.0 if pd.isna(row.hours) else row.hours / self.weeks_per[row.per]
        if table == "interventions":
            entry = self.figures.ledger.entries.get(Source(table, row.Index))
            if row.group in self.groups:
                row = self.groups[row.group]
            elif pd.isna(row.minutes):
                return entry.asked * self.figures.per_week(entry.resident) if entry else 0.0
        if row.per == "shift":
            return self._per_shift(row)
        if row.per == "day":
            return float(row.minutes * row.times * len(row.weekdays))
        return float(row.minutes * row.times / self.weeks_per[row.per])

    def explain(self, table: str, row: Any) -> str:
        """The sentences on one row, as a caseworker could put them into a letter."""
        source = Source(table, row.Index)
        role = self.decided.role(source)
        entry = self.figures.ledger.entries.get(source)
        if table == "decisions":
            said = self._decision(row, role, entry)
        elif role == "other_work":
            said = [self._asks(row), *self._house_work(table, row, source)]
        elif entry is None:
            said = [self._nothing(row, self.decided.verdict(source).counts)]
        else:
            said = [self._plan(row, role, entry), *self._in_force(row, entry)]
        if entry is not None:
            said += self._outcome(source, role, entry)
        return " ".join(one for one in said if one)

    def _say(self, key: str, **facts: object) -> str:
        return say("explain", key, self.language, **facts)

    def _hm(self, minutes: float) -> str:
        return hours_minutes(minutes)

    def _decision(self, row: Any, role: str, entry: Entry | None) -> list[str]:
        asked = self._hm(self.asked("decisions", row))
        if role == "not_started":
            return [self._say("blocked")]
        if role != "granted" or pd.isna(row.hours):
            return [self._say("not-counted")]
        if entry is None:
            return [self._say("decided", asked=asked)]
        external = any(one.source == entry.source for one in self.figures.house.externals)
        key = "asked-decision-external" if external else "asked-decision"
        return [self._say(key, asked=asked)]

    def _plan(self, row: Any, role: str, entry: Entry) -> str:
        """What is asked for, and how it becomes a week."""
        parts = f" {self._say('word-and')} ".join(
            self._say(f"word-{part}") for part in PARTS if part in row.shift
        )
        if role == "own_supervision":
            asked = self._hm(entry.asked * self.figures.per_week(entry.resident))
            return self._say("asked-own", staff=entry.staff, parts=parts, asked=asked)
        if role == "shared_supervision":
            reading = self._say(f"reading-{self.figures.house.reading}")
            return self._say("asked-shared", parts=parts, reading=reading)
        if row.group in self.groups:
            asked = self._hm(self.asked("interventions", row))
            return self._say("asked-group", group=row.group, asked=asked)
        return self._asks(row)

    def _asks(self, row: Any) -> str:
        """Minutes × times per what, and the conversion to a week."""
        occurrence = self._say(
            "times",
            minutes=f"{row.minutes:g} min",
            times=f"{row.times:g}",
            per=self._say(f"per-{row.per}"),
        )
        table = "other_work" if hasattr(row, "work") else "interventions"
        asked = self._hm(self.asked(table, row))
        if row.per == "day":
            return self._say(
                "asked-day", occurrence=occurrence, weekdays=len(row.weekdays), asked=asked
            )
        weeks = 1.0 if row.per == "shift" else self.weeks_per[row.per]
        key = "asked-week" if weeks == 1.0 else "asked-divided"
        return self._say(key, occurrence=occurrence, weeks=f"{weeks:g}", asked=asked)

    def _nothing(self, row: Any, counts: bool) -> str:
        """Why a row asks for nothing at all."""
        if not counts:
            return self._say("not-counted")
        resident = self.residents[row.resident]
        decisions = self.figures.allocation.unit.decisions
        if decisions.blocked_days(resident, row.service).any():
            return self._say("blocked")
        return self._say("never-in-force")

    def _in_force(self, row: Any, entry: Entry) -> list[str]:
        """Said where a row holds on some of the resident's days only.

        Own supervision says itself what it asks for day by day.
        """
        if pd.isna(row.minutes) and row.group not in self.groups:
            return []
        days = self.figures.days_in_force(entry.source)
        stay = self.figures.house.stays[entry.resident]
        row = self.groups.get(row.group, row)
        lived = int((stay & self.figures.house.calendar.on_weekdays(row.weekdays)).sum())
        if days >= lived:
            return []
        asked = self._hm(entry.asked * self.figures.per_week(entry.resident))
        return [self._say("part-of-roster", days=days, lived=lived, asked=asked)]

    def _outcome(self, source: Source, role: str, entry: Entry) -> list[str]:
        """What the resident receives, why not all of it, and by how many at once."""
        week = self.figures.per_week(entry.resident)
        received, missing = entry.total * week, (entry.asked - entry.total) * week
        if role == "external" or any(one.source == source for one in self.figures.house.externals):
            said = [self._say("external", received=self._hm(received))]
        elif role == "shared_supervision":
            said = [self._say("received-supervision", received=self._hm(received))]
        elif missing > NOTICEABLE:
            resident = self.figures.house.residents[entry.resident]
            key = (resident, name_of(self.figures, source), entry.service)
            reason = self._say(f"reason-{self.reasons[key]}")
            said = [
                self._say(
                    "received-less",
                    received=self._hm(received),
                    missing=self._hm(missing),
                    reason=reason,
                )
            ]
        else:
            said = [self._say("received-all", received=self._hm(received))]
        if entry.staff > 1 and received > 0:
            resources = self._hm(entry.resources * week)
            said.append(self._say("several", staff=entry.staff, resources=resources))
        return said

    def _house_work(self, table: str, row: Any, source: Source) -> list[str]:
        staff = 1 if pd.isna(row.staff) else int(row.staff)
        if table == "other_work" and row.per == "shift":
            return [self._say("house-work", asked=self._hm(self._per_shift(row)))]
        demands = [one for one in self.figures.house.demands if one.source == source]
        asked = sum(one.ask.total for one in demands) * staff * self.figures.per_week_of_staff
        done = float(self.held[source].sum()) if source in self.held else 0.0
        done *= staff * self.figures.per_week_of_staff
        if asked - done > NOTICEABLE:
            return [self._say("house-work-short", asked=self._hm(asked), received=self._hm(done))]
        return [self._say("house-work", asked=self._hm(asked))]

    def _per_shift(self, work: Any) -> float:
        """What is taken evenly from the shifts of the row's kinds in an average week [min]."""
        calendar = self.figures.house.calendar
        shifts = self.figures.allocation.unit.rows.tables.get("shifts", [])
        staff = sum(int(row.count_) for row in shifts if takes_from(work, row, calendar))
        return float(work.minutes * work.times * staff * self.figures.per_week_of_staff)
