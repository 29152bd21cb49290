"""The data of one unit for the model: demands, decisions and staff. The solver is not known here.

Everything here is in minutes and frozen. Residents are ordinals (places in `UnitData.residents`),
so that no name reaches the programme.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from allocator.calendar.presence import Presence
from allocator.calendar.roster import Calendar, Days
from allocator.clock import Window, length_of
from allocator.tables.declared import TABLE_OF
from allocator.tables.declared_people import DecisionRow
from allocator.tables.declared_rota import ShiftRow
from allocator.tables.declared_work import GroupRow, InterventionRow, OtherWorkRow
from allocator.terms import DAYS_PER_WEEK, SupervisionReading

Minutes = NDArray[np.float64]
Pieces = NDArray[np.int64]
"""For each døgn the number of the piece of the roster it lies in, shape (days,)."""
Span = Literal["day", "week", "roster"]
"""What asks for itself: each døgn, each week, or the whole roster."""
DemandKind = Literal["individual", "rounds", "own_supervision", "group", "other_work", "decision"]

TypedRow = ShiftRow | DecisionRow | InterventionRow | GroupRow | OtherWorkRow
"""A row that the model's data come from."""


RowShare = Literal["reported", "school", "not_reported"]
"""What of a row is meant: what the unit gives, what is taken as given by others while the resident
is at school, and what is not the register's, for its decision is not."""


class RowRef(NamedTuple):
    """The row that something comes from: table (English name) and place in its typed frame."""

    table: str
    position: int
    share: RowShare = "reported"

    @classmethod
    def of(cls, row: TypedRow, share: RowShare = "reported") -> "RowRef":
        """Return the reference to a row."""
        return cls(TABLE_OF[type(row)], row.position, share)


class OutcomeKey(NamedTuple):
    """Who receives what in stage A: what is not the register's has an outcome of its own."""

    resident: int
    service: int
    priority: int
    share: RowShare = "reported"


@dataclass(frozen=True)
class Requirement:
    """What is asked for, døgn by døgn (contract 3.2).

    Parameters
    ----------
    span : what asks for itself.
    per_day : what each døgn is worth [min], 0 where the row is not in force, shape (days,); the
        sum over a span is what the span asks for.
    windows : when it may be given, as offsets from the start of a døgn.
    limit : the most in any one døgn [min].
    weekdays : on which it may fall.
    pieces : where periods of equal decided hours cut weeks and roster; None where none does.
    """

    span: Span
    per_day: Minutes
    windows: tuple[Window, ...]
    limit: float = float("inf")
    weekdays: tuple[int, ...] = tuple(range(DAYS_PER_WEEK))
    pieces: Pieces | None = None

    @property
    def total(self) -> float:
        """What is asked for in the whole roster [min]."""
        return float(self.per_day.sum())

    @property
    def window_length(self) -> float:
        """The length of the windows of one døgn [min]."""
        return length_of(self.windows)

    @cached_property
    def evenly(self) -> Minutes:
        """What each døgn is worth if a span is spread evenly over its days [min], shape (days,)."""
        in_force = np.where(self.per_day > 0, 1.0, 0.0)
        days = self.by_span(in_force)
        means = np.divide(self.by_span(self.per_day), days, out=np.zeros_like(days), where=days > 0)
        minutes: Minutes = np.where(self.per_day > 0, means[self.spans], 0.0)
        return minutes

    def piece(self, day: int) -> int:
        """Return the piece of the roster in which a døgn lies."""
        return 0 if self.pieces is None else int(self.pieces[day])

    @cached_property
    def spans(self) -> NDArray[np.int64]:
        """The number of the span that each døgn belongs to, shape (days,).

        >>> asked = Requirement("week", np.ones(14), (), pieces=np.arange(14) // 10)
        >>> asked.spans.tolist()
        [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2]
        """
        days = np.arange(len(self.per_day))
        if self.span == "day":
            return days
        weeks = days // DAYS_PER_WEEK if self.span == "week" else np.zeros_like(days)
        pieces = np.zeros_like(days) if self.pieces is None else self.pieces
        numbers: NDArray[np.int64] = np.unique(
            np.stack([weeks, pieces]), axis=1, return_inverse=True
        )[1]
        return numbers.ravel()

    def by_span(self, days: Minutes) -> Minutes:
        """Add up a figure of each døgn over each span that asks for itself.

        >>> days = np.array([1.0, 1, 1, 1, 1, 0, 0] * 2)
        >>> [Requirement(span, days, ()).by_span(days).tolist() for span in ("week", "roster")]
        [[5.0, 5.0], [10.0]]
        """
        return np.asarray(np.bincount(self.spans, days), dtype=np.float64)

    def attainable(self, room: Minutes) -> Minutes:
        """Return the most that the spans can hold, given room in each døgn [min].

        Returns
        -------
        minutes [min], shape (days,): those of a span are spread as it asks.

        >>> asked = Requirement("week", np.full(7, 30.0), ((0.0, 60.0),), limit=60.0)
        >>> rooms = [60.0] * 7, [60.0, 60.0, 0, 0, 0, 0, 0]
        >>> [round(asked.attainable(np.array(room)).sum()) for room in rooms]
        [210, 120]
        """
        room = np.where(self.per_day > 0, np.minimum(room, self.limit), 0.0)
        asked = self.by_span(self.per_day)
        held = np.minimum(asked, self.by_span(room))
        shares = np.divide(held, asked, out=np.zeros_like(asked), where=asked > 0)
        minutes: Minutes = self.per_day * shares[self.spans]
        return minutes


