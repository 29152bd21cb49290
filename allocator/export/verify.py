"""Holds the folder of a run to the same calculation made again, byte for byte.

What differs is told by its causes (rows of the input, versions, rules, choices of the run) and by
its effects (files, rows, columns). Only the seconds of the solver are left out: they differ
between equal runs.
"""

import csv
import datetime
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from allocator.export.files import files_of, json_of
from allocator.export.record import RUN, changed_files
from allocator.pipeline import ProgressCallback, Result, allocate
from allocator.results.record_changes import Difference, rule_changes, version_changes
from allocator.rules.catalogue import Catalogue
from allocator.tables import Inputs
from allocator.tables.alignment import differing_members, differing_rows
from allocator.tables.row_hashes import row_hashes

_SECONDS = "seconds"
_SHORT = 8
"""Digits of a hash, enough to tell two apart."""
_KEYS = 3
"""The first cells of a row, which say what it is about."""
_OF_RULE = ("from", "until", "sha256", "why")
"""What a folder must say of a rule as the calculation made again does."""


def made_again(
    record: Mapping[str, Any],
    inputs: Inputs,
    progress: ProgressCallback | None = None,
    catalogue: Catalogue | None = None,
) -> Result:
    """Calculate as a run was: on its day, with its profile and in its language.

    Raises
    ------
    InputError : as `allocate`.
    """
    return allocate(
        inputs,
        profile=record["profile"],
        language=record["language"],
        today=datetime.date.fromisoformat(record["today"]),
        progress=progress,
        catalogue=catalogue,
    )


def differences(folder: Path, record: Mapping[str, Any], result: Result) -> list[Difference]:
    """Return everything in which the folder of a run differs from the calculation made again.

    Parameters
    ----------
    record : of the folder. result : as `made_again` gives it.

    Raises
    ------
    RecordError : the system refuses to read a file.
    """
    expected = files_of(result)
    differing = [
        *input_differences(record, result.calculation.inputs),
        *version_changes(record["versions"], result.run["versions"]),
        *rule_changes(record["units"], result.run["units"], _OF_RULE),
        *_files(folder, record, expected),
    ]
    now = _with_seconds(json.loads(expected[RUN]), record)
    if (folder / RUN).read_bytes() != json_of(now):
        files = {f"files.{difference.file}" for difference in differing}
        differing += [other for other in _record(record, now) if other.facts["part"] not in files]
        differing = differing or [Difference("same-content", {}, RUN)]
    return differing


def other_files(folder: Path, record: Mapping[str, Any]) -> list[str]:
    """Return the names of what lies in the folder and is not the run's."""
    return sorted({path.name for path in folder.iterdir()} - {RUN, *record["files"]})


def input_differences(record: Mapping[str, Any], inputs: Inputs) -> list[Difference]:
    """Return the rows in which an input differs from that of a run.

    Bytes that differ though no row does are said, and rows that are read otherwise from the same
    bytes.
    """
    tables, tables_now = record["input"]["tables"], row_hashes(inputs)
    digest, digest_now = record["input"]["sha256"], inputs.sha256
    rows = [
        difference
        for table in dict.fromkeys([*tables, *tables_now])
        for difference in _input_rows(table, tables.get(table, {}), tables_now.get(table, {}))
    ]
    if digest == digest_now:
        key = "input-read-otherwise"
    else:
        key = "input" if rows else "input-written-otherwise"
    facts = {"before": digest[:_SHORT], "now": digest_now[:_SHORT]}
    return [Difference(key, facts), *rows] if rows or digest != digest_now else []


def _input_rows(
    table: str, before: Mapping[str, str], now: Mapping[str, str]
) -> Iterator[Difference]:
    """Give the rows of one table of the input that are changed, gone or new."""
    if not before or not now:
        yield Difference("table-gone" if before else "table-new", {"table": table})
        return
    hashes, hashes_now = [*before.values()], [*now.values()]
    for old, new in differing_members(hashes, hashes_now, ([*before], [*now])):
        key = "row-gone" if new is None else "row-new" if old is None else "row-changed"
        row = [*before][old] if new is None and old is not None else [*now][new or 0]
        yield Difference(key, {"table": table, "row": row})


