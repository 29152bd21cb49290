"""The paragraphs about a service, word for word, in situations worked out by hand."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from rules.case_files import LOADER, files_of

import allocator
from allocator.results.letter import BULLET, letter_of

CASES: list[dict[str, Any]] = yaml.load(
    Path(__file__).with_name("brev.yaml").read_text("utf-8"), Loader=LOADER
)


@pytest.mark.parametrize("case", CASES, ids=[case["navn"] for case in CASES])
def test_the_paragraphs_are_these(case: dict[str, Any]) -> None:
    result = allocator.allocate(allocator.read(files_of(case["gitt"])))
    letter = letter_of(result, "A1", "B1", case.get("språk", "nb"))
    sections = [section for section in letter.sections if section.service is not None]
    assert {section.heading for section in sections} == {case["overskrift"]}
    written = [
        f"{BULLET}{text}" if is_item else text
        for section in sections
        for text, is_item in section.lines
    ]
    assert written == case["avsnitt"]


def test_a_decision_that_is_not_the_registers_is_said_and_not_written_about() -> None:
    given = {
        "tiltak": [{"beboer": "B1", "tjeneste": "7", "minutter": "60", "per": "uke"}],
        "vedtak": [{"beboer": "B1", "tjeneste": "7", "timer": "5", "rapporteres": "nei"}],
    }
    letter = letter_of(allocator.allocate(allocator.read(files_of(given))), "A1", "B1")
    assert letter.is_empty
    assert (
        "[Dette er ikke tatt med, fordi vedtaket ikke hører til registeret: avlastning utenfor "
        "institusjon. Finn rett hjemmel hvis det skal stå i brevet.]"
    ) in letter.text


def test_a_decision_that_has_ended_is_not_written_about_and_one_to_come_is() -> None:
    given = {
        "enhet": {"periode_start": "05.01.2026"},
        "vedtak": [
            {"beboer": "B1", "tjeneste": "9", "timer": "5", "til": "04.01.2026"},
            {"beboer": "B1", "tjeneste": "1", "timer": "5", "fra": "12.01.2026"},
        ],
    }
    letter = letter_of(allocator.allocate(allocator.read(files_of(given))), "A1", "B1")
    (section,) = [section for section in letter.sections if section.service is not None]
    assert section.service == 1
    assert "Vedtaket gjelder fra 12.01.2026 og har ingen sluttdato." in section.paragraphs[-1]