@dataclass(frozen=True)
class Participation:
    """One resident's place in a group: what of its time is asked for, and the own need of staff."""

    source: RowRef
    resident: int
    service: int
    priority: int
    staff: int
    requirement: Requirement


@dataclass(frozen=True)
class Deduction:
    """What is deducted from own supervision: the rows, and the døgn on which it is in force."""

    rows: tuple[RowRef, ...]
    days: Days


@dataclass(frozen=True)
class Demand:
    """A demand on the staff: what the variables x of model.md section 2 stand for.

    Parameters
    ----------
    staff : how many at the same time.
    competence : what at least one of them must have, or empty.
    resident : the one who receives it; none for groups and other work.
    planned_night : whether resting staff may give it.
    participants : of a group.
    deduction : of own supervision.
    """

    source: RowRef
    kind: DemandKind
    requirement: Requirement
    staff: int = 1
    competence: str = ""
    resident: int | None = None
    service: int = 0
    priority: int = 0
    planned_night: bool = False
    participants: tuple[Participation, ...] = ()
    deduction: Deduction | None = None

    @property
    def reported(self) -> bool:
        """Whether it is the register's, if somebody receives it."""
        return self.source.share != "not_reported"

    @property
    def booked(self) -> Literal["individual", "group", "other_work"]:
        """What its staff minutes are booked as; what is not the register's is other work."""
        if self.kind == "other_work" or not self.reported:
            return "other_work"
        return "group" if self.kind == "group" else "individual"


@dataclass(frozen=True)
class SharedSupervision:
    """Shared supervision of one resident, in whole parts of the døgn (contract 3.4)."""

    source: RowRef
    resident: int
    service: int
    windows: tuple[Window, ...]
    days: Days
    weekdays: tuple[int, ...] = tuple(range(DAYS_PER_WEEK))

    @property
    def length(self) -> float:
        """The length of its parts on its days in force [min]."""
        return length_of(self.windows) * float(self.days.sum())


@dataclass(frozen=True)
class ExternalHelp:
    """What somebody else gives: received in full, outside the model."""

    source: RowRef
    resident: int
    service: int
    staff: int
    requirement: Requirement


@dataclass(frozen=True)
class DecisionCap:
    """What one period of equal decided hours leaves for the unit to give.

    Parameters
    ----------
    days : the døgn of the period on which the resident lives there.
    weekly : what is left [min in an average week of the period].
    weights : for each row that counts in that week, what a minute of each døgn counts in it.
    """

    resident: int
    service: int
    days: Days
    weekly: float
    weights: Mapping[RowRef, Minutes]

    @property
    def minutes(self) -> float:
        """What is left over the days of the period [min]."""
        return self.weekly * float(self.days.sum()) / DAYS_PER_WEEK


@dataclass(frozen=True)
class Shift:
    """One row of the rota.

    Parameters
    ----------
    start : when it starts [min on the circle].
    length : from start to end [min].
    count : identical staff.
    resting : whether they rest.
    competences : what they may do beyond what everyone may.
    breaks, other_work : what each takes of breaks and of work per shift, somewhere in it [min].
    """

    source: RowRef
    start: float
    length: float
    count: int
    resting: bool
    competences: frozenset[str] = frozenset()
    breaks: float = 0.0
    other_work: float = 0.0


@dataclass(frozen=True)
class UnitData:
    """Everything about one unit that the model needs."""

    unit: str
    calendar: Calendar
    residents: tuple[str, ...]
    stays: tuple[Days, ...]
    presence: tuple[Presence, ...]
    shifts: tuple[Shift, ...]
    demands: tuple[Demand, ...]
    supervisions: tuple[SharedSupervision, ...]
    externals: tuple[ExternalHelp, ...]
    reading: SupervisionReading
    caps: tuple[DecisionCap, ...] = ()
    worth: Mapping[RowRef, Minutes] = field(default_factory=dict)
    """For rows under a decision, what a minute of each døgn counts in stage A; else it is 1."""
