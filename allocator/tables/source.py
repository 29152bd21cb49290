"""Loads an input (a folder, a file or uploaded bytes) as bytes by file name."""

from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePath
from unicodedata import normalize

from allocator.notices import Notice
from allocator.tables.identity import mask

CSV = frozenset({".csv", ".tsv", ".txt"})
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".xltx", ".xltm"})
MAPPING = ".mapping.yaml"
"""Of a folder any file of that ending; of `list.xlsx` the file `list.mapping.yaml` beside it."""
MAX_BYTES = 50_000_000
"""For all files together; a workbook has its own, smaller limit."""

_Sized = Mapping[str, tuple[int, Callable[[], bytes]]]
"""File name -> its size, and how to get its bytes once the size is known to be sane."""


def gather(source: str | Path | Mapping[str, bytes]) -> tuple[dict[str, bytes], list[Notice]]:
    """Return the files of an input by name, in sorted order, and what was passed over.

    Never raises for what is not there or cannot be opened: that is a notice.
    """
    if isinstance(source, Mapping):
        sized = _uploaded(source)
        if len(sized) < len(source):
            return {}, [Notice("file-twice")]
        return _load(*_of_use(sized))
    path = Path(source)
    try:
        if not path.is_dir():
            files = {one.name: one for one in (path, beside(path)) if one == path or one.is_file()}
            return _load({name: (f.stat().st_size, f.read_bytes) for name, f in files.items()}, [])
        listed = [file for file in path.iterdir() if file.is_file()]
        sized = {_composed(file.name): (file.stat().st_size, file.read_bytes) for file in listed}
        if len(sized) < len(listed):
            return {}, [Notice("file-twice")]
        return _load(*_of_use(sized))
    except (OSError, ValueError):
        return {}, [Notice("input-unreadable", value=mask(path.name))]


def fingerprint(files: Mapping[str, bytes]) -> str:
    """sha256 of one workbook's bytes, or of names and bytes of CSV files in sorted order.

    A mapping beside them counts too: it changes what they say.
    """
    digest = sha256()
    tables = [file for file in files.items() if not is_mapping(file[0])]
    rest = sorted(files.items())
    if len(tables) == 1 and not is_csv(*tables[0]):
        digest.update(tables[0][1])
        rest = [("", data) for name, data in rest if is_mapping(name)]
    for name, data in rest:
        digest.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        digest.update(data)
    return digest.hexdigest()


def is_csv(name: str, data: bytes) -> bool:
    """Whether a file is to be read as CSV; a workbook is one whatever its name."""
    workbook = data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
    return not workbook and PurePath(name).suffix.lower() not in WORKBOOKS


def _uploaded(source: Mapping[str, bytes]) -> _Sized:
    """Return uploaded files by the last part of their names, without folders."""
    return {
        _composed(PurePath(name.replace("\\", "/")).name or name): (len(data), partial(bytes, data))
        for name, data in source.items()
    }


def _composed(name: str) -> str:
    """Return a file's name with each letter as one character; some systems give å as a and ring."""
    return normalize("NFC", name)


def _of_use(sized: _Sized) -> tuple[_Sized, list[Notice]]:
    """Return the files that may be tables; hidden ones and Excel's locks are ignored."""
    seen = {name: file for name, file in sized.items() if not name.startswith((".", "~$"))}
    kept = {n: f for n, f in seen.items() if _may_be_read(n)}
    return kept, [
        Notice("file-ignored", table=mask(name)) for name in sorted(seen) if name not in kept
    ]


def _may_be_read(name: str) -> bool:
    return PurePath(name).suffix.lower() in CSV | WORKBOOKS or is_mapping(name)


def is_mapping(name: str) -> bool:
    """Whether a file is a mapping of foreign tables, by its name."""
    return name.casefold().endswith(MAPPING)


def beside(path: Path) -> Path:
    """Where the mapping of a single file lies."""
    return path.with_name(path.stem + MAPPING)


def _load(sized: _Sized, notices: list[Notice]) -> tuple[dict[str, bytes], list[Notice]]:
    size = sum(size for size, _ in sized.values())
    if size > MAX_BYTES:
        facts = {"size": f"{size / 1e6:.0f}", "most": f"{MAX_BYTES / 1e6:.0f}"}
        return {}, [*notices, Notice("input-too-large", facts=facts)]
    return {name: sized[name][1]() for name in sorted(sized)}, notices
