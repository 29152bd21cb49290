"""The sentences of a letter on what is planned and received: items, parts of the døgn, staff."""

from collections.abc import Iterator, Sequence

import pandas as pd

from allocator.results.letter_week import LetterWeek, PlannedRow
from allocator.results.letter_words import LetterWords
from allocator.rounding import NOTICEABLE, hours_minutes, in_parts, whole_minutes
from allocator.sanitise import sanitise
from allocator.terms import DAYS_PER_WEEK

_DATES = {"both": "dates-both", "from": "dates-from", "to": "dates-to"}


def items(week: LetterWeek, words: LetterWords) -> list[str]:
    """Write each intervention: what, how long and how often, when, by whom, and the sum."""
    return [
        words(
            "item",
            what=_what(planned, words),
            how=_how(planned, words),
            sum=_sum(planned, minutes, words),
        )
        for planned, minutes in zip(week.rows, week.whole_rows, strict=True)
    ]


def plan_sum(week: LetterWeek, words: LetterWords) -> str:
    """Add up the items; empty where there are not several."""
    minutes = week.whole_rows
    if len(minutes) < 2:
        return ""
    terms = " + ".join(map(hours_minutes, minutes))
    return words("plan-sum", terms=terms, sum=hours_minutes(sum(minutes)))


def received(week: LetterWeek, words: LetterWords) -> str:
    """Write what is received by day, evening and night."""
    parts, total = week.whole_parts, words.duration(week.received)
    if len(parts) == 1:
        return words("received-one", total=total, part=words(f"part-{next(iter(parts))}"))
    listed = [
        words("received-part", minutes=words.duration(minutes), part=words(f"part-{part}"))
        for part, minutes in parts.items()
    ]
    return words("received", total=total, parts=words.listed(listed))


def staff(week: LetterWeek, words: LetterWords) -> Iterator[str]:
    """Write who gives the help, how many at once, and the ressursinnsats with its sum."""
    if week.by_others:
        yield words("by-others")
    several = {number: minutes for number, minutes in week.by_staff.items() if number > 1}
    if not several:
        if not week.by_others:
            yield words("staff-one")
        return
    calculation = _resources(week)
    if len(week.by_staff) == 1:
        number = words.count(next(iter(several)))
        yield words("staff-all", staff=number, calculation=calculation)
        return
    parts = [
        words("staff-part", minutes=words.duration(minutes), staff=words.count(number))
        for number, minutes in several.items()
    ]
    key = "staff-some" if 1 in week.by_staff else "staff-mixed"
    yield words(key, parts=words.listed(parts), calculation=calculation)


def _resources(week: LetterWeek) -> str:
    """Write ressursinnsats as a sum, where rounding lets it add up."""
    minutes = in_parts(week.received, list(week.by_staff.values()))
    terms = [
        hours_minutes(own) if number == 1 else f"{number} × {hours_minutes(own)}"
        for number, own in zip(week.by_staff, minutes, strict=True)
    ]
    total = sum(number * own for number, own in zip(week.by_staff, minutes, strict=True))
    shown = hours_minutes(week.resources)
    exact = total == whole_minutes(week.resources)
    return f"{' + '.join(terms)} = {shown}" if exact else shown


def _what(planned: PlannedRow, words: LetterWords) -> str:
    """Name an intervention by its own words, or by its kind."""
    row, group = planned.row, planned.group
    described = row.description or (group.description if group else "")
    if described:
        return sanitise(described).strip().rstrip(".")
    if group:
        return words("what-group")
    return words("what-supervision" if row.mode == "supervision" else f"what-{row.activity}")


def _how(planned: PlannedRow, words: LetterWords) -> str:
    row, timed = planned.row, planned.timed
    number = 1 if pd.isna(row.staff) else int(row.staff)
    when = "" if len(row.weekdays) == DAYS_PER_WEEK else _on_weekdays(row.weekdays, words)
    dates = words.period(row.from_, row.to, _DATES)
    if planned.role == "own_supervision":
        return words(
            "own-supervision",
            staff=words.staff(number),
            whole=words.whole(row.shift),
            when=when + dates,
        )
    if planned.role == "shared_supervision":
        parts = words.parts(row.shift, "and")
        return words("shared-supervision", parts=parts, when=when + dates)
    external = planned.role == "external"
    return "".join(
        (
            words.occurrences(timed),
            words.window(timed),
            words("staff-several", staff=words.count(number)) if number > 1 else "",
            words("with-others") if planned.group else "",
            words("external") if external else "",
            dates,
        )
    )


def _on_weekdays(weekdays: Sequence[int], words: LetterWords) -> str:
    return words("on-weekdays", weekdays=words.weekdays(weekdays, "and", habit=True))


def _sum(planned: PlannedRow, minutes: int, words: LetterWords) -> str:
    """Write what an item is worth a week, with its sum."""
    asked, timed = hours_minutes(minutes), planned.timed
    if planned.whole_week is None:
        return words("item-sum", calculation=asked)
    throughout = abs(planned.whole_week - planned.asked) <= NOTICEABLE
    weekly = asked if throughout else hours_minutes(planned.whole_week)
    calculation = _calculation(planned, weekly, words)
    once_a_week = timed.per == "week" or (timed.per == "day" and len(timed.weekdays) == 1)
    if throughout and once_a_week and timed.times == 1:
        return ""  # how long and how often has said it
    if throughout:
        return words("item-sum", calculation=calculation)
    return words("item-sum-average", calculation=calculation, average=asked)


def _calculation(planned: PlannedRow, weekly: str, words: LetterWords) -> str:
    """Write minutes × times × days, or divided by weeks."""
    timed = planned.timed
    factors = [words.factor(timed.minutes)]
    if timed.times != 1:
        factors.append(words.figure(timed.times))
    if timed.per == "day":
        factors.append(str(len(timed.weekdays)))
    calculation = " × ".join(factors)
    assert planned.whole_week, "the row has minutes"
    weeks = timed.minutes * timed.times / planned.whole_week
    if timed.per not in ("day", "week"):
        calculation += f" {words('divided-by')} {words.figure(weeks)}"
    return calculation if calculation == weekly else f"{calculation} = {weekly}"
