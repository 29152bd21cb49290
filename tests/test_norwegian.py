"""The Norwegian of the program, as a caseworker says it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import allocator
from allocator.notices import Notice, wordings
from allocator.text import texts

FOLDER = Path(__file__).parent.parent / "allocator" / "text"
CLUMSY = {
    "i natt": "om natten",
    "på natt": "om natten",
    "for få er": "det er for få",
    "i hele dag": "hele dagen",
    "i hele kveld": "hele kvelden",
    "en tjenesteyter": "én tjenesteyter",
    "bolighuset": "boligen",
}
ISO = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
BOTH_FORMS = {"no-such-date", "register-stays"}
"""Texts that say which two forms a date may be written in."""


def norwegian() -> Iterator[tuple[str, str]]:
    """Every Norwegian text with its key."""
    for path in sorted(FOLDER.rglob("*.toml")):
        for key, entry in texts(path.relative_to(FOLDER).with_suffix("").as_posix()).items():
            yield key, entry["nb"]
    for code, wording in wordings().items():
        yield from ((code, answer.nb) for answer in wording.answers)


@pytest.mark.parametrize("clumsy", CLUMSY)
def test_no_text_is_clumsy(clumsy: str) -> None:
    assert not [key for key, text in norwegian() if re.search(rf"\b{clumsy}\b", text)]


def test_dates_are_shown_as_they_are_written() -> None:
    assert not [key for key, text in norwegian() if ISO.search(text) and key not in BOTH_FORMS]


@pytest.mark.parametrize(
    ("notice", "nb", "en"),
    [
        (Notice("from-after-to", "vedtak", 2, "til", "1.1.26", {"first": "2026-01-11"}),
         "1.1.26 er før første dag, 11.01.2026.", "1.1.26 is before the first day, 2026-01-11."),
        (Notice("unit-unknown", "vakter", 2, "enhet", "A9", {"known": "A 2026-01-11"}),
         "Kjente enheter: A 2026-01-11.", "Known units: A 2026-01-11."),
    ],
)  # fmt: skip
def test_a_date_in_a_notice_is_of_the_language(notice: Notice, nb: str, en: str) -> None:
    assert nb in notice.message("nb")
    assert en in notice.message("en")


def test_a_decision_that_ends_says_when() -> None:
    files = {
        "enhet.csv": b"enhet;uker;periode_start\nA1;1;2026-01-05\n",
        "vakter.csv": b"uke;ukedag;vakt;start;slutt\n1;man;dag;07:00;15:00\n",
        "beboere.csv": b"beboer\nB1\n",
        "vedtak.csv": b"beboer;tjeneste;timer;til\nB1;1;2;2026-01-31\n",
    }
    result = allocator.allocate(allocator.read(files))
    message = next(n.message("nb") for n in result.all_notices if n.code == "decision-ends-soon")
    assert "vedtaket går ut 31.01.2026" in message
    assert "(11.01.2026)" in message
