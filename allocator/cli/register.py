"""`allocator register`: the register, what it lacks, and what changed since an earlier one."""

import csv
import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from allocator.cli.calculate import calculation, failed, refused
from allocator.cli.places import check_apart, checked_input, writing
from allocator.cli.problems import shown_errors
from allocator.cli.terminal import CommandError, Refusal, columns, complain, show, wrapped
from allocator.cli.verify import DIFFERENT, of_record
from allocator.errors import InputError
from allocator.export.files import csv_of, safe
from allocator.export.place import place_file
from allocator.export.record import RUN, RecordError, changed_files, read_record
from allocator.export.words import EMPTY_CELL, word
from allocator.notices import errors
from allocator.results.register_changes import (
    RegisterChange,
    compared_registers,
    counted,
    lacking,
    register_changes,
)
from allocator.rounding import hours_minutes
from allocator.sanitise import sanitise
from allocator.tables.bounds import MAX_INPUT_BYTES
from allocator.tables.declared_register import RegisterEntry
from allocator.tables.register import read_register
from allocator.tables.regular import UnreadableError, read_regular
from allocator.terms import SERVICES
from allocator.text import translate
from allocator.text.dates import day

REGISTER = "register.csv"


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
        new, data = _register(source, language)
        old, _ = _register(against, language) if against else ([], b"")
    except _NotCalculated as error:
        return error.code
    if check:
        code = _check(new, old if against else None, language)
    elif against:
        _show_changes(register_changes(old, new), language)
        code = 0
    else:
        _show_register(new, language)
        code = 0
    if out is not None:
        if against:
            data = _csv(_change_rows(register_changes(old, new), language))
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


def _register(source: Path, language: str) -> tuple[list[RegisterEntry], bytes]:
    """Return the register of a finished run or a file, or that of an input calculated; its bytes.

    Raises
    ------
    _NotCalculated : there are errors, and they are shown.
    """
    if (source / RUN).exists():
        data = _of_run(source, language)
    elif source.is_file() and source.suffix.lower() == ".csv":
        try:
            data = read_regular(source, MAX_INPUT_BYTES)
        except UnreadableError as error:
            raise Refusal(error.notice.message(language)) from error
    else:
        data = _calculated(source, language)
    entries, notices = read_register(source.name if source.is_file() else REGISTER, data)
    if errors(notices):
        complain(*shown_errors(notices, language))
        raise _NotCalculated(1)
    return entries, data


def _of_run(folder: Path, language: str) -> bytes:
    """Read the register of a finished run, which must be as it was written."""
    try:
        record = read_record(folder)
        changed = changed_files(folder, record)
    except RecordError as error:
        raise Refusal(of_record(error, folder, language)) from error
    if changed:
        facts = {"folder": sanitise(folder), "names": sanitise(", ".join(changed))}
        raise Refusal(translate("register", "run-changed", language, **facts))
    return (folder / REGISTER).read_bytes()


def _calculated(source: Path, language: str) -> bytes:
    try:
        result = calculation(source, language, "")
    except InputError as error:
        raise _NotCalculated(refused(error, language)) from error
    code = failed(result, language)
    if code:
        raise _NotCalculated(code)
    return csv_of(result.register)


def _show_register(entries: Sequence[RegisterEntry], language: str) -> None:
    if not entries:
        show(translate("register", "empty", language))
        return
    heads = ("resident", "service", "status", "omfang", "ressursinnsats", "decided", "started_on")
    for unit, own in _by_unit(entries):
        rows = [[_head(name, language) for name in heads]]
        rows += [
            [
                entry.resident,
                _service(entry.service),
                _status(entry.status, language),
                _hours(entry.omfang_hm),
                _hours(entry.ressursinnsats_hm),
                _hours(entry.decided_hm),
                _value(entry.started_on, language),
            ]
            for entry in own
        ]
        show("", translate("register", "unit", language, unit=unit))
        show(*columns(rows, left=(0, 1, 2)))


