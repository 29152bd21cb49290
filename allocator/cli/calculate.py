"""`allocator run` and `allocator check`: calculate an input, and list its notices."""

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from allocator.cli.kept import keep_run, opened
from allocator.cli.options import usage_error
from allocator.cli.places import WORKBOOK, checked_input, checked_output, writing
from allocator.cli.problems import counts, shown_accounts, shown_by_table, shown_errors
from allocator.cli.terminal import FAILED, CommandError, NotKept, complain, show, wrapped
from allocator.cli.waiting import Waiting
from allocator.errors import CatalogueError, InputError
from allocator.notices import SEVERITIES
from allocator.sanitise import sanitise
from allocator.text import translate

if TYPE_CHECKING:
    from allocator.pipeline import Result
    from allocator.tables.inputs import Inputs

NOTICES = "notices.csv"


def calculation(source: Path, language: str, profile: str) -> "Result":
    """Read and calculate an input.

    Raises
    ------
    CommandError : there is no such input or profile.
    InputError : the input has errors.
    """
    return _calculated(_inputs(source, language, profile), language, profile)


def _inputs(source: Path, language: str, profile: str) -> "Inputs":
    from allocator.tables import read

    checked_input(source, language)
    _check_profile(profile, language)
    return read(source)


def _calculated(inputs: "Inputs", language: str, profile: str) -> "Result":
    from allocator.pipeline import allocate

    with Waiting(language) as waiting:
        return allocate(
            inputs,
            profile=profile,
            language=language,
            progress=waiting.on_stage,
            expected=waiting.expected,
        )


def run_command(
    source: Path, out: Path | None, language: str, profile: str, keep: bool = False
) -> int:
    """Calculate, write or keep in the store, and show the hours.

    With errors `notices.csv` alone is written, and nothing is kept.
    """
    if out is None and not keep:
        problem = translate("cli", "usage-missing", language, name="--out")
        raise usage_error("run", problem, language)
    checked_input(source, language)
    if out is not None:
        checked_output(out, source, language)
    with opened(language) if keep else nullcontext() as store:
        try:
            result = calculation(source, language, profile)
        except InputError as error:
            if out is None:
                return refused(error, language)
            _refuse(error, out, language)
            return 1
        if out is not None:
            _write(result, out, language)
        kept = keep_run(store, source, result, language) if store else None
    from allocator.cli.summary import summary

    show(*summary(result, language), "")
    counted = counts(result.all_notices, ("warning", "question"), language)
    if out is None:
        show(translate("cli", "kept-notices", language, counts=counted))
    else:
        facts = {"counts": counted, "place": _place(out, language)}
        show(translate("cli", "see-notices", language, **facts))
        show(translate("cli", "written", language, place=sanitise(out)))
    if kept is not None:
        show(translate("cli", "kept", language, id=kept.id))
    return failed(result, language)


def check_command(source: Path, language: str, profile: str, marked: Path | None = None) -> int:
    """Show every notice on an input, and mark its cells if asked.

    Returns
    -------
    1 if it has errors, 3 if a unit could not be calculated.
    """
    from allocator.cli.files import check_mark, mark_command

    if marked is not None:
        check_mark(source, marked, language)
    inputs = _inputs(source, language, profile)
    try:
        result = _calculated(inputs, language, profile)
        notices, code = result.all_notices, FAILED if result.failures else 0
    except InputError as error:
        notices, code = error.notices, 1
    show(*shown_by_table(notices, language))
    show(*shown_accounts(inputs, language))
    show(counts(notices, SEVERITIES, language))
    if marked is not None:
        mark_command(source, notices, marked, language)
    return code


def failed(result: "Result", language: str) -> int:
    """Show which units could not be calculated; gives the exit code."""
    for notice in result.failures:
        complain(*wrapped(notice.message(language)))
    return FAILED if result.failures else 0


def refused(error: InputError, language: str) -> int:
    """Show the errors of an input where nothing is written; gives the exit code."""
    complain(*shown_errors(error.notices, language))
    return 1


def _check_profile(profile: str, language: str) -> None:
    from allocator.rules.loading import load

    try:
        load().profile(profile)
    except CatalogueError:
        known = ", ".join(other.id for other in load().profiles)
        raise CommandError(
            "no-such-profile", language, name=sanitise(profile), known=known
        ) from None


def _place(out: Path, language: str) -> str:
    """Name the file or the sheet that has the notices."""
    if out.suffix.lower() != WORKBOOK:
        return NOTICES
    sheet = translate("export", "sheet-notices", language)
    return translate("cli", "sheet", language, sheet=sheet)


def _refuse(error: InputError, out: Path, language: str) -> None:
    """Show the errors, and write `notices.csv` alone; nothing where a finished run lies."""
    from allocator.export.files import write_notices
    from allocator.export.record import RUN

    complain(*shown_errors(error.notices, language), "")
    workbook = out.suffix.lower() == WORKBOOK
    folder = out.parent if workbook else out
    if (folder / RUN).exists() or (workbook and out.exists()):
        complain(translate("cli", "notices-nowhere", language, place=sanitise(out)))
        return
    try:
        with writing(folder / NOTICES, language):
            path = write_notices(error.notices, folder, language)
    except NotKept as not_kept:
        complain(str(not_kept))
        return
    complain(translate("cli", "notices-only", language, place=sanitise(path)))


def _write(result: "Result", out: Path, language: str) -> None:
    with writing(out, language):
        if out.suffix.lower() != WORKBOOK:
            from allocator.export.files import write_folder

            write_folder(result, out)
            return
        from allocator.export.workbook import SheetTooLarge, write_workbook

        try:
            write_workbook(result, out, language)
        except SheetTooLarge as error:
            raise NotKept(translate("cli", "too-large", language, name=str(error))) from error
