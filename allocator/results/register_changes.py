"""What is to be entered in the record system since an earlier register, decision by decision."""

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from allocator.rounding import NOTICEABLE
from allocator.tables.declared_register import RegisterEntry
from allocator.tables.register import stays

_DATES: Final = ("applied_on", "decided_on", "started_on", "appealed_on")
_FIGURES: Final = {
    "decided_hm": "decided",
    "omfang_hm": "omfang",
    "ressursinnsats_hm": "ressursinnsats",
}
_NEXT_DAY: Final = datetime.timedelta(days=1)
Stay = tuple[datetime.date, datetime.date]
EntryPair = tuple[RegisterEntry | None, RegisterEntry | None]


class ChangeKind(StrEnum):
    """What is done in the record system."""

    START = "start"
    STOP = "stop"
    CHANGE = "change"
    ENTER = "enter"
    """An application, a refusal or a decision not started, which starts nothing."""


@dataclass(frozen=True)
class RegisterChange:
    """One entry to make.

    Parameters
    ----------
    entry : the decision, as it is now; as it was where it is gone.
    on : the date to enter it on; None where neither register has one.
    reason : why, a key of `text/register.toml`.
    before, after : the figure [min per week], date or text that changed.
    """

    kind: ChangeKind
    entry: RegisterEntry
    on: datetime.date | None
    reason: str
    before: object = None
    after: object = None


def register_changes(
    old: Iterable[RegisterEntry], new: Iterable[RegisterEntry]
) -> list[RegisterChange]:
    """List what is to be entered since an earlier register, by unit, resident and service."""
    return [change for pair in paired(old, new) for change in _changes(*pair)]


def paired(old: Iterable[RegisterEntry], new: Iterable[RegisterEntry]) -> list[EntryPair]:
    """Pair the decisions of two registers.

    The same decision is the one with the same dates of application and decision; else the same
    application, decided since; where one of the two has no date, the first left of the same status.
    """
    groups: dict[tuple[str, str, int], tuple[list[RegisterEntry], list[RegisterEntry]]] = {}
    for side, entries in enumerate((old, new)):
        for entry in entries:
            key = (entry.unit, entry.resident, entry.service)
            groups.setdefault(key, ([], []))[side].append(entry)
    return [pair for key in sorted(groups) for pair in _paired(*groups[key])]


def _paired(old: list[RegisterEntry], new: list[RegisterEntry]) -> Iterator[EntryPair]:
    left = list(old)
    partner: list[RegisterEntry | None] = [None] * len(new)
    for alike in (_same_decision, _same_application, _same_without_dates):
        for number, entry in enumerate(new):
            if partner[number] is None:
                partner[number] = next((other for other in left if alike(other, entry)), None)
                left = [other for other in left if other is not partner[number]]
    yield from ((before, None) for before in left)
    yield from zip(partner, new, strict=True)


def _same_decision(old: RegisterEntry, new: RegisterEntry) -> bool:
    return _known(old) == _known(new) != (None, None)


def _same_application(old: RegisterEntry, new: RegisterEntry) -> bool:
    undecided = old.status == "applied" and old.decided_on is None
    return undecided and old.applied_on == new.applied_on is not None


def _same_without_dates(old: RegisterEntry, new: RegisterEntry) -> bool:
    return old.status == new.status and (None, None) in (_known(old), _known(new))


def _known(entry: RegisterEntry) -> tuple[datetime.date | None, datetime.date | None]:
    return entry.applied_on, entry.decided_on


def _changes(old: RegisterEntry | None, new: RegisterEntry | None) -> Iterator[RegisterChange]:
    if new is None:
        if old is not None:
            yield _gone(old)
    elif old is None:
        yield _begun(None, new, "new")
        yield from _ended(None, new)
        yield from _paused(None, new)
    else:
        yield from _changed(old, new)


def _gone(old: RegisterEntry) -> RegisterChange:
    kind = ChangeKind.STOP if gives(old) else ChangeKind.ENTER
    return RegisterChange(kind, old, old.ended_on, "gone")


def gives(entry: RegisterEntry) -> bool:
    """Whether the service is given: granted, or without a decision."""
    return entry.status in ("granted", "")


def _begun(old: RegisterEntry | None, new: RegisterEntry, reason: str) -> RegisterChange:
    """Return the start of a service, or the entry of what starts nothing."""
    if not gives(new):
        on = {"applied": new.applied_on}.get(new.status, new.decided_on)
        before = old.status if old else None
        return RegisterChange(ChangeKind.ENTER, new, on, reason, before, new.status)
    figure = None if math.isnan(new.omfang_hm) else new.omfang_hm
    return RegisterChange(
        ChangeKind.START, new, new.started_on or new.period_from, reason, None, figure
    )


def _ended(old: RegisterEntry | None, new: RegisterEntry) -> Iterator[RegisterChange]:
    before = old.ended_on if old else None
    if new.ended_on != before and gives(new):
        kind = ChangeKind.STOP if new.ended_on else ChangeKind.CHANGE
        yield RegisterChange(kind, new, new.ended_on, "ended", before, new.ended_on)


