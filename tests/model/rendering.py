"""The programme of a small unit, written as inequalities that a person can read.

`x[bath]` is the hours given of the intervention `bath`, `y[B1, song]` what B1 receives of the group
`song`, `z[B1]` shared supervision of B1, `w` the resting staff who are woken; all in hours on one
day. `7 x` is a day that occurs seven times a week. `Sun` is the døgn that begins at 07:00 on
Sunday, so `Sun 06:00-07:00` is on Monday morning; `of Mon` follows a minute whose window belongs to
another døgn than it lies in.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from oracle.units import write as files_of

import allocator
from allocator.model.families import Constraint
from allocator.model.intervals import build_intervals
from allocator.model.leximin import Outcome
from allocator.model.merge_days import merge_days
from allocator.model.programme import StagedProgramme
from allocator.model.read_unit import read_unit, rows_by_unit
from allocator.model.staff import StaffGroup, staff_on_duty
from allocator.model.stages import solve_stages
from allocator.model.variables import Variable, VariableIndex, VariableKind, build_variables
from allocator.notices import errors
from allocator.rules.classify import classify
from allocator.rules.loading import load
from allocator.rules.policy import policies_of
from allocator.tables import Inputs

Tables = dict[str, list[dict[str, str]]]
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NAME_COLUMNS = {"interventions": "intervention", "groups": "group", "other_work": "work"}


DAY = date(2026, 1, 5)
"""Of the rules, where a unit has no dates."""


def read_layout(tables: Tables) -> "Readable":
    """The variables of the one unit of these tables, read as every input is read."""
    inputs = allocator.read(files_of(tables))
    assert not errors(inputs.notices), [notice.message("en") for notice in errors(inputs.notices)]
    classification = classify(inputs, policies_of(inputs, load(), DAY))
    (rows,) = rows_by_unit(inputs, classification.policies)
    data = read_unit(rows, classification).data
    duty = staff_on_duty(data.shifts, data.calendar)
    classes = merge_days(data, duty, merge=True)
    return Readable(inputs, build_variables(data, classes, build_intervals(data, duty, classes)))


@dataclass(frozen=True)
class Readable:
    """The variables of one unit, and the names that its tables have for them."""

    inputs: Inputs
    index: VariableIndex

    def days(self, number: int) -> str:
        """A class of days: `Mon-Sun`, `Mon-Fri 2` in the second week, `Mon, Wed`."""
        runs: list[list[int]] = []
        for day in self.index.classes[number].days:
            if runs and runs[-1][-1] == day - 1 and day % 7:
                runs[-1].append(day)
            else:
                runs.append([day])
        weeks = self.index.data.calendar.weeks
        return ", ".join(
            "-".join(WEEKDAYS[day % 7] for day in sorted({run[0], run[-1]}))
            + (f" {run[0] // 7 + 1}" if weeks > 1 else "")
            for run in runs
        )

    def interval(self, number: int) -> str:
        """An interval by its days and the clock."""
        interval = self.index.intervals[number]
        start = self.index.data.calendar.day_start
        pieces = "+".join(
            "-".join(clock(start + edge) for edge in piece) for piece in interval.pieces
        )
        return f"{self.days(interval.day)} {pieces}"

    def variable(self, variable: Variable, where: bool = False) -> str:
        """One variable, with its interval where a row has variables of several."""
        words = []
        if variable.kind is VariableKind.RECEIVED:
            words.append(self.resident(self.index.participation(variable).resident))
        if variable.kind is VariableKind.SUPERVISED:
            assert variable.supervision is not None
            words.append(self.resident(self.index.data.supervisions[variable.supervision].resident))
        if variable.demand is not None:
            words.append(self.demand(variable.demand))
        if variable.shift is not None:
            words.append(self.shift(variable.shift))
        text = ", ".join(words)
        if (
            variable.demand is not None
            and variable.owner != self.index.intervals[variable.interval].day
        ):
            text += f" of {self.days(variable.owner)}"
        if where:
            text += (
                f" @ {self.interval(variable.interval)}"
                if text
                else self.interval(variable.interval)
            )
        return f"{variable.kind.value}[{text}]" if text else variable.kind.value

    def shift(self, shift: StaffGroup) -> str:
        """Who takes a break: the number in the døgn, and what they are."""
        words = ["resting"] * shift.resting + list(shift.competences)
        return f"shift {shift.shift + 1}" + "".join(f" {word}" for word in words)

    def demand(self, number: int) -> str:
        """What the tables call a demand."""
        table, position, _ = self.index.data.demands[number].source
        row = self.inputs.tables[table].iloc[position]
        if table == "decisions":
            return f"decision {row['service']}"
        return str(row[NAME_COLUMNS[table]])

    def resident(self, number: int) -> str:
        """The resident's name."""
        return self.index.data.residents[number]

    def total(self, terms: Iterable[tuple[int, float]], where: bool) -> str:
        """A sum of variables in their order; the one after the last is the level."""
        texts = []
        for number, by in sorted(terms):
            level = number == len(self.index.variables)
            name = "level" if level else self.variable(self.index.variables[number], where)
            texts.append(name if by == 1 else f"{by:.6g} {name}")
        return " + ".join(texts)

    def at_most(self, constraint: Constraint, where: bool) -> str:
        """One constraint; what is subtracted on the left is added on the right."""
        left = [(number, by) for number, by in constraint.terms if by > 0]
        right = [(number, -by) for number, by in constraint.terms if by < 0]
        parts = [hours(constraint.bound)] if constraint.bound or not right else []
        parts += [self.total(right, where)] if right else []
        staff = "    (staff minutes)" if constraint.of_staff else ""
        sign = "=" if constraint.equal else "<="
        return f"{self.total(left, where)} {sign} {' + '.join(parts)}{staff}"

    def roster_rows(self, constraints: Iterable[Constraint]) -> list[str]:
        """Constraints over days and weeks: each variable with its interval."""
        return [self.at_most(constraint, where=True) for constraint in constraints]

    def interval_rows(self, family: Any) -> list[str]:
        """The constraints of each interval, under its name."""
        lines = []
        for number, (interval, inside) in enumerate(
            zip(self.index.intervals, self.index.by_interval, strict=True)
        ):
            rows = [
                self.at_most(constraint, where=False)
                for constraint in family(self.index, interval, inside)
            ]
            if rows:
                lines += [f"{self.interval(number)}:", *(f"    {row}" for row in rows)]
        return lines

    def variables_by_interval(self) -> list[str]:
        """Which variables there are: t of stage N, and the most the interval could hold."""
        lines = []
        for number, interval in enumerate(self.index.intervals):
            inside = [variable for variable in self.index.variables if variable.interval == number]
            if not (inside or interval.open or interval.supervisions):
                continue
            who = f"{interval.awake} awake, {interval.resting} resting"
            lines.append(f"{self.interval(number)} ({who}):")
            lines += [
                f"    {self.variable(variable)}: t = {hours(variable.target)}, "
                f"at most {hours(variable.most)}"
                for variable in inside
            ]
            if not inside:
                lines.append("    nothing")
        return lines

    def outcome(self, name: str, outcome: Outcome, programme: StagedProgramme) -> str:
        """An outcome as the inequality that leximin raises, and a bound on its level."""
        total = self.total(programme.lp.row(outcome.row), where=True)
        return f"{name}: {total} >= {hours(outcome.scale)} * level, level <= {outcome.most:.6g}"

    def share_name(self, key: tuple[int, int, int]) -> str:
        """Whose share of which service."""
        return f"{self.resident(key[0])}, service {key[1]}, priority {key[2]}"

    def stages(self, programme: StagedProgramme) -> list[str]:
        """What the stages ask of the solver, in order, and what they settle."""
        log: list[str] = []
        spy: Any = Recorder(programme, self, log)
        solved = solve_stages(
            replace(programme, lp=spy), lambda stage: log.append(f"stage {stage}")
        )
        for reading, shares in solved.readings.items():
            readings = ", ".join(f"{minutes:.4g} min" for minutes in shares.values())
            log.append(f"supervision under {reading}: {readings or 'none'} a week")
        log.append(
            "levels: " + ", ".join(f"{name} {count}" for name, count in solved.levels.items())
        )
        for variable, value in zip(self.index.variables, solved.values, strict=True):
            log.append(f"{self.variable(variable, where=True)} = {hours(float(value))}")
        return log


