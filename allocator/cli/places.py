"""Paths of input and output: checks, and the system's errors in the user's language."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from allocator.cli.interrupt import orderly
from allocator.cli.terminal import CommandError, NotKept, show
from allocator.sanitise import sanitise
from allocator.tables.formats import NOT_READ, READ
from allocator.text import translate
from allocator.text.system import why

WORKBOOK = ".xlsx"
_NO_FOLDER = (READ | NOT_READ) - {WORKBOOK}
"""Suffixes of files, which cannot be the output folder."""


def checked_input(source: Path, language: str) -> Path:
    """Check that the input exists.

    Raises
    ------
    CommandError : there is nothing of that name.
    """
    try:
        source.lstat()
    except (FileNotFoundError, NotADirectoryError):
        raise CommandError("no-such-input", language, name=sanitise(source)) from None
    except OSError:
        pass  # it may be there: reading it will say why it cannot be read
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
    from allocator.export.files import FILES
    from allocator.export.place import check_names

    name, suffix = sanitise(out), out.suffix.lower()
    check_apart(out, source, language)
    if suffix in _NO_FOLDER and not out.is_dir():
        raise CommandError("out-kind", language, name=name, suffix=suffix)
    if suffix == WORKBOOK and out.is_dir():
        raise CommandError("out-is-folder", language, name=name)
    if suffix == WORKBOOK and out.exists() and not out.is_file():
        raise CommandError("out-is-no-file", language, name=name)
    if suffix != WORKBOOK and out.exists() and not out.is_dir():
        raise CommandError("out-is-file", language, name=name)
    if suffix != WORKBOOK:
        check_names(out, FILES)


def check_apart(out: Path, source: Path, language: str) -> None:
    """Check that what is written lies outside the input: it would be read as a part of it.

    Raises
    ------
    CommandError : it is the input itself, or within it, or its links lead in a circle.
    """
    there = Path(os.path.realpath(out))
    if there.is_symlink():
        raise CommandError("out-circle", language, name=sanitise(out))
    for folder in (there, *there.parents):
        if folder.exists() and source.exists() and folder.samefile(source):
            key = "out-is-input" if folder == there else "out-in-input"
            raise CommandError(key, language, name=sanitise(out))


@contextmanager
def writing(path: Path, language: str) -> Iterator[None]:
    """Turn the system's errors on writing into a refusal with its reason.

    Raises
    ------
    NotKept : the system refused.
    """
    from allocator.export.place import NameTakenError

    try:
        with orderly():
            yield
    except NameTakenError as error:
        facts = {"name": sanitise(error.path.name), "place": sanitise(path)}
        raise NotKept(translate("cli", "name-taken", language, **facts)) from error
    except OSError as error:
        reason = why(error, "write", language)
        name = sanitise(path)
        raise NotKept(translate("cli", "cannot-write", language, name=name, why=reason)) from error


def template_command(file: Path, language: str) -> int:
    """Make an empty workbook with headings, lists and help; an existing file is not touched.

    Raises
    ------
    CommandError : the name is no workbook's, or there is such a file.
    NotKept : it cannot be written.
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
