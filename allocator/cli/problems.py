"""What was found in an input, as lines: place, what it is, and how to mend it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from allocator.cli.terminal import wrapped
from allocator.notices import SEVERITIES, Notice, errors
from allocator.text import say


def shown_errors(notices: Iterable[Notice], language: str) -> Iterator[str]:
    """Every error with its place, table by table."""
    yield from shown_by_table(errors(notices), language)


def shown_by_table(notices: Sequence[Notice], language: str) -> Iterator[str]:
    """Every notice, table by table as they are first met, the graver ones first."""
    if not notices:
        yield say("cli", "no-problems", language)
    tables = dict.fromkeys(notice.table for notice in notices)
    for table in sorted(tables, key=bool, reverse=True):
        own = [notice for notice in notices if notice.table == table]
        yield table or say("cli", "without-table", language)
        for notice in sorted(own, key=_gravity):
            severity = say("export", f"severity-{notice.severity}", language).upper()
            yield from wrapped(_line(notice, language), "      ", f"  {severity}: ")
        yield ""


def _gravity(notice: Notice) -> tuple[int, int]:
    return SEVERITIES.index(notice.severity), notice.row or 0


def _line(notice: Notice, language: str) -> str:
    """The message, with whatever of its place it does not say itself."""
    message = notice.message(language)
    place = [] if notice.row is None else [say("cli", "place-row", language, row=notice.row)]
    place += [notice.column] if notice.column else []
    place += [f"«{notice.value}»"] if notice.value and notice.value not in message else []
    says_place = notice.table and message.startswith((notice.table, f"«{notice.table}»"))
    line = message if says_place or not place else f"{', '.join(place)}: {message}"
    if notice.answer:
        line += f" {say('cli', 'answered', language, answer=notice.answer)}"
    return line


def counts(notices: Iterable[Notice], language: str) -> str:
    """How many warnings and questions there are."""
    found = Counter(notice.severity for notice in notices)
    words = {
        f"{severity}s": say("cli", f"count-{severity}", language, count=found[severity])
        for severity in ("warning", "question")
    }
    return say("cli", "counts", language, **words)


def count(notices: Iterable[Notice], language: str) -> str:
    """How many there are of each kind."""
    found = Counter(notice.severity for notice in notices)
    words = {
        f"{severity}s": say("cli", f"count-{severity}", language, count=found[severity])
        for severity in SEVERITIES
    }
    return say("cli", "counts-check", language, **words)
