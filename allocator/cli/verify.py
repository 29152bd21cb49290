"""`allocator verify`: makes a run again and says in what its folder differs, and why."""

import datetime
from collections.abc import Iterator, Sequence
from itertools import groupby
from os.path import commonprefix
from pathlib import Path
from typing import Any

from allocator.cli.calculate import failed, refused
from allocator.cli.places import WORKBOOK, checked_input
from allocator.cli.terminal import CommandError, Refusal, complain, show, wrapped
from allocator.cli.waiting import Waiting
from allocator.errors import InputError
from allocator.export.change_words import cause_sentence
from allocator.export.record import RUN, RecordError, read_record
from allocator.export.verify import (
    differences,
    input_differences,
    made_again,
    other_files,
)
from allocator.results.record_changes import Difference
from allocator.sanitise import sanitise
from allocator.tables.words import LONGEST_SHOWN, shorten
from allocator.text import translate
from allocator.text.dates import day
from allocator.version import VERSION

DIFFERENT = 4
_CONTEXT = 20
"""Characters before the first that differs in two long texts."""
_MOST = 20
"""Lines about one file, or about all causes of one kind."""


def verify_command(folder: Path, source: Path, language: str) -> int:
    """Verify the folder of a run; 4 if anything in it differs, 1 if the input now has errors.

    3 if nothing differs and a unit could not be calculated, now as then.

    Raises
    ------
    CommandError : there is no such folder or input.
    Refusal : the folder cannot be read.
    """
    _check_folder(folder, language)
    checked_input(source, language)
    try:
        return _verify(folder, source, language)
    except RecordError as error:
        message = of_record(error, folder, language)
        if error.key == "unreadable":
            raise Refusal(message) from error
        complain(*wrapped(message))
        return DIFFERENT


def _verify(folder: Path, source: Path, language: str) -> int:
    from allocator.tables import read

    record = read_record(folder)
    show(*wrapped(_made(record, folder, language)))
    inputs = read(source)
    try:
        with Waiting(language) as waiting:
            result = made_again(record, inputs, waiting.on_stage)
    except InputError as error:
        show(*_causes(input_differences(record, inputs), language), "")
        complain(*wrapped(translate("verify", "input-has-errors", language)), "")
        return refused(error, language)
    differing = differences(folder, record, result)
    key = "different" if differing else "same"
    facts = {"source": sanitise(source), "count": len(record["files"]) + 1}
    show(*wrapped(translate("verify", key, language, **facts)))
    if differing:
        show(*_causes_and_effects(differing, language))
    others = other_files(folder, record)
    if others:
        names = sanitise(", ".join(others))
        show("", *wrapped(translate("verify", "others", language, names=names)))
    code = failed(result, language)
    return DIFFERENT if differing else code


def _check_folder(folder: Path, language: str) -> None:
    name = sanitise(folder)
    if folder.is_dir():
        return
    workbook = folder.suffix.lower() == WORKBOOK and folder.exists()
    raise CommandError(f"verify-{'workbook' if workbook else 'no-folder'}", language, name=name)


def of_record(error: RecordError, folder: Path | str, language: str) -> str:
    """Say why the folder of a run cannot be used."""
    part = sanitise(shorten(error.detail))
    where = translate("verify", "damaged-where", language, part=part) if part else ""
    facts = {"folder": sanitise(folder), "detail": part, "where": where, "version": VERSION}
    text = translate("verify", f"record-{error.key}", language, **facts)
    return f"{text} {error.notice.message(language)}" if error.notice else text


def _made(record: dict[str, Any], folder: Path, language: str) -> str:
    """Say which run it is."""
    count, versions = len(record["units"]), record["versions"]
    facts = {
        "folder": str(folder),
        "day": day(datetime.date.fromisoformat(record["today"]), language),
        "program": versions.get("allocator", "?"),
        "catalogue": versions.get("catalogue", "?"),
        "units": translate("verify", f"units{'-one' * (count == 1)}", language, count=count),
    }
    return sanitise(translate("verify", "made", language, **facts))


def _causes_and_effects(differing: Sequence[Difference], language: str) -> Iterator[str]:
    """Tell the causes, then file by file what became of them."""
    causes = [difference for difference in differing if not difference.file]
    in_files = [difference for difference in differing if difference.file]
    yield ""
    if causes:
        yield from _causes(causes, language)
    else:
        yield from wrapped(translate("verify", "no-causes", language))
    yield ""
    tables = [difference for difference in in_files if difference.file != RUN]
    if not tables:
        yield from wrapped(translate("verify", "figures-same", language))
    if in_files:
        yield translate("verify", "files", language)
    for file, of_file in groupby(in_files, key=lambda difference: difference.file):
        yield f"  {file}"
        yield from _lines(list(of_file), "    ", language)


def _causes(causes: Sequence[Difference], language: str) -> Iterator[str]:
    if causes:
        yield translate("verify", "causes", language)
    for _, alike in groupby(causes, key=lambda cause: cause.key.partition("-")[0]):
        yield from _lines(list(alike), "  ", language)


def _lines(differing: Sequence[Difference], indent: str, language: str) -> Iterator[str]:
    """Write one line for each difference, up to a number that can be read."""
    for difference in differing[:_MOST]:
        yield from wrapped(_sentence(difference, language), f"{indent}  ", indent)
    if len(differing) > _MOST:
        yield indent + translate("verify", "more", language, count=len(differing) - _MOST)


def _sentence(difference: Difference, language: str) -> str:
    """Put a difference into words; of cells only what is needed to tell them apart."""
    if difference.key != "cell":
        return cause_sentence(difference, language)
    facts = {name: sanitise(text) for name, text in difference.facts.items()}
    written, expected = _from_difference(difference.facts["found"], difference.facts["expected"])
    facts |= {"found": f"«{shorten(written)}»", "expected": f"«{shorten(expected)}»"}
    return translate("verify", "cell", language, **facts)


def _from_difference(written: str, expected: str) -> tuple[str, str]:
    """Cut the beginning that two long texts share, so that what differs is seen."""
    start = len(commonprefix([written, expected])) - _CONTEXT
    if max(len(written), len(expected)) <= LONGEST_SHOWN or start <= 0:
        return written, expected
    return f"…{written[start:]}", f"…{expected[start:]}"
