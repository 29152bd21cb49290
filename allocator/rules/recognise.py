"""How each rule recognises its rows: one small function per id.

A rule with a `word` in the catalogue recognises that word, and needs no function here. A rule
that the catalogue limits to certain services sees only rows of those.
"""

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from allocator import terms
from allocator.errors import CatalogueError
from allocator.rules.entry import Rule
from allocator.terms import DecisionStatus, Mode, Provider, SupervisionReading


class Row(NamedTuple):
    """What a rule may look at: the attributes of a row that can decide.

    Parameters
    ----------
    table : interventions, other_work or decisions. word : its activity or work.
    mode : individual or supervision; continuous : supervision without minutes;
    staffed : with staff of its own. grouped : participation in a group.
    provider : unit, external or unpaid; of a participation also the group's.
    reading : how the unit reads shared supervision. night : all its time lies in the night part.
    status : of a decision; hours : it carries hours; rolling : rolling respite;
    planned : some intervention stands under it. reportable : the decision is the register's; of the
    plan, not all its days are those of one that is not.
    """

    table: Literal["interventions", "other_work", "decisions"]
    service: int = 0
    word: str = ""
    mode: Mode | Literal[""] = ""
    continuous: bool = False
    staffed: bool = False
    grouped: bool = False
    provider: Provider | Literal[""] = ""
    reading: SupervisionReading | Literal[""] = ""
    night: bool = False
    status: DecisionStatus | Literal[""] = ""
    reportable: bool = True
    hours: bool = False
    rolling: bool = False
    planned: bool = False

    @property
    def counting(self) -> bool:
        """A row of the plan whose word counts."""
        return self.table == "interventions" and self.word in terms.COUNTING

    @property
    def shared(self) -> bool:
        """Continuous supervision without staff of its own."""
        return self.continuous and not self.staffed


Recogniser = Callable[[Row], bool]
RECOGNISERS: dict[str, Recogniser] = {}
"""Rule id -> the function that recognises its rows; of rules without a `word`."""


def recognises(rule: str) -> Callable[[Recogniser], Recogniser]:
    """Bind a function to the rule whose rows it recognises."""

    def bind(function: Recogniser) -> Recogniser:
        if rule in RECOGNISERS:
            raise CatalogueError(f"two functions recognise the rows of {rule}")
        RECOGNISERS[rule] = function
        return function

    return bind


def recognisers(rules: Mapping[str, Rule]) -> dict[str, Recogniser]:
    """Return, for each rule that recognises rows, the function: for its word, or its own."""
    by_word = {rule.id: _of_word(rule.word) for rule in rules.values() if rule.word}
    return by_word | {rule: own for rule, own in RECOGNISERS.items() if rule in rules}


def _of_word(word: str) -> Recogniser:
    """Make a function that recognises one word of the plan or of other work."""

    def recognise(row: Row) -> bool:
        return row.word == word

    recognise.__doc__ = f"The word is {word}."
    return recognise


def _individual(row: Row, word: str) -> bool:
    return row.mode == "individual" and row.word == word


@recognises("COUNT-01")
def direct_time(row: Row) -> bool:
    """Recognise direct time with or for the resident."""
    return _individual(row, "direct")


@recognises("COUNT-02")
def medication(row: Row) -> bool:
    """Recognise medication, at home or in the office."""
    return _individual(row, "medication")


@recognises("COUNT-03")
def errand(row: Row) -> bool:
    """Recognise errands for or with the resident."""
    return _individual(row, "errand")


@recognises("COUNT-04")
def user_training(row: Row) -> bool:
    """Recognise training of the resident."""
    return _individual(row, "user_training")


@recognises("COUNT-05")
def substitution_treatment(row: Row) -> bool:
    """Recognise substitution treatment, which is health care at home."""
    return _individual(row, "substitution_treatment")


@recognises("COUNT-07")
def given_by_others(row: Row) -> bool:
    """Recognise direct time or rounds that others than the unit give."""
    return (
        row.counting
        and row.provider == "external"
        and (row.word == "direct" or row.mode == "supervision")
    )


@recognises("GROUP-01")
def participation(row: Row) -> bool:
    """Recognise taking part in a group."""
    return row.counting and row.grouped


@recognises("SUPER-01")
def rounds(row: Row) -> bool:
    """Recognise supervision of a planned length."""
    return _supervision(row) and not row.continuous


@recognises("SUPER-02")
def own_supervision(row: Row) -> bool:
    """Recognise continuous supervision with staff of its own."""
    return row.continuous and row.staffed


@recognises("SUPER-03")
def divided_supervision(row: Row) -> bool:
    """Recognise shared supervision where the unit divides the watch's time."""
    return row.shared and row.reading == "divided"


@recognises("SUPER-04")
def joint_supervision(row: Row) -> bool:
    """Recognise shared supervision where the unit gives everyone the whole time."""
    return row.shared and row.reading == "joint"


@recognises("SUPER-05")
def rounds_only(row: Row) -> bool:
    """Recognise shared supervision where the unit counts nothing but rounds."""
    return row.shared and row.reading == "rounds"


@recognises("NIGHT-01")
def planned_help_in_the_night(row: Row) -> bool:
    """Recognise direct time whose window lies in the night."""
    return _individual(row, "direct") and row.night and not row.grouped


@recognises("NOT-13")
def unpaid_help(row: Row) -> bool:
    """Recognise unpaid help by relatives and others."""
    return row.counting and row.provider == "unpaid"


@recognises("DECISION-01")
def granted(row: Row) -> bool:
    """Recognise a granted decision with hours."""
    return row.status == "granted" and row.hours


@recognises("DECISION-02")
def not_started(row: Row) -> bool:
    """Recognise a granted decision that nobody can give yet."""
    return row.status == "not_started"


@recognises("DECISION-03")
def refused(row: Row) -> bool:
    """Recognise a refusal."""
    return row.status == "refused"


@recognises("DECISION-04")
def applied(row: Row) -> bool:
    """Recognise an application that is not decided."""
    return row.status == "applied"


@recognises("DECISION-05")
def not_reportable(row: Row) -> bool:
    """Recognise a decision that is not the register's."""
    return row.table == "decisions" and not row.reportable


@recognises("DECISION-09")
def under_not_reportable(row: Row) -> bool:
    """Recognise what stands under a decision that is not the register's on all its days."""
    return row.counting and not row.reportable and row.provider != "unpaid"


@recognises("DECISION-07")
def asked_of_the_unit(row: Row) -> bool:
    """Recognise a granted decision with hours and no intervention."""
    return granted(row) and not row.planned


@recognises("DECISION-08")
def taken_as_given_by_others(row: Row) -> bool:
    """Recognise a decision with hours, no intervention, on a service that others usually give."""
    return granted(row) and not row.planned


@recognises("RESPITE-01")
def rolling_respite(row: Row) -> bool:
    """Recognise granted rolling respite in an institution."""
    return granted(row) and row.rolling


@recognises("PASS-01")
def dates_only(row: Row) -> bool:
    """Recognise a granted decision without hours."""
    return row.status == "granted" and not row.hours


@recognises("PASS-02")
def safety_alarm(row: Row) -> bool:
    """Recognise a granted safety alarm."""
    return dates_only(row)


@recognises("PASS-06")
def emergency_bed(row: Row) -> bool:
    """Recognise a granted emergency bed."""
    return dates_only(row)


def _supervision(row: Row) -> bool:
    return row.counting and row.mode == "supervision" and not row.grouped
