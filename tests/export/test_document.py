"""The document: two pages with figures, questions and reasons; longer ones go on, never cut."""

import datetime
import io
from dataclasses import replace

import pypdf
import pytest
from rules.case_files import files_of

import allocator
from allocator import Result
from allocator.export.document import resident_document
from allocator.export.paper import shown
from allocator.results.review import Review
from allocator.results.why import why
from allocator.rules.loading import load
from allocator.version import VERSION
from export.small import TILTAK, uploaded


def pages(content: bytes) -> list[str]:
    """The text of each page, spaces and line breaks made one."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


@pytest.fixture(scope="module")
def text(result: Result) -> list[str]:
    return pages(resident_document(result, "A1", "B1", today=datetime.date(2026, 3, 5)))


def test_two_pages_with_who_when_and_how(result: Result, text: list[str]) -> None:
    assert len(text) == 2
    first = text[0]
    for words in (
        "Timer per uke for beboer B1",
        "Enhet A1",
        "05.01.2026–11.01.2026 (1 uke)",
        "Beregnet 05.03.2026",
        f"{VERSION}, {result.run['versions']['catalogue']}",
        "Regelprofil G-2018-06-27",
        "Felles tilsyn leses som delt",
        "det beboeren mottar",
        "Gjennomgått av saksbehandler (dato og underskrift)",
        "Side 1 av 2",
    ):
        assert words in first
    assert "Side 2 av 2" in text[1]


def test_the_figures_in_hours_and_minutes(text: list[str]) -> None:
    row = "15 Helsetjenester i hjemmet 40 t 40 t 40 t 43 t 30 min 3 t 30 min 0 min 36 t 30 min"
    assert row in text[0]
    assert "1 Praktisk bistand: daglige gjøremål 2 t 3 t 2 t 2 t 1 t 4 min 56 min 0 min" in text[0]
    assert "9 Støttekontakt – 2 t 2 t 2 t 2 t 0 min 0 min" in text[0]


def test_what_is_missing_and_why(text: list[str]) -> None:
    assert (
        "1 Praktisk bistand: daglige gjøremål, tiltak T2: 1 t av 3 t per uke mangler "
        "fordi vedtaket ikke gir rom for mer." in text[0]
    )


def test_questions_with_and_without_answers(text: list[str]) -> None:
    assert "Svar: Delt, etter vedtaket (saksbehandler, 20.01.2026)" in text[0]
    assert "Ikke besvart." in text[0]
    assert "B2" not in text[0]


def test_every_row_with_its_rule_and_every_rule_with_its_source(
    result: Result, text: list[str]
) -> None:
    for explanation in why(result, "A1", "B1"):
        for _, _, reasons in explanation.chapters:
            for reason in reasons:
                if reason.table:
                    assert " ".join(reason.text.split()) in text[1]
                    assert reason.grounds[0].rule in text[1]
    assert "Regler i Veileder for registrering av IPLOS-data, kapittel 13 (27.06.2018)" in text[1]
    assert "COUNT-01 Direkte brukerrettet tid" in text[1]
    assert "«=1+1 Morgenstell <b>&</b>»" in text[1]


def test_without_help_missing_and_questions(result: Result) -> None:
    content = pages(resident_document(result, "A2", "B3"))
    assert "Beboeren har verken vedtak eller tiltak." in content[0]
    assert "Beboeren får alt som er planlagt." in content[0]
    assert "en turnus på 1 uke" in content[0]
    assert len(content) == 2


def test_in_english(in_english: Result) -> None:
    first, second = pages(resident_document(in_english, "A1", "B1", "en"))
    assert "Hours a week for resident B1" in first
    assert "43 h 30 min" in first
    assert "Answer: Delt, etter vedtaket" in first
    assert "Why the hours are as they are" in second
    assert f"COUNT-01 {load().rule('COUNT-01').title.en}" in second


REVIEW = Review("Kari", datetime.date(2026, 3, 3), "Sett <b>nøye</b> & godt\n018150 12352", False)


def test_a_review_is_carried_with_who_when_comment_and_whether_it_still_holds(
    result: Result, in_english: Result
) -> None:
    first = pages(resident_document(result, "A1", "B1", review=REVIEW))[0]
    assert (
        "Gjennomgang Gjennomgått av Kari den 3. mars 2026. Merknad: Sett <b>nøye</b> & godt "
        "018150***** Ikke endret siden: Tallene er de samme som da."
    ) in first
    changed = replace(REVIEW, changed=True)
    first = pages(resident_document(in_english, "A1", "B1", "en", review=changed))[0]
    assert "Review Reviewed by Kari on 3 March 2026. Comment: Sett" in first
    assert "Changed since: The figures are no longer the same as then." in first
    assert "Reviewed by caseworker (date and signature)" in first


def test_without_a_review_nothing_is_said_of_one(text: list[str]) -> None:
    assert "Gjennomgang " not in text[0]
    assert "ndret siden" not in " ".join(text)


def test_decided_figures_stand_beside_received_ones() -> None:
    unit = b"enhet;uker;periode_start;rapporter\nA1;1;2026-01-05;vedtatt\nA2;1;;\n"
    result = allocator.allocate(allocator.read(uploaded() | {"enhet.csv": unit}))
    first, second = pages(resident_document(result, "A1", "B1"))
    assert "det som er vedtatt" in first
    assert "Mottatt Omfang" in first
    assert "REPORT-02" in second


def test_long_explanations_go_on_with_a_heading() -> None:
    rows = "".join(f"X{n};A1;B1;15;Tiltak nummer {n};;;;5;1;uke;;;;;;\n" for n in range(120))
    files = uploaded() | {"tiltak.csv": f"{TILTAK}{rows}".encode()}
    result = allocator.allocate(allocator.read(files))
    written = pages(resident_document(result, "A1", "B1"))
    assert len(written) > 3
    assert f"Side 3 av {len(written)}" in written[2]
    for page in written[2:]:
        assert "Hvorfor timene er som de er, fortsatt" in page
    everything = " ".join(written)
    for n in range(120):
        assert f"X{n}, «Tiltak nummer {n}»" in everything


def test_a_text_as_long_as_a_cell_is_not_cut() -> None:
    words = " ".join(f"ord{n}" for n in range(280))
    files = uploaded() | {"tiltak.csv": TILTAK.replace("Gulvvask", words).encode()}
    result = allocator.allocate(allocator.read(files))
    everything = " ".join(pages(resident_document(result, "A1", "B1")))
    for n in range(280):
        assert f"ord{n}" in everything


def test_many_questions_push_the_explanation_on(result: Result) -> None:
    notice = next(candidate for candidate in result.all_notices if candidate.severity == "question")
    own = replace(notice, unit="A1", resident="B1")
    written = pages(resident_document(replace(result, all_notices=(own,) * 60), "A1", "B1"))
    assert "60. " in " ".join(written)
    number = next(n for n, page in enumerate(written) if "Hvorfor timene er som de er" in page)
    assert number >= 1
    assert "fortsatt" not in written[number]


def test_an_unknown_resident(result: Result) -> None:
    with pytest.raises(LookupError):
        resident_document(result, "A2", "B2")


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("Kárášjohka – Åse čđšž", "Kárášjohka – Åse čđšž"),
        ("ŋŧŊŦ", "ntNT"),
        ("a\u200bb\u2011c", "ab-c"),
        ("a\u2002b", "a b"),
        ("漢", "?"),
        ("①", "1"),
    ],
)
def test_letters_that_the_font_lacks(written: str, seen: str) -> None:
    assert shown(written) == seen


def test_each_period_and_what_a_decision_lacks_are_said() -> None:
    """7:00 a week are planned; 3:00 are granted in the first week, 9:00 in the second."""
    row = {"beboer": "B1", "tjeneste": "9"}
    given = {
        "enhet": {"uker": "2", "periode_start": "2026-01-05"},
        "tiltak": [row | {"minutter": "60"}],
        "vedtak": [
            row | {"timer": "3:00", "til": "2026-01-11", "fra": ""},
            row | {"timer": "9:00", "til": "", "fra": "2026-01-12"},
        ],
    }
    result = allocator.allocate(allocator.read(files_of(given)))
    first = pages(resident_document(result, "A1", "B1"))[0]
    assert (
        "9 Støttekontakt, i registeret: 3:00 fra 05.01.2026 til 11.01.2026 (7 døgn) og 7:00 fra "
        "12.01.2026 til 18.01.2026 (7 døgn). Raden over er gjennomsnittet."
    ) in first
    assert "9 Støttekontakt: 1 t per uke av det som er innvilget, blir ikke gitt." in first
