"""`allocator register`: the register, what it lacks, and what changed since an earlier one."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

import pandas as pd

from allocator.cli.calculate import calculation, failed, refused
from allocator.cli.places import check_apart, checked_input, writing
from allocator.cli.problems import shown_errors
from allocator.cli.terminal import CommandError, Refusal, columns, complain, show
from allocator.cli.verify import DIFFERENT, of_record
from allocator.errors import InputError
from allocator.export.files import csv_of
from allocator.export.place import place_file
from allocator.export.read_back import REGISTER, TRACE, trace_of
from allocator.export.record import RUN, RecordError, changed_files, read_record
from allocator.export.register_words import (
    changes_table,
    counts_table,
    hours,
    lacking_table,
    register_table,
    service,
    status,
    unpaid_table,
    words_as_csv,
)
from allocator.export.words import EMPTY_CELL
from allocator.notices import errors
from allocator.results.register_changes import (
    RegisterChange,
    compared_registers,
    lacking,
    register_changes,
)
from allocator.sanitise import sanitise
from allocator.tables.bounds import MAX_INPUT_BYTES
from allocator.tables.declared_register import RegisterEntry
from allocator.tables.guard import input_too_large
from allocator.tables.register import read_register
from allocator.tables.regular import UnreadableError, read_regular, size_of
from allocator.text import translate


class _NotCalculated(Exception):
    """An input whose register cannot be made; `code` is the exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


def register_command(
    source: Path, check: bool, against: Path | None, out: Path | None, language: str
) -> int:
    """Show the register, or what it lacks, or what changed since an earlier one.

    Returns
    -------
    4 if `check` found a difference or a lack; 1 or 3 where an input cannot be calculated.

    Raises
    ------
    CommandError : there is no such input, or it is where the output would be.
    Refusal : a run's folder is not as it was written.
    """
    for path in (source, against):
        if path is not None:
            _check_out(out, checked_input(path, language), language)
    try:
        new, data, trace = _register(source, language)
        old = _register(against, language)[0] if against else []
    except _NotCalculated as error:
        return error.code
    changes = register_changes(old, new) if against else []
    if check:
        code = _check(new, old if against else None, language)
    elif against:
        show(*changes_lines(changes, language))
        code = 0
    else:
        _show_register(new, trace, language)
        code = 0
    if out is not None:
        if against:
            data = words_as_csv(changes_table(changes, language))
        with writing(out, language):
            place_file(out, data)
        show("", translate("cli", "written", language, place=sanitise(out)))
    return code


def _check_out(out: Path | None, source: Path, language: str) -> None:
    """Check that the output is a CSV file apart from the inputs."""
    if out is None:
        return
    if out.suffix.lower() != ".csv" or out.is_dir():
        raise CommandError("register-out", language, name=sanitise(out))
    with writing(out, language):
        check_apart(out, source, language)


def _register(
    source: Path, language: str
) -> tuple[list[RegisterEntry], bytes, pd.DataFrame | None]:
    """Return the register of a finished run or a file, or that of an input calculated.

    Returns
    -------
    its rows, its bytes, and the trace; of a file alone there is none.

    Raises
    ------
    _NotCalculated : there are errors, and they are shown.
    """
    trace = None
    if (source / RUN).exists():
        data, trace = _of_run(source, language)
    elif source.is_file() and source.suffix.lower() == ".csv":
        try:
            if refusal := input_too_large(size_of(source)):
                raise UnreadableError(refusal)
            data = read_regular(source, MAX_INPUT_BYTES)
        except UnreadableError as error:
            raise Refusal(error.notice.message(language)) from error
    else:
        data, trace = _calculated(source, language)
    entries, notices = read_register(source.name if source.is_file() else REGISTER, data)
    if errors(notices):
        complain(*shown_errors(notices, language))
        raise _NotCalculated(1)
    return entries, data, trace


