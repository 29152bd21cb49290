"""Everything that the program leaves of an input: what it says, and every file it writes."""

import csv
import io
import os
import re
import unicodedata
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

import openpyxl

from allocator.cli import main
from privacy.placements import Files

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Leavings(NamedTuple):
    """What every command said and wrote, and whether the input was refused as it should be."""

    texts: dict[str, str]
    """Where it was found -> text."""
    refused: bool
    places: frozenset[tuple[str, str]]
    """Table and column of every identity number that was found in a cell."""


def leavings(files: Files, folder: Path) -> Leavings:
    """Run every command on an input that lies in a folder, and gather what they leave."""
    given = folder / "inn"
    given.mkdir()
    for name, data in files.items():
        (given / os.fsdecode(os.fsencode(name))).write_bytes(data)
    source = given
    if len(files) == 1:
        (only,) = given.iterdir()
        source = only
    texts: dict[str, str] = {}
    commands = {
        "check": ["check", str(source), "--mark", str(folder / "merket.xlsx")],
        "run": ["run", str(source), "--out", str(folder / "ut")],
        "map": ["map", str(source), "--out", str(folder / "ut" / "ny.mapping.yaml")],
        "why": ["why", str(source), "--resident", "B1", "--lang", "en"],
        "letter": ["letter", str(source), "--resident", "B1", "--out", str(folder / "brev.docx")],
    }
    codes = {}
    for name, command in commands.items():
        output = io.StringIO()
        with redirect_stdout(output), redirect_stderr(output):
            codes[name] = main(command)
        texts[f"said by {name}"] = output.getvalue()
    for path in sorted(folder.rglob("*")):
        if given not in path.parents and path.is_file():
            texts[f"the name of {path.name}"] = path.name
            texts |= _texts_of(path)
    refused = all(codes[name] == 1 for name in ("check", "run", "why", "letter"))
    notices = list(csv.DictReader(io.StringIO(texts.get("notices.csv", ""), newline="")))
    named = any(notice["code"].startswith("identity-number") for notice in notices)
    cells = [notice for notice in notices if notice["code"] == "identity-number"]
    places = frozenset((notice["table"], notice["column"]) for notice in cells)
    return Leavings(texts, refused and named, places)


def _texts_of(path: Path) -> dict[str, str]:
    data = path.read_bytes()
    try:
        with ZipFile(io.BytesIO(data)) as package:
            return {f"{path.name}: {n}": _plain_xml(package.read(n)) for n in package.namelist()}
    except BadZipFile:
        return {path.name: data.decode("utf-8")}


def _plain_xml(data: bytes) -> str:
    """XML as it stands, and as a person reads it, without the marks of runs."""
    text = data.decode("utf-8", "replace")
    return text + unquote(re.sub(r"<[^>]*>", "", text))


def leaks(texts: dict[str, str], number: str) -> list[str]:
    """Where the digits are, in whatever writing, or a control character reaches a terminal."""
    return [name for name, text in texts.items() if _leaks(name, text, number)]


def _leaks(name: str, text: str, number: str) -> bool:
    if name.startswith("said") and _CONTROL.search(text):
        return True
    plain = "".join(_digit(sign) for sign in unicodedata.normalize("NFKC", text))
    if number[-5:] in plain and number[-5:] not in _in_every_workbook():
        return True
    return number.lstrip("0") in re.sub(r"[^0-9a-zA-Z]", "", plain)


@cache
def _in_every_workbook() -> str:
    """What stands in a workbook that holds nothing: sizes and colours of its theme."""
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    with ZipFile(stream) as package:
        return "".join(package.read(name).decode() for name in package.namelist())


def _digit(sign: str) -> str:
    return str(unicodedata.digit(sign, sign))
