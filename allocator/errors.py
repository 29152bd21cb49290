"""The exceptions of the program, each meant for a person to read.

AllocatorError
├── InputError       the input has errors; all of them are in `.notices`
├── CatalogueError   the rule catalogue contradicts itself
├── SolverError      the solver gave no proven answer
└── CheckError       the finished result breaks a constraint (design principles 4 and 5)
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allocator.notices import Notice


class AllocatorError(Exception):
    """Anything the program itself refuses."""


class InputError(AllocatorError):
    """The input has errors; `notices` holds all notices found, errors among them."""

    def __init__(self, notices: "Sequence[Notice]") -> None:
        self.notices = tuple(notices)
        found = [notice for notice in self.notices if notice.severity == "error"]
        super().__init__("\n".join(notice.message("en") for notice in found))


class CatalogueError(AllocatorError):
    """The rule catalogue is not well formed; the message names file and line."""


class SolverError(AllocatorError):
    """The solver did not prove an answer; the message names its status and the size."""


class CheckError(AllocatorError):
    """The finished result breaks a constraint of the model, and is not shown."""