def _paused(old: RegisterEntry | None, new: RegisterEntry) -> Iterator[RegisterChange]:
    """List the stays in hospital that are new, that have other dates, and that are no more."""
    before = stays(old.paused) if old else []
    now = stays(new.paused)
    for first, last in now:
        earlier = next((stay for stay in before if _share_days(stay, (first, last))), None)
        if earlier is None:
            yield RegisterChange(ChangeKind.STOP, new, first, "hospital")
            if home := _home(new, last):
                yield RegisterChange(ChangeKind.START, new, home, "home")
        elif old is not None:
            yield from _moved_stay(old, new, earlier, (first, last))
    for first, last in before:
        if _is_at_home(new, first, last) and not any(_share_days((first, last), s) for s in now):
            yield RegisterChange(ChangeKind.CHANGE, new, first, "hospital_gone", first, last)


def _moved_stay(
    old: RegisterEntry, new: RegisterEntry, before: Stay, now: Stay
) -> Iterator[RegisterChange]:
    if before[0] != now[0]:
        yield RegisterChange(ChangeKind.CHANGE, new, now[0], "hospital_from", before[0], now[0])
    was, home = _home(old, before[1]), _home(new, now[1])
    if home and was is None:
        yield RegisterChange(ChangeKind.START, new, home, "home")
    elif was != home:
        yield RegisterChange(ChangeKind.CHANGE, new, home or now[1], "home_from", was, home)


def _home(entry: RegisterEntry, last: datetime.date) -> datetime.date | None:
    """Return the first day at home after a stay; None where the register ends before it."""
    is_within = entry.period_to is None or last < entry.period_to
    return last + _NEXT_DAY if is_within else None


def _is_at_home(entry: RegisterEntry, first: datetime.date, last: datetime.date) -> bool:
    """Whether days that were a stay lie among those that a register is about."""
    if entry.period_from is None or entry.period_to is None:
        return False
    return entry.period_from <= first and last <= entry.period_to


def _share_days(stay: Stay, other: Stay) -> bool:
    return stay[0] <= other[1] and other[0] <= stay[1]


def _changed(old: RegisterEntry, new: RegisterEntry) -> Iterator[RegisterChange]:
    if old.status != new.status:
        if gives(old) and not gives(new):
            yield RegisterChange(
                ChangeKind.STOP, new, new.decided_on, "status", old.status, new.status
            )
        else:
            yield _begun(old, new, "started" if gives(new) else "status")
    elif gives(new):
        yield from _figures(old, new)
    yield from _ended(old, new)
    yield from _paused(old, new)
    for name in _DATES:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield RegisterChange(ChangeKind.CHANGE, new, after, name, before, after)
    if old.org_no != new.org_no:
        yield RegisterChange(
            ChangeKind.CHANGE, new, new.period_from, "org_no", old.org_no, new.org_no
        )


def _figures(old: RegisterEntry, new: RegisterEntry) -> Iterator[RegisterChange]:
    for name, reason in _FIGURES.items():
        before, after = _figure(old, name), _figure(new, name)
        if before != after:
            yield RegisterChange(ChangeKind.CHANGE, new, new.period_from, reason, before, after)


def _figure(entry: RegisterEntry, name: str) -> float | None:
    minutes = float(getattr(entry, name))
    return None if math.isnan(minutes) else minutes


@dataclass(frozen=True)
class RegisterComparison:
    """How a register differs from an earlier one."""

    appeared: Sequence[RegisterEntry]
    vanished: Sequence[RegisterEntry]
    moved: Sequence[tuple[RegisterEntry, RegisterEntry]]
    """Before and after, where omfang changed by more than a fifth."""

    def __bool__(self) -> bool:
        """Whether anything differs so much."""
        return bool(self.appeared or self.vanished or self.moved)


def compared_registers(
    old: Iterable[RegisterEntry], new: Iterable[RegisterEntry]
) -> RegisterComparison:
    """Compare two registers: what appeared, what vanished, what changed by more than a fifth."""
    pairs = paired(old, new)
    both = [(before, after) for before, after in pairs if before and after]
    return RegisterComparison(
        [after for before, after in pairs if after and not before],
        [before for before, after in pairs if before and not after],
        [(before, after) for before, after in both if _moved(before, after)],
    )


def _moved(old: RegisterEntry, new: RegisterEntry) -> bool:
    before, after = old.omfang_hm, new.omfang_hm
    if math.isnan(before) or math.isnan(after):
        return math.isnan(before) != math.isnan(after)
    return abs(after - before) > before / 5 + NOTICEABLE


def counted(entries: Iterable[RegisterEntry]) -> Mapping[tuple[int, str], int]:
    """Count the rows of each service and status, in order."""
    counts: dict[tuple[int, str], int] = {}
    for entry in entries:
        key = (entry.service, entry.status)
        counts[key] = counts.get(key, 0) + 1
    return dict(sorted(counts.items()))


def lacking(entries: Iterable[RegisterEntry]) -> list[tuple[RegisterEntry, list[str]]]:
    """List the rows that lack what the register needs, with the names of the columns."""
    return [(entry, entry.incomplete.split()) for entry in entries if entry.incomplete]
