"""Synonyms of our columns in record systems, for a proposal that a person checks."""

from typing import Final

from allocator.tables.declared import TABLES
from allocator.tables.rotas import staff
from allocator.tables.words import normalise_word

_COMMON: Final = {
    "resident": "tjenestemottaker bruker brukernr bruker_id pasient klient beboer_id beboernr "
    "mottaker resident_id client",
    "service": "tjenestekode tjenestetype iplos_tjeneste tjenesteart tjeneste_kode type_tjeneste",
    "unit": "avdeling bolig bofellesskap sted tjenestested organisasjonsenhet",
    "description": "tekst merknad kommentar tiltaksbeskrivelse hva oppgave gjoremal innhold",
    "minutes": "varighet tid_i_min antall_minutter min minutt tidsbruk estimert_tid tid",
    "hyppighet": "frekvens antall_ganger intervall gjentakelse repetisjon nar_og_hvor_ofte",
    "klokkeslett": "klokkeslett kl tidspunkt tidsrom nar vindu tidsvindu",
    "weekdays": "dager dag ukedag utforesdager",
    "from": "fra_dato startdato gyldig_fra fom",
    "to": "til_dato sluttdato gyldig_til tom",
    "hours": "vedtakstimer timer_pr_uke antall_timer omfang innvilget_tid",
    "status": "vedtaksstatus",
    "from_time": "kl_fra start_kl fra_klokkeslett",
    "to_time": "kl_til slutt_kl til_klokkeslett",
    "staff": "personer antall_ansatte antall_personer antall_tjenesteytere bemanningsbehov pers",
    "activity": "type kategori tiltakstype aktivitetstype",
    "mode": "tiltaksform",
    "provider": "utforer_type ansvarlig_utforer",
    "competence": "krav kompetansekrav krever",
    "intervention": "tiltaksnr tiltak_nr tiltak_id nr id",
    "group": "gruppe_id gruppenavn",
    "code": "vaktkode",
    "not_duty": "fravaerskode fravaer",
    "tidsrom": "tid vakttid arbeidstid",
    "sluttdato": "slutt_dato til_dato end_date",
    "start": "fra_klokkeslett",
    "end": "til_klokkeslett",
    "applied_on": "sokt sokt_dato soknadsdato",
    "decided_on": "vedtatt vedtaksdato vedtatt_dato",
    "started_on": "startet iverksatt iverksatt_dato iverksettingsdato",
    "ended_on": "avsluttet opphort opphorsdato avsluttet_dato",
    "reason": "fravaersarsak grunn",
}
JOB_TITLES: Final = frozenset({"stilling", "stillingstype", "tittel", "yrke", "fagkode", "rolle"})
"""Headings of a rota under which the titles of employees stand, which say what they may do."""
_SPECIAL: Final = {
    "interventions": ("hyppighet", "klokkeslett", "timer"),
    "groups": ("hyppighet", "klokkeslett", "timer"),
    "other_work": ("hyppighet", "klokkeslett", "timer"),
    "absences": ("klokkeslett",),
    "shifts": ("tidsrom", "sluttdato"),
}
_OF_ROTAS: Final = {
    "staff_id": (staff.NUMBER, staff.NAME), "unit": (staff.UNIT,), "date": (staff.DATE,),
    "week": (staff.WEEK,), "weekday": (staff.WEEKDAY,), "start": (staff.START,),
    "end": (staff.END,), "count": (staff.COUNT,), "competence": (staff.COMPETENCE,),
}  # fmt: skip
"""Columns of `vakter` -> what a rota's column is for that has the same headings."""


def synonyms(table: str) -> dict[str, str]:
    """Folded heading -> our column, or a special of `normalise`, of one table."""
    by_heading = {
        normalise_word(name): column.name
        for column in TABLES[table].columns
        for name in column.headings
    }
    ours = {column.name for column in TABLES[table].columns} | set(_SPECIAL.get(table, ()))
    for column, names in _COMMON.items():
        if column in ours:
            for name in (column, *names.split()):
                by_heading.setdefault(normalise_word(name), column)
    for column, kinds in _OF_ROTAS.items() if table == "shifts" else ():
        for name in " ".join(staff.HEADINGS[kind] for kind in kinds).split():
            by_heading.setdefault(normalise_word(name), column)
    return by_heading