def _files(
    folder: Path, record: Mapping[str, Any], expected: Mapping[str, bytes]
) -> Iterator[Difference]:
    """Give each file that is gone, was changed after the run, or is calculated otherwise now."""
    edited = set(changed_files(folder, record))
    for name in [name for name in expected if name != RUN]:
        if not (folder / name).is_file():
            yield Difference("file-missing", {}, name)
            continue
        content = (folder / name).read_bytes()
        if content != expected[name]:
            key = "file-edited" if name in edited else "file-recalculated"
            yield Difference(key, {}, name)
            yield from _cells(name, content, expected[name])


def _cells(name: str, content: bytes, expected: bytes) -> Iterator[Difference]:
    """Give the rows and cells in which a CSV file differs from the one expected."""
    try:
        written = _table(content)
    except (UnicodeDecodeError, csv.Error):
        yield Difference("no-table", {}, name)
        return
    table = _table(expected)
    pairs = differing_rows(written, table)
    if not pairs:
        yield Difference("same-cells", {}, name)
    for old, new in pairs:
        row = written[old] if old is not None else table[new or 0]
        facts = {
            "row": str((old if old is not None else new or 0) + 1),
            "about": ", ".join(row[:_KEYS]),
        }
        if old is None or new is None:
            yield Difference("line-extra" if new is None else "line-missing", facts, name)
            continue
        for column in range(max(len(written[old]), len(table[new]))):
            was, becomes = _cell(written[old], column), _cell(table[new], column)
            if was != becomes:
                heading = _cell(table[0], column)
                cell = {"column": heading, "found": was, "expected": becomes}
                yield Difference("cell", facts | cell, name)


def _table(content: bytes) -> list[tuple[str, ...]]:
    return [*map(tuple, csv.reader(io.StringIO(content.decode("utf-8"), newline="")))]


def _cell(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""


def _with_seconds(now: Any, record: Any) -> Any:
    """Return a record with the seconds of another, where that has any."""
    if isinstance(now, dict) and isinstance(record, dict):
        kept = {name: _with_seconds(part, record.get(name)) for name, part in now.items()}
        if isinstance(now.get(_SECONDS), float) and isinstance(record.get(_SECONDS), float):
            kept[_SECONDS] = record[_SECONDS]
        return kept
    if isinstance(now, list) and isinstance(record, list) and len(now) == len(record):
        return [_with_seconds(*parts) for parts in zip(now, record, strict=True)]
    return now


def _record(record: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Difference]:
    """Give what differs in the record beside its causes: choices, solver, readings, hashes."""
    for path, before, after in _unlike(record, now, ()):
        if path[0] not in ("input", "versions") and path[2:3] != ("rules",):
            facts = {"part": ".".join(path), "before": before, "now": after}
            yield Difference("record", facts, RUN)


def _unlike(
    before: Any, now: Any, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Give each part in which two records differ, with what it was and is."""
    if isinstance(before, dict) and isinstance(now, dict):
        for name in dict.fromkeys([*now, *before]):
            yield from _unlike(before.get(name), now.get(name), (*path, name))
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for number, (old, new) in enumerate(zip(before, now, strict=True)):
            name = new.get("unit", number) if isinstance(new, dict) else number
            yield from _unlike(old, new, (*path, str(name)))
    elif before != now or type(before) is not type(now):
        yield path, _shown(before), _shown(now)


def _shown(part: Any) -> str:
    """Write a part of a record; of a list how many it has, which is what differs."""
    if isinstance(part, list):
        return f"[{len(part)}]"
    return "" if part is None else json.dumps(part, ensure_ascii=False)