class Recorder:
    """Writes down what is asked of a programme, and passes it on."""

    def __init__(self, programme: StagedProgramme, readable: Readable, log: list[str]) -> None:
        self.lp, self.readable, self.log = programme.lp, readable, log
        self.rows = {
            row: f"staff minutes {readable.interval(readable.index.variables[number].interval)}"
            for number, row in programme.staff_rows.items()
        }
        for number, outcome in programme.work.items():
            self.rows[outcome.row] = f"share of {readable.demand(number)}"
        for key, outcome in programme.received.items():
            self.rows[outcome.row] = f"share of {readable.share_name(key)}"
        for number, outcome in programme.supervised.items():
            resident = readable.index.data.supervisions[number].resident
            self.rows[outcome.row] = f"supervision of {readable.resident(resident)}"
        if programme.woken is not None:
            self.rows[programme.woken] = "woken"

    def __getattr__(self, name: str) -> Any:
        return getattr(self.lp, name)

    def set_coefficient(self, row: int, variable: int, value: float) -> None:
        name = self.readable.total([(variable, 1.0)], where=False)
        self.log.append(f"    in “{self.rows[row]}” {name} counts {value:.6g}")
        self.lp.set_coefficient(row, variable, value)

    def bound_row(self, row: int, low: float, high: float = float("inf")) -> None:
        self.log.append(f"    {hours(low)} <= “{self.rows[row]}” <= {hours(high)}")
        self.lp.bound_row(row, low, high)

    def bound_variable(self, variable: int, low: float, high: float) -> None:
        name = self.readable.total([(variable, 1.0)], where=True)
        self.log.append(f"    {hours(low)} <= {name} <= {hours(high)}")
        self.lp.bound_variable(variable, low, high)

    def restore(self, bounds: Any) -> None:
        self.log.append("    every bound as it was")
        self.lp.restore(bounds)

    def minimise(self, costs: list[tuple[int, float]], stage: str) -> Any:
        solution = self.lp.minimise(costs, stage)
        self.log.append(
            f"    {stage}: minimise {self.readable.total(costs, where=True)}"
            f" = {round(solution.objective, 6) + 0.0:.6g}"
        )
        return solution

    def solve_quadratic(self, targets: Any, weights: Any, stage: str) -> Any:
        total = " + ".join(
            f"{weight:.6g} ({self.readable.total([(number, 1.0)], where=True)} - {target:.6g})²"
            for number, (target, weight) in enumerate(zip(targets, weights, strict=True))
        )
        self.log.append(f"    {stage}: minimise {total}")
        return self.lp.solve_quadratic(targets, weights, stage)


def hours(value: float) -> str:
    """Hours to the hundredth where that is all there is."""
    return f"{value:.2f} h" if abs(value - round(value, 2)) < 1e-7 else f"{value:.5f} h"


def clock(minutes: float) -> str:
    """A time of day."""
    return f"{int(minutes) % 1440 // 60:02}:{int(minutes) % 60:02}"
