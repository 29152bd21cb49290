"""`allocator why`: one resident's hours as sums of rows, each with rule, source and section."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from allocator.cli.calculate import calculated, refused
from allocator.cli.terminal import CommandError, show, wrapped
from allocator.errors import InputError
from allocator.tables.identity import mask
from allocator.tables.words import normalise_name, service_names
from allocator.text import say

if TYPE_CHECKING:
    from allocator.pipeline import Result
    from allocator.results.why import Account, Ground, Reason

_FIGURE = 8
_INDENT = " " * (_FIGURE + 2)


def why_command(
    source: Path, unit: str, resident: str, service: str, language: str, profile: str
) -> int:
    """Explain the hours; 1 if the input has errors.

    Raises
    ------
    CommandError : there is no such input, unit, resident, service or profile.
    """
    from allocator.results.why import why

    try:
        result = calculated(source, language, profile)
    except InputError as error:
        return refused(error, language)
    units = _units(result, unit, resident, language)
    accounts = [one for name in units for one in why(result, name, resident, None, language)]
    if service:
        accounts = _of_service(accounts, service, language)
    if not accounts:
        show(say("cli", "no-services", language))
    for account in accounts:
        show(*_account(account, language))
    return 0


def _units(result: "Result", unit: str, resident: str, language: str) -> list[str]:
    """The units that have the resident, or the one that was asked for."""
    residents = result.calculated.inputs.tables["residents"]
    units = list(result.calculated.inputs.tables["unit"]["unit"])
    if unit and unit not in units:
        raise _unknown("no-such-unit", unit, units, language)
    asked = [unit] if unit else units
    here = residents[residents["unit"].isin(asked)]
    found = here[here["resident"] == resident]
    if found.empty:
        raise _unknown("no-such-resident", resident, here["resident"].unique(), language)
    return list(found["unit"])


def _of_service(accounts: "list[Account]", service: str, language: str) -> "list[Account]":
    """The accounts of a service given as code or official name."""
    name = service.strip()
    code = int(name) if name.isdecimal() else service_names().get(normalise_name(name), -1)
    found = [account for account in accounts if account.service == code]
    if not found:
        known = dict.fromkeys(f"{one.service} {one.service_name}" for one in accounts)
        raise _unknown("no-such-service", service, known, language)
    return found


def _unknown(key: str, name: str, known: Iterable[str], language: str) -> CommandError:
    listed = ", ".join(known) or say("cli", "nothing", language)
    return CommandError(key, language, name=mask(name), known=listed)


def _account(account: "Account", language: str) -> Iterator[str]:
    yield say(
        "cli",
        "why-head",
        language,
        resident=account.resident,
        unit=account.unit,
        service=account.service,
        name=account.service_name,
    )
    figures = {"omfang": account.hours.omfang_hm, "resources": account.hours.ressursinnsats_hm}
    yield say("cli", "why-figures", language, **figures)
    for _, heading, reasons in account.chapters:
        yield ""
        yield heading
        for reason in reasons:
            yield from _reason(reason, language)
    yield ""


def _reason(reason: "Reason", language: str) -> Iterator[str]:
    from allocator.results.rounding import hours_minutes

    minutes = reason.minutes.get("received_minutes", 0.0)
    figure = hours_minutes(minutes) if minutes else ""
    place = ""
    if reason.table:
        row = say("export", "document-row", language, table=reason.table, row=reason.row)
        described = f"«{reason.description}»" if reason.description else ""
        place = f"{', '.join(filter(None, [reason.id, described, row]))}. "
    yield from wrapped(f"{place}{reason.text}", _INDENT, f"{figure.rjust(_FIGURE)}  ")
    for ground in reason.grounds:
        yield from _ground(ground, language)


def _ground(ground: "Ground", language: str) -> list[str]:
    step = say("why", f"step-{ground.step}", language)
    text = f"{ground.rule} {ground.title}. {ground.source}, «{ground.section}»."
    return wrapped(text, f"{_INDENT}    ", f"{_INDENT}  {step}: ")
