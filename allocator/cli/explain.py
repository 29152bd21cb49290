"""`allocator why`: one resident's hours as sums of rows, each with rule, source and section."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from allocator.cli.calculate import calculation, failed, refused
from allocator.cli.terminal import CommandError, show, wrapped
from allocator.errors import InputError
from allocator.rounding import hours_minutes
from allocator.sanitise import sanitise
from allocator.tables.words import normalise_name, service_names
from allocator.text import translate

if TYPE_CHECKING:
    from allocator.pipeline import Result
    from allocator.results.explanation import Reason, ServiceExplanation

_FIGURE = 8
_INDENT = " " * (_FIGURE + 2)


def why_command(
    source: Path, unit: str, resident: str, service: str, language: str, profile: str
) -> int:
    """Explain the hours; 1 if the input has errors, 3 if a unit is not calculated.

    Raises
    ------
    CommandError : there is no such input, unit, resident, service or profile.
    """
    from allocator.results.why import why

    try:
        result = calculation(source, language, profile)
    except InputError as error:
        return refused(error, language)
    units = units_of(result, unit, resident, language)
    explanations = [
        explanation for name in units for explanation in why(result, name, resident, None, language)
    ]
    if service:
        explanations = _of_service(explanations, service, language)
    if not explanations:
        show(translate("cli", "no-services", language))
    for explanation in explanations:
        show(*_explanation(explanation, language))
    return failed(result, language)


def units_of(result: "Result", unit: str, resident: str, language: str) -> list[str]:
    """Find the units that have the resident, or the one that was asked for.

    Raises
    ------
    CommandError : there is no such unit, or nobody of that name in it.
    """
    residents = result.calculation.inputs.tables["residents"]
    units = list(result.calculation.inputs.tables["unit"]["unit"])
    if unit and unit not in units:
        raise unknown("no-such-unit", unit, units, language)
    asked = [unit] if unit else units
    here = residents[residents["unit"].isin(asked)]
    rows = here[here["resident"] == resident]
    if rows.empty:
        raise unknown("no-such-resident", resident, here["resident"].unique(), language)
    return list(rows["unit"])


def _of_service(
    explanations: "list[ServiceExplanation]", service: str, language: str
) -> "list[ServiceExplanation]":
    """Choose the explanations of a service given as code or official name."""
    code = service_code(service)
    chosen = [explanation for explanation in explanations if explanation.service == code]
    if not chosen:
        known = dict.fromkeys(explanation.name for explanation in explanations)
        raise unknown("no-such-service", service, known, language)
    return chosen


def service_code(service: str) -> int:
    """Read a service given as code or official name; -1 for none."""
    name = service.strip()
    return int(name) if name.isdecimal() else service_names().get(normalise_name(name), -1)


def unknown(key: str, name: str, known: Iterable[str], language: str) -> CommandError:
    """Make the error of a name that is not there, with those that are."""
    listed = ", ".join(known) or translate("cli", "nothing", language)
    return CommandError(key, language, name=sanitise(name), known=listed)


def _explanation(explanation: "ServiceExplanation", language: str) -> Iterator[str]:
    yield translate(
        "cli",
        "why-head",
        language,
        resident=explanation.resident,
        unit=explanation.unit,
        service=explanation.service,
        name=explanation.service_name,
    )
    figures = {
        "omfang": explanation.hours.omfang_hm,
        "resources": explanation.hours.ressursinnsats_hm,
    }
    average = "-average" if explanation.periods else ""
    yield translate("cli", f"why-figures{average}", language, **figures)
    for period in explanation.periods:
        yield f"  {translate('cli', 'why-period', language, period=period)}"
    for _, heading, reasons in explanation.chapters:
        yield ""
        yield heading
        for reason in reasons:
            yield from _reason(reason)
    yield ""


def _reason(reason: "Reason") -> Iterator[str]:
    figure = hours_minutes(reason.received_minutes) if reason.received_minutes else ""
    text = f"{reason.location}. {reason.text}" if reason.location else reason.text
    yield from wrapped(text, _INDENT, f"{figure.rjust(_FIGURE)}  ")
    for ground in reason.grounds:
        yield from wrapped(ground.citation, f"{_INDENT}    ", f"{_INDENT}  {ground.step_name}: ")
