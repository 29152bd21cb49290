"""`allocator map` and `allocator check --mark`: propose a mapping, return a marked workbook."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from allocator.cli.places import WORKBOOK, check_apart, checked_input, writing
from allocator.cli.problems import shown_accounts, shown_errors
from allocator.cli.terminal import Refusal, complain, show
from allocator.notices import Notice, errors
from allocator.sanitise import sanitise
from allocator.text import translate

if TYPE_CHECKING:
    from allocator.repair.mark import Marked
    from allocator.tables.inputs import Inputs


def map_command(source: Path, out: Path | None, language: str) -> int:
    """Propose a mapping for the tables of another system; beside the input unless `out` is given.

    An input that cannot be opened is refused in the words of `check`; gives the exit code.

    Raises
    ------
    CommandError : there is no such input.
    Refusal : a mapping is there already, or it cannot be written.
    """
    from allocator.export.place import place_file
    from allocator.tables.formats import MAPPING, READ
    from allocator.tables.mapping.proposal import propose
    from allocator.tables.read import read
    from allocator.tables.source import beside

    checked_input(source, language)
    own = source / f"{source.resolve().name}{MAPPING}" if source.is_dir() else beside(source)
    path = out or own
    opened, refused = _opened(source)
    if refused:
        complain(*shown_errors(refused, language))
        return 1
    if not opened:
        endings = ", ".join(sorted(READ))
        name = sanitise(source)
        complain(translate("files", "nothing-read", language, name=name, endings=endings))
        return 1
    text = propose(source)
    if not text:
        show(*(notice.message(language) for notice in _not_read(source)))
        show(translate("files", "nothing-to-map", language))
        if wrong := errors(read(source).notices):
            show(translate("files", "errors-left", language, count=len(wrong)))
        return 0
    if path.exists():
        raise Refusal(translate("files", "mapping-there", language, name=sanitise(path)))
    with writing(path, language):
        place_file(path, text.encode())
    show(*shown_accounts(_as_proposed(source), language))
    show(translate("files", "mapping-written", language, name=sanitise(path)))
    return 0


def _as_proposed(source: Path) -> "Inputs":
    """Return the input as it is read by the proposal as far as that is certain."""
    from allocator.tables.mapping.connections import connect
    from allocator.tables.mapping.layouts import Layouts
    from allocator.tables.read import read
    from allocator.tables.source import gather

    return read(connect(gather(source)[0], {}, (), Layouts()).tried({}))


def _not_read(source: Path) -> list[Notice]:
    """Return what is said of files among the input's that are no tables."""
    from allocator.tables.source import gather

    return list(gather(source)[1])


def _opened(source: Path) -> tuple[set[str], list[Notice]]:
    """Return the sheets that can be opened, and what stands in the way of the others."""
    from allocator.tables.read import sheets_of
    from allocator.tables.source import gather

    files, notices = gather(source)
    sheets, more = sheets_of(files, {})
    opened = {sheet.name for sheet in sheets}
    refused = [notice for notice in errors([*notices, *more]) if notice.table not in opened]
    return opened, refused


def mark_command(source: Path, notices: Sequence[Notice], out: Path, language: str) -> None:
    """Return the input as a workbook with a comment in every wrong cell.

    Raises
    ------
    Refusal : it cannot be written.
    """
    with writing(out, language):
        workbook = write_marked(source, notices, out, language)
    if workbook is None:
        show(translate("files", "cannot-mark", language))
        return
    key = "marked" if workbook.own else "marked-values"
    show(translate("files", key, language, name=sanitise(out), count=workbook.cells))


def write_marked(
    source: Path, notices: Sequence[Notice], out: Path, language: str = "nb"
) -> "Marked | None":
    """Write the marked workbook.

    Returns
    -------
    What was written; None where the input cannot be opened, and nothing is written.

    Raises
    ------
    OSError
        It cannot be written; what was there is untouched.
    """
    from allocator.export.place import place_file
    from allocator.repair.mark import marked
    from allocator.tables.source import gather

    files, _ = gather(source)
    workbook = marked(files, notices, language)
    if workbook is None:
        return None
    place_file(out, workbook.data)
    return workbook


def check_mark(source: Path, out: Path, language: str) -> None:
    """Check that the marked workbook can be written to a path.

    Raises
    ------
    CommandError : it is the input itself, or within it.
    Refusal : it is no workbook.
    """
    name = sanitise(out)
    if out.suffix.lower() != WORKBOOK or (out.exists() and not out.is_file()):
        raise Refusal(translate("files", "mark-kind", language, name=name))
    with writing(out, language):
        check_apart(out, source, language)
