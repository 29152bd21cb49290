"""The vocabulary of the field: services, activities, parts of the døgn, units of time.

Every enumerated word is named once here, English first (the code's own word) and with the
Norwegian words that people write. Tables, rules, model and screens take their words from here.
Sources: the data contract; service codes from kodeverk 9151 (Volven).
"""

from dataclasses import dataclass
from typing import Final, Literal

# One word of each closed vocabulary, so that a misspelt one is found before anything runs; a test
# holds them to WORDS.
Part = Literal["day", "evening", "night"]
Staffing = Literal["around_the_clock", "part_of_day", "none"]
SupervisionReading = Literal["divided", "joint", "rounds"]
Report = Literal["received", "decided"]
PriorityPolicy = Literal["health_first", "equal"]
Duty = Literal["active", "resting"]
Per = str
"""day, week, 14_days, month, shift, or some weeks: `3_weeks` (see `whole_weeks`)."""
DecisionStatus = Literal["granted", "not_started", "refused", "applied"]
Mode = Literal["individual", "supervision"]
Provider = Literal["unit", "external", "unpaid"]

# Time -----------------------------------------------------------------------------------------

MINUTES_PER_HOUR: Final = 60
MINUTES_PER_DAY: Final = 1440
"""A døgn; a change of clocks is ignored, the figures are averages."""
DAYS_PER_WEEK: Final = 7
MINUTES_PER_WEEK: Final = MINUTES_PER_DAY * DAYS_PER_WEEK

PARTS: Final[tuple[Part, ...]] = ("day", "evening", "night")
"""The parts of the døgn, in the order they come."""

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# Words that a cell may hold: English word -> every way to write it. The first Norwegian spelling
# is the one shown to people; case, spaces, underscores and æøå are matched loosely by the parser.
WORDS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "yes_no": {"yes": ("ja", "yes"), "no": ("nei", "no")},
    "weekday": {
        "monday": ("mandag", "man", "monday", "mon"),
        "tuesday": ("tirsdag", "tir", "tirs", "tuesday", "tue"),
        "wednesday": ("onsdag", "ons", "wednesday", "wed"),
        "thursday": ("torsdag", "tor", "tors", "thursday", "thu"),
        "friday": ("fredag", "fre", "friday", "fri"),
        "saturday": ("lørdag", "lør", "saturday", "sat"),
        "sunday": ("søndag", "søn", "sunday", "sun"),
    },
    "weekday_group": {
        "all": ("alle", "all"),
        "weekday": ("hverdag", "weekday"),
        "weekend": ("helg", "weekend"),
    },
    "part": {
        "day": ("dag", "day"),
        "evening": ("kveld", "evening"),
        "night": ("natt", "night"),
    },
    "staffing": {
        "around_the_clock": ("heldøgns", "heldogn", "heldøgn", "around_the_clock"),
        "part_of_day": ("deler_av_døgn", "deler_av_dogn", "part_of_day"),
        "none": ("ingen", "none"),
    },
    "shared_supervision": {
        "divided": ("delt", "divided"),
        "joint": ("felles", "joint"),
        "rounds": ("runder", "rounds"),
    },
    "report": {"received": ("mottatt", "received"), "decided": ("vedtatt", "decided")},
    "priority_policy": {
        "health_first": ("helse_først", "helse_forst", "health_first"),
        "equal": ("likt", "equal"),
    },
    "duty": {"active": ("aktiv", "active"), "resting": ("hvilende", "resting")},
    "per": {
        "day": ("døgn", "dogn", "dag", "day"),
        "week": ("uke", "week"),
        "14_days": ("14_dager", "14_days"),
        "month": ("måned", "maned", "month"),
        "shift": ("vakt", "shift"),
    },
    "status": {
        "granted": ("innvilget", "granted"),
        "not_started": ("ikke_iverksatt", "not_started"),
        "refused": ("avslått", "avslatt", "refused"),
        "applied": ("søknad", "soknad", "applied"),
    },
    "mode": {
        "individual": ("individuell", "individual"),
        "supervision": ("tilsyn", "supervision"),
    },
    "provider": {
        "unit": ("bolig", "unit"),
        "external": ("ekstern", "external"),
        "unpaid": ("ulønnet", "ulonnet", "unpaid"),
    },
    "unclear_provider": {"private": ("privat", "private")},
    "activity": {
        "direct": ("direkte", "direct"),
        "medication": ("medisin", "medication"),
        "errand": ("ærend", "aerend", "errand"),
        "user_training": ("opplæring_bruker", "opplaering_bruker", "user_training"),
        "substitution_treatment": ("lar", "substitution_treatment"),
        "meeting": ("møte", "mote", "meeting"),
        "preparation": ("forberedelse", "preparation"),
        "planning": ("planarbeid", "planning"),
        "administration": ("administrasjon", "administration"),
        "documentation": ("dokumentasjon", "documentation"),
        "handover": ("rapport", "handover"),
        "travel": ("reise", "travel"),
        "staff_training": ("opplæring_ansatte", "opplaering_ansatte", "staff_training"),
        "relatives": ("pårørende", "parorende", "relatives"),
        "transport": ("transport_dagtilbud", "transport"),
        "alarm_callout": ("trygghetsalarm_utrykning", "alarm_callout"),
        "presence": ("tilstedeværelse", "tilstedevaerelse", "presence"),
        "kid_course": ("kid_kurs", "kid_course"),
        "work_training": ("arbeidstrening", "work_training"),
        "child_welfare": ("barnevern", "child_welfare"),
        "open_offer": ("lavterskeltilbud", "open_offer"),
        "preventive_psychology": ("forebyggende_psykolog", "preventive_psychology"),
        "prison_health": ("fengselets_helsetjeneste", "prison_health"),
        "physio_institute": ("fysikalsk_institutt", "physio_institute"),
        "aid_application": ("hjelpemiddelsøknad", "hjelpemiddelsoknad", "aid_application"),
    },
    "unit_work": {
        "break": ("pause", "break"),
        "common_areas": ("fellesareal", "common_areas"),
        "other": ("annet", "other"),
    },
    "absence_reason": {
        "holiday_with_staff": ("ferie_med_personale", "holiday_with_staff"),
        "hospital": ("sykehus", "hospital"),
        "school": ("skole", "school"),
    },
}

