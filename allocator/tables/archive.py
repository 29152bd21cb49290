"""A zip file of tables: what is packed in it is the input, as if it lay in a folder.

The zip files that the program hands out are read again, and so is a folder that somebody packed.
It is refused whole where it is not plainly that. Its directory is binding, as a workbook's is:
what it declares is counted before anything is unpacked, and no more is read than it declares.
"""

import re
import stat
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePath
from typing import Final

from allocator.identity import holds_identity_number
from allocator.notices import Notice
from allocator.tables.bounds import MAX_FILES
from allocator.tables.formats import ARCHIVE, Format, format_of, is_hidden, is_mapping
from allocator.tables.guard import PACKED, input_too_large

_ENCRYPTED: Final = 0x1
_OUTSIDE: Final = re.compile(r"(?:^|/)\.\.(?:/|$)|^/|^[A-Za-z]:")
_OF_MAC: Final = "__MACOSX"


def lone_archive(files: Mapping[str, bytes]) -> str:
    """Return the name of the zip file that an input is, with or without mappings; else empty."""
    names = [name for name in files if not is_mapping(name)]
    lone = names[0] if len(names) == 1 else ""
    return lone if is_archive(lone) and format_of(lone, files[lone]) is Format.OTHER else ""


def is_archive(name: str) -> bool:
    """Whether a file is a zip file by its name."""
    return PurePath(name).suffix.lower() == ARCHIVE


def unpacked(files: Mapping[str, bytes]) -> dict[str, bytes] | Notice:
    """Return an input with the files of a lone zip file in its place.

    Parameters
    ----------
    files
        The input, by file name.

    Returns
    -------
    The files, those that are no tables too; or why the zip file is refused.
    """
    name = lone_archive(files)
    if not name:
        return dict(files)
    try:
        with zipfile.ZipFile(BytesIO(files[name])) as archive:
            parts = [info for info in archive.infolist() if not _is_left_out(info)]
            if refusal := _refuse(name, archive, parts):
                return refusal
            inside = {_file_name(info): archive.read(info) for info in parts}
    except Exception:
        # Damaged archives raise some ten types (zlib.error, struct.error, EOFError, ...).
        return _refused(name, "den er skadet", "it is damaged")
    mappings = {other: data for other, data in files.items() if other != name}
    return Notice("file-twice") if mappings.keys() & inside else inside | mappings


def _refuse(name: str, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> Notice | None:
    """Return why a zip file is not unpacked, or None."""
    folders = [_path(info).rpartition("/")[0] for info in parts]
    aside = [archive.comment, *(text for info in parts for text in (info.comment, info.extra))]
    if any(map(holds_identity_number, [name, *folders])):
        holder = next(filter(holds_identity_number, [name, *folders]))
        return Notice("identity-number-in-name", value=holder)
    if any(holds_identity_number(text.decode("utf-8", "replace")) for text in aside):
        return _refused(name, "et fødselsnummer i en merknad", "an identity number in a comment")
    if len(parts) > MAX_FILES:
        return Notice("too-many-files", facts={"most": str(MAX_FILES)})
    if any(info.flag_bits & _ENCRYPTED for info in parts):
        return _refused(name, "den har passord", "it has a password")
    if any(info.compress_type not in PACKED for info in parts):
        return _refused(name, "den er pakket på en uvanlig måte", "it is packed in an unusual way")
    if any(_OUTSIDE.search(_path(info)) for info in parts):
        return _refused(name, "et navn i den peker ut av den", "a name in it leads out of it")
    if any(stat.S_ISLNK(info.external_attr >> 16) for info in parts):
        return _refused(name, "den har snarveier i stedet for filer", "it has links and not files")
    if any(is_archive(_path(info)) for info in parts):
        return _refused(name, "det er en zip-fil i den", "there is a zip file in it")
    if len(set(folders)) > 1:
        return _refused(name, "den har filer i flere mapper", "it has files in several folders")
    if len(set(map(_file_name, parts))) < len(parts):
        return Notice("file-twice")
    return input_too_large(sum(info.file_size for info in parts))


def _is_left_out(info: zipfile.ZipInfo) -> bool:
    """Whether a part is a folder itself, or what a system puts there unseen."""
    folders = _path(info).split("/")[:-1]
    return info.is_dir() or is_hidden(_file_name(info)) or _OF_MAC in folders


def _path(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/")


def _file_name(info: zipfile.ZipInfo) -> str:
    return _path(info).rpartition("/")[2]


def _refused(name: str, nb: str, en: str) -> Notice:
    return Notice("zip-refused", value=name, facts={"what": nb, "what_en": en})
