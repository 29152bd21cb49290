"""The exceptions of the program, each meant for a person to read.

AllocatorError
├── InputError       the input has errors; all of them are in `.notices`
├── CatalogueError   the rule catalogue contradicts itself
│   └── NotInForceError   what is needed of it is not in force on that day
└── NotCalculatedError    a unit has no answer, though its input is right
    ├── SolverError       the solver gave no proven answer
    └── CheckError        the finished result breaks a constraint
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allocator.notices import Notice


class AllocatorError(Exception):
    """Anything the program itself refuses."""


class InputError(AllocatorError):
    """The input has errors; `notices` holds all notices found, errors among them."""

    def __init__(self, notices: "Sequence[Notice]") -> None:
        self.notices = tuple(notices)
        faults = [notice for notice in self.notices if notice.severity == "error"]
        super().__init__("\n".join(notice.message("en") for notice in faults))


class CatalogueError(AllocatorError):
    """The rule catalogue is not well formed; the message names file and line."""


class NotInForceError(CatalogueError):
    """A rule or profile that is needed does not hold on a day.

    Parameters
    ----------
    name : its id. day : the day.
    periods : its first and last days in force, the earliest first; a last day of None is not set.
    """

    def __init__(self, name: str, day: date, periods: Sequence[tuple[date, date | None]]) -> None:
        self.name = name
        self.day = day
        self.periods = ", ".join(f"{since} – {until or ''}".rstrip() for since, until in periods)
        super().__init__(f"{name} is not in force on {day}; it is in force {self.periods}")


class NotCalculatedError(AllocatorError):
    """A unit could not be calculated, though its input is right.

    Parameters
    ----------
    message : in English, for those who see no notices.
    code : of the notice that says so.
    facts : what the notice needs; no resident is named.
    """

    def __init__(self, message: str, code: str, **facts: str) -> None:
        self.code, self.facts = code, facts
        super().__init__(message)


class SolverError(NotCalculatedError):
    """The solver did not prove an answer.

    Parameters
    ----------
    stage : in which. status : the solver's own word. size : of the programme.
    """

    def __init__(self, stage: str, status: str, size: str) -> None:
        message = f"{status} in stage {stage} ({size})"
        super().__init__(message, "unit-not-solved", stage=stage, status=status, size=size)


class CheckError(NotCalculatedError):
    """The finished result breaks a constraint of the model, and is not shown.

    Parameters
    ----------
    constraint : its name. minutes : by how much it is broken [min].
    """

    def __init__(self, constraint: str, minutes: float) -> None:
        by = f"{minutes:.3f}"
        message = f"the answer breaks “{constraint}” by {by} min"
        super().__init__(message, "unit-check-failed", constraint=constraint, minutes=by)
