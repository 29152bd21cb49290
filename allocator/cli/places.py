"""Paths of input and output: checks, and the system's errors in the user's language."""

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from allocator.cli.terminal import CommandError, Refusal, show
from allocator.sanitise import sanitise
from allocator.text import translate

WORKBOOK = ".xlsx"
_NO_FOLDER = frozenset({".csv", ".xls", ".xlsm", ".xlsb", ".ods", ".pdf", ".json", ".txt", ".zip"})
"""Suffixes of files, which cannot be the output folder."""
_WHY = {
    "EACCES": "denied",
    "EPERM": "denied",
    "EROFS": "denied",
    "ENOSPC": "full",
    "EDQUOT": "full",
    "ENOENT": "missing",
    "ENOTDIR": "missing",
    "EBUSY": "busy",
    "ETXTBSY": "busy",
}


def checked_input(source: Path, language: str) -> Path:
    """Check that the input exists.

    Raises
    ------
    CommandError : there is nothing of that name.
    """
    try:
        there = source.exists()
    except OSError:
        there = False
    if not there:
        raise CommandError("no-such-input", language, name=sanitise(source))
    return source


def checked_output(out: Path, source: Path, language: str) -> Path:
    """Check that the output can be written to.

    Raises
    ------
    CommandError : it is the input itself, or neither a folder nor a workbook.
    Refusal : the system does not allow access.
    """
    with writing(out, language):
        _check_output(out, source, language)
    return out


def _check_output(out: Path, source: Path, language: str) -> None:
    name, suffix = sanitise(out), out.suffix.lower()
    if out.resolve() == source.resolve():
        raise CommandError("out-is-input", language, name=name)
    if suffix in _NO_FOLDER and not out.is_dir():
        raise CommandError("out-kind", language, name=name, suffix=suffix)
    if suffix == WORKBOOK and out.is_dir():
        raise CommandError("out-is-folder", language, name=name)
    if suffix != WORKBOOK and out.exists() and not out.is_dir():
        raise CommandError("out-is-file", language, name=name)


@contextmanager
def writing(path: Path, language: str) -> Iterator[None]:
    """Turn the system's errors on writing into a refusal with its reason.

    Raises
    ------
    Refusal : the system refused.
    """
    try:
        yield
    except OSError as error:
        key = _WHY.get(errno.errorcode.get(error.errno or 0, ""), "other")
        system = error.strerror or type(error).__name__
        why = translate("cli", f"why-{key}", language, system=system)
        name = sanitise(path)
        raise Refusal(translate("cli", "cannot-write", language, name=name, why=why)) from error


def template_command(file: Path, language: str) -> int:
    """Make an empty workbook with headings, lists and help; an existing file is not touched.

    Raises
    ------
    CommandError : the name is no workbook's, or there is such a file.
    Refusal : it cannot be written.
    """
    from allocator.export.place import place_file
    from allocator.export.template import write_template

    name = sanitise(file)
    if file.suffix.lower() != WORKBOOK:
        raise CommandError("template-kind", language, name=name)
    if file.exists():
        raise CommandError("template-there", language, name=name)
    with writing(file, language), tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / file.name
        write_template(made)
        place_file(file, made.read_bytes())
    show(translate("cli", "written", language, place=name))
    return 0