HOLIDAY_WITH_STAFF: Final = "holiday_with_staff"
"""The reason of an absence that is none: the staff are there too."""
HOSPITAL: Final = "hospital"
"""The reason of an absence in which services stop."""
SCHOOL: Final = "school"
"""The reason of an absence that takes nothing off respite."""

COUNTING: Final = frozenset(
    {"direct", "medication", "errand", "user_training", "substitution_treatment"}
)
"""Activities that count as time received (contract 3.1)."""
NEVER_COUNTING: Final = frozenset(WORDS["activity"]) - COUNTING
"""Activities that never count, and become other work of the unit."""

# Services -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Service:
    """One service of the register (kodeverk 9151)."""

    code: int
    name: str
    hours: bool = False
    """Whether hours per week are reported; service 8 only where the respite is rolling."""
    retired: bool = False
    """Marked retired from 2021, and still in use."""


SERVICES: Final[dict[int, Service]] = {
    service.code: service
    for service in (
        Service(1, "Praktisk bistand: daglige gjøremål", hours=True),
        Service(2, "Praktisk bistand: opplæring, daglige gjøremål", hours=True),
        Service(3, "Praktisk bistand: brukerstyrt personlig assistanse", hours=True),
        Service(4, "Dagaktivitetstilbud", hours=True),
        Service(5, "Matombringing"),
        Service(6, "Trygghetsalarm", retired=True),
        Service(7, "Avlastning utenfor institusjon", hours=True),
        Service(8, "Avlastning i institusjon", hours=True),
        Service(9, "Støttekontakt", hours=True),
        Service(11, "Omsorgsstønad", hours=True),
        Service(14, "Tvang overfor personer med utviklingshemning, skadeavverging", retired=True),
        Service(15, "Helsetjenester i hjemmet", hours=True),
        Service(17, "Dagopphold i institusjon", hours=True),
        Service(18, "Tidsbegrenset opphold: utredning og behandling"),
        Service(19, "Tidsbegrenset opphold: habilitering og rehabilitering"),
        Service(20, "Tidsbegrenset opphold: annet"),
        Service(21, "Langtidsopphold i institusjon"),
        Service(22, "Nattopphold i institusjon", hours=True),
        Service(23, "Tvang overfor personer med utviklingshemning, grunnbehov", retired=True),
        Service(24, "Helsehjelp med tvang", retired=True),
        Service(25, "Øyeblikkelig hjelp døgnopphold"),
        Service(26, "Lokaliseringsteknologi", retired=True),
        Service(27, "Elektronisk medisineringsstøtte", retired=True),
        Service(28, "Digitalt tilsyn", retired=True),
        Service(29, "Bolig som kommunen disponerer"),
    )
}
ROLLING_RESPITE: Final = 8
EMERGENCY_BED: Final = 25
DWELLING: Final = 29
HEALTH_CARE: Final = 15
REPLACED_SERVICES: Final = {12: 29, 13: 29}
"""Codes that became another in 2019."""

