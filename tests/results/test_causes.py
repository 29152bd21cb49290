"""The cause that a question names is the cause."""

from rules.case_files import files_of

import allocator

SHIFTS = [
    {"vakt": "dag", "start": "07:00", "slutt": "15:00", "antall": "1"},
    {"vakt": "kveld", "start": "15:00", "slutt": "22:00", "antall": "1"},
    {"vakt": "natt", "start": "22:00", "slutt": "07:00", "antall": "1"},
]
WASH = {"beboer": "B1", "tjeneste": "15", "minutter": "60", "vakt": "dag"}
VISIT = {"beboer": "B1", "ukedag": "man", "fra_kl": "", "til_kl": ""}


def asked(language: str, **tables: object) -> list[str]:
    result = allocator.allocate(
        allocator.read(files_of({"vakter": SHIFTS, **tables})), language=language
    )
    return [notice.message(language) for notice in result.all_notices if notice.code == "coverage"]


def test_an_absence_is_not_a_shortage_of_staff() -> None:
    (message,) = asked("nb", tiltak=[WASH], fravaer=[VISIT])
    assert "får 6:00 per uke" in message
    assert "Det mangler 1:00 fordi beboeren er fraværende." in message
    assert "på vakt" not in message


def test_each_cause_has_its_minutes_the_largest_first() -> None:
    two = WASH | {"minutter": "30", "tjenesteytere": "2"}
    (message,) = asked("nb", tiltak=[WASH, two], fravaer=[VISIT])
    words = "Det mangler 3:30 fordi det er for få på vakt, 1:00 fordi beboeren er fraværende."
    assert words in message
    (english,) = asked("en", tiltak=[WASH, two], fravaer=[VISIT])
    words = "Missing: 3:30 because too few are on duty, 1:00 because the resident is absent."
    assert words in english


def test_the_causes_add_up_to_what_is_missing_of_a_stay_of_one_day() -> None:
    """On the Tuesday 4:00 of 8:00 are staffed; the week is seven such days of supervision."""
    own = {"beboer": "B1", "tjeneste": "15", "vakt": "dag"}
    care = own | {"minutter": "480", "ukedager": "tir"}
    (message,) = asked(
        "nb",
        enhet={"periode_start": "2026-01-05"},
        beboere=[{"beboer": "B1", "fra": "2026-01-06", "til": "2026-01-06"}],
        vakter=[{"vakt": "dag", "start": "07:00", "slutt": "11:00"}],
        tiltak=[own | {"form": "tilsyn", "tjenesteytere": "1"}, care],
    )
    assert "får 28:00 per uke" in message
    assert "56:00 er planlagt" in message
    assert (
        "Det mangler 24:00 fordi tiltakene som er trukket fra tilsynet, ikke blir gitt i sin "
        "helhet, 4:00 fordi det er for få på vakt."
    ) in message