def _of_run(folder: Path, language: str) -> tuple[bytes, pd.DataFrame]:
    """Read the register and the trace of a finished run, which must be as it was written."""
    try:
        record = read_record(folder)
        changed = changed_files(folder, record)
    except RecordError as error:
        raise Refusal(of_record(error, folder, language)) from error
    if changed:
        facts = {"folder": sanitise(folder), "names": sanitise(", ".join(changed))}
        raise Refusal(translate("register", "run-changed", language, **facts))
    return (folder / REGISTER).read_bytes(), trace_of((folder / TRACE).read_bytes())


def _calculated(source: Path, language: str) -> tuple[bytes, pd.DataFrame]:
    try:
        result = calculation(source, language, "")
    except InputError as error:
        raise _NotCalculated(refused(error, language)) from error
    code = failed(result, language)
    if code:
        raise _NotCalculated(code)
    return csv_of(result.register), result.trace


def _show_register(
    entries: Sequence[RegisterEntry], trace: pd.DataFrame | None, language: str
) -> None:
    if not entries:
        show(translate("register", "empty", language))
    for unit, own in _by_unit(entries):
        show("", translate("register", "unit", language, unit=unit))
        show(*_aligned(register_table(own, language), (0, 1, 2)))
    if trace is not None:
        _show_unpaid(trace, language)


def _show_unpaid(trace: pd.DataFrame, language: str) -> None:
    """Show the unpaid help of each unit, which is entered beside the register."""
    for unit in trace["unit"].unique():
        unpaid = unpaid_table(trace[trace["unit"] == unit], language)
        if not unpaid.empty:
            show("", translate("register", "unpaid", language, unit=unit))
            show(*_aligned(unpaid, (0, 1)))


def _check(
    entries: Sequence[RegisterEntry], old: Sequence[RegisterEntry] | None, language: str
) -> int:
    """Show what is missing, counts, and what differs from an earlier register."""
    for unit, own in _by_unit(entries):
        show("", translate("register", "unit", language, unit=unit))
        incomplete = lacking_table(own, language)
        if incomplete.empty:
            show(translate("register", "complete", language))
        else:
            show(*_aligned(incomplete, range(4)))
        show("", *_aligned(counts_table(own, language), (0, 1)))
    differing = old is not None and _compare(entries, old, language)
    return DIFFERENT if lacking(entries) or differing else 0


def _compare(entries: Sequence[RegisterEntry], old: Sequence[RegisterEntry], language: str) -> bool:
    """Show what appeared, vanished and changed by more than a fifth; False where nothing did."""
    comparison = compared_registers(old, entries)
    show("", translate("register", "differs" if comparison else "same", language))
    for key, own in (("appeared", comparison.appeared), ("vanished", comparison.vanished)):
        for entry in own:
            show(f"  {translate('register', key, language, **_whom(entry, language))}")
    for before, after in comparison.moved:
        facts = {
            "before": hours(before.omfang_hm) or EMPTY_CELL,
            "after": hours(after.omfang_hm) or EMPTY_CELL,
            **_whom(after, language),
        }
        show(f"  {translate('register', 'moved', language, **facts)}")
    return bool(comparison)


def changes_lines(changes: Sequence[RegisterChange], language: str) -> list[str]:
    """Write what is to be entered in the record system, or that there is nothing."""
    if not changes:
        return [translate("register", "no-changes", language)]
    table = changes_table(changes, language)
    if table.iloc[:, 0].nunique() == 1:
        table = table.iloc[:, 1:]
    return _aligned(table, range(len(table.columns)))


def _aligned(table: pd.DataFrame, left: Collection[int]) -> list[str]:
    return columns([tuple(table.columns), *table.itertuples(index=False)], left)


def _by_unit(entries: Iterable[RegisterEntry]) -> Iterator[tuple[str, list[RegisterEntry]]]:
    own: dict[str, list[RegisterEntry]] = {}
    for entry in entries:
        own.setdefault(entry.unit, []).append(entry)
    yield from own.items()


def _whom(entry: RegisterEntry, language: str) -> dict[str, str]:
    return {
        "resident": entry.resident,
        "service": service(entry.service),
        "status": status(entry.status, language),
    }
