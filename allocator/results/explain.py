"""The sentences on one row: what it asks for, its conversion to a week, and what is received."""

import pandas as pd

from allocator.model.staff import takes_from
from allocator.model.unit_data import RowRef
from allocator.results.breaks import breaks_in_windows
from allocator.results.figures import Figures
from allocator.results.ledger import LedgerEntry
from allocator.results.letter_words import LetterWords
from allocator.results.period_words import period_sentences
from allocator.results.timing import PlanOrDecisionRow, timed_by
from allocator.results.unmet import STAFF_REASONS, name_of
from allocator.rounding import NOTICEABLE, hours_minutes
from allocator.rules.classify import Classification
from allocator.rules.verdicts import INTERVENTION_ROLES, Role
from allocator.tables.declared_people import DecisionRow
from allocator.tables.declared_work import GroupRow, InterventionRow, OtherWorkRow
from allocator.terms import whole_weeks
from allocator.text import translate


class Explainer:
    """Explains the rows of one unit in one language."""

    def __init__(
        self, figures: Figures, classification: Classification, unmet: pd.DataFrame, language: str
    ) -> None:
        self.figures = figures
        self.classification = classification
        self.language = language
        self.words = LetterWords(language)
        self.weeks_per = figures.policies.rules.weeks_per
        self.groups = {row.group: row for row in figures.allocation.unit.rows.groups}
        self.residents = {name: number for number, name in enumerate(figures.data.residents)}
        self.held = figures.ledger.held
        own = unmet[unmet["unit"] == figures.data.unit]
        keys = zip(own["resident"], own["intervention"], own["service"], strict=True)
        self.reasons = dict(zip(keys, own["reason"], strict=True))

    def asked(self, row: PlanOrDecisionRow) -> float:
        """Return the minutes that a row asks for in a week in which it holds on every day [min]."""
        timed = timed_by(row, self._group(row))
        if timed is None:
            # hours in a decision are not asked for; supervision is, day by day
            source = RowRef.of(row)
            if not self.figures.shares(source) or isinstance(row, DecisionRow):
                return 0.0
            return self.figures.week(source).asked
        if isinstance(timed, DecisionRow):
            return timed.hours / self.weeks_per[timed.per]
        if isinstance(timed, OtherWorkRow) and timed.per == "shift":
            return self._per_shift(timed)
        if timed.per == "day":
            return timed.minutes * timed.times * len(timed.weekdays)
        return timed.minutes * timed.times / self.weeks_per[timed.per]

    def explain(self, row: PlanOrDecisionRow) -> str:
        """Explain one row in sentences that a caseworker can put into a letter."""
        source = RowRef.of(row)
        role = self.classification.role(source)
        entry = next(iter(self.figures.shares(source)), None)
        if isinstance(row, DecisionRow):
            sentences = self._decision(row, role, entry)
        elif isinstance(row, OtherWorkRow) or role == "other_work":
            sentences = [self._asks(row), *self._other_work(row, source)]
        elif entry is None:
            sentences = [self._nothing(row, self.classification.verdict(source).counts)]
        else:
            sentences = [
                self._plan(row, role, entry),
                *self._in_force(row, entry),
                *self._in_school(source),
            ]
        if entry is not None:
            sentences += self._outcome(source, role, entry)
        if isinstance(row, InterventionRow) and role in INTERVENTION_ROLES:
            sentences += self._not_reported(row)
        return " ".join(sentences)

    def _in_school(self, source: RowRef) -> list[str]:
        """Say what of respite is taken as given by others while the resident is at school."""
        school = source._replace(share="school")
        if school not in self.figures.ledger.entries:
            return []
        return [self._sentence("in-school", minutes=self._hm(self.figures.week(school).asked))]

    def _not_reported(self, row: InterventionRow) -> list[str]:
        """Say on which days a row is not the register's, and what it takes of the staff then."""
        data = self.figures.data
        days = self.classification.not_reported_days(row, data.calendar)
        days &= data.stays[self.residents[row.resident]]
        if not days.any():
            return []
        sentences = [self._sentence("not-reported", days=int(days.sum()))]
        source = RowRef.of(row, "not_reported")
        for demand in data.demands:
            if demand.source == source:
                week = self.figures.daily.week(source, data.stays[self.residents[row.resident]])
                received, asked = self._hm(week.received), self._hm(week.asked)
                facts = {"received": received, "asked": asked}
                sentences.append(self._sentence("not-reported-time", **facts))
        return sentences

    def _group(self, row: PlanOrDecisionRow) -> GroupRow | None:
        """Find the group that a row takes part in."""
        return self.groups.get(row.group) if isinstance(row, InterventionRow) else None

    def _sentence(self, key: str, **facts: object) -> str:
        return translate("explain", key, self.language, **facts)

    def _hm(self, minutes: float) -> str:
        return hours_minutes(minutes)

    def _decision(self, row: DecisionRow, role: Role, entry: LedgerEntry | None) -> list[str]:
        asked = self._hm(self.asked(row))
        if role == "not_started":
            return [self._sentence("blocked")]
        if role != "granted":
            return [self._sentence("not-counted")]
        key = "decided"
        if entry is not None:
            external = self._is_external(entry.source)
            key = "asked-decision-external" if external else "asked-decision"
        period = period_sentences(self.figures, row, self.language)
        return [self._sentence(key, asked=asked), *period]

    def _is_external(self, source: RowRef) -> bool:
        """Say whether a row is given by others than the unit."""
        return any(external.source == source for external in self.figures.data.externals)

    def _plan(self, row: InterventionRow, role: Role, entry: LedgerEntry) -> str:
        """Say what is asked for, and how it is converted to a week."""
        if role == "own_supervision":
            asked = self._hm(self.asked(row))
            staff, whole = self.words.staff(entry.staff), self.words.whole(row.shift)
            return self._sentence("asked-own", staff=staff, whole=whole, asked=asked)
        if role == "shared_supervision":
            reading = self._sentence(f"reading-{self.figures.data.reading}")
            parts = self.words.parts(row.shift, "and")
            return self._sentence("asked-shared", parts=parts, reading=reading)
        if row.group in self.groups:
            asked = self._hm(self.asked(row))
            return self._sentence("asked-group", group=row.group, asked=asked)
        return self._asks(row)

    def _asks(self, row: InterventionRow | OtherWorkRow) -> str:
        """Write minutes × times per what, and the conversion to a week."""
        occurrence = self._sentence(
            "times",
            minutes=f"{self.words.figure(row.minutes)} min",
            times=self.words.figure(row.times),
            per=self._per(row.per),
        )
        asked = self._hm(self.asked(row))
        if row.per == "day":
            return self._sentence(
                "asked-day", occurrence=occurrence, weekdays=len(row.weekdays), asked=asked
            )
        weeks = 1.0 if row.per == "shift" else self.weeks_per[row.per]
        key = "asked-week" if weeks == 1.0 else "asked-divided"
        return self._sentence(
            key, occurrence=occurrence, weeks=self.words.figure(weeks), asked=asked
        )

    def _per(self, per: str) -> str:
        """Write what minutes are per: `døgn`, `3 uker`."""
        weeks = whole_weeks(per)
        return self._sentence(f"per-{per}" if weeks is None else "per-weeks", weeks=weeks)

    def _nothing(self, row: InterventionRow, counts: bool) -> str:
        """Say why a row asks for nothing at all."""
        if not counts:
            return self._sentence("not-counted")
        resident = self.residents[row.resident]
        decisions = self.figures.allocation.unit.decisions
        if decisions.blocked_days(resident, row.service).any():
            return self._sentence("blocked")
        return self._sentence("never-in-force")

    def _in_force(self, row: InterventionRow, entry: LedgerEntry) -> list[str]:
        """Say that a row holds on some of the resident's days only.

        None for own supervision, whose sentence has what it asks for day by day.
        """
        if pd.isna(row.minutes) and row.group not in self.groups:
            return []
        source = RowRef.of(row)
        days = self.figures.days_in_force(source)
        stay = self.figures.data.stays[entry.resident]
        weekdays = self.groups.get(row.group, row).weekdays
        lived = int((stay & self.figures.data.calendar.on_weekdays(weekdays)).sum())
        if days >= lived:
            return []
        asked = self._hm(self.figures.week(source).asked)
        return [self._sentence("part-of-roster", days=days, lived=lived, asked=asked)]

    def _outcome(self, source: RowRef, role: Role, entry: LedgerEntry) -> list[str]:
        """Say what the resident receives, why not all of it, and with how many staff at once."""
        week = self.figures.week(source)
        received, missing = week.received, week.asked - week.received
        if self._is_external(source):
            sentences = [self._sentence("external", received=self._hm(received))]
        elif role == "shared_supervision":
            sentences = [self._sentence("received-supervision", received=self._hm(received))]
        elif missing > NOTICEABLE and entry.asked - entry.total > NOTICEABLE:
            resident = self.figures.data.residents[entry.resident]
            key = (resident, name_of(self.figures, source), entry.service)
            of_staff = self.reasons[key] in STAFF_REASONS
            reason = self._sentence(f"reason-{self.reasons[key]}")
            sentences = [
                self._sentence(
                    "received-less",
                    received=self._hm(received),
                    missing=self._hm(missing),
                    reason=reason,
                ),
                *(self._breaks(source) if of_staff else ()),
            ]
        elif missing > NOTICEABLE:  # of own supervision: what others lack on days the stay lacks
            sentences = [
                self._sentence(
                    "received-less-deducted",
                    received=self._hm(received),
                    missing=self._hm(missing),
                )
            ]
        else:
            sentences = [self._sentence("received-all", received=self._hm(received))]
        if entry.staff > 1 and received > 0:
            resources = self._hm(week.received * entry.staff)
            sentences.append(
                self._sentence("several", staff=self.words.count(entry.staff), resources=resources)
            )
        return sentences

    def _breaks(self, source: RowRef) -> list[str]:
        """Say how much break and work per shift falls where the row could have been given."""
        minutes = breaks_in_windows(self.figures, source)
        if minutes <= NOTICEABLE:
            return []
        return [self._sentence("breaks-then", breaks=self._hm(minutes))]

    def _other_work(self, row: InterventionRow | OtherWorkRow, source: RowRef) -> list[str]:
        """Say how much of the staff's time is asked for, and whether there was as much."""
        staff = int(row.staff)
        if isinstance(row, OtherWorkRow) and row.per == "shift":
            return [self._sentence("other-work", asked=self._hm(self._per_shift(row)))]
        demands = [demand for demand in self.figures.data.demands if demand.source == source]
        asked = (
            sum(demand.requirement.total for demand in demands)
            * staff
            * self.figures.per_week_of_staff
        )
        done = float(self.held[source].sum()) if source in self.held else 0.0
        done *= staff * self.figures.per_week_of_staff
        if asked - done > NOTICEABLE:
            return [
                self._sentence("other-work-short", asked=self._hm(asked), received=self._hm(done))
            ]
        return [self._sentence("other-work", asked=self._hm(asked))]

    def _per_shift(self, work: OtherWorkRow) -> float:
        """Sum the minutes of work per shift in an average week [min]."""
        calendar = self.figures.data.calendar
        shifts = self.figures.allocation.unit.rows.shifts
        staff = sum(row.count_ for row in shifts if takes_from(work, row, calendar))
        return work.minutes * work.times * staff * self.figures.per_week_of_staff
