"""`allocator example`: a shipped example as files of one's own, to look at and to change."""

from pathlib import Path

from allocator.cli.places import writing
from allocator.cli.terminal import CommandError, show
from allocator.export.place import place_folder
from allocator.resources import example_files
from allocator.sanitise import sanitise
from allocator.text import translate


def example_command(name: str, folder: Path, language: str) -> int:
    """Copy an example into a folder that is new or empty.

    Raises
    ------
    CommandError : there is no such example, or something lies in the folder.
    Refusal : the folder cannot be written.
    """
    examples = example_files()
    if name not in examples:
        known = ", ".join(sorted(examples))
        raise CommandError("no-such-example", language, name=sanitise(name), known=known)
    target = sanitise(folder)
    with writing(folder, language):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError("example-there", language, name=target)
        place_folder(folder, {path.name: path.read_bytes() for path in examples[name]})
    show(translate("cli", "written", language, place=target))
    show(translate("cli", "example-next", language, place=target))
    return 0