def _check(
    entries: Sequence[RegisterEntry], old: Sequence[RegisterEntry] | None, language: str
) -> int:
    """Show what is missing, counts, and what differs from an earlier register."""
    missing = lacking(entries)
    for unit, own in _by_unit(entries):
        show("", translate("register", "unit", language, unit=unit))
        incomplete = lacking(own)
        if not incomplete:
            show(f"  {translate('register', 'complete', language)}")
        for entry, names in incomplete:
            words = ", ".join(translate("register", f"lacks-{name}", language) for name in names)
            facts = {"names": words, **_whom(entry, language)}
            show(*wrapped(translate("register", "lacks", language, **facts), "    ", "  "))
        rows = [[_head("service", language), _head("status", language), _head("count", language)]]
        rows += [
            [_service(service), _status(status, language), str(count)]
            for (service, status), count in counted(own).items()
        ]
        show("", *columns(rows, left=(0, 1)))
    differing = False
    if old is not None:
        comparison = compared_registers(old, entries)
        differing = bool(comparison)
        show("", translate("register", "differs" if differing else "same", language))
        one_sided = (("appeared", comparison.appeared), ("vanished", comparison.vanished))
        for key, entries_of in one_sided:
            for entry in entries_of:
                show(f"  {translate('register', key, language, **_whom(entry, language))}")
        for before, after in comparison.moved:
            facts = {
                "before": _hours(before.omfang_hm),
                "after": _hours(after.omfang_hm),
                **_whom(after, language),
            }
            show(f"  {translate('register', 'moved', language, **facts)}")
    return DIFFERENT if missing or differing else 0


def _show_changes(changes: Sequence[RegisterChange], language: str) -> None:
    if not changes:
        show(translate("register", "no-changes", language))
        return
    rows = _change_rows(changes, language)
    several = len({row[0] for row in rows[1:]}) > 1
    show(*columns([row if several else row[1:] for row in rows], left=range(6)))


def _change_rows(changes: Iterable[RegisterChange], language: str) -> list[list[str]]:
    """Return one row per entry to make: unit, resident, service, what, date, why."""
    heads = ("unit", "resident", "service", "what", "on", "because")
    rows = [[_head(name, language) for name in heads]]
    for change in changes:
        entry = change.entry
        facts = {
            "before": _value(change.before, language),
            "after": _value(change.after, language),
        }
        rows.append(
            [
                entry.unit,
                entry.resident,
                _service(entry.service),
                translate("register", f"kind-{change.kind}", language),
                _value(change.on, language),
                translate("register", f"reason-{change.reason}", language, **facts),
            ]
        )
    return rows


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([map(safe, row) for row in rows])
    return text.getvalue().encode("utf-8", "replace")


def _by_unit(entries: Iterable[RegisterEntry]) -> Iterator[tuple[str, list[RegisterEntry]]]:
    own: dict[str, list[RegisterEntry]] = {}
    for entry in entries:
        own.setdefault(entry.unit, []).append(entry)
    yield from own.items()


def _head(name: str, language: str) -> str:
    return translate("register", f"head-{name}", language)


def _service(code: int) -> str:
    service = SERVICES.get(code)
    return f"{code} {service.name}" if service else str(code)


def _status(status: str, language: str) -> str:
    return word("status", status, language) or translate("register", "undecided", language)


def _whom(entry: RegisterEntry, language: str) -> dict[str, str]:
    return {
        "resident": entry.resident,
        "service": _service(entry.service),
        "status": _status(entry.status, language),
    }


def _hours(minutes: float) -> str:
    return "" if minutes != minutes else hours_minutes(minutes)


def _value(value: object, language: str) -> str:
    if value is None or value == "":
        return EMPTY_CELL
    if isinstance(value, datetime.date):
        return day(value, language)
    if isinstance(value, float):
        return hours_minutes(value)
    return word("status", str(value), language)
