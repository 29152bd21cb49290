"""A finished run as it is kept, byte for byte, and read back to be compared with another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from allocator.export.read_back import HOURS, REGISTER, hours_of
from allocator.export.record import RUN, RecordError, hashes_of, parse_record
from allocator.notices import errors
from allocator.tables import Inputs, read
from allocator.tables.declared_register import RegisterEntry
from allocator.tables.register import read_register


@dataclass(frozen=True)
class RunFiles:
    """A finished run.

    Parameters
    ----------
    input_files : what it read, name -> bytes, as `allocator.read` takes them.
    result_files : what it wrote, name -> bytes, as `files_of` gives them; `run.json` among them.
    """

    input_files: Mapping[str, bytes]
    result_files: Mapping[str, bytes]


@dataclass(frozen=True, eq=False)
class FinishedRun:
    """A run that was read back.

    Parameters
    ----------
    record : its `run.json`, of the form that `parse_record` gives.
    inputs : its tables, as this program reads them.
    hours : whose hours of which service, as `hours_of` gives them.
    register : the rows of its `register.csv`.
    """

    record: Mapping[str, Any]
    inputs: Inputs
    hours: pd.DataFrame
    register: Sequence[RegisterEntry]


def read_run(files: RunFiles) -> FinishedRun:
    """Read a run back.

    Raises
    ------
    RecordError : its files are not as the run read and wrote them; the detail says which.
    """
    if RUN not in files.result_files:
        raise RecordError("missing")
    record = parse_record(files.result_files[RUN])
    hashes = hashes_of(files.result_files)
    changed = [name for name, digest in record["files"].items() if hashes.get(name) != digest]
    inputs = read(files.input_files)
    if inputs.sha256 != record["input"]["sha256"]:
        changed += files.input_files
    if changed:
        raise RecordError("changed", ", ".join(changed))
    try:
        hours = hours_of(files.result_files[HOURS])
    except (KeyError, ValueError) as error:
        raise RecordError("damaged", HOURS) from error
    entries, notices = read_register(REGISTER, files.result_files.get(REGISTER, b""))
    if errors(notices):
        raise RecordError("damaged", REGISTER)
    return FinishedRun(record, inputs, hours, entries)
