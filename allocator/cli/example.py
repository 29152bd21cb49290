"""`allocator example`: a shipped example as files of one's own, to look at and to change."""

from pathlib import Path

from allocator.cli.places import writing
from allocator.cli.terminal import CommandError, show
from allocator.export.place import place_folder
from allocator.resources import EXAMPLES
from allocator.tables.identity import mask
from allocator.text import translate

_TABLES = frozenset({".csv", ".xlsx", ".yaml", ".md"})


def example_names() -> list[str]:
    """The examples that can be asked for, in alphabetical order."""
    return sorted({path.stem for path in EXAMPLES.iterdir() if path.suffix in ("", ".xlsx")})


def files_of(name: str) -> dict[str, bytes]:
    """File name -> content of one example; a workbook is one file, a folder all of its own."""
    folder, workbook = EXAMPLES / name, EXAMPLES / f"{name}.xlsx"
    paths = sorted(folder.iterdir()) if folder.is_dir() else [workbook]
    return {path.name: path.read_bytes() for path in paths if path.suffix in _TABLES}


def example_command(name: str, folder: Path, language: str) -> int:
    """Copy an example into a folder that is new or empty.

    Raises
    ------
    CommandError : there is no such example, or something lies in the folder.
    Refusal : the folder cannot be written.
    """
    if name not in example_names():
        known = ", ".join(example_names())
        raise CommandError("no-such-example", language, name=mask(name), known=known)
    place = mask(str(folder))
    with writing(folder, language):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError("example-there", language, name=place)
        place_folder(folder, files_of(name))
    show(translate("cli", "written", language, place=place))
    show(translate("cli", "example-next", language, place=place))
    return 0
