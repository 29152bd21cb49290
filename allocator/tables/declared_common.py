"""Columns that several tables share."""

from typing import Any, Final

from allocator import terms
from allocator.tables.schema import Column, ColumnKind

LONGEST: Final = 28 * terms.MINUTES_PER_DAY
"""No single occurrence, break or window is longer than four weeks [min]."""


def unit() -> Column:
    """`enhet`: empty means the only unit."""
    return Column(
        "unit",
        "enhet",
        ColumnKind.TEXT,
        "Enhetens id. Kan stå tom når det bare er én enhet.",
        "The unit's id. May be empty when there is only one unit.",
    )


def resident(*, required: bool = True) -> Column:
    """`beboer`, a pseudonym."""
    return Column(
        "resident",
        "beboer",
        ColumnKind.TEXT,
        "Beboerens kode (pseudonym), aldri navn eller fødselsnummer.",
        "The resident's code (a pseudonym), never a name or identity number.",
        required=required,
    )


def service(*, required: bool = True) -> Column:
    """`tjeneste`: code or official name."""
    return Column(
        "service",
        "tjeneste",
        ColumnKind.SERVICE,
        "Tjenestens kode (1–29, 02, 08.01) eller offisielle navn.",
        "The service's code (1–29, 02, 08.01) or official name.",
        required=required,
    )


def day(name: str, norwegian: str, nb: str, en: str) -> Column:
    """Return an optional date."""
    return Column(name, norwegian, ColumnKind.DATE, nb, en)


def first_day(nb: str, en: str) -> Column:
    """`fra`, inclusive."""
    return day("from", "fra", nb, en)


def last_day(nb: str, en: str) -> Column:
    """`til`, inclusive."""
    return day("to", "til", nb, en)


def description() -> Column:
    """`beskrivelse`, free text without names."""
    return Column(
        "description",
        "beskrivelse",
        ColumnKind.TEXT,
        "Fritekst. Skriv ikke navn.",
        "Free text. Write no names.",
    )


def minutes(*, required: bool) -> Column:
    """`minutter`: the length of one occurrence [min]."""
    return Column(
        "minutes",
        "minutter",
        ColumnKind.MINUTES,
        "Hvor mange minutter én gang varer. Tom bare ved løpende tilsyn og deltakelse i gruppe.",
        "How many minutes one occurrence lasts. Empty only for continuous supervision and for "
        "participation in a group.",
        required=required,
        above=0,
        maximum=LONGEST,
    )


def times() -> Column:
    """`ganger`: occurrences per `per`."""
    return Column(
        "times",
        "ganger",
        ColumnKind.NUMBER,
        "Antall ganger per døgn, uke, 14 dager eller måned.",
        "How many times per day, week, 14 days or month.",
        default=1.0,
        above=0,
        maximum=1000,
    )


def per(default: str, nb: str, en: str, **more: Any) -> Column:
    """`per`: what `ganger` or `timer` is counted in."""
    return Column("per", "per", ColumnKind.WORD, nb, en, default=default, words=("per",), **more)


def weekdays(nb: str, en: str) -> Column:
    """`ukedager`: a list, or all, weekday, weekend."""
    return Column("weekdays", "ukedager", ColumnKind.WEEKDAYS, nb, en)


def weekday(nb: str, en: str) -> Column:
    """`ukedag`: one day."""
    return Column("weekday", "ukedag", ColumnKind.WEEKDAY, nb, en, words=("weekday",))


def window() -> tuple[Column, Column]:
    """`fra_kl` and `til_kl`."""
    return (
        clock("from_time", "fra_kl", "Når tidsrommet begynner.", "When the window begins."),
        clock(
            "to_time",
            "til_kl",
            "Når tidsrommet slutter. Samme tid som fra_kl eller tidligere betyr neste dag.",
            "When the window ends. At or before from_time means the next day.",
        ),
    )


def clock(name: str, norwegian: str, nb: str, en: str, **more: Any) -> Column:
    """Return a clock time, 00:00 to 24:00 [min]."""
    return Column(
        name, norwegian, ColumnKind.CLOCK, nb, en, minimum=0, maximum=terms.MINUTES_PER_DAY, **more
    )


def parts(nb: str, en: str) -> Column:
    """`vakt` as a list of parts of the døgn."""
    return Column("shift", "vakt", ColumnKind.PARTS, nb, en)


def staff(default: float | None, nb: str, en: str) -> Column:
    """`tjenesteytere`: staff at the same time."""
    return Column(
        "staff",
        "tjenesteytere",
        ColumnKind.WHOLE,
        nb,
        en,
        default=default,
        minimum=1,
        maximum=50,
    )


def competence(nb: str, en: str) -> Column:
    """`kompetanse`: one text that is asked for."""
    return Column("competence", "kompetanse", ColumnKind.COMPETENCE, nb, en)


def provider() -> Column:
    """`utforer`: who does it."""
    return Column(
        "provider",
        "utforer",
        ColumnKind.WORD,
        "Hvem som utfører: bolig, ekstern (andre, også private firmaer; teller, bruker ikke "
        "boligens personale) eller ulønnet (pårørende og andre uten lønn; teller aldri).",
        "Who does it: unit, external (others, private firms too; counts, uses no staff of the "
        "unit) or unpaid (relatives and others without pay; never counts).",
        default="unit",
        words=("provider", "unclear_provider"),
        refused={"private": "private-unclear"},
    )
