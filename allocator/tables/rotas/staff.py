"""Pseudonyms for the staff of a rota, and the purpose of its other columns.

Names and numbers of employees go in here and do not come out: A01, A02, ... in the order in which
they appear, and a list of words that no notice may repeat.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from allocator.tables.parse import as_text, is_blank
from allocator.tables.schema import Cell
from allocator.tables.sheets import Record
from allocator.tables.words import normalise_text, normalise_word

HIDDEN: Final = "…"
"""What a notice shows instead of a name."""
NUMBER, NAME, UNIT, WEEK, COMPETENCE, DATE, CODE, START, END, WEEKDAY, COUNT = (
    "number", "name", "unit", "week", "competence", "date", "code", "start", "end", "weekday",
    "count",
)  # fmt: skip
HEADINGS: Final = {
    NUMBER: "ansattnr ansattnummer ansatt_nr ansatt_id ressursnr ressursnummer arbeidstakernr "
    "lonnsnummer lonnsnr staff_id employee_no employee_id employee_number",
    NAME: "navn ansatt ansatte ansattnavn medarbeider medarbeidere fornavn etternavn ressurs "
    "arbeidstaker personale name employee staff first_name last_name namn medarbejder personal",
    UNIT: "enhet avdeling avd arbeidssted organisasjonsenhet unit department ward",
    WEEK: "uke uke_nr ukenr turnusuke veke vekenr vecka v veckonr uge ugenr week wk",
    COMPETENCE: "kompetanse competence",
    DATE: "dato date datum vaktdato arbeidsdato dag_dato shift_date startdato start_dato "
    "start_date",
    CODE: "vaktkode vakt_kode kode vakt skift shift_code code shift vagt vagtkode pass passkod",
    START: "fra start starttid start_kl fra_kl kl_fra fra_tid begynner from start_time from_time",
    END: "til slutt slut sluttid slutt_kl til_kl kl_til til_tid slutter to end end_time to_time",
    WEEKDAY: "ukedag dag vekedag weekday veckodag ugedag",
    COUNT: "antall antall_ansatte antall_personer antall_pa_vakt antall_vakter count headcount",
}
_KIND: Final = {name: kind for kind, names in HEADINGS.items() for name in names.split()}
_IDENTITY: Final = re.compile(
    r"(?:fodsels|person)_?(?:nr|nummer|number)\b.*|fnr|f_?nr|d_?nummer|fodselsdato|ssn|"
    r"national_id(?:entity)?(?:_number)?|fodselsnummer.*"
)
_TOTALS: Final = frozenset(
    {
        *("sum", "totalt", "total", "totaler", "antall", "bemanning", "differanse", "avvik"),
        *("behov", "timer", "dagsum", "count", "coverage"),
    }
)
_SUMS: Final = frozenset(
    {"sum", "totalt", "total", "totalsum", "delsum", "sum_totalt", "sum_timer", "i_alt"}
)
_VACANT: Final = frozenset(
    {
        *("ledig", "ledige", "vakant", "vakante", "vakanse", "vacant", "ubesatt", "udekket"),
        *("open", "apen", "apne", "unassigned", "unfilled", "ufordelt", "utildelt"),
        *("avlyst", "avlyste", "kansellert", "kansellerte", "avbestilt", "slettet"),
        *("cancelled", "canceled", "deleted"),
    }
)
"""First words that say that nobody works a shift."""
_NOT_FILLED: Final = frozenset(
    {"besatt", "bemannet", "tildelt", "fordelt", "dekket", "assigned", "filled", "staffed"}
)
"""Words that say the same after `ikke`."""
_LEAVE: Final = (
    *("ferie", "fridag", "avspaser", "syk", "sjuk", "egenmeld", "permisjon", "permittert"),
    *("fravær", "kurs", "opplæring", "vacation", "holiday", "leave", "sick", "absence", "course"),
)
"""How words of leave begin: no duty."""
_SHORTEST_NAME: Final = 2


def kind_of(heading: str) -> str:
    """Return what a column that is no day is for, or empty."""
    return _KIND.get(normalise_word(heading).rstrip(".:").replace(".", ""), "")


def is_identity(heading: Cell) -> bool:
    """Whether a heading announces identity numbers or dates of birth."""
    if not isinstance(heading, str):
        return False
    return bool(_IDENTITY.fullmatch(normalise_word(heading).strip(".: ").replace(".", "")))


class Staff:
    """The employees of one input, by pseudonym."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._words: set[str] = set()

    def __len__(self) -> int:
        """Return how many employees there are."""
        return len(self._known)

    def learn(self, record: Record, kinds: Mapping[int, str]) -> None:
        """Take note of the names in a row, so that none is shown."""
        for column, kind in kinds.items():
            if kind == NAME and column < len(record):
                self._words.update(_words(as_text(record[column])))

    def pseudonym(self, record: Record, kinds: Mapping[int, str]) -> str:
        """Return the pseudonym of a row's employee; empty where the row does not say who."""
        labels = [
            (kinds[column], as_text(record[column])) for column in kinds if column < len(record)
        ]
        labels = [(kind, text) for kind, text in labels if any(map(str.isalnum, text))]
        numbers = [text for kind, text in labels if kind == NUMBER]
        names = [normalise_word(text) for kind, text in labels if kind == NAME]
        key = numbers[0] if numbers else " ".join(names)
        return self.named(key) if key else ""

    def named(self, name: str) -> str:
        """Return the pseudonym of a name or number."""
        return self._known.setdefault(normalise_word(name), f"A{len(self._known) + 1:02d}")

    def hidden(self, text: str) -> str:
        """Text as a notice may show it: without the names of employees."""
        words = _words(text)
        return HIDDEN if words & self._words else text


def _words(text: str) -> set[str]:
    words = re.findall(r"[^\W\d_]+", normalise_text(text).casefold())
    return {word for word in words if len(word) > _SHORTEST_NAME}


def is_total(record: Record, columns: Sequence[int]) -> bool:
    """Whether a row is a total: its first label says so."""
    return next(_first_words(record, columns), "") in _TOTALS


def is_vacant(record: Record, columns: Sequence[int]) -> bool:
    """Whether a row stands for nobody yet: one of its labels says so."""
    return any(word in _VACANT for word in _first_words(record, columns))


def is_sum(record: Record) -> bool:
    """Whether a row of a list adds up others: its first cell says so, and nothing else."""
    first = next((as_text(cell) for cell in record if not is_blank(cell)), "")
    return normalise_word(first).strip(":") in _SUMS


def is_open(text: str) -> bool:
    """Whether a cell says that nobody works a shift, and nothing else: `Ledig`, `Avlyst`."""
    words = re.findall(r"[a-zæøå]+", normalise_word(text))
    if not words:
        return False
    if words[0] in ("ikke", "not"):
        return len(words) == 2 and words[1] in _NOT_FILLED
    return words[0] in _VACANT and set(words[1:]) <= {"vakt", "vakter", "shift"}


def is_leave(text: str) -> bool:
    """Whether a word for a kind of shift says that it is no duty: `Ferie`, `Sykdom`."""
    word = normalise_word(text)
    return word == "fri" or word.startswith(tuple(map(normalise_word, _LEAVE)))


def _first_words(record: Record, columns: Sequence[int]) -> Iterator[str]:
    """Return the first word of each label, empty for one that has none."""
    for column in columns:
        if column < len(record) and not is_blank(record[column]):
            words = re.findall(r"[a-zæøå]+", normalise_word(as_text(record[column])))
            yield words[0] if words else ""
