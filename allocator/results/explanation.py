"""The structure of an explanation, rendered by command line, document, workbook and page.

It explains one figure in chapters; a chapter holds reasons, each a row of the input or a
sentence on their sum; a reason rests on grounds, the rules of the catalogue with their source.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from allocator.results.hours import HoursRow

CHAPTERS = ("plan", "decisions", "not-counted", "total")
MEASURES = (
    "asked_minutes", "planned_minutes", "received_minutes", "ressursinnsats_minutes",
    "staff_share_minutes", "day_minutes", "evening_minutes", "night_minutes",
)  # fmt: skip


@dataclass(frozen=True)
class Ground:
    """The statement of the guidance that something rests on.

    Parameters
    ----------
    step : what the rule does here: `decides`, `converts`, `limits`, `multiplies` or `sums`.
    step_name : the step in the reader's language.
    rule, title : id and name of the rule.
    says : the rule in one plain sentence.
    source : title and date of the document.
    section : where in the document, in words.
    """

    step: str
    step_name: str
    rule: str
    title: str
    says: str
    source: str
    section: str

    @property
    def citation(self) -> str:
        """The rule and where it is written, in one line."""
        return f"{self.rule} {self.title}. {self.source}, {self.section}."


@dataclass(frozen=True)
class Reason:
    """One row of an explanation: a row of the input, or a sentence on the sum of them.

    Parameters
    ----------
    table, row, id, description, activity : the row as the input has it; empty for a sum.
    location : id, description, table and row in one line; empty for a sum.
    text : in sentences.
    counted : whether the row counts; a sum does.
    minutes : the columns of MEASURES, of the row alone [min per week]; empty for a sum.
    grounds : the rules it rests on, in the order they work.
    """

    location: str
    table: str
    row: int | None
    id: str
    description: str
    activity: str
    text: str
    counted: bool
    minutes: Mapping[str, float]
    grounds: tuple[Ground, ...]

    @property
    def received_minutes(self) -> float:
        """What is received by the row [min per week]; 0 for a sum."""
        return self.minutes.get("received_minutes", 0.0)

    @property
    def rules(self) -> str:
        """The ids of its rules, in order."""
        return ", ".join(ground.rule for ground in self.grounds)


@dataclass(frozen=True)
class ServiceExplanation:
    """The hours of one resident and service, explained.

    Parameters
    ----------
    hours : the row of `hours.csv`.
    periods : the hours of each period in words, where the register's are not those of `hours`.
    chapters : name (of CHAPTERS), heading and rows of each; chapters without rows are left out.
    """

    unit: str
    resident: str
    service: int
    service_name: str
    hours: HoursRow
    periods: tuple[str, ...]
    chapters: tuple[tuple[str, str, tuple[Reason, ...]], ...]

    @property
    def name(self) -> str:
        """Code and name of the service."""
        return f"{self.service} {self.service_name}"
