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
