"""Notices on an input as lines of text: place, problem and remedy."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from allocator.cli.terminal import wrapped
from allocator.notices import SEVERITIES, Notice, errors
from allocator.tables.inputs import Inputs
from allocator.text import translate


def shown_errors(notices: Iterable[Notice], language: str) -> Iterator[str]:
    """List every error with its position, table by table."""
    yield from shown_by_table(errors(notices), language)


def shown_by_table(notices: Sequence[Notice], language: str) -> Iterator[str]:
    """List every notice, table by table, the most severe first."""
    if not notices:
        yield translate("cli", "no-problems", language)
    by_table: dict[str, list[Notice]] = {}
    for notice in notices:
        by_table.setdefault(notice.table, []).append(notice)
    for table, own in sorted(by_table.items(), key=lambda item: min(map(_gravity, item[1]))[0]):
        yield table or translate("cli", "without-table", language)
        for notice in sorted(own, key=_gravity):
            severity = translate("export", f"severity-{notice.severity}", language).upper()
            yield from wrapped(_line(notice, language), "      ", f"  {severity}: ")
        yield ""


def shown_accounts(inputs: Inputs, language: str) -> Iterator[str]:
    """List what became of the rows of each sheet."""
    for account in inputs.accounts:
        yield from wrapped(account.sentence(language), "  ")
    if inputs.accounts:
        yield ""


def _gravity(notice: Notice) -> tuple[int, int]:
    return SEVERITIES.index(notice.severity), notice.row or 0


def _line(notice: Notice, language: str) -> str:
    """Write the message, with row, column and value where it does not have them."""
    message = notice.message(language)
    position = (
        [] if notice.row is None else [translate("cli", "place-row", language, row=notice.row)]
    )
    position += [notice.column] if notice.column else []
    position += [f"«{notice.value}»"] if notice.value and notice.value not in message else []
    says_place = notice.table and message.startswith((notice.table, f"«{notice.table}»"))
    line = message if says_place or not position else f"{', '.join(position)}: {message}"
    if notice.answer:
        line += f" {translate('cli', 'answered', language, answer=notice.answer)}"
    return line


def counts(notices: Iterable[Notice], severities: Sequence[str], language: str) -> str:
    """Count the notices of each severity, in words."""
    counted = Counter(notice.severity for notice in notices)
    texts = [_counted(severity, counted[severity], language) for severity in severities]
    return f"{', '.join(texts)}."


def _counted(severity: str, count: int, language: str) -> str:
    key = f"count-{severity}-one" if count == 1 else f"count-{severity}"
    return translate("cli", key, language, count=count)