HIGH_HOURS_AT_LEAST: Final = frozenset({1, 2, 3, 4, 7, 9, 11, 15, 17, 22})
"""SSB's set for "at least 35.5 hours a week" (KOSressbrukereto0000)."""
HIGH_HOURS_MORE_THAN: Final = frozenset({1, 2, 3, 7, 11, 15})
"""SSB's set for "more than 35.5 hours a week" (KOSandelhjemmebh0000)."""

# Glossary -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Term:
    """One term of the field: its words in both languages, its unit and its definition.

    Parameters
    ----------
    norwegian, english : the words that people use.
    unit : of a figure, `min per week`, `minutes` ...; empty where it is no amount.
    nb, en : the definition.
    """

    norwegian: str
    english: str
    unit: str
    nb: str
    en: str


GLOSSARY: Final[tuple[Term, ...]] = (
    Term(
        "bofellesskap",
        "shared housing",
        "",
        "noen leiligheter med felles personale",
        "some flats that share one staff",
    ),
    Term(
        "enhet",
        "unit",
        "",
        "alle som deler det samme personalet, ikke en adresse",
        "everyone who shares one staff, not an address",
    ),
    Term("beboer", "resident", "", "den som mottar tjenester", "the one who receives services"),
    Term("tjenesteyter", "provider", "", "den som yter tjenesten", "the one who gives the service"),
    Term(
        "turnus",
        "rota",
        "weeks",
        "vaktene i et helt antall uker, som en sirkel",
        "the shifts of a whole number of weeks, as a circle",
    ),
    Term(
        "døgn",
        "day (døgn)",
        "minutes",
        "de 1440 minuttene fra dag_start til den neste",
        "the 1440 minutes from dag_start to the next",
    ),
    Term(
        "vedtak",
        "decision",
        "min per week",
        "det som er innvilget, avslått eller søkt om",
        "what has been granted, refused or applied for",
    ),
    Term(
        "tiltak",
        "intervention",
        "minutes",
        "det som er planlagt for én beboer",
        "what is planned for one resident",
    ),
    Term(
        "tilsyn",
        "supervision",
        "minutes",
        "å være hos eller se til en som ikke kan være alene",
        "being with or looking in on someone who cannot be left alone",
    ),
    Term(
        "gruppe",
        "group",
        "minutes",
        "en aktivitet for flere beboere samtidig",
        "an activity for several residents at once",
    ),
    Term(
        "annet arbeid",
        "other work",
        "min per week",
        "personaltid som ikke er noen beboers",
        "staff time that is nobody's",
    ),
    Term(
        "tilstedeværelse",
        "presence",
        "min per week",
        "tid på vakt som ingen har bedt om",
        "time on duty that nobody has asked for",
    ),
    Term(
        "våken og hvilende vakt",
        "active and resting duty",
        "",
        "om den som er på vakt, skal være våken",
        "whether the one on duty is to be awake",
    ),
    Term(
        "omfang",
        "omfang (extent)",
        "min per week",
        "tiden beboeren mottar; i en gruppe får hver deltaker all tiden",
        "the time that the resident receives; in a group each participant gets all of it",
    ),
    Term(
        "ressursinnsats",
        "ressursinnsats (staff effort)",
        "min per week",
        "omfang ganger tjenesteyterne som trengs samtidig på grunn av denne beboeren",
        "omfang times the staff needed at the same time because of this resident",
    ),
    Term(
        "personalandel",
        "staff share",
        "min per week",
        "personaltid, hvert minutt gitt til én; rapporteres aldri til registeret",
        "staff time, each minute given to exactly one; never reported to the register",
    ),
    Term(
        "dekning",
        "coverage",
        "share",
        "mottatt delt på planlagt; tom der ingenting er planlagt",
        "received divided by planned; empty where nothing is planned",
    ),
    Term(
        "kvittering",
        "receipt",
        "",
        "run.json: hva en kjøring bygger på, slik at den kan gjøres om igjen og kontrolleres",
        "run.json: what a run rests on, so that it can be made again and verified",
    ),
)


def whole_weeks(per: str) -> int | None:
    """Return how many weeks an English word of `per` says; None of words without a number of them.

    >>> whole_weeks("3_weeks"), whole_weeks("14_days")
    (3, None)
    """
    number, _, unit = per.partition("_")
    return int(number) if unit == "weeks" and number.isdecimal() else None


def norwegian(kind: str, word: str) -> str:
    """Return the Norwegian spelling of an English enumerated word, as shown to people."""
    return WORDS[kind][word][0]
