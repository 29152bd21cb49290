"""`allocator letter`: the paragraphs of a decision about one resident, as text or a document."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from allocator.cli.calculate import calculation, failed, refused
from allocator.cli.explain import service_code, units_of, unknown
from allocator.cli.places import check_apart, checked_input, writing
from allocator.cli.terminal import CommandError, Refusal, show
from allocator.errors import InputError
from allocator.sanitise import sanitise
from allocator.text import translate

if TYPE_CHECKING:
    from allocator.results.letter import Letter

WORD = ".docx"


def letter_command(
    source: Path,
    unit: str,
    resident: str,
    service: str,
    out: Path | None,
    language: str,
    profile: str,
) -> int:
    """Show the letter, or write it; 1 if the input has errors, 3 if a unit is not calculated.

    Raises
    ------
    CommandError : there is no such input, unit, resident, service or profile; the resident has
        several units; or the file cannot be a letter's.
    Refusal : the library that writes documents is not installed.
    NotKept : the letter cannot be written.
    """
    from allocator.results.letter import letter_of

    checked_input(source, language)
    if out is not None:
        _check_file(out, source, language)
    try:
        result = calculation(source, language, profile)
    except InputError as error:
        return refused(error, language)
    units = units_of(result, unit, resident, language)
    if len(units) > 1:
        raise CommandError(
            "letter-units", language, name=sanitise(resident), known=", ".join(units)
        )
    calculated = [own.data.unit for own in result.calculation.units]
    if units[0] in calculated:
        letter = letter_of(result, units[0], resident, language)
        _give(_about(letter, service, language), out, language)
    return failed(result, language)


def _about(letter: "Letter", service: str, language: str) -> "Letter":
    """Choose the sections on a service given as code or official name; all where none is."""
    if not service:
        return letter
    chosen = letter.about_service(service_code(service))
    if chosen.is_empty:
        known = dict.fromkeys(
            f"{section.service} {section.heading}"
            for section in letter.sections
            if section.service is not None
        )
        raise unknown("no-such-service", service, known, language)
    return chosen


def _give(letter: "Letter", out: Path | None, language: str) -> None:
    """Show the letter, or write it where it is to lie."""
    if letter.is_empty:
        show(translate("cli", "letter-nothing", language))
        return
    if out is None:
        show(letter.text)
        return
    from allocator.export.letter import letter_file
    from allocator.export.place import place_file

    with writing(out, language):
        place_file(out, letter_file(letter, language))
    show(translate("cli", "written", language, place=sanitise(out)))


def _check_file(out: Path, source: Path, language: str) -> None:
    """Check that a letter can be written to a path; one that is there may have been edited."""
    name = sanitise(out)
    if find_spec("docx") is None:
        raise Refusal(translate("cli", "no-letter-file", language, extra="allocator[docx]"))
    if out.suffix.lower() != WORD:
        raise CommandError("letter-kind", language, name=name)
    with writing(out, language):
        check_apart(out, source, language)
        if out.exists():
            raise CommandError("letter-there", language, name=name)
